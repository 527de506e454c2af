"""What a clerk reads beside a village: why it stands where it does, who must do what next, what to look at.

Nothing here tells what a person's vetting, inspection or discipline came to (privacy.md); a reason is fit for 流转版.
"""

import numpy as np
import pandas as pd

from yicun.model.results import State, Submission

REFUSED = "审核未予确定，请另行推选"
TIED = "并列，请确定"

_NEXT_STEP = ("村两委：收取个人自荐材料", "村两委：向派出所推荐初步人选", "派出所：会同乡镇联合考察", "户政：审核确定")
_RENOMINATE = "派出所、村两委：另行推荐人选"


def reasons(state: pd.Series, why: pd.Series, submission: pd.Series) -> pd.Series:
    """Why a village is where it is: `why` for those to be ruled on, what the station sent for those with nobody."""
    told = {
        State.IN_PROGRESS: "推选程序未完成",
        State.UNDETERMINED: "人选待核",
        State.INELIGIBLE: "人选均不符合条件",
        State.RULING: "",
    }
    vacant = {
        Submission.SILENT: "派出所未报送",
        Submission.NIL: "派出所零报告",
        Submission.SUBMITTED: "报送中没有该村人选",
    }
    words = _by_value(state, told)
    words = words.mask(state.eq(State.VACANT.value), _by_value(submission, vacant))
    return words.mask(state.eq(State.RULING.value), why)


def todos(villages: pd.DataFrame, people: pd.DataFrame, submission: pd.Series) -> pd.Series:
    """Who must do what next. `villages` has `state`, `why`, `candidate`, `tied`; `people` has `verdict`, `steps`."""
    state = villages["state"]
    counted = people.reindex(villages["candidate"])
    verdict, steps = counted["verdict"].to_numpy(), counted["steps"].to_numpy()
    next_step = np.select([steps == number for number in range(3)], _NEXT_STEP[:3], _NEXT_STEP[3])
    asked = np.select(
        [
            state.eq(State.NOMINATED.value) & counted["refused"].eq(other=True).to_numpy(),
            villages["tied"] & state.isin([State.NOMINATED.value, State.IN_PROGRESS.value]),
            state.eq(State.NOMINATED.value),
            state.eq(State.IN_PROGRESS.value) & (verdict != 0),
            state.eq(State.IN_PROGRESS.value),
            state.eq(State.UNDETERMINED.value) & (verdict == 1),
            state.eq(State.UNDETERMINED.value),
            state.eq(State.INELIGIBLE.value),
            state.eq(State.VACANT.value) & submission.eq(Submission.SILENT.value),
            state.eq(State.VACANT.value) & submission.eq(Submission.NIL.value),
            state.eq(State.VACANT.value),
            state.eq(State.RULING.value) & villages["why"].eq("专职辅警情况未填"),
            state.eq(State.RULING.value),
        ],
        [
            _RENOMINATE,
            "派出所：人选并列，请确定一名",
            _NEXT_STEP[3],
            "派出所：与村两委商定，改推符合条件的人选",
            next_step,
            "派出所：补填需说明的原因",
            "派出所：补齐名单中待核的项目",
            _RENOMINATE,
            "派出所：报送推选名单",
            "派出所：该村需要推选，核实零报告",
            "派出所、村两委：推荐人选并补报",
            "派出所：补报专职辅警情况；户政：更正底册",
            "户政：认定是否需要配备",
        ],
        "",
    )
    return pd.Series(asked, index=villages.index, dtype="str")


def flags(parts: list[tuple[pd.Series, str]], index: pd.Index) -> pd.Series:
    """What a person should look at, several joined by ；."""
    joined = pd.Series("", index=index, dtype="str")
    for holds, text in parts:
        rows = holds.to_numpy(dtype=bool)
        if rows.any():
            joined[rows] = [f"{before}；{text}" if before else text for before in joined[rows]]
    return joined


def _by_value(column: pd.Series, words: dict[State, str] | dict[Submission, str]) -> pd.Series:
    return column.map({key.value: word for key, word in words.items()}).fillna("")
