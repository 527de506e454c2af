"""A text as long as no spreadsheet program lets one be, anywhere in a roster: read in time that grows with its length.

A step that takes the square of the length would need many minutes for these, and more than one of them hours.
"""

from datetime import date
from itertools import repeat

import pytest

from yicun.intake.grid import Cell, Cells, Grid, Workbook
from yicun.intake.headers import find_tables
from yicun.intake.load.checking import check_tables
from yicun.register.spelling import Names, station_forms, township_forms

LENGTH = 200_000
HEADS = (
    "姓名",
    "公民身份号码",
    "联系电话",
    "行政村",
    "乡镇（街道）",
    "文化程度",
    "人员类别",
    "出生年月",
    "现任职务",
    "备注",
)
PERSON = ("示例甲", "350583197503019990", "13800000000", "园内村", "省新镇", "大专", "其他", "1975-03-01", "无", "")
FILLERS = ("(", "(a)", "1", "一", "市", "第", "或", "函授", "兼、", " 一", "13800000000 ")


def _long(filler: str) -> str:
    return (filler * LENGTH)[:LENGTH] + "x"


def _places(text: str) -> dict[str, list[tuple[Cell, ...]]]:
    return {
        "title": [(text,), HEADS, PERSON],
        "header": [(*HEADS, text), (*PERSON, "1")],
        "hint": [HEADS, ("请填", text), PERSON],
        "label": [("行政村", text), HEADS, PERSON],
        "answers": [HEADS, tuple(repeat(text, len(HEADS))), PERSON],
    }


@pytest.mark.parametrize("filler", FILLERS)
def test_a_long_text_is_read_in_time(filler: str) -> None:
    for place, rows in _places(_long(filler)).items():
        grid = Grid("表", Cells.of_rows([[cell or None for cell in row] for row in rows]))
        tables, _ = find_tables(Workbook("名单.xlsx", grids=(grid,)))
        frames = check_tables(tables, (), date(2020, 6, 1)).frames
        names = [name for frame in frames.values() if "name" in frame for name in frame["name"].tolist()]
        assert "示例甲" in names, place


def test_the_name_of_a_place_is_never_that_long() -> None:
    for forms in (township_forms, station_forms):
        names = Names(("省新镇",), forms)
        assert (names.find(_long("（")), names.near(_long("("))) == (-1, "")
        assert names.find("省新镇（旧）") == 0
