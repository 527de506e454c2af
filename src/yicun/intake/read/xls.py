"""Reading .xls, and WPS .et which is the same inside (BIFF in an OLE compound file), through xlrd."""

import io
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code
from xlrd.compdoc import CompDoc, CompDocError
from xlrd.sheet import Sheet as XlsSheet
from xlrd.xldate import xldate_as_datetime

from yicun.intake.grid import Cell, ErrorCell, Grid, Merge, NoValue, Workbook
from yicun.intake.read.cells import CellSheet, grid_of
from yicun.intake.read.locks import unlock
from yicun.intake.read.marks import Marks
from yicun.intake.read.refusal import damaged

_WITH_UNICODE = 80  # BIFF8
_BOF, _EOF, _RECALC_ID = 0x0809, 0x0A, 0x01C1
_SIZES = {_EOF: 0, 0x0208: 16, 0x0201: 6, 0x0203: 14, 0x0205: 8, 0x027E: 10, 0x00FD: 10}
"""Of the records of rows and cells that never have another ([MS-XLS] 2.4)."""


def read_xls(raw: bytes, passwords: Sequence[str]) -> Workbook:
    """Read every worksheet; one locked with a password is opened first (YC002 where that fails)."""
    try:
        workbook = _workbook(raw)
    except xlrd.XLRDError as error:
        if "encrypted" not in str(error):
            raise damaged("文件结构损坏") from error
        workbook = _workbook_or_refuse(unlock(raw, passwords))
    except Exception as error:  # xlrd meets damage with whatever it trips over
        raise damaged("文件结构损坏") from error
    try:
        empty = None if _was_calculated(raw) else NoValue()
        grids = tuple(_grid(sheet, workbook.datemode, empty) for sheet in workbook.sheets())
    except Exception as error:
        raise damaged("工作表内容损坏") from error
    return Workbook(grids=grids, macros=_has_macros(raw))


def _workbook(raw: bytes) -> xlrd.book.Book:
    """The workbook; before Excel 97 many programs left the code page out, or wrote that of Western Europe."""
    workbook = _opened(raw, None)
    if workbook.biff_version < _WITH_UNICODE and workbook.codepage in {None, 1252}:
        with suppress(UnicodeDecodeError):
            return _opened(raw, "gb18030")
    return workbook


def _opened(raw: bytes, encoding: str | None) -> xlrd.book.Book:
    return xlrd.open_workbook(
        file_contents=raw,
        formatting_info=True,
        ragged_rows=True,
        logfile=io.StringIO(),
        encoding_override=encoding,
    )


def _workbook_or_refuse(raw: bytes) -> xlrd.book.Book:
    try:
        return _workbook(raw)
    except Exception as error:
        raise damaged("文件结构损坏") from error


def _has_macros(raw: bytes) -> bool:
    return "_VBA_PROJECT_CUR".encode("utf-16-le") in raw


def _was_calculated(raw: bytes) -> bool:
    """Whether a program that calculates saved it (RecalcId, [MS-XLS] 2.4.226); others leave formulas empty.

    Refuses records of another size than their kind has: xlrd reads past the cells behind them, or stops (YC001).
    """
    calculated, globals_ended = True, False
    for kind, size in _records(raw):
        if _SIZES.get(kind, size) != size:
            raise damaged("工作表内容损坏")
        if kind in {_RECALC_ID, _EOF} and not globals_ended:
            calculated, globals_ended = kind == _RECALC_ID, True
    return calculated


def _records(raw: bytes) -> Iterator[tuple[int, int]]:
    """Kind and size of each record; none of a stream without a compound file round it, which is of before Excel 97."""
    with suppress(CompDocError):
        memory, at, length = CompDoc(raw, logfile=io.StringIO()).locate_named_stream("Workbook")
        end = at + (length or 0)
        kind = _EOF
        while memory is not None and at + 4 <= end:
            before, (kind, size) = kind, struct.unpack_from("<HH", memory, at)
            if before == _EOF and kind != _BOF:  # what fills up the last sector
                return
            yield kind, size
            at += 4 + size


def _grid(sheet: XlsSheet, datemode: int, empty: NoValue | None) -> Grid:
    rows: list[list[Cell]] = [
        [
            _cell(kind, value, datemode, empty)
            for kind, value in zip(sheet.row_types(n), sheet.row_values(n), strict=True)
        ]
        for n in range(sheet.nrows)
    ]
    merges = tuple(Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    hidden_rows = {
        number + 1
        for number, row in sheet.rowinfo_map.items()
        if row.hidden or (row.height == 0 and not row.has_default_height)
    }
    hidden_columns = [
        (number + 1, number + 1) for number, column in sheet.colinfo_map.items() if column.hidden or column.width == 0
    ]
    marks = Marks({}, hidden_rows, hidden_columns, _struck(sheet))
    return grid_of(CellSheet(sheet.name, sheet.visibility == 0, marks, merges), rows)


def _struck(sheet: XlsSheet) -> list[tuple[int, int]]:
    """Row and column of the cells whose format strikes them through, or every run of whose text is struck."""
    book: xlrd.book.Book = sheet.book
    fonts = {number for number, font in enumerate(book.font_list) if font.struck_out}
    formats = {number for number, form in enumerate(book.xf_list) if form.font_index in fonts}
    found = [
        (row + 1, column + 1)
        for row in range(sheet.nrows if formats else 0)
        for column in range(sheet.row_len(row))
        if sheet.cell_xf_index(row, column) in formats
    ]
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        starts = [start for start, _ in runs]
        if starts[:1] == [0] and all(font in fonts for _, font in runs):
            found.append((row + 1, column + 1))
    return found


def _cell(kind: int, value: str | float, datemode: int, empty: NoValue | None) -> Cell:
    """What a cell holds; `empty` is an empty text, which only a formula has."""
    if kind == XL_CELL_TEXT:
        return value or empty
    if kind == XL_CELL_NUMBER:
        return value
    if kind == XL_CELL_DATE:
        return _moment(float(value), datemode)
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_ERROR:
        return ErrorCell(error_text_from_code.get(int(value), "#ERR"))
    return None


def _moment(value: float, datemode: int) -> datetime | date | float:
    """A day, or a day with its time; the bare number where it lies outside the calendar."""
    try:
        moment: datetime = xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    return moment if moment.hour or moment.minute or moment.second else moment.date()
