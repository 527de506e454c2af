"""The list before it is laid out: who is on it, who is not and why, which villages are missing."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.coverage.words import REFUSED, SHORT, TIED, wanting
from yicun.model.results import DONE_STATES, GAP_STATES, MUST_STAND, Coverage, LeftOut, Nominations, State
from yicun.model.roster import Roster
from yicun.model.scheme import SHIPPED_SCHEME, Scheme
from yicun.model.verdicts import Outcome, Verdict, Verdicts, doubt_of
from yicun.register.need import persons

_COLUMNS = [
    *("name", "sex", "born", "born_last", "political", "education", "category", "category_text"),
    *("id_number", "phone", "remark"),
]
_JUDGED = "核对结果"
_DECIDING = (Outcome.FAILS, Outcome.UNKNOWN, Outcome.NEEDS_REASON)


def nominate(
    roster: Roster,
    verdicts: Verdicts,
    coverage: Coverage,
    station: str | None,
    area: str,
    scheme: Scheme = SHIPPED_SCHEME,
) -> Nominations:
    """A line for everybody who counts in a village that is 已推选待审核 or 已审核确定, in the order of the register.

    `station` None: the whole of `area`. Everybody else stands in `left_out`, in the order of the rosters.
    """
    villages = coverage.villages
    if station is not None:
        villages = villages[villages["station"].eq(station)]
    required = villages[~villages["state"].isin([State.AUXILIARY.value, State.RULING.value])]
    on_list = required["state"].isin([state.value for state in DONE_STATES])
    listed, missing = required[on_list], required[~on_list]
    counting = coverage.people["village_row"][coverage.people["counts"].to_numpy(dtype=bool)]
    counting = counting[counting.isin(listed.index)]
    rows = counting.index[np.argsort(listed.index.get_indexer(pd.Index(counting)), kind="stable")]
    homes = listed.loc[counting[rows], ["station", "township", "village"]].set_axis(rows)
    lines = homes.join(roster.candidates.loc[rows, _COLUMNS])
    lines["waived"] = verdicts.people.loc[rows, "waived"].astype(bool)
    lines["overruled"] = verdicts.people.loc[rows, "verdict"].ne(Verdict.ELIGIBLE.value)
    people = _people(roster, verdicts, coverage, station)
    return Nominations(
        title=f"{_whole(area) if station is None else station}{scheme.title}推选名单",
        station=station,
        lines=lines,
        left_out=_left_out(people[~people.index.isin(rows)], verdicts),
        required=len(required),
        listed=len(listed),
        missing=len(missing),
        missing_villages=_missing(missing),
        unreadable_ids=int(lines["id_number"].isna().sum()),
        to_mend=int(lines[list(MUST_STAND)].isna().any(axis=1).sum()),
    )


def _whole(area: str) -> str:
    """全市, 全县 or 全区, as the area's own name ends."""
    return f"全{area[-1]}" if area.endswith(("市", "县", "区", "旗")) else "全市"


def _missing(villages: pd.DataFrame) -> tuple[tuple[str, str, str, str], ...]:
    reason = villages["reason"].where(villages["reason"].ne(""), villages["flag"])
    columns = (villages["station"], villages["township"], villages["village"], reason)
    return tuple(zip(*(column.astype("object").where(column.notna(), "") for column in columns), strict=True))


def _people(roster: Roster, verdicts: Verdicts, coverage: Coverage, station: str | None) -> pd.DataFrame:
    """Everybody in question with the village they stand for, `verdict`, `stage`, and `why` they cannot be listed."""
    people = persons(roster)
    village = coverage.villages.reindex(people["village_row"]).set_axis(people.index)
    found = people["village_row"].isin(coverage.villages.index)
    answers = verdicts.people.loc[people.index]
    ruled_out = roster.villages["ruling"].eq("不需配").reindex(people["village_row"], fill_value=False)
    standing = coverage.people.reindex(people.index)
    doubt = standing["doubt"].astype("object").fillna("").to_numpy()
    steps = standing["steps"].fillna(0).astype("int64").clip(0, verdicts.procedure.through - 1).to_numpy()
    why = np.select(
        [
            ~found,
            _holds(standing["gone"]),
            _holds(standing["refused"]),
            village["state"].eq(State.AUXILIARY.value) & ruled_out.to_numpy(dtype=bool),
            village["state"].eq(State.AUXILIARY.value),
            village["state"].eq(State.RULING.value),
            doubt != "",
            answers["verdict"].ne(Verdict.ELIGIBLE.value),
            _holds(standing["tied"]) & village["state"].isin([state.value for state in GAP_STATES]),
            ~_holds(standing["contender"]),
            village["state"].eq(State.IN_PROGRESS.value) & _holds(standing["filled"]),
            village["state"].eq(State.IN_PROGRESS.value),
        ],
        [
            "底册中没有该村",
            "已退出",
            REFUSED,
            "该村已认定不需配",
            "该村已有专职辅警",
            "该村是否需配尚待认定",
            np.array([f"{Verdict.UNDETERMINED.label}：{doubt_of(field)}" if field else "" for field in doubt]),
            _JUDGED,
            TIED,
            "该村另有拟推选人选",
            SHORT,
            np.array([wanting(step) for step in verdicts.procedure.nominating])[steps],
        ],
        "该村另有已确定的人选",
    )
    placed = _placed(people, village, found).assign(verdict=answers["verdict"], why=why)
    return placed if station is None else placed[placed["station"].eq(station)]


def _placed(people: pd.DataFrame, village: pd.DataFrame, found: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "station": village["station"].astype("object").where(found, people["station"].astype("object")),
            "township": village["township"].astype("object").where(found, people["township"].astype("object")),
            "village": village["village"].astype("object").where(found, people["village"].astype("object")),
            "name": people["name"],
        }
    )


def _holds(column: pd.Series) -> NDArray[np.bool_]:
    return column.eq(other=True).to_numpy(dtype=bool, na_value=False)


def _left_out(people: pd.DataFrame, verdicts: Verdicts) -> tuple[LeftOut, ...]:
    known = people.astype("object").where(people.notna(), "")
    places = (known[name].tolist() for name in ("station", "township", "village", "name"))
    verdict = [Verdict(value) for value in known["verdict"]]
    reason = [
        _judged(verdicts, row, judged) if why == _JUDGED else why
        for row, judged, why in zip(known.index.tolist(), verdict, known["why"], strict=True)
    ]
    return tuple(map(LeftOut, known.index.tolist(), *places, verdict, reason))


def _judged(verdicts: Verdicts, row: int, verdict: Verdict) -> str:
    """不符合：三（一）条件2（常驻本村）, with the day from which a dated bar no longer holds."""
    decided = [decision for decision in verdicts.explain(row, False) if decision.outcome in _DECIDING]  # noqa: FBT003
    reasons = dict.fromkeys(
        f"{decision.clause}（{decision.quote}）"
        + (f"，{decision.eligible_from} 起可推选" if decision.eligible_from is not None else "")
        for decision in decided
    )
    return verdict.label + ("：" + "；".join(reasons) if reasons else "")
