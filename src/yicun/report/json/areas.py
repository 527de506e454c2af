"""A roll-up as data, which `rollup` itself takes again one level higher."""

from typing import Any

from yicun.model.areas import Area, AreaBasis, RollUp, ranked
from yicun.report.json import day_of
from yicun.report.json.villages import numbers_of


def rolled_up(rolled: RollUp, tool: str) -> dict[str, Any]:
    """`yicun rollup`: the totals, every area with its own basis and parts, who is missing, and each different basis."""
    return {
        "tool": tool,
        **_area(rolled.area, None),
        "missing": list(rolled.missing),
        "bases": [{**_basis(basis), "counties": list(counties)} for basis, counties in rolled.bases],
        "faults": list(rolled.faults),
    }


def _area(area: Area, rank: int | None) -> dict[str, Any]:
    ranks = ranked(area.parts)
    return {
        "area": area.name,
        **(_basis(area.basis) if area.basis is not None else {"as_of": None, "deadline": None, "rulebook": None}),
        "totals": None if area.numbers is None else {**numbers_of(area.numbers), "rank": rank},
        "parts": [_area(part, place) for part, place in zip(area.parts, ranks, strict=True)],
    }


def _basis(basis: AreaBasis) -> dict[str, Any]:
    return {
        "as_of": basis.as_of.isoformat(),
        "deadline": day_of(basis.deadline),
        "rulebook": {"id": basis.rulebook, "sha256": basis.sha256},
    }
