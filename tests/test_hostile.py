"""One of each kind of what once hurt: files, pipes, links and days. Each is read or named, and nothing else suffers.

Beside these: `test_hostile_mutations.py` (damage by chance), `intake/read/test_hostile.py` (what a reader makes of it,
how long it takes), `test_leaks.py` (numbers in every text), and those that `HELD` names.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.intake.read.files import ods
from tests.offices import office, person, registry, send
from tests.systems import MODES, PIPES

from yicun.cli.app import main
from yicun.model.errors import CannotRun
from yicun.workspace import find_workspace

READ = "read"
"""A copy is written, or said to be impossible; else the code of a file that could not be read."""


def changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with every part passed through `change`."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as other:
        for name in package.namelist():
            other.writestr(name, change(name, package.read(name)))
    return target.getvalue()


def behind_cells(xml: str) -> Callable[[bytes], bytes]:
    """Put something behind the cells of the sheet."""
    return lambda content: changed(
        content,
        lambda name, part: (
            part.replace(b"</sheetData>", b"</sheetData>" + xml.encode()) if "worksheets/sheet" in name else part
        ),
    )


def in_place_of_remark(xml: bytes) -> Callable[[bytes], bytes]:
    """Let the remark be something else, in strings and in cells."""
    return lambda content: changed(content, lambda _, part: part.replace(b"qqqq", xml))


def in_place_of(one: str, other: str) -> Callable[[bytes], bytes]:
    """Let one text be another."""
    return lambda content: changed(content, lambda _, part: part.replace(one.encode(), other.encode()))


def behind_last_row(cells: str) -> Callable[[bytes], bytes]:
    """Put another row below."""
    row = f'<row r="9">{cells}</row></sheetData>'.encode()
    return lambda content: changed(content, lambda _, part: part.replace(b"</sheetData>", row))


def listed_again(content: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return part
        sheet = re.search(rb"<sheet\b[^>]*/>", part)
        assert sheet is not None
        more = [re.sub(rb'name="[^"]*"', b'name="x%d"' % number, sheet[0]) for number in range(1000)]
        return part.replace(sheet[0], sheet[0] + b"".join(more))

    return changed(content, change)


def only_charts(content: bytes) -> bytes:
    return changed(
        content,
        lambda name, part: (
            part.replace(b"/relationships/worksheet", b"/relationships/chartsheet")
            if name.endswith("workbook.xml.rels")
            else part
        ),
    )


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "反的合并": (behind_cells('<mergeCells><mergeCell ref="B9:A5"/><mergeCell ref="A2:C4"/></mergeCells>'), READ),
    "远的合并": (behind_cells('<mergeCells><mergeCell ref="A5:XFD1048577"/></mergeCells>'), READ),
    "全表合并": (behind_cells('<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'), READ),
    "整列筛选": (behind_cells('<autoFilter ref="A:A"/>'), READ),
    "别表筛选": (behind_cells('<autoFilter ref="Sheet1!A1:B2"/>'), READ),
    "整表链接": (behind_cells('<hyperlinks><hyperlink ref="A5:XFD1048576" location="x"/></hyperlinks>'), READ),
    "属性": (behind_cells("<row r='99' x='" + 't="s"' * 20_000 + "'/>"), READ),
    "纵向制表符": (in_place_of_remark(b"_x000B_"), READ),
    "非字符": (in_place_of_remark("\ufffe".encode()), READ),
    "不成形": (in_place_of_remark(b"<<"), "YC001"),
    "值里的注释": (in_place_of_remark(b"a<!-- x -->b"), READ),
    "括号": (in_place_of_remark(b"(" * 30_000), READ),
    "长数字": (in_place_of_remark(b"9" * 32_000), READ),
    "列名的括号": (in_place_of("姓名", "姓名" + "（" * 10_000), READ),
    "长姓名": (in_place_of("示例甲", "1" * 200_000), READ),
    "非数": (behind_last_row('<c r="A9"><v>NaN</v></c>'), READ),
    "数里的注释": (behind_last_row('<c r="A9"><v><!-- x -->1</v></c>'), "YC001"),
    "远的单元格": (
        behind_last_row('<c r="A9"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'),
        "YC005",
    ),
    "深": (behind_cells("<x>" * 100_000 + "</x>" * 100_000), READ),
    "一千张表": (listed_again, "YC005"),
    "只有图表": (only_charts, "YC008"),
    "炸弹": (lambda content: changed(content, lambda _, part: part + b" " * (17 << 20)), "YC005"),
    "半个": (lambda content: content[: len(content) // 2], "YC001"),
}
ODS_ROW = "<table:table-row><table:table-cell office:value-type={}</table:table-cell></table:table-row>"
OPEN_DOCUMENTS = {
    "时长": ODS_ROW.format('"time" office:time-value="PT99999999999999H"><text:p>一</text:p>'),
    "时区": ODS_ROW.format('"date" office:date-value="0001-01-01T00:00:00+14:00"><text:p>一</text:p>'),
    "叠套": ODS_ROW.format(f'"string"><text:p>{"<text:span>" * 3000}一{"</text:span>" * 3000}</text:p>'),
    "重复": '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'table:number-columns-repeated="16384" office:value-type="string"><text:p>一</text:p></table:table-cell>'
    "</table:table-row>",
}


TEXTS = {
    "逗号.csv": ("," * 1_000 + "\n") * 1_000,
    "引号.csv": '姓名,备注\n示例甲,"在家\n示例乙,外出\n',
    "注释.html": "<table><tr><td>村</td></tr></table>" + "<!--" * 200_000,
}
HELD = {
    "1 remind": ("outbox/test_letters_and_copies.py", "test_one_row_of_another_station_sends_a_roster_to_nobody"),
    "2 names": ("outbox/test_letters_and_copies.py", "test_rosters_of_one_name_in_two_folders_have_two_copies"),
    "2 stations": ("outbox/test_letters_and_copies.py", "test_no_station_leaves_the_folder"),
    "3 masks": ("test_leaks.py", "test_no_planted_number_goes_out"),
    "4 temporary files": ("cli/test_ending.py", "test_a_signal_ends_a_run_and_its_temporary_files"),
    "5 completion": ("cli/test_completion.py", "test_no_station_is_run_by_a_real_shell"),
    "6 --force": ("outbox/test_letters_and_copies.py", "test_force_never_replaces_an_input"),
    "8 head, closed, full": (
        "cli/test_ending.py",
        "test_what_cannot_be_shown_is_said_in_one_line_and_files_are_written",
    ),
    "8 no processes": ("cli/test_ending.py", "test_a_machine_that_allows_no_process_is_one_line"),
    "8 full disk": ("disk/test_deliver.py", "test_a_full_disk_loses_nothing"),
    "9 strings": ("intake/read/test_hostile.py", "test_strings_that_are_no_xml_never_leave_cells_blank"),
    "10 commas": ("intake/read/test_hostile.py", "test_a_text_of_commas_fills_no_memory"),
    "11 killed parent": ("intake/test_workers.py", "test_a_parent_that_is_killed_leaves_nobody_behind"),
}
"""The line of the issue, and the test elsewhere that holds it."""


@pytest.fixture
def attacked(tmp_path: Path) -> Path:
    folder = office(tmp_path / "office")
    path = send(folder, "省新所.xlsx", [person(0, phone="1380000", resident=" 是 ", remark="qqqq")])
    content = path.read_bytes()
    for name, (change, _) in HOSTILE.items():
        (folder / "报送" / f"{name}.xlsx").write_bytes(change(content))
    for name, rows in OPEN_DOCUMENTS.items():
        (folder / "报送" / f"{name}.ods").write_bytes(ods(f'<table:table table:name="表">{rows}</table:table>'))
    for name, text in TEXTS.items():
        (folder / "报送" / name).write_text(text, "utf-8")
    if sys.platform == "linux":
        (folder / "报送" / os.fsdecode("国标.xlsx".encode("gbk"))).write_bytes(content)
    return folder


def test_one_of_each_kind(attacked: Path) -> None:
    words = ("validate", "--all", "-q", "--annotate", "批注", "--fix", "整理")
    ended = subprocess.run([sys.executable, "-m", "yicun", *words], cwd=attacked, capture_output=True, check=False)
    text = (ended.stdout + ended.stderr).decode("utf-8")
    assert ended.returncode == 2, text  # some could not be read
    assert "内部错误" not in text
    assert "没有写出任何结果" not in text
    seen = {name: _outcome(attacked, text, name) for name in HOSTILE}
    assert seen == {name: expected for name, (_, expected) in HOSTILE.items()}
    for name in (*OPEN_DOCUMENTS, *TEXTS):
        assert re.search(rf"{name}(\.ods)? YC(00[158]|101|116)", text), name
    for copy in ("批注/省新所（批注）.xlsx", "整理/省新所（已整理）.xlsx"):
        openpyxl.load_workbook(attacked / copy)
    if sys.platform == "linux":
        assert "报送/????.xlsx" in text
        assert len(list((attacked / "整理").glob("____*"))) == 1


def _outcome(folder: Path, text: str, name: str) -> str:
    refused = re.search(rf"报送/{name}\.xlsx (YC00\d)", text)
    if refused:
        return refused[1]
    written = [file for place in ("批注", "整理") for file in (folder / place).glob(f"{name}*")]
    return READ if written or f"未写出：报送/{name}" in text else "lost"


@pytest.mark.parametrize(("file", "name"), HELD.values(), ids=HELD)
def test_what_is_held_elsewhere_is_there(file: str, name: str) -> None:
    assert f"\ndef {name}(" in (Path(__file__).parent / file).read_text("utf-8")


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of a command typed in a folder."""
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = office(tmp_path / "office")
    send(folder, "省新所.xlsx", [person(0)])
    return folder


