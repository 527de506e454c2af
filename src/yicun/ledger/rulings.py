"""What the office ruled on a unit, and which villages became part of another: the sheet 认定."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from yicun.ledger.book import Entry, Ledger, text_of
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding


@dataclass(frozen=True, slots=True)
class Ruled:
    """The register as the office ruled, without villages that are part of another; `into` old row id -> new one.

    `ruled`: the row ids it has a ruling on.
    """

    register: pd.DataFrame
    into: Mapping[int, int]
    ruled: frozenset[int]
    findings: tuple[Finding, ...] = ()


def rule(register: pd.DataFrame, ledger: Ledger, day: date) -> Ruled:
    """The rulings of `day` and before over the register's own column."""
    places = Villages(register)
    entries = ledger.entries(TableKind.RULINGS)
    findings = tuple(
        ledger.finding("YC404", TableKind.RULINGS, entry, name, {"suggestion": ""})
        for entry in entries
        if entry.text(name := "into" if entry.text("into") else "village")
        and places.row(entry.text("township"), entry.text(name)) < 0
        and (entry.day("ruled_on") or day) <= day
    )
    rulings, into = dict[int, str](), dict[int, int]()
    for entry in sorted(entries, key=lambda one: one.day("ruled_on") or date.max):
        on = entry.day("ruled_on")
        if on is None or on > day:
            continue
        own, new = _both(places, entry)
        if 0 <= new != own >= 0:
            into[own] = new
        elif own >= 0 and entry.text("ruling"):
            rulings[own] = entry.text("ruling")
    changed = register.copy() if rulings or into else register
    if rulings:
        ruled = changed["ruling"].astype("object")
        ruled[list(rulings)] = list(rulings.values())
        changed["ruling"] = pd.Series(ruled, dtype="category")
    ends = {own: _end(into, own) for own in into}
    return Ruled(changed.drop(index=list(ends)) if ends else changed, ends, frozenset(rulings), findings)


def with_former_names(register: pd.DataFrame, ledger: Ledger, day: date) -> pd.DataFrame:
    """The register with the villages no longer in it, by rulings of `day` and before, as former names of the others."""
    places = Villages(register)
    names = register["former_names"].astype("object")
    for entry in ledger.entries(TableKind.RULINGS):
        old, new = _both(places, entry)
        on = entry.day("ruled_on")
        if old < 0 <= new and on is not None and on <= day:
            names[new] = "、".join(filter(None, (text_of(names[new]), entry.text("village"))))
    return register.assign(former_names=pd.Series(names, dtype="str"))


def _both(places: "Villages", entry: Entry) -> tuple[int, int]:
    """The rows of the village a ruling is about, and of the one it became part of; -1 where there is none."""
    township = entry.text("township")
    village, into = entry.text("village"), entry.text("into")
    return places.row(township, village), places.row(township, into) if into else -1


def _end(into: Mapping[int, int], row: int) -> int:
    """Where a chain of mergers ends; one that comes back to itself ends where it began to repeat."""
    seen = {row}
    while row in into and into[row] not in seen:
        row = into[row]
        seen.add(row)
    return row


class Villages:
    """The register's rows by township and village, as written there, a former name included."""

    def __init__(self, register: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, str], int] = {}
        self._alone: dict[str, list[int]] = {}
        columns = (register[name].astype("object") for name in ("township", "village"))
        for row, township, village in zip(register.index.tolist(), *columns, strict=True):
            self._rows[text_of(township), text_of(village)] = row
            self._alone.setdefault(text_of(village), []).append(row)

    def row(self, township: str, village: str) -> int:
        """The row id of a village, or -1; without its township where the name stands once."""
        found = self._rows.get((township, village), -1)
        alone = self._alone.get(village, [])
        return alone[0] if found < 0 and len(alone) == 1 else found


def moved_people(
    candidates: pd.DataFrame, register: pd.DataFrame, ruled: Ruled
) -> tuple[pd.DataFrame, tuple[CellFindings, ...]]:
    """The people of a merged village under the name of the new one, with a note at each (YC415)."""
    if not ruled.into:
        return candidates, ()
    rows = candidates.index[candidates["village_row"].isin(list(ruled.into))]
    new = candidates.loc[rows, "village_row"].map(dict(ruled.into)).to_numpy(dtype=np.int64)
    moved = candidates.copy()
    former = candidates.loc[rows, "village"].astype("object").tolist()
    moved.loc[rows, "village_row"] = new
    for name in ("township", "village", "station"):
        column = moved[name].astype("object")
        column.loc[rows] = register.loc[new, name].astype("object").to_numpy()
        moved[name] = pd.Series(column, dtype="category")
    listed = register.loc[new, "village"].astype("object").tolist()
    note = CellFindings("YC415", TableKind.CANDIDATES, "village", rows.tolist(), former, facts={"listed": listed})
    return moved, (note,) if len(rows) else ()
