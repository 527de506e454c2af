"""Workbooks as plain data, and one door that writes them as any kind of file a station sends."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that holds an error value such as `#N/A`."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value a program stored beside it; None where none was ever stored."""

    text: str
    value: str | float | None = None


@dataclass(frozen=True, slots=True)
class Styled:
    """A value, or an empty cell, with a style of `xlsx.STYLES`."""

    value: "str | float | date | None"
    style: str


Cell = str | float | date | ErrorValue | Formula | Styled | None


@dataclass(slots=True)
class Sheet:
    """One sheet; `rows[0]` is Excel row 1. Merges are (first row, first column, last row, last column) from 1.

    `rows` may be any iterable where the kind is .xlsx, so that a large sheet is written as it is made.
    """

    name: str
    rows: Iterable[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    visible: bool = True
    widths: dict[int, float] = field(default_factory=dict)
    claims: str = ""
    """A dimension the sheet claims to have, whatever it holds."""
    torn_every: int = 0
    """In which lines of a text the last cell opens a quote that nothing closes; 0 for none."""


@dataclass(slots=True)
class Book:
    """One workbook. `properties` are custom document properties; `effort` is the zip compression level."""

    sheets: list[Sheet]
    date_1904: bool = False
    macros: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    effort: int = 6


def write(book: Book, path: Path) -> None:
    """Write a book as the kind its file name says; the same book gives the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match path.suffix:
        case ".xlsx" | ".xlsm":
            from area.xlsx import write_xlsx

            write_xlsx(book, path)
        case ".xls" | ".et":
            from area.biff import write_xls

            write_xls(book, path)
        case ".ods":
            from area.ods import write_ods

            write_ods(book, path)
        case ".csv":
            path.write_bytes(as_csv(book.sheets[0]).encode("gb18030"))
        case other:
            raise ValueError(f"no writer for {other}")


def as_csv(sheet: Sheet) -> str:
    """A sheet as comma-separated text."""
    return "".join(_line(row, torn=bool(sheet.torn_every and at and at % sheet.torn_every == 0))
                   for at, row in enumerate(sheet.rows))  # fmt: skip


def _line(row: list[Cell], *, torn: bool) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_text(cell) for cell in row])
    before, comma, last = text.getvalue().rpartition(",")
    return f'{before}{comma}"{last}' if torn and '"' not in before + last else text.getvalue()


def plain(cell: Cell) -> str | float | date | None:
    """What a cell shows, without its style, formula or error type."""
    match cell:
        case Styled():
            return cell.value
        case Formula():
            return cell.value
        case ErrorValue():
            return cell.text
    return cell


def _text(cell: Cell) -> str:
    value = plain(cell)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
