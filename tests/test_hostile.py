"""Damaged workbooks through the whole tool: an answer, never a crash, and never a cell in the answer."""

import io
import os
import random
import re
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from tests.offices import office, person, registry, send

from yicun.cli.app import main
from yicun.model.errors import CannotRun
from yicun.workspace import find_workspace

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "nanan" / "报送"
KINDS = sorted({path.suffix for path in SAMPLES.iterdir()})


def _flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def _part_damaged(content: bytes, chance: random.Random) -> bytes:
    """One part of the package emptied, cut, repeated, or swapped with another."""
    if content[:2] != b"PK":
        return _cut(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    one, other = chance.sample(sorted(parts), 2)
    how = chance.randrange(4)
    if how == 0:
        parts[one] = b""
    elif how == 1:
        parts[one] = parts[one][: len(parts[one]) // 2]
    elif how == 2:
        parts[one], parts[other] = parts[other], parts[one]
    else:
        del parts[one]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("suffix", KINDS)
def test_a_damaged_workbook_is_answered(suffix: str, seed: int, tmp_path: Path, capsys) -> None:
    chance = random.Random(f"{suffix}{seed}")
    source = chance.choice(sorted(SAMPLES.glob(f"*{suffix}")))
    damage = chance.choice((_flipped, _cut, _part_damaged))
    path = tmp_path / f"坏{suffix}"
    path.write_bytes(damage(source.read_bytes(), chance))
    with pytest.raises(SystemExit) as ended:
        main(["-w", str(ROOT), "validate", str(path), "--all", "-q"])
    said = capsys.readouterr()
    assert ended.value.code in {0, 1, 2}, (source.name, damage.__name__, said.err)
    assert "Traceback" not in said.out + said.err
    assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", said.out + said.err)


def test_the_samples_themselves_are_read(capsys) -> None:
    for suffix in KINDS:
        with pytest.raises(SystemExit) as ended:
            main(["-w", str(ROOT), "validate", str(next(SAMPLES.glob(f"*{suffix}"))), "-q"])
        assert ended.value.code in {0, 1}, capsys.readouterr().err


POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and modes of POSIX")


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of a command typed in a folder."""
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = office(tmp_path / "office")
    send(folder, "省新所.xlsx", [person(0)])
    return folder


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "-q", "pipe", "loop", "/dev/zero", "nowhere"), ("validate", "-q", "--password-file", "pipe"),
        ("validate", "-q", "--password-file", "/dev/zero"), ("rollup", "pipe", "loop"),
        ("rollup", "x", "--expect", "pipe"),
        ("coverage", "-q", "-w", "pipe"), ("coverage", "-q", "-w", "loop"), ("coverage", "-q", "-o", "pipe.xlsx"),
        ("coverage", "-q", "-o", "loop/x.xlsx"), ("export-list", "-q", "-o", "loop.xlsx"),
        ("remind", "-q", "-o", "pipe"),
        ("remind", "-q", "-o", "loop"), ("template", "-o", "loop"), ("init", "loop"), ("init", "pipe"),
        ("rules", "check", "loop"), ("coverage", "-q", "--rulebook", "pipe.yaml"), ("diff", "pipe", "loop"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_pipes_devices_and_loops_are_answered_and_not_waited_for(
    area: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    for name in ("pipe", "pipe.xlsx", "pipe.yaml"):
        os.mkfifo(area / name)
    for name in ("loop", "loop.xlsx"):
        (area / name).symlink_to(name)
    assert run(area, monkeypatch, *arguments) == 2
    shown = capsys.readouterr()
    assert "→" in shown.err + shown.out or "未能汇总" in shown.err


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [("coverage", "-q"), ("receive", "-q"), ("receive", "-q", "报送/省新所.xlsx"), ("ledger", "-q")],
    ids=" ".join,
)
@pytest.mark.parametrize("kind", ["pipe", "loop", "folder"])
def test_a_ledger_that_is_no_file_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], kind: str, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    folder = registry(tmp_path / "office")
    send(folder, "省新所.xlsx", [person(0)])
    path = folder / "台账.xlsx"
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(path.name)
    assert run(folder, monkeypatch, *arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "→" in line


@POSIX
@pytest.mark.parametrize("kind", ["pipe", "loop", "nowhere"])
def test_what_was_sent_and_is_no_file_is_said(area: Path, kind: str, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    path = area / "报送" / "石井所.xlsx"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path.name if kind == "loop" else "nowhere")
    assert run(area, monkeypatch, "validate", "-q") == 2
    assert re.search(r"报送/石井所.xlsx\n?.*YC001", capsys.readouterr().out)


@POSIX
def test_links_in_a_circle_give_every_file_once(area: Path) -> None:
    for name in ("一", "二", "三"):  # with `..`: up to the office and down again, by every way
        (area / "报送" / name).symlink_to("..")
        (area / "报送" / f"{name}{name}").symlink_to(".")
    (area / "报送" / "内").mkdir()
    send(area, "内/一.xlsx", [person(1)])
    sent = find_workspace(area, area).submitted()
    assert [path.name for path in sent if path.is_relative_to(area / "报送")].count("省新所.xlsx") == 1
    assert sum(path.name == "一.xlsx" for path in sent) == 1


@POSIX
@pytest.mark.skipif(sys.platform != "win32" and os.getuid() != 0, reason="only root can become somebody else")
def test_a_folder_within_the_submissions_that_cannot_be_read_stops_the_run() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as place:
        folder = Path(place)
        folder.chmod(0o755)
        (folder / "yicun.toml").write_text('submissions = ["报送/**/*.xlsx"]', "utf-8")
        (folder / "报送" / "省新" / "内").mkdir(parents=True)
        assert find_workspace(folder, folder).submitted() == []
        (folder / "报送" / "省新" / "内").chmod(0)
        os.seteuid(65534)
        try:
            with pytest.raises(CannotRun, match="报送文件夹 报送/省新/内 无法读取"):
                find_workspace(folder, folder).submitted()
        finally:
            os.seteuid(0)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("option", ["--as-of", "--deadline"])
def test_days_at_the_ends_of_time_are_one_line(area: Path, day: str, option: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["coverage", option, day, "-w", str(area)])
    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        f"{'基准日' if option == '--as-of' else '期限'} {day} 不在 1950 年至 2199 年之间。→ 请检查日期"
    ]
