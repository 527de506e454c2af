"""全市“一村一警务助理”推选名单, the attachment the notice of 2020-04-23 asks for, as .xlsx and .docx.

流转版 unless `internal`: IDs and phones masked, nobody named who is not on the list.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yicun.model.results import Result
from yicun.report.listing import DIGITS, FLOWING, NAMED, NUMBERS, Annex, ListColumn, Listing, listing
from yicun.report.sheet import Book, clean, lines, page, put, put_across, put_row
from yicun.report.sources import put_sources

if TYPE_CHECKING:
    from yicun.report.paper import Paper

_MANY = 20_000  # lines from which on one row at a time is kept in memory
_LINE = 14.0  # pt that one line of 五号 takes
_ROW, _HEADER, _TITLE, _TAIL = 24.0, 34.0, 40.0, 36.0  # pt
_SIGNATURE = ("审核人：", "填表人：", "联系电话：", "填报日期：")
_EMPTY = 50  # a column without anything in it
_NOBODY = "（暂无）"


def workbook(result: Result, *, internal: bool, remarks: bool = False, plain: bool = False) -> bytes:
    """The list as .xlsx: 推选名单, 缺口行政村 where some are missing, 未列入人选 (`internal`), 出处.

    `result.nominations` must be there. 出处 is hidden, so that it does not print with the list. `remarks`: what the
    stations wrote under 备注 stands in 流转版 too; `plain`: the list alone. A million lines fit; from twenty
    thousand on they are written as they come.
    """
    shown = listing(result, internal=internal, remarks=remarks)
    book = Book(result.basis.as_of, shown.title, streaming=len(shown.texts) > _MANY)
    _put_list(book, shown)
    if plain:
        return book.content()
    for annex in shown.annexes:
        _put_annex(book, annex)
    unprinted = put_sources(book, result, shown.texts.index, internal=internal)
    unprinted.hide()
    unprinted.print_area(0, _EMPTY, 0, _EMPTY)  # LibreOffice prints hidden sheets too
    return book.content()


def sources(result: Result, *, internal: bool) -> bytes:
    """出处 of a list as a workbook of its own, for the .docx that does not hold it."""
    assert result.nominations is not None
    book = Book(result.basis.as_of, f"{result.nominations.title}出处")
    put_sources(book, result, result.nominations.lines.index, internal=internal)
    return book.content()


def document(result: Result, *, internal: bool, remarks: bool = False, plain: bool = False) -> bytes:
    """The list as .docx, an attachment by GB/T 9704-2012; what follows stands on pages of its own, if at all."""
    from yicun.report.paper import Paper

    shown = listing(result, internal=internal, remarks=remarks)
    paper = Paper(result.basis.as_of, shown.title, landscape=True)
    label, title = paper.fonts.label, paper.fonts.title
    paper.spread(["附件", shown.mark] if shown.mark else ["附件"], face=label)
    paper.line("")
    paper.line(shown.title, face=title, size=22, align="center", spacing=40)
    if shown.draft:
        paper.line(shown.draft, face=label, size=14, align="center")
    paper.spread([shown.filed_by, shown.filed_on], size=12)
    texts = zip(*(shown.texts[column.name] for column in shown.columns), strict=True)
    table = _table(paper, shown.columns, texts)
    paper.total(table, "合计", shown.total)
    paper.spread(_SIGNATURE, size=12, spacing=40)
    for annex in () if plain else shown.annexes:
        paper.line(annex.head, face=label, new_page=True)
        _table(paper, annex.columns, annex.rows, size=9)
        for text in annex.below:
            paper.line(text, size=12, spacing=22)
    return paper.content()


def _table(paper: "Paper", columns: Sequence[ListColumn], rows: Iterable[Sequence[str]], size: float = 10.5) -> Any:
    labels = [column.label for column in columns]
    named = frozenset(place for place, label in enumerate(labels) if label in NAMED)
    digits = frozenset(place for place, label in enumerate(labels) if label in DIGITS)
    flowing = frozenset(place for place, label in enumerate(labels) if label in FLOWING)
    widths = [column.width for column in columns]
    return paper.table(
        labels, rows, widths, size=size, named=named, digits=digits, flowing=flowing, numbers=_numbers(columns)
    )


def _put_list(book: Book, shown: Listing) -> None:
    sheet, last = book.sheet("推选名单"), len(shown.columns) - 1
    widths = [column.width for column in shown.columns]
    widths[0] = max(widths[0], len(str(len(shown.texts))) + 2)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_default_row(_ROW)
    header = _put_head(sheet, book, shown)
    end = _put_lines(sheet, book, shown, header + 1)
    sheet.set_row(end, _ROW)
    put_across(sheet, end, (0, 1), "合计", book.heading)
    put_across(sheet, end, (2, last), shown.total, book.text)
    sheet.set_row(end + 1, _TAIL)
    for place, label in enumerate(_SIGNATURE):
        put(sheet, end + 1, place * (last + 1) // len(_SIGNATURE), label, book.line)
    page(sheet, repeat=(1, header), area=(end + 1, last))


def _put_head(sheet: Worksheet, book: Book, shown: Listing) -> int:
    """附件, title, the line that says it is a draft, who files it and when, header; returns the row of the header."""
    last, label = len(shown.columns) - 1, book.fonts.label
    sheet.set_row(0, _ROW)
    put(sheet, 0, 0, "附件", book.label)
    put(sheet, 0, last, shown.mark, book.style(face=label, size=12, border=0, align="right", wrap=False))
    sheet.set_row(1, _TITLE)
    put_across(sheet, 1, (0, last), shown.title, book.title)
    row = 2
    if shown.draft:
        sheet.set_row(row, _ROW)
        put_across(sheet, row, (0, last), shown.draft, book.style(face=label, size=14, border=0, align="center"))
        row += 1
    sheet.set_row(row, _ROW)
    put(sheet, row, 0, shown.filed_by, book.line)
    put(sheet, row, last, shown.filed_on, book.line_right)
    sheet.set_row(row + 1, _HEADER)
    put_row(sheet, row + 1, [column.label for column in shown.columns], book.heading)
    return row + 1


def _put_lines(sheet: Worksheet, book: Book, shown: Listing, first: int) -> int:
    """One row a village; returns the row after the last."""
    if shown.texts.empty:
        sheet.set_row(first, _ROW)
        put_across(sheet, first, (0, len(shown.columns) - 1), _NOBODY, book.centred)
        return first + 1
    special = {
        **dict.fromkeys(NAMED, book.name),
        **dict.fromkeys(DIGITS, book.digits),
        "序号": book.number,
        "备注": book.text,
    }
    styles = [special.get(column.label, book.centred) for column in shown.columns]
    numbers = _numbers(shown.columns)
    values = [range(1, len(shown.texts) + 1), *(shown.texts[column.name].tolist() for column in shown.columns[1:])]
    for row, (height, *cells) in enumerate(zip(_heights(shown).tolist(), *values, strict=True), first):
        if height > _ROW:
            sheet.set_row(row, height)
        for column, (cell, style) in enumerate(zip(cells, styles, strict=True)):
            put(sheet, row, column, cell, style, number=column in numbers)
    return first + len(shown.texts)


def _styles(book: Book, columns: Iterable[ListColumn]) -> list[Format]:
    special = {
        **dict.fromkeys(NAMED, book.name),
        **dict.fromkeys(DIGITS, book.digits),
        **dict.fromkeys(FLOWING, book.text),
        "序号": book.number,
    }
    return [special.get(column.label, book.centred) for column in columns]


def _numbers(columns: Iterable[ListColumn]) -> frozenset[int]:
    """The columns that are meant to hold IDs and phones; 流转版 masks them by the whole row before."""
    return frozenset(place for place, column in enumerate(columns) if column.label in NUMBERS)


def _heights(shown: Listing) -> NDArray[np.float64]:
    """How high each row must be for its longest text, in pt; each different text that might wrap is measured once."""
    needed = np.ones(len(shown.texts))
    for column in shown.columns[1:]:
        codes, texts = pd.factorize(shown.texts[column.name])
        wraps = [
            lines(clean(text), column.width) if len(text) * 2 > column.width or "\n" in text else 1 for text in texts
        ]
        needed = np.maximum(needed, np.array([*wraps, 1])[codes])
    heights: NDArray[np.float64] = np.maximum(_ROW, needed * _LINE + 8)
    return heights


def _put_annex(book: Book, annex: Annex) -> None:
    sheet, last = book.sheet(annex.sheet), len(annex.columns) - 1
    for place, column in enumerate(annex.columns):
        sheet.set_column(place, place, column.width)
    sheet.set_default_row(_ROW)
    sheet.set_row(0, _HEADER)
    put_across(sheet, 0, (0, last), annex.head, book.label)
    put_row(sheet, 1, [column.label for column in annex.columns], book.heading)
    styles, numbers = _styles(book, annex.columns), _numbers(annex.columns)
    for row, cells in enumerate(annex.rows, 2):
        sheet.set_row(row, _row_height(cells, annex.columns))
        for place, (cell, style) in enumerate(zip(cells, styles, strict=True)):
            put(sheet, row, place, cell if place else int(cell), style, number=place in numbers)
    end = 2 + len(annex.rows)
    for row, text in enumerate(annex.below, end):
        put_across(sheet, row, (0, last), text, book.note)
    page(sheet, repeat=(0, 1), area=(max(1, end + len(annex.below) - 1), last))


def _row_height(cells: Sequence[str], columns: Sequence[ListColumn]) -> float:
    needed = max(lines(cell, column.width) for cell, column in zip(cells, columns, strict=True))
    return max(_ROW, needed * _LINE + 8)
