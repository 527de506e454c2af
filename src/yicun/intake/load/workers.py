"""Work on many items in batches, in other processes where that pays, so that no item can end the run.

A batch that kills its process, or never ends, is tried again item by item; what remains is one failure for one item.
"""

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from itertools import chain, starmap
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

HERE_WEIGHT = 32 << 10
"""Up to this weight in all (bytes of .xlsx, some five workbooks) another process saves no time: it takes as long to
start as they take to read. Measured where a process is a copy of this one; on Windows, where it begins anew, it costs
what it saves.
"""

BATCH_WEIGHT = 4 << 20
"""Enough files for a stage that works on whole columns, few enough that the processes end together."""

TIMEOUT = 600.0
"""Seconds for one batch; the largest honest workbook, a million people, takes about a tenth of it."""


_A_WHILE = 1.0
"""Seconds without an answer after which `waiting` is called, again and again."""


class Failure(Enum):
    """Why there is no value for an item."""

    DIED = "读取它的进程意外终止"
    HUNG = "读取它用时过长，已停止"
    MEMORY = "内存不够"


@dataclass(frozen=True, slots=True)
class BatchResult(Generic[Item, Value]):
    """What became of some consecutive items: the value, or the failure of a single item."""

    items: tuple[Item, ...]
    value: Value | None = None
    failure: Failure | None = None


@contextmanager
def run_batches(
    function: Callable[[Sequence[Item]], Value],
    items: Sequence[Item],
    *,
    processes: int,
    weigh: Callable[[Item], int],
    is_plain: Callable[[Item], bool] = lambda _: True,
    timeout: float = TIMEOUT,
    waiting: Callable[[], None] = lambda: None,
) -> "Iterator[Iterator[BatchResult[Item, Value]]]":
    """Call a top-level function on batches of consecutive items; the block gets the results in the order of the items.

    Other processes begin at once, before the first result is asked for, and end with the block, also by Ctrl-C. How the
    items fall into batches is not promised, so the value of two batches must say what that of their union would.
    `weigh` is the size of an item in bytes. Little work is done in this process, unless an item is not `is_plain`: then
    all of it goes to another, for parting the items costs more than it saves. `processes` at most; `timeout` seconds
    for a batch; `waiting` is called about once a second while nothing comes. An exception of the function itself is a
    bug (or `CannotRun`) and comes out here, wherever it happened.
    """
    weights = [max(weigh(item), 1) for item in items]
    here = (processes <= 1 or sum(weights) <= HERE_WEIGHT) and all(map(is_plain, items))
    batches = list(_batches(weights))
    outside = {} if here else {start: items[start:end] for start, end in batches}
    crew = _Crew(function, outside, max(min(processes, len(outside)), 1), timeout, waiting)

    def results(start: int, end: int) -> list[BatchResult[Item, Value]]:
        batch = tuple(items[start:end])
        return [BatchResult(batch, function(batch))] if here else crew.results(start)

    try:
        crew.employ()
        yield chain.from_iterable(starmap(results, batches))
    finally:
        crew.end()


