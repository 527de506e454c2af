"""Results as data: the stable JSON that other programs read. Keys are only ever added."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from yicun.model.fields import BY_NAME
from yicun.model.findings import Finding, Findings, Place, Places, shown
from yicun.model.results import Change, Coverage, Decision, Nominations, Numbers, Result, Verdict, Verdicts
from yicun.model.roster import FileStatus, Roster

if TYPE_CHECKING:
    import pandas as pd


def text(value: Mapping[str, Any]) -> str:
    """Any of the results below as JSON text, ending in a line break."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def validation(result: Result) -> dict[str, Any]:
    """`yicun validate`: files with their status and tables, every finding, and the counts."""
    findings = result.findings.all(result.roster.places)
    return {
        "tool": result.basis.tool,
        "as_of": result.basis.as_of.isoformat(),
        "files": _files(result.roster, findings),
        "findings": [_finding(finding) for finding in findings],
        "summary": _summary(result.findings),
    }


def screening(result: Result) -> dict[str, Any]:
    """`yicun screen`: the verdict on every person, worst first, with the rules that decided it."""
    verdicts = result.verdicts
    assert verdicts is not None
    counts = verdicts.people["verdict"].value_counts()
    return {
        **_basis(result),
        "people": [_person(result, verdicts, row) for row in worst_first(verdicts.people)],
        "summary": {verdict.value: int(counts.get(verdict.value, 0)) for verdict in Verdict},
        **_rest(result),
    }


def coverage(result: Result) -> dict[str, Any]:
    """`yicun coverage`: totals, stations, townships, the state of every village, and the pace."""
    covered = result.coverage
    assert covered is not None
    pace = covered.pace
    return {
        **_basis(result),
        "deadline": _day(covered.deadline),
        "days_left": covered.days_left,
        "working_days_left": covered.working_days_left,
        "calendar_known": covered.calendar_known,
        "totals": _numbers(covered.totals),
        "stations": [{"station": numbers.name, **_numbers(numbers)} for numbers in covered.stations],
        "townships": [{"township": numbers.name, **_numbers(numbers)} for numbers in covered.townships],
        "villages": _villages(covered),
        "pace": None
        if pace is None
        else {
            "done_per_day": pace.done_per_day,
            "needed_per_day": pace.needed_per_day,
            "ends_on": _day(pace.ends_on),
            "will_do": pace.will_do,
            "sentence": pace.sentence,
            "series": [{"on": day.isoformat(), "done": done} for day, done in pace.series],
        },
        **_rest(result),
    }


def trend(days: Iterable[Coverage]) -> list[dict[str, Any]]:
    """`yicun coverage --trend`: the totals of each day."""
    return [{"as_of": day.as_of.isoformat(), **_numbers(day.totals)} for day in days]


def nominations(result: Result, path: str, sha256: str) -> dict[str, Any]:
    """`yicun export-list`: where the list was written, how many lines it has, and who is not on it."""
    listed: Nominations | None = result.nominations
    assert listed is not None
    return {
        **_basis(result),
        "path": path,
        "listed": listed.listed,
        "required": listed.required,
        "missing": listed.missing,
        "missing_villages": [
            {"station": station, "township": township, "village": village, "reason": reason}
            for station, township, village, reason in listed.missing_villages
        ],
        "left_out": [
            {
                "station": person.station,
                "township": person.township,
                "village": person.village,
                "name": person.name,
                "verdict": person.verdict.value,
            }
            for person in listed.left_out
        ],
        "unreadable_ids": listed.unreadable_ids,
        "sha256": sha256,
        **_rest(result),
    }


def changes(tool: str, old: str, new: str, found: tuple[Change, ...]) -> dict[str, Any]:
    """`yicun diff`: what was added, removed and changed between two submissions."""
    return {
        "tool": tool,
        "old": old,
        "new": new,
        "changes": [
            {
                "kind": change.kind,
                "what": change.what,
                "station": change.station,
                "township": change.township,
                "village": change.village,
                "name": change.name,
                "field": change.field,
                "before": change.before,
                "after": change.after,
                "place": None if change.place is None else _place(change.place),
            }
            for change in found
        ],
        "summary": {
            f"{what}_{kind}": sum(change.what == what and change.kind == kind for change in found)
            for what in ("person", "village")
            for kind in ("added", "removed", "changed")
        },
    }


def worst_first(people: "pd.DataFrame") -> list[int]:
    """Row ids of all people, the worst verdict first and otherwise as they stand."""
    order = people["verdict"].map({verdict.value: -rank for rank, verdict in enumerate(Verdict)}).astype("int64")
    return [int(row) for row in order.sort_values(kind="stable").index]


def _basis(result: Result) -> dict[str, Any]:
    book = result.basis.rulebook
    return {
        "tool": result.basis.tool,
        "as_of": result.basis.as_of.isoformat(),
        "rulebook": None if book is None else {"id": book.id, "sha256": book.sha256, "title": book.title},
    }


