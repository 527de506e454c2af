"""Reading .ods (OASIS OpenDocument 1.3, part 3): the one XML part streams by, row after row."""

import io
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from xml.etree.ElementTree import Element, ParseError, iterparse

import numpy as np

from yicun.intake.grid import Cell, Cells, ErrorCell, Grid, Merge, NoValue, Workbook
from yicun.intake.read.cells import CellSheet, marked
from yicun.intake.read.limits import COLUMNS, ROWS, SHEETS, places_for
from yicun.intake.read.marks import Marks
from yicun.intake.read.package import Package
from yicun.intake.read.refusal import Refused, damaged, too_far, too_large

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_GROUPS = frozenset((f"{_TABLE}table-row-group", f"{_TABLE}table-column-group"))
_NO_SIZE = re.compile(r"0*(?:\.0*)?(?:cm|mm|in|pt|pc|px|em)")
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"))
_CHINA = timezone(timedelta(hours=8))
_NO_HOURS = 10_000 * 24  # that nobody means
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


_BESIDE = frozenset((f"{_TEXT}ruby-text", f"{_TEXT}note"))


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells that stand in some rows, from `first` to `last`."""

    first: int
    last: int
    cells: list[Cell]
    hidden: bool
    struck: list[int]


@dataclass(slots=True)
class _OdsTable:
    """One sheet while it streams by: so many `cells` are written in it, and stand in so many `places` of its rows."""

    name: str
    visible: bool
    rows: list[_Row] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    merges: list[Merge] = field(default_factory=list)
    next_row: int = 1
    next_column: int = 1
    cells: int = 0
    places: int = 0
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
    _check_size(tables)
    return Workbook(grids=tuple(map(_grid, tables)), macros=any(name.startswith("basic/") for name in package.names))


def _check_size(tables: Sequence[_OdsTable]) -> None:
    """Refuse sheets that say little and repeat it without end."""
    cells = places = 0
    for table in tables:
        height, width = _extent(table)
        cells, places = cells + table.cells, places + height * width
        if places > places_for(cells):
            raise too_far(table.next_row - 1, width, table.cells)


def _extent(table: _OdsTable) -> tuple[int, int]:
    """Height and width of the filled part, from its first row and the first column on."""
    rows = table.rows
    return (rows[-1].last - rows[0].first + 1, max(len(row.cells) for row in rows)) if rows else (0, 0)


def _grid(table: _OdsTable) -> Grid:
    """A repeated row or cell is held once."""
    height, width = _extent(table)
    top = table.rows[0].first if table.rows else 1
    cells = Cells.of([cell for row in table.rows for cell in row.cells])
    numbers, begin = np.zeros((height, width), dtype=np.int32), 0
    struck = np.zeros(numbers.shape, dtype=bool) if any(row.struck for row in table.rows) else None
    for row in table.rows:
        end = begin + len(row.cells)
        numbers[row.first - top : row.last - top + 1, : len(row.cells)] = cells.numbers[begin:end]
        begin = end
        if row.hidden:
            table.marks.hidden_rows.update(range(row.first, row.last + 1))
        if struck is not None:
            struck[row.first - top : row.last - top + 1, row.struck] = True
    sheet = CellSheet(table.name, table.visible, table.marks, tuple(table.merges))
    return replace(marked(sheet, Cells(numbers, cells.pool), top, 1), struck=struck)


def _tables(content: bytes) -> Iterator[_OdsTable]:
    """The sheets of a content part; what has been read is let go at once."""
    hidden_styles, struck_styles = set[str](), set[str]()
    table: _OdsTable | None = None
    depth = count = 0
    for event, element in iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314 - `Package.xml` lets no DOCTYPE in
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                visible = element.get(f"{_TABLE}style-name", "") not in hidden_styles
                table = _OdsTable(element.get(f"{_TABLE}name", ""), visible)
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
        elif element.tag == f"{_STYLE}style" and any(map(_strikes, element)):
            struck_styles.add(element.get(f"{_STYLE}name", ""))
        elif table is not None and depth == 1 and element.tag == f"{_TABLE}table-row":
            _add_row(table, element, hidden_styles, struck_styles)
            element.clear()
        elif table is not None and depth == 1 and element.tag == f"{_TABLE}table-column":
            _add_column(table, element, hidden_styles)


def _hides(properties: Element) -> bool:
    """Whether a style hides its sheet, or leaves its rows or columns no size."""
    sizes = (properties.get(f"{_STYLE}{name}", "1") for name in ("row-height", "column-width"))
    return properties.get(f"{_TABLE}display") == "false" or any(_NO_SIZE.fullmatch(size) for size in sizes)


def _strikes(properties: Element) -> bool:
    """Whether a style draws a line through its text."""
    lines = (properties.get(f"{_STYLE}text-line-through-{name}", "none") for name in ("style", "type"))
    return any(line != "none" for line in lines)


def _is_hidden(table: _OdsTable, element: Element, hidden_styles: Collection[str]) -> bool:
    shown = element.get(f"{_TABLE}visibility", "visible") == "visible"
    return table.collapsed > 0 or not shown or element.get(f"{_TABLE}style-name", "") in hidden_styles


def _add_column(table: _OdsTable, element: Element, hidden_styles: Collection[str]) -> None:
    repeated = _repeated(element, "columns")
    if _is_hidden(table, element, hidden_styles):
        table.marks.hidden_columns.append((table.next_column, table.next_column + repeated - 1))
    table.next_column += repeated


def _add_row(
    table: _OdsTable, element: Element, hidden_styles: Collection[str], struck_styles: Collection[str]
) -> None:
    """Add a row as often as it is repeated; an empty one only moves the place of the next."""
    repeated = _repeated(element, "rows")
    first, table.next_row = table.next_row, table.next_row + repeated
    cells, struck = _cells(table, element, first, struck_styles)
    if cells:
        table.places += len(cells)
        if table.next_row - 1 > ROWS or table.places > places_for(table.cells):
            raise too_far(table.next_row - 1, len(cells), table.cells)
        hidden = _is_hidden(table, element, hidden_styles)
        table.rows.append(_Row(first, first + repeated - 1, cells, hidden, struck))


def _cells(table: _OdsTable, row: Element, number: int, struck_styles: Collection[str]) -> tuple[list[Cell], list[int]]:
    """The cells of a row, and the indexes of those that are struck through."""
    cells, struck = list[Cell](), list[int]()
    default = row.get(f"{_TABLE}default-cell-style-name", "")
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
        table.cells += 1
        cells += [None] * gap + [value] * repeated
        if element.get(f"{_TABLE}style-name", default) in struck_styles or _all_struck(element, struck_styles):
            struck += range(len(cells) - repeated, len(cells))
        gap = 0
    return cells, struck


def _all_struck(cell: Element, struck_styles: Collection[str]) -> bool:
    """Whether all the text of a cell stands in parts that are struck through."""
    paragraphs = [part for part in cell if part.tag == f"{_TEXT}p"] if struck_styles else []
    parts = [part for paragraph in paragraphs for part in paragraph]
    bare = any((text or "").strip() for text in (*(one.text for one in paragraphs), *(part.tail for part in parts)))
    return bool(parts) and not bare and all(part.get(f"{_TEXT}style-name", "") in struck_styles for part in parts)


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
    """A day, or a moment in China's time where it names another."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo is None else moment.astimezone(_CHINA).replace(tzinfo=None)
        return moment if moment.hour or moment.minute or moment.second else moment.date()
    return None


