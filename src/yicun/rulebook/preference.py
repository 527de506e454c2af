"""Who comes first in a village: the preference the text states, and the one who counts. Nothing else ranks people."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.rulebook.columns import Columns, Mask
from yicun.rulebook.schema import Preference

Ranks = npt.NDArray[np.int8]
_WORST = 127  # an unknown preference comes after every known one


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` (0: unknown), `chosen` (who counts for the village), `tied` (shares first place, nobody decided)."""

    rank: Ranks
    chosen: Mask
    tied: Mask


def stand(prefer: tuple[Preference, ...], columns: Columns) -> Standing:
    """Where every candidate stands in the village.

    The one marked 拟推选 counts; with none marked the best rank does. Two marked, or two of the same best rank, are
    tied: a tie is reported, never broken.
    """
    rank = _rank(prefer, columns)
    village = _village(columns)
    size = int(village.max(initial=-1)) + 1
    codes, texts = columns.choices("choice")
    marked = codes == texts.index("拟推选") if "拟推选" in texts else np.zeros(len(columns), bool)
    marks = np.bincount(village[marked], minlength=size)
    order = np.where(rank == 0, np.int8(_WORST), rank)
    best = np.full(size, _WORST, np.int8)
    for value in sorted({preference.rank for preference in prefer}, reverse=True):
        best[village[order == value]] = value
    first = (order == best[village]) & (marks[village] == 0)
    firsts = np.bincount(village[first], minlength=size)
    tied_first = first & (firsts[village] > 1)
    return Standing(rank, marked | (first & ~tied_first), tied_first | (marked & (marks[village] > 1)))


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
