"""Who serves, and who should be looked at again: real ledgers, the shipped rules."""

import io
import json
from datetime import date, timedelta
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.ledger.test_posts import in_post
from tests.offices import covered, keep_ledger, person, registry, run, send

from yicun import outbox, tenure
from yicun.model.errors import CannotRun
from yicun.model.fields import TableKind
from yicun.model.scheme import SHIPPED_SCHEME
from yicun.model.service import Review
from yicun.report import service_book, service_page
from yicun.report.json import service as told
from yicun.report.json import villages

DAY = date(2020, 12, 1)


def assess(folder, number, *grades, months=(6, 7, 8, 9, 10, 11)):
    who = person(number)
    ends = str(who["id_number"])[-4:]
    rows = [
        [f"2020-{month:02}", who["village"], who["name"], ends, grade]
        for month, grade in zip(months, grades, strict=False)
    ]
    keep_ledger(folder, {TableKind.ASSESSMENTS: rows})


def hints(folder, day=DAY, reviews=""):
    """Village -> rule -> answer, for everything that is not clear."""
    report = tenure.service(run(folder, day), reviews).report
    return {
        one.post.village: {hint.rule: hint.answer for hint in one.hints if hint.answer is not Review.CLEAR}
        for one in report.serving
    }


@pytest.fixture
def folder(tmp_path):
    folder = registry(tmp_path / "区")
    keep_ledger(folder, {TableKind.STIPENDS: [["一档", "2020-05-01", "600", "1.2", "1", "0.5", "示例"]]})
    return folder


def test_each_rule_finds_its_person_and_nobody_else(folder):
    send(folder, "省新所.xlsx", [
        person(0), person(1, fit="否"), person(2, vetting="有", vetted_on=date(2020, 9, 1)),
        person(3, vetting="有", vetted_on=date(2020, 4, 27)),
    ])  # fmt: skip
    for number in range(4):
        in_post(folder, number)
    assess(folder, 0, "合格", "不合格", "不合格")
    assess(folder, 1, "不合格", "合格", "不合格")
    assess(folder, 2, "基本合格")
    assert hints(folder) == {
        "园内村": {"repeated-fail": Review.REVIEW},
        "檗谷村": {"unable": Review.REVIEW},
        "油园村": {"repeated-fail": Review.UNDETERMINED, "conduct": Review.REVIEW},
        "扶茂岭村": {},
    }


def test_what_the_office_owes_is_said_apart(folder):
    send(folder, "省新所.xlsx", [person(0), person(1)])
    in_post(folder, 0, appointed=date(2019, 11, 1), grade="")
    in_post(folder, 1, appointed=date(2019, 11, 1))
    who = person(1)
    keep_ledger(
        folder, {TableKind.ASSESSMENTS: [["2020", who["village"], who["name"], None, "合格", "2020-11-20", None, "否"]]}
    )
    report = tenure.service(run(folder, DAY)).report
    assert hints(folder) == {
        "园内村": {"appraised": Review.REVIEW, "subsidy": Review.REVIEW}, "檗谷村": {"dual": Review.REVIEW},
    }  # fmt: skip
    assert all(one.review(office=False) is Review.CLEAR for one in report.serving)


def test_somebody_whom_no_roster_has_is_undetermined(folder):
    in_post(folder, 0)
    assert hints(folder)["园内村"] == {"unable": Review.UNDETERMINED, "conduct": Review.UNDETERMINED}


def test_an_assessment_is_known_from_its_own_day_on(folder):
    send(folder, "省新所.xlsx", [person(0)])
    in_post(folder, 0)
    who = person(0)
    rows = [
        [f"2020-{month}", who["village"], who["name"], None, "不合格", f"2020-{month}-28"] for month in ("08", "09")
    ]
    keep_ledger(folder, {TableKind.ASSESSMENTS: rows})
    assert hints(folder, date(2020, 9, 27))["园内村"] == {}
    assert hints(folder, date(2020, 9, 28))["园内村"] == {"repeated-fail": Review.REVIEW}


def test_one_period_told_in_two_ways_is_not_known(folder):
    send(folder, "省新所.xlsx", [person(0)])
    in_post(folder, 0)
    assess(folder, 0, "不合格", "不合格", months=(8, 8))
    assert hints(folder)["园内村"] == {}
    assess(folder, 0, "合格", months=(8,))
    assert hints(folder)["园内村"] == {"repeated-fail": Review.UNDETERMINED}


def test_age_is_a_remark_only_where_the_office_sets_one(folder, tmp_path):
    send(folder, "省新所.xlsx", [person(0)])
    in_post(folder, 0)
    assert not tenure.service(run(folder, DAY)).report.serving[0].aged
    shipped = Path(tenure.__file__).parents[2] / "rules" / "service-2020.yaml"
    own = tmp_path / "own.yaml"
    own.write_text(
        shipped.read_text("utf-8").replace("value: 不设", "value: 45").replace("text: texts", "# text: texts"), "utf-8"
    )
    report = tenure.service(run(folder, DAY), str(own)).report
    assert report.serving[0].aged
    assert report.serving[0].review(office=False) is Review.CLEAR


