"""A file that is not there is told to be missing by every command that takes one, and by every line that names one."""

import shutil
from pathlib import Path

import pytest
from tests.terminal import Ended, typed

ROOT = Path(__file__).parents[2]
MISSING = "没有这份.xlsx"


@pytest.fixture
def area(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "区"
    shutil.copytree(ROOT / "samples" / "other", folder)
    monkeypatch.chdir(folder)
    return folder


def said(ended: Ended) -> str:
    return ended.out + ended.err


@pytest.mark.parametrize(
    "words",
    [
        ("validate", MISSING),
        ("validate", MISSING, "报送/城关所.xlsx"),
        ("validate", "没有这个文件夹/*.xlsx"),
        ("screen", MISSING),
        ("diff", MISSING, "报送/城关所.xlsx"),
        ("diff", "报送/城关所.xlsx", MISSING),
        ("receive", MISSING),
        ("rollup", MISSING),
        ("rollup", "没有这份.json"),
        ("rollup", "没有这份.json", "--expect", "应报.txt"),
        ("validate", "--password-file", "口令.txt"),
        *((command, *more, "--rulebook", "没有.yaml")
          for command, more in {
              "validate": (), "screen": (), "coverage": (), "export-list": (), "remind": ("-o", "催办"),
              "export-data": ("-o", "数据"), "appoint": (), "init": ("新区", "--area", "某县"),
          }.items()),
        ("rules", "check", "没有.yaml"),
        ("rules", "show", "没有.yaml"),
        ("rules", "test", "没有.yaml"),
        ("rules", "diff", "没有.yaml", "没有.yaml"),
        (MISSING,),
        (MISSING, "报送/城关所.xlsx"),
        ("报送/城关所.xlsx", MISSING),
        ("没有这个文件夹/名单.xlsx",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_command_tells_that_a_file_is_missing(area: Path, words: tuple[str, ...]) -> None:
    if words[0] in {"receive", "appoint"}:
        (area / "yicun.toml").write_text(f'{(area / "yicun.toml").read_text("utf-8")}ledger = "台账.xlsx"\n', "utf-8")
        assert typed("init", "新", "--area", "某县").code == 0
        shutil.move(area / "新" / "台账.xlsx", area)
    ended = typed(*words)
    assert ended.code == 2
    assert "找不到" in said(ended)
    assert "另存" not in said(ended)


@pytest.mark.parametrize("key", ["villages", "ledger", "waivers", "rulebook"])
@pytest.mark.parametrize(
    "words",
    [("validate",), ("screen",), ("coverage",), ("export-list",), ("remind", "-o", "催办"), ("doctor",)],
    ids=" ".join,
)
def test_what_yicun_toml_names_and_is_not_there_is_told_too(area: Path, key: str, words: tuple[str, ...]) -> None:
    config = area / "yicun.toml"
    kept = [line for line in config.read_text("utf-8").splitlines() if not line.startswith(key)]
    config.write_text("\n".join([*kept, f'{key} = "没有/这份.yaml"', ""]), "utf-8")
    ended = typed(*words)
    assert ended.code == 2
    assert "找不到" in said(ended)
    assert "No such file" not in said(ended)


def test_of_what_is_dropped_the_rest_is_checked(area: Path) -> None:
    ended = typed("报送/城关所.xlsx", MISSING)
    assert f"找不到文件 {MISSING}" in ended.err
    assert (area / "输出" / "城关所.xlsx（检查结果）.html").is_file()


@pytest.mark.usefixtures("area")
def test_a_folder_without_a_file_is_said_to_be_empty() -> None:
    Path("空").mkdir()
    assert [command for command in ("validate", "screen") if "文件夹里没有文件" not in said(typed(command, "空"))] == []


@pytest.mark.usefixtures("area")
def test_options_behind_a_file_without_a_command_say_which_command_takes_them() -> None:
    ended = typed("报送/城关所.xlsx", "--html", "页.html")
    assert (ended.code, ended.out) == (2, "")
    assert "请写 yicun validate 报送/城关所.xlsx" in ended.err


@pytest.mark.usefixtures("area")
@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_does_not_exist_is_no_clean_result(option: str) -> None:
    ended = typed("validate", option, "YC2,YC2O1")
    assert (ended.code, ended.out) == (2, "")
    assert "没有以“YC2O1”开头的代码" in ended.err


@pytest.mark.usefixtures("area")
def test_a_word_that_is_no_path_is_still_no_command() -> None:
    assert "没有命令 valdate" in typed("valdate", "报送/城关所.xlsx").err


def test_waivers_of_people_who_were_not_asked_about_are_not_called_useless() -> None:
    named = typed("-w", ROOT, "screen", ROOT / "samples" / "roster.xlsx")
    assert "YC520" not in said(named)


@pytest.mark.parametrize(
    "words",
    [
        ("receive",), ("ledger",), ("appoint",), ("service",), ("stipend", "--month", "2020-07", "-o", "补贴.xlsx"),
        ("template", "-o", "空白"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_outside_a_workspace_nobody_is_sent_to_a_yicun_toml_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = typed(*words)
    assert ended.code == 2
    assert "这里没有 yicun.toml，不是工作区。→ " in ended.err
    assert list(tmp_path.iterdir()) == []
