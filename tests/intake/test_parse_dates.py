"""Dates in cells, at the precision they are written in."""

from datetime import date, datetime, time, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raw_tables import AS_OF, check, found, read
from yicun.intake.grid import Cell
from yicun.intake.parse.dates import month

DAYS = st.dates(date(1920, 1, 1), AS_OF)
WRITINGS = (
    "{0.year}-{0.month}-{0.day}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}{0.month:02}{0.day:02}",
    "{0.year} - {0.month} - {0.day}",
    "{0.year}.{0.month:02}.{0.day:02}",
    "{0.year}－{0.month}－{0.day}",
    "{0.year}年{0.month}月{0.day}号",
    "{0.year}/{0.month}/{0.day} 0:00:00",
)
MONTH_WRITINGS = (
    "{0.year}-{0.month}",
    "{0.year}/{0.month}",
    "{0.year}.{0.month}",
    "{0.year}年{0.month}月",
    "{0.year}.{0.month:02}",
    "{0.year}年{0.month}",
)


def days(cell: Cell, field: str = "birth_date") -> tuple[date | None, date | None, list[str]]:
    """The first and last day that a cell means, and the codes found."""
    checked = check({field: cell, "id_number": None} if field == "birth_date" else {field: cell}, without=["id_number"])
    row = checked.frames["candidates"].iloc[0]
    ends = [None if pd.isna(row[name]) else row[name].date() for name in (field, f"{field}_last")]
    return ends[0], ends[1], [finding.code for finding in found(checked) if finding.field == field]


@given(st.lists(st.tuples(DAYS, st.sampled_from(WRITINGS)), min_size=1, max_size=30))
@settings(deadline=None, max_examples=50)
def test_every_writing_of_a_day_is_that_day(written: list[tuple[date, str]]) -> None:
    texts = [writing.format(day) for day, writing in written]
    for (day, _), text, (value, codes) in zip(written, texts, read("birth_date", texts), strict=True):
        assert value == pd.Timestamp(day)
        assert codes == ([] if text == day.isoformat() else ["YC292"])


@given(st.lists(st.tuples(DAYS, st.sampled_from(MONTH_WRITINGS)), min_size=1, max_size=30))
@settings(deadline=None, max_examples=50)
def test_every_writing_of_a_month_is_that_month(written: list[tuple[date, str]]) -> None:
    texts = [writing.format(day) for day, writing in written]
    for (day, _), text, (value, codes) in zip(written, texts, read("birth_date", texts), strict=True):
        assert value == pd.Timestamp(month(day.year, day.month)[0])
        assert codes == ([] if text == day.isoformat()[:7] else ["YC292"])


@given(st.lists(DAYS, min_size=1, max_size=30))
@settings(deadline=None, max_examples=50)
def test_a_date_cell_is_itself_without_a_word(cells: list[date]) -> None:
    assert read("birth_date", cells) == [(pd.Timestamp(day), []) for day in cells]
    at_noon = [datetime.combine(day, time(12)) for day in cells]
    assert read("birth_date", at_noon) == [(pd.Timestamp(day), []) for day in cells]


@given(st.lists(st.integers(10_000, 60_000), min_size=1, max_size=30))
@settings(deadline=None, max_examples=50)
def test_a_serial_is_the_day_excel_means(serials: list[int]) -> None:
    expected = [pd.Timestamp(date(1899, 12, 30) + timedelta(serial)) for serial in serials]
    assert [value for value, _ in read("birth_date", [float(serial) for serial in serials])] == expected


@given(st.lists(st.text("0123456789.-/年月日 春", max_size=12) | st.floats(allow_nan=False), max_size=30))
@settings(deadline=None, max_examples=50)
def test_whatever_is_in_the_cell_nothing_is_dropped_in_silence(cells: list[str | float]) -> None:
    for cell, (value, codes) in zip(cells, read("birth_date", cells), strict=True):
        assert value is not None or codes or not str(cell).strip(" -/\\—")


