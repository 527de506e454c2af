"""Rolling up the parts equals the whole, and nothing that does not add up is taken."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.terminal import typed

import yicun
from yicun.coverage import numbers
from yicun.model.areas import Area, AreaBasis, ranked
from yicun.model.errors import CannotRun
from yicun.model.results import State
from yicun.rollup.adding import combined, from_counts, roll_up
from yicun.rollup.reading import AreaRefused, area_of_json

ROOT = Path(__file__).parents[2]
BASIS = AreaBasis("nanan-2020", "ab" * 32, date(2020, 5, 7), date(2020, 5, 10))
STATES = [state.value for state in State]


@st.composite
def villages(draw: st.DrawFn) -> pd.DataFrame:
    rows = draw(st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(STATES)), max_size=30))
    kept = draw(st.lists(st.sampled_from(["on_time", "late", "none"]), min_size=len(rows), max_size=len(rows)))
    frame = pd.DataFrame({"county": [county for county, _ in rows]}, dtype="str")
    frame["state"] = pd.Categorical([state for _, state in rows], categories=STATES)
    frame["overruled"] = False
    frame["unit_type"] = draw(st.sampled_from(["行政村", "其他"]))
    frame["quota"], frame["filled"] = 1, frame["state"].isin(["nominated", "confirmed"]).astype("int64")
    frame["on_time"] = pd.Categorical(kept, categories=["on_time", "late", "none"])
    gap = frame["state"].isin(["in_progress", "undetermined", "ineligible", "left", "vacant"])
    frame["certainly"], frame["possibly"] = gap & frame["state"].eq("vacant"), gap | frame["state"].eq("ruling")
    return frame


@given(villages())
def test_rolling_up_the_parts_equals_the_whole(frame: pd.DataFrame) -> None:
    whole = numbers.total(frame)
    assert combined("全部", numbers.by(frame, "county")) == whole
    areas = [Area(part, part.name, BASIS) for part in numbers.by(frame, "county")]
    cities = [roll_up("东市", areas[:2]).area, roll_up("西市", areas[2:]).area]
    assert roll_up("全部", cities).area.numbers == whole


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    code, said = _type("-w", str(ROOT), "coverage", "-q", "--format", "json", "--summary", str(folder / "南安.xlsx"))
    assert code == 0
    (folder / "南安.json").write_text(said, "utf-8")
    return folder


def _type(*arguments: str) -> tuple[int, str]:
    """The exit code, and what a pipe would get, with what the terminal is told after it where there is no data."""
    code, out, err = typed(*arguments)
    return code, out + (err if "json" not in arguments else "")


def _named(folder: Path, name: str, **changes: Any) -> Path:
    value = json.loads((folder / "南安.json").read_text("utf-8"))
    path = folder / f"{name}.json"
    path.write_text(json.dumps({**value, "area": name, **changes}, ensure_ascii=False), "utf-8")
    return path


def test_the_json_and_the_summary_say_the_same(county: Path) -> None:
    totals = yicun.cover(yicun.load(workspace=ROOT)).coverage.totals
    for name in ("南安.json", "南安.xlsx"):
        code, said = _type("rollup", str(county / name), "--area", "泉州市", "--format", "json")
        rolled = json.loads(said)
        assert code == 0
        assert rolled["totals"]["gap"] == totals.gap
        assert rolled["totals"]["gap_at_most"] == totals.gap_at_most
        assert rolled["totals"]["states"] == {state.value: count for state, count in totals.states.items()}
        assert [part["area"] for part in rolled["parts"]] == ["南安市"]
        assert rolled["rulebook"]["id"] == "nanan-2020"


def test_a_province_is_its_cities_and_they_are_their_counties(county: Path) -> None:
    one, other = _named(county, "甲县"), _named(county, "乙县")
    _, east = _type("rollup", str(one), "--area", "东市", "--format", "json")
    _, west = _type("rollup", str(other), str(county / "南安.xlsx"), "--area", "西市", "--format", "json")
    for name, said in (("东市", east), ("西市", west)):
        (county / f"{name}.json").write_text(said, "utf-8")
    page, table = county / "省.html", county / "省.xlsx"
    code, said = _type(
        "rollup", str(county / "东市.json"), str(county / "西市.json"), "--area", "某省", "--format", "json",
        "--html", str(page), "-o", str(table), "--force",
    )  # fmt: skip
    rolled = json.loads(said)
    gap = json.loads(one.read_text("utf-8"))["totals"]["gap"]
    assert code == 0
    assert rolled["totals"]["gap"] == 3 * gap
    assert [part["totals"]["gap"] for part in rolled["parts"]] == [gap, 2 * gap]
    html = page.read_text("utf-8")
    assert all(name in html for name in ("某省", "东市", "西市", "甲县", "乙县", "南安市"))
    assert "<script" not in html
    sheets = pd.read_excel(table, sheet_name=None, header=None, engine="calamine")
    assert list(sheets) == ["汇总", "各县", "依据"]
    assert [name for name in sheets["各县"][0] if str(name).endswith(("县", "南安市"))] == [
        "东市 甲县",
        "西市 乙县",
        "西市 南安市",
    ]


def test_the_page_says_the_figures_of_the_json(county: Path) -> None:
    now = json.loads((county / "南安.json").read_text("utf-8"))
    _, said = _type("coverage", "-w", str(ROOT), "--as-of", "2020-04-26", "--format", "json")
    behind, ahead = json.loads(said)["totals"], now["totals"]
    assert behind["nomination_rate"] < ahead["nomination_rate"]
    (county / "己县.json").write_text(json.dumps({**json.loads(said), "area": "己县"}), "utf-8")
    page = county / "己.html"
    code, said = _type(
        "rollup", str(_named(county, "庚县")), str(county / "己县.json"), "--area", "某市",
        "--format", "json", "--html", str(page), "--force",
    )  # fmt: skip
    assert code == 1, "two days"
    html = page.read_text("utf-8")
    totals = json.loads(said)["totals"]
    legend = re.findall(r'<li><i class="(\w+)"></i>\S+ <strong>(\d+)</strong>', html)
    assert {state: int(count) for state, count in legend} == totals["states"]
    rows = re.findall(r'data-label="(已推选/应推选|名次|缺口)">([\d/]+)', html)
    assert [shown for label, shown in rows if label == "名次"] == ["2", "1"]
    assert [shown for label, shown in rows if label == "缺口"] == [str(behind["gap"]), str(ahead["gap"])]


def test_the_table_of_a_city_is_read_again_as_one_area(county: Path) -> None:
    table = county / "泉州.xlsx"
    _type("rollup", str(county / "南安.json"), str(_named(county, "丙县")), "--area", "泉州市", "-o", str(table))
    code, said = _type("rollup", str(table), "--area", "福建省", "--format", "json")
    totals = json.loads(said)["totals"]
    assert (code, totals["gap"]) == (0, 2 * json.loads((county / "南安.json").read_text("utf-8"))["totals"]["gap"])


def test_who_did_not_report_is_named_and_has_no_figures(county: Path) -> None:
    (county / "应报.txt").write_text("石狮市\n南安市\n", "utf-8")
    code, said = _type("rollup", str(county / "南安.json"), "--expect", str(county / "应报.txt"))
    assert code == 1
    assert "未报 1 个，不在合计之内：石狮市" in said


def test_different_bases_stand_side_by_side_by_name(county: Path) -> None:
    late = _named(county, "丁县", deadline="2020-06-30")
    code, said = _type("rollup", str(county / "南安.json"), str(late))
    assert code == 1
    assert "各地口径不同" in said
    assert any("2020-06-30" in line and line.endswith("：丁县") for line in said.splitlines())


def test_one_area_twice_is_believed_in_neither(county: Path) -> None:
    code, said = _type("rollup", str(county / "南安.json"), str(county / "南安.xlsx"))
    assert code == 2
    assert "不猜哪份为准" in said


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "不是完整的 JSON"),
        (b"[]", "不是 yicun"),
        (b"[" * 100_000, "不是"),
        (b'{"area": "\xe7\x94\xb2", "totals": {"gap": 1e999}}', "不是"),
        (b'{"totals": {}}', "area"),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(AreaRefused, match=why):
        area_of_json(content, "a.json")


@pytest.mark.parametrize(
    ("key", "value"),
    [("gap", 1), ("required", 7), ("nominated", -1), ("villages", 3), ("gap_at_least", 999), ("confirmed", 2.5)],
)
def test_figures_that_do_not_add_up_are_refused(county: Path, key: str, value: float) -> None:
    report = json.loads((county / "南安.json").read_text("utf-8"))
    report["totals"][key] = value
    with pytest.raises(AreaRefused):
        area_of_json(json.dumps(report).encode(), "a.json")


def test_a_refused_file_does_not_stop_the_others(county: Path) -> None:
    (county / "坏.json").write_text("{}", "utf-8")
    code, said = _type("rollup", str(county / "坏.json"), str(county / "没有.json"), str(county / "南安.json"))
    assert code == 2
    assert "坏.json：没有写明是哪个地区" in said
    assert "没有.json：找不到" in said
    assert "南安市" in said


def test_equal_rates_share_a_rank() -> None:
    def area(name: str, done: int, required: int) -> Area:
        counts = dict.fromkeys(("auxiliary", "confirmed", "gap_at_least", "ruling", "on_time", "late"), 0)
        counts |= {"villages": required, "required": required, "nominated": done}
        counts |= {"gap": required - done, "gap_at_most": required - done}
        states = dict.fromkeys(State, 0) | {State.NOMINATED: done, State.VACANT: required - done}
        return Area(from_counts(name, counts, states), name)

    areas = [area("甲", 1, 2), area("乙", 2, 4), area("丙", 1, 4), area("丁", 0, 0), Area(None, "戊")]
    assert ranked(areas) == [1, 1, 3, None, None]


def test_counties_of_two_cities_may_share_a_name_but_not_stand_twice() -> None:
    county = Area(combined("桥西区", []), "桥西区", BASIS)
    cities = [roll_up(name, [county]).area for name in ("东市", "西市")]
    assert len(list(roll_up("某省", cities).area.counties())) == 2
    with pytest.raises(CannotRun, match="桥西区"):
        roll_up("某省", [*cities, county])


def test_who_was_confirmed_and_is_to_be_looked_at_again_is_counted_by_name(county: Path) -> None:
    value = json.loads((county / "南安.json").read_text("utf-8"))
    totals, first = value["totals"], next(one for one in value["stations"] if one["confirmed"])
    totals["overruled"] = first["overruled"] = 1
    one = _named(county, "戊县", totals=totals, stations=value["stations"])
    table = county / "戊.xlsx"
    code, said = _type("rollup", str(one), "-o", str(table), "--html", str(county / "戊.html"))
    assert code == 0
    assert "需再核对的 1 村（YC604）：戊县 1" in said
    assert "需再核对的 1 村（YC604）" in (county / "戊.html").read_text("utf-8")
    _, again = _type("rollup", str(table), "--format", "json")
    assert json.loads(again)["totals"]["overruled"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_report_is_read_as_powershell_and_notepad_save_it(county: Path, encoding: str) -> None:
    text = (county / "南安.json").read_text("utf-8")
    assert area_of_json(text.encode(encoding), "甲") == area_of_json(text.encode(), "甲")


def test_a_damaged_workbook_is_said_to_be_damaged(county: Path, tmp_path: Path) -> None:
    (tmp_path / "断.xlsx").write_bytes((county / "南安.xlsx").read_bytes()[:3000])
    ended = typed("rollup", tmp_path / "断.xlsx")
    assert (ended.code, ended.out) == (2, "")
    assert "打不开，已损坏或加了密码" in ended.err


def test_a_rulebook_whose_digest_looks_like_a_phone_is_named_in_full(county: Path, tmp_path: Path) -> None:
    report = json.loads((county / "南安.json").read_text("utf-8"))
    report["rulebook"]["sha256"] = "051224422061" + "ab" * 26
    (tmp_path / "县.json").write_text(json.dumps(report), "utf-8")
    page = tmp_path / "页.html"
    ended = typed("rollup", tmp_path / "县.json", "--html", page)
    assert "（sha256 051224422061）" in ended.out
    assert "（sha256 051224422061）" in page.read_text("utf-8")
