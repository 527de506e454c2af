"""A whole area: register, submissions, workspace file and the truth, written by as many processes as are given."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from synthetic.books import Book
from synthetic.crossed import CROSSED, Plot, blame
from synthetic.damage import DAMAGES, REGISTER_DAMAGES
from synthetic.divisions import Village, made_up_station, settle, unsettle
from synthetic.files import write
from synthetic.layouts import register_sheet
from synthetic.people import Population, story_named
from synthetic.rows import Planted, Row, Where, planted_in
from synthetic.shapes import LABELS, SHAPES
from synthetic.stations import STRUCTURAL, chance, hand_in, left_out, recruit, spoil, structural_fault

REGISTER = "底册/行政村底册.xlsx"
_JUDGED_UP_TO = 20_000  # people of a station; the verdicts of more would fill the memory
_CODES = tuple(sorted({damage.code for damage in DAMAGES} | CROSSED.keys()))
CONFIG = """\
area = "示例市"
office = "户政管理大队"
villages = "底册/行政村底册.xlsx"
submissions = ["报送/*"]
rulebook = "nanan-2020"
deadline = 2020-05-10
as_of = 2020-05-07
output = "输出"
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to make: numbers for the whole area, the share of people with a fault, and the shapes in turn."""

    stations: int
    villages: int
    people: int
    faults: float = 0.0
    seed: int = 1
    shapes: tuple[str, ...] = tuple(SHAPES)
    silent: bool = True
    register_faults: bool = True

    @property
    def per_station(self) -> int:
        """People of one station."""
        return -(-self.people // self.stations)

    @property
    def covered(self) -> float:
        """Share of villages with an auxiliary: half, or none of them where one village is all there is."""
        return 0.5 if self.villages >= 4 * self.stations else 0.0


def make_area(plan: Plan, root: Path, processes: int = 1) -> list[Planted]:
    """Write the area below `root`; the same plan gives the same bytes however many processes write it."""
    root.mkdir(parents=True, exist_ok=True)
    planted: list[Planted] = []
    verdicts: list[dict[str, object]] = []
    register: list[Village] = []
    work = partial(_make_station, plan, root)
    if processes > 1:
        with ProcessPoolExecutor(processes) as pool:
            made = list(pool.map(work, range(plan.stations), chunksize=8))
    else:
        made = [work(number) for number in range(plan.stations)]
    for villages, found, judged in made:
        register += villages
        planted += found
        verdicts += judged
    planted += _write_register(plan, root, register)
    (root / "yicun.toml").write_text(CONFIG, "utf-8")
    write_truth(root / "truth.json", planted, verdicts)
    return planted


def write_truth(path: Path, planted: list[Planted], verdicts: list[dict[str, object]]) -> None:
    """The truth as JSON, one fault or person a line."""
    faults = ",\n".join(json.dumps(asdict(fault), ensure_ascii=False) for fault in planted)
    people = ",\n".join(json.dumps(person, ensure_ascii=False) for person in verdicts)
    path.write_text(f'{{"planted": [\n{faults}\n],\n"people": [\n{people}\n]}}\n', "utf-8")


def _villages(plan: Plan, number: int) -> tuple[list[Village], Population]:
    """The villages of one station, the same for everybody who asks."""
    population = Population(
        number, chance(plan.seed, number), max(2000, 2 * plan.per_station + plan.villages // plan.stations)
    )
    share, more = divmod(plan.villages, plan.stations)
    villages = made_up_station(number, share + (number < more))
    settle(villages, population, plan.covered)
    if plan.faults:
        unsettle(villages, population)
    if not any(village.needs_one for village in villages):
        villages[0].auxiliary = villages[0].auxiliary_kind = "无"
        villages[0].ruling = None
    return villages, population


def _make_station(plan: Plan, root: Path, number: int) -> tuple[list[Village], list[Planted], list[dict[str, object]]]:
    villages, population = _villages(plan, number)
    layout = SHAPES[plan.shapes[number % len(plan.shapes)]]
    neighbour = _neighbour(plan, number)
    rows = recruit(villages, population, plan.per_station)
    plot = Plot(layout, villages[0].station, villages, rows, population, neighbour)
    if plan.faults:
        open_ones = [village.name for village in villages if village.needs_one and village.name != "同名村"]
        if number % 5 == 2 and len(open_ones) > 2:
            plot.rows = [row for row in rows if row.cells["village"] != open_ones[-1]]
        if number % 4 == 3 and not layout.forms:
            structural_fault(plot, STRUCTURAL[number // 4 % len(STRUCTURAL)])
        wanted = max(1, round(plan.faults * len(rows)))
        start = number * wanted
        spoil(plot, [_CODES[(start + turn) % len(_CODES)] for turn in range(wanted)])
    if plan.silent and number % 13 == 12:
        silent = Planted("YC601", Where(REGISTER), mentions=plot.station)
        return villages, [silent, *_about_villages(villages)], []
    path = f"报送/{number:04d}{villages[0].station.removesuffix('派出所')}所{layout.suffix}"
    station = hand_in(plot, root, path, 6 if plan.people < 20_000 else 1)
    planted = [*station.planted, *_about_villages(villages, plot.rows)]
    if plan.faults and number % 7 in {1, 4}:
        planted += _hand_in_again(plot, root, path, otherwise=number % 7 == 4)
    return villages, planted, _judged(plot)


def _hand_in_again(plot: Plot, root: Path, first: str, *, otherwise: bool) -> list[Planted]:
    """A second file of the same station that repeats somebody of the first, or says something else of them.

    Only where both say all there is to say.
    """
    row = plot.sound_row()
    if row is None or plot.blocked or plot.layout.dates != "real" or set(plot.layout.fields) != set(LABELS):
        return []
    copy = Row(dict(row.cells))
    if otherwise:
        copy.cells["resident"] = "否" if row.cells["resident"] == "是" else "是"
        blame("YC418", copy, "resident", (row, "resident"))
    else:
        blame("YC401", copy, "", (row, ""))
    again = Plot(SHAPES["plain"], plot.station, plot.villages, [copy], plot.population)
    path = f"{first.rpartition('.')[0]}（补报）.xlsx"
    return [*hand_in(again, root, path).planted, Planted("YC414", Where(path), (Where(first),))]


def _neighbour(plan: Plan, number: int) -> Village | None:
    """A 行政村 of the next station; None where there is no other station."""
    if plan.stations == 1:
        return None
    theirs = _villages(plan, (number + 1) % plan.stations)[0]
    return next((village for village in theirs[1:] if village.unit_type == "行政村"), None)


def _about_villages(villages: list[Village], rows: list[Row] | None = None) -> Iterator[Planted]:
    """Villages a station left out, where it sent anything, and those the office must rule on."""
    for village in left_out(villages, rows) if rows is not None else ():
        yield Planted("YC602", Where(REGISTER), mentions=village.name)
    for village in villages:
        if village.awaits_ruling:
            yield Planted("YC603", Where(REGISTER), mentions=village.name)


def _judged(plot: Plot) -> list[dict[str, object]]:
    """The verdicts of those whose story stands in full in the columns of their file."""
    if plot.blocked or len(plot.rows) > _JUDGED_UP_TO:
        return []
    return [
        {"path": row.path, "sheet": row.sheet or None, "row": row.number, "verdict": row.verdict, "story": row.story}
        for row in plot.rows
        if row.sound and row.verdict and all(plot.layout.has(name) for name in story_named(row.story).changes)
    ]


def _write_register(plan: Plan, root: Path, villages: list[Village]) -> list[Planted]:
    """The register, with a few faults of its own where faults are wanted."""
    rows = [Row(village.cells()) for village in villages]
    randomness = chance(plan.seed, -1)
    if plan.faults and plan.register_faults:
        sound = [
            row
            for row, village in zip(rows, villages, strict=True)
            if village.needs_one and village.ruling is None and village.name != "同名村"
        ]
        for damage in REGISTER_DAMAGES:
            row = sound.pop(randomness.randrange(len(sound)))
            row.cells |= damage.spoil(row.cells, randomness)
            blame(damage.code, row, damage.field)
        original = sound.pop(randomness.randrange(len(sound)))
        copy = Row(dict(original.cells))
        rows.append(copy)
        blame("YC408", copy, "village", (original, "village"), (original, ""), (copy, ""))
    sheet = register_sheet(rows, REGISTER, title=plan.seed % 2 == 0)
    write(Book([sheet], effort=6 if len(rows) < 5000 else 1), root / REGISTER)
    return planted_in([row for row in rows if row.faults])
