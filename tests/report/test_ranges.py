"""Ranges without end, turned about or none at all: the copy ends where the cells end, and the cells stay."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from yicun.intake.grid import Cells, Grid, Merge
from yicun.model.findings import Finding, Place
from yicun.report.annotate import LIST, annotate
from yicun.report.original import not_kept

ROWS = [["行政村", "姓名"], ["园内村", "示例甲"], ["檗谷村", "示例乙"]]


def book_with(behind: str) -> bytes:
    """A workbook with this XML behind its cells."""
    made, target, changed = Workbook(), io.BytesIO(), io.BytesIO()
    for row in ROWS:
        made.worksheets[0].append(row)
    made.save(target)
    with zipfile.ZipFile(target) as archive, zipfile.ZipFile(changed, "w") as copy:
        for name in archive.namelist():
            part = archive.read(name)
            part = part.replace(b"</sheetData>", b"</sheetData>" + behind.encode()) if "sheet1" in name else part
            copy.writestr(name, part)
    return changed.getvalue()


def grid(*merges: Merge) -> Grid:
    return Grid("Sheet", Cells.of_rows(ROWS), merges=merges)


@pytest.mark.parametrize(
    ("behind", "merged", "filtered"),
    [
        ('<mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>', {"A2:B3"}, None),
        ('<mergeCells><mergeCell ref="A5:B9999999"/><mergeCell ref="A2:B2"/></mergeCells>', {"A2:B2"}, None),
        ('<mergeCells count="1"><mergeCell ref="B9:A2"/></mergeCells>', {"A2:B9"}, None),
        ('<mergeCells count="1"><mergeCell ref="#REF!"/></mergeCells>', set(), None),
        ('<autoFilter ref="A:A"/>', set(), "A1:A3"),
        ('<autoFilter ref="Sheet1!A1:B2"/>', set(), None),
        ('<hyperlinks><hyperlink ref="A5:XFD1048576" location="x"/></hyperlinks>', set(), None),
        ('<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>', {"A2:B2"}, None),
    ],
)
def test_a_range_ends_where_the_cells_end(behind: str, merged: set[str], filtered: str | None) -> None:
    source = book_with(behind)
    copy = load_workbook(io.BytesIO(annotate(source, [grid()], (), ())))["Sheet"]
    assert {str(area) for area in copy.merged_cells.ranges} == merged
    assert copy.auto_filter.ref == filtered
    assert [copy.cell(1, column).value for column in (1, 2)] == ROWS[0]
    assert not_kept(source) == []


def test_a_span_without_end_in_another_kind_of_file() -> None:
    sheets = [grid(Merge(2, 1, 1_048_576, 16_384), Merge(9, 9, 10, 10))]
    copy = load_workbook(io.BytesIO(annotate("行政村,姓名".encode(), sheets, (), ())))["Sheet"]
    assert {str(area) for area in copy.merged_cells.ranges} == {"A2:B3", "I9:J10"}


@pytest.mark.parametrize(
    "note",
    [
        '["a", "b", "c", "d", "e"]',
        "不是说明",
        '["column", "Sheet", "C", "A:A"]',
        '["fill", "Sheet", "A1", "<x"]',
        '["fill", "Sheet", "A0", ""]',
        "[" * 100_000,
    ],
)
def test_a_list_that_somebody_wrote_in_is_theirs(note: str) -> None:
    made, target = Workbook(), io.BytesIO()
    for row in ROWS:
        made.worksheets[0].append(row)
    theirs = made.create_sheet(LIST)
    theirs["L1"], theirs["L2"], theirs["B5"] = "yicun", note[:32_000], "自己的内容"
    made.save(target)
    finding = Finding("YC205", Place("名单.xlsx", "Sheet", 2, "B"), {})
    copy = load_workbook(io.BytesIO(annotate(target.getvalue(), [grid()], [finding], ())))
    assert copy[LIST]["B5"].value == "自己的内容"
    assert copy[f"{LIST}1"]["C2"].value == "YC205"
