"""The house style of new .docx documents: A4 in the manner of GB/T 9704-2012.

Fonts carry their fallbacks in the document's font table, pages are numbered — 1 — in 4号 on the outer side, and the
bytes are the same for the same calls and as-of date.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import date, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from yicun.model.masks import mask_text
from yicun.report.package import entry
from yicun.report.sheet import BODY, MAKER, SHADE, Fonts, clean
from yicun.report.table import Columns, labels, whole_width

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_PORTRAIT = (37, 26, 35, 28)  # mm, clockwise from the top: the text area is 156 × 225
_TURNED = (28, 37, 26, 35)
_Style = tuple[Sequence[str], float, str]  # face, size in pt, alignment


class Paper:
    """A new document; `content()` gives its bytes. Text goes in with `line`, tables with `table`."""

    def __init__(self, as_of: date, title: str = "", *, landscape: bool = False, fonts: Fonts | None = None) -> None:
        """Begin; the as-of date is the document's date, so that no clock shows in the bytes."""
        self.fonts = fonts or Fonts()
        self.document = docx.Document()
        self._name(as_of, title)
        self._fall_back()
        self._default_style()
        self._set_page(landscape)
        self._number_pages()

    def line(
        self,
        text: str,
        *,
        face: Sequence[str] | None = None,
        size: float = 16,
        align: str = "left",
        spacing: float = 28,
        indent: float = 0,
        new_page: bool = False,
    ) -> Any:
        """A paragraph: 3号 of the body face, fixed line spacing in pt, first line indented by so many characters."""
        paragraph = self.document.add_paragraph()
        paragraph.alignment = _ALIGN[align]
        layout = paragraph.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
        layout.space_before = layout.space_after = Pt(0)
        layout.page_break_before = new_page
        if indent:
            layout.first_line_indent = Pt(size * indent)
        self.write(paragraph, text, face=face, size=size)
        return paragraph

    def write(
        self, paragraph: Any, text: str, *, face: Sequence[str] | None = None, size: float = 16, masked: bool = True
    ) -> None:
        """More text at the end of a paragraph; only what the office gave for printing is not `masked`."""
        run = paragraph.add_run(clean(mask_text(text) if masked else text))
        run.font.size = Pt(size)
        _face(run._r.get_or_add_rPr(), (face or self.fonts.body)[0])  # noqa: SLF001 - python-docx knows no East Asian face

    def spread(self, texts: Sequence[str], **style: Any) -> None:
        """One line of texts over the whole width, styled as `line` is: two at its ends, more at even distances."""
        paragraph = self.line("\t".join(texts), **style)
        stops = paragraph.paragraph_format.tab_stops
        if len(texts) == 2:
            stops.add_tab_stop(Mm(self._room), WD_TAB_ALIGNMENT.RIGHT)
        else:
            for place in range(1, len(texts)):
                stops.add_tab_stop(Mm(self._room * place / len(texts)))

    def table(self, columns: Columns, rows: Iterable[Sequence[str]], *, size: float = BODY) -> Any:
        """A bordered table as wide as the text area, columns in proportion to their widths, texts in `size` (pt).

        The header repeats on every page and no row is split over two. Personal numbers are masked but in the columns
        that are meant to hold them.
        """
        table = self.document.add_table(rows=1, cols=len(columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _narrow(table)
        whole = whole_width(columns)
        for placed, column in zip(table.columns, columns, strict=True):
            placed.width = Mm(column.width * self._room / whole)
        heading = [(self.fonts.label, size, "center")] * len(columns)
        self._fill(table.rows[0].cells, labels(columns), heading)
        _keep_whole(table.rows[0], repeat=True)
        special = {"name": (self.fonts.names, size), "digits": (self.fonts.digits, size - SHADE)}
        styles = [
            (*special.get(column.look, (self.fonts.body, size)), "left" if column.look == "text" else "center")
            for column in columns
        ]
        model = table.add_row()
        self._fill(model.cells, [""] * len(columns), styles)
        _keep_whole(model)
        body, blank = table._tbl, model._tr  # noqa: SLF001 - copies are ten times as fast as rows built one by one
        body.remove(blank)
        for texts in rows:
            row = deepcopy(blank)
            for column, run, text in zip(columns, row.iter(qn("w:r")), texts, strict=True):
                run.text = clean(text if column.personal else mask_text(text))
            body.append(row)
        return table

    def total(self, table: Any, label: str, text: str, *, size: float = BODY) -> None:
        """A last row under the whole table: the label under its first two columns, the text under the others."""
        row = table.add_row()
        cells = row.cells
        merged = (cells[0].merge(cells[1]), cells[2].merge(cells[-1]))
        self._fill(merged, (label, text), [(self.fonts.label, size, "center"), (self.fonts.body, size, "left")])
        _keep_whole(row)
        for kept in table._tbl.tr_lst[-2:]:  # noqa: SLF001 - table.rows would go through all of them
            for paragraph in kept.iter(qn("w:p")):  # whoever signs, signs under a line of the table
                Paragraph(paragraph, table).paragraph_format.keep_with_next = True

    def content(self) -> bytes:
        """The finished document."""
        written, packed = io.BytesIO(), io.BytesIO()
        self.document.save(written)
        with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            for part in parts.infolist():
                package.writestr(entry(part.filename), parts.read(part))  # python-docx stamps the time of saving
        return packed.getvalue()

    def _fill(self, cells: Sequence[Any], texts: Sequence[str], styles: Sequence[_Style]) -> None:
        for cell, text, (face, size, align) in zip(cells, texts, styles, strict=True):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = cell.paragraphs[0]
            paragraph.alignment = _ALIGN[align]
            paragraph.paragraph_format.space_after = Pt(0)
            self.write(paragraph, text, face=face, size=size)

    def _name(self, as_of: date, title: str) -> None:
        package = self.document.part.package
        for key, relation in list(package.rels.items()):
            if relation.reltype.endswith("/thumbnail"):  # the picture of somebody else's page in python-docx's template
                del package.rels[key]
        properties, day = self.document.core_properties, datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001
        properties.title, properties.author, properties.last_modified_by = clean(mask_text(title))[:255], MAKER, MAKER
        properties.comments, properties.created, properties.modified, properties.revision = "", day, day, 1

    def _fall_back(self) -> None:
        """Name every face with the faces to take where it is not installed."""
        fonts = self.fonts
        faces = (fonts.title, fonts.body, fonts.label, fonts.names, fonts.number, fonts.digits)
        entries = "".join(
            f'<w:font w:name="{name}">'
            + (f'<w:altName w:val="{",".join(others)}"/>' if others else "")
            + '<w:charset w:val="86"/></w:font>'
            for name, *others in dict.fromkeys(map(tuple, faces))
        )
        part = next(rel.target_part for rel in self.document.part.rels.values() if rel.reltype.endswith("/fontTable"))
        part._blob = f"<?xml version='1.0' encoding='UTF-8'?><w:fonts {nsdecls('w')}>{entries}</w:fonts>".encode()  # noqa: SLF001

    def _default_style(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(16)
        _face(normal.element.get_or_add_rPr(), self.fonts.body[0])
        layout = normal.element.get_or_add_pPr()
        for script in ("autoSpaceDN", "autoSpaceDE"):  # 2020年5月7日 and not 2020 年 5 月 7 日
            space = OxmlElement(f"w:{script}")
            space.set(qn("w:val"), "0")
            layout.insert(0, space)
        for language in self.document.styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")  # else a stand-in for a missing face may be a Japanese one

    def _set_page(self, landscape: bool) -> None:
        section = self.document.sections[0]
        width, height = (297, 210) if landscape else (210, 297)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(width), Mm(height)
        top, right, bottom, left = _TURNED if landscape else _PORTRAIT
        section.top_margin, section.right_margin = Mm(top), Mm(right)
        section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
        section.footer_distance = Mm(bottom - 12)
        self._room = width - right - left

    def _number_pages(self) -> None:
        """— 1 — in 4号, odd pages right and even pages left, one character in from the edge (GB/T 9704-2012, 7.5)."""
        self.document.settings.odd_and_even_pages_header_footer = True
        section = self.document.sections[0]
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = _ALIGN[align]
            layout = paragraph.paragraph_format
            layout.right_indent = layout.left_indent = Pt(14)
            self.write(paragraph, "— ", face=self.fonts.number, size=14)
            _page_field(paragraph, self.fonts.number[0])
            self.write(paragraph, " —", face=self.fonts.number, size=14)


def _face(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
    fonts.set(qn("w:hint"), "eastAsia")  # “ ” are Chinese marks here, as wide as a character
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _page_field(paragraph: Any, face: str) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("separate", None), ("shown", "1"), ("end", None)):
        run = paragraph.add_run(text if kind == "shown" else None)
        run.font.size = Pt(14)
        _face(run._r.get_or_add_rPr(), face)  # noqa: SLF001 - python-docx knows no fields
        if kind is None:
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)  # noqa: SLF001 - the same
        elif kind != "shown":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - the same


def _keep_whole(row: Any, *, repeat: bool = False) -> None:
    """A row of at least 22 pt that no page break splits; `repeat` puts it on top of every page."""
    row.height, row.height_rule = Pt(22), WD_ROW_HEIGHT_RULE.AT_LEAST
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx cannot say either
    properties.insert(0, OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


def _narrow(table: Any) -> None:
    """Cells with 1 mm at their sides, so that an ID fits on one line, and half of it above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", "28"), ("left", "57"), ("bottom", "28"), ("right", "57")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), twentieths)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no cell margins
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)
