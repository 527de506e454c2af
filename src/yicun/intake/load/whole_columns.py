"""A column that is damaged all the way down is said once, at its head, instead of at every cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from yicun.intake.parse import Parsed
from yicun.model.codes import CODES, Severity
from yicun.model.fields import BY_NAME
from yicun.model.findings import CellFindings, Finding, Findings, Fix, Place, Places, fix_at, shown

Ints = npt.NDArray[np.int64]
_T = TypeVar("_T")

FEWEST_CELLS = 10
_NOTES = frozenset(("YC291", "YC292", "YC293", "YC294"))


def join_damaged_columns(cells: Sequence[CellFindings], parsed: Parsed, places: Places) -> Findings:
    """The findings with those of a wholly damaged column made one.

    A column is wholly damaged when at least ten cells of its table say something and all have the same error of one
    cell (YC2xx), or the same note of tidying. What a column that does not exist leaves unsaid is said once a table.
    """
    table_of = np.asarray(places.table_of, dtype=np.int64)
    whole: list[Finding] = []
    rest: list[CellFindings] = []
    for batch in cells:
        rows = np.asarray(batch.rows, dtype=np.int64)
        once = _once_a_table(batch, table_of[rows], parsed, table_of, places)
        inside = np.isin(table_of[rows], once)
        whole += (_one(batch, np.flatnonzero(table_of[rows] == table), places) for table in once)
        rest.append(keep_rows(batch, np.flatnonzero(~inside)) if len(once) else batch)
    return Findings(whole, rest)


def _once_a_table(batch: CellFindings, tables: Ints, parsed: Parsed, table_of: Ints, places: Places) -> list[int]:
    faulty = np.bincount(tables, minlength=len(places.tables))
    absent = {table for table in np.flatnonzero(faulty > 1).tolist() if not places.tables[table].holds(batch.field)}
    about = CODES[batch.code]
    if batch.code not in _NOTES and not (about.severity is Severity.ERROR and batch.code.startswith("YC2")):
        return sorted(absent)
    cells = parsed.blank if batch.code == "YC201" else parsed.filled
    of_rows = table_of[parsed.frame.index.to_numpy()]
    counts = np.bincount(of_rows[cells[batch.field]], minlength=len(places.tables))
    if batch.code == "YC201":
        counts = np.maximum(counts, np.bincount(of_rows, minlength=len(places.tables)))
    return sorted({*absent, *np.flatnonzero((faulty >= FEWEST_CELLS) & (faulty == counts)).tolist()})


def _one(batch: CellFindings, at: Ints, places: Places) -> Finding:
    first, table = int(at[0]), places.table(batch.rows[at[0]])
    about = BY_NAME[batch.kind][batch.field]
    texts = batch.texts[first] if batch.texts is not None else None
    words = batch.facts.get("written", ())
    return Finding(
        batch.code,
        Place(table.path, table.sheet, None, table.columns.get(batch.field)),
        {name: values[first] for name, values in batch.facts.items()},
        batch.field,
        about.label,
        None if texts is None else shown(about, texts),
        related=tuple(places.place(batch.rows[number], batch.field) for number in at.tolist()),
        count=len(at),
        fixes=tuple(_fixes(batch, at, places)),
        teachable=tuple(dict.fromkeys(words[number] for number in at.tolist() if words[number])) if words else (),
    )


def _fixes(batch: CellFindings, at: Ints, places: Places) -> Iterator[Fix | None]:
    for index in at.tolist() if batch.fixes is not None else ():
        text = batch.fixes[index] if batch.fixes is not None else None
        yield None if text is None else fix_at(places, batch, index, text)


def keep_rows(batch: CellFindings, at: Ints) -> CellFindings:
    """The findings at these positions of a batch."""
    return replace(
        batch,
        rows=_picked(batch.rows, at) or (),
        texts=_picked(batch.texts, at),
        fixes=_picked(batch.fixes, at),
        facts={name: _picked(values, at) or () for name, values in batch.facts.items()},
        related=_picked(batch.related, at),
    )


def _picked(values: Sequence[_T] | None, at: Ints) -> list[_T] | None:
    return None if values is None else [values[number] for number in at.tolist()]
