"""One run at a time for a record, on every system, with nothing left behind."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.05  # seconds


@contextmanager
def locked(record: Path) -> Iterator[None]:
    """Wait until no other run holds the record, hold it for the block. A disk that knows no locks is not locked."""
    handle = _open(record)
    try:
        if handle is not None:
            _wait(handle)
        yield
    finally:
        if handle is not None:
            os.close(handle)


if sys.platform == "win32":  # folders cannot be locked: a file that goes with the last run that has it open

    def _open(record: Path) -> int | None:
        path = record.with_name(f"{record.stem}.lock")
        while True:
            try:
                return os.open(path, os.O_CREAT | os.O_RDWR | os.O_TEMPORARY | os.O_NOINHERIT)
            except OSError:
                if not path.exists():  # a read-only folder; what follows says so
                    return None
                time.sleep(_PAUSE)  # the run before is just closing it

    def _wait(handle: int) -> None:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except PermissionError:  # held by another run
                time.sleep(_PAUSE)
            except OSError:
                return
            else:
                return

else:  # the folder itself is the lock

    def _open(record: Path) -> int | None:
        return os.open(record.parent, os.O_RDONLY)

    def _wait(handle: int) -> None:
        with suppress(OSError):  # a network disk without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
