"""The annotated copy shows every fault where it stands, and leaves the sender's workbook as it was."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Place, Spot, TablePlace
from yicun.report.annotate import annotate
from yicun.report.original import not_kept

PATH, SHEET = "报送/省新所.xlsx", "推选名单"
ID = "350583197503019990"
TABLE = TablePlace(PATH, SHEET, TableKind.CANDIDATES, 3, 3, {"village": "A", "name": "B", "id_number": "C"})
RED, AMBER = "FFFF9F9F", "FFFFD98C"


def finding(code: str, row: int | None, column: str | None, sheet: str | None = SHEET, **facts: str) -> Finding:
    return Finding(code, Place(PATH, sheet, row, column), facts, "id_number", "公民身份号码", "350583**********90")


CHECK_DIGIT = finding("YC205", 4, "C")
DOUBTFUL = finding("YC412", 5, "B")
TIDIED = finding("YC291", 6, "B", what="去掉空格")
FINDINGS = (CHECK_DIGIT, DOUBTFUL, TIDIED)


def book() -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = SHEET
    sheet["A1"] = "推选名单"
    sheet.merge_cells("A1:C1")
    for column, head in enumerate(("行政村", "姓名", "公民身份号码"), 1):
        sheet.cell(3, column, head).font = Font(bold=True)
    for row, (village, name, number) in enumerate(
        (
            ("园内村", "示例甲", ID),
            ("园内村", "示例乙", "350583198001019973"),
            ("檗谷村", "示 例丙", "350583198002029987"),
        ),
        4,
    ):
        for column, text in enumerate((village, name, number), 1):
            sheet.cell(row, column, text)
    sheet["B5"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["C"].width = 31
    return workbook


def content(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def annotated(source: bytes, findings: Sequence[Finding] = FINDINGS, tables: Sequence[TablePlace] = (TABLE,)) -> bytes:
    return annotate(source, (), findings, tables)


def sheet_of(source: bytes, title: str = SHEET) -> Worksheet:
    return load_workbook(io.BytesIO(source), rich_text=True)[title]


def everything(source: bytes) -> dict[str, object]:
    """What a workbook shows: values, fills, comments, widths, merges, filter, by sheet and cell."""
    shown: dict[str, object] = {}
    workbook = load_workbook(io.BytesIO(source), rich_text=True)
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                look = (
                    cell.value,
                    cell.fill.fgColor.rgb,
                    cell.number_format,
                    cell.font.b,
                    cell.comment and cell.comment.text,
                )
                if look != (None, "00000000", "General", False, None):
                    shown[f"{sheet.title}!{cell.coordinate}"] = look
        widths = {letter: column.width for letter, column in sheet.column_dimensions.items()}
        shown[sheet.title] = (
            widths,
            sorted(map(str, sheet.merged_cells.ranges)),
            sheet.auto_filter.ref,
            sheet.sheet_state,
        )
    return shown


def test_errors_are_red_warnings_amber_and_notes_not_filled():
    sheet = sheet_of(annotated(content(book())))
    assert (sheet["C4"].fill.fgColor.rgb, sheet["B5"].fill.fgColor.rgb) == (RED, AMBER)
    assert sheet["B6"].fill.fill_type is None
    assert sheet["B6"].comment is None


def test_each_bad_cell_has_a_comment_that_says_what_to_do():
    comment = sheet_of(annotated(content(book())))["C4"].comment
    assert comment.author == "yicun"
    assert comment.text.strip() == "YC205 公民身份号码校验码不符，至少有一位录错。→ 请按证件核对"


def test_an_error_outweighs_a_warning_in_one_cell():
    sheet = sheet_of(annotated(content(book()), [finding("YC209", 4, "C"), CHECK_DIGIT]))
    assert sheet["C4"].fill.fgColor.rgb == RED
    assert sheet["C4"].comment.text.count("YC2") == 2


def test_the_last_column_can_be_filtered():
    sheet = sheet_of(annotated(content(book())))
    assert sheet["D3"].value == "错误信息"
    assert sheet["D3"].font.b
    assert sheet["D4"].value == "C4 公民身份号码校验码不符，至少有一位录错"
    assert sheet["D6"].value is None
    assert sheet.auto_filter.ref == "A3:D6"


def test_every_header_of_a_sheet_gets_the_column_and_keeps_it():
    workbook = book()
    sheet = workbook[SHEET]
    for row in (
        ["行政村", "姓名", "公民身份号码"],
        ["园内村", "示例丁", ""],
        ["村名", "人选", "身份证"],
        ["园内村", "示例戊", ""],
    ):
        sheet.append(row)
    second = TablePlace(PATH, SHEET, TableKind.CANDIDATES, 9, 1, TABLE.columns)
    found = [*FINDINGS, finding("YC110", 9, None)]
    result = sheet_of(annotated(content(workbook), found, [TABLE, second]))
    assert [result.cell(row, 4).value for row in (3, 7, 9)] == ["错误信息"] * 3


def test_empty_cells_are_not_made():
    workbook = book()
    workbook[SHEET]["ZZ900"].fill = PatternFill("solid", fgColor="FFFFFFFF")
    with zipfile.ZipFile(io.BytesIO(annotated(content(workbook)))) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<c ") < 40


def test_the_lists_link_to_every_cell_errors_first_and_notes_apart():
    result = annotated(content(book()))
    wrong, notes = sheet_of(result, "问题清单"), sheet_of(result, "说明清单")
    rows = [[cell.value for cell in row[:7]] for sheet in (wrong, notes) for row in sheet.iter_rows(min_row=2)]
    assert [row[1:5] for row in rows if row[0]] == [
        ["错误", "YC205", SHEET, "C4"], ["警告", "YC412", SHEET, "B5"], ["说明", "YC291", SHEET, "B6"],
    ]  # fmt: skip
    linked = [wrong.cell(2, 5), wrong.cell(3, 5), notes.cell(2, 5)]
    assert [cell.hyperlink.location for cell in linked] == [f"'{SHEET}'!{at}" for at in ("C4", "B5", "B6")]
    for sheet in (wrong, notes):
        setup = sheet.page_setup
        assert (setup.orientation, setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
            "landscape", 0, True,
        )  # fmt: skip


def test_a_line_of_the_list_is_as_high_as_its_text_needs():
    long = replace(CHECK_DIGIT, facts={"cure": "请按证件核对" * 20})
    listed = sheet_of(annotated(content(book()), [long, DOUBTFUL]), "问题清单")
    assert listed.row_dimensions[2].height >= 8 * 13  # 240 half-width characters in a column of 30
    assert listed.row_dimensions[3].height < listed.row_dimensions[2].height / 2
    assert listed["H2"].alignment.wrap_text
    assert (listed["E2"].font.name, listed["E2"].font.underline) == (listed["F2"].font.name, "single")


def test_other_places_are_named_in_runs_and_by_the_name_of_their_file():
    here = tuple(Place(PATH, SHEET, row, "C") for row in (4, 5, 6, 9))
    there = (Place("报送/先前/省新所.xlsx", SHEET, 5, "C"),)
    listed = sheet_of(annotated(content(book()), [replace(CHECK_DIGIT, related=here + there)]), "问题清单")
    assert listed["I2"].value == f"C4:C6；C9；省新所.xlsx!{SHEET}!C5"


def test_faults_of_a_row_a_column_and_the_file_are_listed():
    places = [finding("YC108", None, None, rows="4"), finding("YC102", None, "C"), finding("YC305", 5, None)]
    result = annotated(content(book()), [*places, finding("YC006", None, None, None)])
    assert [sheet_of(result, "问题清单").cell(row, 5).value for row in range(2, 6)] == [
        "C列",
        "整个文件",
        "第5行",
        "整个文件",
    ]
    assert sheet_of(result)["D5"].value == finding("YC305", 5, None).message


def test_nothing_of_the_sender_is_changed():
    before, after = everything(content(book())), everything(annotated(content(book())))
    for place, look in before.items():
        if place in {SHEET, f"{SHEET}!C4", f"{SHEET}!B5"}:
            continue
        assert after[place] == look
    assert [after[f"{SHEET}!{at}"][0] for at in ("C4", "B5")] == [ID, "示例乙"]


def test_formulas_keep_their_results():
    workbook = book()
    workbook[SHEET]["B4"] = '=A4&"的人"'
    workbook[SHEET]["B5"] = "=1+1"
    source = content(workbook)
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    parts[part] = parts[part].replace(b'<c r="B4"><f>', b'<c r="B4" t="str"><f>')
    parts[part] = parts[part].replace(b"</f><v></v>", "</f><v>园内村&lt;的人</v>".encode(), 1)
    parts[part] = parts[part].replace(b"</f><v></v>", b"</f><v>2</v>", 1)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    result = annotated(stream.getvalue())
    assert sheet_of(result)["B4"].value == '=A4&"的人"'
    values = load_workbook(io.BytesIO(result), data_only=True)[SHEET]
    assert (values["B4"].value, values["B5"].value) == ("园内村<的人", 2)


def test_text_that_looks_like_a_formula_stays_text():
    workbook = book()
    workbook[SHEET]["B4"].value = "=1+1"
    workbook[SHEET]["B4"].data_type = "s"
    cell = sheet_of(annotated(content(workbook)))["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_rich_text_and_damaged_numbers_stay():
    workbook = book()
    workbook[SHEET]["B4"] = CellRichText("示例", TextBlock(InlineFont(b=True), "甲"))
    workbook[SHEET]["C5"] = 350583198001019000
    sheet = sheet_of(annotated(content(workbook)))
    assert isinstance(sheet["B4"].value, CellRichText)
    assert float(sheet["C5"].value) == float(350583198001019000)


def test_other_peoples_comments_stay_alone():
    workbook = book()
    workbook[SHEET]["C4"].comment = Comment("请核对", "王示例")
    workbook[SHEET]["A4"].comment = Comment("已问村里", "王示例")
    once = annotated(content(workbook))
    for result in (once, annotated(once), annotated(once, [])):
        sheet = sheet_of(result)
        assert [(sheet[at].comment.author, sheet[at].comment.text) for at in ("A4", "C4")] == [
            ("王示例", "已问村里"), ("王示例", "请核对"),
        ]  # fmt: skip
    assert sheet_of(once)["C4"].fill.fgColor.rgb == RED
    assert "校验码" in sheet_of(once)["D4"].value


def test_running_twice_leaves_one_set():
    once = annotated(content(book()))
    assert everything(annotated(once)) == everything(once)


@pytest.mark.parametrize("filtered", [None, "A3:C6"])
def test_a_mended_copy_loses_every_mark(filtered: str | None):
    workbook = book()
    workbook[SHEET].auto_filter.ref = filtered
    source = content(workbook)
    assert everything(annotated(annotated(source), [])) == everything(source)


def test_the_senders_filter_is_widened_not_replaced():
    workbook = book()
    workbook[SHEET].auto_filter.ref = "A3:C5"
    assert sheet_of(annotated(content(workbook))).auto_filter.ref == "A3:D5"


def test_a_sheet_of_the_senders_called_like_our_list_stays():
    workbook = book()
    workbook.create_sheet("问题清单")["A1"] = "自己的清单"
    for result in (once := annotated(content(workbook)), annotated(once)):
        titles = load_workbook(io.BytesIO(result)).sheetnames
        assert titles == [SHEET, "问题清单", "问题清单1", "说明清单"]
        assert sheet_of(result, "问题清单")["A1"].value == "自己的清单"


def test_excels_own_tables_get_no_second_filter():
    workbook = book()
    workbook[SHEET].add_table(Table(displayName="T", ref="A3:C6"))
    result = sheet_of(annotated(content(workbook)))
    assert result.auto_filter.ref is None
    assert result["D3"].value == "错误信息"


def test_a_fault_inside_a_merged_cell_marks_the_cell_that_shows():
    workbook = book()
    workbook[SHEET]["A5"] = None
    workbook[SHEET].merge_cells("A4:A5")
    sheet = sheet_of(annotated(content(workbook), [finding("YC404", 5, "A")]))
    assert sheet["A4"].fill.fgColor.rgb == RED
    assert sheet["A4"].comment.author == "yicun"
    assert sheet["A4"].value == "园内村"


def test_formatted_empty_cells_do_not_push_the_column_away():
    workbook = book()
    workbook[SHEET]["ZZ9000"].fill = PatternFill("solid", fgColor="FFFFFFFF")
    assert sheet_of(annotated(content(workbook)))["D3"].value == "错误信息"


def test_the_same_input_gives_the_same_bytes():
    source = content(book())
    assert annotated(source) == annotated(source)


@dataclass
class Values:
    """A sheet by its values, as intake gives it."""

    rows: Sequence[Sequence[object]]
    sheet: str = SHEET
    top: int = 1
    left: int = 1
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    merges: Iterable[object] = field(default_factory=tuple)

    @property
    def height(self) -> int:
        return len(self.rows)

    @property
    def width(self) -> int:
        return max(map(len, self.rows))


def test_other_kinds_come_back_as_xlsx_from_their_values():
    day = datetime(1975, 3, 1, 8, 30)  # noqa: DTZ001 - a workbook's days have no zone
    rows = [
        ["行政村", "姓名", "出生年月"], ["园内村", "=示例", day.date()], [1.0, SimpleNamespace(text="#N/A"), 2.5],
        [True, day, None],
    ]  # fmt: skip
    merged = SimpleNamespace(first_row=7, first_column=2, last_row=8, last_column=2)
    values = Values(rows, top=3, left=2, merges=[merged], hidden_rows=frozenset({5}))
    table = TablePlace(PATH, SHEET, TableKind.CANDIDATES, 3, 3, {"village": "B", "name": "C"})
    result = annotate("行政村,姓名".encode("gb18030"), [values], [finding("YC218", 4, "C")], [table])
    sheet = sheet_of(result)
    assert [[cell.value for cell in row] for row in sheet["B3:D6"]] == [
        ["行政村", "姓名", "出生年月"], ["园内村", "=示例", day.replace(hour=0, minute=0)], [1, "#N/A", 2.5],
        [True, day, None],
    ]  # fmt: skip
    assert (sheet["C4"].data_type, sheet["C5"].data_type) == ("s", "e")
    assert sheet["C4"].fill.fgColor.rgb == RED
    assert sheet["E3"].value == "错误信息"
    assert sheet.row_dimensions[5].hidden
    assert [str(area) for area in sheet.merged_cells.ranges] == ["B7:B8"]


def test_of_another_kind_every_column_is_wide_enough_and_the_page_lies_across():
    id_number, title = "350583197503019976", "关于推选“一村一警务助理”的名单（省新派出所报送）"
    rows = [[title], ["行政村", "公民身份号码"], ["园内村", id_number]]
    sheet = sheet_of(annotate(b"", [Values(rows)], [], []))
    assert sheet.column_dimensions["B"].width > len(id_number)
    assert sheet.column_dimensions["A"].width < 15
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    wide = sheet_of(annotate(b"", [Values([[id_number] * 17])], [], []))
    assert wide.page_setup.fitToWidth == 2


def test_of_another_kind_what_is_wrong_in_a_row_is_seen_whole():
    rows = [["行政村", "姓名", "文化程度"], ["园内村", "示例", "高中"], ["园内村", "示例", "高小"]]
    table = TablePlace(PATH, SHEET, TableKind.CANDIDATES, 1, 3, {"village": "A", "name": "B", "education": "C"})
    wrong = [finding("YC218", 2, "B"), *(finding(code, 3, "C") for code in ("YC216", "YC217", "YC211", "YC213"))]
    sheet = sheet_of(annotate(b"", [Values(rows)], wrong, [table]))
    assert all(sheet.cell(row, 4).alignment.wrap_text for row in (2, 3))
    assert sheet.row_dimensions[3].height > sheet.row_dimensions[2].height


def test_a_sheet_name_excel_would_refuse_is_made_fit():
    result = annotate(b"", [Values([["姓名"]], sheet="名单[1]/2020")], [], [])
    assert load_workbook(io.BytesIO(result)).sheetnames == ["名单 1  2020"]


def test_what_cannot_be_kept_is_told():
    workbook = book()
    chart = BarChart()
    chart.add_data(Reference(workbook[SHEET], min_col=3, min_row=3, max_row=6))
    workbook[SHEET].add_chart(chart, "F2")
    source = content(workbook)
    with zipfile.ZipFile(stream := io.BytesIO(source), "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
        archive.writestr("xl/vbaProject.bin", b"")
    assert not_kept(stream.getvalue()) == ["图片", "宏", "图表的部分格式"]
    assert not_kept(content(book())) == []
    assert not_kept("姓名,行政村".encode()) == []
    assert not_kept(b"\xd0\xcf\x11\xe0 not a zip") != []


def test_a_fault_of_a_whole_column_marks_each_of_its_cells():
    cells = (Place(PATH, SHEET, 4, "C"), Place(PATH, SHEET, 5, "C"))
    whole = Finding("YC202", Place(PATH, SHEET, None, "C"), {}, "id_number", "公民身份号码", None, None, cells, 2)
    sheet = sheet_of(annotated(content(book()), [whole]))
    assert all(sheet[at].comment is not None for at in ("C4", "C5"))


def test_a_form_is_marked_in_its_cells_and_gets_no_column():
    book = Workbook()
    book.active.title = SHEET
    book.active.append(["姓名", "示例甲", "行政村", "园内村"])
    file = io.BytesIO()
    book.save(file)
    form = TablePlace(PATH, SHEET, TableKind.CANDIDATES, 1, 1, {}, {"village": [Spot(1, "D")]})
    found = Finding("YC404", Place(PATH, SHEET, 1, "D"), {"value": "园内村", "suggestion": ""}, "village", "行政村")
    sheet = load_workbook(io.BytesIO(annotate(file.getvalue(), (), [found], [form])))[SHEET]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["D1"]
    assert sheet.max_column == 4
