"""The offline archive holds what each machine needs, installs with the network cut off, and does the main job."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bundle"))

from make_bundle import NAME, PYTHONS, locked_for, make, pip_target  # noqa: E402 - a script, not a package

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
ALONE = ("unshare", "--net", "--map-root-user")
NOWHERE = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}


def names(lock: str) -> set[str]:
    return set(re.findall(r"^([\w-]+)==", lock, re.MULTILINE))


@pytest.mark.parametrize("python", PYTHONS)
def test_each_machine_gets_its_part_of_the_lock(python: str) -> None:
    everything = names((ROOT / "requirements.lock").read_text("utf-8"))
    linux, windows = names(locked_for("linux", python)), names(locked_for("win32", python))
    assert windows - linux == {"colorama"}
    assert windows | linux == everything
    assert "--hash=sha256:" in locked_for("linux", python)


def test_one_version_of_numpy_for_each_python() -> None:
    assert all(locked_for("linux", python).count("numpy==") == 1 for python in PYTHONS)
    assert locked_for("linux", "3.11") != locked_for("linux", "3.13")


def test_without_a_python_that_fits_the_script_says_so(tmp_path: Path) -> None:
    for tool in ("sh", "dirname", "uname"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (tmp_path / "python3").chmod(0o755)
    done = subprocess.run(
        ["sh", ROOT / "bundle" / "install.sh", tmp_path / "yicun"],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "没有找到 Python" in done.stderr
    assert not (tmp_path / "yicun").exists()


def test_a_machine_that_no_wheel_fits_is_told_so(tmp_path: Path) -> None:
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    (tmp_path / "uname").write_text("#!/bin/sh\necho i686\n", "utf-8")
    (tmp_path / "uname").chmod(0o755)
    done = subprocess.run(
        ["sh", ROOT / "bundle" / "install.sh", tmp_path / "yicun"],
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "i686" in done.stderr, "请换一台" in done.stderr) == (1, True, True)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(make(folder, [HERE])) as archive:
        archive.extractall(folder)
    return folder / NAME


@pytest.fixture(scope="module")
def installed(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed as the handbook says, where no name can be looked up and no address reached."""
    target = tmp_path_factory.mktemp("office") / "yicun"
    alone = () if subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode else ALONE
    path = {"PATH": f"{Path(sys.executable).resolve().parent}:/usr/bin:/bin", "HOME": str(target.parent), **NOWHERE}
    done = subprocess.run(
        [*alone, "sh", unpacked / "install.sh", target], env=path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "已装好" in done.stdout
    return target / "bin" / "yicun"


@pytest.mark.machine
def test_it_does_the_main_job_without_a_network(installed: Path, unpacked: Path, tmp_path: Path) -> None:
    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([installed, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)

    area = tmp_path / "南安2020"
    assert run("init", area, "--area", "南安市").returncode == 0
    config = (area / "yicun.toml").read_text("utf-8")
    samples = unpacked / "samples"
    config = config.replace("底册/", f"{samples}/nanan/底册/").replace("报送/", f"{samples}/nanan/报送/")
    (area / "yicun.toml").write_text(config, "utf-8")
    checked = run("validate", "-w", area, samples / "roster.xlsx")
    assert (checked.returncode, "YC202" in checked.stdout) == (1, True), checked.stderr
    listed = run("export-list", "-w", area, "--as-of", "2020-05-07", "-o", area / "名单.xlsx")
    assert listed.returncode == 1, listed.stderr
    assert openpyxl.load_workbook(area / "名单.xlsx").worksheets[0].max_row > 100
    page = run("coverage", "-w", area, "--as-of", "2020-05-07", "--html", area / "进度.html")
    assert page.returncode == 0, page.stderr
    assert (area / "进度.html").stat().st_size > 10_000


@pytest.mark.machine
def test_pip_finds_everything_for_windows_in_the_archive(unpacked: Path, tmp_path: Path) -> None:
    lock = tmp_path / "windows.txt"
    lock.write_text(locked_for("win32", HERE), "utf-8")
    done = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--no-index", "--no-deps",
            "--find-links", unpacked / "wheels", "--require-hashes", *pip_target("win32", HERE),
            "--target", tmp_path, "--requirement", lock,
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list((unpacked / "wheels").glob("pandas-*-win_amd64.whl"))


@pytest.mark.machine
def test_the_archive_holds_what_a_stranger_needs(unpacked: Path) -> None:
    for name in (
        "requirements.lock",
        "install.sh",
        "检查名单.cmd",
        "检查名单.desktop",
        "检查名单.sh",
        "docs/手册.md",
        "docs/错误.md",
        "docs/图/检查.png",
        "samples/roster.xlsx",
    ):
        assert (unpacked / name).is_file(), name
    script = (unpacked / "install.cmd").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n")
    assert "已装好" in script.decode("gb18030")


def test_every_jump_of_the_windows_script_lands() -> None:
    script = (ROOT / "bundle" / "install.cmd").read_text("utf-8")
    wanted, there = set(re.findall(r"goto :(\w+)", script)), re.findall(r"^:(\w+)$", script, re.MULTILINE)
    assert sorted(wanted) == sorted(there)
