"""From the decision to the post: appoint, and what 在岗 makes of the villages."""

from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import numbered_person
from tests.offices import VILLAGES, codes, covered, keep_ledger, office, person, registry, run, send, states

from yicun.model.errors import CannotRun
from yicun.model.fields import LEDGER, TableKind
from yicun.outbox.appointing import appoint
from yicun.report.ledger_book import blank

DECIDED, APPOINTED = date(2020, 5, 8), date(2020, 5, 20)


def decided(folder, number, conclusion="确定", on=DECIDED, left=None):
    who = person(number)
    row = [
        "省新镇",
        who["village"],
        who["name"],
        who["id_number"],
        conclusion,
        on.isoformat(),
        left,
        None,
        "示例审〔2020〕1号",
    ]
    keep_ledger(folder, {TableKind.DECISIONS: [row]})


def in_post(folder, number, appointed=APPOINTED, left=None, because=None, **changed):
    who = {**person(number), "grade": "一档", **changed}
    row = [
        "省新镇", who["village"], who["name"], who["id_number"], who["phone"], appointed.isoformat(), None, "村委会",
        who["grade"], left and left.isoformat(), because,
    ]  # fmt: skip
    keep_ledger(folder, {TableKind.POSTS: [row]})


def appointed_on(folder, day=APPOINTED):
    return list(appoint(run(folder, day)))


def sheet(folder, kind=TableKind.POSTS):
    book = openpyxl.load_workbook(folder / "台账.xlsx")
    return [list(row) for row in book[LEDGER[kind][0]].iter_rows(min_row=2, values_only=True) if any(row)]


@pytest.fixture
def folder(tmp_path):
    folder = registry(tmp_path / "区")
    send(folder, "省新所.xlsx", [person(0), person(1), person(2)])
    return folder


def test_a_new_ledger_has_the_sheets_of_after_the_appointment(folder):
    assert {"在岗", "考核", "培训", "补贴"} <= set(openpyxl.load_workbook(folder / "台账.xlsx").sheetnames)


def test_everybody_decided_is_appointed_once(folder):
    decided(folder, 0)
    decided(folder, 1)
    decided(folder, 2, "不予确定")
    said = appointed_on(folder)
    assert said[-1] == "在岗：新列入 2 人，现有 2 人在岗。"
    assert said[0] == "列入在岗：省新镇园内村 示例甲，2020-05-20 聘任"
    assert [(row[1], row[2], str(row[5])) for row in sheet(folder)] == [
        ("园内村", "示例甲", "2020-05-20"), ("檗谷村", "示例乙", "2020-05-20"),
    ]  # fmt: skip
    before = (folder / "台账.xlsx").read_bytes()
    assert appointed_on(folder, date(2020, 6, 1)) == ["在岗：新列入 0 人，现有 2 人在岗。"]
    assert (folder / "台账.xlsx").read_bytes() == before


def test_nobody_is_appointed_before_the_decision(folder):
    decided(folder, 0)
    assert appointed_on(folder, date(2020, 5, 7)) == ["在岗：新列入 0 人，现有 0 人在岗。"]


def test_a_contested_decision_appoints_nobody(tmp_path):
    folder = registry(tmp_path / "区")
    send(folder, "一.xlsx", [person(0, decision="确定", decided_on=DECIDED), person(1)])
    send(folder, "二.xlsx", [person(0, decision="不予确定", decided_on=DECIDED)])
    decided(folder, 1)
    said = []
    lines = appoint(run(folder, APPOINTED))
    with pytest.raises(CannotRun, match="1 人没有列入"):
        said.extend(lines)
    assert any(line.startswith("未列入 省新镇园内村 示例甲：") for line in said)
    assert [row[2] for row in sheet(folder)] == ["示例乙"]


def test_two_confirmed_for_one_place_are_left_to_the_office(folder):
    send(folder, "再.xlsx", [person(4)])
    decided(folder, 0)
    decided(folder, 4)
    with pytest.raises(CannotRun, match="2 人没有列入"):
        appointed_on(folder)
    assert sheet(folder) == []


