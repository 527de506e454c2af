"""Contradictions, a line, withdrawals and a merger: each as it comes out without a ledger, and with one."""

from datetime import date
from pathlib import Path

from tests.offices import bring, codes, covered, keep_ledger, office, person, receive, registry, send, states

from yicun.model.fields import TableKind

ON = date(2020, 5, 1)
REFUSED = {"vetting": "有"}


def test_two_reports_that_contradict_each_other(tmp_path: Path) -> None:
    """Without receipts nobody is believed; with them the later one is, in whichever order the files lie."""
    without = office(tmp_path / "无")
    send(without, "乙.xlsx", [person(0)])
    send(without, "甲.xlsx", [person(0, **REFUSED)])
    result = covered(without)
    assert states(result)["园内村"] == "undetermined"
    assert {code for code, *_ in codes(result, "YC418")} == {"YC418"}
    for name, order, expected in (("一", (REFUSED, {}), "nominated"), ("二", ({}, REFUSED), "ineligible")):
        folder = registry(tmp_path / name)
        for number, cells in enumerate(order):
            receive(folder, bring(folder, f"{9 - number}.xlsx", [person(0, **cells)]), ON, "更正" if number else "全量")
        assert states(covered(folder))["园内村"] == expected
        assert not codes(covered(folder), "YC418")


def test_a_line_is_drawn_from_receipts_only(tmp_path: Path) -> None:
    without, with_ledger = office(tmp_path / "无"), registry(tmp_path / "有")
    send(without, "甲.xlsx", [person(0), person(1)])
    assert covered(without).coverage.pace is None
    receive(with_ledger, bring(with_ledger, "甲.xlsx", [person(0)]), ON, "全量")
    receive(with_ledger, bring(with_ledger, "乙.xlsx", [person(1)]), date(2020, 5, 6), "补报")
    history = covered(with_ledger, date(2020, 5, 7)).coverage.history
    assert [(day, totals.done) for day, totals in history] == [(ON, 1), (date(2020, 5, 6), 2), (date(2020, 5, 7), 2)]


def test_whoever_is_marked_as_gone_waits_until_the_office_says_so(tmp_path: Path) -> None:
    people = [person(0, remark="本人已放弃"), person(1, remark="退出"), person(2)]
    without, with_ledger = office(tmp_path / "无"), registry(tmp_path / "有")
    send(without, "甲.xlsx", people)
    expected = {"园内村": "undetermined", "檗谷村": "undetermined", "油园村": "nominated", "扶茂岭村": "vacant"}
    assert states(covered(without)) == expected
    receive(with_ledger, bring(with_ledger, "甲.xlsx", people), ON, "全量")
    assert states(covered(with_ledger)) == expected
    who = [["省新镇", str(one["village"]), str(one["name"]), str(one["id_number"])] for one in people]
    left = [*who[0], None, None, "2020-05-05", "本人放弃"]
    stays = [*who[1], "确定", "2020-05-05"]
    keep_ledger(with_ledger, {TableKind.DECISIONS: [left, stays]})
    assert states(covered(with_ledger)) == {**expected, "园内村": "vacant", "檗谷村": "confirmed"}
    assert states(covered(with_ledger, date(2020, 5, 4))) == expected


def test_people_of_a_merged_village_meet_in_the_new_one(tmp_path: Path) -> None:
    """By its former name in the register, or by a ruling: two for one place are a tie that nobody breaks."""
    villages = [{"village": "园内村", "former_names": "檗谷村"}, {"village": "油园村"}]
    without, with_ledger = office(tmp_path / "无", villages), registry(tmp_path / "有", ("园内村", "油园村"))
    people = [person(0), person(1), person(2)]
    send(without, "甲.xlsx", people)
    expected = {"园内村": "in_progress", "油园村": "nominated"}
    assert states(covered(without)) == expected
    receive(with_ledger, bring(with_ledger, "甲.xlsx", people), ON, "全量")
    keep_ledger(with_ledger, {TableKind.RULINGS: [("省新镇", "檗谷村", None, "2020-05-05", "园内村")]})
    assert states(covered(with_ledger)) == expected
    assert states(covered(with_ledger, date(2020, 5, 4)))["园内村"] == "nominated"
