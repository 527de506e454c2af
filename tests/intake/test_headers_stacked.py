"""Headers of two and three rows, merged or not; what stands right below them."""

from sheets import HEADER, IDS, codes, columns, of, person, read, sheet

FIRST = HEADER[:4]  # 序号 派出所 乡镇 行政村
REST = HEADER[5:]


def tall(*columns):
    """Merges of each column over the two header rows 1 and 2."""
    return [(1, column, 2, column) for column in columns]


def test_a_group_over_its_columns():
    upper = (*FIRST, "人选情况", None, *REST)
    lower = (*(None,) * 4, "姓名", "性别")
    row = (*person()[:5], "男", *person()[5:])
    tables, findings = read(sheet(upper, lower, row, merges=[*tall(1, 2, 3, 4, *range(7, 15)), (1, 5, 1, 6)]))
    (table,) = tables
    assert (table.header_row, list(table.rows)) == (2, [3])
    assert (columns(table)["name"], columns(table)["sex"], columns(table)["id_number"]) == (
        ["示例甲"],
        ["男"],
        [IDS[1]],
    )
    assert table.headers["sex"] == "人选情况性别"
    assert codes(findings) == []


def test_the_same_without_any_merge():
    upper = (*FIRST, "人选情况", None, *REST)
    lower = (*(None,) * 4, "姓名", "性别")
    tables, findings = read(sheet(upper, lower, (*person()[:5], "男", *person()[5:])))
    assert (tables[0].header_row, columns(tables[0])["sex"]) == (2, ["男"])
    assert codes(findings) == []


def test_words_split_over_two_rows_are_joined():
    upper = (*HEADER, "出生", "个人自荐")
    lower = (*(None,) * 13, "年月", "日期")
    tables, findings = read(sheet(upper, lower, (*person(), "1975-03", "2020-04-27"), merges=tall(*range(1, 14))))
    assert columns(tables[0])["birth_date"] == ["1975-03"]
    assert columns(tables[0])["applied_on"] == ["2020-04-27"]
    assert codes(findings) == []


def test_three_rows():
    top = ("序号", "所在地", None, None, "人选", *(None,) * 8)
    middle = (None, "派出所", "乡镇", "行政村", "基本情况", None, None, None, None, "结论", None, None, None)
    bottom = (*(None,) * 4, "姓名", *REST)
    merges = [
        (1, 1, 3, 1),
        (1, 2, 1, 4),
        (1, 5, 1, 13),
        (2, 2, 3, 2),
        (2, 3, 3, 3),
        (2, 4, 3, 4),
        (2, 5, 2, 9),
        (2, 10, 2, 13),
    ]
    tables, findings = read(
        sheet(("推选名单",), top, middle, bottom, person(), merges=[(a + 1, b, c + 1, d) for a, b, c, d in merges])
    )
    assert (tables[0].header_row, list(tables[0].rows)) == (4, [5])
    assert columns(tables[0])["village"] == ["园内村"]
    assert codes(findings) == []


def test_a_tall_header_with_nothing_below_ends_at_its_last_row():
    tables, findings = read(sheet(HEADER, (), person(), merges=tall(*range(1, 14))))
    assert (tables[0].header_row, list(tables[0].rows)) == (2, [3])
    assert codes(findings) == []


def test_a_wide_title_is_no_group():
    merges = [(1, 1, 1, 13)]
    tables, _ = read(sheet(("推选人员",), HEADER, person(), merges=merges))
    assert tables[0].headers["name"] == "姓名"
    assert tables[0].header_row == 2


def test_a_refused_group_refuses_all_its_columns():
    upper = (*HEADER, "家庭成员", None)
    lower = (*(None,) * 13, "姓名", "电话")
    tables, findings = read(
        sheet(upper, lower, (*person(), "秘密甲", "秘密乙"), merges=[*tall(*range(1, 14)), (1, 14, 1, 15)])
    )
    assert [one.facts["header"] for one in of(findings, "YC105")] == ["家庭成员姓名", "家庭成员电话"]
    assert columns(tables[0])["name"] == ["示例甲"]
    assert "秘密" not in f"{tables}{findings}"


