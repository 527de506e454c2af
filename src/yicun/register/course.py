"""The one settled state of every village on a day: what it needs, who stands for it, who counts (coverage.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.model.fields import FIELDS, TableKind
from yicun.model.results import DONE_STATES, State
from yicun.model.roster import Roster
from yicun.model.scheme import Procedure
from yicun.model.verdicts import Verdict, Verdicts
from yicun.register.need import Flags, Need, first_of, is_somebody, places_of, quotas
from yicun.register.standing import (
    ANY_DAY,
    NEVER,
    Standing,
    day_number,
    decision_days,
    doubtful_in,
    standing_on,
    step_days,
)

_NOT_ASKED = frozenset(("name", "phone"))


@dataclass(frozen=True, slots=True)
class Course:
    """Every unit but plain 社区, and everybody nominated for one.

    `villages` is indexed by row id like the register: `need`, `why`, `state` (category), `quota` (how many it needs),
    `filled` (how many of them are confirmed or through), `candidate` (int64 row id of who counts, the best where
    several tie, one who is still to come where some are through, -1 none), `tied`, `people` (how many stand for it),
    `confirmed_people`, `refused` and `gone` (somebody was, somebody is), `done` (everybody it needs would be listed),
    `left_by` (day number from which somebody who was in post is gone, `NEVER`),
    `through_by`, `received_by` and `confirmed_by` (day number of the last of those who count, `NEVER`).

    `people` is indexed by row id: `place` (position in `villages`), `verdict` (0 best to 3), `rank` (0 unknown),
    `counts` (one of the `quota` who count), `filled` (through or confirmed), `steps`, `contender`, `tied`, `stands`,
    `gone`, `refused`, `doubtful`, `appointed`, `confirmed` as in `Standing`, `through_on`, `received_on`,
    `confirmed_on`, `doubt` (the first field that makes them doubtful, ""), `untrue_reason` as in `Verdicts`, `unread`
    (the next step, where its cell cannot be relied on, "").
    """

    villages: pd.DataFrame
    people: pd.DataFrame
    procedure: Procedure


def follow(roster: Roster, verdicts: Verdicts, need: pd.DataFrame, as_of: date) -> Course:
    """Settle every village; `need` as `needs` gives it."""
    inside = need.index[need["need"].ne(Need.OUTSIDE.value)]
    villages = need.loc[inside].assign(quota=quotas(roster)[inside])
    place = places_of(villages.index, roster.candidates["village_row"])
    standing = standing_on(
        roster, np.where(place < 0, len(villages), place), _ranks(verdicts), as_of, verdicts.procedure
    )
    people = _people(roster, verdicts, standing)[(place >= 0) & is_somebody(roster)]
    people.insert(0, "place", place[(place >= 0) & is_somebody(roster)])
    _add_outcomes(villages, people, as_of, verdicts.procedure.through)
    return Course(villages, people, verdicts.procedure)


def _ranks(verdicts: Verdicts) -> NDArray[np.float64]:
    return verdicts.people["rank"].to_numpy(dtype=np.float64, na_value=0)


def _people(roster: Roster, verdicts: Verdicts, standing: Standing) -> pd.DataFrame:
    order = {verdict.value: code for code, verdict in enumerate(Verdict)}
    decided = decision_days(roster)[1]
    return pd.DataFrame(
        {
            "verdict": verdicts.people["verdict"].map(order).to_numpy(dtype=np.int8),
            "rank": _ranks(verdicts),
            "steps": standing.steps,
            "contender": standing.contender,
            "tied": standing.tied,
            "stands": standing.stands,
            "gone": standing.gone,
            "refused": standing.refused,
            "doubtful": standing.doubtful,
            "appointed": standing.appointed,
            "confirmed": standing.confirmed,
            "gone_on": _days_gone(roster),
            "through_on": step_days(roster, verdicts.procedure)[1][-1],
            "received_on": _received(roster),
            "confirmed_on": np.where(standing.confirmed, decided, NEVER),
            "untrue_reason": verdicts.people["untrue_reason"].to_numpy(dtype=bool),
            "doubt": _named([(holds, field) for field, holds in standing.doubts.items()]),
            "unread": _named(_unread_steps(roster, standing, verdicts.procedure)),
        },
        index=roster.candidates.index,
    )


def _named(fields: Sequence[tuple[Flags, str]]) -> "pd.Categorical[str]":
    """For each person the first field that holds, "" for none, as the number of its name."""
    return pd.Categorical(first_of(fields, ""))


def _days_gone(roster: Roster) -> NDArray[np.int64]:
    """The day on which each candidate left, `NEVER` where nobody says so."""
    index = roster.candidates.index
    days = np.full(len(index), NEVER, dtype=np.int64)
    if roster.exits:
        days[places_of(index, list(roster.exits))] = [day_number(day) for day in roster.exits.values()]
    return days


def _last(days: NDArray[np.int64], place: NDArray[np.integer], count: int) -> NDArray[np.int64]:
    """The latest of the days of each village, `NEVER` where there is none."""
    last = np.full(count, ANY_DAY, dtype=np.int64)
    np.maximum.at(last, place, days)
    return np.where(last == ANY_DAY, NEVER, last)


def _received(roster: Roster) -> NDArray[np.int64]:
    """The day each was first received, `ANY_DAY` where no receipt says."""
    known = {row: day_number(day) for row, day in roster.received.items()}
    return np.array([known.get(row, ANY_DAY) for row in roster.candidates.index.tolist()] if known else ANY_DAY)


def _unread_steps(roster: Roster, standing: Standing, procedure: Procedure) -> list[tuple[Flags, str]]:
    """The step that comes next, else what a rule asks, where its cell cannot be read."""
    fields = [step.field for step in procedure.nominating]
    steps = [(doubtful_in(roster, step) & (standing.steps == done), step) for done, step in enumerate(fields)]
    asking = {field.name for field in FIELDS[TableKind.CANDIDATES] if field.decides}
    asking -= _NOT_ASKED.union(procedure.fields)
    asked = (name for name, rows in roster.unreadable.items() if rows and name in asking)
    return steps + [(doubtful_in(roster, name), name) for name in asked]


def _add_outcomes(villages: pd.DataFrame, people: pd.DataFrame, as_of: date, through_all: int) -> None:
    """Add to the villages what their people come to."""
    place, count = people["place"].to_numpy(), len(villages)
    flags = {name: people[name].to_numpy(dtype=bool) for name in ("contender", "stands", "confirmed", "doubtful")}
    settled = people["verdict"].to_numpy()
    eligible = flags["stands"] & (settled == 0) & ~flags["doubtful"]
    open_ = flags["stands"] & (flags["doubtful"] | (settled == 1) | (settled == 2))
    for name in ("refused", "gone"):
        villages[name] = _any(people[name].to_numpy(dtype=bool), place, count)
    left = (people["gone"] & people["appointed"]).to_numpy(dtype=bool)
    villages["left_by"] = _last(people["gone_on"].to_numpy()[left], place[left], count)
    villages["people"] = np.bincount(place[flags["stands"]], minlength=count)
    villages["confirmed_people"] = np.bincount(place[flags["confirmed"]], minlength=count)
    tied, quota = people["tied"].to_numpy(dtype=bool), villages["quota"].to_numpy()
    villages["tied"] = _any(tied, place, count)
    through = eligible & flags["contender"] & ~tied & (people["steps"].to_numpy() >= through_all)
    people["filled"] = through | flags["confirmed"]
    filled = np.bincount(place[people["filled"].to_numpy()], minlength=count)
    villages["filled"] = np.minimum(filled, quota)
    nominated = filled >= quota
    confirmed = villages["confirmed_people"].to_numpy() >= quota
    villages["done"] = confirmed | nominated
    needed = villages["need"]
    villages["state"] = _states(
        (
            (needed.eq(Need.COVERED.value).to_numpy(), State.AUXILIARY),
            (confirmed, State.CONFIRMED),
            (needed.eq(Need.RULING.value).to_numpy(), State.RULING),
            (nominated, State.NOMINATED),
            (_any(eligible, place, count) | (filled > 0), State.IN_PROGRESS),
            (_any(open_, place, count), State.UNDETERMINED),
            (_any(flags["stands"], place, count) | villages["refused"].to_numpy(), State.INELIGIBLE),
            (_any(left, place, count), State.LEFT),
        )
    )
    villages["candidate"] = _counting(villages, people)
    _date(villages, people[people["counts"].to_numpy()], day_number(as_of))


def _date(villages: pd.DataFrame, counting: pd.DataFrame, on: int) -> None:
    """The days on which the last of those who count was through the steps, or was confirmed."""
    place, through, confirmed = (counting[name].to_numpy() for name in ("place", "through_on", "confirmed_on"))
    days = {
        "through_by": np.where(through <= on, through, confirmed),
        "received_by": counting["received_on"].to_numpy(),
        "confirmed_by": confirmed,
    }
    done = villages["state"].isin([state.value for state in DONE_STATES]).to_numpy(dtype=bool)
    for name, each in days.items():
        last = np.full(len(villages), ANY_DAY, dtype=np.int64)
        np.maximum.at(last, place, each)
        villages[name] = np.where(done, last, NEVER)


def _states(choices: tuple[tuple[Flags, State], ...]) -> "pd.Categorical[object]":
    """The state of each village: the first that holds, else 无人选."""
    order = list(State)
    codes = np.select(
        [holds for holds, _ in choices], [order.index(state) for _, state in choices], order.index(State.VACANT)
    )
    states = pd.Index([state.value for state in order], dtype="object")
    return pd.Categorical.from_codes(codes, categories=states)


def _counting(villages: pd.DataFrame, people: pd.DataFrame) -> NDArray[np.int64]:
    """Row id of who counts in each village, the best where several tie; -1 where nobody stands or none is needed.

    Marks in `people` as `counts` as many as the village needs.
    """
    standing = people[people["contender"].to_numpy(dtype=bool)]
    rank = np.where(standing["rank"] == 0, np.inf, standing["rank"])
    order = np.lexsort((rank, standing["through_on"], standing["verdict"], standing["place"]))
    standing = standing.iloc[order]
    place = standing["place"].to_numpy()
    _, first, number = np.unique(place, return_index=True, return_counts=True)
    seat = np.arange(len(place)) - np.repeat(first, number)
    asked = ~villages["state"].eq(State.AUXILIARY.value).to_numpy()
    counts = (seat < villages["quota"].to_numpy()[place]) & asked[place]
    people["counts"] = people.index.isin(standing.index[counts])
    order = np.lexsort((seat, standing["filled"], ~counts, place))
    shown, first = np.unique(place[order], return_index=True)
    counting = np.full(len(villages), -1, dtype=np.int64)
    counting[shown] = standing.index.to_numpy()[order[first]]
    counting[~asked] = -1
    return counting


def _any(flags: Flags, place: NDArray[np.integer], count: int) -> Flags:
    return np.bincount(place[flags], minlength=count) > 0


def reached(course: Course, roster: Roster, step: int) -> NDArray[np.int64]:
    """The day number on which as many as each village needs were through a step (0 the first), `NEVER` before that."""
    counting = course.people[course.people["counts"].to_numpy(dtype=bool)]
    place, count = counting["place"].to_numpy(), len(course.villages)
    at = places_of(roster.candidates.index, counting.index)
    days = np.full(count, ANY_DAY, dtype=np.int64)
    np.maximum.at(days, place, step_days(roster, course.procedure)[1][step][at])
    return np.where(np.bincount(place, minlength=count) >= course.villages["quota"].to_numpy(), days, NEVER)
