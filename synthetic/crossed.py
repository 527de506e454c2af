"""Faults between rows, and against the register: for each code, who is added or changed, and where it shows."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from synthetic.divisions import Village
from synthetic.people import Population, clean_person
from synthetic.rows import Fault, Row
from synthetic.shapes import Layout


@dataclass(slots=True)
class Plot:
    """One station while it is composed: its shape, villages and people, and one village of a neighbour."""

    layout: Layout
    station: str
    villages: list[Village]
    rows: list[Row]
    population: Population
    neighbour: Village | None = None
    blocked: set[str] = field(default_factory=set)
    """Fields that a fault of the layout has taken out."""
    missing: set[str] = field(default_factory=set)
    """Those among them that have no column at all."""

    @property
    def randomness(self) -> random.Random:
        """The station's own source of chance."""
        return self.population.randomness

    def sound_row(self) -> Row | None:
        """Somebody whom no fault touches; None when everybody is taken."""
        for _ in range(60):
            row = self.randomness.choice(self.rows)
            if row.sound:
                return row
        return None

    def village_in_need(self) -> Village | None:
        """A 行政村 without an auxiliary whose name no other of this station resembles."""
        open_ones = [village for village in self.villages if village.needs_one and village.unit_type == "行政村"]
        return self.randomness.choice(open_ones) if open_ones else None

    def covered_village(self) -> Village | None:
        """A 行政村 with a named full-time auxiliary."""
        covered = [village for village in self.villages if village.auxiliary_kind == "专职" and village.auxiliary]
        return self.randomness.choice(covered) if covered else None

    def add(self, village: Village, choice: str | None = "备选", **changes: object) -> Row:
        """One more clean person for a village, placed after those it already has."""
        cells = clean_person(self.population, self.station, village.township, village.name)
        row = Row({**cells, "choice": choice, **changes}, verdict="")  # type: ignore[arg-type]
        places = [n for n, other in enumerate(self.rows) if other.cells["village"] == village.name]
        self.rows.insert(places[-1] + 1 if places else len(self.rows), row)
        for other in self.rows:
            alone = other.cells["village"] == village.name and other.cells["choice"] is None
            if choice is not None and alone and other is not row:
                other.cells["choice"] = "拟推选"
        return row


def blame(code: str, row: Row, name: str, *others: tuple[Row, str]) -> None:
    """Record a fault of a row and what belongs to it."""
    row.faults.append(Fault(code, name, list(others)))
    for other, _ in others:
        other.part_of_fault = True


def _village_cell(code: str, write: Callable[[Village], str | None]) -> Callable[[Plot], bool]:
    """One more person whose village cell is wrong."""

    def plant(plot: Plot) -> bool:
        village = plot.village_in_need()
        if village is None or plot.layout.sheet_per_village:
            return False
        row = plot.add(village)
        row.cells["village"] = write(village)
        blame(code, row, "village")
        return True

    return plant


def _ambiguous(plot: Plot) -> bool:
    village = next((village for village in plot.villages if village.name in {"同名村", "园内村"}), None)
    if village is None or plot.neighbour is None or "township" not in plot.layout.fields:
        return False
    blame("YC405", plot.add(village, township=None), "village", *[])
    return True


def _elsewhere(plot: Plot) -> bool:
    if plot.neighbour is None:
        return False
    row = plot.add(plot.neighbour)
    row.cells["station"] = plot.station
    blame("YC406", row, "village")
    return True


def _again(plot: Plot) -> bool:
    original = plot.sound_row()
    if original is None:
        return False
    copy = Row(dict(original.cells))
    plot.rows.insert(plot.rows.index(original) + plot.randomness.choice((1, 2)), copy)
    blame("YC401", copy, "", (original, ""))
    return True


def _two_villages(plot: Plot) -> bool:
    original, village = plot.sound_row(), plot.village_in_need()
    if original is None or village is None or village.name == original.cells["village"]:
        return False
    same = {name: original.cells[name] for name in ("name", "sex", "birth_date", "id_number", "age")}
    blame("YC402", plot.add(village, **same), "", (original, ""))
    return True


