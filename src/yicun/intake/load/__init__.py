"""Files to a roster. Other processes read while this one still loads the libraries that work on columns."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from yicun.intake.load.reading import InputFile, ReadFile, read_files
from yicun.intake.load.workers import BatchResult, Failure, run_batches
from yicun.intake.read import is_plain
from yicun.model.findings import Finding, Findings, Place
from yicun.model.roster import Roster

if TYPE_CHECKING:
    from yicun.intake.load.checking import Checked

__all__ = ["InputFile", "Progress", "load_roster"]

Progress = Callable[[int, int, int], None]
"""Told how many files of how many are read, and how much has been found in them so far."""

TOGETHER_WEIGHT = 3 << 20
"""Up to this weight in all (bytes of .xlsx) the files are only read elsewhere, and checked here in one go."""


def load_roster(
    files: Sequence[InputFile],
    *,
    as_of: date,
    passwords: Sequence[str] = (),
    processes: int | None = None,
    progress: Progress = lambda _done, _total, _found: None,
) -> tuple[Roster, Findings]:
    """Read every file, whatever becomes of it, and check all of them together on the as-of date.

    `passwords` are tried on encrypted files; `processes` None lets yicun decide. The result depends on neither.
    Without a register no village is matched (`village_row` -1).
    """
    told = _Progress(len(files), progress)
    run = partial(
        run_batches,
        items=files,
        processes=processes or os.cpu_count() or 1,
        weigh=_weight,
        is_plain=lambda file: is_plain(file.path),
        waiting=told.tell,
    )
    given = tuple(passwords)
    if sum(map(_weight, files)) <= TOGETHER_WEIGHT:
        with run(partial(read_files, passwords=given)) as read:
            batches = _checked_here(told.following(read), as_of)
    else:
        with run(partial(_read_and_check, passwords=given, as_of=as_of)) as checked:
            batches = _checked_elsewhere(told.following(checked), as_of)
    from yicun.intake.load.assembling import assembled

    return assembled(batches)


def _checked_here(results: "Iterable[BatchResult[InputFile, list[ReadFile]]]", as_of: date) -> "list[Checked]":
    from yicun.intake.load.checking import check_by_role

    read = [file for result in results for file in result.value or map(partial(_failed, result.failure), result.items)]
    return check_by_role(read, as_of)


def _read_and_check(files: Sequence[InputFile], passwords: Sequence[str], as_of: date) -> "list[Checked]":
    """What another process does with a batch, so that only what later stages need comes back."""
    read = read_files(files, passwords)
    from yicun.intake.load.checking import check_by_role

    return check_by_role(read, as_of)


def _checked_elsewhere(results: "Iterable[BatchResult[InputFile, list[Checked]]]", as_of: date) -> "list[Checked]":
    from yicun.intake.load.checking import check_by_role

    batches: list[Checked] = []
    for result in results:
        batches += result.value or check_by_role([_failed(result.failure, file) for file in result.items], as_of)
    return batches


class _Part(Protocol):
    """Something read or checked, in which so much was found."""

    @property
    def found(self) -> int: ...


Part = TypeVar("Part", bound=_Part)


class _Progress:
    """How far the reading is, told with every result and whenever it takes a while."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total, self._progress = total, progress
        self._done = self._found = 0

    def following(
        self, results: "Iterable[BatchResult[InputFile, list[Part]]]"
    ) -> "Iterator[BatchResult[InputFile, list[Part]]]":
        """The results, each told as it passes."""
        for result in results:
            self._done += len(result.items)
            self._found += len(result.items) if result.failure else sum(part.found for part in result.value or ())
            self.tell()
            yield result

    def tell(self) -> None:
        """Say how far it is."""
        self._progress(self._done, self._total, self._found)


def _weight(file: InputFile) -> int:
    return file.path.stat().st_size if file.path.is_file() else 0


def _failed(failure: Failure | None, file: InputFile) -> ReadFile:
    """A file that ended its process, or would not fit."""
    assert failure is not None
    code = "YC005" if failure is Failure.MEMORY else "YC001"
    return ReadFile(file, "", (), (Finding(code, Place(file.shown), {"reason": failure.value}),))
