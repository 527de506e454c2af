"""Files that mean harm, or that somebody broke: one finding each, in bounded memory, and nothing is ever fetched."""

import io
import re
import struct
import zipfile
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest
from tests.intake.read.files import (
    MAIN,
    book,
    cell,
    codes,
    data,
    ods,
    only_grid,
    opened,
    package,
    text,
    xlsx_parts,
)
from tests.intake.read.test_kinds import workbook_of

from yicun.intake.grid import ErrorCell
from yicun.intake.read.limits import COLUMNS, PARTS, RATIO_FROM

GOOD = xlsx_parts(data((1, text("A1", "村"))), strings="<si><t>甲</t></si>", styles="<cellXfs/>")
LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FAR = "XFD1048576"


def outcome_of(folder: Path, parts: dict[str, str | bytes]) -> list[str]:
    return codes(opened(folder, "名单.xlsx", package(parts)))


def test_a_worksheet_that_the_workbook_lost_from_its_list_is_named(tmp_path: Path) -> None:
    parts = {**GOOD, "xl/worksheets/sheet7.xml": GOOD["xl/worksheets/sheet1.xml"]}
    found = opened(tmp_path, "名单.xlsx", package(parts))
    assert codes(found) == ["YC107"]
    assert "另有 1 张没有列在工作簿里" in found.findings[0].message
    assert len(found.grids) == 1


def test_the_good_one_is_good(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, GOOD) == []


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, GOOD | {"xl/media/图.bin": bytes(RATIO_FROM + 1)}) == ["YC005"]
    assert outcome_of(tmp_path, GOOD | {"xl/sharedStrings.xml": b" " * (RATIO_FROM + 1)}) == ["YC005"]


def _with_size(raw: bytes, part: str, size: int) -> bytes:
    """The package with another unpacked size of a part in its directory."""
    at = raw.rindex(part.encode())
    return raw[: at - 22] + struct.pack("<I", size) + raw[at - 18 :]


@pytest.mark.parametrize(
    ("size", "expected"), [(1, "YC001"), (10_000, "YC001"), (500 << 20, "YC005"), (4 << 29, "YC005")]
)
def test_a_part_of_another_size_than_it_says(tmp_path: Path, size: int, expected: str) -> None:
    content = _with_size(package(GOOD), "xl/sharedStrings.xml", size)
    assert codes(opened(tmp_path, "名单.xlsx", content)) == [expected]


def test_too_many_parts(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, GOOD | {f"xl/{number}": b"" for number in range(PARTS)}) == ["YC005"]


@pytest.mark.parametrize(
    "far",
    [
        f'<c r="{FAR}"><v>1</v></c>',
        f'<c r="A1" r="{FAR}"><v>1</v></c>',
        f'<c r="A1" s="1" r="{FAR}"><v>1</v></c>',
        f"<c r='{FAR}'><v>1</v></c>",
        f'<c r = "{FAR}"><v>1</v></c>',
        f'<c\nr="{FAR}"><v>1</v></c>',
        f'<c r="{FAR}"><f>A1</f></c>',
        f'<c r="{FAR}" t="e"><v>#N/A</v></c>',
        f'<x:c xmlns:x="{MAIN}" r="{FAR}"><v>1</v></x:c>',
        '<c r="A2000000"><v>1</v></c>',
        '<c r="XFE1"><v>1</v></c>',
        '<c r="Z999999"><v>1</v></c>',
        '</row><row r="1048576"><c/><c/><c/><c/><c/><c/><c><v>1</v></c>',
    ],
)
def test_a_far_cell_never_spans_the_memory(tmp_path: Path, far: str) -> None:
    rows = [(number, cell(f"A{number}", "1")) for number in range(1, 300)]
    (code,) = outcome_of(tmp_path, xlsx_parts(data(*rows, (300, far))))
    assert code in {"YC005", "YC001"}  # what is no well-formed XML is damage
    if "A1" not in far:
        assert code == "YC005"


def test_a_far_cell_that_only_has_a_format_does_no_harm(tmp_path: Path) -> None:
    rows = (1, text("A1", "村")), (1048576, f'<c r="{FAR}" s="0"/>')
    assert only_grid(opened(tmp_path, "名单.xlsx", package(xlsx_parts(data(*rows))))).rows == [["村"]]


