"""Somebody who withdrew, by the words or a line through their row, waits for an answer and is not listed."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from tests.offices import codes, covered, office, person, send, states

from yicun.model.results import Result

STRUCK = Font(strike=True)


def strike(path: Path, row: int, *labels: str) -> None:
    """Draw a line through a row, or through some cells of it."""
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book.active[1]]
    for label, cell in zip(header, book.active[row], strict=True):
        if not labels or label in labels:
            cell.font = STRUCK
    book.save(path)


def sent(folder: Path, **second: object) -> Path:
    office(folder)
    return send(folder, "省新所.xlsx", [person(0), person(1, **second), person(2)])


def withdrawn(result: Result) -> set[str]:
    return set(result.roster.candidates.loc[sorted(result.roster.withdrawn), "name"])


@pytest.mark.parametrize("labels", [(), ("姓名",)], ids=["row", "name"])
def test_a_struck_row(tmp_path: Path, labels: tuple[str, ...]) -> None:
    strike(sent(tmp_path), 3, *labels)
    result = covered(tmp_path)
    assert codes(result, "YC423") == [("YC423", "省新所.xlsx", "D3")]
    assert withdrawn(result) == {"示例乙"}
    assert {village: states(result)[village] for village in ("园内村", "檗谷村", "油园村")} == {
        "园内村": "nominated", "檗谷村": "undetermined", "油园村": "nominated",
    }  # fmt: skip


def test_a_struck_cell_of_another_column_is_a_correction(tmp_path: Path) -> None:
    strike(sent(tmp_path), 3, "联系电话", "备注")
    assert not covered(tmp_path).roster.withdrawn


def test_a_struck_row_without_its_name(tmp_path: Path) -> None:
    path = sent(tmp_path)
    strike(path, 3)
    book = openpyxl.load_workbook(path)
    book.active["D3"].font = Font()
    book.save(path)
    assert withdrawn(covered(tmp_path)) == {"示例乙"}


@pytest.mark.parametrize("remark", ["本人已放弃", "自愿退出", "此行作废", "不愿担任，换人"])
def test_words(tmp_path: Path, remark: str) -> None:
    strike(sent(tmp_path, remark=remark), 3)
    result = covered(tmp_path)
    (found,) = [one for one in result.findings.all(result.roster.places) if one.code == "YC423"]
    assert found.field == "remark"  # the line through the row says nothing more
    assert remark in found.message
    assert withdrawn(result) == {"示例乙"}


@pytest.mark.parametrize("remark", ["从未放弃", "1998年退出现役", "顶替原人选，原人选已放弃", "不再外出务工"])
def test_words_that_say_it_of_nobody_here(tmp_path: Path, remark: str) -> None:
    sent(tmp_path, remark=remark)
    assert not covered(tmp_path).roster.withdrawn


def test_a_struck_form_and_a_struck_column(tmp_path: Path) -> None:
    office(tmp_path)
    book = openpyxl.Workbook()
    form, lying = book.active, book.create_sheet("横表")
    form.title = "推荐表"
    labels = ("姓名", "公民身份号码", "行政村", "联系电话", "性别", "文化程度")
    answers = [["示例甲", "350583197503019978", "园内村", "13900000017", "男", "高中"]]
    answers.append(["示例乙", "350583197503019986", "檗谷村", "13900000018", "女", "高中"])
    for label, answer in zip(labels, answers[0], strict=True):
        form.append([label, answer])
    form["B1"].font = STRUCK
    for label, *told in zip(labels, *answers, strict=True):
        lying.append([label, *told])
    for row in lying["C1:C6"]:
        row[0].font = STRUCK
    book.save(tmp_path / "报送" / "省新所.xlsx")
    assert codes(covered(tmp_path), "YC423") == [("YC423", "省新所.xlsx", "B1"), ("YC423", "省新所.xlsx", "C1")]
