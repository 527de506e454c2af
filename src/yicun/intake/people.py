"""Whether the people of all rosters fit together: repeats, one ID in two villages, shared phones, files sent twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from yicun.model.fields import FIELDS, Kind, TableKind
from yicun.model.findings import CellFindings, Finding, Findings, Place, Places
from yicun.model.masks import mask_text
from yicun.register.matching import full_time
from yicun.register.need import places_of

_SHOWN_RELATED = 20
_FEWEST_ON_ONE_PHONE = 3
_KNOWN_BY = ("id_number", "name", "phone")
_COMPARED = [*_KNOWN_BY, "birth_date", "birth_date_last", "township", "village", "village_row", "choice"]
_PLACE_FIELDS = ("station", "township", "village")


def _facts() -> list[str]:
    """The columns that say something of a person."""
    return [
        column
        for field in FIELDS[TableKind.CANDIDATES]
        if field.decides and field.name not in _PLACE_FIELDS
        for column in ((field.name, f"{field.name}_last") if field.kind is Kind.DATE else (field.name,))
    ]


def cross_check(
    candidates: pd.DataFrame, register: pd.DataFrame, *, only_conflicts: bool = False
) -> tuple[pd.DataFrame, Findings, dict[str, frozenset[int]]]:
    """The candidates without the rows that repeat another, what does not fit together, and the cells that conflict.

    `candidates` as `match_villages` returns them. People are compared by a readable ID; without one by name, village
    and phone, and only to find repeats. A village is its row in the register; without a register, its names.
    `only_conflicts`: nothing is looked for that decides nothing, and nothing is said.
    """
    village = _village_keys(candidates, register)
    known = pd.DataFrame({name: pd.factorize(candidates[name])[0] for name in _KNOWN_BY}, index=candidates.index)
    repeats = _repeats(candidates, known, village)
    kept = ~candidates.index.isin(repeats.rows)
    everything, candidates = candidates, candidates.loc[kept, _COMPARED]
    known, village = known[kept], village[kept]
    person = _one_person(candidates, known)
    shared, in_two = _same_id(candidates, person, village)
    conflicts = {"id_number": frozenset(shared.rows), "village": frozenset(in_two.rows)}
    conflicts = {name: rows for name, rows in conflicts.items() if rows}
    cells: tuple[CellFindings, ...] = ()
    if not only_conflicts:
        cells = (
            repeats,
            shared,
            in_two,
            _choices_too_many(candidates, known, village, register),
            _phones_shared(candidates, known),
            _namesakes(candidates, known, village),
            _auxiliaries(candidates, register),
        )
    del candidates, known, village, person  # before a second roster comes to lie beside the first
    return everything[kept] if len(repeats) else everything, Findings(cells=cells), conflicts


def _village_keys(candidates: pd.DataFrame, register: pd.DataFrame) -> "pd.Series[int]":
    """One number a village, -1 where it is not known which it is."""
    if len(register):
        return candidates["village_row"]
    keys = candidates.groupby(["township", "village"], sort=False, observed=True, dropna=False).ngroup()
    return keys.where(candidates["village"].notna(), -1)


def _repeats(candidates: pd.DataFrame, known: pd.DataFrame, village: "pd.Series[int]") -> CellFindings:
    """Rows with the same person, village and facts as an earlier one."""
    is_somebody = (known["id_number"] >= 0) | ((known["name"] >= 0) & (known["phone"] >= 0))
    again = is_somebody & known.duplicated(keep=False)
    alike = candidates[again]
    facts = alike[_facts()].assign(key=village[again], township=alike["township"], village=alike["village"])
    facts = facts[facts.duplicated(keep=False)]
    first = facts["key"]
    if len(facts):
        first = _first_of(facts.groupby(list(facts.columns), sort=False, observed=True, dropna=False).ngroup())
    later = first[first != first.index]
    names = _at(later.index, candidates["name"]).astype("object")
    return CellFindings(
        "YC401", TableKind.CANDIDATES, "name", later.index.tolist(), names.where(names.notna(), None).tolist(),
        related=[(row,) for row in later.tolist()], related_field="name",
    )  # fmt: skip


def _at(rows: "pd.Index[int]", values: Any) -> Any:
    """What a frame or column holds at some of its row ids."""
    return values.iloc[places_of(values.index, rows)]


def _first_of(group: "pd.Series[int]") -> "pd.Series[int]":
    """For each row the first row of its group."""
    return group.index.to_series().groupby(group).transform("min") if len(group) else group


def _same_id(
    candidates: pd.DataFrame, person: "pd.Series[int]", village: "pd.Series[int]"
) -> tuple[CellFindings, CellFindings]:
    """One ID with two names (YC403); else one ID in two villages (YC402)."""
    repeated = person.duplicated(keep=False) & (person >= 0)
    again, names = person[repeated], candidates["name"][repeated]
    two_names = names.groupby(again).transform("nunique") > 1
    shared = again[two_names]
    known = village[repeated].where(village[repeated] >= 0)
    two_villages = ~two_names & known.notna() & (known.groupby(again).transform("nunique") > 1)
    in_two = again[two_villages]
    return (
        _alike("YC403", "id_number", shared, candidates["id_number"], {"names": names}),
        _alike(
            "YC402",
            "id_number",
            in_two,
            candidates["id_number"],
            {"villages": _full_names(_at(in_two.index, candidates))},
        ),
    )


def _one_person(candidates: pd.DataFrame, known: pd.DataFrame) -> "pd.Series[int]":
    """One number a person: by a readable ID; a row without one is whoever alone has its name, phone and birth."""
    person = known["id_number"].copy()
    unread = (person < 0) & (known["name"] >= 0) & (known["phone"] >= 0) & candidates["birth_date"].notna()
    if not unread.any():
        return person
    perhaps = known["name"].isin(known["name"][unread]) & known["phone"].isin(known["phone"][unread])
    facts = known[["name", "phone"]][perhaps].assign(
        first=candidates["birth_date"][perhaps], last=candidates["birth_date_last"][perhaps]
    )
    group = facts.groupby(list(facts.columns), sort=False, dropna=False).ngroup()
    by_id = person[perhaps].where(person >= 0).groupby(group)
    one = unread[perhaps] & (by_id.transform("nunique") == 1)
    person[one[one].index] = by_id.transform("min")[one].astype(person.dtype)
    return person


def _full_names(rows: pd.DataFrame) -> "pd.Series[str]":
    return rows["township"].astype("object").fillna("") + rows["village"].astype("object").fillna("")


def _alike(
    code: str, field: str, group: "pd.Series[int]", texts: "pd.Series[str]", facts: Mapping[str, "pd.Series[str]"]
) -> CellFindings:
    """A finding at every row of each group, related to the others; a fact lists the different values of the group."""
    members: dict[int, list[int]] = defaultdict(list)
    for row, key in zip(group.index.tolist(), group.tolist(), strict=True):
        members[key].append(row)
    known_values = {name: values.dropna().to_dict() for name, values in facts.items()}
    listed = {
        name: {
            key: mask_text("、".join(dict.fromkeys(values[row] for row in rows if row in values)))
            for key, rows in members.items()
        }
        for name, values in known_values.items()
    }
    rows, keys = group.index.tolist(), group.tolist()
    return CellFindings(
        code, TableKind.CANDIDATES, field, rows,
        [text if isinstance(text, str) else None for text in _at(group.index, texts)],
        facts={name: [values[key] for key in keys] for name, values in listed.items()},
        related=[_others(members[key], row) for row, key in zip(rows, keys, strict=True)], related_field=field,
    )  # fmt: skip


def _others(members: Sequence[int], row: int) -> tuple[int, ...]:
    return tuple(other for other in members[: _SHOWN_RELATED + 1] if other != row)


def _persons(known: pd.DataFrame) -> "pd.Series[int]":
    """One number a person: by ID, without a readable one by name (negative)."""
    return known["id_number"].where(known["id_number"] >= 0, -2 - known["name"])


def _choices_too_many(
    candidates: pd.DataFrame, known: pd.DataFrame, village: "pd.Series[int]", register: pd.DataFrame
) -> CellFindings:
    """More people marked 拟推选 than the register asks for."""
    chosen = village[(candidates["choice"] == "拟推选") & (village >= 0)]
    chosen = chosen[chosen.duplicated(keep=False)]
    number = _persons(_at(chosen.index, known)).groupby(chosen).transform("nunique")
    seats = register["quota"].fillna(1).clip(lower=1).reindex(chosen, fill_value=1).to_numpy(dtype=np.int64)
    several = chosen[number.to_numpy() > seats]
    facts = {"village": _full_names(_at(several.index, candidates)), "number": number[several.index].astype("str")}
    return _alike("YC409", "choice", several, candidates["choice"], facts)


def _phones_shared(candidates: pd.DataFrame, known: pd.DataFrame) -> CellFindings:
    phones = _apart(candidates["phone"].dropna())
    phones = phones[phones.duplicated(keep=False)]
    frame = pd.DataFrame({"phone": phones, "person": _persons(_at(phones.index, known))}, index=phones.index)
    number = frame.groupby("phone")["person"].transform("nunique")
    frame = frame.assign(number=number)[number >= _FEWEST_ON_ONE_PHONE]
    frame = frame[~frame.index.duplicated()].sort_index()
    group = pd.Series(pd.factorize(frame["phone"])[0], index=frame.index)
    return _alike("YC411", "phone", group, candidates["phone"], {"number": frame["number"].astype("str")})


def _apart(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Texts joined by 、 as so many entries under the same row id; few are, and only those are taken apart."""
    several = texts.str.contains("、", regex=False)
    return pd.concat([texts[~several], texts[several].str.split("、").explode()])


