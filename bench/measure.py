"""Run commands in turn and compare them: seconds, peak memory, ratios pair by pair."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
YICUN = (str(Path(sys.executable).parent / "yicun"),)


def script(name: str, *arguments: object) -> tuple[str, ...]:
    """A command that runs one of the scripts beside this one."""
    return (sys.executable, str(HERE / name), *map(str, arguments))


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: wall and processor seconds, the memory of its largest process in MiB, and what it wrote."""

    seconds: float
    processor: float
    memory: float
    output: str


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command to its end, its modules compiled as an installer leaves them.

    An exit code that means it did not do its work stops the bench: 2 and above, of a script beside this one 1 too.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**inherited, "PYTHONUTF8": "1", **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    found_faults = 1 if tuple(command[:1]) == YICUN else 0
    if process.returncode > found_faults:
        raise SystemExit(f"exit code {process.returncode}: {' '.join(command)}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.decode())


@dataclass(frozen=True, slots=True)
class Pair:
    """Something and what it is held against, run in turn; `target` is the ratio of seconds it may have."""

    name: str
    ours: Sequence[Measured]
    theirs: Sequence[Measured]
    target: float | None = None

    @property
    def ratio(self) -> tuple[float, float, float]:
        """Seconds of ours by theirs, pair by pair: least, median, most."""
        return _spread([one.seconds / other.seconds for one, other in zip(self.ours, self.theirs, strict=True)])

    @property
    def processor(self) -> float:
        """The same for processor time, the median: what it would be on a machine with nothing else to do."""
        return _spread([one.processor / other.processor for one, other in zip(self.ours, self.theirs, strict=True)])[1]

    @property
    def memory(self) -> float:
        """Peak memory of ours by theirs, the median."""
        return _spread([one.memory / other.memory for one, other in zip(self.ours, self.theirs, strict=True)])[1]


def pair(
    name: str,
    ours: Sequence[str],
    theirs: Sequence[str],
    folder: Path,
    *,
    target: float | None = None,
    rounds: int = 3,
    environments: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> Pair:
    """Run the two in turn, as many rounds as asked for."""
    ran = [(run(ours, folder, environments[0]), run(theirs, folder, environments[1])) for _ in range(rounds)]
    measured = Pair(name, [one for one, _ in ran], [other for _, other in ran], target)
    print(f"{name}: {measured.ratio[1]:.2f} ({measured.ratio[0]:.2f}–{measured.ratio[2]:.2f})", flush=True)
    return measured


def middle(runs: Sequence[Measured]) -> Measured:
    """The run with the median of seconds."""
    return sorted(runs, key=lambda one: one.seconds)[len(runs) // 2]


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    return min(values), statistics.median(values), max(values)
