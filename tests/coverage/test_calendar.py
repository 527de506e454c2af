"""Working days as the State Council arranged them."""

from datetime import date, timedelta

import pytest

from yicun.coverage.calendar import after_working_days, is_known, is_working_day, working_days, working_days_until

NOTICE, DEADLINE = date(2020, 4, 23), date(2020, 5, 10)


def test_ten_working_days_from_the_notice_to_its_deadline():
    assert working_days(NOTICE, DEADLINE) == 10
    assert working_days_until(DEADLINE, 1) == [date(2020, 5, 9)]
    assert after_working_days(NOTICE, 10) == date(2020, 5, 9)


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
    assert is_working_day(day) is works


def test_unknown_year_goes_by_weekends():
    assert not is_known(date(2090, 1, 1), date(2090, 2, 1))
    assert not is_known(date(2020, 12, 31), date(2090, 1, 1))
    assert is_known(NOTICE, DEADLINE)
    monday = date(2090, 1, 2)
    assert [is_working_day(monday + timedelta(days=ahead)) for ahead in range(7)] == [True] * 5 + [False] * 2


def test_the_other_way_counts_below_nothing():
    assert working_days(DEADLINE, NOTICE) == -10
    assert working_days(NOTICE, NOTICE) == 0
