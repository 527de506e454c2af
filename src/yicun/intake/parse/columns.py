"""One field over all tables of a batch: its cells gathered, filled down, typed, and their faults placed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.intake.grid import Cell, RawTable, one_below_another
from yicun.intake.parse.readings import Fault, Flags, Readings, as_text, trimmed
from yicun.intake.parse.texts import is_withheld
from yicun.model.fields import Field, Kind, TableKind
from yicun.model.findings import CellFindings
from yicun.model.masks import mask_text

Ints = npt.NDArray[np.int64]

_EPOCH = date(1970, 1, 1).toordinal()

PLACES = frozenset((Kind.STATION, Kind.TOWNSHIP, Kind.VILLAGE))


@dataclass(slots=True)
class FieldCells:
    """The raw cells of a field: each different one once in `distinct`, and `holds[i]`, which of them row i holds.

    -1 is an empty cell. `present[i]`: whether row i's table has the column at all.
    """

    about: Field
    kind: TableKind
    row_ids: Ints
    distinct: list[Cell]
    holds: Ints
    present: Flags


def gather(about: Field, kind: TableKind, tables: Sequence[RawTable], row_ids: Ints) -> FieldCells:
    """The cells of one field of all tables, one after the other."""
    sizes = [len(table.rows) for table in tables]
    present = np.repeat(np.array([about.name in table.cells for table in tables], dtype=bool), sizes)
    holds = np.full(len(row_ids), -1)
    if not present.any():
        return FieldCells(about, kind, row_ids, [], holds, present)
    held, holds[present] = one_below_another([table.cells[about.name] for table in tables if about.name in table.cells])
    cells = np.empty(len(held), dtype=object)
    cells[:] = held
    if bool in set(map(type, held)):  # True equals 1.0, and a factor cannot tell them apart
        cells[:] = [as_text(cell) if isinstance(cell, bool) else cell for cell in held]
    numbers, distinct = pd.factorize(cells)
    return FieldCells(about, kind, row_ids, list(distinct), np.append(numbers, -1)[holds].astype(np.int64), present)


def fill_down(
    column: FieldCells, readings: Readings, tables: Sequence[RawTable]
) -> tuple[Ints, Flags, list[CellFindings]]:
    """Let 同上 and the lower parts of merged cells take the reading above, inside their table.

    Gives which cell each row holds then, the rows that asked for one, and the findings: a note where there was
    something to take, YC221 for a 同上 with nothing above; the lower parts of a blank merged cell are silent, like
    its other cells.
    """
    sizes = [len(table.rows) for table in tables]
    starts = np.cumsum([0, *sizes])[: len(sizes)]
    merged = np.zeros(len(column.holds), dtype=bool)
    for start, table in zip(starts.tolist(), tables, strict=True):
        merged[[start + position for position in table.merged.get(column.about.name, ())]] = True
    ditto = np.isin(column.holds, readings.dittos) & ~merged
    takes = merged | ditto
    if not takes.any():
        return column.holds, takes, []
    rows = np.arange(len(column.holds))
    source = np.maximum.accumulate(np.where(takes, -1, rows))
    source = np.where(source < np.repeat(starts, sizes), rows, source)
    filled = column.holds[source]
    nothing = np.isin(filled, [-1, *readings.blanks, *readings.dittos])
    known = np.array([value is not None for value in (*readings.cell_values, None)])[filled]
    batches = []
    for code, which in (("YC221", ditto & nothing), ("YC295", ditto & known), ("YC296", merged & known)):
        at = np.flatnonzero(which)
        texts = None if code == "YC296" else [as_text(column.distinct[number]) for number in column.holds[at]]
        values = None if code == "YC221" else [readings.cell_values[number] for number in filled[at]]
        facts = {} if values is None else {"read": values}
        batches.append(
            CellFindings(code, column.kind, column.about.name, column.row_ids[at].tolist(), texts, values, facts)
        )
    return filled, takes, batches


def faults(column: FieldCells, readings: Readings) -> list[CellFindings]:
    """The faults of distinct cells, placed at every row that holds them."""
    by_code: dict[str, dict[int, Fault]] = defaultdict(dict)
    for number, found in readings.faults.items():
        for fault in found:
            by_code[fault.code][number] = fault
    return [_placed(code, of, column) for code, of in sorted(by_code.items())]


def _placed(code: str, of: dict[int, Fault], column: FieldCells) -> CellFindings:
    is_faulty = np.zeros(len(column.distinct) + 1, dtype=bool)
    is_faulty[list(of)] = True
    at = np.flatnonzero(is_faulty[column.holds])
    numbers = column.holds[at].tolist()
    texts = {number: None if fault.withheld else as_text(column.distinct[number]) for number, fault in of.items()}
    names = sorted({name for fault in of.values() for name in fault.facts})
    return CellFindings(
        code,
        column.kind,
        column.about.name,
        column.row_ids[at].tolist(),
        [texts[number] for number in numbers],
        [of[number].fix for number in numbers] if any(fault.fix is not None for fault in of.values()) else None,
        {name: [of[number].facts.get(name, "") for number in numbers] for name in names},
    )


def typed(about: Field, values: Sequence[Any], holds: Ints) -> dict[str, Any]:
    """The columns of a typed frame that a field becomes (`yicun.model.roster`); -1 takes the missing value behind."""
    padded = [*values, None]
    if about.kind is Kind.DATE:
        return {
            name: _days([None if days is None else days[end] for days in padded])[holds]
            for name, end in ((about.name, 0), (f"{about.name}_last", 1))
        }
    if about.kind is Kind.WHOLE_NUMBER:
        return {about.name: pd.array(padded, dtype="Int64").take(holds)}
    if about.choices is not None or about.kind in PLACES:
        numbers, categories = pd.factorize(np.array(padded, dtype=object))
        return {about.name: pd.Categorical.from_codes(numbers[holds], pd.Index(categories, dtype="str"))}
    return {about.name: pd.array(padded, dtype="str").take(holds)}


def as_written(column: FieldCells, readings: Readings, holds: Ints) -> dict[str, Any]:
    """Beside a set of listed values the station's own words where they differ, fit to be shown; missing otherwise."""
    words: list[str | None] = [None]
    for cell, value in zip(column.distinct, readings.cell_values, strict=True):
        text = " ".join(trimmed(as_text(cell)).split())
        same = value is not None and sorted(text.split("、")) == sorted(str(value).split("、"))
        words.insert(-1, None if value is None or same or is_withheld(text) else mask_text(text))
    return {f"{column.about.name}_text": pd.array(words, dtype="str").take(holds)}


def _days(dates: Sequence[date | None]) -> npt.NDArray[np.datetime64]:
    """Dates in seconds; numpy itself takes dates one by one, twenty times as slowly."""
    is_known = np.array([day is not None for day in dates], dtype=bool)
    numbers = np.array([0 if day is None else day.toordinal() for day in dates], dtype=np.int64) - _EPOCH
    return np.where(is_known, numbers.astype("datetime64[D]"), np.datetime64("NaT")).astype("datetime64[s]")
