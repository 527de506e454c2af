"""Tables checked within themselves: everything that can be said of a row without looking at another file."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.intake.grid import RawTable
from yicun.intake.load.memory import give_back
from yicun.intake.load.whole_columns import join_damaged_columns
from yicun.intake.parse import Parsed, parse_tables
from yicun.intake.schema import validate
from yicun.model.fields import ROSTER_KINDS, TableKind
from yicun.model.findings import Finding, Findings, Places, TablePlace
from yicun.model.spellings import NONE, Spellings

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """Checked rows with their places. A row id is a position in `table_of` and `row_of`.

    `conflicts` and `unreadable`: field -> row ids, `withdrawn` and `struck`: row ids, as `Roster` has them.
    """

    tables: tuple[TablePlace, ...]
    table_of: Ints
    row_of: Ints
    frames: Mapping[TableKind, pd.DataFrame]
    findings: Findings
    conflicts: Mapping[str, frozenset[int]]
    unreadable: Mapping[str, frozenset[int]]
    withdrawn: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()

    @property
    def places(self) -> Places:
        """Where every row stands."""
        return Places(self.tables, cast("Sequence[int]", self.table_of), cast("Sequence[int]", self.row_of))


def check_tables(
    tables: list[RawTable],
    found: Sequence[Finding],
    as_of: date,
    kinds: Sequence[TableKind] = ROSTER_KINDS,
    spellings: Spellings = NONE,
) -> CheckedRows:
    """Parse and validate tables, their rows numbered from 0 in the order of the tables; `found` was found before.

    In `tables` the cells of each are let go as soon as they are read: beside them there would be two rosters.
    """
    sizes = [len(table.rows) for table in tables]
    firsts = np.cumsum([0, *sizes])
    placed = tuple(
        TablePlace(table.path, table.sheet, table.kind, table.header_row, size, _interned(table.columns), table.spots)
        for table, size in zip(tables, sizes, strict=True)
    )
    table_of = np.repeat(np.arange(len(tables)), sizes)
    row_of = np.concatenate([np.empty(0, dtype=np.int64), *(table.rows for table in tables)])
    rows = CheckedRows(placed, table_of, row_of, {}, Findings(found), {}, {})
    findings = rows.findings
    frames: dict[TableKind, pd.DataFrame] = {}
    conflicts, unreadable, withdrawn, struck = {}, {}, frozenset[int](), frozenset[int]()
    for kind in kinds:
        numbers = [number for number, table in enumerate(tables) if table.kind is kind]
        parsed = parse_tables(kind, [tables[number] for number in numbers], firsts[numbers].tolist(), as_of, spellings)
        for number in numbers:
            tables[number] = tables[number].without_cells()
        give_back()
        validated = validate(parsed, as_of)
        findings += join_damaged_columns((*parsed.findings, *validated.findings), parsed, rows.places)
        frames[kind] = validated.frame
        if kind is TableKind.CANDIDATES:
            conflicts, unreadable = dict(validated.conflicts), _unreadable(parsed, validated.frame)
            withdrawn = frozenset(validated.frame.index[parsed.withdrawn].tolist())
            struck = frozenset(validated.frame.index[parsed.struck].tolist())
    return replace(
        rows, frames=frames, findings=findings, conflicts=conflicts, unreadable=unreadable, withdrawn=withdrawn,
        struck=struck,
    )  # fmt: skip


def _interned(columns: Mapping[str, str]) -> dict[str, str]:
    """With names of fields that no table holds for itself."""
    return {sys.intern(name): sys.intern(letters) for name, letters in columns.items()}


def _unreadable(parsed: Parsed, frame: pd.DataFrame) -> dict[str, frozenset[int]]:
    """Cells that say something nobody can read: field -> row ids."""
    refused = {name: filled & frame[name].isna().to_numpy() for name, filled in parsed.filled.items()}
    return {name: frozenset(frame.index[flags].tolist()) for name, flags in refused.items() if flags.any()}
