"""What intake hands from one of its modules to the next: sheets as Excel shows them, then tables of known columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from yicun.model.fields import TableKind
from yicun.model.findings import Finding


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
    """One sheet. `rows[i][j]` is the cell in Excel row `top + i`, Excel column `left + j` (both from 1).

    Rows may differ in length. `hidden_rows` and `hidden_columns` are Excel numbers. A hidden sheet has `visible` False
    and may come without rows.
    """

    sheet: str
    rows: Sequence[Sequence[Cell]]
    top: int = 1
    left: int = 1
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """One file that could be read. `path` as it is shown, `template_version` from the document properties ("" if none),
    `filled_by` the station a template was made for ("" if none).
    """

    path: str
    sha256: str
    grids: tuple[Grid, ...]
    template_version: str = ""
    filled_by: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of a file: its workbook (None where it could not be read) and the findings about the file itself."""

    path: str
    sha256: str
    workbook: Workbook | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a sheet before its cells are read.

    `header_row` is the last Excel row of the header; `rows` the Excel row of each data row; `cells[field]` its column
    of raw cells, as long as `rows`; `columns[field]` the column's letters, `headers[field]` its header as written.
    `merged[field]` holds positions in `rows` that lie inside a merged cell and take the value of the position before.
    `filed_by` is the sheet's 填报单位 text ("" if none); `nil_report` whether the sheet declares a 零报告.
    """

    path: str
    sheet: str
    kind: TableKind
    header_row: int
    rows: Sequence[int]
    cells: Mapping[str, Sequence[Cell]]
    columns: Mapping[str, str]
    headers: Mapping[str, str]
    merged: Mapping[str, Sequence[int]] = field(default_factory=dict)
    filed_by: str = ""
    nil_report: bool = False
