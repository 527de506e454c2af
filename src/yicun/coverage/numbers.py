"""The counts of coverage.md, per station, per township and in all."""

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.model.fields import TableKind
from yicun.model.results import DONE_STATES, GAP_STATES, Numbers, State, Submission
from yicun.model.roster import Roster, SourceFile
from yicun.register.strays import not_placed

NOT_FILLED = "（未填）"
_STATES = tuple(State)


def sent(roster: Roster, unread: Collection[str] = ()) -> dict[str, Submission]:
    """What every station of the register sent, in its order: 已报 where anything but a 零报告 came in its name.

    What could not be read (`unread`, paths) or placed was sent too.
    """
    submitted = set(roster.candidates["station"].dropna().unique())
    nil: set[str] = set()
    for file in roster.files:
        if file.nil_report:
            nil.update(file.stations)
        elif _holds_candidates(file):
            submitted.update((*file.stations, *filter(None, (file.sender,))))
    for _, stations in not_placed(roster, unread):
        submitted.update(stations)

    def what(station: str) -> Submission:
        if station in submitted:
            return Submission.SUBMITTED
        return Submission.NIL if station in nil else Submission.SILENT

    return {str(station): what(station) for station in roster.villages["station"].dropna().unique()}


def _holds_candidates(file: SourceFile) -> bool:
    return any(table.kind is TableKind.CANDIDATES for table in file.tables)


def total(villages: pd.DataFrame) -> Numbers:
    """The whole area.

    `villages` has `state`, `unit_type`, `quota`, `filled`, `on_time` and the flags `certainly`, `possibly` (a gap) and
    `overruled`.
    """
    return _numbers("全部", _tallies(villages, np.zeros(len(villages), dtype=np.intp), 1).tolist()[0])


def by(villages: pd.DataFrame, column: str, submissions: Mapping[str, Submission] | None = None) -> tuple[Numbers, ...]:
    """One `Numbers` for each value of `column`, in register order, ranked by 推选率; equal rates share a rank."""
    group, found = pd.factorize(villages[column])
    names = [str(name) for name in found]
    if (group < 0).any():
        group, names = np.where(group < 0, len(names), group), [*names, NOT_FILLED]
    tallies = _tallies(villages, group, len(names))
    sent_by_station = submissions or {}
    return tuple(
        _numbers(name, row, sent_by_station.get(name), rank)
        for name, row, rank in zip(names, tallies.tolist(), _ranks(tallies), strict=True)
    )


def _tallies(villages: pd.DataFrame, group: NDArray[np.intp], count: int) -> NDArray[np.int64]:
    """A row a group: villages in each state, then certainly and perhaps a gap, on time, late, to rule on, YC604."""
    code = villages["state"].cat.codes.to_numpy(dtype=np.int64)
    states = np.bincount(group * len(_STATES) + code, minlength=count * len(_STATES)).reshape(count, len(_STATES))
    kept_time = villages["on_time"]
    waiting = villages["state"].eq(State.RULING.value) & villages["unit_type"].eq("行政村")
    flags = (
        villages["certainly"], villages["possibly"], kept_time.eq("on_time"), kept_time.eq("late"), waiting,
        villages["overruled"],
    )  # fmt: skip
    asked = villages["state"].isin([state.value for state in (*DONE_STATES, *GAP_STATES)]).to_numpy(dtype=bool)
    people = (np.bincount(group[asked], villages[name][asked], count).astype(np.int64) for name in ("quota", "filled"))
    return np.column_stack(
        [states, *(np.bincount(group[flag.to_numpy(dtype=bool)], minlength=count) for flag in flags), *people]
    )


def _ranks(tallies: NDArray[np.int64]) -> list[int | None]:
    states = {state: tallies[:, column] for column, state in enumerate(_STATES)}
    done = states[State.NOMINATED] + states[State.CONFIRMED]
    required = done + sum(states[state] for state in GAP_STATES)
    rates = np.divide(done, required, out=np.full(len(done), np.nan), where=required > 0)
    ranked = np.sort(rates[required > 0])
    ahead = len(ranked) - np.searchsorted(ranked, rates, side="right")
    return [int(better) + 1 if needs else None for better, needs in zip(ahead, required, strict=True)]


def _numbers(name: str, row: list[int], submission: Submission | None = None, rank: int | None = None) -> Numbers:
    states = dict(zip(_STATES, row, strict=False))
    at_least, at_most, on_time, late, waiting, overruled, people_required, people_done = row[len(_STATES) :]
    villages = sum(states.values()) - states[State.RULING] + waiting
    auxiliary, nominated, confirmed = states[State.AUXILIARY], states[State.NOMINATED], states[State.CONFIRMED]
    required = villages - waiting - auxiliary
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
        people_required=people_required,
        people_done=people_done,
        overruled=overruled,
        submission=submission,
        rank=rank,
    )
