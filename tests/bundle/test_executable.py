"""The folder that PyInstaller makes runs where there is no Python, and does the main job."""

import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
ALONE = ("unshare", "--net", "--map-root-user")

pytestmark = pytest.mark.machine


@pytest.fixture(scope="module")
def executable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built anew (what PyInstaller found out last time is kept in build/), then moved away from its sources."""
    folder = tmp_path_factory.mktemp("executable")
    done = subprocess.run(
        [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", folder,
            "--workpath", ROOT / "build" / "pyinstaller", ROOT / "bundle" / "yicun.spec",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "yicun" / "yicun"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area")
    for name in ("samples", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "yicun.toml", folder)
    return folder


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--help",), 0, "一村一警务助理"),
        (("validate", "samples/roster.xlsx"), 1, "YC202"),
        (("validate", "--statistics"), 1, "YC602"),
        (("screen", "--name", "示例乙云"), 0, "不符合"),
        (("coverage", "--html", "进度.html", "-o", "缺口.xlsx"), 0, "推选率"),
        (("export-list", "-o", "名单.xlsx"), 1, "已写出 名单.xlsx"),
        (("export-list", "-o", "名单.docx", "--station", "省新派出所"), 1, "已写出 名单.docx"),
        (("validate", "samples/nanan/报送/省新所.xlsx", "--annotate", "退回"), 1, "已写出"),
        (("rules", "test", "nanan-2020"), 0, "通过 10 个"),
        (("doctor",), 0, "pyarrow"),
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


def test_what_it_wrote_can_be_opened(executable: Path, area: Path) -> None:
    subprocess.run([executable, "export-list", "-o", "全部.xlsx"], cwd=area, capture_output=True, check=False)
    assert openpyxl.load_workbook(area / "全部.xlsx").worksheets[0].max_row > 100
