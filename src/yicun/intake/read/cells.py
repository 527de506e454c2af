"""python-calamine's cells as a grid: rows where Excel shows them, nothing lost, nothing evaluated."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineSheet, CalamineWorkbook

from yicun.intake.grid import Cell, Grid, Merge
from yicun.intake.read.marks import Marks
from yicun.intake.read.refusal import damaged


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a sheet beside its cells."""

    name: str
    visible: bool
    marks: Marks
    merges: tuple[Merge, ...] = ()


def read_grids(source: io.BytesIO, sheets: Sequence[Sheet]) -> tuple[Grid, ...]:
    """Read the first sheets of a workbook, in order. The source is closed: the reader has a copy of its own."""
    try:
        workbook = CalamineWorkbook.from_filelike(source)
        source.close()
        return tuple(
            grid_of(sheet, *_rectangle(workbook.get_sheet_by_index(index))) for index, sheet in enumerate(sheets)
        )
    except MemoryError:
        raise
    except Exception as error:
        raise damaged("工作表内容损坏") from error
    except BaseException as error:  # a panic of the Rust reader does not derive from Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise damaged("工作表内容损坏") from None


def _rectangle(sheet: CalamineSheet) -> tuple[list[list[Cell]], int, int]:
    """The cells from the first filled row and column on, and the Excel numbers of those two."""
    row, column = sheet.start or (0, 0)
    lines = islice(sheet.iter_rows(), row, None)  # it begins at the first row of all, but at the first filled column
    rows: list[list[Cell]] = [[cell or (None if cell == "" else cell) for cell in line] for line in lines]
    return rows, row + 1, column + 1


def grid_of(sheet: Sheet, rows: list[list[Cell]], top: int = 1, left: int = 1) -> Grid:
    """A grid of these rows: special cells put in, empty rows cut off its end, marks kept only where cells are."""
    marks = sheet.marks
    if marks.special:
        rows, top, left = _with_special(rows, top, left, marks)
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    bottom, right = top + len(rows) - 1, left + max(map(len, rows), default=0) - 1
    hidden_columns = frozenset(
        number for first, last in marks.hidden_columns for number in range(max(first, left), min(last, right) + 1)
    )
    hidden_rows = frozenset(number for number in marks.hidden_rows if top <= number <= bottom)
    return Grid(sheet.name, rows, top, left, sheet.visible, hidden_rows, hidden_columns, sheet.merges)


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
