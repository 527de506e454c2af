"""What stations really sent, rebuilt small: each once went wrong, and has a right answer."""

import pytest
from tests.sheets import HEADER, IDS, codes, columns, of, person, read, sheet

from yicun.intake.grid import Cell, NoValue

BLANK: tuple[Cell, ...] = (None,) * len(HEADER)
NAME, ID, VILLAGE, PHONE = (HEADER.index(label) for label in ("姓名", "公民身份号码", "行政村", "联系电话"))


def at(row: tuple[Cell, ...], **cells: Cell) -> tuple[Cell, ...]:
    """A row with some cells of its own, by label."""
    return tuple(cells.get(label, cell) for label, cell in zip(HEADER, row, strict=True))


@pytest.mark.parametrize("dragged", [NoValue(), 0.0, False, "FALSE", "0", 120.0])
def test_rows_of_nothing_but_a_dragged_formula_are_nobody(dragged: Cell) -> None:
    header = (*HEADER, "年龄")
    rows = [(*person(1), 45.0), *[(*BLANK, dragged)] * 20]
    (table,), findings = read(sheet(header, *rows))
    assert columns(table)["name"] == ["示例甲"]
    assert codes(findings) == []


@pytest.mark.parametrize(
    ("village", "name"),
    [("候选村", "候选人"), ("村（居）名称", "被推荐人"), ("村居", "人选姓名"), ("所属村", "警务助理姓名")],
)
def test_headers_of_the_same_meaning(village: str, name: str) -> None:
    header = list(HEADER)
    header[NAME] = name
    if village != "候选村":
        header[VILLAGE] = village
    (table,), findings = read(sheet(tuple(header), person(1)))
    assert columns(table)["name"] == ["示例甲"]
    assert columns(table)["village"] == ["园内村"]
    assert not of(findings, "YC102")


@pytest.mark.parametrize("group", ["推荐人", "村书记", "联系人", "包村民警", "驻村干部"])
def test_a_phone_of_somebody_else_is_neither_taken_nor_suggested(group: str) -> None:
    without = [label for label in HEADER if label != "联系电话"]
    own = [cell for label, cell in zip(HEADER, person(1), strict=True) if label != "联系电话"]
    (table,), findings = read(sheet((*without, f"{group}联系电话"), (*own, "13900000099")))
    assert "phone" not in columns(table)
    assert not of(findings, "YC106")
    assert [one.field for one in of(findings, "YC102")] == ["phone"]


def test_somebody_without_an_id_is_no_signature() -> None:
    header = ("行政村", "姓名", "出生年月", "联系电话")
    rows = [("园内村", "示例甲", "1975年3月", "13900000011"), (None, "示例乙", "1968年8月", "13900000012")]
    (table,), _ = read(sheet(header, *rows, merges=[(2, 1, 3, 1)]))
    assert columns(table)["name"] == ["示例甲", "示例乙"]
    assert columns(table)["village"] == ["园内村", "园内村"]


@pytest.mark.parametrize(
    "signature",
    [
        ("示例辛", "审核人："), ("经办人：示例辛", "2020年5月6日"), ("示例辛（签名）", None), ("填表人", "示例辛"),
        ("2020年5月6日", None), ("省新派出所（盖章）", None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, NAME, PHONE])
def test_a_signature_below_is_nobody(signature: tuple[Cell, Cell], column: int) -> None:
    below = list(BLANK)
    below[column : column + 2] = signature
    (table,), _ = read(sheet(HEADER, person(1), BLANK, tuple(below)))
    assert columns(table)["name"] == ["示例甲"]


@pytest.mark.parametrize("title", ["村民警务助理人选通讯录", "值班人员名单", "村民花名册", "联络表"])
def test_a_roster_under_another_list_s_title(title: str) -> None:
    rows = [
        (title, *[None] * 3),
        ("行政村", "姓名", "公民身份号码", "联系电话"),
        ("园内村", "示例甲", IDS[0], "13900000011"),
    ]
    (table,), _ = read(sheet(*rows, merges=[(1, 1, 1, 4)]))
    assert columns(table)["name"] == ["示例甲"]


@pytest.mark.parametrize(
    "word",
    [
        "无合适人选",
        "暂无",
        "空缺",
        "正在推选",
        "见附件",
        "正在物色",
        "待推选",
        "暂未确定",
        "正在做工作",
        "征求意见中",
        "虚位以待",
        "年轻人都外出",
        "待村两委换届后推选",
    ],
)
def test_a_village_with_a_word_for_nobody(word: str) -> None:
    row = list(BLANK)
    row[VILLAGE], row[NAME] = "园内村", word
    (table,), findings = read(sheet(HEADER, tuple(row), person(2, village="檗谷村")))
    assert columns(table)["name"] == ["示例乙"]
    assert [village for _, village in table.unfilled] == ["园内村"]
    assert codes(findings) == ["YC109"]
