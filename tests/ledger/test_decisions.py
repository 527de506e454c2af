"""What the office wrote into its ledger wins over what a roster says, from its day on."""

from datetime import date
from pathlib import Path

from tests.offices import bring, codes, covered, keep_ledger, person, receive, registry, states

from yicun.model.fields import TableKind

SENT = date(2020, 4, 28)


def who(number: int) -> tuple[str, str, str, str]:
    one = person(number)
    return "省新镇", str(one["village"]), str(one["name"]), str(one["id_number"])


def office_with(folder: Path, *rows: tuple[str | None, ...], **cells: object) -> Path:
    registry(folder)
    receive(folder, bring(folder, "一.xlsx", [person(0, **cells), person(1)]), SENT)
    keep_ledger(folder, {TableKind.DECISIONS: rows})
    return folder


def test_a_decision_holds_from_its_day_on(tmp_path: Path) -> None:
    folder = office_with(tmp_path / "x", (*who(0), "确定", "2020-05-05"))
    assert states(covered(folder, date(2020, 5, 4)))["园内村"] == "nominated"
    assert states(covered(folder, date(2020, 5, 5)))["园内村"] == "confirmed"


def test_the_ledger_wins_over_the_roster_and_says_so(tmp_path: Path) -> None:
    said = {"decision": "确定", "decided_on": date(2020, 4, 27)}
    folder = office_with(tmp_path / "x", (*who(0), "不予确定", "2020-05-05"), **said)
    assert states(covered(folder, date(2020, 5, 4)))["园内村"] == "confirmed"
    result = covered(folder, date(2020, 5, 6))
    assert states(result)["园内村"] != "confirmed"
    assert [code for code, *_ in codes(result, "YC419")] == ["YC419"]


def test_a_decision_about_nobody_is_an_error_and_a_row_that_waits_is_none(tmp_path: Path) -> None:
    folder = office_with(
        tmp_path / "x",
        ("省新镇", "园内村", "示例无人", None, "确定", "2020-05-05"),
        ("省新镇", "园内村", "示例又无", None),
    )
    assert codes(covered(folder), "YC420") == [("YC420", "台账.xlsx", "C2")]


def test_an_exit_is_known_from_its_day_on(tmp_path: Path) -> None:
    folder = office_with(tmp_path / "x", (*who(0), None, None, "2020-05-05", "本人放弃"))
    assert covered(folder, date(2020, 5, 4)).roster.exits == {}
    exits = covered(folder, date(2020, 5, 5)).roster.exits
    assert list(exits.values()) == [date(2020, 5, 5)]


def test_a_conclusion_without_its_day_is_said_and_not_used(tmp_path: Path) -> None:
    folder = office_with(tmp_path / "x", (*who(0), "确定"))
    result = covered(folder)
    assert states(result)["园内村"] == "nominated"
    assert [(code, name) for code, name, _ in codes(result, "YC308")] == [("YC308", "台账.xlsx")]


def test_a_ruling_holds_from_its_day_on(tmp_path: Path) -> None:
    folder = office_with(tmp_path / "x")
    keep_ledger(folder, {TableKind.RULINGS: [("省新镇", "油园村", "不需配", "2020-05-05")]})
    assert states(covered(folder, date(2020, 5, 4)))["油园村"] == "vacant"
    assert states(covered(folder, date(2020, 5, 5)))["油园村"] == "auxiliary"


def test_people_of_a_merged_village_count_for_the_new_one(tmp_path: Path) -> None:
    folder = office_with(tmp_path / "x")
    keep_ledger(folder, {TableKind.RULINGS: [("省新镇", "檗谷村", None, "2020-05-05", "油园村")]})
    before, after = covered(folder, date(2020, 5, 4)), covered(folder, date(2020, 5, 5))
    assert states(before)["檗谷村"] == "nominated"
    assert "檗谷村" not in states(after)
    assert states(after)["油园村"] == "nominated"
    assert [code for code, *_ in codes(after, "YC415")] == ["YC415"]


def test_a_merged_village_that_is_no_longer_in_the_register_is_still_understood(tmp_path: Path) -> None:
    folder = registry(tmp_path / "x", ("园内村", "油园村"))
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1)]), SENT)
    assert codes(covered(folder), "YC404")
    keep_ledger(folder, {TableKind.RULINGS: [("省新镇", "檗谷村", None, "2020-05-05", "油园村")]})
    result = covered(folder)
    assert states(result) == {"园内村": "nominated", "油园村": "nominated"}
    assert not codes(result, "YC404")
