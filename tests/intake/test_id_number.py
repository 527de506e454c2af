"""The column check of resident IDs against the two functions of python-stdnum that fields.md names."""

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from yicun.intake import id_number

DIGITS = st.text("0123456789", min_size=17, max_size=17)
NEARLY_DATED = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["350583", "110101", "000000", "911111"]),
    st.integers(0, 2100).map("{:04}".format),
    st.integers(0, 13).map("{:02}".format),
    st.integers(0, 32).map("{:02}".format),
    st.sampled_from(["996", "997", "998", "999", "000"]),
)
WHOLE = st.builds("{}{}".format, DIGITS | NEARLY_DATED, st.sampled_from("0123456789X"))
ANYTHING = st.lists(WHOLE | st.text(max_size=20), max_size=30)


def birth_date(text: str) -> date | None:
    try:
        return ric.get_birth_date(text)
    except InvalidComponent:
        return None


@given(st.lists(WHOLE, max_size=30))
def test_agrees_with_the_reference_on_every_number(texts: list[str]) -> None:
    checked = id_number.check(texts)
    assert checked.written.all()
    assert checked.summed.tolist() == [ric.calc_check_digit(text) == text[17] for text in texts]
    days = [None if np.isnat(day) else day.astype("datetime64[D]").item() for day in checked.born]
    assert days == [birth_date(text) for text in texts]
    assert checked.dated.tolist() == [birth_date(text) is not None for text in texts]
    assert checked.male.tolist() == [int(text[16]) % 2 == 1 for text in texts]


@given(ANYTHING)
def test_only_seventeen_digits_and_a_check_character_are_an_id(texts: list[str]) -> None:
    checked = id_number.check(texts)
    assert checked.long.tolist() == [len(text) == 18 for text in texts]
    ascii_digits = [text.isascii() and text[:17].isdigit() for text in texts]
    written = [
        len(text) == 18 and plain and text[17] in "0123456789X" for text, plain in zip(texts, ascii_digits, strict=True)
    ]
    assert checked.written.tolist() == written
    assert not (checked.summed & ~checked.written).any()


@given(ANYTHING, st.integers(0, 29))
def test_what_stands_beside_a_number_changes_nothing(texts: list[str], at: int) -> None:
    if at < len(texts):
        alone, among = id_number.check([texts[at]]), id_number.check(texts)
        assert [bool(alone.summed[0]), bool(alone.dated[0])] == [bool(among.summed[at]), bool(among.dated[at])]


def test_historic_provinces_are_provinces() -> None:
    numbers = [
        f"{province}058319750301999X" for province in ("11", "46", "50", "54", "65", "71", "82", "91", "00", "16", "99")
    ]
    assert id_number.check(numbers).regional.tolist() == [True] * 8 + [False] * 3


def test_a_century_is_a_leap_year_only_every_fourth_time() -> None:
    numbers = [f"350583{year}0229999X" for year in (1900, 1999, 2000, 2020, 2100)]
    assert id_number.check(numbers).dated.tolist() == [birth_date(text) is not None for text in numbers]
    assert id_number.check(numbers).dated.tolist() == [False, False, True, True, False]


def test_texts_are_checked_alike_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["11010119900307997X", "", "350583199002309961", "示例", "110101199003079970", "35058319900101996x"]
    together = id_number.check(texts)
    monkeypatch.setattr(id_number, "_AT_ONCE", 4)
    in_parts = id_number.check(texts)
    for flag in fields(id_number.Checked):
        np.testing.assert_array_equal(getattr(in_parts, flag.name), getattr(together, flag.name))
