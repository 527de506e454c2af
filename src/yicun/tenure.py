"""In what order, after the appointment: who serves, and what a month is paid."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from yicun import regulation
from yicun.model.errors import CannotRun
from yicun.model.fields import LEDGER, TableKind
from yicun.model.findings import Findings
from yicun.model.periods import Period
from yicun.model.results import Result
from yicun.model.service import Duty, Hint, Payroll, Post, ServiceReport
from yicun.model.verdicts import RulebookId

if TYPE_CHECKING:
    from yicun.inputs import Inputs
    from yicun.ledger.book import Ledger
    from yicun.pipeline import Run
    from yicun.rulebook.schema import Rulebook

_AGE, _FIRST_FACTOR, _KEPT = "age", "factor-before-assessment", "keep-months"


@dataclass(frozen=True, slots=True)
class ServiceOutcome:
    """What coverage found on the day, and who serves; `rulebook` is the one of the reviews."""

    result: Result
    report: ServiceReport
    rulebook: RulebookId


@dataclass(frozen=True, slots=True)
class PastKeeping:
    """Rows (sheet -> numbers) of people who left at least `months` ago; those in `stay` keep them from counting again.

    `sha256` is that of the ledger they were found in.
    """

    months: int
    sha256: str
    goes: Mapping[str, tuple[int, ...]]
    stay: Mapping[str, tuple[int, ...]]


def service(run: "Run", reviews: str = "") -> ServiceOutcome:
    """Cover, then see who is in post and ask the rules of `reviews` of each. Raises `CannotRun` without a ledger."""
    known, ledger = _known(run, past=True)
    result = covered(run, known)
    assert result.coverage is not None
    rulebook = _reviews(run, reviews)
    from yicun.ledger.duty import duty_of
    from yicun.service.summary import in_post, summary

    duty = duty_of(ledger, result.roster.posts, run.as_of)
    posts = in_post(result.roster, run.as_of)
    hints = _hints(rulebook, result, duty, posts, run.as_of)
    age = rulebook.parameters.get(_AGE)
    limit = int(age.value) if age is not None and age.value.isdigit() else None
    report = summary(result.roster, result.coverage, duty, posts, hints, limit)
    return ServiceOutcome(result, report, rulebook.id)


def covered(run: "Run", known: "Inputs | None" = None) -> Result:
    """What coverage finds. Raises `CannotRun` where the rulebook is at fault."""
    from yicun import pipeline

    result = pipeline.coverage(run, known, line=False)
    if result.coverage is None:
        raise CannotRun("规则有误，没有作任何核对。→ 请先用 yicun rules check 检查")
    return result


def stipend(run: "Run", month: Period, known_by: date | None, reviews: str = "") -> tuple[Result, Payroll]:
    """What everybody in post is paid for a month, by what the ledger holds, or held on the day `known_by`."""
    run = replace(run, as_of=month.last)
    known, ledger = _known(run, past=False)
    from yicun import pipeline

    result = pipeline.read(run, known)
    rulebook = _reviews(run, reviews)
    from yicun.ledger.duty import duty_of
    from yicun.register.need import quotas
    from yicun.service.stipend import payroll

    duty = duty_of(ledger, result.roster.posts, known_by or date.max)
    parameter = rulebook.parameters.get(_FIRST_FACTOR)
    register = result.roster.villages.index.tolist()
    quota = dict(zip(register, quotas(result.roster).tolist(), strict=True))
    stations = dict(zip(register, result.roster.villages["station"].tolist(), strict=True))
    paid = payroll(
        duty,
        month,
        Decimal(1 if parameter is None else parameter.value),
        lambda post: quota.get(post.village_row, 1),
        lambda post: str(stations.get(post.village_row, "")),
    )
    return result, paid


def villages_served(run: "Run") -> frozenset[tuple[str, str]]:
    """Township and village wherever as many are in post on the as-of date as are needed; none without a ledger."""
    from yicun import pipeline
    from yicun.inputs import open_ledger

    ledger, _ = open_ledger(run.workspace, run.as_of)
    if ledger is None or ledger.tables[TableKind.POSTS].empty:
        return frozenset()
    from yicun.register.need import quotas

    roster = pipeline.read(run).roster
    held = Counter(post.village_row for post in roster.posts if post.candidate in roster.in_post)
    register = zip(
        roster.villages.index.tolist(), roster.villages["township"].tolist(), roster.villages["village"].tolist(),
        quotas(roster).tolist(), strict=True,
    )  # fmt: skip
    return frozenset((township, village) for row, township, village, quota in register if held[row] >= quota)


def past_keeping(run: "Run") -> PastKeeping | None:
    """The rows of the ledger that are past the time the office agreed to keep them; None where it set no time.

    Rows of somebody whom a roster or 审核 still calls 确定 stay: without them that person would count again.
    """
    workspace, day = run.workspace, run.as_of
    if workspace.ledger is None or not workspace.ledger.is_file():
        return None
    rulebook, _ = regulation.load_beside(workspace, regulation.AFTERWARDS)
    months = "" if rulebook is None or _KEPT not in rulebook.parameters else rulebook.parameters[_KEPT].value
    if not months.isdigit():
        return None
    from yicun import pipeline
    from yicun.ledger.keeping import past_keeping as past

    known = pipeline.inputs(run)
    ledger = known.ledger
    assert ledger is not None
    found = past(ledger, int(months), day)
    now, then = (known.loaded.on(day, one)[0] for one in (ledger, ledger.lacking(found)))
    decided = then.candidates.index[then.candidates["decision"].eq("确定").to_numpy(dtype=bool)].difference(
        list(then.exits)
    )
    back = {post.row for post in now.posts if post.row in found.get(TableKind.POSTS, ()) and post.candidate in decided}
    goes = past(ledger, int(months), day, back)
    return PastKeeping(int(months), ledger.sha256, _numbers(ledger, goes), _numbers(ledger, {TableKind.POSTS: back}))


def _numbers(ledger: "Ledger", rows: Mapping[TableKind, Collection[int]]) -> dict[str, tuple[int, ...]]:
    """Sheet -> the numbers of these rows in the workbook."""
    places = ledger.places
    found = {LEDGER[kind][0]: sorted(places.place(row).row or 0 for row in of) for kind, of in rows.items()}
    return {sheet: tuple(numbers) for sheet, numbers in found.items() if numbers}


def _known(run: "Run", *, past: bool) -> "tuple[Inputs, Ledger]":
    """Everything that was read, the ledger once; `past`: of days before too.

    Raises `CannotRun` where nobody has been put in post.
    """
    from yicun import pipeline

    if run.workspace.must_be_one().ledger is None:
        raise CannotRun('工作区没有台账。→ 请在 yicun.toml 加一行 ledger = "台账.xlsx"，再运行一次')
    known = pipeline.inputs(run, past=past)
    if known.ledger is None or known.ledger.tables[TableKind.POSTS].empty:
        raise CannotRun("台账的“在岗”里还没有人。→ 请先用 yicun appoint 列入已审核确定的人")
    return known, known.ledger


def _reviews(run: "Run", named: str) -> "Rulebook":
    rulebook, faults = regulation.load_beside(run.workspace, named or regulation.AFTERWARDS)
    if rulebook is None or not rulebook.reviews:
        why = next((finding.message for finding in Findings(faults.single).single), "其中没有 kind 为 review 的规则")
        raise CannotRun(f"在岗管理的规则 {named or regulation.AFTERWARDS} 不能用：{why}。→ 请用 yicun rules check 检查")
    return rulebook


def _hints(
    rulebook: "Rulebook", result: Result, duty: Duty, posts: tuple[Post, ...], day: date
) -> dict[int, list[Hint]]:
    """Position of a post -> what each rule answers for that person."""
    from yicun.rulebook.review import ORDER, review
    from yicun.service.countable import countable

    people = result.roster.candidates.loc[[post.candidate for post in posts]]
    rows = countable(posts, duty, result.roster, day)
    found = defaultdict[int, list[Hint]](list)
    for rule, codes in review(rulebook, replace(result.roster, candidates=people), day, rows):
        for at, code in enumerate(codes.tolist()):
            found[at].append(Hint(rule.id, rule.clause, rule.words, ORDER[code], rule.office))
    return found
