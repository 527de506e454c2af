"""Who in post should be looked at again: the rules of kind `review`, asked of everybody at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.model.roster import Roster
from yicun.model.service import CountedRows, Review
from yicun.rulebook.columns import Columns
from yicun.rulebook.schema import Rule, Rulebook

ORDER = tuple(Review)
"""Worst last, so that the worst of several answers is a maximum."""


def review(
    rulebook: Rulebook, roster: Roster, as_of: date, rows: Mapping[str, CountedRows]
) -> tuple[tuple[Rule, npt.NDArray[np.int8]], ...]:
    """Each review rule with its answer for every candidate of `roster`, as positions in `ORDER`.

    `rows`: name of a table -> the rows of these people in it. A decision of the past settles nothing here: everything
    is asked as of the day.
    """
    undecided = replace(
        roster, candidates=roster.candidates.assign(decision=pd.Categorical([None] * len(roster.candidates)))
    )
    columns = Columns(undecided, as_of, rulebook.boundary, (), rows)
    found = []
    for rule in rulebook.reviews:
        assert rule.when is not None, rule.id
        answer = columns.answer_to(rule.when)
        codes = np.where(answer.true, ORDER.index(Review.REVIEW), 0)
        found.append((rule, np.where(answer.unknown, ORDER.index(Review.UNDETERMINED), codes).astype(np.int8)))
    return tuple(found)
