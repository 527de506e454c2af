"""In what order: the only module that knows every room. One function a command; each reads like a table of contents.

A room is entered when its turn comes, so that reading begins before anything else is loaded.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yicun import __version__, regulation
from yicun.disk.plain import read_plain
from yicun.inputs import Inputs, load_inputs, submission_named
from yicun.intake.load import Progress
from yicun.model.areas import Area, RollUp
from yicun.model.errors import CannotRun
from yicun.model.findings import Findings, Places
from yicun.model.masks import mask_text
from yicun.model.results import Basis, Comparison, Result
from yicun.model.roster import Roster
from yicun.model.scheme import in_force
from yicun.workspace import Workspace, find_workspace

if TYPE_CHECKING:
    from yicun.model.verdicts import Verdicts
    from yicun.rulebook.schema import Rulebook
    from yicun.rulebook.waivers import Waiver

    _Judge = Callable[[Roster, date], tuple[Verdicts, Findings]]

TOOL = f"yicun {__version__}"
_YEARS = range(1950, 2200)  # what is counted from a day stays within what calendars and columns hold
_LONGEST_SUMMARY = 10_000  # rows


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked for, options and workspace merged: `files` named on the command line, else the workspace's own."""

    workspace: Workspace
    as_of: date
    deadline: date | None = None
    rulebook: str = ""
    files: tuple[Path, ...] = ()
    passwords: tuple[str, ...] = ()
    password_file: Path | None = None
    processes: int | None = None
    progress: Progress = lambda _done, _total, _found: None


def load(
    *files: Path | str,
    workspace: Path | str | None = None,
    as_of: date | None = None,
    today: date | None = None,
    deadline: date | None = None,
    rulebook: str = "",
    passwords: Sequence[str] = (),
    processes: int | None = None,
    progress: Progress = lambda _done, _total, _found: None,
) -> Run:
    """What is to be looked at: `files`, else everything that the workspace of the folder `workspace` holds.

    Without `workspace` it is that of the nearest `yicun.toml` upwards from the current folder. What is left out is
    taken from `yicun.toml`; `today` is the as-of date where that says none, for nothing here reads the clock. Raises
    `CannotRun` where the workspace is at fault, or where there is no as-of date at all.
    """
    place = find_workspace(None if workspace is None else Path(workspace), Path.cwd())
    day = as_of or place.as_of or today
    if day is None:
        raise CannotRun("没有基准日。→ 请给出 as_of，或在 yicun.toml 写明 as_of")
    deadline = deadline or place.deadline
    for name, one in (("基准日", day), ("期限", deadline)):
        if one is not None and one.year not in _YEARS:
            raise CannotRun(f"{name} {one} 不在 {_YEARS[0]} 年至 {_YEARS[-1]} 年之间。→ 请检查日期")
    return Run(
        place,
        as_of=day,
        deadline=deadline,
        rulebook=rulebook,
        files=tuple(map(Path, files)),
        passwords=tuple(passwords),
        processes=processes,
        progress=progress,
    )


def validate(run: Run) -> Result:
    """Read and check; over a whole workspace also who has not sent anything."""
    known = inputs(run)
    result = _checked(run, known)
    waivers, wrong = _waivers(run, known)
    wrong += regulation.stale(run.workspace, run.rulebook, result.roster, run.as_of, () if run.files else waivers)
    contradicted = regulation.denials(run.workspace, run.rulebook, result.roster, run.as_of)
    result = replace(result, findings=result.findings + contradicted + wrong)
    if run.files:
        return result
    from yicun.coverage.states import submissions

    return replace(result, findings=result.findings + submissions(result.roster, None, result.findings.unchecked()))


def screen(run: Run) -> Result:
    """Read, then judge every candidate. `verdicts` is None where the rulebook itself is at fault."""
    return _screened(run, inputs(run))[0]


