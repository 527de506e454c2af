"""One figure, wherever it stands: the screen, the page, the workbook, the list, the bulletin and the data agree.

The offices below are the stories of a new county's first weeks; each is one station's.
"""

import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.offices import covered, office, person, send, states
from tests.tables import Line, of_document, of_page, of_screen, of_workbook
from tests.terminal import typed

from yicun.model.results import State, Submission

ROOT = Path(__file__).parents[2]
DECIDED = {"decision": "确定", "decided_on": date(2020, 5, 5)}


REFUSED = {**DECIDED, "decision": "不予确定"}
STORIES: dict[str, list[list[dict[str, object]]]] = {
    "姓名不全": [[{"name": None}, {"name": "待定"}, {"name": "治保主任"}, {"name": "示例甲、示例乙"}]],
    "退出": [[{"remark": "本人已退出"}, DECIDED, REFUSED, {}]],
    "两份不同": [[{}, {}, {}], [REFUSED, {"vetting": "有"}]],
    "审核以后": [[DECIDED, {**DECIDED, "vetting": "有"}, {**DECIDED, "vetted_on": date(2020, 3, 1)},
                  {"inspected_on": None}, {"choice": "备选"}]],
    "并列": [[{}, {"choice": "拟推选"}, {"resident": "否"}, {}, {}, {"choice": "拟推选"}]],
    "处分": [[{"discipline": "开除公职", "discipline_on": date(2001, 1, 1)}, {"discipline": "某某处分"},
              {"vetting": "有"}]],
    "无处安放": [[{}, {"village": None}, {"village": "无此村"}]],
}  # fmt: skip
"""Station -> its files -> what is not as it should be of each person, the first four in a village each."""


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    places = {station: {"station": f"{station}派出所", "township": f"{station}镇"} for station in (*STORIES, "待认定")}
    villages = [{**places[station], "village": f"{station}{at}村"} for station in STORIES for at in range(4)]
    to_rule = (
        {"auxiliary": "示例丁", "auxiliary_kind": "兼职"},
        {"auxiliary": None},
        {"village": "社区"},
        {"village": "农场"},
    )
    villages += [{"village": f"待认定{at}村", **places["待认定"], **unit} for at, unit in enumerate(to_rule)]
    folder = office(tmp_path_factory.mktemp("stories") / "office", villages)
    for number, (station, files) in enumerate(STORIES.items()):
        for copy, people in enumerate(files):
            rows = [
                person(10 * number + at, **{**places[station], "village": f"{station}{at % 4}村", **changes})
                for at, changes in enumerate(people)
            ]
            send(folder, f"{station}所{'（更正）' * copy}.xlsx", rows)
    fields = [name for name in person(0) if name != "name"]
    send(folder, "没有姓名一栏.xlsx", [person(79, **{**places["无处安放"], "village": "无处安放3村"})], fields)
    return folder


def test_the_stories_leave_a_village_in_every_state_but_one(stories: Path) -> None:
    assert set(states(covered(stories)).values()) == {state.value for state in State} - {State.LEFT, State.AUXILIARY}


@pytest.mark.parametrize("as_of", ["2020-04-26", "2020-05-07", "2020-06-20"])
def test_every_output_of_the_stories_says_the_same(stories: Path, as_of: str, tmp_path: Path) -> None:
    agree(stories, as_of, tmp_path)


def test_every_output_of_the_sample_area_says_the_same(tmp_path: Path) -> None:
    agree(ROOT, "2020-05-07", tmp_path)


def figures(numbers: dict) -> dict[str, set[str]]:
    """What may stand under each heading for a station or an area, by what its JSON says."""
    states, required = numbers["states"], numbers["required"]
    done = states["nominated"] + states["confirmed"]
    span = f"（{numbers['gap_at_least']}–{numbers['gap_at_most']}）"
    shown = {
        "行政村数": numbers["villages"],
        "行政村": numbers["villages"],
        "已配专职辅警": numbers["auxiliary"],
        "辅警": numbers["auxiliary"],
        "应推选": required,
        "已推选待审核": states["nominated"],
        "已审核确定": states["confirmed"],
        "已确定": states["confirmed"],
        "推选率": _rate(done, required),
        "完成率": _rate(states["auxiliary"] + states["confirmed"], numbers["villages"]),
        "其中无人选": states["vacant"],
        "缺口至少": numbers["gap_at_least"],
        "缺口至多": numbers["gap_at_most"],
        "待认定": numbers["ruling"],
        "按期": numbers["on_time"],
        "逾期": numbers["late"],
        "名次": "—" if numbers["rank"] is None else numbers["rank"],
        "报送": "" if numbers["submission"] is None else Submission(numbers["submission"]).label,
        **{State(state).label: count for state, count in states.items() if state not in {"auxiliary", "confirmed"}},
    }
    several = {"已推选": {str(done), f"{done}/{required}"}, "已推选/应推选": {f"{done}/{required}"}}
    gap = {"缺口": {str(numbers["gap"]), f"{numbers['gap']}{span}"}}
    return {label: {str(value)} for label, value in shown.items()} | several | gap


