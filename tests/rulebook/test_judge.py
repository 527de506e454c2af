"""What a clerk sees of the judgement by the shipped rulebook: verdicts, limits, who counts, and why."""

from datetime import date
from functools import cache

import pytest

from builders import make_roster
from yicun.rulebook.files import shipped
from yicun.rulebook.judge import judge
from yicun.rulebook.load import load_rulebook

AS_OF = date(2020, 5, 10)


@cache
def rulebook(name="nanan-2020"):
    loaded, findings = load_rulebook(shipped() / f"{name}.yaml", shown=f"{name}.yaml", search=[shipped()])
    assert loaded is not None, findings.single
    return loaded


def judged(*people, as_of=AS_OF, deadline=AS_OF, villages=({},), **more):
    return judge(rulebook(), make_roster(people, villages, **more), as_of, deadline)[0]


def one(person, **more):
    """The verdict of one person and what decided it."""
    verdicts = judged(person, **more)
    (row_id,) = verdicts.people.index
    decisions = verdicts.explain(row_id, everything=False)
    return verdicts.people.loc[row_id], {decision.rule: decision for decision in decisions}


@pytest.mark.parametrize(
    ("person", "verdict", "rules"),
    [
        ({}, "eligible", []),
        ({"vetting": None}, "undetermined", ["records"]),
        ({"vetting": "待核"}, "undetermined", ["records"]),
        ({"vetting": "有"}, "ineligible", ["records"]),
        ({"resident": "否", "vetting": None}, "ineligible", ["resident"]),
        ({"resident": None, "fit": "待核"}, "undetermined", ["fit", "resident"]),
        ({"education": "初中"}, "needs_reason", ["schooling"]),
        ({"education": "初中", "exception_note": "群众基础好"}, "eligible", []),
        ({"education": "职高"}, "eligible", []),
        ({"education": "大学"}, "eligible", []),
        ({"inspection": "不合格"}, "ineligible", ["character", "conduct"]),
        ({"village": None}, "undetermined", ["own-village"]),
        ({"village": "不在底册村"}, "undetermined", ["own-village"]),
    ],
)
def test_the_verdict_is_the_worst_answer_and_names_its_rules(person, verdict, rules):
    answer, decided = one(person)
    assert answer["verdict"] == verdict
    assert sorted(rule for rule, decision in decided.items() if decision.outcome.value != "flag") == rules


def test_a_village_cadre_of_62_is_not_barred():
    answer, decided = one({"category": "村干部", "birth_date": date(1958, 1, 1), "fallback_reason": "岗位空缺"})
    assert (answer["verdict"], answer["rank"], decided) == ("eligible", 2, {})


@pytest.mark.parametrize(
    ("discipline", "decided_on", "verdict", "eligible_from"),
    [
        ("警告", date(2018, 5, 9), "eligible", None),
        ("警告", date(2018, 5, 10), "undetermined", date(2020, 5, 11)),
        ("警告", date(2018, 5, 11), "undetermined", date(2020, 5, 12)),
        ("严重警告", date(2018, 6, 1), "undetermined", date(2020, 6, 2)),
        ("撤销党内职务", date(2017, 5, 9), "eligible", None),
        ("撤销党内职务", date(2017, 5, 10), "undetermined", date(2020, 5, 11)),
        ("开除党籍", date(2017, 5, 11), "undetermined", date(2020, 5, 12)),
        ("警告", (date(2018, 5, 1), date(2018, 5, 31)), "undetermined", date(2020, 6, 1)),
        ("警告", (date(2018, 4, 1), date(2018, 4, 30)), "eligible", None),
        ("警告", (date(2018, 6, 1), date(2018, 6, 30)), "undetermined", date(2020, 7, 1)),
    ],
)
def test_a_sanction_runs_out_on_the_day_after_its_years_are_full(discipline, decided_on, verdict, eligible_from):
    answer, decided = one({"discipline": discipline, "discipline_on": decided_on})
    assert answer["verdict"] == verdict
    if eligible_from is None:
        assert answer.isna()["eligible_from"]
    else:
        assert answer["eligible_from"].date() == eligible_from
        assert [decision.eligible_from for decision in decided.values()] == [eligible_from]


@pytest.mark.parametrize(("deadline", "in_time"), [(date(2020, 6, 1), False), (date(2020, 6, 2), True), (None, None)])
def test_a_sanction_says_whether_it_ends_before_the_deadline(deadline, in_time):
    _, decided = one({"discipline": "警告", "discipline_on": date(2018, 6, 1)}, deadline=deadline)
    assert decided["warning-2y"].in_time is in_time


