"""Somebody whose row is two: name or ID merged over several rows, with a second phone or post beside it."""

from collections.abc import Mapping
from dataclasses import replace

from yicun.intake.grid import RawTable
from yicun.intake.headers.odd_rows import squeezed
from yicun.intake.headers.sheet import Sheet
from yicun.model.fields import BY_NAME, Kind
from yicun.model.findings import Spot

_SEVERAL = frozenset((Kind.PHONE, Kind.CHOICES, Kind.TEXT))
_WHO = ("name", "id_number")


def continued_from(sheet: Sheet, at: int, columns: Mapping[str, int], floor: int) -> int | None:
    """The row above whose person goes on in row `at`; None where the row is somebody of its own.

    `columns` is field -> column, `floor` the last row of the header. Name or ID lie in a merged cell that begins above,
    and neither is given anew.
    """
    row = sheet.row(at)
    begins: set[int] = set()
    for column in (columns[name] for name in _WHO if name in columns):
        first = sheet.merged_from(at, column)
        if first is not None and floor < first and squeezed(sheet.row(first)[column]):
            begins.add(first)
        elif squeezed(row[column]):
            return None
    return min(begins) if begins else None


def with_continued(table: RawTable, sheet: Sheet, columns: Mapping[str, int], goes_on: Mapping[int, int]) -> RawTable:
    """The table with what the rows of `goes_on` (row -> row of its person) say more than those above them.

    A phone, post or remark is put behind the one there is; anything else only where there is none.
    """
    position = {row: at for at, row in enumerate((table.rows - sheet.grid.top).tolist())}
    for row, begins in goes_on.items():
        for name, column in columns.items():
            more = squeezed(sheet.row(row)[column])
            if not more or begins not in position or sheet.merged_from(row, column) is not None:
                continue
            at = position[begins]
            held = squeezed(table.cells[name][[at]].to_list()[0])
            several = BY_NAME[table.kind][name].kind in _SEVERAL
            if more != held and (several or not held):
                spot = Spot(sheet.number(begins if held else row), table.columns[name], whole=not held)
                table = _put(table, name, at, f"{held}、{more}" if held else more, spot)
    return table


def _put(table: RawTable, name: str, at: int, text: str, spot: Spot) -> RawTable:
    cells = table.cells[name].replaced([at], [text])
    spots = list(table.spots.get(name) or [Spot(None, table.columns[name])] * len(cells))
    spots[at] = spot
    return replace(
        table,
        cells={**table.cells, name: cells},
        spots={**table.spots, name: spots},
    )
