"""What stands beside the cells of a sheet: hidden rows and columns, found in the XML round an .xlsx one that was cut.

Any other sheet is walked by a real XML parser (`walk`), which also finds what a fast reader loses of its cells.
"""

import re
from dataclasses import dataclass, field

from yicun.intake.grid import Cell


@dataclass(slots=True)
class Marks:
    """Marks of one sheet. All numbers are Excel's; `special` holds the cells (row, column) whose value a reader loses,
    `hidden_columns` spans with both ends.
    """

    special: dict[tuple[int, int], Cell] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_ROW, _COLUMN = re.compile(rb"<(?:\w+:)?row\s"), re.compile(rb"<(?:\w+:)?col\s")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_FIRST = re.compile(rb"""\smin\s*=\s*["'](\d+)["']""")
_LAST = re.compile(rb"""\smax\s*=\s*["'](\d+)["']""")


def marks_beside(head: bytes, rows: bytes) -> Marks | None:
    """The marks in what stands before the cells and between them; None where something hidden is not said plainly."""
    columns = [_hidden(head, _COLUMN, hit, _FIRST, _LAST) for hit in _HIDDEN.finditer(head)]
    numbers = [_hidden(rows, _ROW, hit, _ROW_NUMBER) for hit in _HIDDEN.finditer(rows)] if b"hidden" in rows else []
    if None in columns or None in numbers:
        return None
    hidden_rows = {number for found in numbers if found for number in found}
    return Marks({}, hidden_rows, [(found[0], found[1]) for found in columns if found])


def _hidden(
    xml: bytes, tag: re.Pattern[bytes], hit: re.Match[bytes], *asked: re.Pattern[bytes]
) -> tuple[int, ...] | None:
    """The numbers asked for in the tag round a hit; none where it is another tag, None where they are not there."""
    opening = xml.rfind(b"<", 0, hit.start())
    closing = xml.find(b">", opening)
    if not tag.match(xml, opening):
        return ()
    found = [pattern.search(xml, opening, closing) for pattern in asked]
    return None if None in found else tuple(int(one[1]) for one in found if one is not None)
