"""An output is there whole or not at all, and nothing of anybody else is ever lost for it."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from tests.systems import LIMITS, LINKS, MODES, NAMES, ON_WINDOWS

from yicun.disk.deliver import deliver, hand_over, made, remove, writing_errors
from yicun.model.errors import CannotRun

ONLY_POSIX_TAKES = ("引'号\".xlsx", "换\n行.xlsx", "*.xlsx")


@pytest.fixture
def record(tmp_path):
    return tmp_path / ".yicun-made.json"


def in_folder(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def run_alone(script: str, *arguments: object) -> str:
    """Run a script in a process of its own that may be limited, demoted or killed."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_writes_the_bytes_and_only_them(tmp_path, record):
    target = tmp_path / "输出" / "深" / "名单.xlsx"
    deliver(target, b"content", record=record)
    assert target.read_bytes() == b"content"
    assert in_folder(target.parent) == {"名单.xlsx"}
    assert in_folder(tmp_path) == {"输出", ".yicun-made.json"}


@pytest.mark.parametrize(
    "name",
    ["有 空格.xlsx", "-o.xlsx", "$(x).xlsx", ".隐藏.xlsx"]
    + [pytest.param(name, marks=NAMES) for name in ONLY_POSIX_TAKES],
)
def test_odd_names_are_names(tmp_path, record, name):
    deliver(tmp_path / name, b"1", record=record)
    deliver(tmp_path / name, b"2", record=record)
    assert (tmp_path / name).read_bytes() == b"2"
    assert made(record) == (tmp_path.resolve() / name,)


@MODES
def test_private_is_for_the_owner_alone(tmp_path, record):
    deliver(tmp_path / "a.xlsx", b"1", record=record, private=True)
    assert (tmp_path / "a.xlsx").stat().st_mode & 0o777 == 0o600
    deliver(tmp_path / "b.xlsx", b"1", record=record)
    assert (tmp_path / "b.xlsx").stat().st_mode & 0o400


def test_replaces_its_own_output_again_and_again(tmp_path, record):
    target = tmp_path / "名单.xlsx"
    for content in (b"1", b"2", b"2", b"3", b"1"):
        deliver(target, content, record=record)
        assert target.read_bytes() == content


def test_the_output_of_another_hand_needs_force(tmp_path, record):
    target = tmp_path / "名单.xlsx"
    target.write_bytes(b"theirs")
    with pytest.raises(CannotRun, match="--force"):
        deliver(target, b"ours", record=record)
    assert target.read_bytes() == b"theirs"
    assert in_folder(tmp_path) == {"名单.xlsx"}
    deliver(target, b"ours", record=record, force=True)
    assert target.read_bytes() == b"ours"


def test_our_output_changed_by_hand_is_theirs(tmp_path, record):
    target = tmp_path / "名单.xlsx"
    deliver(target, b"ours", record=record)
    target.write_bytes(b"signed")
    with pytest.raises(CannotRun, match="--force"):
        deliver(target, b"ours again", record=record)
    assert target.read_bytes() == b"signed"
    assert made(record) == ()


def test_an_old_content_of_ours_put_back_by_hand_is_not_taken_for_the_last_one(tmp_path, record):
    target = tmp_path / "名单.xlsx"
    for content in (b"1", b"2", b"3"):
        deliver(target, content, record=record)
    target.write_bytes(b"1")
    with pytest.raises(CannotRun, match="--force"):
        deliver(target, b"4", record=record)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", ["报送.xlsx", "x/../报送.xlsx", "硬链接.xlsx", pytest.param("链接.xlsx", marks=LINKS)])
def test_an_input_is_never_replaced(tmp_path, record, name, force):
    source = tmp_path / "报送.xlsx"
    source.write_bytes(b"in")
    os.link(source, tmp_path / "硬链接.xlsx")
    if name == "链接.xlsx":
        (tmp_path / name).symlink_to(source)
    with pytest.raises(CannotRun):
        deliver(tmp_path / name, b"out", record=record, force=force, inputs=[source])
    assert source.read_bytes() == b"in"


