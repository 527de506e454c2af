"""What was sent and could not be placed: the villages it may be about, and the stations that are not silent."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from yicun.model.roster import Roster, SourceFile
from yicun.register.need import Flags, persons
from yicun.register.spelling import Names, station_forms


def may_concern(roster: Roster, unread: Collection[str] = ()) -> pd.Series:
    """The villages of the register that somebody may belong to whose village is not known.

    A person whose village was not found may belong to any of their station and township, of the area where neither is
    known; so may whoever stands in a file of `unread`, or on a sheet that could not be read.
    """
    register = roster.villages
    touched = np.zeros(len(register), dtype=bool)
    people = persons(roster)
    lost = people[people["village_row"].lt(0)][["station", "township"]].astype("object").drop_duplicates()
    known = {name: frozenset(register[name].dropna().unique()) for name in ("station", "township")}
    for station, township in lost.itertuples(index=False, name=None):
        touched |= _among(register, "station", station, known["station"]) & _among(
            register, "township", township, known["township"]
        )
    for file in roster.files:
        if file.unplaced or file.path in unread:
            stations = stations_of(file, register)
            touched |= register["station"].isin(stations).to_numpy(dtype=bool) if stations else True
    return pd.Series(touched, index=register.index)


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


def _among(register: pd.DataFrame, column: str, value: str | float, known: frozenset[object]) -> Flags:
    if value not in known:
        return np.ones(len(register), dtype=bool)
    return register[column].eq(value).to_numpy(dtype=bool, na_value=False)
