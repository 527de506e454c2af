"""Reading .xlsx and .xlsm: the package is looked through here, the cells are read by python-calamine.

The reader is not given the file but a small package of its own: the sheets, strings and styles that were looked
through, under fixed names. What could lie outside it (macros, links, pictures, odd part names) is never read.
"""

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yicun.intake.grid import Merge, Workbook
from yicun.intake.read.cells import CellSheet, read_grids
from yicun.intake.read.cut import cut
from yicun.intake.read.limits import CELLS, DIFFERENT_CELLS, SHEETS, TEXT_BYTES, TEXT_TABLE_BYTES, rectangle_fits
from yicun.intake.read.marks import Marks, marks_beside
from yicun.intake.read.package import Package, pack
from yicun.intake.read.refusal import damaged, too_far, too_large
from yicun.intake.read.struck import Struck, struck_in
from yicun.model.findings import column_number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode()
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
).encode()
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_ELAPSED_BUILT_IN = re.compile(rb"""numFmtId=["']46["'](?!\s+formatCode)""")
_ELAPSED = re.compile(rb"""formatCode=["'][^"'<>]*?\[(?:h+|m+|s+)\][^<>]*?["'](?=[\s/>])""", re.IGNORECASE)
"""Number formats of a duration: the reader ends on a number too long for one, a phone say."""

_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_SHARED_STRING = re.compile(rb't="s"[^<>]{0,100}+><v>(\d{1,9})</v>')


