"""Pack one archive that installs yicun without a network: wheels by platform, the lock, the handbook, the samples."""

import argparse
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from packaging.markers import Marker

from yicun import __version__

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = {
    "linux": ["manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in (5, 12, 17, 24, 26, 27, 28))],
    "win32": ["win_amd64"],
}
SYSTEMS = {"linux": ("posix", "Linux", "x86_64"), "win32": ("nt", "Windows", "AMD64")}
HANDBOOK = ("手册.md", "错误.md", "fields.md", "codes.md", "rules.md", "图")
NAME = f"yicun-{__version__}-offline"


def main() -> None:
    """Build the archive into a folder."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT / "build" / "bundle")
    options.add_argument("--python", action="append", choices=PYTHONS, help="only for these; all where left out")
    chosen = options.parse_args()
    print(make(chosen.folder, chosen.python or PYTHONS))


def make(folder: Path, pythons: Sequence[str]) -> Path:
    """The archive for these versions of CPython on Linux and Windows, both x86-64."""
    content = folder / NAME
    shutil.rmtree(content, ignore_errors=True)
    (content / "wheels").mkdir(parents=True)
    _run("hatchling", "build", "-t", "wheel", "-d", str(content))
    for system in PLATFORMS:
        for python in pythons:
            _download(content / "wheels", system, python)
    shutil.copy(ROOT / "requirements.lock", content)
    for name in ("install.sh", "检查名单.sh", "检查名单.desktop"):
        shutil.copy(ROOT / "bundle" / name, content)
    for name in ("install.cmd", "检查名单.cmd"):
        script = (ROOT / "bundle" / name).read_text("utf-8")
        (content / name).write_text(script, "gb18030", newline="\r\n")  # as a Chinese Windows reads it
    _copy(ROOT / "docs", content / "docs", HANDBOOK)
    _copy(ROOT / "samples", content / "samples", ("README.md", "roster.xlsx", "nanan"))
    return _packed(content)


def locked_for(system: str, python: str) -> str:
    """The part of the lock that a system and a version of CPython need; pip itself would ask the machine it runs on."""
    os_name, platform_system, machine = SYSTEMS[system]
    there = {
        "implementation_name": "cpython", "os_name": os_name, "platform_machine": machine,
        "platform_python_implementation": "CPython", "platform_system": platform_system,
        "python_full_version": f"{python}.0", "python_version": python, "sys_platform": system,
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
    tags = [word for tag in PLATFORMS[system] for word in ("--platform", tag)]
    return ["--only-binary=:all:", "--python-version", python, "--implementation", "cp", *tags]


def _download(folder: Path, system: str, python: str) -> None:
    lock = folder.parent / f"{system}-{python}.txt"
    lock.write_text(locked_for(system, python), "utf-8")
    _run(
        "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps",
        *pip_target(system, python), "--requirement", str(lock), "--dest", str(folder),
    )  # fmt: skip
    lock.unlink()


def _copy(source: Path, target: Path, names: Iterable[str]) -> None:
    target.mkdir()
    for name in names:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name)
        else:
            shutil.copy(source / name, target)


def _packed(content: Path) -> Path:
    """A zip, which both systems open: wheels are stored as they are, everything has the same date."""
    archive = content.parent / f"{content.name}.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(path for path in content.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(content.parent).as_posix())
            entry.external_attr = (0o755 if path.suffix in {".sh", ".desktop"} else 0o644) << 16
            entry.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            packed.writestr(entry, path.read_bytes())
    shutil.rmtree(content)
    return archive


def _run(module: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
