"""Several tables in a sheet, merged cells, who filed it, and 零报告."""

import pytest
from openpyxl import Workbook

from sheets import HEADER, IDS, REGISTER, codes, columns, of, person, read, sheet, unit
from yicun.intake.headers import find_tables
from yicun.intake.read import open_workbook
from yicun.model.fields import TableKind

TURNED = tuple(reversed(HEADER))


def test_a_second_table_below_with_another_order():
    tables, findings = read(sheet(HEADER, person(1), (), ("第二批",), TURNED, tuple(reversed(person(2)))))
    assert [(table.header_row, list(table.rows), columns(table)["name"]) for table in tables] == [
        (1, [2], ["示例甲"]),
        (5, [6], ["示例乙"]),
    ]
    (second,) = of(findings, "YC110")
    assert (second.place.row, second.facts["row"]) == (5, "5")
    assert codes(findings) == ["YC110"]


def test_the_same_header_below_a_blank_row_begins_another_table():
    tables, findings = read(sheet(HEADER, person(1), (), HEADER, person(2)))
    assert [(table.header_row, list(table.rows)) for table in tables] == [(1, [2]), (4, [5])]
    assert codes(findings) == ["YC110"]


def test_what_ends_the_first_table_is_no_title_of_the_second():
    _, findings = read(sheet(HEADER, person(1), ("合计：1人",), TURNED, tuple(reversed(person(2)))))
    assert [(one.facts["what"], one.facts["rows"]) for one in of(findings, "YC109")] == [("合计行", "3")]


def test_a_column_of_two_tables_is_spoken_of_once():
    header, row = (*HEADER, "民族"), (*person(1), "汉族")
    _, findings = read(sheet(header, row, (), ("第二批",), header, row))
    assert codes(findings) == ["YC104", "YC110"]


def test_a_register_below_a_roster():
    tables, findings = read(sheet(HEADER, person(1), REGISTER, unit(1)))
    assert [table.kind for table in tables] == [TableKind.CANDIDATES, TableKind.VILLAGES]
    assert list(tables[0].rows) == [2]
    assert codes(findings) == ["YC110"]


def test_a_unit_right_above_another_header_is_no_part_of_it():
    above = (("乡镇", "行政村", "派出所", "责任民警"), ("省新镇", "示例甲村", "省新派出所", "示例警"))
    below = (("行政村", "派出所", "乡镇"), ("示例乙村", "省新派出所", "省新镇"))
    tables, _ = read(sheet(*above, *below))
    assert [(table.header_row, columns(table)["village"]) for table in tables] == [(1, ["示例甲村"]), (3, ["示例乙村"])]


def test_two_words_like_headers_in_a_row_of_data_part_no_table():
    odd = (
        2.0,
        "省新派出所",
        "省新镇",
        "园内",
        "示例乙1",
        "学历",
        "身份",
        "3505",
        "13800000000",
        "是",
        "是",
        "无",
        "合格",
    )
    tables, findings = read(sheet(HEADER, person(1), odd, person(3)))
    assert [list(table.rows) for table in tables] == [[2, 3, 4]]
    assert codes(findings) == []


def test_the_same_header_after_a_gap_with_its_own_title_is_a_second_table():
    title = ("填报单位：康美派出所",)
    tables, findings = read(
        sheet(("填报单位：省新派出所",), HEADER, person(1), (), ("康美所名单",), title, HEADER, person(2))
    )
    assert [table.filed_by for table in tables] == ["省新派出所", "康美派出所"]
    assert codes(findings) == ["YC110"]


def test_the_same_header_with_a_page_title_and_no_gap_is_a_page_break():
    tables, findings = read(sheet(("推选名单",), HEADER, person(1), ("推选名单",), HEADER, person(2)))
    assert [list(table.rows) for table in tables] == [[3, 6]]
    assert codes(findings) == ["YC109", "YC109"]


def test_two_tables_beside_each_other():
    header = (*HEADER, None, *HEADER)
    tables, findings = read(sheet(header, (*person(1), None, *person(2)), (*person(3), *[None] * 14)))
    assert [columns(table)["name"] for table in tables] == [["示例甲", "示例丙"], ["示例乙"]]
    assert tables[1].columns["name"] == "S"
    assert [one.place.cell for one in of(findings, "YC110")] == ["O1"]
    assert codes(findings) == ["YC110"]


