"""The page of `rollup --html`: from the province to its cities to their counties, in one file that works offline."""

from collections.abc import Sequence
from typing import Any

from yicun.model.areas import Area, RollUp, ranked
from yicun.model.results import FORMULA, percent
from yicun.report.colours import STATE_COLOURS
from yicun.report.pages import rendered


def page(rolled: RollUp, tool: str) -> bytes:
    """The whole page as UTF-8; areas stand with the widest gap first, silent ones last. No script, nothing fetched."""
    totals = rolled.area.numbers
    assert totals is not None
    return rendered(
        "rollup.html.j2",
        rolled=rolled,
        area=rolled.area,
        totals=totals,
        reported=sum(county.numbers is not None for county in rolled.area.counties()) if rolled.area.parts else 0,
        percent=percent,
        states=[
            {"key": state.value, "label": state.label, "colour": colour, "count": totals.states[state]}
            for state, colour in STATE_COLOURS.items()
        ],
        shown=_level(rolled.area.parts),
        formula=FORMULA,
        tool=tool,
    )


def _level(areas: Sequence[Area], key: str = "area") -> list[dict[str, Any]]:
    """The areas of one level and what is below them, each with its bar: a piece a state, in per cent."""
    ranks = ranked(areas)
    gaps = [-1 if one.numbers is None else one.numbers.gap for one in areas]
    order = sorted(range(len(areas)), key=gaps.__getitem__, reverse=True)
    return [_shown(areas[place], ranks[place], f"{key}-{number}") for number, place in enumerate(order, 1)]


def _shown(area: Area, rank: int | None, key: str) -> dict[str, Any]:
    numbers = area.numbers
    counts = {} if numbers is None else {state: count for state in STATE_COLOURS if (count := numbers.states[state])}
    every = sum(counts.values())
    return {
        "key": key,
        "name": area.name,
        "rank": rank,
        "numbers": numbers,
        "done": 0 if numbers is None else numbers.done,
        "pieces": [(state.value, state.label, count, round(count / every * 100, 2)) for state, count in counts.items()],
        "parts": _level(area.parts, key),
    }
