"""Closed lists: the listed value, a synonym of it, something doubtful, or nothing in the list (fields.md, Values)."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from yicun.intake.grid import Cell, RawTable
from yicun.intake.parse.columns import FieldCells
from yicun.intake.parse.readings import Fault, Reading, Readings, as_text, read_each, squeezed, tidied
from yicun.intake.parse.texts import is_withheld
from yicun.model.boxes import has_boxes, ticked
from yicun.model.choices import Choices
from yicun.model.fields import BY_NAME, ROSTER_KINDS, Field
from yicun.model.findings import shown
from yicun.model.spellings import teaching

_BETWEEN = re.compile(r"[、，,/；;()\s|+]+|(?<=.)兼任?(?!职)")
_NO_POST = frozenset(("兼", "兼任", "原", "现", "现任"))
_QUOTES = str.maketrans("", "", "“”\"'‘’「」")
_AT_END = "。.!！,，;；、"
_IN_TWO = re.compile(r"(.+?)(?:\((.+)\)|[/、,;或](.+))")
_OR_ABOVE = re.compile(r"(.+?)(?:及其?|或者?)?(?:以上|以上学历|以上文化程度?)")
_TURNING = re.compile(r"[不未无没非否除待但曾前拟在读肄业差]")  # in an explanation, it may take back what stands before
_NEGATING = re.compile(r"[不未无没非否]")
_SCHOOL_ENDING = re.compile(r"(?:毕业证书?|毕业生?|(?<!研究)生|学位|学历|文凭|文化|程度)+$")
_PARTY_SCHOOL = re.compile(r"^(?:中央|省委|市委|县委)(?=党校)")
_BARE_WARNING = frozenset(("警告", "警告处分"))
_OTHER = "其他"
_LONGEST_WORD, _LONGEST_ANSWER = 30, 200
_DAY = re.compile(r"[\d年月日./-]{6,11}")
_NOT_SHOWN = "（内容不予显示）"


@dataclass(frozen=True, slots=True)
class _Words:
    """A list made ready for looking up: every way of writing a value, blanks and width aside."""

    choices: Choices
    values: Mapping[str, str]
    offers: Mapping[str, str]
    synonyms: Mapping[str, str]
    broader: Mapping[str, str]
    doubtful: Mapping[str, str | None]
    families: Mapping[re.Pattern[str], str]

    @classmethod
    def of(cls, about: Field) -> "_Words":
        choices = about.choices
        assert choices is not None
        return cls(
            choices,
            {squeezed(word): value for value in choices.values for word in (value, choices.offers.get(value, value))},
            {squeezed(offer): offer for offer in choices.offers.values()},
            {squeezed(word): value for word, value in choices.synonyms.items()},
            {squeezed(word): value for word, value in choices.broader.items()},
            {squeezed(word): value for word, value in choices.doubtful.items()},
            {re.compile(pattern): value for pattern, value in choices.families.items()},
        )

    def knows(self, word: str) -> bool:
        return self.is_exact(word) or word in self.doubtful or self.wide(word) is not None

    def is_exact(self, word: str) -> bool:
        """Whether a word is a value, or says neither more nor less than one."""
        return word in self.values or word in self.synonyms

    def wide(self, word: str) -> str | None:
        """The value of a word that says more than it."""
        known = self.broader.get(word)
        if known is not None or len(word) > _LONGEST_WORD:
            return known
        meant = {value for pattern, value in self.families.items() if pattern.fullmatch(word)}
        return meant.pop() if len(meant) == 1 else None

    def value(self, word: str) -> str | None:
        exact = self.values.get(word) or self.synonyms.get(word)
        return exact or (self.doubtful[word] if word in self.doubtful else self.wide(word))

    def nearest(self, word: str) -> str | None:
        """What a word is nearly written as, never its opposite."""
        if len(word) > _LONGEST_WORD:
            return None
        close = difflib.get_close_matches(word, [*self.values, *self.synonyms], n=5)
        turns = len(_NEGATING.findall(word))
        return next((self.value(one) for one in close if len(_NEGATING.findall(one)) == turns), None)


def read_choices(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """One value of a closed list (YC216, YC217, YC291, YC293)."""
    words = _Words.of(about)

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        text = squeezed(written)
        if not text:
            return None
        if text in words.values:
            return Reading(words.values[text], tidied(written, words.offers.get(text, words.values[text])))
        text = text.rstrip(_AT_END) or text
        word, mark = _without_marks(words.choices, text)
        if not words.knows(word):
            apart = _ticked if has_boxes(text) else _in_two
            return apart(about, words, written, text) or Reading(None, (_unknown(about, words, written, text),))
        value, ending = words.value(word), f"（{mark}）" if mark else ""
        if word in words.doubtful and not words.is_exact(word):
            return Reading(value and value + ending, (_doubtful(about, written, value and value + ending),))
        assert value is not None
        full = value + ending
        if squeezed(full) == squeezed(written):
            return Reading(full, tidied(written, full))
        return Reading(
            full, (_noted(about, written, full, rewrite=words.is_exact(word) and not _has_more_words(words, text)),)
        )

    return read_each(about, cells, read)


def read_choice_sets(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Several values of a list in one cell, joined by 、 in the order of the list; anything else is 其他 (YC217)."""
    words = _Words.of(about)
    order = {value: number for number, value in enumerate(words.choices.values)}

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        posts = _posts(words, written)
        if not posts:
            return None
        values = {words.value(word) or _OTHER for word in posts}
        value = "、".join(sorted(values, key=order.__getitem__))
        unsure = [word for word in posts if not words.is_exact(word) and words.wide(word) is None]
        if unsure:
            read_as = "、".join(dict.fromkeys(words.value(word) or _OTHER for word in unsure))
            unlisted = next((word for word in unsure if (words.value(word) or _OTHER) == _OTHER), "")
            facts = {"value": _quoted(about, written), "reading": f"按“{read_as}”读取", **_teach(about, unlisted, None)}
            return Reading(value, (Fault("YC217", facts, withheld=is_withheld(written)),))
        if sorted(written.split("、")) == sorted(values):
            return Reading(value)
        if all(word in words.values for word in posts) and not has_boxes(squeezed(written)):
            return Reading(value, tidied(written, value))
        return Reading(value, (_noted(about, written, value, rewrite=all(map(words.is_exact, posts))),))

    return read_each(about, cells, read)


