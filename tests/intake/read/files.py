"""Files made by hand, so that a test can break one thing in them."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from yicun.intake.grid import Grid, Workbook
from yicun.intake.read import open_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TABLE_ROWS = [["行政村", "姓名", "人数"], ["园内村", "示例甲", 3.0], ["水头村", "示例乙", 4.0]]


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def xlsx_parts(
    *sheets: str, states: Mapping[int, str] | None = None, settings: str = "", strings: str = "", styles: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook of these worksheets, each given as what stands inside <worksheet>."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" state="{(states or {}).get(n, "visible")}" r:id="rId{n}"/>' for n in numbers
    )
    links = "".join(_link(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    links += _link("rId98", "sharedStrings", "sharedStrings.xml") if strings else ""
    links += _link("rId99", "styles", "styles.xml") if styles else ""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{_link('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
    }
    for n, body in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{MAIN}">{body}</worksheet>'
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return parts


def cell(reference: str, value: str, kind: str = "n") -> str:
    """A cell in the form every program writes."""
    return f'<c r="{reference}" t="{kind}"><v>{value}</v></c>'


def text(reference: str, value: str) -> str:
    """A cell with an inline text."""
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def data(*rows: tuple[int, str], attributes: Mapping[int, str] | None = None) -> str:
    """Sheet data of rows given as number and cells; `attributes` further ones of a row."""
    lines = (f'<row r="{n}" {(attributes or {}).get(n, "")}>{cells}</row>' for n, cells in rows)
    return f"<sheetData>{''.join(lines)}</sheetData>"


ODS = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


def ods(tables: str, styles: str = "", manifest: str = "<m/>") -> bytes:
    """An OpenDocument spreadsheet of these tables."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in ODS.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
        }
    )


def opened(folder: Path, name: str, content: bytes | str, *passwords: str) -> Workbook:
    """What becomes of a file of this name and content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_workbook(path, f"报送/{name}", passwords)


def book(outcome: Workbook) -> Workbook:
    """The workbook of a file that could be read."""
    assert outcome.grids, outcome.findings
    return outcome


def only_grid(outcome: Workbook) -> Grid:
    """The one sheet of a file that could be read."""
    (grid,) = book(outcome).grids
    return grid


def codes(outcome: Workbook) -> list[str]:
    """The codes of its findings."""
    return [finding.code for finding in outcome.findings]


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
