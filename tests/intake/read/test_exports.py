"""What web systems, old programs and other suites write: read as it looks in Excel, or refused by its right name."""

import io
import struct
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from tests.intake.read.files import book, cell, codes, data, ods, only_grid, opened, package, text, xlsx_parts

from yicun.intake.grid import ErrorCell, Merge, NoValue

SPACE = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def _spreadsheet(rows: str, declaration: str = "", styles: str = "", sheet: str = "", space: str = SPACE) -> str:
    return (
        f'{declaration}<?mso-application progid="Excel.Sheet"?><Workbook {space}><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="名单"><Table>{rows}</Table>{sheet}</Worksheet></Workbook>'
    )


def _row(*texts: str, attributes: str = "") -> str:
    cells = "".join(f'<Cell><Data ss:Type="String">{one}</Data></Cell>' for one in texts)
    return f"<Row {attributes}>{cells}</Row>"


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ("", "utf-8"),
        ("", "gb18030"),
        ('<?xml version="1.0"?>', "utf-8-sig"),
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        ('<?xml version="1.0" encoding="GBK"?>\r\n', "gbk"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "gb18030"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
    ],
)
@pytest.mark.parametrize("space", [SPACE, ""])
def test_xml_of_excel_2003_under_another_name_is_read(
    tmp_path: Path, declaration: str, encoding: str, space: str
) -> None:
    page = _spreadsheet(_row("行政村", "姓名") + _row("园内村", "示例甲"), declaration, space=space)
    outcome = opened(tmp_path, "名单.xls", page.encode(encoding))
    assert only_grid(outcome).sheet == "名单"
    assert only_grid(outcome).rows == [["行政村", "姓名"], ["园内村", "示例甲"]]
    assert "YC004" in codes(outcome)


def test_xml_of_excel_2003_is_read_where_and_as_it_stands(tmp_path: Path) -> None:
    rows = (
        '<Column/><Column ss:Hidden="1" ss:Span="1"/>'
        '<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">7</Data></Cell>'
        '<Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String"><B>张</B>三</Data>'
        '<Comment><Data ss:Type="String">批注</Data></Comment></Cell>'
        '<Cell><Data ss:Type="DateTime">1975-03-01T00:00:00.000</Data></Cell></Row>'
        '<Row ss:Height="0"><Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=RC[-1]"/>'
        '<Cell ss:Index="5"><Data ss:Type="Boolean">1</Data></Cell></Row>'
    )
    hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>"
    grid = only_grid(opened(tmp_path, "名单.xml", _spreadsheet(rows, sheet=hidden)))
    first, second = grid.rows[3 - grid.top :]
    assert (len(grid.rows), grid.left, grid.visible) == (5 - grid.top, 1, False)
    assert [first[1], first[2], str(first[4])] == [7.0, "张三", "1975-03-01"]
    assert second == [ErrorCell("#N/A"), NoValue(), None, None, True]
    assert (grid.hidden_rows, grid.hidden_columns, grid.merges) == ({4}, {2, 3}, (Merge(3, 3, 4, 4),))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ('<Row ss:Index="9999999"/>', "YC005"),
        ('<Row><Cell ss:Index="99999"><Data ss:Type="String">甲</Data></Cell></Row>', "YC005"),
        ("<Row><Cell>", "YC001"),
        ('<Row ss:Index="x"/>', "YC001"),
    ],
)
def test_xml_that_is_broken_or_boundless_is_refused(tmp_path: Path, rows: str, code: str) -> None:
    assert codes(opened(tmp_path, "名单.xls", _spreadsheet(rows))) == [code]
    entities = '<!DOCTYPE a [<!ENTITY b "c">]>'
    assert codes(opened(tmp_path, "名单.xls", _spreadsheet(_row("甲"), f'<?xml version="1.0"?>{entities}'))) != []


