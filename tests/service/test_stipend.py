"""What a month is paid: own days only, to the cent, and the formulas of the workbook agree."""

import calendar
import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.test_posts import in_post
from tests.offices import keep_ledger, person, registry, run, send

from yicun import tenure
from yicun.model.fields import TableKind
from yicun.model.periods import months
from yicun.model.service import Assessment, Duty, Post, Rate
from yicun.report import stipend_book
from yicun.service.stipend import amount, payroll

JULY = months(2020, 7)


def post(number, appointed, left=None, village=1, **more):
    told = {"name": f"示例{number}", "id_number": f"{number:018}", "grade": "一档", "left_on": left, **more}
    place = {"township": "省新镇", "village": f"{village}村", "phone": ""}
    return Post(row=number, village_row=village, candidate=number, appointed_on=appointed, **place, **told)


def rate(since=date(2020, 1, 1), monthly="600", grade="一档"):
    factors = {"优秀": Decimal("1.2"), "合格": Decimal(1), "不合格": Decimal("0.5")}
    return Rate(1, grade, since, Decimal(monthly), factors, "")


def paid(posts, rates=(), assessments=(), month=JULY, quota=1):
    duty = Duty(tuple(posts), tuple(assessments), (), tuple(sorted(rates or [rate()], key=lambda one: one.since)))
    return payroll(duty, month, Decimal(1), lambda _: quota, lambda _: "省新派出所")


def test_both_ends_of_the_days_in_post_are_paid_and_the_day_of_the_exit_is_not():
    lines = paid([post(1, date(2020, 7, 10), date(2020, 7, 20))]).lines
    assert [(line.first, line.last, line.days, str(line.amount)) for line in lines] == [
        (date(2020, 7, 10), date(2020, 7, 19), 10, "193.55"),
    ]  # fmt: skip


def test_an_exit_and_a_new_appointment_pay_each_for_own_days():
    whole = paid([post(1, date(2020, 5, 20), date(2020, 7, 11)), post(2, date(2020, 7, 11))])
    assert [line.days for line in whole.lines] == [10, 21]
    assert whole.total == Decimal("600.00")


@pytest.mark.parametrize(
    ("monthly", "factor", "days", "of_month", "expected"),
    [
        ("1.01", "0.5", 31, 31, "0.51"), ("1.03", "0.5", 30, 30, "0.52"), ("600", "1", 10, 31, "193.55"),
        ("480.50", "1.2", 17, 31, "316.20"), ("0", "1", 31, 31, "0.00"), ("100.01", "0.25", 15, 30, "12.50"),
    ],
)  # fmt: skip
def test_amounts_are_rounded_half_up_to_the_cent(monthly, factor, days, of_month, expected):
    assert str(amount(Decimal(monthly), Decimal(factor), days, of_month)) == expected


def test_a_rate_that_changes_in_the_month_pays_each_day_at_its_own():
    lines = paid([post(1, date(2020, 5, 20))], [rate(), rate(date(2020, 7, 16), "620")]).lines
    assert [(line.days, str(line.monthly), str(line.amount)) for line in lines] == [
        (15, "600", "290.32"), (16, "620", "320.00"),
    ]  # fmt: skip


def assessed(number, month, grade, at=0):
    return Assessment(number, at, months(2020, month), grade, None, "")


def test_the_factor_is_that_of_the_last_period_that_has_ended():
    graded = [assessed(1, 6, "不合格"), assessed(2, 7, "优秀"), assessed(3, 8, "不合格")]
    assert [str(line.factor) for line in paid([post(1, date(2020, 5, 20))], assessments=graded).lines] == ["1.2"]
    assert [str(line.factor) for line in paid([post(1, date(2020, 5, 20))]).lines] == ["1"]


@pytest.mark.parametrize(
    ("posts", "assessments", "why"),
    [
        ([post(1, date(2020, 5, 20), undated=True)], [], "没有离岗日期"),
        ([post(1, date(2020, 5, 20), grade="")], [], "没有填补贴档次"),
        ([post(1, date(2020, 5, 20), grade="三档")], [], "没有金额"),
        ([post(1, date(2020, 5, 20))], [assessed(1, 6, "基本合格")], "不在三档之内"),
        ([post(1, date(2020, 5, 20))], [assessed(1, 6, "合格"), assessed(2, 6, "不合格")], "两处不同"),
        ([post(1, date(2020, 5, 20)), post(2, date(2020, 7, 3))], [], "超过需要的 1 人"),
        ([post(1, date(2020, 5, 20)), post(2, date(2020, 7, 3), village=2, id_number=f"{1:018}")], [], "同时在两处"),
    ],
)  # fmt: skip
def test_whoever_cannot_be_paid_is_left_out_with_the_reason(posts, assessments, why):
    found = paid(posts, assessments=assessments)
    assert found.lines == ()
    assert [why in one.why for one in found.unpaid] == [True] * len(posts)
    assert str(found.total) == "0.00"


def test_whoever_was_not_in_post_in_the_month_is_not_mentioned():
    found = paid([post(1, date(2020, 8, 1)), post(2, date(2020, 5, 20), date(2020, 7, 1), village=2)])
    assert (found.lines, found.unpaid) == ((), ())


