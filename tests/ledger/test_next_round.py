"""After the first round: each day its letters, blank rosters for what is still open, a part compared as a part."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.offices import VILLAGES, bring, office, person, receive, registry, run, send
from tests.terminal import typed

from yicun import outbox, pipeline
from yicun.model.errors import CannotRun

LATER = date(2020, 5, 6)


def test_the_letters_of_another_day_stay(tmp_path: Path) -> None:
    folder = office(tmp_path)
    send(folder, "省新所.xlsx", [person(1)])
    for day in (LATER, date(2020, 5, 7)):
        asked = run(folder, day)
        list(outbox.write_reminders(asked, pipeline.coverage(asked), folder / "催办", force=False))
    letters = sorted(path.relative_to(folder / "催办").as_posix() for path in (folder / "催办").rglob("催办通知.docx"))
    assert letters == ["2020-05-06/省新派出所/催办通知.docx", "2020-05-07/省新派出所/催办通知.docx"]
    assert (folder / "催办/2020-05-06/情况通报.docx").is_file()


def _villages_of(folder: Path, *, everything: bool = False) -> dict[str, list[object]]:
    """File -> the villages in it; files of an earlier round are taken away first."""
    for old in (folder / "空白").glob("*.xlsx"):
        old.unlink()
    list(outbox.write_templates(run(folder), [], folder / "空白", everything=everything, force=True))
    found = dict[str, list[object]]()
    for path in (folder / "空白").glob("*.xlsx"):
        sheet = openpyxl.load_workbook(path)["推选名单"]
        cells = (cell.value for row in sheet.iter_rows() for cell in row)
        found[path.stem] = list(dict.fromkeys(text for text in cells if text in VILLAGES))
    return found


def test_the_first_blank_rosters_hold_every_village_and_the_next_those_still_open(tmp_path: Path) -> None:
    kangmei = {"village": "兰田村", "township": "康美镇", "station": "康美派出所"}
    folder = office(tmp_path, [*VILLAGES, kangmei])
    assert set(_villages_of(folder)) == {"省新派出所", "康美派出所"}
    assert _villages_of(folder)["省新派出所"] == list(VILLAGES)
    lantian = person(5, village="兰田村", township="康美镇", station="康美派出所")
    send(folder, "都报了.xlsx", [person(1), person(2, inspected_on=None, inspection=None), lantian])
    assert _villages_of(folder) == {"省新派出所": ["园内村", "油园村", "扶茂岭村"]}
    assert _villages_of(folder, everything=True)["省新派出所"] == list(VILLAGES)


def test_a_village_comes_back_onto_the_blank_roster_when_its_person_leaves(tmp_path: Path) -> None:
    folder = office(tmp_path)
    send(folder, "省新所.xlsx", [person(number) for number in range(4)])
    assert _villages_of(folder) == {}
    send(folder, "省新所.xlsx", [person(0), person(1), person(2), person(3, remark="已退出")])
    assert _villages_of(folder) == {"省新派出所": [VILLAGES[3]]}


def _received(tmp_path: Path, manner: str, people: list[dict[str, object]], fields: list[str] | None = None) -> Path:
    folder = registry(tmp_path)
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1)]), date(2020, 5, 4), "全量")
    receive(folder, bring(folder, "二.xlsx", people, fields), LATER, manner)
    return folder


@pytest.mark.parametrize(("manner", "removed"), [("补报", 0), ("更正", 0), ("全量", 1)])
def test_submissions_are_compared_by_the_numbers_of_their_receipts(tmp_path: Path, manner: str, removed: int) -> None:
    folder = _received(tmp_path, manner, [person(1, education="大专", phone=None)])
    compared, _ = pipeline.diff(run(folder), Path("1"), Path("2"))
    changed = {one.field: (one.before, one.after) for one in compared.changes if one.kind == "changed"}
    assert changed.pop("education") == ("高中", "大专")
    assert set(changed) == ({"phone"} if removed else set())
    gone = [(one.what, one.village) for one in compared.changes if one.kind == "removed"]
    assert gone == [("village", "园内村"), ("person", "园内村")] * removed
    assert (compared.villages_left, compared.people_left) == ((0, 0) if removed else (1, 1))


def test_a_copy_with_fewer_columns_is_compared_in_those_it_has(tmp_path: Path) -> None:
    fields = ["station", "township", "village", "name", "id_number", "education"]
    folder = _received(tmp_path, "更正", [person(1, education="大专")], fields)
    compared, _ = pipeline.diff(run(folder), Path("1"), Path("2"))
    assert [one.field for one in compared.changes] == ["education"]
    assert "phone" in compared.fields_left


def test_a_copy_without_a_receipt_that_leaves_villages_out_is_a_part(tmp_path: Path) -> None:
    folder = office(tmp_path)
    whole = send(folder, "一.xlsx", [person(0), person(1), person(5)])
    part = bring(folder, "二.xlsx", [person(1)])
    compared, _ = pipeline.diff(run(folder), whole, part)
    assert (compared.changes, compared.villages_left, compared.people_left) == ((), 1, 2)
    back, _ = pipeline.diff(run(folder), part, whole)
    assert [one.kind for one in back.changes] == ["added", "added", "added"]


def test_a_number_that_no_receipt_has_is_said(tmp_path: Path) -> None:
    folder = _received(tmp_path, "补报", [person(1)])
    with pytest.raises(CannotRun, match="台账中没有收文 9 号"):
        pipeline.diff(run(folder), Path("1"), Path("9"))


def test_a_roster_without_a_row_is_a_nil_report_where_the_office_says_so(tmp_path):
    folder = registry(tmp_path / "县")
    empty = bring(folder, "空.xlsx", [])
    assert typed("receive", empty, "-w", folder, "--station", "省新派出所").code == 2
    ended = typed("receive", empty, "-w", folder, "--station", "省新派出所", "--as", "零报告", "--on", "2020-05-06")
    assert (ended.code, "零报告" in ended.out) == (0, True)
    assert "YC008" not in typed("validate", "-w", folder, "--all").out
    assert "零报告" in typed("coverage", "-w", folder).out
