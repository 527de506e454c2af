"""From a header and the rows below it to a raw table, with what is to be said about its columns."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from yicun.intake.grid import Cell, Ints, RawTable
from yicun.intake.headers.header_rows import Header
from yicun.intake.headers.labels import is_refused, suggestion, written
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.split_dates import split_dates
from yicun.model.fields import BY_NAME, FIELDS, MARKS_COLUMN, SELF_CHECK_COLUMN, TableKind
from yicun.model.findings import Finding, Fix, Place, column_letters, shown
from yicun.model.spellings import HEADER, teaching

_OWN_COLUMNS = frozenset(("序号", SELF_CHECK_COLUMN, MARKS_COLUMN))


def raw_table(
    sheet: Sheet, header: Header, kind: TableKind, rows: Ints, filed_by: str, *, nil_report: bool
) -> RawTable:
    """The table of the columns that name one field each. `rows` are the row indexes that hold somebody."""
    columns = used_columns(header, kind)
    stands = np.repeat(rows[:, np.newaxis], len(columns), axis=1)
    merged: dict[str, list[int]] = {}
    for at, (name, column) in enumerate(columns.items()):
        if BY_NAME[kind][name].inherits and (begins := _merged_from(sheet, header, column, rows)):
            merged[name] = sorted(begins)
            stands[merged[name], at] = [begins[position] for position in merged[name]]
    held = sheet.grid.cells[stands, list(columns.values())].compact()
    return RawTable(
        sheet.path,
        sheet.grid.sheet,
        kind,
        sheet.number(header.last),
        rows + sheet.grid.top,
        {name: held[:, at] for at, name in enumerate(columns)},
        {name: letters(sheet, column) for name, column in columns.items()},
        {name: written(header.parts[column]) for name, column in columns.items()},
        merged,
        filed_by,
        nil_report,
        struck=_struck(sheet, columns, rows),
    )


def _struck(sheet: Sheet, columns: Mapping[str, int], rows: Ints) -> list[int]:
    """Positions of the people whose name is struck through, or more than half of what their row says."""
    if sheet.grid.struck is None:
        return []
    used = list(columns.values())
    struck, filled = sheet.grid.struck[rows][:, used], sheet.grid.cells[rows][:, used].filled
    gone = 2 * (struck & filled).sum(axis=1) > filled.sum(axis=1)
    if "name" in columns:
        gone |= (struck & filled)[:, used.index(columns["name"])]
    return np.flatnonzero(gone).tolist()


def used_columns(header: Header, kind: TableKind) -> dict[str, int]:
    """Field -> column, for the fields that exactly one column names."""
    fields = header.fields(kind)
    names = list(fields.values())
    return {name: column for column, name in fields.items() if names.count(name) == 1}


def letters(sheet: Sheet, column: int) -> str:
    """The letters Excel shows for a column."""
    return column_letters(sheet.grid.left + column)


def column_findings(sheet: Sheet, header: Header, kind: TableKind, rows: Ints) -> Iterator[Finding]:
    """What is wrong with the columns of a table: refused, said twice, unsure, not needed (YC103 to YC106)."""
    fields = header.fields(kind)
    of_dates = {column for columns in split_dates(header, kind).values() for column in columns}
    for column, parts in header.parts.items():
        if column in of_dates:
            continue
        place = Place(sheet.path, sheet.grid.sheet, column=letters(sheet, column))
        text = shown(None, written(parts))
        if is_refused(parts):
            yield Finding("YC105", place, {"header": text})
        elif column in fields:
            same = [other for other, name in fields.items() if name == fields[column]]
            if len(same) > 1 and column == same[1]:
                yield _twice(sheet, header, kind, same)
        elif meant := suggestion(parts, kind, set(fields.values())):
            facts = {"header": text, "suggestion": meant, **_teachable(parts, f"填“{meant}”")}
            yield Finding("YC106", place, facts, fix=Fix(meant, safe=False))
        else:
            yield Finding("YC104", place, {"header": text, **_teachable(parts, "填名单项目的名称")})
    for column in range(header.left, header.right):
        if column not in header.parts and sheet.grid.cells[rows, column].passing(_is_filled).any():
            name = letters(sheet, column)
            yield Finding("YC104", Place(sheet.path, sheet.grid.sheet, column=name), {"header": f"（无列名）{name}列"})


def _teachable(parts: Sequence[str], fill_in: str) -> dict[str, str]:
    """What an office may teach of a header: its lowest cell, unless that is our own or could hold a number."""
    text = parts[-1]
    if text in _OWN_COLUMNS or shown(None, text) != text:
        return {}
    return {"written": text, "teach": teaching(HEADER, text, fill_in)}


def missing_columns(sheet: Sheet, header: Header, kind: TableKind, given: Collection[str] = ()) -> Iterator[Finding]:
    """A required column that no header names, once each (YC102); `given` fields are known without a column."""
    named = {*header.fields(kind).values(), *given}
    place = Place(sheet.path, sheet.grid.sheet, sheet.number(header.last))
    for field in FIELDS[kind]:
        if field.required and field.name not in named:
            yield Finding("YC102", place, {}, field.name, field.label)


def answers_missing(sheet: Sheet, table: RawTable) -> Iterator[Finding]:
    """What a roster asks for and none of the forms on a sheet does, once each (YC102)."""
    place = Place(sheet.path, sheet.grid.sheet, table.header_row)
    for field in FIELDS[table.kind]:
        if field.required and field.name not in table.cells:
            yield Finding("YC102", place, {}, field.name, field.label)


def _twice(sheet: Sheet, header: Header, kind: TableKind, columns: Sequence[int]) -> Finding:
    field = BY_NAME[kind][header.fields(kind)[columns[0]]]
    first, second, *others = (Place(sheet.path, sheet.grid.sheet, column=letters(sheet, column)) for column in columns)
    headers = "”“".join(shown(None, written(header.parts[column])) for column in columns)
    return Finding("YC103", second, {"headers": headers}, field.name, field.label, related=(first, *others))


def _is_filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _merged_from(sheet: Sheet, header: Header, column: int, rows: Ints) -> dict[int, int]:
    """Position of each blank cell inside a merged area -> the first row of that area, whose value it takes."""
    if not sheet.merges or not len(rows):
        return {}
    blank = ~sheet.grid.cells[rows, column].passing(_is_filled)
    begins: dict[int, int] = {}
    for first, areas in sheet.merges.items():
        for area in areas:
            if area.first_column != column or first <= header.last or first > rows[-1]:
                continue
            begin, end = np.searchsorted(rows, (first + 1, area.last_row + 1))
            positions = np.flatnonzero(blank[begin:end]) + begin
            if len(positions) and _is_filled(sheet.row(first)[column]):
                blank[positions] = False
                begins |= dict.fromkeys(positions.tolist(), first)
    return begins
