"""Outputs of the sample area: the same bytes every time, and in 流转版 nothing that may not go from hand to hand."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[1]
CIRCULATED = ("名单.xlsx", "名单.docx", "缺口.xlsx", "进度.html", "催办")
VETTING = ("不合格", "严重警告", "撤销党内职务", "留党察看", "开除党籍")
"""What a check came to; a letter does name the column of a cell that must be mended."""


def _write_all(folder: Path, zone: str, seed: str) -> dict[str, bytes]:
    """Run every command that writes, in another time zone and with another hash seed; file name -> bytes."""
    folder.mkdir()
    commands = [
        ["export-list", "-o", "名单.xlsx"],
        ["export-list", "-o", "名单.docx"],
        ["export-list", "-o", "内部.xlsx", "--internal"],
        ["coverage", "-o", "缺口.xlsx", "--html", "进度.html"],
        ["screen", "-o", "核对表.xlsx", "--internal"],
        ["remind", "-o", "催办"],
        ["template", "--all", "-o", "空白名单"],
    ]
    script = (
        "import sys\nfrom yicun.cli.app import main\n"
        "for line in sys.argv[1:]:\n    try:\n        main([*line.split(), '-q', '-w', " + repr(str(ROOT)) + "])\n"
        "    except SystemExit as ended:\n        assert ended.code in (0, 1, None), (line, ended.code)\n"
        "    print(line)\n"
    )
    lines = [" ".join(command) for command in commands]
    data = subprocess.run(
        [
            sys.executable,
            "-c",
            script,
            *lines,
            "--format json validate",
            "--format json screen",
            "--format json coverage",
        ],
        cwd=folder,
        env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    ).stdout
    written = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {**written, "stdout": data.replace(str(folder).encode(), b"")}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> dict[str, bytes]:
    return _write_all(tmp_path_factory.mktemp("一") / "出", "Asia/Shanghai", "1")


def test_the_same_input_gives_the_same_bytes(written: dict[str, bytes], tmp_path: Path) -> None:
    again = _write_all(tmp_path / "出", "America/Los_Angeles", "2")
    assert len(written) > 60
    assert [name for name in written if again.get(name) != written[name]] == []


def _parts(content: bytes) -> Iterator[bytes]:
    if content[:2] != b"PK":
        yield content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        yield from map(package.read, package.namelist())


@pytest.fixture(scope="module")
def secrets() -> set[str]:
    """Every ID and phone in the workbooks of the sample area that openpyxl opens."""
    found = set[str]()
    for path in (ROOT / "samples" / "nanan" / "报送").glob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            cells = (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
            found.update(number for text in cells for number in re.findall(r"\d{17}[\dXx]|1\d{10}", text))
    assert len(found) > 300
    return found


@pytest.mark.parametrize("name", CIRCULATED)
def test_what_goes_from_hand_to_hand_holds_no_number_and_no_result(
    name: str, written: dict[str, bytes], secrets: set[str]
) -> None:
    contents = {path: content for path, content in written.items() if path.startswith(name) and "（批注）" not in path}
    assert contents
    for path, content in contents.items():
        for part in _parts(content):
            text = part.decode("utf-8", "replace")
            numbers = set(re.findall(r"\d{17}[\dXx]|1\d{10}", text))
            assert not numbers & secrets, path
            assert not [word for word in VETTING if word in text], path


@pytest.mark.parametrize("name", ["缺口.xlsx", "进度.html", "催办"])
def test_reports_to_the_stations_name_nobody(name: str, written: dict[str, bytes]) -> None:
    for path, content in written.items():
        if path.startswith(name) and "（批注）" not in path:
            assert not [part for part in _parts(content) if "示例" in part.decode("utf-8", "replace")], path


def test_the_internal_list_has_what_the_other_leaves_out(written: dict[str, bytes], secrets: set[str]) -> None:
    text = "".join(part.decode("utf-8", "replace") for part in _parts(written["内部.xlsx"]))
    assert sum(secret in text for secret in secrets) > 100
    assert "内部资料 注意保密" in text


def test_no_number_is_whole_in_the_data(written: dict[str, bytes], secrets: set[str]) -> None:
    text = written["stdout"].decode()
    assert not [secret for secret in secrets if secret in text]
