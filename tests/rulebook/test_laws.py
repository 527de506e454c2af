"""What holds for everybody: the judgement against a plain reading of the YAML, person by person, and its laws."""

from calendar import isleap, monthrange
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import make_roster
from yicun.rulebook.files import shipped
from yicun.rulebook.judge import judge
from yicun.rulebook.load import load_rulebook

RULES = Path(__file__).parents[2] / "rules"
AS_OF = date(2020, 5, 10)
VILLAGES = [{"village": "园内村"}, {"village": "朴一村"}, {"village": "朴二村"}]
STEPS = ("applied_on", "recommended_on", "inspected_on", "decided_on")
EDUCATION = {"小学": 1, "初中": 2, "高中": 3, "中专": 3, "职高": 3, "技校": 3, "大专": 4, "本科": 5, "研究生": 6}


@cache
def rulebook():
    loaded, findings = load_rulebook(RULES / "nanan-2020.yaml", shown="nanan-2020.yaml", search=[shipped()])
    assert loaded is not None, findings.single
    return loaded


# A plain reading of the YAML, written without looking at how yicun reads it.


@cache
def text():
    base, own = (
        yaml.safe_load((RULES / name).read_text("utf-8")) for name in ("fujian-2019-294.yaml", "nanan-2020.yaml")
    )
    merged = {}
    for section in ("rules", "prefer"):
        entries = {entry["id"]: entry for entry in base[section]}
        entries |= {entry["id"]: entry for entry in own[section]}
        merged[section] = list(entries.values())
    return merged["rules"], sorted(merged["prefer"], key=lambda entry: entry["rank"]), base["parameters"]


def completed_years(start, end):
    """Full years between two days; 29 February is reached on the last day of February."""
    anniversary_day = 28 if (start.month, start.day) == (2, 29) and not isleap(end.year) else start.day
    return end.year - start.year - ((end.month, end.day) < (start.month, anniversary_day))


def ends(cell):
    return cell if isinstance(cell, tuple) else (cell, cell)


def both_ends(first, last, answer):
    """The answer where both ends of what a date can mean agree, else unknown."""
    answers = {answer(first), answer(last)}
    return answers.pop() if len(answers) == 1 else None


def through(step, person, as_of):
    """Whether a step and all before it are dated, in order and not after the day."""
    days = [person.get(field) for field in STEPS[: STEPS.index(step) + 1]]
    return all(day is not None and day <= as_of for day in days)


def asked(test, person, as_of):  # noqa: C901, PLR0911 - one case an operator
    field = test["field"]
    cell = person[field]
    if field in person["conflicts"] or cell is None or cell == "待核" or (field == "village" and cell == "不在底册"):
        return None
    ((operator, operand),) = ((key, value) for key, value in test.items() if key != "field")
    if isinstance(operand, dict):
        operand = text()[2][operand["parameter"]]["value"]
    first, last = ends(cell)
    match operator:
        case "is":
            return cell == operand
        case "one_of":
            return cell in operand
        case "any_of":
            return any(word in operand for word in cell.replace("（", "、").rstrip("）").split("、"))
        case "at_least":
            return EDUCATION[cell.split("（")[0]] >= EDUCATION[operand]
        case "known":
            return True
        case "age_at_most":
            return both_ends(first, last, lambda day: completed_years(day, as_of) <= operand)
        case "age_at_least":
            return both_ends(first, last, lambda day: completed_years(day, as_of) >= operand)
        case "within_days":
            return both_ends(first, last, lambda day: (as_of - day).days <= operand)
        case "within_years":

            def still(day):
                if completed_years(day, as_of) < operand:
                    return True
                return None if completed_years(day, as_of - timedelta(days=1)) < operand else False

            return both_ends(first, last, still)
    raise AssertionError(operator)


def judged_on(entry, person, as_of):
    """The day on which what time could turn is asked."""
    step = entry.get("settled_by")
    return person[step] if step and through(step, person, as_of) else as_of


