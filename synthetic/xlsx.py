"""A plain .xlsx writer: millions of cells in a minute, and shapes that no library would write.

Formulas without a stored value, error cells, formatted empty rows and false dimensions are what rosters really hold;
the libraries at hand write none of them, and none writes a thousand small workbooks as fast.
"""
# ruff: noqa: E501 - markup is cut where its elements end

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from synthetic.books import Book, Cell, ErrorValue, Formula, Sheet, Styled

STYLES = ("general", "header", "text", "date", "title", "long-date", "month", "note", "wrapped")
_FORMATS = {"text": 49, "date": 14, "long-date": 176, "month": 57}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY_ZERO = date(1899, 12, 30).toordinal()
_DAYS_1904 = 1462
_FLUSH_ROWS = 2000
_HIDDEN = ' hidden="1"'
_TEXT, _DATE = (f' s="{STYLES.index(name)}"' for name in ("text", "date"))


def letters(number: int) -> str:
    """1 -> `A`, 27 -> `AA`."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def write_xlsx(book: Book, path: Path | IO[bytes]) -> None:
    """Write a book as .xlsx, or .xlsm where it has macros; zip entries carry no time."""
    strings = _Strings()
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=book.effort) as package:
        for number, sheet in enumerate(book.sheets, 1):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                _write_sheet(sheet, part, strings, _DAYS_1904 if book.date_1904 else 0)
        for name, content in _parts(book, strings):
            with package.open(name, "w") as part:
                part.write(content if isinstance(content, bytes) else (_XML + content).encode())


class _Strings(dict[str, int]):
    """The shared strings in order of first use."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


def _write_sheet(sheet: Sheet, part: IO[bytes], strings: _Strings, day_shift: int) -> None:
    head = f'{_XML}<worksheet xmlns="{_MAIN}">'
    if sheet.claims:
        head += f'<dimension ref="{sheet.claims}"/>'
    if sheet.widths:
        columns = (
            f'<col min="{n}" max="{n}" width="{width}" customWidth="1"{_HIDDEN if n in sheet.hidden_columns else ""}/>'
            for n, width in sorted(sheet.widths.items())
        )
        head += f"<cols>{''.join(columns)}</cols>"
    part.write(f"{head}<sheetData>".encode())
    lines: list[str] = []
    columns: list[str] = []
    for row_number, row in enumerate(sheet.rows, 1):
        while len(columns) < len(row):
            columns.append(letters(len(columns) + 1))
        cells = "".join(
            [
                _cell(f"{column}{row_number}", cell, strings, day_shift)
                for column, cell in zip(columns, row, strict=False)
                if cell is not None
            ]
        )
        if cells or row_number in sheet.hidden_rows:
            hidden = _HIDDEN if row_number in sheet.hidden_rows else ""
            lines.append(f'<row r="{row_number}"{hidden}>{cells}</row>')
        if len(lines) >= _FLUSH_ROWS:
            part.write("".join(lines).encode())
            lines.clear()
    merges = "".join(f'<mergeCell ref="{letters(c1)}{r1}:{letters(c2)}{r2}"/>' for r1, c1, r2, c2 in sheet.merges)
    tail = f'<mergeCells count="{len(sheet.merges)}">{merges}</mergeCells>' if merges else ""
    part.write(f"{''.join(lines)}</sheetData>{tail}</worksheet>".encode())


def _cell(reference: str, cell: Cell, strings: _Strings, day_shift: int) -> str:
    style = ""
    if isinstance(cell, Styled):
        style, cell = f' s="{STYLES.index(cell.style)}"', cell.value
    kind = ""
    match cell:
        case str():
            style, kind, content = style or _TEXT, ' t="s"', f"<v>{strings[cell]}</v>"
        case date():
            style, content = style or _DATE, f"<v>{cell.toordinal() - _DAY_ZERO - day_shift}</v>"
        case ErrorValue():
            kind, content = ' t="e"', f"<v>{cell.text}</v>"
        case Formula():
            kind = ' t="str"' if isinstance(cell.value, str) else ""
            value = "" if cell.value is None else f"<v>{escape(str(cell.value))}</v>"
            content = f"<f>{escape(cell.text)}</f>{value}"
        case None:
            return f'<c r="{reference}"{style}/>'
        case number:
            content = f"<v>{number!r}</v>"
    return f'<c r="{reference}"{style}{kind}>{content}</c>'


def _parts(book: Book, strings: _Strings) -> Iterator[tuple[str, str | bytes]]:
    numbers = range(1, len(book.sheets) + 1)
    yield "xl/sharedStrings.xml", _shared_strings(strings)
    yield "xl/styles.xml", _styles()
    hidden = ' state="hidden"'
    sheets = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{n}"{"" if sheet.visible else hidden} r:id="rId{n}"/>'
        for n, sheet in zip(numbers, book.sheets, strict=True)
    )
    shift = '<workbookPr date1904="1"/>' if book.date_1904 else ""
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships">{shift}<sheets>{sheets}</sheets></workbook>',
    )
    related = [(f"rId{n}", f"{_OFFICE}/relationships/worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    related += [
        ("rIdStyles", f"{_OFFICE}/relationships/styles", "styles.xml"),
        ("rIdStrings", f"{_OFFICE}/relationships/sharedStrings", "sharedStrings.xml"),
    ]
    if book.macros:
        related.append(
            ("rIdMacros", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin")
        )
        yield "xl/vbaProject.bin", b"no macro is in here; the part alone makes a workbook count as one with macros"
    yield "xl/_rels/workbook.xml.rels", _relationships(related)
    top = [("rId1", f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml")]
    if book.properties:
        top.append(("rId2", f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"))
        yield "docProps/custom.xml", _custom(book.properties)
    yield "_rels/.rels", _relationships(top)
    yield "[Content_Types].xml", _content_types(book)


def _shared_strings(strings: _Strings) -> str:
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    return f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{items}</sst>'


def _relationships(related: list[tuple[str, str, str]]) -> str:
    items = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in related)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _custom(properties: dict[str, str]) -> str:
    items = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for n, (name, value) in enumerate(properties.items(), 2)
    )
    return f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{items}</Properties>'


def _content_types(book: Book) -> str:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    workbook = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" if book.macros else f"{main}sheet.main+xml"
    kinds = [
        ("xl/workbook.xml", workbook),
        ("xl/styles.xml", f"{main}styles+xml"),
        ("xl/sharedStrings.xml", f"{main}sharedStrings+xml"),
    ]
    kinds += [(f"xl/worksheets/sheet{n}.xml", f"{main}worksheet+xml") for n in range(1, len(book.sheets) + 1)]
    if book.macros:
        kinds.append(("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject"))
    if book.properties:
        kinds.append(("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"))
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds)
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _styles() -> str:
    fonts = '<font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font><font><b/><sz val="18"/><name val="宋体"/></font>'
    line = "".join(f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom"))
    middle = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
    cells = ""
    for name in STYLES:
        font = {"header": 1, "title": 2}.get(name, 0)
        border = 0 if name in {"general", "title", "note"} else 1
        align = middle if name in {"header", "title"} else '<alignment wrapText="1"/>' if name == "wrapped" else ""
        cells += f'<xf numFmtId="{_FORMATS.get(name, 0)}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1">{align}</xf>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts>'
        f'<fonts count="3">{fonts}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>{line}<diagonal/></border></borders>'
        f'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(STYLES)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