def _rate(done: int, of: int) -> str:
    """A rate as coverage.md has it: one decimal, half up, never 100.0% or 0.0% where that is not so."""
    if not of:
        return "—"
    exact = Decimal(done * 100) / of
    rounded = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    least, most = Decimal("0.1") if done else 0, Decimal("99.9") if done < of else 100
    return f"{min(max(rounded, least), most):.1f}%"


def _compare(where: str, lines: list[Line], by_name: dict[str, dict], needed: set[str]) -> None:
    """Every figure of the lines that stand for somebody of `by_name`; all of them must be there, under these heads."""
    named = [(line, by_name[name]) for line in lines for name in line.values() if name in by_name]
    assert len(named) >= len(by_name), where
    for line, numbers in named:
        expected = figures(numbers)
        assert needed <= set(line), where
        wrong = {
            label: (text, expected[label])
            for label, text in line.items()
            if label in expected and text not in expected[label]
        }
        assert not wrong, (where, line)


def _compare_sentences(book: openpyxl.Workbook, data: dict) -> None:
    totals, left = data["totals"], data["days_left"]
    done, gap = totals["nominated"] + totals["confirmed"], totals["gap"]
    time = f"逾期 {-left} 天" if left < 0 else f"还有 {left} 天、{data['working_days_left']} 个工作日"
    standing = str(book["汇总"]["A2"].value)
    assert time in standing
    assert f"已推选 {done}/{totals['required']}（{_rate(done, totals['required'])}）　缺口 {gap} 村" in standing
    assert f"（{gap} 个）" in str(book["缺口清单"]["A1"].value)
    assert f"（{totals['ruling']} 个）" in str(book["待认定"]["A1"].value)
    series = [] if data["pace"] is None else data["pace"]["series"]
    shown = [
        row for row in book["逐日进度"].iter_rows(min_row=3, max_col=3, values_only=True) if isinstance(row[1], int)
    ]
    days = [date.fromisoformat(one["on"]) for one in series]
    written = [f"{day.year}年{day.month}月{day.day}日" for day in days]
    assert shown == [(on, one["done"], one["required"] - one["done"]) for on, one in zip(written, series, strict=True)]


