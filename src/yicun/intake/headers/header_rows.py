"""Which rows of a sheet are a header: one row or several joined, under titles, in any order of columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from yicun.intake.grid import Cell
from yicun.intake.headers.labels import field_of, is_known, is_refused, listed_field_of, names_field, normalised
from yicun.intake.headers.odd_rows import is_hint, looks_like_id, squeezed
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.slots import is_form_row
from yicun.model.fields import FIELDS, ROSTER_KINDS, TableKind

_DEEPEST = 3
_LONGEST_GROUP = 15
_ROWS_AT_A_TIME = 256
_FEWEST = 2  # columns of a header
_FORM_WORDS = re.compile(r"附件|零报告|填[报表]|报送|盖章|统计|汇总|(名单|名册|[一-龥]表)$|第[^第\n]*页|[:：]|\d")
OTHER_LISTS = re.compile(r"通讯录|通信录|联系表|联络表|村民(?!委员会)|值班|签到|考勤")
KIN = re.compile(r"^称谓$|与(?:本人|其|被推荐人|户主).{0,2}关系")
"""A column of a list of relatives, who are nobody's candidates."""
_REQUIRED = frozenset(field.name for field in FIELDS[TableKind.CANDIDATES] if field.required) - {"village"}
_ROSTER_ONLY = frozenset(
    ("resident", "fit", "vetting", "vetted_on", "inspection", "discipline", "discipline_on", "applied_on",
     "recommended_on", "inspected_on", "decided_on", "decision", "choice", "fallback_reason", "exception_note")
)  # fmt: skip
_REGISTER_ONLY = frozenset(
    ("village_code", "unit_type", "auxiliary", "auxiliary_kind", "population", "officer", "former_names", "ruling")
)


@dataclass(frozen=True)
class Header:
    """A header: rows `first` to `last`, for each column its texts from the top down, and the columns of its table.

    The table takes the columns from `left` to `right` (excluded), those without a header among them.
    """

    first: int
    last: int
    parts: Mapping[int, tuple[str, ...]]
    left: int
    right: int

    def fields(self, kind: TableKind) -> Mapping[int, str]:
        """Column -> field, for the columns that name one and nothing that must not be collected."""
        return self._fields[kind] if kind in ROSTER_KINDS else self._named(kind)

    @cached_property
    def _fields(self) -> Mapping[TableKind, Mapping[int, str]]:
        return {kind: self._named(kind) for kind in ROSTER_KINDS}

    def _named(self, kind: TableKind) -> Mapping[int, str]:
        allowed = {column: parts for column, parts in self.parts.items() if not is_refused(parts)}
        named = {column: name for column, parts in allowed.items() if (name := field_of(parts, kind)) is not None}
        if len(set(named.values())) == len(named):
            return named
        listed = {column: listed_field_of(allowed[column], kind) for column in named}
        known = set(listed.values())
        return {column: name for column, name in named.items() if listed[column] is not None or name not in known}

    def texts(self) -> dict[int, str]:
        """Column -> its header for comparing."""
        return {column: normalised("".join(parts)) for column, parts in self.parts.items()}

    def kind(self, about: str = "", *, placed: bool = False) -> TableKind | None:
        """What the table holds; None where it is no roster. `about`: the name of the sheet and what stands above.

        A roster of people has 姓名 or 公民身份号码 with the village, or else with enough of what only a roster holds: a
        list of contacts has neither. A register has the village without people. `placed`: the village is named around.
        """
        if any(KIN.search(normalised("".join(parts))) for parts in self.parts.values()):
            return None
        people, units = (set(self.fields(kind).values()) for kind in (TableKind.CANDIDATES, TableKind.VILLAGES))
        own, known = people & _ROSTER_ONLY, units & _REGISTER_ONLY
        of_people = "name" in people or ("id_number" in people and len(known) < 2)
        if not of_people and len(own | (people & {"education", "category"})) < 3:
            enough_known = known or {"township", "station"} <= units
            return TableKind.VILLAGES if "village" in units and enough_known else None
        enough, in_village = len(people & _REQUIRED), placed or "village" in people
        whole = in_village and {"name", "id_number"} <= people
        if not own and enough < 5 and not whole and OTHER_LISTS.search(about):
            return None
        return TableKind.CANDIDATES if in_village or own or enough >= 4 else None


