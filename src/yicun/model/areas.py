"""An area's figures as another office reports them, and what many of them come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yicun.model.results import GAP_STATES, Numbers, State

SUMMARY_COUNTS = {
    "villages": "行政村数",
    "auxiliary": State.AUXILIARY.label,
    "required": "应推选",
    "nominated": State.NOMINATED.label,
    "confirmed": State.CONFIRMED.label,
    "gap": "缺口",
    **{state.value: state.label for state in GAP_STATES},
    "gap_at_least": "缺口至少",
    "gap_at_most": "缺口至多",
    "ruling": State.RULING.label,
    "on_time": "按期",
    "late": "逾期",
    "overruled": "已确定需再核对",
}
"""The columns of a summary that are counts, by the names of `Numbers` and `State`: what a county tells its city."""

SUMMARY_ADDED = frozenset(("overruled",))
"""Those of them that a summary of an earlier version lacks: none were counted."""

SUMMARY_BASIS = {
    "area": "地区",
    "as_of": "基准日",
    "deadline": "期限",
    "id": "规则",
    "sha256": "规则 sha256",
    "tool": "统计工具",
}
"""The lines of the sheet 依据 of a summary."""


@dataclass(frozen=True, slots=True)
class AreaBasis:
    """On what an area's figures rest. Two areas with different ones were not counted alike."""

    rulebook: str
    sha256: str
    as_of: date
    deadline: date | None

    @property
    def label(self) -> str:
        """规则 nanan-2020（1a2b3c4d5e6f），基准日 2020-05-07，期限 2020-05-10."""
        deadline = "未定" if self.deadline is None else self.deadline.isoformat()
        return f"规则 {self.rulebook}（sha256 {self.sha256[:12]}），基准日 {self.as_of}，期限 {deadline}"


@dataclass(frozen=True, slots=True)
class Area:
    """A county, or a city with its counties in `parts`. `numbers` is None where nothing was reported.

    `basis` is None where nothing was reported or the parts rest on different ones; `source` is the file as shown.
    """

    numbers: Numbers | None
    name: str
    basis: AreaBasis | None = None
    parts: tuple["Area", ...] = ()
    source: str = ""

    def counties(self) -> Iterator["Area"]:
        """The areas at the bottom, this one where it has no parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.counties()


@dataclass(frozen=True, slots=True)
class RollUp:
    """Many areas put together. `area.numbers` adds up those that reported, `missing` names those that did not.

    `bases`: each different basis with the counties that rest on it, the most common first; more than one means that
    figures counted in different ways stand side by side. `faults`: files that could not be taken, one line each.
    """

    area: Area
    missing: tuple[str, ...]
    bases: tuple[tuple[AreaBasis, tuple[str, ...]], ...]
    faults: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Every area is there, counted in one way."""
        return not self.missing and not self.faults and len(self.bases) <= 1


def ranked(areas: Sequence[Area]) -> list[int | None]:
    """The rank of each area by 推选率, equal rates sharing one; None where nothing is required or reported."""
    rates = [None if area.numbers is None else area.numbers.nomination_rate for area in areas]
    order = sorted((rate for rate in rates if rate is not None), reverse=True)
    first = {rate: place for place, rate in reversed(list(enumerate(order, 1)))}
    return [None if rate is None else first[rate] for rate in rates]
