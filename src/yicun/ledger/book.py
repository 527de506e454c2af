"""The ledger as it was read: one typed table a sheet, its rows one by one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from yicun.model.fields import BY_NAME, FIELDS, Kind, TableKind
from yicun.model.findings import Finding, shown
from yicun.model.places import Places


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a sheet: texts ("" for a blank), and dates, by the last day a cell can mean (None for a blank)."""

    row: int
    texts: Mapping[str, str]
    days: Mapping[str, date | None]

    def text(self, name: str) -> str:
        """A cell as text."""
        return self.texts[name]

    def day(self, name: str) -> date | None:
        """A date."""
        return self.days[name]


@dataclass(frozen=True, slots=True)
class Ledger:
    """`tables` have the columns of their fields, dates as two columns; their index points into `places`.

    `path` as it is shown, `sha256` of the file. A sheet that is not there is an empty table.
    """

    path: str
    sha256: str
    tables: Mapping[TableKind, pd.DataFrame]
    places: Places
    unreadable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    _read: dict[TableKind, list[Entry]] = field(default_factory=dict, repr=False, compare=False)

    def without(self, kinds: Collection[TableKind]) -> "Ledger":
        """The same ledger with these sheets empty."""
        tables = {kind: t.iloc[:0] if kind in kinds else t for kind, t in self.tables.items()}
        return replace(self, tables=tables, _read={})

    def lacking(self, rows: Mapping[TableKind, Collection[int]]) -> "Ledger":
        """The same ledger without these rows of its sheets."""
        tables = {kind: table.drop(index=list(rows.get(kind, ()))) for kind, table in self.tables.items()}
        return replace(self, tables=tables, _read={})

    def entries(self, kind: TableKind) -> list[Entry]:
        """The rows of a sheet in their order; made once, for every day of a history asks for them."""
        if kind not in self._read:
            self._read[kind] = self._entries(kind)
        return self._read[kind]

    def _entries(self, kind: TableKind) -> list[Entry]:
        table = self.tables[kind]
        texts, days = dict[str, list[str]](), dict[str, list[date | None]]()
        for about in FIELDS[kind]:
            if about.kind is Kind.DATE:
                days[about.name] = [_day(value) for value in table[f"{about.name}_last"].tolist()]
            else:
                texts[about.name] = [text_of(value) for value in table[about.name].astype("object").tolist()]
        return [
            Entry(
                int(row),
                {name: values[at] for name, values in texts.items()},
                {name: values[at] for name, values in days.items()},
            )
            for at, row in enumerate(table.index.tolist())
        ]

    def finding(self, code: str, kind: TableKind, entry: Entry, name: str, facts: Mapping[str, str]) -> Finding:
        """A finding at one cell; its value masked as that field asks."""
        about = BY_NAME[kind][name]
        text = entry.texts.get(name) or None
        value = None if text is None else shown(about, text)
        return Finding(code, self.places.place(entry.row, name), facts, name, about.label, value)


def text_of(value: Any) -> str:
    """A cell as text, "" where it is missing."""
    return "" if pd.isna(value) else str(value)


def _day(value: Any) -> date | None:
    if pd.isna(value):
        return None
    day: date = value.date()
    return day
