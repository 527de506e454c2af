"""Numbers planted wherever a text can come from, looked for in every byte that goes out."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from tests.offices import CONFIG, office, person, send

from yicun.cli.app import main

ID, PHONE = "350583197503019978", "13900000017"
SPELLINGS = (
    ID, "350583 19750301 9978", "3505-8319-7503-0199-78", "350583.197503.019978",
    "３５０５８３１９７５０３０１９９７８",
    "350583、19750301、9978", PHONE, "139 0000 0017", "139-0000-0017", "+86 139\u00a00000\u00a00017", "139_0000_0017",
)  # fmt: skip
FREE = ("note", "reason", "resident", "fit", "vetting", "discipline", "inspection", "education", "political", "sex")
WAIVERS = """waivers:
  - person: {{name: 示例甲, id_ends: "9970"}}
    village: 园内村
    rule: schooling
    reason: 同意{0}
    approver: 领导{0}
    approved_on: 2020-05-06
    document: 示例批{0}
"""
BARE = re.compile(r"[\W_]")


def shows(text: str) -> bool:
    """Whether a number stands in a text, its tags taken out, however its digits are written and parted."""
    plain = unicodedata.normalize("NFKC", re.sub("<[^>]*>", "\n", text))
    digits = BARE.sub("", plain)
    return ID in digits or PHONE in digits


def parts(path: Path, only: str = "") -> Iterator[tuple[str, str]]:
    """The parts of a file as texts; of an annotated copy `only` what was added to it."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        yield path.name, content.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if re.search(only, name):
                yield f"{path.name}!{name}", package.read(name).decode("utf-8", "replace")


def planted(folder: Path, at: int) -> Path:
    """An office with numbers in every text: names of files, folders and sheets, cells, register, config, waivers."""
    spelled = [SPELLINGS[(at + step) % len(SPELLINGS)] for step in range(len(SPELLINGS))]
    named = [text.replace("/", " ") for text in spelled]
    office(folder, [{"village": "园内村", "station": f"省新派出所{spelled[0]}"}, {"village": f"檗谷村{spelled[1]}"}])
    config = CONFIG.replace('area = "清源县"', f'area = "清源县{spelled[2]}"\noffice = "大队{spelled[3]}"')
    (folder / "yicun.toml").write_text(config + 'waivers = "waivers.yaml"\n', "utf-8")
    (folder / "waivers.yaml").write_text(WAIVERS.format(spelled[4]), "utf-8")
    inside = f"示例{named[5]}"
    (folder / "报送" / inside).mkdir()
    people = [person(0, station=f"省新派出所{spelled[0]}", name=f"示例甲{spelled[6]}")]
    people += [person(0, **{field: f"某{spelled[(7 + at) % len(spelled)]}"}) for at, field in enumerate(FREE)]
    people += [person(1, village=f"檗谷村{spelled[1]}"), person(1, village=spelled[8], township=spelled[9])]
    path = send(folder, f"{inside}/名单{named[10]}.xlsx", people)
    book = openpyxl.load_workbook(path)
    book.active.title = f"表{named[0]}"[:31]
    book.active.cell(1, book.active.max_column + 1, f"列{spelled[1]}")
    book.create_sheet(f"页{named[2]}"[:31])["A1"] = f"说明{spelled[3]}"
    book.save(path)
    return folder


COMMANDS = (
    "validate --all", "validate --format json", "validate --statistics", "validate --fix out/fix",
    "validate --fix x --diff", "screen --all", "screen --format json", "screen -o out/核对.xlsx --internal",
    "coverage -o out/缺口.xlsx --html out/网页.html --summary out/汇总.xlsx", "coverage --format json",
    "coverage --trend",
    "export-list -o out/名单.docx --remarks", "export-list -o out/名单.xlsx --remarks", "export-list --format json",
    "remind -o out/催办", "template -o out/空白", "screen --name {0}", "export-list --station {0}", "explain {0}",
    "validate {0}.xlsx", "coverage --rulebook {0}", "validate --select {0}", "coverage --as-of {0}", "purge --yes",
)  # fmt: skip


@pytest.mark.parametrize("at", [0, 4])
def test_no_planted_number_goes_out(tmp_path: Path, at: int, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    folder = planted(tmp_path / "office", at)
    monkeypatch.chdir(folder)
    leaks = []
    for command in COMMANDS:
        words = [word.format(SPELLINGS[at]) for word in command.split()]
        if command.startswith("purge"):
            leaks += [one for one in written(folder) if shows(one[1])]
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code in {0, 1, 2}, command
        shown = capsys.readouterr()
        leaks += [(command, line) for line in (shown.out + shown.err).splitlines() if shows(line)]
    assert leaks == []


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything made in the office, and every name; the senders' own sheets in their copies are left out."""
    files = [path for path in (folder / "out").rglob("*") if path.is_file()]
    assert len(files) > 8
    for path in [*files, folder / ".yicun-made.json"]:
        yield "name", path.relative_to(folder).as_posix()
        is_copy = "（批注）" in path.name or "（已整理）" in path.name
        yield from parts(path, "comment|docProps" if is_copy else "")


def test_what_is_looked_for_would_be_found() -> None:
    assert all(shows(f"<a>某</a><b>{text}</b>") for text in SPELLINGS)
