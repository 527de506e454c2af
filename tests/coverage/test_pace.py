"""Whether today's speed will do."""

from datetime import date

import pytest

from yicun.coverage.calendar import ARRANGED_TO, NATIONAL
from yicun.coverage.pace import pace

AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)
LONG_AGO = (date(2020, 4, 20), 0)


def speed(*days, gap, as_of=AS_OF, deadline=DEADLINE):
    """The pace of pictures (day, villages done), ending with one of `as_of`."""
    seen = [*days, (as_of, days[-1][1])] if days[-1][0] != as_of else days
    return pace([(day, done, done + gap) for day, done in seen], gap, deadline, NATIONAL)


def test_speed_of_the_last_five_working_days():
    # 05-07, 05-06, 04-30, 04-29, 04-28: the holiday in between does not count
    told = speed(LONG_AGO, (date(2020, 4, 27), 1), (date(2020, 4, 28), 2), (date(2020, 5, 2), 3), (AS_OF, 4), gap=3)
    assert told.done_per_day == pytest.approx(3 / 5)
    assert told.needed_per_day == pytest.approx(3 / 2)
    assert told.ends_on == date(2020, 5, 13)
    assert told.will_do is False
    assert "近 5 个工作日平均每个工作日完成 0.6 村" in told.sentence
    assert "赶不上期限 2020-05-10" in told.sentence
    assert "需完成 1.5 村" in told.sentence


def test_days_between_pictures_stay_as_they_were():
    told = pace([(date(2020, 5, 2), 1, 5), (date(2020, 5, 5), 3, 4), (AS_OF, 3, 4)], 1, DEADLINE, NATIONAL)
    assert [(day.day, done, required) for day, done, required in told.series] == [
        (2, 1, 5), (3, 1, 5), (4, 1, 5), (5, 3, 4), (6, 3, 4), (7, 3, 4),
    ]  # fmt: skip


def test_speed_that_will_do():
    told = speed(LONG_AGO, (date(2020, 5, 6), 10), gap=4)
    assert (told.ends_on, told.will_do) == (date(2020, 5, 9), True)
    assert "赶得上" in told.sentence


def test_part_of_a_day_is_a_day():
    assert speed(LONG_AGO, (date(2020, 5, 6), 7), gap=3).ends_on == date(2020, 5, 11)


def test_first_day_promises_no_more_than_five_days_would():
    told = speed((AS_OF, 4), gap=2)
    assert told.done_per_day == pytest.approx(4 / 5)
    assert told.ends_on == date(2020, 5, 11)


def test_standing_still_never_ends():
    told = speed(LONG_AGO, gap=4)
    assert (told.ends_on, told.will_do) == (None, False)
    assert "无法完成" in told.sentence


def test_villages_that_opened_again_are_no_speed():
    told = speed(LONG_AGO, (date(2020, 4, 24), 3), (AS_OF, 2), gap=1)
    assert (told.done_per_day, told.ends_on) == (0, None)


def test_no_gap_is_done():
    told = speed(LONG_AGO, (AS_OF, 1), gap=0)
    assert (told.ends_on, told.will_do) == (AS_OF, True)


def test_on_the_last_day_no_working_day_is_left():
    told = speed(LONG_AGO, (AS_OF, 1), gap=2, as_of=DEADLINE)
    assert told.needed_per_day is None
    assert "没有工作日" in told.sentence


def test_after_the_deadline():
    told = speed(LONG_AGO, (AS_OF, 1), gap=2, as_of=date(2020, 5, 12))
    assert told.will_do is False
    assert "已过" in told.sentence


def test_without_a_deadline_nothing_is_promised():
    told = speed(LONG_AGO, (AS_OF, 1), gap=2, deadline=None)
    assert (told.needed_per_day, told.will_do) == (None, None)
    assert "期限" not in told.sentence


def test_a_pace_over_days_without_a_notice_says_so():
    """The forecast may lie beyond the years that are arranged although the deadline does not."""
    known, beyond = date(ARRANGED_TO.year, 12, 1), f"{ARRANGED_TO.year + 1}-"
    told = speed((known, 1), gap=20, as_of=known, deadline=date(ARRANGED_TO.year, 12, 20))
    assert f"照此进度 {beyond}" in told.sentence
    assert told.sentence.endswith("（未含该年度节假日安排，仅按周末计算）")
    assert "节假日" not in speed((known, 1), gap=1, as_of=known, deadline=date(ARRANGED_TO.year, 12, 20)).sentence
    assert "节假日" not in speed((date(2090, 5, 8), 4), gap=0, as_of=date(2090, 5, 8), deadline=None).sentence
    assert "节假日" in speed((date(2090, 5, 8), 4), gap=1, as_of=date(2090, 5, 8), deadline=None).sentence