def test_somebody_elses_name_is_not_the_candidates():
    upper = (*HEADER, "责任民警", None)
    lower = (*(None,) * 13, "姓名", "电话")
    tables, findings = read(sheet(upper, lower, (*person(), "示例警", "13800000001"), merges=[(1, 14, 1, 15)]))
    assert (columns(tables[0])["name"], columns(tables[0])["phone"]) == (["示例甲"], ["13800000000"])
    assert codes(findings) == ["YC104", "YC104"]


def test_a_group_about_auxiliaries_keeps_what_only_a_register_holds():
    upper = ("序号", "乡镇（街道）", "行政村", "派出所", "辅警配备情况", None, "责任民警", None)
    lower = (*(None,) * 4, "专职辅警", "辅警类型", "姓名", "电话")
    row = (1.0, "省新镇", "园内村", "省新派出所", "无", "无", "示例警", "13800000001")
    tables, findings = read(sheet(upper, lower, row, merges=[*tall(1, 2, 3, 4), (1, 5, 1, 6), (1, 7, 1, 8)]))
    assert tables[0].kind.value == "villages"
    assert {name: columns(tables[0])[name] for name in ("auxiliary", "auxiliary_kind", "officer")} == {
        "auxiliary": ["无"], "auxiliary_kind": ["无"], "officer": ["示例警"],
    }  # fmt: skip
    assert [one.facts["header"] for one in of(findings, "YC104")] == ["责任民警电话"]


def test_an_unmerged_upper_row_heads_the_columns_the_lower_one_leaves_blank():
    upper = ("序号", "所在地", None, None, "人选")
    lower = (None, *HEADER[1:])
    tables, findings = read(sheet(("推选名单",), upper, lower, person()))
    assert tables[0].header_row == 3
    assert [one.facts["header"] for one in findings] == ["序号"]


def test_a_header_merged_over_two_columns_counts_once():
    header = (*HEADER[:5], None, *HEADER[5:])
    row = (*person()[:5], None, *person()[5:])
    tables, findings = read(sheet(header, row, merges=[(1, 5, 1, 6), (2, 5, 2, 6)]))
    assert columns(tables[0])["name"] == ["示例甲"]
    assert codes(findings) == []


def test_a_row_of_hints_below_the_header_is_skipped():
    hints = (
        None,
        "必填",
        "必填",
        "填全称",
        "与身份证一致，必填",
        "下拉选择",
        "可填几项",
        "请填18位",
        "如：13800000000",
        "是/否",
        "是/否",
        "无/有",
        "必填",
    )
    tables, findings = read(sheet(HEADER, hints, person()))
    assert (tables[0].header_row, list(tables[0].rows)) == (1, [3])
    assert [(one.facts["what"], one.facts["rows"]) for one in of(findings, "YC109")] == [("说明行", "2")]


def test_hints_under_a_tall_header_do_not_change_its_meaning():
    hints = (*(None,) * 7, "请填18位", "如：13800000000")
    tables, findings = read(sheet(HEADER, hints, person(), merges=tall(*range(1, 8), *range(10, 14))))
    assert columns(tables[0])["id_number"] == [IDS[1]]
    assert columns(tables[0])["phone"] == ["13800000000"]
    assert codes(findings) == []


def test_a_row_of_column_numbers_is_skipped():
    for numbers in (
        [float(number) for number in range(1, 14)],
        [f"（{number}）" for number in range(1, 14)],
        [*"一二三四五六七八九十", "十一", "十二", "十三"],
        ["甲", "乙", *map(str, range(1, 12))],
    ):
        tables, findings = read(sheet(HEADER, numbers, person()))
        assert list(tables[0].rows) == [3], numbers
        assert [(one.facts["what"], one.facts["rows"]) for one in of(findings, "YC109")] == [("列号行", "2")], numbers


def test_a_person_under_a_stacked_header_is_never_part_of_it():
    upper = (*FIRST, "人选", None, *REST)
    lower = (*(None,) * 4, "姓名", "性别")
    nameless = (None, None, None, "示例村", *(None,) * 10)
    tables, _ = read(sheet(upper, lower, nameless, (*person()[:5], "男", *person()[5:]), merges=[(1, 5, 1, 6)]))
    assert tables[0].header_row == 2
