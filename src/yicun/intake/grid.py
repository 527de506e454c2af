"""What intake hands from one of its modules to the next: sheets as Excel shows them, then tables of known columns.

A roster says the same few things over and over. So cells are kept beside numbers that say where each stands; a reader
that knows which are alike (`read.cut`) keeps those once. Whatever is asked of cells is asked of the different ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain, repeat
from math import isfinite

import numpy as np
import numpy.typing as npt

from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Spot

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that holds an error value such as `#N/A`."""

    text: str


@dataclass(frozen=True, slots=True)
class NoValue:
    """A formula without a stored value; yicun never evaluates one."""


Cell = str | float | bool | date | datetime | time | timedelta | ErrorCell | NoValue | None
"""What a cell may hold. Numbers are floats, texts are as typed (never stripped), an empty cell is None."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; all four are Excel numbers (from 1), ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `cells[codes[i, j]]` stands in Excel row `top + i`, Excel column `left + j` (both from 1).

    `codes` is as high and wide as the filled part. `cells[0]` is None, and no other is; two of them may be alike.
    `hidden_rows` and `hidden_columns` are Excel numbers; `above` are lines that stand outside of it (over a table
    in a document). A hidden sheet has `visible` False and may come without rows. `struck`: which cells are struck
    through, in the shape of `codes`; None where none is.
    """

    sheet: str
    codes: Codes
    cells: Sequence[Cell]
    top: int = 1
    left: int = 1
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    above: tuple[str, ...] = ()
    struck: Flags | None = None

    @property
    def height(self) -> int:
        """How many rows."""
        return len(self.codes)

    @property
    def width(self) -> int:
        """How many columns."""
        return int(self.codes.shape[1])

    def row(self, at: int) -> list[Cell]:
        """The cells of one row."""
        return [self.cells[code] for code in self.codes[at].tolist()]

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells of every row, for those who do not mind how many there are."""
        return list(map(self.row, range(self.height)))

    def which(self, rows: slice | Ints, columns: slice | int, test: Callable[[Cell], bool]) -> Flags:
        """Which of these cells pass a test that is put to each different one once, in the shape they stand in."""
        codes = self.codes[rows, columns]
        stands_here, passes = np.zeros((2, len(self.cells)), dtype=bool)
        stands_here[codes] = True
        asked = np.flatnonzero(stands_here).tolist()
        passes[asked] = [test(self.cells[code]) for code in asked]
        return passes[codes]


def numbered(rows: Sequence[Sequence[Cell]]) -> tuple[Codes, list[Cell]]:
    """Rows of cells, of any length, as the codes and cells of a grid: every filled cell gets a number of its own."""
    width = max(map(len, rows), default=0)
    codes, cells = compacted(list(chain.from_iterable(chain(row, repeat(None, width - len(row))) for row in rows)))
    return codes.reshape(len(rows), width), cells


def compacted(cells: Sequence[Cell]) -> tuple[Codes, list[Cell]]:
    """A number for each of some cells, 0 for every empty one; and the filled ones behind one empty cell.

    A number that is none (NaN, infinity; no spreadsheet program writes it) becomes an error cell.
    """
    is_filled = np.array([cell is not None for cell in cells], dtype=bool)
    codes = np.where(is_filled, is_filled.cumsum(dtype=np.int32), np.int32(0))
    return codes, [None, *(_as_sound(cell) for cell in cells if cell is not None)]


def _as_sound(cell: Cell) -> Cell:
    return ErrorCell(str(cell)) if type(cell) is float and not isfinite(cell) else cell


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file with its sheets in order (none where it could not be read) and the findings about the file itself.

    `path` as it is shown, `template_version` from the document properties, `filled_by` the station a template was made
    for, `encoding` of a text that is not UTF-8 ("" each, if none); `macros`, `pictures`: it carries some;
    `stray_quotes`: lines of a text whose quotes do not pair. A reader knows neither path nor digest; whoever opened
    the file does.
    """

    path: str = ""
    sha256: str = ""
    grids: tuple[Grid, ...] = ()
    template_version: str = ""
    filled_by: str = ""
    macros: bool = False
    encoding: str = ""
    pictures: bool = False
    stray_quotes: tuple[int, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a sheet before its cells are read.

    `header_row` is the last Excel row of the header; `rows` the Excel row of each data row; `codes[field]` its column,
    as long as `rows`, in numbers of `cells`, of which the first is the empty one and none is from another column;
    `columns[field]` the letters of the column, `headers[field]` its header as written. `merged[field]` holds positions
    in `rows` that lie inside a merged cell and take the value of the position before.
    `spots[field]` says for each row where the value really stands, for a field without a column of its own.
    `unfilled` are the townships ("" if none) and villages of rows that name a village and nobody for it.
    `struck` holds the positions in `rows` of people who are struck through.
    `filed_by` is the sheet's 填报单位 text ("" if none); `nil_report` whether the sheet declares a 零报告.
    """

    path: str
    sheet: str
    kind: TableKind
    header_row: int
    rows: Ints
    codes: Mapping[str, Codes]
    cells: Sequence[Cell]
    columns: Mapping[str, str]
    headers: Mapping[str, str]
    merged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    filed_by: str = ""
    nil_report: bool = False
    spots: Mapping[str, Sequence[Spot]] = field(default_factory=dict)
    unfilled: tuple[tuple[str, str], ...] = ()
    struck: Sequence[int] = ()
