"""Whatever is unknown, settled in every way there is: nothing comes out that was not said to be possible before.

All the ways of settling an area are laid side by side in one roster, each with stations, townships and villages of its
own, so that the real rulebook judges them at once.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import PERSON, make_roster

from yicun.coverage.states import cover
from yicun.model.results import GAP_STATES, State
from yicun.model.roster import SourceFile
from yicun.model.verdicts import Verdict
from yicun.rulebook.judge import judge
from yicun.rulebook.load import load_rulebook

RULES = Path(__file__).parents[2] / "rules"
AS_OF, DEADLINE = date(2020, 5, 7), date(2020, 5, 10)
LATE = date(2020, 5, 20)
STATIONS = ("甲", "乙")
SETTLED = {
    "resident": ("是", "否"), "fit": ("是", "否"), "vetting": ("无", "有"), "inspection": ("合格", "不合格"),
    "education": ("高中", "小学"), "category": ("治保主任", "村干部"), "inspected_on": (PERSON["inspected_on"], LATE),
    "choice": ("拟推选", "备选", None), "decision": ("确定", "不予确定", None),
}  # fmt: skip
OF_OTHERS = frozenset(("choice", "category"))
"""Cells by which one person's verdict turns on another's: who counts, and who comes first."""
CELLS = {
    "resident": ("是", "是", "否"), "inspection": ("合格", "合格", "不合格"), "education": ("高中", "高中", "小学"),
    "category": ("治保主任", "村干部", "其他"), "inspected_on": (PERSON["inspected_on"], LATE, None),
    "choice": (None, None, "拟推选", "备选"), "decision": (None, None, "确定", "不予确定"),
    "fallback_reason": (None, "岗位空缺"), "home": (0, 1, 2, 3, 4, 5),
}  # fmt: skip
ABSENT = "absent"


@dataclass(frozen=True)
class Area:
    """Units and people as plain rows; a person's `home` is the number of a unit, None where it is not known."""

    units: tuple[dict[str, object], ...]
    people: tuple[dict[str, object], ...]


@st.composite
def areas(draw):
    unit = st.fixed_dictionaries(
        {"station": st.sampled_from(STATIONS), "township": st.sampled_from(STATIONS),
         "auxiliary": st.sampled_from(("无", "无", "无", "有")), "quota": st.sampled_from((None, None, 1, 2)),
         "shared": st.booleans()}
    )  # fmt: skip
    units = tuple(draw(st.lists(unit, min_size=1, max_size=6)))
    people = draw(
        st.lists(st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CELLS.items()}), max_size=8)
    )
    return Area(units, tuple({**one, "home": one["home"] % len(units)} for one in people))


@st.composite
def unknowns(draw, area):
    """Up to five things that are not known, each with all the ways in which it may turn out."""
    of_people = ["cell", "contested", "withdrawn", "village", "misnamed", "shared", "name"] if area.people else []
    kinds = ["ruling", "unplaced", "unread", *of_people]
    found: dict[tuple[object, ...], tuple[object, ...]] = {}
    for _ in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(kinds))
        if kind == "ruling":
            found[kind, draw(st.integers(0, len(area.units) - 1))] = ("需配", "不需配")
        elif kind in {"unplaced", "unread"}:
            own = [number for number, unit in enumerate(area.units) if unit["station"] == STATIONS[0]]
            found[kind, STATIONS[0]] = (None, *((home, through) for home in own[:3] for through in (True, False)))
        else:
            number = draw(st.integers(0, len(area.people) - 1))
            if kind in {"cell", "contested"}:
                field = draw(st.sampled_from(sorted(SETTLED)))
                found[kind, number, field] = SETTLED[field]
            elif kind == "shared":  # a name that several townships have (YC405)
                names = called(area.units)
                own = names[area.people[number]["home"]]
                found[kind, number] = tuple(n for n, name in enumerate(names) if name == own)
            elif kind in {"village", "misnamed"}:
                station = area.units[area.people[number]["home"]]["station"]
                found[kind, number] = tuple(n for n, unit in enumerate(area.units) if unit["station"] == station)
            else:
                found[kind, number] = ("there", ABSENT)
    return found


def settled(area, unknown, way):
    """The area as it is when everything unknown has turned out in one way."""
    units = [dict(unit) for unit in area.units]
    people = [{**person, "number": number} for number, person in enumerate(area.people)]
    for (kind, about, *field), turn in zip(unknown, way, strict=True):
        if kind == "ruling":
            units[about]["ruling"] = turn
        elif kind in {"unplaced", "unread"} and turn is not None:
            home, through = turn
            people.append({"home": home, "number": -1, "inspected_on": PERSON["inspected_on"] if through else None})
        elif kind in {"cell", "contested"}:
            people[about][field[0]] = turn
        elif kind in {"village", "misnamed", "shared"}:
            people[about]["home"] = turn
        elif turn == ABSENT:
            people[about]["absent"] = True
    return units, [one for one in people if not one.get("absent")]


