"""What each header of a sheet rules: tables beside each other, and what every row below them is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from yicun.intake.headers.continued import continued_from
from yicun.intake.headers.header_rows import Header, header_at, is_another_header, next_header, side_by_side
from yicun.intake.headers.located import VillageAround, village_around
from yicun.intake.headers.odd_rows import RowKind, is_title, odd_rows, row_kind
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.slots import is_form_row
from yicun.intake.headers.tables import used_columns
from yicun.intake.headers.village_names import in_section
from yicun.model.fields import TableKind

_LOOKED_ABOVE = 30  # rows above a header that may say whose table it is
_LOOKED_BELOW = 3  # rows below a header in which a line may name the village of the rows under it


@dataclass
class Region:
    """What one header rules: tables beside each other, the rows `above` them, and theirs to `end` (excluded).

    `around[i]` is the village that what stands around table i names. `odd` are the rows that the first table looks at
    more closely, `repeated` those that say the header again.
    """

    above: range
    header: Header
    tables: list[tuple[Header, TableKind]]
    around: list[VillageAround | None] = field(default_factory=list)
    end: int = 0
    odd: list[int] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)


def regions(sheet: Sheet) -> Iterator[Region]:
    """The headers of a sheet from the top, each with its rows; below a table also headers of what is no roster."""
    begin = 0
    header = next_header(sheet, begin)
    while header is not None:
        above = range(max(begin, header.first - _LOOKED_ABOVE), header.first)
        about = sheet.grid.sheet + "".join(text for at in above for text in sheet.texts(at))
        parts = side_by_side(header)
        named = [village_around(sheet, above, None if len(parts) == 1 else part) for part in parts]
        headed = _headed(sheet, header.last + 1)
        kinds = [part.kind(about, placed=headed or one is not None) for part, one in zip(parts, named, strict=True)]
        tables = [(part, kind) for part, kind in zip(parts, kinds, strict=True) if kind is not None]
        around = [one for one, kind in zip(named, kinds, strict=True) if kind is not None]
        region = Region(above, header, tables, around, header.last + 1)
        if tables:
            _measure(sheet, region)
            if _is_stacked(sheet, region):
                header = _behind_form(sheet, region)
                continue
        if tables or (begin and is_another_header(sheet.row(header.last))):
            yield region
        begin = region.end if tables else begin
        header = next_header(sheet, region.end)


def _is_stacked(sheet: Sheet, region: Region) -> bool:
    """Whether a header rules one row, and the next header asks for other things of the same person: a form."""
    if region.end >= sheet.grid.height:
        return False
    filled = (at for at in range(region.header.last + 1, region.end) if any(sheet.texts(at)))
    if next(filled, None) != region.end - 1:
        return False
    other = header_at(sheet, region.end, region.end, below_table=True)
    return other.first == region.end and _asks_more(region.header, other)


def _asks_more(header: Header, other: Header) -> bool:
    """Whether two headers name different fields, and only one of them the name."""
    one, two = (set(part.fields(TableKind.CANDIDATES).values()) for part in (header, other))
    return bool(two) and not one & two and not {"name"} <= one & two


def _behind_form(sheet: Sheet, region: Region) -> Header | None:
    """The first header behind a form of labels over answers: one that asks again, or stands apart."""
    asked = set(region.header.fields(TableKind.CANDIDATES).values())
    at = region.end
    while at < sheet.grid.height and is_another_header(sheet.row(at)):
        more = set(header_at(sheet, at, at, below_table=True).fields(TableKind.CANDIDATES).values())
        if more & asked:
            break
        asked |= more
        at += 2
    return next_header(sheet, at)


def _headed(sheet: Sheet, start: int) -> bool:
    """Whether the first filled row below a header is a line that names a village."""
    for at in range(start, min(start + _LOOKED_BELOW, sheet.grid.height)):
        filled = [text for text in sheet.texts(at) if text]
        if filled:
            return len(filled) == 1 and in_section(filled[0]) is not None
    return False


def _measure(sheet: Sheet, region: Region) -> None:
    """Find where a region ends, and the rows in it that need a closer look."""
    header, kind = region.tables[0]
    region.end = sheet.grid.height
    passed = header.last
    for at in _odd_rows(sheet, region, header, kind):
        region.odd.append(at)
        if at <= passed:
            continue
        if is_form_row(sheet, at):
            region.end, _ = _title_above(sheet, at, passed + 1)
            region.odd = [odd for odd in region.odd if odd < region.end]
            return
        if not is_another_header(sheet.row(at)):
            continue
        other = header_at(sheet, at, passed + 1, below_table=True)
        title, apart = _title_above(sheet, other.first, passed + 1)
        if apart or other.texts() != region.header.texts():
            region.end = title
            region.odd = [odd for odd in region.odd if odd < title]
            return
        region.repeated.update(range(other.first, other.last + 1))
        passed = other.last


def _odd_rows(sheet: Sheet, region: Region, header: Header, kind: TableKind) -> Iterator[int]:
    rows = range(header.last + 1, region.end)
    return odd_rows(sheet.grid, rows, min(header.parts), used_columns(header, kind), kind)


def _title_above(sheet: Sheet, first: int, floor: int) -> tuple[int, bool]:
    """Where the title over a header begins (the header itself without one), and whether a blank row stands above it."""
    at = first - 1
    while at >= floor and not any(sheet.texts(at)):
        at -= 1
    title = first
    while at >= floor and is_title(sheet.texts(at)):
        title = at
        at -= 1
    return title, title > floor and not any(sheet.texts(title - 1))


def kinds_of_rows(sheet: Sheet, region: Region, header: Header, kind: TableKind) -> dict[int, RowKind]:
    """Row -> what it is, for the rows of a table that hold nobody."""
    inside = {name: column - header.left for name, column in used_columns(header, kind).items()}
    kinds: dict[int, RowKind] = {}
    odd = region.odd if header is region.tables[0][0] else _odd_rows(sheet, region, header, kind)
    for at in odd:
        if at in region.repeated:
            kinds[at] = RowKind.REPEATED_HEADER
        elif (what := row_kind(sheet.row(at)[header.left : header.right], inside, kind)) is not None:
            kinds[at] = what
    return kinds


def goes_on(sheet: Sheet, region: Region, header: Header, kind: TableKind) -> dict[int, int]:
    """Row -> the row of its person, for rows in which somebody goes on."""
    if kind is TableKind.VILLAGES or not sheet.merges:
        return {}
    columns = used_columns(header, kind)
    odd = region.odd if header is region.tables[0][0] else _odd_rows(sheet, region, header, kind)
    begins = {at: continued_from(sheet, at, columns, header.last) for at in odd}
    return {at: first for at, first in begins.items() if first is not None}


def reported_kinds(kinds: Mapping[int, RowKind]) -> Iterator[int]:
    """The rows of a table that may say who filed it."""
    return (at for at, what in kinds.items() if what in {RowKind.NIL, RowKind.SIGNATURE, RowKind.NOTE, RowKind.CAPTION})
