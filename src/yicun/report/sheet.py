"""The house style of new workbooks, and `put`, the only way into a cell.

The writer is xlsxwriter: of those that can style it writes fastest, and streaming it needs the memory of one row.
Rows and columns count from 0, as its own methods do.
"""

import io
import math
import re
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from yicun.model.masks import mask_text
from yicun.report.dates import written
from yicun.report.package import same_everywhere

MAKER = "yicun"
BODY = 10.5
"""五号, the size of text in tables, in pt."""
SHADE = 1.0
"""By how many pt digits are smaller than the text beside them."""
LONGEST = 32_767
"""Characters that fit into one cell of a workbook."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")
_FIRST_DAY = date(1900, 3, 1)  # Excel believes in a 29 February 1900, so earlier serials are off by one
_EXACT = 10**15  # a workbook number keeps fifteen digits
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Fonts:
    """Faces by name, first choice first. A workbook cell can name one face and gets the first; a .docx names all.

    GB/T 9704-2012 asks for 小标宋, 仿宋 and 黑体. `names` is the face of people and places: 仿宋_GB2312 has none of
    墘 垵 堃 喆 燊, and 㛃 䶮 (CJK Extension A) are only in faces made for GB 18030. 宋体 is one on every Windows since
    Vista, and every office program has a stand-in for it; the 小标宋 and 方正 faces are not always installed.
    `number` is for page numbers; `digits` for IDs, phones and months, a shade smaller because they stand taller.
    """

    title: tuple[str, ...] = ("方正小标宋简体", "方正小标宋_GBK", "华文中宋", "宋体")
    body: tuple[str, ...] = ("仿宋_GB2312", "仿宋", "方正仿宋_GBK")
    label: tuple[str, ...] = ("黑体",)
    names: tuple[str, ...] = ("宋体", "SimSun", "方正书宋_GBK")
    number: tuple[str, ...] = ("宋体", "SimSun")
    digits: tuple[str, ...] = ("Times New Roman", "Liberation Serif")


class Book:
    """A new workbook in the house style; `content()` gives its bytes, the same for the same calls and as-of date.

    `streaming` keeps one row in memory: cells must then go in row by row, and text stands in the cells themselves.
    The named styles below cover what documents need; `style(…)` gives any other.
    """

    def __init__(self, as_of: date, title: str = "", *, streaming: bool = False, fonts: Fonts | None = None) -> None:
        """Begin; the as-of date is the document's date, so that no clock shows in the bytes."""
        self.fonts = fonts or Fonts()
        self._closing = ExitStack()
        self._output = io.BytesIO()
        options: dict[str, Any] = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        if streaming:  # what it puts down in passing stays in a folder only we can read
            folder = self._closing.enter_context(tempfile.TemporaryDirectory(prefix=f"{MAKER}-"))
            options |= {"constant_memory": True, "tmpdir": folder}
        else:
            options |= {"in_memory": True}
        self.workbook = xlsxwriter.Workbook(self._output, options)
        created = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 - a document's day has no zone
        self.workbook.set_properties(
            {"title": clean(mask_text(title))[:255], "author": MAKER, "company": "", "created": created}
        )
        self._styles: dict[tuple[tuple[str, object], ...], Format] = {}

        self.title = self.style(face=self.fonts.title, size=22, border=0, align="center")
        self.label = self.style(face=self.fonts.label, size=16, border=0, wrap=False)
        self.line = self.style(border=0, wrap=False, size=12)
        self.line_right = self.style(border=0, wrap=False, size=12, align="right")
        self.note = self.style(border=0)
        self.heading = self.style(face=self.fonts.label, align="center")
        self.text = self.style()
        self.centred = self.style(align="center")
        self.name = self.style(face=self.fonts.names, align="center")
        self.digits = self.style(face=self.fonts.digits, size=BODY - SHADE, align="center")
        self.number = self.style(align="center", num_format="0")
        self.percent = self.style(align="center", num_format="0.0%")
        self.day = self.style(align="center", num_format='yyyy"年"m"月"d"日"')
        self.factor = self.style(align="center", num_format="0.##")
        self.money = self.style(align="right", num_format="#,##0.00")

    def style(
        self,
        *,
        face: tuple[str, ...] | None = None,
        size: float = BODY,
        align: str = "left",
        border: int = 1,
        wrap: bool = True,
        num_format: str = "@",
        **more: object,
    ) -> Format:
        """A cell style: the body face in 五号, thin border, wrapped, text unless `num_format` says otherwise.

        `face` is a list of `Fonts`; `more` takes what xlsxwriter's formats know (`bg_color`, `font_color`, `bold`…).
        """
        properties: dict[str, object] = {
            "font_name": (face or self.fonts.body)[0],
            "font_charset": 134,  # GB2312: lets a machine without the face choose a Chinese one
            "font_size": size,
            "align": align,
            "valign": "vcenter",
            "border": border,
            "text_wrap": wrap,
            "num_format": num_format,
            **more,
        }
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.workbook.add_format(properties)
        return self._styles[key]

    def sheet(self, name: str) -> Worksheet:
        """A new sheet of this name, after those there are."""
        return self.workbook.add_worksheet(mask_text(name))

    def content(self) -> bytes:
        """The finished workbook; nothing can be added afterwards."""
        with self._closing:
            self.workbook.close()
        return same_everywhere(self._output.getvalue())


