"""Results as data: the stable JSON that other programs read. Keys are only ever added."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from yicun.model.fields import BY_NAME
from yicun.model.findings import Finding, Findings, Place, shown
from yicun.model.masks import mask_texts
from yicun.model.results import Result
from yicun.model.roster import FileStatus, Roster


def text(value: Mapping[str, Any]) -> str:
    """Any of the results below as JSON text without personal numbers, ending in a line break."""
    return json.dumps(mask_texts(value), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


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


def basis(result: Result) -> dict[str, Any]:
    """What every judged result says first: tool, as-of date and rulebook."""
    book = result.basis.rulebook
    return {
        "tool": result.basis.tool,
        "area": result.basis.area,
        "as_of": result.basis.as_of.isoformat(),
        "rulebook": None if book is None else {"id": book.id, "sha256": book.sha256, "title": book.title},
    }


def rest(result: Result) -> dict[str, Any]:
    """What every judged result ends with: the files it rests on and what was found in them."""
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
        **place_of(finding.place),
        "field": finding.field,
        "message": finding.message,
        "hint": finding.hint_for_office,
        "value": finding.value,
        "fix": None if fix is None else {"safe": fix.safe, "text": shown(about, fix.text)},
        "related": [place_of(place) for place in finding.related],
        "count": finding.count,
    }


def place_of(place: Place) -> dict[str, Any]:
    """A place as data; a place in a text file has no cell."""
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


def day_of(day: date | None) -> str | None:
    """A day as data."""
    return None if day is None else day.isoformat()
