"""A sender's own workbook, opened for a copy of it: what stands in it stays as it is, and what cannot stay is named."""

import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES, Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from yicun.report.package import entry
from yicun.report.ranges import COLUMNS, ROWS, CellArea, Room, cut_to_filled
from yicun.report.sheet import clean, width

_NEW = datetime(2020, 1, 1)  # noqa: DTZ001 - the same reason, for a workbook made from values
_EXACT = 10**15
_DAY, _WIDEST, _PAGE = 11, 30, 170  # half-width characters of a day, of the widest cell, and on a page across
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*/>|<f[^>]*>[^<]*</f>)<v\s*(?:/>|></v>)</c>')
_OLE = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""The stream of an .xlsx with a password (MS-OFFCRYPTO 1.3.2)."""
_LOST_PARTS = (
    ("图片", "xl/media/"),
    ("宏", "xl/vbaproject.bin"),
    ("控件", "xl/ctrlprops/"),
    ("控件", "xl/activex/"),
    ("切片器", "xl/slicers/"),
    ("会话式批注", "xl/threadedcomments/"),
    ("数字签名", "_xmlsignatures/"),
    ("图表的部分格式", "xl/charts/"),
)
_LOST_MARKUP = (
    ("图形和文本框", "xl/drawings/drawing", b"<xdr:sp"),
    ("迷你图等扩展内容", "xl/worksheets/sheet", b"<extLst"),
)


Result = tuple[str, str]
"""What a formula came to: the kind of value as a workbook writes it, and its text."""


class SheetValues(Protocol):
    """One sheet by its values, as `intake.grid.Grid` is one. Rows and columns are those that Excel shows."""

    @property
    def sheet(self) -> str:
        """Its name."""

    @property
    def rows(self) -> Sequence[Sequence[object]]:
        """`rows[i][j]` stands in row `top + i`, column `left + j`; None is an empty cell."""

    @property
    def height(self) -> int:
        """How many rows."""

    @property
    def width(self) -> int:
        """How many columns."""

    @property
    def top(self) -> int:
        """The row of the first of `rows`."""

    @property
    def left(self) -> int:
        """The column of the first cell of each row."""

    @property
    def visible(self) -> bool:
        """Whether it shows."""

    @property
    def hidden_rows(self) -> frozenset[int]:
        """Rows that do not show."""

    @property
    def merges(self) -> Sequence[Any]:
        """Merged areas: `first_row`, `first_column`, `last_row`, `last_column`."""


class Original:
    """A copy in memory: `workbook` to add to, `sheets` by the names that findings use, `content()` its bytes."""

    def __init__(self, source: bytes, sheets: Sequence[SheetValues]) -> None:
        """Open an .xlsx or .xlsm as it is; of any other kind take the values of `sheets`."""
        filled = _filled(sheets)
        source = cut_to_filled(source, filled)
        opened = _opened(source)
        self.kept = opened is not None
        self._cached: Mapping[str, Mapping[str, Result]] = _cached(source) if opened is not None else {}
        if opened is None:
            self.workbook, self.sheets = _rebuilt(sheets, filled)
        else:
            self.workbook = opened
            self.sheets = {sheet.title: sheet for sheet in opened.worksheets}

    def content(self) -> bytes:
        """The workbook as .xlsx, the same bytes for the same contents; formulas keep the results they came with."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            ExcelWriter(self.workbook, archive).write_data()
        parts = {sheet.path.lstrip("/"): sheet.title for sheet in self.workbook.worksheets}
        final = io.BytesIO()
        with zipfile.ZipFile(written) as archive, zipfile.ZipFile(final, "w") as fixed:
            for name in archive.namelist():
                content = archive.read(name)
                cached = self._cached.get(parts.get(name, ""))
                if cached:
                    content = _with_results(content, cached)
                fixed.writestr(entry(name), content)
        return final.getvalue()


def not_kept(source: bytes) -> list[str]:
    """What of the sender's workbook a copy cannot keep, in Chinese words; nothing for a text file."""
    if _opened(cut_to_filled(source, CellArea(1, 1, 1, 1))) is None:
        why = "原文件加了密码" if _LOCKED in source else "原文件不是 .xlsx"
        is_book = source.startswith(_OLE) or zipfile.is_zipfile(io.BytesIO(source))
        return [f"版式、公式、批注和图形（{why}，副本只有各单元格的值）"] if is_book else []
    lost = []
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        names = archive.namelist()
        lost += [what for what, part in _LOST_PARTS if any(name.lower().startswith(part) for name in names)]
        lost += [
            what
            for what, part, markup in _LOST_MARKUP
            if any(name.lower().startswith(part) and markup in archive.read(name) for name in names)
        ]
    return list(dict.fromkeys(lost))


def own_cell(sheet: Worksheet, coordinate: str) -> Cell | MergedCell:
    """The cell that shows at these coordinates: of a merged area the first, which alone holds anything."""
    cell: Cell | MergedCell = sheet[coordinate]
    for area in sheet.merged_cells.ranges if isinstance(cell, MergedCell) else ():
        if coordinate in area:
            return sheet.cell(area.min_row, area.min_col)
    return cell


