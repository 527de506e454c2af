"""The commands as a clerk types them, on the sample area."""

import json
import re
import shutil
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import openpyxl
import pytest

from yicun.cli.app import main

ROOT = Path(__file__).parents[2]


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def data(self) -> dict:
        return json.loads(self.out)


@pytest.fixture
def run(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)

    def go(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return go


def test_the_first_command_of_the_readme_pins_every_fault_to_its_cell(run) -> None:
    ran = run("validate", "samples/roster.xlsx")
    assert ran.code == 1
    assert "samples/roster.xlsx!推选名单!L6 YC202" in ran.out
    assert "请把该列设为“文本”后按证件重新录入" in ran.out
    assert "检查完毕" in ran.out


def test_validation_as_json_has_the_keys_other_programs_read(run) -> None:
    ran = run("validate", "samples/roster.xlsx", "--format", "json")
    data = ran.data
    assert {"tool", "as_of", "files", "findings", "summary"} <= set(data)
    assert data["as_of"] == "2020-05-07"
    file = next(file for file in data["files"] if file["path"] == "samples/roster.xlsx")
    assert file["status"] == "errors"
    assert file["tables"][0]["kind"] == "candidates"
    finding = data["findings"][0]
    keys = "code slug severity path sheet row column cell field message hint value fix related"
    assert set(keys.split()) <= set(finding)
    assert data["summary"]["errors"] == sum(one["severity"] == "error" for one in data["findings"])
    assert sum(data["summary"]["by_code"].values()) == len(data["findings"])


def test_no_output_of_validate_holds_a_whole_number(run) -> None:
    sheet = openpyxl.load_workbook(ROOT / "samples" / "roster.xlsx").active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    numbers = {text for text in texts if len(text) >= 11 and text[:11].isdigit()}
    assert numbers
    said = (
        run("validate", "samples/roster.xlsx", "--all").out
        + run("validate", "samples/roster.xlsx", "--format", "json").out
    )
    assert not [number for number in numbers if number in said]


def test_select_and_ignore_choose_by_prefix(run) -> None:
    only = run("validate", "samples/roster.xlsx", "--select", "YC2", "--format", "json").data
    assert {code[:3] for code in only["summary"]["by_code"]} == {"YC2"}
    without = run("validate", "samples/roster.xlsx", "--ignore", "YC202", "--format", "json").data
    assert "YC202" not in without["summary"]["by_code"]


@pytest.mark.parametrize("name", ["没有.xlsx", "文件夹.xlsx", "文字.xlsx", "无表头.xlsx"])
def test_what_cannot_be_checked_is_one_clear_line_and_two(run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "文件夹.xlsx":
        path.mkdir()
    elif name == "文字.xlsx":
        path.write_text("这不是表格，只是一段话。\n", "utf-8")
    elif name == "无表头.xlsx":
        book = openpyxl.Workbook()
        book.active.append(["甲", "乙"])
        book.save(path)
    ran = run("validate", path)
    assert ran.code == 2
    said = [line for line in (ran.out + ran.err).splitlines() if name in line and "→" in line]
    assert len(said) == 1
    assert "Traceback" not in ran.out + ran.err


def test_a_file_that_cannot_be_checked_does_not_keep_others_from_it(run, tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    data = run("validate", broken, "samples/roster.xlsx", "--format", "json").data
    status = {Path(file["path"]).name: file["status"] for file in data["files"]}
    assert status["坏.xlsx"] == "unchecked"
    assert status["roster.xlsx"] == "errors"


def test_a_missing_file_does_not_keep_others_from_being_checked(run) -> None:
    ran = run("validate", "samples/nowhere.xlsx", "samples/roster.xlsx", "--format", "json")
    assert ran.code == 2
    status = {file["path"]: file["status"] for file in ran.data["files"]}
    assert status["samples/nowhere.xlsx"] == "unchecked"
    assert status["samples/roster.xlsx"] == "errors"


def test_coverage_adds_up_and_names_the_days_left(run) -> None:
    data = run("coverage", "--deadline", "2020-05-10", "--format", "json").data
    totals = data["totals"]
    assert data["days_left"] == 3
    assert data["working_days_left"] == 2
    waiting = totals["villages"] - totals["auxiliary"] - totals["required"]
    assert 0 <= waiting <= totals["ruling"]
    assert totals["required"] == totals["nominated"] + totals["confirmed"] + totals["gap"]
    assert totals["gap_at_least"] <= totals["gap"] <= totals["gap_at_most"]
    assert sum(station["required"] for station in data["stations"]) == totals["required"]
    assert sum(totals["states"].values()) == len(data["villages"])
    assert {"submitted", "nil", "silent"} == {station["submission"] for station in data["stations"]}


def test_the_two_villages_of_one_name_are_two(run) -> None:
    villages = run("coverage", "--format", "json").data["villages"]
    same = {(village["township"], village["station"]) for village in villages if village["village"] == "园内村"}
    assert same == {("省新镇", "省新派出所"), ("康美镇", "康美派出所")}


def test_a_gap_fails_only_when_asked(run) -> None:
    assert (run("coverage", "--fail-on-gap", "-q").code, run("coverage", "-q").code) == (1, 0)


def test_screen_says_clause_and_cell(run) -> None:
    data = run("screen", "--format", "json").data
    assert sum(data["summary"].values()) == len(data["people"])
    order = ["ineligible", "undetermined", "needs_reason", "eligible"]
    ranks = [order.index(person["verdict"]) for person in data["people"]]
    assert ranks == sorted(ranks)
    for person in data["people"]:
        if person["verdict"] != "eligible":
            assert person["decided_by"]
            assert all(decision["clause"] for decision in person["decided_by"])


def test_the_list_is_written_and_says_what_is_missing(run, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    ran = run("export-list", "-o", path, "--format", "json")
    data = ran.data
    assert data["listed"] + data["missing"] == data["required"]
    assert ran.code == (0 if data["missing"] == 0 and not data["unreadable_ids"] else 1)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "全市“一村一警务助理”推选名单" in texts
    draft = (data["missing"], data["unreadable_ids"], data["to_mend"] - data["unreadable_ids"])
    assert "草稿 — 缺 {} 村，{} 人公民身份号码待补正，{} 人其他内容待补正".format(*draft) in texts
    assert data["overruled"] == run("coverage", "--format", "json").data["totals"]["overruled"]


def test_output_of_another_hand_is_not_replaced_without_force(run, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    path.write_text("别人的", "utf-8")
    refused = run("export-list", "-o", path)
    assert refused.code == 2
    assert path.read_text("utf-8") == "别人的"
    assert run("export-list", "-o", path, "--force", "-q").code in {0, 1}
    assert path.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("validat",), "没有命令"),
        (("validate", "--nope"), "没有选项"),
        (("coverage", "--deadline", "下周"), "不是日期"),
        (("screen", "-o", "核对表.xlsx"), "--internal"),
        (("export-list", "--rulebook", "没有这个"), "找不到规则"),
        (("-w", "没有这个", "coverage"), "yicun init"),
        (("remind",), "缺少选项 -o。"),
        (("validate", "--diff"), "用法有误：--diff 要与 --fix 同用"),
        (("validate", "--processes", "0"), "--processes 不对：至少为 1。"),
        (("validate", "--processes", "二"), "--processes 不对：请写整数。"),
        (("validate", "--format", "xml"), "--format 不对：“xml”不在可选范围"),
        (("explain", "YC999"), "没有代码、规则或条款"),
        (("export-list", "--station", "省心派出所"), "省新派出所"),
    ],
)
def test_wrong_usage_is_one_chinese_line_and_two(run, arguments: tuple[str, ...], said: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1
    assert "Invalid" not in ran.err
    assert "Input" not in ran.err


@pytest.mark.parametrize("arguments", [(), ("rules",)])
def test_no_command_is_answered_with_the_help_itself(run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.err.startswith("用法：")
    assert "用法有误" not in ran.err


def test_options_for_everywhere_may_stand_before_the_command(run) -> None:
    assert run("-w", ROOT, "--format", "json", "coverage", "-q").data["totals"]


def test_explain_knows_codes_and_rules(run) -> None:
    assert "身份号码被存成数字" in run("explain", "YC202").out
    assert "常驻本村" in run("explain", "resident").out


def test_a_new_workspace_is_ready_and_never_overwrites(run, tmp_path: Path) -> None:
    folder = tmp_path / "新区"
    assert run("init", folder, "--area", "某县").code == 0
    config = folder / "yicun.toml"
    config.write_text(config.read_text("utf-8") + "# 改过\n", "utf-8")
    again = run("init", folder)
    assert again.code == 0
    assert "已有，未改动：yicun.toml" in again.out
    assert config.read_text("utf-8").endswith("# 改过\n")
    assert run("purge", "-w", folder, "--yes").out == "没有本工具写出的文件。\n"
    checked = run("rules", "check", "-w", folder)
    assert (checked.code, checked.out) == (0, "检查完毕：错误 0，警告 0，说明 0\n")
    assert run("rules", "test", "-w", folder).code == 0


def test_templates_come_back_clean_when_left_blank_of_people(run, tmp_path: Path) -> None:
    ran = run("template", "--all", "--station", "省新派出所", "-o", tmp_path)
    assert ran.code == 0
    assert (tmp_path / "省新派出所.xlsx").is_file()


def test_purge_removes_what_was_made_and_nothing_else(run, tmp_path: Path) -> None:
    folder = tmp_path / "工作区"
    shutil.copytree(ROOT / "samples" / "other", folder)
    run("export-list", "-w", folder, "-o", folder / "名单.xlsx", "-q")
    theirs = folder / "别人的.txt"
    theirs.write_text("留着", "utf-8")
    ran = run("purge", "-w", folder, "--yes")
    assert ran.code == 0
    assert ran.out.splitlines() == ["名单.xlsx", "已删除 1 个文件。"]
    assert not (folder / "名单.xlsx").exists()
    assert theirs.exists()


def test_doctor_says_what_there_is_without_persons(run) -> None:
    ran = run("doctor")
    assert "pandas" in ran.out
    assert "底册" in ran.out
    assert "示例" not in ran.out


def test_an_empty_register_is_no_finished_work(run, tmp_path: Path) -> None:
    folder = tmp_path / "新区"
    run("init", folder, "--area", "某县")
    ran = run("coverage", "-w", folder)
    assert ran.code == 2
    assert "底册中没有读到一个村" in ran.err
    assert "全部推选" not in ran.out


def test_what_a_folder_of_documents_holds_is_data_too(run, tmp_path: Path) -> None:
    ran = run("template", "--all", "--station", "省新派出所", "-o", tmp_path, "--format", "json")
    assert ran.code == 0
    assert [line.split("：")[0] for line in ran.data["written"]] == [(tmp_path / "省新派出所.xlsx").as_posix()]


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job begins without one
sys.addaudithook(lambda event, given: event == "open" and str(given[0]).endswith("yicun.toml")
                 and signal.raise_signal(signal.SIGINT))
from yicun.cli.app import program
if __name__ == "__main__":
    program()
"""


def test_ctrl_c_is_said_and_has_a_code_of_its_own() -> None:
    command = [sys.executable, "-c", INTERRUPTED, "validate", "samples/roster.xlsx"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "已中断。\n")


def test_the_whole_output_arrives_though_the_process_is_not_tidied_up() -> None:
    command = [sys.executable, "-m", "yicun", "validate", "--format", "json"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert ended.returncode == 1
    assert json.loads(ended.stdout)["summary"]["errors"] > 0


def test_a_name_in_brackets_is_shown_as_it_stands(run, tmp_path: Path) -> None:
    run("init", tmp_path)
    book = openpyxl.Workbook()
    book.active.append(("乡镇（街道）", "行政村", "派出所", "专职辅警"))
    book.active.append(("省新镇", "[bold]园内[/]村", "省新派出所", "无"))
    book.save(tmp_path / "底册" / "行政村底册.xlsx")
    ran = run("coverage", "-w", tmp_path, "--as-of", "2020-05-07")
    assert (ran.code, "[bold]园内[/]村" in ran.out) == (0, True), ran.err


def _helps() -> list[tuple[str, ...]]:
    from yicun.cli.app import app

    names = [command.name for command in app.registered_commands]
    return [
        (),
        ("rules",),
        *((name,) for name in names if name),
        *(("rules", name) for name in ("check", "show", "test", "diff")),
    ]


@pytest.mark.parametrize("words", _helps(), ids=" ".join)
def test_help_is_chinese_throughout(words: tuple[str, ...], capsys) -> None:
    with pytest.raises(SystemExit):
        main([*words, "--help"])
    said = capsys.readouterr().out
    assert said.startswith(f"用法：yicun{''.join(f' {word}' for word in words)}")
    assert not re.search(r"Usage|Options|Arguments|Commands|Show|Install|default|required|list\[", said)
    assert not re.search(r"\b(?:[A-Z]{4,}|DIR)\b|<|\[\[", said), "what stands for a value is named in Chinese"
    assert "\n  例：yicun " in said


@pytest.mark.parametrize("words", _helps(), ids=" ".join)
def test_help_fits_eighty_columns_with_its_second_column_in_line(words: tuple[str, ...], capsys) -> None:
    from rich.cells import cell_len

    with pytest.raises(SystemExit):
        main([*words, "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if cell_len(line) > 80]
    options = lines[lines.index("选项：") + 1 :]
    rows = takewhile(bool, options)
    assert len({cell_len(re.match(r"  .*?\S  +(?=\S)", row)[0]) for row in rows}) == 1  # type: ignore[index]


def test_the_commands_of_a_group_stand_together(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["rules", "--help"])
    said = capsys.readouterr().out
    assert re.findall(r"^(\w+)：$", said, re.MULTILINE) == ["选项", "命令"]


def test_help_lists_every_command_under_a_step_of_the_job(capsys) -> None:
    from yicun.cli.app import app

    with pytest.raises(SystemExit):
        main(["--help"])
    said = capsys.readouterr().out
    assert "其他：" not in said
    assert said.index("准备：") < said.index("检查：") < said.index("统计和上报：")
    for command in app.registered_commands:
        assert f"\n  {command.name} " in said


def test_a_missing_file_is_told_that_it_is_missing(run) -> None:
    ran = run("validate", "没有.xlsx", "samples")
    (line,) = [line for line in ran.out.splitlines() if "没有.xlsx" in line and "→" in line]
    assert "找不到文件" in line
    assert "请检查文件名和所在的文件夹" in line
    assert "另存为" not in line


@pytest.mark.parametrize("arguments", [("validate", "--statistics"), ("coverage", "--format", "json")])
def test_what_is_redirected_is_utf8_under_a_gbk_locale(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "yicun", *arguments],
        cwd=ROOT, env={"PYTHONIOENCODING": "gbk", "PATH": "/usr/bin:/bin"}, capture_output=True, check=False,
    )  # fmt: skip
    assert "省新" in done.stdout.decode("utf-8") or "错误" in done.stdout.decode("utf-8")
