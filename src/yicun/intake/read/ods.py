"""Reading .ods (OASIS OpenDocument 1.3, part 3): the one XML part streams by, row after row."""

import io
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element, ParseError, iterparse

from yicun.intake.grid import Cell, ErrorCell, Merge, NoValue, Workbook
from yicun.intake.read.cells import Sheet, grid_of
from yicun.intake.read.limits import CELLS, COLUMNS, ROWS, SHEETS
from yicun.intake.read.marks import Marks
from yicun.intake.read.package import Package
from yicun.intake.read.refusal import Refused, damaged, too_large

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_GROUPS = frozenset((f"{_TABLE}table-row-group", f"{_TABLE}table-column-group"))
_NO_SIZE = re.compile(r"0*(?:\.0*)?(?:cm|mm|in|pt|pc|px|em)")
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"))
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


_BESIDE = frozenset((f"{_TEXT}ruby-text", f"{_TEXT}note"))


@dataclass(slots=True)
class _Table:
    """One sheet while it streams by."""

    name: str
    visible: bool
    rows: list[list[Cell]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    merges: list[Merge] = field(default_factory=list)
    next_row: int = 1
    next_column: int = 1
    cells: int = 0
    collapsed: int = 0


def read_ods(package: Package) -> Workbook:
    """Read every sheet; one in an encrypted package is refused (YC002): only the office suite itself opens it."""
    manifest = package.xml("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise Refused("YC002", reason="（.ods 的密码只能在 WPS 或 LibreOffice 中取消）")
    content = package.xml("content.xml")
    if content is None:
        raise damaged("缺少工作表的内容")
    try:
        tables = list(_tables(content))
    except (ParseError, ValueError, LookupError) as error:
        raise damaged("工作表内容损坏") from error
    grids = tuple(
        grid_of(Sheet(table.name, table.visible, table.marks, tuple(table.merges)), table.rows) for table in tables
    )
    return Workbook(grids=grids, macros=any(name.startswith("basic/") for name in package.names))


def _tables(content: bytes) -> Iterator[_Table]:
    """The sheets of a content part; what has been read is let go at once."""
    hidden_styles: set[str] = set()
    table: _Table | None = None
    depth = count = 0
    for event, element in iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314 - `Package.xml` lets no DOCTYPE in
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                visible = element.get(f"{_TABLE}style-name", "") not in hidden_styles
                table = _Table(element.get(f"{_TABLE}name", ""), visible)
            elif event == "end" and depth == 0 and table is not None:
                count += 1
                if count > SHEETS:
                    raise too_large(f"超过 {SHEETS} 张工作表")
                yield table
                table = None
                element.clear()
        elif table is not None and element.tag in _GROUPS:
            table.collapsed += (element.get(f"{_TABLE}display") == "false") * (1 if event == "start" else -1)
        elif event == "start":
            continue
        elif element.tag == f"{_STYLE}style" and any(map(_hides, element)):
            hidden_styles.add(element.get(f"{_STYLE}name", ""))
        elif table is not None and depth == 1 and element.tag == f"{_TABLE}table-row":
            _add_row(table, element, hidden_styles)
            element.clear()
        elif table is not None and depth == 1 and element.tag == f"{_TABLE}table-column":
            _add_column(table, element, hidden_styles)


def _hides(properties: Element) -> bool:
    """Whether a style hides its sheet, or leaves its rows or columns no size."""
    sizes = (properties.get(f"{_STYLE}{name}", "1") for name in ("row-height", "column-width"))
    return properties.get(f"{_TABLE}display") == "false" or any(_NO_SIZE.fullmatch(size) for size in sizes)


def _is_hidden(table: _Table, element: Element, hidden_styles: Collection[str]) -> bool:
    shown = element.get(f"{_TABLE}visibility", "visible") == "visible"
    return table.collapsed > 0 or not shown or element.get(f"{_TABLE}style-name", "") in hidden_styles


def _add_column(table: _Table, element: Element, hidden_styles: Collection[str]) -> None:
    repeated = _repeated(element, "columns")
    if _is_hidden(table, element, hidden_styles):
        table.marks.hidden_columns.append((table.next_column, table.next_column + repeated - 1))
    table.next_column += repeated


def _add_row(table: _Table, element: Element, hidden_styles: Collection[str]) -> None:
    """Add a row as often as it is repeated; an empty one only moves the place of the next."""
    repeated = _repeated(element, "rows")
    first, table.next_row = table.next_row, table.next_row + repeated
    cells = _cells(table, element, first)
    if not cells:
        return
    table.cells += len(cells) * repeated
    if first + repeated - 1 > ROWS or table.cells > CELLS:
        raise too_large("单元格太多")
    if _is_hidden(table, element, hidden_styles):
        table.marks.hidden_rows.update(range(first, first + repeated))
    table.rows.extend([] for _ in range(first - 1 - len(table.rows)))
    table.rows.extend(list(cells) for _ in range(repeated))


def _cells(table: _Table, row: Element, number: int) -> list[Cell]:
    cells: list[Cell] = []
    gap = 0
    for element in row:
        if element.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        repeated = _repeated(element, "columns")
        value = _value(element) if element.tag == f"{_TABLE}table-cell" else None
        column = len(cells) + gap + 1
        height = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
        width = int(element.get(f"{_TABLE}number-columns-spanned", "1"))
        if height > 1 or width > 1:
            table.merges.append(Merge(number, column, number + height - 1, column + width - 1))
        if value is None:
            gap += repeated
            continue
        if column + repeated - 1 > COLUMNS:
            raise too_large(f"超过 {COLUMNS} 列")
        cells += [None] * gap + [value] * repeated
        gap = 0
    return cells


def _repeated(element: Element, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), 1)


def _value(cell: Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in {"float", "percentage", "currency"}:
        number = cell.get(f"{_OFFICE}value")
        return NoValue() if number is None else float(number)
    if kind == "date":
        return _moment(cell.get(f"{_OFFICE}date-value", "")) or _text(cell)
    if kind == "time":
        return _duration(cell.get(f"{_OFFICE}time-value", "")) or _text(cell)
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return _written(cell, is_formula=cell.get(f"{_TABLE}formula") is not None, is_typed=bool(kind))


def _written(cell: Element, *, is_formula: bool, is_typed: bool) -> Cell:
    text = _text(cell)
    if not text and not any(part.tag == f"{_TEXT}p" for part in cell):
        text = cell.get(f"{_OFFICE}string-value", "")
    if text and (cell.get(f"{_CALC}value-type") == "error" or (is_formula and text in _ERRORS)):
        return ErrorCell(text)
    if is_formula and not is_typed and not text:
        return NoValue()
    return text or None


def _moment(text: str) -> date | datetime | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        return moment if moment.hour or moment.minute or moment.second else moment.date()
    return None


def _duration(text: str) -> timedelta | None:
    parts = _DURATION.fullmatch(text)
    if parts is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    with suppress(OverflowError):
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return None


def _text(cell: Element) -> str:
    """The paragraphs of a cell, a line each; comments and drawings in it do not belong to its text."""
    return "\n".join("".join(_pieces(part)) for part in cell if part.tag == f"{_TEXT}p")


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == f"{_TEXT}s":
            yield " " * min(int(part.get(f"{_TEXT}c", "1")), 1000)
        elif part.tag == f"{_TEXT}tab":
            yield "\t"
        elif part.tag == f"{_TEXT}line-break":
            yield "\n"
        elif not part.tag.startswith(_OFFICE) and part.tag not in _BESIDE:
            yield from _pieces(part)
        yield part.tail or ""
