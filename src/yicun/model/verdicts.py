"""What the rulebook says of people: verdicts, the decisions behind them, and the text they rest on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from yicun.model.fields import BY_NAME, TableKind
from yicun.model.scheme import PROCEDURE, Procedure

if TYPE_CHECKING:
    import pandas as pd

NOT_A_DECISION = "核对提示，不代表审核结论。"
STRUCK = "struck"
"""Stands for a line through somebody's row where a doubt is named by the field of its cell."""


_DOUBTS = {
    "remark": ("写明已退出或作废", "核实人选是否退出"),
    STRUCK: ("该行画有删除线", "核实人选是否退出"),
    "name": ("姓名未填或无法辨认", "补正人选姓名"),
}


def doubt_of(field: str) -> str:
    """Why somebody is 待核 whatever the rules say, for the sake of one cell that tells who it is."""
    return _DOUBTS[field][0] if field in _DOUBTS else f"{label_of(field)}无法确认"


def cure_of(field: str) -> str:
    """What settles that doubt."""
    return _DOUBTS[field][1] if field in _DOUBTS else f"核实名单中的{label_of(field)}"


def label_of(field: str) -> str:
    """What a column of candidates is called; its own name where it is none."""
    about = BY_NAME[TableKind.CANDIDATES].get(field)
    return field if about is None else about.label


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
    REVIEW = "review"

    @property
    def label(self) -> str:
        """The Chinese word for it."""
        return {
            "met": "符合", "fails": "不符合", "unknown": "待核", "needs_reason": "需说明", "flag": "提示",
            "waived": "经批准", "review": "需复核",
        }[self.value]  # fmt: skip


OVERRULED = "已审核确定，请再核对人选"
"""Said of whoever people decided on although the rules say otherwise, or cannot say (YC604)."""

UNTRUE_REASON = "本村另有符合条件的优先人选，与所填的原因不符，请核对"
"""Said of whoever was chosen for a reason that cannot be true of the people who stand in the village."""


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
        return _sentence(self.outcome, self.clause, self.note, self.until, (self.quote,))

    @property
    def until(self) -> str:
        """自 2020-06-02 起可推选，晚于期限; nothing where no date applies."""
        if self.eligible_from is None:
            return ""
        late = {True: "，不晚于期限", False: "，晚于期限", None: ""}[self.in_time]
        return f"自 {self.eligible_from.isoformat()} 起可推选{late}"


def reasons(decisions: Iterable[Decision]) -> str:
    """Decisions as lines to be read; those that differ only in the words of their clause share a line."""
    quotes: dict[tuple[Outcome, str, str, str], dict[str, None]] = {}
    for one in decisions:
        quotes.setdefault((one.outcome, one.clause, one.note, one.until), {})[one.quote] = None
    return "\n".join(_sentence(*answer, tuple(quoted)) for answer, quoted in quotes.items())


def _sentence(outcome: Outcome, clause: str, note: str, until: str, quotes: Iterable[str]) -> str:
    words = "".join(f"“{quote}”" for quote in quotes if quote)
    remark = f"（{note}）" if note else ""
    return "；".join(part for part in (f"{outcome.label}：{clause}{words}{remark}", until) if part)


@dataclass(frozen=True, slots=True)
class RulebookId:
    """Which text was applied: id, title, document number ("" where the document has none), and sha256 of the files.

    `binding`: whether the office is known to belong to its issuer; only then is the issuer named in a document.
    """

    id: str
    title: str
    number: str
    issuer: str
    sha256: str
    binding: bool = True

    @property
    def source(self) -> str:
        """The text as documents cite it, with its issuer where that is the office's own."""
        number = f"（{self.number}）" if self.number else ""
        return f"{self.issuer if self.binding else ''}《{self.title}》{number}"


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The rulebook's answer for every candidate.

    `people` is indexed like `Roster.candidates`: `verdict` (category of `Verdict` values), `rank` (Int64 preference,
    missing where unknown), `stage` (int8, steps of the procedure done by the as-of date), `chosen` (bool, the one who
    counts for the village), `tied` (bool, shares the best rank with another and nobody marked one), `waived`
    (bool), `untrue_reason` (bool, see `UNTRUE_REASON`), `eligible_from` (datetime64[s]). `explain(row_id, everything)`
    gives the decisions of one person, worst first: those that decided the verdict and the flags, or every rule.
    `procedure` is what `stage` counts the steps of.
    """

    rulebook: RulebookId
    people: "pd.DataFrame"
    explain: Callable[[int, bool], tuple[Decision, ...]]
    procedure: Procedure = PROCEDURE

    def worst_first(self) -> list[int]:
        """Row ids of all people, the worst verdict first and otherwise as they stand."""
        rank = {verdict.value: -place for place, verdict in enumerate(Verdict)}
        order = self.people["verdict"].map(rank).astype("int64").sort_values(kind="stable")
        return [int(row) for row in order.index]
