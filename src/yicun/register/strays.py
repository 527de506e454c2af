"""What was sent and could not be placed: the villages it may be about, and the stations that are not silent."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from yicun.model.roster import Roster, SourceFile
from yicun.register.need import Flags, persons
from yicun.register.spelling import Names, split_villages, station_forms


@dataclass(frozen=True, slots=True)
class Strays:
    """So many people who belong to some of these villages; None: nobody knows how many."""

    villages: Flags
    number: int | None


def strays(roster: Roster, unread: Collection[str] = ()) -> tuple[Strays, ...]:
    """Who was sent and could not be placed, with the villages of the register that each may belong to.

    A person whose village was not found may belong to any of that name, else to any of their station and township, of
    the area where neither is known; so may whoever stands on a sheet that could not be read, or in a file of `unread`.
    """
    register = roster.villages
    people = persons(roster)
    lost = people[people["village_row"].lt(0)][["station", "township", "village"]].astype("object")
    found = [
        Strays(_home(register, *key), number)
        for key, number in lost.value_counts(dropna=False, sort=False).items()
        if isinstance(key, tuple)
    ]
    for file in roster.files:
        if file.unplaced or file.path in unread:
            stations = stations_of(file, register)
            touched = register["station"].isin(stations).to_numpy(dtype=bool) if stations else _all(register)
            found.append(Strays(touched, None if file.path in unread else file.unplaced))
    return tuple(_spread(register, one) for one in found)


def _home(register: pd.DataFrame, station: object, township: object, village: object) -> Flags:
    """The villages that somebody who names these may belong to."""
    place = _among(register, "station", station) & _among(register, "township", township)
    if not isinstance(village, str):
        return place
    stems = split_villages(np.array([village], dtype=object))[0]
    named = place & register["stem"].isin(stems).to_numpy(dtype=bool)
    return named if named.any() else place


def _spread(register: pd.DataFrame, one: Strays) -> Strays:
    """Where the villages are of several stations or townships, each of these must reckon with all of the people."""
    there = register[["station", "township"]][one.villages]
    return one if one.number is None or len(there.drop_duplicates()) <= 1 else replace(one, number=None)


def _all(register: pd.DataFrame) -> Flags:
    return np.ones(len(register), dtype=bool)


def stations_of(file: SourceFile, register: pd.DataFrame) -> tuple[str, ...]:
    """The stations a file is of: its sender, those it names, else the one its own name says; none where none can be
    told.
    """
    named = (file.sender,) if file.sender else file.stations
    if named:
        return named
    known = Names(register["station"].dropna().unique().tolist(), station_forms)
    stem = file.path.replace("\\", "/").rsplit("/", 1)[-1].split(".", 1)[0]
    at = known.find(stem)
    return (known.names[at],) if at >= 0 else ()


def _among(register: pd.DataFrame, column: str, value: Any) -> Flags:
    same = register[column].eq(value).to_numpy(dtype=bool, na_value=False)
    return same if same.any() else _all(register)
