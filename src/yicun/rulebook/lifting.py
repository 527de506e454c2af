"""When a bar that runs out by itself no longer holds."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce

import numpy as np
import numpy.typing as npt

from yicun.rulebook.columns import NO_DATE, Columns, Seconds
from yicun.rulebook.conditions import MOVING, All, Any, Condition, Test, tests
from yicun.rulebook.dates import day_number, years_later
from yicun.rulebook.schema import Rule

NEVER = int(np.iinfo(np.int64).max)
_PAST = NO_DATE + 1
_DAY = 86_400
_PERIODS = frozenset(("within_years", "within_days"))


def runs_out(rule: Rule) -> bool:
    """Whether a rule is a bar that time may end."""
    if rule.kind != "bar" or rule.when is None:
        return False
    return any(test.operator in _PERIODS for test in tests(rule.when))


def lifted_on(condition: Condition, columns: Columns, at: npt.NDArray[np.intp]) -> Seconds:
    """The first day on which a condition certainly no longer holds for the people at the positions `at`.

    In seconds since 1970; `NEVER` where time alone does not end it.
    """
    match condition:
        case Test(field=field, operator="within_years" | "within_days"):
            return _run_out(condition, columns.days(field)[1][at], columns.boundary)
        case All(parts):
            earliest = reduce(np.minimum, [lifted_on(part, columns, at) for part in parts])
            return np.where(_not_understood(parts, columns, at) & (earliest > _PAST), NEVER, earliest)
        case Any(parts):
            return reduce(np.maximum, [lifted_on(part, columns, at) for part in parts])
    settled = not any(test.operator in MOVING for test in tests(condition))
    gone = columns.answer_to(condition).false[at] & settled
    return np.where(gone, _PAST, NEVER)


def _not_understood(parts: Sequence[Condition], columns: Columns, at: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Where a part that time does not move is unknown: nobody can say what it is that would run out."""
    settled = [part for part in parts if not any(test.operator in MOVING for test in tests(part))]
    unknown = [columns.answer_to(part).unknown[at] for part in settled]
    return np.asarray(np.logical_or.reduce([np.zeros(len(at), bool), *unknown]))


def _run_out(test: Test, last: Seconds, boundary: str) -> Seconds:
    """The day after a period is full; calendar years are counted once per different day, not per person."""
    days, where = np.unique(last, return_inverse=True)
    ends = [NEVER if day == NO_DATE else _end(test, int(day) // _DAY, boundary) for day in days]
    return np.array(ends, np.int64)[where]


def _end(test: Test, day: int, boundary: str) -> int:
    start = date(1970, 1, 1) + timedelta(days=day)
    if test.operator == "within_days":
        return (day + test.number + 1) * _DAY
    return (day_number(years_later(start, test.number)) + (boundary != "over")) * _DAY