def test_what_goes_from_hand_to_hand_names_nobody(folder):
    send(folder, "省新所.xlsx", [person(0, fit="否"), person(1)])
    in_post(folder, 0)
    in_post(folder, 1, left=date(2020, 11, 1), because="身体原因")
    served = tenure.service(run(folder, DAY))
    shown = service_page.page(served.result, served.report).decode()
    book = texts(service_book.workbook(served.result, served.report, served.rulebook, internal=False))
    for text in (shown, book):
        assert "园内村" in text
        assert "檗谷村" in text
        for word in (
            "示例甲",
            "示例乙",
            "身体",
            "能正常开展工作",
            str(person(0)["id_number"]),
            str(person(0)["phone"]),
        ):
            assert word not in text
    inside = texts(service_book.workbook(served.result, served.report, served.rulebook, internal=True))
    assert SHIPPED_SCHEME.hearing in inside
    assert str(person(0)["id_number"]) in inside
    assert "身体原因" not in inside  # why somebody left is for the ledger alone


def texts(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


LATER = st.lists(
    st.sampled_from(["appointed", "left", "assessed", "assessed oddly", "decided"]), min_size=1, max_size=4, unique=True
)


@settings(max_examples=4, deadline=None)
@given(events=LATER, days=st.integers(1, 40))
@example(events=["appointed", "left", "assessed", "assessed oddly", "decided"], days=1)
def test_the_same_day_gives_the_same_bytes_whatever_comes_later(tmp_path_factory, events, days):
    folder = registry(tmp_path_factory.mktemp("区") / "区")
    keep_ledger(folder, {TableKind.STIPENDS: [["一档", "2020-05-01", "600", "1.2", "1", "0.5", "示例"]]})
    send(folder, "省新所.xlsx", [person(0), person(1)])
    in_post(folder, 0)
    assess(folder, 0, "不合格", "合格")
    before = bytes_of(folder)
    assert bytes_of(folder) == before
    for event in events:
        happen(folder, event, DAY + timedelta(days))
    assert bytes_of(folder) == before


def bytes_of(folder):
    served = tenure.service(run(folder, DAY))
    result, report = served.result, served.report
    book = service_book.workbook(result, report, served.rulebook, internal=True)
    shown = json.dumps(told.service(result, report, served.rulebook), ensure_ascii=False)
    said = [(one.code, one.place, one.message) for one in result.findings.all(result.roster.places)]
    return book, service_page.page(result, report), shown, said


def happen(folder, event, on):
    """Something of a day after the one that is drawn."""
    who, other = person(0), person(1)
    match event:
        case "appointed":
            in_post(folder, 1, appointed=on)
        case "left":
            book = openpyxl.load_workbook(folder / "台账.xlsx")
            book["在岗"].cell(2, 10).value, book["在岗"].cell(2, 11).value = on.isoformat(), "其他"
            book.save(folder / "台账.xlsx")
        case "assessed" | "assessed oddly":
            grade = "不合格" if event == "assessed" else "很好"
            row = ["2020-08", who["village"], who["name"], str(who["id_number"])[-4:], grade, on.isoformat()]
            keep_ledger(folder, {TableKind.ASSESSMENTS: [row]})
        case "decided":
            place = ["省新镇", other["village"], other["name"], other["id_number"]]
            keep_ledger(folder, {TableKind.DECISIONS: [[*place, "确定", on.isoformat()]]})


def test_the_json_counts_what_the_report_says(folder):
    send(folder, "省新所.xlsx", [person(0, fit="否"), person(1)])
    in_post(folder, 0)
    in_post(folder, 1, left=date(2020, 11, 1), because="其他")
    served = tenure.service(run(folder, DAY))
    found = json.loads(json.dumps(told.service(served.result, served.report, served.rulebook), ensure_ascii=False))
    assert found["totals"] == {"in_post": 1, "left": 1, "review": 1, "undetermined": 0, "office": 0}
    assert found["left"][0]["days_vacant"] == 31
    assert found["people"][0]["hints"] == [
        {"rule": "unable", "clause": "五（二）", "answer": "review", "office": False}
    ]


def test_nobody_in_post_is_one_clear_line(folder):
    with pytest.raises(CannotRun, match="yicun appoint"):
        tenure.service(run(folder, DAY))


def test_a_blank_roster_asks_for_the_villages_that_nobody_serves(folder, tmp_path):
    send(folder, "省新所.xlsx", [person(0), person(1)])
    in_post(folder, 0)
    in_post(folder, 1, left=date(2020, 11, 1), because="其他")
    lines = list(outbox.write_templates(run(folder, DAY), [], tmp_path / "空白", force=False))
    assert [line.rpartition("：")[2] for line in lines if not line.startswith("注意：")] == ["3 村"]
    sheet = openpyxl.load_workbook(next((tmp_path / "空白").glob("*.xlsx"))).worksheets[0]
    shown = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "檗谷村" in shown
    assert tenure.villages_served(run(folder, DAY)) == {("省新镇", "园内村")}


def test_a_letter_names_the_village_and_since_when(folder):
    send(folder, "省新所.xlsx", [person(0)])
    in_post(folder, 0, left=date(2020, 11, 1), because="身体原因")
    found = villages.coverage(covered(folder, DAY))["villages"][0]
    assert (found["state"], found["left_on"], found["days_vacant"]) == ("left", "2020-11-01", 31)
    list(outbox.write_reminders(run(folder, DAY), covered(folder, DAY), folder / "催办", force=False))
    letter = docx.Document(str(next((folder / "催办").rglob("催办通知.docx"))))
    words = "".join(cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    assert "2020年11月1日离岗" in words
    assert "另行推荐人选" in words
    assert "身体" not in words
