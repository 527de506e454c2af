"""A table whose village is named around it: which rows belong to which village, and in which cell that is said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

import numpy as np

from yicun.intake.grid import Cells, Flags, Ints, RawTable
from yicun.intake.headers.header_rows import Header
from yicun.intake.headers.odd_rows import squeezed
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.village_names import Named, in_line, in_section, in_title, township_of_section
from yicun.model.findings import Finding, Place, Spot, column_letters

_SECTIONS_SHOWN = 20
_TITLE_TEXTS = 2  # a title, and 附件 or a date beside it


@dataclass(frozen=True, slots=True)
class VillageAround:
    """A village named around a table, in which cell (`Spot`), and how that place is called."""

    named: Named
    spot: Spot
    where: str


@dataclass(slots=True)
class SectionLines:
    """The lines of a table that head the rows below them: row index -> the village or township that it names."""

    villages: dict[int, VillageAround] = field(default_factory=dict)
    townships: dict[int, VillageAround] = field(default_factory=dict)
    loose: set[int] = field(default_factory=set)

    def add(self, sheet: Sheet, at: int, header: Header, own: int | None) -> None:
        """Take note of a row, if it is such a line; `own` is the column of the villages, where only a wide cell is."""
        texts = sheet.texts(at)[header.left : header.right]
        filled = [(header.left + column, text) for column, text in enumerate(texts) if text]
        if len(filled) != 1:
            return
        (column, text) = filled[0]
        if column == own and sheet.area_at(at, column) is None:
            self.loose.add(at)
        named, township = in_section(text) or in_title(text), township_of_section(text)
        spot = Spot(sheet.number(at), column_letters(sheet.grid.left + column), whole=False)
        if named is not None:
            self.villages[at] = VillageAround(named, spot, f"第 {spot.row} 行")
            if named.township:
                self.townships[at] = VillageAround(Named("", named.township), spot, f"第 {spot.row} 行")
        elif township:
            self.townships[at] = VillageAround(Named("", township), spot, f"第 {spot.row} 行")


def village_around(sheet: Sheet, above: Sequence[int], header: Header | None) -> VillageAround | None:
    """The village that the lines above a table name, else the name of its sheet, else the name of its file.

    Of several tables beside each other each has the lines over its own columns (those of `header`).
    """
    if sheet.around is not None:
        return sheet.around
    left, right = (0, sheet.grid.width) if header is None else (header.left, header.right)
    around_row = next(_labelled(sheet, above, left, right), None) or next(_titled(sheet, above, left, right), None)
    if around_row is not None:
        return around_row
    for line in reversed(sheet.grid.above):
        found = in_line([squeezed(line)])
        named = in_title(squeezed(line)) if found is None else found[1]
        if named is not None:
            return VillageAround(named, Spot(None, None, whole=False), "表格上方的文字")
    for text, where in ((sheet.grid.sheet, "工作表名称"), (PurePath(sheet.path).stem, "文件名")):
        named = in_title(squeezed(text))
        if named is not None:
            return VillageAround(named, Spot(None, None, whole=False), where)
    return None


def _labelled(sheet: Sheet, above: Sequence[int], left: int, right: int) -> Iterator[VillageAround]:
    for at in reversed(above):
        texts = _over(sheet, at, left, right)
        found = in_line(texts)
        if found is not None:
            yield _at(sheet, at, found[0], found[1], whole=":" not in texts[found[0]])


def _titled(sheet: Sheet, above: Sequence[int], left: int, right: int) -> Iterator[VillageAround]:
    for at in reversed(above):
        texts = _over(sheet, at, left, right)
        if sum(map(bool, texts)) > _TITLE_TEXTS:
            continue
        for column, text in enumerate(texts):
            named = in_title(text) if text else None
            if named is not None:
                yield _at(sheet, at, column, named, whole=False)


def _over(sheet: Sheet, at: int, left: int, right: int) -> list[str]:
    """A row without what stands over other tables; the only text of a row stands over all of them."""
    texts = sheet.texts(at)
    if sum(map(bool, texts)) == 1:
        return texts
    return [text if left <= column < right else "" for column, text in enumerate(texts)]


def _at(sheet: Sheet, at: int, column: int, named: Named, *, whole: bool) -> VillageAround:
    spot = Spot(sheet.number(at), column_letters(sheet.grid.left + column), whole)
    return VillageAround(named, spot, f"第 {spot.row} 行")


def located(
    table: RawTable, around: VillageAround | None, sections: SectionLines, top: int
) -> tuple[RawTable, list[Finding]]:
    """The table with the village (and township) of rows that have none of their own, and a note on where it was found.

    `top` is the Excel row of row index 0. A line between the rows goes before what stands above the table.
    """
    rows = table.rows - top
    lines = sections.villages
    if (
        "village" in table.cells and not _blank(table, "village").all()
    ):  # a village with nobody, among others with people
        lines = {at: around_row for at, around_row in lines.items() if at not in sections.loose}
    table, villages = _filled(table, "village", rows, lines, around)
    named = around if around is not None and around.named.township else None
    table, _ = _filled(table, "township", rows, sections.townships, named)
    return table, [note(table.path, table.sheet, villages)] if villages else []


def _filled(
    table: RawTable, name: str, rows: Ints, lines: dict[int, VillageAround], around: VillageAround | None
) -> tuple[RawTable, list[VillageAround]]:
    """One field of a table filled from lines between its rows and from what stands around; and what was used."""
    starts = sorted(lines)
    under = np.searchsorted(starts, rows) - 1 if starts else np.full(len(rows), -1)
    around_row = [lines[starts[at]] if at >= 0 else around for at in under.tolist()]
    given = table.cells.get(name)
    blank = np.ones(len(rows), dtype=bool) if given is None else _blank(table, name)
    used = [one if is_blank else None for one, is_blank in zip(around_row, blank.tolist(), strict=True)]
    different = list(dict.fromkeys(one for one in used if one is not None))
    if not different:
        return table, []
    named = [(at, one.named) for at, one in enumerate(used) if one is not None]
    texts = [one.township if name == "township" else one.village or one.township for _, one in named]
    cells = (Cells.of([None] * len(rows)) if given is None else given).replaced([at for at, _ in named], texts)
    own_spot = Spot(None, table.columns.get(name))
    spots = [own_spot if one is None else one.spot for one in used]
    return replace(
        table,
        cells={**table.cells, name: cells},
        spots={**table.spots, name: spots},
        merged={field: at for field, at in table.merged.items() if field != name},
    ), different


def _blank(table: RawTable, name: str) -> Flags:
    return table.cells[name].passing(lambda cell: not squeezed(cell))


def note(path: str, sheet: str, used: Sequence[VillageAround]) -> Finding:
    """YC114 for villages that were found around a table or form."""
    first = used[0]
    place = Place(path, sheet, first.spot.row, first.spot.column)
    where = "、".join(dict.fromkeys(one.where for one in used[:_SECTIONS_SHOWN]))
    villages = "、".join(dict.fromkeys(one.named.village for one in used[:_SECTIONS_SHOWN]))
    rest = len(used) - _SECTIONS_SHOWN
    return Finding("YC114", place, {"where": where, "village": villages + (f" 等 {len(used)} 个" if rest > 0 else "")})
