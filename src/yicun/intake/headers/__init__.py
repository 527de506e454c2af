"""Where the tables of a workbook are: header rows found by known labels, whatever stands around them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from yicun.intake.grid import Grid, RawTable, Workbook
from yicun.intake.headers.header_rows import Header, Sheet, header_at, is_another_header, next_header, side_by_side
from yicun.intake.headers.odd_rows import RowKind, is_title, looks_like_id, odd_rows, row_kind, squeezed
from yicun.intake.headers.passed_over import hidden_parts, of_copy, of_template, rows_skipped
from yicun.intake.headers.surroundings import answers_nil, filed_by, says_nil
from yicun.intake.headers.tables import column_findings, missing_columns, raw_table, used_columns
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Place, column_letters

_LOOKED_ABOVE = 30  # rows above a header that may say whose table it is
_LOOKED_AT = 200  # rows of a sheet without a table that are searched for a 零报告, or for what looks like a header
_CELLS_SHOWN = 12  # cells of a row, and characters of a cell, that a message shows
_PERSONAL = re.compile(r"\d{7}")  # a number that makes its row somebody's


def find_tables(book: Workbook) -> tuple[list[RawTable], list[Finding]]:
    """Every table of people or villages in a workbook, its cells as read, and the findings about the layout.

    Hidden sheets are not read (YC107). A book without any table is YC101, unless a sheet declares a 零报告: that comes
    as a table of candidates without rows or columns. Nothing is said of a book without any cell (that is YC008).
    """
    tables: list[RawTable] = []
    findings: list[Finding] = []
    without: list[Finding] = []
    for grid in book.grids:
        place = Place(book.path, grid.sheet)
        if not grid.visible:
            findings.append(Finding("YC107", place, {"reason": "工作表是隐藏的"}))
        elif _holds_anything(grid):
            found, about = _read_sheet(Sheet(book.path, grid), book.filled_by)
            tables += found
            findings += about
            if not found:
                without.append(Finding("YC107", place, {"reason": "没有找到名单的列名"}))
    if tables:
        findings += without
    elif without or findings:
        findings.append(Finding("YC101", Place(book.path), {"seen": _seen(book.grids)}))
    told = (one for one in findings if not of_copy(one) and not (book.template_version and of_template(one)))
    return tables, _once(told)


@dataclass
class _Region:
    """What one header rules: tables beside each other, the rows `above` them, and theirs to `end` (excluded).

    `odd` are the rows that the first table looks at more closely, `repeated` those that say the header again.
    """

    above: range
    header: Header
    tables: list[tuple[Header, TableKind]]
    end: int = 0
    odd: list[int] = field(default_factory=list)
    repeated: set[int] = field(default_factory=set)


def _read_sheet(sheet: Sheet, made_for: str) -> tuple[list[RawTable], list[Finding]]:
    tables: list[RawTable] = []
    findings: list[Finding] = []
    skipped: dict[RowKind, set[int]] = defaultdict(set)
    outside = 0
    filed = ""
    for region in _regions(sheet):
        if not region.tables:
            findings.append(_no_roster(sheet, region.header))
            continue
        skipped[RowKind.OUTSIDE].update(_people_in(sheet, outside, region.header.first))
        outside = region.end
        for header, kind in region.tables:
            if tables:
                findings.append(_another(sheet, header, beside=header.left > 0))
            kinds = _kinds(sheet, region, header, kind)
            for at, what in kinds.items():
                skipped[what].add(at)
            around = [sheet.texts(at) for at in (*region.above, *_spoken(kinds))]
            filed = filed_by(around) or filed
            rows = np.setdiff1d(np.arange(header.last + 1, region.end), list(kinds), assume_unique=True)
            nil = any(map(answers_nil, around)) or (not len(rows) and any(map(says_nil, around)))
            tables.append(raw_table(sheet, header, kind, rows, filed, nil_report=nil))
            findings += column_findings(sheet, header, kind, rows)
            if len(rows) or not nil:
                findings += missing_columns(sheet, header, kind)
    if tables:
        said = next((table.filed_by for table in tables if table.filed_by), made_for)
        tables = [table if table.filed_by else replace(table, filed_by=said) for table in tables]
        skipped[RowKind.OUTSIDE].update(_people_in(sheet, outside, sheet.grid.height))
        findings += rows_skipped(sheet, skipped)
        findings += hidden_parts(sheet, tables)
        return tables, findings
    return _nil_only(sheet, made_for), []


def _regions(sheet: Sheet) -> Iterator[_Region]:
    """The headers of a sheet from the top, each with its rows; below a table also headers of what is no roster."""
    begin = 0
    header = next_header(sheet, begin)
    while header is not None:
        above = range(max(begin, header.first - _LOOKED_ABOVE), header.first)
        about = sheet.grid.sheet + "".join(text for at in above for text in sheet.texts(at))
        tables = [(part, kind) for part in side_by_side(header) if (kind := part.kind(about)) is not None]
        region = _Region(above, header, tables, header.last + 1)
        if tables:
            _measure(sheet, region)
        if tables or (begin and is_another_header(sheet.row(header.last))):
            yield region
        begin = region.end if tables else begin
        header = next_header(sheet, region.end)


def _measure(sheet: Sheet, region: _Region) -> None:
    """Find where a region ends, and the rows in it that need a closer look."""
    header, kind = region.tables[0]
    region.end = sheet.grid.height
    passed = header.last
    for at in _odd_rows(sheet, region, header, kind):
        region.odd.append(at)
        if at <= passed or not is_another_header(sheet.row(at)):
            continue
        other = header_at(sheet, at, passed + 1, below_table=True)
        title, apart = _title_above(sheet, other.first, passed + 1)
        if apart or other.texts() != region.header.texts():
            region.end = title
            region.odd = [odd for odd in region.odd if odd < title]
            return
        region.repeated.update(range(other.first, other.last + 1))
        passed = other.last


def _odd_rows(sheet: Sheet, region: _Region, header: Header, kind: TableKind) -> Iterator[int]:
    rows = range(header.last + 1, region.end)
    return odd_rows(sheet.grid, rows, min(header.parts), used_columns(header, kind), kind)


def _title_above(sheet: Sheet, first: int, floor: int) -> tuple[int, bool]:
    """Where the title over a header begins (the header itself without one), and whether a blank row stands above it."""
    at = first - 1
    while at >= floor and not any(sheet.texts(at)):
        at -= 1
    title = first
    while at >= floor and is_title(sheet.texts(at)):
        title = at
        at -= 1
    return title, title > floor and not any(sheet.texts(title - 1))


def _kinds(sheet: Sheet, region: _Region, header: Header, kind: TableKind) -> dict[int, RowKind]:
    """Row -> what it is, for the rows of a table that hold nobody."""
    inside = {name: column - header.left for name, column in used_columns(header, kind).items()}
    kinds: dict[int, RowKind] = {}
    odd = region.odd if header is region.tables[0][0] else _odd_rows(sheet, region, header, kind)
    for at in odd:
        if at in region.repeated:
            kinds[at] = RowKind.REPEATED_HEADER
        elif (what := row_kind(sheet.row(at)[header.left : header.right], inside, kind)) is not None:
            kinds[at] = what
    return kinds


def _spoken(kinds: Mapping[int, RowKind]) -> Iterator[int]:
    return (at for at, what in kinds.items() if what in {RowKind.NIL, RowKind.SIGNATURE, RowKind.NOTE, RowKind.CAPTION})


def _people_in(sheet: Sheet, start: int, end: int) -> list[int]:
    return (
        np.flatnonzero(sheet.grid.which(slice(start, end), slice(None), looks_like_id).any(axis=1)) + start
    ).tolist()


def _another(sheet: Sheet, header: Header, *, beside: bool) -> Finding:
    column = column_letters(sheet.grid.left + min(header.parts)) if beside else None
    number = sheet.number(header.first)
    return Finding("YC110", Place(sheet.path, sheet.grid.sheet, number, column), {"row": str(number)})


def _no_roster(sheet: Sheet, header: Header) -> Finding:
    number = sheet.number(header.first)
    reason = f"第 {number} 行起的表不是名单"
    return Finding("YC107", Place(sheet.path, sheet.grid.sheet, number), {"reason": reason})


def _nil_only(sheet: Sheet, made_for: str) -> list[RawTable]:
    """A sheet without a table that declares a 零报告."""
    texts = [sheet.texts(at) for at in range(min(_LOOKED_AT, sheet.grid.height))]
    for at, row in enumerate(texts):
        if answers_nil(row) or says_nil(row):
            return [
                RawTable(
                    sheet.path, sheet.grid.sheet, TableKind.CANDIDATES, sheet.number(at), np.empty(0, dtype=np.int64),
                    {}, (None,), {}, {},
                    filed_by=filed_by(texts) or made_for, nil_report=True,
                )
            ]  # fmt: skip
    return []


def _holds_anything(grid: Grid) -> bool:
    return any(map(squeezed, grid.cells))


def _seen(grids: Iterable[Grid]) -> str:
    """The row with the most texts above the first that may be somebody's; of that row no cell with a digit."""
    best: list[str] = []
    for grid in grids:
        for at in range(min(_LOOKED_AT, grid.height)) if grid.visible else ():
            texts = [text for cell in grid.row(at) if (text := squeezed(cell))]
            if any(map(_PERSONAL.search, texts)):
                break
            best = max(best, texts, key=len)
    shown = [text for text in best if not any(map(str.isdigit, text))][:_CELLS_SHOWN]
    cut = (text if len(text) <= _CELLS_SHOWN else f"{text[: _CELLS_SHOWN - 1]}…" for text in shown)
    return "、".join(cut) or "没有像列名的一行"


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Two tables of a sheet may share a column, of which everything is said once."""
    return list({(one.code, one.place, one.field, *one.facts.values()): one for one in findings}.values())
