"""The folder that needs no Python: it does the main job, its documents are ours, it runs on the oldest system."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.systems import SCRIPTS

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bundle"))

from binaries import refused  # noqa: E402 - a script, not a package
from make_bundle import locked_for  # noqa: E402

ALONE = ("unshare", "--net", "--map-root-user")


@SCRIPTS
def test_a_program_of_a_newer_system_is_refused(tmp_path: Path) -> None:
    """Compiled on this machine, against its glibc; a script beside it asks for nothing."""
    shutil.copy(Path(sys.executable).resolve(), tmp_path / "python")
    (tmp_path / "yicun").write_text("#!/bin/sh\n", "utf-8")
    asked = subprocess.run(["readelf", "-V", tmp_path / "python"], capture_output=True, text=True, check=True).stdout
    newest = max(int(minor) for minor in re.findall(r"GLIBC_2\.(\d+)", asked))
    assert (f"python: GLIBC_2.{newest}" in refused(tmp_path)) == (newest > 28)


@pytest.fixture(scope="module")
def executable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built anew (CPython is compiled once, in build/), then moved to where nobody built it."""
    folder = tmp_path_factory.mktemp("executable")
    done = subprocess.run(
        [sys.executable, ROOT / "bundle" / "folder.py", folder, "--work", ROOT / "build" / "cpython"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    office = tmp_path_factory.mktemp("office") / "我的 U 盘"
    (folder / "yicun").rename(office)
    return office / "yicun"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area")
    for name in ("samples", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "yicun.toml", folder)
    return folder


@pytest.mark.machine
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--help",), 0, "一村一警务助理"),
        (("validate", "samples/roster.xlsx"), 1, "YC202"),
        (("validate", "--statistics"), 1, "YC602"),
        (("screen", "--name", "示例丙巳"), 0, "不符合"),
        (("coverage", "--html", "进度.html", "-o", "缺口.xlsx"), 0, "推选率"),
        (("export-list", "-o", "名单.xlsx"), 1, "已写出 名单.xlsx"),
        (("export-list", "-o", "名单.docx", "--station", "省新派出所"), 1, "已写出 名单.docx"),
        (("validate", "samples/nanan/报送/省新所.xlsx", "--annotate", "退回"), 1, "已写出"),
        (("rules", "test", "nanan-2020"), 0, "案例"),
        (("doctor",), 0, "免安装版"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_it_does_what_the_command_does(
    executable: Path, area: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    alone = () if subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode else ALONE
    done = subprocess.run(
        [*alone, executable, *arguments],
        cwd=area,
        env={"PATH": "/usr/bin:/bin", "HOME": str(area), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stderr


@pytest.mark.machine
def test_its_documents_are_those_of_the_machines_python(executable: Path, area: Path, tmp_path: Path) -> None:
    ours = Path(sys.executable).parent / "yicun"
    written = {}
    for program in (executable, ours):
        out = tmp_path / program.parent.name
        for command in (
            ("export-list", "-o", out / "名单.xlsx"),
            ("export-list", "-o", out / "名单.docx", "--station", "省新派出所"),
            ("coverage", "-o", out / "缺口.xlsx", "--html", out / "进度.html"),
            ("validate", "samples/roster.xlsx", "-o", out / "问题.xlsx", "--annotate", out / "退回"),
            ("template", "-o", out / "空白"),
        ):
            done = subprocess.run([program, *command], cwd=area, capture_output=True, text=True, check=False)
            assert done.returncode in {0, 1}, done.stderr
        written[program] = {
            path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()
        }
    assert len(written[ours]) > 5
    assert written[executable].keys() == written[ours].keys()
    different = [str(name) for name, content in written[ours].items() if written[executable][name] != content]
    assert different == []
    assert openpyxl.load_workbook(tmp_path / "我的 U 盘" / "名单.xlsx").worksheets[0].max_row > 100


@pytest.mark.machine
def test_it_holds_what_yicun_needs_and_nothing_that_asks_for_a_newer_system(executable: Path) -> None:
    site = next(executable.parent.glob("python/lib/python3.*/site-packages"))
    there = {re.sub(r"[-_.]+", "-", path.name.split("-")[0]) for path in site.glob("*.dist-info")}
    assert there == {*re.findall(r"^([\w-]+)==", locked_for("linux-x86_64", "3.11"), re.MULTILINE), "yicun"}
    assert not {"pip", "setuptools", "chardet", "certifi"} & {path.name for path in site.iterdir()}
    assert refused(executable.parent) == []
