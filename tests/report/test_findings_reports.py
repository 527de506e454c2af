"""Everything that was found, as a workbook to be filtered and as a page, on the sample area."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import yicun
from yicun.model.codes import Severity
from yicun.model.findings import Finding, Findings, Place, Places
from yicun.model.results import Basis, Result
from yicun.model.roster import Roster
from yicun.report import findings_book, findings_page
from yicun.report.finding_groups import runs

ROOT = Path(__file__).parents[2]
LISTS = ("问题清单", "说明清单")


@pytest.fixture(scope="module")
def result():
    return yicun.validate(yicun.load(workspace=ROOT))


@pytest.fixture(scope="module")
def sheets(result):
    book = openpyxl.load_workbook(BytesIO(findings_book.workbook(result)))
    return {sheet.title: sheet for sheet in book.worksheets}


def rows(sheet):
    head, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_every_finding_stands_in_one_list_errors_first(result, sheets):
    listed = [row for name in LISTS for row in rows(sheets[name])]
    assert sorted(row["代码"] for row in listed) == sorted(
        code for code, count in result.findings.by_code().items() for _ in range(count)
    )
    levels = [row["级别"] for row in rows(sheets["问题清单"])]
    assert levels == ["错误"] * levels.count("错误") + ["警告"] * levels.count("警告")
    assert {row["级别"] for row in rows(sheets["说明清单"])} == {"说明"}


def test_a_sheet_a_station_holds_what_that_station_has_to_mend(sheets):
    own = rows(sheets["省新派出所"])
    assert own
    assert {row["派出所"] for row in own} == {"省新派出所"}
    by_station = [row for row in rows(sheets["问题清单"]) if row["派出所"] == "省新派出所"]
    assert [(row["位置"], row["代码"]) for row in own] == [(row["位置"], row["代码"]) for row in by_station]
    assert [row["代码"] for row in rows(sheets["九都派出所"])] == ["YC601"]


def test_lists_are_filtered_and_print_on_one_page_width(sheets):
    for name in (*LISTS, "省新派出所", "汇总"):
        sheet = sheets[name]
        assert sheet.auto_filter.ref, name
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # left out: one
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows


def test_totals_are_those_of_the_screen(result, sheets):
    _, _, *lines, last = sheets["汇总"].iter_rows(values_only=True)
    counts = result.findings.by_severity()
    assert last[2:5] == tuple(counts[severity] for severity in Severity)
    assert last[5] == len(result.findings.unchecked()) == len({line[1] for line in lines if line[5] == "未能检查"})
    assert [sum(column) for column in zip(*(line[2:5] for line in lines), strict=True)] == list(last[2:5])


def _made(*findings):
    nothing = Roster((), Places((), (), ()), pd.DataFrame(), pd.DataFrame())
    return Result(Basis("yicun", date(2020, 5, 7), "示例县", ""), nothing, Findings(findings))


HOSTILE = Finding("YC601", Place('<b>"&.xlsx'), {"station": "[甲]:*?/\\派出所" + "𠮷" * 40})
SAME = Finding("YC601", Place("b.xlsx"), {"station": "[甲]:*?/\\派出所" + "𠮷" * 39 + "短"})
LEAK = Finding("YC601", Place("名单35058319900101001X.xlsx"), {"station": "13800001234所"})


def test_names_of_sheets_are_such_as_excel_takes_and_nothing_leaks():
    book = openpyxl.load_workbook(BytesIO(findings_book.workbook(_made(HOSTILE, SAME, LEAK))))
    assert all(len(name) <= 31 and not re.search(r"[][:*?/\\]", name) for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == 6
    text = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    text += "".join(book.sheetnames) + findings_page.page(_made(HOSTILE, SAME, LEAK)).decode()
    assert "13800001234" not in text
    assert "19900101001" not in text


def test_the_page_escapes_and_asks_for_nothing():
    text = findings_page.page(_made(HOSTILE)).decode()
    assert '<b>"&.xlsx' not in text
    assert "&lt;b&gt;&#34;&amp;.xlsx" in text
    assert "default-src 'none'" in text
    assert not re.search(r"(?:src|href|action)\s*=\s*[\"']?(?:https?:)?//|url\(|@import|https?://", text)


def test_nothing_found_is_a_page_and_a_workbook():
    assert "共 0 处" in findings_page.page(_made()).decode()
    assert openpyxl.load_workbook(BytesIO(findings_book.workbook(_made()))).sheetnames == ["汇总", *LISTS]


def test_what_does_not_fit_on_the_page_is_counted_notes_first(monkeypatch):
    monkeypatch.setattr(findings_page, "MOST_SHOWN", 1)
    note = Finding("YC115", Place("a.xlsx"), {"what": "说明"})
    error = Finding("YC001", Place("a.xlsx"), {"reason": "截断"})
    text = findings_page.page(_made(note, error)).decode()
    assert "另有 1 处没有列在这里" in text
    assert 'data-state="error"' in text
    assert 'data-state="note"' not in text


def test_same_result_same_bytes(result):
    assert findings_book.workbook(result) == findings_book.workbook(result)
    assert findings_page.page(result) == findings_page.page(result)


@pytest.mark.machine
@pytest.mark.parametrize("width", [375, 768, 1366])
def test_page_in_a_browser(browser, tmp_path, result, width):
    path = tmp_path / "检查.html"
    path.write_bytes(findings_page.page(result))
    tab = browser.new_page(viewport={"width": width, "height": 800})
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    assert asked == [path.as_uri()]
    assert tab.evaluate("document.documentElement.scrollWidth") == width
    errors = result.findings.by_severity()[Severity.ERROR]
    tab.click("#only")
    assert tab.text_content("#shown") == f"显示 {errors} 处"
    assert tab.locator(".found tbody tr:visible").count() == errors
    tab.get_by_role("button", name="九都派出所").click()
    assert tab.text_content("#shown") == "显示 0 处"
    tab.click("#everything")
    assert tab.text_content("#shown") == f"显示 {len(result.findings)} 处"
    assert tab.locator("table:not(:has(caption))").count() == 0
    levels = tab.locator("h1, h2, h3, h4").evaluate_all("all => all.map(e => Number(e.tagName[1]))")
    assert levels[:2] == [1, 2]
    assert levels.count(1) == 1
    tab.close()


def test_cells_one_after_the_other_are_named_by_the_first_and_the_last():
    def cell(row, column="C", sheet="名单"):
        return Place("报送/一.xlsx", sheet, row, column)

    given = [cell(4), cell(5), cell(6), cell(8), cell(9, "D"), cell(10, "D", "另表"), Place("报送/一.xlsx")]
    assert runs(given) == [(given[0], given[2]), (given[3],), (given[4],), (given[5],), (given[6],)]