_WITHOUT_CELLS = frozenset(("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"))
"""What a sheet may be beside a worksheet."""


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the workbook part says: its sheets (name, visible, part), and where strings and styles are."""

    sheets: list[tuple[str, bool, str]]
    strings: str | None
    styles: str | None
    since_1904: bool


def read_xlsx(package: Package) -> Workbook:
    """Read every worksheet, hidden ones too; chart sheets hold no cells and are passed over."""
    contents = _contents(package, _workbook_part(package))
    if len(contents.sheets) > SHEETS:
        raise too_large(f"有 {len(contents.sheets)} 张工作表")
    listed = {part.lower() for _, _, part in contents.sheets}
    shared = len(contents.sheets) - len(listed)
    if shared:  # each is unpacked and read as often as it is listed
        raise too_large(f"{shared + 1} 张工作表指向同一份内容")
    if contents.strings is not None and package.size(contents.strings) > TEXT_TABLE_BYTES:
        raise too_large(f"文字表超过 {TEXT_TABLE_BYTES >> 20} MB")
    strings = package.well_formed(contents.strings) if contents.strings is not None else None
    styles = package.xml(contents.styles) if contents.styles is not None else None
    styles = (
        None if styles is None else _ELAPSED.sub(rb'formatCode="0"', _ELAPSED_BUILT_IN.sub(rb'numFmtId="1"', styles))
    )
    parts = [("[Content_Types].xml", _TYPES), ("_rels/.rels", _ROOT), *_plan(len(contents.sheets), contents.since_1904)]
    parts += [("xl/sharedStrings.xml", strings)] if strings is not None else []
    parts += [("xl/styles.xml", styles)] if styles is not None else []
    struck = struck_in(styles, strings)
    sheets = []
    for number, (name, visible, part) in enumerate(contents.sheets, start=1):
        xml = package.xml(part)
        if xml is None or b"sheetData" not in xml:  # which every worksheet has
            raise damaged("缺少工作表的内容")
        sheet, seen = _sheet(name, xml, struck, visible=visible)
        _check_repetition(seen, strings or b"")
        sheets.append(sheet)
        parts.append((f"xl/worksheets/sheet{number}.xml", seen))
        del xml  # or the last one would outlive the list
    packed = pack(parts)
    parts.clear()  # before the reader copies them: hundreds of megabytes in the largest workbooks
    version, station = _properties(package)
    macros = any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in package.names)
    return Workbook(
        grids=read_grids(packed, sheets),
        macros=macros,
        template_version=version,
        filled_by=station,
        unlisted=sum(_WORKSHEET.fullmatch(name) is not None and name not in listed for name in package.names),
    )


def _sheet(name: str, xml: bytes, struck: Struck, *, visible: bool) -> tuple[CellSheet, bytes]:
    """What is known of a worksheet, and the part that the reader gets of it: its different contents, or all of it.

    Refuses one in a strange form that is not XML (YC001), or with too many cells, or such that lie too far apart
    (YC005); how far those of a sheet that was cut lie apart is seen when it is put together.
    """
    taken_apart = cut(xml)
    beside = None if taken_apart is None else marks_beside(taken_apart.head, taken_apart.between)
    if taken_apart is not None and beside is not None:
        if len(taken_apart.codes) > CELLS or len(taken_apart.contents) > DIFFERENT_CELLS:
            raise too_large(f"工作表有 {len(taken_apart.codes)} 个单元格")
        beside.struck = struck.places(taken_apart)
        return CellSheet(name, visible, beside, _merges(xml), taken_apart), taken_apart.sheet()
    from yicun.intake.read.walk import walk

    found = walk(xml, struck)
    rows, columns = found.reach
    if not rectangle_fits(rows, columns, found.cells):
        raise too_far(rows, columns, found.cells)
    marks = Marks(found.special, found.hidden_rows, found.hidden_columns, found.struck)
    return CellSheet(name, visible, marks, _merges(xml)), xml


def _workbook_part(package: Package) -> str:
    if package.size("xl/workbook.xml"):
        return "xl/workbook.xml"
    relationships = package.tree("_rels/.rels")
    for one in relationships if relationships is not None else ():
        if one.get("Type", "").endswith("/officeDocument"):
            return _target("", one)
    raise damaged("缺少工作簿的目录")


def _contents(package: Package, part: str) -> _Contents:
    workbook = package.tree(part)
    folder, file = posixpath.split(part)
    relationships = package.tree(f"{folder}/_rels/{file}.rels")
    if workbook is None or relationships is None:
        raise damaged("缺少工作簿的目录")
    parts = {one.get("Id"): (one.get("Type", ""), _target(folder, one)) for one in relationships}
    by_type = {kind.rpartition("/")[2]: target for kind, target in parts.values()}
    sheets, since_1904 = [], False
    for one in workbook.iter():
        match one.tag.rpartition("}")[2]:
            case "workbookPr":
                since_1904 = one.get("date1904") in {"1", "true"}
            case "sheet":
                link = next((value for key, value in one.items() if key.endswith("}id")), None)
                if link not in parts:
                    raise damaged("工作表与内容对不上")
                kind, target = parts[link]
                if kind.endswith("/worksheet"):
                    sheets.append((one.get("name", ""), one.get("state", "visible") == "visible", target))
                elif kind.rpartition("/")[2] not in _WITHOUT_CELLS:
                    raise damaged("工作表与内容对不上")
    return _Contents(sheets, by_type.get("sharedStrings"), by_type.get("styles"), since_1904)


def _target(folder: str, relationship: "Element") -> str:
    """The part a relationship points to; a path that climbs out of the package names no part."""
    target = relationship.get("Target", "").replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _plan(sheets: int, since_1904: bool) -> list[tuple[str, bytes]]:
    """The workbook part for the reader: as many sheets in the same order, under names of our own."""
    listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    workbook = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{since_1904:d}"/>'
        f"<sheets>{listed}</sheets></workbook>"
    )
    relationships = f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    return [("xl/workbook.xml", workbook.encode()), ("xl/_rels/workbook.xml.rels", relationships.encode())]


def _check_repetition(xml: bytes, strings: bytes) -> None:
    """Refuse a sheet that repeats long shared strings until they fill the memory: the reader copies each."""
    cells = len(xml) // len('<c t="s"><v>1</v></c>')
    if len(strings) * cells <= TEXT_BYTES:
        return
    lengths = [len(one) for one in strings.split(b"</si>")]
    if max(lengths) * cells <= TEXT_BYTES:
        return
    used = (int(index) for index in _SHARED_STRING.findall(xml))
    if sum(lengths[index] for index in used if index < len(lengths)) > TEXT_BYTES:
        raise too_large(f"单元格里的文字合计超过 {TEXT_BYTES >> 20} MB")


def _merges(xml: bytes) -> tuple[Merge, ...]:
    behind = xml.rfind(b"sheetData")
    return tuple(
        Merge(int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
        for left, top, right, bottom in _MERGE.findall(xml, behind)
    )


def _properties(package: Package) -> tuple[str, str]:
    """Template version and station, as the template writer left them in the custom properties."""
    properties = package.tree("docProps/custom.xml")
    if properties is None:
        return "", ""
    texts = {one.get("name"): "".join(one.itertext()).strip() for one in properties}
    return texts.get("yicun-template", ""), texts.get("yicun-station", "")
