"""Which rulebook applies here: found by name or path, read with those it extends, asked of a whole roster."""

from collections.abc import Sequence
from contextvars import copy_context
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yicun.model.errors import CannotRun
from yicun.model.findings import Finding, Findings, Place
from yicun.model.roster import Roster
from yicun.model.scheme import SHIPPED_SCHEME, put_in_force
from yicun.workspace import CONFIG, Workspace

if TYPE_CHECKING:
    from yicun.rulebook.schema import Rulebook
    from yicun.rulebook.waivers import Waiver


AFTERWARDS = "service-2020"
"""What is asked of those in post, unless another rulebook is named: the workspace's own copy, else the shipped one."""


def load(workspace: Workspace, named: str) -> tuple["Rulebook | None", Findings]:
    """The rulebook of that name or path ("": the workspace's own); None with its faults where it has any."""
    from yicun.rulebook.load import load_rulebook

    path = find_rulebook(workspace, named)
    rulebook, faults = load_rulebook(path, shown=workspace.shown(path), search=rulebook_folders(workspace))
    return (None if rulebook is None else rulebook.within(workspace.area, workspace.issuer)), faults


def load_beside(workspace: Workspace, named: str) -> tuple["Rulebook | None", Findings]:
    """A rulebook that is asked of people whom another one chose; the scheme of that one stays in force."""
    return copy_context().run(load, workspace, named)


def must_judge(rulebook: "Rulebook") -> None:
    """Raise `CannotRun` where a rulebook asks nothing of candidates: everybody would pass it."""
    if not rulebook.judges:
        raise CannotRun(f"规则 {rulebook.id.id} 只问在岗的人，不能用来核对人选。→ 请改用核对人选的规则，如 nanan-2020")


def put_scheme_in_force(workspace: Workspace, named: str) -> None:
    """Let rosters be read by the scheme that the rulebook declares, if any; a faulty rulebook declares none.

    Raises `CannotRun` where there is no such rulebook.
    """
    from yicun.rulebook.files import declares_scheme

    put_in_force(SHIPPED_SCHEME)
    path = find_rulebook(workspace, named)
    if declares_scheme(path, rulebook_folders(workspace)):
        load(workspace, named)


def deadline(workspace: Workspace, rulebook: "Rulebook", given: date | None) -> tuple[date | None, Findings]:
    """The deadline to count by: the one `given`, else the rulebook's main one; one set for other areas is YC522."""
    if given is not None:
        return given, Findings()
    if rulebook.main_deadline is not None:
        return rulebook.main_deadline.on, Findings()
    config = Place(CONFIG) if workspace.found else None
    return None, Findings(
        Finding("YC522", config or each.place, {"day": str(each.on), "what": each.what, "areas": each.where})
        for each in rulebook.deadlines
        if each.main
    )


def denials(workspace: Workspace, named: str, roster: Roster, as_of: date) -> Findings:
    """YC309: a sanction that still holds beside a clear vetting; nothing where the rulebook itself is at fault."""
    sanctions = roster.candidates.get("discipline")
    if sanctions is None or not sanctions.dropna().ne("无").any():
        return Findings()
    rulebook, _ = load(workspace, named)
    if rulebook is None:
        return Findings()
    from yicun.rulebook.judge import denials as contradicted

    return contradicted(rulebook, roster, as_of)


def stale(workspace: Workspace, named: str, roster: Roster, as_of: date, waivers: Sequence["Waiver"]) -> Findings:
    """YC520: the waivers that lift nothing; nothing where the rulebook itself is at fault."""
    rulebook = load(workspace, named)[0] if waivers else None
    if rulebook is None:
        return Findings()
    from yicun.rulebook.judge import judge

    return judge(rulebook, roster, as_of, None, waivers)[1].only(("YC520",))


def prove(workspace: Workspace, named: str, rulebook: "Rulebook") -> tuple[Findings, int, int]:
    """Run the cases beside a rulebook and those it extends, and where all pass drop each part of each condition.

    What failed (YC509) or went unnoticed (YC515), how many cases passed, of how many. Raises `CannotRun` without cases.
    """
    from yicun.rulebook.cases import cases_beside
    from yicun.rulebook.cases import prove as run_all
    from yicun.rulebook.files import chain_of
    from yicun.rulebook.proof import unproved

    path = find_rulebook(workspace, named)
    if not cases_beside(path).is_file():
        raise CannotRun(f"没有案例文件 {cases_beside(path).name}。→ 请在规则文件旁写上案例")
    beside = [cases_beside(file) for file in chain_of(path, rulebook_folders(workspace))]
    results, cases, findings = run_all(rulebook, [(file, workspace.shown(file)) for file in beside if file.is_file()])
    if not len(findings):
        findings += unproved(rulebook, cases)
    return findings, sum(result.passed for result in results), len(results)


def find_rulebook(workspace: Workspace, named: str) -> Path:
    """Where a rulebook is. Raises `CannotRun` where there is none of that name."""
    from yicun.rulebook.files import find_rulebook as find

    named = named or workspace.rulebook
    for folder in (Path.cwd(), workspace.root):
        if (folder / named).is_file():
            return folder / named
    folders = rulebook_folders(workspace)
    found = find(named, folders)
    if found is not None:
        return found
    known = "、".join(
        sorted({path.stem for folder in folders for path in folder.glob("*.yaml") if "." not in path.stem})
    )
    raise CannotRun(f"找不到规则 {named}。→ 可用：{known}，或给出规则文件的路径")


def rulebook_folders(workspace: Workspace) -> Sequence[Path]:
    """Where rulebooks are looked for: the workspace's own folder first."""
    from yicun.rulebook.files import shipped

    return [folder for folder in (workspace.root / "rules", shipped()) if folder.is_dir()]


def to_begin_with(workspace: Workspace) -> list[Path]:
    """The files of the rulebooks a new workspace is given, its own first, with their cases.

    It is the one asked for, else the text that an office of the area issued, else the one that rests on no other.
    """
    from yicun.rulebook.cases import cases_beside
    from yicun.rulebook.files import chain_of, issued_in, shipped

    own = find_rulebook(workspace, workspace.rulebook) if workspace.rulebook else issued_in(workspace.area)
    chain = chain_of(own, (shipped(),))
    books = [*chain, find_rulebook(Workspace(workspace.root), AFTERWARDS)]
    return [*books, *(cases for path in books if (cases := cases_beside(path)).is_file())]