def test_a_ledger_without_the_sheets_works_and_gets_the_one_it_needs(folder):
    book = openpyxl.load_workbook(folder / "台账.xlsx")
    for name in ("在岗", "考核", "培训", "补贴"):
        del book[name]
    book.create_sheet("自用").append(["别动"])
    book.save(folder / "台账.xlsx")
    decided(folder, 0)
    assert states(covered(folder, APPOINTED))["园内村"] == "confirmed"
    appointed_on(folder)
    kept = openpyxl.load_workbook(folder / "台账.xlsx")
    assert kept["自用"]["A1"].value == "别动"
    assert kept["在岗"]["A1"].value == "乡镇（街道）"
    assert [row[2] for row in sheet(folder)] == ["示例甲"]
    assert states(covered(folder, date(2020, 6, 1)))["园内村"] == "confirmed"


def test_somebody_in_post_covers_the_village_from_day_to_day(folder):
    in_post(folder, 0, left=date(2020, 8, 1), because="本人辞职")
    by_day = {
        day: states(covered(folder, day))["园内村"] for day in (date(2020, 5, 20), date(2020, 7, 31), date(2020, 8, 1))
    }
    assert list(by_day.values()) == ["confirmed", "confirmed", "left"]


def test_an_exit_says_since_when_and_for_how_long(folder):
    in_post(folder, 0, left=date(2020, 8, 1), because="本人辞职")
    result = covered(folder, date(2020, 8, 11))
    village = result.coverage.villages.iloc[0]
    assert village["reason"] == "原人选 2020-08-01 离岗，至今空缺 11 天（含当日），尚未补选"
    assert village["todo"] == "派出所、村两委：另行推荐人选"
    assert (village["days_vacant"], result.coverage.totals.states["left"]) == (11, 1)


def test_somebody_whom_no_roster_has_covers_and_is_listed(folder):
    stranger = numbered_person(9)
    in_post(folder, 3, name=stranger["name"], id_number=stranger["id_number"], phone=stranger["phone"])
    result = covered(folder, date(2020, 6, 1))
    assert states(result)["扶茂岭村"] == "confirmed"
    totals = result.coverage.totals
    assert totals.confirmed == 1
    assert ("YC604", "台账.xlsx", None) in codes(result, "YC604")  # nobody has vetted them


def test_an_exit_without_its_day_widens_the_interval(folder):
    in_post(folder, 0, because="本人辞职")
    totals = covered(folder, date(2020, 8, 1)).coverage.totals
    sure = registry(folder.parent / "另")
    send(sure, "省新所.xlsx", [person(0), person(1), person(2)])
    in_post(sure, 0)
    other = covered(sure, date(2020, 8, 1)).coverage.totals
    assert (totals.gap, totals.gap_at_most) == (other.gap, other.gap_at_most + 1)


def test_whoever_is_in_post_counts_whatever_two_rosters_say(folder):
    send(folder, "再.xlsx", [person(0, id_number=numbered_person(8)["id_number"])])
    in_post(folder, 0)
    assert states(covered(folder, date(2020, 6, 1)))["园内村"] == "confirmed"


def test_a_new_appointment_closes_the_village_again(folder):
    in_post(folder, 0, left=date(2020, 8, 1), because="本人辞职")
    in_post(folder, 4, appointed=date(2020, 8, 10))
    assert states(covered(folder, date(2020, 8, 9)))["园内村"] == "left"
    assert states(covered(folder, date(2020, 8, 10)))["园内村"] == "confirmed"


def test_whoever_left_is_appointed_again_after_a_new_decision_only(folder):
    decided(folder, 0)
    in_post(folder, 0, left=date(2020, 8, 1), because="本人辞职")
    assert appointed_on(folder, date(2020, 8, 10))[-1].startswith("在岗：新列入 0 人")
    decided(folder, 0, on=date(2020, 8, 20))
    assert appointed_on(folder, date(2020, 9, 1))[-1] == "在岗：新列入 1 人，现有 1 人在岗。"
    assert states(covered(folder, date(2020, 9, 1)))["园内村"] == "confirmed"


