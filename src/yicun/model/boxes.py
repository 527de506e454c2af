"""Answers with a box each, of which some are ticked: ☑是□否, 是☑否□, 是（√）否（ ）."""

import re

_TICKS, _EMPTY = "☑√✓✔☒■", "□☐"
_MARK = f"[{_TICKS}{_EMPTY}]"
_BRACKETED = re.compile(rf"[(（\[]({_MARK}?)[)）\]]")
_BEFORE, _AFTER = (
    re.compile(part) for part in (rf"({_MARK})([^{_TICKS}{_EMPTY}]+)", rf"([^{_TICKS}{_EMPTY}]+)({_MARK})")
)
_SEVERAL = re.compile(f"[{_TICKS}].|.[{_TICKS}]|[{_EMPTY}]")


def has_boxes(text: str) -> bool:
    """Whether a text without blanks holds answers with boxes, and is no lone tick."""
    return _SEVERAL.search(text) is not None


def ticked(text: str) -> list[str]:
    """The answers that are ticked in a text without blanks; none where a box may belong to either answer beside it."""
    text = _BRACKETED.sub(lambda found: found[1] or _EMPTY[0], text)
    if not text or (text[0] in _TICKS + _EMPTY) == (text[-1] in _TICKS + _EMPTY):
        return []
    if text[0] in _TICKS + _EMPTY:
        return [answer for mark, answer in _BEFORE.findall(text) if mark in _TICKS]
    return [answer for answer, mark in _AFTER.findall(text) if mark in _TICKS]
