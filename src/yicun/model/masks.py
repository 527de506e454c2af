"""How personal numbers are shown: enough to find the cell, never enough to use."""

import re

MASK = "*"
_RUN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ](?:[ \-\u2010-\u2015\u3000]?[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]){8,}")
_FEWEST_DIGITS = 9  # one more than a written date has


def mask_id(text: str) -> str:
    """The first six and last two characters of an ID of any length; shorter than nine: stars only."""
    if len(text) <= 8:
        return MASK * len(text)
    return text[:6] + MASK * (len(text) - 8) + text[-2:]


def mask_phone(text: str) -> str:
    """The first three and last two digits of one phone; shorter than seven: stars only."""
    if len(text) <= 6:
        return MASK * len(text)
    return text[:3] + MASK * (len(text) - 5) + text[-2:]


def mask_text(text: str) -> str:
    """Any text with every run of nine or more digits masked, wherever it stands and however it is spaced."""

    def masked(run: re.Match[str]) -> str:
        whole = run.group()
        if sum(character.isdigit() for character in whole) < _FEWEST_DIGITS:
            return whole
        return mask_id(whole) if len(whole) >= 15 else mask_phone(whole)

    return _RUN.sub(masked, text)
