"""What rows of a workbook hold taken out of it, and out of its store of texts; the rows stay, empty.

Nothing moves, so that notes, drop-downs and formulas of the clerk's own go on pointing where they did.
"""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from yicun.ledger.rows import ATTRIBUTE, CELL, ROW, packed, part_of
from yicun.model.errors import CannotRun

_TEXTS = "xl/sharedStrings.xml"
_STORED: Final = re.compile(r"<(\w+:)?si\b[^>]*?(?:/>|>.*?</(?:\w+:)?si>)", re.DOTALL)
_NUMBER: Final = re.compile(r"<(?:\w+:)?v>\s*(\d+)\s*</(?:\w+:)?v>")


def without_rows(workbook: bytes, rows: Mapping[str, Collection[int]]) -> bytes:
    """The workbook with these rows of each sheet empty; a text that no other cell holds is gone from it.

    Raises `CannotRun` where it is no .xlsx, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as package:
            parts = {part_of(package, sheet): numbers for sheet, numbers in rows.items()}
            sheets = {
                name: package.read(name).decode("utf-8-sig")
                for name in package.namelist()
                if name.startswith("xl/worksheets/") and name.endswith(".xml")
            }
            left = sheets | {part: _emptied(sheets[part], numbers) for part, numbers in parts.items()}
            changed = {name: left[name].encode() for name in parts}
            if _TEXTS in package.namelist():
                gone = set(_held(sheets.values())) - set(_held(left.values()))
                changed[_TEXTS] = _forgotten(package.read(_TEXTS).decode("utf-8-sig"), gone).encode()
            return packed(package, changed)
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise CannotRun("台账不是 .xlsx，或已损坏，没有写入。→ 请用 WPS 或 Excel 另存为 .xlsx") from None


def _emptied(xml: str, numbers: Collection[int]) -> str:
    """A sheet whose rows of these numbers hold nothing; how they look stays."""

    def emptied(found: re.Match[str]) -> str:
        if int(dict(ATTRIBUTE.findall(found[2])).get("r", 0)) not in numbers or not found[3]:
            return found[0]
        prefix = found[1] or ""
        cells = (dict(ATTRIBUTE.findall(cell[1])) for cell in CELL.finditer(found[3]))
        plain = "".join(f'<{prefix}c r="{at["r"]}" s="{at["s"]}"/>' for at in cells if "r" in at and "s" in at)
        return f"<{prefix}row{found[2]}>{plain}</{prefix}row>"

    return ROW.sub(emptied, xml)


def _held(sheets: Collection[str]) -> Iterator[int]:
    """The numbers of the stored texts that the cells of these sheets hold."""
    for xml in sheets:
        for cell in CELL.finditer(xml):
            if dict(ATTRIBUTE.findall(cell[1])).get("t") == "s" and (found := _NUMBER.search(cell[2] or "")):
                yield int(found[1])


def _forgotten(xml: str, gone: Collection[int]) -> str:
    """The stored texts, those of these numbers blank: the others are still found by their number."""
    numbers = iter(range(len(xml)))

    def blank(found: re.Match[str]) -> str:
        prefix = found[1] or ""
        return f"<{prefix}si><{prefix}t/></{prefix}si>" if next(numbers) in gone else found[0]

    return _STORED.sub(blank, xml)
