"""Characters that nobody sees, by Unicode property: they leave every text before it is compared or kept.

Default_Ignorable_Code_Point with its reserved ranges (DerivedCoreProperties), Bidi_Control, controls that are no white
space, and the blank of Braille. `tests/model/test_invisible.py` holds the ranges against the Unicode database.
"""

import re

INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""The inside of a character class."""

_SEEN_AS_NOTHING = re.compile(f"[{INVISIBLE}]")


def without_invisible(text: str) -> str:
    """A text without what nobody sees."""
    return _SEEN_AS_NOTHING.sub("", text)
