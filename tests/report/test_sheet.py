"""Every value reaches its cell as it is, and the same calls give the same bytes."""

import hashlib
import io
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yicun.report.sheet import LONGEST, Book, clean, lines, page, put, put_across, width
from yicun.report.table import Column, height

DAY = date(2020, 5, 7)
DANGEROUS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=cmd|'/c calc'!A0", "{=1}", "'=1", "0123", "1E5", "TRUE",
    "<b>粗</b>", "<script>alert(1)</script>", "<r>&amp;</r>", "<r></r>", "a]]>b", "_x0041_", "350583197503019994",
    "http://a.example", "mailto:a@b.example", "internal:A1", "墘垵堃喆燊㛃䶮𠮷",
]  # fmt: skip


def cells(content: bytes, sheet: str = "一") -> list[object]:
    return list(openpyxl.load_workbook(io.BytesIO(content))[sheet]["A"])


def written(values, *, streaming=False):
    book = Book(DAY, "标题", streaming=streaming)
    sheet = book.sheet("一")
    for row, value in enumerate(values):
        put(sheet, row, 0, value, book.text, number=True)
    return book.content()


@pytest.mark.parametrize("streaming", [False, True])
def test_text_stays_text_whatever_it_begins_with(streaming):
    content = written(DANGEROUS, streaming=streaming)
    assert [cell.data_type for cell in cells(content)] == ["s"] * len(DANGEROUS)
    read = [cell.value.replace("_x005F_", "_") for cell in cells(content)]  # what Excel takes for an underscore
    assert read == [text.replace("\r", "\n") for text in DANGEROUS]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=8))
def test_any_text_comes_back_as_text_or_not_at_all(texts):
    found = cells(written([*texts, "end"]))
    assert found[-1].value == "end"
    for cell, text in zip(found, texts, strict=False):
        assert cell.data_type == ("s" if clean(text) else "n")


def test_numbers_days_and_nothing_keep_their_kind():
    moment = datetime(2020, 5, 7, 12)  # noqa: DTZ001 - a cell has no zone
    values = [3, 3.5, np.int64(4), True, np.True_, date(2020, 5, 7), pd.Timestamp("2020-05-07"), moment]
    assert [cell.value for cell in cells(written(values))] == [
        3, 3.5, 4, True, True, 43958, 43958, 43958.5,
    ]  # fmt: skip
    nothing = [None, pd.NA, pd.NaT, float("nan"), np.nan, "", "\x00"]
    assert [cell.value for cell in cells(written([*nothing, "end"]))] == [None] * len(nothing) + ["end"]


def test_a_day_in_a_day_style_is_read_as_a_day():
    book = Book(DAY)
    put(book.sheet("一"), 0, 0, DAY, book.day)
    assert cells(book.content())[0].value == datetime(2020, 5, 7)  # noqa: DTZ001


def test_what_a_workbook_would_spoil_goes_in_as_text():
    values = [350583197503019994, 10**15, float("inf"), date(1899, 12, 31), date(1900, 1, 1)]
    assert [cell.value for cell in cells(written(values))] == [
        "350583197503019994", "1000000000000000", "inf", "1899年12月31日", "1900年1月1日",
    ]  # fmt: skip


def test_a_kind_of_value_nobody_expects_is_a_bug():
    with pytest.raises(TypeError):
        written([object()])


def test_text_is_cut_where_a_cell_ends_and_says_so():
    assert clean("长" * 40_000) == "长" * (LONGEST - 1) + "…"


def test_how_wide_and_how_high_text_is():
    assert width("村abc\n村委会") == 6
    assert lines("村干部、治保主任", 10) == 2
    assert lines("", 10) == 1
    assert lines("一\n二", 10) == 2


def test_merged_cells_hold_text_too():
    book = Book(DAY)
    put_across(book.sheet("一"), 0, (0, 3), "=1+1", book.title)
    sheet = openpyxl.load_workbook(io.BytesIO(book.content()))["一"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1", "s")
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]


def test_a_page_is_set_up_as_the_standard_says():
    book = Book(DAY)
    sheet = book.sheet("一")
    put(sheet, 5, 2, "x", book.text)
    page(sheet, repeat=(1, 3), area=(5, 2))
    setup = openpyxl.load_workbook(io.BytesIO(book.content()))["一"]
    margins = setup.page_margins
    assert [round(side * 25.4) for side in (margins.top, margins.right, margins.bottom, margins.left)] == [
        28,
        37,
        26,
        35,
    ]
    assert (setup.page_setup.orientation, setup.page_setup.paperSize) == ("landscape", 9)
    assert (setup.sheet_properties.pageSetUpPr.fitToPage, setup.page_setup.fitToHeight) == (True, 0)
    assert (setup.print_title_rows, setup.freeze_panes, setup.print_area) == ("$2:$4", "A5", "'一'!$A$1:$C$6")
    assert setup.oddFooter.center.text == "— &P —"


def test_every_face_is_told_to_be_chinese():
    book = Book(DAY)
    put(book.sheet("一"), 0, 0, "示例", book.name)
    font = openpyxl.load_workbook(io.BytesIO(book.content()))["一"]["A1"].font
    assert (font.name, font.charset) == ("宋体", 134)


def test_properties_tell_the_day_of_the_result_and_no_person():
    properties = openpyxl.load_workbook(io.BytesIO(written(["x"]))).properties
    assert (properties.title, properties.creator) == ("标题", "yicun")
    assert properties.created == properties.modified == datetime(2020, 5, 7)  # noqa: DTZ001


SAME = """
import hashlib, sys
from datetime import date
from yicun.report.sheet import Book, page, put
for streaming in (False, True):
    book = Book(date(2020, 5, 7), "标题", streaming=streaming)
    sheet = book.sheet("一")
    for row, text in enumerate(["甲", "乙", "甲"]):
        put(sheet, row, 0, text, book.style(bg_color="#FFEEDD", bold=True))
    sheet.write_comment(0, 0, "注", {"author": "yicun"})
    page(sheet, repeat=(0, 0))
    print(hashlib.sha256(book.content()).hexdigest())
"""


def test_same_bytes_in_any_time_zone_and_with_any_hash_seed():
    runs = {
        subprocess.run(
            [sys.executable, "-c", SAME], capture_output=True, text=True, check=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for zone, seed in (("UTC", "1"), ("Pacific/Auckland", "2"))
    }  # fmt: skip
    assert len(runs) == 1
    assert len(set(runs.pop().split())) == 2
    assert hashlib.sha256(written(["x"])).digest() == hashlib.sha256(written(["x"])).digest()


def test_a_column_that_is_not_printed_makes_no_line_higher():
    printed, filter_by = Column("问题", 10, "text"), Column("相关位置", 10, "text", printed=False)
    assert height((printed, filter_by), ("短", "很长" * 40), least=10) == height((printed,), ("短",), least=10)
    assert height((printed,), ("很长" * 40,), least=10) > 100
