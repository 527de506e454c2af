"""Whether the reason given for choosing a lower rank can be true of the people who stand in the village."""

import numpy as np

from yicun.rulebook.columns import Columns, Mask
from yicun.rulebook.outcomes import WAIVED, Answers
from yicun.rulebook.preference import Preferred
from yicun.rulebook.schema import Rule


def untrue(rule: Rule, answers: Answers, columns: Columns, standing: Preferred) -> Mask:
    """Who was chosen for a reason that cannot be true while somebody eligible of a better rank stands there."""
    nobody = np.zeros(len(columns), bool)
    if rule.reasons is None or rule.when is None:
        return nobody
    eligible = ~nobody
    for other, outcome in answers:
        if not other.chosen_only:
            eligible &= outcome <= WAIVED
    best = np.full(int(standing.village.max(initial=-1)) + 1, 127)
    preferred = eligible & (standing.rank > 0)
    np.minimum.at(best, standing.village[preferred], standing.rank[preferred])
    given = columns.people[rule.reason].isin(rule.reasons.untrue_beside).to_numpy()
    unmet = columns.answer_to(rule.when).false & (standing.chosen | standing.tied)
    return np.asarray(given & unmet & (standing.rank > best[standing.village]), bool)
