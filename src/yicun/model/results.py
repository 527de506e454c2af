"""What yicun concludes: verdicts on people, the state of every village, and on what basis."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from yicun.model.findings import Findings, Place
from yicun.model.roster import Roster

if TYPE_CHECKING:
    import pandas as pd


NOT_A_DECISION = "核对提示，不代表审核结论。"
OBJECTION = "人选对核对结果有异议的，可向推荐的派出所提出，由县级公安机关户政管理大队复核；个人信息有误的，可请求更正。"
"""Ends every internal output that carries verdicts."""


class Verdict(StrEnum):
    """What the rulebook says of a person, best first."""

    ELIGIBLE = "eligible"
    NEEDS_REASON = "needs_reason"
    UNDETERMINED = "undetermined"
    INELIGIBLE = "ineligible"

    @property
    def label(self) -> str:
        """符合, 需说明, 待核 or 不符合."""
        return {
            "eligible": "符合",
            "needs_reason": "需说明",
            "undetermined": "待核",
            "ineligible": "不符合",
        }[self.value]


class Outcome(StrEnum):
    """What one rule answered for one person."""

    MET = "met"
    FAILS = "fails"
    UNKNOWN = "unknown"
    NEEDS_REASON = "needs_reason"
    FLAG = "flag"
    WAIVED = "waived"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return {
            "met": "符合", "fails": "不符合", "unknown": "待核", "needs_reason": "需说明", "flag": "提示",
            "waived": "经批准",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """One rule's answer for one person.

    `fields`: the cells it used; `settle`: those that were unknown and would settle it. `eligible_from`: for a dated
    bar, the first day it certainly no longer holds; `in_time`: whether that is on or before the deadline (None
    without one).
    `note`: a Chinese remark (肄业, 边界日, the waiver's document).
    """

    rule: str
    clause: str
    quote: str
    outcome: Outcome
    fields: tuple[str, ...] = ()
    settle: tuple[str, ...] = ()
    eligible_from: date | None = None
    in_time: bool | None = None
    note: str = ""

    @property
    def sentence(self) -> str:
        """The answer, the clause and its words, the remark, and from when a bar no longer holds, in one line."""
        told = f"{self.outcome.label}：{self.clause}" + (f"“{self.quote}”" if self.quote else "")
        if self.note:
            told += f"（{self.note}）"
        return "；".join(part for part in (told, self.until) if part)

    @property
    def until(self) -> str:
        """自 2020-06-02 起可推选，晚于期限; nothing where no date applies."""
        if self.eligible_from is None:
            return ""
        late = {True: "，不晚于期限", False: "，晚于期限", None: ""}[self.in_time]
        return f"自 {self.eligible_from.isoformat()} 起可推选{late}"


@dataclass(frozen=True, slots=True)
class RulebookId:
    """Which text was applied: id, title, document number ("" where the document has none), and sha256 of the files."""

    id: str
    title: str
    number: str
    issuer: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The rulebook's answer for every candidate.

    `people` is indexed like `Roster.candidates`: `verdict` (category of `Verdict` values), `rank` (Int64 preference,
    missing where unknown), `stage` (int8, 0–4 steps of the procedure done by the as-of date), `chosen` (bool, the one
    who counts for the village), `tied` (bool, shares the best rank with another and nobody marked one), `waived`
    (bool), `eligible_from` (datetime64[s]). `explain(row_id, everything)` gives the decisions of one person, worst
    first: those that decided the verdict and the flags, or every rule.
    """

    rulebook: RulebookId
    people: "pd.DataFrame"
    explain: Callable[[int, bool], tuple[Decision, ...]]

    def worst_first(self) -> list[int]:
        """Row ids of all people, the worst verdict first and otherwise as they stand."""
        rank = {verdict.value: -place for place, verdict in enumerate(Verdict)}
        order = self.people["verdict"].map(rank).astype("int64").sort_values(kind="stable")
        return [int(row) for row in order.index]


class State(StrEnum):
    """Where a village stands; every village of the register is in exactly one, except plain 社区, which are in none."""

    AUXILIARY = "auxiliary"
    CONFIRMED = "confirmed"
    NOMINATED = "nominated"
    IN_PROGRESS = "in_progress"
    UNDETERMINED = "undetermined"
    INELIGIBLE = "ineligible"
    VACANT = "vacant"
    RULING = "ruling"

    @property
    def label(self) -> str:
        """The Chinese name of the state."""
        return {
            "auxiliary": "已配专职辅警", "confirmed": "已审核确定", "nominated": "已推选待审核",
            "in_progress": "推选中", "undetermined": "人选待核", "ineligible": "人选均不符合",
            "vacant": "无人选", "ruling": "待认定",
        }[self.value]  # fmt: skip


FORMULA = "推选率 = （已推选待审核 + 已审核确定）÷ 应推选；完成率 = （已配专职辅警 + 已审核确定）÷ 行政村数"
"""Stands under every table of rates."""

GAP_STATES = (State.IN_PROGRESS, State.UNDETERMINED, State.INELIGIBLE, State.VACANT)


class Submission(StrEnum):
    """What a station sent."""

    SUBMITTED = "submitted"
    NIL = "nil"
    SILENT = "silent"

    @property
    def label(self) -> str:
        """已报, 零报告 or 未报."""
        return {"submitted": "已报", "nil": "零报告", "silent": "未报"}[self.value]


def percent(rate: float | None, done: int, total: int) -> str:
    """A rate as every output shows it, to one decimal; `rate` None or an empty `total` is —.

    Never 100.0% while one of `total` is not done, nor 0.0% while one is.
    """
    if rate is None or total == 0:
        return "—"
    tenths = (2000 * done + total) // (2 * total)
    if done < total:
        tenths = min(tenths, 999)
    if done > 0:
        tenths = max(tenths, 1)
    return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True, slots=True)