def test_no_day_of_eligibility_while_something_else_stands_in_the_way():
    answer, decided = one({"discipline": "警告", "discipline_on": date(2018, 6, 1), "vetting": "有"})
    assert sorted(decided) == ["records", "warning-2y"]
    assert answer.isna()["eligible_from"]
    assert decided["warning-2y"].until == ""
    answer, decided = one({"discipline": "警告", "discipline_on": date(2018, 6, 1), "resident": None})
    assert answer.isna()["eligible_from"]
    assert decided["warning-2y"].until == ""


def test_a_clear_vetting_beside_a_sanction_that_still_holds_is_a_contradiction_said_at_both_cells():
    roster = make_roster([{"discipline": "警告", "discipline_on": date(2018, 6, 1)}])
    verdicts, findings = judge(rulebook(), roster, AS_OF, None)
    assert list(verdicts.people["verdict"]) == ["undetermined"]
    (finding,) = findings.all(roster.places)
    assert (finding.code, finding.field) == ("YC309", "vetting")
    assert "处分“警告”" in finding.message.replace("“处分”", "处分")
    (decision,) = verdicts.explain(1, everything=False)
    assert decision.settle == ("vetting", "discipline", "discipline_on")
    assert "两栏矛盾" in decision.note


@pytest.mark.parametrize(("vetting", "verdict"), [("有", "ineligible"), ("待核", "ineligible"), ("无", "undetermined")])
def test_whoever_was_dismissed_from_office_is_barred_for_ever(vetting, verdict):
    answer, decided = one({"discipline": "开除公职", "discipline_on": date(1990, 1, 1), "vetting": vetting})
    assert answer["verdict"] == verdict
    assert "dismissed" in decided
    assert answer.isna()["eligible_from"]


@pytest.mark.parametrize("kind", ["政务警告", "记过", "记大过", "降级", "撤职"])
def test_sanctions_of_office_short_of_dismissal_bar_nothing_by_this_text(kind):
    assert one({"discipline": kind, "discipline_on": date(2020, 4, 1)})[0]["verdict"] == "eligible"


@pytest.mark.parametrize("cells", [{"discipline": None}, {"discipline": None, "vetting": "无"}])
def test_the_date_of_an_unnamed_sanction_clears_nobody_however_old(cells):
    answer, _ = one({**cells, "discipline_on": date(2001, 1, 1)})
    assert answer["verdict"] == "undetermined"


def test_an_unreadable_kind_of_sanction_is_not_cleared_by_an_old_date():
    person = {"discipline": None, "discipline_on": date(2001, 1, 1)}
    answer, decided = one(person, unreadable={"discipline": frozenset((1,))})
    assert (answer["verdict"], list(decided)) == ("undetermined", ["dismissed"])


def test_nothing_asks_why_no_head_of_security_was_chosen_where_one_was():
    answer, decided = one({"birth_date": date(1955, 1, 1)})
    assert (answer["verdict"], answer["rank"]) == ("eligible", 2)
    assert decided == {}


@pytest.mark.parametrize(("reason", "flagged"), [("岗位空缺", True), ("经常不在本村", True), ("本人不愿意", False)])
def test_a_reason_that_the_people_of_the_village_belie_is_flagged(reason, flagged):
    cadre = {"category": "村干部", "choice": "拟推选", "fallback_reason": reason}
    verdicts = judged(cadre, {"choice": "备选", "name": "示例乙"})
    assert list(verdicts.people["verdict"]) == ["eligible", "eligible"]
    assert ["fallback"] * flagged == [decision.rule for decision in verdicts.explain(1, everything=False)]
    barred = judged(cadre, {"choice": "备选", "name": "示例乙", "vetting": "有"})
    assert barred.explain(1, everything=False) == ()


@pytest.mark.parametrize(("reason", "own"), [("年龄较大", False), ("岗位空缺", True), ("本人不愿意", True)])
def test_a_reason_the_text_does_not_name_is_marked_as_the_offices_own(reason, own):
    verdicts = judged({"category": "村干部", "fallback_reason": reason})
    (note,) = [decision.note for decision in verdicts.explain(1, everything=True) if decision.rule == "fallback"]
    assert ("系本单位约定" in note) is own


DOUBTED = [(date(2020, 5, 5), "拟推选"), (date(2020, 4, 5), "备选")]


