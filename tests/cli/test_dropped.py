"""Work without a command: a drop, a second drop, a double click; at a real terminal and without one."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.systems import SCRIPTS, TERMINALS

from yicun.cli.app import main

ROOT = Path(__file__).parents[2]
SCRIPT = "import sys\nfrom yicun.cli.app import main\nmain(sys.argv[1:])"


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def go(*arguments: str | Path) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return go


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    folder = tmp_path / "收到的 名单"
    folder.mkdir()
    return Path(shutil.copy(ROOT / "samples" / "roster.xlsx", folder))


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = tmp_path / "南安"
    for name in ("samples", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "yicun.toml", folder)
    return folder


def test_a_dropped_file_is_checked_with_copy_and_page_beside_it(run, roster: Path) -> None:
    before = roster.read_bytes()
    code, said = run(roster)
    assert code == 1
    assert sorted(path.name for path in roster.parent.iterdir() if not path.name.startswith(".")) == [
        "roster.xlsx", "roster.xlsx（检查结果）.html", "roster（批注）.xlsx",
    ]  # fmt: skip
    assert "已写出 roster（批注）.xlsx" in said
    assert "已写出 roster.xlsx（检查结果）.html" in said
    assert "检查完毕：1 个文件" in said
    assert roster.read_bytes() == before
    book = openpyxl.load_workbook(roster.parent / "roster（批注）.xlsx")
    assert "问题清单" in book.sheetnames


def test_a_second_drop_passes_over_what_was_made_and_sees_what_was_changed(run, roster: Path) -> None:
    run(roster.parent)
    made = roster.parent / "roster（批注）.xlsx"
    code, said = run(roster.parent)
    assert code == 1
    assert "有 2 个文件是 yicun 写出的" in said
    assert "检查完毕：1 个文件" in said
    code, said = run(made)
    assert (code, "没有再检查" in said) == (0, True)
    book = openpyxl.load_workbook(made)
    book.active["A1"] = "改过"
    book.save(made)
    assert "检查完毕：1 个文件" in run(made)[1]


def test_a_dropped_folder_is_checked_with_the_folders_in_it(run, roster: Path) -> None:
    """Stations often have a folder each; one of them without a file, and what is void, stop nothing."""
    for name in ("甲所", "乙所/补报", "作废"):
        (roster.parent / name).mkdir(parents=True)
        shutil.copy(roster, roster.parent / name)
    (roster.parent / "空").mkdir()
    assert run(roster.parent)[0] == 1
    pages = {path.parent.name for path in roster.parent.rglob("*（检查结果）.html")}
    assert pages == {roster.parent.name, "甲所", "补报"}


def test_folders_among_the_submissions_share_a_page_and_no_copy_takes_the_place_of_another(run, area: Path) -> None:
    sent = area / "samples" / "nanan" / "报送"
    for name in ("甲", "乙"):
        (sent / name).mkdir()
        shutil.copy(ROOT / "samples" / "roster.xlsx", sent / name / "名单.xlsx")
    _, said = run(sent / "甲", sent / "乙")
    made = {path.name for path in (area / "输出").iterdir()}
    assert said.count("检查完毕：") == 1
    assert "检查结果.html" in made
    assert len([name for name in made if name.endswith("（批注）.xlsx")]) == 2


def test_a_folder_without_a_file_says_so_and_nothing_is_written(run, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    code, said = run("空")
    assert (code, said) == (2, "文件夹 空 里没有文件。→ 请检查名称和所在的位置\n")
    assert [path.name for path in tmp_path.rglob("*")] == ["空"]


def test_what_could_not_be_checked_says_why_and_speaks_of_no_copy(run, roster: Path) -> None:
    roster.write_bytes(b"PK\x03\x04")
    code, said = run(roster)
    assert code == 2
    assert "YC001 错误 文件无法读取" in said
    assert "（批注）" not in said


def test_a_copy_that_is_open_stops_neither_the_result_nor_the_other_folder(run, roster: Path, tmp_path: Path) -> None:
    other = tmp_path / "另一批"
    other.mkdir()
    shutil.copy(roster, other)
    run(roster)
    (roster.parent / ".~lock.roster（批注）.xlsx#").touch()
    code, said = run(roster, other)
    assert code == 2
    assert "正被打开" in said
    assert said.count("检查完毕：1 个文件，12 名人选") == 2
    assert (other / "roster（批注）.xlsx").is_file()


def test_a_drop_out_of_the_submissions_leaves_nothing_among_them(run, area: Path) -> None:
    sent = area / "samples" / "nanan" / "报送"
    before = sorted(sent.iterdir())
    code, said = run(sent / "省新所.xlsx")
    assert code == 1
    assert sorted(sent.iterdir()) == before
    assert "已写出 输出/省新所（批注）.xlsx" in said


def test_a_command_stays_a_command_beside_a_folder_of_its_name(run, tmp_path: Path) -> None:
    (tmp_path / "doctor").mkdir()
    assert "pyarrow" in run("doctor")[1]
    assert run("nothing-here.xlsx")[0] == 2


def test_a_double_click_shows_the_workspace_and_the_next_step(run, area: Path, monkeypatch) -> None:
    code, said = run("--wait")
    assert (code, "这里还没有工作区" in said) == (0, True)
    monkeypatch.chdir(area)
    code, said = run("--wait")
    assert code == 0
    assert "已推选 113/199 村" in said
    assert "→ 下一步：yicun validate" in said


@TERMINALS
class TestAtATerminal:
    def start(self, *arguments: str | Path, folder: Path) -> tuple[subprocess.Popen, int]:
        import pty

        ours, theirs = pty.openpty()
        command = [sys.executable, "-c", SCRIPT, *map(str, arguments)]
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, close_fds=True)
        os.close(theirs)
        return process, ours

    def read_until(self, handle: int, words: str) -> str:
        said = b""
        while words.encode() not in said:
            try:
                more = os.read(handle, 4096)
            except OSError:  # the other end is closed
                more = b""
            if not more:
                break
            said += more
        return said.decode("utf-8", "replace")

    def test_with_wait_it_stays_until_a_key(self, roster: Path, tmp_path: Path) -> None:
        process, handle = self.start("--wait", roster, folder=tmp_path)
        assert "按任意键关闭" in self.read_until(handle, "按任意键关闭。")
        assert process.poll() is None
        os.write(handle, b"x")
        assert process.wait(60) == 1
        os.close(handle)

    def test_without_wait_it_ends_by_itself(self, roster: Path, tmp_path: Path) -> None:
        process, handle = self.start(roster, folder=tmp_path)
        said = self.read_until(handle, "\0")
        assert process.wait(60) == 1
        assert "检查完毕" in said
        assert "按任意键" not in said
        os.close(handle)

    def test_plain_in_a_terminal_is_the_help(self, tmp_path: Path) -> None:
        process, handle = self.start(folder=tmp_path)
        said = self.read_until(handle, "\0")
        assert process.wait(60) == 2
        assert "用法：" in said
        os.close(handle)


@SCRIPTS
def test_the_desktop_starter_hands_over_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "一个 文件夹"
    folder.mkdir()
    for name in ("检查名单.desktop", "检查名单.sh"):
        shutil.copy(ROOT / "bundle" / name, folder)
    program = folder / "yicun" / "yicun"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nfor one in "$@"; do echo "<$one>"; done\n', "utf-8")
    program.chmod(0o755)
    entry = (folder / "检查名单.desktop").read_text("utf-8")
    (line,) = [one.removeprefix("Exec=") for one in entry.splitlines() if one.startswith("Exec=")]
    written = shlex.split(line.replace("\\\\", "\\"))  # the escapes of the file, then those of the command
    words = [word.replace("\\$", "$") for word in written]  # which a shell's own quotes do not know
    at = words.index("%k")
    command = [*words[:at], str(folder / "检查名单.desktop"), "/甲 乙.xlsx", "/丙.xlsx"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:3] == ["<--wait>", "</甲 乙.xlsx>", "</丙.xlsx>"]


def test_the_windows_starter_waits_and_reads_as_gb18030() -> None:
    text = (ROOT / "bundle" / "检查名单.cmd").read_text("utf-8")
    assert "--wait %*" in text
    text.encode("gb18030")
