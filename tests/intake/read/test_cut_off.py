"""With the fast way into a worksheet switched off, every sample workbook says the same."""

from pathlib import Path

import pytest

from yicun.intake.grid import Grid
from yicun.intake.headers import find_tables
from yicun.intake.read import open_workbook, xlsx

SAMPLES = sorted((Path(__file__).parents[3] / "samples" / "nanan" / "报送").glob("*.xlsx"))


def _said(grid: Grid) -> tuple[object, ...]:
    shown = grid.hidden_rows, grid.hidden_columns, grid.merges
    return grid.sheet, grid.top, grid.left, grid.visible, *shown, grid.rows


def _read(path: Path) -> tuple[object, ...]:
    workbook = open_workbook(path, path.name)
    tables, found = find_tables(workbook)
    placed = [(table.kind, table.header_row, table.columns, table.rows.tolist()) for table in tables]
    return [_said(grid) for grid in workbook.grids], placed, [(one.code, str(one.place), one.message) for one in found]


def test_the_careful_way_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = {path: _read(path) for path in SAMPLES}
    asked = []
    monkeypatch.setattr(xlsx, "cut", asked.append)  # it gives None: a sheet in a form that is not taken apart
    for path in SAMPLES:
        assert _read(path) == fast[path], path.name
    assert len(asked) >= len(SAMPLES) > 0