def every_figure(out: Path, data: dict, screen: str) -> None:
    """Each writer's table beside the JSON, station by station."""
    stations = {one["station"]: one for one in data["stations"]}
    townships = {one["township"]: one for one in data["townships"]}
    common = {"应推选", "已推选", "缺口"}
    book = out / "缺口.xlsx"
    for sheet, by_name in (("各派出所", stations), ("各派出所明细", stations), ("各乡镇明细", townships)):
        _compare(sheet, of_workbook(book, sheet), by_name, common | {"行政村数", "待认定", "推选率", "完成率"})
    _compare("报送情况", of_workbook(book, "报送情况"), stations, common | {"其中无人选", "按期", "逾期", "报送"})
    total = of_workbook(book, "汇总")[0]
    assert not {label: text for label, text in total.items() if text not in figures(data["totals"])[label]}
    _compare_sentences(openpyxl.load_workbook(book), data)
    summary = of_workbook(out / "汇总.xlsx", "汇总")
    whole = {"合计": {**data["totals"], "rank": None, "submission": None}}
    _compare("汇总", summary, stations | whole, {"行政村数", "应推选", "缺口", "推选率", "完成率"})
    (bulletin,) = (out / "催办").rglob("情况通报.docx")
    _compare("通报", of_document(bulletin), stations, common | {"行政村", "推选率", "已确定", "待认定", "名次", "报送"})
    text = (out / "网页.html").read_text("utf-8")
    for one in data["stations"]:
        assert f"已推选 {one['nominated'] + one['confirmed']}/{one['required']}　缺口 {one['gap']}" in text
    page = [line for line in of_page(out / "网页.html") if "推选率" in line]
    _compare("网页", page, stations, {"已推选/应推选", "推选率", "名次", "缺口", "待认定", "报送"})
    _compare("屏幕", of_screen(screen), stations, common | {"行政村", "辅警", "推选率", "已确定", "完成率", "待认定"})


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def agree(workspace: Path, as_of: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    data = json.loads(
        shown(
            workspace, "coverage", as_of, "--format", "json", "-o", out / "缺口.xlsx", "--html", out / "网页.html",
            "--summary", out / "汇总.xlsx",
        )
    )  # fmt: skip
    listed = json.loads(shown(workspace, "export-list", as_of, "--format", "json", "-o", out / "名单.docx"))
    screen = shown(workspace, "coverage", as_of)
    shown(workspace, "remind", as_of, "-o", out / "催办")
    totals = data["totals"]
    of_state, gap = totals["states"], totals["gap"]

    done = of_state["nominated"] + of_state["confirmed"]
    assert listed["listed"] == totals["nominated"] + totals["confirmed"] == done
    assert listed["missing"] == len(listed["missing_villages"]) == gap == totals["required"] - done
    assert gap == sum(of_state[name] for name in ("in_progress", "undetermined", "ineligible", "left", "vacant"))
    counted = [one["state"] for one in data["villages"]]
    assert {name: counted.count(name) for name in of_state} == of_state
    for station in data["stations"]:
        own = [one["state"] for one in data["villages"] if one["station"] == station["station"]]
        assert {name: own.count(name) for name in of_state} == station["states"]
    assert totals["gap_at_least"] <= gap <= totals["gap_at_most"]
    span = (
        ""
        if gap == totals["gap_at_least"] == totals["gap_at_most"]
        else f"（至少 {totals['gap_at_least']}，至多 {totals['gap_at_most']}）"
    )
    assert (
        screen.count(
            f"行政村 {totals['villages']}，已配专职辅警 {totals['auxiliary']}，应推选 {totals['required']}，"
            f"已推选 {done}（{_rate(done, totals['required'])}），已审核确定 {totals['confirmed']}，"
            f"缺口 {gap} 村{span}；"
        )
        == 2
    )
    assert f"\n缺口 {gap} 村\n" in screen or not gap
    assert f"\n待认定 {totals['ruling']} 个单位，" in screen or not totals["ruling"]

    book = openpyxl.load_workbook(out / "缺口.xlsx")
    rows = [row for row in book["缺口清单"].iter_rows(min_row=3, values_only=True) if isinstance(row[0], int)]
    assert len(rows) == gap
    table = of_document(out / "名单.docx")
    assert sum(row["序号"].isdecimal() for row in table) == listed["people"]
    people = "" if listed["people"] == done else f" {listed['people']} 人"
    assert f"应推选 {totals['required']} 村、本名单 {done} 村{people}、缺 {gap} 村" in table[-1].values()
    (bulletin,) = (out / "催办").rglob("情况通报.docx")
    assert _standing(totals) in _words(bulletin)
    letters = {path.parent.name: _words(path) for path in (out / "催办").rglob("催办通知.docx")}
    assert letters
    for station in data["stations"]:
        assert _standing(station) in letters.get(station["station"], _standing(station))
    page = (out / "网页.html").read_text("utf-8")
    assert all(one["village"] in page for one in data["villages"])
    every_figure(out, data, screen)


def _standing(numbers: dict) -> str:
    done, required = numbers["nominated"] + numbers["confirmed"], numbers["required"]
    ruling = f"另有 {numbers['ruling']} 个单位待认定是否需要配备。" if numbers["ruling"] else ""
    silent = "你所尚未报送名单，也没有零报告。" if numbers["submission"] == Submission.SILENT else ""
    return (
        f"应推选 {required} 村，已推选 {done} 村（{_rate(done, required)}），缺 {numbers['gap']} 村。{silent}{ruling}"
    )


def _words(path: Path) -> str:
    return "".join(one.text for one in docx.Document(str(path)).paragraphs)


def shown(workspace: Path, command: str, as_of: str, *options: object) -> str:
    code, out, _ = typed("-w", workspace, command, "--as-of", as_of, *options)
    assert code in {0, 1}, command
    return out
