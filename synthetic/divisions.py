"""Villages: the real ones of a county from a table of public codes, or as many made-up ones as are asked for."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from synthetic.books import Cell
from synthetic.people import Population

RARE = "墘垵堃喆燊㛃䶮"
_FIRST = "东西南北上下前后内外大小新旧山溪林田石水桥港湖坂埔坑洋洲岭峰墘垵厝亭"
_SECOND = "安宁和平康福寿禄兴旺昌盛华美光明丰登仁义礼智信忠孝廉清秀英豪杰龙凤鹏鹤松竹梅兰㛃䶮堃喆燊"


@dataclass(slots=True)
class Village:
    """One line of the register."""

    code: str
    township: str
    name: str
    unit_type: str
    station: str
    auxiliary: str | None = "无"
    auxiliary_kind: str | None = "无"
    population: int | None = None
    former_names: str | None = None
    ruling: str | None = None

    @property
    def needs_one(self) -> bool:
        """A 行政村 that certainly has no 专职辅警, or a unit the office ruled on."""
        return self.ruling == "需配" or (self.unit_type == "行政村" and self.auxiliary == "无" and self.ruling is None)

    @property
    def awaits_ruling(self) -> bool:
        """The office must say whether it needs one, even if nobody is nominated."""
        if self.ruling in {"需配", "不需配"} or self.unit_type == "社区":
            return self.ruling == "待定"
        open_question = self.auxiliary is None or self.auxiliary_kind == "兼职" or self.ruling == "待定"
        return self.unit_type == "其他" or open_question

    def cells(self) -> dict[str, Cell]:
        """The line as field -> value."""
        return {
            "village_code": self.code,
            "township": self.township,
            "village": self.name,
            "unit_type": self.unit_type,
            "station": self.station,
            "auxiliary": self.auxiliary,
            "auxiliary_kind": self.auxiliary_kind,
            "population": self.population,
            "officer": None,
            "former_names": self.former_names,
            "ruling": self.ruling,
            "remark": None,
        }


def real_villages(table: Path, county: str) -> list[Village]:
    """The divisions of one county; names lose 村委会 and 居委会, and each township gets one made-up station."""
    villages = []
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["county_code"] != county:
                continue
            number = int(row["code"][-3:])
            kind = "社区" if number < 200 else "行政村" if number < 400 else "其他"
            name = row["name"].replace("村委会", "村").replace("社区居委会", "社区").replace("居委会", "社区")
            villages.append(Village(row["code"], row["township"], name, kind, f"{_stem(row['township'])}派出所"))
    return villages


def made_up_station(number: int, how_many: int) -> list[Village]:
    """The villages of one made-up station: one township, a 社区 and sometimes a unit of another kind among them.

    The first village has the same name in every township, as happens in every county.
    """
    stem = _stem_of(number)
    township, station = f"{stem}镇", f"{stem}派出所"
    prefix = f"{35 + number // 60000}{number % 60000 // 600:02d}{number % 600 // 30 + 1:02d}{100 + number % 30:03d}"
    villages = [Village(f"{prefix}200", township, "同名村", "行政村", station)]
    for line, name in zip(range(1, how_many), _names(number), strict=False):
        kind = "社区" if line % 12 == 11 else "行政村"
        code = f"{prefix}{line % 199 + 1:03d}" if kind == "社区" else f"{prefix}{200 + line % 200:03d}"
        villages.append(Village(code, township, f"{name}{'社区' if kind == '社区' else '村'}", kind, station))
    if how_many > 20:
        villages[-1].unit_type, villages[-1].name = "其他", f"{stem}农场"
        villages[-1].code = f"{prefix}498"
    return villages


def settle(villages: list[Village], population: Population, share_covered: float = 0.5) -> None:
    """Give about a share of the 行政村 an auxiliary, all of them people and a population."""
    randomness = population.randomness
    for village in villages:
        village.population = randomness.randrange(400, 6000)
        if village.unit_type == "行政村" and randomness.random() < share_covered:
            village.auxiliary, village.auxiliary_kind = population.name(), "专职"


def unsettle(villages: list[Village], population: Population) -> None:
    """Leave a few questions to the office: 兼职, no answer, rulings."""
    for village in villages:
        if village.unit_type != "行政村" or population.randomness.random() > 0.06:
            continue
        match population.randomness.randrange(4):
            case 0:
                village.auxiliary = village.auxiliary_kind = None
            case 1:
                village.auxiliary, village.auxiliary_kind = population.name(), "兼职"
            case 2:
                village.auxiliary, village.auxiliary_kind, village.ruling = population.name(), "兼职", "需配"
            case _:
                village.ruling = population.randomness.choice(("不需配", "待定"))


def _stem(township: str) -> str:
    return township.removesuffix("街道").removesuffix("镇").removesuffix("乡")


def _stem_of(number: int) -> str:
    """A two- or three-character name of its own for each station."""
    first, rest = divmod(number, len(_SECOND))
    second, first = divmod(first, len(_FIRST))
    extra = "" if second == 0 else _SECOND[second % len(_SECOND)]
    return f"{_FIRST[first]}{_SECOND[rest]}{extra}"


def _names(number: int) -> Iterator[str]:
    """Names of villages, distinct within a station and mostly between stations; the order avoids near misses."""
    size = len(_FIRST) * len(_SECOND)
    for step in range(size):
        index = (number * 37 + step * 61) % size
        yield f"{_SECOND[index % len(_SECOND)]}{_FIRST[index // len(_SECOND)]}"
    for one in _FIRST:
        for two in _SECOND:
            for three in _FIRST:
                yield f"{one}{two}{three}"
