"""The gap report, opened again as a reader would."""

import io
import subprocess
import zipfile
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from verdicts import BOOK, make_judged
from yicun.coverage.pace import with_pace
from yicun.coverage.states import cover
from yicun.model.findings import Findings
from yicun.model.results import FORMULA, Basis, Result
from yicun.report.gaps import workbook

WANTING = "人选有空白或待核的项目，尚未补齐"
AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)
VILLAGES = [
    {}, {"village": "省身村"}, {"village": "满山村"}, {"village": "=1+1"}, {"village": "省东村"},
    {"village": "康美村", "township": "康美镇", "station": "康美派出所"}, {"village": "农场", "unit_type": "其他"},
]  # fmt: skip
PEOPLE = [
    {"inspected_on": date(2020, 5, 5)}, {"village": "省身村", "verdict": "undetermined", "name": "示例乙"},
    {"village": "满山村", "inspected_on": None}, {"village": "省东村", "verdict": "ineligible"},
]  # fmt: skip


def report(people=PEOPLE, villages=VILLAGES, earlier=()):
    roster, verdicts = make_judged(people, villages)
    coverage, _ = cover(roster, verdicts, AS_OF, DEADLINE)
    if earlier:
        coverage = with_pace(coverage, [(day, cover(roster, verdicts, day, DEADLINE)[0].totals) for day in earlier])
    basis = Basis("yicun 0.1.0", AS_OF, "南安市", "户政管理大队", DEADLINE, BOOK)
    return workbook(Result(basis, roster, Findings(), verdicts, coverage))


@pytest.fixture(scope="module")
def content():
    return report()


@pytest.fixture(scope="module")
def book(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(sheet):
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_sheets_and_the_formula_under_every_table_of_rates(book):
    assert book.sheetnames == [
        "汇总", "各派出所", "各派出所明细", "各乡镇", "各乡镇明细", "缺口清单", "待认定", "报送情况", "逐日进度",
        "口径说明",
    ]  # fmt: skip
    for name in ("汇总", "各派出所", "各乡镇", "缺口清单", "待认定", "报送情况"):
        assert any(FORMULA in str(cell) for row in texts(book[name]) for cell in row), name


def test_gap_list_says_state_reason_and_who_acts(book):
    rows = texts(book["缺口清单"])
    assert rows[0] == ["尚缺警务助理的行政村（5 个）"]
    assert rows[2] == [1, "省新派出所", "省新镇", "省身村", "人选待核", WANTING, "派出所：补齐名单中待核的项目"]
    assert rows[3][3:] == ["满山村", "推选中", "推选程序未完成：尚无联合考察日期", "派出所：会同乡镇联合考察"]
    assert [row[4] for row in rows[2:7]] == ["人选待核", "推选中", "无人选", "人选均不符合", "无人选"]


def test_no_reason_says_the_state_again(book):
    for _, _, _, _, state, reason, *_ in texts(book["缺口清单"])[2:7]:
        assert reason
        assert reason != state


def test_the_sheets_of_the_townships_have_no_column_for_what_a_township_never_hands_in(book):
    for ending in ("", "明细"):
        assert texts(book[f"各派出所{ending}"])[1][-1] == "报送"
        assert texts(book[f"各乡镇{ending}"])[1] == ["名次", "乡镇", *texts(book[f"各派出所{ending}"])[1][2:-1]]
        assert book[f"各乡镇{ending}"].page_setup.paperSize == book[f"各派出所{ending}"].page_setup.paperSize


def test_stations_with_the_widest_gap_come_first_and_the_total_adds_up(book):
    rows = texts(book["各派出所"])
    assert [row[1] for row in rows[2:5]] == ["省新派出所", "康美派出所", "全部"]
    head = rows[1]
    assert len(head) == 12
    totals = dict(zip(head, rows[4], strict=False))
    assert (totals["行政村数"], totals["应推选"], totals["已推选"], totals["推选率"]) == (6, 6, 1, "16.7%")
    details = texts(book["各派出所明细"])
    whole = dict(zip(details[1], details[4], strict=False))
    assert (whole["缺口"], whole["缺口至少"], whole["缺口至多"], whole["待认定"]) == (5, 4, 6, 1)
    assert {head: whole[head] for head in totals} == totals
    assert dict(zip(head, rows[3], strict=False))["报送"] == "未报"


def test_units_to_be_ruled_on_stand_apart(book):
    assert texts(book["待认定"])[2] == [
        1, "省新派出所", "省新镇", "农场", "不是行政村，也不是社区", "户政：认定是否需要配备",
    ]  # fmt: skip


def test_village_name_that_looks_like_a_formula_is_text(book):
    cells = [cell for row in book["缺口清单"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_no_person_and_no_answer_of_vetting_stands_in_it(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        whole = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    for word in ("示例甲", "示例乙", "350583", "核查结论", "考察结论", "处分"):
        assert word not in whole


def test_charts_filters_panes_and_print(book):
    assert len(book["汇总"]._charts) == 1  # noqa: SLF001 - openpyxl offers no other way to count them
    for name in ("各派出所", "各乡镇", "缺口清单", "待认定", "报送情况"):
        sheet = book[name]
        assert sheet.freeze_panes == "A3", name
        assert sheet.auto_filter.ref, name
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows == "$1:$2"


@pytest.mark.parametrize(("earlier", "charts"), [((), 1), ((date(2020, 5, 4), date(2020, 5, 6)), 2)])
def test_a_line_of_progress_is_drawn_only_from_the_pictures_of_other_days(earlier, charts):
    with zipfile.ZipFile(io.BytesIO(report(earlier=earlier))) as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == charts


def test_meanings_name_the_basis(book):
    told = {row[0]: row[1] for row in texts(book["口径说明"])[2:]}
    assert told["基准日"] == "2020年5月7日"
    assert told["规则"] == "nanan-2020"
    assert "无人选" in told
    assert "底册.xlsx" in told["输入文件 1"]


def test_same_input_same_bytes(content):
    assert report() == content


def test_nothing_missing_and_nothing_at_all():
    done = openpyxl.load_workbook(io.BytesIO(report([{}], [{}])))
    assert texts(done["缺口清单"])[2] == ["无"]
    assert openpyxl.load_workbook(io.BytesIO(report([], []))).sheetnames[0] == "汇总"


@pytest.mark.machine
def test_office_program_opens_and_prints_it(content, tmp_path):
    (tmp_path / "gaps.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "gaps.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "gaps.pdf").pages]
    titles = (
        "推选工作进度",
        "各派出所推选进度",
        "各乡镇推选进度",
        "尚缺警务助理的行政村",
        "待认定的单位",
        "报送情况",
        "逐日进度",
        "口径说明",
    )
    assert [title for title in titles if not any(title in page for page in pages)] == []
