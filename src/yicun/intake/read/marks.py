"""What a fast reader loses, found in the raw XML of an .xlsx worksheet: error cells, formulas without a value, hidden
rows and columns, and how far the cells reach.

Nearly every worksheet writes its cells in one plain form, `<c r="K7" s="1" t="s">`; there a search for the few marks is
enough. Any other form (prefixes, other quotes, no references) is walked by a real XML parser, with the same answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from yicun.intake.grid import Cell, ErrorCell, NoValue
from yicun.intake.read.limits import COLUMNS, ROWS, rectangle_fits
from yicun.intake.read.refusal import too_far
from yicun.model.findings import column_number


@dataclass(slots=True)
class Marks:
    """Marks of one sheet. All numbers are Excel's; `special` holds the cells (row, column) whose value a reader loses,
    `hidden_columns` spans with both ends.
    """

    special: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"')
_ATTRIBUTES = r'(?: s="\d++")?+(?: t="[a-zA-Z]++")?+(?: s="\d++")?+/?>'
_STRANGE_CELL = re.compile(rf'<c(?! r="[A-Z]{{1,3}}+[1-9]\d{{0,6}}+"{_ATTRIBUTES})'.encode())
_BEYOND_SMALL = re.compile(rf'<c(?! r="A?[A-Z][1-9]\d{{0,3}}+"{_ATTRIBUTES})'.encode())
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_FILLED_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*(?<!/)>')
_SAMPLE, _SMALL = 4_000, 2_000_000
_ERROR = re.compile(rb' t="e"')
_FORMULA = re.compile(rb"<f[ />]")
_VALUE = re.compile(rb"<v(?: [^>]*)?>([^<]+)</v>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_ROW, _COLUMN = re.compile(rb"<(?:\w+:)?row\s"), re.compile(rb"<(?:\w+:)?col\s")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_FIRST = re.compile(rb"""\smin\s*=\s*["'](\d+)["']""")
_LAST = re.compile(rb"""\smax\s*=\s*["'](\d+)["']""")


def scan(xml: bytes) -> Marks:
    """Find the marks of a worksheet part.

    Refuses a sheet whose cells lie too far apart (YC005), or one in a strange form that is not XML (YC001).
    """
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    has_islands = b"!" in xml and (b"<![CDATA[" in xml or b"<!--" in xml)
    if has_islands or not 0 <= start < end or not _plain(xml, start, end):
        return _walked(xml)
    hidden_rows = _hidden_rows(xml, start, end)
    hidden_columns = _hidden_columns(xml[:start])
    if hidden_rows is None or hidden_columns is None:
        return _walked(xml)
    return Marks(_errors(xml, start, end) | _formulas(xml, start, end), hidden_rows, hidden_columns)


def _walked(xml: bytes) -> Marks:
    from yicun.intake.read.walk import walk

    found = walk(xml)
    rows, columns = found.reach
    if not rectangle_fits(rows, columns, found.cells):
        raise too_far(rows, columns, found.cells)
    return Marks(found.special, found.hidden_rows, found.hidden_columns)


def _plain(xml: bytes, start: int, end: int) -> bool:
    """Whether every cell is in the plain form. Refuses the sheet where the cells reach too far.

    How far they reach is guessed from the last ones and proved in the same pass; counted only where the guess fails.
    """
    if _PREFIXED_CELL.search(xml, start, end):
        return False
    if end - start < _SMALL and not _BEYOND_SMALL.search(xml, start, end):
        return True
    last = _CELL.findall(xml, max(start, end - _SAMPLE), end)
    if last:
        rows, row = _up_to_number(max(int(number) for _, number in last))
        widest = max((letters for letters, _ in last), key=lambda letters: (len(letters), letters))
        for columns, column in _up_to_letters(widest):
            if rectangle_fits(rows, columns, 0) or rectangle_fits(rows, columns, xml.count(b"<c ", start, end)):
                beyond = re.compile(rf'<c(?! r="(?:{column})(?:{row})"{_ATTRIBUTES})'.encode())
                if not beyond.search(xml, start, end):
                    return True
    if _STRANGE_CELL.search(xml, start, end):
        return False
    _count_reach(xml, start, end)
    return True


def _count_reach(xml: bytes, start: int, end: int) -> None:
    """Refuse the sheet where its filled cells lie too far apart; a cell that only has a format costs nothing."""
    filled = _FILLED_CELL.findall(xml, start, end)
    if not filled:
        return
    rows = {int(row) for _, row in filled}
    columns = {column_number(letters.decode()) for letters in {letters for letters, _ in filled}}
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    if max(rows) > ROWS or max(columns) > COLUMNS or not rectangle_fits(height, width, len(filled)):
        raise too_far(max(rows), max(columns), len(filled))


def _up_to_number(number: int) -> tuple[int, str]:
    """A pattern for all numbers up to this one or a little more, and the greatest it lets through."""
    digits = str(number)
    if len(digits) == 1:
        return 9, "[1-9]"
    first, second, rest = digits[0], digits[1], len(digits) - 2
    smaller = rf"|[1-{int(first) - 1}]\d{{{rest + 1}}}" if first > "1" else ""
    return (int(digits[:2]) + 1) * 10**rest - 1, rf"{first}[0-{second}]\d{{{rest}}}{smaller}|[1-9]\d{{0,{rest}}}"


def _up_to_letters(letters: bytes) -> Iterator[tuple[int, str]]:
    """The same for the letters of a column; a last row that leaves the last columns empty has a wider one to try."""
    if len(letters) == 1:
        yield 26, "[A-Z]"
        yield 52, "A?[A-Z]"
    elif len(letters) == 2:
        yield (letters[0] - 63) * 26, f"[A-{letters[:1].decode()}][A-Z]|[A-Z]"
    else:
        yield COLUMNS, "[A-Z]{1,3}"


def _hidden_rows(xml: bytes, start: int, end: int) -> set[int] | None:
    """Numbers of hidden rows; None where a hidden row does not say its number."""
    if xml.find(b"hidden", start, end) < 0:
        return set()
    rows = set()
    for hit in _HIDDEN.finditer(xml, start, end):
        opening = xml.rfind(b"<", start, hit.start())
        if _ROW.match(xml, opening):
            number = _ROW_NUMBER.search(xml, opening, xml.find(b">", opening))
            if number is None:
                return None
            rows.add(int(number[1]))
    return rows


def _hidden_columns(head: bytes) -> list[tuple[int, int]] | None:
    """Spans of hidden columns, from what stands before the cells; None where a span is not said plainly."""
    spans = []
    for hit in _HIDDEN.finditer(head):
        opening = head.rfind(b"<", 0, hit.start())
        closing = head.find(b">", opening)
        if _COLUMN.match(head, opening):
            first, last = _FIRST.search(head, opening, closing), _LAST.search(head, opening, closing)
            if first is None or last is None:
                return None
            spans.append((int(first[1]), int(last[1])))
    return spans


def _errors(xml: bytes, start: int, end: int) -> dict[tuple[int, int], Cell]:
    found: dict[tuple[int, int], Cell] = {}
    for hit in _ERROR.finditer(xml, start, end):
        cell, content = _cell_at(xml, hit.start(), end)
        value = _VALUE.search(content)
        if cell is not None and value is not None:
            found[cell] = ErrorCell(value[1].decode("ascii", "replace"))
    return found


def _formulas(xml: bytes, start: int, end: int) -> dict[tuple[int, int], Cell]:
    found: dict[tuple[int, int], Cell] = {}
    for hit in _FORMULA.finditer(xml, start, end):
        cell, content = _cell_at(xml, hit.start(), end)
        if cell is not None and b' t="str"' not in content and not _VALUE.search(content):
            found[cell] = NoValue()
    return found


def _cell_at(xml: bytes, position: int, end: int) -> tuple[tuple[int, int] | None, bytes]:
    """The cell that a position lies in (None where it lies in a text) and all that it holds."""
    opening = xml.rfind(b"<c ", 0, position)
    closing = xml.find(b"</c>", opening, end)
    place = _CELL.match(xml, opening) if 0 <= opening <= position < closing else None
    if place is None:
        return None, b""
    return (int(place[2]), column_number(place[1].decode())), xml[opening:closing]
