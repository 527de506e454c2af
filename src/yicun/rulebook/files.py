"""Where rulebooks lie: by name, with those they extend and what stands beside them. Nothing here is understood yet."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from yicun.disk.plain import read_plain

_ISSUER = re.compile(r"^issuer:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)
_SCHEME = re.compile(r"^(fields|scheme|post|reviewer):", re.MULTILINE)
_EXTENDS = re.compile(r"^extends:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


def shipped() -> Path:
    """The folder of the rulebooks that come with yicun."""
    inside = Path(__file__).parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "rules"


def find_rulebook(name: str, search: Sequence[Path]) -> Path | None:
    """The file of a rulebook named like `nanan-2020` in the first of the folders that has it."""
    if PurePosixPath(name).name != name or name in {"", ".", ".."}:
        return None
    return next((file for folder in search if (file := folder / f"{name}.yaml").is_file()), None)


def issued_in(area: str) -> Path:
    """The shipped rulebook that an office of the area issued, else the first that rests on no other."""
    books = [path for path in sorted(shipped().glob("*.yaml")) if "." not in path.stem]
    own = (path for path in books if area and _named(path, _ISSUER).startswith(area))
    return next(own, next(path for path in books if not _named(path, _EXTENDS)))


def files_behind(path: Path, search: Sequence[Path]) -> tuple[Path, ...]:
    """A rulebook's file and those it extends, their cases and the texts beside them."""
    chain = chain_of(path, search)
    beside = [file for one in chain for file in (one.with_suffix(".cases.yaml"), *(one.parent / "texts").glob("*"))]
    return tuple(dict.fromkeys((*chain, *beside)))


def chain_of(path: Path, search: Sequence[Path]) -> list[Path]:
    """A rulebook's file and those it extends, nearest first."""
    chain = [path]
    while (name := _named(chain[-1], _EXTENDS)) and (
        base := find_rulebook(name, (chain[-1].parent, *search))
    ) not in chain:
        if base is None:
            break
        chain.append(base)
    return chain


def _named(path: Path, key: re.Pattern[str]) -> str:
    try:
        named = key.search(read_plain(path).decode("utf-8-sig", "replace"))
    except OSError:
        return ""
    return named[1] if named is not None else ""


def declares_scheme(path: Path, search: Sequence[Path]) -> bool:
    """Whether a rulebook, or one it extends, says anything of the roster or of the work itself."""
    return any(_named(file, _SCHEME) for file in chain_of(path, search))
