"""One person as a roster, for a rulebook to be tried on."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

import pandas as pd

from yicun.model.fields import FIELDS, VILLAGE_FIELDS, Kind, TableKind
from yicun.model.findings import Places
from yicun.model.roster import Roster

Cell = str | tuple[date, date] | None


def alone(person: Mapping[str, Cell], conflicts: Iterable[str], unreadable: Iterable[str]) -> Roster:
    """A person by field, the only candidate of a village that is in the register; the fields in conflict, unread."""
    columns: dict[str, object] = {}
    for field in FIELDS[TableKind.CANDIDATES]:
        cell = person.get(field.name)
        if field.kind is Kind.DATE:
            first, last = cell if isinstance(cell, tuple) else (None, None)
            columns[field.name], columns[f"{field.name}_last"] = _day_column(first), _day_column(last)
        elif field.choices is not None:
            columns[field.name] = pd.Categorical([cell])
        elif field.kind is Kind.WHOLE_NUMBER:
            columns[field.name] = pd.array([None if cell is None else int(str(cell))], dtype="Int64")
        else:
            columns[field.name] = pd.array([cast("str | None", cell)], dtype="str")
    columns["born"], columns["born_last"] = columns["birth_date"], columns["birth_date_last"]
    columns["village_row"] = pd.array([0 if person.get("village") else -1], dtype="int64")
    villages = pd.DataFrame({field.name: [None] for field in VILLAGE_FIELDS})
    nobody: frozenset[int] = frozenset((0,))
    return Roster(
        (),
        Places((), [], []),
        villages,
        pd.DataFrame(columns),
        dict.fromkeys(conflicts, nobody),
        dict.fromkeys(unreadable, nobody),
    )


def _day_column(day: date | None) -> object:
    moment = None if day is None else datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a calendar day has no zone
    return pd.array([moment], dtype="datetime64[s]")
