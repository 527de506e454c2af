"""Dates, at the precision they are written in: a day or a month (fields.md, Values)."""

import calendar
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone

from yicun.intake.date_range import earliest
from yicun.intake.grid import Cell
from yicun.intake.parse.readings import Fault, Reading, Readings, as_text, read_each, squeezed, trimmed
from yicun.model.fields import Field
from yicun.model.findings import shown

_SEPARATED = re.compile(r"(\d{4}|\d{2})(?P<by>年[-/.]?|[-/.,、\\])(\d{1,2})(?:(?:(?P=by)|[月.])(\d{1,2})[日号]?|月)?")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{1,2}))?|(\d{1,2})[-/.](\d{4})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_SHORT_RUN = re.compile(r"(\d{2})(\d{2})(\d{2})")
_WITH_TIME = re.compile(r"(\S+?)(?:\s+|T)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_MONTH_FRACTION = re.compile(r"(\d{4})\.(\d{1,2})")
_DASHES = str.maketrans("—–―‐－", "-----")
_NUMERALS = {mark: str(value) for value, mark in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_IN_NUMERALS = re.compile(r"[〇○零一二三四五六七八九十]{1,4}(?=[年月日号])")
_SERIAL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 60_000
_SERIAL_TEXT = re.compile(r"(?!19|20)\d{5}")
_LONGEST_LIFE, _YOUNGEST = 100, 16  # ages that a birth with two digits of its year may give
_CHINA = timezone(timedelta(hours=8))
_ALMOST_MIDNIGHT = time(23, 59)  # some writers put the midnights of China 43 seconds early

Days = tuple[date, date]


def read_dates(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:
    """Dates as pairs of days: the first and the last day a cell can mean (YC211–YC213, YC292)."""

    def read(cell: Cell) -> Reading | None:
        if isinstance(cell, datetime):
            return _stamp(about, cell)
        if isinstance(cell, date):
            return Reading((cell, cell))
        if isinstance(cell, float):
            return _number(about, cell, as_of)
        if isinstance(cell, str):
            return _with_time(about, cell, as_of) or _text(about, cell, cell, as_of)
        return _refused("YC211", about, as_text(cell))

    return read_each(about, cells, read)


def written(days: Days) -> str:
    """`1975-03-01`, or `1975-03` where only the month is known."""
    first, last = days
    return first.isoformat() if first == last else first.isoformat()[:7]


def month(year: int, number: int) -> Days:
    """The first and the last day of a month. Raises ValueError where there is no such month."""
    first = date(year, number, 1)
    return first, date(year, number, calendar.monthrange(year, number)[1])


def _stamp(about: Field, cell: datetime) -> Reading:
    """A day with a time; the last minute of a day is the next midnight."""
    day = cell.date()
    if cell.time() < _ALMOST_MIDNIGHT or day == date.max:
        return Reading((day, day))
    day += timedelta(days=1)
    return Reading((day, day), (_note(about, (day, day), as_text(cell), fix=True),))


def _with_time(about: Field, cell: str, as_of: date) -> Reading | None:
    """A day with a time behind it, in China's time where it names another; None where there is no time."""
    found = _WITH_TIME.fullmatch(unicodedata.normalize("NFKC", trimmed(cell)))
    if found is None:
        return None
    reading = _text(about, found[1], cell, as_of)
    if reading.value is None or reading.value[0] != reading.value[1]:
        return reading
    try:
        at = datetime.combine(reading.value[0], time(int(found[2]), int(found[3]), int(found[4] or 0)))
        if found[5]:
            at = datetime.fromisoformat(at.isoformat() + found[5].replace("Z", "+00:00")).astimezone(_CHINA)
    except (ValueError, OverflowError):
        return _refused("YC211", about, cell)
    day = _stamp(about, at).value[0]
    return Reading((day, day), (_note(about, (day, day), cell, fix=True),))


def _number(about: Field, cell: float, as_of: date) -> Reading:
    text = as_text(cell)
    if _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        day = _SERIAL_EPOCH + timedelta(days=int(cell + 1 / 1440))
        return _read(about, (day, day), text)
    if cell.is_integer() and cell > _LAST_SERIAL:
        return _text(about, text, text, as_of)
    parts = _MONTH_FRACTION.fullmatch(text)
    if parts is None or not 1900 <= cell < 2100:
        return _refused("YC211", about, text)
    if parts[2] == "1":
        return _ambiguous(about, text, (month(int(parts[1]), 1), month(int(parts[1]), 10)))
    days = _days(parts[1], parts[2], None)
    return _refused("YC213", about, text) if days is None else _read(about, days, text)


def _text(about: Field, part: str, cell: str, as_of: date) -> Reading:
    """The date that `part` says, which stands in `cell`."""
    text = _IN_NUMERALS.sub(_in_digits, squeezed(part).translate(_DASHES))
    run = _RUN.fullmatch(text)
    if run is not None:
        return _of_run(about, cell, run, as_of)
    parts = _SEPARATED.fullmatch(text)
    if parts is not None and (len(parts[1]) == 4 or parts["by"][0] == "年"):
        year, _, number, day = parts.groups()
        if len(year) == 2:
            return _only(about, cell, _centuries(about, (year, number, day), as_of))
        days = _days(year, number, day)
        return _refused("YC213", about, cell) if days is None else _read(about, days, cell)
    numbers = _NUMBERS.fullmatch(text)
    if numbers is not None:
        return _any_order(about, cell, list(filter(None, numbers.group(1, 3, 4, 5, 6))), as_of)
    return _serial_text(about, cell, text, as_of)


def _in_digits(found: re.Match[str]) -> str:
    """Chinese numerals before 年, 月 or 日: 一九七五, 十二, 二十一."""
    text = found.group()
    if "十" not in text:
        return "".join(_NUMERALS[mark] for mark in text)
    tens, _, ones = text.partition("十")
    return _NUMERALS.get(tens, "1") + _NUMERALS.get(ones, "0")


def _any_order(about: Field, cell: str, parts: Sequence[str], as_of: date) -> Reading:
    """Numbers of which none is plainly the year, as 04/05/20: read only where one order alone makes a date."""
    if len(parts) == 2:
        return _year_and_month(about, cell, parts[0], parts[1], as_of)
    first, second, last = parts
    in_order = _centuries(about, (first, second, last), as_of) if len(first) == 2 and len(last) < 4 else []
    orders = ((last, first, second), (last, second, first)) if len(last) > 1 else ()
    turned = [days for order in orders for days in _centuries(about, order, as_of)]
    return _only(about, cell, in_order + turned, sure=not turned)


def _year_and_month(about: Field, cell: str, first: str, second: str, as_of: date) -> Reading:
    """06/1975, 75.6; where the year may as well be a month, the whole may be a day without its year (12.5)."""
    if len(second) == 4:
        return _only(about, cell, _centuries(about, (second, first, None), as_of))
    possible = _centuries(about, (first, second, None), as_of) if len(first) == 2 else []
    if possible and int(first) <= 12:
        return _ambiguous(about, cell, possible, "没有年份的月、日")
    return _only(about, cell, possible)


def _serial_text(about: Field, cell: str, text: str, as_of: date) -> Reading:
    """A serial written as text, as CSV has it, unless it may be a year and a month (19753)."""
    if _SERIAL_TEXT.fullmatch(text) and int(text) >= _FIRST_SERIAL:
        day = _SERIAL_EPOCH + timedelta(days=int(text))
        if _plausible(about, (day, day), as_of):
            return _read(about, (day, day), cell)
    return _refused("YC211", about, cell)


def _of_run(about: Field, cell: str, run: re.Match[str], as_of: date) -> Reading:
    """19750301 or 197503; six digits may also be 750301, and where both can be meant nobody can tell."""
    year, number, day = run.groups()
    days = _days(year, number, day)
    if day is not None:
        return _refused("YC213", about, cell) if days is None else _read(about, days, cell)
    is_possible = days is not None and days[0] <= as_of and days[0].year >= as_of.year - _LONGEST_LIFE
    plausible = [days] if days is not None and is_possible else []
    short = _SHORT_RUN.fullmatch(run.group())
    assert short is not None
    plausible += _centuries(about, short.groups(), as_of)
    if not plausible:
        return _refused("YC213", about, cell) if days is None else _read(about, days, cell)
    return _only(about, cell, plausible)


def _only(about: Field, cell: str, possible: Iterable[Days], *, sure: bool = True) -> Reading:
    """The one date that can be meant; `sure`: written in an order that leaves no doubt, so that it may be rewritten."""
    different = list(dict.fromkeys(possible))
    if not different:
        return _refused("YC211", about, cell)
    if len(different) > 1:
        return _ambiguous(about, cell, different)
    return _read(about, different[0], cell, fix=sure)


def _centuries(about: Field, parts: Sequence[str | None], as_of: date) -> list[Days]:
    """What parts can mean, in each century where two digits leave it open."""
    year, number, day = parts
    years = [year] if year is None or len(year) == 4 else [f"{century}{year.zfill(2)}" for century in (19, 20)]
    found = (_days(one or "", number, day) for one in years)
    possible = [days for days in found if days is not None and _plausible(about, days, as_of)]
    is_child = about.name == "birth_date" and len(years) == 2 and len(possible) == 1
    return [] if is_child and possible[0][0].year > as_of.year - _YOUNGEST else possible


def _plausible(about: Field, days: Days, as_of: date) -> bool:
    """Whether a date that leaves something open may be this one: neither to come nor longer ago than can be."""
    first = (
        date(max(as_of.year - _LONGEST_LIFE, 1), 1, 1) if about.name == "birth_date" else earliest(about.name, as_of)
    )
    return first <= days[1] and days[0] <= as_of


def _days(year: str, number: str | None, day: str | None) -> Days | None:
    try:
        if day is None:
            return month(int(year), int(number or 0))
        only = date(int(year), int(number or 0), int(day))
    except ValueError:
        return None
    return only, only


def _read(about: Field, days: Days, cell: str, *, fix: bool = True) -> Reading:
    return Reading(days) if cell == written(days) else Reading(days, (_note(about, days, cell, fix=fix),))


def _note(about: Field, days: Days, cell: str, *, fix: bool) -> Fault:
    plain = written(days)
    return Fault("YC292", {"value": shown(about, cell), "read": plain}, plain if fix else None)


def _ambiguous(about: Field, cell: str, possible: Iterable[Days], other: str = "") -> Reading:
    readings = [*map(written, dict.fromkeys(possible)), *([other] if other else [])]
    return Reading(None, (Fault("YC212", {"value": shown(about, cell), "readings": " 或 ".join(readings)}),))


def _refused(code: str, about: Field, cell: str) -> Reading:
    return Reading(None, (Fault(code, {"value": shown(about, cell)}),))
