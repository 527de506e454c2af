"""Cells keep their type and their place, whatever the program that wrote them."""

import io
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.read.files import MAIN, book, cell, codes, data, ods, only_grid, opened, package, text, xlsx_parts

from yicun.intake.grid import ErrorCell, Grid, Merge, NoValue
from yicun.model.findings import column_letters


def grid_of(folder: Path, *bodies: str, **given_parts) -> Grid:
    return book(opened(folder, "名单.xlsx", package(xlsx_parts(*bodies, **given_parts)))).grids[0]


def standing(grid: Grid) -> dict[str, object]:
    """Cell by the name Excel shows, for every filled one."""
    return {
        f"{column_letters(grid.left + column)}{grid.top + at}": cell
        for at, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
        if cell is not None
    }


def test_types_are_kept_and_texts_untouched(tmp_path: Path) -> None:
    strings = '<si><t xml:space="preserve"> 示例　甲 </t></si><si><r><t>省</t></r><r><t>新</t></r></si>'
    cells = (
        cell("A1", "0", "s") + cell("B1", "1", "s") + cell("C1", "350583197503019000") + cell("D1", "1", "b")
        + cell("E1", "0") + cell("F1", "0", "b") + cell("G1", "结果", "str") + text("H1", "007")
    )  # fmt: skip
    (row,) = grid_of(tmp_path, data((1, cells)), strings=strings).rows
    assert row == [" 示例　甲 ", "省新", 350583197503019000.0, True, 0.0, False, "结果", "007"]
    assert [type(value) for value in row] == [str, str, float, bool, float, bool, str, str]


def test_rows_and_columns_never_shift(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, data((3, text("C3", "村") + text("E3", "姓名")), (6, text("D6", "甲"))))
    assert (grid.top, grid.left) == (3, 3)
    assert [list(row) for row in grid.rows] == [["村", None, "姓名"], [None] * 3, [None] * 3, [None, "甲", None]]


def test_error_cells_and_formulas_without_a_value_stand_where_they_are(tmp_path: Path) -> None:
    cells = (
        text("C3", "村") + cell("D3", "#N/A", "e") + '<c r="E3"><f>VLOOKUP(A1,B:C,2)</f></c>'
        + '<c r="F3"><f>1+1</f><v>2</v></c><c r="G3" t="str"><f>""</f><v></v></c><c r="H3"><f>1</f><v></v></c>'
        + '<c r="I3" t="e"><f>A1</f><v>#REF!</v></c>'
    )  # fmt: skip
    grid = grid_of(tmp_path, data((1, '<c r="A1"><f>B1</f></c>'), (3, cells)))
    assert (grid.top, grid.left) == (1, 1)
    assert grid.rows[0][0] == NoValue()
    found = grid.rows[2][2:]
    assert list(found) == ["村", ErrorCell("#N/A"), NoValue(), 2.0, None, NoValue(), ErrorCell("#REF!")]


def test_a_sheet_of_nothing_but_an_error_is_not_empty(tmp_path: Path) -> None:
    assert grid_of(tmp_path, data((5, cell("B5", "#REF!", "e")))).rows[-1][-1] == ErrorCell("#REF!")
    grid = grid_of(tmp_path, data((5, '<c r="B5"><f>A1</f></c>')))
    assert (grid.rows, grid.top, grid.left) == ([[NoValue()]], 5, 2)


def test_the_words_of_a_mark_in_a_text_are_text(tmp_path: Path) -> None:
    cells = text("A1", '说明 t="e" hidden="1" &lt;f&gt; <![CDATA[<c r="B1" t="e"><v>#N/A</v></c>]]>') + cell("B1", "5")
    (row,) = grid_of(tmp_path, data((1, cells))).rows
    assert row[1] == 5.0
    assert str(row[0]).startswith('说明 t="e" hidden="1" <f> <c')


DATE_FORMATS = (14, 22, 27, 28, 29, 30, 31, 34, 36, 50, 57, 58, 176)


