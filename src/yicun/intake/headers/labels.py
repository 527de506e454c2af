"""What a column header says: exactly a field, something refused, something vague, or nothing we know."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from yicun.model.fields import (
    BY_NAME,
    CANDIDATE_FIELDS,
    REFUSED_WORDS,
    ROSTER_KINDS,
    SHIPPED,
    VAGUE_HEADERS,
    TableKind,
)
from yicun.model.header_families import field_by_family
from yicun.model.invisible import INVISIBLE
from yicun.model.scheme import in_force

_BRACKETS = str.maketrans("[]{}〔〕【】〖〗", "()()()()()")
_DECORATION = re.compile(rf"\(必填项?\)|[\s*:★{INVISIBLE}]")
_OF_DATES = re.compile(r"日期|时间|年月日|程序|环节|步骤|流程")
_HINT_LINE = re.compile(r"[(（]|请|如|例|格式|必填|选填|填|注|\d+\s*位")
_OTHER_PERSON = re.compile(
    r"民警|辅警|(?<!候选)联系人|联络[人员]|负责人|填[报表]人|审[核批查]人|经办人|家属|亲属|配偶|父母|子女|监护人|紧急联系"
    r"|(?<!被)推[荐选]人(?![选员])|介绍人|证明人|担保人|举荐人|考察人|谈话人|书记|村主任|村?两委|村干部|[包挂驻]村|领导|所长"
)
PERSONAL = frozenset(("name", "id_number", "phone", "sex", "birth_date", "age", "political", "education", "category"))
"""What a roster says of its person; under a group about somebody else it is about them."""
_VAGUE_MEANS = {
    "单位": ("station",),
    "类别": ("category", "unit_type"),
    "地址": ("village",),
}


def normalised(text: str) -> str:
    """A header for comparing: NFKC, no blanks, line breaks, `*`, （必填） or colons, one kind of bracket."""
    return _DECORATION.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS))


_KNOWN: Mapping[TableKind, Mapping[str, str]] = {
    kind: {normalised(text): field.name for field in fields for text in (field.label, *field.aliases)}
    for kind, fields in SHIPPED.items()
}
_ANSWERED = frozenset(
    normalised(text)
    for field in CANDIDATE_FIELDS
    if field.choices is not None
    for text in (field.label, *field.aliases)
)
_WITH_CHOICES = frozenset(field.name for field in CANDIDATE_FIELDS if field.choices is not None)
_ANY = {text: name for known in map(_KNOWN.__getitem__, ROSTER_KINDS) for text, name in known.items()}
_LONGEST = 80
_REFUSED = tuple(normalised(word) for word in REFUSED_WORDS)
_VAGUE = frozenset(normalised(word) for word in VAGUE_HEADERS)


def field_of(parts: Sequence[str], kind: TableKind) -> str | None:
    """The field that a header names in a table of this kind, by label, alias or family of wordings.

    `parts` are the header's texts from the top row down. The texts joined come first (出生 over 年月), then the lower
    ones without their group (人选情况 over 姓名), unless the group is about somebody else (责任民警 over 姓名).
    """
    return listed_field_of(parts, kind) or _family_of(tuple(parts), kind)


def listed_field_of(parts: Sequence[str], kind: TableKind) -> str | None:
    """The field that a header names by a label or an alias, those of the rulebook in force among them."""
    name = _field_of(tuple(parts), kind)
    return name if name is not None or kind is not TableKind.CANDIDATES else _own_field(tuple(parts))


def _own_field(parts: tuple[str, ...]) -> str | None:
    """The field of the rulebook in force that a header names."""
    known = _own_texts(TableKind.CANDIDATES)
    return _match(parts, known) if known else None


def _own_texts(kind: TableKind) -> Mapping[str, str]:
    """The labels and aliases of the rulebook in force, normalised."""
    own = in_force().fields if kind is TableKind.CANDIDATES else ()
    return {normalised(text): field.name for field in own for text in (field.label, *field.aliases)}


def is_header_text(text: str) -> bool:
    """Whether a text is a label or an alias of any table, one of the rulebook in force among them."""
    return text in _ANY or text in _own_texts(TableKind.CANDIDATES)


@lru_cache(maxsize=1024)  # the same few headers come back in every workbook
def _field_of(parts: tuple[str, ...], kind: TableKind) -> str | None:
    return _match(parts, _KNOWN[kind])


@lru_cache(maxsize=8192)
def _family_of(parts: tuple[str, ...], kind: TableKind) -> str | None:
    """The field of a family that a header fits, as far as a table of this kind has it."""
    if kind not in ROSTER_KINDS or len(parts[-1]) > _LONGEST:
        return None
    another = len(parts) > 1 and about_another("".join(parts[:-1]))
    for text, whole in _readings(parts):
        name = field_by_family(_without_hint(text) or text)
        if name in BY_NAME[kind] and (whole or not another or name not in PERSONAL):
            return name
    return None


def is_known(text: str) -> bool:
    """Whether a header cell on its own names a field of any table, or what must not be collected."""
    return names_field(text) or (len(text) <= _LONGEST and is_refused((text,)))


def names_field(text: str) -> bool:
    """Whether a header cell on its own names a field of any table; a remark may hold a word that is refused."""
    return len(text) <= _LONGEST and (
        _names_shipped(text) or _own_field((text,)) is not None or _family_of((text,), TableKind.CANDIDATES) is not None
    )


@lru_cache(maxsize=8192)
def _names_shipped(text: str) -> bool:
    return _match((text,), _ANY) is not None


def is_refused(parts: Sequence[str]) -> bool:
    """Whether a header, with the groups above it, holds a word that must not be collected."""
    return _holds_refused("".join(parts))


@lru_cache(maxsize=1024)
def _holds_refused(text: str) -> bool:
    """Whether a word stands in a header, save in the explanation of a column that takes answers of a list only."""
    whole = normalised(text)
    before = _without_hint(whole)
    if before in _ANSWERED or (before and field_by_family(before) in _WITH_CHOICES):
        return False
    return any(word in whole for word in _REFUSED)


def suggestion(parts: Sequence[str], kind: TableKind, present: Collection[str]) -> str | None:
    """The label a vague or nearly right header may stand for; None where it is like nothing.

    Nearly right is one character away from a label or alias of three or more whose field is not among `present`. What
    somebody beside the candidate is asked stands for nothing (推荐人电话).
    """
    text = normalised(parts[-1])
    another = about_another("".join(parts))
    if text in _VAGUE:
        fields = BY_NAME[kind]
        return next((fields[name].label for name in _VAGUE_MEANS[text] if name in fields), None)
    for text, _ in _readings(tuple(parts)):
        for label, name in (*_KNOWN[kind].items(), *_own_texts(kind).items()):
            if another and name in PERSONAL:
                continue
            if name not in present and len(label) >= 3 and _one_apart(text, label):
                return BY_NAME[kind][name].label
    return None


@lru_cache(maxsize=1024)
def about_another(group: str) -> bool:
    """Whether a group of columns or answers is about somebody beside the candidate (推荐人, 村书记, 联系人)."""
    return _OTHER_PERSON.search(normalised(group[:_LONGEST])) is not None


def written(parts: Sequence[str]) -> str:
    """A header as it is shown: its texts joined, without line breaks and blanks at the ends."""
    return "".join(re.sub(r"\s+", " ", part).strip() for part in parts)


def _match(parts: tuple[str, ...], known: Mapping[str, str]) -> str | None:
    another = len(parts) > 1 and about_another("".join(parts[:-1]))
    for text, whole in _readings(parts):
        name = known.get(text) or known.get(_without_hint(text)) or _same_of_each(text, known)
        if name is not None and (whole or not another or name not in PERSONAL):
            return name
    if another and normalised(parts[-1]) == "姓名":
        return known.get(normalised("".join(parts[:-1])))
    return None


def _without_hint(text: str) -> str:
    """A header without the brackets at its end; "" where there are none."""
    end = len(text)
    while text.endswith(")", 0, end):
        start = text.rfind("(", 0, end)
        if start <= 0 or text.find(")", start, end - 1) >= 0:
            break
        end = start
    return text[:end] if end < len(text) else ""


def _same_of_each(text: str, known: Mapping[str, str]) -> str | None:
    """The field that each side of a stroke names (现任职务/身份)."""
    sides = text.split("/")
    names = {known.get(side) for side in sides}
    return names.pop() if len(sides) > 1 and len(names) == 1 else None


def _readings(parts: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """What a header may say, likeliest first, and whether no group is dropped for it."""
    texts = [normalised(part) for at, part in enumerate(parts) if at == 0 or not _HINT_LINE.match(part.strip())]
    for start in range(len(texts)):
        text = "".join(texts[start:])
        yield text, start == 0
        if text.endswith("时间"):
            yield f"{text[:-2]}日期", start == 0
    if len(texts) > 1 and _OF_DATES.search("".join(texts[:-1])):  # 各环节日期 over 自荐
        yield f"{texts[-1]}日期", True
    first, _, rest = parts[-1].strip().partition("\n")
    if rest and _HINT_LINE.match(rest.strip()):
        yield normalised(first), len(parts) == 1


def _one_apart(text: str, label: str) -> bool:
    """Whether one insertion, deletion or replacement makes one text of the other."""
    shorter, longer = sorted((text, label), key=len)
    if len(longer) - len(shorter) > 1 or text == label:
        return False
    same = next(
        (at for at, (one, other) in enumerate(zip(shorter, longer, strict=False)) if one != other), len(shorter)
    )
    return shorter[same + (len(shorter) == len(longer)) :] == longer[same + 1 :]
