"""Whether the numbers of a rule stand in the words it quotes, in digits or in Chinese numerals."""

import re
import unicodedata
from calendar import monthrange

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = re.compile("[" + "".join((*_DIGITS, *_UNITS)) + "]+")


def uncited(value: str, quote: str) -> list[str]:
    """What of a value the quote does not hold: a number, the parts of a date, or a word; empty where it holds all.

    >>> uncited("3", "受党内警告处分不满2年")
    ['3']
    >>> uncited("60", "年龄在六十岁以下"), uncited("2020-05-10", "2020年5月10日前")
    ([], [])
    """
    numbers = numbers_in(quote)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        year, month, day = (int(part) for part in value.split("-"))
        at_end = ("底" in quote or "末" in quote) and day == monthrange(year, month)[1]
        parts = (year, *(() if at_end and month == 12 else (month,)), *(() if at_end else (day,)))
        return [] if numbers.issuperset(parts) else [value]
    if value.isdigit():
        return [] if int(value) in numbers else [value]
    return [] if value in quote else [value]


def numbers_in(text: str) -> frozenset[int]:
    """Every whole number written in a text."""
    plain = unicodedata.normalize("NFKC", text)
    numbers = {int(digits) for digits in re.findall(r"[0-9]+", plain)}
    return frozenset(numbers | {_read(numeral) for numeral in _NUMERAL.findall(plain)})


def _read(numeral: str) -> int:
    """六十 -> 60, 二〇二〇 -> 2020, 一百零五 -> 105."""
    if not any(character in _UNITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = digit = 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
