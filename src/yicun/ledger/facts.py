"""The facts of candidates as columns that can be compared and taken from one row into another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.model.fields import FIELDS, Field, Kind, TableKind

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
RowSets = Mapping[str, frozenset[int]]

PLACE_FIELDS = frozenset(("station", "township", "village"))
BIRTH = frozenset(("born", "born_last"))


def facts() -> tuple[Field, ...]:
    """What a row says of its person."""
    return tuple(field for field in FIELDS[TableKind.CANDIDATES] if field.name not in PLACE_FIELDS)


def columns_of(field: Field) -> tuple[str, ...]:
    """The columns of the typed table that hold a field."""
    return (field.name, f"{field.name}_last") if field.kind is Kind.DATE else (field.name,)


def numbered(candidates: pd.DataFrame, field: Field) -> Ints:
    """Each different value of a field as a number of its own, -1 where there is none."""
    columns = columns_of(field)
    codes = pd.factorize(candidates[columns[0]])[0].astype(np.int64)
    if len(columns) == 1:
        return codes
    last = pd.factorize(candidates[columns[1]])[0].astype(np.int64)
    return np.where((codes < 0) | (last < 0), -1, codes * (len(candidates) + 1) + last)


def flagged(candidates: pd.DataFrame, sets: RowSets, name: str) -> Flags:
    """Which rows are in the set of a field."""
    rows = sets.get(name)
    return candidates.index.isin(list(rows)) if rows else np.zeros(len(candidates), dtype=bool)


def composed(candidates: pd.DataFrame, kept: Ints, taken: Callable[[str], Ints]) -> pd.DataFrame:
    """The rows at the positions `kept`, each fact from the rows that `taken` gives for it beside them (-1: none)."""
    fact_of = {column: field.name for field in facts() for column in columns_of(field)} | dict.fromkeys(BIRTH, "born")
    columns: dict[str, object] = {}
    for name in candidates.columns:
        fact, values = fact_of.get(name), candidates[name].array
        columns[name] = values.take(kept) if fact is None else values.take(taken(fact), allow_fill=True)
    return pd.DataFrame(columns, index=candidates.index[kept], copy=False)


def united(sets: Iterable[RowSets]) -> dict[str, frozenset[int]]:
    """Sets of row ids by field, put together."""
    found = defaultdict[str, frozenset[int]](frozenset)
    for one in sets:
        for name, rows in one.items():
            found[name] |= rows
    return dict(found)
