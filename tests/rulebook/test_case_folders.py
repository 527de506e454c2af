"""Cases judged by hand: small workspaces of real workbooks, and what a lawyer says of them."""

from datetime import date

import pytest
from tests.builders import sample_id
from tests.offices import bring, codes, covered, office, person, receive, registry, run, send, states

from yicun import pipeline
from yicun.model.results import State
from yicun.model.verdicts import UNTRUE_REASON, Outcome, Verdict

DONE = {"applied_on": date(2020, 4, 28), "recommended_on": date(2020, 4, 30), "inspected_on": date(2020, 5, 6)}
VILLAGE = "园内村"


def someone(number=0, **cells):
    return person(number, **{"village": VILLAGE, "vetted_on": date(2020, 5, 7), **DONE, **cells})


def workspace(tmp_path, people, villages=(VILLAGE,), **config):
    office(tmp_path, villages)
    lines = (tmp_path / "yicun.toml").read_text("utf-8").replace("as_of = 2020-05-07", "as_of = 2020-05-10")
    for name, value in config.items():
        kept = [line for line in lines.splitlines() if not line.startswith(f"{name} =")]
        lines = "\n".join([*kept, f"{name} = {value}", ""])
    (tmp_path / "yicun.toml").write_text(lines, "utf-8")
    send(tmp_path, "省新所.xlsx", people)
    return tmp_path


def verdicts(result):
    return [Verdict(verdict) for verdict in result.verdicts.people["verdict"]]


def deciding(result, at=0):
    row = result.verdicts.people.index[at]
    told = result.verdicts.explain(row, False)  # noqa: FBT003
    return {one.rule for one in told if one.outcome is not Outcome.FLAG}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rulebook: own\ntitle: a\nissuer: b\n", "YC513"),
        ("rulebook: own\ntitle: a\nissuer: b\nextends: fujian-2019-294\n"
         "parameters:\n  schooling: {value: 初中, basis: 本单位约定}\n", "YC511"),
        ("rulebook: own\ntitle: a\nissuer: b\nextends: fujian-2019-294\ndeadlines:\n"
         "  - {id: nominated, on: 2020-08-31, what: 推选, main: true, clause: 通知正文,"
         " quote: 请各派出所在2020年5月10日前完成警务助理推选工作}\n", "YC508"),
    ],
)  # fmt: skip
def test_a_rulebook_that_says_what_its_text_does_not_judges_nobody(tmp_path, text, code):
    folder = workspace(tmp_path, [someone(education="初中", resident="否", vetting="有")], rulebook='"own"')
    (folder / "rules").mkdir()
    (folder / "rules" / "own.yaml").write_text(text, "utf-8")
    result = covered(folder)
    assert result.verdicts is None
    assert code in {one.code for one in result.findings.single}


@pytest.mark.parametrize("rulebook", ["fujian-2019-294", "nanan-2020"])
@pytest.mark.parametrize(("decided", "in_time"), [({}, "none"), ({"decided_on": date(2020, 6, 30)}, "on_time")])
def test_the_end_of_june_asks_who_was_confirmed_and_not_who_was_nominated(tmp_path, rulebook, decided, in_time):
    decided = {**decided, "decision": "确定"} if decided else {}
    folder = workspace(
        tmp_path, [someone(**decided)], rulebook=f'"{rulebook}"', as_of="2020-07-01", deadline="2020-06-30",
        area='"东山县"',
    )  # fmt: skip
    result = covered(folder)
    assert result.coverage.villages["on_time"].tolist() == ["late" if in_time == "none" and decided else in_time]


def test_a_vetting_gone_stale_later_leaves_the_village_where_it_was_and_is_flagged(tmp_path):
    folder = workspace(tmp_path, [someone(vetted_on=date(2020, 5, 5))], as_of="2020-06-30")
    result = covered(folder)
    assert states(result) == {VILLAGE: State.NOMINATED}
    (row,) = result.verdicts.people.index
    assert any("重新核查" in one.note for one in result.verdicts.explain(row, False))  # noqa: FBT003


def test_two_alike_are_a_tie_that_nobody_breaks(tmp_path):
    result = covered(workspace(tmp_path, [someone(0), someone(1)]))
    assert states(result) == {VILLAGE: State.IN_PROGRESS}
    assert (result.coverage.totals.gap_at_least, result.coverage.totals.gap_at_most) == (0, 1)


@pytest.mark.parametrize(
    ("preferred", "lower"),
    [
        ({"recommended_on": None, "inspected_on": None}, {"fallback_reason": "经常不在本村"}),
        ({"choice": "备选"}, {"choice": "拟推选", "fallback_reason": "岗位空缺"}),
    ],
)
def test_a_reason_that_is_untrue_of_those_who_stand_there_is_flagged_wherever_the_village_is_shown(
    tmp_path, preferred, lower
):
    folder = workspace(tmp_path, [someone(0, **preferred), someone(1, category="村干部", **lower)])
    result = covered(folder)
    assert states(result) == {VILLAGE: State.NOMINATED}
    assert result.coverage.villages["flag"].tolist() == [UNTRUE_REASON]
    row = result.coverage.villages["candidate"].iloc[0]
    told = result.verdicts.explain(row, False)  # noqa: FBT003
    assert [one.note for one in told if one.rule == "fallback"] == [UNTRUE_REASON]


def test_a_reason_that_may_be_true_is_not_flagged(tmp_path):
    gone = someone(0, resident="否")
    folder = workspace(tmp_path, [gone, someone(1, category="村干部", fallback_reason="经常不在本村")])
    assert covered(folder).coverage.villages["flag"].tolist() == [""]


