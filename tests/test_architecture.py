"""The rules of the house, each shown to fail on a planted violation."""

import re
import shutil
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from tests.systems import SCRIPTS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "yicun"
SLOW = ("pandas", "numpy", "pandera", "openpyxl", "xlsxwriter", "docx", "jinja2", "rich", "yaml", "pyarrow")
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc"}


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_one_way(copy: Path) -> None:
    outcome = _lint_imports(copy)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("model/fields.py", "import yicun.workspace"),
        ("model/codes.py", "import numpy"),
        ("coverage/states.py", "import yicun.report.json"),
        ("intake/people.py", "import pandera"),
        ("report/gaps.py", "import rich"),
        ("workspace.py", "import typer"),
        ("stranger.py", "import yicun.model"),
    ],
)
def test_a_planted_import_is_seen(copy: Path, module: str, line: str) -> None:
    path = copy / "src" / "yicun" / module
    path.write_text((path.read_text("utf-8") if path.exists() else "") + f"\n{line}\n", "utf-8")
    assert _lint_imports(copy).returncode == 1


def test_no_two_classes_share_a_name() -> None:
    classes = [
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"^class (\w+)", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert sorted({name for name in classes if classes.count(name) > 1}) == []


def test_how_cells_are_kept_is_known_to_readers_alone() -> None:
    inside = [SOURCE / "intake" / "grid.py", *(SOURCE / "intake" / "read").rglob("*.py")]
    others = [path for path in (SOURCE / "intake").rglob("*.py") if path not in inside]
    kept = re.compile(r"\.pool\b|\.numbers\b|\bCodes\b")
    assert [path for path in others if kept.search(path.read_text("utf-8"))] == []
    assert any(kept.search(path.read_text("utf-8")) for path in inside)


@pytest.mark.parametrize(("package", "folder"), [("yicun", ROOT / "src"), ("synthetic", ROOT)])
def test_no_imports_go_in_a_circle(package: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(folder))
    graph = grimp.build_graph(package, cache_dir=None, exclude_type_checking_imports=True)
    graph.remove_module(package)  # the front door of the library, which opens on pipeline
    TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules}).prepare()


def _loaded(*arguments: str) -> set[str]:
    script = (
        "import sys\nfrom yicun.cli.app import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("explain", "YC202"), ("validate", "--help")])
def test_quick_commands_load_nothing_slow(arguments: tuple[str, ...]) -> None:
    assert not set(SLOW) & _loaded(*arguments)


def test_the_guard_against_slow_imports_can_fail() -> None:
    assert "pandas" in _loaded("validate", str(ROOT / "samples" / "roster.xlsx"), "-q")


def test_names_say_something() -> None:
    assert not [path for path in SOURCE.rglob("*.py") if path.stem in FORBIDDEN_NAMES]


def test_modules_stay_small_enough_to_read() -> None:
    long = {
        str(path.relative_to(SOURCE)): count
        for path in SOURCE.rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long


def test_the_rooms_stand_in_the_plan() -> None:
    plan = (ROOT / "docs" / "house.md").read_text("utf-8")
    rooms = [path for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert rooms
    for room in rooms:
        assert f"`{room.name}`" in plan, room.name


@SCRIPTS
def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = [line for line in makefile.splitlines() if line.startswith(".PHONY:")]
    # run by `make test`, make would also say which folder it is in
    listed = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[0] for line in listed.splitlines()} == set(phony.split()[1:])
