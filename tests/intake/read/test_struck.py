"""A line through a cell is read from whatever program drew it: by the cell's format, or by every part of its text."""

import io
import struct
from pathlib import Path

import docx
import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from tests.intake.read.files import data, ods, only_grid, opened, package, xlsx_parts

TEXTS = [["村", "姓名"], ["甲村", "示例甲"], ["乙村", "示例乙"], ["丙村", "示例丙"]]
GONE = [[False, False], [False, False], [True, True], [False, False]]


def lines_of(folder: Path, name: str, content: bytes | str) -> list[list[bool]]:
    grid = only_grid(opened(folder, name, content))
    assert grid.rows == TEXTS
    return [] if grid.struck is None else grid.struck.tolist()


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def in_excel(mark) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in TEXTS:
        book.active.append(row)
    for cell in book.active[3]:
        mark(cell)
    return book


def by_font(cell) -> None:
    cell.font = Font(strike=True, color="FF0000")


def by_runs(cell) -> None:
    text, line = cell.value, InlineFont(strike=True)
    cell.value = CellRichText(TextBlock(line, text[:1]), TextBlock(line, text[1:]))


def in_part(cell) -> None:
    cell.value = CellRichText(TextBlock(InlineFont(strike=True), cell.value[:1]), cell.value[1:])


def not_at_all(cell) -> None:
    cell.font = Font(bold=True, strike=False)


@pytest.mark.parametrize(("mark", "struck"), [(by_font, GONE), (by_runs, GONE), (in_part, []), (not_at_all, [])])
def test_a_workbook_of_excel(tmp_path: Path, mark, struck):
    assert lines_of(tmp_path, "名单.xlsx", saved(in_excel(mark))) == struck


@pytest.mark.parametrize(
    ("strike", "struck"),
    [("<strike/>", True), ('<strike val="1"/>', True), ('<strike val="0"/>', False), ('<strike val="false"/>', False)],
)
@pytest.mark.parametrize("beside", ["", "<!-- the careful way -->"])
def test_a_font_by_its_number(tmp_path: Path, strike: str, struck: bool, beside: str):
    styles = (
        f"<fonts><font/><font><b/>{strike}</font></fonts><cellStyleXfs><xf fontId='1'/></cellStyleXfs>"
        '<cellXfs><xf fontId="0"/><xf numFmtId="0" fontId="1" fillId="0"/></cellXfs>'
        "<dxfs><dxf><font><strike/></font></dxf></dxfs>"
    )
    rows = data((1, '<c r="A1" s="0" t="str"><v>甲</v></c><c r="B1" s="1" t="str"><v>乙</v></c>')).replace(
        "</row>", f"</row>{beside}"
    )
    grid = only_grid(opened(tmp_path, "名单.xlsx", package(xlsx_parts(rows, styles=styles))))
    assert (grid.struck is not None and grid.struck.tolist() == [[False, True]]) == struck
    assert (grid.struck is None) != struck


def test_an_old_workbook(tmp_path: Path):
    line = xlwt.easyxf("font: struck_out on")
    parts = tuple((text, line.font) for text in ("示例", "乙"))
    book = xlwt.Workbook()
    page = book.add_sheet("表")
    for at, row in enumerate(TEXTS):
        for column, text in enumerate(row):
            if (at, column) == (2, 1):
                page.write_rich_text(at, column, parts)
            else:
                page.write(at, column, text, *([line] if at == 2 else []))
    target = io.BytesIO()
    book.save(target)
    assert lines_of(tmp_path, "名单.xls", target.getvalue()) == GONE


@pytest.mark.parametrize(
    ("line", "struck"),
    [
        ('style:text-line-through-style="solid"', GONE),
        ('style:text-line-through-type="double"', GONE),
        ('style:text-line-through-style="none"', []),
    ],
)
@pytest.mark.parametrize("where", ["cell", "row", "text"])
def test_an_open_document(tmp_path: Path, line: str, struck: list[list[bool]], where: str):
    style = f'<style:style style:name="gone"><style:text-properties {line}/></style:style>'
    rows = ""
    for at, row in enumerate(TEXTS):
        is_gone = at == 2
        cell, default, span = (where == each and is_gone for each in ("cell", "row", "text"))
        inside = '<text:span text:style-name="gone">{}</text:span>' if span else "{}"
        own = ' table:style-name="gone"' if cell else ""
        opening = f'<table:table-cell{own} office:value-type="string"><text:p>'
        cells = "".join(f"{opening}{inside.format(text)}</text:p></table:table-cell>" for text in row)
        given = ' table:default-cell-style-name="gone"' if default else ""
        rows += f"<table:table-row{given}>{cells}</table:table-row>"
    assert lines_of(tmp_path, "名单.ods", ods(f'<table:table table:name="表">{rows}</table:table>', style)) == struck


