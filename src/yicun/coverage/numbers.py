"""The counts of coverage.md, per station, per township and in all."""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.model.fields import TableKind
from yicun.model.results import GAP_STATES, Numbers, State, Submission
from yicun.model.roster import Roster, SourceFile

NOT_FILLED = "（未填）"
_STATES = tuple(State)


def sent(roster: Roster) -> dict[str, Submission]:
    """What every station of the register sent, in its order: 已报 where anything but a 零报告 came in its name."""
    submitted = set(roster.candidates["station"].dropna().unique())
    nil: set[str] = set()
    for file in roster.files:
        if file.nil_report:
            nil.update(file.stations)
        elif _holds_candidates(file):
            submitted.update(file.stations)
    return {
        str(station): Submission.SUBMITTED
        if station in submitted
        else Submission.NIL
        if station in nil
        else Submission.SILENT
        for station in roster.villages["station"].dropna().unique()
    }


def _holds_candidates(file: SourceFile) -> bool:
    return any(table.kind is TableKind.CANDIDATES for table in file.tables)


def total(villages: pd.DataFrame) -> Numbers:
    """The whole area. `villages` has `state`, `on_time` and the flags `certainly` and `possibly` a gap."""
    return _counted(villages, np.zeros(len(villages), dtype=np.int64), ["全部"])[0]


def by(villages: pd.DataFrame, column: str, submissions: Mapping[str, Submission] | None = None) -> tuple[Numbers, ...]:
    """One `Numbers` for each value of `column`, in register order, ranked by 推选率; equal rates share a rank."""
    group, names = pd.factorize(villages[column].astype("object").where(villages[column].notna(), NOT_FILLED))
    counted = _counted(villages, group, [str(name) for name in names])
    rates = np.sort([each.nomination_rate for each in counted if each.nomination_rate is not None])
    return tuple(
        dataclasses.replace(
            each,
            submission=(submissions or {}).get(each.name),
            rank=None
            if each.nomination_rate is None
            else 1 + len(rates) - int(np.searchsorted(rates, each.nomination_rate, side="right")),
        )
        for each in counted
    )


def _counted(villages: pd.DataFrame, group: NDArray[np.int64], names: Sequence[str]) -> list[Numbers]:
    count = len(names)
    code = pd.Categorical(villages["state"], categories=[state.value for state in _STATES]).codes
    states = np.bincount(group * len(_STATES) + code, minlength=count * len(_STATES)).reshape(count, len(_STATES))
    flags = (
        villages["certainly"],
        villages["possibly"],
        villages["on_time"].eq("on_time"),
        villages["on_time"].eq("late"),
    )
    tallies = np.array([np.bincount(group[flag.to_numpy(dtype=bool)], minlength=count) for flag in flags])
    return [
        _numbers(name, dict(zip(_STATES, states[row].tolist(), strict=True)), *tallies[:, row].tolist())
        for row, name in enumerate(names)
    ]


def _numbers(name: str, states: Mapping[State, int], at_least: int, at_most: int, on_time: int, late: int) -> Numbers:
    villages = sum(states.values()) - states[State.RULING]
    auxiliary, nominated, confirmed = states[State.AUXILIARY], states[State.NOMINATED], states[State.CONFIRMED]
    required = villages - auxiliary
    return Numbers(
        name=name,
        villages=villages,
        auxiliary=auxiliary,
        required=required,
        nominated=nominated,
        confirmed=confirmed,
        gap=sum(states[state] for state in GAP_STATES),
        gap_at_least=at_least,
        gap_at_most=at_most,
        ruling=states[State.RULING],
        states=states,
        nomination_rate=(nominated + confirmed) / required if required else None,
        completion_rate=(auxiliary + confirmed) / villages if villages else None,
        on_time=on_time,
        late=late,
    )
