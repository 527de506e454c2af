"""Rules of kind `review`: counted over a person's rows, a hint and never a decision."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from tests.builders import make_roster

from yicun import pipeline
from yicun.model.errors import CannotRun
from yicun.model.places import Places
from yicun.model.service import CountedRows, Review
from yicun.rulebook.columns import Columns
from yicun.rulebook.conditions import Count
from yicun.rulebook.files import shipped
from yicun.rulebook.load import load_rulebook
from yicun.rulebook.review import ORDER, review

HEAD = "rulebook: own\ntitle: 本单位\nissuer: 示例\nparameters:\n  times: {value: 2, basis: 本单位约定}\nrules:\n"
CITED = "    clause: 五（二）\n    quote: 多次考核不合格\n"
NOWHERE = Places((), (), ())
DAY = date(2021, 6, 1)


def book(tmp_path, rules):
    (tmp_path / "own.yaml").write_text(HEAD + rules, "utf-8")
    return load_rulebook(tmp_path / "own.yaml", shown="own.yaml", search=[shipped()])


def faults(tmp_path, when):
    loaded, findings = book(tmp_path, f"  - id: one\n    kind: review\n{CITED}    when: {when}\n")
    return loaded, [(one.code, one.place.row) for one in findings.all(NOWHERE)]


def counted(grades, number, *, in_a_row, people=1, person=None, run=None):
    """What a count of 不合格 answers for each of so many people: True, False or None."""
    rows = CountedRows(person or [0] * len(grades), run or [0] * len(grades), {"grade": grades})
    columns = Columns(make_roster([{}] * people), DAY, "undetermined", (), {"assessments": rows})
    answer = columns.answer(Count("assessments", (("grade", ("不合格",)),), number, in_a_row))
    return [True if yes else False if no else None for yes, no in zip(answer.true, answer.false, strict=True)]


@pytest.mark.parametrize("in_a_row", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_count_is_what_counting_by_hand_gives(in_a_row, number):
    everybody = [grades for size in range(5) for grades in product(("合格", "不合格", ""), repeat=size)]
    expected = []
    for grades in everybody:
        runs = "".join("x" if grade == "不合格" else " " for grade in grades)
        most = max(map(len, runs.split()), default=0) if in_a_row else runs.count("x")
        expected.append(True if most >= number else None if "" in grades else False)
    whole = [grade for grades in everybody for grade in grades]
    person = [at for at, grades in enumerate(everybody) for _ in grades]
    assert (
        counted(whole, number, in_a_row=in_a_row, people=len(everybody), person=person, run=[0] * len(whole))
        == expected
    )


def test_rows_of_two_people_and_of_two_runs_do_not_follow_one_another():
    grades = ["不合格"] * 4
    assert counted(grades, 2, in_a_row=True, people=3, person=[0, 1, 1, 2]) == [False, True, False]
    assert counted(grades, 3, in_a_row=True, run=[0, 0, 1, 1]) == [False]
    assert counted(grades, 4, in_a_row=False, run=[0, 0, 1, 1]) == [True]


def test_the_shipped_reviews_are_the_six_of_the_design():
    rulebook, findings = load_rulebook(shipped() / "service-2020.yaml", shown="s", search=[])
    assert not len(findings)
    assert [rule.id for rule in rulebook.reviews] == [
        "appraised", "dual", "repeated-fail", "unable", "conduct", "subsidy",
    ]  # fmt: skip
    assert {rule.kind for rule in rulebook.rules} == {"review"}
    assert all(parameter.basis.startswith("本单位约定") for parameter in rulebook.parameters.values())


def test_a_decision_of_the_past_settles_nothing():
    rulebook, _ = load_rulebook(shipped() / "service-2020.yaml", shown="s", search=[])
    roster = make_roster(
        [{"fit": "否", "decision": "确定", "decided_on": date(2020, 5, 8)}, {"fit": None}, {"fit": "是"}]
    )
    answers = {rule.id: [ORDER[code] for code in codes] for rule, codes in review(rulebook, roster, DAY, {})}
    assert answers["unable"] == [Review.REVIEW, Review.UNDETERMINED, Review.CLEAR]
    assert set(answers["conduct"]) == {Review.CLEAR}


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("{rows: assesments, where: {grade: 不合格}, count_at_least: 1}", "YC503"),
        ("{rows: assessments, where: {mark: 不合格}, count_at_least: 1}", "YC503"),
        ("{rows: assessments, where: {grade: 差}, count_at_least: 1}", "YC507"),
        ("{rows: assessments, where: {grade: 不合格}, count_at_least: {parameter: tmies}}", "YC513"),
        ("{rows: assessments, where: {grade: 不合格}, count_at_least: 4}", "YC508"),
        ("{rows: assessments, where: {}, count_at_least: 1}", "YC513"),
        ("{rows: assessments, where: {grade: 不合格}}", "YC513"),
        ("{rows: assessments, count_at_least: 1}", "YC513"),
        ("{rows: assessments, where: {grade: 不合格}, count_at_least: 1, in_row: true}", "YC502"),
        ("{rows: assessments, where: {grade: 不合格}, count_at_least: 0}", "YC512"),
    ],
)
def test_what_a_count_may_not_say_is_found_at_its_line(tmp_path, when, code):
    loaded, found = faults(tmp_path, when)
    assert loaded is None
    assert [fault for fault, _ in found] == [code]
    assert found[0][1] == (7 if code == "YC512" else 11)


def test_a_count_takes_its_number_from_a_parameter(tmp_path):
    loaded, found = faults(
        tmp_path,
        "{rows: assessments, where: {grade: [不合格, 合格]}, count_at_least: {parameter: times}, in_a_row: true}",
    )
    assert found == []
    (rule,) = loaded.reviews
    assert rule.when == Count("assessments", (("grade", ("不合格", "合格")),), 2, in_a_row=True, parameter="times")


def test_a_rulebook_of_reviews_never_judges_candidates():
    with pytest.raises(CannotRun, match="只问在岗的人"):
        pipeline.screen(pipeline.load(workspace=".", rulebook="service-2020"))


def test_every_part_of_the_shipped_reviews_is_proved_by_a_case():
    result, passed, total = pipeline.test_rulebook(pipeline.load(workspace=".", rulebook="service-2020"))
    assert not len(result.findings)
    assert passed == total >= 20


def test_a_case_of_a_review_that_fails_is_found(tmp_path):
    book(tmp_path, f"  - id: one\n    kind: review\n{CITED}    when: {{field: fit, is: 否}}\n")
    (tmp_path / "own.cases.yaml").write_text(
        "rulebook: own\nas_of: 2021-06-01\ncases:\n  - name: 一\n    expect: {verdict: 需复核, decided_by: [one]}\n",
        "utf-8",
    )
    result, passed, total = pipeline.test_rulebook(pipeline.load(workspace=".", rulebook=str(tmp_path / "own.yaml")))
    assert (passed, total) == (0, 1)
    assert [one.code for one in result.findings.all(NOWHERE)] == ["YC509"]


def test_people_without_rows_are_clear():
    assert counted([], 1, in_a_row=True, people=2) == [False, False]
    assert np.array_equal(np.array(ORDER), np.array(list(Review)))
