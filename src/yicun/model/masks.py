"""How personal numbers are shown: enough to find the cell, never enough to use.

`mask_text` is the only judge of what a personal number is, wherever a text leaves yicun.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, groupby, pairwise

MASK = "*"

# Digits of every script by property, and where the digits lie that `\d` does not know (①, ²); what is no digit there
# is taken for a separator.
_DIGITS = r"\d²³¹⁰-₉①-➓\U0001F100-\U0001F10A"
_FEWEST = 9  # one more than a written date has
_ENOUGH = re.compile(rf"(?:[{_DIGITS}][^{_DIGITS}]*+){{{_FEWEST}}}")
_STRETCH = re.compile(rf"[{_DIGITS}](?:[{_DIGITS}]|[^\w{MASK}]|_)*+")
_DIGITS_TOGETHER = re.compile(rf"[{_DIGITS}]+")
_REPEATED = 200  # characters
_WIDEST_GAP = 8  # characters between two digits of one number
_CHECK_LETTER = re.compile(rf"(?:[^\w{MASK}]|_){{0,{_WIDEST_GAP}}}+[xXｘＸ]")
_SHA256 = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{64}|sha256[ ：][0-9a-f]{12})(?![0-9A-Za-z])")
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_18 = re.compile(rf"(?={_PROVINCE}\d{{4}}(?:19|20)\d\d{_MONTH_DAY}\d{{3}}(?:\d|$))")
_ID_15 = re.compile(rf"{_PROVINCE}\d{{6}}{_MONTH_DAY}\d{{3}}")
_DIVISION = re.compile(rf"(?!(?!513[34]).1[3-9]){_PROVINCE}\d{{10}}")  # no digit before a mobile number
_PHONE = re.compile(r"(?:86|0086)?1[3-9]\d{9}|0[1-9]\d{8,10}")
_DAY = re.compile(rf"(?:19|20)\d\d{_MONTH_DAY}")
_PLAIN_GAPS = frozenset(" -\u3000\u2010\u2011\u2012\u2013\u2014\u2015")
_MOST_PARTS, _MANY_PARTS = 6, 4
"""Parts that a number without a birth date in it is written in; more are a list of numbers, if not all are alike."""

_SIZES = frozenset((10, 11, 12, 13, 15, 17, 18))
_PHONE_OR_ID = re.compile(rf"(?=({_ID_15.pattern}|1[3-9]\d{{9}}))")
_DATE_SIGNS = frozenset("-./")
_HOURS = 24


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
    """Any text with its personal numbers masked, however they are spaced and whatever digits they are written in.

    Masked are IDs (15 or 18 digits, or 17 and X), phones, and any nine digits in a row; written dates, lists of short
    numbers, division codes and a sha256 (its first 12 characters too, where they are called so) stay. Takes time in
    proportion to the text.
    """
    if len(text) < _FEWEST:
        return text
    return _masked_before(text) if len(text) <= _REPEATED else _masked(text)


@lru_cache(maxsize=1 << 14)
def _masked_before(text: str) -> str:
    """The same names and sentences are shown many times over."""
    return _masked(text)


def _masked(text: str) -> str:
    if _ENOUGH.search(text) is None:
        return text
    shown, end = [], 0
    hashes = [found.span() for found in _SHA256.finditer(text)]
    for stretch in _STRETCH.finditer(text):
        found = chain.from_iterable(run.numbers() for run in _runs(text, *stretch.span()))
        for start, stop in _united(found, hashes):
            number = text[start:stop]
            shown += [text[end:start], mask_id(number) if len(number) >= 15 else mask_phone(number)]
            end = stop
    return "".join([*shown, text[end:]])


def masked(value: object) -> object:
    """The same for a value of any kind; what is no plain text stays."""
    return mask_text(value) if type(value) is str else value


def mask_texts(value: object) -> object:
    """The same for every text in data of dicts and lists, keys among them."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {mask_texts(key): mask_texts(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [mask_texts(one) for one in value]
    return value


