"""Tab in every shell offers stations and codes, and loads nothing that would make a person wait."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("shell", SHELLS)
def test_a_station_that_is_code_is_not_offered(tmp_path: Path, shell: str) -> None:
    rows = "".join(
        f"35058310620{n},省新镇,村{n},{name},无\n" for n, name in enumerate(("甲\\$(touch x)", "甲`id`", "甲所"))
    )
    (tmp_path / "底册.csv").write_text("村代码,乡镇（街道）,行政村,派出所,专职辅警\n" + rows, "utf-8")
    (tmp_path / "yicun.toml").write_text('villages = "底册.csv"\n', "utf-8")
    offered, _ = tab(shell, "export-list", "--station", "甲", folder=tmp_path)
    assert "甲所" in offered
    assert not set("$`") & set(offered)
