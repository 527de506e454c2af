"""公民身份号码, GB 11643: eighteen characters checked as columns of a matrix, not one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]

LENGTH = 18
_AT_ONCE = 20_000
PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91)
)
"""First two digits that some province or region has had, GB/T 2260; 91 is abroad, 81–83 residence permits."""

_WEIGHTS = np.array([pow(2, 17 - place, 11) for place in range(17)], dtype=np.int64)
_CHECK_CHARACTERS = np.frombuffer(b"10X98765432", dtype=np.uint8).astype(np.uint32)
_PROVINCE_EXISTS = np.isin(np.arange(100), sorted(PROVINCES))
_DAYS_IN_MONTH = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


@dataclass(frozen=True, slots=True)
class Checked:
    """What a column of texts says, flag by flag; a later flag means nothing where an earlier one is False.

    `long`: 18 characters. `written`: 17 digits and a digit or X. `dated`: characters 7–14 are a day that exists.
    `regional`: the first two digits are a province's. `summed`: the check character is right (ISO 7064 mod 11-2).
    `tail`: digits 16–18 are 000. `born` is the day, missing where not `dated`; `male` by character 17.
    """

    long: Flags
    written: Flags
    dated: Flags
    regional: Flags
    summed: Flags
    tail: Flags
    born: Days
    male: Flags


def check(texts: Sequence[str]) -> Checked:
    """Check texts as they stand; they are not tidied first. A part at a time: a matrix is ten times its texts."""
    parts = [_check(texts[at : at + _AT_ONCE]) for at in range(0, max(len(texts), 1), _AT_ONCE)]
    return Checked(*(np.concatenate([getattr(part, flag.name) for part in parts]) for flag in fields(Checked)))


def _check(texts: Sequence[str]) -> Checked:
    count = len(texts)
    long = np.fromiter(map(len, texts), dtype=np.int64, count=count) == LENGTH
    letters = "".join(text for text in texts if len(text) == LENGTH)
    matrix = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).reshape(-1, LENGTH)
    digits = matrix.astype(np.int64) - ord("0")
    numeric = (digits >= 0) & (digits <= 9)
    written = numeric[:, :17].all(axis=1) & (numeric[:, 17] | (matrix[:, 17] == ord("X")))
    digits = np.where(written[:, None], digits, 0)
    dated, born = _birth_dates(digits[:, 6:14])

    def whole(part: npt.NDArray[np.bool_]) -> Flags:
        flags = np.zeros(count, dtype=bool)
        flags[long] = part
        return flags

    days = np.full(count, "NaT", dtype="datetime64[s]")
    days[long] = np.where(written, born, np.datetime64("NaT"))
    return Checked(
        long=long,
        written=whole(written),
        dated=whole(written & dated),
        regional=whole(written & _PROVINCE_EXISTS[digits[:, 0] * 10 + digits[:, 1]]),
        summed=whole(written & (_CHECK_CHARACTERS[digits[:, :17] @ _WEIGHTS % 11] == matrix[:, 17])),
        tail=whole(written & (matrix[:, 15:] == ord("0")).all(axis=1)),
        born=days,
        male=whole(written & (digits[:, 16] % 2 == 1)),
    )


def sound(checked: Checked, as_of: date) -> Flags:
    """Those against which nothing at all can be said on the as-of date."""
    return checked.summed & checked.dated & checked.regional & ~checked.tail & (checked.born <= np.datetime64(as_of))


def _birth_dates(digits: npt.NDArray[np.int64]) -> tuple[Flags, Days]:
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    month = digits[:, 4:6] @ np.array([10, 1])
    day = digits[:, 6:] @ np.array([10, 1])
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    real_month = (month >= 1) & (month <= 12)
    last = _DAYS_IN_MONTH[np.where(real_month, month, 0)] + (leap & (month == 2))
    dated = (year >= 1) & real_month & (day >= 1) & (day <= last)
    months = np.where(dated, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    born = months.astype("datetime64[D]") + np.where(dated, day - 1, 0)
    return dated, np.where(dated, born, np.datetime64("NaT")).astype("datetime64[s]")
