"""Verdicts stated outright, for tests of the rooms behind the rulebook."""

from collections.abc import Iterable, Mapping

import pandas as pd

from builders import make_roster
from yicun.model.roster import Roster
from yicun.model.verdicts import RulebookId, Verdict, Verdicts

BOOK = RulebookId("nanan-2020", "关于开展“一村一警务助理”工作的指导意见", "", "南安市公安局", "0" * 64)


def make_judged(
    people: Iterable[Mapping[str, object]] = (), villages: Iterable[Mapping[str, object]] | None = None, **more: object
) -> tuple[Roster, Verdicts]:
    """A roster whose people may also state their `verdict` (eligible), `rank` (1), `stage` (3) and `waived`.

    Who counts for a village follows coverage.md: the 拟推选 one, else the best rank; equal ranks tie.
    """
    stated = [dict(person) for person in people]
    roster = make_roster(stated, villages, **more)
    index = roster.candidates.index
    answers = pd.DataFrame(
        {
            "verdict": pd.Categorical([str(person.get("verdict", "eligible")) for person in stated], list(Verdict)),
            "rank": pd.array([person.get("rank", 1) for person in stated], dtype="Int64"),
            "stage": pd.array([person.get("stage", 3) for person in stated], dtype="int8"),
            "waived": [bool(person.get("waived", False)) for person in stated],
            "eligible_from": pd.array([None] * len(stated), dtype="datetime64[s]"),
        },
        index=index,
    )
    village, marked = roster.candidates["village_row"], roster.candidates["choice"].eq("拟推选").to_numpy(dtype=bool)
    unmarked = ~pd.Series(marked, index=index).groupby(village).transform("any").to_numpy(dtype=bool)
    rank = answers["rank"].astype("float64").fillna(9)
    best = rank.eq(rank.groupby(village).transform("min")).to_numpy()
    counting = pd.Series(marked | (unmarked & best), index=index)
    several = counting.groupby(village).transform("sum").gt(1)
    return roster, Verdicts(BOOK, answers.assign(chosen=counting & ~several, tied=counting & several), lambda *_: ())
