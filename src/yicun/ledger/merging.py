"""What all receipts of a station come to: one row a person, each fact from the receipt that last said it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from yicun.ledger.contesting import Settled, contest
from yicun.ledger.facts import Flags, Ints, RowSets, composed, facts, flagged, numbered
from yicun.ledger.persons import village_keys
from yicun.ledger.receipts import Manner, Receipt
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.findings import CellFindings, Finding, Findings, shown

_OF_COLUMNS = frozenset(("YC102", "YC201"))
_PLACES = frozenset(("station", "township", "village"))


@dataclass(frozen=True, slots=True)
class Sent:
    """Everything the stations sent, as rows: `file` is each row's number in `paths`."""

    candidates: pd.DataFrame
    file: Ints
    paths: Sequence[str]
    conflicts: RowSets
    unreadable: RowSets


@dataclass(slots=True)
class _State:
    """While receipts are taken one after the other: which rows stand, and where each takes its facts from."""

    stands: Flags
    source: dict[str, Ints]
    replaced: dict[str, list[tuple[Ints, Ints]]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Merged:
    """What is in force, and which rows speak for nobody any more."""

    settled: Settled
    in_force: Mapping[str, Flags]
    stands: Flags
    index: pd.Index
    file: Ints
    paths: Sequence[str]

    def still_true(self, findings: Findings, files_gone: frozenset[str]) -> Findings:
        """The findings about cells that are in force, and about files that still have any."""
        cells = [self._kept(batch) for batch in findings.cells]
        single = (one for one in findings.single if one.place.path not in files_gone and not self._answered(one))
        return Findings(single, cells)

    def _answered(self, finding: Finding) -> bool:
        """Whether a whole column is missing or blank, and an earlier receipt says what it should have said."""
        is_source = self.in_force.get(finding.field or "")
        if is_source is None or finding.code not in _OF_COLUMNS or finding.place.path not in self.paths:
            return False
        rows = self.file == self.paths.index(finding.place.path)
        return bool(rows.any()) and not bool(is_source[rows].any())

    def _kept(self, batch: CellFindings) -> CellFindings:
        if batch.kind is not TableKind.CANDIDATES or self.stands.all():
            return batch
        is_source = self.in_force.get(batch.field, self.stands)
        at = self.index.get_indexer(pd.Index(batch.rows))
        kept = np.flatnonzero((at < 0) | is_source[at]).tolist()
        return batch if len(kept) == len(batch.rows) else picked(batch, kept)


def picked(batch: CellFindings, at: Sequence[int]) -> CellFindings:
    """The findings of a batch at these positions."""
    return replace(
        batch,
        rows=[batch.rows[number] for number in at],
        texts=None if batch.texts is None else [batch.texts[number] for number in at],
        fixes=None if batch.fixes is None else [batch.fixes[number] for number in at],
        facts={name: [values[number] for number in at] for name, values in batch.facts.items()},
        related=None if batch.related is None else [batch.related[number] for number in at],
    )


def merge(sent: Sent, receipts: Mapping[str, Receipt], left_out: frozenset[str]) -> Merged:
    """One row a person: by receipts where there are any (file -> receipt), else by nobody's word (YC418).

    Files in `left_out` say nothing: they came later, or are void. What replaces what is a note (YC417).
    """
    count = len(sent.candidates)
    by_number = [receipts.get(path) for path in sent.paths]
    silent = np.array([path in left_out for path in sent.paths], dtype=bool)
    if not any(by_number) and not silent.any():
        everything = np.ones(count, dtype=bool)
        settled = contest(sent.candidates, sent.file, sent.conflicts, sent.unreadable)
        return Merged(settled, {}, everything, sent.candidates.index, sent.file, sent.paths)
    taken = _Taking(sent, by_number)
    registered = np.array([receipt is not None for receipt in by_number], dtype=bool)
    taken.state.stands[:] = ~registered[sent.file] & ~silent[sent.file]
    for group in _rounds(by_number):
        taken.take(group)
    return taken.merged()


def _rounds(by_number: Sequence[Receipt | None]) -> Iterator[list[int]]:
    """The files of the first receipt of every station, then of the second, and so on: stations do not meet."""
    of_station: dict[str, list[int]] = defaultdict(list)
    registered = [(receipt.order, number) for number, receipt in enumerate(by_number) if receipt is not None]
    for _, number in sorted(registered):
        receipt = by_number[number]
        assert receipt is not None
        of_station[receipt.station].append(number)
    for turn in range(max(map(len, of_station.values()), default=0)):
        yield [numbers[turn] for numbers in of_station.values() if turn < len(numbers)]


class _Taking:
    """Receipts taken in one after the other."""

    def __init__(self, sent: Sent, by_number: Sequence[Receipt | None]) -> None:
        self._sent, self._receipts = sent, by_number
        rows, count = sent.candidates, len(sent.candidates)
        stations = [receipt.station if receipt is not None else "" for receipt in by_number]
        self._station_of_file = pd.factorize(np.array(stations, dtype=object))[0].astype(np.int64)
        self._station = self._station_of_file[sent.file] if count else np.empty(0, dtype=np.int64)
        self._village = village_keys(rows)
        self._person = {name: pd.factorize(rows[name])[0].astype(np.int64) for name in ("id_number", "name")}
        self._value = {about.name: numbered(rows, about) for about in facts()}
        self._unread = {about.name: flagged(rows, sent.unreadable, about.name) for about in facts()}
        self.state = _State(np.zeros(count, dtype=bool), {about.name: np.arange(count) for about in facts()})
        self.state.source["born"] = np.arange(count)

    def take(self, files: Sequence[int]) -> None:
        """One receipt of each of some stations."""
        state = self.state
        is_new = np.isin(self._sent.file, files)
        manners = {number: self._manner(number) for number in files}
        full = [number for number, manner in manners.items() if manner is Manner.FULL]
        stations = self._station_of_file[list(files)]
        registered = state.stands & (self._station >= 0) & self._has_receipt
        before = np.flatnonzero(registered & np.isin(self._station, stations))
        new = np.flatnonzero(is_new)
        old, later = self._pairs(before, new)
        for name, value in self._value.items():
            source = state.source[name][old]
            changed = (value[source] >= 0) & (value[later] >= 0) & (value[source] != value[later])
            if changed.any() and BY_NAME[TableKind.CANDIDATES][name].decides:
                state.replaced[name].append((source[changed], later[changed]))
        keeps = ~np.isin(self._sent.file[later], full)
        self._inherit(old[keeps], later[keeps])
        state.stands[old] = False
        state.stands[before[np.isin(self._station[before], self._station_of_file[full])]] = False
        state.stands[new] = True

    @property
    def _has_receipt(self) -> Flags:
        registered = np.array([receipt is not None for receipt in self._receipts], dtype=bool)
        flags: Flags = registered[self._sent.file]
        return flags

    def _manner(self, number: int) -> Manner:
        receipt = self._receipts[number]
        assert receipt is not None
        return receipt.manner

    def _pairs(self, before: Ints, new: Ints) -> tuple[Ints, Ints]:
        """The rows of the same people: by ID in the village, by ID, by name in the village."""
        identity, name, village = self._person["id_number"], self._person["name"], self._village
        ways = ((identity, village, False), (identity, np.zeros_like(village), True), (name, village, True))
        found: list[tuple[Ints, Ints]] = []
        for who, where, alone in ways:
            earlier, later = (rows[(who[rows] >= 0) & (where[rows] != -1)] for rows in (before, new))
            codes = _codes(
                [np.column_stack([self._station[rows], who[rows], where[rows]]) for rows in (earlier, later)]
            )
            one, two = codes[: len(earlier)], codes[len(earlier) :]
            if alone:
                size = 1 + int(codes.max(initial=0))
                once = (np.bincount(one, minlength=size) == 1) & (np.bincount(two, minlength=size) == 1)
                earlier, later, one, two = earlier[once[one]], later[once[two]], one[once[one]], two[once[two]]
            match = _first(two, one)
            hit = match >= 0
            found.append((earlier[hit], later[match[hit]]))
            before, new = np.setdiff1d(before, earlier[hit]), np.setdiff1d(new, later[match[hit]])
        return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])

    def _inherit(self, old: Ints, later: Ints) -> None:
        """What the later row leaves blank stays as it was."""
        source = self.state.source
        for name, value in self._value.items():
            blank = (value[later] < 0) & ~self._unread[name][later]
            source[name][later[blank]] = source[name][old[blank]]
        silent = (self._value["id_number"][later] < 0) & (self._value["birth_date"][later] < 0)
        source["born"][later[silent]] = source["born"][old[silent]]

    def merged(self) -> Merged:
        """Everything in force; then what stands without a receipt beside it is held against it."""
        sent, state, index = self._sent, self.state, self._sent.candidates.index
        kept = np.flatnonzero(state.stands)
        is_source = {name: np.zeros(len(index), dtype=bool) for name in state.source}
        for name, source in state.source.items():
            is_source[name][source[kept]] = True
        taken_from = {
            (int(index[row]), name): int(index[source[row]])
            for name, source in state.source.items()
            for row in kept[source[kept] != kept].tolist()
        }
        sets = [
            {name: self._carried(found, name, kept) for name, found in of.items()}
            for of in (sent.conflicts, sent.unreadable)
        ]
        people = composed(sent.candidates, kept, lambda name: state.source[name][kept])
        settled = contest(people, sent.file[kept], *sets)
        both = {**taken_from, **{at: taken_from.get((row, at[1]), row) for at, row in settled.taken_from.items()}}
        notes = tuple(self._notes())
        settled = replace(settled, taken_from=both, findings=(*settled.findings, *notes))
        return Merged(
            settled, {**is_source, **dict.fromkeys(_PLACES, state.stands)}, state.stands, index, sent.file, sent.paths
        )

    def _carried(self, rows: frozenset[int], name: str, kept: Ints) -> frozenset[int]:
        """Rows of a set, each by the row in force that takes this fact from it."""
        index = self._sent.candidates.index
        among = index.isin(list(rows))
        source = self.state.source.get(name)
        at = kept if source is None else source[kept]
        elsewhere = frozenset(rows.difference(index.tolist())) if len(rows) > among.sum() else frozenset()
        return frozenset(index[kept[among[at]]].tolist()) | elsewhere

    def _notes(self) -> Iterator[CellFindings]:
        """YC417 where a value took the place of another, at the newer cell."""
        for name, parts in self.state.replaced.items():
            about = BY_NAME[TableKind.CANDIDATES][name]
            old = np.concatenate([part[0] for part in parts])
            new = np.concatenate([part[1] for part in parts])
            hidden = about.internal and name != "id_number"
            texts = self._sent.candidates[name].astype("str").to_numpy()[old].tolist()
            index = self._sent.candidates.index
            yield CellFindings(
                "YC417", TableKind.CANDIDATES, name, index[new].tolist(),
                facts={
                    "former": ["（不予显示）" if hidden else f"“{shown(about, text)}”" for text in texts],
                    "earlier": [str(self._number(row)) for row in old.tolist()],
                    "later": [str(self._number(row)) for row in new.tolist()],
                },
                related=[(int(row),) for row in index[old].tolist()], related_field=name,
            )  # fmt: skip

    def _number(self, row: int) -> int:
        receipt = self._receipts[int(self._sent.file[row])]
        assert receipt is not None
        return receipt.number


def _codes(keys: Sequence[Ints]) -> Ints:
    """One number for each different key over both sides; a key is a row."""
    both = np.concatenate(keys)
    if not len(both):
        return np.empty(0, dtype=np.int64)
    both = both - both.min(axis=0)
    packed = both[:, 0]
    for column in both.T[1:]:
        packed = packed * (int(column.max()) + 1) + column  # stations, people and villages of a nation fit 63 bits
    return np.unique(packed, return_inverse=True)[1].astype(np.int64)


def _first(codes: Ints, asked: Ints) -> Ints:
    """The first position of each asked code, -1 where there is none."""
    values, at = np.unique(codes, return_index=True)
    place = np.searchsorted(values, asked)
    place = np.minimum(place, max(len(values) - 1, 0))
    hit = (values[place] == asked) if len(values) else np.zeros(len(asked), dtype=bool)
    return np.where(hit, at[place] if len(values) else -1, -1)
