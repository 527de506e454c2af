"""The picture of a day: what was read, as far as the office knew of it by then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from yicun.intake.load.checking import CheckedRows
from yicun.intake.people import cross_check, submitted_twice
from yicun.ledger.book import Ledger
from yicun.ledger.decisions import Decided, decide
from yicun.ledger.facts import RowSets, united
from yicun.ledger.merging import Merged, Sent, merge, picked
from yicun.ledger.posts import Served, serve
from yicun.ledger.receipts import EMPTY, Manner, Receipt, in_force, receipts_of, void_or_later
from yicun.ledger.rulings import Ruled, moved_people, rule
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding, Findings
from yicun.model.places import Place, Places
from yicun.model.roster import Roster, SourceFile
from yicun.register.need import places_of
from yicun.register.spelling import Names, station_forms
from yicun.register.unfilled import named_without_people

_OPEN_DATE = "YC212"


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything that was read, its villages found in the register; a picture of any day can be made of it.

    `submissions` are the paths of what stations sent, `findings` what is to be said of single files and cells, as they
    were checked on the day `seen_on`; `again` checks the same files as a run of another day would. Where no ledger will
    be asked, `merged` is what all rows come to, and `picture` the one picture there is, beside which no rows are kept.
    """

    files: tuple[SourceFile, ...]
    submissions: frozenset[str]
    rows: CheckedRows
    register: pd.DataFrame
    candidates: pd.DataFrame
    misplaced: RowSets
    seen_on: date
    findings: Findings
    unfilled: tuple[tuple[str, tuple[str, str]], ...] = ()
    merged: Merged | None = None
    picture: tuple[Roster, Findings] | None = None
    again: "Callable[[date], Loaded] | None" = field(default=None, repr=False, compare=False)

    def on(self, day: date, ledger: Ledger | None = None, *, only_received: bool = False) -> tuple[Roster, Findings]:
        """The roster as it was known on a day, and what is to be said of it.

        A file without a receipt counts on whatever day is asked for, since nobody knows since when it is there;
        `only_received` leaves it out, as for a day gone by, of which only is said what concerns whole files.
        """
        if self.picture is not None:
            return self.picture
        known = receipts_of(ledger)
        counting = in_force(known, day)
        left_out = (frozenset(receipt.file for receipt in known) - counting.keys()) & self.submissions
        receipts, about = self._receipts(ledger, known, counting)
        if only_received:
            left_out |= self.submissions - receipts.keys()
        ruled = rule(self.register, ledger, day) if ledger is not None else Ruled(self.register, {}, frozenset())
        candidates, notes = moved_people(self.candidates, self.register, ruled)
        moved = self._but(notes, left_out)
        received = self._received(candidates, counting)
        merged = self.merged or merge(self._sent(candidates), receipts, left_out)
        gone = self._superseded(receipts) | left_out
        said = Findings(self.findings.single, () if only_received else self.findings.cells)
        still_valid = merged.still_true(_without_nil(said, receipts), gone)
        about += ruled.findings
        cells: list[CellFindings] = [*moved, *merged.settled.findings]
        twice = [] if ledger is None or receipts else submitted_twice(candidates, ruled.register, self.rows.places)
        if ledger is None:
            decided = Decided(merged.settled, {}, frozenset(), (), ())
            served = Served(decided, (), frozenset(), self.rows.places)
        else:
            decided = decide(merged.settled, ledger, day)
            served = serve(decided, ledger, ruled, self.rows.places, day)
            decided = served.decided
            cells = [*moved, *decided.people.findings, *decided.differing]
        findings = still_valid + Findings((*about, *decided.findings, *twice), cells)
        files = [file for file in self.files if file.path not in left_out]
        sources = tuple(_sent_by(file, receipts) for file in files if file.path not in gone or file.tables)
        roster, found = self._roster(sources, gone, ruled, served, findings, brief=only_received)
        return replace(roster, received=received), found

    def settled(self) -> "Loaded":
        """The same without the rows that stand for nobody, where no ledger will be asked."""
        twice = Findings(submitted_twice(self.candidates, self.register, self.rows.places))
        merged = merge(self._sent(self.candidates), {}, frozenset())
        return replace(self, candidates=merged.settled.candidates, findings=self.findings + twice, merged=merged)

    def pictured(self) -> "Loaded":
        """The same with its one picture, where no ledger will be asked, instead of the rows it was made of."""
        return replace(self, candidates=pd.DataFrame(), merged=None, picture=self.on(self.seen_on))

    def all_received(self, day: date, ledger: Ledger) -> bool:
        """Whether of everything sent it is known when it came in, and anything came in at all."""
        known = receipts_of(ledger)
        counting = in_force(known, day)
        sent = (self.submissions - void_or_later(known, day)) | counting.keys()
        return bool(counting) and sent == self._receipts(ledger, known, counting)[0].keys()

    def seen_again(self, day: date, ledger: Ledger) -> "Loaded":
        """What a run of an earlier day would have made of the same files."""
        return self.again(day) if self.again is not None and self._differs(day, ledger) else self

    def _differs(self, day: date, ledger: Ledger) -> bool:
        """Whether a run of an earlier day might have checked these files otherwise than this one did.

        It might where a date lies between the two days, or a cell leaves open which date it means, or a village became
        part of another since, or the year is another, for a date is held to the years before the day.
        """
        if day.year != self.seen_on.year or _merged_since(ledger, day, self.seen_on):
            return True
        if any(batch.code == _OPEN_DATE for batch in self.findings.cells):
            return True
        counting = in_force(receipts_of(ledger), day)
        there = np.array([table.path in counting for table in self.rows.tables], dtype=bool)
        rows = self.candidates[there[self.rows.table_of[self.candidates.index.to_numpy()]]]
        days = rows.select_dtypes("datetime")
        return bool((days > np.datetime64(day)).to_numpy().any())

    def _but(self, cells: Sequence[CellFindings], files: frozenset[str]) -> list[CellFindings]:
        """The findings without those in these files."""
        there = [table.path not in files for table in self.rows.tables]
        table_of = self.rows.table_of
        return [picked(one, [at for at, row in enumerate(one.rows) if there[table_of[row]]]) for one in cells]

    def _sent(self, candidates: pd.DataFrame) -> Sent:
        paths = [table.path for table in self.rows.tables]
        number, names = pd.factorize(np.array(paths, dtype=object))
        tables = self.rows.table_of[candidates.index.to_numpy()]
        conflicts = united((self.rows.conflicts, self.misplaced))
        return Sent(candidates, number.astype(np.int64)[tables], list(names), conflicts, self.rows.unreadable)

    def _received(self, candidates: pd.DataFrame, counting: Mapping[str, Receipt]) -> dict[int, date]:
        """Row id -> the day on which a receipt first brought that person for that village, whatever came after it."""
        ordered = sorted(counting.items(), key=lambda item: item[1].order, reverse=True)
        by_file = {path: receipt.on for path, receipt in ordered}
        if not by_file:
            return {}
        by_table = np.array([by_file.get(table.path) for table in self.rows.tables], dtype="datetime64[s]")
        on = pd.Series(by_table[self.rows.table_of[candidates.index.to_numpy()]], index=candidates.index)
        person = candidates["id_number"].astype("object").fillna(candidates["name"].astype("object"))
        first = on.groupby([candidates["village_row"], person], dropna=False).transform("min").dropna()
        return dict(zip(first.index.tolist(), first.dt.date.tolist(), strict=True))

    def _receipts(
        self, ledger: Ledger | None, known: Sequence[Receipt], counting: Mapping[str, Receipt]
    ) -> tuple[Mapping[str, Receipt], tuple[Finding, ...]]:
        """The receipts in force whose file is what was received; what is wrong with the others."""
        if ledger is None:
            return {}, ()
        stations = Names(self.register["station"].dropna().unique().tolist(), station_forms)
        sha256s = {file.path: file.sha256 for file in self.files}
        receipts, found = dict[str, Receipt](), list[Finding]()
        for path, receipt in counting.items():
            read = sha256s.get(path, "")
            if not read and path not in sha256s:
                why = "找不到这个文件"
            elif read and receipt.sha256 and not read.startswith(receipt.sha256):
                why = "文件内容与登记时不同"
            else:
                at = stations.find(receipt.station)
                receipts[path] = receipt if at < 0 else replace(receipt, station=stations.names[at])
                continue
            found.append(ledger.finding("YC422", TableKind.RECEIPTS, receipt.entry, "file", {"reason": why}))
        registered = {receipt.file for receipt in known}
        found += (Finding("YC421", Place(path)) for path in sorted(self.submissions - registered))
        return receipts, tuple(found)

    def _superseded(self, receipts: Mapping[str, Receipt]) -> frozenset[str]:
        """Files that a later 全量 of their station took the place of."""
        ordered = sorted(receipts.items(), key=lambda item: item[1].order)
        last_full = {item.station: item.order for _, item in ordered if item.manner is Manner.FULL}
        return frozenset(path for path, item in ordered if item.order < last_full.get(item.station, item.order))

    def _roster(
        self,
        files: tuple[SourceFile, ...],
        gone: frozenset[str],
        ruled: Ruled,
        served: Served,
        findings: Findings,
        *,
        brief: bool,
    ) -> tuple[Roster, Findings]:
        decided, people = served.decided, served.decided.people
        candidates, across, contradicting = cross_check(people.candidates, ruled.register, only_conflicts=brief)
        rows, kept = people.candidates.index.to_numpy(), candidates.index.to_numpy()
        repeats = frozenset(np.setdiff1d(rows, kept, assume_unique=True).tolist())
        there = pd.Index(np.sort(np.concatenate([kept, self.register.index.to_numpy()])))
        conflicts = united((people.conflicts, contradicting))
        places = served.places
        left = _among(there, decided.exits)
        standing = _among(there, (at[0] for at in people.taken_from))
        elsewhere = {at: row for at, row in people.taken_from.items() if at[0] in standing}
        unreadable = {name: of - ruled.ruled if name == "ruling" else of for name, of in people.unreadable.items()}
        withdrawn, struck = (
            _among(there, (people.stands_for.get(row, row) for row in rows)) - repeats - decided.spoken
            for rows in (self.rows.withdrawn, self.rows.struck)
        )
        roster = Roster(
            files,
            Places(places.tables, places.table_of, places.row_of, elsewhere) if elsewhere else places,
            ruled.register,
            candidates,
            {name: found for name, of in conflicts.items() if (found := _among(there, of) - repeats)},
            {name: found for name, of in unreadable.items() if (found := _among(there, of) - repeats)},
            withdrawn=withdrawn,
            struck=struck,
            unfilled=named_without_people((pair for path, pair in self.unfilled if path not in gone), ruled.register),
            exits={row: day for row, day in decided.exits.items() if row in left},
            posts=served.posts,
            in_post=_among(there, served.in_post),
        )
        return roster, findings + across


