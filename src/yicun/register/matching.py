"""The register made ready, and every candidate's village found in it (fields.md, Values: Village, Station)."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Places
from yicun.register.lookup import Ints, Lookup, Match, Question, units
from yicun.register.spelling import COMMUNITY, VILLAGE, Names, Strings, split_villages, station_forms, with_village


def make_register(frame: pd.DataFrame, places: Places) -> tuple[pd.DataFrame, list[CellFindings]]:  # noqa: ARG001 - as match_villages
    """The register with `unit_type` filled in and `stem` added, each unit once, each station under one spelling.

    A unit is its township, its name without 村 and whether it is a 村 or a 社区; its first row stays (YC408). A row
    without a name is no unit (YC201 has said so). A blank `unit_type` comes from the code's last three digits, else
    from the name.
    """
    frame = frame[frame["village"].notna()].copy()
    frame["unit_type"] = _unit_types(frame)
    stems, kinds = units(frame)
    frame["stem"] = pd.array(stems, dtype="str")
    stations = frame["station"]
    frame["station"] = _one_spelling(stations)
    unit = pd.DataFrame({"township": frame["township"], "stem": stems, "kind": kinds}, index=frame.index)
    twice = _twice(unit[frame["township"].notna()], "village", frame)
    code_twice = _twice(frame[["village_code"]].dropna().drop(index=twice.rows, errors="ignore"), "village_code", frame)
    notes = _tidied(TableKind.VILLAGES, "station", stations, frame["station"])
    return frame.drop(index=list(twice.rows)), [batch for batch in (twice, code_twice, notes) if len(batch)]


def _unit_types(frame: pd.DataFrame) -> "pd.Series[str]":
    villages = frame["village"].astype("category").cat
    kinds = split_villages(villages.categories)[1][villages.codes]
    by_name = np.select([kinds == VILLAGE, kinds == COMMUNITY], ["行政村", "社区"], "其他")
    endings = frame["village_code"].str[-3:].astype("category").cat
    numbers = pd.to_numeric(endings.categories.to_series(), errors="coerce").to_numpy(dtype="float64")
    number = pd.Series(np.append(numbers, np.nan)[endings.codes], index=frame.index)
    by_code = np.select([number.between(1, 199), number.between(200, 399)], ["社区", "行政村"], "其他")
    derived = np.where(number.notna(), by_code, by_name)
    filled = np.where(frame["unit_type"].notna(), frame["unit_type"].astype("object"), derived)
    return pd.Series(pd.Categorical(filled, categories=["行政村", "社区", "其他"]), index=frame.index)


def _one_spelling(stations: "pd.Series[str]") -> "pd.Series[str]":
    """省新所 and 省新派出所 in one register are one station: the full name that stands in it."""
    written = stations.astype("category").cat
    full = Names((name for name in written.categories if f"{station_forms(name)[0]}派出所" == name), station_forms)
    found = [full.find(name) for name in written.categories]
    names = [full.names[at] if at >= 0 else name for at, name in zip(found, written.categories, strict=True)]
    listed = pd.Index(list(dict.fromkeys(names)))
    codes = np.append(listed.get_indexer(pd.Index(names)), -1)[written.codes] if names else written.codes
    return pd.Series(pd.Categorical.from_codes(codes, listed), index=stations.index)


def _twice(keys: pd.DataFrame, name: str, frame: pd.DataFrame) -> CellFindings:
    again = keys[keys.duplicated(keep=False)]
    first = again.groupby(list(again.columns), sort=False, observed=True).ngroup()
    first = first.index.to_series().groupby(first).transform("min") if len(first) else first
    rows = first.index[first != first.index].tolist()
    return CellFindings(
        "YC408", TableKind.VILLAGES, name, rows, frame.loc[rows, name].tolist(),
        related=[(int(row),) for row in first.loc[rows]], related_field=name,
    )  # fmt: skip


def match_villages(
    candidates: pd.DataFrame, register: pd.DataFrame, places: Places, filed_by: Sequence[str]
) -> tuple[pd.DataFrame, list[CellFindings], dict[str, frozenset[int]]]:
    """The candidates with `village_row` and with station, township and village as the register writes them.

    `register` as `register()` returns it, `filed_by[i]` the 填报单位 of table i of `places` ("" if none). A station is
    the row's own, else the table's, else the village's. Conflicts: the village of rows whose village is another
    station's (YC406). An empty register compares nothing.
    """
    filed = np.array([*filed_by, *[""] * (len(places.tables) - len(filed_by))], dtype=object)
    filed = filed[np.asarray(places.table_of, dtype=np.int64)[candidates.index]]
    if register.empty:
        station = candidates["station"].astype("object")
        station = station.where(station.notna() | (filed == ""), filed).astype("category")
        return candidates.assign(village_row=np.int64(-1), station=station), [], {}
    lookup = Lookup(register)
    asked = _asked(candidates, lookup, filed)
    found, answers = _answers(candidates, asked, lookup)
    in_register = found >= 0
    elsewhere = in_register & (asked.station >= 0) & (lookup.station_of[found] >= 0)
    elsewhere &= asked.station != lookup.station_of[found]
    matched = candidates.assign(
        village_row=np.where(in_register, register.index.to_numpy()[found], -1).astype(np.int64),
        station=_station(candidates, asked, lookup, found),
        township=_renamed(
            candidates["township"],
            np.where(in_register, lookup.township_of[found], asked.township),
            lookup.townships.names,
        ),
        village=_renamed(candidates["village"], *_village_names(register, found)),
    )
    findings = [
        *_unknown(candidates, asked, lookup),
        *_answered(candidates, answers),
        _elsewhere(candidates, elsewhere, lookup, found),
        *(_tidied(TableKind.CANDIDATES, name, candidates[name], matched[name]) for name in ("station", "township")),
        *_tidied_villages(candidates, matched["village"], answers),
    ]
    conflicts = {"village": frozenset(candidates.index[elsewhere].tolist())} if elsewhere.any() else {}
    return matched, [batch for batch in findings if len(batch)], conflicts


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the rows ask, one entry a row: positions of the township and station they name, -1 blank or not known."""

    township: Ints
    station: Ints
    unknown_township: npt.NDArray[np.bool_]
    unknown_station: npt.NDArray[np.bool_]


