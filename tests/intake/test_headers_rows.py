"""Rows that hold nobody are passed over with a note; nobody is ever passed over."""

import pytest

from sheets import HEADER, IDS, REGISTER, codes, of, person, read, sheet, unit
from yicun.intake.grid import ErrorCell


def row(**cells):
    """A row under HEADER with only these cells (by label, 序号 as `number`)."""
    names = dict(
        zip(
            ("number", "station", "township", "village", "name", "education", "category", "id", "phone"),
            range(9),
            strict=True,
        )
    )
    found = [None] * len(HEADER)
    for name, cell in cells.items():
        found[names[name]] = cell
    return tuple(found)


FIRST, LAST = person(1), person(2)


def skipped(*rows, header=HEADER, first=FIRST, last=LAST):
    """What is said of the rows between two people, who must both be read, and the Excel rows read."""
    tables, findings = read(sheet(header, first, *rows, last))
    (table,) = tables
    assert {2, len(rows) + 3} <= set(table.rows)
    return [(one.facts["what"], one.facts["rows"]) for one in of(findings, "YC109")], list(table.rows)


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"number": "合计", "village": "2个村", "name": "2人"}, "合计行"),
        ({"station": "小 计", "name": 2.0}, "合计行"),
        ({"village": "总计："}, "合计行"),
        ({"number": "注：本表一式两份。"}, "说明行"),
        ({"number": "填表说明：姓名与身份证一致"}, "说明行"),
        ({"station": "说明：1.本表由派出所填写"}, "说明行"),
        ({"number": "2、身份证号码请设为文本"}, "说明行"),
        ({"number": "审核人：示例长", "name": "填表人：示例表", "phone": "联系电话：13800000000"}, "落款行"),
        ({"village": "审核人", "name": "示例长"}, "落款行"),
        ({"phone": "2020年5月6日"}, "落款行"),
        ({"category": "    年   月   日"}, "落款行"),
        ({"category": "二〇二〇年五月六日"}, "落款行"),
        ({"number": "填报单位：", "name": "示例所", "category": "联系电话：", "phone": "0595-00000000"}, "落款行"),
        ({"number": "填报单位（盖章）：省新派出所"}, "落款行"),
        ({"number": "单位负责人（签字）："}, "落款行"),
        ({"number": "示例", "village": "园内村", "name": "示例人员", "id": IDS[0]}, "示例行"),
        ({"number": "（例）", "village": "园内村", "name": "示例人员"}, "示例行"),
        ({"number": 1.0, "village": "园内村", "name": "示例", "id": IDS[0]}, "示例行"),
        ({"number": "省新镇"}, "标题行"),
        ({"number": "一、省新镇"}, "标题行"),
        ({"number": 7.0, "station": "省新派出所", "township": "省新镇", "village": "示例村"}, "未填人选的行"),
        ({"number": "零报告"}, "零报告行"),
    ],
)  # fmt: skip
def test_a_row_that_holds_nobody_is_named(cells, what):
    assert skipped(row(**cells)) == ([(what, "3")], [2, 4])


@pytest.mark.parametrize(
    "cells",
    [
        {"village": "园内村", "name": "示例甲"},
        {"name": "示例丙", "phone": "13800000000"},
        {"id": IDS[0]},
        {"number": "合计", "village": "园内村", "name": "示例丙"},
        {"number": "备注", "id": IDS[0]},
        {"village": "园内村", "name": "示例丙", "phone": "联系电话：13800000000"},
        {"village": "园内村", "id": "35058319750301999"},
        {"village": "园内村", "id": 350583197503019994.0},
        {"village": "园内村", "education": "高中"},
        {"village": ErrorCell("#N/A"), "name": "示例丙"},
        {"number": "1", "name": "例如一", "phone": "1380000"},
        {"village": "园内村", "education": "高中", "category": "2020年5月6日", "phone": "13800000000"},
        {"village": "园内村", "name": "示例甲1", "education": "高中", "phone": "电话：13800000000"},
    ],
)  # fmt: skip
def test_somebody_is_never_passed_over(cells):
    assert skipped(row(**cells)) == ([], [2, 3, 4])


def test_people_called_sample_are_people():
    assert skipped(*[person(number) for number in range(3, 8)]) == ([], [2, 3, 4, 5, 6, 7, 8])


def test_blank_rows_are_silent_and_shift_nothing():
    blanks = [(), (None,) * 13, ("", " ", "　"), (5.0,), ("6",), ("7、",)]
    assert skipped(*blanks) == ([], [2, 9])


def test_ten_thousand_blank_rows():
    tables, findings = read(sheet(HEADER, person(), *[(None,) * 13] * 10_000, person(2)))
    assert list(tables[0].rows) == [2, 10_003]
    assert codes(findings) == []


def test_one_note_for_each_kind_with_the_rows_as_people_write_them():
    total, note = row(number="小计"), row(number="注：略")
    said, _ = skipped(total, total, person(3), total, note)
    assert said == [("合计行", "3–4、6"), ("说明行", "7")]


def test_a_header_repeated_on_each_page_is_no_table():
    said, rows = skipped(HEADER, person(3), HEADER)
    assert (said, rows) == ([("重复的表头", "3、5")], [2, 4, 6])


def test_a_word_over_the_first_header_does_not_make_another_of_the_second():
    tables, findings = read(sheet((None, None, "内部资料"), HEADER, person(1), HEADER, person(2)))
    assert [list(table.rows) for table in tables] == [[3, 5]]
    assert codes(findings) == ["YC109"]


def test_a_repeated_stacked_header_is_passed_over_whole():
    upper = (*HEADER[:4], "人选", *HEADER[5:], None)
    lower = (*(None,) * 4, "姓名", *(None,) * 8, "性别")
    merges = [(at, column, at + 1, column) for at in (1, 4) for column in (1, 2, 3, 4, *range(6, 14))]
    tables, findings = read(sheet(upper, lower, person(), upper, lower, person(2), merges=merges))
    assert [list(table.rows) for table in tables] == [[3, 6]]
    assert [one.facts["rows"] for one in of(findings, "YC109")] == ["4–5"]


def test_the_register_keeps_every_unit_and_passes_over_the_rest():
    rows = [
        ("合计", None, "12个村", None, None),
        ("省新镇", None, None, None, None),
        (None, "合计", "12个村", None, None),
        (None, "省新镇", "示例丙村", "省新派出所", "无"),
        (None, None, "示例丁村", None, None),
        ("审核人：", None, None, "填表人：", None),
        REGISTER,
        ("350583106299", "省新镇", None, "省新派出所", None),
    ]
    said, kept = skipped(*rows, header=REGISTER, first=unit(1), last=unit(2))
    assert kept == [2, 6, 7, 10, 11]
    assert dict(said) == {"合计行": "3、5", "标题行": "4", "落款行": "8", "重复的表头": "9"}


def test_people_above_the_header_are_said_to_be_left_out():
    tables, findings = read(sheet(person(3), (), HEADER, person(1)))
    assert list(tables[0].rows) == [4]
    assert [(one.facts["number"], one.place.row) for one in of(findings, "YC113")] == [("1", 1)]


def test_text_to_the_left_of_the_table_still_says_what_a_row_is():
    header, people = (None, *HEADER[1:]), [(None, *person(number)[1:]) for number in (1, 2)]
    tables, _ = read(sheet(header, people[0], ("合计", None, None, "2个村"), people[1]))
    assert list(tables[0].rows) == [2, 4]
