"""A table that lies on its side, one person a column: turned up, read like any other, and its places turned back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from yicun.intake.grid import Merge, RawTable
from yicun.intake.headers.labels import names_field
from yicun.intake.headers.located import VillageAround
from yicun.intake.headers.odd_rows import is_hint
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.slots import field_of_label, is_label
from yicun.model.findings import Finding, Place, Spot, column_letters, column_number

_FEWEST = 3  # fields that the rows of a table on its side name


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a table lies: its rows from `first` to `last` (included), its labels in `column`."""

    first: int
    last: int
    column: int


def lying_in(sheet: Sheet, start: int, end: int) -> Lying | None:
    """The first table on its side between two rows: labels below each other, several people to their right."""
    for row in range(start, end):
        cells = sheet.row(row)
        for column, cell in enumerate(cells):
            if type(cell) is str and is_label(cell):
                found = _around(sheet, row, column, range(start, end)) if field_of_label(cell) == "name" else None
                if found is not None:
                    return found
                break
    return None


def _around(sheet: Sheet, row: int, column: int, among: range) -> Lying | None:
    named = [text for text in sheet.texts(row)[column + 1 :] if text]
    if len(named) < 2 or not _is_line(sheet, row, column) or any(map(is_hint, named)):
        return None
    first = last = row
    while first - 1 in among and _is_line(sheet, first - 1, column):
        first -= 1
    while last + 1 in among and _is_line(sheet, last + 1, column):
        last += 1
    while first < row and _is_title_of_it(sheet, first, range(first + 1, last + 1), column):
        first += 1
    labels = [cell for at in range(first, last + 1) if type(cell := sheet.row(at)[column]) is str]
    return Lying(first, last, column) if sum(map(names_field, labels)) >= _FEWEST else None


def _is_title_of_it(sheet: Sheet, row: int, below: range, column: int) -> bool:
    """Whether a row without an answer asks what another asks with one: 推荐人选 over 姓名."""
    if any(sheet.texts(row)[column + 1 :]):
        return False
    asked = field_of_label(str(sheet.row(row)[column]))
    return any(field_of_label(str(sheet.row(at)[column])) == asked for at in below)


def _is_line(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a row is a label with answers to its right, and no other label."""
    cells = sheet.row(row)
    if type(cells[column]) is not str or any(sheet.texts(row)[:column]):
        return False
    area = sheet.area_at(row, column)
    if area is not None and area.last_column > column:
        return False
    return not any(type(cell) is str and names_field(cell) for cell in cells[column + 1 :])


def turned(sheet: Sheet, lying: Lying, around: VillageAround | None) -> Sheet:
    """A sheet of that table alone, rows and columns exchanged; its rows are numbered as the columns were.

    `around` is the village that was named above it.
    """
    grid = sheet.grid
    merges = (
        Merge(area.first_column, area.first_row, area.last_column, area.last_row)
        for area in grid.merges
        if sheet.number(lying.first) <= area.first_row <= sheet.number(lying.last)
    )
    return Sheet(
        sheet.path,
        replace(
            grid,
            cells=grid.cells[lying.first : lying.last + 1, lying.column :].turned(),
            top=grid.left + lying.column,
            left=sheet.number(lying.first),
            hidden_rows=grid.hidden_columns,
            hidden_columns=grid.hidden_rows,
            merges=tuple(merges),
            struck=None if grid.struck is None else grid.struck[lying.first : lying.last + 1, lying.column :].T,
        ),
        around,
    )


def turned_back(table: RawTable) -> RawTable:
    """A table of a turned sheet with every value where it really stands."""
    letters = [column_letters(number) for number in table.rows.tolist()]
    spots = {
        name: [Spot(column_number(column), one) for one in letters]
        for name, column in table.columns.items()
        if name not in table.spots
    }
    for name, given in table.spots.items():
        spots[name] = [_back(spot, own) for spot, own in zip(given, letters, strict=True)]
    row = min((spot[0].row or 0 for name, spot in spots.items() if name == "name" and spot), default=0)
    return replace(table, rows=np.full(len(letters), row or table.header_row), columns={}, spots=spots, header_row=row)


def _back(spot: Spot, letters: str) -> Spot:
    if spot.column is None:
        return spot
    return Spot(column_number(spot.column), letters if spot.row is None else column_letters(spot.row), spot.whole)


def cells_as_written(findings: Sequence[Finding]) -> list[Finding]:
    """Findings about a turned sheet with their rows and columns as they really are."""
    return [
        replace(one, place=_place(one.place), facts=_facts(one), related=tuple(map(_place, one.related)))
        for one in findings
    ]


def _place(place: Place) -> Place:
    row = column_number(place.column) or None
    column = column_letters(place.row) if place.row else None
    return replace(place, row=row, column=column)


def _facts(finding: Finding) -> dict[str, str]:
    rows = finding.facts.get("rows")
    if rows is None or finding.code != "YC109":
        return dict(finding.facts)
    return {**finding.facts, "rows": re.sub(r"\d+", lambda found: column_letters(int(found[0])), rows) + " 列"}
