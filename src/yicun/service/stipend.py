"""What everybody in post is paid for a month: decimals throughout, to the cent, half up."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from yicun.model.periods import Period
from yicun.model.service import Assessment, Duty, PayLine, Payroll, Post, Rate, Unpaid
from yicun.service.countable import one_a_period

CENT = Decimal("0.01")
_NEXT = timedelta(days=1)


def payroll(
    duty: Duty,
    month: Period,
    first_factor: Decimal,
    quota: Callable[[Post], int],
    station: Callable[[Post], str],
) -> Payroll:
    """A line for everybody in post on some day of the month, and at each rate of that month; who is left out, and why.

    `first_factor`: for whoever has not been assessed yet. `quota`: how many a post's village needs. Only the days of
    the month on which somebody is in post are paid; where more are in post than the village needs, nobody there is.
    """
    lines, unpaid = list[PayLine](), list[Unpaid]()
    present = [at for at, post in enumerate(duty.posts) if _days(post, month) is not None]
    contested = _contested([duty.posts[at] for at in present], month, quota)
    own = defaultdict[int, list[Assessment]](list)
    for assessment in duty.assessments:
        own[assessment.post].append(assessment)
    for at in present:
        post = duty.posts[at]
        try:
            lines += _lines(post, station(post), duty, own[at], month, first_factor, contested)
        except _UnpaidError as reason:
            unpaid.append(Unpaid(post, station(post), str(reason)))
    return Payroll(month, tuple(lines), tuple(unpaid))


def amount(monthly: Decimal, factor: Decimal, days: int, of_month: int) -> Decimal:
    """每月金额 × 系数 × 天数 ÷ 当月天数, to the cent, half up."""
    return (monthly * factor * days / of_month).quantize(CENT, ROUND_HALF_UP)


class _UnpaidError(Exception):
    """Why somebody is left out."""


def _lines(
    post: Post,
    station: str,
    duty: Duty,
    own: Sequence[Assessment],
    month: Period,
    first_factor: Decimal,
    contested: Mapping[int, str],
) -> list[PayLine]:
    why = contested.get(post.row) or _unclear(post, duty, month)
    if why:
        raise _UnpaidError(why)
    grade = _last_grade(own, month)
    lines = []
    for rate, first, last in _by_rate(post, duty, month):
        factor = rate.factors.get(grade) if grade else first_factor
        if factor is None:
            raise _UnpaidError(f"“补贴”中没有写{grade}的系数")
        paid = amount(rate.monthly, factor, (last - first).days + 1, month.last.day)
        lines.append(PayLine(post, station, first, last, rate.monthly, grade, factor, paid))
    return lines


def _days(post: Post, month: Period) -> tuple[date, date] | None:
    """The first and the last day of the month on which somebody is in post, None without any."""
    first = max(post.appointed_on, month.first)
    last = month.last if post.left_on is None else min(month.last, post.left_on - _NEXT)
    return (first, last) if first <= last else None


def _contested(posts: Sequence[Post], month: Period, quota: Callable[[Post], int]) -> dict[int, str]:
    """Posts nobody can be paid for: two of one person at a time, or more in a village than it needs."""
    found = dict[int, str]()
    villages, people = defaultdict[int, list[Post]](list), defaultdict[str, list[Post]](list)
    for post in posts:
        villages[post.village_row].append(post)
        if post.id_number:
            people[post.id_number].append(post)
    for row, several in villages.items():
        most = max(sum(one.covers(post.appointed_on) for one in several) for post in _within(several, month))
        if row < 0:
            found |= {post.row: "底册中没有该村" for post in several}
        elif most > quota(several[0]):
            found |= {
                post.row: f"该村同日在岗 {most} 人，超过需要的 {quota(several[0])} 人，请先核对“在岗”"
                for post in several
            }
    for several in people.values():
        if max(sum(one.covers(post.appointed_on) for one in several) for post in _within(several, month)) > 1:
            found |= {post.row: "同一人同时在两处在岗，请先核对“在岗”" for post in several}
    return found


def _within(posts: Sequence[Post], month: Period) -> Iterator[Post]:
    """The posts, beginning in the month at the earliest: most are together on a day on which one of them begins."""
    yield from (replace(post, appointed_on=max(post.appointed_on, month.first)) for post in posts)


def _unclear(post: Post, duty: Duty, month: Period) -> str:
    if post.undated:
        return "写了离岗原因，没有离岗日期，不知在岗几天"
    if not post.grade:
        return "没有填补贴档次"
    days = _days(post, month)
    assert days is not None
    if duty.rate_on(post.grade, days[0]) is None:
        return f"补贴档次“{post.grade}”在 {days[0]} 没有金额"
    return ""


def _last_grade(assessments: Sequence[Assessment], month: Period) -> str:
    """The grade of the last period that ended by the end of the month, "" before the first."""
    ended = [one for one in one_a_period(assessments) if one[0].period is not None and one[0].period.last <= month.last]
    if not ended:
        return ""
    last, grade = ended[-1]
    if not grade:
        raise _UnpaidError(f"{last.period} 的考核档次不在三档之内，或两处不同，系数不能确定")
    return grade


def _by_rate(post: Post, duty: Duty, month: Period) -> Iterator[tuple[Rate, date, date]]:
    """The days in post, cut where the amount of the grade changes."""
    days = _days(post, month)
    assert days is not None
    first, last = days
    cuts = sorted({rate.since for rate in duty.rates if rate.grade == post.grade and first < rate.since <= last})
    for begin, end in zip((first, *cuts), (*(cut - _NEXT for cut in cuts), last), strict=True):
        rate = duty.rate_on(post.grade, begin)
        assert rate is not None
        yield rate, begin, end
