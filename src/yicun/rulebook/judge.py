"""The verdict on every candidate, column by column.

Each rule gives everybody one of five outcomes; a person's verdict is the worst of them. Unknown never counts as clear
and never as failed.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from yicun.model.findings import Findings
from yicun.model.roster import Roster
from yicun.model.verdicts import Verdict, Verdicts
from yicun.rulebook.columns import NO_DATE, Columns, Mask, Seconds
from yicun.rulebook.explain import Explanations, Judged
from yicun.rulebook.lifting import NEVER, lifted_on, runs_out
from yicun.rulebook.outcomes import UNKNOWN, WAIVED, Answers, Outcomes, outcomes_of
from yicun.rulebook.preference import stand
from yicun.rulebook.schema import JUDGING, Rulebook, Step
from yicun.rulebook.waivers import Waiver, grant


def judge(
    rulebook: Rulebook, roster: Roster, as_of: date, deadline: date | None, waivers: Sequence[Waiver] = ()
) -> tuple[Verdicts, Findings]:
    """What the rulebook says of every candidate on the as-of date.

    `deadline` is only for saying whether a sanction ends in time. A waiver that lifts nothing is YC520.
    """
    columns = Columns(roster, as_of, rulebook.boundary)
    standing = stand(rulebook.prefer, columns)
    answers = [(rule, outcomes_of(rule, columns, standing)) for rule in rulebook.rules if rule.kind in JUDGING]
    granted, findings = grant(waivers, answers, roster, as_of)
    worst = np.full(len(columns), WAIVED, np.int8)
    for _, outcome in answers:
        np.maximum(worst, outcome, out=worst)
    people = pd.DataFrame(
        {
            "verdict": pd.Categorical.from_codes(
                worst - np.int8(WAIVED), pd.Index([verdict.value for verdict in Verdict])
            ),
            "rank": pd.arrays.IntegerArray(standing.rank.astype(np.int64), standing.rank == 0),
            "stage": _stage(rulebook.steps, columns),
            "chosen": standing.chosen,
            "tied": standing.tied,
            "waived": _at(sorted({position for _, position in granted}), len(columns)),
            "eligible_from": _eligible_from(answers, worst, columns).view("datetime64[s]"),
        },
        index=roster.candidates.index,
    )
    judged = Judged(rulebook, columns, standing, answers, granted, deadline)
    return Verdicts(rulebook.id, people, Explanations(judged).of), findings


def _at(positions: Sequence[int], size: int) -> Mask:
    mask = np.zeros(size, bool)
    mask[list(positions)] = True
    return mask


def _stage(steps: Sequence[Step], columns: Columns) -> Outcomes:
    """How many steps are done: the last that is dated on or before the as-of date and all before it too."""
    stage = np.zeros(len(columns), np.int8)
    reached = np.ones(len(columns), bool)
    for step in steps:
        reached &= columns.done(step.field)
        stage += reached.view(np.int8)
    return stage


def _eligible_from(answers: Answers, worst: Outcomes, columns: Columns) -> Seconds:
    """The day from which nothing that decided the verdict holds any more, where only bars that run out decided it."""
    waits = worst >= UNKNOWN
    bars = [(rule, outcome) for rule, outcome in answers if runs_out(rule)]
    for rule, outcome in answers:
        if not runs_out(rule):
            waits &= outcome != worst
    waiting = np.flatnonzero(waits)
    ends = np.full(len(waiting), NO_DATE, np.int64)
    for rule, outcome in bars:
        decided = np.flatnonzero(outcome[waiting] == worst[waiting])
        assert rule.when is not None, rule.id
        ends[decided] = np.maximum(ends[decided], lifted_on(rule.when, columns, waiting[decided]))
    result = np.full(len(worst), NO_DATE, np.int64)
    result[waiting] = np.where(ends == NEVER, NO_DATE, ends)
    return result
