"""Signals that end a run become exceptions, so that every `with` block still puts away what is its own."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
SIGNALLED = 128
"""What shells add to the number of the signal that ended a process."""


class Ended(BaseException):
    """Somebody ended the run; `status` is the exit code shells give to that signal."""

    def __init__(self, number: int) -> None:
        """Take the signal."""
        self.status = SIGNALLED + number


@contextmanager
def ending_as_exceptions() -> Iterator[None]:
    """Raise `Ended` at SIGTERM and SIGHUP, once. What is ignored (as under nohup) stays so."""
    before = {}
    try:
        for one in _ENDING:
            if signal.getsignal(one) is not signal.SIG_IGN:
                before[one] = signal.signal(one, _end)
    except ValueError:  # not the main thread
        before = {}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    for one in _ENDING:
        signal.signal(one, signal.SIG_IGN)  # a closing terminal sends several; putting away is not to be broken off
    raise Ended(number)
