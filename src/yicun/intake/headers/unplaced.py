"""People that stand on a sheet and were not read: how many, by their IDs, or by names beside a phone or a village."""

import re
from collections.abc import Collection, Iterable

import numpy as np

from yicun.intake.grid import Cell, Ints
from yicun.intake.headers.header_rows import OTHER_LISTS, Header
from yicun.intake.headers.labels import about_another
from yicun.intake.headers.odd_rows import is_hint, looks_like_id
from yicun.intake.headers.passed_over import ranges
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.slots import is_label
from yicun.model.findings import Finding, Place

_INSIDE = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_PHONE = re.compile(r"1[3-9]\d{9}")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
_VILLAGE = re.compile(r".{1,8}(村|社区|村委会|居委会)")
_NO_NAME = re.compile(
    r".*[村镇乡县市区所局校院队组会部站]|.*(主任|书记|干部|委员|辅警|民警|队长|所长|群众|党员|高中|初中|小学|大专|本科|中专|电话|手机|合计|小计)"
)
_LOOKED_AT = 5_000  # rows without a header that are looked through for names; IDs are looked for in all


def with_id(sheet: Sheet, among: range, skipped: Iterable[int] = ()) -> list[int]:
    """The rows `among` these that hold an ID, and those of `skipped` that hold one anywhere; once for each ID."""
    held = sheet.grid.cells[among.start : among.stop].passing(_holds_id).sum(axis=1)
    rows = (np.flatnonzero(held) + among.start).tolist()
    outside = [at for at in rows if not any(map(is_hint, sheet.texts(at))) for _ in range(held[at - among.start])]
    return outside + [at for at in skipped for cell in sheet.row(at) if _holds_id(cell)]


def outside_columns(sheet: Sheet, header: Header, rows: Ints, own: int | None) -> list[int]:
    """The rows of a table, and of its header, that hold an ID where no column is headed; once for each ID.

    One that says again what the `own` column of IDs holds is nobody else's.
    """
    outside = with_id(sheet, range(header.first, header.last + 1))
    filled = sheet.grid.cells[rows, header.left : header.right].filled.any(axis=0)
    for column in (np.flatnonzero(filled) + header.left).tolist():
        if column not in header.parts:
            held = rows[sheet.grid.cells[rows, column].passing(_holds_id)].tolist()
            outside += [at for at in held if own is None or sheet.texts(at)[own] != sheet.texts(at)[column]]
    return outside


def with_name(sheet: Sheet, among: range) -> list[int]:
    """The rows of a sheet without a table in which somebody is named beside a phone or a village.

    None where the sheet calls itself another kind of list (通讯录, 值班表).
    """
    about = sheet.grid.sheet + "".join("".join(sheet.texts(at)) for at in range(min(5, sheet.grid.height)))
    if OTHER_LISTS.search(about):
        return []
    return [at for at in among[:_LOOKED_AT] if _names_somebody(sheet.texts(at))]


def people_unplaced(sheet: Sheet, rows: Collection[int], reason: str) -> list[Finding]:
    """YC113 for these rows, a row as often as it holds somebody; nothing where there are none."""
    if not rows:
        return []
    place = Place(sheet.path, sheet.grid.sheet, sheet.number(min(rows)))
    where = ranges(map(sheet.number, rows))
    return [Finding("YC113", place, {"number": str(len(rows)), "reason": f"第 {where} 行{reason}"})]


def _holds_id(cell: Cell) -> bool:
    return looks_like_id(cell) or (type(cell) is str and len(cell) > 17 and _INSIDE.search(cell) is not None)


def _names_somebody(texts: Collection[str]) -> bool:
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(map(about_another, filled)) or any(map(is_label, filled)):
        return False
    named = any(_NAME.fullmatch(text) and not _NO_NAME.fullmatch(text) for text in filled)
    return named and any(_PHONE.fullmatch(text) or _VILLAGE.fullmatch(text) for text in filled)
