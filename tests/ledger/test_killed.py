"""`yicun receive` killed at its worst moments: the receipt is there with its file, or neither is."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.offices import bring, codes, covered, person, receive, registry, states

from yicun.model.errors import CannotRun

ON = date(2020, 5, 4)


def waits(folder: Path) -> bool:
    """The file has come under its hidden name; its receipt may be written or not."""
    return any((folder / "报送").glob(".收文-*"))


def written(folder: Path) -> bool:
    """The ledger is another one; its file may have its name or not."""
    return (folder / "台账.前一版.xlsx").exists()


def begins(folder: Path) -> bool:
    """The run has taken the office's lock."""
    return any(folder.glob(".yicun*"))


@pytest.mark.parametrize("moment", [begins, waits, written])
def test_killed_at_a_moment_it_leaves_no_trace_or_a_whole_receipt(
    tmp_path: Path, moment: Callable[[Path], bool]
) -> None:
    folder = registry(tmp_path / "office")
    arrived = bring(folder, "省新所.xlsx", [person(0), person(1)])
    command = [sys.executable, "-m", "yicun", "-w", str(folder), "receive", str(arrived), "--on", ON.isoformat()]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None and not moment(folder):
            pass
        process.kill()
    once = covered(folder, date(2020, 5, 7))
    whole = received(folder) == ["2020-05-04 省新所.xlsx"]
    assert (states(once)["园内村"], len(once.roster.candidates)) == (("nominated", 2) if whole else ("vacant", 0))
    assert not codes(once, "YC419", "YC420", "YC421")

    if whole:
        with pytest.raises(CannotRun, match="1 份文件没有登记"):
            receive(folder, arrived, ON)
    else:
        (line,) = receive(folder, arrived, ON)
        assert line.startswith("收文 1 号"), line
    end = covered(folder, date(2020, 5, 7))
    assert len(end.roster.candidates) == 2
    assert received(folder) == ["2020-05-04 省新所.xlsx"]
    assert len(list((folder / "报送").iterdir())) == 1


def received(folder: Path) -> list[str]:
    return [path.name for path in (folder / "报送").iterdir() if not path.name.startswith(".")]
