"""The sheets of the office's ledger, known by their names; any other sheet is the clerk's own and stays unread."""

from collections.abc import Sequence

import numpy as np

from yicun.intake.grid import Cell, Ints, RawTable, Workbook
from yicun.intake.headers.header_rows import Header
from yicun.intake.headers.labels import field_of
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.tables import raw_table, used_columns
from yicun.model.fields import FIELDS, LEDGER, TableKind
from yicun.model.findings import Finding
from yicun.model.places import Place

_LOOKED_AT = 20  # rows that may stand above a header
_EXAMPLE = "示例"

BY_NAME = {name: kind for kind, (name, _) in LEDGER.items()}


def ledger_tables(book: Workbook) -> tuple[list[RawTable], list[Finding]]:
    """The tables of a ledger, and its sheets that lack their header (YC101) or a required column (YC102)."""
    tables: list[RawTable] = []
    findings: list[Finding] = []
    for grid in book.grids:
        kind = BY_NAME.get(grid.sheet.strip())
        if kind is None or not grid.height:
            continue
        sheet = Sheet(book.path, grid)
        header = _header(sheet, kind)
        if header is None:
            seen = "、".join(LEDGER[kind][1][at].label for at in range(2))
            findings.append(Finding("YC101", Place(book.path, grid.sheet), {"seen": f"没有“{seen}”等列名的一行"}))
            continue
        findings += _missing(sheet, header, kind)
        tables.append(raw_table(sheet, header, kind, _rows(sheet, header, kind), "", nil_report=False))
    return tables, findings


def _header(sheet: Sheet, kind: TableKind) -> Header | None:
    for at in range(min(_LOOKED_AT, sheet.grid.height)):
        texts = {column: (cell,) for column, cell in enumerate(sheet.row(at)) if isinstance(cell, str) and cell.strip()}
        if sum(field_of(parts, kind) is not None for parts in texts.values()) >= 2:
            return Header(at, at, texts, 0, sheet.grid.width)
    return None


def _rows(sheet: Sheet, header: Header, kind: TableKind) -> Ints:
    """The rows below the header that say anything in a column of the table, save for an example."""
    columns = list(used_columns(header, kind).values())
    below = np.arange(header.last + 1, sheet.grid.height)
    filled = np.zeros(len(below), dtype=bool)
    for column in columns:
        filled |= sheet.grid.cells[below, column].passing(_has_text)
    examples = np.zeros(len(below), dtype=bool)
    examples |= sheet.grid.cells[below, 0].passing(lambda cell: cell == _EXAMPLE)
    rows: Ints = below[filled & ~examples]
    return rows


def _has_text(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _missing(sheet: Sheet, header: Header, kind: TableKind) -> Sequence[Finding]:
    named = set(used_columns(header, kind))
    place = Place(sheet.path, sheet.grid.sheet, sheet.number(header.last))
    lacking = [about for about in FIELDS[kind] if about.required and about.name not in named]
    return [Finding("YC102", place, {}, about.name, about.label) for about in lacking]
