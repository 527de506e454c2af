"""Names of people: every name a person may have, nothing that is not one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raw_tables import check, found, read, said
from yicun.model.fields import TableKind


@pytest.mark.parametrize(
    "name", ["示例甲", "示㛃", "示䶮", "示\U00020bb7", "示\U00031350", "阿依·示例", "〇示", "示例辅警丁", "示文书"]
)
def test_a_name_is_a_name(name: str) -> None:
    assert said("name", name) == (name, [])


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("示　例", "示例"),
        (" 示例甲", "示例甲"),
        ("示\u200b例", "示例"),
        ("阿依•示例", "阿依·示例"),
        ("阿依．示例", "阿依·示例"),
        ("阿依 ・ 示例", "阿依·示例"),
    ],
)
def test_blanks_and_dots_are_tidied_with_a_note(cell: str, name: str) -> None:
    (finding,) = found(check({"name": cell}))
    assert (finding.code, finding.fix.text if finding.fix else "") == ("YC291", name)
    assert said("name", cell)[0] == name


@pytest.mark.parametrize(
    "cell",
    [
        "示例1",
        "示例（主任）",
        "示主任",
        "示甲支书",
        "示例会计",
        "示先生",
        "示□",
        "示?",
        "示？例",
        "示\ufffd",
        "示\ue000",
        "示例 13800000000",
        "示例、示例乙",
        12.0,
        "待定",
        "示例甲\n示例戊",
        "示例甲 示例戊",
        "示例甲或示例乙",
        "阿依·示例或示例乙",
        "经动员无人报名",
        "换届后再报",
        "后续补报",
        "弃权",
        "放弃推选",
        "同意",
        "男",
        "合计",
        "村主任示例",
        "党员示例",
        "暂由民警兼任",
        "外出务工",
        "示",
        "示例甲或阿依·示例",
        "示或例",
        "示例甲和示例乙",
        "示××",
        "李某某",
        "李某",
        "王○○",
        "王〇〇",
        "赵Ｘ",
        "赵*",
        "示例-",
        "示例·",
        "“示例”",
        "'示例'",
        "示例…",
        "暂无合适人选",
        "见附件",
        "正在物色…",
        "空缺",
        "待村两委研究",
        "尚未确定",
        "目前没有合适人选",
    ],
)
def test_a_doubtful_name_is_refused(cell: str | float) -> None:
    assert said("name", cell) == (None, ["YC218"])


def test_a_phone_in_a_name_is_masked() -> None:
    (finding,) = found(check({"name": "示例 13800000000"}))
    assert "13800000000" not in f"{finding.message}{finding.value}"


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("无", "无", []),
        ("有", "有", []),
        ("是", "有", ["YC293"]),
        ("否", "无", ["YC293"]),
        ("√", "有", ["YC293"]),
        ("×", "无", ["YC293"]),
        ("未配备", "无", ["YC293"]),
        ("示例乙", "示例乙", []),
        ("示例乙，示例丙", "示例乙、示例丙", ["YC291"]),
        ("示例乙（兼）", None, ["YC218"]),
        ("-", None, []),
        ("暂未配备", "无", ["YC293"]),
        ("缺", "无", ["YC293"]),
        ("空岗", "无", ["YC293"]),
        ("无专职", "无", ["YC293"]),
        ("暂无人员", "无", ["YC293"]),
        ("无（拟招）", "无", ["YC293"]),
        ("0", "无", ["YC293"]),
        ("待招", "无", ["YC217"]),
        ("拟配备", "无", ["YC217"]),
        ("招聘中", "无", ["YC217"]),
        ("已离职", None, ["YC217"]),
        ("兼职", None, ["YC217"]),
        ("临时辅警", None, ["YC217"]),
        ("NA", None, ["YC217"]),
        ("none", None, ["YC217"]),
        ("1名", "有", ["YC293"]),
        ("两名", "有", ["YC293"]),
        ("已配1名", "有", ["YC293"]),
        ("正在公开招聘", "无", ["YC217"]),
        ("合同到期", None, ["YC217"]),
        ("外出务工", None, ["YC217"]),
        ("由村主任兼", None, ["YC217"]),
        ("产假", None, ["YC217"]),
        ("培训中", None, ["YC217"]),
        ("试用期", None, ["YC217"]),
        ("示例辅警乙（已离职）", None, ["YC218"]),
        ("另请安排", None, ["YC218"]),
    ],
)
def test_auxiliaries_are_names_or_yes_or_no(cell: str, value: str | None, codes: list[str]) -> None:
    assert said("auxiliary", cell, TableKind.VILLAGES) == (value, codes)


@given(st.lists(st.text(max_size=6), max_size=30))
@settings(deadline=None, max_examples=50)
def test_a_name_that_is_kept_would_be_kept_again(cells: list[str]) -> None:
    kept = [str(value) for value, _ in read("name", cells) if value is not None]
    assert read("name", kept) == [(name, []) for name in kept]


@given(st.sampled_from("\u2066\u2069\ufe0f\u180e\u3164\u2800\U000e0100\u200b\u202e\u00ad\x07"), st.integers(0, 3))
@settings(deadline=None, max_examples=50)
def test_what_nobody_sees_leaves_a_name_with_a_note(letter: str, at: int) -> None:
    assert said("name", "示例甲"[:at] + letter + "示例甲"[at:]) == ("示例甲", ["YC291"])


@pytest.mark.parametrize("cell", ["老张", "小李", "示例甲等", "张等"])
def test_a_name_that_is_no_full_name_is_doubtful(cell: str) -> None:
    value, findings = said("name", cell)
    assert (value, findings) == (None, ["YC218"])


@pytest.mark.parametrize("cell", ["小明明", "孙小小", "老舍予"])
def test_a_name_with_such_a_character_in_it_is_a_name(cell: str) -> None:
    assert said("name", cell) == (cell, [])
