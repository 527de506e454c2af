"""An area whose stations sent and corrected for three weeks: 300 receipts, and the same files without a ledger."""

import hashlib
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import openpyxl

from synthetic.areas import Plan, make_area
from yicun.ledger.rows import with_rows
from yicun.model.fields import LEDGER, TableKind
from yicun.model.places import column_letters
from yicun.report.ledger_book import blank

Row = tuple[object, ...]
FIRST, AS_OF = date(2020, 5, 8), date(2020, 5, 28)
"""After the last day any roster names: a station reports what was done."""
RECEIPTS = 300
_PHONE = "联系电话"


def make_received(plan: Plan, folder: Path) -> tuple[Path, Path]:
    """The area with its ledger and without, under `folder`."""
    received, plain = folder / "with", folder / "without"
    make_area(plan, received)
    _correct(received, RECEIPTS - plan.stations)
    shutil.copytree(received, plain)
    config = received / "yicun.toml"
    config.write_text(f'{config.read_text("utf-8")}\nledger = "台账.xlsx"\n', "utf-8")
    (received / "台账.xlsx").write_bytes(_ledger(received, plan.stations))
    return received, plain


def _correct(folder: Path, count: int) -> None:
    """`count` corrections beside the first reports, each of one person's phone."""
    reports = [(path, _rows(path)) for path in sorted((folder / "报送").iterdir())]
    for number in range(count):
        path, (header, *people) = reports[number % len(reports)]
        person = list(people[number // len(reports) % len(people)])
        person[header.index(_PHONE)] = f"154{number:08}"
        book = openpyxl.Workbook()
        book.active.append(header)
        book.active.append(person)
        book.save(path.with_name(f"{path.stem}-更正{number:03}.xlsx"))


def _rows(path: Path) -> list[Row]:
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def _ledger(folder: Path, stations: int) -> bytes:
    """First every station's whole report, then the corrections, over three weeks."""
    files = sorted((folder / "报送").iterdir(), key=lambda path: ("更正" in path.name, path.name))
    cells = [
        {column_letters(column): value for column, value in enumerate(row, 1)}
        for row in (_receipt(number, path, number <= stations) for number, path in enumerate(files, 1))
    ]
    return with_rows(blank(AS_OF, "示例市"), LEDGER[TableKind.RECEIPTS][0], cells)


def _receipt(number: int, path: Path, whole: bool) -> Sequence[str | int | None]:
    on = FIRST + timedelta(days=(number - 1) * (AS_OF - FIRST).days // (RECEIPTS - 1))
    station = path.name[4:].split("所")[0] + "派出所"
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return number, on.isoformat(), station, f"报送/{path.name}", sha256, "全量" if whole else "更正"
