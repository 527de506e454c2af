"""Rows added to a workbook that belongs to somebody: every other byte of it stays as it was.

The sheet's XML is extended as text, so that pictures, charts, drop-downs and sheets of the clerk's own are not touched.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

from yicun.model.errors import CannotRun
from yicun.model.places import column_letters, column_number

Cells = Mapping[str, str | int | None]
"""Column letters -> what the cell is to hold."""

ROW: Final = re.compile(r"<(\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
CELL: Final = re.compile(r"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_DATA: Final = re.compile(r"<((?:\w+:)?)sheetData\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?sheetData>)", re.DOTALL)
_COLUMN: Final = re.compile(r"<(?:\w+:)?col\b([^>]*?)/?>")
_HELD: Final = re.compile(r"<(?:\w+:)?(?:v|is|f)\b")
ATTRIBUTE: Final = re.compile(r'(?<![\w:])([\w:]+)\s*=\s*"([^"]*)"')
_SHEET: Final = re.compile(r"<(?:\w+:)?sheet\b([^>]*?)/?>")
_RELATION: Final = re.compile(r"<(?:\w+:)?Relationship\b([^>]*?)/?>")
_DIMENSION: Final = re.compile(r"<(?:\w+:)?dimension\b[^>]*?(?:/>|></(?:\w+:)?dimension>)")
_SHEETS_END: Final = re.compile(r"</(\w+:)?sheets>")
_BOOK, _RELATIONS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def with_rows(workbook: bytes, sheet: str, rows: Sequence[Cells]) -> bytes:
    """The workbook with rows below the last one of a sheet that holds anything.

    Raises `CannotRun` where it is no .xlsx, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as package:
            part = part_of(package, sheet)
            return packed(package, {part: _extended(package.read(part).decode("utf-8-sig"), rows).encode()})
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise CannotRun("台账不是 .xlsx，或已损坏，没有写入。→ 请用 WPS 或 Excel 另存为 .xlsx") from None