def _asked(candidates: pd.DataFrame, lookup: Lookup, filed: Strings) -> _Asked:
    townships, stations = candidates["township"].cat, candidates["station"].cat
    township = np.append(lookup.townships.find_all(townships.categories), -1)[townships.codes]
    own = np.append(lookup.stations.find_all(stations.categories), -1)[stations.codes]
    number, texts = pd.factorize(filed)
    blank = stations.codes.to_numpy() < 0
    station = np.where(blank, lookup.stations.find_all(texts)[number], own)
    complete = bool(lookup.townships.names) and bool((lookup.township_of >= 0).all())
    unknown_township = (townships.codes.to_numpy() >= 0) & (township < 0) & complete
    return _Asked(township, station, unknown_township, ~blank & (own < 0) & bool(lookup.stations.names))


def _answers(candidates: pd.DataFrame, asked: _Asked, lookup: Lookup) -> tuple[Ints, dict[int, Match]]:
    """Where each row's village stands, and the answers that need saying. Equal questions are asked once."""
    villages = candidates["village"].cat
    codes = villages.codes.to_numpy().astype(np.int64)
    askable = (codes >= 0) & ~asked.unknown_township
    stems, kinds = split_villages(villages.categories)
    found = np.full(len(codes), -1, dtype=np.int64)
    named = codes[askable]
    found[askable] = lookup.quick(stems[named], kinds[named], asked.township[askable])
    longer = with_village(villages.categories, stems)
    if (longer != stems).any():
        again = lookup.quick(longer[named], kinds[named], asked.township[askable])
        found[askable] = np.where(again >= 0, again, found[askable])
    left = np.flatnonzero(askable & (found < 0))
    townships, stations = len(lookup.townships.names) + 1, len(lookup.stations.names) + 1
    keys = (codes[left] * townships + asked.township[left] + 1) * stations + asked.station[left] + 1
    number, distinct = pd.factorize(keys)
    answers = []
    for key in distinct.tolist():
        rest, station = divmod(key, stations)
        village, township = divmod(rest, townships)
        text = str(villages.categories[village])
        answers.append(lookup.ask(Question(text, stems[village], kinds[village], township - 1, station - 1)))
    if answers:
        found[left] = np.array([answer.position for answer in answers], dtype=np.int64)[number]
    reported = {row: answers[at] for row, at in zip(left.tolist(), number.tolist(), strict=True) if answers[at].code}
    return found, reported


def _answered(candidates: pd.DataFrame, answers: Mapping[int, Match]) -> list[CellFindings]:
    by_code: dict[str, list[int]] = defaultdict(list)
    for row, answer in answers.items():
        by_code[answer.code].append(row)
    return [
        CellFindings(
            code, TableKind.CANDIDATES, "village", candidates.index[rows].tolist(),
            candidates["village"].iloc[rows].tolist(),
            facts={name: [answers[row].facts[name] for row in rows] for name in answers[rows[0]].facts},
        )
        for code, rows in sorted(by_code.items())
    ]  # fmt: skip


