"""Reading XML Spreadsheet 2003 (SpreadsheetML), which many web systems export under the name of .xls."""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from yicun.intake.grid import Cell, ErrorCell, Merge, NoValue, Workbook
from yicun.intake.read.cells import CellSheet, grid_of
from yicun.intake.read.limits import CELLS, COLUMNS, ROWS, SHEETS, TEXT_TABLE_BYTES
from yicun.intake.read.marks import Marks
from yicun.intake.read.refusal import damaged, too_large
from yicun.intake.read.text import decoded

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>\s*")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,10};)")


def read_spreadsheetml(raw: bytes) -> Workbook:
    """Read every sheet, whatever encoding the file declares: it is taken for UTF-8, or else GB18030."""
    if len(raw) > TEXT_TABLE_BYTES:
        raise too_large(f"XML 表格超过 {TEXT_TABLE_BYTES >> 20} MB")
    text, encoding = decoded(raw)
    tables = _XmlTables()
    try:
        bare = _BARE_AMPERSAND.sub("&amp;", _DECLARATION.sub("", text, count=1))
        sax.parseString(bare.encode(), tables, forbid_dtd=True)
    except DefusedXmlException as error:
        raise too_large("文件内的 XML 带有 DOCTYPE 声明，可能含有实体炸弹") from error
    except (SAXException, ValueError) as error:
        raise damaged("工作表内容损坏") from error
    grids = tuple(
        grid_of(CellSheet(one.name, one.visible, replace(one.marks, struck=one.struck), tuple(one.merges)), one.rows)
        for one in tables.sheets
    )
    return Workbook(grids=grids, encoding=encoding)


@dataclass(slots=True)
class _XmlTable:
    """One sheet while it streams by."""

    name: str
    visible: bool = True
    rows: list[list[Cell]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    merges: list[Merge] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    columns: int = 0
    cells: int = 0


class _XmlTables(ContentHandler):
    """The sheets; names are compared without their prefix, since some writers forget to declare it."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[_XmlTable] = []
        self._struck_styles: set[str] = set()
        self._style = self._type = self._row_style = ""
        self._column = 0
        self._cell: dict[str, str] = {}
        self._texts: list[str] | None = None
        self._within: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - named by the SAX interface
        """Take note of a sheet, column, row or cell, and of where a text begins."""
        tag, given = name.rpartition(":")[2], {key.rpartition(":")[2]: value for key, value in attrs.items()}
        self._within.append(tag)
        match tag:
            case "Style":
                self._style = given.get("ID", "")
            case "Font" if given.get("StrikeThrough") == "1":
                self._struck_styles.add(self._style)
            case "Worksheet":
                if len(self.sheets) >= SHEETS:
                    raise too_large(f"超过 {SHEETS} 张工作表")
                self.sheets.append(_XmlTable(given.get("Name", "")))
            case "Column" if self.sheets:
                self._add_column(self.sheets[-1], given)
            case "Row" if self.sheets:
                self._add_row(self.sheets[-1], given)
            case "Cell" if self.sheets:
                self._column = int(given["Index"]) if "Index" in given else self._column + 1
                self._cell, self._type = given, ""
            case "Data":
                self._type, self._texts = given.get("Type", "String"), []
            case "Visible":
                self._texts = []

    def characters(self, content: str) -> None:
        """Keep the text of a cell."""
        if self._texts is not None:
            self._texts.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - named by the SAX interface
        """Settle a cell when it closes."""
        self._within.pop()
        match name.rpartition(":")[2]:
            case "Visible" if self.sheets and self._texts is not None:
                self.sheets[-1].visible = not "".join(self._texts).strip().startswith("Sheet")
                self._texts = None
            case "Data" if self.sheets and self._within[-1:] == ["Cell"]:
                self._put(self.sheets[-1], _value(self._type, "".join(self._texts or ())))
                self._texts = None
            case "Cell" if self.sheets:
                if not self._type and "Formula" in self._cell:
                    self._put(self.sheets[-1], NoValue())
                self._span(self.sheets[-1])

    def _add_column(self, table: _XmlTable, given: dict[str, str]) -> None:
        first = int(given.get("Index", table.columns + 1))
        table.columns = first + int(given.get("Span", "0"))
        if given.get("Hidden") == "1" or _is_nothing(given.get("Width")):
            table.marks.hidden_columns.append((first, min(table.columns, COLUMNS)))

    def _add_row(self, table: _XmlTable, given: dict[str, str]) -> None:
        number = int(given.get("Index", len(table.rows) + 1))
        if not len(table.rows) < number <= ROWS:
            raise too_large(f"单元格排到了第 {number} 行")
        table.rows.extend([] for _ in range(number - len(table.rows)))
        self._column, self._row_style = 0, given.get("StyleID", "")
        if given.get("Hidden") == "1" or _is_nothing(given.get("Height")):
            table.marks.hidden_rows.add(number)

    def _put(self, table: _XmlTable, value: Cell) -> None:
        if not table.rows or not 0 < self._column <= COLUMNS:
            raise too_large(f"单元格排到了第 {self._column} 列")
        line = table.rows[-1]
        table.cells += self._column - len(line)
        if table.cells > CELLS:
            raise too_large("单元格太多")
        line.extend([None] * (self._column - len(line)))
        line[self._column - 1] = value
        if self._cell.get("StyleID", self._row_style) in self._struck_styles:
            table.struck.append((len(table.rows), self._column))

    def _span(self, table: _XmlTable) -> None:
        right, down = (int(self._cell.get(name, "0")) for name in ("MergeAcross", "MergeDown"))
        if table.rows and (right > 0 or down > 0):
            row = len(table.rows)
            table.merges.append(Merge(row, self._column, min(row + down, ROWS), min(self._column + right, COLUMNS)))
            self._column += right


def _is_nothing(size: str | None) -> bool:
    """Whether a height or width is given, and is none."""
    return size is not None and not size.strip("0. ")


def _value(kind: str, text: str) -> Cell:
    """What a cell holds; a number or day that cannot be one is its text."""
    match kind:
        case "Number":
            with suppress(ValueError):
                return float(text)
        case "DateTime":
            with suppress(ValueError):
                return _moment(text)
        case "Boolean":
            return text.strip() == "1"
        case "Error":
            return ErrorCell(text) if text else None
    return text or None


def _moment(text: str) -> date | datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.hour or moment.minute or moment.second else moment.date()
