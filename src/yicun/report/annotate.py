"""The annotated copy: a sender's own workbook with the bad cells marked, and nothing of theirs changed.

Everything it adds is found again by itself: comments by their author, the column and the list by the list's own notes,
so that a copy of a copy carries one set.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.styles.fills import Fill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring, tostring

from yicun.model.codes import Severity
from yicun.model.fields import MARKS_COLUMN, MARKS_SHEETS
from yicun.model.findings import Finding, Place, TablePlace, column_number
from yicun.model.masks import mask_text
from yicun.report.colours import SEVERITY_COLOURS
from yicun.report.dates import dated
from yicun.report.finding_groups import runs
from yicun.report.original import Original, SheetValues, cells, own_cell, put_text
from yicun.report.own_sheet import finish, new_sheet, put_line, put_link
from yicun.report.sheet import MAKER
from yicun.report.table import Column, height

LIST, _, NOTES = MARKS_SHEETS

_OWN = Column(MARKS_COLUMN, 60, "text")
_COLOURS = {severity: colour.replace("#", "FF") for severity, colour in SEVERITY_COLOURS.items()}
_COLUMNS = (
    Column("序号", 5),
    Column("级别", 6),
    Column("问题代码", 9),
    Column("工作表", 11, "text"),
    Column("位置", 9),
    Column("栏目", 14, "text"),
    Column("问题", 42, "text"),
    Column("怎么改", 30, "text"),
    Column("相关位置", 12, "text"),
)
_LINK_AT, _NOTES_AT = 5, 12
_LAST_COLUMN = 16_384
_CELL, _LETTERS = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}"), re.compile("[A-Z]{1,3}")

_Added = tuple[str, str, str, str]
"""("fill", sheet, cell, the fill it had) or ("column", sheet, letters, the filter there was)."""


def annotate(
    source: bytes, sheets: Sequence[SheetValues], findings: Sequence[Finding], tables: Sequence[TablePlace]
) -> bytes:
    """A copy of one file as .xlsx, with a fill, a comment, a line in 错误信息 and one in 问题清单 for what is wrong.

    `sheets` hold the file's values, for kinds that are not .xlsx; `findings` and `tables` are those of this file.
    Errors are red, warnings amber; notes (说明) stand in a list of their own. A cell with somebody's comment keeps it
    and gets no other. What an earlier run added is taken away first.
    """
    original = Original(source, sheets)
    _take_away(original)
    added: list[_Added] = []
    wrong = [one for finding in findings if finding.severity is not Severity.NOTE for one in finding.by_cell()]
    for name, sheet in original.sheets.items():
        here = [finding for finding in wrong if finding.place.sheet == name]
        there = [table for table in tables if table.sheet == name and table.columns]
        added += _mark_cells(sheet, here)
        if there and any(finding.place.row for finding in here):
            added += _add_column(sheet, here, there, kept=original.kept)
    if findings:
        _add_lists(original, findings, added)
    return original.content()


def _mark_cells(sheet: Worksheet, findings: Sequence[Finding]) -> Iterator[_Added]:
    """Fill and comment the cells; tells the fill each had."""
    by_cell: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.place.cell is not None:
            by_cell[own_cell(sheet, finding.place.cell).coordinate].append(finding)
    for coordinate, held in by_cell.items():
        cell = sheet[coordinate]
        yield "fill", mask_text(sheet.title), coordinate, tostring(cell.fill.to_tree()).decode()
        worst = Severity.ERROR if any(finding.severity is Severity.ERROR for finding in held) else Severity.WARNING
        cell.fill = PatternFill("solid", fgColor=_COLOURS[worst])
        if cell.comment is None:
            cell.comment = Comment(
                mask_text("\n".join(_sentence(finding) for finding in held)), MAKER, height=120, width=320
            )


def _sentence(finding: Finding) -> str:
    return f"{finding.code} {dated(finding.message)}。→ {finding.hint}"


def _add_column(
    sheet: Worksheet, findings: Sequence[Finding], tables: Sequence[TablePlace], *, kept: bool
) -> Iterator[_Added]:
    """The last column, with what is wrong in each row; tells where it stands and the filter there was."""
    held = {(cell.row, cell.column or 0): cell.value for cell in cells(sheet) if cell.value is not None}
    merged = [int(area.max_col or 0) for area in sheet.merged_cells.ranges if int(area.max_col or 0) < _LAST_COLUMN]
    last = max([*(column for _, column in held), *merged, 1])
    if last >= _LAST_COLUMN:
        return
    heads = [row for table in tables for row in _head_rows(table, held)]
    for row in heads:
        _put_head(sheet.cell(row, last + 1), own_cell(sheet, f"{get_column_letter(last)}{row}"))
    by_row: dict[int, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.place.row is not None and finding.place.row not in heads:
            by_row[finding.place.row].append(f"{finding.place.cell or ''} {dated(finding.message)}".strip())
    for row, messages in by_row.items():
        text = mask_text("；".join(dict.fromkeys(messages)))
        put_text(sheet.cell(row, last + 1), text)
        if not kept:  # no layout of theirs that a higher row could change
            sheet.cell(row, last + 1).alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = height((_OWN,), (text,), least=15)
    letter = get_column_letter(last + 1)
    sheet.column_dimensions[letter].width = _OWN.width
    before = sheet.auto_filter.ref or ""
    if not sheet.tables:  # a filter over a table of Excel's own would damage the workbook
        sheet.auto_filter.ref = _filter(before, tables[0], letter, max(row for row, _ in held))
    yield "column", mask_text(sheet.title), letter, before


def _head_rows(table: TablePlace, held: Mapping[tuple[int, int], object]) -> list[int]:
    """The row of the header, and those that repeat it further down."""
    columns = [column_number(letters) for letters in table.columns.values()]
    head = [held.get((table.header_row, column)) for column in columns]
    alike = (row for row, column in held if column == columns[0] and row > table.header_row)
    return [table.header_row, *(row for row in alike if [held.get((row, column)) for column in columns] == head)]


def _put_head(cell: Cell | MergedCell, beside: Cell | MergedCell) -> None:
    if isinstance(cell, MergedCell):
        return
    for look in ("font", "fill", "border", "alignment"):
        setattr(cell, look, copy(getattr(beside, look)))
    put_text(cell, MARKS_COLUMN)


def _filter(before: str, table: TablePlace, letter: str, last_row: int) -> str:
    """The range of the filter there is, or of the table, up to our column."""
    first = min(column_number(letters) for letters in table.columns.values())
    left, top, _, bottom = range_boundaries(before) if before else (first, table.header_row, 0, last_row)
    return f"{get_column_letter(left or first)}{top}:{letter}{bottom}"


def _add_lists(original: Original, findings: Sequence[Finding], added: Sequence[_Added]) -> None:
    """问题清单 with errors before warnings, 说明清单 with the notes; in a hidden column what `_take_away` must know."""
    wrong = sorted((one for one in findings if one.severity is not Severity.NOTE), key=lambda one: one.severity.value)
    sheet = _put_list(original, LIST, wrong)
    put_text(sheet.cell(1, _NOTES_AT), MAKER)
    for row, what in enumerate(added, 2):
        put_text(sheet.cell(row, _NOTES_AT), json.dumps(what, ensure_ascii=False))
    sheet.column_dimensions[get_column_letter(_NOTES_AT)].hidden = True
    notes = [one for one in findings if one.severity is Severity.NOTE]
    if notes:
        put_text(_put_list(original, NOTES, notes).cell(1, _NOTES_AT), MAKER)


def _put_list(original: Original, name: str, findings: Sequence[Finding]) -> Worksheet:
    """A sheet with one line a finding and a link to its cell, set up for print."""
    sheet = new_sheet(original.workbook, name, _COLUMNS)
    for row, finding in enumerate(findings, 2):
        place = finding.place
        where = place.cell or (f"第{place.row}行" if place.row else f"{place.column}列" if place.column else "整个文件")
        values = (
            row - 1,
            finding.severity.label,
            finding.code,
            place.sheet or "",
            where,
            finding.label,
            dated(finding.message),
            finding.hint,
            _related(finding),
        )
        put_line(sheet, row, _COLUMNS, values)
        if place.cell is not None and place.sheet in original.sheets and mask_text(place.sheet) == place.sheet:
            put_link(sheet.cell(row, _LINK_AT), original.sheets[place.sheet].title, place.cell)
    finish(sheet, _COLUMNS, len(findings) + 1)
    return sheet


def _related(finding: Finding) -> str:
    """The other places: cells of this file in one column and one after the other as F7:F24, other files by name."""
    return "；".join(":".join(_nearby(finding.place, one) for one in held) for held in runs(finding.related))


def _nearby(here: Place, place: Place) -> str:
    return (place.path == here.path and place.cell) or str(place).rsplit("/", 1)[-1]


def _take_away(original: Original) -> None:
    """Remove what an earlier run added, and give cells and filters back what they had."""
    book = original.workbook
    notes: list[_Added] = []
    for sheet in [sheet for sheet in book.worksheets if sheet.title.startswith((LIST, NOTES))]:
        if sheet.cell(1, _NOTES_AT).value == MAKER:
            texts = [cell.value for cell in cells(sheet) if cell.column == _NOTES_AT and (cell.row or 0) > 1]
            read = [_note(str(text)) for text in texts if text is not None]
            if None in read:  # somebody has written there; the sheet is theirs now
                continue
            notes += [note for note in read if note is not None]
            original.sheets.pop(sheet.title, None)
            book.remove(sheet)
    fills = {(title, at): fill for what, title, at, fill in notes if what == "fill"}
    for sheet in book.worksheets:
        for cell in cells(sheet):
            _clean(cell, fills.get((mask_text(sheet.title), cell.coordinate)))
    for what, title, letter, before in notes:
        if what == "column":
            for sheet in [one for one in book.worksheets if mask_text(one.title) == title]:
                _remove_column(sheet, letter, before)


def _note(text: str) -> _Added | None:
    """What an earlier run wrote down of one change; None where it is nothing of ours."""
    try:
        what, title, place, before = json.loads(text)
        if what == "fill":
            Fill.from_tree(fromstring(before))
            return (what, title, place, before) if _CELL.fullmatch(place) else None
        is_filter = not before or None not in range_boundaries(before)
        return (what, title, place, before) if what == "column" and _LETTERS.fullmatch(place) and is_filter else None
    except Exception:  # noqa: BLE001 - whatever stands there may be anything
        return None


def _clean(cell: Any, fill: str | None) -> None:
    ours = cell.comment is not None and cell.comment.author == MAKER
    if ours:
        cell.comment = None
    if (ours or fill is not None) and cell.fill.fgColor.rgb in _COLOURS.values():
        cell.fill = PatternFill() if fill is None else Fill.from_tree(fromstring(fill))  # type: ignore[arg-type]


def _remove_column(sheet: Worksheet, letter: str, before: str) -> None:
    """Our column, wherever it was moved to; the filter as it was."""
    heads = {cell.column or 0 for cell in cells(sheet) if cell.value == MARKS_COLUMN}
    if not heads:
        return
    ours = column_number(letter) if column_number(letter) in heads else max(heads)
    for cell in cells(sheet):
        if cell.column == ours and not isinstance(cell, MergedCell):
            cell.value, cell.style = None, "Normal"
    sheet.column_dimensions.pop(get_column_letter(ours), None)
    sheet.auto_filter.ref = before or None
