"""What was known on a day gone by: pace and line from pictures, and the same bytes as that day's run."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.offices import VILLAGES, bring, covered, keep_ledger, office, person, receive, registry, run, send
from tests.terminal import typed

from yicun import pipeline
from yicun.model.fields import TableKind
from yicun.outbox import office_ledger

NOTHING = "没有收文登记，不推算进度"
BEGUN = {"inspected_on": None}
FIRST, LAST = date(2020, 4, 28), date(2020, 5, 9)


def seen(folder: Path, *options: str, as_of: str) -> str:
    code, printed, _ = typed("coverage", "-w", folder, "--as-of", as_of, "-q", *options)
    assert code == 0
    return printed


def outputs(folder: Path, as_of: str) -> tuple[str, bytes]:
    """What a run of a day gives: its JSON, and the bytes of its workbook."""
    path = folder / "缺口.xlsx"
    found = seen(folder, "--format", "json", "--trend", "-o", str(path), "--force", as_of=as_of)
    return found, path.read_bytes()


def decision(number: int, on: str, left: str | None = None) -> list[str | None]:
    who = person(number)
    place = ["省新镇", str(who["village"]), str(who["name"]), str(who["id_number"])]
    return [*place, "确定", on, left, "本人放弃" if left else None]


@pytest.fixture(scope="module")
def weeks(tmp_path_factory) -> tuple[Path, dict[str, tuple[str, bytes]]]:
    """An office that received, decided, let go and corrected; with what each day's run gave on that day."""
    folder = registry(tmp_path_factory.mktemp("三周") / "县")
    runs = {}
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1, **BEGUN)]), date(2020, 4, 28), "全量")
    runs["2020-04-28"] = outputs(folder, "2020-04-28")
    receive(folder, bring(folder, "二.xlsx", [person(2)]), date(2020, 4, 30), "补报")
    runs["2020-04-30"] = outputs(folder, "2020-04-30")
    keep_ledger(folder, {TableKind.DECISIONS: [decision(0, "2020-05-06", "2020-05-08"), decision(2, "2020-05-06")]})
    runs["2020-05-06"] = outputs(folder, "2020-05-06")
    receive(folder, bring(folder, "三.xlsx", [person(1)]), date(2020, 5, 7), "更正")
    runs["2020-05-07"] = outputs(folder, "2020-05-07")
    runs["2020-05-08"] = outputs(folder, "2020-05-08")
    keep_ledger(folder, {TableKind.RULINGS: [["省新镇", "扶茂岭村", "不需配", "2020-05-09", None]]})
    keep_ledger(folder, {TableKind.DECISIONS: [["省新镇", "园内村", "示例无此人", None, "确定", "2020-05-09"]]})
    return folder, runs


def test_every_day_is_drawn_again_to_the_byte(weeks):
    folder, runs = weeks
    for day, (found, content) in runs.items():
        again, again_content = outputs(folder, day)
        assert json.loads(again) == json.loads(found), day
        assert again == found
        assert again_content == content, day


def test_line_follows_receipts_decisions_and_exits(weeks):
    folder, _ = weeks
    totals = [
        (day["as_of"], day["nominated"] + day["confirmed"], day["required"])
        for day in json.loads(outputs(folder, "2020-05-09")[0])["trend"]
    ]
    assert totals == [
        ("2020-04-28", 1, 4), ("2020-04-30", 2, 4), ("2020-05-06", 2, 4), ("2020-05-07", 3, 4), ("2020-05-08", 2, 4),
        ("2020-05-09", 2, 3),
    ]  # fmt: skip


def test_each_picture_is_what_a_run_of_that_day_counts(weeks):
    folder, _ = weeks
    history = covered(folder, date(2020, 5, 9)).coverage.history
    assert len(history) == 6
    for day, totals in history:
        assert covered(folder, day).coverage.totals == totals


def later_step(folder: Path) -> None:
    receive(folder, bring(folder, "一.xlsx", [person(0, inspected_on=date(2020, 5, 5)), person(1)]), FIRST, "全量")


def merger(folder: Path) -> None:
    """A village that the register no longer has; until the ruling nobody knows which one it is."""
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1, village="并走村")]), FIRST, "全量")
    ruling = ["省新镇", "并走村", None, "2020-05-06", "檗谷村", "示例文"]
    keep_ledger(folder, {TableKind.RULINGS: [ruling]})


def withdrawal(folder: Path) -> None:
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1)]), FIRST, "全量")
    office_ledger.withdraw(run(folder, LAST), 1, date(2020, 5, 6))


def unreadable_file(folder: Path) -> None:
    receive(folder, bring(folder, "一.xlsx", [person(0)]), FIRST, "全量")
    (folder / "报送" / "二.xlsx").write_bytes(b"PK" + bytes(200))
    keep_ledger(folder, {TableKind.RECEIPTS: [[2, "2020-04-30", "省新派出所", "报送/二.xlsx", None, "补报"]]})


def open_date(folder: Path) -> None:
    """On the first day 05/04/20 can only be 5 April, later it may be 4 May as well."""
    people = [person(0, applied_on="2020-04-01", recommended_on="2020-04-02", inspected_on="05/04/20")]
    receive(folder, bring(folder, "一.xlsx", people), FIRST, "全量")


def decisions(folder: Path) -> None:
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1), person(2)]), FIRST, "全量")
    rows = [decision(0, "2020-05-06"), decision(1, "2020-05-07", "2020-05-08")]
    keep_ledger(folder, {TableKind.DECISIONS: rows})