def next_header(sheet: Sheet, start: int) -> Header | None:
    """The first row from `start` on that holds two headers we know, with the rows that belong to it."""
    for at in _with_two_cells(sheet, start):
        known = [column for column, cell in enumerate(sheet.row(at)) if type(cell) is str and is_known(cell)]
        if len(known) >= _FEWEST and not _is_listed(sheet, at, known) and not is_form_row(sheet, at):
            return header_at(sheet, at, start)
    return None


def _with_two_cells(sheet: Sheet, start: int) -> Iterator[int]:
    """The rows from `start` on that hold two cells or more, looked for a few hundred rows at a time."""
    for first in range(start, sheet.grid.height, _ROWS_AT_A_TIME):
        filled = sheet.grid.cells[first : first + _ROWS_AT_A_TIME].filled
        yield from (np.flatnonzero(filled.sum(axis=1) >= _FEWEST) + first).tolist()


def _is_listed(sheet: Sheet, at: int, columns: Sequence[int]) -> bool:
    """Whether a label stands among others one below the other, as in instructions for filling in the form."""
    rows = [sheet.row(near) for near in range(max(0, at - 2), min(at + 3, sheet.grid.height)) if near != at]
    own = sheet.row(at)
    around = ({row[column] for row in rows} - {own[column]} for column in columns)
    return any(sum(1 for cell in cells if type(cell) is str and names_field(cell)) > 1 for cells in around)


def is_another_header(row: Sequence[Cell]) -> bool:
    """Whether a row below a table is a header: two headers we know, a field among them, and a third of its cells.

    Labels that all end in a colon are lines to be filled in (填报单位：…联系电话：…).
    """
    known = [cell for cell in row if type(cell) is str and is_known(cell)]
    if len(known) < 2 or not any(map(names_field, known)) or all(cell.rstrip().endswith((":", "：")) for cell in known):
        return False
    return 3 * len(known) >= sum(1 for cell in row if cell is not None)


def header_at(sheet: Sheet, at: int, floor: int, *, below_table: bool = False) -> Header:
    """The header that the row `at` belongs to, up to three rows, none of them above `floor`.

    Below another table only a merged area makes the row above part of a header: it may be somebody's row.
    """
    first = last = at
    while last - first + 1 < _DEEPEST and _goes_on(sheet, first, last):
        last += 1
    while last - first + 1 < _DEEPEST and first > floor and _is_group(sheet, first, last, merged_only=below_table):
        first -= 1
    return _joined(sheet, first, last)


def side_by_side(header: Header) -> list[Header]:
    """The header cut where another table begins beside the first: each has its own village column, or none has."""
    columns = sorted(header.parts)
    cuts = [at for at in range(1, len(columns)) if columns[at] - columns[at - 1] > 1] or _repeats(header)
    tables: list[list[int]] = []
    for begin, end in zip([0, *cuts], [*cuts, len(columns)], strict=True):
        piece = columns[begin:end]
        if tables and _stands_alone(header, tables[-1]) and _stands_alone(header, piece):
            tables.append(piece)
        elif tables:
            tables[-1].extend(piece)
        else:
            tables.append(piece)
    edges = [header.left, *(piece[0] for piece in tables[1:]), header.right]
    return [
        replace(header, parts={column: header.parts[column] for column in piece}, left=left, right=right)
        for piece, (left, right) in zip(tables, pairwise(edges), strict=True)
    ]


