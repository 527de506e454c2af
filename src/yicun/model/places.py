"""Where things stand: a place as people write it, and the place of every row and cell of what was read."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from yicun.model.fields import TableKind


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is, as precisely as it is known. `row` and `column` are those that Excel shows (12, "K")."""

    path: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    @property
    def cell(self) -> str | None:
        """`K12`, or None where the place is wider than one cell."""
        return None if self.row is None or self.column is None else f"{self.column}{self.row}"

    def __str__(self) -> str:
        """`报送/省新所.xlsx!推选名单!K12`; else 第12行 or K列; a place in a text file as `规则.yaml:7:3`."""
        if self.sheet is None and self.row is not None:
            return f"{self.path}:{self.row}:{self.column or 1}"
        parts = [self.path]
        if self.sheet is not None:
            parts.append(self.sheet)
        if self.cell is not None:
            parts.append(self.cell)
        elif self.row is not None:
            parts.append(f"第{self.row}行")
        elif self.column is not None:
            parts.append(f"{self.column}列")
        return "!".join(parts)


class Places:
    """Where every row came from: row id -> file, sheet and Excel row, in two columns beside the tables they point to.

    `table_of[i]` is the index in `tables` of row id i, `row_of[i]` its Excel row.
    """

    def __init__(
        self,
        tables: Sequence["TablePlace"],
        table_of: Sequence[int],
        row_of: Sequence[int],
        elsewhere: Mapping[tuple[int, str], int] | None = None,
    ) -> None:
        """Take the tables and, for every row id, its table and Excel row; `elsewhere` points from a row's fact to the
        row that says it, where the row itself leaves it blank.
        """
        self.tables, self.table_of, self.row_of = tuple(tables), table_of, row_of
        self.elsewhere = elsewhere or {}

    def __len__(self) -> int:
        return len(self.row_of)

    def table(self, row_id: int) -> "TablePlace":
        """The table a row stands in."""
        return self.tables[int(self.table_of[row_id])]

    def place(self, row_id: int, field_name: str | None = None) -> Place:
        """A row, or one cell of it; the row alone where the field has no column there."""
        if field_name is not None:
            row_id = self.elsewhere.get((row_id, field_name), row_id)
        table, spot = self.table(row_id), self._spot(row_id, field_name)
        if spot is not None:
            return Place(table.path, table.sheet, spot.row or int(self.row_of[row_id]), spot.column)
        column = table.columns.get(field_name) if field_name is not None else None
        return Place(table.path, table.sheet, int(self.row_of[row_id]), column)

    def is_whole(self, row_id: int, field_name: str) -> bool:
        """Whether the cell of a field holds its value and nothing else, so that it may be written anew."""
        spot = self._spot(row_id, field_name)
        return spot is None or spot.whole

    def _spot(self, row_id: int, field_name: str | None) -> "Spot | None":
        spots = self.table(row_id).spots.get(field_name or "")
        if spots is None:
            return None
        return spots[row_id - bisect_left(self.table_of, self.table_of[row_id])]

    def cells(self, row_id: int, fields: Iterable[str]) -> list[str]:
        """The cells of some fields of one row, as Excel names them; a field without a column has none."""
        cells = (self.place(row_id, name).cell for name in fields)
        return [cell for cell in cells if cell is not None]


class Spot(NamedTuple):
    """A cell that is not where the row and the column of a table meet. `row` None: the row of its person; `column`
    None: no cell at all (a village in the sheet's name). `whole`: the cell holds nothing but the value.
    """

    row: int | None
    column: str | None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class TablePlace:
    """One table of a file: where it stands and which column (letters) holds which field.

    `spots[field]` says for each of its rows where the value really stands, for fields that have no column of their own
    (forms, tables on their side, a village in the title).
    """

    path: str
    sheet: str
    kind: TableKind
    header_row: int
    rows: int
    columns: Mapping[str, str]
    spots: Mapping[str, Sequence[Spot]] = field(default_factory=dict)

    def holds(self, field_name: str) -> bool:
        """Whether the table says anything of a field."""
        return field_name in self.columns or field_name in self.spots


def column_number(letters: str | None) -> int:
    """`A` -> 1, `AA` -> 27; 0 for no column; a column of a text file is its own number."""
    if letters and letters.isdigit():
        return int(letters)
    number = 0
    for letter in letters or "":
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 -> `A`, 27 -> `AA`."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
