"""Rows without a receipt that say different things of one person: nobody is believed (YC418)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from yicun.ledger.facts import Flags, Ints, RowSets, composed, facts, flagged, numbered, united
from yicun.ledger.persons import groups
from yicun.model.fields import Field, TableKind
from yicun.model.findings import CellFindings

_SHOWN_RELATED = 20


@dataclass(frozen=True, slots=True)
class Settled:
    """Candidates with one row a person and village, and what is not known of them because two rows disagree.

    `unreadable` and `conflicts` as in a roster. `taken_from`: (row id, field) -> the row id that says it, where that is
    another. `stands_for`: row id of a row that went -> the one that stands for it.
    """

    candidates: pd.DataFrame
    conflicts: RowSets
    unreadable: RowSets
    findings: tuple[CellFindings, ...] = ()
    taken_from: Mapping[tuple[int, str], int] = field(default_factory=dict)
    stands_for: Mapping[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Groups:
    """Groups of several rows: the first row of each, and fact -> where to take it from (-1 nowhere), who differs on it.

    Rows are positions; a group is its number in `heads`, so that nothing here is as long as the roster.
    """

    heads: Ints
    source: dict[str, Ints] = field(default_factory=dict)
    contested: dict[str, Ints] = field(default_factory=dict)
    unread: dict[str, Ints] = field(default_factory=dict)


def contest(candidates: pd.DataFrame, file: Ints, conflicts: RowSets, unreadable: RowSets) -> Settled:
    """Make one row of all that are about one person; a fact on which they differ is missing from it and in conflict.

    Rows alike in everything stay, for YC401 to count them once. `file` (a number a file) runs beside the rows.
    """
    first = groups(candidates, file)
    heads = np.flatnonzero(np.bincount(first, minlength=len(first)) > 1)
    if not len(heads):
        return Settled(candidates, conflicts, unreadable)
    inside = np.flatnonzero(np.isin(first, heads))
    group = np.searchsorted(heads, first[inside])
    found, differing = _compare(candidates.iloc[inside], inside, group, _Groups(heads), unreadable)
    differs = differing[group]
    settled = Settled(candidates, conflicts, unreadable)
    return _one_row_each(candidates, inside[differs], group[differs], differing, found, settled)


def _compare(
    rows: pd.DataFrame, inside: Ints, group: Ints, found: _Groups, unreadable: RowSets
) -> tuple[_Groups, Flags]:
    """What each group comes to, and which groups are not alike in everything."""
    count = len(found.heads)
    differing = np.zeros(count, dtype=bool)
    for about in facts():
        at, unlike, partly = _answers(numbered(rows, about), group, inside, count)
        unread = np.unique(group[flagged(rows, unreadable, about.name)])
        at[unread] = -1
        found.source[about.name], found.unread[about.name] = at, unread
        if about.decides:
            found.contested[about.name] = unlike
            differing[unlike] = differing[partly] = True
    birth = np.where(found.source["id_number"] >= 0, found.source["id_number"], found.source["birth_date"])
    birth[found.contested["id_number"]] = birth[found.contested["birth_date"]] = -1
    found.source["born"] = birth
    return found, differing


def _answers(code: Ints, group: Ints, rows: Ints, count: int) -> tuple[Ints, Ints, Ints]:
    """For one fact: where to take it from for each group (-1 nowhere), groups that differ, and groups with a gap."""
    at = np.full(count, -1, dtype=np.int64)
    said = code >= 0
    lowest, highest = np.full(count, np.iinfo(np.int64).max), np.full(count, -1)
    np.minimum.at(lowest, group[said], code[said])
    np.maximum.at(highest, group[said], code[said])
    where, which = np.unique(group[said], return_index=True)
    at[where] = rows[said][which]
    unlike = where[lowest[where] != highest[where]]
    at[unlike] = -1
    silent = np.unique(group[~said])
    return at, unlike, silent[highest[silent] >= 0]


def _one_row_each(
    candidates: pd.DataFrame, rows: Ints, group: Ints, differing: Flags, found: _Groups, before: Settled
) -> Settled:
    """One row of each group that differs; `rows` are the rows of these, each of the `group` beside it."""
    heads, index = found.heads, candidates.index.to_numpy()
    gone = rows != heads[group]
    stands_for = dict(zip(index[rows[gone]].tolist(), index[heads[group[gone]]].tolist(), strict=True))
    contested = {name: frozenset(index[heads[at]].tolist()) for name, at in found.contested.items() if len(at)}
    unread = {name: frozenset(index[heads[at[differing[at]]]].tolist()) for name, at in found.unread.items()}
    members: dict[int, list[int]] = defaultdict(list)
    for row, number in zip(rows.tolist(), group.tolist(), strict=True):
        members[number].append(row)
    kept = np.delete(np.arange(len(index)), rows[gone])
    merged = np.searchsorted(kept, heads[differing])

    def taken(name: str) -> Ints:
        at = kept.copy()
        at[merged] = found.source[name][differing]
        return at

    return replace(
        before,
        candidates=composed(candidates, kept, taken),
        conflicts=united((moved(before.conflicts, stands_for), contested)),
        unreadable=united((moved(before.unreadable, stands_for), unread)),
        findings=tuple(
            _differ(candidates, about, [members[at] for at in found.contested[about.name].tolist()])
            for about in facts()
            if len(found.contested.get(about.name, ()))
        ),
        taken_from={
            (int(index[heads[number]]), name): int(index[at[number]])
            for name, at in found.source.items()
            for number in np.flatnonzero(differing & (at >= 0) & (at != heads)).tolist()
        },
        stands_for=stands_for,
    )


def moved(sets: RowSets, stands_for: Mapping[int, int]) -> dict[str, frozenset[int]]:
    """Sets of row ids with every row that went replaced by the one that stands for it."""
    if not stands_for:
        return dict(sets)
    return {name: frozenset(stands_for.get(row, row) for row in rows) for name, rows in sets.items()}


def _differ(candidates: pd.DataFrame, about: Field, groups: list[list[int]]) -> CellFindings:
    """YC418 at every cell that says something, pointing at the others; never what they say."""
    said, index = candidates[about.name].notna().to_numpy(), candidates.index.to_numpy()
    rows, related = list[int](), list[tuple[int, ...]]()
    for group in groups:
        speaking = [row for row in group if said[row]]
        rows += index[speaking].tolist()
        related += [tuple(int(index[other]) for other in speaking if other != row)[:_SHOWN_RELATED] for row in speaking]
    return CellFindings("YC418", TableKind.CANDIDATES, about.name, rows, related=related, related_field=about.name)
