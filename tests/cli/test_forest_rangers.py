"""Another office's scheme, files only: its own columns, limits and preference, from the blank roster to the list."""

import csv
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.offices import write_table
from tests.terminal import typed

from yicun import pipeline
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.scheme import SHIPPED_SCHEME, in_force, put_in_force
from yicun.rulebook.cases import cases_beside, run_cases
from yicun.rulebook.load import load_rulebook

SCHEME = Path(__file__).parents[2] / "samples" / "forest-rangers"
OWN = {"certified_on", "forestry_years", "former_unit", "recusal"}
STEPS = ("报名日期", "村委会推荐日期", "林业站审查日期", "公示期满日期")


@pytest.fixture
def folder(tmp_path):
    yield Path(shutil.copytree(SCHEME, tmp_path / "rangers"))
    put_in_force(SHIPPED_SCHEME)


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


def test_a_column_nearly_called_like_its_own_is_asked_about(folder):
    path = folder / "报送" / "示例林业站.xlsx"
    book = openpyxl.load_workbook(path)
    next(
        cell for row in book.active.iter_rows(max_row=2) for cell in row if cell.value == "原工作单位"
    ).value = "原工作单住"
    book.save(path)
    assert "列“原工作单住”含义不明，未采用；是否为“原工作单位”" in typed("validate", "-w", folder).out


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
    assert (code, "案例 30 个，通过 30 个" in shown, "YC515" in shown) == (0, True, False)
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
        ("field: posted_until, what", "field: certified_by, what", "YC513", "certified_by"),
        ("field: posted_until, what", "field: birth_date, what", "YC513", "不是步骤的日期"),
        ("field: posted_until, what", "field: examined_on, what", "YC513", "不能是两步"),
        ("step: posted_until", "step: inspected_on", "YC513", "posted_until"),
        ("scheme: 一村一护林员\n", "", "YC513", "工作的名称"),
        ("show_in: [screen]", "show_in: [letter]", "YC513", "letter"),
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
    assert {field.name for field in in_force().fields} >= OWN
    plain = tmp_path / "plain"
    plain.mkdir()
    write_table(plain / "名单.xlsx", TableKind.CANDIDATES, [])
    (plain / "yicun.toml").write_text('area = "甲县"\nrulebook = "nanan-2020"\nas_of = 2020-05-07\n', "utf-8")
    result = pipeline.validate(pipeline.load(plain / "名单.xlsx", workspace=plain))
    assert OWN.isdisjoint(BY_NAME[TableKind.CANDIDATES])
    assert OWN.isdisjoint(result.roster.candidates.columns)


def change(folder, name, column, text):
    """Write a cell of the first person of a station's roster."""
    path = folder / "报送" / name
    book = openpyxl.load_workbook(path)
    sheet = book.active
    at = next(cell.column for row in sheet.iter_rows(max_row=2) for cell in row if cell.value == column)
    sheet.cell(3, at).value = text
    book.save(path)


@pytest.mark.parametrize(
    ("blank", "todo"),
    [
        (0, "村民委员会：收取报名材料"), (1, "村民委员会：向林业站推荐"), (2, "林业站：审查人选"),
        (3, "林业站：在村内公示5日"),
    ],
)  # fmt: skip
def test_a_village_goes_through_the_steps_that_the_rulebook_names(folder, blank, todo):
    for column in STEPS[blank:]:
        change(folder, "样例林业站.xlsx", column, None)
    change(folder, "样例林业站.xlsx", "从事林业年限", 4)
    result = pipeline.coverage(pipeline.load(workspace=folder))
    village = result.coverage.villages.query("village == '上湖村'").iloc[0]
    assert (village["state"], village["todo"]) == ("in_progress", todo)
    assert village["reason"].startswith("推选程序未完成：尚无")
    assert "posted_until" in result.verdicts.procedure.fields


def test_somebody_is_listed_after_the_last_step_before_the_decision_and_confirmed_by_it(folder):
    change(folder, "样例林业站.xlsx", "从事林业年限", 4)
    assert "上湖村" not in typed("coverage", "-w", folder).out
    assert "尚无公示期满日期" not in typed("export-list", "-w", folder, "--internal", "-o", folder / "一.xlsx").out
    change(folder, "样例林业站.xlsx", STEPS[3], "2022-04-16")  # not over yet
    typed("export-list", "-w", folder, "--internal", "-o", folder / "二.xlsx")
    cells = [cell for row in openpyxl.load_workbook(folder / "二.xlsx")["未列入人选"].values for cell in row]
    assert "推选程序未完成：尚无公示期满日期" in cells


