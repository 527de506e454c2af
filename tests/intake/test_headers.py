"""Headers are found wherever they stand, and every column is used, or said why not."""

import pytest

from sheets import HEADER, IDS, REGISTER, codes, columns, of, person, read, sheet, unit
from yicun.model.fields import FIELDS, REFUSED_WORDS, ROSTER_KINDS, TableKind


def swapped(header, old, new):
    return tuple(new if text == old else text for text in header)


def test_a_header_below_title_annex_and_filing_rows():
    tables, findings = read(
        sheet(
            ("附件",),
            ("全市“一村一警务助理”推选名单",),
            ("填报单位（盖章）：省新派出所", None, None, None, None, "填报时间：2020年5月6日"),
            (),
            HEADER,
            person(1),
            person(2),
        )
    )
    (table,) = tables
    assert (table.kind, table.header_row, list(table.rows)) == (TableKind.CANDIDATES, 5, [6, 7])
    assert columns(table)["name"] == ["示例甲", "示例乙"]
    assert (table.columns["id_number"], table.headers["id_number"]) == ("H", "公民身份号码")
    assert table.filed_by == "省新派出所"
    assert codes(findings) == []


def test_places_are_those_of_excel_when_the_used_area_begins_further_in():
    tables, findings = read(sheet(HEADER, person(), (None,) * 13, person(2), top=7, left=3))
    assert tables[0].header_row == 7
    assert list(tables[0].rows) == [8, 10]
    assert tables[0].columns["name"] == "G"
    assert findings[0].place.column == "C"  # 序号


@pytest.mark.parametrize("kind", ROSTER_KINDS)
def test_every_label_and_alias_is_found(kind):
    base = HEADER if kind is TableKind.CANDIDATES else REGISTER
    for field in FIELDS[kind]:
        for text in (field.label, *field.aliases):
            header = swapped(base, field.label, text) if field.label in base else (*base, text)
            tables, _ = read(sheet(header))
            assert tables[0].headers[field.name] == text


@pytest.mark.parametrize(
    "written",
    [
        "姓 名",
        "姓\n名",
        "*姓名",
        "姓名（必填）",
        "＊姓名：",
        "【必填】姓名",
        "姓名（请填写真实姓名）",
        "姓名\n（与身份证一致）",
        "姓名\n请填写真实姓名",
        " 姓　名 ",
    ],
)
def test_a_header_is_compared_without_what_stations_add(written):
    tables, findings = read(sheet(swapped(HEADER, "姓名", written), person()))
    assert columns(tables[0])["name"] == ["示例甲"]
    assert codes(findings) == []


def test_brackets_are_of_one_kind():
    header = swapped(swapped(HEADER, "乡镇（街道）", "乡镇(街道)"), "人员类别（现任职务）", "人员类别［现任职务］")
    tables, _ = read(sheet(header, person()))
    assert {"township", "category"} <= columns(tables[0]).keys()


def test_a_register_is_told_from_a_roster():
    tables, findings = read(sheet(REGISTER, unit(1), unit(2), name="底册"))
    assert tables[0].kind is TableKind.VILLAGES
    assert columns(tables[0])["village"] == ["示例甲村", "示例乙村"]
    assert findings == []


def test_a_register_needs_only_its_key():
    tables, _ = read(sheet(("派出所", "乡镇", "行政村"), ("省新派出所", "省新镇", "园内村")))
    assert tables[0].kind is TableKind.VILLAGES


def test_a_roster_without_names_and_ids_is_no_register():
    header = tuple(text for text in HEADER if text not in {"姓名", "公民身份号码"})
    tables, findings = read(sheet(header))
    assert tables[0].kind is TableKind.CANDIDATES
    assert [one.label for one in of(findings, "YC102")] == ["姓名", "公民身份号码"]


def test_each_missing_required_column_is_said_once_at_the_header():
    tables, findings = read(sheet(("附件",), ("行政村", "姓名"), ("园内村", "示例甲"), ("园内村", "示例乙")))
    missing = of(findings, "YC102")
    required = [field for field in FIELDS[TableKind.CANDIDATES] if field.required]
    assert [(one.field, one.label) for one in missing] == [(field.name, field.label) for field in required[2:]]
    assert {str(one.place) for one in missing} == {"省新所.xlsx!名单!第2行"}
    assert len(tables[0].rows) == 2


def test_a_roster_without_the_village_column_is_still_a_roster():
    header = tuple(text for text in HEADER if text != "行政村")
    tables, findings = read(sheet(header, person()[:3] + person()[4:]))
    assert tables[0].kind is TableKind.CANDIDATES
    assert [one.label for one in of(findings, "YC102")] == ["行政村"]