def _rest(result: Result) -> dict[str, Any]:
    findings = result.findings.all(result.roster.places)
    return {"files": _files(result.roster, findings), "findings": [_finding(finding) for finding in findings]}


def _files(roster: Roster, findings: list[Finding]) -> list[dict[str, Any]]:
    unchecked = {finding.place.path for finding in findings if finding.about.unchecked}
    wrong = {finding.place.path for finding in findings if finding.severity.value == "error"}

    def status(path: str) -> FileStatus:
        if path in unchecked:
            return FileStatus.UNCHECKED
        return FileStatus.ERRORS if path in wrong else FileStatus.OK

    return [
        {
            "path": file.path,
            "sha256": file.sha256,
            "status": status(file.path).value,
            "tables": [
                {"sheet": table.sheet, "kind": table.kind.value, "header_row": table.header_row, "rows": table.rows}
                for table in file.tables
            ],
        }
        for file in roster.files
    ]


def _finding(finding: Finding) -> dict[str, Any]:
    fix = finding.fix
    about = next((fields[finding.field or ""] for fields in BY_NAME.values() if finding.field in fields), None)
    return {
        "code": finding.code,
        "slug": finding.about.slug,
        "severity": finding.severity.value,
        **_place(finding.place),
        "field": finding.field,
        "message": finding.message,
        "hint": finding.hint,
        "value": finding.value,
        "fix": None if fix is None else {"safe": fix.safe, "text": shown(about, fix.text)},
        "related": [_place(place) for place in finding.related],
        "count": finding.count,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "cell": place.cell if place.sheet is not None else None,
    }


def _summary(findings: Findings) -> dict[str, Any]:
    by_severity = findings.by_severity()
    return {
        **{f"{severity.value}s": count for severity, count in by_severity.items()},
        "by_code": findings.by_code(),
    }


def _person(result: Result, verdicts: Verdicts, row: int) -> dict[str, Any]:
    candidate, answer = result.roster.candidates.loc[row], verdicts.people.loc[row]
    places = result.roster.places
    place = places.place(row)
    return {
        "station": _known(candidate["station"]),
        "township": _known(candidate["township"]),
        "village": _known(candidate["village"]),
        "name": _known(candidate["name"]),
        "source": {"path": place.path, "sheet": place.sheet, "row": place.row},
        "verdict": str(answer["verdict"]),
        "rank": _whole(answer["rank"]),
        "stage": int(str(answer["stage"])),
        "chosen": bool(answer["chosen"]),
        "tied": bool(answer["tied"]),
        "decided_by": [_decision(decision, places, row) for decision in verdicts.explain(row, False)],  # noqa: FBT003
    }


def _decision(decision: Decision, places: Places, row: int) -> dict[str, Any]:
    return {
        "rule": decision.rule,
        "clause": decision.clause,
        "quote": decision.quote,
        "outcome": decision.outcome.value,
        "cells": cells_of(decision.fields, places, row),
        "settle": cells_of(decision.settle, places, row),
        "eligible_from": _day(decision.eligible_from),
        "in_time": decision.in_time,
        "note": decision.note,
    }


def cells_of(fields: tuple[str, ...], places: Places, row: int) -> list[str]:
    """The cells of some fields of one row, as Excel names them; a field without a column has none."""
    cells = (places.place(row, name).cell for name in fields)
    return [cell for cell in cells if cell is not None]


def _numbers(numbers: Numbers) -> dict[str, Any]:
    return {
        "villages": numbers.villages,
        "auxiliary": numbers.auxiliary,
        "required": numbers.required,
        "nominated": numbers.nominated,
        "confirmed": numbers.confirmed,
        "gap": numbers.gap,
        "gap_at_least": numbers.gap_at_least,
        "gap_at_most": numbers.gap_at_most,
        "ruling": numbers.ruling,
        "states": {state.value: count for state, count in numbers.states.items()},
        "nomination_rate": numbers.nomination_rate,
        "completion_rate": numbers.completion_rate,
        "on_time": numbers.on_time,
        "late": numbers.late,
        "submission": None if numbers.submission is None else numbers.submission.value,
        "rank": numbers.rank,
    }


def _villages(covered: Coverage) -> list[dict[str, Any]]:
    in_time: dict[str, bool | None] = {"on_time": True, "late": False}
    frame = covered.villages
    return [
        {
            "station": station,
            "township": township,
            "village": village,
            "state": state,
            "candidate": name or None,
            "on_time": in_time.get(on_time),
            "todo": todo,
            "reason": reason,
            "flag": flag,
        }
        for station, township, village, state, name, on_time, todo, reason, flag in zip(
            *(
                frame[column].astype("object").where(frame[column].notna(), None)
                for column in (
                    "station", "township", "village", "state", "name", "on_time", "todo", "reason", "flag",
                )
            ),
            strict=True,
        )
    ]  # fmt: skip


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _known(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return int(value) if value == value and value is not None and str(value) != "<NA>" else None  # noqa: PLR0124 - NaN
