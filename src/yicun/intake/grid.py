"""What intake hands from one of its modules to the next: sheets as Excel shows them, then tables of known columns.

A roster says the same few things over and over; what is asked of its cells is asked of the different ones (`Cells`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import chain, repeat
from math import isfinite
from typing import Any

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


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Cells in rows and columns, or in one row or column, each different one kept once (docs/decisions/0007).

    `pool[numbers[…]]` stands in each place. `pool[0]` is the empty cell and no other is; two of them may be alike, and
    what was taken out of other cells shares theirs. Never changed: whatever changes cells gives new ones.
    """

    numbers: Codes
    pool: Sequence[Cell]

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> "Cells":
        """One column. A number that is none (NaN, infinity; no spreadsheet program writes it) becomes an error cell."""
        is_filled = np.array([cell is not None for cell in cells], dtype=bool)
        numbers = np.where(is_filled, is_filled.cumsum(dtype=np.int32), np.int32(0))
        return cls(numbers, [None, *(_as_sound(cell) for cell in cells if cell is not None)])

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[Cell]]) -> "Cells":
        """Rows of any length, one below the other."""
        width = max(map(len, rows), default=0)
        flat = cls.of(list(chain.from_iterable(chain(row, repeat(None, width - len(row))) for row in rows)))
        return cls(flat.numbers.reshape(len(rows), width), flat.pool)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, places: Any) -> "Cells":
        """Some of them, chosen as numpy chooses: rows, columns, or (row, column) of each."""
        return Cells(self.numbers[places], self.pool)

    @property
    def shape(self) -> tuple[int, ...]:
        """How many rows and columns."""
        return self.numbers.shape

    @property
    def filled(self) -> Flags:
        """Which hold anything."""
        return np.not_equal(self.numbers, 0)

    def turned(self) -> "Cells":
        """Rows and columns exchanged."""
        return Cells(np.ascontiguousarray(self.numbers.T), self.pool)

    def to_list(self) -> list[Cell]:
        """What one row or column holds."""
        return [self.pool[number] for number in self.numbers.tolist()]

    def passing(self, test: Callable[[Cell], bool]) -> Flags:
        """Which pass a test that each different one is put to once."""
        passes = np.zeros(len(self.pool), dtype=bool)
        asked = np.flatnonzero(self._held()).tolist()
        passes[asked] = [test(self.pool[number]) for number in asked]
        return passes[self.numbers]

    def different(self) -> list[Cell]:
        """What stands here, each once, unless the reader could not tell that they are alike."""
        return [self.pool[number] for number in np.flatnonzero(self._held()).tolist()]

    def changed(self, change: Callable[[Cell], Cell]) -> "Cells":
        """Every filled cell as `change` gives it."""
        return Cells(self.numbers, [None, *map(change, self.pool[1:])])

    def replaced(self, places: Ints | Sequence[int], cells: Sequence[Cell]) -> "Cells":
        """The same column with a cell put into each of some places; None makes it empty."""
        put = Cells.of(cells)
        numbers = self.numbers.copy()
        numbers[places] = np.where(put.filled, put.numbers + np.int32(len(self.pool) - 1), np.int32(0))
        return Cells(numbers, [*self.pool, *put.pool[1:]])

    def by_row(self, read: Callable[[Sequence[Cell]], Cell]) -> "Cells":
        """The column of what each row comes to; rows of the same cells are read once."""
        different, which = np.unique(self.numbers, axis=0, return_inverse=True)
        answers = Cells.of([read([self.pool[number] for number in row]) for row in different.tolist()])
        return answers[which.reshape(-1)]

    def compact(self) -> "Cells":
        """The same without the memory of cells that stand elsewhere."""
        is_held = self._held()
        is_held[0] = True
        numbers = is_held.cumsum(dtype=np.int32)[self.numbers] - np.int32(1)
        return Cells(numbers, [self.pool[number] for number in np.flatnonzero(is_held).tolist()])

    def _held(self) -> Flags:
        is_held = np.zeros(len(self.pool), dtype=bool)
        is_held[self.numbers] = True
        return is_held


