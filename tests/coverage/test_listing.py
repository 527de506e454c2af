"""Who is on the list."""

from datetime import date

from verdicts import make_judged
from yicun.coverage.listing import nominate
from yicun.coverage.states import cover
from yicun.model.verdicts import Decision, Outcome, Verdicts

AS_OF = date(2020, 5, 7)
SECOND = {"name": "示例乙", "id_number": "350583196807129983"}
CONFIRMED = {"decision": "确定", "decided_on": AS_OF}


def listed(people=(), villages=None, station=None, area="南安市", explain=None):
    roster, verdicts = make_judged(people, villages)
    if explain is not None:
        verdicts = Verdicts(verdicts.rulebook, verdicts.people, explain)
    return nominate(roster, verdicts, cover(roster, verdicts, AS_OF, None)[0], station, area)


def reason(people, village=None):
    [left_out] = listed(people, [village or {}]).left_out
    return left_out.reason


def test_one_line_a_village_in_register_order():
    villages = [{"village": name} for name in ("丙村", "甲村", "乙村", "丁村")]
    found = listed([{"village": "甲村"}, {**SECOND, "village": "丙村", "waived": True}], villages)
    assert found.title == "全市“一村一警务助理”推选名单"
    assert found.lines["village"].tolist() == ["丙村", "甲村"]
    assert found.lines["name"].tolist() == ["示例乙", "示例甲"]
    assert found.lines["waived"].tolist() == [True, False]
    assert found.lines.index.tolist() == [5, 4]
    assert (found.required, found.listed, found.missing) == (4, 2, 2)
    assert found.missing_villages[0] == ("省新派出所", "省新镇", "乙村", "报送中没有该村人选")
    assert not found.complete
    assert found.left_out == ()


def test_station_has_a_list_of_its_own():
    villages = [{}, {"village": "康美村", "township": "康美镇", "station": "康美派出所"}]
    people = [
        {},
        {**SECOND, "village": "康美村", "township": "康美镇", "station": "康美派出所", "verdict": "ineligible"},
    ]
    found = listed(people, villages, station="省新派出所")
    assert found.title == "省新派出所“一村一警务助理”推选名单"
    assert (found.required, found.listed, found.missing, found.left_out) == (1, 1, 0, ())
    assert found.complete
    assert listed([], villages, area="安溪县").title.startswith("全县")


def test_everybody_else_is_left_out_with_the_reason():
    assert reason([{"inspected_on": None, "stage": 2}]) == "推选程序未完成：尚无联合考察日期"
    assert reason([{}], {"auxiliary": "有", "auxiliary_kind": "专职"}) == "该村已有专职辅警"
    assert reason([{}], {"auxiliary": "有", "auxiliary_kind": "专职", "ruling": "不需配"}) == "该村已认定不需配"
    assert reason([{}], {"unit_type": "其他"}) == "该村是否需配尚待认定"
    assert reason([{"village": "无此村"}]) == "底册中没有该村"
    assert reason([{"decision": "不予确定", "decided_on": AS_OF}]) == "审核未予确定，请另行推选"
    assert reason([{}, {**SECOND, "rank": 2}]) == "该村另有拟推选人选"


def test_verdict_is_given_with_its_clause():
    decision = Decision("resident", "三（一）条件2", "常驻本村", Outcome.FAILS, eligible_from=date(2020, 6, 2))
    found = listed([{"verdict": "ineligible"}], explain=lambda _row, _everything: (decision,))
    assert found.left_out[0].reason == "不符合：三（一）条件2（常驻本村），2020-06-02 起可推选"


def test_tie_is_not_broken_by_the_list():
    found = listed([{}, SECOND])
    assert found.listed == 0
    assert [person.reason for person in found.left_out] == ["并列，请确定", "并列，请确定"]
    assert found.missing_villages[0][3] == "并列，请确定"


def test_confirmed_is_listed_whatever_the_verdict_and_marked():
    assert not listed([CONFIRMED | {"inspected_on": None}]).lines["overruled"].any()
    found = listed([{**CONFIRMED, "verdict": "undetermined"}])
    assert (found.listed, found.missing, found.left_out) == (1, 0, ())
    assert found.lines["overruled"].tolist() == [True]


def test_nobody_without_a_name_is_listed():
    found = listed([{"name": None, **CONFIRMED}])
    assert (found.listed, found.missing) == (0, 1)
    assert found.left_out[0].reason == "待核：姓名未填或无法辨认"


def test_line_without_a_readable_id_is_counted():
    found = listed([{"id_number": None}])
    assert (found.listed, found.unreadable_ids, found.to_mend, found.complete) == (1, 1, 1, False)
    found = listed([{"phone": None}])
    assert (found.listed, found.unreadable_ids, found.to_mend, found.complete) == (1, 0, 1, False)


def test_nobody_at_all():
    found = listed([], [])
    assert (found.required, found.listed, found.complete) == (0, 0, True)
