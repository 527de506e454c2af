"""One private folder for all temporary files of a run, those of the libraries among them.

It goes with the run, however that ends but by being killed; then the next run finds that nobody holds it and sweeps it.
"""

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = "yicun-run-"
_OURS = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")
_HELD = ".held"
"""The file in a folder that its owner holds locked (on Windows: open) as long as it lives."""

_TRIES = 10


@contextmanager
def private_folder() -> Iterator[None]:
    """Let every temporary file of this process lie in a new folder that only its owner can read (`tempfile.tempdir`).

    It goes with the block, and so do folders of runs that were killed. Where there is no room for one, the run goes on
    without: whoever needs a temporary file says so.
    """
    before = tempfile.tempdir
    try:
        folder, holding = _new_folder()
    except OSError:
        yield
        return
    tempfile.tempdir = str(folder)
    try:
        sweep(abandoned(folder.parent))
        yield
    finally:
        tempfile.tempdir = before
        _remove(folder, holding)


def abandoned(where: Path | None = None) -> tuple[Path, ...]:
    """The folders of runs that were killed, in the system's place for temporary files (or `where`)."""
    try:
        inside = sorted((where or Path(tempfile.gettempdir())).iterdir())
    except OSError:
        return ()
    return tuple(path for path in inside if _OURS.fullmatch(path.name) and _is_own(path) and not _is_held(path))


def sweep(folders: Iterable[Path]) -> None:
    """Delete those of the folders that still belong to nobody."""
    for folder in folders:
        holding = _hold(folder)
        if holding is not None:
            _remove(folder, holding)


def _new_folder() -> tuple[Path, int]:
    """A folder and the handle that holds it. Another run may sweep it in the moment before it is held."""
    for _ in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        holding = _hold(folder, new=True)
        if holding is not None:
            return folder, holding
    raise FileNotFoundError


def _hold(folder: Path, *, new: bool = False) -> int | None:
    """A handle that holds a folder until it is closed; None where another process holds it or it is gone.

    On a disk without locks, where nobody's end can be seen, only a `new` folder can be had.
    """
    held = folder / _HELD
    try:
        if sys.platform == "win32":
            held.unlink(missing_ok=True)  # fails while another process has it open
        handle = os.open(held, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError:
        return None
    if _locked(handle, new=new) and held.exists():
        return handle
    os.close(handle)
    return None


def _locked(handle: int, *, new: bool) -> bool:
    if sys.platform != "win32":
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return new
    return True


def _is_held(folder: Path) -> bool:
    handle = _hold(folder)
    if handle is not None:
        os.close(handle)
    return handle is None


def _is_own(path: Path) -> bool:
    """Whether this is a folder that only its owner can read, and not somebody else's."""
    try:
        about = path.lstat()
    except OSError:
        return False
    if sys.platform == "win32":
        return stat.S_ISDIR(about.st_mode)
    return stat.S_ISDIR(about.st_mode) and stat.S_IMODE(about.st_mode) == 0o700 and about.st_uid == os.getuid()


def _remove(folder: Path, holding: int) -> None:
    if sys.platform == "win32":  # where nothing that is open can be deleted
        os.close(holding)
    for _ in range(_TRIES):  # a process that is just ending may still have written into it
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
    if sys.platform != "win32":
        with suppress(OSError):
            os.close(holding)
