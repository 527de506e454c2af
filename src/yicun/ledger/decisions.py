"""What the office decided on a person, and who left: the sheet 审核. It wins over any roster."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from yicun.ledger.book import Entry, Ledger, text_of
from yicun.ledger.contesting import Settled
from yicun.ledger.merging import picked
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding

_DECIDED = ("decision", "decided_on")


@dataclass(frozen=True, slots=True)
class Decided:
    """People with what the office decided; `exits` row id -> the day the person left; `settled` row ids of those on
    whom the office has spoken.
    """

    people: Settled
    exits: Mapping[int, date]
    spoken: frozenset[int]
    findings: tuple[Finding, ...]
    differing: tuple[CellFindings, ...]


def decide(people: Settled, ledger: Ledger, day: date) -> Decided:
    """Write the decisions of `day` and before over what the rosters say, and find out who left by then."""
    who = _Who(people.candidates)
    meant = [(entry, who.rows(entry)) for entry in ledger.entries(TableKind.DECISIONS)]
    decisions, exits = dict[int, tuple[str, date]](), dict[int, date]()
    for entry, rows in sorted(meant, key=lambda pair: pair[0].day("decided_on") or date.min):
        on = entry.day("decided_on")
        if entry.text("decision") and on is not None and on <= day:
            decisions |= dict.fromkeys(rows, (entry.text("decision"), on))
    for entry, rows in sorted(meant, key=lambda pair: pair[0].day("left_on") or date.min):
        left = entry.day("left_on")
        if left is not None and left <= day:
            exits |= dict.fromkeys(rows, left)
    exits = {row: left for row, left in exits.items() if row not in decisions or decisions[row][1] <= left}
    nobody = tuple(
        ledger.finding("YC420", TableKind.DECISIONS, entry, "name", {"what": outcome_of(entry)})
        for entry, rows in meant
        if outcome_of(entry) and not rows and _by(entry, day)
    )
    decided, differing = written_over(people, decisions)
    return Decided(decided, exits, frozenset((*decisions, *exits)), nobody, differing)


def outcome_of(entry: Entry) -> str:
    """What a row of 审核 decides: a conclusion, an exit, or nothing yet."""
    left = entry.day("left_on") is not None or entry.text("left_because")
    return entry.text("decision") or ("退出" if left else "")


def _by(entry: Entry, day: date) -> bool:
    """Whether a row of 审核 was there on a day, as far as it says."""
    days = [on for on in (entry.day("decided_on"), entry.day("left_on")) if on is not None]
    return not days or min(days) <= day


class _Who:
    """Candidates by ID, and by name and village."""

    def __init__(self, candidates: pd.DataFrame) -> None:
        self._by_id: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._village: dict[int, tuple[str, str]] = {}
        columns = (candidates[name].astype("object") for name in ("id_number", "name", "village", "township"))
        for row, identity, name, village, township in zip(candidates.index.tolist(), *columns, strict=True):
            self._village[row] = (text_of(village), text_of(township))
            if text_of(identity):
                self._by_id[str(identity)].append(row)
            if text_of(name):
                self._by_name[str(name), text_of(village)].append(row)

    def rows(self, wanted: Entry) -> list[int]:
        """The people a row of 审核 means: by ID, within its village where that is one of theirs; else by name there."""
        village, township = wanted.text("village"), wanted.text("township")
        found = self._by_id.get(wanted.text("id_number"), [])
        if not found:
            found = self._by_name.get((wanted.text("name"), village), [])
            found = [row for row in found if not township or self._village[row][1] in {township, ""}]
            return found if len(found) == 1 else []
        here = [row for row in found if self._village[row][0] == village]
        return here or found


def written_over(
    people: Settled, decisions: Mapping[int, tuple[str, date]]
) -> tuple[Settled, tuple[CellFindings, ...]]:
    """The people with these decisions (row id -> conclusion and day), and where a roster says otherwise (YC419)."""
    if not decisions:
        return people, ()
    candidates, rows = people.candidates.copy(), list(decisions)
    before = candidates["decision"].astype("object")
    unlike = [row for row in rows if text_of(before[row]) not in {"", decisions[row][0]}]
    after = before.copy()
    after[rows] = [conclusion for conclusion, _ in decisions.values()]
    candidates["decision"] = pd.Series(after, dtype="category")
    days = pd.array([on.isoformat() for _, on in decisions.values()], dtype="datetime64[s]")
    for name in ("decided_on", "decided_on_last"):
        candidates.loc[rows, name] = days
    known = frozenset(rows)
    conflicts, unreadable = (
        {name: rest for name, of in sets.items() if (rest := of - known if name in _DECIDED else of)}
        for sets in (people.conflicts, people.unreadable)
    )
    differing = CellFindings(
        "YC419", TableKind.CANDIDATES, "decision", unlike, [str(before[row]) for row in unlike],
        facts={"decided": [decisions[row][0] for row in unlike]},
    )  # fmt: skip
    findings = tuple(_still_open(people.findings, known))
    settled = replace(people, candidates=candidates, conflicts=conflicts, unreadable=unreadable, findings=findings)
    return settled, (differing,) if unlike else ()


def _still_open(findings: tuple[CellFindings, ...], known: frozenset[int]) -> Iterator[CellFindings]:
    """What was contested about a decision is settled by the office's own."""
    for batch in findings:
        if batch.code != "YC418" or batch.field not in _DECIDED:
            yield batch
            continue
        related = batch.related or [()] * len(batch.rows)
        kept = [
            at
            for at, row in enumerate(batch.rows)
            if row not in known and not known.intersection(map(int, related[at]))
        ]
        yield picked(batch, kept)


def waiting(ledger: Ledger, candidates: pd.DataFrame) -> tuple[list[int], int]:
    """The candidates that have no row in 审核 yet, and how many rows there wait for a conclusion."""
    who = _Who(candidates)
    meant = [(entry, who.rows(entry)) for entry in ledger.entries(TableKind.DECISIONS)]
    there = {row for _, rows in meant for row in rows}
    open_rows = sum(1 for entry, rows in meant if rows and not outcome_of(entry))
    named = candidates["name"].notna()
    return [row for row in candidates.index[named].tolist() if row not in there], open_rows
