"""The burn-down line as drawing data: villages still missing by day, against the deadline."""

from dataclasses import dataclass
from datetime import date, timedelta

from yicun.model.results import Coverage
from yicun.report.dates import written

WIDE, NARROW = (760, 280), (320, 240)
"""Width and height in drawing units, for a desk and for a phone."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 20, 22, 34
_PER_DATE = 95  # units that a date below the axis needs


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, in drawing units, and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class BurnDown:
    """All that the drawing needs. Lines are SVG point lists; `needed`, `expected` ("") and `deadline` may be missing.

    `remaining` is what was missing each day, `needed` the way to the deadline, `expected` the way at today's pace.
    `rows` tell the same in words: day, done, missing.
    """

    remaining: str
    needed: str
    expected: str
    deadline: Tick | None
    dates: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    last_point: tuple[float, float]
    rows: tuple[tuple[date, int, int], ...]
    width: int
    height: int
    right: int
    bottom: int
    left: int = _LEFT
    top: int = _TOP


def burn_down(covered: Coverage, size: tuple[int, int] = WIDE) -> BurnDown | None:
    """The drawing, or None where nobody knows when what came in, or no village needs anybody."""
    width, height = size
    pace, required = covered.pace, covered.totals.required
    if pace is None or not pace.series or not required:
        return None
    rows = tuple((day, done, required - done) for day, done, required in pace.series)
    first, today, gap = rows[0][0] - timedelta(days=1), covered.as_of, covered.totals.gap
    last = max(today, covered.deadline or today)
    if pace.ends_on is not None:
        last = max(last, min(pace.ends_on, last + timedelta(days=14)))
    span = max(1, (last - first).days)
    highest = max(required, *(done + missing for _, done, missing in rows))

    def across(day: date) -> float:
        return round(_LEFT + (day - first).days / span * (width - _LEFT - _RIGHT), 1)

    def down(count: float) -> float:
        return round(height - _BOTTOM - count / highest * (height - _TOP - _BOTTOM), 1)

    def line(*points: tuple[date, float]) -> str:
        return " ".join(f"{across(day)},{down(count)}" for day, count in points)

    to_deadline = covered.deadline is not None and covered.deadline > today and gap > 0
    return BurnDown(
        remaining=line((first, rows[0][1] + rows[0][2]), *((day, missing) for day, _, missing in rows)),
        needed=line((today, gap), (covered.deadline, 0)) if to_deadline and covered.deadline is not None else "",
        expected=line((today, gap), *_expected(covered, last)) if pace.ends_on is not None and gap > 0 else "",
        deadline=None
        if covered.deadline is None
        else Tick(across(max(first, covered.deadline)), written(covered.deadline)),
        dates=tuple(Tick(across(day), f"{day.month}-{day.day}") for day in _dates(first, last, width // _PER_DATE)),
        counts=tuple(Tick(down(count), str(count)) for count in range(0, highest + 1, _step(highest))),
        last_point=(across(today), down(gap)),
        rows=rows,
        width=width,
        height=height,
        right=width - _RIGHT,
        bottom=height - _BOTTOM,
    )


def _expected(covered: Coverage, last: date) -> list[tuple[date, float]]:
    """Where today's pace leads, as far as the drawing goes."""
    assert covered.pace is not None
    ends_on, today, gap = covered.pace.ends_on, covered.as_of, covered.totals.gap
    assert ends_on is not None
    if ends_on <= last:
        return [(ends_on, 0)]
    return [(last, gap * (1 - (last - today).days / (ends_on - today).days))]


def _dates(first: date, last: date, most: int) -> list[date]:
    days = (last - first).days
    step = -(-days // most) or 1
    return [first + timedelta(days=ahead) for ahead in range(0, days + 1, step)]


def _step(highest: int) -> int:
    """The smallest round distance that leaves at most six marks on the axis."""
    distances = (digit * 10**zeros for zeros in range(len(str(highest))) for digit in (1, 2, 5))
    return next((distance for distance in distances if highest <= 5 * distance), highest)
