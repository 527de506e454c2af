"""Blank rosters: what they offer, and that one filled in as its example says comes back without a finding."""

import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
import python_calamine

from builders import sample_id
from listings import AS_OF
from yicun.intake.load import InputFile, load_roster
from yicun.model.fields import CANDIDATE_FIELDS, TEMPLATE_VERSION, VILLAGE_FIELDS
from yicun.report import template

VILLAGES = [("省新镇", "园内村"), ("省新镇", "示例墘村"), ("省新镇", "=示例村")]
FIELDS = [field for field in CANDIDATE_FIELDS if field.name != "age"]
HEADER, EXAMPLE, FIRST = 4, 5, 6  # rows of the form


@pytest.fixture(scope="module")
def blank() -> bytes:
    return template.roster("省新派出所", VILLAGES, AS_OF, "南安市")


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def places(sheet) -> dict[str, int]:
    """Field name -> column number, by the header."""
    labels = {field.label: field.name for field in FIELDS}
    heads = {str(cell.value).removesuffix("*"): cell.column for cell in sheet[HEADER]}
    return {labels[head]: column for head, column in heads.items() if head in labels}


def rule_for(sheet, name: str):
    """What is checked while somebody types in a column of the first village."""
    cell = sheet.cell(FIRST, places(sheet)[name]).coordinate
    return next((rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref), None)


def test_it_has_every_column_but_age_and_what_must_be_filled_in_first(blank):
    header = [cell.value for cell in opened(blank)["推选名单"][HEADER]]
    first, rest = header[1 : header.index("自查")], header[header.index("自查") + 1 :]
    assert first == ["乡镇（街道）", *(f"{field.label}*" for field in FIELDS if field.required)]
    assert sorted(rest) == sorted({field.label for field in FIELDS if not field.required} - {"乡镇（街道）"})


def test_what_must_be_filled_in_prints_on_one_page_and_the_rest_can_be_folded(blank):
    sheet = opened(blank)["推选名单"]
    check = next(cell for cell in sheet[HEADER] if cell.value == "自查")
    before = openpyxl.utils.get_column_letter(check.column - 1)
    assert sheet.print_area.split("$")[-2] == before
    assert sheet.page_setup.fitToWidth in {None, 1}  # 1 is what is left out
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.orientation) == (0, "landscape")
    levels = {name: sheet.column_dimensions[cell.column_letter] for cell in sheet[HEADER] for name in [cell.value]}
    assert not any(levels[name].hidden for name in levels)
    assert levels["姓名*"].outlineLevel == 0
    assert levels["备注"].outlineLevel >= 1


def test_the_villages_of_the_station_are_filled_in_and_nothing_else(blank):
    sheet = opened(blank)["推选名单"]
    check = next(cell.column for cell in sheet[HEADER] if cell.value == "自查")
    sheet.delete_cols(check)
    heads = [cell.value for cell in sheet[HEADER]]
    rows = list(sheet.iter_rows(min_row=FIRST, values_only=True))
    for number, (row, (township, village)) in enumerate(zip(rows, VILLAGES, strict=False), 1):
        written = {"序号": number, "派出所": "省新派出所", "乡镇（街道）": township, "行政村*": village}
        assert {head: cell for head, cell in zip(heads, row, strict=True) if cell is not None} == written
    assert {cell for row in rows[len(VILLAGES) :] for cell in row} == {None}


def test_every_listed_value_is_offered(blank):
    sheet = opened(blank)["推选名单"]
    for field in FIELDS:
        if field.choices is not None:
            rule = rule_for(sheet, field.name)
            assert (rule.type, rule.formula1) == ("list", f'"{",".join(field.choices.offered)}"'), field.name


def test_a_list_that_is_open_hints_and_does_not_stop(blank):
    sheet = opened(blank)["推选名单"]
    category, education, sex = (rule_for(sheet, name) for name in ("category", "education", "sex"))
    assert not category.showErrorMessage
    assert "、" in category.prompt
    assert (education.showErrorMessage, education.errorStyle) == (True, "warning")
    assert (sex.showErrorMessage, sex.errorStyle) == (True, None)


@pytest.mark.parametrize(("name", "low", "high"), [("id_number", "18", "18"), ("phone", "7", "40")])
def test_numbers_are_text_of_a_length(blank, name, low, high):
    sheet = opened(blank)["推选名单"]
    rule = rule_for(sheet, name)
    assert (rule.type, rule.formula1, rule.formula2) == ("textLength", low, high)
    column = places(sheet)[name]
    letters = sheet.cell(FIRST, column).column_letter
    assert sheet.cell(FIRST, column).number_format == "@"
    assert sheet.column_dimensions[letters].number_format == "@"


def test_days_are_text_so_that_a_month_stays_a_month(blank):
    sheet = opened(blank)["推选名单"]
    assert sheet.cell(FIRST, places(sheet)["birth_date"]).number_format == "@"