def test_wide_and_long_sheets_that_are_full_are_read(tmp_path: Path) -> None:
    rows = [(number, cell(f"A{number}", "1") + cell(f"CZ{number}", "2")) for number in (9, 99, 12_345, 20_001)]
    grid = only_grid(opened(tmp_path, "名单.xlsx", package(xlsx_parts(data(*rows)))))
    assert (grid.top, len(grid.rows), grid.rows[-1][103]) == (9, 19_993, 2.0)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("before", ["", '<?xml version="1.0"?>\n', "<!-- <!-- x -->\n \t<?x y?>", "\ufeff"])
def test_a_part_with_entities_is_refused(tmp_path: Path, part: str, before: str) -> None:
    laughing = f"{before}{LAUGHS}{GOOD[part]}".replace("村", "&b;").replace("甲", "&b;")
    assert outcome_of(tmp_path, GOOD | {part: laughing}) == ["YC005"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp037"])
def test_entities_do_not_hide_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    laughing = (LAUGHS + str(GOOD["xl/workbook.xml"])).replace("表", "&b;").replace("哈", "h")
    if encoding == "cp037":
        content = declared.encode() + laughing.encode("cp037")
    else:
        content = (declared + laughing).encode(encoding)
    assert outcome_of(tmp_path, GOOD | {"xl/workbook.xml": content}) == ["YC001"]


def test_entities_in_an_open_document(tmp_path: Path) -> None:
    content = ods("").replace(b"", b"")
    assert codes(opened(tmp_path, "名单.ods", content)) == ["YC008"]
    parts = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": f"{LAUGHS}<x>&b;</x>"}
    assert codes(opened(tmp_path, "名单.ods", package(parts))) == ["YC005"]


def test_a_long_text_repeated_in_every_cell(tmp_path: Path) -> None:
    rows = [(number, f'<c r="A{number}" t="s"><v>0</v></c>') for number in range(1, 40_001)]
    assert outcome_of(tmp_path, xlsx_parts(data(*rows), strings=f"<si><t>{'长' * 11_000}</t></si>")) == ["YC005"]


def test_an_open_document_that_repeats_a_cell_without_end(tmp_path: Path) -> None:
    repeated = (
        '<table:table table:name="甲"><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>'
        "</table:table>"
    )
    assert codes(opened(tmp_path, "名单.ods", ods(repeated))) == ["YC005"]


def test_a_web_page_that_spans_everything(tmp_path: Path) -> None:
    page = "<table>" + '<tr><td rowspan="99999999" colspan="99999999">甲</td></tr>' * 50 + "</table>"
    assert codes(opened(tmp_path, "名单.xls", page)) == ["YC005"]


def test_a_text_wider_than_any_sheet(tmp_path: Path) -> None:
    assert codes(opened(tmp_path, "名单.csv", "," * COLUMNS + "甲")) == ["YC005"]
    assert codes(opened(tmp_path, "名单.csv", '甲,"' + "乙" * 200_000)) == ["YC001"]


def without(name: str) -> dict[str, str | bytes]:
    return {part: content for part, content in GOOD.items() if part != name}


@pytest.mark.parametrize("name", ["xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_missing_part_is_damage(tmp_path: Path, name: str) -> None:
    assert outcome_of(tmp_path, without(name)) == ["YC001"]


@pytest.mark.parametrize("name", ["[Content_Types].xml", "_rels/.rels", "xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_part_that_is_not_needed_is_not_missed(tmp_path: Path, name: str) -> None:
    assert outcome_of(tmp_path, without(name)) == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("worksheets\\sheet1.xml", []),
        ("/xl/worksheets/sheet1.xml", []),
        ("../xl/./worksheets/Sheet1.xml", []),
        ("../../../etc/passwd", ["YC001"]),
        ("http://example.invalid/sheet1.xml", ["YC001"]),
        ("file:///etc/passwd", ["YC001"]),
    ],
)
def test_where_a_sheet_may_be(tmp_path: Path, target: str, expected: list[str]) -> None:
    links = re.sub(
        'Target="worksheets/sheet1.xml"', lambda _: f'Target="{target}"', str(GOOD["xl/_rels/workbook.xml.rels"])
    )
    assert outcome_of(tmp_path, GOOD | {"xl/_rels/workbook.xml.rels": links}) == expected


def test_part_names_that_climb_are_never_followed(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, GOOD | {"../../外面.txt": "甲", "C:\\外面.txt": "乙"}) == []
    assert not list(tmp_path.parent.rglob("外面.txt"))


def test_a_reader_that_panics_is_damage(tmp_path: Path) -> None:
    """The Rust reader looks a sheet up without asking, and its panic does not derive from `Exception`."""
    with zipfile.ZipFile(io.BytesIO(workbook_of(".xlsb"))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    links = "xl/_rels/workbook.bin.rels"
    parts[links] = bytes(parts[links]).replace(b"<Relationship ", b"<Relation ")
    assert codes(opened(tmp_path, "名单.xlsb", package(parts))) == ["YC001"]


def test_sheets_that_share_one_part_are_not_read_again_and_again(tmp_path: Path) -> None:
    parts = dict(GOOD)
    book = str(parts["xl/workbook.xml"])
    sheet = re.search(r"<sheet [^>]*/>", book)
    assert sheet is not None
    parts["xl/workbook.xml"] = book.replace(sheet[0], sheet[0] * 2)
    assert outcome_of(tmp_path, parts) == ["YC005"]


def test_a_page_of_open_comments_takes_no_longer_than_its_length(tmp_path: Path) -> None:
    page = "<table><tr><td>村<!-- 旧 -->民</td></tr></table>"
    assert only_grid(opened(tmp_path, "名单.xls", page)).rows == [["村民"]]
    assert codes(opened(tmp_path, "名单.xls", page + "<!--" * 300_000)) == ["YC004"]


def test_a_text_of_commas_fills_no_memory(tmp_path: Path) -> None:
    assert codes(opened(tmp_path, "名单.csv", ("," * 10_000 + "\n") * 1_000)) == ["YC008"]
    assert codes(opened(tmp_path, "名单.csv", "," * 20_000 + "甲")) == ["YC005"]


def test_quotes_that_never_close_take_no_longer_than_the_text(tmp_path: Path) -> None:
    text = "村,名\n" + ('"x\n' + 'y""\n' * 499) * 500
    started = process_time()
    assert codes(opened(tmp_path, "名单.csv", text))[0] == "YC116"
    assert process_time() - started < 7  # each began again at its beginning: fourteen


def test_a_document_of_many_tables_takes_no_longer_than_its_length(tmp_path: Path) -> None:
    line, table = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>", "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    body = f"<w:body>{line * 60_000}{table * 2_000}</w:body>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = package({"word/document.xml": f'<w:document xmlns:w="{space}">{body}</w:document>'})
    started = process_time()
    assert codes(opened(tmp_path, "名单.docx", document)) == ["YC005"]
    assert process_time() - started < 7  # each was compared with each: a minute and more


def _ods_table(rows: str) -> bytes:
    return ods(f'<table:table table:name="甲">{rows}</table:table>')


def _ods_row(inside: str, repeated: int = 1, columns: int = 1, **more: str) -> str:
    given = "".join(f' office:{name.replace("_", "-")}="{text}"' for name, text in more.items())
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}"><table:table-cell{given} '
        f'table:number-columns-repeated="{columns}">{inside}</table:table-cell></table:table-row>'
    )


def test_an_open_document_that_says_little_far_apart_is_small(tmp_path: Path) -> None:
    one = f"{_ods_row('', 1_048_000)}{_ods_row('<text:p>村</text:p>')}"
    tables = "".join(f'<table:table table:name="表{n}">{one}</table:table>' for n in range(60))
    grids = book(opened(tmp_path, "名单.ods", ods(tables))).grids
    assert {(grid.top, grid.height) for grid in grids} == {(1_048_001, 1)}
    wide = _ods_row("<text:p>1</text:p>", 1_800, 16_384)
    assert codes(opened(tmp_path, "名单.ods", _ods_table(wide))) == ["YC005"]
    repeated = only_grid(opened(tmp_path, "名单.ods", _ods_table(_ods_row("<text:p>村</text:p>", 100_000, 20))))
    assert (repeated.cells.shape, len(repeated.cells.pool)) == ((100_000, 20), 21)


def test_an_open_document_with_times_that_are_none_and_texts_in_texts(tmp_path: Path) -> None:
    deep = "<text:span>甲" * 3_000 + "</text:span>乙" * 3_000
    hours = "9" * 30
    rows = (
        _ods_row(f"<text:p>{deep}</text:p>")
        + _ods_row("<text:p>很久</text:p>", value_type="time", time_value=f"PT{hours}H")
        + _ods_row("<text:p>日</text:p>", value_type="date", date_value="2020-04-30T17:30:00Z")
        + _ods_row("<text:p>数</text:p>", value_type="float", value="NaN")
    )
    (first,), (long,), (day,), (number,) = only_grid(opened(tmp_path, "名单.ods", _ods_table(rows))).rows
    assert first == "甲" * 3_000 + "乙" * 3_000
    assert (long, day, number) == ("很久", datetime(2020, 5, 1, 1, 30), ErrorCell("nan"))  # noqa: DTZ001 - as read


@pytest.mark.parametrize(
    "broken", ["<si><t>甲<</t></si>", "<si><t>甲</si>", "<si><t>&no;</t></si>", "<si><t>甲</t></si></si>"]
)
def test_strings_that_are_no_xml_never_leave_cells_blank(tmp_path: Path, broken: str) -> None:
    rows = data((1, cell("A1", "0", "s")), (2, cell("A2", "1", "s")))
    sound = xlsx_parts(rows, strings="<si><t>村</t></si><si><t>乙</t></si>")
    assert only_grid(opened(tmp_path, "名单.xlsx", package(sound))).rows == [["村"], ["乙"]]
    assert outcome_of(tmp_path, xlsx_parts(rows, strings="<si><t>村</t></si>" + broken)) == ["YC001"]


@pytest.mark.parametrize("value", ["<!-- x -->1", "1<!-- x -->2", "<![CDATA[12]]>", "1<?x y?>2"])
def test_a_value_with_something_in_it_is_never_a_blank_cell(tmp_path: Path, value: str) -> None:
    rows = data((1, text("A1", "村")), (2, cell("A2", value)))
    assert outcome_of(tmp_path, xlsx_parts(rows)) == ["YC001"]


def test_a_number_that_is_none_is_an_error_cell(tmp_path: Path) -> None:
    rows = data((1, text("A1", "村")), (2, cell("A2", "NaN") + cell("B2", "1E999")))
    assert only_grid(opened(tmp_path, "名单.xlsx", package(xlsx_parts(rows)))).rows[1] == [
        ErrorCell("nan"), ErrorCell("inf"),
    ]  # fmt: skip


def test_a_record_of_an_old_workbook_that_swallows_others_is_damage(tmp_path: Path) -> None:
    """xlrd reads on behind it, and stops where it takes something for an end."""
    content = workbook_of(".xls")
    at = content.index(struct.pack("<HH", 0x027E, 10))
    end = content.index(struct.pack("<HH", 0x0A, 0), at)
    swallowing = content[:at] + struct.pack("<HH", 0x027E, end - at - 4) + content[at + 4 :]
    assert codes(opened(tmp_path, "名单.xls", swallowing)) == ["YC001"]


def test_a_sheet_that_is_none_is_damage_and_not_an_empty_one(tmp_path: Path) -> None:
    two = xlsx_parts(*[data((1, text("A1", "村")))] * 2)
    assert outcome_of(tmp_path, two) == []
    assert outcome_of(tmp_path, two | {"xl/worksheets/sheet2.xml": str(two["_rels/.rels"])}) == ["YC001"]
    links = '/sheet"'.join(str(two["xl/_rels/workbook.xml.rels"]).rsplit('/worksheet"', 1))
    assert outcome_of(tmp_path, two | {"xl/_rels/workbook.xml.rels": links}) == ["YC001"]