def test_steps_in_the_wrong_order_and_steps_left_out_are_said_at_their_own_cells(folder):
    change(folder, "样例林业站.xlsx", STEPS[2], None)
    change(folder, "示例林业站.xlsx", STEPS[3], "2022-04-02")
    shown = typed("validate", "-w", folder, "--all").out
    assert "样例林业站.xlsx!名单!T3 YC305" in shown
    assert "示例林业站.xlsx!名单!U3 YC304" in shown


def test_the_blank_roster_asks_for_its_steps_and_for_no_others(folder, tmp_path):
    typed("template", "-w", folder, "-o", tmp_path / "blank")
    sheet = openpyxl.load_workbook(tmp_path / "blank" / "示例林业站.xlsx")["推选名单"]
    heads = [str(cell.value) for cell in sheet[4]]
    at = heads.index("报名日期")
    assert heads[at : at + 4] == ["报名日期", "村民委员会推荐日期", "林业站审查日期", "公示期满日期"]
    assert {"个人自荐日期", "村两委推荐日期", "联合考察日期"}.isdisjoint(heads)


def test_a_scheme_may_have_fewer_steps(folder):
    path = folder / "rules" / "rangers-2022.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        "".join(line for line in text.splitlines(keepends=True) if "what: 村民委员会推荐" not in line), "utf-8"
    )
    change(folder, "样例林业站.xlsx", "从事林业年限", 4)
    change(folder, "样例林业站.xlsx", STEPS[1], None)
    result = pipeline.coverage(pipeline.load(workspace=folder))
    villages = result.coverage.villages.set_index("village")["state"]
    assert villages["上湖村"] == "nominated"
    assert "YC305" not in {one.code for one in result.findings.all(result.roster.places)}


def test_a_deadline_may_speak_of_an_early_step(folder):
    path = folder / "rules" / "rangers-2022.yaml"
    path.write_text(path.read_text("utf-8").replace("step: posted_until, main", "step: endorsed_on, main"), "utf-8")
    change(folder, "样例林业站.xlsx", STEPS[3], None)
    change(folder, "示例林业站.xlsx", STEPS[1], None)
    run = pipeline.load(workspace=folder, deadline=date(2022, 4, 3))
    kept = pipeline.coverage(run).coverage.villages.set_index("village")["on_time"].astype(str).to_dict()
    assert kept == {"东溪村": "none", "西溪村": "on_time", "上湖村": "on_time", "下湖村": "on_time"}
    run = pipeline.load(workspace=folder, deadline=date(2022, 4, 2))
    kept = pipeline.coverage(run).coverage.villages.set_index("village")["on_time"].astype(str).to_dict()
    assert (kept["上湖村"], kept["东溪村"]) == ("late", "none")


def test_its_columns_stand_in_the_list_and_in_the_review_where_it_says_so(folder):
    typed("export-list", "-w", folder, "-o", folder / "名单.xlsx")
    typed("screen", "-w", folder, "--internal", "-o", folder / "核对.xlsx")
    listed = list(openpyxl.load_workbook(folder / "名单.xlsx")["推选名单"].values)
    heads = next(row for row in listed if row[0] == "序号")
    assert heads[-2:] == ("防火培训合格证日期", "备注")
    assert [row[-2] for row in listed if "示例甲" in row] == ["2021年11月5日"]
    reviewed = list(openpyxl.load_workbook(folder / "核对.xlsx")["核对表"].values)
    heads = next(row for row in reviewed if row[0] == "序号")
    wu = next(dict(zip(heads, row, strict=True)) for row in reviewed if "示例戊" in row)
    assert (wu["防火培训合格证日期"], wu["回避认定"], wu["程序"]) == ("2021年10月8日", "应当回避", "公示期满")


def test_no_document_or_screen_of_it_speaks_of_another_work(folder):
    shown = [typed("coverage", "-w", folder, "-o", folder / "进度.xlsx", "--html", folder / "进度.html").out]
    shown.append(typed("screen", "-w", folder, "--all", "--internal", "-o", folder / "核对.xlsx").out)
    for name in ("名单.xlsx", "名单.docx"):
        typed("export-list", "-w", folder, "--internal", "-o", folder / name)
    typed("template", "-w", folder, "--all", "-o", folder / "空白")
    typed("remind", "-w", folder, "-o", folder / "催办")
    shown.append((folder / "进度.html").read_text("utf-8"))
    written = [path for path in folder.rglob("*") if path.suffix in {".xlsx", ".docx"} and "报送" not in path.parts]
    for path in written:
        with zipfile.ZipFile(path) as package:
            shown += [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
    assert len(written) >= 8
    assert [text[max(0, text.find("警务") - 20) : text.find("警务") + 20] for text in shown if "警务助理" in text] == []
    assert any("一村一护林员" in text for text in shown)
