"""The office's own workbook, read as any table is: parsed, held to its schema, every fault at its cell."""

from datetime import date
from pathlib import Path

from yicun.intake.headers.ledger_sheets import ledger_tables
from yicun.intake.load.checking import check_tables
from yicun.intake.read import open_workbook
from yicun.ledger.book import Ledger
from yicun.model.errors import CannotRun
from yicun.model.fields import LEDGER_KINDS
from yicun.model.findings import Findings


def read_ledger(path: Path, shown: str, as_of: date) -> tuple[Ledger, Findings]:
    """The tables of a ledger and what is wrong with their cells.

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
    return ledger, Findings(rows.findings.all(rows.places))
