"""Every candidate's village is found in the register, or the row says why not."""

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import make_roster

from yicun.model.findings import Finding, Findings
from yicun.register.matching import make_register, match_villages
from yicun.register.need import not_needing
from yicun.register.spelling import COMMUNITY, VILLAGE, split_villages

Row = Mapping[str, object]

YUANNEI = {"township": "省新镇", "village": "园内村", "station": "省新派出所", "village_code": "350583106201"}
BOGU = {"township": "省新镇", "village": "檗谷村", "station": "省新派出所", "village_code": "350583106202"}
OTHER_YUANNEI = {"township": "康美镇", "village": "园内村", "station": "康美派出所", "village_code": "350583107201"}
SHUITOU = {"township": "水头镇", "village": "水头村", "station": "水头派出所", "village_code": "350583109201"}
SHUITOU_TOWN = {**SHUITOU, "village": "水头社区", "village_code": "350583109001", "unit_type": "社区"}
JUJIANG_TOWN = {
    "township": "石井镇", "village": "菊江社区", "station": "石井派出所",
    "village_code": "350583110001", "unit_type": "社区",
}  # fmt: skip
PU = [
    {"township": "水头镇", "village": f"朴{number}村", "station": "朴里派出所", "village_code": f"35058310921{at}"}
    for at, number in enumerate("一二三四五")
]
AREA = (YUANNEI, BOGU, OTHER_YUANNEI, SHUITOU, SHUITOU_TOWN, JUJIANG_TOWN, *PU)
NOWHERE = {"station": None, "township": None}


def match(
    people: Sequence[Row], villages: Sequence[Row] = AREA, filed_by: str = ""
) -> tuple[pd.DataFrame, list[Finding], dict[str, frozenset[int]]]:
    roster = make_roster(people, villages)
    listed, found = make_register(roster.villages, roster.places)
    frame, cells, conflicts = match_villages(
        roster.candidates.drop(columns="village_row"), listed, roster.places, ["", filed_by]
    )
    return frame, Findings((), [*found, *cells]).all(roster.places), conflicts


def one(row: Row, villages: Sequence[Row] = AREA, filed_by: str = "") -> tuple[pd.Series, list[Finding]]:
    frame, findings, _ = match([row], villages, filed_by)
    return frame.iloc[0], findings


