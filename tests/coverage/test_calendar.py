"""Working days as the State Council arranged them."""

from datetime import date, timedelta

import pytest

from yicun.coverage.calendar import ARRANGED_TO, NATIONAL, Calendar

NOTICE, DEADLINE = date(2020, 4, 23), date(2020, 5, 10)


def test_ten_working_days_from_the_notice_to_its_deadline():
    assert NATIONAL.working_days(NOTICE, DEADLINE) == 10
    assert NATIONAL.working_days_until(DEADLINE, 1) == [date(2020, 5, 9)]
    assert NATIONAL.after_working_days(NOTICE, 10) == date(2020, 5, 9)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2020, 4, 26), True),
        (date(2020, 5, 1), False),
        (date(2020, 5, 5), False),
        (date(2020, 5, 6), True),
        (date(2020, 5, 9), True),
        (date(2020, 5, 10), False),
    ],
)
def test_may_2020(day, works):
    assert NATIONAL.is_working_day(day) is works


def test_unknown_year_goes_by_weekends():
    assert not NATIONAL.is_known(date(2090, 1, 1), date(2090, 2, 1))
    assert not NATIONAL.is_known(date(2020, 12, 31), date(2090, 1, 1))
    assert NATIONAL.is_known(NOTICE, DEADLINE)
    monday = date(2090, 1, 2)
    assert [NATIONAL.is_working_day(monday + timedelta(days=ahead)) for ahead in range(7)] == [True] * 5 + [False] * 2


def test_the_other_way_counts_below_nothing():
    assert NATIONAL.working_days(DEADLINE, NOTICE) == -10
    assert NATIONAL.working_days(NOTICE, NOTICE) == 0


def test_days_of_the_workspace_count_where_no_notice_is_known():
    monday, sunday = date(2090, 1, 2), date(2090, 1, 8)
    own = Calendar(holidays=[monday], workdays=[sunday])
    assert [own.is_working_day(day) for day in (monday, sunday, date(2090, 1, 3))] == [False, True, True]
    assert own.working_days(date(2090, 1, 1), sunday) == 5
    assert own.is_known(monday, sunday)
    assert own.note(monday, sunday) == "2090 年节假日按 yicun.toml"
    assert own.note(monday, date(2091, 1, 1)) == "2090 年节假日按 yicun.toml，2091 年仅按周末计算"
    assert not own.is_known(monday, date(2091, 1, 1))


def test_a_known_notice_is_not_overruled():
    own = Calendar(holidays=[date(2020, 5, 6)], workdays=[date(2020, 5, 1)])
    assert own.is_working_day(date(2020, 5, 6))
    assert not own.is_working_day(date(2020, 5, 1))
    assert own.overruled == (date(2020, 5, 1), date(2020, 5, 6))
    note = own.note(NOTICE, DEADLINE)
    assert note == "yicun.toml 中 2020-05-01、2020-05-06 与放假通知不同，按通知计算"
    assert own.note(DEADLINE, DEADLINE) == ""


def test_days_named_as_the_notice_has_them_are_passed_over_in_silence():
    own = Calendar(holidays=[date(2020, 5, 1)], workdays=[date(2020, 5, 9)])
    assert own.overruled == ()
    assert own.note(NOTICE, DEADLINE) == ""


def test_days_behind_the_last_notice_count_also_in_its_last_year():
    """The turn of the year is arranged by the notice of the next: 31 December may be off, a Sunday before it worked."""
    last = date(ARRANGED_TO.year, 12, 31)
    sunday = last - timedelta(days=(last.weekday() + 1) % 7 or 7)
    own = Calendar(holidays=[last], workdays=[sunday])
    assert not own.is_working_day(last)
    assert own.is_working_day(sunday)
    assert own.note(sunday, last) == f"{last.year} 年节假日按 yicun.toml"
    assert own.note(ARRANGED_TO, ARRANGED_TO) == ""
    assert NATIONAL.note(sunday, last) == ""
