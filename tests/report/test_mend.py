"""The mended copy writes safe fixes as text, and nothing else."""

import io
from collections.abc import Sequence
from dataclasses import replace

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from yicun.model.findings import Finding, Fix, Place
from yicun.report.mend import mend, preview

PATH, SHEET = "报送/省新所.xlsx", "推选名单"


def tidied(
    code: str, cell: tuple[str, int], value: str, text: str, field: str = "name", *, safe: bool = True
) -> Finding:
    column, row = cell
    return Finding(code, Place(PATH, SHEET, row, column), {}, field, "姓名", value, Fix(text, safe))


NAME = tidied("YC291", ("B", 2), "示 例甲", "示例甲")
PHONE = tidied("YC294", ("C", 2), "138****0000", "13800000000", "phone")


def source() -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    for row in (("行政村", "姓名", "联系电话"), ("园内村", "示 例甲", 13800000000.0), ("园内村", "示例乙", "x")):
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def mended(findings: Sequence[Finding]) -> tuple[Worksheet, Worksheet | None]:
    workbook = load_workbook(io.BytesIO(mend(source(), (), findings)[0]))
    return workbook[SHEET], workbook["修改清单"] if "修改清单" in workbook.sheetnames else None


def test_safe_fixes_are_written_as_text():
    sheet, _ = mended([NAME, PHONE])
    assert [(sheet[at].value, sheet[at].data_type, sheet[at].number_format) for at in ("B2", "C2")] == [
        ("示例甲", "s", "@"), ("13800000000", "s", "@"),
    ]  # fmt: skip
    assert (sheet["A2"].value, sheet["B3"].value) == ("园内村", "示例乙")


def test_a_suggestion_is_never_written():
    sheet, changes = mended([tidied("YC216", ("B", 2), "示 例甲", "示例丁", safe=False)])
    assert sheet["B2"].value == "示 例甲"
    assert changes is None


def test_a_finding_without_a_fix_changes_nothing():
    assert mended([Finding("YC201", Place(PATH, SHEET, 2, "B"))])[0]["B2"].value == "示 例甲"


def test_a_fix_that_begins_like_a_formula_is_text():
    sheet, _ = mended([tidied("YC291", ("B", 2), "= 示例", "=1+1")])
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")


def test_of_several_fixes_for_a_cell_the_last_reading_counts():
    village = tidied("YC293", ("A", 2), "园 内", "园内村", "village")
    sheet, changes = mended([tidied("YC291", ("A", 2), "园 内", "园内", "village"), village])
    assert sheet["A2"].value == "园内村"
    assert changes is not None
    assert changes.max_row == 2


def test_inside_a_merged_cell_nothing_is_written():
    workbook = load_workbook(io.BytesIO(source()))
    workbook[SHEET]["A3"].value = None
    workbook[SHEET].merge_cells("A2:A3")
    stream = io.BytesIO()
    workbook.save(stream)
    fixes = [tidied(code, ("A", 3), "", "园内村", "village") for code in ("YC296", "YC295")]
    content, changes = mend(stream.getvalue(), (), fixes)
    assert changes == []
    assert [str(area) for area in load_workbook(io.BytesIO(content))[SHEET].merged_cells.ranges] == ["A2:A3"]


def test_a_formula_stays_one():
    workbook = load_workbook(io.BytesIO(source()))
    workbook[SHEET]["B2"] = '="示 "&"例甲"'
    stream = io.BytesIO()
    workbook.save(stream)
    content, changes = mend(stream.getvalue(), (), [NAME])
    assert changes == []
    assert load_workbook(io.BytesIO(content))[SHEET]["B2"].value == '="示 "&"例甲"'


def test_the_change_sheet_says_what_was_changed_and_masks_numbers():
    _, sheet = mended([NAME, PHONE])
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [SHEET, "B2", "姓名", "示 例甲", "示例甲", "YC291"],
        [SHEET, "C2", "姓名", "138****0000", "138******00", "YC294"],
    ]


def test_a_fix_of_a_whole_column_says_what_stood_in_each_cell():
    _, listed = mended([replace(NAME, value=None)])
    assert listed is not None
    assert [listed["D2"].value, listed["E2"].value] == ["示 例甲", "示例甲"]


def test_the_preview_is_what_will_be_written():
    findings = [NAME, PHONE, tidied("YC216", ("A", 2), "园", "园内村", safe=False)]
    assert preview(findings) == mend(source(), (), findings)[1]
    assert preview(findings)[1] == (f"{PATH}!{SHEET}!C2", "YC294", "姓名", "138****0000", "138******00")


def test_the_same_input_gives_the_same_bytes():
    content = source()
    assert mend(content, (), [NAME])[0] == mend(content, (), [NAME])[0]


def test_a_note_on_a_whole_column_is_mended_cell_by_cell():
    cells = (Place(PATH, SHEET, 2, "B"), Place(PATH, SHEET, 3, "B"))
    whole = Finding(
        "YC291",
        Place(PATH, SHEET, None, "B"),
        {},
        "name",
        "姓名",
        None,
        None,
        cells,
        2,
        (Fix("示例丙", safe=True), None),
    )
    sheet, changes = mended([whole])
    assert (sheet["B2"].value, sheet["B3"].value) == ("示例丙", "示例乙")
    assert changes is not None
    assert len(preview([whole])) == 1
