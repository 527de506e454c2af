"""Verdicts stated outright, for tests of the rooms behind the rulebook."""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from builders import make_roster
from yicun.model.roster import Roster
from yicun.model.verdicts import RulebookId, Verdict, Verdicts
from yicun.register.standing import standing_on

BOOK = RulebookId("nanan-2020", "关于开展“一村一警务助理”工作的指导意见", "", "南安市公安局", "0" * 64)


def make_judged(
    people: Iterable[Mapping[str, object]] = (), villages: Iterable[Mapping[str, object]] | None = None, **more: object
) -> tuple[Roster, Verdicts]:
    """A roster whose people may also state their `verdict` (eligible), `rank` (1), `stage` (3) and `waived`.

    Who counts for a village on 2020-05-07 follows `register.standing`.
    """
    stated = [dict(person) for person in people]
    roster = make_roster(stated, villages, **more)
    index = roster.candidates.index
    answers = pd.DataFrame(
        {
            "verdict": pd.Categorical([str(person.get("verdict", "eligible")) for person in stated], list(Verdict)),
            "rank": pd.array([person.get("rank", 1) for person in stated], dtype="Int64"),
            "stage": pd.array([person.get("stage", 3) for person in stated], dtype="int8"),
            "untrue_reason": [bool(person.get("untrue_reason", False)) for person in stated],
            "waived": [bool(person.get("waived", False)) for person in stated],
            "eligible_from": pd.array([None] * len(stated), dtype="datetime64[s]"),
        },
        index=index,
    )
    number, rank = index.get_indexer(index), answers["rank"].to_numpy(dtype="float64", na_value=0)
    village = roster.candidates["village_row"].to_numpy()
    standing = standing_on(roster, np.where(village < 0, len(index) + number, village), rank, date(2020, 5, 7))
    return roster, Verdicts(BOOK, answers.assign(chosen=standing.chosen, tied=standing.tied), lambda *_: ())
