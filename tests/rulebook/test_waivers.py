"""What the office approved: who it fits, how far it reaches, and that it is seen."""

from datetime import date
from functools import cache

import pytest

from builders import PERSON, make_roster
from yicun.rulebook.files import shipped
from yicun.rulebook.judge import judge
from yicun.rulebook.load import load_rulebook
from yicun.rulebook.waivers import load_waivers

AS_OF = date(2020, 5, 10)
ENDS = str(PERSON["id_number"])[-4:]
GOOD = {
    "person": f"{{name: 示例甲, id_ends: '{ENDS}'}}", "village": "园内村", "rule": "schooling",
    "reason": "村中无其他人选", "approver": "示例领导", "approved_on": "2020-05-06", "document": "示例批〔2020〕1号",
}  # fmt: skip


@cache
def rulebook():
    return load_rulebook(shipped() / "nanan-2020.yaml", shown="nanan-2020", search=[])[0]


def load(folder, **changes):
    entry = {**GOOD, **changes}
    lines = [f"{key}: {value}" for key, value in entry.items() if value is not None]
    (folder / "waivers.yaml").write_text("waivers:\n  - " + "\n    ".join(lines) + "\n", "utf-8")
    return load_waivers(folder / "waivers.yaml", shown="waivers.yaml")


def judged(folder, candidate, /, **changes):
    waivers, findings = load(folder, **changes)
    assert not len(findings)
    verdicts, stale = judge(rulebook(), make_roster([candidate]), AS_OF, AS_OF, waivers)
    return verdicts, [(finding.code, str(finding.place)) for finding in stale.single]


@pytest.mark.parametrize(
    ("rule", "person"),
    [
        ("schooling", {"education": "初中"}),
        ("schooling", {"education": None}),
        ("resident", {"resident": "待核"}),
        ("fallback", {"category": "村干部"}),
        ("records-fresh", {"vetted_on": date(2020, 1, 1)}),
    ],
)
def test_a_waiver_lets_a_person_pass_and_is_seen(tmp_path, rule, person):
    verdicts, stale = judged(tmp_path, person, rule=rule)
    assert stale == []
    assert verdicts.people[["verdict", "waived"]].iloc[0].tolist() == ["eligible", True]
    (decision,) = verdicts.explain(1, everything=False)
    assert (decision.rule, decision.outcome.value) == (rule, "waived")
    for word in ("示例领导", "2020-05-06", "示例批〔2020〕1号", "村中无其他人选"):
        assert word in decision.note


@pytest.mark.parametrize(
    ("rule", "person", "verdict"),
    [
        ("records", {"vetting": "有"}, "ineligible"),
        ("records", {"vetting": None}, "undetermined"),
        ("warning-2y", {"discipline": "警告", "discipline_on": date(2019, 1, 1), "vetting": "待核"}, "ineligible"),
        ("character", {"inspection": None}, "undetermined"),
        ("character", {"inspection": "待核"}, "undetermined"),
        ("conduct", {"inspection": None}, "undetermined"),
        ("conduct", {"inspection": "不合格"}, "ineligible"),
        ("records-fresh", {"vetted_on": None}, "undetermined"),
        ("resident", {"resident": "否"}, "ineligible"),
        ("没有这条", {"education": "初中"}, "needs_reason"),
        ("schooling", {}, "eligible"),
    ],
)
def test_a_waiver_never_lifts_a_bar_or_a_failed_condition(tmp_path, rule, person, verdict):
    verdicts, stale = judged(tmp_path, person, rule=rule)
    assert verdicts.people[["verdict", "waived"]].iloc[0].tolist() == [verdict, False]
    assert stale == [("YC520", "waivers.yaml:2:5")]


@pytest.mark.parametrize(
    ("rule", "person", "reason"),
    [
        ("character", {"inspection": None}, "要有结论，不能以批准代替"),
        ("records", {"vetting": None}, "不得选聘的情形不能以批准代替"),
        ("resident", {"resident": "否"}, "已经不符合的不能以批准代替"),
        ("records-fresh", {"vetted_on": None}, "还没有填写的不能以批准代替"),
        ("没有这条", {"education": "初中"}, "没有这条规则"),
        ("schooling", {}, "没有需要批准的"),
    ],
)
def test_why_a_waiver_lifts_nothing_is_said(tmp_path, rule, person, reason):
    waivers, _ = load(tmp_path, rule=rule)
    _, found = judge(rulebook(), make_roster([person]), AS_OF, AS_OF, waivers)
    assert [one.message for one in found.single if reason in one.message]


def test_a_waiver_of_one_rule_leaves_the_others(tmp_path):
    verdicts, stale = judged(tmp_path, {"education": "初中", "resident": None})
    assert stale == []
    assert verdicts.people[["verdict", "waived"]].iloc[0].tolist() == ["undetermined", True]
    assert [decision.outcome.value for decision in verdicts.explain(1, everything=False)] == ["unknown", "waived"]


@pytest.mark.parametrize(
    "changes",
    [
        {"person": f"{{name: 示例乙, id_ends: '{ENDS}'}}"},
        {"person": "{name: 示例甲, id_ends: '0000'}"},
        {"village": "朴一村"},
        {"approved_on": "2020-05-11"},
    ],
)
def test_a_waiver_for_somebody_else_or_of_later_is_stale(tmp_path, changes):
    verdicts, stale = judged(tmp_path, {"education": "初中"}, **changes)
    assert verdicts.people["verdict"].tolist() == ["needs_reason"]
    assert stale == [("YC520", "waivers.yaml:2:5")]


@pytest.mark.parametrize(
    ("key", "words"),
    [("approver", "批准人"), ("reason", "理由"), ("approved_on", "批准日期"), ("rule", "条款"), ("person", "姓名")],
)
def test_an_incomplete_waiver_is_not_used(tmp_path, key, words):
    waivers, findings = load(tmp_path, **{key: None})
    assert waivers == ()
    assert [finding.code for finding in findings.single] == ["YC521"]
    assert words in findings.single[0].message


def test_a_misspelt_waiver_is_a_fault(tmp_path):
    waivers, findings = load(tmp_path, aprover="某人")
    assert [finding.code for finding in findings.single] == ["YC502"]
    assert waivers == ()


def test_no_message_about_a_waiver_holds_the_id(tmp_path):
    _, findings = load(tmp_path, person=f"{{name: 示例甲, id_ends: '{PERSON['id_number']}'}}")
    assert [finding.code for finding in findings.single] == ["YC513"]
    assert str(PERSON["id_number"]) not in findings.single[0].message
