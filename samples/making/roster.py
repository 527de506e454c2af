"""`roster.xlsx`: a dozen people of one station, most of them sound, and eight faults that a clerk meets every day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from making.nanan import HOME, PHONES, area_villages
from making.readme import Claim, claims_of
from synthetic.books import Cell
from synthetic.crossed import Plot, blame
from synthetic.damage import lost_tail
from synthetic.divisions import Village
from synthetic.people import Population, sample_names
from synthetic.rows import Row
from synthetic.shapes import SHAPES
from synthetic.stations import chance, hand_in, someone

STATION = "省新派出所"


def write_roster(source: Path, into: Path) -> list[Claim]:
    """Write the workbook; the register it is checked against is that of the sample area."""
    villages = area_villages(source)
    own = [village for village in villages if village.station == STATION and village.needs_one]
    population = Population(40, chance(2020, 40), 100, HOME, PHONES, names_after(700))
    rows = [someone(population, own[turn % len(own)], None, "三步已完成") for turn in range(12)]
    rows.sort(key=lambda row: str(row.cells["village"]))
    _choose(rows)
    plot = Plot(SHAPES["official"], STATION, own, rows, population)
    elsewhere = next(village for village in villages if village.name == "兰田村")
    spoil(rows, elsewhere)
    return claims_of(hand_in(plot, into, "roster.xlsx").planted, "yicun validate samples/roster.xlsx", "")


def names_after(how_many: int) -> Iterator[str]:
    """Sample names that the area does not use."""
    names = sample_names()
    for _ in range(how_many):
        next(names)
    return names


def _choose(rows: list[Row]) -> None:
    """The first of several people of a village is 拟推选, the others 备选."""
    for row in rows:
        here = [other for other in rows if other.cells["village"] == row.cells["village"]]
        if len(here) > 1:
            row.cells["choice"] = "拟推选" if row is here[0] else "备选"


def spoil(rows: list[Row], elsewhere: Village) -> None:
    """Plant the eight faults, one a person."""
    identity = str(rows[1].cells["id_number"])
    wrong = str(rows[3].cells["id_number"])
    faults: tuple[tuple[int, str, str, dict[str, Cell]], ...] = (
        (1, "YC202", "id_number", {"id_number": float(lost_tail(identity))}),
        (2, "YC212", "birth_date", {"birth_date": 1975.1}),
        (3, "YC205", "id_number", {"id_number": wrong[:17] + ("0" if wrong[17] != "0" else "1")}),
        (5, "YC301", "sex", {"sex": "女" if rows[5].cells["sex"] == "男" else "男"}),
        (6, "YC216", "education", {"education": "夜校"}),
        (8, "YC201", "vetting", {"vetting": None}),
        (9, "YC304", "recommended_on", {"recommended_on": date(2020, 4, 20)}),
        (11, "YC406", "village", {"township": elsewhere.township, "village": elsewhere.name}),
    )
    for number, code, field, changes in faults:
        rows[number].cells |= changes
        blame(code, rows[number], field)