def _posts(words: _Words, written: str) -> list[str]:
    """The posts a cell names, each once."""
    answers = ticked(squeezed(written))
    written = "、".join(answers) if answers else written
    posts = [squeezed(word) for word in _BETWEEN.split(written.translate(_BRACKETS).translate(_QUOTES))]
    posts = [word for word in dict.fromkeys(posts) if word and word not in _NO_POST]
    bare = ((word, word.removeprefix("本").removeprefix("村")) for word in posts)
    return list(dict.fromkeys(word if words.knows(word) or not short else short for word, short in bare))


_BRACKETS = str.maketrans("（）", "()")


def bare_warnings(column: FieldCells, readings: Readings, tables: Sequence[RawTable]) -> None:
    """警告 exists in two systems: where neither the cell nor the header says 党 it stays unknown (YC217)."""
    headers = [table.headers.get("discipline", "") for table in tables]
    party = np.array(["党" in header and "政" not in header for header in headers], dtype=bool)
    party = np.repeat(party, [len(table.rows) for table in tables])
    for number, cell in enumerate(column.distinct.copy()):
        if not isinstance(cell, str) or squeezed(cell) not in _BARE_WARNING:
            continue
        column.holds[(column.holds == number) & ~party] = len(column.distinct)
        readings.faults[len(column.distinct)] = (
            Fault("YC217", {"value": "警告", "reading": "不能确定是否为党内处分，按待核处理"}),
        )
        column.distinct.append(cell)
        readings.cell_values.append(None)
        readings.cell_values[number] = "警告"
        readings.faults.pop(number, None)
        if cell != "警告":
            readings.faults[number] = (Fault("YC293", {"read": "警告"}, "警告"),)