def _as_sound(cell: Cell) -> Cell:
    return ErrorCell(str(cell)) if type(cell) is float and not isfinite(cell) else cell


def one_below_another(columns: Sequence[Cells]) -> tuple[list[Cell], Ints]:
    """The filled cells of columns in the order they appear, and which of them each place holds (-1: none).

    A cell may be there several times.
    """
    pools = list({id(column.pool): column.pool for column in columns}.values())
    ends = np.cumsum([0, *map(len, pools)])
    begins = dict(zip(map(id, pools), ends.tolist(), strict=False))
    numbers = np.concatenate([column.numbers + begins[id(column.pool)] for column in columns])
    places = np.flatnonzero(np.concatenate([column.filled for column in columns]))
    first = np.full(ends[-1], -1)
    first[numbers[places[::-1]]] = places[::-1]  # of several places the first is put last, and stays
    held = np.flatnonzero(first >= 0)
    held = held[np.argsort(first[held])]
    which, order = np.full(len(numbers), -1), np.empty(ends[-1], dtype=np.int64)
    order[held] = np.arange(len(held))
    which[places] = order[numbers[places]]
    pool_of = np.searchsorted(ends, held, side="right") - 1
    cells = [pools[pool][at] for pool, at in zip(pool_of.tolist(), (held - ends[pool_of]).tolist(), strict=True)]
    return cells, which


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `cells[i, j]` stands in Excel row `top + i`, Excel column `left + j` (both from 1).

    `cells` are as high and wide as the filled part. `hidden_rows` and `hidden_columns` are Excel numbers; `above` are
    lines that stand outside of it (over a table in a document). A hidden sheet has `visible` False and may come without
    rows. `struck`: which cells are struck through, in the shape of `cells`; None where none is.
    """

    sheet: str
    cells: Cells
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
        return len(self.cells)

    @property
    def width(self) -> int:
        """How many columns."""
        return self.cells.shape[1]

    def row(self, at: int) -> list[Cell]:
        """The cells of one row."""
        return self.cells[at].to_list()

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells of every row, for those who do not mind how many there are."""
        return list(map(self.row, range(self.height)))


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file with its sheets in order (none where it could not be read) and the findings about the file itself.

    `path` as it is shown, `template_version` from the document properties, `filled_by` the station a template was made
    for, `encoding` of a text that is not UTF-8 ("" each, if none); `macros`, `pictures`: it carries some;
    `stray_quotes`: lines of a text whose quotes do not pair; `cut_off`: the number of its last line where it seems to
    break off there; `unlisted`: how many worksheets it holds and does not list. A reader knows neither path nor digest;
    whoever opened the file does.
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
    cut_off: int = 0
    unlisted: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a sheet before its cells are read.

    `header_row` is the last Excel row of the header; `rows` the Excel row of each data row; `cells[field]` what its
    column holds there; `columns[field]` the letters of the column, `headers[field]` its header as written.
    `merged[field]` holds positions in `rows` that lie inside a merged cell and take the value of the position before.
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
    cells: Mapping[str, Cells]
    columns: Mapping[str, str]
    headers: Mapping[str, str]
    merged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    filed_by: str = ""
    nil_report: bool = False
    spots: Mapping[str, Sequence[Spot]] = field(default_factory=dict)
    unfilled: tuple[tuple[str, str], ...] = ()
    struck: Sequence[int] = ()

    def without_cells(self) -> "RawTable":
        """What is still asked of it when its cells are read: which columns it has, and what its sheet says."""
        nothing = Cells(np.empty(0, dtype=np.int32), (None,))
        return replace(
            self, rows=np.empty(0, dtype=np.int64), cells=dict.fromkeys(self.cells, nothing), headers={}, merged={},
            spots={},
        )  # fmt: skip
