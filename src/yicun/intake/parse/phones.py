"""Telephones: mobiles, and landlines with their area code (fields.md, Values)."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from yicun.intake.grid import Cell
from yicun.intake.parse.readings import Fault, Reading, Readings, as_text, matching, read_each, trimmed
from yicun.model.fields import Field

_APART = re.compile(r"[/、,;|\n]|或")
_WHOSE = re.compile(
    r"(?<=\d)\s*\((?:本人|手机|手机号|移动|联通|电信|座机|固话|办公?|办公室|宅|宅电|家|家庭|短号|微信|微信同号|同微信|新|常用)\)$|^(?:手机号?码?|座机|固话|办公室?|宅电|电话|联系电话|本人):?(?=[\d+(])"
)
_FILLING = re.compile(r"[\s()]")
_DASH = re.compile(r"[‐-―─]")
_MOBILE = re.compile(r"(?:(?:\+|00)?86-?)?(1[3-9]\d-?\d{4}-?\d{4})")
_LANDLINE = re.compile(r"(?:(?:\+|00)86-?)?(010|02\d|0[3-9]\d{2})-?([2-9]\d{6,7})(?:[转-](\d{1,5}))?")
_FLOAT = re.compile(r"(?<=^\d{11})\.0+$")  # a number that went through a program
_PLAIN = "1[3-9][0-9]{9}"


def read_phones(about: Field, cells: Sequence[Cell], as_of: date) -> Readings:  # noqa: ARG001 - as every reader
    """One or several telephones in a cell, joined by 、 with the mobiles first (YC215, YC294)."""
    return read_each(about, cells, _read, matching(_PLAIN, cells))


def _read(cell: Cell) -> Reading | None:
    written = as_text(cell)
    text = unicodedata.normalize("NFKC", trimmed(written))
    numbers: list[str] = []
    for part in filter(None, (part.strip() for part in _APART.split(text))):
        whole = phone(part)
        several = [whole] if whole else [phone(piece) for piece in part.split()]
        if not several or not all(several):
            return Reading(None, (Fault("YC215"),))
        numbers += filter(None, several)
    if not numbers:
        return None
    ordered = sorted(dict.fromkeys(numbers), key=lambda number: re.fullmatch(_PLAIN, number) is None)
    value = "、".join(ordered)
    return Reading(value, () if value == written else (Fault("YC294", fix=value),))


def phone(text: str) -> str | None:
    """One number in the usual writing, `13800000000` or `0595-86380000`; None where it is not one."""
    bare = _FLOAT.sub("", _DASH.sub("-", _FILLING.sub("", _WHOSE.sub("", text))))
    mobile = _MOBILE.fullmatch(bare)
    if mobile is not None:
        return mobile[1].replace("-", "")
    landline = _LANDLINE.fullmatch(bare)
    if landline is None:
        return None
    area, number, extension = landline.groups()
    return f"{area}-{number}" + (f"-{extension}" if extension else "")
