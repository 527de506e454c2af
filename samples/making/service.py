"""`service/`: an office with six months of life after the list, somebody in every condition that section 五 names."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from making.ledgers import ledger, who
from making.nanan import HOME, PHONES, area_villages
from making.readme import Claim
from synthetic.books import Book
from synthetic.crossed import Plot
from synthetic.files import write
from synthetic.layouts import lay_out, register_sheet
from synthetic.people import Population, sample_names
from synthetic.rows import Row
from synthetic.shapes import SHAPES
from synthetic.stations import chance, someone
from yicun.model.fields import TableKind

COMMAND = "yicun validate -w samples/service"
CONFIG = """\
# 选上以后半年：在岗、考核、培训、补贴都在台账里；各种该提示的情形都有一人：yicun service -w samples/service
area = "南安市"
office = "户政管理大队"
villages = "底册/行政村底册.xlsx"
submissions = ["报送/*"]
rulebook = "nanan-2020"
deadline = 2020-05-10
as_of = 2020-12-01
ledger = "台账.xlsx"
output = "输出"
"""
_MONTHS = ("2020-06", "2020-07", "2020-08", "2020-09", "2020-10")
_RATES = (
    ("一档", "2020-05-01", "600", "1.2", "1", "0.5", "示例补〔2020〕1号"),
    ("二档", "2020-05-01", "480.50", "1.2", "1", "0.5", "示例补〔2020〕1号"),
    ("二档", "2020-09-16", "500", "1.2", "1", "0.5", "示例补〔2020〕2号"),
)
_VILLAGES = 14


def write_service(source: Path, into: Path) -> list[Claim]:
    """Write the workspace; the codes it shows come back."""
    (into / "报送").mkdir(parents=True, exist_ok=True)
    (into / "底册").mkdir(exist_ok=True)
    (into / "yicun.toml").write_text(CONFIG, "utf-8", newline="\n")
    own = [village for village in area_villages(source) if village.township == "诗山镇" and village.needs_one][
        :_VILLAGES
    ]
    rows = [Row(village.cells()) for village in own]
    write(Book([register_sheet(rows, "行政村底册.xlsx")]), into / "底册" / "行政村底册.xlsx")
    population = Population(52, chance(2020, 52), 100, HOME, PHONES, (f"{name}岗" for name in sample_names()))
    people = [someone(population, village, None, "三步已完成") for village in own]
    followed = someone(population, own[3], "备选", "三步已完成")
    people[5].cells |= {"fit": "否"}
    people[6].cells |= {"vetting": "有", "vetted_on": date(2020, 9, 10)}
    plot = Plot(SHAPES["official"], own[0].station, own, [*people, followed], population)
    write(Book([lay_out(plot.layout, plot.rows, plot.station, "")[0][0]]), into / "报送" / "诗山所.xlsx")
    content = ledger(_rows([person.cells for person in people], followed.cells))
    (into / "台账.xlsx").write_bytes(content)
    found = {
        "在岗": ("YC701", "YC702", "YC706", "YC708", "YC710"),
        "考核": ("YC703", "YC704", "YC705", "YC709"),
        "培训": ("YC707",),
    }  # fmt: skip
    return [Claim(code, "service/台账.xlsx", sheet, COMMAND) for sheet, codes in found.items() for code in codes]


def _rows(
    people: list[dict[str, object]], followed: dict[str, object]
) -> Mapping[TableKind, list[tuple[str | None, ...]]]:
    decided = [(*who(person), "确定", "2020-05-08") for person in people]
    decided.append((*who(followed), "确定", "2020-07-14"))
    decided[9] = (*who(people[9]), "确定", "2020-06-08")  # after the appointment
    exits: dict[int, tuple[str | None, str]] = {
        3: ("2020-07-11", "本人辞职"),
        4: ("2020-09-01", "当选或调动"),
        10: ("2020-05-10", "其他"),
        11: (None, "本人辞职"),
    }  # fmt: skip
    grades = dict.fromkeys(range(len(people)), "一档") | {1: "二档", 3: "二档", 12: "三档"}
    posts = [_post(person, "2020-05-20", grades[at], *exits.get(at, (None, None))) for at, person in enumerate(people)]
    posts.append(_post(followed, "2020-07-15", "二档", None, None))
    twice = {**people[12], "village": people[13]["village"], "name": people[12]["name"]}
    posts[13] = _post(twice, "2020-05-20", "一档", None, None)
    return {
        TableKind.DECISIONS: decided,
        TableKind.POSTS: posts,
        TableKind.ASSESSMENTS: _assessments(people, followed),
        TableKind.TRAINING: [
            *(("2020-06-10", "人口信息采集", "4", *_named(person)) for person in people[:10]),
            *(("2020-09-18", "矛盾纠纷化解", "2.5", *_named(person)) for person in people[:3]),
            ("2021-03-01", "还没有开的培训", "4", *_named(people[0])),
        ],
        TableKind.STIPENDS: list(_RATES),
    }


def _assessments(people: list[dict[str, object]], followed: dict[str, object]) -> list[tuple[str | None, ...]]:
    told = {1: "优秀"}
    unlike = {(2, "2020-09"): "不合格", (2, "2020-10"): "不合格", (7, "2020-08"): "基本合格"}
    left = {3: "2020-06", 4: "2020-08"}
    rows = [
        (
            month,
            *_named(person),
            unlike.get((at, month), told.get(at, "合格")),
            f"{month[:5]}{int(month[5:]) + 1:02}-03",
        )
        for at, person in enumerate(people[:10])
        for month in _MONTHS
        if month <= left.get(at, month)
    ]
    rows += [(month, *_named(followed), "合格", f"{month[:5]}{int(month[5:]) + 1:02}-03") for month in _MONTHS[2:]]
    rows.append(("2020-09", *_named(people[3]), "合格", "2020-10-03"))  # gone since July
    rows.append(("2020年10月", *_named(people[8]), "优秀", "2020-11-04"))
    rows.append(("上半年", *_named(people[0]), "合格", "2020-07-01"))
    return rows


def _named(person: dict[str, object]) -> tuple[str, ...]:
    return str(person["village"]), str(person["name"]), str(person["id_number"])[-4:]


def _post(
    person: dict[str, object], appointed: str, grade: str, left: str | None, because: str | None
) -> tuple[str | None, ...]:
    return (*who(person), str(person["phone"]), appointed, "示例民警", "村委会", grade, left, because)