def _repeats(header: Header) -> list[int]:
    """Where a header without gaps begins again with the same columns."""
    texts = list(header.texts().values())
    for length in range(2, len(texts) // 2 + 1):
        if len(texts) % length == 0 and texts == texts[:length] * (len(texts) // length):
            return list(range(length, len(texts), length))
    return []


def _stands_alone(header: Header, columns: Sequence[int]) -> bool:
    part = replace(header, parts={column: header.parts[column] for column in columns})
    if any("village" in header.fields(kind).values() for kind in ROSTER_KINDS):
        return part.kind() is not None and any("village" in part.fields(kind).values() for kind in ROSTER_KINDS)
    return {"name", "id_number"} <= set(part.fields(TableKind.CANDIDATES).values())


def _joined(sheet: Sheet, first: int, last: int) -> Header:
    own = [{at: cell for at, cell in enumerate(sheet.row(row)) if squeezed(cell)} for row in range(first, last + 1)]
    parts: dict[int, tuple[str, ...]] = {}
    layers = [{**_spread(sheet, first, own, depth), **texts} for depth, texts in enumerate(own)]
    for column in range(sheet.grid.width):
        texts = [layer[column] for layer in layers if column in layer]
        if texts:
            parts[column] = tuple(text if isinstance(text, str) else squeezed(text) for text in texts)
    return Header(first, last, parts, 0, sheet.grid.width)


def _spread(sheet: Sheet, first: int, own: Sequence[Mapping[int, Cell]], depth: int) -> dict[int, Cell]:
    """What a group header says of the columns to its right that have a header of their own below it."""
    below = {column for texts in own[depth + 1 :] for column in texts}
    texts = own[depth]
    wide = [area for area in sheet.merges.get(first + depth, ()) if area.last_column > area.first_column]
    if wide:
        return {
            column: texts[area.first_column]
            for area in wide
            if area.first_column in texts
            for column in range(area.first_column + 1, min(area.last_column + 1, sheet.grid.width))
            if column in below
        }
    spread: dict[int, Cell] = {}
    group: Cell = None
    for column in range(sheet.grid.width):
        if column in texts or column not in below:
            group = texts.get(column) if column in below else None
        elif group is not None:
            spread[column] = group
    return spread


def _goes_on(sheet: Sheet, first: int, last: int) -> bool:
    """Whether the row below belongs to the header: merged with it, or completing it without saying anything twice."""
    below = last + 1
    if below >= sheet.grid.height:
        return False
    texts = {at: cell for at, cell in enumerate(sheet.row(below)) if squeezed(cell)}
    if any(not isinstance(cell, str) or looks_like_id(cell) for cell in texts.values()):
        return False
    areas = [area for row in range(first, below) for area in sheet.merges.get(row, ())]
    if any(below <= area.last_row < first + _DEEPEST for area in areas):
        return True
    if (
        not texts
        or any(map(str.isdigit, "".join(map(str, texts.values()))))
        or 2 * sum(map(is_hint, map(squeezed, texts.values()))) >= len(texts)
    ):
        return False
    before, after = _joined(sheet, first, last), _joined(sheet, first, below)
    for kind in ROSTER_KINDS:
        known, more = before.fields(kind), after.fields(kind)
        if len(set(more.values())) > len(set(known.values())) and known.items() <= more.items():
            return True
    wide = {
        column
        for area in areas
        if area.first_row == last and area.last_column > area.first_column
        for column in range(area.first_column, area.last_column + 1)
    }
    return len(texts) > 1 and texts.keys() <= wide


def _is_group(sheet: Sheet, first: int, last: int, *, merged_only: bool) -> bool:
    """Whether the row above belongs to the header: merged with it, or a group that changes what a column means."""
    above = first - 1
    texts = {at: cell for at, cell in enumerate(sheet.row(above)) if squeezed(cell)}
    areas = [area for area in sheet.merges.get(above, ()) if area.first_column in texts]
    if any(first <= area.last_row < above + _DEEPEST for area in areas):
        return True
    if not texts or not all(isinstance(cell, str) and _like_group(cell) for cell in texts.values()):
        return False
    headed = [at for at, cell in enumerate(sheet.row(first)) if squeezed(cell)]
    over_some = any(1 <= area.last_column - area.first_column < len(headed) - 1 for area in areas)
    unmerged = not areas and not merged_only and (len(texts) > 1 or min(texts) > headed[0])
    return (over_some or unmerged) and _meaning(_joined(sheet, above, last)) != _meaning(_joined(sheet, first, last))


def _meaning(header: Header) -> tuple[object, ...]:
    refused = [column for column, parts in header.parts.items() if is_refused(parts)]
    return (set(header.parts), refused, *(header.fields(kind) for kind in ROSTER_KINDS))


def _like_group(text: str) -> bool:
    return len(squeezed(text)) <= _LONGEST_GROUP and _FORM_WORDS.search(text) is None
