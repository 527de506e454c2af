"""A rulebook against its own text, and against the one it extends."""

from datetime import date

import pytest

from yicun.rulebook.cases import cases_beside, prove
from yicun.rulebook.describe import of_clause
from yicun.rulebook.files import shipped
from yicun.rulebook.load import load_rulebook
from yicun.rulebook.proof import unproved

HEAD = "rulebook: own\ntitle: 本单位规则\nissuer: 示例单位\n"
EXTENDS = HEAD + "extends: nanan-2020\n"
RESIDENT = "rules:\n  - {id: resident, kind: require, clause: 一, quote: 常驻本村, when: {field: resident, is: 是}}\n"


def read(tmp_path, content, text="常驻本村的人员。\n不得选聘受过处分的。\n"):
    (tmp_path / "texts").mkdir(exist_ok=True)
    (tmp_path / "texts" / "own.txt").write_text(text, "utf-8")
    (tmp_path / "own.yaml").write_text(content, "utf-8")
    rulebook, findings = load_rulebook(tmp_path / "own.yaml", shown="own.yaml", search=[shipped()])
    return rulebook, [(finding.code, finding.message) for finding in findings.single]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (HEAD, "YC513", "一条核对人选的规则也没有"),
        (HEAD + "text: texts/own.txt\n" + RESIDENT.replace("常驻本村", "常住本村"), "YC514", "没有这句话"),
        (HEAD + "text: texts/no.txt\n" + RESIDENT, "YC514", "读不到"),
        (HEAD + "text: ../own.txt\n" + RESIDENT, "YC514", "读不到"),
        (EXTENDS + "parameters: {schooling: {value: 初中, basis: 本单位约定}}\n", "YC511", "不能改为本单位约定"),
        (
            EXTENDS
            + "deadlines:\n  - {id: nominated, on: 2020-08-31, what: 推选, clause: 一, quote: 2020年5月10日前}\n",
            "YC508",
            "2020-08-31",
        ),
        (
            EXTENDS
            + "rules:\n  - {id: records, kind: expect, clause: 一, quote: 核查, when: {field: vetting, is: 无}}\n",
            "YC511",
            "不得选聘",
        ),
        (
            EXTENDS + "rules:\n  - id: warning-2y\n    kind: bar\n    clause: 一\n    quote: 不满1年\n"
            "    when: {all: [{field: discipline, is: 警告}, {field: discipline_on, within_years: 1}]}\n",
            "YC511",
            "放过了",
        ),
        (
            HEAD + RESIDENT.replace("常驻本村, when", "不得选聘外出人员, when"),
            "YC512",
            "原文说的却是不得",
        ),
        (
            HEAD + "rules:\n  - {id: a, kind: bar, clause: 一, quote: 应当具备条件, when: {field: resident, is: 是}}\n",
            "YC512",
            "应当具备",
        ),
    ],
)  # fmt: skip
def test_what_does_not_say_what_its_text_says_is_refused(tmp_path, content, code, words):
    rulebook, found = read(tmp_path, content)
    assert rulebook is None
    assert [one for one, _ in found] == [code]
    assert words in found[0][1]


def test_a_quote_may_run_over_lines_of_its_text(tmp_path):
    assert read(tmp_path, HEAD + "text: texts/own.txt\n" + RESIDENT, "常驻\n  本村")[0] is not None


@pytest.mark.parametrize(
    ("area", "main"),
    [
        ("南安市", date(2020, 6, 30)),
        ("泉州市公安局", date(2020, 6, 30)),
        ("霞浦县", date(2020, 12, 31)),
        ("清源县", None),
        ("", None),
    ],
)
def test_deadlines_hold_for_the_areas_they_name(area, main):
    rulebook, _ = load_rulebook(shipped() / "fujian-2019-294.yaml", shown="a", search=[])
    here = rulebook.within(area)
    assert (here.main_deadline.on if here.main_deadline else None) == main
    named = {each.id for each in here.deadlines}
    assert {"survey", "goal"} <= named
    if main is None:
        assert {"appointed", "everywhere"} <= named
    else:
        assert len(named & {"appointed", "everywhere"}) == 1


