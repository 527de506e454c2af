"""The two classes of output: 流转版, which may go from hand to hand, and 内部审核版, asked for by name.

A mask is judged on the whole row: 6 and 2 characters of an ID beside a birth month leave very few people, so 流转版
shows them and nothing in the row that tells a birth or an age.
"""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from yicun.model.choices import DISCIPLINE
from yicun.model.fields import REFUSED_WORDS
from yicun.model.masks import mask_id, mask_phone, mask_text
from yicun.model.results import MUST_STAND
from yicun.model.verdicts import OVERRULED

MARK = "内部资料 注意保密"
CIRCULATED = "流转版：公民身份号码、联系电话已作遮盖，不载出生年月，备注从简；完整内容见内部审核版。"

_VETTING_WORDS = (
    *REFUSED_WORDS, *(value for value in DISCIPLINE.values if value != "无"),
    "核查", "考察", "审查", "待核", "不合格", "不符合", "不得选聘", "刑", "罪", "立案", "在侦", "涉案", "涉嫌", "违法",
    "违纪", "处分", "党纪", "政纪", "开除", "留置", "拘", "逃", "毒", "邪教", "宗教", "集访", "病", "残", "缺陷",
    "精神",
)  # fmt: skip
_WITHHELD = re.compile("|".join((*_VETTING_WORDS, r"\d\s*\d", "岁", "出生", "年生")))


def remark(text: str) -> str:
    """A remark as 流转版 may carry it: nothing where it speaks of vetting, health or belief, or holds a number."""
    return "" if _WITHHELD.search(text) else text


def shown_lines(lines: pd.DataFrame, *, internal: bool, remarks: bool = False) -> pd.DataFrame:
    """The lines of a list as text, blank where nothing is known, with `born` as 1975年3月 in 内部审核版 only.

    流转版 masks IDs (350583**********96) and phones, every other long number too. It holds remarks only where `remarks`
    asks for them, and then only those it may carry. 人员类别 has the station's own words beside it where they differ.
    """
    people = lines.drop(columns=["born", "born_last", "waived", "overruled"])
    texts = pd.DataFrame({str(name): _texts(people[name], internal=internal) for name in people}, index=lines.index)
    written = texts.pop("category_text")
    texts["category"] = texts["category"].where(written == "", texts["category"] + "（" + written + "）")
    if internal:
        texts["born"] = _birth_months(lines)
    elif not remarks:
        texts["remark"] = ""
    for name in MUST_STAND:
        texts[name] = texts[name].where(lines[name].notna(), "待补正")
    texts["remark"] = _marked(texts["remark"], lines["waived"], "符合（经批准）")
    texts["remark"] = _marked(texts["remark"], lines["overruled"], OVERRULED)
    return texts


def _texts(column: pd.Series, *, internal: bool) -> NDArray[np.object_]:
    """A column as texts; each different one is masked once."""
    codes, values = pd.factorize(column)
    mask = str if internal else _MASKS.get(str(column.name), mask_text)
    masked = np.array([*map(mask, values), ""], dtype="object")  # code -1, nothing known, is the last
    shown: NDArray[np.object_] = masked[codes]
    return shown


def _mask_phones(text: str) -> str:
    return "、".join(mask_phone(phone) for phone in text.split("、"))


_MASKS = {"id_number": mask_id, "phone": _mask_phones, "remark": remark, "category_text": remark}


def _birth_months(lines: pd.DataFrame) -> pd.Series:
    """To the month where the month is known, else to the year, else blank."""
    first, last = lines["born"], lines["born_last"]
    same_year = first.dt.year.eq(last.dt.year)
    same_month = same_year & first.dt.month.eq(last.dt.month)
    years = (_digits(first.dt.year) + "年").where(same_year, "")
    months = (years + _digits(first.dt.month) + "月").where(same_month, years)
    return months.fillna("").astype("object")


def _digits(numbers: pd.Series) -> pd.Series:
    return numbers.astype("Int64").astype("string")


def _marked(remarks: pd.Series, whom: pd.Series, mark: str) -> list[str]:
    """Who is on the list by approval, or against the verdict, is marked so, in every output."""
    return [
        "；".join(filter(None, (mark, text))) if marked else text for text, marked in zip(remarks, whom, strict=True)
    ]
