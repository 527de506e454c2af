"""Results come in the order of the items, whoever worked on them and whatever happened to him."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.systems import LIMITS, SIGNALS

from yicun.intake.load.workers import Failure, Limits, run_each
from yicun.model.errors import CannotRun

MEBIBYTE = 1 << 20
ENDLESS = re.compile(r"(a|aa)+b")


def work(item: object) -> tuple[object, int]:
    """The item and the process that saw it; some items are fatal."""
    match item:
        case "dies":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hangs":
            threading.Event().wait()
        case "spins":  # in C, where no other thread of the process gets a turn
            ENDLESS.fullmatch("a" * 100)
        case "swells":
            bytearray(512 * MEBIBYTE)
        case "aborts":  # as a reader does that gets no memory
            os.abort()
        case "prints":
            os.write(2, b"thread panicked")
        case "cannot":
            raise CannotRun("不能")
    return item, os.getpid()


def birth(_item: object) -> str:
    """By which means this process came to be."""
    return type(multiprocessing.current_process()).__name__


def run(items: Sequence[object], processes: int = 2, seconds: float = 60.0, **more) -> list[object]:
    limits = Limits(seconds, 256 * MEBIBYTE)
    with run_each(work, items, processes=processes, limits=lambda _: limits, **more) as results:
        return list(results)


def seen(results: Sequence[object]) -> list[object]:
    """What came of each item, whoever did it."""
    return [result if isinstance(result, Failure) else result[0] for result in results]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(processes: int) -> None:
    items = list(range(40))
    results = run(items, processes, weigh=lambda item: item)
    assert seen(results) == items
    used = {process for _, process in results}
    assert os.getpid() not in used
    assert len(used) <= processes


def test_more_processes_than_a_system_can_wait_for_are_fewer() -> None:
    assert seen(run(list(range(62)), 62)) == list(range(62))


def test_nothing_to_do_is_done() -> None:
    assert run([]) == []


FATAL = {
    "dies": Failure.DIED,
    "swells": Failure.MEMORY,
    "aborts": Failure.MEMORY,
    "hangs": Failure.TIMEOUT,
    "spins": Failure.TIMEOUT,
}
LIMITED = ("swells", "aborts")
"""Those that tell what they wanted by how the system ends them."""


@pytest.mark.parametrize("fatal", [pytest.param(one, marks=LIMITS) if one in LIMITED else one for one in FATAL])
def test_a_fatal_item_costs_only_itself(fatal: str) -> None:
    items = [*range(5), fatal, *range(6, 24)]
    assert seen(run(items, seconds=1.0)) == [FATAL.get(str(item), item) for item in items]


@LIMITS
def test_several_fatal_items() -> None:
    items = ["dies", 1, "swells", 3, "aborts", *range(5, 20), "dies"]
    assert seen(run(items)) == [FATAL.get(str(item), item) for item in items]


@pytest.mark.parametrize("processes", [1, 2])
def test_an_exception_of_the_work_itself_comes_out(processes: int) -> None:
    with pytest.raises(CannotRun, match="不能"):
        run([*range(9), "cannot"], processes)
    assert multiprocessing.active_children() == []


def test_stopping_early_leaves_nobody_behind() -> None:
    items = ["first", *["hangs"] * 7]
    with run_each(work, items, processes=2, limits=lambda _: Limits(60, 1 << 30)) as results:
        assert next(results)[0] == "first"
        assert multiprocessing.active_children()
    assert multiprocessing.active_children() == []


def test_waiting_is_called_while_nothing_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yicun.intake.load.workers._POLL", 0.05)
    waited: list[int] = []
    assert seen(run(["hangs"], 1, 0.5, waiting=lambda: waited.append(1))) == [Failure.TIMEOUT]
    assert len(waited) > 2


def test_others_begin_before_anybody_asks() -> None:
    with run_each(work, ["hangs"] * 3, processes=2, limits=lambda _: Limits(60, 1 << 30)):
        assert len(multiprocessing.active_children()) == 2
    assert multiprocessing.active_children() == []


def test_a_worker_keeps_the_terminal_clean(capfd: pytest.CaptureFixture[str]) -> None:
    run(["prints"] * 8)
    run(["hangs"], seconds=0.2)
    assert capfd.readouterr().err == ""


def test_beside_another_thread_no_process_is_copied() -> None:
    release = threading.Event()
    thread = threading.Thread(target=release.wait)
    thread.start()
    try:
        with run_each(birth, range(8), processes=2, limits=lambda _: Limits(60, 1 << 30)) as results:
            assert set(results) == {"SpawnProcess"}
        assert seen(run([*range(8), "dies"])) == [*range(8), Failure.DIED]
    finally:
        release.set()
        thread.join()


SCRIPT = """
import threading
from tests.intake.test_workers import work
from yicun.intake.load.workers import Limits, run_each
threading.Thread(target=threading.Event().wait, daemon=True).start()  # so that no process is copied
with run_each(work, [1, "dies", 3], processes=2, limits=lambda _: Limits(60, 1 << 30)) as results:
    print([result[0] if isinstance(result, tuple) else result.name for result in results])
"""


def test_a_script_of_somebody_else_is_not_run_again(tmp_path: Path) -> None:
    """As the example of the README, which asks nothing of its name; on Windows no process is ever a copy."""
    with started(tmp_path, SCRIPT) as process:
        said, errors = process.communicate(timeout=120)
    assert (said, "Traceback" in errors) == ("[1, 'DIED', 3]\n", False)


CTRL_C = """
import os, sys
from tests.intake.test_workers import work
from yicun.intake.load.workers import Limits, run_each
if __name__ == "__main__":
    items = ["first", *["hangs"] * 5]
    with run_each(work, items, processes=2, limits=lambda _: Limits(60, 1 << 30)) as results:
        for result in results:
            print(result[1], flush=True)
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


@SIGNALS
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


@pytest.mark.parametrize("busy", ["hangs", "spins"])
def test_a_parent_that_is_killed_leaves_nobody_behind(tmp_path: Path, busy: str) -> None:
    with started(tmp_path, CTRL_C.replace("hangs", busy)) as process:
        assert process.stdout is not None
        assert int(process.stdout.readline())
        process.kill()
        process.stdout.read()  # until every process that could write to it has gone
