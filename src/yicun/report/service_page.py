"""The page of `service --html`: villages and counts, in one file that works offline. 流转版."""

from collections import Counter

from yicun.model.results import Result
from yicun.model.service import Review, ServiceReport
from yicun.report.dates import written
from yicun.report.pages import rendered


def page(result: Result, report: ServiceReport) -> bytes:
    """The whole page as UTF-8; the same day gives the same bytes. Nobody is named."""
    held = Counter(person.station for person in report.serving)
    lost = Counter(one.station for one in report.lost)
    stations = dict.fromkeys((*held, *lost))
    return rendered(
        "service.html.j2",
        basis=result.basis,
        report=report,
        review=report.number(Review.REVIEW),
        undetermined=report.number(Review.UNDETERMINED),
        office=report.number(Review.REVIEW, office=True),
        stations=[(name, held[name], lost[name]) for name in stations],
        lost=[(one.village, one.township, one.station, written(one.left_on), one.days) for one in report.lost],
        villages=[
            (person.post.village, person.post.township, person.station, person.days) for person in report.serving
        ],
    )
