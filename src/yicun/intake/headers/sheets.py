"""One sheet read: its tables, the forms and tables on their side between them, and what is to be said of the rest."""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np

from yicun.intake.grid import RawTable
from yicun.intake.headers.continued import with_continued
from yicun.intake.headers.forms import Form, form_table, forms_in, with_village
from yicun.intake.headers.header_rows import Header
from yicun.intake.headers.located import SectionLines, located, village_around
from yicun.intake.headers.odd_rows import RowKind, squeezed
from yicun.intake.headers.passed_over import hidden_parts, rows_skipped
from yicun.intake.headers.regions import Region, goes_on, kinds_of_rows, regions, reported_kinds
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.split_dates import with_split_dates
from yicun.intake.headers.surroundings import answers_nil, filed_by, is_nil_report
from yicun.intake.headers.tables import (
    answers_missing,
    column_findings,
    missing_columns,
    raw_table,
    used_columns,
)
from yicun.intake.headers.turned import cells_as_written, lying_in, turned, turned_back
from yicun.intake.headers.unfilled import unfilled_sheet, unfilled_villages
from yicun.intake.headers.unplaced import outside_columns, people_unplaced, with_id, with_name
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Place, column_letters

_LOOKED_AT = 200  # rows of a sheet without a table that are searched for a 零报告
_FORM_ROWS = 5_000  # rows outside tables that are searched for forms
_FORM_NAME = re.compile(r"(推荐|推选|登记|审批|报名|呈报|审核|考察|自荐|信息)表")
_HOLDS_NOBODY = frozenset((RowKind.SAMPLE, RowKind.CONTINUED, RowKind.REPEATED_HEADER, RowKind.BLANK))


@dataclass(slots=True)
class _Read:
    """What was read of a sheet so far. `outside`: rows (once for each of them) with people that nothing could place."""

    tables: list[RawTable] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: dict[RowKind, set[int]] = field(default_factory=lambda: defaultdict(set))
    outside: list[int] = field(default_factory=list)
    filed: str = ""


def read_sheet(sheet: Sheet, made_for: str) -> tuple[list[RawTable], list[Finding]]:
    """The tables of a sheet, its forms and people in columns among them, and what is wrong with its layout."""
    read = _Read(filed=filed_by([squeezed(line)] for line in sheet.grid.above))
    end = 0
    for region in regions(sheet):
        if not region.tables:
            read.findings.append(_no_roster(sheet, region.header))
            continue
        _read_between(sheet, end, region.header.first, read)
        for number in range(len(region.tables)):
            _read_table(sheet, region, number, read)
        end = region.end
    _read_between(sheet, end, sheet.grid.height, read)
    if not read.tables:
        nil = _nil_only(sheet, made_for)
        outside = read.outside or ([] if nil else with_name(sheet, range(sheet.grid.height)))
        return nil or _filed_only(sheet, outside, made_for), people_unplaced(sheet, outside, "没有可以认出的列名")
    unit = next((table.filed_by for table in read.tables if table.filed_by), made_for)
    tables = [table if table.filed_by else replace(table, filed_by=unit) for table in read.tables]
    read.findings += rows_skipped(sheet, read.skipped)
    read.findings += people_unplaced(sheet, read.outside, "在名单以外")
    read.findings += hidden_parts(sheet, tables)
    return tables, read.findings


def _read_table(sheet: Sheet, region: Region, number: int, read: _Read) -> None:
    """One table of a region, with everything that is to be said of its columns and rows."""
    (header, kind), village = region.tables[number], region.around[number]
    if read.tables:
        read.findings.append(_another(sheet, header, beside=header.left > 0))
    continued = goes_on(sheet, region, header, kind)
    kinds = kinds_of_rows(sheet, region, header, kind) | dict.fromkeys(continued, RowKind.CONTINUED)
    for at, what in kinds.items():
        read.skipped[what].add(at)
    read.outside += with_id(sheet, range(0), [at for at, what in kinds.items() if what not in _HOLDS_NOBODY])
    around = [sheet.texts(at) for at in (*region.above, *reported_kinds(kinds))]
    read.filed = filed_by(around) or read.filed
    rows = np.setdiff1d(np.arange(header.last + 1, region.end), list(kinds), assume_unique=True)
    nil = any(map(answers_nil, around)) or (not len(rows) and any(map(is_nil_report, around)))
    table, notes = raw_table(sheet, header, kind, rows, read.filed, nil_report=nil), list[Finding]()
    table = with_split_dates(table, sheet, header)
    if kind is TableKind.CANDIDATES:
        read.outside += outside_columns(sheet, header, rows, used_columns(header, kind).get("id_number"))
        table = with_continued(table, sheet, used_columns(header, kind), continued)
        sections = SectionLines()
        for at, what in kinds.items():
            if what in {RowKind.CAPTION, RowKind.UNFILLED}:
                sections.add(sheet, at, header, used_columns(header, kind).get("village"))
        table, notes = located(table, village, sections, sheet.grid.top)
    read.tables.append(replace(table, unfilled=unfilled_villages(sheet, header, kind, kinds, village)))
    read.findings += [*column_findings(sheet, header, kind, rows), *notes]
    if len(rows) or not nil:
        read.findings += missing_columns(sheet, header, kind, table.spots)


