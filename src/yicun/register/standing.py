"""Who stands for a village on a day, and which of them counts (coverage.md, Who may count).

A day is a whole number, days since 1970-01-01. What never happens lies after every day, what may have happened at any
time lies before every day, so that "by then" is always `<=`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.model.roster import Roster
from yicun.model.scheme import PROCEDURE, Procedure
from yicun.model.verdicts import STRUCK
from yicun.register.need import ONE, Flags, among, is_somebody, quotas

Days = NDArray[np.int64]
Ranks = NDArray[np.number]

NEVER = np.iinfo(np.int64).max
ANY_DAY = np.iinfo(np.int64).min
_EPOCH = date(1970, 1, 1).toordinal()
_WORST = 127  # an unknown preference comes after every known one
_CONTESTABLE = ("name", "id_number", "village", "choice", "decision", "decided_on")
"""Facts that, with the steps, say who somebody is and how far they came: told in two ways, nobody is believed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry a row of `Roster.candidates`, as of a day.

    `gone`: left or withdrew by the office's own ledger; `refused`: 不予确定; `stands`: somebody, neither gone nor
    refused. `doubts` field -> who is 待核 whatever the rules say, because that cell does not tell who it is or whether
    they stand; `doubtful`: any of them. `appointed`: decided 确定 by then, gone since or not; `confirmed`: that, and
    standing beyond doubt. `steps`: how many of the steps before the decision are done, in order.
    `contender`: may count; `chosen`: the one who counts; `tied`: several do, and nobody decided.
    """

    gone: Flags
    refused: Flags
    stands: Flags
    doubts: Mapping[str, Flags]
    doubtful: Flags
    appointed: Flags
    confirmed: Flags
    steps: NDArray[np.int8]
    chosen: Flags
    tied: Flags

    @property
    def contender(self) -> Flags:
        """Who counts, or would if a tie were decided."""
        return self.chosen | self.tied


def standing_on(
    roster: Roster, village: NDArray[np.integer], rank: Ranks, as_of: date, procedure: Procedure = PROCEDURE
) -> Standing:
    """Where everybody stands. `village` numbers the villages (people of one share a number), `rank` 0 is unknown.

    The confirmed counts, else the one marked 拟推选; 备选 never while another stands; with none marked those through
    every step before the decision come before the others, then the best rank. Where the register asks for several, the
    same again for each further seat. A tie for the seats left is reported, never broken.
    """
    candidates, on = roster.candidates, day_number(as_of)
    in_post = among(candidates.index, roster.in_post)
    doubts = {
        field: flags & ~in_post for field, flags in _doubts(roster, on, procedure).items()
    }  # the office knows whom it has
    doubtful = np.logical_or.reduce([*doubts.values(), np.zeros(len(candidates), bool)])
    gone = among(candidates.index, [row for row, day in roster.exits.items() if day <= as_of])
    decided = _days(candidates["decided_on_last"]) <= on
    refused = candidates["decision"].eq("不予确定").to_numpy(dtype=bool) & decided & ~doubts["decision"]
    appointed = appointed_by(roster, on)
    stands = is_somebody(roster) & ~gone & ~refused
    confirmed = stands & appointed & ~doubtful
    steps = (step_days(roster, procedure)[1] <= on).sum(axis=0).astype(np.int8)
    chosen, tied = _seated(
        candidates, stands, confirmed, steps >= procedure.through, village, rank, _seats(roster, village)
    )
    return Standing(gone, refused, stands, doubts, doubtful, appointed, confirmed, steps, chosen, tied)


def appointed_by(roster: Roster, on: int) -> Flags:
    """Who was decided 确定 by a day, gone since or not."""
    candidates = roster.candidates
    decided = candidates["decision"].eq("确定").to_numpy(dtype=bool) & (_days(candidates["decided_on_last"]) <= on)
    return decided & ~doubtful_in(roster, "decision")


def step_days(roster: Roster, procedure: Procedure = PROCEDURE) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last day by which each step before the decision, and all before it, may have been done.

    Both are steps × people. A blank step is not done; one that cannot be read, or is told in two ways, may have been
    done at any time.
    """
    candidates, steps = roster.candidates, procedure.nominating
    first, last = (np.empty((len(steps), len(candidates)), dtype=np.int64) for _ in range(2))
    for number, step in enumerate(steps):
        open_ = doubtful_in(roster, step.field)
        first[number] = np.where(open_, ANY_DAY, _days(candidates[step.field]))
        last[number] = np.where(open_, NEVER, _days(candidates[f"{step.field}_last"]))
    return np.maximum.accumulate(first, out=first), np.maximum.accumulate(last, out=last)


