"""What must hold within a row, through the pandera schema."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import sample_id
from raw_tables import AS_OF, check, found, raw_table
from yicun.intake import schema
from yicun.intake.grid import Cell
from yicun.intake.parse import parse_tables
from yicun.intake.schema.row_rules import rules_for
from yicun.model.fields import TableKind

PEOPLE = TableKind.CANDIDATES
DAY = date(2020, 5, 1)


def codes(**row: Cell) -> list[tuple[str, str | None]]:
    """Code and field of every finding on one otherwise clean row."""
    return [(finding.code, finding.field) for finding in found(check(row))]


def test_a_clean_row_has_nothing() -> None:
    checked = check({}, {})
    assert found(checked) == []
    assert (checked.conflicts, checked.unreadable) == ({}, {})


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"sex": "女"}, [("YC301", "sex")]),
        ({"birth_date": "1976-03"}, [("YC302", "birth_date")]),
        ({"birth_date": "1975-03"}, []),
        ({"birth_date": "1975-03-02"}, [("YC302", "birth_date")]),
        ({"age": 30.0}, [("YC303", "age")]),
        ({"age": 46.0}, []),
        ({"age": 44.0}, []),
        ({"age": 43.0}, [("YC303", "age")]),
        ({"recommended_on": date(2020, 4, 20)}, [("YC304", "recommended_on")]),
        ({"recommended_on": "2020-04"}, []),
        ({"recommended_on": "2020-03"}, [("YC304", "recommended_on")]),
        (
            {"recommended_on": None, "applied_on": DAY, "inspected_on": date(2020, 4, 30)},
            [("YC305", "recommended_on"), ("YC304", "inspected_on")],
        ),
        ({"applied_on": None}, [("YC305", "applied_on")]),
        ({"applied_on": "不详"}, [("YC211", "applied_on")]),
        ({"discipline": "党内警告", "discipline_on": DAY}, [("YC309", "discipline")]),
        ({"discipline": "开除党籍", "discipline_on": DAY}, [("YC306", "discipline")]),
        ({"discipline": "记过", "discipline_on": DAY}, []),
        ({"discipline": "党内警告", "political": "中共党员"}, [("YC307", "discipline_on")]),
        (
            {"discipline": "党内警告", "political": "中共预备党员", "discipline_on": "去年"},
            [("YC211", "discipline_on")],
        ),
        ({"discipline": None, "discipline_on": DAY}, [("YC307", "discipline")]),
        ({"decision": "确定"}, [("YC308", "decided_on")]),
        ({"decided_on": DAY, "inspected_on": DAY}, [("YC308", "decision")]),
        ({"decision": "待审"}, []),
    ],
)  # fmt: skip
def test_rows_that_do_not_hold_together(row: dict[str, Cell], expected: list[tuple[str, str]]) -> None:
    assert sorted(codes(**row)) == sorted(expected)


def test_a_damaged_id_is_one_finding_and_its_neighbours_stay_as_they_are() -> None:
    checked = check({"id_number": "350583197503019990", "sex": "女", "birth_date": "1980-01", "age": 12.0})
    assert [finding.code for finding in found(checked)] == ["YC205"]
    row = checked.frames[PEOPLE].iloc[0]
    assert (row["born"], row["born_last"]) == (np.datetime64("1980-01-01"), np.datetime64("1980-01-31"))


def test_a_contradiction_is_a_conflict_and_leaves_no_birth_date_to_judge_by() -> None:
    checked = check({}, {"sex": "女", "birth_date": "1976-03"})
    assert checked.conflicts == {"sex": {1}, "birth_date": {1}}
    assert checked.frames[PEOPLE]["born"].isna().tolist() == [False, True]
    assert checked.frames[PEOPLE]["birth_date"].notna().all()


def test_the_id_tells_the_day_that_the_cell_does_not() -> None:
    people = check({"birth_date": "1975-03"}, {"birth_date": None}).frames[PEOPLE]
    assert people["born"].tolist() == people["born_last"].tolist() == [np.datetime64("1975-03-01")] * 2


def test_messages_name_the_cell_beside_and_no_id() -> None:
    findings = found(check({"sex": "女", "recommended_on": date(2020, 4, 20)}))
    sex, steps = findings
    assert "号码为男" in sex.message
    assert [str(place.column) for place in sex.related] == ["J"]
    assert "早于个人自荐日期 2020-04-27" in steps.message


@given(st.dates(date(1921, 1, 1), date(2001, 1, 1)), st.integers(-3, 3))
@settings(deadline=None, max_examples=25)
def test_an_age_may_be_one_year_off(born: date, off: int) -> None:
    age = AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))
    row: dict[str, Cell] = {
        "id_number": sample_id(f"{born:%Y%m%d}", region="350599"),
        "birth_date": born,
        "age": float(age + off),
    }
    assert [finding.code for finding in found(check(row))] == (["YC303"] if abs(off) > 1 else [])


def test_every_rule_is_a_check_and_no_name_is_given_twice() -> None:
    parsed = parse_tables(PEOPLE, [raw_table([{}])], [0], AS_OF)
    names = [check.name for check in schema.schema(schema.Rows(parsed, AS_OF)).checks]
    assert sorted(names) == sorted(rule.name for rule in rules_for(PEOPLE))
    assert len(set(names)) == len(names)


def test_a_check_that_crashes_is_a_bug_and_not_data() -> None:
    parsed = replace(parse_tables(PEOPLE, [raw_table([{}])], [0], AS_OF), blank={})
    with pytest.raises(AssertionError, match="CHECK_ERROR in YC201 village"):
        schema.validate(parsed, AS_OF)


def test_a_column_of_the_wrong_type_is_a_bug_and_not_data() -> None:
    parsed = parse_tables(PEOPLE, [raw_table([{}])], [0], AS_OF)
    parsed.frame["sex"] = parsed.frame["sex"].astype("str")
    with pytest.raises(AssertionError, match="WRONG_DATATYPE"):
        schema.validate(parsed, AS_OF)
