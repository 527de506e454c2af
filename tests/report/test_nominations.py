"""The list that is stamped and handed in: what it says, what it hides, and that it prints as an official list."""

import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from listings import BASIS, made_result
from yicun.report import nominations
from yicun.report.nominations import document, workbook
from yicun.report.sheet import Book, put

HEADER = [
    "序号", "派出所", "乡镇（街道）", "行政村", "姓名", "性别", "出生年月", "政治面貌", "文化程度",
    "人员类别（现任职务）", "公民身份号码", "联系电话", "备注",
]  # fmt: skip
HIDDEN = "流转版不该有的字"
VETTING = ("核查", "考察", "处分", "立案", "刑事", "不符合", "不合格", "待核", "上访", "病", "1975年")


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}


def rows_of(content: bytes) -> list[dict[str, object]]:
    """The lines of the list, by header."""
    rows = sheets(content)["推选名单"]
    at = next(number for number, row in enumerate(rows) if row[0] == "序号")
    header = [text for text in rows[at] if text]
    return [dict(zip(header, row, strict=False)) for row in rows[at + 1 :] if isinstance(row[0], int)]


def table_of(content: bytes) -> list[list[str]]:
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def face(paragraph) -> str:
    return paragraph.runs[0].font.element.rPr.rFonts.get(qn("w:eastAsia"))


