"""What one cell says: a value, or faults, or nothing. Every distinct cell of a column is read once."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute

from yicun.intake.grid import Cell, ErrorCell, NoValue
from yicun.model.absent import MISSING
from yicun.model.fields import BLANK_MARKS, DITTO_MARKS, Field, Kind
from yicun.model.invisible import without_invisible

Flags = npt.NDArray[np.bool_]

_SPACES = re.compile(r"\s+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_STROKES = re.compile(r"[-/\\—–―─−]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding about one distinct cell. `facts` are masked already; `withheld`: not even the text may be kept."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    fix: str | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell was read as. `value`: a text, an int, or the first and last day of a date; None is not known."""

    value: Any = None
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class Readings:
    """The readings of distinct cells: `said[i]` by cell i, `faults` of those that have any, and which of them say
    nothing (`blanks`) or point at the cell above (`dittos`).
    """

    cell_values: list[Any]
    faults: dict[int, tuple[Fault, ...]] = field(default_factory=dict)
    blanks: list[int] = field(default_factory=list)
    dittos: list[int] = field(default_factory=list)


def read_each(
    about: Field, cells: Sequence[Cell], read: Callable[[Cell], Reading | None], plain: Flags | None = None
) -> Readings:
    """Read distinct cells with `read`, whose None means blank; those that are `plain` are their own value.

    What holds for every field is answered here: error values, formulas without a value, 同上, and marks for a blank.
    """
    readings = Readings(list(cells))
    for number in range(len(cells)) if plain is None else np.flatnonzero(~plain).tolist():
        cell = cells[number]
        reading: Reading | None
        if isinstance(cell, ErrorCell):
            reading = Reading(None, (Fault("YC220", {"value": cell.text}, withheld=True),))
        elif isinstance(cell, NoValue):
            reading = Reading(None, (Fault("YC222", withheld=True),))
        elif isinstance(cell, str) and _SPACES.sub("", cell) in DITTO_MARKS:
            if about.inherits:
                readings.dittos.append(number)
            reading = Reading() if about.inherits else Reading(None, (Fault("YC221"),))
        elif isinstance(cell, str) and is_blank(about, cell):
            reading = None
        else:
            reading = read(cell)
        if reading is None:
            readings.blanks.append(number)
            readings.cell_values[number] = None
        else:
            readings.cell_values[number] = reading.value
            if reading.faults:
                readings.faults[number] = reading.faults
    return readings


def matching(pattern: str, cells: Sequence[Cell], unless: str = "") -> Flags:
    """Which cells are texts of a pattern that need no further reading; `unless` another is found in them.

    Both in the syntax of RE2, whose engine runs over a whole column.
    """
    texts = pa.array([cell if isinstance(cell, str) else None for cell in cells], pa.large_string())
    found = compute.match_substring_regex(texts, rf"\A(?:{pattern})\z")
    if unless:
        found = compute.and_not(found, compute.match_substring_regex(texts, unless))
    flags: Flags = found.fill_null(False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - what null becomes
    return flags


def is_blank(about: Field, text: str) -> bool:
    """Whether a text stands for an empty cell; 无 does, except where it is an answer."""
    if len(text) > 8 and not text.isspace():
        return False
    bare = squeezed(text)
    if bare == "无":
        return about.kind is not Kind.NAMES and not (about.choices is not None and about.choices.blank_is_answer)
    if bare.lower() in MISSING:
        return about.kind is not Kind.NAMES
    return bare in BLANK_MARKS or _STROKES.fullmatch(bare) is not None


def as_text(cell: Cell) -> str:
    """A cell as text: a whole number without its point, a date in ISO form."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"  # the digits a spreadsheet keeps; more would be invented
    if isinstance(cell, ErrorCell):
        return cell.text
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


def squeezed(text: str) -> str:
    """A text for comparing with a closed list: NFKC, no blanks, nothing invisible."""
    return _SPACES.sub("", without_invisible(unicodedata.normalize("NFKC", text)))


def trimmed(text: str) -> str:
    """A text as it is kept: nothing invisible, no blanks at its ends."""
    return without_invisible(text).strip()


def narrowed(text: str) -> str:
    """A name of a place or person: nothing invisible, no blanks, full-width letters and digits narrow; Chinese
    punctuation and every ideograph stay as they are (NFKC would replace rare ones).
    """
    return _SPACES.sub("", without_invisible(text)).translate(_FULL_WIDTH)


def tidied(before: str, after: str) -> tuple[Fault, ...]:
    """The note (YC291) that says how a text was tidied; nothing where it stayed as it was."""
    if before == after:
        return ()
    seen = without_invisible(before)
    what = [
        name
        for name, there in (
            ("不可见字符", seen != before),
            ("空格", _SPACES.search(seen) is not None),
            ("全角字符", any(ord(letter) in _FULL_WIDTH for letter in seen)),
        )
        if there
    ]
    return (Fault("YC291", {"what": "、".join(what) or "字符写法"}, after),)
