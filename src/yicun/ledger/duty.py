"""What the office knows of those in post: the sheets 考核 培训 补贴, and what does not fit in them (YC7xx)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from yicun.ledger.book import Entry, Ledger
from yicun.model.fields import TableKind
from yicun.model.findings import Finding
from yicun.model.periods import Period, period_of
from yicun.model.service import GRADES, Assessment, Duty, Post, Rate, Training

_FACTORS = dict(zip(GRADES, ("excellent", "passing", "failing"), strict=True))
_NOBODY = "“在岗”中没有这个人，或姓名、村、身份号码后四位对不上"


def duty_of(ledger: Ledger, posts: Sequence[Post], known_by: date) -> Duty:
    """Every row that says what it must, as far as it was known by a day: 考核日期 and 日期 of 培训 not after it."""
    who = _InPost(posts)
    assessments = sorted(
        (
            assessment
            for entry in ledger.entries(TableKind.ASSESSMENTS)
            if (assessment := _assessment(entry, who)).period is not None
            and (assessment.assessed_on or _end(assessment)) <= known_by
        ),
        key=lambda one: (one.period.last, one.period.first, one.row) if one.period else (date.max, date.max, one.row),
    )
    training = (
        Training(entry.row, who.find(entry, Period(held, held)), held, _amount(entry, "hours"))
        for entry in ledger.entries(TableKind.TRAINING)
        if (held := entry.day("held_on")) is not None and held <= known_by
    )
    rates = [rate for entry in ledger.entries(TableKind.STIPENDS) if (rate := _rate(entry)) is not None]
    return Duty(tuple(posts), tuple(assessments), tuple(training), tuple(sorted(rates, key=lambda rate: rate.since)))


def faults(ledger: Ledger, posts: Sequence[Post], day: date) -> tuple[Finding, ...]:
    """What does not fit in 在岗 考核 培训 补贴 on a day: YC701–YC710."""
    if not any(len(ledger.tables[kind]) for kind in (TableKind.POSTS, TableKind.ASSESSMENTS, TableKind.TRAINING)):
        return ()
    return (*_of_posts(ledger, posts, day), *_of_assessments(ledger, posts, day), *_of_training(ledger, day))


class _InPost:
    """Posts by village and name, as 考核 and 培训 name people."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self._posts = posts
        self._by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
        for at, post in enumerate(posts):
            self._by_name[post.village, post.name].append(at)

    def people(self, entry: Entry) -> list[int]:
        """The posts of whoever a row names, whenever they were."""
        ends = entry.text("id_ends").upper()
        named = self._by_name.get((entry.text("village"), entry.text("name")), [])
        return [
            at for at in named if not ends or not self._posts[at].id_number or self._posts[at].id_number.endswith(ends)
        ]

    def find(self, entry: Entry, period: Period | None) -> int:
        """The post in which a person was during a period, the last where there were two; -1 without one."""
        if period is None:
            return -1
        during = [at for at in self.people(entry) if _overlaps(self._posts[at], period)]
        several = len({self._posts[at].id_number or self._posts[at].township for at in during}) > 1
        return during[-1] if during and not several else -1


def _overlaps(post: Post, period: Period) -> bool:
    return post.appointed_on <= period.last and (post.left_on is None or period.first < post.left_on)


def _end(assessment: Assessment) -> date:
    return assessment.period.last if assessment.period is not None else date.max


def _assessment(entry: Entry, who: _InPost) -> Assessment:
    period = period_of(entry.text("period"))
    post, grade = who.find(entry, period), entry.text("grade")
    return Assessment(entry.row, post, period, grade, entry.day("assessed_on"), entry.text("township_joined"))


def _amount(entry: Entry, name: str) -> Decimal | None:
    return Decimal(entry.text(name)) if entry.text(name) else None