def _batches(weights: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Spans of consecutive items, each closed when it weighs enough."""
    start, weight = 0, 0
    for index, more in enumerate(weights):
        weight += more
        if weight >= BATCH_WEIGHT:
            yield start, index + 1
            start, weight = index + 1, 0
    if weight:
        yield start, len(weights)


@dataclass(slots=True)
class _Worker:
    """A process and what it is busy with: the key of a batch, where in it its items begin, and when it must be done."""

    process: BaseProcess
    pipe: Connection
    key: int = -1
    first: int = 0
    items: tuple[Any, ...] = ()
    deadline: float = 0.0


class _Crew(Generic[Item, Value]):
    """Processes that take one batch after another from a queue. A worker is started when there is work for it."""

    def __init__(
        self,
        function: Callable[[Sequence[Item]], Value],
        batches: dict[int, Sequence[Item]],
        size: int,
        timeout: float,
        waiting: Callable[[], None],
    ) -> None:
        self._function, self._size, self._timeout, self._waiting = function, size, timeout, waiting
        self._queue: deque[tuple[int, int, tuple[Item, ...]]] = deque(
            (key, 0, tuple(part)) for key, part in batches.items()
        )
        self._open = {key: len(part) for key, part in batches.items()}
        self._results: dict[int, dict[int, BatchResult[Item, Value]]] = {key: {} for key in batches}
        self._workers: list[_Worker] = []

    def results(self, key: int) -> list[BatchResult[Item, Value]]:
        """Wait for a batch: one result, or one for each item where it had to be taken apart."""
        while self._open[key]:
            self.employ()
            self._listen()
        return [result for _, result in sorted(self._results.pop(key).items())]

    def end(self) -> None:
        """End every process, busy or not."""
        with _without_interrupts():
            for worker in self._workers:
                worker.process.kill()
            for worker in self._workers:
                worker.process.join()
                worker.pipe.close()
            self._workers.clear()

    def employ(self) -> None:
        """Give work to whoever is idle."""
        while self._queue:
            worker = next((worker for worker in self._workers if not worker.items), None)
            if worker is None:
                if len(self._workers) >= self._size:
                    return
                worker = self._hire()
            worker.key, worker.first, worker.items = self._queue.popleft()
            worker.deadline = time.monotonic() + self._timeout
            with suppress(OSError):  # it died while idle: its end is heard in `_listen`
                worker.pipe.send(worker.items)

    def _hire(self) -> _Worker:
        context = _context()
        ours, theirs = context.Pipe()
        copied = ours if context.get_start_method() == "fork" else None
        process = context.Process(target=_serve, args=(self._function, theirs, copied), daemon=True)
        with _without_interrupts():  # until `end` knows of it
            process.start()
            theirs.close()
            worker = _Worker(process, ours)
            self._workers.append(worker)
        return worker

    def _listen(self) -> None:
        """Wait until somebody answers, dies or takes too long."""
        busy = {worker.pipe: worker for worker in self._workers if worker.items}
        patience = min(worker.deadline for worker in busy.values()) - time.monotonic()
        ready = wait(list(busy), min(max(patience, 0), _A_WHILE))
        if not ready:
            self._waiting()
        for pipe in ready:
            worker = busy[pipe]  # type: ignore[index]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                self._lose(worker, Failure.DIED)
                continue
            self._take(worker, *answer)
        for worker in [] if ready else busy.values():
            if worker.deadline <= time.monotonic():
                self._lose(worker, Failure.HUNG)

    def _take(self, worker: _Worker, value: Value | None, error: BaseException | None) -> None:
        items, worker.items = worker.items, ()
        if isinstance(error, MemoryError):
            self._split(worker.key, worker.first, items, Failure.MEMORY)
        elif error is not None:
            raise error
        else:
            self._settle(worker.key, worker.first, BatchResult(items, value))

    def _lose(self, worker: _Worker, failure: Failure) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        self._split(worker.key, worker.first, worker.items, failure)

    def _split(self, key: int, first: int, items: tuple[Item, ...], failure: Failure) -> None:
        """Try the items of a failed batch one by one, before anything else; a single one has failed for good."""
        if len(items) == 1:
            self._settle(key, first, BatchResult(items, failure=failure))
        else:
            singles = [(key, number, (item,)) for number, item in enumerate(items)]
            self._queue.extendleft(reversed(singles))

    def _settle(self, key: int, first: int, result: BatchResult[Item, Value]) -> None:
        self._results[key][first] = result
        self._open[key] -= len(result.items)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C waits; a process born meanwhile never hears it, not even before its first line."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where `_serve` turns it off as soon as it runs
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _context() -> Any:
    """Copying this process is quickest, and safe only while no other thread holds a lock in it."""
    if "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _serve(function: Callable[[Sequence[Item]], Value], pipe: Connection, other_end: Connection | None) -> None:
    """The life of a worker: batches come in, values or errors go out, until the pipe closes.

    A copy of its other end would keep it open when the parent is killed.
    """
    if other_end is not None:
        other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a reader that panics prints
    with suppress(OSError):  # where memory runs out, the kernel should end a reader, not the run
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    while True:
        try:
            items = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[Value | None, BaseException | None] = function(items), None
        except Exception as error:  # noqa: BLE001 - it goes on in the parent
            answer = None, error
        try:
            pipe.send(answer)
        except (
            TypeError,
            AttributeError,
            pickle.PicklingError,
        ) as error:  # the answer cannot travel: a bug, told there
            pipe.send((None, RuntimeError(f"{type(answer[1] or answer[0]).__name__}: {type(error).__name__}")))
