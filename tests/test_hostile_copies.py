"""Workbooks made to hurt, beside a good one: each is read or named, and the good one gets its copies all the same."""

import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from tests.intake.read.files import ods
from tests.offices import office, person, send

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with every part passed through `change`."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as other:
        for name in package.namelist():
            other.writestr(name, change(name, package.read(name)))
    return target.getvalue()


def behind_cells(xml: str) -> Callable[[bytes], bytes]:
    """Put something behind the cells of the sheet."""
    return lambda content: changed(
        content,
        lambda name, part: (
            part.replace(b"</sheetData>", b"</sheetData>" + xml.encode()) if "worksheets/sheet" in name else part
        ),
    )


def in_place_of_remark(xml: bytes) -> Callable[[bytes], bytes]:
    """Let the remark be something else, in strings and in cells."""
    return lambda content: changed(content, lambda _, part: part.replace(b"qqqq", xml))


def listed_again(content: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return part
        sheet = re.search(rb"<sheet\b[^>]*/>", part)
        assert sheet is not None
        more = [re.sub(rb'name="[^"]*"', b'name="x%d"' % number, sheet[0]) for number in range(1000)]
        return part.replace(sheet[0], sheet[0] + b"".join(more))

    return changed(content, change)


def only_charts(content: bytes) -> bytes:
    return changed(
        content,
        lambda name, part: (
            part.replace(b"/relationships/worksheet", b"/relationships/chartsheet")
            if name.endswith("workbook.xml.rels")
            else part
        ),
    )


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "反的合并": behind_cells('<mergeCells><mergeCell ref="B9:A5"/><mergeCell ref="A2:C4"/></mergeCells>'),
    "远的合并": behind_cells('<mergeCells><mergeCell ref="A5:XFD1048577"/></mergeCells>'),
    "全表合并": behind_cells('<mergeCells><mergeCell ref="A5:XFD1048576"/></mergeCells>'),
    "整列筛选": behind_cells('<autoFilter ref="A:A"/>'),
    "别表筛选": behind_cells('<autoFilter ref="Sheet1!A1:B2"/>'),
    "整表链接": behind_cells('<hyperlinks><hyperlink ref="A5:XFD1048576" location="x"/></hyperlinks>'),
    "属性": behind_cells("<row r='99' x='" + 't="s"' * 20_000 + "'/>"),
    "纵向制表符": in_place_of_remark(b"_x000B_"),
    "非字符": in_place_of_remark("\ufffe".encode()),
    "不成形": in_place_of_remark(b"<<"),
    "括号": in_place_of_remark(b"(" * 30_000),
    "长数字": in_place_of_remark(b"9" * 32_000),
    "一千张表": listed_again,
    "只有图表": only_charts,
}
ODS_ROW = "<table:table-row><table:table-cell office:value-type={}</table:table-cell></table:table-row>"
OPEN_DOCUMENTS = {
    "时长": ODS_ROW.format('"time" office:time-value="PT99999999999999H"><text:p>一</text:p>'),
    "时区": ODS_ROW.format('"date" office:date-value="0001-01-01T00:00:00+14:00"><text:p>一</text:p>'),
    "叠套": ODS_ROW.format(f'"string"><text:p>{"<text:span>" * 3000}一{"</text:span>" * 3000}</text:p>'),
    "重复": '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'table:number-columns-repeated="16384" office:value-type="string"><text:p>一</text:p></table:table-cell>'
    "</table:table-row>",
}


@pytest.fixture
def area(tmp_path: Path) -> Path:
    folder = office(tmp_path / "office")
    path = send(folder, "省新所.xlsx", [person(0, phone="1380000", resident=" 是 ", remark="qqqq")])
    content = path.read_bytes()
    for name, change in HOSTILE.items():
        (folder / "报送" / f"{name}.xlsx").write_bytes(change(content))
    for name, rows in OPEN_DOCUMENTS.items():
        (folder / "报送" / f"{name}.ods").write_bytes(ods(f'<table:table table:name="表">{rows}</table:table>'))
    if sys.platform == "linux":
        (folder / "报送" / os.fsdecode("国标.xlsx".encode("gbk"))).write_bytes(content)
    return folder


def test_one_of_each_kind(area: Path) -> None:
    words = ("validate", "--all", "-q", "--annotate", "批注", "--fix", "整理")
    ended = subprocess.run([sys.executable, "-m", "yicun", *words], cwd=area, capture_output=True, check=False)
    text = (ended.stdout + ended.stderr).decode("utf-8")
    assert ended.returncode == 2, text  # some could not be read
    assert "内部错误" not in text
    assert "没有写出任何结果" not in text
    for name in (*HOSTILE, *OPEN_DOCUMENTS):
        written = [file for folder in ("批注", "整理") for file in (area / folder).glob(f"{name}*")]
        refused = re.search(rf"{name}\.(xlsx|ods) (YC00[158]|YC101)|未写出：报送/{name}", text)
        assert written or refused, name
    for copy in ("批注/省新所（批注）.xlsx", "整理/省新所（已整理）.xlsx"):
        openpyxl.load_workbook(area / copy)
    if sys.platform == "linux":
        assert "报送/????.xlsx" in text
        assert len(list((area / "整理").glob("____*"))) == 1
