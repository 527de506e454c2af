"""What the ledger says of people in post, as rows that a review rule may count."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from yicun.model.periods import full_years
from yicun.model.roster import Roster
from yicun.model.service import Assessment, CountedRows, Duty, Post

_UNKNOWN = ""


def countable(posts: Sequence[Post], duty: Duty, roster: Roster, day: date) -> Mapping[str, CountedRows]:
    """The rows of each table for these posts, whose positions are the people's; see `rulebook.counting.COUNTABLE`."""
    own = duty.assessments_of(posts)
    return {
        "assessments": _assessments(own),
        "years": _years(posts, own, day),
        "vettings": _vettings(posts, roster),
        "stipends": _rows(
            (at, 0, {"amount": _yes(bool(post.grade) and duty.rate_on(post.grade, day) is not None)})
            for at, post in enumerate(posts)
        ),
    }


def one_a_period(assessments: Iterable[Assessment]) -> list[tuple[Assessment, str]]:
    """The assessments with their grade, one a period; "" where it is none of the three, or told in two ways."""
    by_period: dict[tuple[date, date], list[Assessment]] = {}
    for assessment in assessments:
        if assessment.period is not None:
            by_period.setdefault((assessment.period.last, assessment.period.first), []).append(assessment)
    found = []
    for _, same in sorted(by_period.items()):
        grades = {one.grade for one in same}
        found.append((same[-1], same[-1].grade if len(grades) == 1 and same[-1].known else _UNKNOWN))
    return found


def _assessments(own: Sequence[Sequence[Assessment]]) -> CountedRows:
    """By person, then months, quarters and years apart: only those of one length follow one another."""
    lines = []
    for at, assessments in enumerate(own):
        for assessment, grade in one_a_period(assessments):
            assert assessment.period is not None
            cells = {"grade": grade, "annual": _yes(assessment.period.annual), "township": assessment.joined}
            lines.append((at, assessment.period.months, cells))
    return _rows(sorted(lines, key=lambda line: line[:2]))


def _years(posts: Sequence[Post], own: Sequence[Sequence[Assessment]], day: date) -> CountedRows:
    """A row for each year that somebody has been in post; as many of them are assessed as there are annual ones."""
    lines = []
    for at, (post, assessments) in enumerate(zip(posts, own, strict=True)):
        annual = sum(one.period is not None and one.period.annual for one, _ in one_a_period(assessments))
        lines += [(at, 0, {"assessed": _yes(year < annual)}) for year in range(full_years(post.appointed_on, day))]
    return _rows(lines)


def _vettings(posts: Sequence[Post], roster: Roster) -> CountedRows:
    """What vetting came to, and whether that was after the appointment; a row for everybody a roster has."""
    lines = []
    doubtful = roster.conflicts.get("vetting", frozenset()) | roster.conflicts.get("vetted_on", frozenset())
    people = roster.candidates.loc[[post.candidate for post in posts]]
    answers = zip(posts, *(people[name].tolist() for name in ("vetting", "vetted_on", "vetted_on_last")), strict=True)
    for at, (post, answer, first, last) in enumerate(answers):
        known = answer in {"无", "有"} and post.candidate not in doubtful
        after = _UNKNOWN
        if not pd.isna(first) and post.candidate not in doubtful:
            appointed = pd.Timestamp(post.appointed_on)
            after = "是" if first >= appointed else "否" if last < appointed else _UNKNOWN
        lines.append((at, 0, {"answer": str(answer) if known else _UNKNOWN, "after": after}))
    return _rows(lines)


def _yes(holds: bool) -> str:
    return "是" if holds else "否"


def _rows(lines: Iterable[tuple[int, int, Mapping[str, str]]]) -> CountedRows:
    listed = list(lines)
    names = listed[0][2] if listed else ()
    cells = {name: [line[2][name] for line in listed] for name in names}
    return CountedRows([line[0] for line in listed], [line[1] for line in listed], cells)
