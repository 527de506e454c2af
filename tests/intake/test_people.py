"""Rows of all rosters are compared with each other: each contradiction once, at the cells that make it."""

import dataclasses
from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from tests.builders import PERSON, make_roster

from yicun.intake.people import cross_check, submitted_twice
from yicun.model.findings import Finding, Findings, Places

Row = Mapping[str, object]

VILLAGES = (
    {},
    {"village": "檗谷村", "village_code": "350583106202"},
    {"township": "康美镇", "village": "园内村", "station": "康美派出所", "village_code": "350583107201"},
)
IDS = (str(PERSON["id_number"]), "350583198001019973", "350583198002029987", "350583198003039990")
OTHER = {"name": "示例乙", "id_number": IDS[1], "phone": "13800000001"}
THIRD = {"name": "示例丙", "id_number": IDS[2], "phone": "13800000002"}


def check(
    people: Sequence[Row], villages: Sequence[Row] = VILLAGES, files: Sequence[int] = ()
) -> tuple[pd.DataFrame, list[Finding], dict[str, frozenset[int]]]:
    """`files[i]`: the number of the file that person i stands in; all in one where it is not given."""
    roster = make_roster(people, villages)
    places = roster.places
    if files:
        register, sheet = places.tables
        sheets = [dataclasses.replace(sheet, path=f"报送/{number}.xlsx") for number in range(max(files) + 1)]
        table_of = [*[0] * len(villages), *(number + 1 for number in files)]
        places = Places([register, *sheets], table_of, list(places.row_of))
    frame, findings, conflicts = cross_check(roster.candidates, roster.villages)
    twice = Findings(submitted_twice(roster.candidates, roster.villages, places))
    return frame, (twice + findings).all(places), conflicts


def cells(findings: Sequence[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.place.cell) for finding in findings]


def test_different_people_in_their_villages_say_nothing():
    frame, findings, conflicts = check([{}, {**OTHER, "village": "檗谷村"}, {**THIRD}])
    assert (len(frame), findings, conflicts) == (3, [], {})


def test_a_repeated_row_without_a_name_is_counted_once():
    frame, findings, _ = check([{"name": None}, {"name": None}])
    assert (len(frame), cells(findings), findings[0].value) == (1, [("YC401", "D3")], None)


def test_one_id_with_two_names_and_a_row_without():
    _, findings, _ = check([{}, {"name": "示例乙"}, {"name": None, "village": "檗谷村"}])
    assert {finding.code for finding in findings} == {"YC403"}
    assert "示例甲、示例乙" in findings[0].message


def test_a_repeated_row_is_counted_once():
    frame, findings, conflicts = check([{}, {**OTHER}, {}, {}])
    assert cells(findings) == [("YC401", "D4"), ("YC401", "D5")]
    assert [finding.related[0].cell for finding in findings] == ["D2", "D2"]
    assert frame["name"].tolist() == ["示例甲", "示例乙"]
    assert conflicts == {}


def test_a_remark_makes_no_new_row_but_a_fact_does():
    assert cells(check([{}, {"remark": "补报", "station": None}])[1]) == [("YC401", "D3")]
    frame, findings, _ = check([{}, {"education": "初中"}])
    assert (len(frame), findings) == (2, [])


def test_without_an_id_name_village_and_phone_make_the_person():
    unread = {"id_number": None}
    assert cells(check([{**unread}, {**unread}])[1]) == [("YC401", "D3")]
    assert check([{**unread}, {**unread, "phone": "13800000009"}])[1] == []
    assert check([{**unread}, {**unread, "village": "檗谷村"}])[1] == []
    assert check([{**unread, "phone": None}, {**unread, "phone": None}])[1] == []


def test_one_person_in_two_villages_is_said_at_both():
    frame, findings, conflicts = check([{}, {**OTHER}, {"village": "檗谷村"}])
    assert cells(findings) == [("YC402", "J2"), ("YC402", "J4")]
    assert "省新镇园内村、省新镇檗谷村" in findings[0].message
    assert findings[0].related[0].cell == "J4"
    assert conflicts == {"village": frozenset({frame.index[0], frame.index[2]})}
    assert len(frame) == 3


def test_namesakes_of_two_townships_with_one_id_are_in_two_villages():
    assert [finding.code for finding in check([{}, {"township": "康美镇", "station": "康美派出所"}])[1]] == [
        "YC402"
    ] * 2


def test_one_id_with_two_names_is_said_at_both_and_nothing_else():
    frame, findings, conflicts = check([{}, {**OTHER, "id_number": IDS[0], "village": "檗谷村"}])
    assert cells(findings) == [("YC403", "J2"), ("YC403", "J3")]
    assert "示例甲、示例乙" in findings[0].message
    assert conflicts == {"id_number": frozenset(frame.index)}