def codes(findings: Sequence[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_row_written_like_the_register_is_found_without_a_word():
    person, findings = one({**YUANNEI})
    assert (person["village_row"], person["station"], person["township"], person["village"]) == (
        0, "省新派出所", "省新镇", "园内村",
    )  # fmt: skip
    assert findings == []


def test_the_same_name_in_two_townships_is_told_apart_by_the_township():
    frame, findings, _ = match([{**YUANNEI}, {**OTHER_YUANNEI}])
    assert frame["village_row"].tolist() == [0, 2]
    assert findings == []


@pytest.mark.parametrize("text", ["园内", "园内村委会", "园内村民委员会", "园内村村民委员会", "园内村村委会"])
def test_the_ways_of_writing_a_village_are_one(text: str):
    person, findings = one({**YUANNEI, "village": text})
    assert (person["village_row"], person["village"]) == (0, "园内村")
    assert [(finding.code, finding.fix and finding.fix.text) for finding in findings] == [("YC293", "园内村")]


def test_a_residents_committee_is_the_community():
    assert one({**SHUITOU_TOWN, "village": "水头居委会"})[0]["village_row"] == 4


def test_a_village_whose_name_ends_in_its_kind_keeps_it():
    new_village = {"township": "省新镇", "village": "新村村", "station": "省新派出所"}
    for text in ("新村", "新村村", "新村村委会", "新村村民委员会", "新村村村委会"):
        assert one({**new_village, "village": text}, [new_village])[0]["village_row"] == 0


def test_a_committee_is_that_of_the_longer_name_where_the_register_has_both():
    listed = [{"township": "省新镇", "village": name, "station": "省新派出所"} for name in ("新村", "新村村")]
    rows = {text: one({**listed[0], "village": text}, listed)[0]["village_row"] for text in ("新村村委会", "新村委会")}
    names = {text: listed[row]["village"] for text, row in rows.items()}
    assert names == {"新村村委会": "新村村", "新村委会": "新村"}


def test_a_farm_is_found_under_its_own_name():
    farm = {"township": "雪峰华侨农场", "village": "雪峰农场", "station": "雪峰派出所", "unit_type": "其他"}
    assert one({**farm}, [YUANNEI, farm])[0]["village_row"] == 1


def test_the_township_may_stand_before_the_village():
    person, findings = one({**NOWHERE, "village": "南安市康美镇园内村"})
    assert (person["village_row"], person["township"]) == (2, "康美镇")
    assert codes(findings) == ["YC293"]
    assert findings[0].fix is None, "园内村 alone would be ambiguous"


def test_a_township_in_the_village_does_not_outvote_its_own_column():
    person, findings = one({**YUANNEI, "station": None, "village": "康美镇园内村"})
    assert person["village_row"] == -1
    assert codes(findings) == ["YC404"]


@pytest.mark.parametrize("village", ["园内村", "园内"])
def test_a_blank_township_is_not_guessed_from_the_station(village: str):
    person, findings = one({"station": "康美派出所", "township": None, "village": village})
    assert (person["village_row"], codes(findings)) == (-1, ["YC405"])


def test_the_station_does_not_overrule_the_township():
    person, findings = one({**BOGU, "township": "康美镇"})
    assert (person["village_row"], codes(findings)) == (-1, ["YC404"])


def test_a_blank_station_is_who_filed_the_sheet_and_settles_no_township():
    person, findings = one({**NOWHERE, "village": "园内村"}, filed_by="南安市公安局康美派出所（盖章）")
    assert (person["village_row"], person["station"], codes(findings)) == (-1, "康美派出所", ["YC405"])


def test_a_name_in_two_townships_is_asked_back():
    person, findings = one({**NOWHERE, "village": "园内村"})
    assert person["village_row"] == -1
    assert codes(findings) == ["YC405"]
    assert "省新镇、康美镇" in findings[0].message


def test_a_third_station_settles_nothing():
    assert codes(one({"station": "水头派出所", "township": None, "village": "园内村"})[1]) == ["YC405"]


def test_a_unique_village_gives_township_and_station():
    person, findings = one({**NOWHERE, "village": "檗谷村"})
    assert (person["township"], person["station"]) == ("省新镇", "省新派出所")
    assert findings == []


def test_a_blank_station_on_a_sheet_nobody_signed_is_the_villages():
    assert one({**YUANNEI, "station": None})[0]["station"] == "省新派出所"


@pytest.mark.parametrize("text", ["省新", "南安市省新镇", "省新镇人民政府"])
def test_the_ways_of_writing_a_township_are_one(text: str):
    person, findings = one({**YUANNEI, "township": text})
    assert (person["village_row"], person["township"]) == (0, "省新镇")
    assert [(finding.code, finding.field) for finding in findings] == [("YC293", "township")]


def test_a_short_township_that_fits_two_fits_none():
    twins = [
        {**YUANNEI, "township": name, "station": f"{name}派出所", "village_code": None}
        for name in ("洪濑镇", "洪濑街道")
    ]
    person, findings = one({**NOWHERE, "township": "洪濑", "village": "园内村"}, twins)
    assert person["village_row"] == -1
    assert [(finding.code, finding.field) for finding in findings] == [("YC404", "township")]


@pytest.mark.parametrize("text", ["省新所", "省新镇派出所", "南安市公安局省新派出所", "南安市省新派出所", "省新"])
def test_the_ways_of_writing_a_station_are_one(text: str):
    person, findings = one({**YUANNEI, "station": text})
    assert (person["village_row"], person["station"]) == (0, "省新派出所")
    assert [(finding.code, finding.field, finding.fix and finding.fix.text) for finding in findings] == [
        ("YC293", "station", "省新派出所")
    ]


def test_an_unknown_station_is_suggested_and_never_replaced():
    person, findings = one({**YUANNEI, "station": "省心派出所"})
    assert [(finding.code, finding.field) for finding in findings] == [("YC416", "station")]
    assert "“省新派出所”？" in findings[0].message
    assert "水头" not in findings[0].message
    assert pd.isna(person["station"])
    assert person["village_row"] == 0


def test_an_unknown_township_is_one_finding_at_its_own_cell():
    person, findings = one({**YUANNEI, "township": "省心镇"})
    assert [(finding.code, finding.field) for finding in findings] == [("YC404", "township")]
    assert person["village_row"] == -1


def test_near_misses_are_suggested_at_most_three_and_never_taken():
    person, findings = one({**PU[0], "village": "朴六村"})
    assert person["village_row"] == -1
    assert codes(findings) == ["YC404"]
    suggestion = findings[0].facts["suggestion"]
    assert suggestion.count("朴") == 3
    assert person["village"] == "朴六村"


def test_a_village_of_another_township_is_suggested_with_it():
    person, findings = one({**BOGU, "township": "康美镇", "station": None})
    assert person["village_row"] == -1
    assert "是否为“省新镇檗谷村”？" in findings[0].message


def test_nothing_alike_is_not_suggested():
    assert one({**YUANNEI, "village": "兰溪村"})[1][0].facts["suggestion"] == ""


@pytest.mark.parametrize(
    ("row", "listed"),
    [
        ({**JUJIANG_TOWN, "village": "菊江村"}, "菊江社区"),
        ({**YUANNEI, "village": "园内社区"}, "园内村"),
        ({**YUANNEI, "village": "园内居委会"}, "园内村"),
        ({**JUJIANG_TOWN, "village": "菊江"}, "菊江社区"),
    ],
)
def test_a_village_is_not_the_community_of_its_name(row: Row, listed: str):
    person, findings = one(row)
    assert person["village_row"] == -1
    assert codes(findings) == ["YC407"]
    assert findings[0].facts["listed"] == listed


def test_a_bare_name_with_both_kinds_beside_it_is_asked_back():
    person, findings = one({**SHUITOU, "village": "水头"})
    assert person["village_row"] == -1
    assert codes(findings) == ["YC407"]
    assert "水头村" in findings[0].message
    assert "水头社区" in findings[0].message


def test_both_kinds_are_found_under_their_full_names():
    frame, findings, _ = match([{**SHUITOU}, {**SHUITOU_TOWN}])
    assert frame["village_row"].tolist() == [3, 4]
    assert findings == []


def test_a_village_of_another_station_is_known_and_conflicts():
    frame, findings, conflicts = match([{**OTHER_YUANNEI, "station": "省新派出所"}])
    assert codes(findings) == ["YC406"]
    assert findings[0].facts["station"] == "康美派出所"
    assert frame["village_row"].tolist() == [2]
    assert frame["station"].tolist() == ["省新派出所"]
    assert conflicts == {"village": frozenset(frame.index)}


def test_a_village_of_another_station_under_the_wrong_township_is_said_to_be_that_stations():
    person, findings = one({"station": "省新派出所", "township": "省新镇", "village": "水头村"})
    assert (person["village_row"], codes(findings)) == (-1, ["YC406"])
    assert "水头派出所" in findings[0].message


def test_a_register_row_without_a_township_is_found_through_its_station():
    person, findings = one({**YUANNEI}, [{**YUANNEI, "township": None}, OTHER_YUANNEI])
    assert (person["village_row"], person["township"], findings) == (0, "省新镇", [])


@pytest.mark.parametrize("column", ["station", "township"])
def test_a_column_the_register_lacks_is_not_held_against_the_rosters(column: str):
    person, findings = one({**YUANNEI}, [{**YUANNEI, column: None}])
    assert (person["village_row"], findings) == (0, [])


def test_a_former_name_is_found_with_a_note():
    renamed = {**BOGU, "former_names": "老谷村、旧谷村"}
    person, findings = one({**BOGU, "village": "旧谷村"}, [YUANNEI, renamed])
    assert (person["village_row"], person["village"]) == (1, "檗谷村")
    assert codes(findings) == ["YC415"]


def test_a_present_name_goes_before_a_former_one():
    renamed = {**BOGU, "former_names": "园内村"}
    person, findings = one({**YUANNEI}, [YUANNEI, renamed])
    assert (person["village_row"], findings) == (0, [])


@pytest.mark.parametrize(
    ("auxiliary", "kind", "ruling", "noted"),
    [
        ("示例辅", "专职", None, True), ("有", None, None, True), ("示例辅", "兼职", None, False),
        ("无", "无", None, False), (None, None, None, False), ("示例辅", "专职", "需配", False),
    ],
)  # fmt: skip
def test_a_village_with_a_full_time_auxiliary_is_noted(auxiliary: str, kind: str, ruling: str, noted: bool):
    held = {**YUANNEI, "auxiliary": auxiliary, "auxiliary_kind": kind, "ruling": ruling}
    assert len(not_needing(make_roster([{**YUANNEI}], [held]))) == noted


def test_without_a_register_nothing_is_compared():
    roster = make_roster([{"station": None}, {"village": "无此村"}], [YUANNEI])
    frame, findings, conflicts = match_villages(
        roster.candidates, roster.villages.iloc[:0], roster.places, ["", "省新派出所"]
    )
    assert frame["village_row"].tolist() == [-1, -1]
    assert frame["station"].tolist() == ["省新派出所", "省新派出所"]
    assert (findings, conflicts) == ([], {})


def test_findings_point_at_the_cell():
    roster = make_roster([{}, {"village": "园內村"}], AREA)
    _, cells, _ = match_villages(roster.candidates, roster.villages, roster.places, [])
    (finding,) = Findings((), cells).all(roster.places)
    assert str(finding.place) == "报送/省新所.xlsx!推选名单!C3"
    assert finding.value == "园內村"


# The register itself


def listed(villages: Sequence[Row]) -> tuple[pd.DataFrame, list[Finding]]:
    roster = make_roster([], villages)
    frame, cells = make_register(roster.villages, roster.places)
    return frame, Findings((), cells).all(roster.places)


@pytest.mark.parametrize(
    ("name", "code", "unit_type"),
    [
        ("园内村", "350583106201", "行政村"), ("园内村", "350583106001", "社区"), ("园内村", "350583106498", "其他"),
        ("园内村", None, "行政村"), ("园内村委会", None, "行政村"), ("园内社区", None, "社区"),
        ("园内居委会", None, "社区"),
        ("雪峰农场", None, "其他"), ("雪峰农场", "350583106399", "行政村"),
    ],
)  # fmt: skip
def test_a_blank_unit_type_comes_from_the_code_and_else_from_the_name(name: str, code: str | None, unit_type: str):
    frame, findings = listed([{"village": name, "village_code": code, "unit_type": None}])
    assert (frame["unit_type"].tolist(), findings) == ([unit_type], [])


def test_a_unit_type_that_is_given_stays():
    assert listed([{"village": "园内村", "unit_type": "其他"}])[0]["unit_type"].tolist() == ["其他"]


def test_a_unit_listed_twice_counts_once():
    frame, findings = listed([YUANNEI, BOGU, {**YUANNEI, "village": "园内村委会"}])
    assert frame.index.tolist() == [0, 1]
    (finding,) = findings
    assert (finding.code, finding.place.cell, finding.related[0].cell) == ("YC408", "C4", "C2")


def test_the_same_name_elsewhere_or_of_another_kind_is_another_unit():
    frame, findings = listed([YUANNEI, OTHER_YUANNEI, SHUITOU, SHUITOU_TOWN])
    assert (len(frame), findings) == (4, [])
    assert frame["stem"].tolist() == ["园内", "园内", "水头", "水头"]


def test_one_code_for_two_units_is_said_and_both_stay():
    frame, findings = listed([YUANNEI, {**BOGU, "village_code": YUANNEI["village_code"]}])
    assert len(frame) == 2
    assert [(finding.code, finding.field) for finding in findings] == [("YC408", "village_code")]


def test_one_station_under_two_spellings_is_one():
    frame, findings = listed([{**YUANNEI, "station": "省新所"}, BOGU])
    assert frame["station"].tolist() == ["省新派出所", "省新派出所"]
    assert codes(findings) == ["YC293"]


def test_stations_of_two_townships_stay_two():
    frame, findings = listed([{**YUANNEI, "station": "洪濑镇派出所"}, {**BOGU, "station": "洪濑街道派出所"}])
    assert frame["station"].tolist() == ["洪濑镇派出所", "洪濑街道派出所"]
    assert findings == []


def test_a_row_without_a_name_is_no_unit():
    assert listed([YUANNEI, {**BOGU, "village": None}])[0].index.tolist() == [0]


# Laws

NAMES = st.text(alphabet="甲乙丙丁新村社区居委会民", min_size=1, max_size=5)


@given(st.lists(NAMES, min_size=1, max_size=8))
def test_a_name_and_its_committee_are_the_same_unit(names: list[str]):
    for ending, committee, kind in (("村", "村民委员会", VILLAGE), ("社区", "社区居委会", COMMUNITY)):
        short = split_villages([f"丁{name}丁{ending}" for name in names])
        long = split_villages([f"丁{name}丁{committee}" for name in names])
        assert short[0].tolist() == long[0].tolist() == [f"丁{name}丁" for name in names]
        assert set(short[1]) == set(long[1]) == {kind}


@settings(deadline=None, max_examples=6)
@given(
    st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=1, max_size=3, unique=True), st.randoms(use_true_random=False)
)
def test_rows_are_answered_alone_whatever_stands_beside_them(names: list[str], random):
    villages = [{**YUANNEI, "village": f"{name}村", "village_code": None} for name in names]
    people = [{**YUANNEI, "village": f"{name}{ending}"} for name in names for ending in ("村", "社区", "", "里村")]
    alone = [match([person], villages)[0]["village_row"].iloc[0] for person in people]
    order = list(range(len(people)))
    random.shuffle(order)
    together = match([people[at] for at in order], villages)[0]["village_row"].tolist()
    assert together == [alone[at] for at in order]
