"""What each kind of rule makes of a true, false or unknown answer."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from yicun.model.verdicts import Outcome
from yicun.rulebook.columns import Columns, Mask
from yicun.rulebook.preference import Preferred
from yicun.rulebook.schema import Rule

Outcomes = npt.NDArray[np.int8]
MET, WAIVED, NEEDS_REASON, UNKNOWN, FAILS = range(5)
"""Worst last, so that a verdict is a maximum."""

Answers = Sequence[tuple[Rule, Outcomes]]
"""Every judging rule with its outcome for everybody."""

OUTCOMES = (Outcome.MET, Outcome.WAIVED, Outcome.NEEDS_REASON, Outcome.UNKNOWN, Outcome.FAILS)


def outcomes_of(rule: Rule, columns: Columns, standing: Preferred) -> Outcomes:
    """The outcome of one rule for everybody."""
    assert rule.when is not None, rule.id
    answer = columns.answer_to(rule.when)
    unknown = answer.unknown
    if rule.covered is not None:
        unknown &= ~covered(rule, columns)
    if rule.kind == "bar":
        unmet, weight = answer.true, FAILS
        if rule.denied is not None:
            unknown |= denied(rule, columns)
            unmet = unmet & ~unknown
    elif rule.kind == "expect":
        unmet, weight = answer.false, NEEDS_REASON
        if rule.reason:
            unmet = unmet & ~columns.known(rule.reason)
    else:
        unmet, weight = answer.false, UNKNOWN if rule.lenient else FAILS
    result = unknown.view(np.int8) * np.int8(UNKNOWN)
    result += unmet.view(np.int8) * np.int8(weight)
    if rule.chosen_only:
        result *= (standing.chosen | standing.tied).view(np.int8)
    return result


def covered(rule: Rule, columns: Columns) -> Mask:
    """Where a cell was left empty and another one answers in its place."""
    if rule.covered is None:
        return np.zeros(len(columns), bool)
    blank = np.logical_and.reduce([columns.blank(field) for field in rule.covered.blank])
    return np.asarray(blank & columns.answer_to(rule.covered.by).true)


def denied(rule: Rule, columns: Columns) -> Mask:
    """Where a bar holds and another cell says that it cannot."""
    if rule.denied is None or rule.when is None:
        return np.zeros(len(columns), bool)
    return columns.answer_to(rule.when).true & columns.answer_to(rule.denied).true