def _without_nil(findings: Findings, receipts: Mapping[str, Receipt]) -> Findings:
    """The findings, but for files without a row of which the office says that they report nobody."""
    nil = {path for path, receipt in receipts.items() if receipt.manner is Manner.NIL}
    kept = (one for one in findings.single if one.code != EMPTY or one.place.path not in nil)
    return Findings(kept, findings.cells) if nil else findings


def _merged_since(ledger: Ledger, day: date, today: date) -> bool:
    entries = ledger.entries(TableKind.RULINGS)
    return any(day < on <= today for entry in entries if entry.text("into") and (on := entry.day("ruled_on")))


def _among(there: "pd.Index[int]", rows: Iterable[int]) -> frozenset[int]:
    """Those of some row ids that are among the others."""
    asked = np.fromiter(rows, dtype=np.int64)
    return frozenset(asked[places_of(there, asked) >= 0].tolist())


def _sent_by(file: SourceFile, receipts: Mapping[str, Receipt]) -> SourceFile:
    """A file with the station its receipt names."""
    receipt = receipts.get(file.path)
    if receipt is None:
        return file
    stations = tuple(dict.fromkeys((receipt.station, *file.stations)))
    nil = file.nil_report or receipt.manner is Manner.NIL
    return replace(file, sender=receipt.station, stations=stations, nil_report=nil)
