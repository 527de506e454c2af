"""OpenDocument spreadsheets, as LibreOffice would save them, kept to what a roster needs."""

from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from synthetic.books import Book, Cell, Sheet, plain

_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns"


def write_ods(book: Book, path: Path) -> None:
    """Write a book as .ods; the uncompressed `mimetype` entry comes first, as the format asks."""
    tables = "".join(map(_table, book.sheets))
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_SPACE}:office:1.0" xmlns:table="{_SPACE}:table:1.0" '
        f'xmlns:text="{_SPACE}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{_SPACE}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with ZipFile(path, "w") as package:
        for name, text, compression in (
            ("mimetype", _MIME, ZIP_STORED),
            ("content.xml", content, ZIP_DEFLATED),
            ("META-INF/manifest.xml", manifest, ZIP_DEFLATED),
        ):
            package.writestr(ZipInfo(name), text, compression)


def _table(sheet: Sheet) -> str:
    spans = {(r1, c1): (r2 - r1 + 1, c2 - c1 + 1) for r1, c1, r2, c2 in sheet.merges}
    covered = {
        (row, column) for r1, c1, r2, c2 in sheet.merges for row in range(r1, r2 + 1) for column in range(c1, c2 + 1)
    } - spans.keys()
    lines = []
    for number, row in enumerate(sheet.rows, 1):
        cells = "".join(
            "<table:covered-table-cell/>" if (number, column) in covered else _cell(cell, spans.get((number, column)))
            for column, cell in enumerate(row, 1)
        )
        hidden = ' table:visibility="collapse"' if number in sheet.hidden_rows else ""
        lines.append(f"<table:table-row{hidden}>{cells or '<table:table-cell/>'}</table:table-row>")
    return f'<table:table table:name="{escape(sheet.name)}">{"".join(lines)}</table:table>'


def _cell(cell: Cell, span: tuple[int, int] | None) -> str:
    merged = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    match plain(cell):
        case None:
            return f"<table:table-cell{merged}/>"
        case date() as day:
            kind = f'office:value-type="date" office:date-value="{day.isoformat()}"'
            text = day.isoformat()
        case str() as text:
            kind = 'office:value-type="string"'
        case number:
            kind = f'office:value-type="float" office:value="{number!r}"'
            text = f"{number:.15g}"
    return f"<table:table-cell{merged} {kind}><text:p>{escape(str(text))}</text:p></table:table-cell>"
