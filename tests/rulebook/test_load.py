"""Every fault of a rulebook in one run, each with its place; what extends what; nothing executed."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yicun.rulebook.contradictions import contradictions
from yicun.rulebook.files import find_rulebook, shipped
from yicun.rulebook.load import load_rulebook, outside

HEAD = "rulebook: own\ntitle: 示例规则\nissuer: 示例单位\n"
RESIDENT = """\
rules:
  - id: resident
    kind: require
    clause: 一
    quote: 常驻本村
    when: {field: resident, is: 是}
"""


def load(folder: Path, content: str, name="own.yaml"):
    file = folder / name
    file.write_text(content, "utf-8")
    return load_rulebook(file, shown=f"rules/{name}", search=[shipped()])


def faults(folder: Path, content: str):
    rulebook, findings = load(folder, content)
    assert rulebook is None
    return [(finding.code, str(finding.place)) for finding in findings.single]


def rule(when: str, quote="原文2年", kind="require"):
    return f"{HEAD}rules:\n  - id: own\n    kind: {kind}\n    clause: 一\n    quote: {quote}\n    when: {when}\n"


def test_a_rulebook_of_its_own_loads_and_says_who_it_is(tmp_path):
    rulebook, findings = load(tmp_path, HEAD + RESIDENT)
    assert not len(findings)
    assert (rulebook.id.id, rulebook.id.issuer, rulebook.id.number) == ("own", "示例单位", "")
    assert [one.id for one in rulebook.rules] == ["resident"]


@pytest.mark.parametrize(
    ("code", "at", "when"),
    [
        ("YC503", "resdent", "{field: resdent, is: 是}"),
        ("YC503", "remark", "{field: remark, known: true}"),
        ("YC503", "age,", "{field: age, age_at_most: 2}"),
        ("YC504", "equals", "{field: resident, equals: 是}"),
        ("YC502", "feild", "{feild: resident, is: 是}"),
        ("YC507", "也许", "{field: resident, is: 也许}"),
        ("YC507", "待核", "{field: resident, is: 待核}"),
        ("YC507", "at_least", "{field: resident, at_least: 是}"),
        ("YC507", "age_at", "{field: vetted_on, age_at_most: 2}"),
        ("YC507", "is:", "{field: category, is: 村干部}"),
        ("YC507", "within", "{field: resident, within_years: 2}"),
        ("YC507", "is:", "{field: name, is: 示例}"),
        ("YC507", "秀才", "{not: {field: education, at_least: 秀才}}"),
        ("YC505", "否]", "{field: resident, one_of: [否, 是, 否]}"),
        ("YC513", "{", "{is: 是}"),
        ("YC513", "二", "{field: discipline_on, within_years: 二}"),
        ("YC513", "-2", "{field: discipline_on, within_years: -2}"),
        ("YC513", "2020", "{field: vetted_on, on_or_after: 2020-13-01}"),
        ("YC513", "false", "{field: resident, known: false}"),
        ("YC513", "{", "{field: resident, is: 是, one_of: [是]}"),
        ("YC513", "{", "{field: resident}"),
        ("YC513", "[", "{all: []}"),
        ("YC513", "是", "是"),
        ("YC513", "{parameter", "{field: vetted_on, within_days: {parameter: days}}"),
        ("YC508", "{", "{field: discipline_on, within_years: 3}"),
    ],
)
def test_a_fault_in_a_condition_is_found_where_it_stands(tmp_path, code, at, when):
    column = len("    when: ") + 1 + (when.rindex(at) if code == "YC505" else when.index(at))
    assert faults(tmp_path, rule(when)) == [(code, f"rules/own.yaml:9:{column}")]


def test_a_fault_is_shown_at_its_very_column_with_what_was_allowed_there(tmp_path):
    _, findings = load(tmp_path, rule("{field: resident, equals: 是}"))
    (finding,) = findings.single
    assert str(finding.place) == "rules/own.yaml:9:29"
    assert "one_of" in finding.message
    assert "within_days" in finding.message


@pytest.mark.parametrize(
    ("code", "line", "content"),
    [
        ("YC501", 1, ""),
        ("YC501", 2, "rulebook: own\n  title: 缩进\n"),
        ("YC501", 1, "rules: &a [1]\n"),
        ("YC501", 1, "a: [*b]\n"),
        ("YC501", 1, "rulebook: !!python/object/apply:os.system [true]\n"),
        ("YC501", 1, "a: " + "[" * 5000 + "]" * 5000 + "\n"),
        ("YC501", 2, "a: b\n--- \nc: d\n"),
        ("YC501", 1, "title: \x07\n"),
        ("YC502", 4, HEAD + "rukes: []\n"),
        ("YC505", 4, HEAD + "title: 又一个\n"),
        ("YC505", 9, HEAD + RESIDENT + RESIDENT.removeprefix("rules:\n")),
        ("YC506", 5, HEAD + RESIDENT.replace("    quote: 常驻本村\n", "")),
        ("YC506", 5, HEAD + RESIDENT.replace("    clause: 一\n", "")),
        ("YC511", 4, HEAD + "extends: 没有这个\n"),
        ("YC511", 4, HEAD + "extends: own\n"),
        ("YC511", 4, HEAD + "extends: ../own\n"),
        (
            "YC511",
            5,
            HEAD + "extends: nanan-2020\n" + "rules:\n  - {id: fit, kind: scope, clause: 一, quote: 二, asks: 三}\n",
        ),
        ("YC513", 6, HEAD + RESIDENT.replace("require", "must")),
        ("YC513", 5, HEAD + RESIDENT.replace("    when: {field: resident, is: 是}\n", "")),
        ("YC513", 5, HEAD + RESIDENT.replace("id: resident", 'id: ""')),
        ("YC513", 4, HEAD + "parameters: {boundary: {value: 也许, basis: 约定}}\n"),
        ("YC513", 4, HEAD + "deadlines: [{id: a, on: 五月, what: 乙, clause: 一, quote: 二}]\n"),
        ("YC506", 4, HEAD + "parameters: {days: {value: 30}}\n"),
        ("YC508", 4, HEAD + "parameters: {days: {value: 30, clause: 一, quote: 二十九天}}\n"),
    ],
)
def test_a_fault_of_the_file_is_found_in_its_line(tmp_path, code, line, content):
    found = faults(tmp_path, content)
    assert [one for one, _ in found] == [code]
    assert int(found[0][1].split(":")[1]) in (line, line + 1)


def test_all_faults_are_told_in_one_run(tmp_path):
    content = (
        HEAD
        + "rukes: []\n"
        + "deadlines:\n  - {id: a, on: 五月, what: 乙, clause: 一, quote: 二}\n"
        + RESIDENT.replace("resident, is", "resdent, is").replace("    quote: 常驻本村\n", "")
        + "  - {id: own, kind: bar, clause: 一, quote: 不满2年, when: {field: discipline_on, within_years: 3}}\n"
    )
    assert [code for code, _ in faults(tmp_path, content)] == ["YC502", "YC506", "YC503", "YC508", "YC513"]


def test_a_misspelt_key_is_one_fault_not_two(tmp_path):
    assert [code for code, _ in faults(tmp_path, HEAD + RESIDENT.replace("when:", "whne:"))] == ["YC502"]
    assert [code for code, _ in faults(tmp_path, HEAD + RESIDENT.replace("quote:", "qoute:"))] == ["YC502"]


def test_a_text_that_is_not_utf8_or_not_there_is_one_fault(tmp_path):
    (tmp_path / "own.yaml").write_bytes("rulebook: 规则".encode("gb18030"))
    assert [f.code for f in load_rulebook(tmp_path / "own.yaml", shown="own.yaml", search=[])[1].single] == ["YC501"]
    assert [f.code for f in load_rulebook(tmp_path / "none.yaml", shown="none.yaml", search=[])[1].single] == ["YC501"]


@pytest.mark.parametrize("quote", ["不满2年", "不满两年", "不满二年", "不满２年"])
def test_a_number_may_be_quoted_in_digits_or_in_words(tmp_path, quote):
    assert load(tmp_path, rule("{field: discipline_on, within_years: 2}", quote, "bar"))[0] is not None


@pytest.mark.parametrize(("number", "quote"), [(12, "不满2年"), (2, "不满12年"), (2, "不满二十年"), (60, "满六年")])
def test_a_number_within_another_is_not_quoted(tmp_path, number, quote):
    found = faults(tmp_path, rule(f"{{field: discipline_on, within_years: {number}}}", quote, "bar"))
    assert [code for code, _ in found] == ["YC508"]


def test_the_offices_own_number_is_marked_by_a_basis_instead_of_a_quote(tmp_path):
    content = rule("{field: discipline_on, within_years: 7}", kind="bar").replace(
        "    quote: 原文2年\n", "    basis: 本单位约定\n"
    )
    assert load(tmp_path, content)[0] is not None


def own(rule_id, kind, when):
    return f"  - {{id: {rule_id}, kind: {kind}, clause: 一, basis: 约定, when: {when}}}\n"


YOUNG, ADULT = "{field: birth_date, age_at_most: 17}", "{field: birth_date, age_at_least: 18}"
FIT, UNFIT = "{field: fit, is: 是}", "{field: fit, is: 否}"


@pytest.mark.parametrize(
    ("reason", "rules"),
    [
        ("永远不成立", own("a", "require", f"{{all: [{FIT}, {UNFIT}]}}")),
        ("永远成立", own("a", "bar", f"{{any: [{FIT}, {UNFIT}]}}")),
        ("永远不成立", own("a", "bar", f"{{all: [{YOUNG}, {ADULT}]}}")),
        ("永远成立", own("a", "bar", f"{{any: [{YOUNG}, {ADULT}]}}")),
        ("相抵触", own("a", "require", FIT) + own("b", "bar", FIT)),
        (
            "已包含在",
            own("a", "bar", "{field: discipline_on, within_years: 3}")
            + own("b", "bar", "{field: discipline_on, within_years: 2}"),
        ),
        (
            "已包含在",
            own("a", "require", "{field: education, at_least: 高中}")
            + own("b", "require", "{field: education, at_least: 初中}"),
        ),
        ("已包含在", own("a", "require", FIT) + own("b", "require", f"{{not: {UNFIT}}}")),
    ],
)
def test_rules_that_cannot_both_be_meant_are_found(tmp_path, reason, rules):
    _, findings = load(tmp_path, f"{HEAD}rules:\n{rules}")
    assert [finding.code for finding in findings.single] == ["YC512"]
    assert reason in findings.single[0].message


def test_rules_that_differ_are_left_alone(tmp_path):
    rules = own("a", "bar", f"{{all: [{YOUNG}, {UNFIT}]}}") + own("b", "bar", YOUNG.replace("17", "15"))
    rules += own("c", "require", "{field: village, known: true}") + own("d", "require", f"{{any: [{FIT}, {ADULT}]}}")
    assert load(tmp_path, f"{HEAD}rules:\n{rules}")[0] is not None


PREFER = "  - {{id: {id}, rank: {rank}, clause: 一, quote: 二, when: {{field: category, any_of: [{who}]}}}}\n"


@pytest.mark.parametrize(
    ("reason", "entries"),
    [
        ("缺第 2 位", [("a", 1, "治保主任"), ("b", 3, "村干部")]),
        ("缺第 1 位", [("a", 2, "治保主任")]),
        ("永远轮不到", [("a", 1, "治保主任, 村干部"), ("b", 2, "村干部")]),
    ],
)
def test_a_gap_or_a_dead_end_in_the_preference_is_found(tmp_path, reason, entries):
    prefer = "".join(PREFER.format(id=name, rank=rank, who=who) for name, rank, who in entries)
    _, findings = load(tmp_path, f"{HEAD}prefer:\n{prefer}")
    assert [finding.code for finding in findings.single] == ["YC512"]
    assert reason in findings.single[0].message


def test_the_shipped_rulebooks_contradict_nothing():
    for name in ("fujian-2019-294", "nanan-2020"):
        rulebook, findings = load_rulebook(shipped() / f"{name}.yaml", shown=name, search=[])
        assert not len(findings)
        assert contradictions(rulebook) == []


def test_extending_adds_and_replaces_by_id_and_keeps_both_clauses():
    base, _ = load_rulebook(shipped() / "fujian-2019-294.yaml", shown="base", search=[])
    own, _ = load_rulebook(shipped() / "nanan-2020.yaml", shown="own", search=[])
    assert {one.id for one in base.rules} == {one.id for one in own.rules}
    assert own.rule("others").replaced[0][0] == base.rule("others").clause
    assert own.rule("others").quote != base.rule("others").quote
    assert own.rule("records").quote == base.rule("records").quote
    assert [one.on.isoformat() for one in own.deadlines] == [
        "2019-12-31",
        "2020-06-30",
        "2020-12-31",
        "2020-12-31",
        "2020-05-10",
    ]
    assert own.main_deadline.on == date(2020, 5, 10)
    assert base.main_deadline is None
    assert own.id.number == ""
    assert base.id.number == "闽公综〔2019〕294号"


def test_a_changed_parameter_reaches_the_rules_that_are_inherited(tmp_path):
    content = HEAD + "extends: nanan-2020\nparameters: {schooling: {value: 初中, clause: 一, quote: 初中以上}}\n"
    rulebook, findings = load(tmp_path, content)
    assert rulebook is not None, findings.single
    assert rulebook.rule("schooling").when.operand == "初中"


def test_the_fingerprint_covers_what_is_extended(tmp_path):
    for file in ("fujian-2019-294.yaml", "nanan-2020.yaml"):
        (tmp_path / file).write_bytes((shipped() / file).read_bytes())
    first, _ = load_rulebook(tmp_path / "nanan-2020.yaml", shown="own", search=[])
    with (tmp_path / "fujian-2019-294.yaml").open("a", encoding="utf-8") as base:
        base.write("# 改了一个字\n")
    second, _ = load_rulebook(tmp_path / "nanan-2020.yaml", shown="own", search=[])
    assert first.id.sha256 != second.id.sha256


def test_a_fault_in_what_is_extended_is_told_at_its_own_place(tmp_path):
    (tmp_path / "base.yaml").write_text(HEAD + RESIDENT.replace("resident, is", "resdent, is"), "utf-8")
    _, findings = load(tmp_path, HEAD + "extends: base\n")
    assert [str(finding.place) for finding in findings.single] == ["rules/base.yaml:9:19"]


def test_outside_its_days_a_rulebook_says_so(tmp_path):
    rulebook, _ = load(tmp_path, HEAD + "valid: {since: 2020-01-01, until: 2020-12-31}\n" + RESIDENT)
    assert not len(outside(rulebook, date(2020, 1, 1)))
    assert not len(outside(rulebook, date(2020, 12, 31)))
    assert [f.code for f in outside(rulebook, date(2021, 1, 1)).single] == ["YC510"]
    assert [f.code for f in outside(rulebook, date(2019, 12, 31)).single] == ["YC510"]


def test_a_rulebook_is_found_by_name_only():
    assert find_rulebook("nanan-2020", [shipped()]) == shipped() / "nanan-2020.yaml"
    assert find_rulebook("../rules/nanan-2020", [shipped()]) is None
    assert find_rulebook("没有", [shipped()]) is None


SHIPPED = (shipped() / "fujian-2019-294.yaml").read_text("utf-8")
SCRAPS = [
    "",
    ":",
    "- ",
    "\n",
    "  ",
    "[",
    "{",
    "]",
    "}",
    "'",
    "null",
    "是",
    "&a",
    "field",
    "{parameter: x}",
    "\t",
    "---\n",
    "1e9",
]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SHIPPED)), st.integers(0, 40), st.sampled_from(SCRAPS))
def test_whatever_is_written_is_a_rulebook_or_a_finding(tmp_path_factory, start, length, scrap):
    content = SHIPPED[:start] + scrap + SHIPPED[start + length :]
    rulebook, findings = load(tmp_path_factory.getbasetemp(), content)
    assert (rulebook is None) == bool(len(findings))
    assert all(finding.place.row and finding.message for finding in findings.single)