def cells(sheet: Worksheet) -> list[Cell | MergedCell]:
    """The cells there are; openpyxl's own ways to walk a sheet make every cell they pass."""
    return list(sheet._cells.values())  # noqa: SLF001 - the only way that makes none


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Text as text, whatever it begins with."""
    cell.value = clean(text)
    cell.data_type = "s"


def landscape(sheet: Worksheet, *, pages: int = 1) -> None:
    """Print it on A4 landscape, so many pages wide."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4


def _opened(source: bytes) -> Workbook | None:
    book = _load(source, data_only=False)
    if book is not None:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            dated = "docProps/core.xml" in archive.namelist()
        if not dated:  # openpyxl would put in the time of opening
            book.properties.created = book.properties.modified = _NEW
    return book


def _load(source: bytes, *, data_only: bool) -> Workbook | None:
    try:
        with warnings.catch_warnings():  # what openpyxl does not know is said by `not_kept`
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(source), rich_text=not data_only, data_only=data_only)
    except Exception:  # noqa: BLE001 - whatever it cannot open is copied by its values, which were read another way
        return None


def _cached(source: bytes) -> Mapping[str, Mapping[str, Result]]:
    """The results that stand beside formulas, by sheet and cell; openpyxl holds either the one or the other."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(b"<f" in archive.read(name) for name in parts):
            return {}
    formulas, results = _load(source, data_only=False), _load(source, data_only=True)
    if formulas is None or results is None:
        return {}
    return {
        sheet.title: {
            cell.coordinate: _result(results[sheet.title][cell.coordinate], results.epoch)
            for cell in cells(sheet)
            if cell.data_type == "f"
        }
        for sheet in formulas.worksheets
    }


def _result(cell: Cell, epoch: datetime) -> Result:
    value = cell.value
    if cell.data_type == "d":
        return "n", str(to_excel(value, epoch))  # type: ignore[no-untyped-call]
    if cell.data_type == "b":
        return "b", str(int(bool(value)))
    return ("str" if cell.data_type == "s" else cell.data_type), "" if value is None else str(value)


def _with_results(part: bytes, results: Mapping[str, Result]) -> bytes:
    """A sheet's part with each formula's result put where openpyxl leaves a gap."""

    def filled(found: re.Match[bytes]) -> bytes:
        kind, text = results.get(found[1].decode(), ("n", ""))
        if not text:
            return found[0]
        return b'<c r="%b"%b t="%b">%b<v>%b</v></c>' % (
            found[1], found[2], kind.encode(), found[3], escape(text).encode(),
        )  # fmt: skip

    return _FORMULA.sub(filled, part)


def _filled(sheets: Sequence[SheetValues]) -> CellArea:
    """The area in which every cell of every sheet lies; without sheets that of all cells there are."""
    bottom = max((sheet.top + sheet.height - 1 for sheet in sheets), default=ROWS)
    right = max((sheet.left + sheet.width - 1 for sheet in sheets), default=COLUMNS)
    return CellArea(1, 1, max(bottom, 1), max(right, 1))


def _rebuilt(sheets: Sequence[SheetValues], filled: CellArea) -> tuple[Workbook, dict[str, Worksheet]]:
    book = Workbook()
    book.properties.created = book.properties.modified = _NEW
    book.remove(book.worksheets[0])
    made: dict[str, Worksheet] = {}
    for sheet in sheets:
        ours: Worksheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", sheet.sheet)[:31] or None)
        ours.sheet_state = "visible" if sheet.visible else "hidden"
        for row, values in enumerate(sheet.rows, sheet.top):
            for column, value in enumerate(values, sheet.left):
                if value is not None:
                    _put_value(ours.cell(row, column), value)
        landscape(ours, pages=max(1, round(_widened(ours) / _PAGE)))
        for row in sheet.hidden_rows:
            ours.row_dimensions[row].hidden = True
        room = Room(filled)
        for merge in sheet.merges:
            area = room.cut(CellArea(merge.first_row, merge.first_column, merge.last_row, merge.last_column))
            if area is not None and area.places > 1:
                ours.merge_cells(None, area.top, area.left, area.bottom, area.right)
        made[sheet.sheet] = ours
    if not any(sheet.visible for sheet in sheets):
        book.create_sheet()
    return book, made


def _widened(sheet: Worksheet) -> int:
    """Make columns as wide as what stands in them but for titles; there is no layout to keep. Gives the whole width."""
    widths: dict[int, int] = {}
    for cell in cells(sheet):
        room = _DAY if isinstance(cell.value, date) else width(str(cell.value))
        if room <= _WIDEST:
            widths[cell.column or 1] = max(widths.get(cell.column or 1, 6), room)
    for column, room in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = room + 2
    return sum(widths.values()) + 2 * len(widths)


def _put_value(cell: Cell | MergedCell, value: object) -> None:
    """A value of a kind it had: text stays text, an error an error; what has no value leaves the cell empty."""
    if isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        cell.value = int(value)
    elif isinstance(value, bool | float | date | time | timedelta):
        cell.value = value
    elif (text := getattr(value, "text", None)) is not None:
        put_text(cell, text)
        cell.data_type = "e" if text in ERROR_CODES else "s"