def test_the_xml_of_2003(tmp_path: Path):
    styles = '<Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style></Styles>'
    marked = {True: ' ss:StyleID="s1"', False: ""}
    lines = [
        "".join(f'<Cell{marked[at == 2]}><Data ss:Type="String">{text}</Data></Cell>' for text in row)
        for at, row in enumerate(TEXTS)
    ]
    rows = "".join(f"<Row>{line}</Row>" for line in lines)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">{styles}'
        f'<Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet></Workbook>'
    )
    assert lines_of(tmp_path, "名单.xls", content) == GONE


@pytest.mark.parametrize(
    ("row", "inside", "struck"),
    [
        ("", "<s>{}</s>", GONE), ("", "<del>{}</del>", GONE), (' style="text-decoration: line-through"', "{}", GONE),
        ("", '<font><strike>{}</strike></font>', GONE), ("", "<s></s>{}", []),
    ],
)  # fmt: skip
def test_a_web_page(tmp_path: Path, row: str, inside: str, struck: list[list[bool]]):
    rows = [
        f"<tr{row if at == 2 else ''}>"
        + "".join(f"<td>{inside.format(text) if at == 2 else text}</td>" for text in texts)
        + "</tr>"
        for at, texts in enumerate(TEXTS)
    ]
    page = f"<html><body><table>{''.join(rows)}</table></body></html>"
    assert lines_of(tmp_path, "名单.xls", page) == struck


def test_a_table_in_a_document(tmp_path: Path):
    document = docx.Document()
    table = document.add_table(4, 2)
    for at, row in enumerate(TEXTS):
        for column, text in enumerate(row):
            run = table.cell(at, column).paragraphs[0].add_run(text)
            run.font.strike = True if at == 2 else None
    target = io.BytesIO()
    document.save(target)
    assert lines_of(tmp_path, "名单.docx", target.getvalue()) == GONE


def record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return head + bytes([len(content)]) + content


def wide(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def rich(text: str, *fonts: int) -> bytes:
    """BrtSSTItem: a text, and for each of its letters a run in one of the fonts."""
    runs = b"".join(struct.pack("<HH", at, font) for at, font in enumerate(fonts))
    return record(19, bytes([bool(fonts)]) + wide(text) + (struct.pack("<I", len(fonts)) + runs if fonts else b""))


def in_binary(formats: dict[int, int], runs: tuple[int, ...] = ()) -> bytes:
    """[MS-XLSB] by hand: font 1 is struck, format 1 uses it; row -> format, and the runs of the third row's texts."""
    font = lambda flags: record(43, struct.pack("<HHHHBBBBQBB", 220, flags, 400, 0, 0, 0, 0, 0, 0, 2, 0) + wide("宋体"))  # noqa: E731 - two of a kind
    form = lambda number: record(47, struct.pack("<HHHHHHHH", 0xFFFF, 0, number, 0, 0, 0, 0, 0))  # noqa: E731 - the same
    styles = record(278) + record(611, struct.pack("<I", 2)) + font(0) + font(8) + record(612)
    styles += record(626, struct.pack("<I", 1)) + form(1) + record(627)
    styles += record(617, struct.pack("<I", 2)) + form(0) + form(1) + record(618) + record(279)
    strings = record(159, struct.pack("<II", 8, 8))
    cells = record(129) + record(148, struct.pack("<IIII", 0, 3, 0, 1)) + record(145)
    for row, texts in enumerate(TEXTS):
        cells += record(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0, 0) + struct.pack("<I", 0))
        for column, text in enumerate(texts):
            strings += rich(text, *(runs[: len(text)] if row == 2 else ()))
            cells += record(7, struct.pack("<III", column, formats.get(row, 0), 2 * row + column))
    bundle = struct.pack("<II", 0, 1) + wide("rId1") + wide("推选名单")
    parts = xlsx_parts("")
    links = str(parts["xl/_rels/workbook.xml.rels"]).replace("sheet1.xml", "sheet1.bin")
    for number, kind in enumerate(("styles", "sharedStrings"), 8):
        links = links.replace(
            "</Relationships>",
            f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{kind}.bin"/></Relationships>',
        )
    return package(
        {
            "[Content_Types].xml": parts["[Content_Types].xml"],
            "_rels/.rels": str(parts["_rels/.rels"]).replace("workbook.xml", "workbook.bin"),
            "xl/workbook.bin": record(131) + record(143) + record(156, bundle) + record(144) + record(132),
            "xl/_rels/workbook.bin.rels": links,
            "xl/styles.bin": styles,
            "xl/sharedStrings.bin": strings + record(160),
            "xl/worksheets/sheet1.bin": cells + record(146) + record(130),
        }
    )


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("formats", "runs", "struck"),
    [
        ({2: 1}, (), GONE),
        ({}, (1, 1, 1), GONE),
        ({}, (1, 0, 1), []),
        ({1: 0, 2: 0}, (), []),
    ],
    ids=["format", "runs", "in part", "none"],
)
def test_a_binary_workbook(tmp_path: Path, formats, runs, struck):
    assert lines_of(tmp_path, "名单.xlsb", in_binary(formats, runs)) == struck
