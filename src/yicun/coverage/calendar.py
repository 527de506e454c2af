"""Working days in China, as the State Council's yearly notices arrange them."""

from datetime import date, timedelta

import chinese_calendar

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices work on a day; by weekends alone in a year whose arrangement is not known."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def is_known(start: date, end: date) -> bool:
    """Whether the holidays of every year from `start` to `end` are known."""
    try:
        for year in range(start.year, end.year + 1):
            chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def working_days(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; negative, counted the other way, where `end` is earlier."""
    if end < start:
        return -working_days(end, start)
    return sum(is_working_day(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))


def working_days_until(day: date, count: int) -> list[date]:
    """The last `count` working days up to and including `day`, earliest first."""
    found: list[date] = []
    while len(found) < count:
        if is_working_day(day):
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]


def after_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`; `day` itself for none."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