def test_a_folder_is_not_a_target(tmp_path, record):
    (tmp_path / "输出").mkdir()
    with pytest.raises(CannotRun, match="文件夹"):
        deliver(tmp_path / "输出", b"1", record=record, force=True)


@LINKS
def test_a_link_is_never_followed(tmp_path, record):
    theirs = tmp_path / "别处.xlsx"
    theirs.write_bytes(b"theirs")
    target = tmp_path / "名单.xlsx"
    target.symlink_to(theirs)
    with pytest.raises(CannotRun, match="链接"):
        deliver(target, b"ours", record=record)
    deliver(target, b"ours", record=record, force=True)
    assert theirs.read_bytes() == b"theirs"
    assert not target.is_symlink()
    assert target.read_bytes() == b"ours"


@LINKS
def test_a_link_to_what_we_once_wrote_is_not_ours(tmp_path, record):
    target = tmp_path / "名单.xlsx"
    deliver(target, b"ours", record=record)
    target.rename(tmp_path / "存档.xlsx")
    target.symlink_to(tmp_path / "存档.xlsx")
    assert made(record) == ()
    with pytest.raises(CannotRun, match="链接"):
        deliver(target, b"new", record=record)


@pytest.mark.parametrize("lock", ["~$名单.xlsx", ".~名单.xlsx", ".~lock.名单.xlsx#"])
def test_a_workbook_open_elsewhere_is_left_alone(tmp_path, record, lock):
    target = tmp_path / "名单.xlsx"
    deliver(target, b"1", record=record)
    (tmp_path / lock).touch()
    with pytest.raises(CannotRun, match="正被打开"):
        deliver(target, b"2", record=record)
    assert target.read_bytes() == b"1"


@ON_WINDOWS
def test_a_target_that_something_looks_into_is_waited_for(tmp_path, record):
    """As a scanner does with what is new; where it stays open, in one line, nothing is lost."""
    target = tmp_path / "名单.xlsx"
    deliver(target, b"1", record=record)
    with target.open("rb") as looked_into:
        closing = threading.Timer(0.3, looked_into.close)
        closing.start()
        deliver(target, b"2", record=record)
        closing.join()
    assert target.read_bytes() == b"2"
    with target.open("rb"), pytest.raises(CannotRun, match="正被打开"):
        deliver(target, b"3", record=record)
    assert target.read_bytes() == b"2"
    assert in_folder(tmp_path) == {"名单.xlsx", ".yicun-made.json"}


def test_a_read_only_target_stays(tmp_path, record):
    target = tmp_path / "名单.xlsx"
    deliver(target, b"1", record=record)
    target.chmod(0o444)
    with pytest.raises(CannotRun, match="只读"):
        deliver(target, b"2", record=record, force=True)
    assert target.read_bytes() == b"1"


@pytest.mark.parametrize(
    "name",
    ["档.txt/名单.xlsx", "档.txt/深/名单.xlsx", "x" * 300, "空\0字符.xlsx"]
    + [pytest.param(name, marks=NAMES) for name in ("字" * 100 + ".xlsx", "半\ud800个.xlsx")]
    + [pytest.param(name, marks=ON_WINDOWS) for name in ONLY_POSIX_TAKES],
)
def test_what_the_disk_refuses_is_one_line_and_leaves_nothing(tmp_path, record, name):
    (tmp_path / "档.txt").touch()
    with pytest.raises(CannotRun) as refused:
        deliver(tmp_path / "新" / name if "/" not in name else tmp_path / name, b"1", record=record)
    assert str(refused.value).isprintable()
    assert in_folder(tmp_path) == {"档.txt"}


@ON_WINDOWS
@pytest.mark.parametrize(
    ("number", "why"), [(123, "不能用的字符"), (1167, "写入失败"), (53, "找不到这个位置"), (112, "已满")]
)
def test_what_windows_alone_has_a_number_for_is_not_taken_for_a_bad_name(tmp_path, number, why):
    with pytest.raises(CannotRun, match=why), writing_errors(tmp_path / "名单.xlsx"):
        raise OSError(0, "", "", number)


