"""The paths that CONTRIBUTING shows, walked in a scratch copy: what it names changes, and nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FIELD = 'Field("boots", "鞋码", Kind.TEXT, example="42"),'
CODE = 'Code("YC699", "boots-missing", _W, "没有鞋码", "没有填写鞋码", "请填写鞋码", "鞋码空白", "鞋码 42"),'


def _section(title: str) -> str:
    (text,) = re.findall(rf"^## {title}\n(.*?)(?=^## )", GUIDE, re.MULTILINE | re.DOTALL)
    return text


def test_every_path_of_the_guide_is_there() -> None:
    paths = set(re.findall(r"`([a-z_]+(?:/[\w.]+)+/?|[a-z]+/|\w+\.py|CHANGELOG\.md)`", GUIDE))
    assert len(paths) > 10
    places = (ROOT, ROOT / "src" / "yicun")
    assert not {path for path in paths if not any((place / path).exists() for place in places)}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source, rules and generated pages."""
    for name in ("src", "rules", "docs"):
        skipped = shutil.ignore_patterns("__pycache__", "图")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=skipped)
    return tmp_path


def _run(copy: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _changed(copy: Path) -> set[str]:
    """The files that differ from those of the repository, after `make docs`."""
    _run(copy, "docs/generate.py")
    files = (path.relative_to(copy) for path in copy.rglob("*") if path.is_file())
    return {file.as_posix() for file in files if (copy / file).read_bytes() != (ROOT / file).read_bytes()}


def _insert(path: Path, after: str, line: str) -> None:
    text = path.read_text("utf-8")
    assert after in text
    path.write_text(text.replace(after, f"{after}\n    {line}", 1), "utf-8")


def test_a_field_is_one_entry(copy: Path) -> None:
    assert "`model/fields.py`" in _section("Adding a field")
    _insert(copy / "src/yicun/model/fields.py", "CANDIDATE_FIELDS: tuple[Field, ...] = (", FIELD)
    assert _changed(copy) == {"src/yicun/model/fields.py", "docs/fields.md"}
    assert "鞋码" in (copy / "docs/fields.md").read_text("utf-8")


def test_a_finding_is_one_entry_until_it_is_emitted(copy: Path) -> None:
    assert "`model/codes.py`" in _section("Adding a finding")
    path = copy / "src/yicun/model/codes.py"
    line = next(line for line in path.read_text("utf-8").splitlines() if line.startswith('    Code("YC603"'))
    text = path.read_text("utf-8")
    path.write_text(text.replace(line, f"    {CODE}\n{line}"), "utf-8")
    assert _changed(copy) == {"src/yicun/model/codes.py", "docs/codes.md", "docs/错误.md"}
    assert "没有鞋码" in _run(copy, "-m", "yicun", "explain", "YC699")


def test_a_changed_rule_is_data(copy: Path) -> None:
    assert "`rules/`" in _section("Adding a rule")
    path = copy / "rules/fujian-2019-294.yaml"
    text = path.read_text("utf-8")
    note = next(line for line in text.splitlines() if line.startswith("title: "))
    path.write_text(text.replace(note, note + "（示例）"), "utf-8")
    assert _changed(copy) == {"rules/fujian-2019-294.yaml", "docs/rules.md"}