def test_a_vetting_that_goes_stale_after_the_inspection_is_asked_again_but_undoes_nothing():
    steps = {"applied_on": date(2020, 4, 28), "recommended_on": date(2020, 4, 30), "inspected_on": date(2020, 5, 6)}
    roster = make_roster([{**steps, "vetted_on": vetted_on, "choice": choice} for vetted_on, choice in DOUBTED])
    verdicts, _ = judge(rulebook(), roster, date(2020, 7, 1), None)
    assert list(verdicts.people["verdict"]) == ["eligible", "undetermined"]
    (flag,) = verdicts.explain(1, everything=False)
    assert (flag.rule, flag.outcome.value, flag.fields) == ("records-fresh", "flag", ("vetted_on",))


def test_a_birthday_after_the_inspection_leaves_the_preference():
    steps = {"applied_on": date(2020, 4, 28), "recommended_on": date(2020, 4, 30), "inspected_on": date(2020, 5, 6)}
    born = {"birth_date": date(1959, 6, 1), "vetted_on": date(2020, 6, 20)}
    roster = make_roster([{**steps, **born}, {**steps, **born, "inspected_on": None}])
    verdicts, _ = judge(rulebook(), roster, date(2020, 7, 1), None)
    assert list(verdicts.people["rank"]) == [1, 2]


def test_a_blank_sanction_is_covered_by_the_vetting_but_an_unreadable_one_is_not():
    person = {"discipline": None}
    assert one(person)[0]["verdict"] == "eligible"
    answer, decided = one(person, unreadable={"discipline": frozenset((1,))})
    assert answer["verdict"] == "undetermined"
    assert decided["removal-3y"].settle == ("discipline", "discipline_on")
    answer, decided = one({"discipline": None, "vetting": None})
    assert decided["warning-2y"].settle == ("vetting",)


def test_an_expired_sanction_beside_a_bad_vetting_is_shown_but_the_vetting_decides():
    answer, decided = one({"discipline": "警告", "discipline_on": date(2015, 1, 1), "vetting": "有"})
    assert answer["verdict"] == "ineligible"
    assert {rule: decision.outcome.value for rule, decision in decided.items()} == {
        "records": "fails",
        "warning-2y": "flag",
    }


@pytest.mark.parametrize(
    ("vetted_on", "verdict"),
    [
        (date(2020, 4, 11), "eligible"),
        (date(2020, 4, 10), "eligible"),
        (date(2020, 4, 9), "undetermined"),
        (date(2020, 5, 11), "undetermined"),
        (None, "undetermined"),
    ],
)
def test_a_vetting_counts_for_thirty_days_and_then_is_no_answer(vetted_on, verdict):
    answer, decided = one({"vetted_on": vetted_on, "inspected_on": AS_OF})
    assert answer["verdict"] == verdict
    if verdict != "eligible":
        assert decided["records-fresh"].settle == ("vetted_on",)


@pytest.mark.parametrize(
    ("born", "rank", "flagged"),
    [
        (date(1960, 5, 11), 1, False),
        (date(1960, 5, 10), 1, True),
        (date(1959, 5, 11), 1, True),
        (date(1959, 5, 10), 2, False),
        ((date(1959, 6, 1), date(1959, 6, 30)), 1, True),
    ],
)
def test_sixty_is_counted_in_and_those_exactly_sixty_are_flagged(born, rank, flagged):
    answer, decided = one({"birth_date": born, "inspected_on": AS_OF})
    assert (answer["verdict"], answer["rank"]) == ("eligible", rank)
    assert ("priority" in decided) is flagged


def test_an_age_that_is_not_known_leaves_the_preference_open_and_asks_for_the_id():
    verdicts = judged({"birth_date": None, "id_number": None})
    assert verdicts.people.isna()["rank"].tolist() == [True]
    settle = {decision.rule: decision.settle for decision in verdicts.explain(1, everything=True)}
    assert settle["priority"] == ("id_number",)


def test_the_stage_is_the_last_step_with_all_before_it_done_by_the_day():
    steps = [
        ({"applied_on": None}, 0),
        ({"recommended_on": None}, 1),
        ({"inspected_on": date(2020, 5, 11)}, 2),
        ({"inspected_on": (date(2020, 5, 1), date(2020, 5, 31))}, 2),
        ({"inspected_on": (date(2020, 4, 1), date(2020, 4, 30))}, 3),
        ({"decided_on": date(2020, 5, 10)}, 4),
    ]
    verdicts = judged(*(person for person, _ in steps))
    assert list(verdicts.people["stage"]) == [stage for _, stage in steps]