@pytest.mark.parametrize("between", ["", pytest.param("\n", marks=NAMES)])
def test_a_refusal_names_no_id_and_stays_on_one_line(tmp_path, record, between):
    target = tmp_path / f"350583197503019994{between}的名单.xlsx"
    target.write_bytes(b"theirs")
    with pytest.raises(CannotRun) as refused:
        deliver(target, b"1", record=record)
    assert "197503" not in str(refused.value)
    assert "\n" not in str(refused.value)


@LIMITS
def test_a_full_disk_loses_nothing(tmp_path, record):
    target = tmp_path / "名单.xlsx"
    deliver(target, b"old", record=record)
    before = record.read_bytes()
    said = run_alone(
        """
        import resource, sys
        from pathlib import Path
        from yicun.model.errors import CannotRun
        from yicun.disk.deliver import deliver
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        for name in ("名单.xlsx", "新/名单.xlsx"):
            try:
                deliver(Path(sys.argv[1]) / name, bytes(10_000), record=Path(sys.argv[2]))
            except CannotRun as error:
                print(error)
        """,
        tmp_path,
        record,
    )
    assert len(said.splitlines()) == 2
    assert (target.read_bytes(), record.read_bytes()) == (b"old", before)
    assert in_folder(tmp_path) == {"名单.xlsx", ".yicun-made.json"}


@MODES
def test_a_folder_that_may_not_be_written_to():
    said = run_alone(
        """
        import os, shutil, sys, tempfile
        from pathlib import Path
        from yicun.model.errors import CannotRun
        from yicun.disk.deliver import deliver
        root = Path(tempfile.mkdtemp())
        shut = root / "只读"
        shut.mkdir()
        shut.chmod(0o555)
        root.chmod(0o777)
        owner = os.geteuid()
        if owner == 0:
            os.seteuid(65534)  # root may write anywhere
        try:
            deliver(shut / "名单.xlsx", b"1", record=root / "made.json")
        except CannotRun as error:
            print(error)
        print(sorted(path.name for path in root.rglob("*")))
        os.seteuid(owner)
        shutil.rmtree(root)
        """
    )
    line, left = said.splitlines()
    assert "没有写入权限" in line
    assert left == "['只读']"


@LIMITS
def test_killed_before_any_line_it_leaves_the_old_file_or_the_new_one(tmp_path):
    """Kill -9 the writer before each line that it would run, one after the other, until it lives to the end."""
    outcomes = run_alone(
        """
        import hashlib, json, os, signal, sys
        from pathlib import Path
        from yicun.disk import deliver as door
        target, record = Path(sys.argv[1]), Path(sys.argv[2])
        contents = [bytes([n]) * 200_000 for n in (65, 66)]
        door.deliver(target, contents[0], record=record)
        seen, point = [], 0
        while True:
            point += 1
            old, new = target.read_bytes(), contents[point % 2]
            child = os.fork()
            if child == 0:
                left = point
                def count(frame, event, argument):
                    global left
                    if frame.f_code.co_filename != door.__file__:
                        return None
                    left -= event == "line"
                    if left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)
                    return count
                sys.settrace(count)
                door.deliver(target, new, record=record)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            now = target.read_bytes()
            assert now in (old, new), "half a file"
            assert target in door.made(record), "not known as ours"
            json.loads(record.read_bytes())
            seen.append(now == new)
            if status == 0:
                break
        door.deliver(target, b"last", record=record)
        print(point, sum(seen), sorted(path.name for path in target.parent.iterdir()))
        """,
        tmp_path.resolve() / "名单.xlsx",
        tmp_path.resolve() / ".yicun-made.json",
    )
    points, replaced, left = outcomes.split(" ", 2)
    assert int(points) > 50
    assert 1 < int(replaced) < int(points)
    assert set(json.loads(left.replace("'", '"'))) <= {"名单.xlsx", ".yicun-made.json", ".yicun-made.tmp"}
    assert in_folder(tmp_path) >= {"名单.xlsx", ".yicun-made.json"}