def _unknown(candidates: pd.DataFrame, asked: _Asked, lookup: Lookup) -> Iterator[CellFindings]:
    """Stations and townships that are not in the register, where it names them all."""
    for code, name, rows, names in (
        ("YC404", "township", asked.unknown_township, lookup.townships),
        ("YC416", "station", asked.unknown_station, lookup.stations),
    ):
        texts = candidates[name][rows].astype("object")
        near = {text: names.near(text) for text in texts.unique()}
        facts = {"suggestion": texts.map(near).tolist()}
        yield CellFindings(code, TableKind.CANDIDATES, name, texts.index.tolist(), texts.tolist(), facts=facts)


def _elsewhere(candidates: pd.DataFrame, elsewhere: npt.NDArray[np.bool_], lookup: Lookup, found: Ints) -> CellFindings:
    texts = candidates["village"][elsewhere]
    stations = [lookup.stations.names[at] for at in lookup.station_of[found[elsewhere]]]
    rows = texts.index.tolist()
    return CellFindings("YC406", TableKind.CANDIDATES, "village", rows, texts.tolist(), facts={"station": stations})


def full_time(register: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """The villages with a 专职 auxiliary: one is entered, and neither 兼职, 无 nor a ruling speaks against it."""
    entered = register["auxiliary"].notna() & (register["auxiliary"] != "无")
    kind, ruling = register["auxiliary_kind"].astype("object"), register["ruling"].astype("object")
    return (entered & (kind.isna() | (kind == "专职")) & (ruling != "需配")).to_numpy(dtype=bool)


def _station(candidates: pd.DataFrame, asked: _Asked, lookup: Lookup, found: Ints) -> "pd.Series[str]":
    of_village = np.where(found >= 0, lookup.station_of[found], -1)
    taken = np.where((asked.station >= 0) | asked.unknown_station, asked.station, of_village)
    return pd.Series(pd.Categorical.from_codes(taken, pd.Index(lookup.stations.names)), index=candidates.index)


def _village_names(register: pd.DataFrame, found: Ints) -> tuple[Ints, Sequence[str]]:
    names = register["village"].astype("category").cat
    return np.where(found >= 0, names.codes.to_numpy()[found], -1), list(names.categories)


def _renamed(column: "pd.Series[str]", positions: Ints, names: Sequence[str]) -> "pd.Series[str]":
    """The column with `names[position]` where there is a position, else as it was written."""
    written = column.cat
    every = pd.Index(list(dict.fromkeys((*names, *written.categories))))
    as_written = np.append(every.get_indexer(written.categories), -1)[written.codes]
    as_listed = np.append(every.get_indexer(pd.Index(list(names))), -1)[positions]
    codes = np.where(positions >= 0, as_listed, as_written)
    return pd.Series(pd.Categorical.from_codes(codes, every), index=column.index)


def _tidied_villages(
    candidates: pd.DataFrame, listed: "pd.Series[str]", reported: Container[int]
) -> Iterator[CellFindings]:
    """Notes on villages nothing else was said of; where the township is blank the text may name it, so it stays."""
    quiet = np.array([row not in reported for row in range(len(candidates))], dtype=bool)
    blank = candidates["township"].isna().to_numpy()
    for rows, writable in ((quiet & ~blank, True), (quiet & blank, False)):
        written = candidates["village"][rows]
        yield _tidied(TableKind.CANDIDATES, "village", written, listed[rows], writable=writable)


def _tidied(
    kind: TableKind, name: str, written: "pd.Series[str]", listed: "pd.Series[str]", *, writable: bool = True
) -> CellFindings:
    """A note for each cell that was read as a name written differently."""
    names = pd.Index(list(dict.fromkeys((*written.cat.categories, *listed.cat.categories))))
    before = np.append(names.get_indexer(written.cat.categories), -1)[written.cat.codes]
    after = np.append(names.get_indexer(listed.cat.categories), -1)[listed.cat.codes]
    differ = np.flatnonzero((before >= 0) & (after >= 0) & (before != after))
    rows, read = written.index[differ].tolist(), names[after[differ]].tolist()
    return CellFindings(
        "YC293", kind, name, rows, names[before[differ]].tolist(), read if writable else None, {"read": read}
    )