@pytest.mark.parametrize(("settings", "first"), [("", 0), ('<workbookPr date1904="1"/>', 1462)])
def test_dates_are_days_in_every_chinese_format_and_both_calendars(tmp_path: Path, settings: str, first: int) -> None:
    formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *DATE_FORMATS))
    styles = (
        '<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
        f"<cellXfs>{formats}</cellXfs>"
    )
    cells = (
        "".join(f'<c r="{chr(65 + n)}1" s="{n}"><v>{43957 - first}</v></c>' for n in range(len(DATE_FORMATS) + 1))
        + f'<c r="Z1" s="2"><v>{43957.5 - first}</v></c>'
    )
    (row,) = grid_of(tmp_path, data((1, cells)), styles=styles, settings=settings).rows
    assert row[0] == 43957.0 - first
    assert row[1 : len(DATE_FORMATS) + 1] == [date(2020, 5, 6)] * len(DATE_FORMATS)
    assert row[-1] == datetime(2020, 5, 6, 12)  # noqa: DTZ001 - a cell has no time zone


def test_hidden_rows_columns_and_merges(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(9):
            sheet.write_row(row, 1, ["村", "名", "人"])
        sheet.merge_range("B3:B5", "园内村")
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_row(50, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.set_column("F:XFD", None, None, {"hidden": True})
        sheet.autofilter("B1:D9")
        sheet.filter_column("D", "x == 人")
        sheet.set_row(6, options={"hidden": True})
    grid = only_grid(opened(tmp_path, "名单.xlsx", target.getvalue()))
    assert (grid.hidden_rows, grid.hidden_columns, grid.merges) == ({5, 7}, {3}, (Merge(3, 2, 5, 2),))
    assert len(grid.rows) == 9


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_told_apart(tmp_path: Path, state: str) -> None:
    sheets = data((1, text("A1", "旧"))), data((1, text("A1", "新")))
    workbook = book(opened(tmp_path, "名单.xlsx", package(xlsx_parts(*sheets, states={1: state}))))
    assert [(grid.sheet, grid.visible) for grid in workbook.grids] == [("表1", False), ("表2", True)]


def test_ten_thousand_formatted_rows_cost_nothing(tmp_path: Path) -> None:
    blank = [(number, f'<c r="A{number}" s="1"/><c r="XFD{number}" s="1"/>') for number in range(2, 10_002)]
    grid = grid_of(tmp_path, data((1, text("A1", "村")), *blank))
    assert [list(row) for row in grid.rows] == [["村"]]


def test_the_claimed_dimension_is_not_believed(tmp_path: Path) -> None:
    grid = grid_of(tmp_path, '<dimension ref="A1:XFD1048576"/>' + data((1, text("A1", "村"))))
    assert [list(row) for row in grid.rows] == [["村"]]


def test_old_workbooks_keep_errors_dates_and_hidden_rows(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("名单")
    sheet.write(2, 1, "村")
    sheet.write(2, 2, 3)
    sheet.write(2, 3, True)  # noqa: FBT003 - a cell
    sheet.row(3).set_cell_error(1, 0x2A)
    style = xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"')
    sheet.write(3, 2, datetime(2020, 5, 6), style)  # noqa: DTZ001
    sheet.write(3, 3, datetime(2020, 5, 6, 12), style)  # noqa: DTZ001
    sheet.write_merge(4, 5, 1, 1, "园内村")
    sheet.row(3).hidden = True
    sheet.col(2).hidden = True
    sheet.write(9, 0, "", style)
    workbook.add_sheet("旧").visibility = 1
    target = io.BytesIO()
    workbook.save(target)
    grid, old = book(opened(tmp_path, "名单.xls", target.getvalue())).grids
    assert standing(grid) == {
        "B3": "村", "C3": 3.0, "D3": True,
        "B4": ErrorCell("#N/A"), "C4": date(2020, 5, 6), "D4": datetime(2020, 5, 6, 12),  # noqa: DTZ001
        "B5": "园内村",
    }  # fmt: skip
    assert (grid.hidden_rows, grid.hidden_columns, grid.merges) == ({4}, {3}, (Merge(5, 2, 6, 2),))
    assert (len(grid.rows), old.visible) == (5, False)


def test_an_open_document_keeps_its_marks(tmp_path: Path) -> None:
    table = (
        '<table:table table:name="名单" table:style-name="ta1"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row>'
        '<table:table-cell/><table:table-cell table:number-rows-spanned="2" office:value-type="string">'
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        "<text:p>园<text:s text:c='2'/>内<text:span>村</text:span></text:p>"
        "<text:p>二</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2020-05-06"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT01H30M00S"/></table:table-row>'
        '<table:table-row table:visibility="filter"><table:covered-table-cell/><table:covered-table-cell/>'
        '<table:table-cell table:formula="of:=NA()" office:value-type="string" calcext:value-type="error">'
        '<text:p>#N/A</text:p></table:table-cell><table:table-cell table:formula="of:=[.A1]"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572">'
        '<table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row></table:table>"
    )
    style = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    hidden = '<table:table table:name="旧" table:style-name="ta2"/>'
    grid, old = book(opened(tmp_path, "名单.ods", ods(table + hidden, style))).grids
    assert standing(grid) == {
        "B3": "园  内村\n二", "C3": date(2020, 5, 6), "D3": True, "E3": timedelta(hours=1, minutes=30),
        "C4": ErrorCell("#N/A"), "D4": NoValue(),
    }  # fmt: skip
    assert (grid.hidden_rows, grid.hidden_columns, grid.merges) == ({4}, {3}, (Merge(3, 2, 4, 2),))
    assert (grid.visible, old.visible) == (True, False)


CELLS = st.builds(
    lambda column, kind, formula, value: (column, kind, formula, value),
    st.sampled_from(["A", "B", "Z", "AB", "BC"]),
    st.sampled_from(["n", "e", "str", ""]),
    st.booleans(),
    st.sampled_from(["", "1", "#N/A"]),
)
ROWS = st.dictionaries(st.integers(1, 12_000), st.tuples(st.booleans(), st.lists(CELLS, max_size=4)), max_size=5)


def _sheet(rows, quote: str, prefix: str) -> bytes:
    parts = []
    for number, (hidden, cells) in sorted(rows.items()):
        inner = []
        for column, kind, formula, value in sorted(
            {one[0]: one for one in cells}.values(), key=lambda c: (len(c[0]), c)
        ):
            kind_text = f" t={quote}{kind}{quote}" if kind else ""
            inside = (f"<{prefix}f>A1</{prefix}f>" if formula else "") + (
                f"<{prefix}v>{value}</{prefix}v>" if value else ""
            )
            inner.append(f"<{prefix}c r={quote}{column}{number}{quote}{kind_text}>{inside}</{prefix}c>")
        flag = f" hidden={quote}1{quote}" if hidden else ""
        parts.append(f"<{prefix}row r={quote}{number}{quote}{flag}>{''.join(inner)}</{prefix}row>")
    name = f"xmlns{':' + prefix[:-1] if prefix else ''}"
    columns = (
        f"<{prefix}cols><{prefix}col min={quote}2{quote} max={quote}3{quote} hidden={quote}1{quote}/></{prefix}cols>"
    )
    return (
        f'<{prefix}worksheet {name}="{MAIN}">{columns}<{prefix}sheetData>{"".join(parts)}'
        f"</{prefix}sheetData></{prefix}worksheet>"
    ).encode()


@given(ROWS, st.sampled_from([("'", ""), ('"', "x:"), ("'", "x:")]))
@settings(deadline=None)
def test_every_form_of_writing_a_sheet_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows, form: tuple[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    plain, other = (
        opened(folder, "名单.xlsx", package(xlsx_parts("") | {"xl/worksheets/sheet1.xml": _sheet(rows, *one)}))
        for one in (('"', ""), form)
    )
    assert codes(plain) == codes(other)
    if plain.grids:
        ours, theirs = only_grid(plain), only_grid(other)
        assert standing(ours) == standing(theirs)
        assert ours.hidden_rows == theirs.hidden_rows
        assert ours.hidden_columns <= theirs.hidden_columns