def coverage(run: Run, known: Inputs | None = None, *, line: bool = True) -> Result:
    """Judge, then see which villages still lack somebody, and how fast; `line`: on every day that brought something."""
    known = known or inputs(run, past=True)
    result, judged = _screened(run, known)
    if result.verdicts is None or judged is None:
        return result
    from yicun.coverage.pace import day_before_window, with_pace
    from yicun.coverage.states import cover, totals

    if result.roster.villages.empty:
        raise CannotRun("底册中没有读到一个村，无法统计。→ 请填好行政村底册，并先用 yicun validate 检查")
    basis, unread, own_days = result.basis, result.findings.unchecked(), run.workspace.own_days
    asked = (run.as_of, basis.deadline, unread, own_days, basis.deadline_step)
    covered, found = cover(result.roster, result.verdicts, *asked)
    if (days := known.days_before(run.as_of)) is not None:
        days = days if line else day_before_window(days, run.as_of, own_days)
        earlier = []
        for day in days:
            roster, of_files = known.of_day_gone_by(day)
            when = (day, basis.deadline, of_files.unchecked(), basis.deadline_step)
            earlier.append((day, totals(roster, judged(roster, day)[0], *when)))
        covered = with_pace(covered, earlier, own_days, line=line)
    return replace(result, coverage=covered, findings=result.findings + found)


def _screened(run: Run, known: Inputs) -> tuple[Result, "_Judge | None"]:
    """What `screen` gives, and how to judge the roster of another day alike."""
    result = _checked(run, known)
    from yicun.rulebook.judge import judge
    from yicun.rulebook.load import outside

    rulebook, faults = load_rulebook(run)
    if rulebook is not None:
        faults += outside(rulebook, run.as_of)
    if rulebook is None or faults.unchecked():
        return replace(result, findings=result.findings + faults), None
    regulation.must_judge(rulebook)
    waivers, found = _waivers(run, known)
    faults += found
    deadline, found = regulation.deadline(run.workspace, rulebook, run.deadline)
    faults += found

    def judged(roster: Roster, day: date) -> tuple["Verdicts", Findings]:
        return judge(rulebook, roster, day, deadline, waivers)

    verdicts, found = judged(result.roster, run.as_of)
    basis = replace(result.basis, rulebook=rulebook.id, deadline=deadline, deadline_step=rulebook.step_by(deadline))
    faults += found.only((), ("YC520",) if run.files else ())  # whom else a waiver is for nobody read
    return replace(result, basis=basis, findings=result.findings + faults, verdicts=verdicts), judged


def nominations(run: Run, station: str | None) -> Result:
    """Cover, then draw up the list: of the whole area, or of one station."""
    result = coverage(run, line=False)
    if result.verdicts is None or result.coverage is None:
        return result
    from yicun.coverage.listing import nominate
    from yicun.register.spelling import must_be_known

    if station is not None:
        must_be_known(station, [numbers.name for numbers in result.coverage.stations])
    area, scheme = run.workspace.area, result.basis.scheme
    return replace(result, nominations=nominate(result.roster, result.verdicts, result.coverage, station, area, scheme))


def villages_in_need(run: Run, *, still: bool = False) -> dict[str, list[tuple[str, str]]]:
    """Station -> its villages (township, village) that need somebody by the register, both in register order.

    `still`: of these, only those for which not everybody needed is on the list yet.
    """
    if (register := run.workspace.must_be_one().villages) is None:
        raise CannotRun("没有行政村底册，不知道各所有哪些村。→ 请在 yicun.toml 写明 villages")
    from yicun.register.need import Need, needs

    result = coverage(run, line=False) if still else read(replace(run, files=(register,)))
    if still and result.coverage is None:
        raise CannotRun("规则有误，无法统计。→ 请用 yicun rules check 查看")
    if not still and result.findings.unchecked():
        raise CannotRun(f"底册 {run.workspace.shown(register)} 未能检查。→ 请用 yicun validate 查看原因")
    villages, needed = result.roster.villages, needs(result.roster)["need"].eq(Need.NEEDED.value)
    if result.coverage is not None:
        needed &= villages.index.isin(result.coverage.villages.query("filled < quota").index)
    stations: dict[str, list[tuple[str, str]]] = {name: [] for name in villages["station"].dropna().unique()}
    for station, township, village in villages[needed][["station", "township", "village"]].itertuples(index=False):
        if isinstance(station, str):
            stations[station].append((str(township), str(village)))
    return stations


def diff(run: Run, old: Path, new: Path) -> tuple[Comparison, Findings]:
    """What changed between two submissions; each a file, or the number of its receipt where no file is called so."""
    (first, _), (second, partial) = (submission_named(run.workspace, path, run.as_of) for path in (old, new))
    before, after = (read(replace(run, files=(path,))) for path in (first, second))
    from yicun.compare import compare

    return compare(before.roster, after.roster, partial=partial), before.findings + after.findings


