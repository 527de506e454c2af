"""One door that writes a book as any kind of file a station sends."""

import csv
import io
from datetime import date
from pathlib import Path

from synthetic.biff import write_xls
from synthetic.books import Book, Cell, Sheet, plain
from synthetic.ods import write_ods
from synthetic.xlsx import write_xlsx


def write(book: Book, path: Path) -> None:
    """Write a book as the kind its file name says; the same book gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix:
        case ".xlsx" | ".xlsm":
            write_xlsx(book, path)
        case ".xls" | ".et":
            write_xls(book, path)
        case ".ods":
            write_ods(book, path)
        case ".csv":
            path.write_bytes(as_csv(book.sheets[0]).encode("gb18030"))
        case other:
            raise ValueError(f"no writer for {other}")


def as_csv(sheet: Sheet) -> str:
    """A sheet as comma-separated text."""
    return "".join(
        _line(row, torn=bool(sheet.torn_every and at and at % sheet.torn_every == 0))
        for at, row in enumerate(sheet.rows)
    )


def _line(row: list[Cell], *, torn: bool) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_text(cell) for cell in row])
    before, comma, last = text.getvalue().rpartition(",")
    return f'{before}{comma}"{last}' if torn and '"' not in before + last else text.getvalue()


def _text(cell: Cell) -> str:
    value = plain(cell)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
