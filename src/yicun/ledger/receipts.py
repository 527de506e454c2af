"""What came in, when, from whom, and what it was: the sheet 收文."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yicun.ledger.book import Entry, Ledger
from yicun.model.fields import TableKind

_DATED = {
    TableKind.DECISIONS: ("decided_on", "left_on"),
    TableKind.RULINGS: ("ruled_on",),
    TableKind.POSTS: ("appointed_on", "left_on"),
}


class Manner(StrEnum):
    """What a receipt does to what its station sent before."""

    FULL = "全量"
    MORE = "补报"
    CORRECTION = "更正"
    NIL = "零报告"
    VOID = "作废"


EMPTY = "YC008"
"""What is said of a file without a row, unless its receipt is of a 零报告."""

PARTIAL = frozenset((Manner.MORE, Manner.CORRECTION))
"""What they do not name stays as it was."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One row of 收文. `file` as it is shown, `sha256` its first twelve digits ("" where the office wrote none)."""

    number: int
    on: date
    station: str
    file: str
    sha256: str
    manner: Manner
    entry: Entry

    @property
    def order(self) -> tuple[date, int]:
        """By the day it came in, then by its number."""
        return self.on, self.number


def receipts_of(ledger: Ledger | None) -> tuple[Receipt, ...]:
    """Every receipt that says all it must, in the order they came in."""
    if ledger is None:
        return ()
    found = []
    for entry in ledger.entries(TableKind.RECEIPTS):
        on = entry.day("received_on")
        if on is None or not all(map(entry.text, ("number", "station", "file", "manner"))):
            continue
        file, manner = entry.text("file").replace("\\", "/"), Manner(entry.text("manner"))
        sha256 = entry.text("sha256").lower()
        found.append(Receipt(int(entry.text("number")), on, entry.text("station"), file, sha256, manner, entry))
    return tuple(sorted(found, key=lambda receipt: receipt.order))


def in_force(receipts: Sequence[Receipt], day: date) -> Mapping[str, Receipt]:
    """File -> its receipt, for those that count on a day. A later row of the same file takes the place of the earlier.

    A row of 作废 takes its file out from its day on.
    """
    by_file = {receipt.file: receipt for receipt in receipts if receipt.on <= day}
    return {file: receipt for file, receipt in by_file.items() if receipt.manner is not Manner.VOID}


def ever_in_force(receipts: Sequence[Receipt], day: date) -> frozenset[str]:
    """The files that counted on any day up to this one."""
    return frozenset(receipt.file for receipt in receipts if receipt.on <= day and receipt.manner is not Manner.VOID)


def void_or_later(receipts: Sequence[Receipt], day: date) -> frozenset[str]:
    """The files that have a receipt and do not count on a day."""
    return frozenset(receipt.file for receipt in receipts) - in_force(receipts, day).keys()


def days_of_change(ledger: Ledger) -> tuple[date, ...]:
    """The days since the first receipt on which anything came in, was voided, decided or ruled, or anybody left."""
    days = {receipt.on for receipt in receipts_of(ledger)}
    first = min(days, default=date.max)
    for kind, names in _DATED.items():
        days |= {day for entry in ledger.entries(kind) for name in names if (day := entry.day(name)) and day > first}
    return tuple(sorted(days))
