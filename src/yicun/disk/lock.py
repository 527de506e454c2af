"""One run at a time for a record, on every system, with nothing left behind."""

import errno
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
_TRIES = 40
_HELD = (errno.EACCES, errno.EDEADLK, 0)  # by another run, as Windows says it; Wine gives no reason


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
        for _ in range(_TRIES):
            try:
                return os.open(path, os.O_CREAT | os.O_RDWR | os.O_TEMPORARY | os.O_NOINHERIT)
            except OSError:  # the run before is just closing it, and with that it goes
                time.sleep(_PAUSE)
        return None  # a read-only folder; what follows says so

    def _wait(handle: int) -> None:
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            except OSError as error:
                if error.errno not in _HELD:
                    return
                time.sleep(_PAUSE)
            else:
                return

else:  # the folder itself is the lock

    def _open(record: Path) -> int | None:
        return os.open(record.parent, os.O_RDONLY)

    def _wait(handle: int) -> None:
        with suppress(OSError):  # a network disk without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