def test_whoever_is_over_sixty_is_neither_barred_nor_asked_for_a_reason(tmp_path):
    born = date(1955, 1, 1)
    old = someone(birth_date=born, id_number=sample_id("19550101", "997"), sex="男")
    result = covered(workspace(tmp_path, [old]))
    assert verdicts(result) == [Verdict.ELIGIBLE]
    assert result.verdicts.people["rank"].tolist() == [2]


@pytest.mark.parametrize(
    "second", [{"id_number": "3.50583197503019e+17"}, {"decision": "确定", "phone": "13800000077"}]
)
def test_one_person_in_two_villages_counts_in_neither(tmp_path, second):
    decided = {"decided_on": date(2020, 5, 9), "decision": "确定"} if "decision" in second else {}
    one = someone(**decided)
    folder = workspace(tmp_path, [one, {**one, **second, "village": "檗谷村"}], (VILLAGE, "檗谷村"))
    result = covered(folder)
    assert verdicts(result) == [Verdict.UNDETERMINED] * 2
    assert set(states(result).values()) == {State.UNDETERMINED}
    assert (result.coverage.totals.gap_at_least, result.coverage.totals.gap_at_most) == (0, 2)


def test_a_ruling_goes_before_the_kind_of_a_unit(tmp_path):
    units = [
        {"village": VILLAGE}, {"village": "乙村", "ruling": "不需配"},
        {"village": "丙社区", "unit_type": "社区", "ruling": "不需配"},
        {"village": "丁农场", "unit_type": "其他", "ruling": "不需配"},
    ]  # fmt: skip
    result = covered(workspace(tmp_path, [someone()], units))
    assert states(result) == {VILLAGE: "nominated", "乙村": "auxiliary", "丙社区": "auxiliary", "丁农场": "auxiliary"}
    assert result.coverage.totals.required == 1


def test_whoever_cannot_be_placed_may_be_the_one_a_village_lacks(tmp_path):
    result = covered(workspace(tmp_path, [someone(village="囧字村")]))
    assert verdicts(result) == [Verdict.UNDETERMINED]
    assert (result.coverage.totals.gap_at_least, result.coverage.totals.gap_at_most) == (0, 1)
    assert not codes(result, "YC601")


def test_whoever_cannot_be_placed_may_unseat_somebody_who_is_through(tmp_path):
    stray = someone(1, village="囧字村", resident="否", choice="拟推选")
    result = covered(workspace(tmp_path, [someone(0), stray]))
    assert states(result) == {VILLAGE: State.NOMINATED}
    assert (result.coverage.totals.gap_at_least, result.coverage.totals.gap_at_most) == (0, 1)


def test_no_approval_stands_for_a_conclusion_that_nobody_drew(tmp_path):
    blank = someone(inspection=None)
    folder = workspace(tmp_path, [blank], waivers='"waivers.yaml"')
    (folder / "waivers.yaml").write_text(
        f'waivers:\n  - person: {{name: {blank["name"]}, id_ends: "{blank["id_number"][-4:]}"}}\n'
        f"    village: {VILLAGE}\n"
        "    rule: character\n    reason: 集体研究同意\n    approver: 户政管理大队\n    approved_on: 2020-05-08\n"
        "    document: 会议纪要\n",
        "utf-8",
    )
    result = covered(folder)
    assert verdicts(result) == [Verdict.UNDETERMINED]
    assert deciding(result) == {"character", "conduct"}
    assert "YC520" in {one.code for one in result.findings.single}


def test_a_community_somebody_was_confirmed_for_is_shown_as_confirmed_and_to_be_ruled_on(tmp_path):
    units = [{"village": VILLAGE}, {"village": "丙社区", "unit_type": "社区"}]
    decided = someone(village="丙社区", decided_on=date(2020, 5, 9), decision="确定")
    result = covered(workspace(tmp_path, [decided], units))
    assert states(result) == {VILLAGE: State.VACANT, "丙社区": State.CONFIRMED}
    assert "待认定" in result.coverage.villages.set_index("village")["flag"]["丙社区"]


@pytest.mark.parametrize(
    ("received", "again", "in_time"),
    [(date(2020, 5, 10), None, "on_time"), (date(2020, 5, 11), None, "late"),
     (date(2020, 5, 9), date(2020, 5, 12), "on_time")],
)  # fmt: skip
def test_a_list_is_handed_in_on_the_day_it_was_first_received(tmp_path, received, again, in_time):
    registry(tmp_path, [VILLAGE])
    receive(tmp_path, bring(tmp_path, "一.xlsx", [someone()]), received)
    if again is not None:
        receive(tmp_path, bring(tmp_path, "二.xlsx", [someone(phone="13800000055")]), again, "全量")
    result = covered(tmp_path, date(2020, 5, 13))
    assert states(result) == {VILLAGE: State.NOMINATED}
    assert result.coverage.villages["on_time"].tolist() == [in_time]


def test_the_day_of_receipt_is_not_asked_by_the_deadline_for_confirming(tmp_path):
    registry(tmp_path, [VILLAGE])
    config = tmp_path / "yicun.toml"
    config.write_text(
        config.read_text("utf-8").replace("2020-05-10", "2020-06-30").replace("清源县", "南安市"), "utf-8"
    )
    confirmed = someone(decided_on=date(2020, 6, 20), decision="确定")
    receive(tmp_path, bring(tmp_path, "一.xlsx", [confirmed]), date(2020, 7, 3))
    result = pipeline.coverage(run(tmp_path, date(2020, 7, 5)))
    assert result.coverage.villages["on_time"].tolist() == ["on_time"]
