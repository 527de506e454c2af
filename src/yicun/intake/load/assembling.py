"""Checked batches to a roster: joined, matched with the register, compared across rows."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.intake.load.checking import Checked, Read
from yicun.intake.load.joining import Rows, joined, together
from yicun.intake.people import cross_check, submitted_twice
from yicun.intake.read import ATTACHMENTS
from yicun.ledger.contesting import contest
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding, Findings, Place, Places
from yicun.model.roster import Roster, SourceFile
from yicun.register.matching import make_register, match_villages
from yicun.register.spelling import Names, station_forms

Flags = npt.NDArray[np.bool_]


def assembled(batches: Sequence[Checked]) -> tuple[Roster, Findings]:
    """The roster of all batches, and everything that is to be said of it."""
    beside = any(_is_roster(read) for batch in batches for read in batch.files)
    heard = [_heard(batch, beside_rosters=beside) for batch in batches]
    return _assembled(heard, joined([batch.rows for batch in heard]))


def _is_roster(read: Read) -> bool:
    """Whether a file, not the register, says who is to be nominated."""
    return read.file.role in {"submission", "any"} and bool(read.tables or read.nil_report or read.unplaced)


def _heard(batch: Checked, *, beside_rosters: bool) -> Checked:
    """What is said of a file by what it is for.

    Of a reference only what keeps it from being read; of a register nothing about people in it; a register sent by a
    station changes nothing. A picture or the like is no fault where there are rosters beside it.
    """
    role = batch.files[0].file.role
    found = batch.rows.findings
    if role == "reference":
        found = Findings(finding for finding in found.single if finding.about.unchecked)
    if role == "register":
        found = found.only(drop=("YC113",))
    if beside_rosters and role in {"submission", "any"}:
        found = Findings(map(_as_attachment, found.single), found.cells)
    if role == "submission":
        reason = {"reason": "报送文件中的行政村底册只作检查，不改变底册"}
        sheets = [table for table in batch.rows.tables if table.kind is TableKind.VILLAGES]
        found += Findings(Finding("YC107", Place(table.path, table.sheet), reason) for table in sheets)
    return replace(batch, rows=replace(batch.rows, findings=found))


def _as_attachment(finding: Finding) -> Finding:
    kind = finding.facts.get("kind", "")
    is_one = finding.code == "YC003" and kind in ATTACHMENTS
    return replace(finding, code="YC115", facts={"what": f"这是{kind}"}) if is_one else finding


def _assembled(batches: Sequence[Checked], rows: Rows) -> tuple[Roster, Findings]:
    roles = _roles(batches, rows)
    places, filed_by = rows.places, [text for batch in batches for text in batch.filed_by]
    register, about_register = _register(rows, roles)
    sent = _of_tables(rows, TableKind.CANDIDATES, roles != "reference")
    matched, unmatched, misplaced = match_villages(sent, register, places, filed_by)
    settled = contest(matched, _files(places, matched), rows.conflicts, rows.unreadable)
    candidates, across, contradicting = cross_check(settled.candidates, register)
    twice = submitted_twice(matched, register, places)
    findings = rows.findings + Findings(twice, (*about_register, *unmatched, *settled.findings)) + across
    repeats = frozenset(sent.index.difference(candidates.index).tolist())
    conflicts = together((settled.conflicts, misplaced, contradicting))
    roster = Roster(
        _sources(batches, rows, matched, register),
        places,
        register,
        candidates,
        {name: found for name, of in conflicts.items() if (found := of - repeats)},
        {name: found for name, of in settled.unreadable.items() if (found := of - repeats)},
    )
    return roster, findings


def _files(places: Places, candidates: pd.DataFrame) -> npt.NDArray[np.int64]:
    """A number for the file of each row."""
    number = pd.factorize(np.array([table.path for table in places.tables], dtype=object))[0].astype(np.int64)
    tables: npt.NDArray[np.int64] = np.asarray(places.table_of, dtype=np.int64)[candidates.index.to_numpy()]
    of_rows: npt.NDArray[np.int64] = number[tables]
    return of_rows


def _register(rows: Rows, roles: npt.NDArray[np.object_]) -> tuple[pd.DataFrame, list[CellFindings]]:
    """The register every village is looked for in, and what is wrong within the village tables that were named.

    It is the workspace's own; what is named on the command line takes its place only where there is none.
    """
    of_villages = np.array([table.kind is TableKind.VILLAGES for table in rows.tables], dtype=bool)
    official = np.isin(roles, ["register", "reference"]) & of_villages
    named = (roles == "any") & of_villages
    if not official.any():
        official, named = named, np.zeros_like(named)
    register, found = make_register(_of_tables(rows, TableKind.VILLAGES, official), rows.places)
    if "reference" in roles[official]:
        found = []
    others = _of_tables(rows, TableKind.VILLAGES, named)
    return register, found + make_register(others, rows.places)[1] if len(others) else found


def _roles(batches: Sequence[Checked], rows: Rows) -> npt.NDArray[np.object_]:
    """The role of the file of every table."""
    roles = [read.file.role for batch in batches for read in batch.files for _ in read.tables]
    assert len(roles) == len(rows.tables)
    return np.array(roles, dtype=object)


def _of_tables(rows: Rows, kind: TableKind, tables: Flags) -> pd.DataFrame:
    frame = rows.frames[kind]
    inside = tables[rows.table_of[frame.index.to_numpy()]] if len(frame) else np.zeros(0, dtype=bool)
    return frame if inside.all() else frame[inside]


def _sources(
    batches: Sequence[Checked], rows: Rows, candidates: pd.DataFrame, register: pd.DataFrame
) -> tuple[SourceFile, ...]:
    """Every file in the order given; its stations by its rows, and by its 填报单位; and who sent it."""
    known = Names(register["station"].dropna().unique().tolist(), station_forms)
    of_table = _stations(rows, candidates)
    sources = []
    first = 0
    for batch in batches:
        for read in batch.files:
            numbers = [first + number for number in read.tables]
            tables = tuple(rows.tables[number] for number in numbers)
            people = Counter[str]()
            for number in numbers:
                people.update(of_table.get(number, {}))
            named = (text for text in read.filed_by if text)
            filed = dict.fromkeys(_known_as(known, text) for text in named)
            if read.unplaced and not filed and not people and (at := known.find(read.file.path.stem)) >= 0:
                filed = {known.names[at]: None}
            stations = tuple(dict.fromkeys((*filed, *filter(None, people))))
            sender = _sender([name for name in filed if known.find(name) >= 0 or not known.names], people)
            sources.append(
                SourceFile(read.file.shown, read.sha256, tables, stations, read.nil_report, read.unplaced, sender)
            )
        first += len(batch.rows.tables)
    return tuple(sources)


def _known_as(known: Names, text: str) -> str:
    at = known.find(text)
    return text if at < 0 else known.names[at]


def _sender(filed: Sequence[str], people: Mapping[str, int]) -> str:
    """The one station that sent a file: its 填报单位, unless most of its people are others'; else that of all rows."""
    if len(filed) == 1:
        return filed[0] if 2 * people.get(filed[0], 0) >= sum(people.values()) else ""
    return next(iter(people)) if not filed and len(people) == 1 else ""


def _stations(rows: Rows, candidates: pd.DataFrame) -> dict[int, dict[str, int]]:
    """How many candidates of each table belong to which station ("" where that is not known), in their order."""
    stations = candidates["station"].astype("object").fillna("")
    named = pd.DataFrame({"table": rows.table_of[candidates.index.to_numpy()], "station": stations})
    of_table: dict[int, dict[str, int]] = defaultdict(dict)
    counts = named.groupby(["table", "station"], sort=False).size()
    for (table, station), count in zip(counts.index.tolist(), counts.tolist(), strict=True):
        of_table[table][station] = count
    return of_table
