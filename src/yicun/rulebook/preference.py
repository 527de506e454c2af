"""Who comes first in a village: the preference the text states, and the one who counts. Nothing else ranks people."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.model.roster import Roster
from yicun.register.standing import standing_on as register_standing
from yicun.rulebook.columns import Columns, Mask
from yicun.rulebook.schema import Preference, Rulebook

Ranks = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Preferred:
    """Everybody's place in the village.

    `rank` (0: unknown), `chosen` (who counts for the village), `tied` (shares first place, nobody decided), `village`
    (the same number for people of one village), `doubts` (field -> who is 待核 for the sake of that cell, whatever the
    rules say), `confirmed` (decided 确定, beyond doubt).
    """

    rank: Ranks
    chosen: Mask
    tied: Mask
    village: npt.NDArray[np.int64]
    doubts: Mapping[str, Mask]
    confirmed: Mask


def preference_standing(rulebook: Rulebook, columns: Columns, roster: Roster) -> Preferred:
    """Where every candidate stands in the village: the rank by the text, and who counts by `register.standing`."""
    rank, village = _rank(rulebook.prefer, columns), _village(columns)
    standing = register_standing(roster, village, rank, columns.as_of, rulebook.procedure)
    return Preferred(rank, standing.chosen, standing.tied, village, standing.doubts, standing.confirmed)


def _rank(prefer: tuple[Preference, ...], columns: Columns) -> Ranks:
    """The first rank whose condition holds where those before it certainly do not; 0 where that is not known."""
    rank = np.zeros(len(columns), np.int8)
    undecided = np.ones(len(columns), bool)
    for preference in prefer:
        holds = columns.answer_to(preference.when)
        rank[undecided & holds.true] = preference.rank
        undecided &= holds.false
    return rank


def _village(columns: Columns) -> npt.NDArray[np.int64]:
    """A number for each village; people whose village is not in the register are grouped by what was written."""
    village = columns.people["village_row"].to_numpy().astype(np.int64, copy=True)
    stray = np.flatnonzero(village < 0)
    if len(stray):
        township, written = (pd.factorize(columns.people[name].iloc[stray])[0] for name in ("township", "village"))
        key = np.where(written < 0, -2 - np.arange(len(stray)), (township + 1) * (written.max() + 1) + written)
        village[stray] = village.max() + 1 + pd.factorize(key)[0]
    return village
