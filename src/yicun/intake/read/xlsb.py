"""Reading .xlsb ([MS-XLSB]): the records are looked through here, the cells are read by python-calamine."""

import posixpath
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yicun.intake.grid import ErrorCell, Merge, Workbook
from yicun.intake.read.cells import CellSheet, read_grids
from yicun.intake.read.limits import SHEETS, TEXT_TABLE_BYTES, rectangle_fits
from yicun.intake.read.marks import Marks
from yicun.intake.read.package import Package, pack
from yicun.intake.read.refusal import damaged, too_far, too_large

_ROW, _BLANK, _ERROR, _LAST_CELL, _FORMULA_ERROR = 0, 1, 3, 11, 11
_COLUMN, _SHEET, _MERGE = 60, 156, 176
_SHARED_CELL, _STRING, _FONT, _FORMAT, _FORMATS, _FORMATS_END = 7, 19, 43, 47, 617, 618
_STRIKEOUT = 0x08  # of a font's flags (2.5.81)
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_ERROR_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
_OTHER_PARTS = (
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/_rels/workbook.bin.rels",
    "xl/sharedStrings.bin",
    "xl/styles.bin",
)


@dataclass(frozen=True, slots=True)
class _Struck:
    """Numbers of the cell formats, and of the shared strings, through which a line is drawn."""

    formats: frozenset[int]
    strings: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.formats or self.strings)


def read_xlsb(package: Package) -> Workbook:
    """Read every worksheet, hidden ones too."""
    if package.size("xl/sharedStrings.bin") > TEXT_TABLE_BYTES:
        raise too_large(f"文字表超过 {TEXT_TABLE_BYTES >> 20} MB")
    workbook = package.part("xl/workbook.bin") or b""
    links = package.tree("xl/_rels/workbook.bin.rels")
    if links is None:
        raise damaged("缺少工作簿的目录")
    targets = {one.get("Id", ""): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))) for one in links}
    parts = [("xl/workbook.bin", workbook)]
    parts += [(name, content) for name in _OTHER_PARTS if (content := package.part(name)) is not None]
    sheets: list[CellSheet] = []
    try:
        struck = _struck(package.part("xl/styles.bin") or b"", package.part("xl/sharedStrings.bin") or b"")
        for name, visible, link in _listed(workbook):
            content = package.part(targets[link])
            if content is None or len(sheets) >= SHEETS:
                raise damaged("缺少工作表的内容")
            marks, merges = _marks(content, struck)
            sheets.append(CellSheet(name, visible, marks, merges))
            parts.append((targets[link].lstrip("/"), content))
    except (struct.error, LookupError, UnicodeDecodeError) as error:
        raise damaged("工作表内容损坏") from error
    return Workbook(
        grids=read_grids(pack(parts), sheets), macros=any(name.endswith("vbaproject.bin") for name in package.names)
    )


def _listed(workbook: bytes) -> Iterator[tuple[str, bool, str]]:
    """Name, visibility and relationship of each sheet (BrtBundleSh, 2.4.304)."""
    for kind, start, _ in _records(workbook):
        if kind == _SHEET:
            (state,) = struct.unpack_from("<I", workbook, start)
            link, after = _string(workbook, start + 8)
            name, _ = _string(workbook, after)
            yield name, state == 0, link


def _struck(styles: bytes, strings: bytes) -> _Struck:
    """What a line is drawn through: formats by their font (BrtFont, BrtXF), strings by every one of their runs."""
    lines: list[bool] = []
    formats: list[bool] = []
    texts: list[bool] = []
    of_cells = False
    for kind, start, _ in _records(styles):
        if kind == _FONT:
            lines.append(bool(styles[start + 2] & _STRIKEOUT))
        elif kind in {_FORMATS, _FORMATS_END}:
            of_cells = kind == _FORMATS
        elif kind == _FORMAT and of_cells:
            (font,) = struct.unpack_from("<H", styles, start + 4)
            formats.append(font < len(lines) and lines[font])
    for kind, start, size in _records(strings) if any(lines) else ():
        if kind == _STRING:
            texts.append(bool(strings[start] & 1) and _all_struck(strings, start + 1, start + size, lines))
    return _Struck(*(frozenset(at for at, line in enumerate(each) if line) for each in (formats, texts)))


def _all_struck(strings: bytes, start: int, end: int, lines: Sequence[bool]) -> bool:
    """Whether a line is drawn through every run of a rich text: a place and a font each, from its first letter on."""
    _, after = _string(strings, start)
    (number,) = struct.unpack_from("<I", strings, after)
    if not number or after + 4 + 4 * number > end:
        return False
    runs = list(struct.iter_unpack("<HH", strings[after + 4 : after + 4 + 4 * number]))
    return runs[0][0] == 0 and all(font < len(lines) and lines[font] for _, font in runs)


def _marks(content: bytes, struck: _Struck) -> tuple[Marks, tuple[Merge, ...]]:
    """Error cells, struck ones, hidden rows and columns, and merged areas; refuses cells that lie too far apart."""
    marks, merges = Marks(), list[Merge]()
    places = list[tuple[int, int]]()
    row = cells = 0
    corners = [0xFFFFFFFF, 0, 0xFFFFFFFF, 0]
    for kind, start, size in _records(content):
        if kind == _ROW and size >= 12:
            (row,) = struct.unpack_from("<I", content, start)
            if content[start + 11] & _HIDDEN_ROW:
                marks.hidden_rows.add(row + 1)
        elif _BLANK < kind <= _LAST_CELL:
            (column,) = struct.unpack_from("<I", content, start)
            cells += 1
            corners = [min(corners[0], row), max(corners[1], row), min(corners[2], column), max(corners[3], column)]
            if struck and _is_struck(content, kind, start, struck):
                places.append((row + 1, column + 1))
            if kind in {_ERROR, _FORMULA_ERROR}:
                marks.special[row + 1, column + 1] = ErrorCell(_ERROR_TEXTS.get(content[start + 8], "#ERR"))
        elif kind == _COLUMN:
            first, last = struct.unpack_from("<II", content, start)
            if content[start + 16] & _HIDDEN_COLUMN:
                marks.hidden_columns.append((first + 1, last + 1))
        elif kind == _MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", content, start)
            merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))
    marks.struck = places
    if cells and not rectangle_fits(corners[1] - corners[0] + 1, corners[3] - corners[2] + 1, cells):
        raise too_far(corners[1] + 1, corners[3] + 1, cells)
    return marks, tuple(merges)


def _is_struck(content: bytes, kind: int, start: int, struck: _Struck) -> bool:
    (form,) = struct.unpack_from("<I", content, start + 4)
    if form & 0xFFFFFF in struck.formats:
        return True
    return kind == _SHARED_CELL and struct.unpack_from("<I", content, start + 8)[0] in struck.strings


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Type, place and size of each record ([MS-XLSB] 2.1.4): both numbers in groups of seven bits."""
    at = 0
    while at < len(content):
        kind, at = _number(content, at, 2)
        size, at = _number(content, at, 4)
        if at + size > len(content):
            raise damaged("工作表内容不完整")
        yield kind, at, size
        at += size


def _number(content: bytes, at: int, longest: int) -> tuple[int, int]:
    number = 0
    for place in range(longest):
        byte = content[at]
        at += 1
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            break
    return number, at


def _string(content: bytes, at: int) -> tuple[str, int]:
    """An XLWideString: its length in UTF-16 units, then the units."""
    (length,) = struct.unpack_from("<I", content, at)
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le"), end