@pytest.mark.parametrize("happens", [later_step, merger, withdrawal, unreadable_file, open_date, decisions])
@pytest.mark.parametrize("text", ["nanan-2020 2020-05-10", "fujian-2019-294 2020-06-30"])
def test_every_day_of_the_trend_is_what_its_own_run_counts(tmp_path, happens, text):
    folder = registry(tmp_path / "县")
    happens(folder)
    receive(folder, bring(folder, "末.xlsx", [person(3)]), LAST, "补报")
    rulebook, deadline = text.split()

    def counts(day: date):
        asked = pipeline.load(workspace=folder, as_of=day, rulebook=rulebook, deadline=date.fromisoformat(deadline))
        return pipeline.coverage(asked).coverage

    history = counts(LAST).history
    assert len(history) > 1
    for day, totals in history:
        assert counts(day).totals == totals, day


def test_of_a_file_withdrawn_since_nothing_is_said_any_more(tmp_path):
    """It is read for the days on which it counted, and for them only."""
    folder = registry(tmp_path / "县", [*VILLAGES, "并走村"])
    receive(
        folder, bring(folder, "一.xlsx", [person(0, village="并走村", phone="1"), person(1, village="无此村")]), FIRST
    )
    receive(folder, bring(folder, "二.xlsx", [person(2)]), FIRST, "补报")
    office_ledger.withdraw(run(folder, LAST), 1, date(2020, 5, 6))
    keep_ledger(folder, {TableKind.RULINGS: [["省新镇", "并走村", None, "2020-05-02", "檗谷村", "示例文"]]})
    result, checked = covered(folder, LAST), pipeline.read(run(folder, LAST))
    assert [file.path for file in result.roster.files] == [file.path for file in checked.roster.files]
    assert {one.place.path for one in result.findings.all(result.roster.places)} <= {"底册.xlsx", "台账.xlsx"}
    assert result.coverage.history[0][1].nominated == 2


def test_step_dates_in_a_roster_are_no_history(tmp_path):
    folder = registry(tmp_path / "县")
    receive(folder, bring(folder, "一.xlsx", [person(0), person(1)]), date(2020, 5, 6), "全量")
    pace = json.loads(seen(folder, "--format", "json", as_of="2020-05-07"))["pace"]
    assert pace["series"] == [{"on": f"2020-05-0{day}", "done": 2, "required": 4} for day in (6, 7)]
    assert pace["done_per_day"] == 2 / 5


@pytest.mark.parametrize("kind", ["no ledger", "no receipt", "one file without", "a file that changed"])
def test_without_receipts_nothing_is_said_of_the_pace(tmp_path, kind):
    folder = (office if kind == "no ledger" else registry)(tmp_path / "县")
    if kind in {"one file without", "a file that changed"}:
        receive(folder, bring(folder, "一.xlsx", [person(0)]), date(2020, 5, 6), "全量")
    if kind == "a file that changed":
        (sent,) = (folder / "报送").iterdir()
        send(folder, sent.name, [person(1)])
    else:
        send(folder, "省新所.xlsx", [person(1)])
    options = ("--html", str(folder / "页.html"), "-o", str(folder / "缺口.xlsx"))
    found = json.loads(seen(folder, "--trend", "--format", "json", *options, as_of="2020-05-07"))
    assert (found["pace"], found["pace_reason"], found["trend"]) == (None, "no_receipts", [])
    page = (folder / "页.html").read_text("utf-8")
    assert NOTHING in page
    assert "<polyline" not in page
    book = openpyxl.load_workbook(folder / "缺口.xlsx")
    assert [row[0].value for row in book["逐日进度"].iter_rows()][2:] == ["无", NOTHING]
    assert NOTHING in [row[0].value for row in book["汇总"].iter_rows()]


def test_screen_says_that_nothing_is_known_of_the_pace(tmp_path):
    folder = office(tmp_path / "县")
    send(folder, "省新所.xlsx", [person(1)])
    screen = seen(folder, as_of="2020-05-07")
    assert NOTHING in screen
    assert "工作日平均" not in screen
    assert seen(folder, "--trend", as_of="2020-05-07").strip() == NOTHING


def test_a_bad_cell_is_said_of_from_the_day_its_row_names(tmp_path):
    """A row whose own day cannot be read is said of on every day."""
    folder = registry(tmp_path / "县")
    receive(folder, bring(folder, "一.xlsx", [person(0)]), FIRST, "全量")
    before = outputs(folder, "2020-05-06")
    who = person(0)
    place, short = ["省新镇", str(who["village"]), str(who["name"]), str(who["id_number"])], str(who["id_number"])[-4:]
    post = [*place, None, "2020-05-07", None, "村口", "一档", None, None]
    assessed = ["2020-04", who["village"], who["name"], short, "很好", "2020-05-08"]
    keep_ledger(folder, {
        TableKind.DECISIONS: [[*place, "再议", "2020-05-07"]],
        TableKind.RULINGS: [["省新镇", "檗谷村", "看情况", "2020-05-07"]],
        TableKind.POSTS: [post], TableKind.ASSESSMENTS: [assessed],
    })  # fmt: skip
    assert outputs(folder, "2020-05-06") == before

    def told(day: str) -> set[str | None]:
        result = covered(folder, date.fromisoformat(day))
        return {one.place.sheet for one in result.findings.all(result.roster.places) if "台账" in one.place.path}

    assert (told("2020-05-06"), told("2020-05-07")) == (set(), {"审核", "认定", "在岗"})
    assert told("2020-05-08") == {"审核", "认定", "在岗", "考核"}
    keep_ledger(folder, {TableKind.DECISIONS: [["省新镇", "油园村", "示例某", None, "确定", "那天"]]})
    assert told("2020-05-06") == {"审核"}
