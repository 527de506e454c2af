"""出处: on what a document rests (rulebook, as-of date, inputs, the tool), and where each of its lines came from."""

import numpy as np
import pandas as pd
from xlsxwriter.worksheet import Worksheet

from yicun.model.fields import TableKind
from yicun.model.masks import mask_text
from yicun.model.results import Result
from yicun.model.roster import SourceFile
from yicun.report.circulation import CIRCULATED, MARK
from yicun.report.dates import written
from yicun.report.sheet import Book, page, put, put_row
from yicun.report.table import Column, labels, put_line, set_widths

_FILES = (
    Column("输入文件", 14, "number"),
    Column("文件", 44, "text"),
    Column("sha256", 68, "text"),
    Column("行数", 10, "number"),
)
_ROW = 15.0  # pt


def statements(result: Result, *, internal: bool) -> list[tuple[str, str]]:
    """What stands at the head of 出处, as label and text."""
    basis, book = result.basis, result.basis.rulebook
    lines = [("基准日", written(basis.as_of))]
    if basis.deadline is not None:
        lines.append(("推选期限", written(basis.deadline)))
    if book is not None:
        lines += [("依据", book.source), ("规则", book.id), ("规则 sha256", book.sha256)]
    lines += [("工具", basis.tool), ("本表", f"内部审核版，{MARK}" if internal else CIRCULATED)]
    return lines


def input_files(result: Result) -> list[tuple[str, str, str]]:
    """Every input with its sha256 and how many rows of people or villages it holds.

    Under the list of one station only the register and what that station sent.
    """
    station = None if result.nominations is None else result.nominations.station
    return [
        (mask_text(file.path), file.sha256, str(sum(table.rows for table in file.tables)))
        for file in result.roster.files
        if station is None or station in file.stations or _is_register(file)
    ]


def _is_register(file: SourceFile) -> bool:
    return bool(file.tables) and all(table.kind is TableKind.VILLAGES for table in file.tables)


def put_sources(book: Book, result: Result, listed: pd.Index, *, internal: bool) -> Worksheet:
    """The sheet 出处 of a document whose lines are the candidates `listed`, by row id."""
    sheet = book.sheet("出处")
    set_widths(sheet, _FILES)
    row = 0
    for label, text in statements(result, internal=internal):
        put(sheet, row, 0, label, book.heading)
        put(sheet, row, 1, text, book.line)
        row += 1
    row += 1
    put_row(sheet, row, labels(_FILES), book.heading)
    for number, (path, sha256, rows) in enumerate(input_files(result), 1):
        row += 1
        put_line(sheet, book, row, _FILES, (number, path, sha256, int(rows)), least=_ROW)
    row += 2
    put_row(sheet, row, ("名单序号", "文件与工作表", "行"), book.heading)
    row = _put_lines(sheet, book, result, listed, row + 1)
    page(sheet, area=(row, 3))
    return sheet


def _put_lines(sheet: Worksheet, book: Book, result: Result, listed: pd.Index, row: int) -> int:
    """File, sheet and row of each line, not measured, for there may be half a million; returns the last row."""
    places = result.roster.places
    rows = listed.to_numpy(dtype="int64")
    where = [f"{mask_text(table.path)}!{mask_text(table.sheet)}" for table in places.tables]
    tables = np.asarray(places.table_of, dtype="int64")[rows].tolist()
    excel_rows = np.asarray(places.row_of, dtype="int64")[rows].tolist()
    for number, (table, excel_row) in enumerate(zip(tables, excel_rows, strict=True), 1):
        put_row(sheet, row, (number, where[table], excel_row), book.centred)
        row += 1
    return row - 1
