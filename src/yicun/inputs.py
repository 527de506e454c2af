"""Which files a run looks at: those named, else the register and what the stations sent, as the ledger knows it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from yicun.intake.load import InputFile, Progress, load_files
from yicun.model.errors import CannotRun
from yicun.model.fields import TableKind
from yicun.model.files import by_name
from yicun.model.findings import Findings
from yicun.model.roster import Roster
from yicun.workspace import Workspace

if TYPE_CHECKING:
    from yicun.intake.load.picturing import Loaded
    from yicun.ledger.book import Ledger

_LONGEST_HISTORY = timedelta(days=366)
_OF_STATIONS = (TableKind.RECEIPTS, TableKind.DECISIONS, TableKind.POSTS)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read, and what the office's ledger says of it (None without one).

    `findings` are about the ledger, and the folders that were passed over.
    """

    loaded: "Loaded"
    ledger: "Ledger | None"
    findings: Findings

    def roster(self, day: date, *, only_received: bool = False) -> tuple[Roster, Findings]:
        """The picture of a day and everything that is to be said of it."""
        roster, found = self.loaded.on(day, self.ledger, only_received=only_received)
        if self.ledger is not None and not only_received:
            from yicun.ledger.duty import faults

            found += Findings(faults(self.ledger, roster.posts, day))
        return roster, self.findings + found

    def of_day_gone_by(self, day: date) -> tuple[Roster, Findings]:
        """The roster that a run of an earlier day would have had, with what is said of whole files alone."""
        assert self.ledger is not None
        return self.loaded.seen_again(day, self.ledger).on(day, self.ledger, only_received=True)

    def days_before(self, as_of: date) -> tuple[date, ...] | None:
        """The earlier days on which the office came to know anything, earliest first, of a year at most.

        None where it cannot be said when every file came in.
        """
        if self.ledger is None or not self.loaded.all_received(as_of, self.ledger):
            return None
        from yicun.ledger.receipts import days_of_change

        return tuple(day for day in days_of_change(self.ledger) if as_of - _LONGEST_HISTORY <= day < as_of)


def load_inputs(
    workspace: Workspace,
    named: Sequence[Path],
    *,
    as_of: date,
    past: bool = False,
    passwords: Sequence[str],
    processes: int | None,
    progress: Progress,
) -> Inputs:
    """Read what was `named`, else everything of the workspace that was there on the as-of date.

    `past`: also what was withdrawn by then, which the pictures of earlier days show.
    """
    register = workspace.villages
    if register is not None and not register.is_file():
        raise CannotRun(f"找不到行政村底册 {workspace.shown(register)}。→ 请检查 yicun.toml 的 villages")
    ledger, findings = open_ledger(workspace, as_of)
    if named:
        files = [InputFile(path, workspace.shown(path), "any") for path in named]
        if register is not None and os.path.realpath(register) not in map(os.path.realpath, named):
            files.insert(0, InputFile(register, workspace.shown(register), "reference"))
        ledger, findings = (None if ledger is None else ledger.without(_OF_STATIONS)), Findings()
    else:
        files = _sent(workspace, ledger, as_of, past=past)
        findings += Findings(tuple(workspace.passed_over()))
        if register is None and not files:
            raise CannotRun("没有可检查的文件。→ 请给出文件名，或在 yicun.toml 所在的文件夹中运行")
        if register is not None:
            files.insert(0, InputFile(register, workspace.shown(register), "register"))
    loaded = load_files(files, as_of=as_of, ledger=ledger, passwords=passwords, processes=processes, progress=progress)
    return Inputs(loaded, ledger, findings)


def open_ledger(workspace: Workspace, as_of: date) -> "tuple[Ledger | None, Findings]":
    """The workspace's ledger; None where it has none."""
    path = workspace.ledger
    if path is None:
        return None, Findings()
    if not path.is_file():
        raise CannotRun(f"找不到台账 {workspace.shown(path)}。→ 请检查 yicun.toml 的 ledger，或用 yicun init 新建")
    from yicun.intake.load.ledger_file import read_ledger
    from yicun.ledger.spellings import spellings_of

    ledger, findings = read_ledger(path, workspace.shown(path), as_of)
    return ledger, findings + Findings(spellings_of(ledger)[1])


def _sent(workspace: Workspace, ledger: "Ledger | None", as_of: date, *, past: bool) -> list[InputFile]:
    """What stations sent by a day: without what came later or is void, and with every file a receipt names.

    `past`: also with what became void by then.
    """
    paths = {workspace.shown(path): path for path in workspace.submitted()}
    if ledger is not None:
        from yicun.ledger.receipts import ever_in_force, in_force, receipts_of

        receipts = receipts_of(ledger)
        for receipt in receipts:
            finish_receipt(workspace.root / receipt.file, receipt.sha256)
        counting = ever_in_force(receipts, as_of) if past else in_force(receipts, as_of).keys()
        paths |= {file: path for file in counting if (path := workspace.root / file).is_file()}
        left_out = {receipt.file for receipt in receipts} - counting
        paths = {shown: path for shown, path in paths.items() if shown not in left_out}
    ordered = sorted(paths.items(), key=lambda item: by_name(item[1]))
    return [InputFile(path, shown, "submission") for shown, path in ordered]


def submission_named(workspace: Workspace, name: Path, as_of: date) -> tuple[Path, bool | None]:
    """The file of a path, or of a receipt's number where no file is called so; and whether it is a part, not the whole.

    None where there is no receipt to say that.
    """
    if name.is_file():
        return name, None
    if not name.name.isdecimal() or len(name.parts) > 1:
        raise CannotRun(f"找不到文件 {name}。→ 请检查路径")
    from yicun.ledger.receipts import PARTIAL, receipts_of

    number = int(name.name)
    for receipt in receipts_of(open_ledger(workspace, as_of)[0]):
        if receipt.number == number:
            return workspace.root / receipt.file, receipt.manner in PARTIAL
    raise CannotRun(f"台账中没有收文 {number} 号。→ 请看台账的“收文”")


def pending_copy(target: Path, sha256: str) -> Path:
    """The hidden name under which a file waits until its receipt is written."""
    return target.with_name(f".收文-{sha256[:12]}")


def finish_receipt(target: Path, sha256: str) -> None:
    """Give a received file its name, where a run was killed between its receipt and that."""
    pending = pending_copy(target, sha256)
    if sha256 and pending.is_file() and not target.exists():
        pending.rename(target)
