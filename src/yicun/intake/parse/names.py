"""Names of people: any name a person may have, and nothing that is not one (fields.md, Values; YC218)."""

import re
import unicodedata
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
from yicun.model.absent import Absence, nobody
from yicun.model.choices import RESIDENT
from yicun.model.fields import Field
from yicun.model.findings import shown
from yicun.model.invisible import without_invisible

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_TITLES = (
    "主任|书记|支书|会计|出纳|先生|女士|小姐|同志|老师|师傅|队长|所长|村长|组长|连长|委员|网格员|协管员|队员|民警|辅警"
)
_NEVER_FIRST = "[无没未待暂缺拟已不否另见详]"  # no name begins so, but many a word for nobody
_ABSENT = (
    "尚[未无在缺]|正在|目前|现[在无缺]|空[缺岗编位白]|招[聘录募]|推[选荐]|物色|[离辞]职|离岗|退[休出]|调[离走]|去世|人[选员]|辅警|助理|附[件表]|备注|"
    "见[附备表]|应聘|岗位|编制|[本该]村|兼职|临时|专职|考察|摸排|酝酿|商议|协商|研究|讨论|遴选|筹备|选[聘任]|确定|落实|配备|姓名|名字|测试|本人|有人|"
    "零报告|另[行附]|核实|核查|审[核批]|公示|动员|报名|换届|补报|再报|上报|自荐|弃权|放弃|公开|合同|到期|期满|[务打]工|[请产病休]假|休假|外出|出差|"
    "征求|做工作|以待|借调|抽调|试用|实习|培训|同意|[合小总]计|兼任|代管|代理|担任|保密|若干|暂缓|[两几][名人个位]|由.*[兼责]"
)
_PLAIN = f"[{_HAN}]{{2,4}}|[{_HAN}]{{2,8}}·[{_HAN}]{{1,8}}"
_NEVER_BEFORE = "村|党员|群众|治保|综治|退伍|退役|网格"  # no name begins so: a post before one
_NOT_PLAIN = rf"\A(?:{_TITLES}|{_NEVER_FIRST}|{_NEVER_BEFORE}|同|.\z|[老小].\z)|(?:{_TITLES}|等)\z|{_ABSENT}|某|或|〇〇"
_DOTS = re.compile("[•・‧∙⋅･．.●▪᛫‣⸱・]")
_INNER_BLANKS = re.compile(r"\s+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_IN_LATIN = re.compile(r"(?<=[A-Za-zÀ-ɏ])[-'’](?=[A-Za-zÀ-ɏ])")
_NUMERIC = frozenset(("Nd", "Nl", "No"))
_NO_MARK = frozenset("〇· ")
_DOUBTS = {
    "无法显示的字符": re.compile("[□■▯?？\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]"),
    "数字": re.compile(r"\d|[①-⑳⑴-⒇]"),
    "括号": re.compile(r"[()（）\[\]【】〔〕{}<>《》〈〉「」]"),
    "称谓或职务": re.compile(f"^(?:{_TITLES}|{_NEVER_BEFORE})|(?:{_TITLES})$"),
    "没有写全的字样": re.compile(
        rf"[×✕✖╳○◯◎●*＊]|〇〇|某某|^[{_HAN}]$|^[老小].$|.等$|^.某(?:[甲乙丙丁戊己庚辛].?|.{{2}})?$|[{_HAN}][A-Za-z]|[A-Za-z][{_HAN}]"
    ),
    "没有定下的字样": re.compile(rf"^{_NEVER_FIRST}|^[合小总]计$"),
    "几个人名": re.compile(rf"[、，,；;/\\|+&]|^[{_HAN}·]+或[{_HAN}·]+$|^[{_HAN}]{{2,4}}[和与及][{_HAN}]{{2,4}}$"),
}
_SEVERAL_LINES = re.compile(rf"[{_HAN}]{{2}}\s+[{_HAN}]{{2}}")
_LONGEST = 60  # characters of a name in any script
_NO_NAME = frozenset(("有", "无"))
_ANSWERS = {mark: {"是": "有", "否": "无"}[said] for mark, said in RESIDENT.synonyms.items() if said in {"是", "否"}}
_ANSWERS |= {"是": "有", "否": "无", "已配备": "有", "已配": "有", "未配备": "无", "未配": "无", "没有": "无"}
_NOT_PLAIN_IN_LIST = rf"{_NOT_PLAIN}|\A(?:{'|'.join(map(re.escape, _ANSWERS))})\z"
_COUNTED = re.compile(r"(?:已?[有配])?(?:备|有)?[,，]?[1-9一二两三][名人个位]?(?:专职)?(?:辅警)?")
_BETWEEN = re.compile(r"[、，,；;/\n]")


def read_names(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Names without blanks, their middle dot written ·; doubtful ones are refused."""
    plain = matching(_PLAIN, cells, _NOT_PLAIN)

    def read(cell: Cell) -> Reading | None:
        before = as_text(cell)
        text = name(before)
        doubt = _several(before) or doubtful(text)
        if doubt is not None:
            return Reading(None, (Fault("YC218", {"what": doubt}),))
        return Reading(text, _tidied(before, text)) if text else None

    return read_each(about, cells, read, plain)


def read_name_lists(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Names joined by 、, or 有, or 无. Words for none are 无 (YC293), what leaves it open is not known (YC217)."""

    def read(cell: Cell) -> Reading | None:
        before = as_text(cell)
        mark = squeezed(before)
        answer = _answer(about, before, mark)
        if answer is not None:
            return answer
        people = [name(part) for part in _BETWEEN.split(trimmed(before)) if part.strip()]
        doubt = next(filter(None, map(doubtful, people)), None)
        if doubt is not None:
            return Reading(None, (Fault("YC218", {"what": doubt}),))
        text = "、".join(people)
        return Reading(text, _tidied(before, text)) if text else None

    return read_each(about, cells, read, matching(_PLAIN, cells, _NOT_PLAIN_IN_LIST))


def _answer(about: Field, before: str, mark: str) -> Reading | None:
    """What a text that is no list of names says of there being somebody; None where it may be names."""
    if mark in _NO_NAME:
        return Reading(mark, tidied(before, mark))
    value = _ANSWERS.get(mark) or ("有" if _COUNTED.fullmatch(mark) else None)
    if value is not None:
        return Reading(value, (Fault("YC293", {"value": shown(about, before), "read": value}, value),))
    absence = nobody(mark)
    if absence is None:
        return None
    if absence is Absence.NONE:
        return Reading("无", (Fault("YC293", {"value": shown(about, before), "read": "无"}),))
    value = "无" if absence is Absence.SOUGHT else None
    reading = "暂按“无”读取" if value else "不能确定有没有，按待核处理"
    return Reading(value, (Fault("YC217", {"value": shown(about, before), "reading": reading}),))


def name(text: str) -> str:
    """A name as it is kept: no blanks inside a Chinese one, single ones in a Latin one, every middle dot ·."""
    bare = narrowed(text) if not _LATIN.search(text) else _INNER_BLANKS.sub(" ", trimmed(text))
    return _DOTS.sub("·", bare)


def doubtful(text: str) -> str | None:
    """What makes a text doubtful as a name, or None."""
    if len(text) > _LONGEST:
        return "过长的文字"
    if nobody(text) is not None:
        return "没有定下的字样"
    found = next((what for what, pattern in _DOUBTS.items() if pattern.search(text)), None)
    return found or _mark_in(text)


def _mark_in(text: str) -> str | None:
    """A character that is neither a letter nor stands between the parts of a name, by its Unicode category."""
    for letter in _IN_LATIN.sub("", text):
        category = unicodedata.category(letter)
        is_letter = (
            category[0] in "LM" or letter in _NO_MARK or "\U00020000" <= letter <= "\U0003ffff"
        )  # newer ideographs
        if not is_letter:
            return "数字" if category in _NUMERIC else "标点"
    return "标点" if text.startswith("·") or text.endswith("·") else None


def _several(before: str) -> str | None:
    """Two names one below or beside the other; a blank within one name parts single characters (张　三)."""
    parts = _DOTS.sub("", without_invisible(before))
    return "几个人名" if _SEVERAL_LINES.search(parts) and "·" not in _DOTS.sub("·", before) else None


def _tidied(before: str, text: str) -> tuple[Fault, ...]:
    if before == text:
        return ()
    if narrowed(before) == narrowed(text):
        return tidied(before, text)
    return (Fault("YC291", {"what": "间隔号" if _DOTS.search(before) else "字符写法"}, text),)