def holds(when, person, as_of, day=None):
    if "all" in when:
        parts = [holds(part, person, as_of, day) for part in when["all"]]
        return False if False in parts else None if None in parts else True
    if "not" in when:
        inside = holds(when["not"], person, as_of, day)
        return None if inside is None else not inside
    if "within_days" in when and person[when["field"]] is not None and ends(person[when["field"]])[1] > as_of:
        return None
    return asked(when, person, day or as_of)


def read_rank(person, as_of):
    for entry in text()[1]:
        answer = holds(entry["when"], person, as_of, judged_on(entry, person, as_of))
        if answer is None:
            return None
        if answer:
            return entry["rank"]
    return None


def read_outcome(rule, person, as_of, counts):  # noqa: PLR0911 - one case a kind
    if rule.get("only") == "chosen" and not counts:
        return 0
    answer = holds(rule["when"], person, as_of, judged_on(rule, person, as_of))
    covered = rule.get("covered")
    if answer is None and covered and all(person[f] is None and f not in person["conflicts"] for f in covered["blank"]):
        answer = None if holds(covered["by"], person, as_of) is not True else False
    if answer is None:
        return 2
    if answer and "denied" in rule and holds(rule["denied"], person, as_of):
        return 2
    if rule["kind"] == "bar":
        return 3 if answer else 0
    if answer:
        return 0
    if rule["kind"] == "expect":
        return 0 if person[rule["reason"]] is not None else 1
    return 2 if rule.get("if_false") == "undetermined" else 3


def read_counting(people, as_of):
    """Who counts in each village: (chosen, tied) for every person."""
    answers = {}
    for village in {person["village"] for person in people}:
        there = [n for n, person in enumerate(people) if person["village"] == village]
        if village is None:
            answers |= dict.fromkeys(there, (True, False))
            for n in there:
                answers[n] = (True, False)
            continue
        marked = [n for n in there if people[n]["choice"] == "拟推选"]
        if marked:
            answers |= {n: ([n] == marked, n in marked and len(marked) > 1) for n in there}
            continue
        best = [n for n in there if people[n]["choice"] != "备选"] or there
        best = [n for n in best if through("inspected_on", people[n], as_of)] or best
        ranks = {n: read_rank(people[n], as_of) or 99 for n in best}
        best = [n for n in best if ranks[n] == min(ranks.values())]
        answers |= {n: ([n] == best, n in best and len(best) > 1) for n in there}
    return answers


def read_verdicts(people, as_of):
    counting = read_counting(people, as_of)
    words = ("eligible", "needs_reason", "undetermined", "ineligible")
    return [
        words[
            max(
                read_outcome(rule, person, as_of, any(counting[n]))
                for rule in text()[0]
                if rule["kind"] in ("require", "bar", "expect")
            )
        ]
        for n, person in enumerate(people)
    ]


# People as a roster may hold them.


