"""How a process that works for this one is born, under which limits it lives, and how it ends with its parent."""

import faulthandler
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any

from yicun.model.errors import CannotRun

WorkerStart = tuple[int, str | None]
"""The number of the process that started another, and where it puts temporary files."""

_ERRORS = 2
"""Where a reader prints that panics."""

TOO_FEW = "无法启动读取文件的进程，本机的进程数或能打开的文件数不够。→ 请关闭其他程序，或请管理员放宽限制后重试"


@contextmanager
def working(work: Callable[..., None], *about: object) -> Iterator[tuple[BaseProcess, Connection]]:
    """A process that does this, given a pipe and more, and our end of the pipe; with the block it ends too."""
    with _enough():
        way = way_of_birth()
        ours, theirs = way.Pipe(duplex=False)
    process = way.Process(target=work, args=(theirs, *about), daemon=True)
    try:
        with _enough(), giving_birth():
            process.start()
        theirs.close()
        yield process, ours
    finally:
        theirs.close()
        if process.pid is not None:
            with without_interrupts():
                process.kill()
                process.join()
        ours.close()


@contextmanager
def _enough() -> Iterator[None]:
    """A birth that fails for want of something is said, not a bug."""
    try:
        yield
    except OSError as error:
        raise CannotRun(TOO_FEW) from error


def start_worker(parent: int, temporary: str | None) -> None:
    """Prepare a process that was just born: quiet, gone with its parent, and deaf to what a terminal sends to both."""
    tempfile.tempdir = temporary
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if (nowhere := os.open(os.devnull, os.O_WRONLY)) != _ERRORS:
        os.dup2(nowhere, _ERRORS)
        os.close(nowhere)
    _leave_no_core()
    with suppress(OSError):  # where memory runs out, the kernel should end a reader, not the run
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    _end_with(parent)


def _leave_no_core() -> None:
    """A reader that crashes leaves no picture of the rosters it held on the disk."""
    faulthandler.disable()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _end_with(parent: int) -> None:
    """Die with the parent, also in the midst of work that lets no other thread run."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, prctl(2)
        if os.getppid() != parent:
            os._exit(0)
    else:
        threading.Thread(target=_watch_parent, daemon=True).start()


def _watch_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def limit_memory(most: int) -> None:
    """Where the system can: a reader that asks for more gets a `MemoryError`, or ends."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most += _inherited()
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))


@cache
def _inherited() -> int:
    """Bytes of memory this process was born with, as a copy of its parent."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


@contextmanager
def without_interrupts() -> Iterator[None]:
    """Ctrl-C and its like wait; a process born meanwhile never hears them, not even before its first line."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where `start_worker` turns it off as soon as it runs
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def giving_birth() -> Iterator[None]:
    """Interrupts wait; and no process that is not a copy runs the script again that this one runs."""
    script = sys.modules["__main__"]
    with without_interrupts():
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = script


def way_of_birth() -> Any:
    """Copying this process is quickest, and safe only while no other thread holds a lock in it."""
    if "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")
