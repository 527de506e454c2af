"""Time and memory over size, log–log, as a plain SVG."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from measure import Measured

PICTURE = Path(__file__).parents[1] / "docs" / "图" / "performance.svg"
Series = dict[str, dict[int, Measured]]
_COLOURS = ("#c0392b", "#2c3e50", "#2980b9", "#8e44ad", "#16a085")
_WIDTH, _HEIGHT, _LEFT, _TOP = 330, 260, 60, 30


def draw(series: Series) -> None:
    """Two panels side by side, the names below."""
    panels = [
        _panel(series, "seconds", lambda one: one.seconds, 0),
        _panel(series, "MiB of the largest process", lambda one: one.memory, _WIDTH + 90),
    ]
    names = [
        f'<g transform="translate({_LEFT + 150 * place},{_TOP + _HEIGHT + 50})">'
        f'<rect width="12" height="12" fill="{colour}"/><text x="18" y="11">{escape(name)}</text></g>'
        for place, (name, colour) in enumerate(zip(series, _COLOURS, strict=False))
    ]
    width, height = 2 * (_WIDTH + 90), _TOP + _HEIGHT + 80
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="white"/>{"".join(panels + names)}</svg>\n',
        "utf-8",
    )


def _panel(series: Mapping[str, Mapping[int, Measured]], title: str, of: Callable[[Measured], float], left: int) -> str:
    values = [of(one) for runs in series.values() for one in runs.values()]
    people = [size for runs in series.values() for size in runs]
    across = _scale(people, _LEFT + left, _WIDTH)
    upward = _scale(values, _TOP + _HEIGHT, -_HEIGHT)
    parts = [f'<text x="{_LEFT + left}" y="18" font-weight="bold">{escape(title)} over people, log–log</text>']
    parts += _grid(sorted(set(people)), values, across, upward, left)
    for runs, colour in zip(series.values(), _COLOURS, strict=False):
        points = [(across(size), upward(of(one))) for size, one in sorted(runs.items())]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
    return "".join(parts)


def _scale(values: Sequence[float], start: float, length: float) -> Callable[[float], float]:
    low, high = math.log(min(values) * 0.9), math.log(max(values) * 1.1)
    return lambda value: start + (math.log(value) - low) / (high - low) * length


def _grid(
    people: Sequence[int], values: Sequence[float], across: Callable[[float], float],
    upward: Callable[[float], float], left: int,
) -> Iterator[str]:  # fmt: skip
    right, bottom = _LEFT + left + _WIDTH, _TOP + _HEIGHT
    for size in people:
        yield f'<text x="{across(size):.1f}" y="{bottom + 16}" text-anchor="middle">{size:,}</text>'
    for power in range(-2, 6):
        for step in (1, 2, 5):
            value = step * 10.0**power
            if min(values) * 0.9 <= value <= max(values) * 1.1:
                y = upward(value)
                yield f'<line x1="{_LEFT + left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>'
                yield f'<text x="{_LEFT + left - 6}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
