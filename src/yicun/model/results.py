"""What yicun concludes: the state of every village, the list, what changed, and on what basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from yicun.model.findings import Findings, Place
from yicun.model.roster import Roster
from yicun.model.scheme import SHIPPED_SCHEME, Scheme
from yicun.model.verdicts import RulebookId, Verdict, Verdicts

if TYPE_CHECKING:
    import pandas as pd


class State(StrEnum):
    """Where a village stands; every village of the register is in exactly one, except plain 社区, which are in none."""

    AUXILIARY = "auxiliary"
    CONFIRMED = "confirmed"
    NOMINATED = "nominated"
    IN_PROGRESS = "in_progress"
    UNDETERMINED = "undetermined"
    INELIGIBLE = "ineligible"
    LEFT = "left"
    VACANT = "vacant"
    RULING = "ruling"

    @property
    def label(self) -> str:
        """The Chinese name of the state."""
        return {
            "auxiliary": "已配专职辅警", "confirmed": "已审核确定", "nominated": "已推选待审核",
            "in_progress": "推选中", "undetermined": "人选待核", "ineligible": "人选均不符合",
            "left": "已离岗待补", "vacant": "无人选", "ruling": "待认定",
        }[self.value]  # fmt: skip


FORMULA = "推选率 = （已推选待审核 + 已审核确定）÷ 应推选；完成率 = （已配专职辅警 + 已审核确定）÷ 行政村数"
"""Stands under every table of rates."""

NO_RECEIPTS = "没有收文登记，不推算进度"
"""Stands where pace, forecast and line would, if nobody knows when what came in."""

DONE_STATES = (State.NOMINATED, State.CONFIRMED)
"""Whom the list names: 已推选 is these two, wherever it is counted."""

GAP_STATES = (State.IN_PROGRESS, State.UNDETERMINED, State.INELIGIBLE, State.LEFT, State.VACANT)


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
    gap may turn out to be once the unknowns are settled. `overruled`: confirmed ones to look at again (YC604). `rank`
    is shared by equal rates (1, 1, 3), None where not ranked. `people_required` and `people_done` are people: what the
    villages of `required` need together, and how many of them are through or confirmed; None where several areas
    were put together.
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
    people_required: int | None = None
    people_done: int | None = None
    overruled: int = 0
    submission: Submission | None = None
    rank: int | None = None

    @property
    def done(self) -> int:
        """已推选: the villages that the list names."""
        return self.nominated + self.confirmed

    @property
    def complete(self) -> int:
        """The villages that need nobody any more: 已配专职辅警 and 已审核确定."""
        return self.auxiliary + self.confirmed


@dataclass(frozen=True, slots=True)
class Pace:
    """Whether today's speed will do. Rates are villages per working day; `ends_on` None when it never would.
    `series`: for each day since the first receipt, the villages nominated or confirmed by then and those required.
    """

    done_per_day: float
    needed_per_day: float | None
    ends_on: date | None
    will_do: bool | None
    sentence: str
    series: tuple[tuple[date, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who is missing, by when.

    `villages` is indexed like `Roster.villages` without plain 社区: `station`, `township`, `village`, `state`
    (category), `candidate` (int64 row id, -1 none), `name` (str, who counts), `quota` and
    `filled` (int64: how many it needs, how many are through or confirmed), `on_time` (category on_time/late/none),
    `left_on` (datetime64: since when somebody who was in post is gone) and `days_vacant` (Int64: the days since then,
    that of `as_of` among them), both missing where nobody left,
    `overruled` (bool: confirmed although the rules say otherwise, YC604), `todo` (str: who must do what next),
    `reason` (str, fit for 流转版), `flag` (str, "" or what a person should look at).
    `people` is everybody found in one of them, as in `register.course.Course`, with `village_row`.
    `history` is the totals of each day on which something came in or was decided, `as_of` last; empty, and `pace` None,
    where the ledger does not say of every file when it came in.
    `calendar_note` says on what the working days rest where it is not the State Council's notice; else "".
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
    people: "pd.DataFrame"
    pace: Pace | None = None
    calendar_note: str = ""
    history: tuple[tuple[date, Numbers], ...] = ()


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


MUST_STAND = ("id_number", "phone", "education", "category")
"""What a line of the list may not lack; where it does, the cell says 待补正 and the list is a draft."""


@dataclass(frozen=True, slots=True)
class Nominations:
    """The list before it is laid out: a line for each person a village needs, in the order of the register.

    `lines` is indexed by the candidate's row id with the columns of the document (`station`, `township`, `village`,
    `name`, `sex`, `born` and `born_last`, `political`, `education`, `category`, `id_number`, `phone`, `remark`) and
    `waived` and `overruled` (bool: 确定 although the verdict is not 符合, YC604). `required` villages must be on it,
    `listed` are, `missing` are not (`missing_villages` says which, with the coverage reason); `unreadable_ids` lines
    lack a readable ID, `to_mend` lack anything of `MUST_STAND`. `station` is None for the whole area.
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
    to_mend: int = 0

    @property
    def complete(self) -> bool:
        """Fit to hand in: no village missing and nothing 待补正 on any line."""
        return self.missing == 0 and self.to_mend == 0


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
class Comparison:
    """What differs between two submissions, and what of the old one was not compared because the new one is a part.

    `villages_left` and `people_left`: how many of the old one a part does not name. `fields_left`: names of the
    fields that the new one has no column for.
    """

    changes: tuple[Change, ...]
    villages_left: int = 0
    people_left: int = 0
    fields_left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a result rests, printed on every output.

    `scheme`: what the work is called.
    `deadline_step`: the step of the procedure it asks for. `issuer`: in whose name the office writes, `contact`: whom
    the stations call.
    """

    tool: str
    as_of: date
    area: str
    office: str
    deadline: date | None = None
    rulebook: RulebookId | None = None
    deadline_step: str = ""
    issuer: str = ""
    contact: str = ""
    scheme: Scheme = SHIPPED_SCHEME

    def heading(self, what: str) -> str:
        """The title of a document about the work: 南安市“一村一警务助理” and `what`."""
        return f"{self.area}{self.scheme.title}{what}"

    @property
    def signature(self) -> str:
        """Who signs: 南安市公安局户政管理大队, the issuer (else the area's) and the office, or the office by itself."""
        issuer = self.issuer or self.area
        whole = "公安" in self.office or self.office.startswith(issuer)
        return self.office if whole else f"{self.issuer or f'{self.area}公安局'}{self.office}"


@dataclass(frozen=True, slots=True)
class Result:
    """All that one run found out; a report shows it and computes nothing."""

    basis: Basis
    roster: Roster
    findings: Findings
    verdicts: Verdicts | None = None
    coverage: Coverage | None = None
    nominations: Nominations | None = None
