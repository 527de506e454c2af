"""How far every village has come, as days on which something became true; any day's picture is then a comparison.

A day is a whole number, days since 1970-01-01. What never happens lies after every day, what may have happened at any
time lies before every day, so that "by then" is always `<=`.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.model.fields import STEPS
from yicun.model.results import GAP_STATES, State
from yicun.model.roster import Roster
from yicun.model.verdicts import Verdict, Verdicts
from yicun.register.need import Need, among, persons

Days = NDArray[np.int64]
Flags = NDArray[np.bool_]

NEVER = np.iinfo(np.int64).max
ANY_DAY = np.iinfo(np.int64).min
_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """A date as the number of days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _EPOCH)


@dataclass(frozen=True, slots=True)
class Course:
    """Every unit but plain 社区, and everybody nominated for one.

    `villages` is indexed by row id like the register: `need`, `why`; `confirmed_on`, `nominated_on` (the first day it
    holds), `could_on` (the first day it might hold once the unknown cells are settled); `people` (how many),
    `eligible`, `open` (somebody 待核 or 需说明), `tied`, `secure` (no settled cell can unseat the nomination).

    `people` is indexed by row id: `place` (position in `villages`), `verdict` (0 best to 3), `rank`, `contender` (may
    count for the village), `through_1` to `through_3` (the day by which that step and all before it were done),
    `confirmed_on`, `refused_on`.
    """

    villages: pd.DataFrame
    people: pd.DataFrame


def follow(roster: Roster, verdicts: Verdicts, need: pd.DataFrame) -> Course:
    """Put people and register together; `need` as `needs` gives it."""
    villages = need[need["need"].ne(Need.OUTSIDE.value)].copy()
    everybody = persons(roster)
    place = villages.index.get_indexer(pd.Index(everybody["village_row"]))
    matched = everybody[place >= 0]
    people = _people(roster, matched, verdicts, place[place >= 0])
    _gather(villages, people)
    return Course(villages, people)


def states_on(course: Course, day: date) -> pd.Series:
    """The state of every village on a day, as `State` values; each is in exactly one (coverage.md)."""
    villages, on = course.villages, day_number(day)
    conditions = (
        (villages["need"].eq(Need.COVERED.value), State.AUXILIARY),
        (villages["confirmed_on"] <= on, State.CONFIRMED),
        (villages["need"].eq(Need.RULING.value), State.RULING),
        (villages["nominated_on"] <= on, State.NOMINATED),
        (villages["eligible"], State.IN_PROGRESS),
        (villages["open"], State.UNDETERMINED),
        (villages["people"] > 0, State.INELIGIBLE),
    )
    order = list(State)
    codes = np.select(
        [holds.to_numpy(dtype=bool) for holds, _ in conditions],
        [order.index(state) for _, state in conditions],
        order.index(State.VACANT),
    )
    named = pd.Categorical.from_codes(codes, categories=pd.Index([state.value for state in order]))
    return pd.Series(named, index=villages.index)


def gap_bounds(course: Course, day: date, state: pd.Series) -> tuple[Flags, Flags]:
    """Which villages are certainly, and which possibly, a gap once every unknown cell is settled.

    Certain: in a gap state, and nobody who is not 不符合 could come to count and be through step 3 by settling cells
    alone. Possible: a gap, or waiting for a ruling and a gap if ruled 需配, or done through somebody a settled
    preference could unseat.
    """
    villages, on = course.villages, day_number(day)
    insecure = ~villages["secure"].to_numpy(dtype=bool)
    gap, nominated, ruling = (
        state.isin([each.value for each in states]).to_numpy()
        for states in (GAP_STATES, (State.NOMINATED,), (State.RULING,))
    )
    would_be = (villages["nominated_on"].to_numpy() > on) | insecure
    return gap & (villages["could_on"].to_numpy() > on), gap | (nominated & insecure) | (ruling & would_be)