def test_three_tables_side_by_side_without_a_gap():
    tables, findings = read(sheet(HEADER * 3, (*person(1), *person(2), *person(3))))
    assert [columns(table)["name"] for table in tables] == [["示例甲"], ["示例乙"], ["示例丙"]]
    assert codes(findings) == ["YC110", "YC110"]


def test_a_total_under_one_of_two_tables_hides_nobody_of_the_other():
    header = (*HEADER, None, *HEADER)
    total = ("合计", None, None, "1个村", *[None] * 9)
    tables, _ = read(sheet(header, (*person(1), None, *person(2)), (*total, None, *person(3))))
    assert [columns(table)["name"] for table in tables] == [["示例甲"], ["示例乙", "示例丙"]]


def test_blank_headers_in_between_do_not_part_a_table():
    header = (*HEADER[:6], None, *HEADER[6:9], None, None, *HEADER[9:])
    row = (*person()[:6], None, *person()[6:9], None, None, *person()[9:])
    tables, findings = read(sheet(header, row))
    assert len(tables) == 1
    assert codes(findings) == []


def test_a_list_below_that_is_no_roster_is_not_mixed_in():
    contacts = (("姓名", "职务", "联系电话"), ("示例长", "所长", "13800000000"))
    tables, findings = read(sheet(HEADER, person(1), (), *contacts))
    assert list(tables[0].rows) == [2]
    assert [one.message for one in of(findings, "YC107")] == ["工作表未读取：第 4 行起的表不是名单"]


def test_a_merged_village_is_filled_inside_its_merge_only():
    people = [person(1), person(2, None), person(3, None), person(4, None), person(5, "水头村")]
    tables, findings = read(sheet(HEADER, *people, merges=[(2, 4, 4, 4)]))
    assert columns(tables[0])["village"] == ["园内村", "园内村", "园内村", None, "水头村"]
    assert list(tables[0].merged["village"]) == [1, 2]
    assert codes(findings) == []


def test_only_places_are_filled_from_a_merge():
    second = (*person(2)[:5], None, *person(2)[6:])
    tables, _ = read(sheet(HEADER, person(1), second, merges=[(2, 6, 3, 6)]))
    assert columns(tables[0])["education"] == ["高中", None]
    assert tables[0].merged == {}


def test_a_merge_reaches_over_rows_that_are_passed_over():
    tables, _ = read(sheet(HEADER, person(1), (), person(2, None), merges=[(2, 4, 4, 4)], top=3))
    assert columns(tables[0])["village"] == ["园内村", None]  # the merge of rows 2 to 4 begins above the grid
    tables, _ = read(sheet(HEADER, person(1), (), person(2, None), merges=[(2, 4, 4, 4)]))
    assert columns(tables[0])["village"] == ["园内村", "园内村"]
    assert list(tables[0].merged["village"]) == [1]


def test_a_merged_header_fills_no_cell():
    tables, _ = read(sheet(HEADER, person(1, None), merges=[(1, 4, 2, 4)]))
    assert (tables[0].header_row, columns(tables[0])["village"], tables[0].merged) == (1, [None], {})


@pytest.mark.parametrize(
    "line",
    [
        ("填报单位（盖章）：省新派出所",),
        ("填报单位(盖章)", None, "省新派出所"),
        ("填报单位：", "省新派出所", None, "填报时间：", "2020年5月6日"),
        ("填报单位（盖章）：省新派出所      填报时间：2020年5月6日",),
        ("填报单位（盖章）：__省新派出所__",),
        ("报送单位：省新派出所（盖章）",),
        ("单位（盖章）：省新派出所", None, None, "审核人："),
    ],
)
def test_who_filed_it_above_or_below(line):
    assert read(sheet(line, HEADER, person()))[0][0].filed_by == "省新派出所"
    assert read(sheet(HEADER, person(), (), line))[0][0].filed_by == "省新派出所"


def test_a_filing_line_of_several_labels_is_no_header():
    line = ("填报单位：", "省新派出所", None, "联系电话：", "0595-00000000")
    for rows in ((line, HEADER, person()), (HEADER, person(), line), (HEADER, person(), (), line, (), TURNED)):
        tables, findings = read(sheet(*rows))
        assert tables[0].filed_by == "省新派出所"
        assert list(tables[0].rows) == [rows.index(person()) + 1]
        assert "YC107" not in codes(findings)


