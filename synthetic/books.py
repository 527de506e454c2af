"""Workbooks as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


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
