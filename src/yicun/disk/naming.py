"""Names for what is written: legal on every system, inside the folder meant for them, and no two alike."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from yicun.model.errors import CannotRun
from yicun.model.masks import mask_text

BETWEEN = "／"
"""Stands between the folders and the file of a path that became one name."""

_LONGEST = 180  # bytes, of the 255 that systems allow, so that an ending fits behind
_WIDE = str.maketrans({character: chr(ord(character) + 0xFEE0) for character in '\\/:*?"<>|'})
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE)
_NO_CHARACTER = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def file_name(text: str) -> str:
    """A text as the name of one file or folder on Windows, macOS and Linux; personal numbers masked.

    What no name may hold becomes its wide form (`a/b` -> `a／b`) or `_`; device names and names of dots alone get a `_`
    in front; more than 180 bytes are cut.
    """
    name = unicodedata.normalize("NFC", mask_text(text)).translate(_WIDE)
    name = "".join("_" if unicodedata.category(character) in _NO_CHARACTER else character for character in name)
    name = name.strip(" ")
    name = f"_{name}" if name.startswith(".") or _DEVICE.match(name) else name
    name = _shortened(name)
    return f"{name[:-1]}_" if name.endswith((".", " ")) else name or "_"


def joined_name(path: Iterable[str]) -> str:
    """The parts of a path as one name: 省新, 名单.xls -> 省新／名单.xls."""
    return file_name(BETWEEN.join(part.replace(BETWEEN, BETWEEN * 2) for part in path))


def distinct(names: Mapping[str, str]) -> None:
    """Raise `CannotRun` where two of the names (source -> name) are one to some system, as `A` and `a` are."""
    first: dict[str, str] = {}
    for source, name in names.items():
        key = unicodedata.normalize("NFKC", name).casefold()
        if key in first:
            raise CannotRun(
                f"“{mask_text(first[key])}”和“{mask_text(source)}”要写成同名文件 {name}，没有写出任何文件。"
                "→ 请把其中一个改名后重试"
            )
        first[key] = source


def numbered(names: Mapping[str, str]) -> dict[str, str]:
    """The same names, those of one masked text told apart by a number: 名单350583＊＊65, 名单350583＊＊65（2）."""
    counts: dict[str, int] = {}
    by_key: dict[str, str] = {}
    for source, name in names.items():
        if mask_text(source) != source:
            counts[name] = counts.get(name, 0) + 1
            name = name if counts[name] == 1 else f"{name}（{counts[name]}）"  # noqa: PLW2901 - the same, told apart
        by_key[source] = name
    return by_key


def below(path: Path, roots: Iterable[Path]) -> tuple[str, ...]:
    """The parts of a path below the deepest of the roots that holds it; its name alone where none does."""
    inside = [path.relative_to(root).parts for root in roots if path.is_relative_to(root)]
    return min(inside, key=len) if inside else (path.name,)


def _shortened(name: str) -> str:
    if len(name.encode("utf-8", "surrogatepass")) <= _LONGEST:
        return name
    kept, room = [], _LONGEST - len("…".encode()) - len(_ending(name).encode())
    for character in name:
        room -= len(character.encode())
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + "…" + _ending(name)


def _ending(name: str) -> str:
    """The kind of a file, kept when its name is cut."""
    ending = Path(name).suffix
    return ending if len(ending.encode()) <= len(".parquet") else ""
