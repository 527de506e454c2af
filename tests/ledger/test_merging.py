"""What all receipts of a station come to, whatever order its files lie in on the disk."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.offices import bring, codes, covered, person, receive, registry, states

from yicun.model.errors import CannotRun
from yicun.model.results import Result
from yicun.outbox import office_ledger
from yicun.pipeline import load

DAYS = [date(2020, 4, 28), date(2020, 5, 4), date(2020, 5, 6)]


def facts(result: Result) -> list[dict[str, str]]:
    """Who is in force and what is known of them."""
    people = result.roster.candidates.drop(columns=["village_row"])
    texts = people.astype("object").where(people.notna(), "").astype(str).sort_values(["village", "name"])
    return texts.to_dict("records")


def test_a_correction_replaces_the_cell_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x")
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1)]), DAYS[0])
    narrow = ("village", "name", "id_number", "phone")
    receive(folder, bring(folder, "二.xlsx", [person(0, phone="13899990000")], narrow), DAYS[1], "更正")
    result = covered(folder)
    assert states(result)["园内村"] == "nominated"
    assert states(result)["檗谷村"] == "nominated"
    rows = {row["name"]: row for row in facts(result)}
    assert rows["示例甲"]["phone"] == "13899990000"
    assert rows["示例甲"]["education"] == "高中"
    assert [code for code, *_ in codes(result, "YC417", "YC102", "YC201")] == ["YC417"]
    told = next(one for one in result.findings.all(result.roster.places) if one.code == "YC417")
    assert "13800000000" not in told.message
    assert "收文 1 号" in told.message


def test_a_full_report_replaces_everything_its_station_sent(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x")
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1, id_number="12345")]), DAYS[0])
    assert codes(covered(folder), "YC203")
    said = receive(folder, bring(folder, "二.xlsx", [person(0), person(2)]), DAYS[1], "全量")
    assert "此前报过的 1 人不在其中" in said[0]
    result = covered(folder)
    assert [row["name"] for row in facts(result)] == ["示例丙", "示例甲"] or len(facts(result)) == 2
    assert states(result)["檗谷村"] == "vacant"
    assert not codes(result, "YC203", "YC414", "YC418")


def test_a_day_gone_by_is_seen_as_it_was(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x")
    receive(folder, bring(folder, "一.xlsx", [person(0, education=None), person(1)]), DAYS[0])
    then = covered(folder, DAYS[1])
    receive(folder, bring(folder, "二.xlsx", [person(0)]), DAYS[2], "更正")
    assert states(covered(folder, DAYS[2]))["园内村"] == "nominated"
    again = covered(folder, DAYS[1])
    assert (facts(again), states(again)) == (facts(then), states(then))
    assert states(again)["园内村"] != "nominated"


def test_the_same_bytes_twice_are_refused_with_the_number_of_the_first(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x")
    path = bring(folder, "一.xlsx", [person(0)])
    receive(folder, path, DAYS[0])
    wanted = office_ledger.Wanted(DAYS[1])
    lines = office_ledger.receive(load(workspace=folder, as_of=DAYS[1]), [path], wanted)
    assert "与收文 1 号内容完全相同" in next(lines)
    with pytest.raises(CannotRun):
        list(lines)
    assert len(list((folder / "报送").iterdir())) == 1


def test_a_receipt_that_is_withdrawn_counts_until_that_day(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x")
    receive(folder, bring(folder, "一.xlsx", [person(0)]), DAYS[0])
    receive(folder, bring(folder, "二.xlsx", [person(1)]), DAYS[0], "补报")
    office_ledger.withdraw(load(workspace=folder, as_of=DAYS[2]), 2, DAYS[2])
    assert states(covered(folder, DAYS[1]))["檗谷村"] == "nominated"
    assert states(covered(folder, DAYS[2]))["檗谷村"] == "vacant"
    assert not codes(covered(folder, DAYS[2]), "YC421", "YC422")


def test_proposals_follow_what_the_file_holds(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x")
    told = [
        receive(folder, bring(folder, f"{number}.xlsx", people), DAYS[0])[0].split("，")[2].split("（")[0]
        for number, people in enumerate((
            [person(0), person(1)], [person(0, phone="13811110000")], [person(2)],
            [person(0), person(1), person(2, phone="13811110002")],
        ))
    ]  # fmt: skip
    assert told == ["全量", "更正", "补报", "全量"]


def test_a_file_that_is_gone_or_another_is_said_at_its_receipt(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x")
    receive(folder, bring(folder, "一.xlsx", [person(0)]), DAYS[0])
    receive(folder, bring(folder, "二.xlsx", [person(1)]), DAYS[0], "补报")
    first, second = sorted((folder / "报送").iterdir())
    first.unlink()
    bring(folder, "三.xlsx", [person(3)]).replace(second)
    assert codes(covered(folder), "YC422") == [("YC422", "台账.xlsx", "D2"), ("YC422", "台账.xlsx", "D3")]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.permutations(["甲", "乙", "丙"]))
def test_a_full_report_in_parts_says_the_same(tmp_path_factory, parts: list[int], names: list[str]) -> None:
    people = [person(number) for number in range(4)]
    whole, split = (registry(tmp_path_factory.mktemp("x") / "w") for _ in range(2))
    receive(whole, bring(whole, "全.xlsx", people), DAYS[0], "全量")
    for part, name in enumerate(names):
        own = [people[at] for at in range(4) if parts[at] == part]
        if own:
            receive(split, bring(split, f"{name}.xlsx", own), DAYS[0], "补报")
    assert facts(covered(split)) == facts(covered(whole))
    assert states(covered(split)) == states(covered(whole))


CELLS = [
    ("phone", "13877770000"),
    ("name", "示例更正"),
    ("education", "大专"),
    ("vetting", "有"),
    ("inspection", "不合格"),
]


@pytest.mark.parametrize(("field", "value"), [*CELLS, ("id_number", person(7)["id_number"])])
def test_a_corrected_cell_equals_the_corrected_original(tmp_path: Path, field: str, value: str) -> None:
    right, mended = registry(tmp_path / "a"), registry(tmp_path / "b")
    receive(right, bring(right, "一.xlsx", [person(0, **{field: value}), person(1)]), DAYS[0])
    receive(mended, bring(mended, "一.xlsx", [person(0), person(1)]), DAYS[0])
    receive(mended, bring(mended, "二.xlsx", [person(0, **{field: value})]), DAYS[0], "更正")
    assert facts(covered(mended)) == facts(covered(right))
    assert states(covered(mended)) == states(covered(right))
