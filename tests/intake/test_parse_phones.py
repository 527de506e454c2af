"""Telephones in cells."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raw_tables import check, found, read, said
from yicun.intake.grid import Cell

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SHAPES = st.sampled_from(["{}", "+86{}", "0086 {}", "86{}", " {} ", "(+86){}"])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("13800000000", "13800000000"),
        (13800000000.0, "13800000000"),
        ("0595-86380000", "0595-86380000"),
        ("010-80000000", "010-80000000"),
        ("0595-86380000-8001", "0595-86380000-8001"),
        ("13800000000、13900000000", "13800000000、13900000000"),
    ],
)
def test_a_phone_as_it_should_be_gets_no_word(cell: Cell, value: str) -> None:
    assert said("phone", cell) == (value, [])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("138-0000-0000", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("+86 13800000000", "13800000000"),
        (8613800000000.0, "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("059586380000", "0595-86380000"),
        ("(0595)86380000", "0595-86380000"),
        ("0595—86380000", "0595-86380000"),
        ("13800000000/13900000000", "13800000000、13900000000"),
        ("13800000000 13900000000", "13800000000、13900000000"),
        ("13800000000，0595-86380000", "13800000000、0595-86380000"),
        ("0595-86380000、13800000000", "13800000000、0595-86380000"),
        ("13800000000、13800000000", "13800000000"),
    ],
)
def test_other_writings_are_tidied_with_a_note(cell: Cell, value: str) -> None:
    assert said("phone", cell) == (value, ["YC294"])
    (finding,) = found(check({"phone": cell}))
    assert finding.fix is not None
    assert (finding.fix.text, finding.fix.safe) == (value, True)
    assert "3800000000" not in finding.message


@pytest.mark.parametrize(
    "cell",
    [
        "1380000",
        "12800000000",
        "138000000000",
        "86380000",
        59586380000.0,
        "13800000000（示）",
        "13800000000、1380000",
        "无手机",
        "1.38E+10",
    ],
)
def test_what_is_no_phone_is_not_known(cell: Cell) -> None:
    assert said("phone", cell) == (None, ["YC215"])


@given(st.lists(st.lists(st.tuples(MOBILE, SHAPES), min_size=1, max_size=3), min_size=1, max_size=20))
@settings(deadline=None, max_examples=50)
def test_mobiles_survive_whatever_stands_around_them(cells: list[list[tuple[str, str]]]) -> None:
    written = [" / ".join(shape.format(number) for number, shape in cell) for cell in cells]
    expected = ["、".join(dict.fromkeys(number for number, _ in cell)) for cell in cells]
    assert [value for value, _ in read("phone", written)] == expected


@given(st.lists(st.text("0123456789-+ /、()转", max_size=24), max_size=30))
@settings(deadline=None, max_examples=50)
def test_what_is_kept_would_be_kept_again_and_nothing_goes_in_silence(cells: list[str]) -> None:
    answers = read("phone", cells)
    kept = [value for value, _ in answers if value is not None]
    assert read("phone", kept) == [(value, []) for value in kept]
    for cell, (value, codes) in zip(cells, answers, strict=True):
        assert value is not None or codes or not any(letter.isdigit() for letter in cell)


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("13800000001（本人）", "13800000001"), ("13800000001 (微信同号)", "13800000001"),
        ("手机：13800000001", "13800000001"), ("0595-86380000（办）/13800000001", "13800000001、0595-86380000"),
        ("13800000001（家属）", None), ("示例乙13800000001", None),
    ],
)  # fmt: skip
def test_what_says_which_phone_it_is_leaves_it_and_who_else_s_does_not(cell: str, phone: str | None) -> None:
    assert said("phone", cell) == (phone, ["YC294"] if phone else ["YC215"])
