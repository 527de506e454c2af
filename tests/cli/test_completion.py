"""Tab in every shell offers stations and codes, and loads nothing that would make a person wait."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.systems import SCRIPTS

from yicun.model.codes import CODES

ROOT = Path(__file__).parents[2]
SHELLS = ("bash", "zsh", "fish", "powershell")
SLOW = {"pandas", "numpy", "pandera", "pydantic", "rich", "openpyxl", "xlrd", "msoffcrypto", "yaml"}
ASK = (
    "import sys\nfrom yicun.cli.app import main\nsys.argv = ['yicun']\n"
    "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)\n"
)


def tab(shell: str, *words: str, folder: Path = ROOT) -> tuple[str, set[str]]:
    """What a shell is told for the last of these words, and the modules that were loaded for it."""
    typed = " ".join(("yicun", *words))
    asked = {
        "_YICUN_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": typed,
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=folder,
        env={**os.environ, **asked},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    return done.stdout, set(done.stderr.split())


@pytest.mark.parametrize("shell", SHELLS)
def test_stations_of_the_register_are_offered_quickly(shell: str) -> None:
    offered, loaded = tab(shell, "export-list", "--station", "省")
    assert "省新派出所" in offered
    assert "康美派出所" not in offered
    assert not SLOW & loaded
    assert "yicun.intake.read" in loaded


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_are_offered_with_their_help_and_quickly(shell: str) -> None:
    offered, loaded = tab(shell, "val")
    assert "validate" in offered
    assert ("检查名单和底册" in offered) is (shell != "bash")
    assert not SLOW & loaded


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("explain", "YC20"), ["YC201", "YC202", "YC203", "YC204", "YC205", "YC206", "YC207", "YC208", "YC209"]),
        (("explain", "id-n"), ["id-number-damaged"]),
        (("explain", "YC9"), []),
        (("validate", "--select", "YC40,YC41"), [f"YC40,{code}" for code in CODES if code.startswith("YC41")]),
        (("validate", "--select", "$(touch x),YC41"), []),
        (("validate", "--ignore", "YC10"), [f"YC10{digit}" for digit in range(1, 10)]),
        (("template", "--station", "园"), []),
    ],
)
def test_codes_are_offered_by_what_was_typed(words: tuple[str, ...], offered: list[str]) -> None:
    said, loaded = tab("bash", *words)
    assert said.split() == offered
    assert not SLOW & loaded


def test_the_workspace_that_was_typed_is_asked() -> None:
    said, _ = tab("bash", "export-list", "-w", "samples/other", "--station", "")
    assert said.split()
    assert "省新派出所" not in said


@pytest.mark.parametrize("config", [None, "villages = 1\n", 'villages = "没有.xlsx"\n', 'villages = "坏.xlsx"\n', ""])
def test_without_a_register_nothing_is_offered_and_nothing_said(tmp_path: Path, config: str | None) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    if config is not None:
        (tmp_path / "yicun.toml").write_text(config, "utf-8")
    said, errors = tab("bash", "export-list", "--station", "", folder=tmp_path)
    assert said.strip() == ""
    assert "程序内部错误" not in " ".join(errors)


@SCRIPTS
def test_a_real_bash_completes() -> None:
    script = (
        'eval "$(_YICUN_COMPLETE=source_bash yicun)"\n'
        "COMP_WORDS=(yicun export-list --station 省); COMP_CWORD=3\n"
        '_yicun_completion yicun; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.stdout.split() == ["省新派出所"]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_every_shell_calls_yicun(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={**os.environ, "_YICUN_COMPLETE": f"source_{shell}"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert f"complete_{shell}" in done.stdout


WRITTEN_AS_CODE = ("甲\\$(touch x)", "甲`touch x`", "甲;touch x", '甲"$(touch x)', "甲'$(touch x)", "甲*", "甲&touch x")
REAL_TAB = {
    "bash": """eval "$(_YICUN_COMPLETE=source_bash yicun)"
COMP_WORDS=(yicun export-list --station 甲); COMP_CWORD=3
_yicun_completion yicun; printf '%s\\n' "${COMPREPLY[@]}" """,
    "zsh": """compdef() { :; }
_arguments() { printf '%s\\n' "$@" }
words=(yicun export-list --station 甲); CURRENT=4
eval "$(_YICUN_COMPLETE=source_zsh yicun)"
_yicun_completion""",
    "fish": """_YICUN_COMPLETE=source_fish yicun | source
complete -C 'yicun export-list --station 甲'""",
}
"""What Tab does in each shell, by the script that yicun gives it; zsh is told in words what its menu would show."""


@pytest.fixture
def attacked(tmp_path: Path) -> Path:
    """An office whose register has a station for each way in which a shell could run a name."""
    with (tmp_path / "底册.csv").open("w", encoding="utf-8", newline="") as file:
        register = csv.writer(file)
        register.writerow(("村代码", "乡镇（街道）", "行政村", "派出所", "专职辅警"))
        for number, name in enumerate((*WRITTEN_AS_CODE, "甲所")):
            register.writerow((f"35058310620{number}", "省新镇", f"村{number}", name, "无"))
    (tmp_path / "yicun.toml").write_text('villages = "底册.csv"\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize("shell", SHELLS)
def test_a_station_that_is_code_is_not_offered(attacked: Path, shell: str) -> None:
    offered, _ = tab(shell, "export-list", "--station", "甲", folder=attacked)
    assert "甲所" in offered
    assert not [name for name in WRITTEN_AS_CODE if name in offered]
    assert "touch" not in offered


@pytest.mark.parametrize("shell", REAL_TAB)
def test_no_station_is_run_by_a_real_shell(attacked: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        [shell, {"bash": "--norc", "zsh": "-f", "fish": "--no-config"}[shell], "-c", REAL_TAB[shell]],
        cwd=attacked,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8", "HOME": str(attacked)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert "甲所" in done.stdout, done.stderr
    assert "touch" not in done.stdout
    assert not (attacked / "x").exists()