def test_every_header_has_a_note_and_its_own_line_of_explanation(blank):
    book = opened(blank)
    notes = [cell.comment for cell in book["推选名单"][HEADER][1:] if cell.value != "自查"]
    assert {note.author for note in notes} == {"yicun"}
    assert all(note.text.startswith(("必填", "选填")) or "必填" in note.text for note in notes)
    told = [row[0] for row in book["填表说明"].iter_rows(values_only=True)]
    labels = [field.label for field in FIELDS]
    assert sorted(text for text in told if text in labels) == sorted(labels)


def test_the_example_row_is_grey_and_called_so(blank):
    sheet = opened(blank)["推选名单"]
    row = sheet[EXAMPLE]
    assert row[0].value == "示例"
    assert row[0].font.color.rgb == "FF808080"
    shown = {field.name: field.example or None for field in FIELDS}
    shown |= {"station": "省新派出所", "township": "省新镇", "village": "园内村"}
    assert {name: row[column - 1].value for name, column in places(sheet).items()} == shown


def test_it_knows_its_edition_and_station(blank):
    properties = {prop.name: prop.value for prop in opened(blank).custom_doc_props.props}
    assert properties == {"yicun-station": "省新派出所", "yicun-template": TEMPLATE_VERSION}


def test_a_village_that_begins_like_a_formula_is_text(blank):
    assert opened(blank)["推选名单"]["C8"].data_type == "s"


def filled(count: int) -> bytes:
    """The blank roster with one person in every row, each as the example row has it but for who it is."""
    villages = [("省新镇", f"示例{'甲乙丙丁戊己'[n]}村") for n in range(count)]
    book = opened(template.roster("省新派出所", villages, AS_OF, "南安市"))
    sheet = book["推选名单"]
    example = {field.name: field.example for field in FIELDS if field.example}
    for n in range(count):
        born = date(1975, 3, 1 + n)
        person = example | {
            "village": villages[n][1], "name": "示例" + "甲乙丙丁戊己"[n], "birth_date": born.isoformat(),
            "id_number": sample_id(f"{born:%Y%m%d}", "997"), "phone": f"1380000000{n}",
        }  # fmt: skip
        for name, column in places(sheet).items():
            sheet.cell(FIRST + n, column).value = person.get(name)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def register(folder, count: int):
    book = opened(template.register(AS_OF, "南安市"))
    sheet = book["行政村底册"]
    for n in range(count):
        row = {
            "township": "省新镇", "village": f"示例{'甲乙丙丁戊己'[n]}村", "station": "省新派出所", "auxiliary": "无",
            "unit_type": "行政村", "village_code": f"3505831062{n:02d}",
        }  # fmt: skip
        for column, field in enumerate(VILLAGE_FIELDS, 2):
            sheet.cell(4 + n, column).value = row.get(field.name)
    book.save(folder / "底册.xlsx")
    return InputFile(folder / "底册.xlsx", "底册.xlsx", "any")


def test_filled_in_as_the_example_says_it_comes_back_without_a_finding(tmp_path):
    (tmp_path / "省新所.xlsx").write_bytes(filled(6))
    files = [register(tmp_path, 6), InputFile(tmp_path / "省新所.xlsx", "省新所.xlsx", "any")]
    roster, findings = load_roster(files, as_of=AS_OF)
    assert [(found.code, str(found.place), found.message) for found in findings.all(roster.places)] == []
    assert (len(roster.villages), len(roster.candidates)) == (6, 6)
    assert roster.candidates["name"].tolist() == ["示例" + name for name in "甲乙丙丁戊己"]
    assert roster.candidates["village_row"].ge(0).all()
    assert roster.files[1].stations == ("省新派出所",)


def test_the_nil_report_cell_is_understood(tmp_path):
    book = opened(template.roster("省新派出所", [], AS_OF, "南安市"))
    book["推选名单"]["E3"] = "是"
    book.save(tmp_path / "省新所.xlsx")
    files = [register(tmp_path, 2), InputFile(tmp_path / "省新所.xlsx", "省新所.xlsx", "any")]
    roster, findings = load_roster(files, as_of=AS_OF)
    assert roster.files[1].nil_report
    assert findings.by_code() == {}


SAME = """
import hashlib
from collections.abc import Sequence
from datetime import date
from yicun.report import template
print(hashlib.sha256(template.roster("甲派出所", [("甲镇", "甲村")], date(2020, 5, 7), "南安市")).hexdigest())
print(hashlib.sha256(template.register(date(2020, 5, 7), "南安市")).hexdigest())
"""


def test_same_bytes_in_any_time_zone_and_with_any_hash_seed():
    runs = {
        subprocess.run(
            [sys.executable, "-c", SAME], capture_output=True, text=True, check=True,
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        ).stdout
        for zone, seed in (("Asia/Kolkata", "3"), ("Pacific/Honolulu", "4"))
    }  # fmt: skip
    assert len(runs) == 1
    here = hashlib.sha256(template.register(AS_OF, "南安市")).hexdigest()
    assert here in runs.pop()


