"""What a screen does not show is said to be there: rows and columns without a size, folded or not displayed."""

from pathlib import Path

import pytest
import xlwt
from tests.intake.read.files import data, ods, only_grid, opened, package, text, xlsx_parts

ROWS = data((1, text("A1", "村") + text("B1", "姓名")), (2, text("A2", "甲村")), (3, text("A3", "乙村")))


def grid_of(folder, sheet):
    return only_grid(opened(folder, "名单.xlsx", package(xlsx_parts(sheet))))


def with_row(attributes):
    return data((1, text("A1", "村")), (2, text("A2", "甲村")), (3, text("A3", "乙村")), attributes={2: attributes})


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ('ht="0" customHeight="1"', {2}),
        ('customHeight="1" ht="0.0"', {2}),
        ('ht="0.75" customHeight="1"', set()),
        ('ht="15" customHeight="0"', set()),
        ('hidden="1"', {2}),
    ],
)
def test_a_row_without_height(tmp_path: Path, attributes, hidden):
    assert grid_of(tmp_path, with_row(attributes)).hidden_rows == hidden


@pytest.mark.parametrize(("width", "hidden"), [("0", {1}), ("0.00", {1}), ("0.5", set()), ("10", set())])
def test_a_column_without_width(tmp_path: Path, width, hidden):
    columns = f'<cols><col min="1" max="1" width="{width}" customWidth="1"/></cols>'
    assert grid_of(tmp_path, columns + ROWS).hidden_columns == hidden


def test_rows_hidden_by_default_save_those_with_a_height(tmp_path: Path):
    default = '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>'
    assert grid_of(tmp_path, default + with_row('ht="15" customHeight="1"')).hidden_rows == {1, 3}


def test_the_careful_way_says_the_same(tmp_path: Path):
    strange = "<!-- " + "x" * 5 + " -->"  # a comment between cells is not cut
    columns = '<cols><col min="1" max="1" width="0"/></cols>'
    rows = with_row('ht="0"').replace("</row>", f"{strange}</row>", 1)
    grid = grid_of(tmp_path, columns + rows)
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {1})


def test_folded_groups_and_styles_without_a_size_of_an_open_document(tmp_path: Path):
    style = (
        '<style:style style:name="flat"><style:table-row-properties style:row-height="0cm"/></style:style>'
        '<style:style style:name="thin"><style:table-column-properties style:column-width="0in"/></style:style>'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>甲村</text:p></table:table-cell>'
    row = f"<table:table-row{{}}>{cell}</table:table-row>"
    table = (
        '<table:table table:name="名单"><table:table-column table:style-name="thin"/>'
        + row.format("")
        + f'<table:table-row-group table:display="false">{row.format("") * 2}</table:table-row-group>'
        + row.format("")
        + row.format(' table:style-name="flat"')
        + "</table:table>"
    )
    grid = only_grid(opened(tmp_path, "名单.ods", ods(table, style)))
    assert (grid.hidden_rows, grid.hidden_columns) == ({2, 3, 5}, {1})


def test_an_old_workbook(tmp_path: Path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    for number in range(3):
        sheet.write(number, 0, "甲村")
        sheet.write(number, 1, "示例甲")
    sheet.row(1).height_mismatch = True
    sheet.row(1).height = 0
    sheet.col(1).width = 0
    book.save(str(tmp_path / "名单.xls"))
    grid = only_grid(opened(tmp_path, "名单.xls", (tmp_path / "名单.xls").read_bytes()))
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {2})


@pytest.mark.parametrize("attribute", ['style="display:none"', "style='height: 0px'", "hidden", 'style="mso-hide:all"'])
def test_a_row_of_a_web_page(tmp_path: Path, attribute):
    page = f"<html><table><tr><td>村</td></tr><tr {attribute}><td>甲村</td></tr><tr><td>乙村</td></tr></table></html>"
    assert only_grid(opened(tmp_path, "名单.xls", page)).hidden_rows == {2}
