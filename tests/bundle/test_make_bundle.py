"""The offline archive holds what each machine needs, installs with the network cut off, and does the main job."""

import posixpath
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from tests.systems import SCRIPTS

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bundle"))

from make_bundle import PYTHONS, SYSTEMS, locked_for, make, packed, script_for  # noqa: E402 - a script, not a package

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
ALONE = ("unshare", "--net", "--map-root-user")
NOWHERE = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}


def names(lock: str) -> set[str]:
    return set(re.findall(r"^([\w-]+)==", lock, re.MULTILINE))


@pytest.mark.parametrize("python", PYTHONS)
def test_each_machine_gets_its_part_of_the_lock(python: str) -> None:
    everything = names((ROOT / "requirements.lock").read_text("utf-8"))
    linux, windows = names(locked_for("linux-x86_64", python)), names(locked_for("windows-amd64", python))
    assert windows - linux == {"colorama"}
    assert windows | linux == everything
    assert names(locked_for("linux-aarch64", python)) == linux
    assert "--hash=sha256:" in locked_for("linux-x86_64", python)


def test_one_version_of_numpy_for_each_python() -> None:
    assert all(locked_for("linux-x86_64", python).count("numpy==") == 1 for python in PYTHONS)
    assert locked_for("linux-x86_64", "3.11") != locked_for("linux-x86_64", "3.13")


def install_on(folder: Path, answers: dict[str, str], system: str = "linux-x86_64") -> subprocess.CompletedProcess[str]:
    """Run an archive's installer for Python 3.11 on a machine whose programs answer as given; it has no others."""
    folder.mkdir()
    programs = {"uname": "echo x86_64", "getconf": "echo glibc 2.31", **answers}
    for name, answer in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{answer}\n", "utf-8")
        (folder / name).chmod(0o755)
    for tool in ("sh", "dirname", "sed"):
        (folder / tool).symlink_to(shutil.which(tool) or "")
    (folder / "install.sh").write_text(script_for("install.sh", system, "3.11"), "utf-8")
    return subprocess.run(
        ["sh", folder / "install.sh", folder / "yicun"],
        env={"PATH": str(folder), "HOME": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@SCRIPTS
@pytest.mark.parametrize(
    ("answers", "system", "said"),
    [
        ({"python3": "exit 1"}, "linux-x86_64", ("没有找到 64 位的 Python 3.11", "python3.11-venv", "免安装")),
        ({"python3": '[ "$3" = 3.12 ]'}, "linux-x86_64", ("上有 Python 3.12", "python3.12 的安装包")),
        ({"uname": "echo i686"}, "linux-x86_64", ("i686", "请换一台")),
        ({"uname": "echo loongarch64"}, "linux-aarch64", ("loongarch64", "请换一台")),
        ({"uname": "echo aarch64"}, "linux-x86_64", ("给 x86_64 处理器的", "linux-aarch64 的安装包")),
        ({"uname": "echo amd64"}, "linux-aarch64", ("给 aarch64 处理器的", "linux-x86_64 的安装包")),
        ({"getconf": "echo glibc 2.17"}, "linux-x86_64", ("glibc 2.17", "请换一台")),
    ],
    ids=["no-python", "other-python", "32-bit", "other-processor", "arm", "not-arm", "old-system"],
)
def test_a_machine_that_the_archive_does_not_fit_is_told_what_to_do(
    tmp_path: Path, answers: dict[str, str], system: str, said: tuple[str, ...]
) -> None:
    done = install_on(tmp_path / "office", answers, system)
    assert (done.returncode, done.stdout) == (1, "")
    assert all(words in done.stderr for words in said), done.stderr
    assert not (tmp_path / "office" / "yicun").exists()


@SCRIPTS
def test_a_python_that_fits_is_used_whatever_its_name(tmp_path: Path) -> None:
    fits = """if [ "$2" = venv ]; then echo "$0" >&2; exit 1; fi; [ "$3" = 3.11 ]"""
    done = install_on(tmp_path / "office", {"python3.11": "exit 1", "python3": fits})
    assert "office/python3\n" in done.stderr
    assert "python3.11-venv" in done.stderr, "what is missing when no environment can be made"


def test_every_page_of_an_archive_leads_to_what_is_in_it(tmp_path: Path) -> None:
    """The handbook is followed where there is no network and no repository."""
    content = tmp_path / "yicun"
    content.mkdir()
    with zipfile.ZipFile(packed(content)) as archive:
        names = [PurePosixPath(name) for name in archive.namelist()]
        pages = {name: archive.read(str(name)).decode() for name in names if name.suffix == ".md"}
    inside = {folder for name in names for folder in (name, *name.parents)}
    root = PurePosixPath("yicun")
    for page, text in pages.items():
        links = [page.parent / link for link in re.findall(r"\]\(([^)#:]+)[^):]*\)", text)]
        named = [root / path for path in re.findall(r"`(samples/[a-z.-]+)[/`]", text)]
        lost = {str(path) for path in (*links, *named) if PurePosixPath(posixpath.normpath(path)) not in inside}
        assert lost <= {"yicun/samples/generate.py"}, page
    assert root / "docs" / "手册.md" in pages


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("archives")
    return {system: make(folder, system, HERE) for system in SYSTEMS}


@pytest.fixture(scope="module")
def unpacked(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(archives["linux-x86_64"]) as archive:
        archive.extractall(folder)
    return folder / archives["linux-x86_64"].stem


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
@pytest.mark.parametrize("system", SYSTEMS)
def test_an_archive_holds_what_its_machine_needs_and_no_more(archives: dict[str, Path], system: str) -> None:
    archive = archives[system]
    assert archive.name.endswith(f"-{system}-python{HERE}.zip")
    assert 50 < archive.stat().st_size / 2**20 < 110
    with zipfile.ZipFile(archive) as opened:
        inside = {name.removeprefix(f"{archive.stem}/") for name in opened.namelist()}
        wheels = {name for name in inside if name.startswith("wheels/")}
        lock = opened.read(f"{archive.stem}/requirements.lock").decode()
    assert {re.sub(r"[-_.]+", "-", wheel.split("/")[1].split("-")[0]).lower() for wheel in wheels} == names(lock)
    tag = {"linux-x86_64": "x86_64", "linux-aarch64": "aarch64", "windows-amd64": "win_amd64"}[system]
    assert all(wheel.endswith(("-any.whl", f"{tag}.whl")) for wheel in wheels), sorted(wheels)
    assert {
        "docs/手册.md",
        "docs/错误.md",
        "docs/图/检查.png",
        "samples/roster.xlsx",
        *SYSTEMS[system].scripts,
    } <= inside


@pytest.mark.machine
def test_the_windows_scripts_are_written_as_a_chinese_windows_reads_them(archives: dict[str, Path]) -> None:
    archive = archives["windows-amd64"]
    with zipfile.ZipFile(archive) as opened:
        for name in ("install.cmd", "检查名单.cmd"):
            script = opened.read(f"{archive.stem}/{name}")
            assert script.count(b"\r\n") == script.count(b"\n") > 5
            assert "双击" in script.decode("gb18030")
        assert f'"%VERSION%"=="{HERE}"' in opened.read(f"{archive.stem}/install.cmd").decode("gb18030")


def test_every_jump_of_the_windows_script_lands() -> None:
    script = (ROOT / "bundle" / "install.cmd").read_text("utf-8")
    wanted, there = set(re.findall(r"goto :(\w+)", script)), re.findall(r"^:(\w+)$", script, re.MULTILINE)
    assert sorted(wanted) == sorted(there)
