"""Every figure that the documents of after the appointment hold, beside the ledger they come from and the JSON."""

import json
import shutil
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from tests.tables import cells_of_workbook
from tests.terminal import typed

from yicun.model.periods import period_of

SAMPLE = Path(__file__).parents[2] / "samples" / "service"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as an office's own folder, which the commands record their outputs in."""
    return shutil.copytree(SAMPLE, tmp_path_factory.mktemp("office") / "service")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def told(folder: Path, out: Path) -> dict:
    words = ("service", "-w", folder, "--internal", "--format", "json", "-q")
    return json.loads(typed(*words, "-o", out / "在岗.xlsx", "--html", out / "在岗.html").out)


@pytest.fixture(scope="module")
def paid(folder: Path, out: Path) -> dict:
    words = ("stipend", "-w", folder, "--month", "2020-07", "--format", "json", "-q", "-o", out / "补贴.xlsx")
    return json.loads(typed(*words).out)


def lines(path: Path, sheet: str) -> list[dict]:
    """The lines of a sheet that are about a village."""
    return [row for row in cells_of_workbook(path, sheet) if row["行政村"]]


def day(value: datetime) -> str:
    return value.date().isoformat()


def test_who_serves_since_when_and_for_how_long(told: dict, out: Path) -> None:
    as_of = date.fromisoformat(told["as_of"])
    shown = lines(out / "在岗.xlsx", "在岗名册")
    assert [(row["行政村"], row["姓名"], day(row["聘任日期"]), row["在岗天数"]) for row in shown] == [
        (one["village"], one["name"], one["appointed_on"], one["days"]) for one in told["people"]
    ]
    for one in told["people"]:
        assert one["days"] == (as_of - date.fromisoformat(one["appointed_on"])).days + 1


def test_the_assessments_are_those_of_the_ledger(told: dict, out: Path) -> None:
    entries = [one for one in cells_of_workbook(SAMPLE / "台账.xlsx", "考核") if period_of(str(one["期间*"]))]
    grades = {
        name: Counter(one["档次*"] for one in entries if one["姓名*"] == name)
        for name in {one["姓名*"] for one in entries}
    }
    shown = lines(out / "在岗.xlsx", "考核汇总")
    counted = [row for row in shown if not any(row["姓名"] == other["姓名"] for other in shown if other is not row)]
    assert counted
    for row in counted:
        held = grades.get(row["姓名"], Counter())
        of_three = [held[grade] for grade in ("优秀", "合格", "不合格")]
        assert [row["优秀"], row["合格"], row["不合格"]] == of_three, row["姓名"]
        assert row["其他"] == held.total() - sum(of_three), row["姓名"]
    last = [one["last_assessment"] or {"period": None, "grade": None} for one in told["people"]]
    assert [(row["最近期间"], row["最近档次"]) for row in shown] == [(one["period"], one["grade"]) for one in last]
    assert [float(row["培训学时"]) for row in shown] == [float(one["training_hours"]) for one in told["people"]]


def test_the_villages_that_lost_theirs(told: dict, out: Path) -> None:
    shown = lines(out / "在岗.xlsx", "离岗待补")
    assert told["left"]
    assert [(row["行政村"], day(row["离岗日期"]), row["空缺天数（含当日）"]) for row in shown] == [
        (one["village"], one["left_on"], one["days_vacant"]) for one in told["left"]
    ]


def test_the_figures_in_words(told: dict, folder: Path, tmp_path: Path) -> None:
    totals = told["totals"]
    sentence = (
        f"在岗 {totals['in_post']} 人；已离岗待补 {totals['left']} 村；需复核 {totals['review']} 人，"
        f"待核 {totals['undetermined']} 人；本单位应办 {totals['office']} 人"
    )
    assert totals["in_post"] == len(told["people"])
    assert sentence in typed("service", "-w", folder, "-q").out
    typed("service", "-w", folder, "-q", "-o", tmp_path / "流转.xlsx")
    cells = [str(cell.value) for row in openpyxl.load_workbook(tmp_path / "流转.xlsx")["在岗情况"] for cell in row]
    assert sentence in cells


def test_a_line_is_paid_as_it_says(paid: dict, out: Path) -> None:
    shown = lines(out / "补贴.xlsx", "补贴发放表")
    amounts = ("每月金额（元）", "系数", "天数", "应发（元）")
    assert [
        (row["行政村"], row["姓名"], row["档次"], day(row["起"]), day(row["止"]), *(row[head] for head in amounts))
        for row in shown
    ] == [
        (
            one["village"], one["name"], one["grade"], one["first"], one["last"], float(one["monthly"]),
            float(one["factor"]), one["days"], float(one["amount"]),
        )
        for one in paid["lines"]
    ]  # fmt: skip
    cells = [str(cell.value) for row in openpyxl.load_workbook(out / "补贴.xlsx")["补贴发放表"] for cell in row]
    assert f"未列入 {len(paid['left_out'])} 人，见“未列入”。" in cells
    assert any(cell.endswith("当月 31 天") for cell in cells)
