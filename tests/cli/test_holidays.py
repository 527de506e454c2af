"""Working days of a year whose notice is not known: every output that counts them says on what they rest."""

import json
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.terminal import typed

ROOT = Path(__file__).parents[2]
BY_WEEKENDS = "未含该年度节假日安排，仅按周末计算"


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """A workspace in spring 2090, with a deadline of that year."""
    folder = tmp_path / "区"
    shutil.copytree(ROOT / "samples" / "other", folder)
    name(folder, as_of="2090-04-28", deadline="2090-05-10")
    return folder


def name(area: Path, **days: str) -> None:
    config = area / "yicun.toml"
    kept = [line for line in config.read_text("utf-8").splitlines() if line.split(" ")[0] not in days]
    config.write_text("\n".join([*kept, *(f"{key} = {value}" for key, value in days.items()), ""]), "utf-8")


def everything(area: Path) -> dict[str, str]:
    """What each output that counts working days says, by its name."""
    made = area / "看"
    letters = made / "催办"
    screen = typed("-w", area, "coverage", "-q", "-o", made / "缺口.xlsx", "--html", made / "页.html").out
    told = json.loads(typed("-w", area, "coverage", "-q", "--format", "json").out)
    assert typed("-w", area, "remind", "-q", "-o", letters).code == 0
    sheets = openpyxl.load_workbook(made / "缺口.xlsx")
    return {
        "screen": screen,
        "json": told["calendar_note"],
        "workbook": "\n".join(str(cell) for row in sheets.worksheets[0].values for cell in row if cell),
        "meanings": "\n".join(str(cell) for row in sheets["口径说明"].values for cell in row if cell),
        "page": re.sub(r"<[^>]+>", "", (made / "页.html").read_text("utf-8")),
        **{
            path.stem: "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
            for path in letters.rglob("*.docx")
        },
    }


def test_an_unknown_year_is_said_wherever_its_working_days_are_counted(area: Path) -> None:
    said = everything(area)
    assert {"催办通知", "情况通报"} <= set(said)
    assert [output for output, text in said.items() if BY_WEEKENDS not in text] == []


def test_days_that_the_office_names_are_counted_and_said(area: Path) -> None:
    before = json.loads(typed("-w", area, "coverage", "-q", "--format", "json").out)
    name(area, holidays="[2090-05-01, 2090-05-02]", workdays="[2090-05-07]")  # a Monday, a Tuesday; a Sunday
    after = json.loads(typed("-w", area, "coverage", "-q", "--format", "json").out)
    assert after["working_days_left"] == before["working_days_left"] - 2 + 1
    assert (before["calendar_known"], after["calendar_known"]) == (False, True)
    assert [output for output, text in everything(area).items() if "2090 年节假日按 yicun.toml" not in text] == []


def test_days_named_against_a_notice_change_nothing_and_are_said(area: Path) -> None:
    name(area, as_of="2021-05-06", deadline="2021-05-10")
    before = json.loads(typed("-w", area, "coverage", "-q", "--format", "json").out)
    name(area, holidays='["2021-05-08"]', workdays="[2021-05-07]")  # 05-08 is worked by the notice, 05-07 a Friday
    after = json.loads(typed("-w", area, "coverage", "-q", "--format", "json").out)
    assert after["working_days_left"] == before["working_days_left"]
    assert after["calendar_note"] == "yicun.toml 中 2021-05-08 与放假通知不同，按通知计算"
    assert "2021-05-08 与放假通知不同" in typed("-w", area, "doctor").out


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"holidays": "[2090-05-01]", "workdays": "[2090-05-01]"}, "都写了 2090-05-01。→ 请只留一处"),
        ({"holidays": '["五一"]'}, "holidays 应为日期"),
        ({"holidays": "[2090-05-32]"}, "写法有误"),
        ({"holidays": "2090-05-01"}, "holidays 应为一组日期"),
        ({"workdays": "[1]"}, "workdays 应为日期"),
        ({"holiday": "[2090-05-01]"}, "不认识的项目：holiday。→ 可用：", ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_as_days_is_one_line(area: Path, days: dict[str, str], said: str) -> None:
    name(area, **days)
    ended = typed("-w", area, "coverage")
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "→" in ended.err
    assert len(ended.err.splitlines()) == 1