class Numbers:
    """The counts of a station, a township or the whole area. Counts are villages; a rate is 0–1, None where nothing is
    required. `nominated` is the state alone: 已推选 = nominated + confirmed. `gap_at_least`/`gap_at_most` is what the
    gap may turn out to be once the unknowns are settled. `rank` is shared by equal rates (1, 1, 3), None where not
    ranked.
    """

    name: str
    villages: int
    auxiliary: int
    required: int
    nominated: int
    confirmed: int
    gap: int
    gap_at_least: int
    gap_at_most: int
    ruling: int
    states: Mapping[State, int]
    nomination_rate: float | None
    completion_rate: float | None
    on_time: int = 0
    late: int = 0
    submission: Submission | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """Whether today's speed will do. Rates are villages per working day; `ends_on` None when it never would.
    `series`: for each day since the first step, how many villages were nominated or confirmed by then.
    """

    done_per_day: float
    needed_per_day: float | None
    ends_on: date | None
    will_do: bool | None
    sentence: str
    series: tuple[tuple[date, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is missing, by when.

    `villages` is indexed like `Roster.villages` without plain 社区: `station`, `township`, `village`, `state`
    (category), `candidate` (int64 row id, -1 none), `name` (str, who counts), `on_time` (category
    on_time/late/none), `todo` (str:
    who must do what next), `reason` (str, fit for 流转版), `flag` (str, "" or what a person should look at).
    """

    as_of: date
    deadline: date | None
    days_left: int | None
    working_days_left: int | None
    calendar_known: bool
    villages: "pd.DataFrame"
    totals: Numbers
    stations: tuple[Numbers, ...]
    townships: tuple[Numbers, ...]
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A candidate who is not on the list, and why. `reason` is for 内部审核版 only."""

    row_id: int
    station: str
    township: str
    village: str
    name: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Nominations:
    """The list before it is laid out: one line a village, in the order of the register.

    `lines` is indexed by the candidate's row id with the columns of the document (`station`, `township`, `village`,
    `name`, `sex`, `born` and `born_last`, `political`, `education`, `category`, `id_number`, `phone`, `remark`) and
    `waived` (bool). `required` villages must be on it, `listed` are, `missing` are not (`missing_villages` says which,
    with the coverage reason); `unreadable_ids` lines lack a readable ID. `station` is None for the whole area.
    """

    title: str
    station: str | None
    lines: "pd.DataFrame"
    left_out: tuple[LeftOut, ...]
    required: int
    listed: int
    missing: int
    missing_villages: tuple[tuple[str, str, str, str], ...]
    unreadable_ids: int = 0

    @property
    def complete(self) -> bool:
        """Fit to hand in: no village missing and every line with its ID."""
        return self.missing == 0 and self.unreadable_ids == 0


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two submissions. `field` and the two texts (masked) are given for `changed` only."""

    kind: Literal["added", "removed", "changed"]
    what: Literal["person", "village"]
    station: str
    township: str
    village: str
    name: str
    field: str | None = None
    before: str | None = None
    after: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a result rests, printed on every output."""

    tool: str
    as_of: date
    area: str
    office: str
    deadline: date | None = None
    rulebook: RulebookId | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """All that one run found out; a report shows it and computes nothing."""

    basis: Basis
    roster: Roster
    findings: Findings
    verdicts: Verdicts | None = None
    coverage: Coverage | None = None
    nominations: Nominations | None = None
