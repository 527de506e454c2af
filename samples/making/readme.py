"""What each sample shows, and the README that says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from synthetic.rows import Planted


@dataclass(frozen=True, slots=True)
class Claim:
    """One sample shows one code. `command`, run at the root of the repository, shows it; `path` is from samples/."""

    code: str
    path: str
    place: str
    command: str


def claims_of(planted: Iterable[Planted], command: str, below: str) -> list[Claim]:
    """What planted faults show; `below` is the folder their paths begin in."""
    return [
        Claim(
            fault.code,
            f"{below}{fault.where.path}",
            fault.mentions or str(fault.where).removeprefix(fault.where.path).lstrip("!").removesuffix("*").rstrip("!"),
            command,
        )
        for fault in planted
    ]


def readme(claims: Iterable[Claim]) -> str:
    """The README: what the samples are, then one line a code with the places that show it, at most three."""
    places: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        places.setdefault((claim.code, claim.command), []).append(claim)
    lines = []
    for (code, command), found in sorted(places.items()):
        shown = "; ".join(f"`{claim.path}`{f' {claim.place}' if claim.place else ''}" for claim in found[:3])
        more = f" (+{len(found) - 3})" if len(found) > 3 else ""
        lines.append(f"| {code} | {shown}{more} | `{command}` |")
    return (Path(__file__).parent / "readme.md").read_text("utf-8").replace("{table}", "\n".join(lines))
