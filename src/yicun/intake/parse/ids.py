"""Resident IDs in cells: read only when they hold, never completed, never mended (fields.md, Resident ID)."""

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from yicun.intake import id_number
from yicun.intake.grid import Cell
from yicun.intake.parse.readings import Fault, Reading, Readings, as_text, read_each, squeezed, tidied
from yicun.model.fields import Field

_KEPT_BY_EXCEL = 15
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?(?:1[5-9]|2\d)")
_QUOTES = "'`‘’"
_LOOKALIKES = str.maketrans("OoQDlI|ZSB", "0000111258")
_OLD = "（15 位旧号码不能换算，应填 18 位）"


def read_ids(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:
    """IDs as text of eighteen characters; one finding for one cause (YC202–YC207, YC209, YC291)."""
    texts = [cell if isinstance(cell, str) else "" for cell in cells]
    plain = id_number.sound(id_number.check(texts), as_of)
    tidy = {number: _tidy(texts[number]) for number in np.flatnonzero(~plain).tolist() if texts[number]}
    checked = id_number.check(list(tidy.values()))
    at = {texts[number]: place for place, number in enumerate(tidy)}

    def read(cell: Cell) -> Reading | None:
        if isinstance(cell, float):
            return _number(cell)
        written = as_text(cell)
        text = _tidy(written)
        if not text:
            return None
        if _SCIENTIFIC.fullmatch(text):
            return Reading(None, (Fault("YC202"),))
        if written not in at or not checked.long[at[written]]:
            return Reading(None, (_length(len(text)),))
        return _checked(text, written, checked, at[written], as_of)

    return read_each(about, cells, read, plain)


def _tidy(text: str) -> str:
    return squeezed(text).strip(_QUOTES).replace("x", "X")


def _number(cell: float) -> Reading:
    """A number: past fifteen digits Excel has put zeros for what was typed."""
    length = len(as_text(abs(cell)))
    return Reading(None, (Fault("YC202") if length > _KEPT_BY_EXCEL else _length(length),))


def _length(length: int) -> Fault:
    return Fault("YC203", {"length": str(length), "note": _OLD if length == _KEPT_BY_EXCEL else ""})


def _checked(text: str, written: str, checked: id_number.Checked, at: int, as_of: date) -> Reading:
    if not checked.written[at]:
        return Reading(None, (_characters(text, as_of),))
    holds = checked.summed[at] and checked.dated[at] and checked.born[at] <= np.datetime64(as_of)
    note = _note(written, text)
    if checked.tail[at]:
        return Reading(text if holds else None, (Fault("YC209"), *(note if holds else ())))
    if not checked.dated[at] or checked.born[at] > np.datetime64(as_of):
        return Reading(None, (Fault("YC206"),))
    if not checked.summed[at]:
        return Reading(None, (Fault("YC205"),))
    region = () if checked.regional[at] else (Fault("YC207", {"region": text[:2]}),)
    return Reading(text, region + note)


def _characters(text: str, as_of: date) -> Fault:
    """What cannot stand in an ID; a likeness is suggested only where the whole then holds."""
    wrong = dict.fromkeys(letter for letter in text[:17] if letter not in "0123456789")
    wrong |= dict.fromkeys(letter for letter in text[17:] if letter not in "0123456789X")
    better = text.translate(_LOOKALIKES)
    likely = bool(id_number.sound(id_number.check([better]), as_of)[0])
    pairs = "、".join(f"{letter} 应为 {letter.translate(_LOOKALIKES)}" for letter in wrong)
    return Fault(
        "YC204",
        {"characters": "、".join(list(wrong)[:3]), "suggestion": f"（可能 {pairs}）" if likely else ""},
        better if likely else None,
    )


def _note(written: str, text: str) -> tuple[Fault, ...]:
    if written == text:
        return ()
    if squeezed(written) == text:
        return tidied(written, text)
    what = [
        name
        for name, there in (("小写 x", "x" in written), ("引号", any(mark in written for mark in _QUOTES)))
        if there
    ]
    return (Fault("YC291", {"what": "、".join(what) or "字符写法"}, text),)