def read(run: Run, known: Inputs | None = None) -> Result:
    """Files to a checked roster: those named, else the register and everything the stations sent."""
    return _checked(run, known or inputs(run))


def _checked(run: Run, known: Inputs) -> Result:
    from yicun.register.need import not_needing

    roster, findings = known.roster(run.as_of)
    return Result(_basis(run), roster, findings + Findings((), (not_needing(roster),)))


def inputs(run: Run, *, past: bool = False) -> Inputs:
    """Everything that was read, of which a picture of any day can be made; `past`: of days before too."""
    regulation.put_scheme_in_force(run.workspace, run.rulebook)
    return load_inputs(
        run.workspace, run.files, as_of=run.as_of, past=past, passwords=run.passwords, processes=run.processes,
        progress=run.progress,
    )  # fmt: skip


def load_rulebook(run: Run) -> tuple["Rulebook | None", Findings]:
    """The rulebook asked for: a path, or the name of one in the workspace or shipped with yicun."""
    return regulation.load(run.workspace, run.rulebook)


def check_rulebook(run: Run) -> tuple["Rulebook | None", Result]:
    """The rulebook by itself: what is wrong with it, in a result without rosters."""
    rulebook, faults = load_rulebook(run)
    if rulebook is not None:
        from yicun.rulebook.load import outside

        faults += outside(rulebook, run.as_of)
    import pandas as pd

    return rulebook, Result(_basis(run), Roster((), Places((), (), ()), pd.DataFrame(), pd.DataFrame()), faults)


def test_rulebook(run: Run) -> tuple[Result, int, int]:
    """The cases of a rulebook and of those it extends: what failed or proves nothing, how many passed, of how many."""
    rulebook, result = check_rulebook(run)
    if rulebook is None:
        return result, 0, 0
    findings, passed, total = regulation.prove(run.workspace, run.rulebook, rulebook)
    return replace(result, findings=result.findings + findings), passed, total


def compare_rulebooks(run: Run, old: str, new: str) -> tuple[Result, Result, list[int]]:
    """The same people by two rulebooks, and the rows whose verdict is not the same; no row where either is at fault."""
    by_old, by_new = (screen(replace(run, rulebook=name)) for name in (old, new))
    if by_old.verdicts is None or by_new.verdicts is None:
        return by_old, by_new, []
    verdicts = by_old.verdicts.people["verdict"].astype(str), by_new.verdicts.people["verdict"].astype(str)
    return by_old, by_new, verdicts[0].index[verdicts[0].ne(verdicts[1])].tolist()


def _waivers(run: Run, known: Inputs) -> tuple[tuple["Waiver", ...], Findings]:
    from yicun.rulebook.waivers import load_waivers, waivers_of

    workspace, file = run.workspace, run.workspace.waivers
    listed, found = waivers_of(known.ledger, run.as_of)
    named, faults = ((), Findings()) if file is None else load_waivers(file, shown=workspace.shown(file))
    return named + listed, faults + found


def _basis(run: Run) -> Basis:
    here = run.workspace
    return Basis(TOOL, run.as_of, here.area, here.office, run.deadline, None, "", here.issuer, here.contact, in_force())


def roll_up(name: str, files: Sequence[Path], expected: Sequence[str] = ()) -> RollUp:
    """The figures of many areas put together under `name`; a file that is no report is named and left out."""
    from yicun.rollup.adding import roll_up as put_together
    from yicun.rollup.reading import AreaRefused, area_of_json, area_of_summary

    areas, faults = list[Area](), list[str]()
    for path in files:
        shown = mask_text(path.as_posix())
        try:
            content = read_plain(path)
            workbook = content.startswith(b"PK")
            areas.append(area_of_summary(_sheets(path, shown), shown) if workbook else area_of_json(content, shown))
        except AreaRefused as refused:
            faults.append(f"{shown}：{refused}")
        except OSError as error:
            faults.append(f"{shown}：{'找不到这个文件' if isinstance(error, FileNotFoundError) else '无法读取'}")
    return put_together(name, areas, expected, faults)


def _sheets(path: Path, shown: str) -> dict[str, list[list[object]]]:
    """The sheets of a summary workbook as rows of cells; none where it cannot be read."""
    from yicun.intake.read import open_workbook

    return {grid.sheet: list(map(list, grid.rows[:_LONGEST_SUMMARY])) for grid in open_workbook(path, shown).grids}
