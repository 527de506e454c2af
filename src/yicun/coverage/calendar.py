"""Working days in China, as the State Council's yearly notices arrange them."""

from collections.abc import Iterable
from datetime import date, timedelta

import chinese_calendar

_SATURDAY = 5

OwnDays = tuple[Iterable[date], Iterable[date]]
"""Days off and days worked that a workspace names."""


class Calendar:
    """The arrangements that chinese-calendar knows, and after them the days that a workspace names.

    Days named in a year that chinese-calendar knows change nothing there. A year with no day named goes by weekends.
    """

    def __init__(self, holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> None:
        self._holidays = frozenset(day for day in holidays if not _arranged(day.year))
        self._workdays = frozenset(day for day in workdays if not _arranged(day.year))

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day; by weekends alone in a year whose arrangement is not known."""
        if _arranged(day.year):
            return bool(chinese_calendar.is_workday(day))
        return day in self._workdays or (day.weekday() < _SATURDAY and day not in self._holidays)

    def note(self, start: date, end: date) -> str:
        """On what the working days from `start` to `end` rest, where not on the State Council's notices; else ""."""
        unknown = [year for year in range(start.year, end.year + 1) if not _arranged(year)]
        named = {day.year for day in self._holidays | self._workdays}
        by_weekends = [str(year) for year in unknown if year not in named]
        own = [str(year) for year in unknown if year in named]
        notes = [f"{'、'.join(own)} 年节假日按 yicun.toml"] if own else []
        notes += ["未含该年度节假日安排，仅按周末计算"] if by_weekends and not own else []
        notes += [f"{'、'.join(by_weekends)} 年仅按周末计算"] if by_weekends and own else []
        return "，".join(notes)

    def is_known(self, start: date, end: date) -> bool:
        """Whether the holidays of every year from `start` to `end` are known, from the notices or the workspace."""
        named = {day.year for day in self._holidays | self._workdays}
        return all(_arranged(year) or year in named for year in range(start.year, end.year + 1))

    def working_days(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative, counted backwards, where `end` is earlier."""
        if end < start:
            return -self.working_days(end, start)
        return sum(self.is_working_day(start + timedelta(days=ahead)) for ahead in range(1, (end - start).days + 1))

    def working_days_until(self, day: date, count: int) -> list[date]:
        """The last `count` working days up to and including `day`, earliest first."""
        found: list[date] = []
        while len(found) < count:
            if self.is_working_day(day):
                found.append(day)
            day -= timedelta(days=1)
        return found[::-1]

    def after_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself for none."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_working_day(day)
        return day


def _arranged(year: int) -> bool:
    """Whether chinese-calendar knows the notice of a year."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


NATIONAL = Calendar()
"""The notices alone."""