@settings(max_examples=3, deadline=None)
@given(who=st.integers(0, 2), days=st.integers(1, 60))
def test_an_exit_and_the_same_person_again_leave_coverage_where_it_was(tmp_path_factory, who, days):
    folder = registry(tmp_path_factory.mktemp("区") / "区")
    send(folder, "省新所.xlsx", [person(0), person(1), person(2)])
    in_post(folder, who)
    left = date.fromordinal(APPOINTED.toordinal() + days)
    day = date.fromordinal(left.toordinal() + 10)
    before = covered(folder, day).coverage
    book = openpyxl.load_workbook(folder / "台账.xlsx")
    book["在岗"].cell(2, 10).value, book["在岗"].cell(2, 11).value = left.isoformat(), "其他"
    book.save(folder / "台账.xlsx")
    assert covered(folder, day).coverage.totals.gap == before.totals.gap + 1
    in_post(folder, who, appointed=day)
    after = covered(folder, day).coverage
    assert after.totals == before.totals
    assert after.villages["state"].tolist() == before.villages["state"].tolist()


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ("YC701", [{}, {"village": VILLAGES[1]}]),
        ("YC702", [{}]),
        ("YC706", [{"left": date(2020, 5, 1), "because": "其他"}]),
        ("YC708", [{}]),
        ("YC710", [{"because": "其他"}]),
    ],
)
def test_what_does_not_fit_in_posts_is_found_at_its_cell(folder, code, rows):
    for row in rows:
        in_post(folder, 0, **row)
    found = codes(covered(folder, date(2020, 9, 1)), code)
    assert [one[1] for one in found] == ["台账.xlsx"] * len(rows)
    columns = {"YC701": "D", "YC702": "F", "YC706": "J", "YC708": "I", "YC710": "K"}
    assert [one[2] for one in found] == [f"{columns[code]}{at}" for at in range(2, 2 + len(rows))]


def test_a_clean_post_has_nothing_against_it(folder):
    decided(folder, 0)
    in_post(folder, 0)
    ends = str(person(0)["id_number"])[-4:]
    keep_ledger(folder, {
        TableKind.STIPENDS: [["一档", "2020-05-01", "600", "1.2", "1", "0.5", "示例"]],
        TableKind.ASSESSMENTS: [["2020-06", "园内村", "示例甲", ends, "合格", "2020-07-03"]],
        TableKind.TRAINING: [["2020-06-10", "人口信息采集", "4", "园内村", "示例甲", None]],
    })  # fmt: skip
    result = covered(folder, date(2020, 9, 1))
    assert codes(result, *(f"YC7{number:02}" for number in range(1, 11))) == []


@pytest.mark.parametrize(
    ("code", "cell", "row"),
    [
        ("YC703", "C2", ["2020-03", "园内村", "示例甲", None, "合格"]),
        ("YC703", "C2", ["2020-06", "园内村", "示例丁", None, "合格"]),
        ("YC703", "C2", ["2020-06", "园内村", "示例甲", "0000", "合格"]),
        ("YC705", "E2", ["2020-06", "园内村", "示例甲", None, "基本合格"]),
        ("YC709", "A2", ["上半年", "园内村", "示例甲", None, "合格"]),
    ],
)
def test_what_does_not_fit_in_assessments_is_found_at_its_cell(folder, code, cell, row):
    in_post(folder, 0)
    keep_ledger(folder, {TableKind.ASSESSMENTS: [row]})
    assert codes(covered(folder, date(2020, 9, 1)), "YC703", "YC704", "YC705", "YC709") == [(code, "台账.xlsx", cell)]


def test_one_period_twice_and_training_to_come_are_found(folder):
    in_post(folder, 0)
    keep_ledger(folder, {
        TableKind.ASSESSMENTS: [[one, "园内村", "示例甲", None, "合格"] for one in ("2020-06", "2020年6月", "2020Q2")],
        TableKind.TRAINING: [["2020-09-02", "以后的", "4", "园内村", "示例甲", None]],
    })  # fmt: skip
    result = covered(folder, date(2020, 9, 1))
    assert sorted(codes(result, "YC704", "YC707")) == [
        ("YC704", "台账.xlsx", "A2"), ("YC704", "台账.xlsx", "A3"), ("YC707", "台账.xlsx", "A2"),
    ]  # fmt: skip


def test_an_office_without_a_ledger_is_told_to_have_one(tmp_path):
    folder = office(tmp_path / "区")
    with pytest.raises(CannotRun, match="没有台账"):
        appointed_on(folder)
    assert blank(date(2020, 1, 1), "清源县")