def test_an_unreadable_id_is_nobody_elses():
    unread = {"id_number": None, "phone": None}
    assert check([{**unread}, {**unread, "name": "示例乙"}, {**unread, "village": "檗谷村"}])[1] == []


def test_a_village_that_was_not_found_is_not_another_village():
    assert check([{}, {"village": "园內村"}])[1] == []


def test_without_a_register_villages_are_compared_by_name():
    roster = make_roster([{}, {"village": "檗谷村"}])
    roster.candidates["village_row"] = -1
    _, findings, _ = cross_check(roster.candidates, roster.villages.iloc[:0])
    assert findings.by_code() == {"YC402": 2}


def test_two_chosen_in_one_village():
    chosen = {"choice": "拟推选"}
    _, findings, _ = check([{**chosen}, {**OTHER, **chosen}, {**THIRD, "choice": "备选"}])
    assert cells(findings) == [("YC409", "X2"), ("YC409", "X3")]
    assert "“省新镇园内村”有 2 名拟推选" in findings[0].message


def test_one_chosen_person_entered_with_two_readings_is_one():
    chosen = {"choice": "拟推选"}
    assert check([{**chosen}, {**chosen, "education": "初中"}, {**OTHER, "choice": "备选"}])[1] == []


def test_a_phone_of_three_people():
    phone = {"phone": "13800000000"}
    assert check([{}, {**OTHER, **phone}])[1] == []
    _, findings, _ = check([{}, {**OTHER, **phone}, {**THIRD, "phone": "13800000005、13800000000"}])
    assert cells(findings) == [("YC411", "K2"), ("YC411", "K3"), ("YC411", "K4")]
    assert "有 3 人使用" in findings[0].message
    assert all("13800000000" not in f"{finding.value}{finding.message}" for finding in findings)


def test_one_person_three_times_is_not_three_people_on_a_phone():
    findings = check([{}, {"village": "檗谷村"}, {"township": "康美镇", "station": "康美派出所"}])[1]
    assert {finding.code for finding in findings} == {"YC402"}


def test_the_same_name_in_one_village_with_two_ids():
    _, findings, _ = check([{}, {**OTHER, "name": "示例甲"}, {**THIRD, "name": "示例甲", "village": "檗谷村"}])
    assert cells(findings) == [("YC412", "D2"), ("YC412", "D3")]


@pytest.mark.parametrize(("kind", "said"), [("专职", True), (None, True), ("兼职", False)])
def test_the_villages_auxiliary_as_its_candidate(kind: str | None, said: bool):
    held = [{"auxiliary": "示例辅、示例甲", "auxiliary_kind": kind}, {"village": "檗谷村", "auxiliary": "示例乙"}]
    _, findings, _ = check([{}, {**OTHER}], held)
    assert cells(findings) == ([("YC413", "D2")] if said else [])
    if said:
        assert str(findings[0].related[0]) == "底册.xlsx!底册!F2"


def test_two_files_of_one_station_with_a_village_in_common():
    people = [{}, {**OTHER, "village": "檗谷村"}, {}, {**THIRD, "village": "檗谷村"}]
    frame, findings, _ = check(people, files=[0, 0, 1, 1])
    assert [(finding.code, str(finding.place)) for finding in findings] == [
        ("YC414", "报送/1.xlsx"),
        ("YC401", "报送/1.xlsx!推选名单!D4"),
    ]
    assert findings[0].message.startswith("省新派出所另有一份报送有相同的村：报送/0.xlsx")
    assert len(frame) == 3, "both files are used"


def test_two_files_of_one_station_with_different_villages_are_two_parts():
    assert check([{}, {**OTHER, "village": "檗谷村"}], files=[0, 1])[1] == []


def test_a_village_named_by_two_stations_is_not_sent_twice():
    assert check([{}, {**OTHER, "station": "康美派出所"}], files=[0, 1])[1] == []


def test_three_files_make_three_pairs():
    findings = check([{}, {**OTHER}, {**THIRD}], files=[0, 1, 2])[1]
    assert [finding.facts["other"] for finding in findings] == ["报送/0.xlsx", "报送/0.xlsx", "报送/1.xlsx"]


def test_no_message_holds_a_whole_id():
    findings = check([{}, {"village": "檗谷村"}, {**OTHER, "id_number": IDS[0]}])[1]
    assert findings
    assert all(IDS[0] not in f"{finding.message}{finding.value}" for finding in findings)


def test_nobody_at_all():
    frame, findings, conflicts = check([])
    assert (len(frame), findings, conflicts) == (0, [], {})


def test_a_damaged_id_beside_the_same_name_phone_and_birth_in_another_village_is_the_same_person() -> None:
    _, findings, conflicts = check([{}, {"village": "檗谷村", "id_number": None}])
    assert {finding.code for finding in findings} == {"YC402"}
    assert len(conflicts["village"]) == 2
    _, findings, conflicts = check([{}, {"village": "檗谷村", "id_number": None, "phone": "13800000009"}])
    assert conflicts == {}
