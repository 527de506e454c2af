"""A bug of ours is said in one line that is true; what else a program shows is its own."""

import contextlib
import io
from pathlib import Path

import pytest
from tests.offices import office, person, send

from yicun.cli.app import main


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = office(tmp_path / "office")
    send(folder, "省新所.xlsx", [person(0)])
    return folder


def broken(*_: object, **__: object) -> bytes:
    """A bug of ours."""
    raise ZeroDivisionError


def test_a_bug_says_truly_what_was_written(area: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    from yicun.report import dashboard, gaps

    def run(*options: str) -> str:
        with pytest.raises(SystemExit) as ended:
            main(["coverage", "-q", "-w", str(area), *options])
        assert ended.value.code == 3
        return capsys.readouterr().err

    monkeypatch.setattr(dashboard, "page", broken)
    said = run("-o", str(area / "缺口.xlsx"), "--html", str(area / "网页.html"))
    assert "此前已写出 1 个文件（缺口.xlsx），其余没有写出" in said
    assert "没有写出任何结果" in run("--html", str(area / "网页.html"))
    monkeypatch.setattr(gaps, "workbook", broken)
    assert "没有写出任何结果" in run("-o", str(area / "缺口.xlsx"), "--html", str(area / "网页.html"))


def test_streams_of_another_program_are_used_and_left_as_they_are(area: Path) -> None:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), pytest.raises(SystemExit):
        main(["rules", "check", "-w", str(area)])
    assert shown.getvalue()