@pytest.mark.parametrize(
    "line", [("填报单位（盖章）：", None, "填报时间："), ("填报单位：______",), ("填报单位（盖章）：  派出所",)]
)
def test_an_empty_line_names_nobody(line):
    assert read(sheet(line, HEADER, person()))[0][0].filed_by == ""
    assert read(sheet(line, HEADER, person()), filled_by="省新派出所")[0][0].filed_by == "省新派出所"


LABEL = "零报告（无应推选的村请填“是”）"


@pytest.mark.parametrize(
    "line",
    [
        (LABEL, "是"),
        (LABEL, None, "√"),
        ("零报告", "零报告"),
        ("零报告：是",),
        ("☑零报告",),
        ("零报告（√）",),
        ("本所无应推选村",),
        ("无需推选",),
        ("零报告",),
    ],
)
def test_a_nil_report(line):
    for rows in ((line, HEADER), (HEADER, line), (("填报单位：省新派出所",), line)):
        tables, findings = read(sheet(*rows))
        assert [table.nil_report for table in tables] == [True], rows
        assert [list(table.rows) for table in tables] == [[]]
        assert {"YC101", "YC102"}.isdisjoint(codes(findings))
    assert tables[0].filed_by == "省新派出所"


@pytest.mark.parametrize(
    "line",
    [
        (LABEL,),
        (LABEL, None, "否"),
        ("零报告：",),
        ("注：无应推选村的须零报告",),
        ("□零报告",),
        ("是否零报告",),
        ("零报告", "否"),
    ],
)
def test_an_unanswered_label_is_no_nil_report(line):
    tables, _ = read(sheet(line, HEADER))
    assert [table.nil_report for table in tables] == [False]


def test_a_nil_report_lacks_no_columns():
    _, findings = read(sheet(("零报告",), ("行政村", "姓名")))
    assert codes(findings) == []


def test_words_about_nil_reports_mean_nothing_beside_people():
    tables, _ = read(sheet(("零报告",), HEADER, person()))
    assert [table.nil_report for table in tables] == [False]


def test_a_filled_template_earns_no_finding():
    example = ("示例", *person(4)[1:])
    manual = sheet(("填表说明",), ("项目", "怎样填"), ("姓名", "与身份证一致"), name="填表说明")
    roster = sheet(("推选名单",), (LABEL, None), HEADER, example, person(1), name="推选名单")
    tables, findings = read(roster, manual, template_version="1", filled_by="省新派出所")
    assert list(tables[0].rows) == [5]
    assert findings == []
    _, findings = read(roster, manual)
    assert sorted(one.code for one in findings) == ["YC104", "YC107", "YC109"]


def test_ids_do_not_leave_the_cells():
    _, findings = read(sheet((f"{IDS[0]}",), HEADER, person(), (f"注：{IDS[1]}",), ("示例", *person(2)[1:])))
    assert not any(number in str(findings) for number in IDS)


def test_a_real_workbook(tmp_path):
    book = Workbook()
    page = book.active
    page.title = "推选名单"
    upper = (*HEADER[:4], "人选情况", None, *HEADER[5:])
    people = [(*person(number)[:5], "男", *person(number)[5:]) for number in (1, 2, 3)]
    for row in (
        ("推选名单",),
        ("填报单位（盖章）：省新派出所",),
        upper,
        (*[None] * 4, "姓名", "性别"),
        *people,
        (),
        ("合计", None, None, "1个村"),
    ):
        page.append(row)
    page.merge_cells("A1:N1")
    page.merge_cells("E3:F3")
    for column in "ABCDGHIJKLMN":
        page.merge_cells(f"{column}3:{column}4")
    page.merge_cells("D5:D7")
    page.row_dimensions[6].hidden = True
    page.column_dimensions["C"].hidden = True
    book.create_sheet("旧名单").sheet_state = "hidden"
    book["旧名单"].append(HEADER)
    path = tmp_path / "省新所.xlsx"
    book.save(path)

    opened = open_workbook(path, "省新所.xlsx")
    (table,), findings = find_tables(opened)
    assert (table.header_row, list(table.rows), table.filed_by) == (4, [5, 6, 7], "省新派出所")
    assert columns(table)["village"] == ["园内村"] * 3
    assert list(table.merged["village"]) == [1, 2]
    assert columns(table)["sex"] == ["男"] * 3
    assert sorted(one.message for one in findings if one.facts.get("header") != "序号") == [
        "工作表未读取：工作表是隐藏的",
        "有隐藏或被筛选掉的列，已一并读取：C",
        "有隐藏或被筛选掉的行，已一并读取：6",
        "跳过了合计行：9",
    ]
