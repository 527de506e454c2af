"""Batches put together again: one row id for every row of every file, whatever the batches were."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals

from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Findings, Places, TablePlace

Ints = npt.NDArray[np.int64]
RowSets = Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Checked rows with their places, of one batch or of all. A row id is a position in `table_of` and `row_of`."""

    tables: tuple[TablePlace, ...]
    table_of: Ints
    row_of: Ints
    frames: Mapping[TableKind, pd.DataFrame]
    findings: Findings
    conflicts: RowSets
    unreadable: RowSets

    @property
    def places(self) -> Places:
        """Where every row stands."""
        return Places(self.tables, cast("Sequence[int]", self.table_of), cast("Sequence[int]", self.row_of))


def joined(batches: Sequence[Rows]) -> Rows:
    """All batches as one, in their order; the row ids of each move behind those of the ones before."""
    rows = np.cumsum([0, *(len(batch.row_of) for batch in batches)]).tolist()
    tables = np.cumsum([0, *(len(batch.tables) for batch in batches)]).tolist()
    moved = [_moved(batch, by) for batch, by in zip(batches, rows, strict=False)]
    nothing = np.empty(0, dtype=np.int64)
    return Rows(
        tuple(chain.from_iterable(batch.tables for batch in batches)),
        np.concatenate([nothing, *(batch.table_of + by for batch, by in zip(batches, tables, strict=False))]),
        np.concatenate([nothing, *(batch.row_of for batch in batches)]),
        {kind: _stacked([batch.frames[kind] for batch in moved if kind in batch.frames]) for kind in TableKind},
        Findings(
            chain.from_iterable(batch.findings.single for batch in moved),
            _grouped(chain.from_iterable(batch.findings.cells for batch in moved)),
        ),
        together(batch.conflicts for batch in moved),
        together(batch.unreadable for batch in moved),
    )


def together(sets: Iterable[RowSets]) -> dict[str, frozenset[int]]:
    """Sets of row ids by field, united."""
    united: dict[str, frozenset[int]] = {}
    for one in sets:
        for name, rows in one.items():
            united[name] = united.get(name, frozenset()) | rows
    return united


def _moved(batch: Rows, by: int) -> Rows:
    if not by:
        return batch

    def moved_sets(sets: RowSets) -> RowSets:
        return {name: frozenset(row + by for row in rows) for name, rows in sets.items()}

    cells = [
        replace(
            cell,
            rows=[row + by for row in cell.rows],
            related=None if cell.related is None else [[row + by for row in rows] for rows in cell.related],
        )
        for cell in batch.findings.cells
    ]
    return replace(
        batch,
        frames={kind: frame.set_axis(frame.index + by) for kind, frame in batch.frames.items()},
        findings=Findings(batch.findings.single, cells),
        conflicts=moved_sets(batch.conflicts),
        unreadable=moved_sets(batch.unreadable),
    )


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of one kind as one; categories keep the order in which they first appear."""
    frames = [frame for frame in frames if len(frame)] or frames[:1]
    if len(frames) == 1:
        return frames[0]
    index = pd.Index(np.concatenate([frame.index.to_numpy() for frame in frames]))
    columns: dict[str, Any] = {}
    for name in frames[0].columns:
        parts = [frame[name] for frame in frames]
        categorical = isinstance(parts[0].dtype, pd.CategoricalDtype)
        columns[name] = union_categoricals(parts) if categorical else pd.concat(parts).array
    return pd.DataFrame(columns, index=index)


def _grouped(cells: Iterable[CellFindings]) -> list[CellFindings]:
    """One `CellFindings` for each code and field, as if all rows had been checked at once."""
    groups: dict[tuple[object, ...], list[CellFindings]] = defaultdict(list)
    for batch in cells:
        groups[batch.code, batch.kind, batch.field, batch.related_field].append(batch)
    return [_merged(group) for _, group in sorted(groups.items(), key=lambda item: tuple(map(str, item[0])))]


def _fact(batch: CellFindings, name: str) -> Sequence[str] | None:
    return batch.facts.get(name)


def _merged(group: Sequence[CellFindings]) -> CellFindings:
    if len(group) == 1:
        return group[0]

    def side(get: Callable[[CellFindings], Sequence[Any] | None], missing: object) -> list[Any] | None:
        parts = [(get(batch), len(batch)) for batch in group]
        if all(part is None for part, _ in parts):
            return None
        return [value for part, size in parts for value in (part if part is not None else [missing] * size)]

    names = sorted({name for batch in group for name in batch.facts})
    return replace(
        group[0],
        rows=[row for batch in group for row in batch.rows],
        texts=side(lambda batch: batch.texts, None),
        fixes=side(lambda batch: batch.fixes, None),
        facts={name: side(partial(_fact, name=name), "") or [] for name in names},
        related=side(lambda batch: batch.related, ()),
    )
