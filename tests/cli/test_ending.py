"""How a run ends: by a signal, by a bug, with its reader gone, with nowhere to write to."""

import contextlib
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.offices import office, person, send

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="descriptors and signals of POSIX, sizes of pipes")
PROGRAM = (sys.executable, "-m", "yicun")
AGES = 60  # seconds; nothing here should take more than a few


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = office(tmp_path / "office")
    send(folder, "省新所.xlsx", [person(0, id_number="350583197503019970"), person(1, phone="1380000")])
    return folder


def environment(area: Path) -> dict[str, str]:
    system = area.parent / "tmp"
    system.mkdir(exist_ok=True)
    return {**os.environ, "TMPDIR": str(system)}


def shell(area: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell, `yicun` being the program of this interpreter."""
    line = command.replace("yicun", " ".join(PROGRAM))
    return subprocess.run(
        ["bash", "-c", line],
        cwd=area,
        env=environment(area),
        capture_output=True,
        text=True,
        timeout=AGES,
        check=False,
    )


@contextlib.contextmanager
def held_up(area: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A run that cannot go on because nobody reads what it says; it has written its first file by now."""
    import fcntl

    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    os.write(writing, b"." * fcntl.fcntl(writing, fcntl.F_GETPIPE_SZ))
    run = subprocess.Popen(
        [*PROGRAM, *arguments], cwd=area, env=environment(area), stdout=writing, stderr=subprocess.PIPE, text=True
    )
    os.close(writing)
    try:
        while not list((area / "催办").rglob("催办通知.docx")) and run.poll() is None:
            os.sched_yield()
        yield run
    finally:
        run.kill()
        run.communicate()
        os.close(reading)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_ends_a_run_and_its_temporary_files(area: Path, name: str) -> None:
    number = signal.Signals[name]
    with held_up(area, "remind", "-o", "催办", "-q") as run:
        assert [path.name[:10] for path in (area.parent / "tmp").iterdir()] == ["yicun-run-"]
        run.send_signal(number)
        assert "已中断。" in run.communicate(timeout=AGES)[1]
        assert run.returncode == 128 + number
    assert list((area.parent / "tmp").iterdir()) == []


def is_running(process: str) -> bool:
    """Whether a process lives; one that has ended and waits for somebody to notice does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT", "SIGKILL"])
def test_a_signal_ends_a_run_whose_readers_are_busy(area: Path, name: str) -> None:
    number = signal.Signals[name]
    for file in ("一", "二"):  # a million lines take seconds
        (area / "报送" / f"{file}.csv").write_text("甲,乙,丙\n" * 1_000_000, "utf-8")
    run = subprocess.Popen(
        [*PROGRAM, "validate", "-q", "--processes", "2"],
        cwd=area, env=environment(area), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    readers: list[str] = []
    while len(readers) < 2 and run.poll() is None:
        readers = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    run.send_signal(number)
    said = run.communicate(timeout=AGES)[1]
    while number == signal.SIGKILL and any(map(is_running, readers)):
        os.sched_yield()
    assert len(readers) == 2
    assert not any(map(is_running, readers))
    if number != signal.SIGKILL:
        assert "已中断。" in said
        assert run.returncode == 128 + number
        assert list((area.parent / "tmp").iterdir()) == []


def test_purge_removes_what_a_killed_run_left(area: Path) -> None:
    with held_up(area, "remind", "-o", "催办", "-q") as run:
        run.kill()
    (left,) = (area.parent / "tmp").iterdir()
    assert left.name in shell(area, "yicun purge --yes").stdout
    assert list((area.parent / "tmp").iterdir()) == []


def test_ignored_signals_stay_ignored(area: Path) -> None:
    done = shell(area, "trap '' TERM HUP; yicun rules check & sleep 0; kill -TERM $!; kill -HUP $!; wait $!")
    assert done.returncode == 0, done.stderr


def test_head_stops_the_screen_and_not_the_writing(area: Path) -> None:
    done = shell(area, "yicun remind -o 催办 -q | true; echo ${PIPESTATUS[0]}; yicun remind -o 另存 -q | cat")
    assert done.stdout.startswith("0\n")
    written = {path.relative_to(area / "催办") for path in (area / "催办").rglob("*")}
    assert written == {path.relative_to(area / "另存") for path in (area / "另存").rglob("*")}
    assert len(written) > 2
    assert shell(area, "yicun validate -q | true; exit ${PIPESTATUS[0]}").returncode == 1


@pytest.mark.parametrize("where", [">&-", "> /dev/full"])
def test_what_cannot_be_shown_is_said_in_one_line_and_files_are_written(area: Path, where: str) -> None:
    done = shell(area, f"yicun coverage -q -o 缺口.xlsx --html 网页.html {where}")
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["标准输出已关闭或写不下，结果没有全部显示。→ 请检查输出的去处和磁盘空间后重试"]
    assert zipfile.is_zipfile(area / "缺口.xlsx")
    assert (area / "网页.html").read_text("utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize("where", ["2>&-", "2> /dev/full"])
def test_a_warning_that_nobody_can_see_is_exit_code_2(area: Path, where: str) -> None:
    done = shell(area, f"yicun coverage --format json {where}")
    assert done.returncode == 2
    assert done.stdout.startswith("{")
    assert done.stdout.endswith("}\n")


@pytest.mark.parametrize("where", ["<&- >&- 2>&-", "> /dev/full 2>&1", "<&-"])
def test_a_run_without_any_stream_still_ends(area: Path, where: str) -> None:
    assert shell(area, f"yicun validate {where}").returncode == (1 if where == "<&-" else 2)


def test_a_question_without_anybody_to_answer_ends(area: Path) -> None:
    shell(area, "yicun coverage -o 缺口.xlsx")
    assert shell(area, "yicun purge <&-").returncode == 130
    assert (area / "缺口.xlsx").exists()


@pytest.mark.parametrize(
    "limit",
    [
        "ulimit -n 16;",
        "ulimit -n 10;",
        "unshare -m bash -c 'mount -t tmpfs -o ro none /dev/shm;",
    ],
    ids=["few files", "fewer", "no semaphores"],
)
def test_a_machine_that_allows_little_reads_one_by_one(area: Path, limit: str) -> None:
    mounting = limit.startswith("unshare")
    if mounting and shell(area, "unshare -m true").returncode:
        pytest.skip("only root can mount")
    command = "yicun validate --format json -q"
    wanted = shell(area, command)
    done = shell(area, f"{limit} {command}{chr(39) * mounting}")
    assert (done.returncode, done.stdout, done.stderr) == (1, wanted.stdout, "")


def test_a_machine_that_allows_no_process_is_one_line(area: Path) -> None:
    done = shell(area, "ulimit -n 9; yicun coverage -q -o 缺口.xlsx")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert "不够" in line
    assert "→" in line
    assert not (area / "缺口.xlsx").exists()
