"""Pack archives that install yicun without a network, one for each system and Python: wheels, handbook, samples."""

import argparse
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker

from yicun import __version__

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
HANDBOOK = ("手册.md", "错误.md", "fields.md", "codes.md", "rules.md", "rulebooks.md", "图")
SAMPLES = ("README.md", "roster.xlsx", "nanan", "other", "forest-rangers", "service", "broken")


class System(NamedTuple):
    """A kind of machine: as Python's markers name it, the wheels it takes, the scripts its archive holds."""

    platform: str
    os_name: str
    name: str
    machine: str
    tags: tuple[str, ...]
    scripts: tuple[str, ...]


def _linux(machine: str, minors: Iterable[int]) -> System:
    tags = tuple(f"manylinux_2_{minor}_{machine}" for minor in minors)
    scripts = ("install.sh", "检查名单.sh", "检查名单.desktop")
    return System("linux", "posix", "Linux", machine, (f"manylinux2014_{machine}", *tags), scripts)


SYSTEMS = {
    "linux-x86_64": _linux("x86_64", (5, 12, 17, 24, 26, 27, 28)),
    "linux-aarch64": _linux("aarch64", (17, 24, 26, 27, 28)),
    "windows-amd64": System("win32", "nt", "Windows", "AMD64", ("win_amd64",), ("install.cmd", "检查名单.cmd")),
}


def main() -> None:
    """Build the archives into a folder."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT / "build" / "bundle")
    options.add_argument("--system", action="append", choices=SYSTEMS, help="only for these; all where left out")
    options.add_argument("--python", action="append", choices=PYTHONS, help="only for these; all where left out")
    chosen = options.parse_args()
    for system in chosen.system or SYSTEMS:
        for python in chosen.python or PYTHONS:
            print(make(chosen.folder, system, python), flush=True)


def make(folder: Path, system: str, python: str) -> Path:
    """The archive for a system and a version of CPython."""
    content = folder / f"yicun-{__version__}-{system}-python{python}"
    shutil.rmtree(content, ignore_errors=True)
    (content / "wheels").mkdir(parents=True)
    _run("hatchling", "build", "-t", "wheel", "-d", str(content))
    lock = content / "requirements.lock"
    lock.write_text(locked_for(system, python), "utf-8")
    _run(
        "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps",
        *pip_target(system, python), "--requirement", str(lock), "--dest", str(content / "wheels"),
    )  # fmt: skip
    for name in SYSTEMS[system].scripts:
        script = script_for(name, system, python)
        # A Chinese Windows reads its scripts in its own code page.
        encoding, newline = ("gb18030", "\r\n") if name.endswith(".cmd") else ("utf-8", "\n")
        (content / name).write_text(script, encoding, newline=newline)
        (content / name).chmod(0o644 if name.endswith(".cmd") else 0o755)
    return packed(content)


def script_for(name: str, system: str, python: str) -> str:
    """A script of an archive, which knows the machine and the Python that the archive is for."""
    script = (ROOT / "bundle" / name).read_text("utf-8")
    return script.replace("@PYTHON@", python).replace("@MACHINE@", SYSTEMS[system].machine)


def locked_for(system: str, python: str) -> str:
    """The part of the lock that a system and a version of CPython need; pip itself would ask the machine it runs on."""
    wanted_by = SYSTEMS[system]
    there = {
        "implementation_name": "cpython", "os_name": wanted_by.os_name, "platform_machine": wanted_by.machine,
        "platform_python_implementation": "CPython", "platform_system": wanted_by.name,
        "python_full_version": f"{python}.0", "python_version": python, "sys_platform": wanted_by.platform,
    }  # fmt: skip
    kept = []
    for entry in re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8").strip()):
        wanted, hashes = entry.split(" \\\n", 1)
        requirement, _, marker = wanted.partition(" ; ")
        if not marker or Marker(marker).evaluate(there):
            kept.append(f"{requirement} \\\n{hashes}")
    return "\n".join(kept) + "\n"


def pip_target(system: str, python: str) -> list[str]:
    """The options that make pip choose wheels for another machine."""
    tags = [word for tag in SYSTEMS[system].tags for word in ("--platform", tag)]
    return ["--only-binary=:all:", "--python-version", python, "--implementation", "cp", *tags]


def packed(content: Path) -> Path:
    """A zip in the folder's place with handbook and samples, which all systems open; everything in it of one date."""
    _copy(ROOT / "docs", content / "docs", HANDBOOK)
    _copy(ROOT / "samples", content / "samples", SAMPLES)
    archive = content.parent / f"{content.name}.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for path in sorted(path for path in content.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(content.parent).as_posix())
            entry.create_system = 3  # whose modes the attributes are
            entry.external_attr = (0o755 if path.stat().st_mode & 0o100 else 0o644) << 16
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            target.writestr(entry, path.read_bytes())
    shutil.rmtree(content)
    return archive


def _copy(source: Path, target: Path, names: Iterable[str]) -> None:
    target.mkdir()
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        else:
            shutil.copy(source / name, target)


def _run(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
