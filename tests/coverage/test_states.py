"""Which state a village is in, and what its numbers come to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from builders import make_roster
from verdicts import make_judged
from yicun.coverage.states import cover, submissions
from yicun.model.roster import SourceFile

AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)
CONFIRMED = {"decision": "确定", "decided_on": date(2020, 5, 7)}
REFUSED = {"decision": "不予确定", "decided_on": date(2020, 5, 7)}
SECOND = {"name": "示例乙", "id_number": "350583196807129983"}
NOT_THROUGH = {"inspected_on": None}
COVERED = {"auxiliary": "有", "auxiliary_kind": "专职"}


def picture(people=(), villages=None, as_of=AS_OF, deadline=DEADLINE, **more):
    return cover(*make_judged(people, villages, **more), as_of, deadline)[0]


def state(people=(), village=None, **more):
    return picture(people, [village or {}], **more).villages["state"].iloc[0]


@pytest.mark.parametrize(
    ("register", "expected"),
    [
        ({}, "vacant"),
        ({"auxiliary": "无", "auxiliary_kind": None}, "vacant"),
        ({"auxiliary": None, "auxiliary_kind": "无"}, "vacant"),
        ({"auxiliary": "示例丁", "auxiliary_kind": "专职"}, "auxiliary"),
        ({"auxiliary": "有", "auxiliary_kind": None}, "auxiliary"),
        ({"auxiliary": "示例丁", "auxiliary_kind": "兼职"}, "ruling"),
        ({"auxiliary": None, "auxiliary_kind": None}, "ruling"),
        ({"auxiliary": None, "auxiliary_kind": "专职"}, "ruling"),
        ({"auxiliary": "示例丁", "auxiliary_kind": "无"}, "ruling"),
        ({"auxiliary": "无", "auxiliary_kind": "专职"}, "ruling"),
        ({"auxiliary": "示例丁", "auxiliary_kind": "兼职", "ruling": "不需配"}, "auxiliary"),
        ({"auxiliary": "示例丁", "auxiliary_kind": "兼职", "ruling": "需配"}, "vacant"),
        ({"ruling": "待定"}, "ruling"),
        ({"unit_type": "其他"}, "ruling"),
        ({"unit_type": None}, "ruling"),
        ({"unit_type": "其他", "ruling": "需配"}, "vacant"),
        ({"unit_type": "其他", "ruling": "不需配"}, "auxiliary"),
        ({"unit_type": "社区", "ruling": "需配"}, "vacant"),
    ],
)
def test_register_decides_who_needs_somebody(register, expected):
    assert state(village=register) == expected


def test_full_time_auxiliary_with_an_unreadable_name_is_still_one():
    unread = {"auxiliary": frozenset({0})}
    assert state(village={"auxiliary": None, "auxiliary_kind": "专职"}, unreadable=unread) == "auxiliary"
    assert state(village={"auxiliary": None, "auxiliary_kind": None}, unreadable=unread) == "ruling"


def test_community_is_not_shown_until_somebody_is_nominated_for_it():
    community = {"village": "水头社区", "unit_type": "社区"}
    assert picture([{}], [{}, community]).villages["village"].tolist() == ["园内村"]
    shown = picture([{"village": "水头社区"}], [{}, community]).villages
    assert shown.set_index("village")["state"].to_dict() == {"园内村": "vacant", "水头社区": "ruling"}
    assert shown.set_index("village")["reason"]["水头社区"] == "社区报了人选"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([{}], "nominated"),
        ([CONFIRMED], "confirmed"),
        ([{**CONFIRMED, "decided_on": date(2020, 5, 8)}], "nominated"),
        ([{**CONFIRMED, "decided_on": (date(2020, 5, 1), date(2020, 5, 31))}], "nominated"),
        ([{**CONFIRMED, "decided_on": None}], "nominated"),
        ([{**CONFIRMED, "verdict": "ineligible", **NOT_THROUGH}], "confirmed"),
        ([{"decision": "待审", "decided_on": date(2020, 5, 7)}], "nominated"),
        ([NOT_THROUGH], "in_progress"),
        ([{"recommended_on": None}], "in_progress"),
        ([{"applied_on": None}], "in_progress"),
        ([{"inspected_on": date(2020, 5, 8)}], "in_progress"),
        ([{"inspected_on": (date(2020, 5, 1), date(2020, 5, 31))}], "in_progress"),
        ([{"verdict": "undetermined"}], "undetermined"),
        ([{"verdict": "needs_reason"}], "undetermined"),
        ([{"verdict": "ineligible"}], "ineligible"),
        ([{"verdict": "ineligible"}, {**SECOND, "verdict": "undetermined", "rank": 2}], "undetermined"),
        ([{"verdict": "ineligible"}, {**SECOND, "verdict": "ineligible", "rank": 2}], "ineligible"),
        ([{"verdict": "ineligible", "choice": "拟推选"}, {**SECOND, "choice": "备选"}], "in_progress"),
        ([{"rank": 2, "choice": "拟推选"}, {**SECOND, "verdict": "undetermined"}], "nominated"),
        ([{"verdict": "undetermined"}, SECOND], "in_progress"),
        ([{}, SECOND], "in_progress"),
        ([{"choice": "拟推选"}, {**SECOND, "choice": "拟推选"}], "in_progress"),
        ([{"choice": "备选"}, {**SECOND, "rank": 2}], "nominated"),
        ([{"choice": "备选"}, {**SECOND, "verdict": "ineligible"}], "in_progress"),
        ([{}, {**SECOND, **REFUSED}], "nominated"),
        ([{"choice": "拟推选", **REFUSED}, {**SECOND, "choice": "备选"}], "nominated"),
        ([REFUSED], "ineligible"),
        ([{"decision": "不予确定", "decided_on": None}], "undetermined"),
        ([{"decision": "不予确定", "decided_on": date(2020, 5, 8)}], "nominated"),
        ([{"name": None, **CONFIRMED}], "undetermined"),
        ([{"rank": 2}, {**SECOND, **NOT_THROUGH}], "nominated"),
    ],
)
def test_people_decide_how_far_a_village_is(people, expected):
    assert state(people) == expected


def test_confirmed_beats_all_but_an_auxiliary():
    assert state([CONFIRMED], {"auxiliary": "示例丁", "auxiliary_kind": "兼职"}) == "confirmed"
    covered = picture([CONFIRMED], [{"auxiliary": "示例丁", "auxiliary_kind": "专职"}])
    assert covered.villages["state"].tolist() == ["auxiliary"]
    assert covered.villages["flag"].tolist() == ["不需另配，仍有人选"]
    assert (covered.villages["candidate"].tolist(), covered.villages["name"].tolist()) == ([-1], [""])


def test_village_still_to_be_ruled_on_is_done_only_when_confirmed():
    part_time = {"auxiliary": "示例丁", "auxiliary_kind": "兼职"}
    person = {**CONFIRMED, "inspected_on": date(2020, 5, 5)}
    done = [picture([person], [part_time], date(2020, 5, day)).totals.done for day in (5, 6, 7)]
    assert done == [0, 0, 1]


def test_confirmed_against_the_verdict_stays_and_is_flagged_without_saying_why():
    row = picture([{**CONFIRMED, "verdict": "ineligible"}]).villages.iloc[0]
    assert (row["state"], row["flag"]) == ("confirmed", "已审核确定，请再核对人选")


@pytest.mark.parametrize("field", ["name", "id_number", "village", "choice", "decision", "inspected_on"])
@pytest.mark.parametrize("person", [{}, CONFIRMED])
def test_person_told_of_in_two_ways_counts_for_nobody(field, person):
    totals = picture([person], conflicts={field: frozenset({1})}).totals
    assert (totals.states["undetermined"], totals.gap_at_least, totals.gap_at_most) == (1, 0, 1)


def changed(people, village=None, **more):
    roster, verdicts = make_judged(people, [village or {}])
    return cover(replace(roster, **more), verdicts, AS_OF, DEADLINE)[0]


def test_withdrawn_by_their_own_roster_is_asked_back():
    covered = changed([{}], withdrawn=frozenset({1}))
    assert covered.villages["state"].tolist() == ["undetermined"]
    assert covered.villages["reason"].tolist() == ["人选待核：写明已退出或作废"]
    assert (covered.totals.gap_at_least, covered.totals.gap_at_most) == (0, 1)


def test_a_line_through_a_row_is_not_said_to_be_a_remark():
    covered = changed([{}], withdrawn=frozenset({1}), struck=frozenset({1}))
    assert covered.villages["state"].tolist() == ["undetermined"]
    assert covered.villages["reason"].tolist() == ["人选待核：该行画有删除线"]


@pytest.mark.parametrize(
    ("people", "left_on", "expected"),
    [
        ([{}], AS_OF, "vacant"),
        ([{}], AS_OF + timedelta(days=1), "nominated"),
        ([CONFIRMED], AS_OF, "left"),
        ([CONFIRMED, SECOND], AS_OF, "nominated"),
        ([CONFIRMED, {**SECOND, "verdict": "ineligible"}], AS_OF, "ineligible"),
        ([{"choice": "拟推选"}, {**SECOND, "choice": "备选"}], AS_OF, "nominated"),
    ],
)
def test_exit_on_or_before_the_day_reopens_the_village(people, left_on, expected):
    covered = changed(people, exits={1: left_on})
    assert covered.villages["state"].tolist() == [expected]


@pytest.mark.parametrize(
    ("stray", "touched"),
    [
        ({"village": "无此村"}, ["园内村"]),
        ({"village": None, "station": "康美派出所", "township": None}, ["康美村"]),
        ({"village": None, "station": None, "township": None}, ["园内村", "康美村"]),
    ],
)
def test_person_not_placed_widens_every_village_they_may_belong_to(stray, touched):
    villages = [{}, {"village": "康美村", "township": "康美镇", "station": "康美派出所"}]
    totals = picture([stray], villages).totals
    assert (totals.gap, totals.gap_at_least, totals.gap_at_most) == (2, 2 - len(touched), 2)
    done = picture([{}, {**SECOND, **stray}], villages).totals
    assert done.gap_at_most == 1 + ("园内村" in touched)


def test_file_that_could_not_be_read_is_a_report_and_widens_its_station():
    villages = [{}, {"village": "康美村", "township": "康美镇", "station": "康美派出所"}]
    roster, verdicts = make_judged([], villages)
    roster = replace(roster, files=(*roster.files, SourceFile("报送/康美所.xlsx", "")))
    covered = cover(roster, verdicts, AS_OF, DEADLINE, ["报送/康美所.xlsx"])[0]
    assert [(one.submission.label, one.gap_at_least, one.gap) for one in covered.stations] == [
        ("未报", 1, 1),
        ("已报", 0, 1),
    ]


def test_tie_is_reported_and_never_broken():
    row = picture([{"verdict": "undetermined"}, SECOND]).villages.iloc[0]
    assert (row["state"], row["name"], row["flag"]) == ("in_progress", "示例乙", "并列，请确定")
    assert picture([{}, SECOND]).totals.gap_at_least == 0
    alone = picture([{"verdict": "undetermined"}, {**SECOND, "rank": 2}]).villages.iloc[0]
    assert (alone["state"], alone["flag"]) == ("in_progress", "")


def test_row_without_a_person_is_no_candidate():
    assert state([{"name": None, "id_number": None}]) == "vacant"
    assert state([{"name": None}]) == "undetermined"
    assert state([{"name": None, "id_number": None}], unreadable={"name": frozenset({1})}) == "undetermined"


def test_village_unknown_to_the_register_counts_nowhere():
    covered = picture([{}, {**SECOND, "village": "无此村"}])
    assert covered.totals.nominated == covered.totals.villages == 1
    assert covered.totals.nomination_rate == 1


def test_numbers_of_the_area():
    villages = [{"village": f"{number}村"} for number in range(1, 7)]
    villages += [
        {"village": "辅警村", "auxiliary": "有", "auxiliary_kind": "专职"},
        {"village": "农场", "unit_type": "其他"},
    ]
    people = [
        {"village": "1村", **CONFIRMED}, {"village": "2村"}, {"village": "3村", **NOT_THROUGH},
        {"village": "4村", "verdict": "undetermined"}, {"village": "5村", "verdict": "ineligible"},
    ]  # fmt: skip
    totals = picture(people, villages).totals
    assert (totals.villages, totals.auxiliary, totals.required, totals.ruling) == (7, 1, 6, 1)
    assert (totals.nominated, totals.confirmed, totals.gap) == (1, 1, 4)
    assert (totals.gap_at_least, totals.gap_at_most) == (3, 5)
    assert totals.nomination_rate == pytest.approx(2 / 6)
    assert totals.completion_rate == pytest.approx(2 / 7)
    assert sum(totals.states.values()) == 8
    assert (totals.on_time, totals.late) == (3, 0)


def test_equal_rates_share_a_rank_and_nothing_required_is_not_ranked():
    stations = {"甲所": 2, "乙所": 2, "丙所": 2, "丁所": 1}
    villages = [
        {"station": name, "village": f"{name}{number}村", **(COVERED if name == "丁所" else {})}
        for name, count in stations.items()
        for number in range(count)
    ]
    people = [{"village": village} for village in ("甲所0村", "乙所1村")]
    ranked = {numbers.name: (numbers.rank, numbers.nomination_rate) for numbers in picture(people, villages).stations}
    assert ranked == {"甲所": (1, 0.5), "乙所": (1, 0.5), "丙所": (3, 0.0), "丁所": (None, None)}


def test_same_village_name_in_two_townships_is_two_villages():
    villages = [{}, {"township": "康美镇", "station": "康美派出所"}]
    covered = picture([{}], villages)
    assert covered.villages.set_index("township")["state"].to_dict() == {"省新镇": "nominated", "康美镇": "vacant"}
    assert [(numbers.name, numbers.gap) for numbers in covered.townships] == [("省新镇", 0), ("康美镇", 1)]


@pytest.mark.parametrize(
    ("person", "as_of", "expected"),
    [
        ({}, AS_OF, "on_time"),
        ({"inspected_on": date(2020, 5, 10)}, date(2020, 5, 20), "on_time"),
        ({"inspected_on": date(2020, 5, 11)}, date(2020, 5, 20), "late"),
        ({**CONFIRMED, "decided_on": date(2020, 5, 20)}, date(2020, 5, 20), "on_time"),
        ({**CONFIRMED, **NOT_THROUGH, "decided_on": date(2020, 5, 20)}, date(2020, 5, 20), "late"),
        (NOT_THROUGH, date(2020, 5, 20), "none"),
    ],
)
def test_on_time_is_told_by_the_inspection(person, as_of, expected):
    assert picture([person], as_of=as_of).villages["on_time"].iloc[0] == expected


def test_without_a_deadline_nothing_is_on_time_or_late():
    covered = picture([{}], deadline=None)
    assert (covered.days_left, covered.working_days_left) == (None, None)
    assert (covered.totals.on_time, covered.totals.late) == (0, 0)


def test_days_left_count_the_deadline_day_and_go_below_nothing():
    assert (picture().days_left, picture().working_days_left) == (3, 2)
    on_the_day = picture(as_of=DEADLINE)
    assert (on_the_day.days_left, on_the_day.working_days_left) == (0, 0)
    after = picture(as_of=date(2020, 5, 12))
    assert (after.days_left, after.working_days_left) == (-2, -2)


def test_unknown_calendar_is_said():
    assert picture().calendar_known
    assert not picture(as_of=date(2090, 5, 7), deadline=date(2090, 5, 10)).calendar_known


def test_settled_village_is_certain_and_an_unread_step_is_not():
    blank = picture([NOT_THROUGH]).totals
    assert (blank.gap, blank.gap_at_least, blank.gap_at_most) == (1, 1, 1)
    unread = picture([NOT_THROUGH], unreadable={"inspected_on": frozenset({1})}).totals
    assert (unread.gap, unread.gap_at_least, unread.gap_at_most) == (1, 0, 1)


def test_second_choice_cannot_lower_the_gap_by_being_settled():
    refused = {"verdict": "ineligible", "choice": "拟推选"}
    settled = picture([refused, {**SECOND, "choice": "备选", "verdict": "undetermined"}]).totals
    assert settled.gap_at_least == 1
    by_rank = picture([{"verdict": "ineligible"}, {**SECOND, "rank": None, "verdict": "undetermined"}]).totals
    assert by_rank.gap_at_least == 0


def test_unread_decision_day_may_still_confirm():
    late = {"verdict": "ineligible", "decision": "确定", "decided_on": date(2020, 5, 8)}
    assert picture([late]).totals.gap_at_least == 1
    assert picture([{**late, "decided_on": None}]).totals.gap_at_least == 0
    assert picture([{**late, "decision": None}]).totals.gap_at_least == 1


def test_unread_choice_may_still_bring_another_to_count():
    people = [{"verdict": "ineligible", "choice": "拟推选"}, {**SECOND, "verdict": "undetermined"}]
    assert picture(people).totals.gap_at_least == 1
    assert picture(people, unreadable={"choice": frozenset({2})}).totals.gap_at_least == 0
    done = [{"choice": "拟推选"}, {**SECOND, "verdict": "ineligible"}]
    assert picture(done).totals.gap_at_most == 0
    assert picture(done, unreadable={"choice": frozenset({2})}).totals.gap_at_most == 1
    by_rank = [{}, {**SECOND, "rank": 2, "verdict": "ineligible"}]
    assert picture(by_rank).totals.gap_at_most == 0
    assert picture(by_rank, unreadable={"choice": frozenset({2})}).totals.gap_at_most == 1


def test_unknown_preference_of_another_may_unseat_the_nominated():
    totals = picture([{"rank": 2}, {**SECOND, "rank": None, "verdict": "undetermined"}]).totals
    assert (totals.nominated, totals.gap, totals.gap_at_most) == (1, 0, 1)


def test_ruling_widens_the_gap_upwards_only():
    farm = {"village": "农场", "unit_type": "其他"}
    assert (picture([{}], [{}, farm]).totals.gap_at_least, picture([{}], [{}, farm]).totals.gap_at_most) == (0, 1)
    done = picture([{}, {**SECOND, "village": "农场"}], [{}, farm]).totals
    assert (done.gap, done.gap_at_least, done.gap_at_most) == (0, 0, 0)


def test_next_step_names_who_must_act():
    def todo(person):
        return picture([person]).villages["todo"].iloc[0]

    assert todo({}) == "户政：审核确定"
    assert todo(NOT_THROUGH) == "派出所：会同乡镇联合考察"
    assert todo({"recommended_on": None}) == "村两委：向派出所推荐初步人选"
    assert todo({"applied_on": None}) == "村两委：收取个人自荐材料"
    assert todo({"verdict": "needs_reason"}) == "派出所：补填需说明的原因"
    assert todo({"verdict": "ineligible"}) == "派出所、村两委：另行推荐人选"
    assert todo({"decision": "不予确定", "decided_on": AS_OF}) == "派出所、村两委：另行推荐人选"
    assert picture().villages["todo"].iloc[0] == "派出所：报送推选名单"


@pytest.mark.parametrize(
    ("verdict", "todo"),
    [
        ("ineligible", "派出所、村两委：改推其他人选"),
        ("undetermined", "派出所：补齐名单中待核的项目，或与村两委改推他人"),
        ("needs_reason", "派出所：补填需说明的原因，或与村两委改推他人"),
    ],
)
def test_chosen_who_does_not_fit_may_give_way_to_another(verdict, todo):
    row = picture([{"verdict": verdict, "choice": "拟推选"}, {**SECOND, "choice": "备选"}]).villages.iloc[0]
    assert (row["state"], row["todo"], row["name"]) == ("in_progress", todo, "示例甲")


def test_ruling_against_the_register_is_flagged():
    def flag(**register):
        return picture([], [{"ruling": "需配", **register}]).villages["flag"].iloc[0]

    assert flag(**COVERED) == "认定为需配，底册有专职辅警"
    assert flag(auxiliary="示例丁", auxiliary_kind="兼职") == ""


@pytest.mark.parametrize("verdict", ["undetermined", "needs_reason", "ineligible"])
def test_nothing_said_of_a_village_tells_what_vetting_or_inspection_came_to(verdict):
    people = [{"verdict": verdict, "vetting": "有", "inspection": "不合格", "discipline": "警告"}]
    row = picture(people).villages.iloc[0]
    for word in ("核查", "考察", "处分", "不合格", "记录"):
        assert word not in row["reason"] + row["todo"] + row["flag"]


class TestSubmissions:
    VILLAGES = (
        {}, {"village": "省身村"}, {"village": "辅警村", "auxiliary": "有", "auxiliary_kind": "专职"},
        {"village": "康美村", "township": "康美镇", "station": "康美派出所"},
    )  # fmt: skip

    def test_silent_station_and_left_out_village(self):
        roster = make_roster([{}], self.VILLAGES)
        found = submissions(roster).all(roster.places)
        assert [(finding.code, str(finding.place)) for finding in found] == [
            ("YC601", "底册.xlsx"),
            ("YC602", "底册.xlsx!底册!C3"),
        ]
        assert "康美派出所没有报送" in found[0].message
        assert found[1].message == "省新派出所的报送没有提到“省新镇省身村”"

    def test_village_reported_by_another_station_does_not_speak_for_its_own(self):
        stray = {"village": "康美村", "township": "康美镇", "station": "省新派出所"}
        villages = [*self.VILLAGES, {"village": "康东村", "township": "康美镇", "station": "康美派出所"}]
        roster = make_roster([stray], villages)
        assert submissions(roster).by_code() == {"YC601": 1}

    def test_nil_report_is_not_silence(self):
        roster = make_roster([{}], self.VILLAGES)
        nil = SourceFile("报送/康美所.xlsx", "2" * 64, (), ("康美派出所",), nil_report=True)
        roster = type(roster)((*roster.files, nil), roster.places, roster.villages, roster.candidates)
        assert "YC601" not in submissions(roster).by_code()
        covered, _ = cover(roster, make_judged([{}], self.VILLAGES)[1], AS_OF, DEADLINE)
        assert [numbers.submission.label for numbers in covered.stations] == ["已报", "零报告"]
        assert covered.villages["reason"].tolist() == ["", "报送中没有该村人选", "", "派出所零报告"]

    def test_unit_to_be_ruled_on_is_pointed_at_in_the_register(self):
        roster = make_roster([{}], [{}, {"village": "农场", "unit_type": "其他"}])
        [found] = submissions(roster).all(roster.places)
        assert (found.code, found.place.cell) == ("YC603", "C3")
        assert "应由本单位认定" in found.message

    def test_cover_finds_the_same(self):
        roster, verdicts = make_judged([{}], self.VILLAGES)
        assert cover(roster, verdicts, AS_OF, None)[1].by_code() == submissions(roster).by_code()


def test_nothing_at_all():
    covered = picture((), [], as_of=AS_OF, deadline=AS_OF + timedelta(days=1))
    assert covered.totals.villages == covered.totals.gap == 0
    assert covered.stations == ()
    assert covered.totals.nomination_rate is None


def test_one_person_who_could_not_be_placed_fills_one_village_at_most():
    villages = [{"village": f"{number}村"} for number in range(1, 6)]
    people = [{"village": "无此村"}, {**SECOND, "village": "1村"}]
    totals = picture(people, villages).totals
    assert (totals.nominated, totals.gap, totals.gap_at_least, totals.gap_at_most) == (1, 4, 3, 5)


def test_a_name_that_several_villages_bear_concerns_these_alone():
    villages = [{"village": "1村", "township": town} for town in ("甲镇", "乙镇")] + [
        {"village": "2村"},
        {"village": "3村"},
    ]
    totals = picture([{"village": "1村", "township": None, "station": None}], villages).totals
    assert (totals.gap, totals.gap_at_least, totals.gap_at_most) == (4, 2, 4)