def _in_two(about: Field, words: _Words, written: str, text: str) -> Reading | None:
    """A value beside another of the same meaning (高中（中专）), with an explanation, or as the least of several.

    An explanation that may take back what stands before it leaves the cell unknown.
    """
    above = _OR_ABOVE.fullmatch(text)
    if above is not None and words.choices.levels and words.is_exact(above[1]):
        return Reading(words.value(above[1]), (_doubtful(about, written, words.value(above[1])),))
    parts = _IN_TWO.fullmatch(text) if len(text) <= _LONGEST_ANSWER else None
    if parts is None:
        return None
    first, second = _without_marks(words.choices, parts[1])[0], _without_marks(words.choices, parts[2] or parts[3])[0]
    value = words.value(first) if words.knows(first) else None
    if value is None:
        return None
    if words.knows(second):
        other = words.value(second)
        same = value == other or (
            other is not None and words.choices.levels.get(value) == words.choices.levels.get(other, -1)
        )
        return Reading(value, (_noted(about, written, value, rewrite=False),)) if same else _left_open(about, written)
    is_day = _DAY.fullmatch(second) is not None
    if not is_day and (about.internal or _TURNING.search(second) or not parts[2]):
        return _left_open(about, written)
    return Reading(
        value, (_noted(about, written, value, rewrite=False) if is_day else _doubtful(about, written, value),)
    )


def _ticked(about: Field, words: _Words, written: str, text: str) -> Reading | None:
    """The one answer among several boxes that is ticked (☑是 ☐否); open where none is, or several."""
    answers = ticked(text)
    value = words.value(answers[0]) if len(answers) == 1 else None
    return Reading(value, (_noted(about, written, value, rewrite=False),)) if value else _left_open(about, written)


def _left_open(about: Field, written: str) -> Reading:
    return Reading(None, (_doubtful(about, written, None),))


def _has_more_words(words: _Words, text: str) -> bool:
    """Whether a level is written with what its listed value leaves out (函授大专)."""
    return any(prefix in text for prefix in words.choices.prefixes)


def _without_marks(choices: Choices, text: str) -> tuple[str, str]:
    """函授大专（肄业） -> 大专, 肄业; what stays is the level."""
    if (not choices.marks and not choices.prefixes) or len(text) > _LONGEST_ANSWER:
        return text, ""
    mark = next((mark for mark in choices.marks if mark in text), "")
    if mark:
        text = text.replace(f"({mark})", "").replace(mark, "")
    for prefix in choices.prefixes:
        text = text.replace(f"({prefix})", "")
    text = _PARTY_SCHOOL.sub("", text)
    while prefix := next((prefix for prefix in choices.prefixes if text.startswith(prefix)), ""):
        text = text.removeprefix(prefix)
    return _SCHOOL_ENDING.sub("", text), mark


def _quoted(about: Field, written: str) -> str:
    return _NOT_SHOWN if is_withheld(written) else shown(about, written)


def _noted(about: Field, written: str, value: str, *, rewrite: bool) -> Fault:
    """The note that a word was read as a value; `rewrite`: the value says all of it."""
    facts = {"value": _quoted(about, written), "read": value}
    return Fault("YC293", facts, value if rewrite else None, withheld=is_withheld(written))


def _unknown(about: Field, words: _Words, written: str, text: str) -> Fault:
    near = words.nearest(text)
    hidden = is_withheld(written)
    facts = {
        "value": _quoted(about, written),
        "choices": "、".join(words.choices.offered),
        "suggestion": f"（是否为“{near}”？）" if near else "",
    }
    facts |= _teach(about, written, near)
    return Fault("YC216", facts, near, withheld=hidden)


def _teach(about: Field, written: str, near: str | None) -> dict[str, str]:
    """How an office could teach a word of what stations fill in; not where that would show what nobody may see."""
    named = (BY_NAME[kind].get(about.name) for kind in ROSTER_KINDS)
    of_roster = any(one is not None and (one.label, one.aliases) == (about.label, about.aliases) for one in named)
    if not of_roster or not written or is_withheld(written) or shown(about, written) != written:
        return {}
    fill_in = f"填“{near}”" if near else "填可填范围中的一项"
    return {"written": written, "teach": teaching(about.label, written, fill_in)}


def _doubtful(about: Field, written: str, value: str | None) -> Fault:
    reading = "按待核处理" if value is None else f"暂按“{value}”读取"
    facts = {"value": _quoted(about, written), "reading": reading}
    return Fault(
        "YC217", facts | (_teach(about, written, None) if value == _OTHER else {}), withheld=is_withheld(written)
    )