def _duration(text: str) -> timedelta | float | None:
    """A time; so many whole days are a number in the wrong format (a phone in [HH]:MM:SS)."""
    parts = _DURATION.fullmatch(text)
    if parts is None:
        return None
    with suppress(ValueError, OverflowError):
        hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        if hours >= _NO_HOURS and not (hours % 24 or minutes or seconds):
            return float(hours // 24)
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return None


def _text(cell: Element) -> str:
    """The paragraphs of a cell, a line each; comments and drawings in it do not belong to its text."""
    return "\n".join("".join(_pieces(part)) for part in cell if part.tag == f"{_TEXT}p")


def _pieces(paragraph: Element) -> Iterator[str]:
    """The texts of a paragraph in order; spans may lie in each other as deep as they like."""
    left: list[Element | str] = [paragraph]
    while left:
        part = left.pop()
        if isinstance(part, str):
            yield part
        elif part.tag == f"{_TEXT}s":
            yield " " * min(int(part.get(f"{_TEXT}c", "1")), 1000)
        elif part.tag == f"{_TEXT}tab":
            yield "\t"
        elif part.tag == f"{_TEXT}line-break":
            yield "\n"
        elif not part.tag.startswith(_OFFICE) and part.tag not in _BESIDE:
            yield part.text or ""
            left += [one for child in reversed(part) for one in (child.tail or "", child)]
