"""Figures added up. A count of the whole is the sum of its parts' counts; a rate is made anew from the sums."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yicun.model.areas import Area, AreaBasis, RollUp
from yicun.model.errors import CannotRun
from yicun.model.results import Numbers, State

COUNTS = (
    "villages",
    "auxiliary",
    "required",
    "nominated",
    "confirmed",
    "gap",
    "gap_at_least",
    "gap_at_most",
    "ruling",
    "on_time",
    "late",
    "overruled",
)
"""The counts of `Numbers` that add up, besides `states`."""


def combined(name: str, parts: Sequence[Numbers]) -> Numbers:
    """The figures of an area from those of its parts; of nothing they are all 0."""
    counts = {key: sum(getattr(part, key) for part in parts) for key in COUNTS}
    whole = from_counts(name, counts, {state: sum(part.states[state] for part in parts) for state in State})
    people = {key: [getattr(part, key) for part in parts] for key in ("people_required", "people_done")}
    known: dict[str, Any] = {key: None if None in values else sum(values) for key, values in people.items()}
    return replace(whole, **known)


def from_counts(name: str, counts: Mapping[str, Any], states: Mapping[State, int]) -> Numbers:
    """Figures with their rates, from the counts that `COUNTS` names and the villages in each state."""
    done, complete = counts["nominated"] + counts["confirmed"], counts["auxiliary"] + counts["confirmed"]
    return Numbers(
        name=name,
        **counts,
        states=states,
        nomination_rate=done / counts["required"] if counts["required"] else None,
        completion_rate=complete / counts["villages"] if counts["villages"] else None,
    )


def roll_up(name: str, areas: Sequence[Area], expected: Sequence[str] = (), faults: Sequence[str] = ()) -> RollUp:
    """Put areas together under `name`; of `expected` those that did not report stand in it without figures.

    Raises `CannotRun` where two areas report under one name: nobody is believed, and nothing is counted twice.
    """
    _refuse_twice(areas)
    reported = {area.name for area in areas}
    silent = [Area(None, name) for name in dict.fromkeys(expected) if name not in reported]
    order = {name: place for place, name in enumerate(expected)}
    parts = sorted((*areas, *silent), key=lambda area: order.get(area.name, len(order)))
    bases = _bases(parts)
    numbers = combined(name, [area.numbers for area in parts if area.numbers is not None])
    whole = Area(numbers, name, bases[0][0] if len(bases) == 1 else None, tuple(parts))
    missing = tuple(county.name for county in whole.counties() if county.numbers is None)
    return RollUp(whole, missing if parts else (), bases, tuple(faults))


def _refuse_twice(areas: Sequence[Area]) -> None:
    """Counties of two cities may share a name; a county beside the city that holds it may not."""
    sources = defaultdict[str, list[str]](list)
    for area in areas:
        sources[area.name].append(area.source)
    for area in areas:
        for county in {county.name for county in area.counties() if county is not area} & set(sources):
            sources[county].append(area.source)
    for name, files in sources.items():
        if len(files) > 1:
            raise CannotRun(f"{name} 报了不止一份：{'、'.join(files)}。→ 不猜哪份为准，请只留一份")


def _bases(areas: Iterable[Area]) -> tuple[tuple[AreaBasis, tuple[str, ...]], ...]:
    counties = defaultdict[AreaBasis, list[str]](list)
    for area in areas:
        for county in area.counties():
            if county.basis is not None:
                counties[county.basis].append(county.name)
    return tuple((basis, tuple(names)) for basis, names in sorted(counties.items(), key=lambda one: -len(one[1])))
