"""Make the folder that runs on Linux (x86-64, glibc 2.28 on) without Python: `make executable`."""

import argparse
import compileall
import shutil
import subprocess
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

from binaries import refused
from interpreter import PYTHON, interpreter
from make_bundle import ROOT, locked_for, packed, pip_target

from yicun import __version__

SYSTEM = "linux-x86_64"
# Of the wheels: tests, what a compiler or Python 2 would need, and the parts of pyarrow that talk to a network.
UNUSED = (
    "bin", "*/tests", "*/test", "pyarrow/include", "pyarrow/src", "pyarrow/libarrow_flight*", "pyarrow/libarrow_s3*",
    "pyarrow/libarrow_python_flight*", "pyarrow/_flight*", "pyarrow/*fs.cpython*",
    "*/**/*.pxd", "*/**/*.pyx", "*/**/*.h", "olefile/olefile2.py",
)  # fmt: skip


def main() -> None:
    """Make the folder anew."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT / "build" / "executable")
    options.add_argument("--work", type=Path, default=ROOT / "build" / "cpython", help="where CPython is compiled once")
    options.add_argument("--archive", action="store_true", help="pack it with starters, handbook and samples")
    chosen = options.parse_args()
    if chosen.archive:
        print(archive(chosen.folder, chosen.work))
    else:
        print(make(chosen.folder, chosen.work))


def archive(target: Path, work: Path) -> Path:
    """The folder packed, with what starts it at a double click, the handbook and the samples."""
    content = target / f"yicun-{__version__}-{SYSTEM}-免安装"
    shutil.rmtree(content, ignore_errors=True)
    make(content, work)
    for name in ("检查名单.sh", "检查名单.desktop"):
        shutil.copy(ROOT / "bundle" / name, content)
        (content / name).chmod(0o755)
    return packed(content)


def make(target: Path, work: Path) -> Path:
    """`yicun/yicun` in a folder, with everything it needs; raises where a part asks for a newer system."""
    folder = target / "yicun"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(interpreter(work), folder / "python")
    library = folder / "python" / "lib" / f"python{PYTHON}"
    _install(library / "site-packages", work)
    shutil.copy(ROOT / "bundle" / "start.py", folder)
    shutil.copy(ROOT / "bundle" / "yicun.sh", folder / "yicun")
    (folder / "yicun").chmod(0o755)
    (folder / "python" / "免安装版").touch()  # `yicun doctor` says which one it is
    compileall.compile_dir(library, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH)
    if newer := refused(folder):
        raise SystemExit("asks for more than glibc 2.28 offers:\n" + "\n".join(newer))
    return folder


def _install(site: Path, work: Path) -> None:
    """The wheels of the archive and ours, without what no command uses."""
    lock, wheels = work / "requirements.txt", work / "wheel"
    lock.write_text(locked_for(SYSTEM, PYTHON), "utf-8")
    shutil.rmtree(wheels, ignore_errors=True)
    _run("hatchling", "build", "-t", "wheel", "-d", wheels)
    install = (
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-compile",
        "--no-deps",
        "--target",
        site,
    )
    _run(*install, *pip_target(SYSTEM, PYTHON), "--require-hashes", "--requirement", lock)
    _run(*install, *wheels.glob("*.whl"))
    for path in [path for pattern in UNUSED for path in site.glob(pattern)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _run(module: str, *arguments: str | Path) -> None:
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT, check=True, stdout=sys.stderr)


if __name__ == "__main__":
    main()
