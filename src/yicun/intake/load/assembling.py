"""Read files to a roster: checked together, matched with the register, compared across rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.intake.load.checking import CheckedRows, check_tables
from yicun.intake.load.picturing import Loaded
from yicun.intake.load.reading import ReadFile, failed_check
from yicun.intake.load.sheet_villages import with_sheet_villages
from yicun.intake.load.whole_columns import keep_rows
from yicun.intake.read import ATTACHMENTS
from yicun.ledger.book import Ledger
from yicun.ledger.rulings import with_former_names
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding, Findings, Place
from yicun.model.roster import SourceFile
from yicun.model.spellings import NONE, Spellings
from yicun.register.matching import make_register, match_villages
from yicun.register.spelling import Names, station_forms

Flags = npt.NDArray[np.bool_]


def assemble(
    files: list[ReadFile],
    read_again: Callable[[], list[ReadFile]],
    as_of: date,
    ledger: Ledger | None = None,
    spellings: Spellings = NONE,
) -> Loaded:
    """All files as one, their villages found in the register; `ledger` may tell of villages that were merged.

    In `files` the cells are let go as soon as they are columns. Where it fails, all files are read again, and those
    whose contents make it fail by themselves are said to be unreadable (YC001).
    """

    def assemble_these(chosen: list[ReadFile]) -> Loaded:
        if ledger is None:
            settled = _assemble(chosen, as_of, ledger, spellings).settled()  # in steps, for each frees a roster
            return settled.pictured()
        kept = tuple(chosen)  # with its cells, for the days that are asked for later

        def again(day: date) -> Loaded:
            return assemble(list(kept), lambda: list(kept), day, ledger, spellings)

        return replace(_assemble(chosen, as_of, ledger, spellings), again=again)

    files[:] = with_sheet_villages(files)
    try:
        return assemble_these(files)
    except Exception:
        files[:] = with_sheet_villages(read_again())
        failing = {number for number, _ in _failing(list(enumerate(files)), assemble_these)}
        if not failing:
            raise
        return assemble_these([failed_check(file) if at in failing else file for at, file in enumerate(files)])


def _failing(
    files: Sequence[tuple[int, ReadFile]], assemble_these: Callable[[list[ReadFile]], Loaded]
) -> list[tuple[int, ReadFile]]:
    """Those of the files that cannot be checked, found by halves."""
    try:
        assemble_these([file for _, file in files])
    except Exception:  # noqa: BLE001 - whatever it is, it is in one of them
        half = len(files) // 2
        if not half:
            return list(files)
        return _failing(files[:half], assemble_these) + _failing(files[half:], assemble_these)
    return []


def _assemble(files: list[ReadFile], as_of: date, ledger: Ledger | None, spellings: Spellings) -> Loaded:
    """The files as one; in `files` their cells are let go."""
    raw = [table for file in files for table in file.placed]
    files[:] = [file.without_cells() for file in files]
    tables = [(file, table) for file in files for table in file.placed]
    roles = np.array([file.file.role for file, _ in tables], dtype=object)
    rows = check_tables(raw, [], as_of, spellings=spellings)
    places, filed_by = rows.places, [table.filed_by for _, table in tables]
    register, about_register = _register(rows, roles)
    sent = _of_tables(rows, TableKind.CANDIDATES, roles != "reference")
    asked = register if ledger is None else with_former_names(register, ledger, as_of)
    matched, unmatched, misplaced = match_villages(sent, asked, places, filed_by)
    return Loaded(
        _sources(files, rows, matched, register),
        frozenset(file.file.shown for file in files if file.file.role == "submission"),
        replace(rows, frames={}),
        register,
        matched,
        misplaced,
        as_of,
        _reported(files, rows, roles) + Findings(cells=(*about_register, *unmatched)),
        tuple(
            (file.file.shown, pair)
            for file, table in tables
            if file.file.role != "reference"
            for pair in table.unfilled
        ),
    )


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
