"""The columns of a table, said once for every document that holds it, and how their lines go into a sheet.

`report.paper` sets the same columns on paper. Rows and columns count from 0, as xlsxwriter's methods do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yicun.report.sheet import Book, lines, put, put_row

Look = Literal["heading", "text", "centred", "name", "digits", "number", "day", "factor", "money"]
"""How the cells of a column look, by the named styles of a `Book`: `name` is the face of people and places, `digits`
that of long numbers; `text` is set left, everything else but money in the middle."""

LINE, AROUND = 14.0, 8.0  # pt that one line of 五号 takes, and the room above and below


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in half-width characters of 五号, its look, and the field that it shows.

    `personal`: it is meant to hold IDs or phones, which are masked everywhere else. One that is not `printed` is there
    to be filtered by, and makes no line higher.
    """

    label: str
    width: float
    look: Look = "centred"
    name: str = ""
    personal: bool = False
    printed: bool = True


Columns = Sequence[Column]


def labels(columns: Columns) -> list[str]:
    """The headings."""
    return [column.label for column in columns]


def set_widths(sheet: Worksheet, columns: Columns) -> None:
    """The widths of a sheet's columns."""
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)


def put_head(sheet: Worksheet, book: Book, row: int, columns: Columns, *, height: float) -> None:
    """The widths of a sheet's columns, and their headings in a row of this height (pt)."""
    set_widths(sheet, columns)
    sheet.set_row(row, height)
    put_row(sheet, row, labels(columns), book.heading)


def looks(book: Book, columns: Columns) -> list[Format]:
    """The style of each column's cells."""
    return [getattr(book, column.look) for column in columns]


def put_line(
    sheet: Worksheet,
    book: Book,
    row: int,
    columns: Columns,
    values: Iterable[object],
    *,
    least: float,
    shades: Mapping[int, Format] | None = None,
) -> None:
    """One line, at least so high (pt) and as high as its longest text needs; `shades` are styles of single cells."""
    cells = tuple(values)
    sheet.set_row(row, height(columns, cells, least=least))
    for at, (column, style, value) in enumerate(zip(columns, looks(book, columns), cells, strict=True)):
        put(sheet, row, at, value, shades.get(at, style) if shades else style, number=column.personal)


def height(columns: Columns, values: Sequence[object], *, least: float) -> float:
    """How high a line must be for its texts to be seen whole, in pt."""
    needed = (
        lines(value, column.width - 1)
        for value, column in zip(values, columns, strict=True)
        if column.printed and isinstance(value, str)
    )
    return max(least, max(needed, default=1) * LINE + AROUND)


def whole_width(columns: Columns) -> float:
    """How wide all columns are together, in half-width characters."""
    return sum(column.width for column in columns)