def text_of(content: bytes) -> str:
    """Everything that any part of a package holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(part).decode("utf-8", "ignore") + part.filename for part in package.infolist())


def test_the_internal_list_has_every_column_and_full_numbers_as_text():
    content = workbook(made_result(3), internal=True)
    lines = rows_of(content)
    assert list(lines[0]) == HEADER
    assert lines[0] == {
        "序号": 1, "派出所": "示例0派出所", "乡镇（街道）": "示例0镇", "行政村": "示例0村", "姓名": "示例甲",
        "性别": "女", "出生年月": "1960年1月", "政治面貌": "群众", "文化程度": "高中",
        "人员类别（现任职务）": "治保主任", "公民身份号码": "350583196001019965", "联系电话": "13800000000",
        "备注": None,
    }  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(content))["推选名单"]
    shown = {"350583196001019965", "13800000000"}
    shown = {"350583196001019965", "13800000000"}
    numbers = [cell for row in sheet.iter_rows() for cell in row if cell.value in shown]
    assert [(cell.data_type, cell.number_format) for cell in numbers] == [("s", "@")] * 2


def test_the_circulated_list_masks_numbers_and_leaves_out_births():
    lines = rows_of(workbook(made_result(3), internal=False))
    assert list(lines[0]) == [label for label in HEADER if label != "出生年月"]
    assert [line["公民身份号码"] for line in lines] == [
        "350583**********65",
        "350583**********78",
        "350583**********80",
    ]
    assert [line["联系电话"] for line in lines] == ["138******00", "138******01", "138******02"]


def test_lines_stand_in_the_order_given_one_a_village():
    assert [line["行政村"] for line in rows_of(workbook(made_result(40), internal=False))] == [
        f"示例{n}村" for n in range(40)
    ]


@pytest.mark.parametrize("write", [workbook, document])
def test_no_byte_of_a_circulated_output_tells_what_it_may_not(write):
    people = {
        n: {"phone": f"1390000{n:04d}、0595-8638{n:04d}", "name": f"示例{n}13712345678", "remark": remark}
        for n, remark in enumerate(
            (
                f"{word}{HIDDEN}"
                for word in (*VETTING, "身份证350583197503019994", "5 2岁", "1968.3出生", "有前科", "警告")
            ),
        )
    }
    result = made_result(20, missing=3, left_out=2, changes=people)
    told = text_of(write(result, internal=False))
    candidates = result.roster.candidates
    for number in (
        *candidates["id_number"],
        *candidates["phone"].str.split("、").explode(),
        "13712345678",
        "350583197503019994",
    ):
        assert number not in told
    for word in (*VETTING, HIDDEN, "落选", "受过", "警告"):
        assert word not in told, word
    assert not re.search(r"(?<![\da-f])\d{17}[\dXx](?![\da-f])|(?<!\d)1[3-9]\d{9}(?!\d)", told)
    internal = text_of(write(result, internal=True))
    assert candidates["id_number"].iloc[0] in internal
    assert HIDDEN in internal
    assert "落选1" in internal


def test_a_harmless_remark_and_an_approval_are_shown_to_all():
    changes = {0: {"remark": "兼任村民小组长"}, 1: {"remark": "病退"}}
    result = made_result(3, changes=changes, waived=(0, 1))
    lines = rows_of(workbook(result, internal=False, remarks=True))
    assert [line["备注"] for line in lines] == ["符合（经批准）；兼任村民小组长", "符合（经批准）", None]
    lines = rows_of(workbook(result, internal=False))
    assert [line["备注"] for line in lines] == ["符合（经批准）", "符合（经批准）", None]


def test_the_station_s_own_words_for_a_post_stand_beside_the_listed_value():
    words = ("村委会委员", "曾受处分的村干部", None)
    changes = {n: {"category": "村干部", "category_text": text} for n, text in enumerate(words)}
    result = made_result(3, changes=changes)
    within = rows_of(workbook(result, internal=True))
    assert [line["人员类别（现任职务）"] for line in within] == [
        "村干部（村委会委员）",
        "村干部（曾受处分的村干部）",
        "村干部",
    ]
    circulated = rows_of(workbook(result, internal=False))
    assert [line["人员类别（现任职务）"] for line in circulated] == ["村干部（村委会委员）", "村干部", "村干部"]


def test_a_birth_is_shown_no_finer_than_it_is_known():
    result = made_result(3)
    lines = result.nominations.lines.copy()
    lines.loc[lines.index[1], ["born", "born_last"]] = [
        lines["born"].iloc[1].replace(month=1),
        lines["born"].iloc[1].replace(month=12),
    ]
    lines.loc[lines.index[2], ["born", "born_last"]] = None
    result = replace(result, nominations=replace(result.nominations, lines=lines))
    assert [line["出生年月"] for line in rows_of(workbook(result, internal=True))] == ["1960年1月", "1961年", None]


@pytest.mark.parametrize("internal", [False, True])
def test_what_stands_above_and_below(internal):
    rows = sheets(workbook(made_result(3, missing=2), internal=internal))["推选名单"]
    texts = [[cell for cell in row if cell is not None] for row in rows]
    assert texts[0] == ["附件", *(["内部资料 注意保密"] if internal else [])]
    assert texts[1:4] == [
        ["全市“一村一警务助理”推选名单"],
        ["草稿 — 缺 2 村"],
        ["填报单位（盖章）：南安市公安局户政管理大队", "填报时间：2020年5月7日"],
    ]
    assert texts[-2:] == [
        ["合计", "应推选 5 村、本名单 3 村、缺 2 村"],
        ["审核人：", "填表人：", "联系电话：", "填报日期："],
    ]


def test_a_complete_list_is_no_draft_and_an_unreadable_id_makes_one():
    assert "草稿" not in text_of(workbook(made_result(3), internal=False))
    told = text_of(workbook(made_result(3, changes={1: {"id_number": None}}), internal=False))
    assert "草稿 — 1 人公民身份号码待补正" in told


def test_a_station_hands_in_its_own_list():
    rows = sheets(workbook(made_result(3, station="示例0派出所"), internal=False))["推选名单"]
    assert rows[1][0] == "示例0派出所“一村一警务助理”推选名单"
    assert rows[2][0] == "填报单位（盖章）：示例0派出所"


def test_the_missing_villages_are_named_and_why_only_within():
    result = made_result(3, missing=2)
    internal, circulated = (sheets(workbook(result, internal=internal))["缺口行政村"] for internal in (True, False))
    assert [(str(row[0]), row[3]) for row in circulated[2:]] == [("1", "示例3村"), ("2", "示例4村")]
    assert [row[4] for row in internal[2:]] == ["人选待核"] * 2
    assert "缺口行政村" not in sheets(workbook(made_result(3), internal=True))


def test_who_is_not_listed_stands_with_the_reason_and_the_way_to_object():
    rows = sheets(workbook(made_result(3, missing=1, left_out=2), internal=True))["未列入人选"]
    assert rows[2] == (
        1, "示例3派出所", "示例3镇", "示例3村", "落选0", "不符合", "不符合：三（一）不得选聘1（本人受过刑事处罚的）",
        "报送/省新所.xlsx", "推选名单", "5",
    )  # fmt: skip
    assert rows[-2][0] == "核对提示，不代表审核结论。"
    assert rows[-1][0].startswith("人选对核对结果有异议的，可向推荐的派出所提出，由县级公安机关户政管理大队复核")
    assert "未列入人选" not in sheets(workbook(made_result(3), internal=False))


def test_sources_name_the_rules_the_inputs_and_every_row():
    rows = sheets(workbook(made_result(3), internal=False))["出处"]
    said = {row[0]: row[1] for row in rows}
    assert (said["基准日"], said["规则"], said["工具"]) == ("2020年5月7日", "nanan-2020", "yicun 0.1.0")
    assert said["规则 sha256"] == BASIS.rulebook.sha256
    assert (1, "底册.xlsx", "0" * 64, 3) in rows
    assert rows[-4:] == [
        ("名单序号", "文件与工作表", "行", None),
        *((n, "报送/省新所.xlsx!推选名单", n + 1, None) for n in (1, 2, 3)),
    ]


def test_it_prints_on_turned_a4_with_the_header_on_each_page():
    book = openpyxl.load_workbook(io.BytesIO(workbook(made_result(30, missing=1), internal=True)))
    sheet = book["推选名单"]
    assert sheet["A5"].value == "序号"
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$2:$5", "A6")
    assert sheet.print_area == "'推选名单'!$A$1:$M$37"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.oddFooter.center.text == "— &P —"
    heights = [sheet.row_dimensions[row].height for row in range(1, 38)]
    assert min(heights) >= 22
    assert sheet["K6"].border.left.style == "thin"
    assert sheet["D6"].font.name == "宋体"
    assert [sheet["A2"].font.name, sheet["A2"].font.size] == ["方正小标宋简体", 22]
    assert sheet["A1"].font.name == "黑体"


def test_rows_grow_with_their_longest_text():
    changes = {1: {"category": "村干部、治保主任、退伍军人、巡防队员"}, 2: {"remark": "兼任村民小组长和调解员" * 4}}
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(made_result(3, changes=changes), internal=False, remarks=True)))[
        "推选名单"
    ]
    first, second, third = (sheet.row_dimensions[row].height for row in (5, 6, 7))
    assert first < second < third
    assert sheet["L7"].alignment.wrap_text


def test_pages_fill_up_as_the_office_program_measures_them():
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(made_result(40), internal=False)))["推选名单"]
    assert not sheet.row_breaks.brk
    assert sheet.print_title_rows


def test_where_it_comes_from_does_not_print_with_the_list():
    book = openpyxl.load_workbook(io.BytesIO(workbook(made_result(3, missing=1), internal=False)))
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "推选名单": "visible", "缺口行政村": "visible", "出处": "hidden",
    }  # fmt: skip


def test_a_plain_list_is_the_list_alone():
    result = made_result(3, missing=1, left_out=1)
    assert list(sheets(workbook(result, internal=True, plain=True))) == ["推选名单"]
    assert len(docx.Document(io.BytesIO(document(result, internal=True, plain=True))).tables) == 1


def test_an_empty_list_says_so():
    rows = sheets(workbook(made_result(0, missing=2), internal=True))["推选名单"]
    assert "（暂无）" in [row[0] for row in rows]
    assert table_of(document(made_result(0, missing=2), internal=True))[-1][-1] == "应推选 2 村、本名单 0 村、缺 2 村"


def test_formulas_and_markup_in_names_are_text():
    names = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        "=cmd|'/c calc'!A0",
        "<b>甲</b>",
        "<script>x</script>",
        "<r>甲</r>",
    ]
    changes = {n: {"name": name, "remark": name} for n, name in enumerate(names)}
    result = made_result(len(names), changes=changes)
    content = workbook(result, internal=True)
    assert "<f>" not in text_of(content)
    assert [line["姓名"] for line in rows_of(content)] == [name.replace("\r", "\n") for name in names]
    table = table_of(document(result, internal=True))
    assert [row[4] for row in table[1:-1]] == [name.replace("\r", "\n") for name in names]


def test_a_list_written_row_by_row_holds_the_same(monkeypatch):
    result = made_result(30, missing=2, left_out=1)
    usual = workbook(result, internal=True)
    monkeypatch.setattr(nominations, "_MANY", 10)
    streamed = workbook(result, internal=True)
    assert sheets(streamed) == sheets(usual)
    assert streamed != usual


def test_the_document_is_an_official_attachment():
    paper = docx.Document(io.BytesIO(document(made_result(3, missing=1), internal=False)))
    first, _, title, draft, filed = (paragraph for paragraph in paper.paragraphs[:5])
    assert (first.text, first.runs[0].font.size.pt, draft.text) == ("附件", 16, "草稿 — 缺 1 村")
    assert (title.text, title.runs[0].font.size.pt) == ("全市“一村一警务助理”推选名单", 22)
    assert face(title) == "方正小标宋简体"
    assert face(first) == "黑体"
    assert filed.text == "填报单位（盖章）：南安市公安局户政管理大队\t填报时间：2020年5月7日"
    section = paper.sections[0]
    sides = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(side.mm) for side in sides] == [28, 37, 26, 35]
    assert round(section.page_width.mm) == 297
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text == "— 1 —"
        assert "PAGE" in footer.paragraphs[0].paragraph_format.element.xml
        assert footer.paragraphs[0].runs[0].font.size.pt == 14
    assert paper.core_properties.author == "yicun"


@pytest.mark.parametrize("internal", [True, False])
def test_names_stations_and_numbers_fit_on_one_line_of_the_document(internal):
    """Chinese characters of 五号 are 10.5 pt wide, digits half of 9.5 pt; a cell keeps 2 mm at its sides."""
    table = docx.Document(io.BytesIO(document(made_result(3), internal=internal))).tables[0]
    room = {cell.text: column.width.mm - 2 for cell, column in zip(table.rows[0].cells, table.columns, strict=True)}
    point = 25.4 / 72
    for label, characters in (("派出所", 5), ("乡镇（街道）", 4), ("行政村", 4), ("姓名", 4), ("文化程度", 3)):
        assert room[label] >= characters * 10.5 * point, label
    for label, digits in (("公民身份号码", 18), ("联系电话", 11)):
        assert room[label] >= digits * 9.5 / 2 * point, label
    assert (
        "出生年月" not in room or room["出生年月"] >= ((6 / 2 + 2) * 9.5 + 3 * 2.4) * point
    )  # 1975年12月, with the gaps some programs leave


def test_whoever_signs_signs_under_a_line_of_the_table():
    table = docx.Document(io.BytesIO(document(made_result(3), internal=False))).tables[0]
    kept = [all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs) for row in table.rows]
    assert kept == [False, False, False, True, True]


def test_the_documents_table_repeats_its_header_and_splits_no_village():
    content = document(made_result(3), internal=True)
    table = docx.Document(io.BytesIO(content)).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == HEADER
    whole = docx.Document(io.BytesIO(content)).element.body.findall(f".//{qn('w:trPr')}")[: len(table.rows)]
    assert whole[0].find(qn("w:tblHeader")) is not None
    assert all(properties.find(qn("w:cantSplit")) is not None for properties in whole)
    assert all(row.height.pt >= 22 for row in table.rows)
    assert [row[10] for row in table_of(content)[1:4]] == [
        "350583196001019965",
        "350583196102029978",
        "35058319620303998" + "0",
    ]
    assert face(table.rows[1].cells[3].paragraphs[0]) == "宋体"
    assert face(table.rows[1].cells[7].paragraphs[0]) == "仿宋_GB2312"


def test_faces_come_with_their_stand_ins():
    with zipfile.ZipFile(io.BytesIO(document(made_result(1), internal=False))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="方正小标宋_GBK,华文中宋,宋体"/>' in fonts


@pytest.mark.parametrize("internal", [False, True])
def test_beside_the_document_stands_on_what_it_rests(internal):
    result = made_result(3, missing=1, left_out=1)
    told = text_of(document(result, internal=internal))
    assert ("内部资料 注意保密" in told, "可向推荐的派出所提出" in told) == (internal, internal)
    assert BASIS.rulebook.sha256 not in told
    told = text_of(nominations.sources(result, internal=internal))
    for part in ("nanan-2020", BASIS.rulebook.sha256, "yicun 0.1.0", "2020年5月7日", "0" * 64):
        assert part in told


SAME = """
import hashlib, sys
from listings import made_result
from yicun.report.nominations import document, workbook
result = made_result(5, missing=2, left_out=1)
print(*[hashlib.sha256(write(result, internal=i)).hexdigest() for write in (workbook, document) for i in (True, False)])
"""


def test_same_bytes_in_any_time_zone_and_with_any_hash_seed():
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    runs = {
        subprocess.run(
            [sys.executable, "-c", SAME], capture_output=True, text=True, check=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
        ).stdout
        for zone, seed in (("America/New_York", "0"), ("Asia/Shanghai", "7"))
    }  # fmt: skip
    assert len(runs) == 1
    assert len(set(runs.pop().split())) == 4


@pytest.mark.machine
@pytest.mark.parametrize(("count", "pages"), [(3, range(2, 6)), (30, range(3, 9)), (400, range(15, 40))])
def test_libreoffice_prints_it(tmp_path, count, pages):
    result = made_result(count, missing=3, left_out=2)
    for name, write in (("名单.xlsx", workbook), ("名单.docx", document)):
        (tmp_path / name).write_bytes(write(result, internal=True))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / name],
            check=True, capture_output=True,
        )  # fmt: skip
        printed = PdfReader(tmp_path / "名单.pdf")
        assert len(printed.pages) in pages, name
        width, height = printed.pages[0].mediabox.width, printed.pages[0].mediabox.height
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (297, 210)
        texts = ["".join(page.extract_text().split()) for page in printed.pages]
        assert "审核人" in "".join(texts), name
        assert "sha256" not in "".join(texts), name


@pytest.mark.machine
def test_a_number_that_ends_in_x_stays_on_one_line_on_paper(tmp_path):
    number = "35058319790411997X"  # X is the widest check digit
    path = tmp_path / "名单.docx"
    path.write_bytes(document(made_result(3, changes={1: {"id_number": number}}), internal=True))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True, capture_output=True,
    )  # fmt: skip
    assert any(number in page.extract_text() for page in PdfReader(tmp_path / "名单.pdf").pages)


def test_the_way_into_a_cell_is_put():
    """The planted opposite: what xlsxwriter would do with such a name by itself."""
    book = Book(BASIS.as_of)
    sheet = book.sheet("一")
    book.workbook.strings_to_formulas = True
    put(sheet, 0, 0, "=1+1", book.text)
    assert "<f>" not in text_of(book.content())
