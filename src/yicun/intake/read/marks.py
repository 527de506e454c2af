"""What stands beside the cells of a sheet: hidden rows and columns, found in the XML round an .xlsx one that was cut.

Any other sheet is walked by a real XML parser (`walk`), which also finds what a fast reader loses of its cells.
"""

import re
from dataclasses import dataclass, field

from yicun.intake.grid import Cell, Ints


@dataclass(slots=True)
class Marks:
    """Marks of one sheet. All numbers are Excel's; `special` holds the cells (row, column) whose value a reader loses,
    `hidden_columns` spans with both ends, `struck` the row and column of cells that are struck through.
    """

    special: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] | Ints = field(default_factory=list)


_ROW, _COLUMN = re.compile(rb"<row(\s[^<>]*)>"), re.compile(rb"<col(\s[^<>]*)>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_NO_SIZE = re.compile(rb"""\s(?:ht|width)\s*=\s*["']0*(?:\.0*)?["']""")
_HIDDEN_MARKS = (b"hidden", b' ht="0', b" ht='0", b' width="0', b" width='0")
_SHOWN = re.compile(rb"""\s(?:ht\s*=|hidden\s*=\s*["'](?:0|false)["'])""")
_ALL_ROWS = re.compile(rb"""<sheetFormatPr\s[^<>]*zeroHeight\s*=\s*["'](?:1|true)["']""")
_NUMBER = rb"""\s%b\s*=\s*["'](\d{1,7})["']"""
_ROW_NUMBER, _FIRST, _LAST = (re.compile(_NUMBER % name) for name in (b"r", b"min", b"max"))


def marks_beside(head: bytes, rows: bytes) -> Marks | None:
    """The marks in what stands before the cells and between them; None where something hidden is not said plainly."""
    columns = [_numbers(tag, _FIRST, _LAST) for tag in _hidden(_COLUMN, head)]
    tags = _hidden(_ROW, rows)
    if b"zeroHeight" in head and _ALL_ROWS.search(head):
        tags += [tag for tag in _ROW.findall(rows) if not _SHOWN.search(tag)]
    numbers = [_numbers(tag, _ROW_NUMBER) for tag in tags]
    spans = [(found[0], found[1]) for found in columns if found is not None]
    hidden_rows = {found[0] for found in numbers if found is not None}
    return None if None in columns or None in numbers else Marks({}, hidden_rows, spans)


def _hidden(tag: re.Pattern[bytes], xml: bytes) -> list[bytes]:
    """The attributes of every such tag that hides something, outright or by having no size."""
    if not any(mark in xml for mark in _HIDDEN_MARKS):
        return []
    return [one for one in tag.findall(xml) if _HIDDEN.search(one) or _NO_SIZE.search(one)]


def _numbers(tag: bytes, *asked: re.Pattern[bytes]) -> tuple[int, ...] | None:
    """The numbers asked for in a tag; None where they are not there."""
    found = [pattern.search(tag) for pattern in asked]
    return None if None in found else tuple(int(one[1]) for one in found if one is not None)
