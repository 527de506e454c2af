"""Which files count and in which order, by their names alone; alike on every system."""

import fnmatch
from collections.abc import Sequence
from pathlib import Path

_LEFT_BEHIND = ("~$", ".")  # lock files of Excel and WPS, hidden files of any system
_FURNITURE = frozenset(("thumbs.db", "desktop.ini"))
_BAD_NAMES = (87, 123, 161)  # ERROR_INVALID_PARAMETER, ERROR_INVALID_NAME, ERROR_BAD_PATHNAME


def fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether a path has the form of a pattern, part by part; `**` stands for any number of folders.

    Large letters are as good as small ones on every system: a workbook's ending is .XLSX where an old program wrote it.
    """
    if not pattern or not parts:
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return any(fits(parts[start:], pattern[1:]) for start in range(len(parts) + 1))
    return fnmatch.fnmatchcase(parts[0].lower(), pattern[0].lower()) and fits(parts[1:], pattern[1:])


def by_name(path: Path) -> tuple[str, ...]:
    """The order of files on every system; Windows alone would make no difference between large and small letters."""
    return path.parts


def is_system_file(path: Path) -> bool:
    """Whether an office program or the system left this in the folder; anything else was put there by somebody."""
    return path.name.startswith(_LEFT_BEHIND) or path.name.lower() in _FURNITURE


def is_bad_name(error: OSError) -> bool:
    """Whether Windows says that nothing can be called so, as of a pattern that nothing matched."""
    return getattr(error, "winerror", None) in _BAD_NAMES
