"""Work on many items in other processes, each item under limits of time and memory, so that none can end the run.

A process that dies takes no other item with it: what it may have had in hand is tried again, each in a process alone.
"""

import faulthandler
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from yicun.intake.load.processes import (
    TOO_FEW,
    WorkerStart,
    giving_birth,
    limit_memory,
    start_worker,
    way_of_birth,
    without_interrupts,
    working,
)
from yicun.model.errors import CannotRun

Item = TypeVar("Item")
Value = TypeVar("Value")

_POLL = 1.0
"""Seconds without an answer after which `waiting` is called, again and again."""

_GRACE = 30.0
"""Seconds after its limit in which a process should have ended itself."""

_FIRST_TRY = 0.25
"""The part of its time that an item gets beside others; one that needs more begins again in a process alone."""

_WANTS = (MemoryError, OSError)
"""What an item meets that has too little: memory, open files."""

_MOST = 61 if sys.platform == "win32" else sys.maxsize
"""Processes that can work at once: Windows waits for no more."""

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
    pool = Pool(function, items, limits, min(processes, len(items), _MOST), waiting)
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
        """Give these items to new processes, in this order; where the system has not enough for that, one by one."""
        if not numbers:
            return
        try:
            self._share(numbers)
        except (OSError, RuntimeError):  # no semaphores, too few open files, no more threads or processes
            self.stop()
            self._futures |= {number: _put_off() for number in numbers}

    def _share(self, numbers: Sequence[int]) -> None:
        self._executor = ProcessPoolExecutor(self._size, way_of_birth(), start_worker, (os.getpid(), tempfile.tempdir))
        with giving_birth():  # with the first item
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
            elif isinstance(future.exception(), _WANTS):  # in a process of its own it has more
                self._run_alone(number)
            else:
                self._values[number] = self._futures.pop(number).result()
        return self._failures[number] if number in self._failures else self._values.pop(number)

    def stop(self) -> None:
        """End every process, busy or not."""
        executor, self._executor = self._executor, None
        if executor is not None:
            with without_interrupts(), suppress(RuntimeError):  # of a thread that could not even be started
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
        limits, birth = self._limits(self._items[number]), (os.getpid(), tempfile.tempdir)
        deadline = time.monotonic() + limits.seconds + _GRACE
        with working(_work_alone, birth, self._function, self._items[number], limits) as (process, pipe):
            try:
                while not pipe.poll(_POLL) and time.monotonic() < deadline:
                    self._waiting()
                answer: tuple[Any, Exception | None] = pipe.recv() if pipe.poll() else (None, TimeoutError())
            except (EOFError, BrokenPipeError):  # the same end, as Windows tells it to whoever looks and does not read
                process.join()
                self._failures[number] = _failure(process)
            else:
                self._take(number, *answer)

    def _take(self, number: int, value: Any, error: Exception | None) -> None:
        """Keep what a process that worked alone answered."""
        match error:
            case None:
                self._values[number] = value
            case MemoryError():
                self._failures[number] = Failure.MEMORY
            case TimeoutError():
                self._failures[number] = Failure.TIMEOUT
            case OSError():
                raise CannotRun(TOO_FEW) from error
            case _:
                raise error


def _put_off() -> "Future[Any]":
    """What stands for an item that no process could be given."""
    future = Future[Any]()
    future.set_exception(OSError())
    return future


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


def _work(function: Callable[[Item], Value], item: Item, limits: Limits) -> Value:
    """Work on one item under its limits; the process ends itself when the time is up."""
    limit_memory(limits.memory)
    try:
        faulthandler.dump_traceback_later(limits.seconds, exit=True, file=2)
    except RuntimeError as error:  # no thread for it
        raise BlockingIOError from error
    try:
        return function(item)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _work_alone(
    pipe: Connection, born: WorkerStart, function: Callable[[Item], Value], item: Item, limits: Limits
) -> None:
    try:
        start_worker(*born)
        answer: tuple[Value | None, Exception | None] = _work(function, item, limits), None
    except Exception as error:  # noqa: BLE001 - it goes on in the parent
        answer = None, error
    pipe.send(answer)
