"""全市“一村一警务助理”推选名单, the attachment the notice of 2020-04-23 asks for, as .xlsx and .docx.

流转版 unless `internal`: IDs and phones masked, nobody named who is not on the list.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from xlsxwriter.worksheet import Worksheet

from yicun.model.results import Result
from yicun.report.listing import Annex, Listing, listing
from yicun.report.sheet import Book, clean, lines, page, put, put_across
from yicun.report.sources import put_sources
from yicun.report.table import AROUND, LINE, looks, put_head, put_line

_MANY = 20_000  # lines from which on one row at a time is kept in memory
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
    table = paper.table(shown.columns, texts)
    paper.total(table, "合计", shown.total)
    paper.spread(_SIGNATURE, size=12, spacing=40)
    for annex in () if plain else shown.annexes:
        paper.line(annex.head, face=label, new_page=True)
        paper.table(annex.columns, annex.rows, size=9)
        for text in annex.below:
            paper.line(text, size=12, spacing=22)
    return paper.content()


def _put_list(book: Book, shown: Listing) -> None:
    sheet, last = book.sheet("推选名单"), len(shown.columns) - 1
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
    put_head(sheet, book, row + 1, shown.columns, height=_HEADER)
    sheet.set_column(0, 0, max(shown.columns[0].width, len(str(len(shown.texts))) + 2))
    return row + 1


def _put_lines(sheet: Worksheet, book: Book, shown: Listing, first: int) -> int:
    """One row a village; returns the row after the last."""
    if shown.texts.empty:
        sheet.set_row(first, _ROW)
        put_across(sheet, first, (0, len(shown.columns) - 1), _NOBODY, book.centred)
        return first + 1
    styles, personal = looks(book, shown.columns), [column.personal for column in shown.columns]
    values = [range(1, len(shown.texts) + 1), *(shown.texts[column.name].tolist() for column in shown.columns[1:])]
    for row, (height, *cells) in enumerate(zip(_heights(shown).tolist(), *values, strict=True), first):
        if height > _ROW:
            sheet.set_row(row, height)
        for column, (cell, style, number) in enumerate(zip(cells, styles, personal, strict=True)):
            put(sheet, row, column, cell, style, number=number)
    return first + len(shown.texts)


def _heights(shown: Listing) -> NDArray[np.float64]:
    """How high each row must be for its longest text, in pt; each different text that might wrap is measured once."""
    needed = np.ones(len(shown.texts))
    for column in shown.columns[1:]:
        codes, texts = pd.factorize(shown.texts[column.name])
        wraps = [
            lines(clean(text), column.width) if len(text) * 2 > column.width or "\n" in text else 1 for text in texts
        ]
        needed = np.maximum(needed, np.array([*wraps, 1])[codes])
    heights: NDArray[np.float64] = np.maximum(_ROW, needed * LINE + AROUND)
    return heights


def _put_annex(book: Book, annex: Annex) -> None:
    sheet, last = book.sheet(annex.sheet), len(annex.columns) - 1
    sheet.set_default_row(_ROW)
    sheet.set_row(0, _HEADER)
    put_across(sheet, 0, (0, last), annex.head, book.label)
    put_head(sheet, book, 1, annex.columns, height=_ROW)
    for row, (number, *texts) in enumerate(annex.rows, 2):
        put_line(sheet, book, row, annex.columns, (int(number), *texts), least=_ROW)
    end = 2 + len(annex.rows)
    for row, text in enumerate(annex.below, end):
        put_across(sheet, row, (0, last), text, book.note)
    page(sheet, repeat=(0, 1), area=(max(1, end + len(annex.below) - 1), last))
