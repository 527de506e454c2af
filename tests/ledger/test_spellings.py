"""The sheet 写法: a hint names the row, `--suggest` adds it, and once filled in the next run understands."""

from pathlib import Path

import openpyxl
import pytest
from tests.offices import VILLAGES, covered, keep_ledger, person, registry, states
from tests.terminal import typed

from yicun.model.fields import TableKind

HEADERS = ("行政村", "姓名", "公民身份号码", "学问", "人员类别（现任职务）")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A station that writes 学问 for 文化程度, and two posts nobody knows."""
    folder = registry(tmp_path / "县")
    posts = ("甲岗", "甲岗", "乙岗")
    write(folder, [(str(person(at)["village"]), str(person(at)["name"]), str(person(at)["id_number"]), "高中", post)
                   for at, post in enumerate(posts)])  # fmt: skip
    return folder


def write(folder: Path, people: list[tuple[str, ...]]) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    for one in people:
        book.active.append(one)
    book.save(folder / "报送" / "省新派出所.xlsx")


def checked(folder: Path) -> str:
    return typed("validate", "-w", folder, "-q", "--all").out


def listed(folder: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(folder / "台账.xlsx")["写法"]
    return [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True) if any(row)]


def fill(folder: Path, read_as: dict[str, str]) -> None:
    """What the office types into 读作."""
    book = openpyxl.load_workbook(folder / "台账.xlsx")
    for about, written, answer in book["写法"].iter_rows(min_row=2, max_col=3):
        if about.value:
            answer.value = read_as.get(str(written.value))
    book.save(folder / "台账.xlsx")


def test_a_hint_names_the_row_that_would_teach_it(folder):
    said = "".join(checked(folder).split())
    assert "可在台账“写法”加一行：类别“列名”，写法“学问”，读作一栏填名单项目的名称" in said
    assert "可在台账“写法”加一行：类别“人员类别（现任职务）”，写法“甲岗”，读作一栏填可填范围中的一项" in said


def test_what_is_suggested_and_filled_in_is_understood_by_the_next_run(folder):
    assert "YC217" in checked(folder)
    assert typed("ledger", "--suggest", "-w", folder).out.startswith("写法：新列入 3 条")
    assert sorted(listed(folder), key=str) == sorted([
        ("列名", "学问", None),
        ("人员类别（现任职务）", "甲岗", None),
        ("人员类别（现任职务）", "乙岗", None),
    ], key=str)  # fmt: skip
    assert typed("ledger", "--suggest", "-w", folder).out.startswith("写法：新列入 0 条")
    fill(folder, {"学问": "文化程度", "甲岗": "治保主任", "乙岗": "其他"})
    result = covered(folder)
    assert result.roster.candidates["education"].astype(str).unique().tolist() == ["高中"]
    assert result.roster.candidates["category"].astype(str).tolist() == ["治保主任", "治保主任", "其他"]
    again = checked(folder)
    assert "YC217" not in again
    assert "学问" not in again


def test_every_value_of_a_column_nobody_understands_is_suggested(tmp_path):
    folder = registry(tmp_path / "县", [f"第{at}村" for at in range(12)])
    people = [(f"第{at}村", f"示例{at}", str(person(at)["id_number"]), "高中", ("甲岗", "乙岗", "丙岗")[at % 3])
              for at in range(12)]  # fmt: skip
    write(folder, people)
    typed("ledger", "--suggest", "-w", folder)
    assert {written for about, written, _ in listed(folder) if about != "列名"} == {"甲岗", "乙岗", "丙岗"}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["列名", "姓名", "行政村"], "本来就是"),
        (["列名", "宗教信仰", "备注"], "不得收集"),
        (["列名", "学问", "不存在的项目"], "没有项目"),
        (["姓名", "示例甲", "示例乙"], "没有可填范围"),
        (["人员类别（现任职务）", "甲岗", "大队长"], "不在"),
    ],
)
def test_a_row_that_contradicts_is_found_at_its_cell_and_not_used(folder, row, why):
    keep_ledger(folder, {TableKind.SPELLINGS: [row]})
    said = "".join(checked(folder).split())
    assert "YC424" in said
    assert why in said


def test_a_copy_for_a_station_does_not_speak_of_the_ledger(folder, tmp_path):
    typed("validate", "-w", folder, "-q", "--annotate", tmp_path / "批注")
    assert states(covered(folder))[VILLAGES[3]]
    for path in (tmp_path / "批注").rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert "台账" not in f"{cell.value} {cell.comment.text if cell.comment else ''}"


def test_a_field_may_be_named_without_its_brackets(folder):
    keep_ledger(folder, {TableKind.SPELLINGS: [
        ["人员类别", "甲岗", "村干部"], ["人员类别", "乙岗", "退伍军人"], ["列名", "学问", "文化程度"],
    ]})  # fmt: skip
    said = checked(folder)
    assert "YC424" not in said
    assert "YC217" not in said
