"""Working days in China, as the State Council's yearly notices arrange them."""

from collections.abc import Iterable
from datetime import date, timedelta

import chinese_calendar

_SATURDAY = 5
FIRST_YEAR = min(chinese_calendar.holidays).year
ARRANGED_TO = max(*chinese_calendar.holidays, *chinese_calendar.workdays)
"""The last day that a notice known to chinese-calendar names: behind it nothing is arranged yet."""

OwnDays = tuple[Iterable[date], Iterable[date]]
"""Days off and days worked that a workspace names."""


class Calendar:
    """The arrangements that chinese-calendar knows, and behind their last day the days that a workspace names.

    Days named up to that day change nothing. A year that has no notice and no day named goes by weekends.
    """

    def __init__(self, holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> None:
        off, worked = frozenset(holidays), frozenset(workdays)
        self._holidays = frozenset(day for day in off if day > ARRANGED_TO)
        self._workdays = frozenset(day for day in worked if day > ARRANGED_TO)
        self.overruled = tuple(
            day for day in sorted((off - self._holidays) | (worked - self._workdays)) if _works(day) is (day in off)
        )
        """Days named that the notices arrange the other way."""

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day; by weekends alone in a year whose arrangement is not known."""
        if day in self._workdays or day in self._holidays:
            return day in self._workdays
        return _works(day)

    def note(self, start: date, end: date) -> str:
        """On what the working days from `start` to `end` rest, where not on the State Council's notices; else ""."""
        by_weekends = [str(year) for year in self.unknown_years(start, end)]
        own = [str(year) for year in self._named() if start.year <= year <= end.year and end > ARRANGED_TO]
        notes = [f"{'、'.join(own)} 年节假日按 yicun.toml"] if own else []
        notes += ["未含该年度节假日安排，仅按周末计算"] if by_weekends and not own else []
        notes += [f"{'、'.join(by_weekends)} 年仅按周末计算"] if by_weekends and own else []
        against = [str(day) for day in self.overruled if start <= day <= end]
        notes += [f"yicun.toml 中 {'、'.join(against)} 与放假通知不同，按通知计算"] if against else []
        return "，".join(notes)

    def is_known(self, start: date, end: date) -> bool:
        """Whether the holidays of every year from `start` to `end` are known, from the notices or the workspace."""
        return not self.unknown_years(start, end)

    def unknown_years(self, start: date, end: date) -> list[int]:
        """The years from `start` to `end` that neither a notice nor the workspace arranges."""
        named = self._named()
        return [year for year in range(start.year, end.year + 1) if not _arranged(year) and year not in named]

    def _named(self) -> list[int]:
        return sorted({day.year for day in self._holidays | self._workdays})

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


def _works(day: date) -> bool:
    """Whether offices work on a day by its notice, by weekends where there is none."""
    return bool(chinese_calendar.is_workday(day)) if _arranged(day.year) else day.weekday() < _SATURDAY


def _arranged(year: int) -> bool:
    """Whether chinese-calendar knows the notice of a year."""
    return bool(FIRST_YEAR <= year <= ARRANGED_TO.year)


NATIONAL = Calendar()
"""The notices alone."""