def test_a_month_runs_from_its_first_to_its_last_day() -> None:
    assert days("1976-02") == (date(1976, 2, 1), date(1976, 2, 29), [])


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ("1975.3", "1975-03"),
        ("1975.10", "1975-10"),
        (197503.0, "1975-03"),
        (19750301.0, "1975-03-01"),
        ("197503", "1975-03"),
        (27454.0, "1975-03-01"),
        ("75.3.1", "1975-03-01"),
        ("75年3月", "1975-03"),
        ("75.6", "1975-06"),
        ("06/1975", "1975-06"),
        (1975.6, "1975-06"),
        ("1975,6", "1975-06"),
        ("1975，06", "1975-06"),
        ("1975、6、1", "1975-06-01"),
        ("1975\\6\\1", "1975-06-01"),
        (1975.12, "1975-12"),
        (1975.03, "1975-03"),
        ("一九七五年六月", "1975-06"),
        ("一九七五年十二月二十一日", "1975-12-21"),
        ("七五年六月", "1975-06"),
        ("1975年.6", "1975-06"),
        ("75年.12月", "1975-12"),
        ("1975年.6.1", "1975-06-01"),
        ("1975-06-01T00:00:00", "1975-06-01"),
        ("1975-06-01 00:00:00.0", "1975-06-01"),
        ("1975-6-1 10:30", "1975-06-01"),
        ("1975-05-31T16:00:00.000Z", "1975-06-01"),
        (datetime.fromisoformat("1975-05-31T23:59:17"), "1975-06-01"),
    ],
)
def test_the_note_says_what_was_read(cell: Cell, read_as: str) -> None:
    (finding,) = found(check({"birth_date": cell}, without=["id_number"]))
    assert finding.code == "YC292"
    assert finding.message.endswith(f"读作 {read_as}")
    assert finding.fix is not None
    assert (finding.fix.text, finding.fix.safe) == (read_as, True)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("七五年春", "YC211"),
        ("1975", "YC211"),
        (1975.0, "YC211"),
        ("1975年", "YC211"),
        ("1975年.", "YC211"),
        ("1975年.13", "YC213"),
        ("3/1/1975", "YC212"),
        ("04/05/20", "YC212"),
        ("04/05/99", "YC212"),
        ("6/1/75", "YC212"),
        ("12.5", "YC211"),
        ("05.5", "YC211"),
        ("15.6", "YC211"),
        ("1975年6月（农历）", "YC211"),
        (time(8), "YC211"),
        ("长期", "YC211"),
        (123456789.0, "YC211"),
        (1975.1, "YC212"),
        (1975.25, "YC213"),
        ("20.5.1", "YC212"),
        ("1975-02-30", "YC213"),
        ("1975-13-01", "YC213"),
        ("19750230", "YC213"),
        (19750230.0, "YC213"),
        ("1975-13", "YC213"),
        ("2035-01", "YC214"),
        ("1899-12-31", "YC214"),
        (date(2020, 5, 11), "YC214"),
    ],
)
def test_what_cannot_be_a_birth_date_is_not_known(cell: Cell, code: str) -> None:
    assert days(cell) == (None, None, [code])


@pytest.mark.parametrize(
    "field", ["vetted_on", "discipline_on", "applied_on", "recommended_on", "inspected_on", "decided_on"]
)
def test_nothing_is_done_after_the_as_of_date(field: str) -> None:
    assert days(AS_OF, field)[:2] == (AS_OF, AS_OF)
    first, last, codes = days(AS_OF + timedelta(1), field)
    assert (first, last) == (None, None)
    assert "YC214" in codes


def test_a_month_that_has_begun_is_not_in_the_future() -> None:
    assert days("2020-05", "discipline_on")[0] == date(2020, 5, 1)


@pytest.mark.parametrize(
    ("cell", "day"), [("05.3.1", None), ("05年3月1日", None), ("750301", date(1975, 3, 1)), ("20.4.29", None)]
)
def test_two_digits_of_a_year_count_where_one_century_is_plausible(cell: str, day: date | None) -> None:
    assert days(cell)[0] == day
    assert days("20.4.29", "applied_on")[0] == date(2020, 4, 29)
    assert days("200412", "applied_on")[2] == ["YC212"]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("27454", (date(1975, 3, 1), date(1975, 3, 1), ["YC292"])),
        ("19753", (None, None, ["YC211"])),
        ("58031", (None, None, ["YC211"])),
        ("02745", (None, None, ["YC211"])),
    ],
)
def test_a_serial_may_come_as_text(cell: str, meant: tuple[date | None, date | None, list[str]]) -> None:
    assert days(cell) == meant


def test_an_order_that_alone_makes_a_date_is_read_but_never_written() -> None:
    (finding,) = found(check({"birth_date": "11/15/80"}, without=["id_number"]))
    assert (finding.code, finding.fix) == ("YC292", None)
    assert days("11/15/80")[0] == date(1980, 11, 15)


@pytest.mark.parametrize("cell", ["04/05/20", "04-05-20", "05/04/20"])
def test_numbers_in_no_plain_order_are_ambiguous(cell: str) -> None:
    assert days(cell, "applied_on") == (None, None, ["YC212"])


@pytest.mark.parametrize("cell", ["1019-06-03", "1899-12-31", date(1899, 12, 31), date(1900, 1, 1)])
@pytest.mark.parametrize("field", ["vetted_on", "discipline_on", "applied_on", "decided_on"])
def test_every_date_has_a_first_year(field: str, cell: Cell) -> None:
    first, last, codes = days(cell, field)
    assert (first, last) == (None, None)
    assert "YC214" in codes


@given(
    st.lists(st.integers(0, 99), min_size=2, max_size=3),
    st.sampled_from("-/."),
    st.sampled_from(["birth_date", "discipline_on", "applied_on"]),
)
@settings(deadline=None, max_examples=200)
def test_two_digits_of_a_year_never_choose_a_century_in_silence(parts: list[int], by: str, field: str) -> None:
    ((value, codes),) = read(field, [by.join(f"{part:02}" for part in parts)])
    assert codes
    assert value is None or codes == ["YC292"]
