"""Reading tables that are text: CSV, TSV, and HTML under whatever name. Every cell is a text."""

import re
from collections import Counter
from html.parser import HTMLParser

from yicun.intake.grid import Cell, Grid, Merge, Workbook
from yicun.intake.read.cells import CellSheet, grid_of
from yicun.intake.read.delimited import breaks_off, literal, split
from yicun.intake.read.kinds import utf_16
from yicun.intake.read.limits import COLUMNS, HTML_BYTES, ROWS, SPANNED_CELLS
from yicun.intake.read.marks import Marks
from yicun.intake.read.refusal import damaged, too_large

_BINARY = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")


def read_text(raw: bytes, stem: str, *, is_named_text: bool) -> Workbook:
    """Read CSV or TSV; the sheet is named after the file, as Excel does.

    Prose under the name of a workbook (no delimiter anywhere near its beginning) is refused: it is no table.
    """
    text, encoding = decoded(raw)
    delimiter, records = split(text)
    if not is_named_text and delimiter not in text[:10_000]:
        raise damaged("内容是普通文本，不是电子表格")
    return Workbook(
        grids=(_grid(stem, records.rows),),
        encoding=encoding,
        stray_quotes=tuple(records.stray),
        cut_off=breaks_off(text, delimiter),
    )


def read_html(raw: bytes, stem: str) -> Workbook:
    """Read the tables of a web page, one below another on one sheet, as a spreadsheet program shows them."""
    if len(raw) > HTML_BYTES:
        raise too_large(f"网页超过 {HTML_BYTES >> 20} MB")
    text, encoding = decoded(raw)
    tables = _HtmlTables()
    tables.feed(_without_comments(text))
    if tables.breaks_off:
        raise damaged("网页不完整，后面的行已经丢失")
    tables.close()
    marks = Marks(hidden_rows=tables.hidden_rows, struck=tables.struck)
    grid = _grid(stem, tables.rows, tuple(tables.merges), marks)
    return Workbook(grids=(grid,), encoding=encoding)


def _without_comments(text: str) -> str:
    """The text without its comments; the parser looks for the end of each to the end of the page."""
    kept, start = [], 0
    while (at := text.find("<!--", start)) >= 0:
        kept.append(text[start:at])
        end = text.find("-->", at + 4)
        start = len(text) if end < 0 else end + 3
    return "".join((*kept, text[start:]))


def _grid(stem: str, rows: list[list[Cell]], merges: tuple[Merge, ...] = (), marks: Marks | None = None) -> Grid:
    return grid_of(CellSheet(stem[:31], True, marks or Marks(), merges), rows)  # noqa: FBT003 - such a sheet is never hidden


def decoded(raw: bytes) -> tuple[str, str]:
    """The text and, where it is not UTF-8, the name of its encoding."""
    wide = utf_16(raw)
    encodings = (wide,) if wide else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _BINARY.search(text, 0, 100_000):
            break
        return text, "GB18030" if encoding == "gb18030" else ""
    raise damaged("内容不是电子表格")


_UNSEEN = re.compile(r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|(?<![-\w])height:0(?![.\d]*[1-9])")


_STRIKES = frozenset(("s", "del", "strike"))
_UNSHOWN = frozenset(("script", "style", "rt", "rp"))


class _HtmlTables(HTMLParser):
    """Rows of all tables in the order they stand; a spanned cell keeps its place free and becomes a merged area."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.struck: list[tuple[int, int]] = []
        self._row_struck = self._cell_struck = False
        self._lines = 0  # how many elements open here draw a line through their text
        self._text: list[str] | None = None
        self._open: Counter[str] = Counter()
        self._closed: set[str] = set()
        self._unshown = ""
        self._span = (1, 1)
        self._spanned = 0
        self._taken: set[tuple[int, int]] = set()

    @property
    def breaks_off(self) -> bool:
        """Whether the page ends in the middle of a table: of one that closes its other cells, or of a whole page."""
        in_cell = self._text is not None and "td" in self._closed
        in_page = self._open["html"] > 0 and "html" not in self._closed
        return self._open["table"] > 0 and (in_cell or in_page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a row or a cell; both may be left unclosed."""
        self._open[tag] += 1
        if tag in _UNSHOWN:
            self._unshown = tag
        elif tag == "tr":
            self._end_cell()
            self.rows.append([])
            self._row_struck = _strikes(dict(attrs))
            if _hides(dict(attrs)):
                self.hidden_rows.add(len(self.rows))
        elif tag in {"td", "th"}:
            self._end_cell()
            given = dict(attrs)
            self._text, self._span = [], (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._cell_struck, self._lines = True, int(self._row_struck or _strikes(given))
        elif tag in _STRIKES:
            self._lines += 1
        elif tag in {"br", "p"} and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Close a cell."""
        self._open[tag] -= 1
        self._closed.add(tag)
        if tag == self._unshown:
            self._unshown = ""
        elif tag in _STRIKES:
            self._lines = max(self._lines - 1, 0)
        elif tag in {"td", "th", "tr", "table"}:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        """Keep the text of a cell, its white space as a browser shows it."""
        if self._text is not None and not self._unshown:
            self._text.append(re.sub(r"[ \t\r\n\f]+", " ", data))
            self._cell_struck &= self._lines > 0 or not data.strip()

    def close(self) -> None:
        """End what is still open."""
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text, self._text = "".join(self._text).strip(" \n"), None
        if not self.rows:
            self.rows.append([])
        row, line = len(self.rows), self.rows[-1]
        while (row, len(line) + 1) in self._taken:
            line.append(None)
        height, width = self._span
        column = len(line) + 1
        line.append(literal(text) or None)
        if self._cell_struck and text:
            self.struck.append((row, column))
        line.extend([None] * (width - 1))
        self._spanned += height * width - 1
        if self._spanned > SPANNED_CELLS or len(self.rows) > ROWS or len(line) > COLUMNS:
            raise too_large("网页里的表太大")
        if height * width > 1:
            self.merges.append(Merge(row, column, row + height - 1, column + width - 1))
            self._taken |= {(r, c) for r in range(row + 1, row + height) for c in range(column, column + width)}


def _strikes(given: dict[str, str | None]) -> bool:
    """Whether the attributes of a row or cell draw a line through its text."""
    return "line-through" in (given.get("style") or "").lower()


def _hides(given: dict[str, str | None]) -> bool:
    """Whether the attributes of a row keep it from being shown."""
    style = re.sub(r"\s", "", given.get("style") or "").lower()
    return "hidden" in given or _UNSEEN.search(style) is not None


def _span(text: str | None) -> int:
    """A span as a browser reads it: at least one, at most a thousand (HTML 4.9.11)."""
    return min(max(int(text), 1), 1000) if text and text.isascii() and text.strip().isdigit() else 1