@LIMITS
def test_killed_in_the_middle_of_writing_it_leaves_the_old_file(tmp_path, record):
    """The system ends the writer at the byte where its file passes a limit."""
    target = tmp_path / "名单.xlsx"
    deliver(target, b"old", record=record)
    script = """
    import resource, signal, sys
    from pathlib import Path
    from yicun.disk.deliver import deliver
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000))
    deliver(Path(sys.argv[1]), bytes(100_000), record=Path(sys.argv[2]))
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script), target, record], check=False)
    assert ended.returncode == -signal.SIGXFSZ
    assert target.read_bytes() == b"old"
    assert len(in_folder(tmp_path)) == 3, "the unfinished file stays until the next run"
    deliver(target, b"new", record=record)
    assert in_folder(tmp_path) == {"名单.xlsx", ".yicun-made.json"}


def test_what_a_killed_run_left_goes_with_the_next_one_or_with_purge(tmp_path, record):
    target = tmp_path / "输出" / "名单.xlsx"
    deliver(target, b"1", record=record)
    stray = target.parent / ".yicun-0123456789ab.tmp"
    stray.touch()
    assert made(record) == tuple(sorted((stray.resolve(), target.resolve())))
    assert set(remove(record, made(record))) == {stray.resolve(), target.resolve()}
    assert in_folder(target.parent) == set()


def test_two_runs_at_once_keep_every_entry(tmp_path, record):
    targets = [tmp_path / f"{n}.xlsx" for n in range(12)]
    runs = [
        threading.Thread(
            target=lambda part: [deliver(target, b"x", record=record) for target in part], args=(targets[start::4],)
        )
        for start in range(4)
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert made(record) == tuple(sorted(target.resolve() for target in targets))


def test_purge_takes_only_what_is_still_ours(tmp_path, record):
    for name in ("我们的.xlsx", "改过的.xlsx"):
        deliver(tmp_path / name, b"1", record=record)
    (tmp_path / "改过的.xlsx").write_bytes(b"signed")
    (tmp_path / "别人的.xlsx").write_bytes(b"theirs")
    gone = remove(record, [*made(record), tmp_path / "改过的.xlsx", tmp_path / "别人的.xlsx"])
    assert gone == (tmp_path.resolve() / "我们的.xlsx",)
    assert in_folder(tmp_path) == {"改过的.xlsx", "别人的.xlsx", ".yicun-made.json"}
    assert made(record) == ()


def test_what_was_handed_over_is_no_longer_ours(tmp_path, record):
    kept, ours = tmp_path / "规则.yaml", tmp_path / "名单.xlsx"
    for path in (kept, ours):
        deliver(path, b"1", record=record)
    hand_over(record, [kept])
    assert made(record) == (ours,)
    with pytest.raises(CannotRun, match="不是 yicun 生成的"):
        deliver(kept, b"2", record=record)


def test_the_ledger_goes_with_its_last_entry(tmp_path, record):
    deliver(tmp_path / "名单.xlsx", b"1", record=record)
    remove(record, made(record))
    assert in_folder(tmp_path) == set()


def test_outputs_outside_the_workspace_are_remembered_too(tmp_path):
    record = tmp_path / "工作区" / ".yicun-made.json"
    record.parent.mkdir()
    deliver(tmp_path / "别处" / "名单.xlsx", b"1", record=record)
    assert made(record) == (tmp_path.resolve() / "别处" / "名单.xlsx",)
    assert "工作区" not in record.read_text("utf-8")


def test_a_broken_ledger_is_said_and_stops(tmp_path, record):
    record.write_text("[]")
    with pytest.raises(CannotRun, match="已损坏"):
        deliver(tmp_path / "名单.xlsx", b"1", record=record)