def _two_names(plot: Plot) -> bool:
    original = plot.sound_row()
    village = _village_of(plot, original)
    if original is None or village is None:
        return False
    same = {name: original.cells[name] for name in ("sex", "birth_date", "id_number", "age")}
    blame("YC403", plot.add(village, **same), "", (original, ""))
    return True


def _namesake(plot: Plot) -> bool:
    original = plot.sound_row()
    village = _village_of(plot, original)
    if original is None or village is None:
        return False
    blame("YC412", plot.add(village, name=original.cells["name"]), "", (original, ""))
    return True


def _two_chosen(plot: Plot) -> bool:
    original = next((row for row in plot.rows if row.sound and row.cells["choice"] != "备选"), None)
    village = _village_of(plot, original)
    if original is None or village is None:
        return False
    original.cells["choice"] = "拟推选"
    blame("YC409", plot.add(village, choice="拟推选"), "", (original, ""))
    return True


def _not_needing(plot: Plot) -> bool:
    village = plot.covered_village()
    if village is None:
        return False
    blame("YC410", plot.add(village, choice=None), "")
    return True


def _is_auxiliary(plot: Plot) -> bool:
    village = plot.covered_village()
    if village is None or any(row.cells["name"] == village.auxiliary for row in plot.rows):
        return False
    row = plot.add(village, choice=None, name=village.auxiliary)
    blame("YC413", row, "")
    blame("YC410", row, "")
    return True


def _shared_phone(plot: Plot) -> bool:
    three = [row for row in plot.rows if row.sound][:3]
    if len(three) < 3 or "phone" in plot.blocked:
        return False
    for row in three:
        row.cells["phone"] = three[0].cells["phone"]
    blame("YC411", three[0], "phone", (three[1], "phone"), (three[2], "phone"))
    return True


def _former_name(plot: Plot) -> bool:
    village = plot.village_in_need()
    if village is None or village.former_names:
        return False
    village.former_names = f"旧{village.name.removesuffix('村')}村"
    row = plot.add(village)
    row.cells["village"] = village.former_names
    blame("YC415", row, "village")
    return True


def _unknown_station(plot: Plot) -> bool:
    row = plot.sound_row()
    if row is None or "station" not in plot.layout.fields:
        return False
    row.cells["station"] = f"{plot.station[0]}错字派出所"
    blame("YC416", row, "station")
    return True


def _ditto(plot: Plot) -> bool:
    """同上 where it is allowed, under a row of the same township."""
    layout = plot.layout
    if (
        layout.repeat_header
        or layout.blank_rows
        or layout.per_sheet
        or layout.two_tables
        or layout.merge_places
        or layout.ditto
        or layout.forms
        or layout.sheet_per_village
    ):
        return False
    for above, row in zip(plot.rows, plot.rows[1:], strict=False):
        if above.sound and row.sound and above.cells["township"] == row.cells["township"] and row.cells["township"]:
            row.cells["township"] = plot.randomness.choice(("同上", "〃"))
            blame("YC295", row, "township", (above, "township"))
            return True
    return False


def _village_of(plot: Plot, row: Row | None) -> Village | None:
    if row is None:
        return None
    return next((village for village in plot.villages if village.name == row.cells["village"]), None)


CROSSED: dict[str, tuple[Callable[[Plot], bool], ...]] = {
    "YC201": (_village_cell("YC201", lambda _: None),),
    "YC295": (_ditto,),
    "YC401": (_again,),
    "YC402": (_two_villages,),
    "YC403": (_two_names,),
    "YC404": (
        _village_cell("YC404", lambda village: f"查无{village.name[:1]}此村"),
        _village_cell("YC404", lambda village: f"查无{village.name[:1]}彼"),
        _village_cell("YC404", lambda village: f"{village.name[:1]}〇{village.name[1:]}"),
    ),
    "YC405": (_ambiguous,),
    "YC406": (_elsewhere,),
    "YC407": (
        _village_cell("YC407", lambda village: f"{village.name.removesuffix('村')}社区"),
        _village_cell("YC407", lambda village: f"{village.name.removesuffix('村')}居委会"),
    ),
    "YC409": (_two_chosen,),
    "YC410": (_not_needing,),
    "YC411": (_shared_phone,),
    "YC412": (_namesake,),
    "YC413": (_is_auxiliary,),
    "YC415": (_former_name,),
    "YC416": (_unknown_station,),
}
