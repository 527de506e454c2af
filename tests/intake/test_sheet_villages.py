"""One sheet a village, named after it: the register says whether the name without 村 is one."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from tests.offices import codes, covered, office, person, send

from yicun.model.results import Result

NEIGHBOURS = [
    {"village": "桥头村"}, {"village": "桥尾村"}, {"village": "水头村"}, {"village": "水头社区", "unit_type": "社区"},
    {"village": "省新村"},
]  # fmt: skip
FIELDS = ("name", "id_number", "sex", "education", "category", "phone", "resident", "fit", "vetting", "inspection")


def sent(folder: Path, named: Mapping[str, int], fields=FIELDS) -> Result:
    """The result of one workbook of a sheet for each name, with the person of that number."""
    office(folder, NEIGHBOURS)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, number in named.items():
        one = send(folder, "一张.xlsx", [person(number)], fields)
        sheet = book.create_sheet(name)
        for row in openpyxl.load_workbook(one).active.iter_rows(values_only=True):
            sheet.append(row)
        one.unlink()
    book.save(folder / "报送" / "省新所.xlsx")
    return covered(folder)


def villages(result: Result) -> dict[str, str | None]:
    people = result.roster.candidates
    return {
        name: village if isinstance(village, str) else None
        for name, village in zip(people["name"], people["village"], strict=True)
    }


def test_a_sheet_for_each_village(tmp_path: Path) -> None:
    result = sent(tmp_path, {"桥头": 0, "2.桥尾": 1, "水头村": 2})
    assert villages(result) == {"示例甲": "桥头村", "示例乙": "桥尾村", "示例丙": "水头村"}
    assert [code for code, *_ in codes(result, "YC102", "YC114", "YC404")] == ["YC114"] * 3


@pytest.mark.parametrize("name", ["名单", "Sheet1", "桥中", "省新"])
def test_a_name_that_is_no_village_s_alone(tmp_path: Path, name: str) -> None:
    result = sent(tmp_path, {name: 0})
    assert villages(result) == {"示例甲": None}
    assert [code for code, *_ in codes(result, "YC102", "YC114")] == ["YC102"]


def test_a_name_that_two_units_have_is_left_to_ask(tmp_path: Path) -> None:
    result = sent(tmp_path, {"水头": 0})
    assert set(result.roster.candidates["village_row"]) == {-1}
    assert codes(result, "YC407", "YC405", "YC404")


def test_a_column_goes_before_the_sheet(tmp_path: Path) -> None:
    result = sent(tmp_path, {"桥头": 0}, (*FIELDS, "village"))
    assert villages(result) == {"示例甲": "园内村"}
    assert not codes(result, "YC114")
