"""What a file that came in is: whose, and whether it replaces, adds or corrects."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from yicun.ledger.book import Ledger
from yicun.ledger.receipts import EMPTY, Manner, receipts_of
from yicun.model.files import is_system_file
from yicun.model.roster import Roster
from yicun.pipeline import Run, inputs

_FOLDER = "报送"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not received, and why."""

    shown: str
    why: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it was read: where it is, where it goes, whose it is, and whom it names."""

    path: Path
    target: Path
    content: bytes
    sha256: str
    station: str
    villages: frozenset[str]
    people: frozenset[str]
    nil: bool


class Office:
    """What the office has from every station by a day."""

    def __init__(self, run: Run, ledger: Ledger, on: date) -> None:
        """Read everything that has a receipt."""
        self._run, self._on = run, on
        self._receipts = receipts_of(ledger)
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        if self._receipts:
            roster, _ = inputs(replace(run, as_of=on)).roster(on, only_received=True)
            sender = {file.path: file.sender for file in roster.files}
            stations = [sender.get(roster.places.table(row).path, "") for row in roster.candidates.index.tolist()]
            for station, rows in roster.candidates.groupby(pd.Index(stations), sort=False):
                self._known[str(station)] = (_villages(rows), _people(rows))

    def unregistered(self) -> list[Path]:
        """The files in 报送 that no receipt names."""
        known = {receipt.file for receipt in self._receipts}
        place = self._run.workspace
        return [path for path in place.submitted() if place.shown(path) not in known and not is_system_file(path)]

    def look_at(
        self, paths: Sequence[Path], station: str, *, ordered: bool, nil: bool = False
    ) -> Iterator[Incoming | Refusal]:
        """Each file, read. Without an order of their own two files of one station are for the clerk to order.

        `nil`: the office says that they report nobody, so a roster without a row is one.
        """
        read = [self._read(path, station, nil=nil) for path in paths]
        of_station = Counter(one.station for one in read if isinstance(one, Incoming))
        void = {receipt.file: receipt.manner is Manner.VOID for receipt in self._receipts}
        taken = {one.sha256: one.number for one in self._receipts if one.sha256 and not void[one.file]}
        number = max((receipt.number for receipt in self._receipts), default=0)
        for one in read:
            if isinstance(one, Refusal):
                yield one
            elif one.sha256[:12] in taken:
                yield Refusal(self._shown(one.path), f"与收文 {taken[one.sha256[:12]]} 号内容完全相同")
            elif not ordered and of_station[one.station] > 1:
                why = f"{one.station}有 {of_station[one.station]} 份没有登记，不知先后；请按收到的先后逐份登记"
                yield Refusal(self._shown(one.path), why)
            else:
                number += 1
                taken[one.sha256[:12]] = number
                yield one

    def propose(self, incoming: Incoming, settled: Manner | None) -> tuple[Manner, str]:
        """What a file is by what it holds, unless that was said; and the counts that speak for it."""
        villages, people = self._known.get(incoming.station, (frozenset(), frozenset()))
        new = len(incoming.people - people)
        proposal = f"{len(incoming.villages)} 村 {len(incoming.people)} 人，其中新增 {new} 人"
        left = len(people - incoming.people)
        if settled is not None:
            manner = settled
        elif incoming.nil and not incoming.people:
            manner = Manner.NIL
        elif villages <= incoming.villages:
            manner = Manner.FULL
        elif not new:
            manner = Manner.CORRECTION
        else:
            manner = Manner.MORE
        if manner is Manner.FULL and left:
            proposal += f"，此前报过的 {left} 人不在其中"
        return manner, proposal

    def remember(self, incoming: Incoming, manner: Manner) -> None:
        """From now on the station has sent this too."""
        villages, people = self._known.get(incoming.station, (frozenset(), frozenset()))
        if manner is Manner.FULL:
            villages, people = frozenset(), frozenset()
        self._known[incoming.station] = (villages | incoming.villages, people | incoming.people)

    def _read(self, path: Path, station: str, *, nil: bool) -> Incoming | Refusal:
        if not path.is_file():
            return Refusal(self._shown(path), "文件夹里没有文件" if path.is_dir() else "找不到这个文件")
        content = path.read_bytes()
        result = inputs(replace(self._run, files=(path,), as_of=self._on))
        roster, findings = result.roster(self._on)
        file = next(file for file in roster.files if file.path == self._shown(path))
        if file.path in (findings.only(drop=(EMPTY,)) if nil else findings).unchecked():
            return Refusal(file.path, "无法读取，请用 yicun validate 查看原因")
        whose = _whole_name(roster, station) if station else file.sender
        if not whose:
            return Refusal(file.path, "看不出是哪个派出所报的，请加 --station")
        sha256 = hashlib.sha256(content).hexdigest()
        people = roster.candidates
        return Incoming(
            path, self._target(path), content, sha256, whose, _villages(people), _people(people), file.nil_report
        )

    def _target(self, path: Path) -> Path:
        """Where a file is kept: where it is, if it is among what was sent; else in 报送, behind the day it came in."""
        place = self._run.workspace
        if os.path.realpath(path) in map(os.path.realpath, place.submitted()):
            return path
        target = place.root / _FOLDER / f"{self._on} {path.name}"
        number = 2
        while target.exists():
            target = target.with_name(f"{self._on} {path.stem}（{number}）{path.suffix}")
            number += 1
        return target

    def _shown(self, path: Path) -> str:
        return self._run.workspace.shown(path)


def _whole_name(roster: Roster, station: str) -> str:
    from yicun.register.spelling import Names, must_be_known, station_forms

    known = Names(roster.villages["station"].dropna().unique().tolist(), station_forms)
    at = known.find(station)
    if at < 0:
        must_be_known(station, list(known.names))
    return known.names[at]


def _villages(rows: pd.DataFrame) -> frozenset[str]:
    names = rows["township"].astype("object").fillna("") + rows["village"].astype("object").fillna("")
    return frozenset(names) - {""}


def _people(rows: pd.DataFrame) -> frozenset[str]:
    by_name = rows["village"].astype("object").fillna("") + "/" + rows["name"].astype("object").fillna("")
    who = rows["id_number"].astype("object").where(rows["id_number"].notna(), by_name)
    return frozenset(str(one) for one in who[rows["name"].notna() | rows["id_number"].notna()])
