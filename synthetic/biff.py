"""Old binary workbooks: .xls, and .et of WPS, which is the same container under another name."""

from datetime import date
from pathlib import Path

from synthetic.books import Book, ErrorValue, Sheet, plain

_ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}


def write_xls(book: Book, path: Path) -> None:
    """Write a book as BIFF8."""
    import xlwt

    workbook = xlwt.Workbook(encoding="utf-8")
    workbook.dates_1904 = book.date_1904
    for sheet in book.sheets:
        target = workbook.add_sheet(sheet.name)
        _fill(target, sheet)
        if not sheet.visible:
            target.visibility = 1
    workbook.save(str(path))


def _fill(target: object, sheet: Sheet) -> None:
    import xlwt

    a_date, a_text = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="@")
    spans = {(r1, c1): (r2, c2) for r1, c1, r2, c2 in sheet.merges}
    for number, row in enumerate(sheet.rows, 1):
        line = target.row(number - 1)
        line.hidden = number in sheet.hidden_rows
        for column, cell in enumerate(row, 1):
            value = plain(cell)
            if (number, column) in spans:
                last_row, last_column = spans[number, column]
                target.write_merge(number - 1, last_row - 1, column - 1, last_column - 1, value, a_text)
            elif isinstance(cell, ErrorValue):
                line.set_cell_error(column - 1, _ERRORS[cell.text])
            elif value is not None:
                style = a_date if isinstance(value, date) else a_text if isinstance(value, str) else None
                line.write(column - 1, value, *([style] if style else []))
