"""Closed lists: the listed value, a synonym of it, something doubtful, or nothing in the list (fields.md, Values)."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from yicun.intake.grid import Cell, RawTable
from yicun.intake.parse.columns import Column
from yicun.intake.parse.readings import Fault, Reading, Readings, as_text, read_each, squeezed, tidied
from yicun.intake.parse.texts import is_withheld
from yicun.model.choices import Choices
from yicun.model.fields import Field
from yicun.model.findings import shown

_BETWEEN = re.compile(r"[、，,/；;()\s|+]+|(?<=.)兼任?(?!职)")
_SCHOOL_ENDING = re.compile(r"(?:毕业|学历|文化|程度)+$")
_PARTY_SCHOOL = re.compile(r"^(?:中央|省委|市委|县委)(?=党校)")
_BARE_WARNING = frozenset(("警告", "警告处分"))
_OTHER = "其他"
_NOT_SHOWN = "（内容不予显示）"


@dataclass(frozen=True, slots=True)
class _Words:
    """A list made ready for looking up: every way of writing a value, blanks and width aside."""

    choices: Choices
    values: Mapping[str, str]
    offers: Mapping[str, str]
    synonyms: Mapping[str, str]
    doubtful: Mapping[str, str | None]

    @classmethod
    def of(cls, about: Field) -> "_Words":
        choices = about.choices
        assert choices is not None
        return cls(
            choices,
            {squeezed(word): value for value in choices.values for word in (value, choices.offers.get(value, value))},
            {squeezed(offer): offer for offer in choices.offers.values()},
            {squeezed(word): value for word, value in choices.synonyms.items()},
            {squeezed(word): value for word, value in choices.doubtful.items()},
        )

    def knows(self, word: str) -> bool:
        return word in self.values or word in self.synonyms or word in self.doubtful

    def value(self, word: str) -> str | None:
        return self.values.get(word) or self.synonyms.get(word) or self.doubtful.get(word)

    def nearest(self, word: str) -> str | None:
        close = difflib.get_close_matches(word, [*self.values, *self.synonyms], n=1)
        return self.value(close[0]) if close else None


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
        word, mark = _without_marks(words.choices, text)
        if not words.knows(word):
            return Reading(None, (_unknown(about, words, written, text),))
        value, ending = words.value(word), f"（{mark}）" if mark else ""
        if word in words.doubtful and word not in words.values:
            return Reading(value and value + ending, (_doubtful(about, written, value and value + ending),))
        assert value is not None
        full = value + ending
        if squeezed(full) == text:
            return Reading(full, tidied(written, full))
        return Reading(full, (Fault("YC293", {"value": shown(about, written), "read": full}, full),))

    return read_each(about, cells, read)


def read_choice_sets(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """Several values of a list in one cell, joined by 、 in the order of the list; anything else is 其他 (YC217)."""
    words = _Words.of(about)
    order = {value: number for number, value in enumerate(words.choices.values)}

    def read(cell: Cell) -> Reading | None:
        written = as_text(cell)
        said = [squeezed(word) for word in _BETWEEN.split(written.translate(_BRACKETS))]
        said = [word if words.knows(word) else word.removeprefix("本").removeprefix("村") for word in said]
        said = [word for word in dict.fromkeys(said) if word]
        if not said:
            return None
        values = {words.value(word) or _OTHER for word in said}
        value = "、".join(sorted(values, key=order.__getitem__))
        unsure = [word for word in said if word not in words.values and word not in words.synonyms]
        if unsure:
            read_as = "、".join(dict.fromkeys(words.value(word) or _OTHER for word in unsure))
            facts = {"value": shown(about, "、".join(unsure)), "reading": f"按“{read_as}”读取"}
            return Reading(value, (Fault("YC217", facts),))
        if sorted(written.split("、")) == sorted(values):
            return Reading(value)
        if all(word in words.values for word in said):
            return Reading(value, tidied(written, value))
        return Reading(value, (Fault("YC293", {"value": shown(about, written), "read": value}, value),))

    return read_each(about, cells, read)


_BRACKETS = str.maketrans("（）", "()")


def bare_warnings(column: Column, readings: Readings, tables: Sequence[RawTable]) -> None:
    """警告 exists in two systems: where neither the cell nor the header says 党 it stays unknown (YC217)."""
    headers = [table.headers.get("discipline", "") for table in tables]
    party = np.array(["党" in header and "政" not in header for header in headers], dtype=bool)
    party = np.repeat(party, [len(table.rows) for table in tables])
    for number, cell in enumerate(column.distinct.copy()):
        if not isinstance(cell, str) or squeezed(cell) not in _BARE_WARNING:
            continue
        column.codes[(column.codes == number) & ~party] = len(column.distinct)
        readings.faults[len(column.distinct)] = (
            Fault("YC217", {"value": "警告", "reading": "不能确定是否为党内处分，按待核处理"}),
        )
        column.distinct.append(cell)
        readings.said.append(None)
        readings.said[number] = "警告"
        readings.faults.pop(number, None)
        if cell != "警告":
            readings.faults[number] = (Fault("YC293", {"read": "警告"}, "警告"),)


def _without_marks(choices: Choices, text: str) -> tuple[str, str]:
    """函授大专（肄业） -> 大专, 肄业; what stays is the level."""
    if not choices.marks and not choices.prefixes:
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


def _unknown(about: Field, words: _Words, written: str, text: str) -> Fault:
    near = words.nearest(text)
    hidden = is_withheld(written)
    facts = {
        "value": _NOT_SHOWN if hidden else shown(about, written),
        "choices": "、".join(words.choices.offered),
        "suggestion": f"，是否为“{near}”？" if near else "",
    }
    return Fault("YC216", facts, near, withheld=hidden)


def _doubtful(about: Field, written: str, value: str | None) -> Fault:
    reading = "按待核处理" if value is None else f"暂按“{value}”读取"
    return Fault("YC217", {"value": shown(about, written), "reading": reading})
