"""What a cell of 公民身份号码 is read as; one finding for one cause."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric

from builders import sample_id
from raw_tables import check, found, read, said

GOOD = sample_id("19750301")
NO_COUNTY = "350599"  # never a division, so nobody's number whatever its sequence code


@pytest.mark.parametrize("cell", [3.50583197503019e17, 3505831975030199.0, "3.50583E+17"])
def test_a_number_has_lost_its_tail(cell: float | str) -> None:
    assert said("id_number", cell) == (None, ["YC202"])


def test_only_digits_that_survived_are_shown() -> None:
    (finding,) = found(check({"id_number": 350583197503019994.0}))
    assert finding.value == "350583**********00"


@pytest.mark.parametrize(
    ("cell", "length"),
    [(GOOD[:-1], "17 位"), (GOOD + "1", "19 位"), ("350583750301999", "15 位"), (350583750301999.0, "15 位")],
)
def test_the_wrong_length_is_counted(cell: str | float, length: str) -> None:
    finding = found(check({"id_number": cell}))[0]
    assert finding.code == "YC203"
    assert length in finding.message


def test_a_likeness_is_suggested_and_never_taken() -> None:
    checked = check({"id_number": GOOD.replace("0", "O", 1)})
    finding = found(checked)[0]
    assert (finding.code, finding.fix.text if finding.fix else "") == ("YC204", GOOD)
    assert finding.fix is not None
    assert not finding.fix.safe
    assert GOOD not in finding.message + finding.hint
    assert checked.frames["candidates"]["id_number"].isna().all()


def test_a_likeness_that_does_not_hold_is_not_suggested() -> None:
    wrong = GOOD[:-1] + "5"
    assert found(check({"id_number": wrong.replace("0", "O", 1)}))[0].fix is None


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (sample_id("19750230"), ["YC206"]),
        (sample_id("20210101"), ["YC206"]),
        (GOOD[:-1] + "5", ["YC205"]),
        ("99" + GOOD[2:-1] + "5", ["YC205"]),
        ("350583197503010000", ["YC209"]),
    ],
)
def test_one_cause_one_finding(cell: str, codes: list[str]) -> None:
    value, said_of_it = said("id_number", cell)
    assert (value, said_of_it) == (None, codes)


def test_a_doubt_keeps_a_number_that_holds() -> None:
    foreign = sample_id("19750301", region="990583")
    assert said("id_number", foreign) == (foreign, ["YC207"])
    tail = next(
        number for year in range(1940, 1990) if (number := sample_id(f"{year}0301", "100", NO_COUNTY)).endswith("0")
    )
    assert said("id_number", tail) == (tail, ["YC209"])


@pytest.mark.parametrize(("born", "age"), [("20030101", "17"), ("20020510", ""), ("19190101", "101"), ("19200510", "")])
def test_an_odd_age_is_a_warning(born: str, age: str) -> None:
    findings = found(check({"id_number": sample_id(born, region=NO_COUNTY)}, without=["birth_date"]))
    assert [finding.code for finding in findings] == (["YC208"] if age else [])
    assert all(age in finding.message for finding in findings)


@pytest.mark.parametrize(
    "cell",
    [
        f" {GOOD}",
        f"'{GOOD}",
        f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        GOOD.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        f"\u200b{GOOD}\u3000",
    ],
)
def test_blanks_and_widths_are_tidied_with_a_note(cell: str) -> None:
    checked = check({"id_number": cell})
    (finding,) = found(checked)
    assert (finding.code, finding.fix.text if finding.fix else "") == ("YC291", GOOD)
    assert checked.frames["candidates"]["id_number"].iloc[0] == GOOD


def test_a_small_x_is_tidied() -> None:
    ending_in_x = next(number for day in range(1, 29) if (number := sample_id(f"197503{day:02}")).endswith("X"))
    assert said("id_number", ending_in_x.lower()) == (ending_in_x, ["YC291"])


@given(
    st.lists(
        st.text("0123456789xXOl -", max_size=21) | st.floats(allow_nan=False, allow_infinity=False) | st.just(GOOD)
    )
)
@settings(deadline=None, max_examples=50)
def test_a_value_is_a_whole_number_and_silence_means_it_holds(cells: list[str | float]) -> None:
    for cell, (value, codes) in zip(cells, read("id_number", cells), strict=True):
        assert value is None or (isinstance(value, str) and ric.calc_check_digit(value) == value[17])
        blank = isinstance(cell, str) and not cell.strip(" -")
        assert value is not None or codes or blank
