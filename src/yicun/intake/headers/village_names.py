"""Villages that are named around a table instead of in a column: in a title, a line between rows, the sheet's name.

Texts come without any blanks, in NFKC. Nothing is looked up: a name is taken for a village by its ending and where it
stands, and the register decides later.
"""

import re
from typing import NamedTuple

from yicun.intake.headers.labels import is_header_text, normalised
from yicun.model.absent import Absence, nobody
from yicun.model.fields import BY_NAME, TableKind

_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_ENDING = r"(?:村民?委员?会|社区居?民?委员会|居委会|社区|村)"
_NOT_INSIDE = r"(?![村民级居干委两]|警务[室站区])"
_VILLAGE = rf"(?P<village>{_HAN}(?:{_HAN}|\d){{0,7}}?{_ENDING}){_NOT_INSIDE}"
_TOWNSHIP = rf"(?P<township>{_HAN}{{1,6}}?(?:镇|乡|街道)(?:办事处)?)"
_COUNTY = rf"(?:{_HAN}{{2,6}}?[省市县区]){{0,3}}"
_NUMBERED = r"(?:\(?[\d一二三四五六七八九十]{1,3}\)?[、.,:：)]?(?!村))?"
_FIELD = BY_NAME[TableKind.CANDIDATES]["village"]
_KNOWN = {normalised(text) for text in (_FIELD.label, *_FIELD.aliases)}
_ALSO = {"推荐村", "推荐村居", "填报村", "所属行政村", "所在行政村", "村委会", "村(居)委会"}
_LABELS = "|".join(map(re.escape, sorted(_KNOWN | _ALSO, key=len, reverse=True)))
_LABELLED = re.compile(rf"(?:^|[^一-龥])(?:{_LABELS})(?:\(.{{1,6}}\))?:(?P<rest>.*)")
_FILED = re.compile(r"(?:(?:推[荐选]|填报|报送)?单位)(?:\(.{1,6}\))?:(?P<rest>.*)")
_LABEL_ALONE = re.compile(rf"(?:{_LABELS})(?:\(.{{1,6}}\))?:?")
_GIVEN = re.compile(rf"{_COUNTY}{_TOWNSHIP}?{_VILLAGE}")
_SHORT = re.compile(rf"(?P<village>{_HAN}{{1,6}}?)(?=$|[(,;、。]|填[报表]|日期|时间|乡镇|派出所)")
_ABOUT = (
    r"(?=[“\"《]?(?:一村一|专职|警务|推荐|推选|推举|候选|人选|人员|名单|名册|花名册|报名|登记|审批|情况|拟)|[(\-_—.]|$)"
)
_TITLE = re.compile(
    rf"^(?:附件)?(?:\d+(?:[.\-_、:]|年度?)?)?(?:关于)?(?:推荐|推选|报送|上报)?{_COUNTY}(?:{_HAN}{{2,8}}?派出所)?{_TOWNSHIP}?{_VILLAGE}{_ABOUT}"
)
_SECTION = re.compile(
    rf"^{_NUMBERED}(?:(?:{_LABELS}):)?{_COUNTY}{_TOWNSHIP}?{_VILLAGE}"
    r"(?::|[(\[].{0,12}[)\]]|共?[\d一二三四五六七八九十]+[人名个].{0,4}|(?:警务助理)?(?:拟?推[荐选]|候选)?(?:人选|人员)?(?:名单)?:?)$"
)
_TOWNSHIP_SECTION = re.compile(rf"^{_NUMBERED}{_COUNTY}{_TOWNSHIP}(?::|[(\[].{{0,12}}[)\]]|共?\d+[人名个].{{0,4}})?$")
_NO_NAME = re.compile(
    r"^(?:一村|[各每全本该某两几]个?(?:行政)?(?:村|社区)|.{0,2}(?:行政|自然|所在|推[荐选]|农|建制|中心|[×xX*])村|.*[各每全本该]村|村|社区)$"
)
_LEAD = re.compile(rf"^{_NUMBERED}(?:(?:备注|附注|说明|注|其中)[:,]?)?{_NUMBERED}")
_SENTENCE_END = re.compile("[;。]")
_CLAUSE_END = re.compile(r"[,:、()\-—]+")
_JOINED = re.compile("[、,和及与]")
_LONGEST = 120


class Named(NamedTuple):
    """A village as it is written, and its township where that stands before it ("" where it does not)."""

    village: str
    township: str = ""


def in_line(texts: list[str]) -> tuple[int, Named] | None:
    """The village behind a label in a row of texts (行政村：桥头村), or in the next filled cell, and in which cell."""
    for at, text in enumerate(text[:_LONGEST] for text in texts):
        found = _LABELLED.search(text)
        if found is not None and (named := _value(found["rest"])):
            return at, named
        filed = _FILED.fullmatch(text)
        if filed is not None and (whole := _GIVEN.fullmatch(filed["rest"])):
            return at, Named(whole["village"], whole["township"] or "")
        if _LABEL_ALONE.fullmatch(text) and (text.endswith(":") or sum(map(bool, texts)) == 2):
            behind = next((other for other in range(at + 1, len(texts)) if texts[other]), None)
            if behind is not None and not is_header_text(texts[behind]) and (named := _value(texts[behind])):
                return behind, named
    return None


def _value(text: str) -> Named | None:
    found = _GIVEN.match(text[:_LONGEST])
    if found is not None:
        return _named(found)
    short = _SHORT.match(text[:_LONGEST])
    return None if short is None else Named(short["village"])


def in_title(text: str) -> Named | None:
    """The village that a title, a sheet's name or a file's name begins with (石桥镇桥头村警务助理推荐人选)."""
    return _named(_TITLE.match(text[:_LONGEST]))


def in_section(text: str) -> Named | None:
    """The village of a line that heads the rows below it (一、桥头村；桥头村（2人）)."""
    return _named(_SECTION.match(text[:_LONGEST]))


def without_anybody(text: str) -> list[Named]:
    """The villages of which a sentence says that they have nobody (桥尾村、林边村：经多次动员，暂无合适人选)."""
    found: list[Named] = []
    for sentence in _SENTENCE_END.split(text[:_LONGEST]):
        begins = (_LEAD.sub("", sentence[at:]) for at in (0, *(one.end() for one in _CLAUSE_END.finditer(sentence))))
        names, rest = next((said for said in map(_named_first, begins) if said[0]), ([], ""))
        if any(nobody(clause) in {Absence.NONE, Absence.SOUGHT} for clause in _CLAUSE_END.split(rest)):
            found += names
    return found


def _named_first(text: str) -> tuple[list[Named], str]:
    """The villages that a text begins with, one or several joined, and what is said of them."""
    names: list[Named] = []
    while (found := _GIVEN.match(text)) is not None and (named := _named(found)) is not None:
        names.append(named)
        text = text[found.end() :]
        joined = _JOINED.match(text)
        if joined is None:
            break
        text = text[joined.end() :]
    return names, text


def township_of_section(text: str) -> str:
    """The township of a line that heads the rows below it; "" where it is none."""
    found = _TOWNSHIP_SECTION.match(text[:_LONGEST])
    return "" if found is None else found["township"]


def _named(found: re.Match[str] | None) -> Named | None:
    if found is None or _NO_NAME.match(found["village"]):
        return None
    return Named(found["village"], found["township"] or "")