def test_two_columns_to_one_field_are_both_left_out_and_said_once():
    tables, findings = read(sheet((*swapped(HEADER, "联系电话", "手机"), "联系方式"), (*person(), "13800000001")))
    (twice,) = of(findings, "YC103")
    assert "phone" not in columns(tables[0])
    assert (twice.place.column, twice.related[0].column, twice.field) == ("N", "I", "phone")
    assert twice.message == "“手机”“联系方式”都对应“联系电话”，两列都没有采用"
    assert codes(findings) == ["YC103"]


def test_the_same_header_twice_is_a_clash_too():
    _, findings = read(sheet((*HEADER, "村"), (*person(), "园内村")))
    assert [one.field for one in of(findings, "YC103")] == ["village"]


def test_an_unneeded_column_is_named_and_not_read():
    tables, findings = read(sheet((*HEADER, "民族"), (*person(), "汉族")))
    assert [(one.facts["header"], one.place.column) for one in of(findings, "YC104")] == [("民族", "N")]
    assert "汉族" not in str(tables)


def test_the_running_number_earns_its_note():
    _, findings = read(sheet(HEADER, person()))
    assert [(one.code, one.facts["header"]) for one in findings] == [("YC104", "序号")]


def test_a_column_without_a_header_is_named_by_its_letter_if_it_holds_anything():
    header = (*HEADER[:5], None, *HEADER[5:], None)
    row = (*person()[:5], "多出来的", *person()[5:], None)
    tables, findings = read(sheet(header, row))
    assert [one.facts["header"] for one in of(findings, "YC104")] == ["（无列名）F列"]
    assert columns(tables[0])["education"] == ["高中"]


@pytest.mark.parametrize("word", REFUSED_WORDS)
def test_a_column_that_must_not_be_collected_is_never_kept(word):
    tables, findings = read(sheet((*HEADER, f"有无{word}情况"), (*person(), "绝密内容")))
    (refused,) = of(findings, "YC105")
    assert (refused.facts["header"], refused.place.column) == (f"有无{word}情况", "N")
    assert "绝密内容" not in f"{tables}{findings}"


def test_cells_that_hold_refused_words_are_no_header():
    words = REFUSED_WORDS[:6]
    header = (*HEADER, "备注", *words)
    rows = [
        (*person(number), f"曾有{word}", *(f"有{other}" for other in words)) for number, word in enumerate(words, 1)
    ]
    tables, findings = read(sheet(header, *rows))
    assert [(table.header_row, list(table.rows)) for table in tables] == [(1, [2, 3, 4, 5, 6, 7])]
    assert codes(findings) == ["YC105"] * 6


def test_a_refused_word_beats_a_label():
    tables, findings = read(sheet((*HEADER, "姓名（家庭成员）"), (*person(), "示例乙")))
    assert columns(tables[0])["name"] == ["示例甲"]
    assert codes(findings) == ["YC105"]


@pytest.mark.parametrize(
    ("header", "meant"), [("单位", "派出所"), ("类别", "人员类别（现任职务）"), ("地址", "行政村")]
)
def test_a_vague_header_is_suggested_never_used(header, meant):
    _, findings = read(sheet((*HEADER, header), (*person(), "某处")))
    (unsure,) = of(findings, "YC106")
    assert (unsure.facts["header"], unsure.facts["suggestion"]) == (header, meant)
    assert f"类别“列名”，写法“{header}”，读作一栏填“{meant}”" in unsure.hint_for_office


def test_a_near_miss_is_suggested_while_its_field_is_missing():
    tables, findings = read(sheet(swapped(HEADER, "公民身份号码", "公民身份号吗"), person()))
    assert [one.facts["suggestion"] for one in of(findings, "YC106")] == ["公民身份号码"]
    assert "id_number" not in columns(tables[0])
    assert codes(findings) == ["YC102", "YC106"]


def test_a_near_miss_of_a_field_that_is_there_is_only_unneeded():
    _, findings = read(sheet((*HEADER, "手机号2"), (*person(), "13800000001")))
    assert codes(findings) == ["YC104"]


def test_a_header_never_shows_a_personal_number():
    _, findings = read(sheet((*HEADER, f"备用{IDS[0]}"), (*person(), None)))
    assert IDS[0] not in "".join(one.message for one in findings)


