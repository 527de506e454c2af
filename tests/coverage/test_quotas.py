"""Villages that need more than one: who counts, when it is done, what is said of it."""

from datetime import date

import pytest

from builders import make_roster
from yicun.coverage.listing import nominate
from yicun.coverage.states import cover
from yicun.intake.people import cross_check
from yicun.model.results import State
from yicun.register.standing import standing_on
from yicun.rulebook.files import shipped
from yicun.rulebook.judge import judge
from yicun.rulebook.load import load_rulebook

AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)
IDS = ("350583197503019994", "350583197603019996", "350583197703019998", "35058319780301999X")


def people(*changes):
    return [{"name": f"示例{n}", "id_number": IDS[n], **change} for n, change in enumerate(changes)]


def covered(quota, *changes, **unit):
    roster = make_roster(people(*changes), [{"quota": quota, **unit}])
    book, _ = load_rulebook(shipped() / "nanan-2020.yaml", shown="nanan-2020", search=[shipped()])
    verdicts, _ = judge(book, roster, AS_OF, DEADLINE)
    coverage, _ = cover(roster, verdicts, AS_OF, DEADLINE)
    return coverage, nominate(roster, verdicts, coverage, None, "南安市")


@pytest.mark.parametrize(
    ("quota", "through", "state"),
    [(None, 1, State.NOMINATED), (1, 1, State.NOMINATED), (2, 1, State.IN_PROGRESS), (2, 2, State.NOMINATED),
     (3, 2, State.IN_PROGRESS), (3, 3, State.NOMINATED), (2, 0, State.VACANT)],
)  # fmt: skip
def test_a_village_is_done_when_as_many_as_it_needs_are_through(quota, through, state):
    coverage, listed = covered(quota, *[{}] * through)
    assert coverage.villages["state"].tolist() == [state]
    assert coverage.totals.gap == (state is not State.NOMINATED)
    assert len(listed.lines) == (through if state is State.NOMINATED else 0)
    assert (coverage.totals.people_required, coverage.totals.people_done) == (quota or 1, through)


def test_what_is_wanting_is_said_with_the_numbers_and_of_the_one_who_is_still_to_come():
    coverage, _ = covered(2, {}, {"inspected_on": None})
    village = coverage.villages.iloc[0]
    assert village["reason"] == "需配 2 名，已推选 1 名；推选程序未完成：尚无联合考察日期"
    assert (village["name"], village["todo"]) == ("示例1", "派出所：会同乡镇联合考察")
    alone, listed = covered(2, {})
    assert alone.villages["reason"].tolist() == ["需配 2 名，已推选 1 名"]
    assert "再推荐" in alone.villages["todo"].iloc[0]
    assert [person.reason for person in listed.left_out] == ["该村需配几名，尚未配齐"]


def test_more_than_it_needs_are_a_tie_and_a_reserve_has_no_seat():
    coverage, _ = covered(2, {}, {}, {})
    assert coverage.villages["flag"].tolist() == ["并列，请确定"]
    assert coverage.totals.gap == 1
    coverage, listed = covered(2, {}, {"choice": "备选"})
    assert coverage.villages["state"].tolist() == [State.IN_PROGRESS]
    coverage, listed = covered(2, {}, {}, {"category": "村干部", "fallback_reason": "本人不愿意"})
    assert listed.lines["name"].tolist() == ["示例0", "示例1"]
    assert [person.reason for person in listed.left_out] == ["该村另有拟推选人选"]


def test_one_confirmed_of_two_is_not_confirmed_yet_and_three_of_two_are_flagged():
    done = {"decision": "确定", "decided_on": date(2020, 5, 6)}
    assert covered(2, done, {"inspected_on": None})[0].villages["state"].tolist() == [State.IN_PROGRESS]
    assert covered(2, done, {})[0].villages["state"].tolist() == [State.NOMINATED]
    assert covered(2, done, done)[0].villages["state"].tolist() == [State.CONFIRMED]
    three = covered(2, done, done, done)[0].villages.iloc[0]
    assert (three["state"], three["flag"]) == (State.CONFIRMED, "确定的人数超过配备人数")


def test_on_time_is_when_the_last_of_them_was():
    early, late = {"inspected_on": date(2020, 5, 1)}, {"inspected_on": date(2020, 5, 7)}
    roster = make_roster(people(early, late), [{"quota": 2}])
    book, _ = load_rulebook(shipped() / "nanan-2020.yaml", shown="nanan-2020", search=[shipped()])
    verdicts, _ = judge(book, roster, AS_OF, None)
    for deadline, kept in ((date(2020, 5, 6), "late"), (date(2020, 5, 7), "on_time")):
        assert cover(roster, verdicts, AS_OF, deadline)[0].villages["on_time"].tolist() == [kept]


def test_none_needed_is_no_gap_unless_the_office_ruled_that_it_is():
    assert covered(0)[0].villages["state"].tolist() == [State.AUXILIARY]
    assert covered(0)[0].villages["flag"].tolist() == ["配备人数为 0，不需另配"]
    ruled = covered(0, ruling="需配")[0].villages.iloc[0]
    assert (ruled["state"], ruled["reason"]) == (State.RULING, "认定为需配，配备人数为 0")


def test_a_number_that_cannot_be_read_waits_for_the_office():
    roster = make_roster(people({}), [{"quota": None}], unreadable={"quota": frozenset({0})})
    book, _ = load_rulebook(shipped() / "nanan-2020.yaml", shown="nanan-2020", search=[shipped()])
    coverage, _ = cover(roster, judge(book, roster, AS_OF, None)[0], AS_OF, None)
    assert coverage.villages["reason"].tolist() == ["配备人数无法辨认"]
    assert (coverage.totals.gap_at_least, coverage.totals.gap_at_most) == (0, 1)


@pytest.mark.parametrize(("quota", "found"), [(None, 2), (2, 0), (1, 2)])
def test_as_many_marked_as_it_needs_are_not_too_many(quota, found):
    roster = make_roster(people({"choice": "拟推选"}, {"choice": "拟推选"}), [{"quota": quota}])
    _, findings, _ = cross_check(roster.candidates, roster.villages)
    assert findings.by_code().get("YC409", 0) == found


def test_seats_are_filled_in_the_order_of_the_text():
    marked, plain, other = {"choice": "拟推选"}, {}, {"choice": "备选"}
    roster = make_roster(people(plain, marked, other, {"inspected_on": None}), [{"quota": 2}])
    candidates = roster.candidates
    standing = standing_on(
        roster, candidates["village_row"].to_numpy(), [1, 2, 1, 1] + 0 * candidates["village_row"], AS_OF
    )
    assert standing.chosen.tolist() == [True, True, False, False]
    assert not standing.tied.any()