def _rate(entry: Entry) -> Rate | None:
    since, monthly = entry.day("since"), _amount(entry, "monthly")
    if since is None or monthly is None or not entry.text("grade"):
        return None
    amounts = {grade: _amount(entry, name) for grade, name in _FACTORS.items()}
    factors = {grade: amount for grade, amount in amounts.items() if amount is not None}
    return Rate(entry.row, entry.text("grade"), since, monthly, factors, entry.text("basis"))


def _of_posts(ledger: Ledger, posts: Sequence[Post], day: date) -> Iterator[Finding]:
    kind, rows = TableKind.POSTS, {entry.row: entry for entry in ledger.entries(TableKind.POSTS)}
    rates = [rate for entry in ledger.entries(TableKind.STIPENDS) if (rate := _rate(entry)) is not None]
    known = Duty((), (), (), tuple(sorted(rates, key=lambda rate: rate.since)))
    by_id = defaultdict[str, list[Post]](list)
    for post in posts:
        by_id[post.id_number].append(post)
    for post in posts:
        entry = rows[post.row]
        others = [
            one
            for one in by_id[post.id_number]
            if post.id_number and one.village != post.village and _share_a_day(one, post)
        ]
        if others:
            villages = "、".join(dict.fromkeys((post.village, *(one.village for one in others))))
            yield ledger.finding("YC701", kind, entry, "id_number", {"villages": villages})
        if post.decided_on is None or post.decided_on > post.appointed_on:
            decided = "没有审核确定的记载" if post.decided_on is None else f"早于审核确定的 {post.decided_on}"
            yield ledger.finding(
                "YC702", kind, entry, "appointed_on", {"decided": decided, "value": str(post.appointed_on)}
            )
        if post.left_on is not None and post.left_on < post.appointed_on:
            facts = {"appointed": str(post.appointed_on), "value": str(post.left_on)}
            yield ledger.finding("YC706", kind, entry, "left_on", facts)
        if post.undated:
            yield ledger.finding("YC710", kind, entry, "left_because", {})
        if post.covers(day) and (not post.grade or known.rate_on(post.grade, day) is None):
            what = f"在 {day} 没有金额" if post.grade else "没有填"
            grade = f"“{post.grade}”" if post.grade else ""
            yield ledger.finding("YC708", kind, entry, "stipend_grade", {"grade": grade, "what": what})


def _share_a_day(one: Post, other: Post) -> bool:
    """Whether two posts share a day."""
    first = max(one.appointed_on, other.appointed_on)
    return one.covers(first) and other.covers(first)


def _of_assessments(ledger: Ledger, posts: Sequence[Post], day: date) -> Iterator[Finding]:
    kind, who = TableKind.ASSESSMENTS, _InPost(posts)
    seen = defaultdict[tuple[int, Period], list[Entry]](list)
    for entry in ledger.entries(kind):
        period = period_of(entry.text("period"))
        if (entry.day("assessed_on") or date.min) > day or (period is not None and period.first > day):
            continue
        if entry.text("period") and period is None:
            yield ledger.finding("YC709", kind, entry, "period", {})
        if entry.text("grade") and entry.text("grade") not in GRADES:
            yield ledger.finding("YC705", kind, entry, "grade", {})
        if period is None:
            continue
        at = who.find(entry, period)
        if at < 0:
            what = f"{period} 期间不在岗" if who.people(entry) else _NOBODY
            yield ledger.finding("YC703", kind, entry, "name", {"what": what})
        else:
            seen[at, period].append(entry)
    for entries in seen.values():
        for entry in entries if len(entries) > 1 else ():
            other = next(one for one in entries if one is not entry)
            unlike = len({one.text("grade") for one in entries}) > 1
            facts = {
                "other": str(ledger.places.place(other.row).row),
                "grades": "，档次不同，按不掌握处理" if unlike else "",
            }
            yield ledger.finding("YC704", kind, entry, "period", facts)


def _of_training(ledger: Ledger, day: date) -> Iterator[Finding]:
    for entry in ledger.entries(TableKind.TRAINING):
        held = entry.day("held_on")
        if held is not None and held > day:
            yield ledger.finding("YC707", TableKind.TRAINING, entry, "held_on", {"value": str(held)})
