"""The page of `validate --html`: what was found, by station and file, in one file that works offline."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from yicun.model.codes import CODES
from yicun.model.results import Result
from yicun.report.colours import SEVERITY_COLOURS, tint
from yicun.report.finding_groups import Group, by_station, count, errors_first, groups, spot
from yicun.report.pages import rendered

MOST_SHOWN = 10_000
"""Findings on one page; a browser would take its time over more."""
_NIGHT = 24  # how dark the marks of dark mode are, 0–255


def page(result: Result) -> bytes:
    """The whole page as UTF-8; the same result gives the same bytes. Beyond `MOST_SHOWN` it says how many are left out,
    notes first.
    """
    parts = groups(result)
    unchecked = result.findings.unchecked()
    counts = result.findings.by_severity()
    stations = by_station(parts)
    shown = {
        id(finding) for finding in islice(errors_first(one for part in parts for one in part.findings), MOST_SHOWN)
    }
    return rendered(
        "findings.html.j2",
        basis=result.basis,
        files=len(result.roster.files),
        people=len(result.roster.candidates),
        unchecked=len(unchecked),
        total=sum(counts.values()),
        severities=[
            {
                "key": severity.value,
                "label": severity.label,
                "count": counts[severity],
                "share": "",
                "colour": colour,
                "day": tint(colour, 0.5),
                "night": tint(colour, 0.42, _NIGHT),
            }
            for severity, colour in SEVERITY_COLOURS.items()
        ],
        stations=sorted(
            (_station(name, held, unchecked) for name, held in stations.items()), key=lambda one: -one["counts"][0]
        ),
        codes=[(CODES[code], number) for code, number in _most_first(result)],
        files_shown=[_file(part, shown) for held in stations.values() for part in held if part.findings],
    )


def _most_first(result: Result) -> list[tuple[str, int]]:
    return sorted(result.findings.by_code().items(), key=lambda pair: -pair[1])


def _station(name: str, held: Sequence[Group], unchecked: frozenset[str]) -> dict[str, Any]:
    counts = list(count(held).values())
    return {
        "name": name,
        "files": sum(one.sent for one in held),
        "counts": counts,
        "unchecked": sum(one.path in unchecked for one in held),
    }


def _file(part: Group, shown: set[int]) -> dict[str, Any]:
    """A file with its findings, errors first, as (severity, where, code, what, what to do)."""
    rows = [
        (finding.severity, spot(finding), finding.code, finding.message, finding.hint_for_office)
        for finding in errors_first(part.findings)
        if id(finding) in shown
    ]
    tally = "，".join(f"{severity.label} {number}" for severity, number in count([part]).items() if number)
    return {
        "station": part.station,
        "path": part.path,
        "summary": tally,
        "rows": rows,
        "left_out": len(part.findings) - len(rows),
    }
