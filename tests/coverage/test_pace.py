"""Whether today's speed will do."""

from datetime import date

import numpy as np
import pytest

from yicun.coverage.pace import pace
from yicun.register.standing import day_number

AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)


def days(*done):
    return np.array([day_number(day) for day in done], dtype=np.int64)


def test_speed_of_the_last_five_working_days():
    # 05-07, 05-06, 04-30, 04-29, 04-28: the holiday in between does not count
    speed = pace(days(date(2020, 4, 27), date(2020, 4, 28), date(2020, 5, 2), date(2020, 5, 7)), 3, AS_OF, DEADLINE)
    assert speed.done_per_day == pytest.approx(3 / 5)
    assert speed.needed_per_day == pytest.approx(3 / 2)
    assert speed.ends_on == date(2020, 5, 13)
    assert speed.will_do is False
    assert speed.series[0] == (date(2020, 4, 27), 1)
    assert speed.series[-1] == (AS_OF, 4)
    assert "赶不上期限 2020-05-10" in speed.sentence
    assert "需完成 1.5 村" in speed.sentence


def test_speed_that_will_do():
    speed = pace(days(*[date(2020, 5, 6)] * 10), 4, AS_OF, DEADLINE)
    assert (speed.ends_on, speed.will_do) == (date(2020, 5, 9), True)
    assert "赶得上" in speed.sentence


def test_part_of_a_day_is_a_day():
    speed = pace(days(*[date(2020, 5, 6)] * 7), 3, AS_OF, DEADLINE)
    assert speed.ends_on == date(2020, 5, 11)


def test_standing_still_never_ends():
    speed = pace(days(), 4, AS_OF, DEADLINE)
    assert (speed.ends_on, speed.will_do, speed.series) == (None, False, ())
    assert "无法完成" in speed.sentence


def test_no_gap_is_done():
    speed = pace(days(AS_OF), 0, AS_OF, DEADLINE)
    assert (speed.ends_on, speed.will_do) == (AS_OF, True)


def test_on_the_last_day_no_working_day_is_left():
    speed = pace(days(AS_OF), 2, DEADLINE, DEADLINE)
    assert speed.needed_per_day is None
    assert "没有工作日" in speed.sentence


def test_after_the_deadline():
    speed = pace(days(AS_OF), 2, date(2020, 5, 12), DEADLINE)
    assert speed.will_do is False
    assert "已过" in speed.sentence


def test_without_a_deadline_nothing_is_promised():
    speed = pace(days(AS_OF), 2, AS_OF, None)
    assert (speed.needed_per_day, speed.will_do) == (None, None)
    assert "期限" not in speed.sentence


def test_what_is_still_to_come_does_not_count():
    assert pace(days(date(2020, 5, 8)), 1, AS_OF, DEADLINE).done_per_day == 0
