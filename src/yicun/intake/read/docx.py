"""Reading a .docx through python-docx: each table as a sheet, the lines over it as what stands above.

The library is given a package of its own, with the one part that was looked through: no picture, link, template or
macro is ever opened. What somebody struck out by tracking changes is not read, what they put in is.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table

from yicun.intake.grid import Cell, Grid, Merge, Workbook
from yicun.intake.read.cells import CellSheet, grid_of
from yicun.intake.read.limits import CELLS, COLUMNS, SHEETS
from yicun.intake.read.marks import Marks
from yicun.intake.read.package import Package, pack
from yicun.intake.read.refusal import Refused, damaged, too_large

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
).encode()
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
).encode()
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_PERSONAL = re.compile(r"\d{15}")
_LINES_ABOVE = 30
_TEXTS = (qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"))
_STRIKES = (qn("w:strike"), qn("w:dstrike"))
_OFF = ("0", "false", "off")
_NOT_SHOWN = (qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")


def read_docx(package: Package) -> Workbook:
    """Every table of a document in order; its lines as a sheet where no table is, or where one holds an ID.

    Refuses a damaged document (YC001) and tables that are too large (YC005).
    """
    xml = package.xml("word/document.xml")
    if xml is None:
        raise damaged("缺少文档的内容")
    try:
        parts = [("[Content_Types].xml", _TYPES), ("_rels/.rels", _ROOT), ("word/document.xml", xml)]
        document = docx.Document(pack(parts))
        grids = _grids(document)
    except Refused:
        raise
    except Exception as error:  # lxml and python-docx meet damage with whatever they trip over
        raise damaged("文档内容损坏") from error
    return Workbook(grids=tuple(grids), macros=any(name.endswith("vbaproject.bin") for name in package.names))


def _grids(document: Any) -> list[Grid]:
    grids: list[Grid] = []
    lines: list[str] = []
    since: list[str] = []
    for part in document.element.body.iterchildren(_PARAGRAPH, _TABLE):  # python-docx would compare each with each
        if part.tag == _TABLE:
            if len(grids) >= SHEETS:
                raise too_large(f"超过 {SHEETS} 张表")
            grids.append(
                replace(_grid(f"表{len(grids) + 1}", Table(part, document)), above=tuple(since[-_LINES_ABOVE:]))
            )
            since = []
        elif text := _text(part).strip():  # python-docx leaves out what was put in by tracking changes
            since.append(text)
            lines.append(text)
    if not grids or any(map(_PERSONAL.search, lines)):
        rows: list[list[Cell]] = [[line] for line in lines]
        grids.append(grid_of(CellSheet("正文", True, Marks()), rows))  # noqa: FBT003 - nothing of a document is hidden
    return grids


def _grid(name: str, table: Table) -> Grid:
    rows: list[list[Cell]] = []
    struck: list[tuple[int, int]] = []
    merges: list[Merge] = []
    open_above: dict[int, Merge] = {}
    for number, tr in enumerate(table._tbl.tr_lst, 1):  # noqa: SLF001 - its own cells repeat merged ones, row after row
        line: list[Cell] = [None] * min(tr.grid_before, COLUMNS)
        for tc in tr.tc_lst:
            first, last = len(line) + 1, len(line) + tc.grid_span
            if last > COLUMNS or len(rows) * last > CELLS:
                raise too_large(f"超过 {COLUMNS} 列")
            goes_on = tc.vMerge == "continue" and first in open_above
            line += [None if goes_on else _cell_text(tc) or None, *[None] * (tc.grid_span - 1)]
            if _is_struck(tc):
                struck.append((number, first))
            if goes_on:
                open_above[first] = replace(open_above[first], last_row=number)
                continue
            _close(open_above, first, merges)
            open_above[first] = Merge(number, first, number, last)
        rows.append(line)
    for first in list(open_above):
        _close(open_above, first, merges)
    return grid_of(CellSheet(name, True, Marks(struck=struck), tuple(merges)), rows)  # noqa: FBT003 - nothing of a document is hidden


def _close(open_above: dict[int, Merge], first: int, merges: list[Merge]) -> None:
    area = open_above.pop(first, None)
    if area is not None and (area.last_row > area.first_row or area.last_column > area.first_column):
        merges.append(area)


def _is_struck(tc: Any) -> bool:
    """Whether a line is drawn through every run of a cell that says something."""
    runs = [run for run in tc.iter(qn("w:r")) if any((text.text or "").strip() for text in run.iter(qn("w:t")))]
    return bool(runs) and all(
        any(line.get(qn("w:val"), "1") not in _OFF for name in _STRIKES for line in run.iter(name)) for run in runs
    )


def _cell_text(tc: Any) -> str:
    """The paragraphs of a cell, a line each, with those of a table in it."""
    return "\n".join(_text(paragraph) for paragraph in tc.iter(qn("w:p"))).strip()


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(*_TEXTS):
        if any(above.tag in _NOT_SHOWN for above in node.iterancestors()):
            continue
        if node.tag == _TEXTS[0]:
            yield node.text or ""
        else:
            yield "\t" if node.tag == _TEXTS[1] else "\n"
