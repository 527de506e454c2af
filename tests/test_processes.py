"""However many processes share the reading, and however the files fall into batches, the result is the same bytes."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

from area.areas import Plan, make_area
from yicun.cli.app import main
from yicun.intake.load import workers

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
def test_two_processes_say_what_one_says(
    command: str, area: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = said(command, area, capsys, 1)
    assert alone.count('"code"') > 100
    monkeypatch.setattr(workers, "HERE_WEIGHT", 0)
    for weight, together in ((1, 1 << 30), (1, 0), (20_000, 0)):
        monkeypatch.setattr(workers, "BATCH_WEIGHT", weight)
        monkeypatch.setattr("yicun.intake.load.TOGETHER_WEIGHT", together)
        assert said(command, area, capsys, 2) == alone
