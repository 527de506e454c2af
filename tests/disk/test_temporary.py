"""The private folder of a run: where temporary files go, who can read them, and that nothing of it stays."""

import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from tests.systems import LINKS

from yicun.disk.temporary import abandoned, private_folder, sweep

KILLED = """
import os, tempfile, yicun.disk.temporary as temporary
with temporary.private_folder():
    tempfile.NamedTemporaryFile(delete=False).close()
    os._exit(9)
"""


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What takes the place of /tmp."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def leave_behind(system: Path) -> Path:
    """A folder whose owner was killed."""
    subprocess.run([sys.executable, "-c", KILLED], env={"TMPDIR": str(system)}, check=False)
    (folder,) = system.iterdir()
    assert len(list(folder.iterdir())) == 2
    return folder


def test_temporary_files_lie_where_only_their_owner_can_read(system: Path) -> None:
    with private_folder():
        with tempfile.NamedTemporaryFile(delete=False) as file:
            folder = Path(file.name).parent
        assert folder.parent == system
        if sys.platform != "win32":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(system.iterdir()) == []
    assert tempfile.gettempdir() == str(system)


def test_nothing_stays_after_a_crash(system: Path) -> None:
    with pytest.raises(FileNotFoundError), private_folder():
        (Path(tempfile.mkdtemp()) / "none").read_bytes()
    assert list(system.iterdir()) == []


def test_the_next_run_sweeps_what_a_killed_one_left(system: Path) -> None:
    left = leave_behind(system)
    assert abandoned() == (left,)
    with private_folder():
        assert not left.exists()
    assert list(system.iterdir()) == []


def test_a_living_run_keeps_its_folder(system: Path) -> None:
    with private_folder():
        (own,) = system.iterdir()
        assert abandoned(system) == ()
        sweep([own])
        assert own.exists()


@LINKS
def test_what_only_looks_like_one_is_left_alone(system: Path) -> None:
    (system / "elsewhere").mkdir(mode=0o700)
    (system / "elsewhere" / "mine").touch()
    (system / "yicun-run-aaaaaaaa").symlink_to("elsewhere")
    (system / "yicun-run-bbbbbbbb").mkdir(mode=0o755)
    (system / "yicun-run-cccccccc").touch(mode=0o700)
    (system / "yicun-run-backup").mkdir()
    (system / "yicun-run-mine of today").mkdir(mode=0o700)
    before = sorted(system.rglob("*"))
    with private_folder():
        pass
    assert sorted(system.rglob("*")) == before


def test_a_run_goes_on_where_there_is_no_room_for_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with private_folder():
        assert tempfile.gettempdir() == str(tmp_path / "nowhere")
