"""The period of an assessment: a year, a quarter or a month."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_YEAR = re.compile(r"(\d{4})(?:年度?|年年度)?")
_QUARTER = re.compile(r"(\d{4})年?-?(?:Q([1-4])|第?([1-4一二三四])季度?)", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})(?:[-./]|年)(\d{1,2})月?(?:[-./]0?1)?")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `first` to `last`, both in it."""

    last: date
    first: date

    @property
    def months(self) -> int:
        """1, 3 or 12."""
        return (self.last.month - self.first.month) + 1

    @property
    def annual(self) -> bool:
        """Whether it is a whole year."""
        return self.months == 12

    def __str__(self) -> str:
        """2020, 2020Q3 or 2020-07."""
        if self.annual:
            return f"{self.first.year}"
        return f"{self.first:%Y-%m}" if self.months == 1 else f"{self.first.year}Q{self.last.month // 3}"


def months(year: int, month: int, number: int = 1) -> Period:
    """So many months from one on. Raises ValueError where there is no such month."""
    end = month + number - 1
    return Period(date(year, end, monthrange(year, end)[1]), date(year, month, 1))


def full_years(since: date, day: date) -> int:
    """How many years are full from one day to another: on the day of the year itself; 29 February on 1 March."""
    return max(0, full_months(since, day) // 12)


def full_months(since: date, day: date) -> int:
    """How many months are full from one day to another, on the day of the month itself; negative before it."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)


@lru_cache(maxsize=1024)  # the same few periods come back in every row
def period_of(text: str) -> Period | None:
    """2020, 2020Q3, 2020-07 and what people write for them; None where it is none of these."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    try:
        if found := _YEAR.fullmatch(bare):
            return months(int(found[1]), 1, 12)
        if found := _QUARTER.fullmatch(bare):
            quarter = int(found[2] or _DIGITS.get(found[3], found[3]))
            return months(int(found[1]), 3 * quarter - 2, 3)
        if found := _MONTH.fullmatch(bare):
            return months(int(found[1]), int(found[2]))
    except ValueError:
        pass
    return None
