"""What `service` and `stipend` found, as JSON."""

from typing import Any

from yicun.model.results import Result
from yicun.model.service import Payroll, Review, ServiceReport
from yicun.model.verdicts import RulebookId


def service(result: Result, report: ServiceReport, rulebook: RulebookId) -> dict[str, Any]:
    """Who is in post, what is hinted at, which villages lost theirs; no ID, no phone."""
    return {
        "tool": result.basis.tool,
        "as_of": report.as_of.isoformat(),
        "rulebook": {"id": rulebook.id, "sha256": rulebook.sha256},
        "totals": {
            "in_post": len(report.serving),
            "left": len(report.lost),
            "review": report.number(Review.REVIEW),
            "undetermined": report.number(Review.UNDETERMINED),
            "office": report.number(Review.REVIEW, office=True),
        },
        "people": [
            {
                "station": person.station,
                "township": person.post.township,
                "village": person.post.village,
                "name": person.post.name,
                "appointed_on": person.post.appointed_on.isoformat(),
                "days": person.days,
                "last_assessment": None
                if person.last is None
                else {"period": str(person.last.period), "grade": person.last.grade},
                "training_hours": str(person.hours),
                "aged": person.aged,
                "hints": [
                    {"rule": hint.rule, "clause": hint.clause, "answer": hint.answer.value, "office": hint.office}
                    for hint in person.hints
                    if hint.answer is not Review.CLEAR
                ],
            }
            for person in report.serving
        ],
        "left": [
            {
                "station": lost.station,
                "township": lost.township,
                "village": lost.village,
                "left_on": lost.left_on.isoformat(),
                "days_vacant": lost.days,
            }
            for lost in report.lost
        ],
    }


def stipend(result: Result, payroll: Payroll, path: str) -> dict[str, Any]:
    """The lines of a month; amounts are decimals as text."""
    return {
        "tool": result.basis.tool,
        "month": str(payroll.month),
        "path": path,
        "total": str(payroll.total),
        "lines": [
            {
                "station": line.station,
                "village": line.post.village,
                "name": line.post.name,
                "grade": line.post.grade,
                "first": line.first.isoformat(),
                "last": line.last.isoformat(),
                "days": line.days,
                "monthly": str(line.monthly),
                "assessed": line.assessed or None,
                "factor": str(line.factor),
                "amount": str(line.amount),
            }
            for line in payroll.lines
        ],
        "left_out": [
            {"station": one.station, "village": one.post.village, "name": one.post.name, "why": one.why}
            for one in payroll.unpaid
        ],
    }
