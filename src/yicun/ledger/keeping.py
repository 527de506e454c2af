"""Rows of 在岗 考核 培训 that the office has kept as long as it agreed to keep them."""

from collections.abc import Iterator, Mapping
from datetime import date

from yicun.ledger.book import Entry, Ledger
from yicun.model.fields import LEDGER, TableKind
from yicun.model.periods import full_months

_Who = tuple[str, str, str]
_ABOUT_PEOPLE = (TableKind.POSTS, TableKind.ASSESSMENTS, TableKind.TRAINING)


def past_keeping(ledger: Ledger, months: int, day: date) -> Mapping[str, tuple[int, ...]]:
    """Sheet -> the numbers of its rows about people who left all their posts at least `months` before `day`.

    A post without an exit, or with one whose day nobody knows, keeps everything of its person.
    """
    last = dict[_Who, date]()
    for entry in ledger.entries(TableKind.POSTS):
        who = _person(entry, entry.text("id_number"))
        last[who] = max(last.get(who, date.min), entry.day("left_on") or date.max)
    over = {who for who, left in last.items() if left < date.max and full_months(left, day) >= months}
    found = {LEDGER[kind][0]: tuple(_rows(ledger, kind, over)) for kind in _ABOUT_PEOPLE}
    return {sheet: rows for sheet, rows in found.items() if rows}


def _rows(ledger: Ledger, kind: TableKind, over: set[_Who]) -> Iterator[int]:
    identity = "id_number" if kind is TableKind.POSTS else "id_ends"
    for entry in ledger.entries(kind):
        number = ledger.places.place(entry.row).row
        if number is not None and _person(entry, entry.text(identity)) in over:
            yield number


def _person(entry: Entry, identity: str) -> _Who:
    return entry.text("village"), entry.text("name"), identity[-4:].upper()
