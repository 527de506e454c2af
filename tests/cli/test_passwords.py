"""`--password-file`: locked workbooks are opened with whichever of its lines fits, at a terminal's command."""

import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from tests.offices import office, person, send

from yicun.cli.app import main
from yicun.intake.read import open_workbook


def _lock(path: Path, password: str) -> Path:
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(password, locked)
    path.write_bytes(locked.getvalue())
    return path


@pytest.fixture
def locked_office(tmp_path: Path) -> Path:
    """Two stations locked their workbooks, each with its own password, and one did not."""
    folder = office(tmp_path / "office")
    _lock(send(folder, "甲所.xlsx", [person(0, sex="女", phone="123")]), "甲-1")
    _lock(send(folder, "乙所.xlsx", [person(1, phone="456")]), "b 2")
    send(folder, "丙所.xlsx", [person(2, phone="789")])
    return folder


def _validate(folder: Path, lines: str | None, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, set[str]]]:
    """The exit code, and the codes found in each file of 报送/."""
    (folder / "密码.txt").write_text(lines or "", "utf-8-sig")
    given = [] if lines is None else ["--password-file", str(folder / "密码.txt")]
    with pytest.raises(SystemExit) as ended:
        main(["validate", "-w", str(folder), "-q", "--format", "json", *given])
    found: dict[str, set[str]] = {}
    for one in json.loads(capsys.readouterr().out)["findings"]:
        if one["path"].startswith("报送/") and one["severity"] == "error":
            found.setdefault(Path(one["path"]).stem, set()).add(one["code"])
    return int(ended.value.code or 0), {name: codes & {"YC002", "YC215"} for name, codes in found.items()}


def test_each_locked_workbook_is_opened_with_the_line_that_fits(locked_office: Path, capsys) -> None:
    code, found = _validate(locked_office, "不对\n\nb 2\n甲-1\n", capsys)
    assert (code, found) == (1, {"甲所": {"YC215"}, "乙所": {"YC215"}, "丙所": {"YC215"}})


def test_a_workbook_that_no_line_fits_is_unchecked_and_said_so(locked_office: Path, capsys) -> None:
    code, found = _validate(locked_office, "甲-1\n不对\n", capsys)
    assert (code, found) == (2, {"甲所": {"YC215"}, "乙所": {"YC002"}, "丙所": {"YC215"}})
    assert _validate(locked_office, None, capsys)[1] == {"甲所": {"YC002"}, "乙所": {"YC002"}, "丙所": {"YC215"}}


def test_nobody_is_asked_where_nobody_can_type(locked_office: Path) -> None:
    """As in a scheduled task: on Windows its NUL passes for a terminal, and a question there never ends."""
    words = [sys.executable, "-m", "yicun", "validate", "-w", str(locked_office)]
    ended = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=300)
    assert ended.returncode == 2
    assert "YC002" in ended.stdout.decode("utf-8")
    assert "打开密码" not in ended.stderr.decode("utf-8")


def test_a_password_file_that_cannot_be_read_ends_the_command(locked_office: Path, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["validate", "-w", str(locked_office), "--password-file", str(locked_office / "没有.txt")])
    assert ended.value.code == 2
    assert "密码文件" in capsys.readouterr().err


_opened: Counter[str] | None = None


def _count(event: str, arguments: tuple[object, ...]) -> None:
    if _opened is not None and event == "open":
        _opened[str(arguments[0])] += 1


@contextmanager
def _openings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    sys.addaudithook(_count)
    counter: Counter[str] = Counter()
    monkeypatch.setattr(sys.modules[__name__], "_opened", counter)
    yield counter
    monkeypatch.undo()


def test_a_file_is_read_once_and_only_a_locked_one_is_tried(locked_office: Path, monkeypatch) -> None:
    tried = []
    load_key = OOXMLFile.load_key

    def counting(self, password=None, **more):
        tried.append(password)
        return load_key(self, password=password, **more)

    monkeypatch.setattr(OOXMLFile, "load_key", counting)
    plain, locked = locked_office / "报送" / "丙所.xlsx", locked_office / "报送" / "乙所.xlsx"
    passwords = ("不对", "b 2", "甲-1")
    with _openings(monkeypatch) as openings:
        assert open_workbook(plain, "丙所.xlsx", passwords).grids
        assert not tried
        assert open_workbook(locked, "乙所.xlsx", passwords).grids
    assert tried[-2:] == ["不对", "b 2"]  # in turn, and none after the one that fits
    assert (openings[str(plain)], openings[str(locked)]) == (1, 1)


def test_the_copy_of_a_locked_workbook_says_why_it_holds_no_more_than_values(locked_office: Path, capsys) -> None:
    (locked_office / "密码.txt").write_text("甲-1\nb 2\n", "utf-8")
    passwords, copies = str(locked_office / "密码.txt"), str(locked_office / "批注")
    with pytest.raises(SystemExit):
        main(["validate", "-w", str(locked_office), "--password-file", passwords, "--annotate", copies])
    out = capsys.readouterr()
    said = [line for line in (out.out + out.err).splitlines() if "副本里没有" in line]
    assert [("甲所" in line or "乙所" in line, "原文件加了密码" in line) for line in said] == [(True, True)] * 2
