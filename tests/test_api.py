"""yicun as a library, and the tables it gives to other programs."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pyarrow import parquet
from tests.systems import is_private

import yicun
from yicun.cli.app import main
from yicun.model.errors import CannotRun

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "roster.xlsx"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_example_of_the_readme_runs(readme: str, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.+?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)
    script = tmp_path / "example.py"
    script.write_text(example, "utf-8")
    ran = subprocess.run(
        [sys.executable, script], cwd=ROOT, capture_output=True, check=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    lines = ran.stdout.splitlines()
    assert re.fullmatch(r"\S+ YC\d{3} .+", lines[0])
    assert any(line.startswith("eligible ") for line in lines)
    assert re.fullmatch(r"[1-9]\d* villages still lack somebody", lines[-1])


def test_importing_costs_nothing() -> None:
    script = "import sys, yicun; print(sorted({'pandas', 'typer', 'pandera', 'yaml'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_the_day_must_be_said_by_somebody(tmp_path: Path) -> None:
    (tmp_path / "yicun.toml").write_text('area = "某市"\n', "utf-8")
    with pytest.raises(CannotRun, match="基准日"):
        yicun.load(SAMPLE, workspace=tmp_path)
    assert yicun.load(SAMPLE, workspace=tmp_path, today=date(2020, 5, 7)).as_of == date(2020, 5, 7)
    assert yicun.load(SAMPLE, workspace=tmp_path, as_of=date(2020, 5, 1), today=date(2020, 5, 7)).as_of.day == 1


def test_a_name_that_is_not_offered_is_refused() -> None:
    with pytest.raises(AttributeError, match="coverages"):
        _ = yicun.coverages


def _export(folder: Path, kind: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["-w", str(ROOT), "export-data", "-o", str(folder), "--format", kind, "-q"])
    assert ended.value.code == 0


def test_the_tables_hold_everybody_with_types_and_places(tmp_path: Path) -> None:
    _export(tmp_path, "parquet")
    people, villages = (pd.read_parquet(tmp_path / f"{name}.parquet") for name in ("candidates", "villages"))
    result = yicun.cover(yicun.load(workspace=ROOT))
    assert len(people) == len(result.roster.candidates)
    assert len(villages) == len(result.roster.villages)
    types = {field.name: str(field.type) for field in parquet.read_schema(tmp_path / "candidates.parquet")}
    assert {types[name] for name in types if name.endswith(("_on", "_last", "_date")) or name == "born"} == {
        "date32[day]"
    }
    assert {types[name] for name in ("id_number", "phone", "name")} == {"large_string"}
    assert (types["source_row"], types["chosen"]) == ("int64", "bool")
    assert people["source_row"].gt(1).all()
    assert people["source_path"].str.match("samples/nanan/(先前)?报送/").all()
    assert people["verdict"].value_counts().to_dict() == result.verdicts.people["verdict"].value_counts().to_dict()
    assert villages["state"].eq("confirmed").sum() == result.coverage.totals.confirmed
    assert is_private(tmp_path / "candidates.parquet")


def test_csv_says_the_same_and_runs_nothing(tmp_path: Path) -> None:
    from yicun.report.data import csv

    _export(tmp_path / "a", "csv")
    _export(tmp_path / "b", "parquet")
    text = pd.read_csv(tmp_path / "a" / "candidates.csv", dtype="str", encoding="utf-8-sig")
    typed = pd.read_parquet(tmp_path / "b" / "candidates.parquet")
    assert text["id_number"].fillna("").tolist() == typed["id_number"].fillna("").tolist()
    assert csv(pd.DataFrame({"name": pd.array(["=1+1", "示例甲"], dtype="str")})).decode("utf-8-sig") == (
        "name\r\n'=1+1\r\n示例甲\r\n"
    )
