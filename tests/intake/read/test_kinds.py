"""Every kind a station may send, recognised by what it holds."""

import hashlib
import io
import struct
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
import xlwt
from tests.intake.read.files import TABLE_ROWS, book, codes, data, ods, only_grid, opened, package, text, xlsx_parts

from yicun.intake.read import open_workbook
from yicun.model.errors import CannotRun

CSV = "行政村,姓名,人数\n园内村,示例甲,3\n水头村,示例乙,4\n"
CSV_ROWS = [["行政村", "姓名", "人数"], ["园内村", "示例甲", "3"], ["水头村", "示例乙", "4"]]
PASSWORD = "示例-4321"  # noqa: S105 - of a file made here


def _xlsx() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        sheet = workbook.add_worksheet("推选名单")
        for number, row in enumerate(TABLE_ROWS):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def _xls() -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("推选名单")
    for number, row in enumerate(TABLE_ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _ods() -> bytes:
    def one(value: object) -> str:
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{''.join(map(one, row))}</table:table-row>" for row in TABLE_ROWS)
    return ods(f'<table:table table:name="推选名单">{rows}</table:table>')


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def _wide(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def _xlsb(*, state: int = 0, hidden_row: bool = False) -> bytes:
    """[MS-XLSB] by hand: BrtBundleSh, BrtRowHdr, BrtCellSt, BrtCellReal, BrtCellError, BrtMergeCell."""
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, 3, 0, 2)) + _record(145)
    for number, row in enumerate([*TABLE_ROWS, ["#N/A"]]):
        flags = 0x10 if hidden_row and number == 2 else 0
        sheet += _record(0, struct.pack("<IIHBBB", number, 0, 300, 0, flags, 0) + struct.pack("<I", 0))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            if value == "#N/A":
                sheet += _record(3, place + b"\x2a")
            elif isinstance(value, float):
                sheet += _record(5, place + struct.pack("<d", value))
            else:
                sheet += _record(6, place + _wide(str(value)))
    sheet += _record(146) + _record(177, struct.pack("<I", 1)) + _record(176, struct.pack("<IIII", 1, 2, 0, 0))
    sheet += _record(178) + _record(130)
    bundle = struct.pack("<II", state, 1) + _wide("rId1") + _wide("推选名单")
    workbook = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    parts = xlsx_parts("")
    return package(
        {
            "[Content_Types].xml": parts["[Content_Types].xml"],
            "_rels/.rels": str(parts["_rels/.rels"]).replace("workbook.xml", "workbook.bin"),
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": str(parts["xl/_rels/workbook.xml.rels"]).replace("sheet1.xml", "sheet1.bin"),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _locked(raw: bytes) -> bytes:
    target = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(raw)).encrypt(PASSWORD, target)
    return target.getvalue()


def workbook_of(kind: str) -> bytes:
    """A small file of each kind."""
    page = "<html><table><tr><td>行政村</td></tr></table></html>"
    return {
        ".xlsx": _xlsx, ".xls": _xls, ".xlsb": _xlsb, ".ods": _ods, ".csv": CSV.encode, ".html": page.encode,
        "locked": lambda: _locked(_xlsx()),
    }[kind]()  # fmt: skip


@pytest.mark.parametrize(
    ("name", "make"),
    [("名单.xlsx", _xlsx), ("名单.XLSX", _xlsx), ("名单.xls", _xls), ("名单.et", _xls), ("名单.ods", _ods)],
)
def test_a_workbook_of_each_kind_is_read_cell_by_cell(tmp_path: Path, name: str, make) -> None:
    outcome = opened(tmp_path, name, make())
    grid = only_grid(outcome)
    assert grid.sheet == "推选名单"
    assert [list(row) for row in grid.rows] == TABLE_ROWS
    assert (grid.top, grid.left, grid.visible, codes(outcome)) == (1, 1, True, [])


def test_a_binary_workbook_is_read_with_its_marks(tmp_path: Path) -> None:
    grid = only_grid(opened(tmp_path, "名单.xlsb", _xlsb(hidden_row=True)))
    assert [list(row) for row in grid.rows[:3]] == TABLE_ROWS
    assert str(grid.rows[3][0]) == "ErrorCell(text='#N/A')"
    assert grid.hidden_rows == {3}
    assert [(m.first_row, m.first_column, m.last_row, m.last_column) for m in grid.merges] == [(2, 1, 3, 1)]
    assert not only_grid(opened(tmp_path, "名单.xlsb", _xlsb(state=2))).visible


@pytest.mark.parametrize("name", ["名单.csv", "名单.CSV"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_tables_are_all_text(tmp_path: Path, name: str, encoding: str) -> None:
    outcome = opened(tmp_path, name, CSV.encode(encoding))
    grid = only_grid(outcome)
    assert (grid.sheet, [list(row) for row in grid.rows], codes(outcome)) == ("名单", CSV_ROWS, [])


def test_a_gb18030_text_says_so(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.csv", CSV.replace("甲", "㛃䶮").encode("gb18030"))
    assert only_grid(outcome).rows[1][1] == "示例㛃䶮"
    assert codes(outcome) == ["YC007"]


def test_tabs_and_quoted_lines(tmp_path: Path) -> None:
    grid = only_grid(opened(tmp_path, "名单.tsv", '村\t备注\n\n园内村\t"一,二\n三"\n'))
    assert [list(row) for row in grid.rows] == [["村", "备注"], [None, None], ["园内村", "一,二\n三"]]


@pytest.mark.parametrize("name", ["名单.xls", "名单.xlsx"])
def test_text_under_the_name_of_a_workbook_is_read_with_a_note(tmp_path: Path, name: str) -> None:
    outcome = opened(tmp_path, name, CSV)
    assert [list(row) for row in only_grid(outcome).rows] == CSV_ROWS
    assert codes(outcome) == ["YC004"]
    assert "CSV" in outcome.findings[0].message


def test_a_workbook_under_another_name_is_read_with_a_note(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.xls", _xlsx())
    assert [list(row) for row in only_grid(outcome).rows] == TABLE_ROWS
    assert codes(outcome) == ["YC004"]
    assert codes(opened(tmp_path, "名单.csv", _xls())) == ["YC004"]


def test_a_web_page_named_xls_is_read_with_its_spans(tmp_path: Path) -> None:
    page = (
        "<html><head><style>td {color: red}</style></head><body><table><tr><td>行政村<td>姓名</tr>"
        "<tr><td rowspan=2>园内村</td><td>示例甲&amp;</td></tr><tr><td>示例<br>乙</td></tr></table></body></html>"
    )
    outcome = opened(tmp_path, "名单.xls", page)
    grid = only_grid(outcome)
    assert [list(row) for row in grid.rows] == [["行政村", "姓名"], ["园内村", "示例甲&"], [None, "示例\n乙"]]
    assert [(m.first_row, m.first_column, m.last_row, m.last_column) for m in grid.merges] == [(2, 1, 3, 1)]
    assert codes(outcome) == ["YC004"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("名单.pdf", b"%PDF-1.7 \n%\xe2\xe3", "PDF"),
        ("名单.xls", b"\x89PNG\r\n\x1a\n" + bytes(40), "图片"),
        ("名单.xlsx", b"\xff\xd8\xff\xe0" + bytes(40), "图片"),
        ("名单.zip", package({"名单.txt": "甲"}), "压缩包"),
        ("名单.xml", b'<?xml version="1.0"?><Workbook/>', "XML"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    outcome = opened(tmp_path, name, content)
    assert (codes(outcome), outcome.grids) == (["YC003"], ())
    assert said in outcome.findings[0].message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04" + bytes(100),
        _xlsx()[:-200],
        _xls()[:1500],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        bytes(range(256)) * 4,
        "这里只有一句话。\n没有表。".encode(),
        package({"[Content_Types].xml": "<Types/>"}),
    ],
)
def test_damage_is_one_finding(tmp_path: Path, content: bytes) -> None:
    outcome = opened(tmp_path, "名单.xlsx", content)
    assert (codes(outcome), outcome.grids) == (["YC001"], ())
    assert outcome.findings[0].place.path == "报送/名单.xlsx"


def test_a_locked_workbook_opens_with_its_password_only(tmp_path: Path) -> None:
    content = _locked(_xlsx())
    without, wrong = opened(tmp_path, "名单.xlsx", content), opened(tmp_path, "名单.xlsx", content, "不对")
    assert (codes(without), codes(wrong)) == (["YC002"], ["YC002"])
    assert without.grids == wrong.grids == ()
    assert "密码不对" in wrong.findings[0].message
    assert "密码不对" not in without.findings[0].message
    outcome = opened(tmp_path, "名单.xlsx", content, PASSWORD)
    assert [list(row) for row in only_grid(outcome).rows] == TABLE_ROWS
    assert codes(outcome) == []


def test_a_password_given_for_an_open_workbook_does_no_harm(tmp_path: Path) -> None:
    assert codes(opened(tmp_path, "名单.xlsx", _xlsx(), PASSWORD)) == []


def test_a_locked_old_workbook_is_locked_not_damaged(tmp_path: Path) -> None:
    file_pass = _xls().replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00", 1)  # WRITEACCESS becomes FILEPASS
    assert file_pass != _xls()
    assert codes(opened(tmp_path, "名单.xls", file_pass)) == ["YC002"]


def test_a_locked_ods_says_who_can_open_it(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.ods", ods("", manifest="<m><encryption-data/></m>"))
    assert codes(outcome) == ["YC002"]


def test_macros_are_named_and_the_values_read(tmp_path: Path) -> None:
    parts = xlsx_parts(data((1, text("A1", "村")))) | {"xl/vbaProject.bin": b"\xd0\xcf"}
    outcome = opened(tmp_path, "名单.xlsm", package(parts))
    assert (codes(outcome), only_grid(outcome).rows[0][0]) == (["YC006"], "村")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("名单.xlsx", package(xlsx_parts(data(), data((7, '<c r="C7" s="1"/>'))))),
        ("名单.csv", "\n\n,,\n"),
        ("名单.ods", ods('<table:table table:name="空"/>')),
    ],
)
def test_a_workbook_without_any_cell_is_said_to_be_empty(tmp_path: Path, name: str, content: bytes) -> None:
    outcome = opened(tmp_path, name, content)
    assert (codes(outcome), outcome.grids) == (["YC008"], ())


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.csv", CSV)
    assert outcome.sha256 == book(outcome).sha256 == hashlib.sha256(CSV.encode()).hexdigest()


@pytest.mark.parametrize(("version", "expected"), [("1", []), ("0", ["YC111"])])
def test_a_template_says_its_version_and_station(tmp_path: Path, version: str, expected: list[str]) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        workbook.add_worksheet().write(0, 0, "村")
        workbook.set_custom_property("yicun-template", version, "text")
        workbook.set_custom_property("yicun-station", "省新派出所", "text")
    outcome = opened(tmp_path, "名单.xlsx", target.getvalue())
    assert (book(outcome).template_version, book(outcome).filled_by) == (version, "省新派出所")
    assert codes(outcome) == expected


def test_no_file_and_a_folder_are_one_clear_line(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "没有.xlsx", "找不到"), (tmp_path, "文件夹")):
        with pytest.raises(CannotRun, match=said):
            open_workbook(path, "显示的.xlsx")


def test_a_formula_that_was_never_calculated_has_no_value(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["村", "=1+1"])
    target = io.BytesIO()
    workbook.save(target)
    assert str(only_grid(opened(tmp_path, "名单.xlsx", target.getvalue())).rows[0][1]) == "NoValue()"
