"""What a clerk reads beside a village: why it stands where it does, who must do what next, what to look at.

Nothing here tells what a person's vetting, inspection or discipline came to (privacy.md); a reason is fit for 流转版.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from yicun.model.results import GAP_STATES, State, Submission
from yicun.model.scheme import DECIDED, Procedure, Step
from yicun.model.verdicts import cure_of, doubt_of, label_of
from yicun.register.need import NOT_KNOWN, Flags, first_of

REFUSED = "审核未予确定，请另行推选"
TIED = "并列，请确定"
LEFT = "原人选已离岗，尚未补选"
SHORT = "该村需配几名，尚未配齐"

_RENOMINATE = "派出所、村两委：另行推荐人选"


def reasons(villages: pd.DataFrame, people: pd.DataFrame, submission: pd.Series, procedure: Procedure) -> pd.Series:
    """Why a village is where it is; `villages` and `people` as in `todos`."""
    state, tied = villages["state"], villages["tied"].to_numpy(dtype=bool)
    in_progress, vacant = _is(state, State.IN_PROGRESS), _is(state, State.VACANT)
    undetermined = _is(state, State.UNDETERMINED)
    steps, verdict = people["steps"].to_numpy(), people["verdict"].to_numpy()
    settled = verdict == 0
    filled = _holds(people["filled"])
    wording = first_of(
        [
            (in_progress & tied, TIED),
            (in_progress & filled, ""),
            *(
                ((in_progress | undetermined) & _is(people["doubt"], field), f"人选待核：{doubt_of(field)}")
                for field in _doubts(people)
            ),
            *(
                (in_progress & _is(people["unread"], step.field), f"推选程序未完成：{label_of(step.field)}无法辨认")
                for step in procedure.nominating
            ),
            *(
                (in_progress & settled & (steps == done), wanting(step))
                for done, step in enumerate(procedure.nominating)
            ),
            (in_progress & (verdict == 3), "拟推选的人选不符合条件，尚未改推该村其他人选"),
            *(
                ((verdict == 2) & ~settled & _is(people["unread"], name), f"人选待核：{label_of(name)}无法辨认")
                for name in _unread(people)
            ),
            ((in_progress | undetermined) & (verdict == 1), "人选需说明的原因没有填写"),
            (in_progress | undetermined, "人选有空白或待核的项目，尚未补齐"),
            (_is(state, State.INELIGIBLE) & villages["refused"].to_numpy(dtype=bool), "人选均不符合条件，或未予确定"),
            (_is(state, State.INELIGIBLE), "人选均不符合条件"),
            (_is(state, State.LEFT), LEFT),
            (vacant & villages["gone"].to_numpy(dtype=bool), "人选已退出，尚未补选"),
            (vacant & _is(submission, Submission.SILENT), "派出所未报送"),
            (vacant & _is(submission, Submission.NIL), "派出所零报告"),
            (vacant, "报送中没有该村人选"),
        ],
        "",
    ).set_axis(state.index)
    wording = wording.where(~_is(state, State.RULING), villages["why"])
    short = state.isin([each.value for each in GAP_STATES]) & (villages["quota"] > 1)
    several = zip(villages["quota"][short], villages["filled"][short], wording[short], strict=True)
    wording[short] = [
        f"需配 {quota} 名，已推选 {done} 名" + (f"；{why}" if why else "") for quota, done, why in several
    ]
    return wording


def with_vacancy(wording: pd.Series, villages: pd.DataFrame) -> pd.Series:
    """The same reasons, with since when nobody is in post and for how many days, that of `as_of` among them.

    `villages` has `state`, `left_on` and `days_vacant`, missing where nobody left.
    """
    at = villages["state"].isin([each.value for each in GAP_STATES]) & villages["left_on"].notna()
    days = zip(villages["left_on"][at], villages["days_vacant"][at], wording[at], strict=True)
    since = [(f"原人选 {left:%Y-%m-%d} 离岗，至今空缺 {number} 天（含当日）", why) for left, number, why in days]
    wording = wording.astype("object")
    wording[at] = [f"{vacant}，尚未补选" if why == LEFT else f"{why}；{vacant}" for vacant, why in since]
    return wording


def todos(villages: pd.DataFrame, people: pd.DataFrame, submission: pd.Series, procedure: Procedure) -> pd.Series:
    """Who must do what next. `villages` has `state`, `why`, `tied`, `refused`, `gone`; `people` who counts for each.

    `people` runs beside `villages`, with `verdict` (0 best), `steps` (how many are done), `doubt` and `unread`,
    missing for nobody.
    """
    state = villages["state"]
    nominated, in_progress = _is(state, State.NOMINATED), _is(state, State.IN_PROGRESS)
    undetermined, vacant, ruling = (_is(state, each) for each in (State.UNDETERMINED, State.VACANT, State.RULING))
    verdict, steps = people["verdict"].to_numpy(), people["steps"].to_numpy()
    somebody_gone = _is(state, State.LEFT) | (vacant & villages["gone"].to_numpy(dtype=bool))
    return first_of(
        [
            (nominated, _review(procedure)),
            (in_progress & villages["tied"].to_numpy(dtype=bool), "派出所：人选并列，请确定一名"),
            (in_progress & _holds(people["filled"]), "派出所、村两委：人数不足，再推荐人选"),
            *(
                ((in_progress | undetermined) & _is(people["doubt"], name), f"派出所：{cure_of(name)}")
                for name in _doubts(people)
            ),
            (in_progress & (verdict == 1), "派出所：补填需说明的原因，或与村两委改推他人"),
            (in_progress & (verdict == 2), "派出所：补齐名单中待核的项目，或与村两委改推他人"),
            (in_progress & (verdict == 3), "派出所、村两委：改推其他人选"),
            *(
                (in_progress & _is(people["unread"], step.field), f"派出所：更正名单中的{label_of(step.field)}")
                for step in procedure.nominating
            ),
            *((in_progress & (steps == done), step.todo) for done, step in enumerate(procedure.nominating)),
            *(
                (undetermined & (verdict == 2) & _is(people["unread"], name), f"派出所：更正名单中的{label_of(name)}")
                for name in _unread(people)
            ),
            (undetermined & (verdict == 1), "派出所：补填需说明的原因"),
            (undetermined, "派出所：补齐名单中待核的项目"),
            (_is(state, State.INELIGIBLE) | somebody_gone, _RENOMINATE),
            (vacant & _is(submission, Submission.SILENT), "派出所：报送推选名单"),
            (vacant & _is(submission, Submission.NIL), "派出所：该村需要推选，请核实零报告"),
            (vacant, "派出所、村两委：推荐人选并补报"),
            (ruling & _is(villages["why"], NOT_KNOWN), "派出所：补报专职辅警情况；户政：更正底册"),
            (ruling, "户政：认定是否需要配备"),
        ],
        "",
    ).set_axis(villages.index)


def remarks(parts: Sequence[tuple[Flags, str]], index: pd.Index) -> pd.Series:
    """What a person should look at; several remarks on one village are joined by ；."""
    wording = np.full(len(index), "", dtype=object)
    for holds, text in parts:
        wording[holds] = [f"{before}；{text}" if before else text for before in wording[holds]]
    return pd.Series(wording, index=index, dtype="str")


def wanting(step: Step) -> str:
    """Why somebody is not through yet: this step comes next."""
    return f"推选程序未完成：尚无{step.what}日期"


def _review(procedure: Procedure) -> str:
    return next((step.todo for step in procedure.steps if step.field == DECIDED), "户政：审核确定")


def _unread(people: pd.DataFrame) -> list[str]:
    return [str(field) for field in people["unread"].dropna().unique() if field]


def _doubts(people: pd.DataFrame) -> list[str]:
    return [str(field) for field in people["doubt"].dropna().unique() if field]


def _holds(column: pd.Series) -> Flags:
    return column.eq(other=True).to_numpy(dtype=bool, na_value=False)


def _is(column: pd.Series, value: str) -> Flags:
    return column.eq(value).to_numpy(dtype=bool, na_value=False)
