"""A Word document: its tables as sheets, the lines over them, merged cells, and what is not to be opened."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from tests.intake.read.files import book, codes, opened, package

from yicun.intake.grid import Merge

HEADER = ("姓名", "性别", "公民身份号码")


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def table_of(document, *rows):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            table.cell(number, column).text = value
    return table


def test_each_table_is_a_sheet_with_the_lines_above_it(tmp_path: Path):
    document = docx.Document()
    document.add_paragraph("行政村：桥头村")
    table_of(document, HEADER, ("示例甲", "男", "350583197503019994"))
    document.add_paragraph("行政村：桥尾村")
    table = table_of(document, HEADER, ("示例乙", "女", ""), ("", "", ""))
    table.cell(1, 0).merge(table.cell(2, 0))
    one, two = book(opened(tmp_path, "名单.docx", saved(document))).grids
    assert (one.sheet, one.above, one.rows[1]) == ("表1", ("行政村：桥头村",), ["示例甲", "男", "350583197503019994"])
    assert (two.sheet, two.above, two.merges) == ("表2", ("行政村：桥尾村",), (Merge(2, 1, 3, 1),))
    assert two.rows[1][:2] == ["示例乙", "女"]


def test_lines_are_a_sheet_where_no_table_is_or_one_holds_an_id(tmp_path: Path):
    document = docx.Document()
    document.add_paragraph("姓名：示例甲")
    (lines,) = book(opened(tmp_path, "名单.docx", saved(document))).grids
    assert (lines.sheet, lines.rows) == ("正文", [["姓名：示例甲"]])
    table_of(document, HEADER)
    document.add_paragraph("另有示例乙350583197503019994")
    assert [grid.sheet for grid in book(opened(tmp_path, "名单.docx", saved(document))).grids] == ["表1", "正文"]


def test_what_tracking_changes_put_in_is_read_and_what_they_took_out_is_not(tmp_path: Path):
    document = docx.Document()
    cell = table_of(document, HEADER).cell(0, 0)
    put_in, moved = OxmlElement("w:ins"), OxmlElement("w:moveFrom")
    paragraph = cell.paragraphs[0]
    for around, said in ((put_in, "新"), (moved, "旧")):
        run = paragraph.add_run(said)
        paragraph._p.append(around)  # noqa: SLF001 - python-docx writes no tracked changes
        around.append(run._r)  # noqa: SLF001 - the same
    (grid,) = book(opened(tmp_path, "名单.docx", saved(document))).grids
    assert grid.rows[0][0] == "姓名新"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        ("<d/>", "YC001"),
        ("<w:document", "YC001"),
        ('<!DOCTYPE d [<!ENTITY a "a">]><d>&a;</d>', "YC005"),
        ("", "YC003"),
    ],
)
def test_damage_and_entities_are_refused(tmp_path: Path, xml, code):
    assert codes(opened(tmp_path, "名单.docx", package({"word/document.xml": xml}))) == [code]


def test_a_span_without_end_is_refused(tmp_path: Path):
    document = docx.Document()
    table_of(document, HEADER).cell(0, 0)._tc.grid_span = 2_000_000_000  # noqa: SLF001 - nor such a span
    assert codes(opened(tmp_path, "名单.docx", saved(document))) == ["YC005"]