def _read_between(sheet: Sheet, start: int, end: int, read: _Read) -> None:
    """What stands outside the tables: people in columns, forms, and IDs that belong to neither."""
    lying = lying_in(sheet, start, min(end, start + _FORM_ROWS))
    if lying is not None:
        _read_between(sheet, start, lying.first, read)
        on_its_feet = turned(sheet, lying, village_around(sheet, range(start, lying.first), None))
        tables, findings = read_sheet(on_its_feet, "")
        read.tables += map(turned_back, tables)
        read.findings += cells_as_written(findings)
        if tables:
            place = Place(sheet.path, sheet.grid.sheet, sheet.number(lying.first))
            number = str(sum(len(table.rows) for table in tables))
            read.findings.append(Finding("YC112", place, {"what": "一人一列的表", "number": number}))
            _note_filed(sheet, range(start, lying.first), read)
            _read_between(sheet, lying.last + 1, end, read)
            return
        start = lying.first
    forms = forms_in(sheet, start, min(end, start + _FORM_ROWS))
    people = [form for form in forms if form.is_somebody]
    if people:
        _read_forms(sheet, people, start, read)
    elif forms:
        place = Place(sheet.path, sheet.grid.sheet, sheet.number(forms[0].first))
        read.findings.append(Finding("YC107", place, {"reason": "表格没有填写"}))
    if people:
        behind = next((at for at in range(people[-1].last + 1, end) if not any(sheet.texts(at))), end)
        read.outside += with_id(sheet, range(start, people[0].first)) + with_id(sheet, range(behind, end))
        read.outside += [row for form in people for row in form.other_ids]
    else:
        read.outside += with_id(sheet, range(start, end))


def _read_forms(sheet: Sheet, forms: list[Form], start: int, read: _Read) -> None:
    notes: list[Finding] = []
    ends = [start, *(form.last + 1 for form in forms)]
    placed: list[Form] = []
    for form, floor in zip(forms, ends, strict=False):
        above = range(min(floor, form.first), form.first)
        placed.append(with_village(form, village_around(sheet, above, None), sheet, notes))
    table = replace(form_table(sheet, placed), filed_by=read.filed)
    read.tables.append(table)
    _note_filed(sheet, range(start, forms[0].first), read)
    titles = "".join(
        (sheet.grid.sheet, *sheet.grid.above, *("".join(sheet.texts(at)) for at in range(start, forms[0].first)))
    )
    title = _FORM_NAME.search(titles)
    place = Place(sheet.path, sheet.grid.sheet, sheet.number(forms[0].first))
    what = title[0] if title is not None else "表格"
    read.findings.append(Finding("YC112", place, {"what": what, "number": str(len(forms))}))
    read.findings += [*notes, *answers_missing(sheet, table)]


def _note_filed(sheet: Sheet, above: range, read: _Read) -> None:
    filed = filed_by(map(sheet.texts, above))
    if filed and read.tables:
        read.filed = filed
        read.tables[-1] = replace(read.tables[-1], filed_by=read.tables[-1].filed_by or filed)


def _another(sheet: Sheet, header: Header, *, beside: bool) -> Finding:
    column = column_letters(sheet.grid.left + min(header.parts)) if beside else None
    number = sheet.number(header.first)
    return Finding("YC110", Place(sheet.path, sheet.grid.sheet, number, column), {"row": str(number)})


def _no_roster(sheet: Sheet, header: Header) -> Finding:
    number = sheet.number(header.first)
    reason = f"第 {number} 行起的表不是名单"
    return Finding("YC107", Place(sheet.path, sheet.grid.sheet, number), {"reason": reason})


def _filed_only(sheet: Sheet, outside: Collection[int], made_for: str) -> list[RawTable]:
    """A sheet with people that nothing could place, or that says of its village to have nobody: a table of nobody.

    Its station has sent something.
    """
    texts = [sheet.texts(at) for at in range(min(_LOOKED_AT, sheet.grid.height))] if outside else []
    filed = filed_by([*([squeezed(line)] for line in sheet.grid.above), *texts]) or made_for
    filed = filed if outside else ""
    unfilled = () if outside else unfilled_sheet(sheet)
    return [replace(_of_nobody(sheet, 0, filed), unfilled=unfilled)] if filed or unfilled else []


def _of_nobody(sheet: Sheet, at: int, filed: str, *, nil_report: bool = False) -> RawTable:
    rows = np.empty(0, dtype=np.int64)
    number = sheet.number(at)
    return RawTable(sheet.path, sheet.grid.sheet, TableKind.CANDIDATES, number, rows, {}, {}, {}, {}, filed, nil_report)


def _nil_only(sheet: Sheet, made_for: str) -> list[RawTable]:
    """A sheet without a table that declares a 零报告."""
    texts = [sheet.texts(at) for at in range(min(_LOOKED_AT, sheet.grid.height))]
    for at, row in enumerate(texts):
        if answers_nil(row) or is_nil_report(row):
            return [_of_nobody(sheet, at, filed_by(texts) or made_for, nil_report=True)]
    return []