@settings(max_examples=200, deadline=None)
@given(
    spans=st.lists(
        st.tuples(st.integers(0, 90), st.one_of(st.none(), st.integers(0, 60)), st.integers(1, 3)), max_size=6
    ),
    cuts=st.lists(st.integers(0, 90), max_size=2),
    quota=st.integers(1, 2),
)
def test_no_village_is_paid_more_days_than_the_month_has(spans, cuts, quota):
    begin = date(2020, 5, 15)
    posts = [
        post(number, begin + timedelta(first), None if long is None else begin + timedelta(first + long), village)
        for number, (first, long, village) in enumerate(spans)
    ]
    rates = [rate(), *(rate(begin + timedelta(cut), "777.77") for cut in sorted(set(cuts)))]
    for month in (months(2020, 6), JULY):
        found = paid(posts, rates, month=month, quota=quota)
        days = defaultdict(int)
        for line in found.lines:
            days[line.post.village_row] += line.days
            assert line.days > 0
            assert all(line.post.covers(line.first + timedelta(at)) for at in range(line.days))
        assert all(number <= quota * calendar.monthrange(2020, month.first.month)[1] for number in days.values())
        everybody = {
            one.row for one in posts if any(one.covers(month.first + timedelta(at)) for at in range(month.last.day))
        }
        assert {line.post.row for line in found.lines} | {one.post.row for one in found.unpaid} == everybody


@pytest.fixture
def folder(tmp_path):
    folder = registry(tmp_path / "区")
    send(folder, "省新所.xlsx", [person(0), person(1), person(2)])
    keep_ledger(folder, {TableKind.STIPENDS: [["一档", "2020-05-01", "480.50", "1.2", "1", "0.5", "示例"]]})
    in_post(folder, 0, left=date(2020, 7, 11), because="本人辞职")
    in_post(folder, 4, appointed=date(2020, 7, 15))
    in_post(folder, 1)
    who = person(1)
    keep_ledger(folder, {TableKind.ASSESSMENTS: [["2020-07", who["village"], who["name"], None, "优秀", "2020-08-03"]]})
    return folder


def test_the_ledger_of_an_office_is_paid(folder):
    _, found = tenure.stipend(run(folder), JULY, None)
    assert [(line.post.name, line.days, str(line.amount)) for line in found.lines] == [
        ("示例甲", 10, "155.00"), ("示例戊", 17, "263.50"), ("示例乙", 31, "576.60"),
    ]  # fmt: skip
    _, known = tenure.stipend(run(folder), JULY, date(2020, 8, 1))  # the assessment came on the third
    assert [str(line.factor) for line in known.lines] == ["1", "1", "1"]


def test_the_workbook_holds_figures_formulas_and_a_line_to_sign(folder):
    result, found = tenure.stipend(run(folder), JULY, None)
    content = stipend_book.workbook(result, found)
    assert content == stipend_book.workbook(result, found)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["补贴发放表"]
    assert [sheet.cell(row, 12).value for row in (5, 6, 7)] == [155, 263.5, 576.6]
    assert sheet["M5"].value == "=ROUND(F5*H5*(J5-I5+1)/31,2)"
    assert [sheet["L8"].value, sheet["M8"].value] == [995.1, "=SUM(M5:M7)"]
    shown = "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    for words in ("内部资料", "经办人：", "四舍五入到分", "签名"):
        assert words in shown


@pytest.mark.machine
def test_the_formulas_agree_with_our_figures_in_libreoffice(folder, tmp_path):
    keep_ledger(folder, {TableKind.STIPENDS: [["半分", "2020-05-01", "1.01", "1.2", "0.5", "0.5", "示例"]]})
    in_post(folder, 2, grade="半分")
    who = person(2)
    keep_ledger(folder, {TableKind.ASSESSMENTS: [["2020-07", who["village"], who["name"], None, "合格"]]})
    result, found = tenure.stipend(run(folder), JULY, None)
    path = tmp_path / "补贴.xlsx"
    path.write_bytes(without_values(stipend_book.workbook(result, found)))
    office = shutil.which("soffice")
    assert office, "LibreOffice is not installed"
    command = [
        office,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/p",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    rows = list(csv.reader(next(tmp_path.glob("*.csv")).read_text("utf-8").splitlines()))
    lines = [row for row in rows if row[0].isdigit()]
    assert [Decimal(row[12]) for row in lines] == [line.amount for line in found.lines]
    assert [Decimal(row[11]) for row in lines] == [line.amount for line in found.lines]
    total = next(row for row in rows if row[0] == "合计")
    assert (Decimal(total[12].replace(",", "")), total[13]) == (found.total, "两栏一致")


def without_values(content):
    """The workbook with nothing in the cells that hold formulas, so that whoever opens it must calculate."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(output, "w") as written:
        for name in package.namelist():
            part = package.read(name)
            if name.startswith("xl/worksheets/sheet"):
                part = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part)
            written.writestr(name, part)
    return output.getvalue()
