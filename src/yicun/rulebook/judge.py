"""The verdict on every candidate, column by column.

Each rule gives everybody one of five outcomes; a person's verdict is the worst of them. Unknown never counts as clear
and never as failed.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, Findings
from yicun.model.roster import Roster
from yicun.model.verdicts import Verdict, Verdicts
from yicun.rulebook.columns import NO_DATE, Columns, Mask, Seconds
from yicun.rulebook.conditions import tests
from yicun.rulebook.explain import Explanations, Judged
from yicun.rulebook.lifting import NEVER, lifted_on, runs_out
from yicun.rulebook.outcomes import UNKNOWN, WAIVED, Answers, Outcomes, denied, outcomes_of
from yicun.rulebook.preference import preference_standing
from yicun.rulebook.reasons import untrue
from yicun.rulebook.schema import JUDGING, Rulebook
from yicun.rulebook.waivers import Waiver, grant
from yicun.rulebook.wording import label


def judge(
    rulebook: Rulebook, roster: Roster, as_of: date, deadline: date | None, waivers: Sequence[Waiver] = ()
) -> tuple[Verdicts, Findings]:
    """What the rulebook says of every candidate on the as-of date.

    `deadline` is only for saying whether a sanction ends in time. A waiver that lifts nothing is YC520.
    """
    columns = Columns(roster, as_of, rulebook.boundary, rulebook.procedure.fields)
    standing = preference_standing(rulebook, columns, roster)
    answers = [(rule, outcomes_of(rule, columns, standing)) for rule in rulebook.rules if rule.kind in JUDGING]
    granted, findings = grant(waivers, answers, columns, roster)
    worst = np.full(len(columns), WAIVED, np.int8)
    for _, outcome in answers:
        np.maximum(worst, outcome, out=worst)
    eligible_from = _eligible_from(answers, worst, columns)
    for doubtful in standing.doubts.values():
        worst[doubtful] = np.maximum(worst[doubtful], UNKNOWN)
        eligible_from[doubtful] = NO_DATE
    people = pd.DataFrame(
        {
            "verdict": pd.Categorical.from_codes(
                worst - np.int8(WAIVED), pd.Index([verdict.value for verdict in Verdict])
            ),
            "rank": pd.arrays.IntegerArray(standing.rank.astype(np.int64), standing.rank == 0),
            "stage": _stage(columns),
            "chosen": standing.chosen,
            "tied": standing.tied,
            "waived": _at(sorted({position for _, position in granted}), len(columns)),
            "untrue_reason": np.logical_or.reduce(
                [np.zeros(len(columns), bool), *(untrue(rule, answers, columns, standing) for rule, _ in answers)]
            ),
            "eligible_from": eligible_from.view("datetime64[s]"),
        },
        index=roster.candidates.index,
    )
    judged = Judged(rulebook, columns, standing, answers, granted, eligible_from, deadline)
    overruled = roster.candidates.index[standing.confirmed & (worst > WAIVED)].tolist()
    findings += Findings((), (_denials(rulebook, columns), _overruled(roster, overruled)))
    columns.forget()
    return Verdicts(rulebook.id, people, Explanations(judged).of, rulebook.procedure), findings


def denials(rulebook: Rulebook, roster: Roster, as_of: date) -> Findings:
    """YC309 where one cell says that nothing is known and another names a bar that still holds."""
    return Findings((), (_denials(rulebook, Columns(roster, as_of, rulebook.boundary, rulebook.procedure.fields)),))


def _overruled(roster: Roster, rows: list[int]) -> CellFindings:
    villages = roster.candidates.loc[rows, "village"].astype("object")
    texts = villages.where(villages.notna(), "").tolist()
    return CellFindings("YC604", TableKind.CANDIDATES, "decision", rows, ["确定"] * len(rows), facts={"village": texts})


def _denials(rulebook: Rulebook, columns: Columns) -> CellFindings:
    rules = [rule for rule in rulebook.rules if rule.denied is not None and rule.when is not None]
    which = np.full(len(columns), -1, np.int16)
    for number, rule in enumerate(rules):
        which[denied(rule, columns)] = number
    texts, partners = np.full((2, len(columns)), "", object)
    field = partner = ""
    for number, rule in reversed(list(enumerate(rules))):
        at = np.flatnonzero(which == number)
        if len(at) and rule.denied is not None and rule.when is not None:
            field, partner = next(tests(rule.denied)).field, next(tests(rule.when)).field
            cells, beside = (columns.people[name].iloc[at].astype("object") for name in (field, partner))
            texts[at], partners[at] = cells, [f"{label(partner)}“{one}”（仍在限制期内）" for one in beside]
    at = np.flatnonzero(which >= 0)
    rows = columns.people.index[at].tolist()
    facts, related = {"partner": partners[at].tolist()}, [(row,) for row in rows]
    return CellFindings("YC309", TableKind.CANDIDATES, field, rows, texts[at].tolist(), None, facts, related, partner)


def _at(positions: Sequence[int], size: int) -> Mask:
    mask = np.zeros(size, bool)
    mask[list(positions)] = True
    return mask


def _stage(columns: Columns) -> Outcomes:
    """How many steps are done: the last that is dated on or before the as-of date and all before it too."""
    stage = np.zeros(len(columns), np.int8)
    for step in columns.steps:
        stage += columns.through(step).view(np.int8)
    return stage


def _eligible_from(answers: Answers, worst: Outcomes, columns: Columns) -> Seconds:
    """The day from which nothing stands in the way any more, where only bars that run out do now."""
    waits = worst >= UNKNOWN
    for rule, outcome in answers:
        if not runs_out(rule):
            waits &= outcome <= WAIVED
    waiting = np.flatnonzero(waits)
    ends = np.full(len(waiting), NO_DATE, np.int64)
    for rule, outcome in answers:
        if not runs_out(rule):
            continue
        holding = np.flatnonzero(outcome[waiting] > WAIVED)
        assert rule.when is not None, rule.id
        ends[holding] = np.maximum(ends[holding], lifted_on(rule.when, columns, waiting[holding]))
    result = np.full(len(worst), NO_DATE, np.int64)
    result[waiting] = np.where(ends == NEVER, NO_DATE, ends)
    return result
