"""One person's decisions, built when somebody looks: which rules, which cells, what is missing, until when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import cast

import numpy as np

from yicun.model.verdicts import OVERRULED, STRUCK, UNTRUE_REASON, Decision, Outcome, doubt_of
from yicun.rulebook.columns import NO_DATE, Columns, Mask, Seconds
from yicun.rulebook.conditions import MOVING, All, Any, Condition, Not, Test, fold, tests
from yicun.rulebook.lifting import runs_out
from yicun.rulebook.outcomes import MET, NEEDS_REASON, OUTCOMES, UNKNOWN, WAIVED, Answers, covered, denied
from yicun.rulebook.preference import Preferred
from yicun.rulebook.reasons import untrue
from yicun.rulebook.schema import Flag, Preference, Rule, Rulebook
from yicun.rulebook.waivers import Waiver
from yicun.rulebook.wording import label, labels, phrase

_EPOCH, _DAY = date(1970, 1, 1), 86_400
_WORST_FIRST = (Outcome.FAILS, Outcome.UNKNOWN, Outcome.NEEDS_REASON, Outcome.WAIVED, Outcome.FLAG, Outcome.MET)


@dataclass(frozen=True, slots=True)
class Judged:
    """All that the judgement worked out, kept for looking at one person."""

    rulebook: Rulebook
    columns: Columns
    standing: Preferred
    answers: Answers
    granted: Mapping[tuple[str, int], Waiver]
    eligible_from: Seconds
    deadline: date | None


class Explanations:
    """The decisions of one person at a time."""

    def __init__(self, judged: Judged) -> None:
        """Take what was judged."""
        self._judged = judged

    def of(self, row_id: int, everything: bool) -> tuple[Decision, ...]:
        """The decisions of the candidate with this row id, worst first.

        `everything` False: the rules that decided the verdict, what was waived, and the flags.
        """
        judged = self._judged
        position = cast("int", judged.columns.people.index.get_loc(row_id))
        at_person = [(rule, int(outcome[position])) for rule, outcome in judged.answers]
        worst = max((outcome for _, outcome in at_person), default=MET)
        if any(doubtful[position] for doubtful in judged.standing.doubts.values()):
            worst = max(worst, UNKNOWN)
        decisions = [
            self._decision(rule, outcome, position)
            for rule, outcome in at_person
            if everything or outcome == WAIVED or (outcome == worst and outcome > WAIVED)
        ]
        if everything or worst <= UNKNOWN:
            named = {field for decision in decisions for field in decision.settle}
            decisions += (doubt for doubt in self._doubts(position) if not named.issuperset(doubt.settle))
        decisions += self._flags(position)
        if everything:
            decisions += self._standing(position)
        return tuple(sorted(decisions, key=lambda decision: _WORST_FIRST.index(decision.outcome)))

    def _doubts(self, position: int) -> Iterator[Decision]:
        """What leaves open who it is, or whether they stand at all."""
        for field, doubtful in self._judged.standing.doubts.items():
            if doubtful[position]:
                at = ("name",) if field == STRUCK else (field,)
                yield Decision("person", "人选", "", Outcome.UNKNOWN, at, at, note=doubt_of(field))

    def _decision(self, rule: Rule, outcome: int, position: int) -> Decision:
        assert rule.when is not None, rule.id
        eligible_from = self._eligible_from(position) if outcome >= UNKNOWN and runs_out(rule) else None
        deadline = self._judged.deadline
        return Decision(
            rule.id,
            rule.clause,
            rule.all_words,
            OUTCOMES[outcome],
            self._cells(rule.when, position),
            self._deciding_cells(rule, outcome, position),
            eligible_from,
            None if eligible_from is None or deadline is None else eligible_from <= deadline,
            self._note(rule, outcome, position),
        )

    def _eligible_from(self, position: int) -> date | None:
        seconds = int(self._judged.eligible_from[position])
        return None if seconds == NO_DATE else _EPOCH + timedelta(days=seconds // _DAY)

    def _cells(self, condition: Condition, position: int) -> tuple[str, ...]:
        """The columns a condition looked at for this person; an age comes from the ID where that is readable."""
        return tuple(
            dict.fromkeys(name for test in tests(condition) for name in self._columns_of(test.field, position))
        )

    def _columns_of(self, field: str, position: int) -> tuple[str, ...]:
        columns = self._judged.columns
        if field != "birth_date":
            return (field,)
        if columns.in_conflict("birth_date")[position]:
            return ("id_number", "birth_date")
        return (
            ("id_number",) if columns.known("id_number")[position] or not columns.known(field)[position] else (field,)
        )

    def _deciding_cells(self, rule: Rule, outcome: int, position: int) -> tuple[str, ...]:
        """The cells that would decide it."""
        assert rule.when is not None, rule.id
        columns = self._judged.columns
        if outcome == NEEDS_REASON:
            return (rule.reason,) if rule.reason else ()
        if outcome != UNKNOWN:
            return ()
        if rule.denied is not None and denied(rule, columns)[position]:
            return (*self._cells(rule.denied, position), *self._cells(rule.when, position))
        if rule.covered is not None and all(columns.blank(field)[position] for field in rule.covered.blank):
            by = list(self._unknown(rule.covered.by, position))
            if by:
                return tuple(dict.fromkeys(by))
        if fold(rule.when, lambda test: columns.answer(test).at(position)).false:  # an answer gone stale
            return self._cells(rule.when, position)
        return tuple(dict.fromkeys(self._unknown(rule.when, position)))

    def _unknown(self, condition: Condition, position: int) -> Iterator[str]:
        """The unknown cells an unknown answer rests on."""
        answer = fold(condition, lambda test: self._judged.columns.answer(test).at(position))
        if answer.true or answer.false:
            return
        match condition:
            case Test():
                if not self._on_the_day(condition, position):
                    yield from self._columns_of(condition.field, position)
            case Not(part):
                yield from self._unknown(part, position)
            case All(parts) | Any(parts):
                for part in parts:
                    yield from self._unknown(part, position)

    def _on_the_day(self, test: Test, position: int) -> bool:
        """Whether the cell says all it can and the as-of date is the boundary day itself."""
        if test.operator != "within_years":
            return False
        first, last = (days[position] for days in self._judged.columns.days(test.field))
        return bool(first == last != NO_DATE) and bool(self._judged.columns.known(test.field)[position])

    def _note(self, rule: Rule, outcome: int, position: int) -> str:
        if outcome == WAIVED:
            return self._judged.granted[rule.id, position].words
        if outcome == NEEDS_REASON:
            return f"请填写{label(rule.reason)}" if rule.reason else ""
        return self._of_answer(rule, outcome, position)

    def _of_answer(self, rule: Rule, outcome: int, position: int) -> str:
        assert rule.when is not None, rule.id
        columns = self._judged.columns
        answer = fold(rule.when, lambda test: columns.answer(test).at(position))
        if outcome == MET and rule.covered is not None and covered(rule, columns)[position]:
            return f"{labels(rule.covered.blank)}未填，以{phrase(rule.covered.by)}为准"
        if outcome == MET and rule.kind == "expect" and answer.false and rule.reason:
            return self._of_reason(rule, position)
        if rule.denied is not None and denied(rule, columns)[position]:
            return f"{phrase(rule.denied)}，两栏矛盾，请核实"
        if outcome == UNKNOWN and answer.false:
            return f"{phrase(rule.when)}已不成立，按待核处理"
        return self._near_limit(rule.when, position) if outcome == UNKNOWN else ""

    def _of_reason(self, rule: Rule, position: int) -> str:
        columns = self._judged.columns
        if not columns.known(rule.reason)[position]:
            return "不是本村算数的人选，不问"
        given = str(columns.people[rule.reason].iloc[position])
        own = rule.reasons is not None and given not in rule.reasons.named
        return f"已填写{label(rule.reason)}" + (f"；“{given}”原文没有列，系本单位约定" if own else "")

    def _near_limit(self, condition: Condition, position: int) -> str:
        """Why a date that was written still leaves it open."""
        columns = self._judged.columns
        for test in tests(condition):
            if test.operator not in MOVING or not columns.answer(test).unknown[position]:
                continue
            if self._on_the_day(test, position):
                return f"基准日恰满 {test.number} 年，由人认定"
            first, last = (int(days[position]) for days in columns.days(test.field))
            if first != last:
                return "只写到月，月初与月末结果不同"
        return ""

    @cached_property
    def _raised(self) -> list[tuple[Rule | Preference, Flag, Mask]]:
        """Every flag with the people it is raised for."""
        judged = self._judged
        shapes: tuple[Rule | Preference, ...] = (*judged.rulebook.rules, *judged.rulebook.prefer)
        written = [
            (shape, flag, judged.columns.answer_to(flag.when).true & self._applies(shape, flag))
            for shape in shapes
            for flag in shape.flags
        ]
        return written + [
            (
                rule,
                Flag(UNTRUE_REASON, Test(rule.reason, "known", "true")),
                untrue(rule, judged.answers, judged.columns, judged.standing),
            )
            for rule in judged.rulebook.rules
            if rule.reasons is not None
        ]

    def _applies(self, shape: Rule | Preference, flag: Flag) -> Mask:
        judged = self._judged
        everybody = np.ones(len(judged.columns), bool)
        in_time = ~judged.columns.through(flag.before) if flag.before in judged.columns.steps else everybody
        if isinstance(shape, Preference):
            return np.asarray(in_time & (judged.standing.rank == shape.rank), bool)
        met = next((outcome == MET for rule, outcome in judged.answers if flag.before and rule is shape), everybody)
        return np.asarray(in_time & met, bool)

    def _flags(self, position: int) -> Iterator[Decision]:
        judged = self._judged
        for shape, flag, raised in self._raised:
            if raised[position]:
                cells = self._cells(flag.when, position)
                yield Decision(shape.id, shape.clause, shape.words, Outcome.FLAG, cells, note=flag.note)
        worst = max((int(outcome[position]) for _, outcome in judged.answers), default=MET)
        if judged.standing.confirmed[position] and worst > WAIVED:
            yield Decision("person", "人选", "", Outcome.FLAG, ("decision", "decided_on"), note=OVERRULED)
        for step in judged.columns.steps:
            if judged.columns.unreadable(step)[position]:
                note = f"{label(step)}无法辨认，推选程序未完成"
                yield Decision("procedure", "推选程序", "", Outcome.FLAG, (step,), (step,), note=note)
        rank = int(judged.standing.rank[position])
        if judged.standing.tied[position]:
            placed = next((preference for preference in judged.rulebook.prefer if preference.rank == rank), None)
            if placed is not None:
                yield Decision(
                    placed.id,
                    placed.clause,
                    placed.words,
                    Outcome.FLAG,
                    ("choice",),
                    ("choice",),
                    note="并列，请确定一名拟推选",
                )

    def _standing(self, position: int) -> Iterator[Decision]:
        """Where the person stands in the preference and in the procedure."""
        judged = self._judged
        rank = int(judged.standing.rank[position])
        for preference in judged.rulebook.prefer:
            cells = self._cells(preference.when, position)
            settle = tuple(dict.fromkeys(self._unknown(preference.when, position)))
            if preference.rank == rank:
                note = f"优先顺序第 {rank} 位"
                yield Decision(preference.id, preference.clause, preference.words, Outcome.MET, cells, note=note)
            elif rank == 0 and settle:
                note = "优先顺序待核"
                yield Decision(
                    preference.id, preference.clause, preference.words, Outcome.UNKNOWN, cells, settle, note=note
                )
        for rule in judged.rulebook.rules:
            if rule.kind == "stage":
                done = [step for step in rule.steps if judged.columns.done(step.field)[position]]
                note = "已有日期：" + ("、".join(step.what for step in done) or "无")
                fields = tuple(step.field for step in rule.steps)
                yield Decision(rule.id, rule.clause, rule.words, Outcome.MET, fields, note=note)