def near(*days):
    """Days around the ones that matter, given to the day or to the month, or not at all."""
    exact = st.sampled_from(days).flatmap(lambda day: st.integers(-2, 2).map(lambda step: day + timedelta(days=step)))
    month = st.sampled_from(days).map(
        lambda day: (day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
    )
    return st.one_of(exact, exact, month, st.none())


def cell(*values):
    return st.sampled_from([*values, None])


PEOPLE = st.fixed_dictionaries(
    {
        "village": st.sampled_from(["园内村", "园内村", "朴一村", "朴二村", "不在底册", None]),
        "education": cell("高中", "高中（肄业）", "初中", "中专", "本科"),
        "category": cell(
            "治保主任", "综治协管员", "村干部", "其他", "村干部、治保主任", "专职网格员", "退伍军人、其他"
        ),
        "birth_date": near(date(1959, 5, 10), date(1960, 2, 29), date(1975, 3, 1)),
        "resident": st.sampled_from(["是", "是", "是", "否", "待核", None]),
        "fit": st.sampled_from(["是", "是", "是", "否", "待核", None]),
        "vetting": st.sampled_from(["无", "无", "无", "有", "待核", None]),
        "vetted_on": st.one_of(near(date(2020, 4, 10), date(2020, 5, 10)), st.just(date(2020, 5, 1))),
        "inspection": st.sampled_from(["合格", "合格", "合格", "不合格", "待核", None]),
        "discipline": st.sampled_from(
            ["无", "无", None, "警告", "严重警告", "撤销党内职务", "留党察看", "开除党籍", "撤职", "开除公职"]
        ),
        "discipline_on": near(date(2018, 5, 10), date(2017, 5, 10), date(2016, 2, 29)),
        "applied_on": st.just(date(2017, 1, 1)),
        "recommended_on": st.sampled_from([date(2017, 1, 2), None]),
        "inspected_on": st.sampled_from([date(2018, 2, 1), date(2020, 5, 6), date(2020, 6, 1), None]),
        "fallback_reason": cell("岗位空缺"),
        "exception_note": cell("特殊情况"),
        "choice": st.sampled_from([None, None, "拟推选", "备选"]),
        "conflicts": st.sampled_from([(), (), (), ("village",), ("discipline",), ("category",)]),
    }
)
AS_OFS = st.sampled_from([AS_OF, date(2018, 2, 28), date(2020, 2, 29), date(2021, 2, 28), date(2019, 3, 1)])
SINGLE = PEOPLE.map(lambda person: {**person, "village": "园内村", "choice": None})
quick = settings(max_examples=30, deadline=None)


def roster_of(people):
    conflicts = {}
    for n, person in enumerate(people):
        for field in person["conflicts"]:
            conflicts.setdefault(field, set()).add(len(VILLAGES) + n)
    rows = [{key: value for key, value in person.items() if key != "conflicts"} for person in people]
    return make_roster(rows, VILLAGES, {field: frozenset(rows_in) for field, rows_in in conflicts.items()})


def judged(people, as_of=AS_OF):
    return judge(rulebook(), roster_of(people), as_of, None)[0].people


@quick
@given(st.lists(PEOPLE, min_size=1, max_size=8), AS_OFS)
def test_the_judgement_of_columns_is_the_plain_reading_person_by_person(people, as_of):
    answers = judged(people, as_of)
    assert list(answers["verdict"]) == read_verdicts(people, as_of)
    ranks = [None if missing else rank for rank, missing in zip(answers["rank"], answers["rank"].isna(), strict=True)]
    assert ranks == [read_rank(person, as_of) for person in people]
    counting = read_counting(people, as_of)
    assert [(bool(c), bool(t)) for c, t in zip(answers["chosen"], answers["tied"], strict=True)] == [
        counting[n] for n in range(len(people))
    ]


FILLINGS = {
    "education": ["高中", "初中"], "category": ["治保主任", "村干部"], "resident": ["是", "否"], "fit": ["是", "否"],
    "vetting": ["无", "有"], "inspection": ["合格", "不合格"], "discipline": ["无", "警告", "开除党籍", "开除公职"],
    "birth_date": [date(1950, 1, 1), date(1990, 1, 1)], "vetted_on": [AS_OF, date(2020, 1, 1)],
    "discipline_on": [date(2020, 1, 1), date(2010, 1, 1)],
}  # fmt: skip


@quick
@given(SINGLE, st.data())
def test_filling_in_a_cell_of_ones_own_never_turns_a_settled_verdict_round(person, data):
    (before,) = judged([person])["verdict"]
    open_cells = [field for field in FILLINGS if person[field] in (None, "待核")]
    if person["vetting"] == "无" and person["discipline"] is None and "discipline" in open_cells:
        open_cells.remove("discipline")  # not unknown: the vetting has answered it
    if not open_cells:
        return
    field = data.draw(st.sampled_from(open_cells))
    (after,) = judged([{**person, field: data.draw(st.sampled_from(FILLINGS[field]))}])["verdict"]
    if before in ("eligible", "ineligible"):
        assert after == before
    elif before == "needs_reason":
        assert after == "needs_reason"


@quick
@given(SINGLE, st.integers(0, 400))
def test_as_of_moved_forward_never_bars_again_for_a_sanction_that_has_run_out(person, days):
    clean = {**person, "vetting": "无", "conflicts": (), "category": "治保主任", "birth_date": date(1990, 1, 1)}

    def barred(as_of):
        verdicts, _ = judge(rulebook(), roster_of([clean]), as_of, None)
        decisions = {
            decision.rule: decision.outcome.value for decision in verdicts.explain(len(VILLAGES), everything=True)
        }
        return [decisions[rule] for rule in ("warning-2y", "removal-3y")]

    order = {"met": 0, "unknown": 1, "fails": 2}
    for before, after in zip(barred(AS_OF), barred(AS_OF + timedelta(days=days)), strict=True):
        assert order[after] <= order[before]


@quick
@given(st.lists(PEOPLE, min_size=2, max_size=8), st.randoms())
def test_the_order_of_rows_and_columns_changes_nothing(people, random):
    shuffled = list(range(len(people)))
    random.shuffle(shuffled)
    straight = judged(people).reset_index(drop=True)
    roster = roster_of([people[n] for n in shuffled])
    columns = list(roster.candidates.columns)
    random.shuffle(columns)
    mixed = type(roster)(roster.files, roster.places, roster.villages, roster.candidates[columns], roster.conflicts)
    turned = judge(rulebook(), mixed, AS_OF, None)[0].people.reset_index(drop=True)
    for place, n in enumerate(shuffled):
        assert turned.loc[place].equals(straight.loc[n])


@quick
@given(st.lists(PEOPLE, max_size=8))
def test_every_person_has_exactly_one_verdict(people):
    counts = Counter(judged(people)["verdict"])
    assert sum(counts[verdict] for verdict in ("eligible", "needs_reason", "undetermined", "ineligible")) == len(people)


@quick
@given(st.lists(PEOPLE, min_size=1, max_size=4))
def test_what_explains_a_person_is_what_decided_the_verdict(people):
    verdicts, _ = judge(rulebook(), roster_of(people), AS_OF, AS_OF)
    outcome_of = {"ineligible": "fails", "undetermined": "unknown", "needs_reason": "needs_reason", "eligible": "met"}
    for row_id, verdict in verdicts.people["verdict"].items():
        shown = verdicts.explain(row_id, everything=False)
        deciding = [decision for decision in shown if decision.outcome.value != "flag"]
        assert {decision.outcome.value for decision in deciding} == {outcome_of[verdict]} - {"met"}
        everything = verdicts.explain(row_id, everything=True)
        assert {decision.rule for decision in shown} <= {decision.rule for decision in everything}
        for decision in deciding:
            assert decision.clause
            assert decision.quote
            assert decision.fields


@pytest.mark.parametrize("field", ["vetting", "inspection", "resident", "fit"])
def test_what_settles_an_unknown_is_the_cell_that_is_missing(field):
    person = {"village": "园内村", field: None}
    verdicts, _ = judge(rulebook(), make_roster([person], VILLAGES), AS_OF, None)
    decisions = verdicts.explain(len(VILLAGES), everything=False)
    assert {decision.outcome.value for decision in decisions} == {"unknown"}
    assert {decision.settle for decision in decisions} == {(field,)}


def test_only_what_is_asked_of_the_chosen_turns_when_a_choice_is_filled_in():
    cadre, head = {"village": "园内村", "category": "村干部"}, {"village": "园内村"}

    def read(choice):
        verdicts, _ = judge(rulebook(), make_roster([{**cadre, "choice": choice}, head], VILLAGES), AS_OF, None)
        outcomes = {one.rule: one.outcome.value for one in verdicts.explain(len(VILLAGES), everything=True)}
        return verdicts.people["verdict"].iloc[0], outcomes

    (before, open_), (after, chosen) = read(None), read("拟推选")
    assert (before, after) == ("eligible", "needs_reason")
    assert {rule for rule in open_ if open_[rule] != chosen[rule]} == {"fallback"}
