"""Will today's speed do? Told from the step dates in the rosters; nothing is stored from one run to the next."""

import math
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from yicun.coverage.calendar import NATIONAL, Calendar
from yicun.model.results import Pace
from yicun.register.standing import day_number, day_of

WINDOW = 5
"""Working days over which today's speed is taken."""

_LONGEST_SERIES = 366
_LONGEST_WAIT = 2500  # working days, ten years: past that it would never end


def pace(
    done_on: NDArray[np.int64], gap: int, as_of: date, deadline: date | None, calendar: Calendar = NATIONAL
) -> Pace:
    """From the day numbers on which villages were done, and the villages still missing.

    `done_per_day`: villages done in the last five working days (days off between them included) by working day.
    `needed_per_day`: the gap by working days left, the deadline day included; None without a deadline or a day left.
    `ends_on`: the working day on which the gap closes at that speed; `as_of` where there is no gap.
    """
    start = calendar.working_days_until(as_of, WINDOW)[0]
    recent = int(np.count_nonzero((done_on >= day_number(start)) & (done_on <= day_number(as_of))))
    done_per_day = recent / WINDOW
    left = calendar.working_days(as_of, deadline) if deadline is not None else 0
    needed = gap / left if left > 0 else None
    ends_on = _end(gap, recent, as_of, calendar)
    will_do = None if deadline is None else ends_on is not None and ends_on <= deadline
    return Pace(
        done_per_day,
        needed,
        ends_on,
        will_do,
        _sentence(gap, done_per_day, needed, ends_on, deadline, passed=deadline is not None and deadline < as_of),
        _series(done_on, as_of),
    )


def _end(gap: int, recent: int, as_of: date, calendar: Calendar) -> date | None:
    if gap == 0:
        return as_of
    if recent == 0:
        return None
    days = math.ceil(gap * WINDOW / recent)
    return calendar.after_working_days(as_of, days) if days <= _LONGEST_WAIT else None


def _sentence(
    gap: int, done_per_day: float, needed: float | None, ends_on: date | None, deadline: date | None, *, passed: bool
) -> str:
    if gap == 0:
        return "应推选的村已全部推选"
    told = f"近 {WINDOW} 个工作日平均每个工作日完成 {done_per_day:.1f} 村"
    if passed:
        told = f"期限 {deadline} 已过，仍缺 {gap} 村；{told}"
    elif needed is not None:
        told += f"，今后每个工作日需完成 {_rounded_up(needed)} 村"
    elif deadline is not None:
        told += f"，到期限 {deadline} 已没有工作日，仍缺 {gap} 村"
    if ends_on is None:
        return f"{told}；照此进度无法完成"
    told += f"；照此进度 {ends_on} 完成"
    if deadline is None or passed:
        return told
    return f"{told}，{'赶得上' if ends_on <= deadline else '赶不上'}期限 {deadline}"


def _rounded_up(needed: float) -> str:
    return f"{math.ceil(round(needed * 10, 6)) / 10:.1f}"


def _series(done_on: NDArray[np.int64], as_of: date) -> tuple[tuple[date, int], ...]:
    """Each day's total since the first village was done, a year at most."""
    done = np.sort(done_on[done_on <= day_number(as_of)])
    if not len(done):
        return ()
    first = max(int(done[0]), day_number(as_of - timedelta(days=_LONGEST_SERIES)))
    days = np.arange(first, day_number(as_of) + 1)
    return tuple(
        (day_of(int(day)), int(total))
        for day, total in zip(days, np.searchsorted(done, days, side="right"), strict=True)
    )