GOOD = {
    "name": "示例甲", "education": "高中", "category": "治保主任", "phone": "13800000000", "resident": "是",
    "fit": "是", "vetting": "无", "inspection": "合格", "birth_date": "1975-03-01",
    "id_number": sample_id("19750301", "997"),
}  # fmt: skip
ANOTHER, TWICE = sample_id("19750401", "998"), sample_id("19800101", "999")
CHECKED = [
    ({}, ""),
    ({"name": None, "id_number": ANOTHER, "birth_date": "1975-04"}, "缺姓名；"),
    ({"id_number": ANOTHER[:-1] + ("0" if ANOTHER[-1] != "0" else "1"), "birth_date": None}, "身份号码校验位不符；"),
    ({"id_number": ANOTHER[:-2], "birth_date": None}, "身份号码不是18位；"),
    ({"id_number": ANOTHER[:9] + "O" + ANOTHER[10:], "birth_date": None}, "身份号码有不能用的字符；"),
    (
        {"id_number": TWICE, "birth_date": "1980-02", "phone": None},
        "缺联系电话；出生年月与身份号码不一致；身份号码重复；",
    ),
    ({"id_number": TWICE, "birth_date": "1980-01-01"}, "身份号码重复；"),
    (dict.fromkeys(GOOD), ""),
]


# How a birth of June 1981 is typed, as text, number or day; the same of July; what is no month to compare.
JUNE = (
    "1981-06",
    "1981-6",
    "1981-06-09",
    "1981.6",
    "1981.06.09",
    "1981/6/9",
    "1981年6月",
    "198106",
    198106,
    date(1981, 6, 9),
)
JULY = (
    "1981-07",
    "1981-7",
    "1981-07-09",
    "1981.7",
    "1981.07.09",
    "1981/7/9",
    "1981年7月",
    "198107",
    198107,
    date(1981, 7, 9),
)
UNREAD = ("1981", "八一年七月", None)


def said_of_rows(tmp_path, people: Sequence[dict[str, object]]) -> tuple[list[str], str]:
    """What LibreOffice calculates in the column 自查 of each person, and above it."""
    villages = [("省新镇", f"示例{number}村") for number in range(len(people))]
    book = opened(template.roster("省新派出所", villages, AS_OF, "南安市"))
    sheet = book["推选名单"]
    for row, person in enumerate(people, FIRST):
        for name, value in person.items():
            sheet.cell(row, places(sheet)[name]).value = value
    check = next(cell.column for cell in sheet[HEADER] if cell.value == "自查")
    book.save(tmp_path / "填过.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "ods"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "填过.xlsx"], check=True, capture_output=True)
    rows = python_calamine.load_workbook(tmp_path / "填过.ods").get_sheet_by_name("推选名单").to_python()
    return [row[check - 1] for row in rows[FIRST - 1 :][: len(people)]], rows[2][check - 1]


@pytest.mark.machine
def test_a_roster_checks_itself_while_it_is_filled_in(tmp_path):
    said, above = said_of_rows(tmp_path, [GOOD | changes for changes, _ in CHECKED])
    assert said == [each for _, each in CHECKED]
    assert above == "自查：待补正 6 行"


@pytest.mark.machine
def test_a_roster_compares_the_birth_however_it_is_typed(tmp_path):
    births = (*JUNE, *JULY, *UNREAD)
    days = [date(1981, 6, 1 + number) for number in range(len(births))]
    people = [
        GOOD | {"id_number": sample_id(f"{day:%Y%m%d}", "997"), "birth_date": birth}
        for day, birth in zip(days, births, strict=True)
    ]
    said, _ = said_of_rows(tmp_path, people)
    assert said == [""] * len(JUNE) + ["出生年月与身份号码不一致；"] * len(JULY) + [""] * len(UNREAD)


def test_a_roster_uses_only_functions_that_excel_2010_has():
    book = opened(template.roster("省新派出所", [("省新镇", "示例甲村")], AS_OF, "南安市"))
    formulas = [str(cell.value) for sheet in book for row in sheet for cell in row if str(cell.value).startswith("=")]
    formulas += [
        formula
        for sheet in book
        for rules in sheet.conditional_formatting
        for rule in rules.rules
        for formula in rule.formula
    ]
    formulas += [str(each.formula1) for sheet in book for each in sheet.data_validations.dataValidation]
    used = {name for formula in formulas for name in re.findall(r"[A-Z_.][A-Z0-9_.]*(?=\()", formula)}
    assert {"SUMPRODUCT", "SEARCH", "MID"} <= used
    assert used <= {
        "AND",
        "COUNTIF",
        "IF",
        "ISERROR",
        "ISNUMBER",
        "LEFT",
        "LEN",
        "MID",
        "MOD",
        "MONTH",
        "OR",
        "RIGHT",
        "SEARCH",
        "SUBSTITUTE",
        "SUMPRODUCT",
        "TRIM",
        "UPPER",
        "VALUE",
        "YEAR",
    }
    assert max(map(len, formulas)) < 8192
