"""How a list for the office's own files begins and ends: mark, title, who fills it in, head; notes and the page."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from yicun.report.sheet import Book, lines, page, put, put_across
from yicun.report.table import Columns, put_head, whole_width


def begin(book: Book, sheet: Worksheet, mark: str, over: tuple[str, str], columns: Columns, *, height: float) -> None:
    """Rows 0–3: the class of the output, then `over` (title and line), and a head of this height."""
    title, line = over
    put(sheet, 0, 0, mark, book.label)
    put_across(sheet, 1, (0, len(columns) - 1), title, book.title)
    sheet.set_row(1, 34)
    sheet.set_row(2, 20)
    put(sheet, 2, 0, line, book.line)
    put_head(sheet, book, 3, columns, height=height)


def end(book: Book, sheet: Worksheet, row: int, columns: Columns, notes: Sequence[str], *, height: float) -> None:
    """Notes below `row`, the last of the table, each at least so high; then what prints, with the head on each page."""
    last, whole = len(columns) - 1, whole_width(columns)
    for at, note in enumerate(notes, row + 2):
        put_across(sheet, at, (0, last), note, book.note)
        sheet.set_row(at, max(height, 15.0 * lines(note, whole - 4)))
    page(sheet, repeat=(1, 3), area=(row + 1 + len(notes), last))
