"""The office's own workbook, read as any table is: parsed, held to its schema, every fault at its cell."""

from datetime import date
from pathlib import Path

import numpy as np

from yicun.intake.headers.ledger_sheets import ledger_tables
from yicun.intake.load.checking import CheckedRows, check_tables
from yicun.intake.load.whole_columns import keep_rows
from yicun.intake.read import open_workbook
from yicun.ledger.book import Ledger
from yicun.model.errors import CannotRun
from yicun.model.fields import LEDGER_KINDS, TableKind
from yicun.model.findings import CellFindings, Findings

_DATED = {
    TableKind.RECEIPTS: ("received_on",),
    TableKind.DECISIONS: ("decided_on", "left_on"),
    TableKind.RULINGS: ("ruled_on",),
    TableKind.WAIVERS: ("approved_on",),
    TableKind.POSTS: ("appointed_on",),
    TableKind.ASSESSMENTS: ("assessed_on",),
}
"""The days by which a row says since when it is there."""


def read_ledger(path: Path, shown: str, as_of: date) -> tuple[Ledger, Findings]:
    """The tables of a ledger and what is wrong with their cells, but for rows that say that they came later.

    Raises `CannotRun` where the workbook cannot be read at all: what the office decided would be missing everywhere.
    """
    book = open_workbook(path, shown)
    if not book.grids:
        why = next((found.message for found in book.findings), "")
        raise CannotRun(f"台账 {shown} 无法读取：{why}。→ 请用 WPS 或 Excel 修复，或改回 台账.前一版.xlsx")
    tables, layout = ledger_tables(book)
    found = [one for one in book.findings if one.code != "YC111"]
    rows = check_tables(tables, [*found, *layout], as_of, LEDGER_KINDS)
    ledger = Ledger(shown, book.sha256, rows.frames, rows.places, rows.unreadable)
    there = Findings(rows.findings.single, (_there(batch, rows, as_of) for batch in rows.findings.cells))
    return ledger, Findings(there.all(rows.places))


def _there(batch: CellFindings, rows: CheckedRows, as_of: date) -> CellFindings:
    """The findings of a batch without those in rows that are dated later; a day itself always keeps what it has."""
    names = _DATED.get(batch.kind, ())
    if not names or batch.field in names:
        return batch
    days = rows.frames[batch.kind].loc[list(batch.rows), list(names)].min(axis=1)
    return keep_rows(batch, np.flatnonzero(~(days > np.datetime64(as_of)).to_numpy()))