@pytest.mark.parametrize(
    "page",
    [
        "<style>td{color:red}</style>" * 500 + "<table><tr><td>行政村</td></tr></table>",
        "<html><table><tr><td>行政<script>var a = '<td>';</script><style>x{}</style>村</td></tr></table></html>",
        "<html><table><tr><td><ruby>行政村<rp>(</rp><rt>cun</rt></ruby></td></tr></table></html>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_web_pages_are_read_without_what_nobody_sees(tmp_path: Path, page: str, encoding: str) -> None:
    assert only_grid(opened(tmp_path, "名单.xls", page.encode(encoding))).rows == [["行政村"]]


_ARCHIVED = (
    'Content-Type: multipart/related; boundary="-"\r\n\r\n---\r\nContent-Type: text/html\r\n\r\n<html><table><tr><td>甲'
)
_FRAMES = '<html><frameset rows="*,39"><frame src="名单.files/sheet001.htm"></frameset></html>'


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (f"MIME-Version: 1.0\r\n{_ARCHIVED}", "网页存档"),
        (f"From: <Saved by WPS>\r\nSubject: \r\nMIME-Version: 1.0\r\n{_ARCHIVED}", "网页存档"),
        (f"X-Document-Type: Workbook\r\n{_ARCHIVED}", "网页存档"),
        (_FRAMES, "网页框架"),
        (_FRAMES.encode("utf-16"), "网页框架"),
    ],
)
def test_web_archives_and_frames_are_refused_by_name(tmp_path: Path, content: str | bytes, named: str) -> None:
    (finding,) = opened(tmp_path, "名单.xls", content).findings
    assert (finding.code, finding.facts["kind"].startswith(named)) == ("YC003", True)


def test_a_workbook_of_pictures_alone_is_a_picture(tmp_path: Path) -> None:
    parts = {**xlsx_parts("<sheetData/>"), "xl/media/image1.jpeg": b"\xff\xd8\xff"}
    (finding,) = opened(tmp_path, "名单.xlsx", package(parts)).findings
    assert (finding.code, finding.facts["kind"][:2]) == ("YC003", "图片")
    parts = {**xlsx_parts(data((1, text("A1", "村")))), "xl/media/image1.jpeg": b"\xff\xd8\xff"}
    assert codes(opened(tmp_path, "名单.xlsx", package(parts))) == []


@pytest.mark.parametrize("strange", ["", "<!-- -->"])
def test_an_inline_text_in_the_place_of_a_value_is_read(tmp_path: Path, strange: str) -> None:
    row = (1, cell("A1", "示例&amp;甲", "inlineStr") + text("B1", "群众") + strange)
    assert only_grid(opened(tmp_path, "名单.xlsx", package(xlsx_parts(data(row))))).rows == [["示例&甲", "群众"]]


@pytest.mark.parametrize("number_format", ["[h]:mm:ss", "[$-804][mm]:ss", "[红色][s]", 46, "yyyy-mm-dd"])
def test_a_phone_in_the_format_of_a_duration_is_a_number(tmp_path: Path, number_format: str | int) -> None:
    with xlsxwriter.Workbook(tmp_path / "名单.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_number(0, 0, 13800009000, workbook.add_format({"num_format": number_format}))
    content = (tmp_path / "名单.xlsx").read_bytes()
    assert only_grid(opened(tmp_path, "另一份.xlsx", content)).rows == [[13800009000.0]]


def _ods_cell(attributes: str, inside: str = "") -> str:
    row = f"<table:table-row><table:table-cell {attributes}>{inside}</table:table-cell></table:table-row>"
    return f'<table:table table:name="名单">{row}</table:table>'


@pytest.mark.parametrize(
    ("attributes", "inside", "value"),
    [
        ('office:value-type="string" office:string-value="示例甲"', "", "示例甲"),
        ('office:value-type="string" office:string-value="示例甲"', "<text:p/>", None),
        (
            'office:value-type="string"',
            "<text:p>示例<text:ruby><text:ruby-base>丁</text:ruby-base>"
            "<text:ruby-text>ding</text:ruby-text></text:ruby></text:p>",
            "示例丁",
        ),
        (
            'office:value-type="string"',
            "<text:p>示例丙<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>",
            "示例丙",
        ),
        (
            'office:value-type="time" office:time-value="PT99999999999999H"',
            "<text:p>13800009000</text:p>",
            "13800009000",
        ),
    ],
)
def test_texts_of_an_open_document_are_what_it_shows(
    tmp_path: Path, attributes: str, inside: str, value: str | None
) -> None:
    outcome = opened(tmp_path, "名单.ods", ods(_ods_cell(attributes, inside)))
    assert [grid.rows for grid in outcome.grids] == ([[[value]]] if value else [])


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ('office:value-type="time" office:time-value="PT331200000024H00M00S"', 13800000001.0),
        ('office:value-type="time" office:time-value="PT1056816H"', 44034.0),
        ('office:value-type="time" office:time-value="PT36H30M"', timedelta(hours=36, minutes=30)),
        ('office:value-type="date" office:date-value="2020-04-27T16:00:00Z"', date(2020, 4, 28)),
        ('office:value-type="date" office:date-value="2020-04-28T00:00:00+08:00"', date(2020, 4, 28)),
        ('office:value-type="date" office:date-value="2020-04-28T01:00:00+09:00"', date(2020, 4, 28)),
        ('office:value-type="date" office:date-value="2020-04-28"', date(2020, 4, 28)),
    ],
)
def test_times_of_an_open_document(tmp_path: Path, attributes: str, value: object) -> None:
    outcome = opened(tmp_path, "名单.ods", ods(_ods_cell(attributes, "<text:p>所见</text:p>")))
    ((held,),) = only_grid(outcome).rows
    assert held == value or (isinstance(held, datetime) and held.replace(tzinfo=None).date() == value)


