"""Will today's speed do? Told from the pictures of the days on which something came in or was decided."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from yicun.coverage.calendar import Calendar, OwnDays
from yicun.model.results import Coverage, Numbers, Pace

WINDOW = 5
"""Working days over which today's speed is taken."""

_LONGEST_WAIT = 2500  # working days, ten years: past that it would never end


def day_before_window(days: Sequence[date], as_of: date, own_days: OwnDays = ((), ())) -> tuple[date, ...]:
    """The one of `days` (earliest first) whose picture today's speed is told from; none where all are within it."""
    start = Calendar(*own_days).working_days_until(as_of, WINDOW)[0]
    return tuple(day for day in days if day < start)[-1:]


def with_pace(
    covered: Coverage,
    earlier: Sequence[tuple[date, Numbers]],
    own_days: OwnDays = ((), ()),
    *,
    line: bool = True,
) -> Coverage:
    """The same coverage with its history and pace; `earlier` are the totals of the days before, earliest first.

    Without the `line` they are those of `day_before_window` alone, and there is no history and no series.
    """
    history = (*earlier, (covered.as_of, covered.totals))
    days = [(day, numbers.done, numbers.required) for day, numbers in history]
    speed = pace(days, covered.totals.gap, covered.deadline, Calendar(*own_days))
    if not covered.totals.gap and covered.totals.gap_at_most:
        open_ = f"应推选的村都已有人选；另有待认定、待核实的，最多还缺 {covered.totals.gap_at_most} 村"
        speed = replace(speed, sentence=open_)
    if not line:
        return replace(covered, pace=replace(speed, series=()))
    return replace(covered, history=history, pace=speed)


def pace(days: Sequence[tuple[date, int, int]], gap: int, deadline: date | None, calendar: Calendar) -> Pace:
    """From the villages done and required on the days that brought something, the as-of day last, and the gap of today.

    `done_per_day`: how many more are done than before the last five working days (days off between them included), by
    working day; never less than none.
    `needed_per_day`: the gap by working days left, the deadline day included; None without a deadline or a day left.
    `ends_on`: the working day on which the gap closes at that speed; the as-of day where there is no gap.
    """
    as_of, done = days[-1][:2]
    start = calendar.working_days_until(as_of, WINDOW)[0]
    before = [done for day, done, _ in days if day < start]
    recent = max(0, done - (before[-1] if before else 0))
    left = calendar.working_days(as_of, deadline) if deadline is not None else 0
    needed = gap / left if left > 0 else None
    ends_on = _end(gap, Fraction(recent, WINDOW), as_of, calendar)
    will_do = None if deadline is None else ends_on is not None and ends_on <= deadline
    passed = deadline is not None and deadline < as_of
    sentence_so_far = f"近 {WINDOW} 个工作日平均每个工作日完成 {recent / WINDOW:.1f} 村"
    sentence = _sentence(gap, sentence_so_far, needed, ends_on, deadline, passed=passed)
    days_counted = (start, as_of, *(day for day in (deadline, ends_on) if day is not None))
    note = calendar.note(min(days_counted), max(days_counted)) if gap else ""
    sentence += f"（{note}）" if note else ""
    return Pace(recent / WINDOW, needed, ends_on, will_do, sentence, tuple(_daily(days)))


def _daily(days: Sequence[tuple[date, int, int]]) -> Iterator[tuple[date, int, int]]:
    """Every day from the first: between two of `days` nothing came in, and it stayed as it was."""
    for (day, done, required), (following, _, _) in pairwise(days):
        for ahead in range((following - day).days):
            yield day + timedelta(days=ahead), done, required
    yield days[-1]


def _end(gap: int, speed: Fraction, as_of: date, calendar: Calendar) -> date | None:
    if gap == 0:
        return as_of
    if speed == 0:
        return None
    days = math.ceil(gap / speed)
    return calendar.after_working_days(as_of, days) if days <= _LONGEST_WAIT else None


def _sentence(
    gap: int, sentence_so_far: str, needed: float | None, ends_on: date | None, deadline: date | None, *, passed: bool
) -> str:
    if gap == 0:
        return "应推选的村已全部推选"
    if passed:
        sentence_so_far = f"期限 {deadline} 已过，仍缺 {gap} 村；{sentence_so_far}"
    elif needed is not None:
        sentence_so_far += f"，今后每个工作日需完成 {_rounded_up(needed)} 村"
    elif deadline is not None:
        sentence_so_far += f"，到期限 {deadline} 已没有工作日，仍缺 {gap} 村"
    if ends_on is None:
        return f"{sentence_so_far}；照此进度无法完成"
    sentence_so_far += f"；照此进度 {ends_on} 完成"
    if deadline is None or passed:
        return sentence_so_far
    return f"{sentence_so_far}，{'赶得上' if ends_on <= deadline else '赶不上'}期限 {deadline}"


def _rounded_up(needed: float) -> str:
    return f"{math.ceil(round(needed * 10, 6)) / 10:.1f}"
