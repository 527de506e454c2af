"""A sheet of ours in a sender's workbook: a list with a filter, to be read and printed by itself."""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from yicun.model.masks import mask_text
from yicun.report.original import landscape, put_text
from yicun.report.table import Columns, height, labels

_FACE, _SIZE = "宋体", 10
_ROW = 20.0  # pt
_THIN = Side("thin", color="FFBFBFBF")
_BORDER = Border(_THIN, _THIN, _THIN, _THIN)


def new_sheet(workbook: Workbook, title: str, columns: Columns) -> Worksheet:
    """A sheet after the sender's, with a header that stays in view."""
    sheet: Worksheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, (column, label) in enumerate(zip(columns, labels(columns), strict=True), 1):
        cell = sheet.cell(1, at)
        put_text(cell, label)
        _dress(cell, Font(name=_FACE, size=_SIZE, bold=True), wrap=True)
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.row_dimensions[1].height = _ROW
    return sheet


def put_line(sheet: Worksheet, row: int, columns: Columns, values: Sequence[str | int]) -> None:
    """One line, as high as its longest text needs: no program measures it when it opens the sheet."""
    texts = [mask_text(value) if isinstance(value, str) else value for value in values]
    for at, (column, value) in enumerate(zip(columns, texts, strict=True), 1):
        cell = sheet.cell(row, at)
        if isinstance(value, str):
            put_text(cell, value)
        else:
            cell.value = value
        _dress(cell, Font(name=_FACE, size=_SIZE), wrap=column.look == "text")
    sheet.row_dimensions[row].height = height(columns, texts, least=_ROW)


def put_link(cell: Cell | MergedCell, title: str, coordinate: str) -> None:
    """Make a cell of the list lead to a cell of another sheet."""
    quoted = title.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{coordinate}", display=coordinate)
    cell.font = Font(name=_FACE, size=_SIZE, underline="single", color="FF0563C1")


def finish(sheet: Worksheet, columns: Columns, last_row: int) -> None:
    """A filter over the list, and its page: landscape, one page wide, the header on each."""
    area = f"A1:{get_column_letter(len(columns))}{last_row}"
    sheet.auto_filter.ref = area
    sheet.print_area, sheet.print_title_rows = area, "1:1"
    landscape(sheet)


def _dress(cell: Cell | MergedCell, font: Font, *, wrap: bool) -> None:
    cell.font, cell.border = font, _BORDER
    cell.alignment = Alignment(horizontal=None if wrap else "center", vertical="top", wrap_text=wrap)