def _biff4(code_page: int | None, *texts: str) -> bytes:
    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    body = record(0x0409, struct.pack("<HHH", 0, 0x10, 0))
    if code_page is not None:
        body += record(0x42, struct.pack("<H", code_page))
    for column, one in enumerate(texts):
        raw = one.encode("gbk")
        body += record(0x0204, struct.pack("<HHHH", 0, column, 0, len(raw)) + raw)
    return body + record(0x0A, b"")


@pytest.mark.parametrize("code_page", [None, 1252, 936])
def test_a_workbook_of_excel_4_is_chinese_whatever_its_code_page(tmp_path: Path, code_page: int | None) -> None:
    outcome = opened(tmp_path, "名单.xls", _biff4(code_page, "行政村", "姓名"))
    assert only_grid(outcome).rows == [["行政村", "姓名"]]


@pytest.mark.parametrize("calculated", [False, True])
def test_a_formula_that_nobody_calculated_in_an_old_workbook(tmp_path: Path, calculated: bool) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("名单")
    page.write(0, 0, "姓名")
    page.write(1, 0, xlwt.Formula('"示例"&"甲"'))
    raw = io.BytesIO()
    book.save(raw)
    content = raw.getvalue()
    if calculated:  # as Excel, WPS and LibreOffice sign what they saved: in place of a record that nobody needs
        at = content.index(struct.pack("<HH", 0x00E1, 2))
        assert at
        content = content.replace(struct.pack("<HHH", 0x00E1, 2, 1200), struct.pack("<HHH", 0x01C1, 2, 0xC1), 1)
    grid = only_grid(opened(tmp_path, "名单.xls", content))
    assert grid.rows == ([["姓名"]] if calculated else [["姓名"], [NoValue()]])


_ROW = "<tr><td>桥头村</td><td>示例甲</td></tr>"


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><table>{_ROW}{_ROW}",
        f"<html><body><table>{_ROW}<tr><td>桥尾村</td><td>示",
        f"<table>{_ROW}<tr><td>桥尾村</td><td>示例",
    ],
)
def test_a_page_that_breaks_off_within_a_table_is_damaged(tmp_path: Path, page: str) -> None:
    assert codes(opened(tmp_path, "名单.xls", page)) == ["YC001"]


@pytest.mark.parametrize(
    "page",
    [
        f"<table>{_ROW}{_ROW}",
        f"<html><table>{_ROW}{_ROW}</table>",
        "<table><tr><td>桥头村<td>示例甲<tr><td>桥尾村<td>示例乙",
    ],
)
def test_a_page_that_closes_little_but_is_whole_is_read(tmp_path: Path, page: str) -> None:
    (grid,) = book(opened(tmp_path, "名单.xls", page)).grids
    assert len(grid.rows) == 2