@pytest.mark.parametrize(
    ("people", "chosen", "tied"),
    [
        ([{}], [True], [False]),
        ([{"choice": "备选"}], [True], [False]),
        ([{"category": "村干部", "choice": "拟推选"}, {}], [True, False], [False, False]),
        ([{"category": "村干部"}, {}], [False, True], [False, False]),
        ([{"category": "村干部"}, {"category": "退伍军人"}], [False, False], [True, True]),
        ([{"birth_date": None}, {"category": "其他"}], [False, True], [False, False]),
        ([{"choice": "拟推选"}, {"choice": "拟推选"}, {}], [False, False, False], [True, True, False]),
        ([{"choice": "备选", "category": "村干部"}, {"choice": "备选"}], [False, True], [False, False]),
    ],
)
def test_who_counts_for_a_village(people, chosen, tied):
    verdicts = judged(*({"name": f"示例{n}", **person} for n, person in enumerate(people)))
    assert list(verdicts.people["chosen"]) == chosen
    assert list(verdicts.people["tied"]) == tied


def test_people_of_different_villages_are_never_weighed_against_each_other():
    villages = [{"village": "园内村"}, {"village": "园内村", "township": "康美镇"}]
    verdicts = judged(
        {}, {"township": "康美镇", "category": "村干部", "fallback_reason": "岗位空缺"}, villages=villages
    )
    assert list(verdicts.people["chosen"]) == [True, True]


def test_without_a_register_villages_are_told_apart_by_what_was_written():
    verdicts = judged({}, {"township": "康美镇"}, {"village": None}, {"village": None}, villages=[])
    assert list(verdicts.people["chosen"]) == [True, True, True, True]
    assert list(verdicts.people["verdict"]) == ["eligible", "eligible", "undetermined", "undetermined"]


def test_only_the_one_who_counts_is_asked_for_a_reason():
    verdicts = judged({"category": "村干部"}, {"category": "退伍军人"}, {"choice": "拟推选", "category": "治保主任"})
    assert list(verdicts.people["verdict"]) == ["eligible"] * 3
    tied = judged({"category": "村干部"}, {"category": "退伍军人"})
    assert list(tied.people["verdict"]) == ["needs_reason"] * 2
    notes = [decision.note for decision in tied.explain(1, everything=False)]
    assert "并列，请确定一名拟推选" in notes


def test_flags_never_change_a_verdict():
    answer, decided = one({"education": "高中（肄业）", "category": "其他", "fallback_reason": "岗位空缺"})
    assert answer["verdict"] == "eligible"
    assert {decision.outcome.value for decision in decided.values()} == {"flag"}
    assert sorted(decided) == ["schooling", "unlisted"]


def test_a_contradicting_cell_is_not_known():
    answer, decided = one({}, conflicts={"village": frozenset((1,))})
    assert (answer["verdict"], list(decided)) == ("undetermined", ["own-village"])
    answer, decided = one({}, conflicts={"discipline": frozenset((1,))})
    assert answer["verdict"] == "undetermined"
    assert decided["dismissed"].settle == ("discipline",)


@pytest.mark.parametrize(
    ("boundary", "verdict", "contradicted"),
    [("over", "eligible", 0), ("barred", "undetermined", 1), ("undetermined", "undetermined", 0)],
)
def test_the_office_may_settle_the_boundary_day(tmp_path, boundary, verdict, contradicted):
    book = tmp_path / "own.yaml"
    head = "rulebook: own\ntitle: 本单位\nissuer: 示例\nextends: nanan-2020\n"
    head += f"parameters: {{boundary: {{value: {boundary}, basis: 约定}}}}\n"
    book.write_text(head, "utf-8")
    loaded, findings = load_rulebook(book, shown="own.yaml", search=[shipped()])
    assert loaded is not None, findings.single
    roster = make_roster([{"discipline": "警告", "discipline_on": date(2018, 5, 10)}])
    verdicts, findings = judge(loaded, roster, AS_OF, None)
    assert list(verdicts.people["verdict"]) == [verdict]
    assert len(findings.all(roster.places)) == contradicted


def test_everything_is_explained_worst_first():
    verdicts = judged({"resident": "否", "vetting": None, "education": "初中", "category": "其他"})
    outcomes = [decision.outcome.value for decision in verdicts.explain(1, everything=True)]
    order = ["fails", "unknown", "needs_reason", "waived", "flag", "met"]
    assert outcomes == sorted(outcomes, key=order.index)
    assert {"fails", "unknown", "needs_reason", "flag", "met"} == set(outcomes)


def test_nobody_to_judge_is_no_fault():
    verdicts = judged()
    assert len(verdicts.people) == 0
    assert verdicts.rulebook.id == "nanan-2020"
