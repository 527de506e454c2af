"""The page of `coverage --html`: one file that works offline; villages and counts, no people (privacy.md 6)."""

from collections.abc import Mapping
from typing import Any

from yicun.model.results import FORMULA, GAP_STATES, NO_RECEIPTS, Coverage, Numbers, Result, State, percent
from yicun.model.verdicts import OVERRULED
from yicun.report.burndown import NARROW, burn_down
from yicun.report.colours import STATE_COLOURS, tint
from yicun.report.pages import rendered

_NIGHT = 24  # how dark the tiles of dark mode are, 0–255
_NO_STATION = "（未填）"
_Tile = tuple[str, str, str, str]


def page(result: Result) -> bytes:
    """The whole page as UTF-8; `result.coverage` must be there. The same result gives the same bytes."""
    covered = result.coverage
    assert covered is not None
    return rendered(
        "dashboard.html.j2",
        basis=result.basis,
        covered=covered,
        totals=covered.totals,
        done=covered.totals.done,
        complete=covered.totals.complete,
        percent=percent,
        states=_states(covered),
        stations=[
            _station(numbers, _longest(covered)) for numbers in sorted(covered.stations, key=lambda one: -one.gap)
        ],
        groups=_groups(covered),
        chart=burn_down(covered),
        narrow_chart=burn_down(covered, NARROW),
        formula=FORMULA,
        no_receipts=NO_RECEIPTS,
        labels={state.value: state.label for state in State},
        gap_states=[state.value for state in GAP_STATES],
    )


def _states(covered: Coverage) -> list[dict[str, Any]]:
    """Every state with its colours and how many villages of all those shown are in it."""
    shown = len(covered.villages)
    return [
        {
            "key": state.value,
            "label": state.label,
            "colour": colour,
            "day": tint(colour, 0.22),
            "night": tint(colour, 0.42, _NIGHT),
            "count": count,
            "share": percent(count / shown if shown else None, count, shown),
        }
        for state, colour in STATE_COLOURS.items()
        for count in (covered.totals.states[state],)
    ]


def _longest(covered: Coverage) -> int:
    return max((sum(numbers.states.values()) for numbers in covered.stations), default=1)


def _station(numbers: Numbers, longest: int) -> Mapping[str, Any]:
    """A station's counts and its bar: a piece a state, as wide as its villages among those of the largest station."""
    return {
        "numbers": numbers,
        "done": numbers.done,
        "pieces": [
            (state.value, state.label, numbers.states[state], round(numbers.states[state] / longest * 100, 2))
            for state in STATE_COLOURS
            if numbers.states[state]
        ],
    }


def _groups(covered: Coverage) -> list[dict[str, Any]]:
    """The villages of each station in register order, and the station's counts in words.

    A village is (state, village, township, what to look at); the township stands in the heading where a station
    has but one.
    """
    columns = ["state", "village", "township", "station", "overruled"]
    known = covered.villages[columns].astype("object").where(covered.villages[columns].notna(), "")
    groups: dict[str, list[_Tile]] = {}
    for state, village, township, station, overruled in known.itertuples(index=False, name=None):
        groups.setdefault(station or _NO_STATION, []).append((state, village, township, OVERRULED if overruled else ""))
    sentences = {numbers.name: _sentence(numbers) for numbers in covered.stations}
    return [_group(name, villages, sentences.get(name, "")) for name, villages in groups.items()]


def _group(name: str, villages: list[_Tile], sentence: str) -> dict[str, Any]:
    townships = {township for _, _, township, _ in villages}
    if len(townships) > 1:
        return {"name": name, "summary": sentence, "villages": villages}
    return {
        "name": name,
        "summary": "　".join(part for part in (*townships, sentence) if part),
        "villages": [(state, village, "", flag) for state, village, _, flag in villages],
    }


def _sentence(numbers: Numbers) -> str:
    return f"已推选 {numbers.done}/{numbers.required}　缺口 {numbers.gap}"