def put(
    sheet: Worksheet, row: int, column: int, value: object, style: Format | None = None, *, number: bool = False
) -> None:
    """Write one value as it is: text whatever it begins with, numbers, days; a missing value leaves the cell empty.

    Never a formula, a link or a number made of text. A number of more than fifteen digits and a day Excel has no serial
    for go in as text. Personal numbers are masked but where the column is
    meant to hold them (`number`). Raises `TypeError` for a kind of value no document holds.
    """
    if isinstance(value, str):
        value = value if number else mask_text(value)
        _put_text(sheet, row, column, value, style)
    elif type(value) is int and abs(value) < _EXACT:
        sheet.write_number(row, column, value, style)
    elif isinstance(value, (bool, np.bool_)):
        sheet.write_boolean(row, column, bool(value), style)
    elif pd.isna(value):  # type: ignore[call-overload]
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, date):
        _put_day(sheet, row, column, value, style)
    elif hasattr(value, "__float__"):
        if abs(value) < _EXACT and math.isfinite(value):  # type: ignore[arg-type]
            sheet.write_number(row, column, value, style)
        else:
            _put_text(sheet, row, column, str(value) if number else mask_text(str(value)), style)
    else:
        raise TypeError(f"no cell holds a {type(value).__name__}")


def put_row(sheet: Worksheet, row: int, values: Iterable[object], style: Format | None = None, first: int = 0) -> None:
    """Values side by side from column `first`, all in one style."""
    for column, value in enumerate(values, first):
        put(sheet, row, column, value, style)


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, value: object, style: Format) -> None:
    """A formula of our own, never of a roster, with the value it has now, for readers that do not calculate."""
    sheet.write_formula(row, column, formula, style, value)


def put_across(
    sheet: Worksheet, row: int, columns: tuple[int, int], value: object, style: Format | None = None
) -> None:
    """One value over the columns from the first to the last of `columns`, as one merged cell."""
    if columns[0] != columns[1]:
        sheet.merge_range(row, columns[0], row, columns[1], "", style)
    put(sheet, row, columns[0], value, style)


def _put_day(sheet: Worksheet, row: int, column: int, day: date, style: Format | None) -> None:
    first = day.date() if isinstance(day, datetime) else day
    if first >= _FIRST_DAY:
        sheet.write_datetime(row, column, day, style)
    else:
        _put_text(sheet, row, column, written(first), style)


def _put_text(sheet: Worksheet, row: int, column: int, text: str, style: Format | None) -> None:
    if not text.isprintable() or len(text) > LONGEST:
        text = clean(text)
    if not text:
        sheet.write_blank(row, column, None, style)
    elif text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter takes this for finished rich text and would write it raw; in pieces it is escaped like any text
        sheet.write_rich_string(row, column, text[0], text[1], text[2:], style)
    else:
        sheet.write_string(row, column, text, style)


def clean(text: str) -> str:
    """Text as a workbook can hold it: no character XML forbids, line breaks of one kind, cut where a cell ends."""
    text = _LINE_BREAK.sub("\n", _NOT_XML.sub("", text))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def width(text: str) -> int:
    """How wide text stands in a column, in half-width characters; of several lines the widest."""
    return max(sum(1 if character < "\u1100" else 2 for character in line) for line in text.split("\n"))


def lines(text: str, column_width: float) -> int:
    """How many lines text takes when it wraps in a column of this many half-width characters."""
    return sum(max(1, math.ceil(width(line) / max(1, column_width))) for line in text.split("\n"))


def page(
    sheet: Worksheet,
    *,
    landscape: bool = True,
    margins: tuple[float, float, float, float] = (28, 37, 26, 35),
    repeat: tuple[int, int] | None = None,
    area: tuple[int, int] | None = None,
) -> None:
    """Set a sheet up for print: A4, one page wide, numbered — 1 — below.

    `margins` in mm, clockwise from the top (GB/T 9704-2012, turned). `repeat`: first and last row printed on each page,
    the last of which is the header the panes freeze under. `area`: last row and last column that print.
    """
    sheet.set_paper(9)
    (sheet.set_landscape if landscape else sheet.set_portrait)()
    top, right, bottom, left = (margin / _MM_PER_INCH for margin in margins)
    sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
    sheet.set_footer('&C&"宋体,Regular"&14— &P —', {"margin": max(0.3, bottom - 12 / _MM_PER_INCH)})
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    if repeat is not None:
        sheet.repeat_rows(*repeat)
        sheet.freeze_panes(repeat[1] + 1, 0)
    if area is not None:
        sheet.print_area(0, 0, *area)
