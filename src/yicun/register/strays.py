"""What was sent and could not be placed: the villages it may be about, and the stations that are not silent."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from yicun.model.roster import Roster, SourceFile
from yicun.register.lookup import Ints, Positions
from yicun.register.need import persons
from yicun.register.spelling import Names, split_villages, station_forms


@dataclass(frozen=True, slots=True)
class Strays:
    """So many people who belong to some of these villages, positions in the register; None: nobody knows how many."""

    villages: Ints
    number: int | None


def strays(roster: Roster, unread: Collection[str] = ()) -> tuple[Strays, ...]:
    """Who was sent and could not be placed, with the villages of the register that each may belong to.

    A person whose village was not found may belong to any of that name, else to any of their station and township, of
    the area where neither is known; so may whoever stands on a sheet that could not be read, or in a file of `unread`.
    """
    people, listed = persons(roster), _Listed(roster.villages)
    lost = people[people["village_row"].lt(0)][["station", "township", "village"]].astype("object")
    together = lost.value_counts(dropna=False, sort=False)
    names = together.index.get_level_values("village").to_numpy(dtype=object)
    stems = split_villages(np.where(pd.isna(names), "", names))[0]
    found = [
        Strays(listed.home(station, township, stem if isinstance(village, str) else None), number)
        for (station, township, village), stem, number in zip(together.index, stems, together.tolist(), strict=True)
    ]
    for file, stations in not_placed(roster, unread):
        found.append(Strays(listed.of_stations(stations), None if file.path in unread else file.unplaced))
    return tuple(map(listed.spread, found))


class _Listed:
    """Where the villages of each station and township stand in the register."""

    def __init__(self, register: pd.DataFrame) -> None:
        self._places = register[["station", "township"]]
        self._stems = register["stem"]
        self._all = np.arange(len(register))

    @cached_property
    def _station(self) -> Positions:
        return Positions(self._places["station"].to_numpy(dtype=object))

    @cached_property
    def _township(self) -> Positions:
        return Positions(self._places["township"].to_numpy(dtype=object))

    def home(self, station: object, township: object, stem: str | None) -> Ints:
        """The villages that somebody who names these may belong to; `stem` as the register has it, None for none."""
        of_station, of_township = self._station.of(station), self._township.of(township)
        if not len(of_station) or not len(of_township):
            place = of_station if len(of_station) else of_township if len(of_township) else self._all
        else:
            place = np.intersect1d(of_station, of_township, assume_unique=True)
        if stem is None:
            return place
        named = place[self._stems.iloc[place].eq(stem).to_numpy(dtype=bool, na_value=False)]
        return named if len(named) else place

    def of_stations(self, stations: Collection[str]) -> Ints:
        """The villages of these stations; all of them where none is named."""
        return np.sort(np.concatenate([*map(self._station.of, stations)])) if stations else self._all

    def spread(self, one: Strays) -> Strays:
        """Where they are of several stations or townships, each of these must reckon with all of the people."""
        there = self._places.iloc[one.villages]
        return one if one.number is None or len(there.drop_duplicates()) <= 1 else replace(one, number=None)


def not_placed(roster: Roster, unread: Collection[str]) -> list[tuple[SourceFile, tuple[str, ...]]]:
    """The files of which somebody could not be placed, or that are `unread`, each with the stations it is of."""
    files = [file for file in roster.files if file.unplaced or file.path in unread]
    known = Names(roster.villages["station"].dropna().unique().tolist() if files else [], station_forms)
    return [(file, _stations_of(file, known)) for file in files]


def _stations_of(file: SourceFile, known: Names) -> tuple[str, ...]:
    """Its sender, those it names, else the one of those known that its own name says; none where none can be told."""
    named = (file.sender,) if file.sender else file.stations
    if named:
        return named
    stem = file.path.replace("\\", "/").rsplit("/", 1)[-1].split(".", 1)[0]
    at = known.find(stem)
    return (known.names[at],) if at >= 0 else ()
