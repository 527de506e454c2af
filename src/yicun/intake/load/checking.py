"""A batch of files checked within themselves: everything that can be said of a file without looking at another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

import numpy as np
import pandas as pd

from yicun.intake.grid import RawTable
from yicun.intake.load.joining import Rows
from yicun.intake.load.reading import InputFile, ReadFile
from yicun.intake.load.whole_columns import gathered
from yicun.intake.parse import Parsed, parse_tables
from yicun.intake.schema import validate
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Findings, TablePlace


@dataclass(frozen=True, slots=True)
class Read:
    """One file after reading: its tables by their number in the batch, the 填报单位 of its rosters ("" where a sheet
    names none), whether it is a 零报告, and how many people nothing could place.
    """

    file: InputFile
    sha256: str
    tables: tuple[int, ...]
    filed_by: tuple[str, ...]
    nil_report: bool
    unplaced: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch of files: what each was, the rows of all of them, and the 填报单位 of each table."""

    files: tuple[Read, ...]
    rows: Rows
    filed_by: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many findings."""
        return len(self.rows.findings)


def check_by_role(files: Sequence[ReadFile], as_of: date) -> list[Checked]:
    """Files of one role are checked together, those of different roles never: what is heard of them differs."""
    by_role = groupby(files, key=lambda read: read.file.role)
    return [check_files(list(of_role), as_of) for _, of_role in by_role]


def check_files(files: Sequence[ReadFile], as_of: date) -> Checked:
    """Parse and validate the tables of files, all of them together. Row ids count from 0 in the batch."""
    tables: list[RawTable] = []
    read: list[Read] = []
    for file in files:
        placed = [table for table in file.tables if table.codes]
        numbers = tuple(range(len(tables), len(tables) + len(placed)))
        tables += placed
        filed_by = tuple(
            table.filed_by
            for table in file.tables
            if table.kind is TableKind.CANDIDATES and file.file.role != "reference"
        )
        nil = any(table.nil_report for table in file.tables)
        unplaced = sum(int(one.facts["number"]) for one in file.findings if one.code == "YC113")
        read.append(Read(file.file, file.sha256, numbers, filed_by, nil, unplaced))
    found = [finding for file in files for finding in file.findings]
    return Checked(tuple(read), check_tables(tables, found, as_of), tuple(table.filed_by for table in tables))


def check_tables(tables: Sequence[RawTable], found: Sequence[Finding], as_of: date) -> Rows:
    """Parse and validate tables, their rows numbered from 0 in the order of the tables."""
    sizes = [len(table.rows) for table in tables]
    firsts = np.cumsum([0, *sizes])
    placed = tuple(
        TablePlace(table.path, table.sheet, table.kind, table.header_row, size, dict(table.columns), table.spots)
        for table, size in zip(tables, sizes, strict=True)
    )
    table_of = np.repeat(np.arange(len(tables)), sizes)
    row_of = np.concatenate([np.empty(0, dtype=np.int64), *(table.rows for table in tables)])
    rows = Rows(placed, table_of, row_of, {}, Findings(found), {}, {})
    findings = rows.findings
    frames: dict[TableKind, pd.DataFrame] = {}
    conflicts, unreadable = {}, {}
    for kind in TableKind:
        numbers = [number for number, table in enumerate(tables) if table.kind is kind]
        parsed = parse_tables(kind, [tables[number] for number in numbers], firsts[numbers].tolist(), as_of)
        validated = validate(parsed, as_of)
        findings += gathered((*parsed.findings, *validated.findings), parsed, rows.places)
        frames[kind] = validated.frame
        if kind is TableKind.CANDIDATES:
            conflicts, unreadable = dict(validated.conflicts), _unreadable(parsed, validated.frame)
    return replace(rows, frames=frames, findings=findings, conflicts=conflicts, unreadable=unreadable)


def _unreadable(parsed: Parsed, frame: pd.DataFrame) -> dict[str, frozenset[int]]:
    """Cells that say something nobody can read: field -> row ids."""
    refused = {name: filled & frame[name].isna().to_numpy() for name, filled in parsed.filled.items()}
    return {name: frozenset(frame.index[flags].tolist()) for name, flags in refused.items() if flags.any()}
