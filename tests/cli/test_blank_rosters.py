"""template → fill with examples → validate gives no finding, for every station of the sample area."""

import json
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from stdnum.cn import ric
from tests.terminal import typed

from yicun.model.fields import CANDIDATE_FIELDS

ROOT = Path(__file__).parents[2]
FIELDS = [field for field in CANDIDATE_FIELDS if field.name != "age"]


def _fill(path: Path, first: int) -> int:
    """One example person for each village that stands in the blank roster; gives how many, 零报告 where none."""
    book = openpyxl.load_workbook(path)
    sheet = book["推选名单"]
    header = next(row for row in range(1, 9) if "姓名*" in [cell.value for cell in sheet[row]])
    row, count = header + 2, 0
    heads = {str(cell.value).removesuffix("*"): cell.column for cell in sheet[header]}
    column = {field.name: heads[field.label] for field in FIELDS}
    while sheet.cell(row, column["village"]).value:
        born = date(1940, 1, 1) + timedelta(days=first + count)
        digits = f"350583{born:%Y%m%d}999"
        for field in FIELDS:
            if field.example and sheet.cell(row, column[field.name]).value is None:
                sheet.cell(row, column[field.name]).value = field.example
        sheet.cell(row, column["birth_date"]).value = born.isoformat()
        sheet.cell(row, column["id_number"]).value = digits + ric.calc_check_digit(digits + "0")
        sheet.cell(row, column["phone"]).value = f"138{first + count:08d}"
        row, count = row + 1, count + 1
    if not count:
        sheet["E3"] = "是"
    book.save(path)
    return count


def test_a_blank_roster_filled_in_as_it_says_comes_back_without_a_finding(tmp_path: Path) -> None:
    assert typed("-w", ROOT, "template", "--all", "-o", tmp_path / "报送", "-q").code == 0
    files = sorted((tmp_path / "报送").glob("*.xlsx"))
    assert len(files) == 27
    people = 0
    for path in files:
        people += _fill(path, people)
    assert people > 150
    register = ROOT / "samples" / "nanan" / "底册" / "行政村底册.xlsx"
    (tmp_path / "yicun.toml").write_text(
        f'area = "南安市"\nvillages = "{register.as_posix()}"\nsubmissions = ["报送/*"]\nas_of = 2020-05-07\n', "utf-8"
    )
    found = json.loads(typed("-w", tmp_path, "--format", "json", "validate", "-q").out)
    assert [(one["code"], one["path"], one["cell"]) for one in found["findings"] if "报送" in one["path"]] == []
    assert (
        sum(table["rows"] for file in found["files"] for table in file["tables"] if table["kind"] == "candidates")
        == people
    )
