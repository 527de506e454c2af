"""Villages that a station says to have nobody: named all the same, and no person made of the words."""

from pathlib import Path

import pytest
from tests.offices import codes as told
from tests.offices import covered, office, send
from tests.offices import person as somebody
from tests.sheets import HEADER, codes, columns, of, person, read, sheet
from tests.terminal import typed


@pytest.mark.parametrize(
    ("sentence", "villages"),
    [
        ("桥尾村：经多次动员，暂无合适人选", ["桥尾村"]),
        ("注：桥尾村、林边村暂无合适人选。", ["桥尾村", "林边村"]),
        ("备注：1.石桥镇桥尾村空缺；2.林边村正在推选", ["桥尾村", "林边村"]),
        ("桥尾村（暂无人选）", ["桥尾村"]),
        ("各村均无合适人选", []),
        ("桥尾村：同意推荐", []),
    ],
)  # fmt: skip
def test_a_sentence_below_the_people(sentence: str, villages: list[str]) -> None:
    grid = sheet(HEADER, person(1), (), (sentence,), merges=[(4, 1, 4, len(HEADER))])
    (table,), findings = read(grid)
    assert columns(table)["name"] == ["示例甲"]
    assert [village for _, village in table.unfilled] == villages
    assert not {"YC113", "YC102"} & set(codes(findings))


@pytest.mark.parametrize("row", [(None, "暂无合适人选"), (1.0, "暂无"), (1.0, "正在物色"), (None, "空缺")])
def test_a_sheet_of_a_village_with_nobody(row: tuple[float | None, str]) -> None:
    header = [label for label in HEADER if label not in {"派出所", "乡镇（街道）", "行政村"}]
    (table,), findings = read(sheet(("石桥镇桥尾村警务助理推荐人选",), header, row))
    assert len(table.rows) == 0
    assert table.unfilled == (("石桥镇", "桥尾村"),)
    assert [one.facts["what"] for one in of(findings, "YC109")] == ["未填人选的行"]


@pytest.mark.parametrize(
    "rows", [[("桥尾村",), ("暂无合适人选",)], [("桥尾村警务助理人选情况",), ("说明：", "经动员，桥尾村无人选")]]
)
def test_a_sheet_without_a_table_about_a_village_with_nobody(rows: list[tuple[str, ...]]) -> None:
    (table,), _ = read(sheet(*rows))
    assert (len(table.rows), [village for _, village in table.unfilled]) == (0, ["桥尾村"])


def test_such_a_village_is_not_left_out(tmp_path: Path) -> None:
    import openpyxl

    area = office(tmp_path / "office")
    path = send(area, "省新所.xlsx", [somebody(0)])
    book = openpyxl.load_workbook(path)
    book.active.append([])
    book.active.append(["檗谷村、油园村：经多次动员，暂无合适人选"])
    book.save(path)
    assert len(told(covered(area), "YC602")) == 1  # 扶茂岭村


def test_a_folder_of_void_files_is_passed_over_with_a_note(tmp_path: Path) -> None:
    area = office(tmp_path / "office")
    send(area, "省新所.xlsx", [somebody(number) for number in range(4)])
    (area / "报送" / "作废").mkdir()
    send(area, "作废/省新所旧.xlsx", [somebody(5)])
    ended = typed("validate", "-w", area, "--all")
    assert ended.code == 0
    assert "报送/作废 YC115 说明 文件夹“作废”中的 1 个文件已作废" in ended.out
    assert "4 名人选" in ended.out
