"""Who was confirmed is judged as of that day; who is not eligible then stays, and is flagged wherever they count."""

import io
import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.offices import codes, covered, office, person, run, send, states
from tests.terminal import typed

from yicun import outbox, pipeline

AFTER = date(2020, 8, 1)
DECIDED = {"decision": "确定", "decided_on": date(2020, 5, 6), "vetted_on": date(2020, 5, 1)}


def _workbook_text(path: Path) -> str:
    return "\n".join(
        str(cell) for sheet in openpyxl.load_workbook(path) for row in sheet.values for cell in row if cell
    )


def _document_text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"vetted_on": date(2020, 4, 7)},  # 29 days old on the day of the decision
        {"birth_date": "1960-06", "id_number": None, "category": "治保主任"},  # sixty between decision and as-of date
        {"applied_on": None, "recommended_on": None, "inspected_on": None},
    ],
)
def test_time_undoes_no_decision(tmp_path: Path, cells: dict[str, object]) -> None:
    folder = office(tmp_path / "区", ["园内村"])
    send(folder, "省新所.xlsx", [person(0, **{**DECIDED, **cells})])
    result = covered(folder, AFTER)
    assert result.verdicts is not None
    assert list(result.verdicts.people["verdict"]) == ["eligible"]
    assert (states(result), codes(result, "YC604")) == ({"园内村": "confirmed"}, [])


def test_without_a_decision_the_same_vetting_is_stale(tmp_path: Path) -> None:
    folder = office(tmp_path / "区", ["园内村"])
    early = {"vetted_on": date(2020, 4, 1), "inspected_on": None}
    send(folder, "省新所.xlsx", [person(0, **early)])
    assert list(covered(folder, AFTER).verdicts.people["verdict"]) == ["undetermined"]
    send(folder, "省新所.xlsx", [person(0, **{**DECIDED, **early})])
    result = covered(folder, AFTER)  # stale on the day of the decision already
    assert (list(result.verdicts.people["verdict"]), len(codes(result, "YC604"))) == (["undetermined"], 1)


def test_whoever_is_confirmed_and_not_eligible_is_flagged_wherever_they_count(tmp_path: Path) -> None:
    folder = office(tmp_path / "区")
    send(folder, "省新所.xlsx", [person(0, **{**DECIDED, "fit": "否"}), person(1, **DECIDED)])
    shown = typed("-w", folder, "screen", "-q").out
    assert "已审核确定，请再核对人选" in shown
    shown = typed("-w", folder, "coverage", "-q", "-o", folder / "缺口.xlsx", "--html", folder / "进度.html").out
    assert "已审核确定而需再核对的 1 村（YC604）：园内村" in shown
    assert "再核对" in _workbook_text(folder / "缺口.xlsx")
    assert (folder / "进度.html").read_text("utf-8").count("已审核确定，请再核对人选") == 1
    data = json.loads(typed("-w", folder, "--format", "json", "coverage", "-q").out)
    assert (data["totals"]["overruled"], data["totals"]["confirmed"]) == (1, 2)
    assert [one["cell"] for one in data["findings"] if one["code"] == "YC604"]
    shown = typed("-w", folder, "export-list", "-q", "-o", folder / "名单.xlsx").out
    assert "1 人已审核确定而需再核对" in shown
    assert _workbook_text(folder / "名单.xlsx").count("已审核确定，请再核对人选") == 1
    data = json.loads(typed("-w", folder, "--format", "json", "export-list", "-q", "-o", folder / "名单.xlsx").out)
    assert (data["listed"], data["overruled"]) == (2, 1)
    list(outbox.write_reminders(run(folder), pipeline.coverage(run(folder)), folder / "催办", force=False))
    assert "有 1 村的人选需再核对" in _document_text(folder / "催办/2020-05-07/情况通报.docx")
    for path in (folder / "催办/2020-05-07/省新派出所").iterdir():  # a check of a person is not told to the station
        text = _document_text(path) if path.suffix == ".docx" else _workbook_text(io.BytesIO(path.read_bytes()))
        assert "再核对" not in text
        assert "YC604" not in text
