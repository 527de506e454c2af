"""A batch of files checked within themselves: everything that can be said of a file without looking at another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from yicun.intake.grid import Opened, RawTable
from yicun.intake.headers import find_tables
from yicun.intake.load.joining import Rows
from yicun.intake.load.whole_columns import gathered
from yicun.intake.parse import Parsed, parse_tables
from yicun.intake.read import open_workbook
from yicun.intake.schema import validate
from yicun.model.errors import CannotRun
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Findings, Place, TablePlace

Role = Literal["register", "submission", "any", "reference"]
"""register: the workspace's own; submission: a station's; any: named on the command line, both kinds of table welcome;
reference: the register, only to check against."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `shown` is its path in results."""

    path: Path
    shown: str
    role: Role


@dataclass(frozen=True, slots=True)
class Read:
    """One file after reading: its tables by their number in the batch, the 填报单位 of its rosters ("" where a sheet
    names none), and whether it is a 零报告.
    """

    file: InputFile
    sha256: str
    tables: tuple[int, ...]
    filed_by: tuple[str, ...]
    nil_report: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch of files: what each was, the rows of all of them, and the 填报单位 of each table."""

    files: tuple[Read, ...]
    rows: Rows
    filed_by: tuple[str, ...]


def check_by_role(files: Sequence[InputFile], passwords: Sequence[str], as_of: date) -> list[Checked]:
    """Files of one role are checked together, those of different roles never: what is heard of them differs."""
    by_role = groupby(files, key=lambda file: file.role)
    return [check_files(list(of_role), passwords, as_of) for _, of_role in by_role]


def not_checked(file: InputFile, why: Finding) -> Checked:
    """A file that could not be checked at all."""
    return Checked((Read(file, "", (), (), nil_report=False),), check_tables([], [why], date.min), ())


def check_files(files: Sequence[InputFile], passwords: Sequence[str], as_of: date) -> Checked:
    """Read files, find their tables, parse and validate all of them together. Row ids count from 0 in the batch."""
    tables: list[RawTable] = []
    read: list[Read] = []
    found: list[Finding] = []
    for file in files:
        sha256, of_file, about_file = _tables_of(file, passwords)
        found += about_file
        placed = [table for table in of_file if table.columns]
        numbers = tuple(range(len(tables), len(tables) + len(placed)))
        tables += placed
        filed_by = tuple(
            table.filed_by for table in of_file if table.kind is TableKind.CANDIDATES and file.role != "reference"
        )
        read.append(Read(file, sha256, numbers, filed_by, any(table.nil_report for table in of_file)))
    return Checked(tuple(read), check_tables(tables, found, as_of), tuple(table.filed_by for table in tables))


def check_tables(tables: Sequence[RawTable], found: Sequence[Finding], as_of: date) -> Rows:
    """Parse and validate tables, their rows numbered from 0 in the order of the tables."""
    sizes = [len(table.rows) for table in tables]
    firsts = np.cumsum([0, *sizes])
    placed = tuple(
        TablePlace(table.path, table.sheet, table.kind, table.header_row, size, dict(table.columns))
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


def _tables_of(file: InputFile, passwords: Sequence[str]) -> tuple[str, list[RawTable], list[Finding]]:
    """The sha256 of a file, its tables and what is said of it; the workbook itself is let go at once."""
    opened = _open(file, passwords)
    if opened.workbook is None:
        return opened.sha256, [], list(opened.findings)
    tables, layout = find_tables(opened.workbook)
    return opened.sha256, tables, [*opened.findings, *layout, *_empty(file, tables)]


def _open(file: InputFile, passwords: Sequence[str]) -> Opened:
    """Try the passwords one after the other, where there is something to open with them."""
    try:
        opened = open_workbook(file.path, file.shown)
    except CannotRun as error:
        return Opened(file.shown, "", None, (Finding("YC001", Place(file.shown), {"reason": str(error)}),))
    for password in passwords:
        if not any(finding.code == "YC002" for finding in opened.findings):
            break
        opened = open_workbook(file.path, file.shown, password)
    return opened


def _empty(file: InputFile, tables: Sequence[RawTable]) -> list[Finding]:
    """A roster of headers alone is nobody's answer: neither people nor a 零报告 (YC008)."""
    if not tables or any(table.nil_report or len(table.rows) for table in tables):
        return []
    return [Finding("YC008", Place(file.shown))]


def _unreadable(parsed: Parsed, frame: pd.DataFrame) -> dict[str, frozenset[int]]:
    """Cells that say something nobody can read: field -> row ids."""
    refused = {name: filled & frame[name].isna().to_numpy() for name, filled in parsed.filled.items()}
    return {name: frozenset(frame.index[flags].tolist()) for name, flags in refused.items() if flags.any()}
