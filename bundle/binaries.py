"""What the programs and libraries of a folder ask of the system, read by binutils' readelf."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Of the libraries of the system: what those of glibc 2.28 and GCC 8 offer, the oldest that these offices have.
NEWEST = {"GLIBC": (2, 28), "GLIBCXX": (3, 4, 25), "CXXABI": (1, 3, 11), "GCC": (8, 0, 0)}
OF_THE_SYSTEM = re.compile(r"lib(c|m|dl|pthread|rt|util|z|stdc\+\+|gcc_s)\.so\.\d+|ld-linux-x86-64\.so\.2")


def refused(folder: Path) -> list[str]:
    """A line for each thing that the oldest system does not have: a newer symbol version, a library."""
    programs = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_program(path)]
    there = {path.name for path in programs}
    return [f"{path.relative_to(folder)}: {asked}" for path in programs for asked in _too_much(path, there)]


def _is_program(path: Path) -> bool:
    with path.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def _too_much(path: Path, there: set[str]) -> Iterator[str]:
    for library in re.findall(r"\(NEEDED\).*\[(.+)\]", _read(path, "--dynamic")):
        if library not in there and not OF_THE_SYSTEM.fullmatch(library):
            yield library
    for family, number in sorted(set(re.findall(r"Name: ([A-Z]+)_([\d.]+)\b", _read(path, "--version-info")))):
        if family in NEWEST and tuple(map(int, number.split("."))) > NEWEST[family]:
            yield f"{family}_{number}"


def _read(path: Path, option: str) -> str:
    done = subprocess.run(["readelf", "--wide", option, path], capture_output=True, text=True, check=True)
    return done.stdout
