"""What the columns say: raw tables to one typed frame and what is wrong with its cells, whole columns at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from yicun.intake.grid import Cell, RawTable
from yicun.intake.parse import choices, dates, ids, names, phones, texts, withdrawals
from yicun.intake.parse.columns import Ints, as_written, faults, fill_down, gather, typed
from yicun.intake.parse.readings import Flags, Readings
from yicun.model.fields import FIELDS, Field, Kind, TableKind
from yicun.model.findings import CellFindings
from yicun.model.spellings import NONE, Spellings

_Read = Callable[[Field, Sequence[Cell], date], Readings]

_READ: Mapping[Kind, _Read] = {
    Kind.TEXT: texts.read_texts,
    Kind.NAME: names.read_names,
    Kind.NAMES: names.read_name_lists,
    Kind.CHOICE: choices.read_choices,
    Kind.CHOICES: choices.read_choice_sets,
    Kind.DATE: dates.read_dates,
    Kind.ID_NUMBER: ids.read_ids,
    Kind.PHONE: phones.read_phones,
    Kind.STATION: texts.read_places,
    Kind.TOWNSHIP: texts.read_places,
    Kind.VILLAGE: texts.read_places,
    Kind.CODE: texts.read_codes,
    Kind.WHOLE_NUMBER: texts.read_numbers,
    Kind.AMOUNT: texts.read_amounts,
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tables of one kind as one typed frame (columns as `yicun.model.roster`, index: row ids), and the findings.

    Flags by field, as long as the frame: `blank`, an empty cell of a column that exists; `filled`, a cell that says
    something, readable or not. `withdrawn`: rows that say that their person is a candidate no longer (YC423);
    `struck`: those that say so by a line through them alone.
    """

    kind: TableKind
    frame: pd.DataFrame
    findings: tuple[CellFindings, ...]
    blank: Mapping[str, Flags]
    filled: Mapping[str, Flags]
    withdrawn: Flags
    struck: Flags


def parse_tables(
    kind: TableKind,
    tables: Sequence[RawTable],
    first_rows: Sequence[int],
    as_of: date,
    spellings: Spellings = NONE,
) -> Parsed:
    """Read every column of tables of one kind; `first_rows[i]` is the row id of the first row of table i."""
    row_ids: Ints = np.concatenate(
        [np.arange(first, first + len(table.rows)) for first, table in zip(first_rows, tables, strict=True)]
        or [np.empty(0, dtype=np.int64)]
    ).astype(np.int64)
    columns: dict[str, object] = {}
    found: list[CellFindings] = []
    withdrawn = np.zeros(len(row_ids), dtype=bool)
    blank: dict[str, Flags] = {}
    filled: dict[str, Flags] = {}
    for about in map(spellings.of, FIELDS[kind]):
        column = gather(about, kind, tables, row_ids)
        readings = _READ[about.kind](about, column.distinct, as_of)
        if about.name == "discipline":
            choices.bare_warnings(column, readings, tables)
        if kind is TableKind.CANDIDATES and about.name in withdrawals.FIELDS:
            withdrawn |= withdrawals.withdrawn(column, readings)
        found += faults(column, readings)
        holds, takes = column.holds, np.zeros(len(row_ids), dtype=bool)
        if about.inherits:
            holds, takes, notes = fill_down(column, readings, tables)
            found += notes
        empty = np.isin(column.holds, [-1, *readings.blanks])
        blank[about.name] = column.present & empty & ~takes
        filled[about.name] = column.present & ~empty
        columns |= typed(about, readings.cell_values, holds)
        if about.kind is Kind.CHOICES:
            columns |= as_written(column, readings, holds)
    struck = withdrawals.struck(tables) & ~withdrawn
    found.append(withdrawals.of_struck(row_ids[struck]))
    frame = pd.DataFrame(columns, index=pd.Index(row_ids), copy=False)
    return Parsed(kind, frame, tuple(batch for batch in found if len(batch)), blank, filled, withdrawn | struck, struck)
