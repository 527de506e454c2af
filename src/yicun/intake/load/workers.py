"""Work on many items in other processes, each item under limits of time and memory, so that none can end the run.

A process that dies takes no other item with it: what it may have had in hand is tried again, each in a process alone.
"""

import faulthandler
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

_POLL = 1.0
"""Seconds without an answer after which `waiting` is called, again and again."""

_GRACE = 30.0
"""Seconds after its limit in which a process should have ended itself."""

_FIRST_TRY = 0.25
"""The part of its time that an item gets beside others; one that needs more begins again in a process alone."""

WorkerStart = tuple[int, str | None]
"""The number of the process that started another, and where it puts temporary files."""

_TIMED_OUT = 1
"""The exit code `faulthandler` ends a process with."""


class Failure(Enum):
    """Why there is no value for an item."""

    DIED = "读取它的进程意外终止"
    TIMEOUT = "读取它用时过长，已停止"
    MEMORY = "读取它所用的内存超过限度"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take: seconds, and bytes of memory (where the system can hold a process to them)."""

    seconds: float
    memory: int


@contextmanager
def run_each(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    *,
    processes: int,
    limits: Callable[[Item], Limits],
    weigh: Callable[[Item], int] = lambda _: 1,
    waiting: Callable[[], None] = lambda: None,
) -> "Iterator[Iterator[Value | Failure]]":
    """Call a top-level function on every item; the block gets a value or a failure for each, in their order.

    Processes start at once, heavy items (`weigh`) first, and all end with the block, also by Ctrl-C, and when this
    process is killed. `processes` at most, and at least one: nothing is ever done in this process. `waiting` is called
    about once a second while nothing comes. An exception of the function itself is a bug (or `CannotRun`) and comes
    out here.
    """
    pool = Pool(function, items, limits, min(processes, len(items)), waiting)
    try:
        pool.start(sorted(range(len(items)), key=lambda number: -weigh(items[number])))
        yield map(pool.result, range(len(items)))
    finally:
        pool.stop()


class Pool(Generic[Item, Value]):
    """Some processes for all items; and one process at a time for an item that may have ended another."""

    def __init__(
        self,
        function: Callable[[Item], Value],
        items: Sequence[Item],
        limits: Callable[[Item], Limits],
        size: int,
        waiting: Callable[[], None],
    ) -> None:
        self._function, self._items, self._limits = function, items, limits
        self._size, self._waiting = size, waiting
        self._futures: dict[int, Future[Value]] = {}
        self._failures: dict[int, Failure] = {}
        self._values: dict[int, Value] = {}
        self._executor: ProcessPoolExecutor | None = None

    def start(self, numbers: Sequence[int]) -> None:
        """Give these items to new processes, in this order."""
        if not numbers:
            return
        context = _context()
        self._executor = ProcessPoolExecutor(self._size, context, start_worker, (os.getpid(), tempfile.tempdir))
        with _without_interrupts():  # the processes are born with the first item
            for number in numbers:
                item = self._items[number]
                self._futures[number] = self._executor.submit(
                    _work, self._function, item, _for_first_try(self._limits(item))
                )

    def result(self, number: int) -> "Value | Failure":
        """What came of an item; waits for it."""
        while number in self._futures:
            future = self._futures[number]
            if not wait([future], _POLL).done:
                self._waiting()
            elif isinstance(future.exception(), BrokenProcessPool):
                self._recover()
            elif isinstance(future.exception(), MemoryError):  # in a process of its own it has more
                self._run_alone(number)
            else:
                self._values[number] = self._futures.pop(number).result()
        return self._failures[number] if number in self._failures else self._values.pop(number)

    def stop(self) -> None:
        """End every process, busy or not."""
        executor, self._executor = self._executor, None
        if executor is not None:
            with _without_interrupts():
                for process in list((executor._processes or {}).values()):  # noqa: SLF001 - `kill_workers` from Python 3.14 on
                    process.kill()
                executor.shutdown(cancel_futures=True)

    def _recover(self) -> None:
        """After a process has died: everything else goes to new ones, what may have been at work runs alone."""
        self.stop()
        unfinished = [number for number, future in self._futures.items() if _is_lost(future)]
        in_hand = 2 * self._size + 1  # each process has one, and the pool lays as many ready, and one more
        self.start(unfinished[in_hand:])
        for number in unfinished[:in_hand]:
            self._run_alone(number)

    def _run_alone(self, number: int) -> None:
        """Run an item in a process that is killed when it takes too long, and whose end says what went wrong."""
        del self._futures[number]
        limits, context, born = self._limits(self._items[number]), _context(), (os.getpid(), tempfile.tempdir)
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=_work_alone, args=(theirs, born, self._function, self._items[number], limits), daemon=True
        )
        deadline = time.monotonic() + limits.seconds + _GRACE
        try:
            with _without_interrupts():
                process.start()
            theirs.close()
            while not ours.poll(_POLL) and time.monotonic() < deadline:
                self._waiting()
            answer: tuple[Any, Exception | None] = ours.recv() if ours.poll() else (None, TimeoutError())
            value, error = answer
        except EOFError:
            process.join()
            self._failures[number] = _failure(process)
        else:
            if isinstance(error, MemoryError | TimeoutError):
                self._failures[number] = Failure.MEMORY if isinstance(error, MemoryError) else Failure.TIMEOUT
            elif error is not None:
                raise error
            else:
                self._values[number] = value
        finally:
            drop_worker(process)
            ours.close()


def _for_first_try(limits: Limits) -> Limits:
    return Limits(_FIRST_TRY * limits.seconds, limits.memory)


def _is_lost(future: "Future[Any]") -> bool:
    return not future.done() or future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


def _failure(process: BaseProcess) -> Failure:
    """Why a process ended without an answer. A reader that gets no memory aborts; the system kills what takes all."""
    if process.exitcode == _TIMED_OUT:
        return Failure.TIMEOUT
    ends_without_memory = (-signal.SIGABRT, -getattr(signal, "SIGKILL", 9))
    return Failure.MEMORY if process.exitcode in ends_without_memory else Failure.DIED


def drop_worker(process: BaseProcess) -> None:
    """End a process, whatever it does."""
    if process.pid is not None:
        with _without_interrupts():
            process.kill()
            process.join()


def start_worker(parent: int, temporary: str | None) -> None:
    """Prepare a process that was just born: quiet, gone with its parent, and deaf to what a terminal sends to both."""
    tempfile.tempdir = temporary
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a reader that panics prints
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


def _work(function: Callable[[Item], Value], item: Item, limits: Limits) -> Value:
    """Work on one item under its limits; the process ends itself when the time is up."""
    _limit_memory(limits.memory)
    faulthandler.dump_traceback_later(limits.seconds, exit=True, file=2)
    try:
        return function(item)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _limit_memory(most: int) -> None:
    """Where the system can: a reader that asks for more gets a `MemoryError`, or ends."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most += _inherited()
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))


@cache
def _inherited() -> int:
    """Bytes of memory this process was born with, as a copy of its parent."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")


def _work_alone(
    pipe: Connection, born: WorkerStart, function: Callable[[Item], Value], item: Item, limits: Limits
) -> None:
    start_worker(*born)
    try:
        answer: tuple[Value | None, Exception | None] = _work(function, item, limits), None
    except Exception as error:  # noqa: BLE001 - it goes on in the parent
        answer = None, error
    pipe.send(answer)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C and its like wait; a process born meanwhile never hears them, not even before its first line."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where `start_worker` turns it off as soon as it runs
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> Any:
    """Copying this process is quickest, and safe only while no other thread holds a lock in it."""
    if "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")
