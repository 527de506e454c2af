"""Findings as a report of them is divided: by the station that has to mend them, and by file."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from yicun.model.codes import Severity
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Place
from yicun.model.results import Result
from yicun.model.roster import SourceFile

REGISTER, UNKNOWN, OTHER = "底册", "看不出由哪个所报送", "其他"


@dataclass(frozen=True, slots=True)
class Group:
    """One file under the station that has to mend it, with what was found in it in reading order; `path` may be a
    folder. `sent`: the file is that station's own, not the register that names a village it left out.
    """

    station: str
    path: str
    findings: tuple[Finding, ...]
    sent: bool


def groups(result: Result) -> list[Group]:
    """Every file that was read, found faulty or not, then what else findings speak of; a file of several senders stands
    under UNKNOWN.
    """
    files = {file.path: file for file in result.roster.files}
    found: dict[tuple[str, str], list[Finding]] = {(_sender(file), file.path): [] for file in result.roster.files}
    for finding in result.findings.all(result.roster.places):
        path = finding.place.path
        station = finding.facts.get("station") or (_sender(files[path]) if path in files else OTHER)
        found.setdefault((station, path), []).append(finding)
    own = {(_sender(file), file.path) for file in result.roster.files}
    return [Group(*key, tuple(held), key in own) for key, held in found.items()]


def by_station(parts: Iterable[Group]) -> dict[str, list[Group]]:
    """The groups of each station, in the order they came; what belongs to no station stands last."""
    stations: dict[str, list[Group]] = defaultdict(list)
    for part in parts:
        stations[part.station].append(part)
    return dict(sorted(stations.items(), key=lambda pair: pair[0] in {REGISTER, UNKNOWN, OTHER}))


def count(parts: Iterable[Group]) -> dict[Severity, int]:
    """How many errors, warnings and notes; a fault of a whole column counts once, as on the screen."""
    counted = Counter(finding.severity for part in parts for finding in part.findings)
    return {severity: counted[severity] for severity in Severity}


def errors_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, warnings, notes, each as they came."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def spot(finding: Finding) -> str:
    """Where in its file: 推选名单!K12, 推选名单!第12行, or 整个文件."""
    place = str(finding.place)
    return place.removeprefix(finding.place.path).lstrip("!:") or "整个文件"


def runs(places: Iterable[Place]) -> list[tuple[Place, ...]]:
    """Places in their order, of cells that follow one another down a column only the first and the last."""
    held: list[tuple[Place, ...]] = []
    for place in places:
        last = held[-1][-1] if held else None
        if last is not None and _follows(last, place):
            held[-1] = (held[-1][0], place)
        else:
            held.append((place,))
    return held


def _follows(last: Place, place: Place) -> bool:
    same = (last.path, last.sheet, last.column) == (place.path, place.sheet, place.column)
    return same and None not in (last.row, place.row, place.column) and place.row == (last.row or 0) + 1


def _sender(file: SourceFile) -> str:
    kinds: Sequence[TableKind] = [table.kind for table in file.tables]
    if file.sender:
        return file.sender
    if kinds and all(kind is TableKind.VILLAGES for kind in kinds):
        return REGISTER
    return UNKNOWN
