"""Read files to a roster: checked together, matched with the register, compared across rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.intake.load.checking import CheckedRows, check_tables
from yicun.intake.load.reading import ReadFile, failed_check
from yicun.intake.load.whole_columns import keep_rows
from yicun.intake.people import cross_check, submitted_twice
from yicun.intake.read import ATTACHMENTS
from yicun.ledger.contesting import contest
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding, Findings, Place, Places
from yicun.model.roster import Roster, SourceFile
from yicun.register.matching import make_register, match_villages
from yicun.register.spelling import Names, station_forms
from yicun.register.unfilled import named_without_people

Flags = npt.NDArray[np.bool_]
RowSets = Mapping[str, frozenset[int]]


def assemble(files: Sequence[ReadFile], as_of: date) -> tuple[Roster, Findings]:
    """The roster of all files, and everything that is to be said of it.

    Where that fails, the files whose contents make it fail by themselves are said to be unreadable (YC001).
    """
    try:
        return _assemble(files, as_of)
    except Exception:
        failing = {number for number, _ in _failing(list(enumerate(files)), as_of)}
        if not failing:
            raise
        kept = [failed_check(file) if number in failing else file for number, file in enumerate(files)]
        return _assemble(kept, as_of)


def _failing(files: Sequence[tuple[int, ReadFile]], as_of: date) -> list[tuple[int, ReadFile]]:
    """Those of the files that cannot be checked, found by halves."""
    try:
        _assemble([file for _, file in files], as_of)
    except Exception:  # noqa: BLE001 - whatever it is, it is in one of them
        half = len(files) // 2
        return list(files) if not half else _failing(files[:half], as_of) + _failing(files[half:], as_of)
    return []


def _assemble(files: Sequence[ReadFile], as_of: date) -> tuple[Roster, Findings]:
    tables = [(file, table) for file in files for table in file.placed]
    roles = np.array([file.file.role for file, _ in tables], dtype=object)
    rows = check_tables([table for _, table in tables], [], as_of)
    places, filed_by = rows.places, [table.filed_by for _, table in tables]
    register, about_register = _register(rows, roles)
    sent = _of_tables(rows, TableKind.CANDIDATES, roles != "reference")
    matched, unmatched, misplaced = match_villages(sent, register, places, filed_by)
    settled = contest(matched, _files(places, matched), rows.conflicts, rows.unreadable)
    candidates, across, contradicting = cross_check(settled.candidates, register)
    twice = submitted_twice(matched, register, places)
    reported = _reported(files, rows, roles)
    findings = reported + Findings(twice, (*about_register, *unmatched, *settled.findings)) + across
    repeats = frozenset(sent.index.difference(candidates.index).tolist())
    conflicts = _united((settled.conflicts, misplaced, contradicting))
    roster = Roster(
        _sources(files, rows, matched, register),
        places,
        register,
        candidates,
        {name: found for name, of in conflicts.items() if (found := of - repeats)},
        {name: found for name, of in settled.unreadable.items() if (found := of - repeats)},
        rows.withdrawn - repeats,
        named_without_people(
            (pair for file, table in tables if file.file.role != "reference" for pair in table.unfilled), register
        ),
    )
    return roster, findings


def _reported(files: Sequence[ReadFile], rows: CheckedRows, roles: npt.NDArray[np.object_]) -> Findings:
    """What is said of files and rows by what each file is for.

    Of a reference only what keeps it from being read; a register sent by a station changes nothing.
    """
    beside_rosters = any(_is_roster(file) for file in files)
    whole = [finding for file in files for finding in _of_file(file, beside_rosters=beside_rosters)]
    referred = {file.file.shown for file in files if file.file.role == "reference"}
    whole += [finding for finding in rows.findings.single if finding.place.path not in referred]
    reason = {"reason": "报送文件中的行政村底册只作检查，不改变底册"}
    whole += [
        Finding("YC107", Place(table.path, table.sheet), reason)
        for table, role in zip(rows.tables, roles, strict=True)
        if role == "submission" and table.kind is TableKind.VILLAGES
    ]
    return Findings(whole, [_without(batch, (roles == "reference")[rows.table_of]) for batch in rows.findings.cells])


def _is_roster(file: ReadFile) -> bool:
    """Whether a file, not the register, says who is to be nominated."""
    return file.file.role in {"submission", "any"} and bool(file.placed or file.nil_report or file.unplaced)


def _of_file(file: ReadFile, *, beside_rosters: bool) -> Iterator[Finding]:
    """What is said of a file itself: of a register nothing about people in it.

    A picture or the like is no fault where there are rosters beside it.
    """
    for finding in file.findings:
        if file.file.role == "reference" and not finding.about.unchecked:
            continue
        if file.file.role == "register" and finding.code == "YC113":
            continue
        is_sent = file.file.role in {"submission", "any"}
        yield _as_attachment(finding) if beside_rosters and is_sent else finding


def _as_attachment(finding: Finding) -> Finding:
    kind = finding.facts.get("kind", "")
    is_one = finding.code == "YC003" and kind in ATTACHMENTS
    return replace(finding, code="YC115", facts={"what": f"这是{kind}"}) if is_one else finding


def _without(batch: CellFindings, left_out: Flags) -> CellFindings:
    kept = ~left_out[np.asarray(batch.rows, dtype=np.int64)]
    return batch if kept.all() else keep_rows(batch, np.flatnonzero(kept))


def _united(sets: Iterable[RowSets]) -> dict[str, frozenset[int]]:
    """Sets of row ids by field."""
    united = defaultdict[str, frozenset[int]](frozenset)
    for name, rows in chain.from_iterable(one.items() for one in sets):
        united[name] |= rows
    return dict(united)


def _files(places: Places, candidates: pd.DataFrame) -> npt.NDArray[np.int64]:
    """A number for the file of each row."""
    number = pd.factorize(np.array([table.path for table in places.tables], dtype=object))[0].astype(np.int64)
    tables: npt.NDArray[np.int64] = np.asarray(places.table_of, dtype=np.int64)[candidates.index.to_numpy()]
    of_rows: npt.NDArray[np.int64] = number[tables]
    return of_rows


def _register(rows: CheckedRows, roles: npt.NDArray[np.object_]) -> tuple[pd.DataFrame, list[CellFindings]]:
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


def _of_tables(rows: CheckedRows, kind: TableKind, tables: Flags) -> pd.DataFrame:
    frame = rows.frames[kind]
    inside = tables[rows.table_of[frame.index.to_numpy()]] if len(frame) else np.zeros(0, dtype=bool)
    return frame if inside.all() else frame[inside]


def _sources(
    files: Sequence[ReadFile], rows: CheckedRows, candidates: pd.DataFrame, register: pd.DataFrame
) -> tuple[SourceFile, ...]:
    """Every file in the order given; its stations by its rows, and by its 填报单位; and who sent it."""
    known = Names(register["station"].dropna().unique().tolist(), station_forms)
    of_table = _stations(rows, candidates)
    sources = []
    first = 0
    for read in files:
        numbers = range(first, first + len(read.placed))
        first = numbers.stop
        people = Counter[str]()
        for number in numbers:
            people.update(of_table.get(number, {}))
        filed = dict.fromkeys(_known_as(known, text) for text in read.filed_by if text)
        if read.unplaced and not filed and not people and (at := known.find(read.file.path.stem)) >= 0:
            filed = {known.names[at]: None}
        stations = tuple(dict.fromkeys((*filed, *filter(None, people))))
        sender = _sender([name for name in filed if known.find(name) >= 0 or not known.names], people)
        tables = rows.tables[numbers.start : numbers.stop]
        sources.append(
            SourceFile(read.file.shown, read.sha256, tables, stations, read.nil_report, read.unplaced, sender)
        )
    return tuple(sources)


def _known_as(known: Names, text: str) -> str:
    at = known.find(text)
    return text if at < 0 else known.names[at]


def _sender(filed: Sequence[str], people: Mapping[str, int]) -> str:
    """The one station that sent a file: its 填报单位, unless most of its people are others'; else that of all rows."""
    if len(filed) == 1:
        return filed[0] if 2 * people.get(filed[0], 0) >= sum(people.values()) else ""
    return next(iter(people)) if not filed and len(people) == 1 else ""


def _stations(rows: CheckedRows, candidates: pd.DataFrame) -> dict[int, dict[str, int]]:
    """How many candidates of each table belong to which station ("" where that is not known), in their order."""
    stations = candidates["station"].astype("object").fillna("")
    named = pd.DataFrame({"table": rows.table_of[candidates.index.to_numpy()], "station": stations})
    of_table: dict[int, dict[str, int]] = defaultdict(dict)
    counts = named.groupby(["table", "station"], sort=False).size()
    for (table, station), count in zip(counts.index.tolist(), counts.tolist(), strict=True):
        of_table[table][station] = count
    return of_table
