"""However many processes share the reading, the result is the same bytes."""

from pathlib import Path

import pytest

from synthetic.areas import Plan, make_area
from yicun.cli.app import main

SHAPES = ("plain", "official", "stacked", "merged", "many-sheets", "two-tables", "ditto", "xls", "ods", "csv")
PLAN = Plan(stations=len(SHAPES), villages=150, people=300, faults=0.4, seed=5, shapes=SHAPES)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area")
    make_area(PLAN, folder)
    return folder


def said(command: str, area: Path, capsys: pytest.CaptureFixture[str], processes: int) -> str:
    with pytest.raises(SystemExit):
        main([command, "--format", "json", "-w", str(area), "--processes", str(processes), "-q"])
    return capsys.readouterr().out


@pytest.mark.parametrize("command", ["validate", "screen", "coverage"])
def test_two_processes_say_what_one_says(command: str, area: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alone = said(command, area, capsys, 1)
    assert alone.count('"code"') > 100
    assert said(command, area, capsys, 2) == said(command, area, capsys, 3) == alone
