"""Compile CPython for the Linux of these offices (x86-64, glibc 2.28 on) from Debian's sources, all modules built in.

zig brings the headers and the libraries of that glibc, so nothing of the machine that compiles gets in.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = "3.11"
TARGET = "x86_64-linux-gnu.2.28"
SOURCES = (f"python{PYTHON}", "zlib", "libffi", "expat")
FIRST_CORRECTION = "shutdown-deadlock.diff"  # Debian's patches before it only fit CPython into Debian
MODULES_LEFT_OUT = ("audioop", "_crypt", "_lsprof", "_xxsubinterpreters", "ossaudiodev", "spwd", "syslog")
LIBRARY_LEFT_OUT = (
    "test", "idlelib", "tkinter", "turtledemo", "turtle.py", "lib2to3", "ensurepip", "venv", "pydoc_data", "distutils",
    "curses", "dbm", "sqlite3", "__phello__", "__pycache__",
)  # fmt: skip


def interpreter(work: Path) -> Path:
    """A folder with `bin/python3.11` and `lib/python3.11`, compiled once for a folder of work."""
    done = work / "interpreter"
    if not done.exists():
        work.mkdir(parents=True, exist_ok=True)
        tools, sources = _compiler(work), _unpacked(work)
        stage = _libraries(sources, work / "stage", tools)
        _compile(sources[f"python{PYTHON}"], sources["expat"], stage, tools)
        _gather(sources[f"python{PYTHON}"], done)
    return done


def _compiler(work: Path) -> dict[str, str]:
    """The environment in which `configure` and `make` use zig."""
    if not (work / "zig").exists():
        _run(
            work, sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes",
            "--only-binary=:all:", "--target", work / "zig", "--requirement", HERE / "zig.lock",
        )  # fmt: skip
    zig = work / "zig" / "ziglang" / "zig"
    for name, options in (
        ("cc", f"-target {TARGET} -fno-sanitize=undefined -Wno-date-time"),
        ("ar", ""),
        ("ranlib", ""),
    ):
        (work / name).write_text(f'#!/bin/sh\nexec {zig} {name} {options} "$@"\n', "utf-8")
        (work / name).chmod(0o755)
    return {
        **{name.upper(): str(work / name) for name in ("cc", "ar", "ranlib")}, "CFLAGS": "-O2 -fPIC",
        "PKG_CONFIG": "false", "PATH": os.environ["PATH"], "HOME": str(work), "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1577836800",
    }  # fmt: skip


def _unpacked(work: Path) -> dict[str, Path]:
    """Each source by name, from the archives that apt of this machine knows; apt checks their signatures."""
    downloads, apt = work / "sources", work / "apt"
    (apt / "parts").mkdir(parents=True, exist_ok=True)
    (apt / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    for path in Path("/etc/apt/sources.list.d").glob("*.sources"):
        # Only point releases: what the security archive lists between them is not kept there for ever.
        stanzas = [part for part in path.read_text("utf-8").split("\n\n") if "-security" not in part]
        text = re.sub(r"^Types:.*", "Types: deb-src", "\n\n".join(stanzas), flags=re.MULTILINE)
        (apt / "parts" / path.name).write_text(text, "utf-8")
    places = (f"Dir::Etc::sourceparts={apt}/parts", "Dir::Etc::sourcelist=/dev/null", f"Dir::State::lists={apt}/lists")
    options = [word for place in (*places, "APT::Sandbox::User=root") for word in ("-o", place)]
    downloads.mkdir(exist_ok=True)
    _run(downloads, "apt-get", *options, "-qq", "update")
    _run(downloads, "apt-get", *options, "-qq", "source", "--download-only", *SOURCES)
    return {name: _source(downloads, name) for name in SOURCES}


def _source(downloads: Path, name: str) -> Path:
    """A source without the patches that fit it into Debian, and with those that correct it."""
    folder = downloads / name
    shutil.rmtree(folder, ignore_errors=True)
    (description,) = downloads.glob(f"{name}_*.dsc")
    _run(downloads, "dpkg-source", "--no-check", "--skip-patches", "-x", description, folder)
    series = (folder / "debian" / "patches" / "series").read_text("utf-8").split()
    if FIRST_CORRECTION in series:
        series = series[series.index(FIRST_CORRECTION) :]
    for patch in series:
        if patch.endswith((".diff", ".patch")):
            _run(folder, "patch", "-p1", "--silent", "--forward", "-i", f"debian/patches/{patch}")
    return folder


def _libraries(sources: Mapping[str, Path], stage: Path, tools: Mapping[str, str]) -> Path:
    """zlib and libffi as archives, which the linker puts into the interpreter."""
    for name, options in (
        ("zlib", ("--static",)),
        ("libffi", ("--disable-shared", "--disable-exec-static-tramp", "--disable-docs", "--build=x86_64-linux-gnu")),
    ):
        _run(sources[name], "sh", "./configure", f"--prefix={stage}", *options, tools=tools)
        _run(sources[name], "make", "-s", "install", tools=tools)
    return stage


def _compile(python: Path, expat: Path, stage: Path, tools: Mapping[str, str]) -> None:
    for path in (python / "Modules" / "expat").glob("*.[ch]"):
        corrected = expat / "expat" / "lib" / path.name
        if corrected.exists() and path.name != "expat_external.h":  # that one gives the symbols CPython's own names
            shutil.copy(corrected, path)
    places = {
        "CPPFLAGS": f"-I{stage}/include", "LDFLAGS": f"-L{stage}/lib -s",
        "MODULE_BUILDTYPE": "static", "ZLIB_CFLAGS": f"-I{stage}/include", "ZLIB_LIBS": f"{stage}/lib/libz.a",
    }  # fmt: skip
    _run(
        python, "sh", "./configure", "--prefix=/python", "--without-ensurepip", "--disable-test-modules",
        "--build=x86_64-linux-gnu", tools={**tools, **places},
    )  # fmt: skip
    lines = (python / "Modules" / "Setup.stdlib").read_text("utf-8").partition("\n*shared*")[0].splitlines()
    kept = [line for line in lines if not line.startswith(("#", *MODULES_LEFT_OUT))]
    foreign = " ".join(f"_ctypes/{name}.c" for name in ("_ctypes", "callbacks", "callproc", "stgdict", "cfield"))
    kept.append(f"_ctypes {foreign} -I{stage}/include {stage}/lib/libffi.a -ldl")
    (python / "Modules" / "Setup.local").write_text("\n".join(kept) + "\n", "utf-8")
    _run(python, "make", "-s", "-j2", "python", "pybuilddir.txt", "platform", tools={**tools, **places})


def _gather(python: Path, done: Path) -> None:
    """The interpreter and the part of the library that commands can reach, in one move."""
    growing = done.with_suffix(".part")
    shutil.rmtree(growing, ignore_errors=True)
    library = growing / "lib" / f"python{PYTHON}"
    shutil.copytree(python / "Lib", library, ignore=shutil.ignore_patterns(*LIBRARY_LEFT_OUT))
    (settings,) = python.glob("build/lib.*/_sysconfigdata*.py")
    shutil.copy(settings, library)
    (library / "lib-dynload").mkdir()
    (library / "lib-dynload" / "README").write_text("All modules are in bin/python3.11; this folder marks the place.\n")
    (growing / "bin").mkdir()
    shutil.copy(python / "python", growing / "bin" / f"python{PYTHON}")
    growing.rename(done)


def _run(folder: Path, *command: str | Path, tools: Mapping[str, str] | None = None) -> None:
    subprocess.run([*map(str, command)], cwd=folder, env=tools, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    print(interpreter(HERE.parent / "build" / "cpython"))