@PIPES
@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "-q", "pipe", "loop", "/dev/zero", "nowhere"), ("validate", "-q", "--password-file", "pipe"),
        ("validate", "-q", "--password-file", "/dev/zero"), ("rollup", "pipe", "loop"),
        ("rollup", "x", "--expect", "pipe"),
        ("coverage", "-q", "-w", "pipe"), ("coverage", "-q", "-w", "loop"), ("coverage", "-q", "-o", "pipe.xlsx"),
        ("coverage", "-q", "-o", "loop/x.xlsx"), ("export-list", "-q", "-o", "loop.xlsx"),
        ("remind", "-q", "-o", "pipe"),
        ("remind", "-q", "-o", "loop"), ("template", "-o", "loop"), ("init", "loop"), ("init", "pipe"),
        ("rules", "check", "loop"), ("coverage", "-q", "--rulebook", "pipe.yaml"), ("diff", "pipe", "loop"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_pipes_devices_and_loops_are_answered_and_not_waited_for(
    area: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    for name in ("pipe", "pipe.xlsx", "pipe.yaml"):
        os.mkfifo(area / name)
    for name in ("loop", "loop.xlsx"):
        (area / name).symlink_to(name)
    assert run(area, monkeypatch, *arguments) == 2
    shown = capsys.readouterr()
    assert "→" in shown.err + shown.out or "未能汇总" in shown.err


@pytest.mark.parametrize(
    "arguments",
    [("coverage", "-q"), ("receive", "-q"), ("receive", "-q", "报送/省新所.xlsx"), ("ledger", "-q")],
    ids=" ".join,
)
@pytest.mark.parametrize("kind", [pytest.param("pipe", marks=PIPES), pytest.param("loop", marks=PIPES), "folder"])
def test_a_ledger_that_is_no_file_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], kind: str, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    folder = registry(tmp_path / "office")
    send(folder, "省新所.xlsx", [person(0)])
    path = folder / "台账.xlsx"
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path.name)
    assert run(folder, monkeypatch, *arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "→" in line


@PIPES
@pytest.mark.parametrize("kind", ["pipe", "loop", "nowhere"])
def test_what_was_sent_and_is_no_file_is_said(area: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    path = area / "报送" / "石井所.xlsx"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path.name if kind == "loop" else "nowhere")
    assert run(area, monkeypatch, "validate", "-q") == 2
    assert re.search(r"报送/石井所.xlsx\n?.*YC001", capsys.readouterr().out)


@PIPES
def test_links_in_a_circle_give_every_file_once(area: Path) -> None:
    for name in ("一", "二", "三"):  # with `..`: up to the office and down again, by every way
        (area / "报送" / name).symlink_to("..")
        (area / "报送" / f"{name}{name}").symlink_to(".")
    (area / "报送" / "内").mkdir()
    send(area, "内/一.xlsx", [person(1)])
    sent = find_workspace(area, area).submitted()
    assert [path.name for path in sent if path.is_relative_to(area / "报送")].count("省新所.xlsx") == 1
    assert sum(path.name == "一.xlsx" for path in sent) == 1


@MODES
@pytest.mark.skipif(sys.platform != "win32" and os.getuid() != 0, reason="only root can become somebody else")
def test_a_folder_within_the_submissions_that_cannot_be_read_stops_the_run() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        folder = Path(place)
        folder.chmod(0o755)
        (folder / "yicun.toml").write_text('submissions = ["报送/**/*.xlsx"]', "utf-8")
        (folder / "报送" / "省新" / "内").mkdir(parents=True)
        assert find_workspace(folder, folder).submitted() == []
        (folder / "报送" / "省新" / "内").chmod(0)
        os.seteuid(65534)
        try:
            with pytest.raises(CannotRun, match="报送文件夹 报送/省新/内 无法读取"):
                find_workspace(folder, folder).submitted()
        finally:
            os.seteuid(0)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("option", ["--as-of", "--deadline"])
def test_days_at_the_ends_of_time_are_one_line(area: Path, day: str, option: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["coverage", option, day, "-w", str(area)])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{'基准日' if option == '--as-of' else '期限'} {day} 不在 1950 年至 2199 年之间。→ 请检查日期"
    ]