def _people(roster: Roster, matched: pd.DataFrame, verdicts: Verdicts, place: NDArray[np.intp]) -> pd.DataFrame:
    answers = verdicts.people.loc[matched.index]
    order = {verdict.value: code for code, verdict in enumerate(Verdict)}
    people = pd.DataFrame(
        {
            "place": place.astype(np.int64),
            "verdict": answers["verdict"].map(order).to_numpy(dtype=np.int8),
            "rank": answers["rank"].to_numpy(dtype=np.float64, na_value=np.nan),
            "marked": matched["choice"].eq("拟推选").to_numpy(dtype=bool),
            "choice_open": _doubtful(roster, matched, "choice"),
        },
        index=matched.index,
    )
    chosen, tied = answers["chosen"].to_numpy(dtype=bool), answers["tied"].to_numpy(dtype=bool)
    groups = int(place.max()) + 1 if len(place) else 0
    one_chosen, some_tied = _any(chosen, place, groups)[place], _any(tied, place, groups)[place]
    people["contender"] = chosen | (~one_chosen & (tied | ~some_tied))
    latest, earliest = zip(*(_step(roster, matched, step) for step in STEPS[:3]), strict=True)
    for number, reached in enumerate(np.maximum.accumulate(np.array(latest)), start=1):
        people[f"through_{number}"] = reached
    people["could_be_through_on"] = np.maximum.reduce(earliest)
    people["confirmed_on"], people["could_be_confirmed_on"] = _confirmation(roster, matched)
    refused = matched["decision"].eq("不予确定").to_numpy(dtype=bool)
    people["refused_on"] = np.where(refused, _days(matched["decided_on_last"]), NEVER)
    return people


def _step(roster: Roster, matched: pd.DataFrame, step: str) -> tuple[Days, Days]:
    """The last day a step can have been done, and the first: never where blank, unknown where it cannot be read."""
    doubtful = _doubtful(roster, matched, step)
    latest = np.where(doubtful, NEVER, _days(matched[f"{step}_last"]))
    return latest, np.where(doubtful, ANY_DAY, _days(matched[step]))


def _confirmation(roster: Roster, matched: pd.DataFrame) -> tuple[Days, Days]:
    said = matched["decision"].eq("确定").to_numpy(dtype=bool)
    unread = among(matched.index, roster.unreadable.get("decided_on", frozenset()))
    earliest = np.where(unread, ANY_DAY, _days(matched["decided_on"]))
    perhaps = said | among(matched.index, roster.unreadable.get("decision", frozenset()))
    return np.where(said, _days(matched["decided_on_last"]), NEVER), np.where(perhaps, earliest, NEVER)


def _gather(villages: pd.DataFrame, people: pd.DataFrame) -> None:
    """Add what the people of a village come to; `secure` and `could_on` look at who else may come to count."""
    count = len(villages)
    place = people["place"].to_numpy()
    verdict, rank = people["verdict"].to_numpy(), people["rank"].to_numpy()
    contender, marked = people["contender"].to_numpy(dtype=bool), people["marked"].to_numpy(dtype=bool)
    villages["people"] = np.bincount(place, minlength=count)
    villages["eligible"] = _any(verdict == 0, place, count)
    villages["open"] = _any((verdict == 1) | (verdict == 2), place, count)
    villages["tied"] = np.bincount(place[contender], minlength=count) > 1
    villages["confirmed_on"] = _first(people["confirmed_on"].to_numpy(), place, count)
    through = np.where(contender & (verdict == 0), people["through_3"].to_numpy(), NEVER)
    villages["nominated_on"] = _first(through, place, count)

    unmarked = ~_any(marked, place, count)
    choice_open = _any(people["choice_open"].to_numpy(dtype=bool), place, count)
    best_known = np.full(count, np.inf)
    np.minimum.at(best_known, place, np.where(np.isnan(rank), np.inf, rank))
    may_count = contender | choice_open[place] | (unmarked[place] & (np.nan_to_num(rank, nan=1) <= best_known[place]))
    could = np.where(may_count & (verdict != 3), people["could_be_through_on"].to_numpy(), NEVER)
    could = np.minimum(could, people["could_be_confirmed_on"].to_numpy())
    villages["could_on"] = _first(could, place, count)
    first_choice = _any(contender & (verdict == 0) & (rank == 1), place, count)
    rank_open = _any(np.isnan(rank), place, count) & ~first_choice
    villages["secure"] = (villages["people"] == 1) | ~unmarked | ~(choice_open | rank_open)


def _days(column: pd.Series) -> Days:
    numbers = column.to_numpy(dtype="datetime64[D]").astype(np.int64)
    return np.where(column.isna().to_numpy(), NEVER, numbers)


def _doubtful(roster: Roster, matched: pd.DataFrame, field: str) -> Flags:
    rows = roster.unreadable.get(field, frozenset()) | roster.conflicts.get(field, frozenset())
    return among(matched.index, rows)


def _any(flags: Flags, place: NDArray[np.integer], count: int) -> Flags:
    return np.bincount(place[flags], minlength=count) > 0


def _first(days: Days, place: NDArray[np.integer], count: int) -> Days:
    first = np.full(count, NEVER)
    np.minimum.at(first, place, days)
    return first