def decision_days(roster: Roster) -> tuple[Days, Days]:
    """The first and the last day on which somebody may have been decided on, whatever was decided."""
    candidates = roster.candidates
    blank = candidates["decided_on"].isna().to_numpy() | doubtful_in(roster, "decided_on")
    first = np.where(blank, ANY_DAY, _days(candidates["decided_on"]))
    return first, np.where(blank, NEVER, _days(candidates["decided_on_last"]))


def doubtful_in(roster: Roster, field: str) -> Flags:
    """Whose cell in a field cannot be read, or is contested."""
    rows = roster.unreadable.get(field, frozenset()) | roster.conflicts.get(field, frozenset())
    return among(roster.candidates.index, rows)


def day_number(day: date) -> int:
    """A date as the number of days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _EPOCH)


def _doubts(roster: Roster, on: int, procedure: Procedure) -> dict[str, Flags]:
    candidates = roster.candidates
    contestable = (*_CONTESTABLE, *(step.field for step in procedure.nominating))
    doubts = {field: among(candidates.index, roster.conflicts.get(field, frozenset())) for field in contestable}
    doubts["name"] = doubtful_in(roster, "name") | candidates["name"].isna().to_numpy()
    first, last = decision_days(roster)
    perhaps_refused = candidates["decision"].eq("不予确定").to_numpy(dtype=bool) & (first <= on) & (last > on)
    doubts["decision"] = doubtful_in(roster, "decision") | perhaps_refused
    doubts["remark"] = among(candidates.index, roster.withdrawn - roster.struck)
    doubts[STRUCK] = among(candidates.index, roster.struck)
    return doubts


def _seats(roster: Roster, village: NDArray[np.integer]) -> NDArray[np.int64]:
    """How many may count in each village, by its number."""
    seats = np.full(_groups(village), ONE, dtype=np.int64)
    if roster.villages["quota"].gt(ONE).any():
        needed = quotas(roster).reindex(roster.candidates["village_row"], fill_value=ONE)
        np.maximum.at(seats, village, needed.to_numpy())
    return seats


def _seated(
    candidates: pd.DataFrame,
    stands: Flags,
    confirmed: Flags,
    through: Flags,
    village: NDArray[np.integer],
    rank: Ranks,
    seats: NDArray[np.int64],
) -> tuple[Flags, Flags]:
    """Who certainly has a seat, and who share the last seats of a village without anybody having decided."""
    reserve = candidates["choice"].eq("备选").to_numpy(dtype=bool) & ~confirmed
    waiting = stands & ~(reserve & (_count(stands & ~reserve, village) > 0)[village])
    chosen, tied = np.zeros((2, len(stands)), bool)
    while waiting.any():
        next_ones = _contenders(candidates, waiting, confirmed, through, village, rank)
        number = _count(next_ones, village)
        fits = (number <= seats)[village]
        chosen |= next_ones & fits
        tied |= next_ones & ~fits
        seats = np.where(number <= seats, seats - number, 0)
        waiting &= ~next_ones & (seats > 0)[village]
    return chosen, tied


def _contenders(
    candidates: pd.DataFrame,
    stands: Flags,
    confirmed: Flags,
    through: Flags,
    village: NDArray[np.integer],
    rank: Ranks,
) -> Flags:
    """Those who come first in their village: each condition asks only where those before it named nobody."""
    choice = candidates["choice"]
    contender = stands
    narrower = (
        confirmed,
        choice.eq("拟推选").to_numpy(dtype=bool),
        ~choice.eq("备选").to_numpy(dtype=bool),
        through,
    )
    settled = np.zeros(len(stands), bool)
    for place, condition in enumerate(narrower):
        those = contender & condition & ~settled
        found = _count(those, village)[village] > 0
        contender = np.where(found, those, contender)
        if place <= 1:  # the confirmed and the marked are asked nothing more
            settled |= found
    order = np.where((rank == 0) | settled, _WORST, rank)
    best = np.full(_groups(village), _WORST, dtype=np.float64)
    np.minimum.at(best, village[contender], order[contender])
    return np.asarray(contender & (order == best[village]))


def _groups(village: NDArray[np.integer]) -> int:
    return int(village.max(initial=-1)) + 1


def _count(flags: Flags, village: NDArray[np.integer]) -> NDArray[np.int64]:
    return np.bincount(village[flags], minlength=_groups(village))


def _days(column: pd.Series) -> Days:
    numbers = column.to_numpy(dtype="datetime64[D]").astype(np.int64)
    return np.where(column.isna().to_numpy(), NEVER, numbers)
