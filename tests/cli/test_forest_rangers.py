"""Another office's scheme, files only: its own columns, limits and preference, from the blank roster to the list."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest
from tests.offices import write_table
from tests.terminal import typed

from yicun import pipeline
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.own_fields import own_fields, put_in_force
from yicun.rulebook.cases import cases_beside, run_cases
from yicun.rulebook.load import load_rulebook

SCHEME = Path(__file__).parents[2] / "samples" / "forest-rangers"
OWN = {"certified_on", "forestry_years", "former_unit", "recusal"}


@pytest.fixture
def folder(tmp_path):
    yield Path(shutil.copytree(SCHEME, tmp_path / "rangers"))
    put_in_force(())


def test_its_own_columns_are_read_and_faults_in_them_named_at_the_cell(folder):
    code, shown, _ = typed("validate", "-w", folder)
    assert code == 1
    assert "报送/样例林业站.xlsx!名单!O3 YC219 错误 从事林业年限无法辨认为整数：两年多" in shown
    assert "YC104" not in shown


def test_a_choice_outside_the_declared_list_is_said(folder):
    path = folder / "报送" / "示例林业站.xlsx"
    book = openpyxl.load_workbook(path)
    book.active["Q3"] = "亲戚"
    book.save(path)
    assert "Q3 YC216" in typed("validate", "-w", folder).out


def test_a_required_column_of_its_own_is_missed(folder):
    path = folder / "报送" / "示例林业站.xlsx"
    book = openpyxl.load_workbook(path)
    book.active.delete_cols(17)
    book.save(path)
    code, shown, _ = typed("validate", "-w", folder)
    assert code == 1
    assert "YC102" in shown
    assert "回避认定" in shown


def test_everybody_is_judged_by_its_own_conditions(folder):
    result = pipeline.screen(pipeline.load(workspace=folder))
    people = result.roster.candidates.join(result.verdicts.people[["verdict", "rank"]])
    people["rank"] = people["rank"].fillna(0)
    told = people.set_index("name")[["verdict", "rank"]].astype("object").T.to_dict("list")
    assert told == {
        "示例甲": ["eligible", 2], "示例乙": ["eligible", 1], "示例丙": ["ineligible", 0],
        "示例丁": ["undetermined", 3], "示例戊": ["ineligible", 2],
    }  # fmt: skip
    ding = people.index[people["name"].eq("示例丁")][0]
    (decided,) = (one for one in result.verdicts.explain(ding, False) if one.settle)  # noqa: FBT003
    assert decided.settle == ("forestry_years",)


def test_a_village_that_needs_two_is_done_with_two(folder):
    shown = typed("coverage", "-w", folder).out
    assert "应配 5 人，已推选 2 人；期限 2022-04-20" in shown
    assert "上湖村　人选待核：派出所：更正名单中的从事林业年限" in shown


def test_the_blank_roster_asks_for_its_columns(folder, tmp_path):
    assert typed("template", "-w", folder, "-o", tmp_path / "blank").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "blank" / "示例林业站.xlsx")["推选名单"]
    heads = {str(cell.value) for row in sheet.iter_rows(max_row=5) for cell in row}
    assert {"防火培训合格证日期*", "回避认定*", "从事林业年限", "原工作单位"} <= heads
    offered = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"无需回避,应当回避,待核"' in offered


def test_its_columns_are_exported_with_the_data_and_never_circulated(folder, tmp_path):
    assert typed("export-data", "-w", folder, "-o", tmp_path / "data").code in {0, 1}
    with (tmp_path / "data" / "candidates.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["示例甲"]["forestry_years"] == "4"
    assert rows["示例戊"]["recusal"] == "应当回避"
    typed("export-list", "-w", folder, "-o", tmp_path / "list.xlsx")
    book = openpyxl.load_workbook(tmp_path / "list.xlsx")
    listed = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "示例甲" in listed
    assert not any("回避" in text for text in listed)


def test_its_cases_pass_and_notice_every_part_of_every_condition(folder):
    code, shown, _ = typed("rules", "test", "-w", folder)
    assert (code, "案例 27 个，通过 27 个" in shown, "YC515" in shown) == (0, True, False)
    assert typed("rules", "check", "-w", folder).code == 0


def test_a_weaker_rulebook_is_noticed_by_the_cases(folder):
    path = folder / "rules" / "rangers-2022.yaml"
    path.write_text(path.read_text("utf-8").replace("plus: veterans", "plus: youngest"), "utf-8")
    rulebook, _ = load_rulebook(path, shown="rules.yaml", search=[])
    results, _ = run_cases(rulebook, cases_beside(path))
    assert [one.name for one in results if not one.passed] == ["退伍军人满61周岁"]


@pytest.mark.parametrize(
    ("written", "instead", "code", "words"),
    [
        ("value: 5,", "value: 6,", "YC508", "6"),
        ("at_least: 3}", "at_least: 4}", "YC508", "4"),
        ("label: 回避认定", "label: 家庭成员情况", "YC513", "不得收集"),
        ("label: 原工作单位", "label: 联系电话", "YC513", "已有的列"),
        ("id: recusal\n    label", "id: resident\n    label", "YC513", "名单中已有"),
        ("values: [无需回避, 应当回避, 待核]", "values: [无需回避]", "YC513", "至少要有两个"),
        ("field: recusal, is: 应当回避", "field: recusal, is: 有", "YC507", "可填范围"),
        ("field: certified_on, within_years", "field: certified, within_years", "YC503", "certified"),
        ("plus: veterans", "plus: cadres", "YC513", "cadres"),
    ],
)  # fmt: skip
def test_a_fault_in_the_scheme_is_said_with_its_line(folder, written, instead, code, words):
    path = folder / "rules" / "rangers-2022.yaml"
    text = path.read_text("utf-8")
    assert written in text
    path.write_text(text.replace(written, instead, 1), "utf-8")
    rulebook, findings = load_rulebook(path, shown="rules.yaml", search=[])
    assert rulebook is None
    told = [one for one in findings.single if one.code == code]
    assert any(words in one.message for one in told)
    assert all(one.place.row for one in told)


def test_two_schemes_are_compared_on_the_same_people(folder):
    code, shown, _ = typed("rules", "diff", "rules/rangers-2022.yaml", "nanan-2020", "-w", folder)
    assert code == 0
    assert "示例戊" in shown
    assert "不符合" in shown


def test_another_rulebook_leaves_nothing_of_it_behind(folder, tmp_path):
    pipeline.screen(pipeline.load(workspace=folder))
    assert {field.name for field in own_fields()} == OWN
    plain = tmp_path / "plain"
    plain.mkdir()
    write_table(plain / "名单.xlsx", TableKind.CANDIDATES, [])
    (plain / "yicun.toml").write_text('area = "甲县"\nrulebook = "nanan-2020"\nas_of = 2020-05-07\n', "utf-8")
    result = pipeline.validate(pipeline.load(plain / "名单.xlsx", workspace=plain))
    assert OWN.isdisjoint(BY_NAME[TableKind.CANDIDATES])
    assert OWN.isdisjoint(result.roster.candidates.columns)
