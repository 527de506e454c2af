"""Batches come back in order, whoever worked on them and whatever happened to him."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from yicun.intake.load.workers import BATCH_WEIGHT, HERE_WEIGHT, BatchResult, Failure, run_batches
from yicun.model.errors import CannotRun

HEAVY = BATCH_WEIGHT // 4


def where(items: Sequence[object]) -> list[tuple[object, int]]:
    """Each item and the process that saw it; some items are fatal."""
    for item in items:
        if item == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "hangs":
            signal.pause()
        if item == "swells":
            raise MemoryError
        if item == "prints":
            os.write(2, b"thread panicked")
        if item == "cannot":
            raise CannotRun("不能")
    return [(item, os.getpid()) for item in items]


def how(items: Sequence[object]) -> list[str]:
    """By which means the process of this batch came to be."""
    return [type(multiprocessing.current_process()).__name__ for _ in items]


def seen(results: Sequence[BatchResult]) -> list[tuple[object, object]]:
    """Item by item: what came of it."""
    return [
        (item, result.failure or result.value[number][0])
        for result in results
        for number, item in enumerate(result.items)
    ]


def run(items: Sequence[object], processes: int = 2, weight: int = HEAVY, **more) -> list[BatchResult]:
    with run_batches(where, items, processes=processes, weigh=lambda _: weight, **more) as results:
        return list(results)


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    items = list(range(40))
    results = run(items, processes)
    assert seen(results) == [(number, number) for number in items]
    used = {process for result in results for _, process in result.value}
    assert (used == {os.getpid()}) == (processes == 1)


def test_little_work_is_done_here() -> None:
    results = run(range(10), weight=HERE_WEIGHT // 10)
    assert {process for result in results for _, process in result.value} == {os.getpid()}


def test_nothing_to_do_is_done() -> None:
    assert run([]) == []


def test_an_item_that_may_be_fatal_never_meets_this_process() -> None:
    results = run(["good", "dies", "good too"], 1, 1, is_plain=lambda item: item != "dies")
    assert seen(results) == [("good", "good"), ("dies", Failure.DIED), ("good too", "good too")]
    assert os.getpid() not in {results[0].value[0][1], results[2].value[0][1]}


@pytest.mark.parametrize(
    ("fatal", "failure"), [("dies", Failure.DIED), ("swells", Failure.MEMORY), ("hangs", Failure.HUNG)]
)
def test_a_fatal_item_costs_only_itself(fatal: str, failure: Failure) -> None:
    items = [*range(5), fatal, *range(6, 14)]
    results = run(items, timeout=3.0)
    assert seen(results) == [(item, failure if item == fatal else item) for item in items]


def test_several_fatal_items_in_one_batch() -> None:
    items = ["dies", 1, "swells", 3, "dies"]
    expected = [Failure.DIED, 1, Failure.MEMORY, 3, Failure.DIED]
    assert seen(run(items, weight=HERE_WEIGHT // 4)) == list(zip(items, expected, strict=True))


@pytest.mark.parametrize("processes", [1, 2])
def test_an_exception_of_the_work_itself_comes_out(processes: int) -> None:
    with pytest.raises(CannotRun, match="不能"):
        run([*range(9), "cannot"], processes)
    assert multiprocessing.active_children() == []


def test_stopping_early_leaves_nobody_behind() -> None:
    with run_batches(where, ["first", *["hangs"] * 7], processes=2, weigh=lambda _: BATCH_WEIGHT) as results:
        assert next(results).items == ("first",)
        assert multiprocessing.active_children()
    assert multiprocessing.active_children() == []


def test_waiting_is_said_while_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yicun.intake.load.workers._A_WHILE", 0.05)
    waited: list[int] = []
    results = run(["hangs"], 1, 1, is_plain=lambda _: False, timeout=0.5, waiting=lambda: waited.append(1))
    assert seen(results) == [("hangs", Failure.HUNG)]
    assert len(waited) > 2


def test_others_begin_before_anybody_asks() -> None:
    with run_batches(where, ["hangs"] * 3, processes=2, weigh=lambda _: BATCH_WEIGHT):
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


def test_a_worker_keeps_the_terminal_clean(capfd: pytest.CaptureFixture[str]) -> None:
    run(["prints"] * 8)
    assert capfd.readouterr().err == ""


def test_beside_another_thread_no_process_is_copied() -> None:
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        with run_batches(how, range(8), processes=2, weigh=lambda _: HEAVY) as results:
            assert {name for result in results for name in result.value} == {"SpawnProcess"}
        assert seen(run([*range(8), "dies"])) == [*((n, n) for n in range(8)), ("dies", Failure.DIED)]
    finally:
        release.set()
        thread.join()


CTRL_C = """
import os, sys
from tests.intake.test_workers import where
from yicun.intake.load.workers import run_batches
if __name__ == "__main__":
    with run_batches(where, ["first", *["hangs"] * 5], processes=2, weigh=lambda _: 1 << 30) as results:
        for result in results:
            print(result.value[0][1], flush=True)
"""


def started(folder: Path, script: str) -> subprocess.Popen[str]:
    """A script in a session of its own, that may import these tests."""
    file = folder / "run.py"
    file.write_text(script, "utf-8")
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        [sys.executable, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"},
        start_new_session=True,
        text=True,
    )


def test_ctrl_c_ends_everybody_at_once(tmp_path: Path) -> None:
    with started(tmp_path, CTRL_C) as process:
        assert process.stdout is not None
        int(process.stdout.readline())
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode != 0
    assert errors.count("Traceback") == 1
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_parent_that_is_killed_leaves_nobody_behind(tmp_path: Path) -> None:
    script = CTRL_C.replace('["first", *["hangs"] * 5]', '["first", "second"]') + "        input()\n"
    with started(tmp_path, script) as process:
        assert process.stdout is not None
        assert [int(process.stdout.readline()) for _ in range(2)]
        process.kill()
        process.stdout.read()  # until every process that could write to it has gone
