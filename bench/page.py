"""docs/performance.md: the tables between marks, everything else written by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Measured, Pair, middle

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


@dataclass(frozen=True, slots=True)
class Found:
    """What a checker found: rows with a planted fault, of how many; rows it named that have none."""

    name: str
    run: Measured
    right: int
    planted: int
    beside: int


def replace_part(name: str, content: str) -> None:
    """Put the tables of a set where the page has its marks."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = PAGE.read_text("utf-8")
    filled = re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n\n{content}\n{end}", text, flags=re.DOTALL)
    PAGE.write_text(filled, "utf-8")


def pair_table(pairs: Sequence[Pair]) -> str:
    """One line a pair."""
    lines = [
        "| what | seconds, ratio (min–max) | processor, ratio | memory, ratio | yicun | beside | target | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in pairs:
        least, median, most = one.ratio
        ours, theirs = (f"{run.seconds:.2f} s, {run.memory:.0f} MiB" for run in (middle(one.ours), middle(one.theirs)))
        met = "—" if one.target is None else "yes" if median <= one.target else "**no**"
        target = "—" if one.target is None else f"≤ {one.target:g}"
        lines.append(
            f"| {one.name} | {median:.2f} ({least:.2f}–{most:.2f}) | {one.processor:.2f} | {one.memory:.2f} "
            f"| {ours} | {theirs} | {target} | {met} |"
        )
    return "\n".join(lines) + "\n"


def rival_table(found: Sequence[Found]) -> str:
    """Speed beside what was found: speed at less work is not speed."""
    ours = found[0].run
    lines = [
        "| checker | seconds | times yicun | memory | planted faults found | not found | rows named without one |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        share = f"{one.right} of {one.planted} ({one.right / one.planted:.0%})"
        lines.append(
            f"| {one.name} | {one.run.seconds:.1f} | {one.run.seconds / ours.seconds:.1f} | {one.run.memory:.0f} MiB "
            f"| {share} | {one.planted - one.right} | {one.beside} |"
        )
    return "\n".join(lines) + "\n"