@pytest.mark.parametrize(
    ("day", "step"),
    [(date(2020, 5, 10), "inspected_on"), (date(2020, 6, 30), "decided_on"), (date(2020, 9, 1), "inspected_on")],
)
def test_a_deadline_says_which_step_it_asks_for(day, step):
    rulebook, _ = load_rulebook(shipped() / "nanan-2020.yaml", shown="a", search=[])
    assert rulebook.within("南安市").step_by(day) == step


def test_a_part_that_no_case_would_miss_is_named(tmp_path):
    content = HEAD + RESIDENT.replace(
        "{field: resident, is: 是}", "{all: [{field: resident, is: 是}, {field: sex, is: 男}]}"
    )
    rulebook, found = read(tmp_path, content)
    assert found == []
    cases = "as_of: 2020-05-10\ncases:\n  - {name: 不常驻的, person: {resident: 否}, expect: {verdict: 不符合}}\n"
    cases_beside(tmp_path / "own.yaml").write_text(cases, "utf-8")
    results, everyone, findings = prove(rulebook, [(cases_beside(tmp_path / "own.yaml"), "own.cases.yaml")])
    assert ([result.passed for result in results], len(findings)) == ([True], 0)
    (finding,) = unproved(rulebook, everyone).single
    assert finding.code == "YC515"
    assert "“性别”为男" in finding.message


def test_the_cases_of_a_parent_are_run_with_the_child_unless_it_states_them_again(tmp_path):
    rulebook, _ = read(tmp_path, HEAD + RESIDENT)
    case = "as_of: 2020-05-10\ncases:\n  - {{name: 不常驻的, person: {{resident: 否}}, expect: {{verdict: {}}}}}\n"
    files = []
    for name, verdict in (("near", "不符合"), ("far", "符合")):
        (tmp_path / name).write_text(case.format(verdict), "utf-8")
        files.append((tmp_path / name, name))
    assert [finding.code for finding in prove(rulebook, files)[2].single] == []
    assert [finding.code for finding in prove(rulebook, files[1:])[2].single] == ["YC509"]


def test_a_clause_shows_what_asks_it_and_what_nothing_asks():
    rulebook, _ = load_rulebook(shipped() / "nanan-2020.yaml", shown="a", search=[])
    found = of_clause(rulebook, "三（一）不得选聘3")
    assert [row.id for row in found] == ["records", "dismissed", "warning-2y", "removal-3y"]
    assert of_clause(rulebook, "三(一)条件2")[-1].asks == "不问"
    assert of_clause(rulebook, "九") == ()


def test_a_case_that_expects_less_than_the_one_it_stands_for_is_said(tmp_path):
    (tmp_path / "own.yaml").write_text(
        "rulebook: own\ntitle: 补充规定\nissuer: 示例县公安局\nextends: fujian-2019-294\n", "utf-8"
    )
    cases = tmp_path / "own.cases.yaml"
    name = "没有问题的治保主任符合条件，列第一位，已走完三步"
    whole = "{verdict: 符合, decided_by: [], flags: [], rank: 1, stage: 3}"
    rulebook, _ = load_rulebook(tmp_path / "own.yaml", shown="own.yaml", search=[shipped()])
    files = [(cases, "own.cases.yaml"), (shipped() / "fujian-2019-294.cases.yaml", "fujian-2019-294.cases.yaml")]
    for expected, said in ((whole, []), ("{verdict: 符合, decided_by: [], flags: []}", ["位次、步骤"])):
        cases.write_text(
            f"rulebook: own\nas_of: 2020-05-10\ncases:\n  - name: {name}\n    expect: {expected}\n", "utf-8"
        )
        _, _, found = prove(rulebook, files)
        assert [(one.code, str(one.place)) for one in found.single] == [("YC509", "own.cases.yaml:4:5")] * len(said)
        assert all(words in one.message for words, one in zip(said, found.single, strict=True))
