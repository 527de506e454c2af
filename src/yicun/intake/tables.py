"""From a header to a table: which columns are used, which rows are data, and what is said about the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from yicun.intake.grid import Grid, RawTable, Workbook
from yicun.intake.labels import field_of, is_refused, written
from yicun.intake.layout import RowKind, odd_rows, row_kind
from yicun.model.fields import FIELDS, TableKind
from yicun.model.findings import Finding, Place, column_letters


@dataclass(frozen=True)
class Header:
    """A header: rows `first` to `last` of the grid (indexes) and, for each column index, its texts from the top down."""

    first: int
    last: int
    parts: Mapping[int, tuple[str, ...]]

    def fields(self, kind: TableKind) -> dict[int, str]:
        """Column index -> field, for the columns that name one and hold nothing refused."""
        return {
            at: name
            for at, parts in self.parts.items()
            if not is_refused(parts) and (name := field_of(parts, kind)) is not None
        }

    def kind(self) -> TableKind | None:
        """What the table holds; None where it is no roster."""
        people = set(self.fields(TableKind.CANDIDATES).values())
        units = set(self.fields(TableKind.VILLAGES).values())
        if people & {"name", "id_number"} and len(people) >= 2:
            return TableKind.CANDIDATES
        if "village" in units and (
            units & {"village_code", "auxiliary", "unit_type", "officer"} or {"township", "station"} <= units
        ):
            return TableKind.VILLAGES
        return None


def read_table(book: Workbook, grid: Grid, header: Header, kind: TableKind, end: int) -> tuple[RawTable, list[Finding]]:
    """The table below a header down to row index `end` (excluded)."""
    names = header.fields(kind)
    columns = {name: at for at, name in names.items()}
    width = max(map(len, grid.rows))
    rows = [list(row) + [None] * (width - len(row)) for row in grid.rows[:end]]
    skipped: dict[int, RowKind] = {}
    for at in odd_rows(rows, header.last + 1, min(header.parts), columns, kind):
        what = row_kind(rows[at], columns, kind)
        if what is not None:
            skipped[at] = what
    kept = [at for at in range(header.last + 1, end) if at not in skipped]
    cells = {name: [rows[at][column] for at in kept] for name, column in columns.items()}
    place = Place(book.path, grid.sheet, grid.top + header.last)
    findings = [
        Finding("YC102", place, {}, field.name, field.label)
        for field in FIELDS[kind] if field.required and field.name not in columns
    ]  # fmt: skip
    return RawTable(
        book.path, grid.sheet, kind, grid.top + header.last, [grid.top + at for at in kept], cells,
        {name: column_letters(grid.left + at) for name, at in columns.items()},
        {name: written(header.parts[at]) for name, at in columns.items()},
        filed_by=book.filled_by,
    ), findings  # fmt: skip
