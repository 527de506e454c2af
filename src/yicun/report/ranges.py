"""Ranges of a sender's sheet that reach beyond what is filled, or are none: openpyxl makes a cell for every place of
them, or opens no such workbook.
"""

import io
import re
import zipfile
from typing import Final, NamedTuple

from openpyxl.utils import get_column_letter

from yicun.model.findings import column_number

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384
_MOST_PLACES = 200_000
"""Of the merged areas and links of one sheet together."""
_FEW_PLACES = 10_000
"""A range of no more may reach beyond what is filled, as that of a title does."""

_END = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_RANGE = re.compile(rb"""<(\w+:)?(mergeCell|hyperlink|autoFilter)\s[^<>]*?(?<=\s)ref\s*=\s*(["'])([^"'<>]*)\3[^<>]*>""")
_COUNTED = re.compile(rb"""(<(?:\w+:)?mergeCells)\s[^<>]*>""")
_EMPTY = re.compile(rb"<(?:\w+:)?(mergeCells|hyperlinks)>\s*</(?:\w+:)?\1>")
_CORNERS = re.compile(r"\$?([A-Z]{0,3})\$?(\d{0,7}):\$?([A-Z]{0,3})\$?(\d{0,7})")


class CellArea(NamedTuple):
    """Some rows and columns, by Excel's numbers, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def places(self) -> int:
        """How many cells it spans."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    @property
    def coordinates(self) -> str:
        """As a workbook writes it."""
        first, last = (f"{get_column_letter(column)}{row}" for row, column in (self[:2], self[2:]))
        return first if first == last else f"{first}:{last}"

    def within(self, filled: "CellArea") -> "CellArea | None":
        """What of it lies in another; all of it where that is little, and None where that is nothing."""
        if self.places <= _FEW_PLACES and self.bottom <= ROWS and self.right <= COLUMNS:
            return self
        top, left, bottom, right = (*map(max, self[:2], filled[:2]), *map(min, self[2:], filled[2:]))
        return CellArea(top, left, bottom, right) if top <= bottom and left <= right else None


class Room:
    """Gives each range of one sheet the place that it may have."""

    def __init__(self, filled: CellArea) -> None:
        """Take the area that is filled."""
        self._filled, self._left = filled, _MOST_PLACES

    def cut(self, area: CellArea) -> CellArea | None:
        """What a merged area or a link may cover; None where that is nothing, or the sheet has too much of it."""
        cut = area.within(self._filled)
        if cut is None or cut.places > self._left:
            return None
        self._left -= cut.places
        return cut


def cut_to_filled(source: bytes, filled: CellArea) -> bytes:
    """A workbook whose merged areas, links and filters end with the cells, but for small ones; other files as they are.

    Whatever is no range, or lies outside, is left out; the cells themselves are as they were.
    """
    if not zipfile.is_zipfile(io.BytesIO(source)):
        return source
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        changed = {}
        for name in archive.namelist():
            if name.lower().startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                part = archive.read(name)
                cut = _part(part, filled)
                changed.update({} if cut == part else {name: cut})
        if not changed:
            return source
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in archive.infolist():
                copy.writestr(entry, changed.get(entry.filename) or archive.read(entry))
    return written.getvalue()


def _part(xml: bytes, filled: CellArea) -> bytes:
    end = max((found.end() for found in _END.finditer(xml)), default=len(xml))
    room, merged = Room(filled), set[CellArea]()

    def fitted(found: re.Match[bytes]) -> bytes:
        """Such an element with its range cut, without its range it is nothing."""
        written, kind = found[4].decode("utf-8", "replace"), found[2]
        if kind == b"hyperlink" and ":" not in written:
            return found[0]
        area = _area(written)
        cut = None if area is None else area.within(filled) if kind == b"autoFilter" else room.cut(area)
        if cut is None or (kind == b"mergeCell" and (cut.places == 1 or cut in merged)):
            return b"" if found[0].endswith(b"/>") else found[0].replace(found[4], filled.coordinates.encode(), 1)
        if kind == b"mergeCell":
            merged.add(cut)
        return found[0] if cut.coordinates == written else found[0].replace(found[4], cut.coordinates.encode(), 1)

    behind = _RANGE.sub(fitted, xml[end:])
    return xml if behind == xml[end:] else xml[:end] + _without_empty(behind)


def _without_empty(xml: bytes) -> bytes:
    """The lists of merged areas and links without a count that no longer holds; an empty list is left out."""
    return _EMPTY.sub(b"", _COUNTED.sub(rb"\1>", xml))


def _area(written: str) -> CellArea | None:
    """The area of a range as a workbook writes it, whole columns (A:C) and rows (2:5) too; None where it is none."""
    corners = _CORNERS.fullmatch(written if ":" in written else f"{written}:{written}")
    if corners is None:
        return None
    letters, rows = corners.group(1, 3), corners.group(2, 4)
    if any(map(bool, letters)) != all(map(bool, letters)) or any(map(bool, rows)) != all(map(bool, rows)):
        return None
    columns = sorted(map(column_number, letters)) if letters[0] else [1, COLUMNS]
    lines = sorted(map(int, rows)) if rows[0] else [1, ROWS]
    return CellArea(lines[0], columns[0], lines[1], columns[1]) if lines[0] and (letters[0] or rows[0]) else None