def _namesakes(candidates: pd.DataFrame, known: pd.DataFrame, village: "pd.Series[int]") -> CellFindings:
    frame = known[["name"]].assign(village=village, person=known["id_number"])
    frame = frame[(frame >= 0).all(axis=1) & frame.duplicated(["village", "name"], keep=False)]
    group = frame.groupby(["village", "name"], sort=False)["person"]
    frame = frame.assign(group=group.ngroup())[group.transform("nunique") > 1]
    return _alike("YC412", "name", frame["group"], candidates["name"], {})


def _auxiliaries(candidates: pd.DataFrame, register: pd.DataFrame) -> CellFindings:
    """Candidates who bear a name entered in the register as their village's 专职辅警."""
    held = register["auxiliary"][full_time(register) & register["auxiliary"].notna()]
    names = _apart(held)
    entered = pd.DataFrame({"village_row": names.index, "name": names.to_numpy()}).drop_duplicates()
    asked = candidates.loc[candidates["village_row"].isin(held.index), ["village_row", "name"]].dropna()
    rows = asked.reset_index().merge(entered, on=["village_row", "name"])
    return CellFindings(
        "YC413", TableKind.CANDIDATES, "name", rows["index"].tolist(), rows["name"].tolist(),
        related=[(row,) for row in rows["village_row"].tolist()], related_field="auxiliary",
    )  # fmt: skip


def submitted_twice(candidates: pd.DataFrame, register: pd.DataFrame, places: Places) -> list[Finding]:
    """Pairs of files in which one station names the same village (YC414); each pair once, at the later file."""
    village = _village_keys(candidates, register)
    number, paths = pd.factorize(np.array([table.path for table in places.tables], dtype=object))
    files = number[np.asarray(places.table_of, dtype=np.int64)[candidates.index]]
    named = pd.DataFrame({"station": candidates["station"], "village": village, "file": files})
    named = named[(village >= 0) & candidates["station"].notna()].drop_duplicates()
    named = named[named.duplicated(["station", "village"], keep=False)]
    held: dict[tuple[str, int], list[int]] = defaultdict(list)
    for station, key, file in named.sort_values("file").itertuples(index=False):
        held[station, key].append(file)
    pairs = {pair: station for (station, _), sent in held.items() for pair in combinations(sent, 2)}
    return [
        Finding(
            "YC414",
            Place(paths[later]),
            {"station": station, "other": paths[earlier]},
            related=(Place(paths[earlier]),),
        )
        for (earlier, later), station in sorted(pairs.items())
    ]
