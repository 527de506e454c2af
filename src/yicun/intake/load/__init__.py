"""Files to a roster. Other processes read while this one still loads the libraries that work on columns."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from yicun.intake.load.memory import let_columns_go
from yicun.intake.load.reading import InputFile, ReadFile, failed_file, read_file
from yicun.intake.load.workers import Failure, Limits, run_each
from yicun.intake.read.limits import memory_for, seconds_for
from yicun.model.findings import Findings
from yicun.model.roster import Roster
from yicun.model.scheme import in_force
from yicun.model.spellings import NONE, Spellings

if TYPE_CHECKING:
    from yicun.intake.load.picturing import Loaded
    from yicun.ledger.book import Ledger

__all__ = ["InputFile", "Progress", "load_files", "load_roster"]

Progress = Callable[[int, int, int], None]
"""Called with how many files of how many are read, and how much has been found in them so far."""


def load_roster(
    files: Sequence[InputFile],
    *,
    as_of: date,
    passwords: Sequence[str] = (),
    processes: int | None = None,
    progress: Progress = lambda _done, _total, _found: None,
) -> tuple[Roster, Findings]:
    """Read files and check all of them together, without a ledger: see `load_files`."""
    loaded = load_files(files, as_of=as_of, passwords=passwords, processes=processes, progress=progress)
    return loaded.on(as_of)


def load_files(
    files: Sequence[InputFile],
    *,
    as_of: date,
    ledger: "Ledger | None" = None,
    passwords: Sequence[str] = (),
    processes: int | None = None,
    progress: Progress = lambda _done, _total, _found: None,
) -> "Loaded":
    """Read every file, whatever becomes of it, and check its cells on the as-of date.

    `passwords` are tried on encrypted files; `processes` None lets yicun decide. The result depends on neither.
    Without a register no village is matched (`village_row` -1).
    """
    taught = NONE if ledger is None else _taught(ledger)

    def read() -> list[ReadFile]:
        reporter = _Reporter(len(files), progress)
        with run_each(
            partial(read_file, passwords=tuple(passwords), spellings=taught, scheme=in_force()),
            files,
            processes=processes or os.cpu_count() or 1,
            limits=limits_of,
            weigh=_size,
            waiting=reporter.report,
        ) as results:
            import yicun.intake.load.assembling  # noqa: F401 - it takes a while, and others read meanwhile

            let_columns_go()
            return list(reporter.follow(files, results))

    files_read = read()
    from yicun.intake.load.assembling import assemble

    return assemble(files_read, read, as_of, ledger, taught)


def _taught(ledger: "Ledger") -> Spellings:
    from yicun.ledger.spellings import spellings_of

    return spellings_of(ledger)[0]


def limits_of(file: InputFile) -> Limits:
    """What reading a file may take."""
    return Limits(seconds_for(_size(file)), memory_for(_size(file)))


class _Reporter:
    """How far the reading is: reported with every file, and whenever one takes a while."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress = total, progress
        self._done = self._found = 0

    def follow(self, files: Sequence[InputFile], results: "Iterable[ReadFile | Failure]") -> Iterator[ReadFile]:
        """The files as they were read, each reported as it passes."""
        for file, result in zip(files, results, strict=True):
            read = failed_file(file, result) if isinstance(result, Failure) else result
            self._done += 1
            self._found += len(read.findings)
            self.report()
            yield read

    def report(self) -> None:
        """Say how far it is."""
        self._progress(self._done, self._total, self._found)


def _size(file: InputFile) -> int:
    return file.path.stat().st_size if file.path.is_file() else 0