def with_sheet(workbook: bytes, sheet: str, labels: Sequence[str]) -> bytes:
    """The workbook with a sheet more at its end, which holds one row of column names as text.

    Raises `CannotRun` where it is no .xlsx.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as package:
            return packed(package, dict(_sheet_added(package, sheet, labels)))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise CannotRun("台账不是 .xlsx，或已损坏，没有写入。→ 请用 WPS 或 Excel 另存为 .xlsx") from None


def _sheet_added(package: zipfile.ZipFile, sheet: str, labels: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    names = set(package.namelist())
    number = next(at for at in range(1, len(names) + 2) if f"xl/worksheets/sheet{at}.xml" not in names)
    part, relation = f"xl/worksheets/sheet{number}.xml", f"yicun{number}"
    header = _row("", 1, {column_letters(at): label for at, label in enumerate(labels, 1)}, {})
    yield part, f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{header}</sheetData></worksheet>'.encode()
    book = package.read(_BOOK).decode("utf-8-sig")
    ids = [int(dict(ATTRIBUTE.findall(found[1])).get("sheetId", 0)) for found in _SHEET.finditer(book)]
    end = _SHEETS_END.search(book)
    if end is None:
        raise KeyError("sheets")
    entry = (
        f'<{end[1] or ""}sheet xmlns:r="{_OFFICE}" name="{escape(sheet)}" sheetId="{max(ids) + 1}" r:id="{relation}"/>'
    )
    yield _BOOK, (book[: end.start()] + entry + book[end.start() :]).encode()
    for path, closing, line in (
        (_RELATIONS, "Relationships", f'Relationship Id="{relation}" Type="{_OFFICE}/worksheet" Target="/{part}"'),
        (_TYPES, "Types", f'Override PartName="/{part}" ContentType="{_WORKSHEET}"'),
    ):
        text = package.read(path).decode("utf-8-sig")
        found = re.search(rf"</(\w+:)?{closing}>", text)
        if found is None:
            raise KeyError(path)
        yield path, (text[: found.start()] + f"<{found[1] or ''}{line}/>" + text[found.start() :]).encode()


def part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """The name within the workbook of the sheet called so; `CannotRun` where there is none."""
    book = package.read("xl/workbook.xml").decode("utf-8-sig")
    named = {escape(sheet), sheet}
    for found in _SHEET.finditer(book):
        about = dict(ATTRIBUTE.findall(found[1]))
        if about.get("name", "").strip() in named:
            relation = next(value for name, value in about.items() if name.endswith(":id"))
            break
    else:
        raise CannotRun(f"台账里没有“{sheet}”工作表，没有写入。→ 请从 台账.前一版.xlsx 找回这张工作表")
    relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8-sig")
    for found in _RELATION.finditer(relations):
        about = dict(ATTRIBUTE.findall(found[1]))
        if about.get("Id") == relation:
            target = about["Target"]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(relation)


def _extended(xml: str, rows: Sequence[Cells]) -> str:
    data = _DATA.search(xml)
    if data is None:
        raise KeyError("sheetData")
    prefix, inside = data[1], data[2] or ""
    kept: list[str] = []
    empty: dict[int, str] = {}
    last = 0
    for found in ROW.finditer(inside):
        number = int(dict(ATTRIBUTE.findall(found[2])).get("r", last + 1))
        if _HELD.search(found[3] or ""):
            kept += [*empty.values(), found[0]]
            empty, last = {}, number
        else:
            empty[number] = found[0]
    styles = _styles(xml)
    for number, cells in enumerate(rows, last + 1):
        kept.append(_row(prefix, number, cells, {**styles, **_cell_styles(empty.pop(number, ""))}))
    kept += [empty[number] for number in sorted(empty)]
    new = f"<{prefix}sheetData>{''.join(kept)}</{prefix}sheetData>"
    return _DIMENSION.sub("", xml[: data.start()]) + new + xml[data.end() :]


def _styles(xml: str) -> dict[str, str]:
    """Column letters -> the style of the column, for columns that have one."""
    styles = dict[str, str]()
    for found in _COLUMN.finditer(xml):
        about = dict(ATTRIBUTE.findall(found[1]))
        if "style" in about and int(about["max"]) - int(about["min"]) < 100:
            styles |= {
                column_letters(number): about["style"] for number in range(int(about["min"]), int(about["max"]) + 1)
            }
    return styles


def _cell_styles(row: str) -> dict[str, str]:
    cells = (dict(ATTRIBUTE.findall(found[1])) for found in CELL.finditer(row))
    return {about["r"].rstrip("0123456789"): about["s"] for about in cells if "r" in about and "s" in about}


def _row(prefix: str, number: int, cells: Cells, styles: Mapping[str, str]) -> str:
    written = []
    for letters in sorted(cells, key=column_number):
        value = cells[letters]
        style = f' s="{styles[letters]}"' if letters in styles else ""
        if isinstance(value, int):
            written.append(f'<{prefix}c r="{letters}{number}"{style}><{prefix}v>{value}</{prefix}v></{prefix}c>')
        elif value:
            text = f'<{prefix}t xml:space="preserve">{escape(_printable(value))}</{prefix}t>'
            written.append(
                f'<{prefix}c r="{letters}{number}"{style} t="inlineStr"><{prefix}is>{text}</{prefix}is></{prefix}c>'
            )
    return f'<{prefix}row r="{number}">{"".join(written)}</{prefix}row>'


def _printable(text: str) -> str:
    return "".join(character for character in text if character >= " " or character in "\t\n")


def packed(package: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The workbook with these parts of it new."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as written:
        written.comment = package.comment
        for item in package.infolist():
            written.writestr(item, changed.get(item.filename, package.read(item.filename)), zipfile.ZIP_DEFLATED)
        for name in changed.keys() - set(package.namelist()):
            written.writestr(zipfile.ZipInfo(name), changed[name], zipfile.ZIP_DEFLATED)
    return output.getvalue()
