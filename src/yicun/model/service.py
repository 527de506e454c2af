"""What happens after the appointment: who was in post when, and what the office knows of each (section 五)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from yicun.model.periods import Period


class Review(StrEnum):
    """What a review rule answers for somebody in post, best first; it is a hint, never a decision."""

    CLEAR = "clear"
    UNDETERMINED = "undetermined"
    REVIEW = "review"

    @property
    def label(self) -> str:
        """不需复核, 待核 or 需复核."""
        return {"clear": "不需复核", "undetermined": "待核", "review": "需复核"}[self.value]


GRADES = ("优秀", "合格", "不合格")
"""五（二）: the grades the text names; it says 等, so others are kept, and nothing is concluded from them."""


@dataclass(frozen=True, slots=True)
class CountedRows:
    """A person's rows of another table, for a rule to count; those of one person and run stand together, in order.

    `person`: the position of whose row it is; `run`: which rows may follow one another; `cells`: column -> texts, ""
    where nothing is known.
    """

    person: Sequence[int]
    run: Sequence[int]
    cells: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody in post, as a row of 在岗 says and as far as it was known on a day.

    `row`: its row id in the ledger. `village_row`: of the register, -1 where none was found. `candidate`: the person's
    row id among the candidates, -1 where the village is not in the register. `left_on`: from this day on not in post;
    `undated`: it says that the person left, not when. `decided_on`: when the person was decided 确定 by the office or
    a roster, None where nobody says.
    """

    row: int
    village_row: int
    candidate: int
    township: str
    village: str
    name: str
    id_number: str
    phone: str
    appointed_on: date
    officer: str = ""
    office: str = ""
    grade: str = ""
    left_on: date | None = None
    because: str = ""
    undated: bool = False
    decided_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person is in post on a day: 聘任 ≤ day < 离岗."""
        return self.appointed_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One row of 考核. `post`: position among the posts, -1 where the person was not in post in the period.

    `grade` as it is written, `known` where it is one of `GRADES`; `joined`: 是, 否 or "" of the township.
    """

    row: int
    post: int
    period: Period | None
    grade: str
    assessed_on: date | None
    joined: str

    @property
    def known(self) -> bool:
        """Whether the grade is one that the text names."""
        return self.grade in GRADES


@dataclass(frozen=True, slots=True)
class Training:
    """One row of 培训; `hours` None where none are written."""

    row: int
    post: int
    held_on: date | None
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of 补贴: what a grade is worth a month from a day on; `factors` assessment grade -> factor."""

    row: int
    grade: str
    since: date
    monthly: Decimal
    factors: Mapping[str, Decimal]
    basis: str


@dataclass(frozen=True, slots=True)
class Duty:
    """What the office knows of those in post: every row that can be read, assessments by period, rates by day."""

    posts: tuple[Post, ...]
    assessments: tuple[Assessment, ...]
    training: tuple[Training, ...]
    rates: tuple[Rate, ...]

    def assessments_of(self, posts: Sequence[Post]) -> list[list[Assessment]]:
        """Of each of these posts its assessments, by period."""
        at = {post.row: number for number, post in enumerate(posts)}
        own: list[list[Assessment]] = [[] for _ in posts]
        for assessment in self.assessments:
            if assessment.post >= 0 and (number := at.get(self.posts[assessment.post].row)) is not None:
                own[number].append(assessment)
        return own

    def rate_on(self, grade: str, day: date) -> Rate | None:
        """What a grade is worth on a day, None where nobody says."""
        return next((rate for rate in reversed(self.rates) if rate.grade == grade and rate.since <= day), None)


@dataclass(frozen=True, slots=True)
class Hint:
    """One review rule's answer for one person; `office`: it is about what the office owes."""

    rule: str
    clause: str
    quote: str
    answer: Review
    office: bool = False


@dataclass(frozen=True, slots=True)
class Serving:
    """Somebody in post on the day: since how many days, that day among them, the last assessment, training hours so
    far, what the rules hint at, and whether the age the office set is reached (a remark, never a hint).
    """

    post: Post
    station: str
    days: int
    last: Assessment | None
    hours: Decimal
    hints: tuple[Hint, ...]
    aged: bool = False

    def review(self, *, office: bool) -> Review:
        """The worst answer about the person, or about what the office owes."""
        order = tuple(Review)
        answers = [hint.answer for hint in self.hints if hint.office == office]
        return max(answers, key=order.index, default=Review.CLEAR)


@dataclass(frozen=True, slots=True)
class Lost:
    """A village whose person left and was not followed, since when and for how many days, that of the day included."""

    station: str
    township: str
    village: str
    left_on: date
    days: int


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """What `yicun service` found: everybody in post in the order of the register, and the villages that lost theirs."""

    as_of: date
    serving: tuple[Serving, ...]
    lost: tuple[Lost, ...]
    duty: Duty

    def number(self, answer: Review, *, office: bool = False) -> int:
        """How many people have this as their worst answer."""
        return sum(person.review(office=office) is answer for person in self.serving)


@dataclass(frozen=True, slots=True)
class PayLine:
    """What somebody is paid for days of a month at one rate: `monthly` × `factor` × `days` / days of the month.

    `first` and `last` are the first and the last of the days, both paid.
    """

    post: Post
    station: str
    first: date
    last: date
    monthly: Decimal
    assessed: str
    factor: Decimal
    amount: Decimal

    @property
    def days(self) -> int:
        """How many days are paid."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Somebody in post in the month who is not on the list, and why."""

    post: Post
    station: str
    why: str


@dataclass(frozen=True, slots=True)
class Payroll:
    """The stipends of one month; the total is the sum of the lines, to the cent."""

    month: Period
    lines: tuple[PayLine, ...]
    unpaid: tuple[Unpaid, ...]

    @property
    def total(self) -> Decimal:
        """The sum of all lines."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))
