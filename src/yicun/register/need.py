"""Does a unit need a police assistant? Read off the register alone (通知正文；指导意见三)."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings
from yicun.model.roster import Roster

Flags = NDArray[np.bool_]
Values = TypeVar("Values", pd.DataFrame, pd.Series)

NOT_KNOWN = "专职辅警情况未填"
ONE = 1
"""How many a unit needs where the register does not say: 至少配备1名."""


class Need(StrEnum):
    """What the register says of a unit."""

    NEEDED = "needed"
    COVERED = "covered"
    RULING = "ruling"
    OUTSIDE = "outside"


def needs(roster: Roster) -> pd.DataFrame:
    """The need of every row of the register, indexed like it: `need` (values of `Need`) and `why` (str).

    The office's ruling goes before everything. Without one an 行政村 needs somebody unless it has a 专职 auxiliary,
    any other unit is for the office to decide, and a 社区 is outside unless somebody was nominated for it.
    `why` says what is to be ruled on, "" where nothing is.
    """
    register = roster.villages
    ruling, unit, kind, auxiliary = (register[name] for name in ("ruling", "unit_type", "auxiliary_kind", "auxiliary"))
    none = auxiliary.eq("无")
    named = auxiliary.notna() | (_unreadable(roster, "auxiliary") & kind.eq("专职"))
    there, blank = named & ~none, ~named
    no_answer = blank & ~kind.eq("无") & ~kind.eq("兼职")
    nobody = register["quota"].eq(0)
    choices = (
        (ruling.eq("需配") & nobody, Need.RULING, "认定为需配，配备人数为 0"),
        (ruling.eq("需配") & _unreadable(roster, "quota"), Need.RULING, "配备人数无法辨认"),
        (ruling.eq("需配"), Need.NEEDED, ""),
        (ruling.eq("不需配"), Need.COVERED, ""),
        (ruling.eq("待定"), Need.RULING, "认定结果为待定"),
        (_unreadable(roster, "ruling"), Need.RULING, "认定一栏无法辨认"),
        (unit.eq("社区") & _nominated_for(roster), Need.RULING, "社区报了人选"),
        (unit.eq("社区"), Need.OUTSIDE, ""),
        (unit.eq("其他"), Need.RULING, "不是行政村，也不是社区"),
        (~unit.eq("行政村"), Need.RULING, "单位类型未明"),
        (_unreadable(roster, "auxiliary_kind"), Need.RULING, "辅警类型无法辨认"),
        (no_answer, Need.RULING, NOT_KNOWN),
        (kind.eq("兼职"), Need.RULING, "只有兼职辅警"),
        ((there & kind.eq("无")) | (none & kind.eq("专职")), Need.RULING, "专职辅警与辅警类型两栏不一致"),
        (there, Need.COVERED, ""),
        (nobody, Need.COVERED, ""),
        (_unreadable(roster, "quota"), Need.RULING, "配备人数无法辨认"),
    )
    holds = [condition.to_numpy(dtype=bool, na_value=False) for condition, _, _ in choices]
    need = first_of([(held, need.value) for held, (_, need, _) in zip(holds, choices, strict=True)], Need.NEEDED.value)
    why = first_of([(held, why) for held, (_, _, why) in zip(holds, choices, strict=True)], "")
    return pd.DataFrame({"need": need.astype("category"), "why": why}).set_axis(register.index)


def quotas(roster: Roster) -> "pd.Series[int]":
    """How many every unit of the register needs, at least one of those that need anybody."""
    return roster.villages["quota"].fillna(ONE).astype("int64").clip(lower=ONE)


def not_needing(roster: Roster) -> CellFindings:
    """YC410: everybody nominated for a unit that needs nobody."""
    covered = roster.villages.index[needs(roster)["need"].eq(Need.COVERED.value)]
    texts = roster.candidates["village"][roster.candidates["village_row"].isin(covered)]
    return CellFindings("YC410", TableKind.CANDIDATES, "village", texts.index.tolist(), texts.tolist())


def persons(roster: Roster) -> pd.DataFrame:
    """The candidates' rows that hold somebody: a prefilled row with a village and no name is nobody."""
    somebody = is_somebody(roster)
    return roster.candidates if somebody.all() else roster.candidates[somebody]


def is_somebody(roster: Roster) -> Flags:
    """Which rows of the candidates hold somebody."""
    candidates = roster.candidates
    somebody = candidates["name"].notna() | candidates["id_number"].notna()
    for name in ("name", "id_number"):
        somebody |= among(candidates.index, roster.unreadable.get(name, frozenset()))
    return somebody.to_numpy(dtype=bool)


def among(index: pd.Index, rows: Collection[int]) -> NDArray[np.bool_]:
    """Which row ids are among these; mostly there are none."""
    return index.isin(list(rows)) if rows else np.zeros(len(index), dtype=bool)


def places_of(index: "pd.Index[int]", rows: ArrayLike) -> NDArray[np.int64]:
    """Where row ids stand in an index, -1 where it has not got them. Where its own are in order no table is made."""
    own, asked = index.to_numpy(), np.asarray(rows, dtype=np.int64)
    if not index.is_monotonic_increasing:
        return index.get_indexer(pd.Index(asked))
    at = np.searchsorted(own, asked)
    inside = at < len(own)
    inside[inside] = own[at[inside]] == asked[inside]
    return np.where(inside, at, -1)


def at_rows(values: Values, rows: ArrayLike) -> Values:
    """What a frame or column holds at these row ids, numbered in the order asked for; missing where it has none."""
    at = places_of(values.index, rows)
    found = np.flatnonzero(at >= 0)
    return values.iloc[at[found]].set_axis(found).reindex(range(len(at)))


def _unreadable(roster: Roster, field: str) -> pd.Series:
    rows = roster.unreadable.get(field, frozenset())
    return pd.Series(among(roster.villages.index, rows), index=roster.villages.index)


def _nominated_for(roster: Roster) -> pd.Series:
    return pd.Series(roster.villages.index.isin(persons(roster)["village_row"].unique()), index=roster.villages.index)


def first_of(choices: Sequence[tuple[Flags, str]], otherwise: str) -> pd.Series:
    """For each place the word of the first condition that holds there; one look-up, not a string built a row."""
    codes = np.select([holds for holds, _ in choices], list(range(1, len(choices) + 1)), 0)
    return pd.Series(pd.array([otherwise, *(word for _, word in choices)], dtype="str").take(codes))
