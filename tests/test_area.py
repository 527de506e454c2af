"""The generator that measures yicun is itself right: its IDs, its bytes, its truth."""

import filecmp
from pathlib import Path

import pytest
import python_calamine
from stdnum.cn import ric

from synthetic.areas import Plan, make_area
from synthetic.people import (
    AS_OF,
    STORIES,
    Population,
    age_on,
    born_on,
    clean_person,
    tell,
)
from synthetic.shapes import SHAPES
from synthetic.stations import chance

PLAN = Plan(stations=len(SHAPES), villages=15 * len(SHAPES), people=20 * len(SHAPES), faults=0.4, seed=7)


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("area")
    make_area(PLAN, folder)
    return folder


def test_everybody_is_distinct_and_nobody_exists() -> None:
    population = Population(3, chance(1, 3))
    people = [
        tell(STORIES[turn % len(STORIES)], clean_person(population, "示例派出所", "示例镇", "示例村"), population)
        for turn in range(3000)
    ]
    numbers = [str(person["id_number"]) for person in people]
    assert (
        len(set(numbers))
        == len({person["phone"] for person in people})
        == len({person["name"] for person in people})
        == 3000
    )
    for number, person in zip(numbers, people, strict=True):
        assert ric.calc_check_digit(number) == number[17]
        assert number[14:17] >= "996"
        assert 1930 < born_on(number).year < 2000
        assert person["sex"] == ("男" if int(number[16]) % 2 else "女")
        assert person["age"] == age_on(born_on(number), AS_OF)


def test_the_same_plan_gives_the_same_bytes_whoever_writes_it(area: Path, tmp_path: Path) -> None:
    make_area(PLAN, tmp_path, processes=2)
    names = sorted(path.relative_to(area).as_posix() for path in area.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert filecmp.cmpfiles(area, tmp_path, names, shallow=False)[0] == names


def test_a_planted_fault_stands_where_the_truth_says(tmp_path: Path) -> None:
    plan = Plan(stations=4, villages=60, people=200, faults=0.5, seed=2, shapes=("plain", "official", "offset", "xls"))
    damaged = [planted.where for planted in make_area(plan, tmp_path) if planted.code == "YC202"]
    assert damaged
    for where in damaged:
        sheet = python_calamine.load_workbook(str(tmp_path / where.path)).get_sheet_by_name(where.sheet)
        cells = sheet.to_python(skip_empty_area=False)[where.row - 1]
        column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(where.column)))
        assert isinstance(cells[column - 1], float)
        assert cells[column - 1] > 1e17
