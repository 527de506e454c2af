"""What holds whatever the rosters hold, with the real rulebook judging."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import make_roster
from yicun.coverage.listing import nominate
from yicun.coverage.states import cover
from yicun.model.results import GAP_STATES, State, percent
from yicun.rulebook.judge import judge
from yicun.rulebook.load import load_rulebook

RULES = Path(__file__).parents[2] / "rules"
AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UNREADABLE = "?"

EARLY, LATE = date(2020, 5, 4), date(2020, 5, 20)
ANSWERS = {
    "resident": ("是", "否", None), "fit": ("是", "否", "待核"), "vetting": ("无", "有", None),
    "inspection": ("合格", "不合格", None), "education": ("高中", "小学", None),
    "category": ("治保主任", "村干部", "其他", None),
    "inspected_on": (EARLY, LATE, None, UNREADABLE, (date(2020, 5, 1), date(2020, 5, 31))),
    "decision": (None, None, "确定", "不予确定"), "decided_on": (AS_OF, LATE, UNREADABLE),
    "choice": (None, None, "拟推选", "备选", UNREADABLE), "exception_note": (None, "说明"),
    "fallback_reason": (None, "岗位空缺"), "village_number": (0, 1, 2, 3, 9),
}  # fmt: skip
SETTLED = {
    "resident": ("是", "否"), "fit": ("是", "否"), "vetting": ("无", "有"), "inspection": ("合格", "不合格"),
    "education": ("高中", "小学"), "category": ("治保主任", "村干部", "其他"), "inspected_on": (EARLY, LATE),
    "decided_on": (EARLY, LATE), "choice": ("拟推选", "备选", None), "exception_note": (None, "说明"),
    "fallback_reason": (None, "岗位空缺"),
}  # fmt: skip
MOSTLY = {name: st.one_of(st.just(values[0]), st.sampled_from(values)) for name, values in ANSWERS.items()}
PEOPLE = st.lists(st.fixed_dictionaries(MOSTLY), max_size=6)
UNITS = st.lists(
    st.fixed_dictionaries(
        {
            "unit_type": st.sampled_from(("行政村", "行政村", "行政村", "社区", "其他")),
            "auxiliary": st.sampled_from(("无", "无", "有", None)),
            "auxiliary_kind": st.sampled_from((None, "专职", "兼职", "无")),
            "ruling": st.sampled_from((None, None, "需配", "不需配", "待定")),
            "station": st.sampled_from(("甲派出所", "乙派出所")),
            "township": st.sampled_from(("甲镇", "乙镇")),
            "quota": st.sampled_from((None, None, 1, 2, 3, 0)),
        }
    ),
    min_size=1,
    max_size=4,
)


@cache
def rulebook():
    book, findings = load_rulebook(RULES / "nanan-2020.yaml", shown="rules/nanan-2020.yaml", search=[RULES])
    assert book is not None, findings.by_code()
    return book


def roster_of(people, units):
    units = [{**unit, "village": f"{number}村"} for number, unit in enumerate(units)]
    rows, unreadable = [], {}
    for number, person in enumerate(people):
        home = person["village_number"]
        row = {**person, "name": f"示例{number}", "id_number": None, "village": f"{home}村"}
        row |= {"township": units[home]["township"] if home < len(units) else "丙镇"}
        for name, value in person.items():
            if value == UNREADABLE:
                row[name] = None
                unreadable.setdefault(name, set()).add(len(units) + number)
        rows.append(row)
    return make_roster(rows, units, unreadable={name: frozenset(found) for name, found in unreadable.items()})


def covered(people, units, as_of=AS_OF):
    roster = roster_of(people, units)
    verdicts, _ = judge(rulebook(), roster, AS_OF, DEADLINE)
    return cover(roster, verdicts, as_of, DEADLINE)[0], verdicts, roster


@given(PEOPLE, UNITS)
@QUICK
def test_every_village_is_in_one_state_and_all_add_up(people, units):
    coverage, verdicts, roster = covered(people, units)
    shown = coverage.villages
    assert set(shown["state"]) <= set(State)
    plain = [n for n, unit in enumerate(units) if unit["unit_type"] == "社区" and unit["ruling"] is None]
    plain = [n for n in plain if all(person["village_number"] != n for person in people)]
    assert shown.index.tolist() == [number for number in range(len(units)) if number not in plain]
    for groups in (coverage.stations, coverage.townships):
        for name in ("villages", "auxiliary", "required", "nominated", "confirmed", "gap", "ruling", "on_time", "late"):
            assert sum(getattr(each, name) for each in groups) == getattr(coverage.totals, name)
        for name in ("gap_at_least", "gap_at_most"):
            assert sum(getattr(each, name) for each in groups) == getattr(coverage.totals, name)
        assert sum((Counter(each.states) for each in groups), Counter()) == Counter(coverage.totals.states)
    for each in (coverage.totals, *coverage.stations, *coverage.townships):
        assert each.required + each.auxiliary <= each.villages <= each.required + each.auxiliary + each.ruling
        assert each.required == each.nominated + each.confirmed + each.gap
        assert each.gap == sum(each.states[state] for state in GAP_STATES)
        assert each.gap_at_least <= each.gap <= each.gap_at_most
        assert all(rate is None or 0 <= rate <= 1 for rate in (each.nomination_rate, each.completion_rate))
        assert each.people_done <= each.people_required
    listed = nominate(roster, verdicts, coverage, None, "南安市")
    assert listed.listed + listed.missing == listed.required == coverage.totals.required
    assert listed.listed == coverage.totals.nominated + coverage.totals.confirmed
    assert listed.missing == coverage.totals.gap
    assert set(listed.lines.index).isdisjoint(person.row_id for person in listed.left_out)
    assert len(listed.lines) + len(listed.left_out) == len(people)
    quota = [unit["quota"] or 1 for unit in units]
    asked = shown[shown["state"].isin([State.NOMINATED, State.CONFIRMED])]
    assert Counter(listed.lines["village"]) == Counter({f"{row}村": quota[row] for row in asked.index})
    required = [quota[row] for row, state in shown["state"].items() if state not in (State.AUXILIARY, State.RULING)]
    assert coverage.totals.people_required == sum(required)
    assert len(listed.lines) <= coverage.totals.people_done <= sum(required)


@given(PEOPLE, UNITS, st.data())
@QUICK
def test_settling_what_is_unknown_never_leaves_the_interval(people, units, data):
    picture = covered(people, units)[0]
    before = picture.totals
    unknown = (None, "待核", UNREADABLE)
    reasons = ("exception_note", "fallback_reason")
    settled = []
    for person in people:
        cells = {name for name in SETTLED if person[name] in unknown or isinstance(person[name], tuple)}
        cells -= {name for name in ("inspected_on", "decided_on", "choice") if person[name] is None}
        filled = {name: data.draw(st.sampled_from(SETTLED[name]), label=name) for name in sorted(cells)}
        settled.append({**person, **{name: value for name, value in filled.items() if value or name not in reasons}})
    ruled = []
    for row, unit in enumerate(units):
        awaits = picture.villages["state"].get(row) == State.RULING
        ruling = (
            data.draw(st.sampled_from(("需配", "不需配", unit["ruling"])), label="ruling") if awaits else unit["ruling"]
        )
        ruled.append({**unit, "ruling": ruling})
    after = covered(settled, ruled)[0].totals
    assert before.gap_at_least <= after.gap <= before.gap_at_most
    assert before.gap_at_least <= after.gap_at_least
    assert after.gap_at_most <= before.gap_at_most


@given(PEOPLE.filter(bool), UNITS, st.data())
@QUICK
def test_removing_a_person_lowers_the_gap_only_where_another_was_held_back_by_them(people, units, data):
    gone = data.draw(st.integers(0, len(people) - 1))
    coverage, verdicts, _ = covered(people, units)
    rest = [person for number, person in enumerate(people) if number != gone]
    after = covered(rest, units)[0]
    answer = verdicts.people.iloc[gone]
    home = people[gone]["village_number"]
    done = coverage.villages["state"].get(home) in (State.NOMINATED, State.CONFIRMED, State.AUXILIARY)
    if done or not (answer["chosen"] or answer["tied"]):
        assert after.totals.gap >= coverage.totals.gap


@given(st.integers(0, 600_000), st.integers(1, 600_000))
def test_share_is_never_rounded_to_all_or_nothing(done, total):
    done = min(done, total)
    shown = percent(done / total, done, total)
    assert (shown == "100.0%") == (done == total)
    assert (shown == "0.0%") == (done == 0)
    assert abs(float(shown.rstrip("%")) - 100 * done / total) <= 0.1


@pytest.mark.parametrize(
    ("done", "total", "shown"),
    [(16, 20, "80.0%"), (1, 3, "33.3%"), (1, 16, "6.3%"), (9999, 10000, "99.9%"), (1, 9999, "0.1%"), (0, 0, "—")],
)
def test_share_has_one_decimal(done, total, shown):
    assert percent(done / total if total else None, done, total) == shown


def test_state_of_a_roster_does_not_depend_on_the_order_of_its_files():
    people = [{name: values[0] for name, values in ANSWERS.items()} for _ in range(3)]
    for number, person in enumerate(people):
        person |= {"village_number": number, "resident": ANSWERS["resident"][number]}
    units = [{"unit_type": "行政村", "township": "甲镇", "station": "甲派出所"}] * 3
    roster = roster_of(people, units)
    turned = replace(roster, candidates=roster.candidates.iloc[::-1])
    pictures = [
        cover(each, judge(rulebook(), each, AS_OF, DEADLINE)[0], AS_OF, DEADLINE)[0] for each in (roster, turned)
    ]
    assert pictures[0].villages.equals(pictures[1].villages)
