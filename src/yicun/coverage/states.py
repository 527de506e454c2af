"""The state of every village, and what the stations sent."""

from collections.abc import Collection, Iterator
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.coverage import numbers, words
from yicun.coverage.calendar import Calendar, OwnDays
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Finding, Findings, Place
from yicun.model.results import Coverage, Numbers, State, Submission
from yicun.model.roster import Roster
from yicun.model.scheme import DECIDED
from yicun.model.verdicts import OVERRULED, UNTRUE_REASON, Verdicts
from yicun.register.bounds import gap_bounds
from yicun.register.course import Course, follow, reached
from yicun.register.need import Flags, Need, at_rows, first_of, needs, places_of
from yicun.register.standing import NEVER, day_number
from yicun.register.strays import strays

_DONE = [State.NOMINATED.value, State.CONFIRMED.value]
_TOLD_OF = ["verdict", "steps", "filled", "doubt", "unread", "untrue_reason"]  # of whoever counts in a village
_KEPT_TIME = pd.CategoricalDtype(["on_time", "late", "none"])


def cover(
    roster: Roster,
    verdicts: Verdicts,
    as_of: date,
    deadline: date | None,
    unread: Collection[str] = (),
    own_days: OwnDays = ((), ()),
    step: str = "",
) -> tuple[Coverage, Findings]:
    """Which villages still lack somebody on a day, and what the stations left out (YC601–603).

    Steps and decisions after `as_of` do not count, so an earlier day gives that day's picture; `verdicts` are taken as
    they are; `unread` are the paths of files that could not be checked; `step` is the one the deadline asks for.
    `days_left` and `working_days_left` count the
    days after `as_of` up to and including the deadline, and are negative once it has passed. Villages are in the order
    of the register.
    """
    need = needs(roster)
    missing = submissions(roster, need, unread)
    course, villages = _outcomes(roster, verdicts, need, as_of, deadline, unread, step)
    return _picture(roster, course, villages, as_of, deadline, Calendar(*own_days), unread), missing


def totals(
    roster: Roster, verdicts: Verdicts, as_of: date, deadline: date | None, unread: Collection[str], step: str
) -> Numbers:
    """The totals of what `cover` gives, without its tables and texts."""
    return numbers.total(_outcomes(roster, verdicts, needs(roster), as_of, deadline, unread, step)[1])


def submissions(roster: Roster, need: pd.DataFrame | None = None, unread: Collection[str] = ()) -> Findings:
    """YC601 stations that sent nothing, YC602 villages their station left out, YC603 units the office must rule on.

    `need` as `needs(roster)` gives it, where that is at hand.
    """
    register, need = roster.villages, needs(roster) if need is None else need
    named = register.index.isin([*roster.candidates["village_row"].unique(), *roster.unfilled])
    left_out = need["need"].eq(Need.NEEDED.value) & _of_reporting_stations(roster) & ~named
    to_rule = need["need"].eq(Need.RULING.value)
    return Findings(
        _silent(roster, need, unread),
        (
            _in_register("YC602", roster, left_out, "station", register["station"]),
            _in_register("YC603", roster, to_rule, "reason", need["why"]),
        ),
    )


def _of_reporting_stations(roster: Roster) -> NDArray[np.bool_]:
    """The villages of every station that named one of its own."""
    listed, said = roster.villages["station"].cat, roster.candidates["station"].cat
    place = places_of(roster.villages.index, roster.candidates["village_row"])
    home = np.append(listed.codes, -1)[place]
    own = np.append(listed.categories.get_indexer(said.categories), -1)[said.codes]
    return np.isin(listed.codes, np.unique(home[(home == own) & (home >= 0)]))


def _silent(roster: Roster, need: pd.DataFrame, unread: Collection[str]) -> Iterator[Finding]:
    shown = roster.villages.loc[need["need"].ne(Need.OUTSIDE.value), "station"].dropna().drop_duplicates()
    first_row = dict(zip(shown, shown.index, strict=True))
    for station, what in numbers.sent(roster, unread).items():
        if what is Submission.SILENT and station in first_row:
            path = roster.places.table(int(first_row[station])).path
            yield Finding("YC601", Place(path), {"station": station}, "station", "派出所", station)


def _in_register(code: str, roster: Roster, rows: pd.Series, fact: str, column: pd.Series) -> CellFindings:
    found = roster.villages[rows]
    pairs = zip(_text(found["township"]), _text(found["village"]), strict=True)
    names = [township + village for township, village in pairs]
    facts = {"village": names, fact: column[rows].tolist()}
    return CellFindings(code, TableKind.VILLAGES, "village", found.index.tolist(), names, facts=facts)


def _outcomes(
    roster: Roster,
    verdicts: Verdicts,
    need: pd.DataFrame,
    as_of: date,
    deadline: date | None,
    unread: Collection[str],
    step: str,
) -> tuple[Course, pd.DataFrame]:
    """Everything that is counted of the villages."""
    course = follow(roster, verdicts, need, as_of)
    villages = course.villages.join(roster.villages[["station", "township", "village", "unit_type"]])
    villages["certainly"], villages["possibly"] = gap_bounds(course, roster, as_of, strays(roster, unread))
    villages["on_time"] = _on_time(villages, deadline, step, _early(course, roster, step, as_of))
    verdict = at_rows(course.people["verdict"], villages["candidate"]).to_numpy()
    villages["overruled"] = villages["state"].eq(State.CONFIRMED.value) & (verdict != 0)
    return course, villages


