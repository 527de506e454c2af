"""python-calamine's cells as a grid: rows where Excel shows them, nothing lost, nothing evaluated."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from python_calamine import CalamineWorkbook

from yicun.intake.grid import Cell, Cells, Flags, Grid, Merge
from yicun.intake.read.cut import Cut
from yicun.intake.read.limits import COLUMNS, ROWS, TEXT_BYTES, rectangle_fits
from yicun.intake.read.marks import Marks
from yicun.intake.read.refusal import damaged, guarded, too_far, too_large

_BYTES_A_LETTER = 3  # of Chinese, in UTF-8


@dataclass(frozen=True, slots=True)
class CellSheet:
    """What is known of a sheet beside its cells. One that was `cut` has only its different contents in the workbook."""

    name: str
    visible: bool
    marks: Marks
    merges: tuple[Merge, ...] = ()
    cut: Cut | None = None


def read_grids(source: io.BytesIO, sheets: Sequence[CellSheet]) -> tuple[Grid, ...]:
    """Read the first sheets of a workbook, in order. The source is closed: the reader has a copy of its own."""
    with guarded():
        workbook = CalamineWorkbook.from_filelike(source)
        source.close()
    return tuple(_read(sheet, workbook, index) for index, sheet in enumerate(sheets))


def grid_of(sheet: CellSheet, rows: list[list[Cell]], top: int = 1, left: int = 1) -> Grid:
    """A grid of these rows: special cells put in, what is empty at the ends cut off, marks kept where cells are."""
    if sheet.marks.special:
        rows, top, left = _with_special(rows, top, left, sheet.marks)
    lengths = [_filled_length(row) for row in rows]
    height = max((at for at, length in enumerate(lengths, 1) if length), default=0)
    rows, width = rows[:height], max(lengths, default=0)
    filled = sum(len(row) - row.count(None) for row in rows)
    if not rectangle_fits(height, width, filled):
        raise too_far(top + height - 1, left + width - 1, filled)
    return marked(sheet, Cells.of_rows([row[:width] for row in rows]), top, left)


def _filled_length(row: Sequence[Cell]) -> int:
    """How long a row is without the empty cells at its end."""
    length = len(row)
    while length and row[length - 1] is None:
        length -= 1
    return length


def _read(sheet: CellSheet, workbook: CalamineWorkbook, index: int) -> Grid:
    with guarded():
        read = workbook.get_sheet_by_index(index)
        (row, column), lines = read.start or (0, 0), list(read.iter_rows())
    if sheet.cut is not None:
        return _put_together(sheet, sheet.cut, lines)
    lines = lines[row:]  # they begin at the first row of all, but at the first filled column
    rows: list[list[Cell]] = [[cell or (None if cell == "" else cell) for cell in line] for line in lines]
    return grid_of(sheet, rows, row + 1, column + 1)


def _put_together(sheet: CellSheet, cut: Cut, lines: Sequence[Sequence[Cell]]) -> Grid:
    """The contents of a cut sheet, as they were read, back where it says that they stand.

    Refuses cells that lie too far apart or hold too much (YC005).
    """
    read_as = cut.values(lines)
    if read_as is None:
        raise damaged("工作表内容损坏")
    cells = Cells.of([None if cell == "" else cell for cell in read_as])[cut.codes]
    filled = np.flatnonzero(cells.filled)
    lengths = np.array([len(cell) if isinstance(cell, str) else 0 for cell in cells.pool], dtype=np.int64)
    if _BYTES_A_LETTER * lengths[cells.numbers].sum() > TEXT_BYTES:
        raise too_large(f"单元格里的文字合计超过 {TEXT_BYTES >> 20} MB")
    rows, columns = cut.rows[filled], cut.columns[filled]
    if not len(filled):
        return marked(sheet, Cells.of_rows(()), 1, 1)
    top, left = int(rows.min()), int(columns.min())
    bottom, right = int(rows.max()), int(columns.max())
    if bottom > ROWS or right > COLUMNS or not rectangle_fits(bottom - top + 1, right - left + 1, len(filled)):
        raise too_far(bottom, right, len(filled))
    numbers = np.zeros((bottom - top + 1, right - left + 1), dtype=np.int32)
    numbers[rows - top, columns - left] = cells.numbers[filled]
    return marked(sheet, Cells(numbers, cells.pool), top, left)


def marked(sheet: CellSheet, cells: Cells, top: int, left: int) -> Grid:
    """A grid with the marks of a sheet that lie in it."""
    height, width = cells.shape
    hidden_columns = frozenset(
        number
        for first, last in sheet.marks.hidden_columns
        for number in range(max(first, left), min(last, left + width - 1) + 1)
    )
    hidden_rows = frozenset(number for number in sheet.marks.hidden_rows if top <= number < top + height)
    struck = _struck(sheet.marks, cells.shape, top, left)
    return Grid(sheet.name, cells, top, left, sheet.visible, hidden_rows, hidden_columns, sheet.merges, struck=struck)


def _struck(marks: Marks, shape: tuple[int, ...], top: int, left: int) -> Flags | None:
    places = np.asarray(marks.struck, dtype=np.int64).reshape(-1, 2) - (top, left)
    rows, columns = places[((places >= 0) & (places < shape)).all(axis=1)].T
    if not len(rows):
        return None
    flags = np.zeros(shape, dtype=bool)
    flags[rows, columns] = True
    return flags


def _with_special(rows: list[list[Cell]], top: int, left: int, marks: Marks) -> tuple[list[list[Cell]], int, int]:
    """Put error cells and formulas without a value where they stand, also outside what the reader took for filled."""
    first_row, first_column = (min(place) for place in zip(*marks.special, strict=True))
    if not rows:
        top, left = first_row, first_column
    if first_column < left:
        rows, left = [[*[None] * (left - first_column), *row] for row in rows], first_column
    if first_row < top:
        rows, top = [[] for _ in range(top - first_row)] + rows, first_row
    for (row, column), cell in marks.special.items():
        rows.extend([] for _ in range(row - top - len(rows) + 1))
        line = rows[row - top]
        line.extend([None] * (column - left - len(line) + 1))
        line[column - left] = cell
    return rows, top, left
