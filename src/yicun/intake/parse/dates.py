"""Dates, at the precision they are written in: a day or a month (fields.md, Values)."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from yicun.intake.grid import Cell
from yicun.intake.parse.readings import Fault, Reading, Readings, as_text, read_each, squeezed
from yicun.model.fields import Field
from yicun.model.findings import shown

_SEPARATED = re.compile(
    r"(\d{4}|\d{2})(?P<by>[-/.年])(\d{1,2})(?:(?:(?P=by)|[月.])(\d{1,2})[日号]?|月)?(?:0?0:00(?::00)?)?"
)
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_SHORT_RUN = re.compile(r"(\d{2})(\d{2})(\d{2})")
_DASHES = str.maketrans("—–―‐－", "-----")
_SERIAL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 60_000
_SERIAL_TEXT = re.compile(r"(?!19|20)\d{5}")
_LONGEST_LIFE = 100
_LONGEST_AGO = 60  # years an act in a roster may lie back when only two digits of the year are given

Days = tuple[date, date]


def read_dates(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:
    """Dates as pairs of days: the first and the last day a cell can mean (YC211–YC213, YC292)."""

    def read(cell: Cell) -> Reading | None:
        if isinstance(cell, datetime):
            cell = cell.date()
        if isinstance(cell, date):
            return Reading((cell, cell))
        if isinstance(cell, float):
            return _number(about, cell, as_of)
        if isinstance(cell, str):
            return _text(about, cell, as_of)
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


def _number(about: Field, cell: float, as_of: date) -> Reading:
    text = as_text(cell)
    if _FIRST_SERIAL <= cell <= _LAST_SERIAL:
        day = _SERIAL_EPOCH + timedelta(days=int(cell))
        return _read(about, (day, day), text)
    if cell.is_integer() and cell > _LAST_SERIAL:
        return _text(about, text, as_of)
    return _refused("YC212" if 1900 <= cell < 2100 and not cell.is_integer() else "YC211", about, text)


def _text(about: Field, cell: str, as_of: date) -> Reading:
    text = squeezed(cell).translate(_DASHES)
    run = _RUN.fullmatch(text)
    if run is not None:
        return _of_run(about, cell, run, as_of)
    parts = _SEPARATED.fullmatch(text)
    if parts is None:
        return _serial_text(about, cell, text, as_of)
    year, _, number, day = parts.groups()
    if len(year) == 2:
        return _century(about, cell, (year, number, day), as_of)
    days = _days(year, number, day)
    return _refused("YC213", about, cell) if days is None else _read(about, days, cell)


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
    plausible = [days] if days is not None and _plausible(about, days, as_of) else []
    short = _SHORT_RUN.fullmatch(run.group())
    assert short is not None
    plausible += _centuries(about, short.groups(), as_of)
    if len(plausible) == 1:
        return _read(about, plausible[0], cell)
    if plausible:
        return _refused("YC212", about, cell)
    return _refused("YC213", about, cell) if days is None else _read(about, days, cell)


def _century(about: Field, cell: str, parts: Sequence[str | None], as_of: date) -> Reading:
    plausible = _centuries(about, parts, as_of)
    return _read(about, plausible[0], cell) if len(plausible) == 1 else _refused("YC211", about, cell)


def _centuries(about: Field, parts: Sequence[str | None], as_of: date) -> list[Days]:
    year, number, day = parts
    found = (_days(f"{century}{year}", number, day) for century in (19, 20))
    return [days for days in found if days is not None and _plausible(about, days, as_of)]


def _plausible(about: Field, days: Days, as_of: date) -> bool:
    """Whether a date that leaves its century open may be this one: neither to come nor longer ago than a life."""
    years = _LONGEST_LIFE if about.name == "birth_date" else _LONGEST_AGO
    return days[0] <= as_of and days[1].year >= as_of.year - years


def _days(year: str, number: str | None, day: str | None) -> Days | None:
    try:
        if day is None:
            return month(int(year), int(number or 0))
        only = date(int(year), int(number or 0), int(day))
    except ValueError:
        return None
    return only, only


def _read(about: Field, days: Days, cell: str) -> Reading:
    plain = written(days)
    if cell == plain:
        return Reading(days)
    return Reading(days, (Fault("YC292", {"value": shown(about, cell), "read": plain}, plain),))


def _refused(code: str, about: Field, cell: str) -> Reading:
    return Reading(None, (Fault(code, {"value": shown(about, cell)}),))