def _picture(
    roster: Roster,
    course: Course,
    villages: pd.DataFrame,
    as_of: date,
    deadline: date | None,
    calendar: Calendar,
    unread: Collection[str],
) -> Coverage:
    counted = at_rows(course.people[_TOLD_OF], villages["candidate"]).set_axis(villages.index)
    sent = numbers.sent(roster, unread)
    submission = villages["station"].map({name: what.value for name, what in sent.items()}).astype("object")
    villages["left_on"], villages["days_vacant"] = _vacancy(villages["left_by"].to_numpy(), as_of)
    last = deadline or as_of
    return Coverage(
        as_of,
        deadline,
        None if deadline is None else (deadline - as_of).days,
        None if deadline is None else calendar.working_days(as_of, deadline),
        calendar.is_known(min(as_of, last), max(as_of, last)),
        villages[["station", "township", "village", "state", "candidate"]].assign(
            name=_text(at_rows(roster.candidates["name"], villages["candidate"])).astype("str").to_numpy(),
            on_time=villages["on_time"],
            overruled=villages["overruled"],
            todo=words.todos(villages, counted, submission, course.procedure),
            quota=villages["quota"],
            filled=villages["filled"],
            left_on=villages["left_on"],
            days_vacant=villages["days_vacant"],
            reason=words.with_vacancy(words.reasons(villages, counted, submission, course.procedure), villages),
            flag=words.remarks(_remarks(roster, villages, counted), villages.index),
        ),
        numbers.total(villages),
        numbers.by(villages, "station", sent),
        numbers.by(villages, "township"),
        course.people.assign(village_row=villages.index.to_numpy()[course.people["place"].to_numpy()]),
        calendar_note=calendar.note(min(as_of, last), max(as_of, last)),
    )


def _vacancy(left_by: NDArray[np.int64], as_of: date) -> "tuple[pd.DatetimeIndex, pd.arrays.IntegerArray]":
    """Since when nobody is in post in each village where somebody was and left, and for how many days with `as_of`."""
    nobody = left_by == NEVER
    days = np.where(nobody, 0, left_by)
    left = np.where(nobody, np.datetime64("NaT"), days.astype("datetime64[D]")).astype("datetime64[s]")
    return pd.DatetimeIndex(left), pd.arrays.IntegerArray(day_number(as_of) - days + 1, nobody)


def _early(course: Course, roster: Roster, step: str, as_of: date) -> NDArray[np.int64] | None:
    """When each village was through a step that is not the last before the decision; None for any other."""
    nominating = [each.field for each in course.procedure.nominating]
    if step not in nominating[:-1]:
        return None
    days = reached(course, roster, nominating.index(step))
    return np.where(days <= day_number(as_of), days, NEVER)


def _on_time(villages: pd.DataFrame, deadline: date | None, step: str, early: NDArray[np.int64] | None) -> pd.Series:
    """Whether a village did by the deadline what the deadline asks for: 审核确定 where `step` is that one, an `early`
    step on the day given, else to be through every step before the decision, or confirmed where that day is not known,
    and received, where a receipt says when that was.
    """
    state = villages["state"]
    if deadline is None:
        return pd.Series("none", index=state.index, dtype=_KEPT_TIME)
    in_time = villages[["through_by", "received_by"]].max(axis=1) <= day_number(deadline)
    covered, done = state.eq(State.AUXILIARY.value), state.isin(_DONE)
    if step == DECIDED:
        in_time, done = villages["confirmed_by"] <= day_number(deadline), state.eq(State.CONFIRMED.value)
    elif early is not None:
        in_time, done = pd.Series(early <= day_number(deadline), state.index), pd.Series(early < NEVER, state.index)
    choices = [((covered | (done & in_time)).to_numpy(), "on_time"), (done.to_numpy(), "late")]
    return first_of(choices, "none").set_axis(state.index).astype(_KEPT_TIME)


def _remarks(roster: Roster, villages: pd.DataFrame, counted: pd.DataFrame) -> list[tuple[Flags, str]]:
    need, shown = villages["need"], roster.villages.index.isin(villages.index)
    register = roster.villages.loc[shown, ["auxiliary", "auxiliary_kind", "quota", "ruling"]]
    confirmed, auxiliary = (villages["state"].eq(state.value) for state in (State.CONFIRMED, State.AUXILIARY))
    full_time = register["auxiliary"].notna() & register["auxiliary"].ne("无") & ~register["auxiliary_kind"].eq("兼职")
    undated = villages.index.isin([post.village_row for post in roster.posts if post.undated])
    parts = (
        (pd.Series(undated, index=villages.index) & confirmed, "在岗的人写了离岗原因，没有日期"),
        (villages["tied"] & ~confirmed & ~auxiliary, words.TIED),
        (villages["overruled"], OVERRULED),
        (villages["state"].isin(_DONE) & counted["untrue_reason"].eq(other=True), UNTRUE_REASON),
        (confirmed & need.eq(Need.RULING.value), "已审核确定，是否需配尚待认定"),
        ((villages["confirmed_people"] > villages["quota"]) & villages["quota"].eq(1), "确定了不止一人"),
        ((villages["confirmed_people"] > villages["quota"]) & villages["quota"].gt(1), "确定的人数超过配备人数"),
        (auxiliary & register["quota"].eq(0) & ~full_time, "配备人数为 0，不需另配"),
        (auxiliary & (villages["people"] > 0), "不需另配，仍有人选"),
        (full_time & register["ruling"].eq("需配"), "认定为需配，底册有专职辅警"),
    )
    return [(holds.to_numpy(dtype=bool, na_value=False), text) for holds, text in parts]


def _text(column: pd.Series) -> pd.Series:
    return column.astype("object").where(column.notna(), "")
