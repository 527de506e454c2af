"""The state of every village, what the stations sent, and the picture of earlier days."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.coverage import calendar, numbers, words
from yicun.coverage.course import NEVER, Course, day_number, follow, gap_bounds, states_on
from yicun.coverage.need import Need, needs
from yicun.coverage.pace import pace
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding, Findings, Place
from yicun.model.results import GAP_STATES, Coverage, State, Submission, Verdicts
from yicun.model.roster import Roster

_GAPS = [state.value for state in GAP_STATES]
_DONE = [State.NOMINATED.value, State.CONFIRMED.value]
_LONGEST_TREND = 92  # days back from the as-of date


def cover(roster: Roster, verdicts: Verdicts, as_of: date, deadline: date | None) -> tuple[Coverage, Findings]:
    """Which villages still lack somebody on a day, and what the stations left out (YC601–603).

    Steps and decisions after `as_of` do not count, so an earlier day gives that day's picture; `verdicts` are taken
    as they are. Villages are in the order of the register.
    """
    return _picture(roster, follow(roster, verdicts), as_of, deadline), submissions(roster)


def trend(roster: Roster, verdicts: Verdicts, as_of: date, deadline: date | None) -> tuple[Coverage, ...]:
    """The picture of every working day from the first step in the rosters to `as_of`, three months at most."""
    course = follow(roster, verdicts)
    firsts = roster.candidates["applied_on"].min()
    earliest = as_of - timedelta(days=_LONGEST_TREND)
    start = as_of if pd.isna(firsts) else min(max(firsts.date(), earliest), as_of)
    days = (start + timedelta(days=ahead) for ahead in range((as_of - start).days + 1))
    return tuple(
        _picture(roster, course, day, deadline) for day in days if day == as_of or calendar.is_working_day(day)
    )


def submissions(roster: Roster) -> Findings:
    """YC601 stations that sent nothing, YC602 villages their station left out, YC603 units the office has to rule on."""
    register = roster.villages
    need = needs(roster)
    full_name = register["township"].astype("object").fillna("") + register["village"].astype("object").fillna("")
    named = register.index.isin(roster.candidates["village_row"].unique())
    station = register["station"].astype("object")
    partly = station.isin(station[named].dropna().unique())
    left_out = need["need"].eq(Need.NEEDED.value) & partly & ~named
    to_rule = need["need"].eq(Need.RULING.value)
    return Findings(
        _silent(roster, need),
        (
            _cells("YC602", full_name[left_out], {"station": station[left_out]}),
            _cells("YC603", full_name[to_rule], {"reason": need.loc[to_rule, "why"]}),
        ),
    )


def _silent(roster: Roster, need: pd.DataFrame) -> Iterator[Finding]:
    shown = roster.villages.loc[need["need"].ne(Need.OUTSIDE.value), "station"].astype("object").dropna()
    rows = shown.drop_duplicates()
    first_row = dict(zip(rows, rows.index, strict=True))
    for station, what in numbers.sent(roster).items():
        if what is Submission.SILENT and station in first_row:
            path = roster.places.table(int(first_row[station])).path
            yield Finding("YC601", Place(path), {"station": station}, "station", "派出所", station)


def _cells(code: str, villages: pd.Series, facts: dict[str, pd.Series]) -> CellFindings:
    names = villages.tolist()
    said = {name: column.tolist() for name, column in facts.items()}
    return CellFindings(
        code, TableKind.VILLAGES, "village", villages.index.tolist(), names, facts={"village": names, **said}
    )


def _picture(roster: Roster, course: Course, as_of: date, deadline: date | None) -> Coverage:
    villages = course.villages.join(roster.villages[["station", "township", "village"]])
    state = states_on(course, as_of)
    villages["state"] = pd.Categorical(state, categories=[each.value for each in State])
    villages["certainly"], villages["possibly"] = gap_bounds(course, as_of, np.isin(state, _GAPS), state)
    people = _people_on(course, as_of)
    villages["candidate"] = _counting(villages, people)
    villages["on_time"] = _on_time(villages, people, as_of, deadline)
    sent = numbers.sent(roster)
    submission = villages["station"].astype("object").map({name: what.value for name, what in sent.items()})
    totals = numbers.total(villages)
    last = deadline or as_of
    return Coverage(
        as_of,
        deadline,
        None if deadline is None else (deadline - as_of).days,
        None if deadline is None else calendar.working_days(as_of, deadline),
        calendar.is_known(min(as_of, last), max(as_of, last)),
        _shown(roster, villages, people, submission),
        totals,
        numbers.by(villages, "station", sent),
        numbers.by(villages, "township"),
        pace(_done_on(villages), totals.gap, as_of, deadline),
    )


def _people_on(course: Course, day: date) -> pd.DataFrame:
    """Everybody as of a day: `steps` (0–3 of the procedure), `confirmed` and `refused` by then."""
    on = day_number(day)
    people = course.people
    through = people[["through_1", "through_2", "through_3"]].to_numpy()
    return people.assign(
        steps=(through <= on).sum(axis=1).astype(np.int8),
        confirmed=people["confirmed_on"].to_numpy() <= on,
        refused=people["refused_on"].to_numpy() <= on,
    )


def _counting(villages: pd.DataFrame, people: pd.DataFrame) -> NDArray[np.int64]:
    """Row id of the one who counts in each village: the confirmed, then the chosen, the best of those that tie; else -1."""
    order = np.lexsort(
        (
            people["rank"].fillna(np.inf),
            people["through_3"],
            people["verdict"],
            ~people["contender"],
            ~people["confirmed"],
            people["place"],
        )
    )
    place, first = np.unique(people["place"].to_numpy()[order], return_index=True)
    counting = np.full(len(villages), -1, dtype=np.int64)
    counting[place] = people.index.to_numpy()[order[first]]
    counting[villages["state"].eq(State.AUXILIARY.value)] = -1
    return counting


def _on_time(villages: pd.DataFrame, people: pd.DataFrame, as_of: date, deadline: date | None) -> pd.Categorical:
    """Whether a village was done by the deadline: through 联合考察, or confirmed where that day is not known."""
    state, kinds = villages["state"], ["on_time", "late", "none"]
    if deadline is None:
        return pd.Categorical(["none"] * len(villages), categories=kinds)
    counted = people[["through_3", "confirmed_on"]].reindex(villages["candidate"], fill_value=NEVER).to_numpy()
    inspected, confirmed = counted[:, 0], counted[:, 1]
    done = np.where(inspected <= day_number(as_of), inspected, confirmed)
    told = np.select(
        [state.eq(State.AUXILIARY.value), ~state.isin(_DONE), done <= day_number(deadline)],
        ["on_time", "none", "on_time"],
        "late",
    )
    return pd.Categorical(told, categories=kinds)


def _done_on(villages: pd.DataFrame) -> NDArray[np.int64]:
    """The day on which each village that is done became so."""
    confirmed, nominated = villages["confirmed_on"].to_numpy(), villages["nominated_on"].to_numpy()
    first = np.where(villages["need"].eq(Need.NEEDED.value), np.minimum(confirmed, nominated), confirmed)
    return np.asarray(first[villages["state"].isin(_DONE)])


def _shown(roster: Roster, villages: pd.DataFrame, people: pd.DataFrame, submission: pd.Series) -> pd.DataFrame:
    name = roster.candidates["name"].reindex(villages["candidate"])
    return villages[["station", "township", "village", "state", "candidate"]].assign(
        name=pd.array(name.where(name.notna(), "").to_numpy(), dtype="str"),
        on_time=villages["on_time"],
        todo=words.todos(villages, people, submission),
        reason=words.reasons(villages["state"], villages["why"], submission),
        flag=words.flags(_remarks(roster, villages, people), villages.index),
    )


def _remarks(roster: Roster, villages: pd.DataFrame, people: pd.DataFrame) -> list[tuple[pd.Series, str]]:
    state, need = villages["state"], villages["need"]
    counted = people[["verdict", "refused"]].reindex(villages["candidate"]).set_axis(villages.index)
    confirmed = np.bincount(people["place"][people["confirmed"]], minlength=len(villages))
    register = roster.villages.loc[villages.index]
    kept = register["auxiliary"].notna() & register["auxiliary"].ne("无") & register["ruling"].eq("需配")
    is_confirmed, auxiliary = state.eq(State.CONFIRMED.value), state.eq(State.AUXILIARY.value)
    return [
        (villages["tied"] & ~is_confirmed & ~auxiliary, words.TIED),
        (is_confirmed & counted["verdict"].ne(0), "已审核确定，请再核对人选"),
        (is_confirmed & need.eq(Need.RULING.value), "已审核确定，是否需配尚待认定"),
        (pd.Series(confirmed > 1, index=villages.index), "确定了不止一人"),
        (auxiliary & (villages["people"] > 0), "不需另配，仍有人选"),
        (state.eq(State.NOMINATED.value) & counted["refused"].eq(other=True), words.REFUSED),
        (kept & need.eq(Need.NEEDED.value), "认定为需配，底册有辅警"),
    ]
