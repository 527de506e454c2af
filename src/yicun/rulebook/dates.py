"""Whole years on the calendar. 29 February falls on the last day of the month (民法典 203, 日历年月日计算)."""

from datetime import date, timedelta


def years_later(day: date, years: int) -> date:
    """The same day of the calendar so many years later (or, below zero, earlier); 29 February becomes 28 if it must."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def last_completed(as_of: date, years: int) -> date:
    """The last day that lies `years` completed years before `as_of`: anything later has not completed them yet.

    >>> last_completed(date(2020, 5, 10), 2)
    datetime.date(2018, 5, 10)
    >>> last_completed(date(2021, 2, 28), 1)
    datetime.date(2020, 2, 29)
    """
    if as_of.year - years < date.min.year:
        return date.min
    latest = years_later(as_of, -years)
    following = latest + timedelta(days=1)
    return following if years_later(following, years) <= as_of else latest


def day_number(day: date) -> int:
    """Days since 1970-01-01, as numpy counts them."""
    return day.toordinal() - _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()
