"""How the outputs of one command reach the disk: never over anything that is read, in this run or in another."""

from collections.abc import Generator, Iterator
from functools import cached_property
from pathlib import Path

from yicun.disk.deliver import deliver
from yicun.model.errors import CannotRun
from yicun.model.results import Result
from yicun.pipeline import Run
from yicun.regulation import find_rulebook, rulebook_folders
from yicun.workspace import CONFIG

Lines = Generator[str, None, None]
"""What was written, line by line as it is; closing it ends the work."""

_LEDGERS = ("台账.xlsx", "台账.前一版.xlsx")


def must_end(path: Path, *endings: str) -> None:
    """Raise `CannotRun` where an output is not of a kind that can be written."""
    if path.suffix.lower() not in endings:
        raise CannotRun(f"不能写成 {path.name}。→ 文件名请以 {' 或 '.join(endings)} 结尾")


class Delivery:
    """Puts outputs where they belong, with the inputs of the workspace safe from them, `force` or not."""

    def __init__(self, run: Run, result: Result | None = None, *, force: bool) -> None:
        """Take what was asked for and, where files were read, what was read."""
        self._run, self._result, self._force = run, result, force

    def put(self, path: Path, content: bytes, *, private: bool = False) -> str:
        """Write one output, `private` for its owner alone; gives its path as it is shown."""
        deliver(
            path,
            content,
            record=self._run.workspace.made,
            force=self._force,
            private=private,
            inputs=self._inputs,
        )
        return self._run.workspace.shown(path)

    @cached_property
    def _inputs(self) -> tuple[Path, ...]:
        return tuple(dict.fromkeys(self._all_inputs()))

    def _all_inputs(self) -> Iterator[Path]:
        run, workspace = self._run, self._run.workspace
        if self._result is not None:
            yield from (workspace.actual(file.path) for file in self._result.roster.files)
        yield from run.files
        yield from (file for file in (workspace.villages, workspace.waivers, run.password_file) if file is not None)
        yield workspace.root / CONFIG
        yield from (workspace.root / name for name in _LEDGERS)
        yield from workspace.submitted()
        yield from _rulebook_files(run)


def _rulebook_files(run: Run) -> tuple[Path, ...]:
    """Every file the rulebook asked for rests on; none where it is not found."""
    from yicun.rulebook.files import files_behind

    try:
        path = find_rulebook(run.workspace, run.rulebook)
    except CannotRun:
        return ()
    return files_behind(path, rulebook_folders(run.workspace))