class _Run:
    """Digits with separators between them: `digits[i]` without anything between, as 0-9, stand from `starts[i]` to
    `stops[i]`; `dated[i]` where they belong to a written date, as 2020-05-07, 2020.5, 20200507 and 12:30 behind one.
    """

    def __init__(self, text: str, parts: Sequence[re.Match[str]]) -> None:
        self.text = text
        self.digits = [_plain_digits(part.group()) for part in parts]
        self.starts, self.stops = [part.start() for part in parts], [part.end() for part in parts]
        self.before = [0, *accumulate(map(len, self.digits))]
        self.dated = self._dates()
        letter = _CHECK_LETTER.match(text, self.stops[-1])
        self.letter = letter.end() if letter is not None else 0

    def numbers(self) -> Iterator[tuple[int, int]]:
        """Where personal numbers stand."""
        for digits, start, stop in zip(self.digits, self.starts, self.stops, strict=True):
            if len(digits) >= _FEWEST and not _DIVISION.fullmatch(digits):
                yield start, stop
        yield from self._with_birth_date()
        for first in range(len(self.digits)):
            if self.before[min(first + _MOST_PARTS, len(self.digits))] - self.before[first] > _FEWEST:
                yield from self._from_part(first)
        for length in (1, 2):
            yield from self._even(length)
        yield from self._plainly_parted()

    def _with_birth_date(self) -> Iterator[tuple[int, int]]:
        """IDs of eighteen by the date of birth in them, also where other digits touch them."""
        joined = "".join(self.digits)
        for found in _ID_18.finditer(joined):
            last = min(found.start() + 17, len(joined) - 1)
            checked = self.letter if last == len(joined) - 1 else 0
            if last < found.start() + 17 and not checked:
                continue
            head, tail = (bisect_right(self.before, at) - 1 for at in (found.start(), last))
            if not self.dated[head] and not self.dated[tail]:
                start = self.starts[head] + found.start() - self.before[head]
                yield start, checked or self.starts[tail] + last - self.before[tail] + 1

    def _from_part(self, first: int) -> Iterator[tuple[int, int]]:
        """Numbers of a few parts that begin with this one."""
        for end in range(first + 1, min(first + _MOST_PARTS, len(self.digits)) + 1):
            if self.dated[end - 1]:
                return
            size, whole = self.before[end] - self.before[first], end == len(self.digits)
            if end - first > 1 and size in _SIZES:
                if size == 17 and whole and self.letter:
                    yield self.starts[first], self.letter
                elif _is_number(self.digits[first:end], whole=whole and not first):
                    yield self.starts[first], self.stops[end - 1]

    def _even(self, length: int) -> Iterator[tuple[int, int]]:
        """Numbers in many parts of one length, but for a shorter last one: 1 3 8 0 …, 13 80 00 …"""
        for same, group in groupby(range(len(self.digits)), lambda at: len(self.digits[at]) == length):
            parts = list(group)
            after = parts[-1] + 1
            if not same or len(parts) < _MANY_PARTS:
                continue
            if after < len(self.digits) and len(self.digits[after]) < length:
                parts.append(after)
            joined = "".join(self.digits[at] for at in parts)
            for found in _PHONE_OR_ID.finditer(joined):
                size = len(found[1])
                ends = size % length == 0 or found.start() + size == len(joined)
                if found.start() % length == 0 and ends:
                    last = (found.start() + size - 1) // length
                    yield self.starts[parts[found.start() // length]], self.stops[parts[last]]

    def _plainly_parted(self) -> Iterator[tuple[int, int]]:
        """Nine digits and more in few parts with one blank or dash between them: a piece of an ID, or a phone."""
        first = 0
        for at in range(1, len(self.digits) + 1):
            open_ = at < len(self.digits) and not self.dated[at] and not self.dated[at - 1]
            if open_ and self.text[self.stops[at - 1] : self.starts[at]] in _PLAIN_GAPS:
                continue
            if 1 < at - first <= _MANY_PARTS and self.before[at] - self.before[first] >= _FEWEST:
                yield self.starts[first], self.stops[at - 1]
            first = at

    def _dates(self) -> list[bool]:
        dated = [_DAY.fullmatch(digits) is not None for digits in self.digits]
        for at, digits in enumerate(self.digits[:-1]):
            sign = self._gap(at)
            if len(digits) == 4 and digits[:2] in {"19", "20"} and sign in _DATE_SIGNS and self._within(at + 1, 1, 12):
                dated[at] = dated[at + 1] = True
                if self._gap(at + 1) == sign and self._within(at + 2, 1, 31):
                    dated[at + 2] = True
        for at in range(1, len(dated)):
            if dated[at - 1] and not dated[at] and self._gap(at - 1) == " " and self._gap(at) == ":":
                for clock in range(at, at + 3):
                    if (clock > at and self._gap(clock - 1) != ":") or not self._within(clock, 0, 59):
                        break
                    dated[clock] = clock != at or int(self.digits[at]) < _HOURS
        return dated

    def _gap(self, at: int) -> str:
        """What stands behind a part, before the next."""
        return self.text[self.stops[at] : self.starts[at + 1]] if at + 1 < len(self.digits) else ""

    def _within(self, at: int, least: int, most: int) -> bool:
        return at < len(self.digits) and len(self.digits[at]) <= 2 and least <= int(self.digits[at]) <= most


def _runs(text: str, start: int, stop: int) -> Iterator[_Run]:
    """The runs of a stretch of digits and separators; none of fewer than nine digits."""
    parts: list[re.Match[str]] = []
    for part in _DIGITS_TOGETHER.finditer(text, start, stop):
        if parts and part.start() - parts[-1].end() > _WIDEST_GAP:
            yield from _long_enough(text, parts)
            parts = []
        parts.append(part)
    yield from _long_enough(text, parts)


def _long_enough(text: str, parts: Sequence[re.Match[str]]) -> Iterator[_Run]:
    if sum(part.end() - part.start() for part in parts) >= _FEWEST:
        yield _Run(text, parts)


def _plain_digits(digits: str) -> str:
    """Digits of any script as 0-9; a sign among them that is no digit counts for nothing."""
    if digits.isascii():
        return digits
    values = (unicodedata.digit(character, -1) for character in digits)
    return "".join(str(value) for value in values if value >= 0)


def _is_number(parts: Sequence[str], *, whole: bool) -> bool:
    """Whether digits in so many parts are an ID or a phone; `whole`: there are no others beside them."""
    digits, few = "".join(parts), len(parts) <= _MANY_PARTS
    if len(digits) in {15, 18}:
        counted = not few and all(int(one) < int(other) for one, other in pairwise(parts))  # rows 118、119、120 …
        dated = not counted and _ID_15.fullmatch(digits) is not None
        dated |= few and _PHONE.fullmatch(digits) is not None
        return dated or (whole and not counted) or len(digits) >= 4 * len(parts) - 2
    return few and _PHONE.fullmatch(digits) is not None


def _united(spans: Iterable[tuple[int, int]], but: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in their order, those that touch as one; none that lies in one of `but`."""
    united: list[tuple[int, int]] = []
    for start, stop in sorted(spans):
        if any(start < end and begin < stop for begin, end in but):
            continue
        if united and start < united[-1][1]:
            united[-1] = united[-1][0], max(stop, united[-1][1])
        else:
            united.append((start, stop))
    return united
