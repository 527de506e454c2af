"""How far the gap may turn out to be once every unknown is settled, whichever way (coverage.md, Numbers)."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from yicun.model.results import GAP_STATES, State
from yicun.model.roster import Roster
from yicun.register.course import Course
from yicun.register.need import Flags, among, places_of
from yicun.register.standing import ANY_DAY, day_number, decision_days, doubtful_in, step_days
from yicun.register.strays import Strays

_BARRED = 3  # the worst verdict: settling cells lifts it no more
_WHETHER = ("decision", "decided_on", "village", "id_number")
"""Cells that say whether somebody stands for this village at all."""


def gap_bounds(course: Course, roster: Roster, as_of: date, strays: Sequence[Strays] = ()) -> tuple[Flags, Flags]:
    """Which villages are certainly, and which possibly, a gap once every unknown cell is settled.

    Certain: a gap, and nobody could come to count and be through, or be confirmed, by settling cells and ties.
    Possible: a gap, or waiting for a ruling and a gap if ruled 需配, or done through somebody a settled choice, step or
    preference could unseat. `strays`: who could not be placed, with the villages they may belong to; each may fill one
    gap, or unseat or tie with whoever counts for one.
    """
    villages, people, on = course.villages, course.people, day_number(as_of)
    place, count = people["place"].to_numpy(), len(villages)
    at, days = places_of(roster.candidates.index, people.index), step_days(roster, course.procedure)[0][-1]
    stands = people["stands"].to_numpy(dtype=bool)
    choice_open, steps_open = doubtful_in(roster, "choice")[at], (days == ANY_DAY)[at]
    quota = villages["quota"].to_numpy()
    marked = roster.candidates["choice"].eq("拟推选").to_numpy(dtype=bool)[at] & stands
    order_open = (np.bincount(place[marked], minlength=count) < quota)[place] & (
        steps_open | (people["rank"].to_numpy() == 0)
    )
    whether_open = among(people.index, roster.withdrawn)
    for field in _WHETHER:
        whether_open |= doubtful_in(roster, field)[at]
    unseats = _any(stands & (choice_open | order_open), place, count) & (villages["people"].to_numpy() > 1)
    unsettled = unseats | _any(stands & whether_open, place, count)

    could_count = stands & (people["contender"].to_numpy(dtype=bool) | unsettled[place])
    could_be_through = (people["verdict"].to_numpy() != _BARRED) & (days[at] <= on)
    may_fill = (could_count & could_be_through) | (stands & _could_be_confirmed(roster, on)[at])
    could = np.bincount(place[may_fill], minlength=count) >= quota

    state = villages["state"]
    gap, nominated, ruling = (
        state.isin([each.value for each in states]).to_numpy()
        for states in (GAP_STATES, (State.NOMINATED,), (State.RULING,))
    )
    done = villages["done"].to_numpy(dtype=bool)
    undated = [post.candidate for post in roster.posts if post.undated and post.candidate in roster.in_post]
    perhaps = np.bincount(place[among(people.index, undated)], minlength=count)
    lost = villages["state"].eq(State.CONFIRMED.value) & (villages["confirmed_people"] - perhaps < quota)
    unseats |= among(villages.index, roster.unreadable.get("quota", frozenset()))
    certain, possible = (
        gap & ~could,
        gap | lost.to_numpy(dtype=bool) | (nominated & unseats) | (ruling & (~done | unseats)),
    )
    shown, settled = roster.villages.index.isin(villages.index), nominated | ruling
    at_village = np.where(shown, np.cumsum(shown) - 1, -1)
    for one in strays:
        touched = at_village[one.villages]
        touched = touched[touched >= 0]
        certain[touched[certain[touched]][: one.number]] = False
        possible[touched[settled[touched] & ~possible[touched]][: one.number]] = True
    return certain, possible


def _could_be_confirmed(roster: Roster, on: int) -> Flags:
    candidates = roster.candidates
    perhaps = candidates["decision"].eq("确定").to_numpy(dtype=bool) | doubtful_in(roster, "decision")
    return perhaps & (decision_days(roster)[0] <= on)


def _any(flags: Flags, place: NDArray[np.integer], count: int) -> Flags:
    return np.bincount(place[flags], minlength=count) > 0