def called(units):
    """The name of each unit in its area: its number, but for one in each township that is called like another."""
    names, sharing = [], set()
    for number, unit in enumerate(units):
        shares = unit["shared"] and unit["township"] not in sharing
        sharing |= {unit["township"]} if shares else set()
        names.append("共" if shares else str(number))
    return names


def laid_out(copies):
    """The units and people of several areas side by side, each under names of its own."""
    units, people = [], []
    for copy, (own_units, own_people) in enumerate(copies):
        names = [
            {
                "village": f"{copy}之{name}村",
                "station": f"{copy}{unit['station']}派出所",
                "township": f"{copy}{unit['township']}镇",
            }
            for name, unit in zip(called(own_units), own_units, strict=True)
        ]
        units += [
            {**unit, **name, "auxiliary_kind": "专职" if unit["auxiliary"] == "有" else "无"}
            for unit, name in zip(own_units, names, strict=True)
        ]
        for at, person in enumerate(own_people):
            home = names[person["home"]]
            decided = {"decided_on": date(2020, 5, 6)} if person.get("decision") else {}
            people.append({**person, **decided, **home, "name": f"示例{copy}之{at}", "id_number": None})
    return units, people


@cache
def rulebook():
    book, findings = load_rulebook(RULES / "nanan-2020.yaml", shown="rules/nanan-2020.yaml", search=[RULES])
    assert book is not None, findings.by_code()
    return book


def picture(roster, unread=()):
    verdicts, _ = judge(rulebook(), roster, AS_OF, DEADLINE)
    return cover(roster, verdicts, AS_OF, DEADLINE, unread)[0], verdicts.people["verdict"].tolist()


def before(area, unknown):
    """The picture while all of that is unknown."""
    units, people = laid_out([([dict(unit) for unit in area.units], [dict(one) for one in area.people])])
    first = len(units)
    unreadable, conflicts, withdrawn, files = {}, {}, set(), []
    for kind, about, *field in unknown:
        if kind == "ruling":
            units[about]["ruling"] = "待定"
        elif kind == "withdrawn":
            withdrawn.add(first + about)
        elif kind == "misnamed":  # a village that is not in the register (YC404), in no township that could be told
            people[about] |= {"village": "囧字村", "township": None}
        elif kind == "shared":
            people[about] |= {"station": None, "township": None}
        elif kind in {"unplaced", "unread"}:
            path = f"报送/{kind}.xlsx"
            files.append(SourceFile(path, "2" * 64, (), (f"0{about}派出所",), unplaced=int(kind == "unplaced")))
        else:
            name = field[0] if field else kind
            people[about][name] = None
            where = conflicts if kind == "contested" else unreadable
            where.setdefault(name, set()).add(first + about)
            if name == "village":
                people[about]["township"] = None
            if name == "decision":
                people[about]["decided_on"] = date(2020, 5, 6)
    unreadable, conflicts = ({name: frozenset(rows) for name, rows in held.items()} for held in (unreadable, conflicts))
    roster = make_roster(people, units, conflicts, unreadable)
    roster = replace(roster, withdrawn=frozenset(withdrawn), files=(*roster.files, *files))
    return picture(roster, [file.path for file in files if "unread" in file.path])


@given(st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_way_of_settling_leaves_what_was_said(data):
    area = data.draw(areas())
    unknown = data.draw(unknowns(area))
    ways = list(product(*unknown.values()))[:600]
    coverage, verdicts = before(area, unknown)
    copies = [settled(area, unknown, way) for way in ways]
    units, people = laid_out(copies)
    after, settled_verdicts = picture(make_roster(people, units))
    gaps, done = [0] * len(ways), [0] * len(ways)
    for row, state in after.villages["state"].items():
        copy = row // len(area.units)
        gaps[copy] += state in GAP_STATES
        done[copy] += state in (State.NOMINATED, State.CONFIRMED)
    totals = coverage.totals
    required = [
        sum(
            state != State.AUXILIARY
            for state in after.villages["state"].iloc[at * len(area.units) :][: len(area.units)]
        )
        for at in range(len(ways))
    ]
    for way, gap, through, needed in zip(ways, gaps, done, required, strict=True):
        assert totals.gap_at_least <= gap <= totals.gap_at_most, (unknown, way)
        assert through == needed - gap
    homes = [(copy, one["number"]) for copy, (_, own) in enumerate(copies) for one in own]
    for (copy, number), verdict in zip(homes, settled_verdicts, strict=True):
        if number >= 0 and verdicts[number] == Verdict.INELIGIBLE:
            assert verdict == Verdict.INELIGIBLE, (unknown, ways[copy], number)
        if number >= 0 and verdicts[number] == Verdict.ELIGIBLE and not _turns_on_others(unknown, number):
            assert verdict == Verdict.ELIGIBLE, (unknown, ways[copy], number)


def _turns_on_others(unknown, number):
    return any(kind != "cell" or field[0] in OF_OTHERS or about != number for kind, about, *field in unknown)
