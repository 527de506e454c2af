"""Names of people: any name a person may have, and nothing that is not one (fields.md, Values; YC218)."""

import re
from collections.abc import Sequence
from datetime import date

from yicun.intake.grid import Cell
from yicun.intake.parse.readings import (
    Fault,
    Reading,
    Readings,
    as_text,
    matching,
    narrowed,
    read_each,
    squeezed,
    tidied,
    trimmed,
)
from yicun.model.choices import RESIDENT
from yicun.model.fields import Field

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_TITLES = (
    "主任|书记|支书|会计|出纳|先生|女士|小姐|同志|老师|师傅|队长|所长|村长|组长|连长|委员|网格员|协管员|队员|民警|辅警"
)
_NOBODY = "不详|未定|待定|空缺|暂缺|暂无|没有"
_PLAIN = f"[{_HAN}]{{2,8}}(?:·[{_HAN}]{{1,8}})?"
_NOT_PLAIN = rf"\A(?:{_TITLES}|{_NOBODY}|同)|(?:{_TITLES})\z"
_DOTS = re.compile("[•・‧∙⋅･．.●▪᛫‣⸱・]")
_INNER_BLANKS = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_DOUBTS = {
    "无法显示的字符": re.compile("[□■▯?？\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]"),
    "数字": re.compile(r"\d|[①-⑳⑴-⒇]"),
    "括号": re.compile(r"[()（）\[\]【】〔〕{}<>《》〈〉「」]"),
    "称谓或职务": re.compile(f"^(?:{_TITLES})|(?:{_TITLES})$"),
    "没有定下的字样": re.compile(f"^(?:{_NOBODY})$"),
    "几个人名或标点": re.compile(r"[、，,；;：:/\\|+&。！!“”\"'*#@=_~]"),
}
_NO_NAME = frozenset(("有", "无"))
_ANSWERS = {mark: {"是": "有", "否": "无"}[said] for mark, said in RESIDENT.synonyms.items() if said in {"是", "否"}}
_ANSWERS |= {"是": "有", "否": "无", "已配备": "有", "已配": "有", "未配备": "无", "未配": "无", "没有": "无"}
_NOT_PLAIN_IN_LIST = rf"{_NOT_PLAIN}|\A(?:{'|'.join(map(re.escape, _ANSWERS))})\z"
_BETWEEN = re.compile(r"[、，,；;/\n]")


def read_names(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Names without blanks, their middle dot written ·; doubtful ones are refused."""
    plain = matching(_PLAIN, cells, _NOT_PLAIN)

    def read(cell: Cell) -> Reading | None:
        before = as_text(cell)
        text = name(before)
        doubt = doubtful(text)
        if doubt is not None:
            return Reading(None, (Fault("YC218", {"what": doubt}),))
        return Reading(text, _tidied(before, text)) if text else None

    return read_each(about, cells, read, plain)


def read_name_lists(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Names joined by 、, or 有, or 无; yes and no are read as 有 and 无 (YC293)."""

    def read(cell: Cell) -> Reading | None:
        before = as_text(cell)
        mark = squeezed(before)
        if mark in _NO_NAME:
            return Reading(mark, tidied(before, mark))
        if mark in _ANSWERS:
            return Reading(_ANSWERS[mark], (Fault("YC293", {"read": _ANSWERS[mark]}, _ANSWERS[mark]),))
        people = [name(part) for part in _BETWEEN.split(trimmed(before)) if part.strip()]
        doubt = next(filter(None, map(doubtful, people)), None)
        if doubt is not None:
            return Reading(None, (Fault("YC218", {"what": doubt}),))
        text = "、".join(people)
        return Reading(text, _tidied(before, text)) if text else None

    return read_each(about, cells, read, matching(_PLAIN, cells, _NOT_PLAIN_IN_LIST))


def name(text: str) -> str:
    """A name as it is kept: no blanks inside a Chinese one, single ones in a Latin one, every middle dot ·."""
    bare = narrowed(text) if not _LATIN.search(text) else _INNER_BLANKS.sub(" ", trimmed(text))
    return _DOTS.sub("·", bare)


def doubtful(text: str) -> str | None:
    """What makes a text doubtful as a name, or None."""
    return next((what for what, pattern in _DOUBTS.items() if pattern.search(text)), None)


def _tidied(before: str, text: str) -> tuple[Fault, ...]:
    if before == text:
        return ()
    if narrowed(before) == narrowed(text):
        return tidied(before, text)
    return (Fault("YC291", {"what": "间隔号" if _DOTS.search(before) else "字符写法"}, text),)