def test_contacts_and_villagers_are_no_roster():
    contacts = sheet(("姓名", "职务", "联系电话"), ("示例甲", "会计", "13800000000"), name="通讯录")
    villagers = sheet(("户号", "姓名", "性别", "公民身份号码"), (1.0, "示例甲", "男", IDS[0]), name="村民")
    tables, findings = read(sheet(HEADER, person()), contacts, villagers)
    assert [table.sheet for table in tables] == ["名单"]
    assert [one.place.sheet for one in of(findings, "YC107")] == ["通讯录"]
    assert [(one.place.sheet, one.facts["number"]) for one in of(findings, "YC113")] == [("村民", "1")]


def test_a_directory_of_village_cadres_is_no_roster():
    directory = sheet(
        ("村两委通讯录",), ("行政村", "姓名", "职务", "电话"), ("园内村", "示例甲", "会计", "13800000000")
    )
    tables, findings = read(sheet(HEADER, person()), directory)
    assert len(tables) == 1
    assert codes(findings) == ["YC107"]


def test_instructions_that_list_the_columns_are_no_table():
    manual = sheet(
        ("列名", "是否必填", "可填内容", "举例"),
        ("村代码", "选填", None, "350583106201"),
        ("行政村", "必填", None, "园内村"),
        ("单位类型", "选填", "行政村、社区、其他", "行政村"),
        ("派出所", "必填", None, "省新派出所"),
        name="填表说明",
    )
    tables, findings = read(sheet(REGISTER, unit()), manual)
    assert [table.sheet for table in tables] == ["名单"]
    assert codes(findings) == ["YC107"]


def test_a_hidden_sheet_is_not_read():
    tables, findings = read(sheet(HEADER, person()), sheet(HEADER, person(2), name="旧", visible=False))
    assert len(tables) == 1
    assert [(one.place.sheet, one.message) for one in of(findings, "YC107")] == [("旧", "工作表未读取：工作表是隐藏的")]


def test_empty_sheets_are_silent():
    tables, findings = read(sheet(HEADER, person()), sheet(name="Sheet2"), sheet((None, "  "), name="Sheet3"))
    assert len(tables) == 1
    assert codes(findings) == []
    assert read(sheet(name="Sheet1")) == ([], [])


def test_a_book_without_a_header_is_not_checked_and_says_what_was_seen():
    people = [(f"示例{name}", "13800000000", IDS[0]) for name in "甲乙丙"]
    tables, (unplaced, finding) = read(
        sheet(("警务工作情况",), ("村庄", "负责同志", "手机号2020", "进度如何以及后续打算做些什么"), *people)
    )
    assert tables == []
    assert (finding.code, finding.place.sheet) == ("YC101", None)
    assert finding.facts["seen"] == "村庄、负责同志、进度如何以及后续打算做…"
    assert (unplaced.code, unplaced.facts["number"]) == ("YC113", "3")


def test_people_without_a_header_are_not_shown():
    _, (unplaced, finding) = read(sheet(("示例甲", IDS[0]), ("示例乙", IDS[1]), ("审核人：", "示例丙")))
    assert (unplaced.code, finding.code) == ("YC113", "YC101")
    assert "示例" not in unplaced.message + finding.message


def test_a_register_with_the_ids_of_its_auxiliaries_is_a_register():
    tables, findings = read(sheet((*REGISTER, "身份证号"), (*unit(), IDS[0])))
    assert tables[0].kind is TableKind.VILLAGES
    assert codes(findings) == ["YC104"]


def test_several_rosters_in_a_book():
    tables, findings = read(sheet(HEADER, person(), name="一"), sheet(REGISTER, unit(), name="二"))
    assert [(table.sheet, table.kind.value) for table in tables] == [("一", "candidates"), ("二", "villages")]
    assert codes(findings) == []


def test_rows_of_any_length_are_read():
    short = person()[:5]
    tables, findings = read(sheet(HEADER, person(), short))
    assert columns(tables[0])["id_number"] == [IDS[1], None]
    assert codes(findings) == []


def test_hidden_rows_and_columns_are_read_and_said():
    hidden = {"hidden_rows": frozenset((3, 4, 6, 99)), "hidden_columns": frozenset((5, 40))}
    tables, findings = read(sheet(HEADER, *map(person, range(1, 6)), **hidden))
    assert list(tables[0].rows) == [2, 3, 4, 5, 6]
    assert [(one.facts["what"], one.facts["rows"]) for one in of(findings, "YC108")] == [("行", "3–4、6"), ("列", "E")]


def test_no_file_needs_more_than_its_columns_in_any_order():
    order = (7, 4, 11, 3, 0, 12, 5, 6, 8, 1, 2, 10, 9)
    tables, findings = read(sheet([HEADER[at] for at in order], [person()[at] for at in order]))
    straight, _ = read(sheet(HEADER, person()))
    assert columns(tables[0]) == columns(straight[0])
    assert codes(findings) == []
