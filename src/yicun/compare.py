"""What changed between two submissions, by person and village, never by row."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, Literal

import pandas as pd

from yicun.model.fields import FIELDS, Field, Kind, TableKind
from yicun.model.findings import shown
from yicun.model.results import Change, Comparison
from yicun.model.roster import Roster

_VILLAGE = ["township", "village"]
_PERSON = ["id_number", "name"]
_NOT_COMPARED = frozenset(("township", "village", "age"))
_AFTER_ALL = 1 << 60


def compare(old: Roster, new: Roster, *, partial: bool | None = None) -> Comparison:
    """People and villages added, removed and changed, in the order of the register: by station, then village.

    `partial`: the new one is a part (补报, 更正): whom it does not name, and what it leaves blank, stays as it was.
    None: it is one where it does not name every village of the old one. A column that it does not have is not compared.

    A person is a readable ID in a village, else a name in a village; so an ID corrected under the same name is a change
    of `id_number`. A village counts as long as somebody is named for it. What the vetting and the inspection found is
    never shown (privacy): such a field is reported with `before` and `after` None. IDs and phones are masked.
    """
    before, after = _people(old), _people(new)
    pairs = _pairs(before, after)
    villages, people = list(_villages("removed", old, before, after)), before.drop(index=pairs["old"].tolist())
    if partial is None:
        partial = bool(villages) and not after.empty
    fields = [field for field in FIELDS[TableKind.CANDIDATES] if field.name not in _NOT_COMPARED]
    missing = () if after.empty else tuple(field.name for field in fields if _holds(old, field) > _holds(new, field))
    changes = (
        _villages("added", new, after, before),
        _persons("added", new, after.drop(index=pairs["new"].tolist())),
        *(_changed(field, old, new, after, pairs, partial) for field in fields if field.name not in missing),
        *(() if partial else (villages, _persons("removed", old, people))),
    )
    ordered = tuple(sorted(chain.from_iterable(changes), key=_register_order(new, old)))
    return Comparison(ordered, len(villages) * partial, len(people) * partial, missing)


def _holds(roster: Roster, field: Field) -> bool:
    return any(table.kind is TableKind.CANDIDATES and table.holds(field.name) for table in roster.places.tables)


def _people(roster: Roster) -> pd.DataFrame:
    """Who stands where, as text ("" for not known); a row with neither name nor ID is nobody."""
    columns = ["station", *_VILLAGE, *_PERSON]
    people = roster.candidates[columns].astype("object").where(roster.candidates[columns].notna(), "")
    return people[(people["name"] != "") | (people["id_number"] != "")]


def _pairs(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Row ids `old` and `new` of the same person in the same village: by ID, and who is then left by name."""
    by_id = _joined(before, after, "id_number")
    by_name = _joined(before.drop(index=by_id["old"].tolist()), after.drop(index=by_id["new"].tolist()), "name")
    return pd.concat([by_id, by_name], ignore_index=True)


def _joined(before: pd.DataFrame, after: pd.DataFrame, person: str) -> pd.DataFrame:
    key = [person, *_VILLAGE]
    sides = []
    for name, people in (("old", before), ("new", after)):
        known = people.loc[people[person] != "", key]
        sides.append(known.assign(time=known.groupby(key).cumcount()).rename_axis(name).reset_index())
    return sides[0].merge(sides[1], on=[*key, "time"])[["old", "new"]]


def _villages(
    kind: Literal["added", "removed"], roster: Roster, here: pd.DataFrame, there: pd.DataFrame
) -> Iterator[Change]:
    elsewhere = set(there[_VILLAGE].itertuples(index=False, name=None))
    for row, station, township, village in here[["station", *_VILLAGE]].drop_duplicates(_VILLAGE).itertuples(name=None):
        if village and (township, village) not in elsewhere:
            yield Change(kind, "village", station, township, village, "", place=roster.places.place(row, "village"))


def _persons(kind: Literal["added", "removed"], roster: Roster, people: pd.DataFrame) -> Iterator[Change]:
    for row, station, township, village, _, name in people.itertuples(name=None):
        yield Change(kind, "person", station, township, village, name, place=roster.places.place(row, "name"))


def _changed(
    field: Field, old: Roster, new: Roster, people: pd.DataFrame, pairs: pd.DataFrame, partial: bool
) -> Iterator[Change]:
    befores, afters = _texts(field, old.candidates, pairs["old"]), _texts(field, new.candidates, pairs["new"])
    hidden = field.internal and field.kind is not Kind.ID_NUMBER
    differing = (befores != afters) & ~((afters == "") & partial)
    for at in differing.to_numpy().nonzero()[0]:
        row = int(pairs["new"].iloc[at])
        station, township, village, _, name = (str(text) for text in people.loc[row])
        before, after = (
            None if hidden or not side.iloc[at] else shown(field, side.iloc[at]) for side in (befores, afters)
        )
        place = new.places.place(row, field.name)
        yield Change("changed", "person", station, township, village, name, field.name, before, after, place)


def _texts(field: Field, candidates: pd.DataFrame, rows: "pd.Series[int]") -> "pd.Series[str]":
    """The cells as people read them, "" for not known; a date as precisely as it was given."""
    column = candidates[field.name].loc[rows]
    if field.kind is Kind.DATE:
        day, month = column.dt.strftime("%Y-%m-%d"), column.dt.strftime("%Y-%m")
        exact = (column == candidates[f"{field.name}_last"].loc[rows]).to_numpy()
        column = day.where(exact, month)
    return column.astype("object").where(column.notna(), "").astype("str").reset_index(drop=True)


def _register_order(*rosters: Roster) -> Callable[[Change], tuple[Any, ...]]:
    """A sort key: stations and villages as the first register that knows them lists them, the others behind."""
    stations: dict[str, int] = {}
    villages: dict[tuple[str, str], int] = {}
    for roster in rosters:
        for station, township, village in roster.villages[["station", *_VILLAGE]].itertuples(index=False, name=None):
            stations.setdefault(station, len(stations))
            villages.setdefault((township, village), len(villages))

    def order(change: Change) -> tuple[Any, ...]:
        village = (change.township, change.village)
        station = stations.get(change.station, _AFTER_ALL)
        return station, change.station, villages.get(village, _AFTER_ALL), village, change.what == "person", change.name

    return order
