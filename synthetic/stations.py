"""One station from nothing to its files: villages, people, faults, layout, truth."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from synthetic.books import Book
from synthetic.crossed import CROSSED, Plot, blame
from synthetic.damage import DAMAGES, Damage
from synthetic.divisions import Village
from synthetic.files import write
from synthetic.forms import sheet_without_header
from synthetic.layouts import lay_out
from synthetic.people import Population, any_story, clean_person, story_named, tell
from synthetic.rows import Planted, Row, Where, planted_in
from synthetic.shapes import PLACEHOLDER, without

STRUCTURAL = ("YC102", "YC103", "YC106", "YC105", "YC104")


@dataclass(slots=True)
class Station:
    """What came of one station: the truth about its files and about the people nobody spoilt."""

    name: str
    planted: list[Planted] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


def recruit(
    villages: Iterable[Village], population: Population, how_many: int, stories: Iterator[str] | None = None
) -> list[Row]:
    """At least one person for every village that needs one, the rest spread evenly; the first of several is 拟推选.

    `stories` are the names of the stories of the first ones, "" for any.
    """
    open_ones = [village for village in villages if village.needs_one]
    rows: list[Row] = []
    for number, village in enumerate(open_ones):
        here = max(1, how_many * (number + 1) // len(open_ones) - how_many * number // len(open_ones))
        for place in range(here):
            choice = None if here == 1 else "备选" if place else "拟推选"
            rows.append(someone(population, village, choice, next(stories) if stories else ""))
    return rows


def someone(population: Population, village: Village, choice: str | None, story_name: str = "") -> Row:
    """One person of a village with a story, any one unless it is named."""
    story = story_named(story_name) if story_name else any_story(population.randomness)
    person = tell(story, clean_person(population, village.station, village.township, village.name), population)
    verdict = story.verdict
    if choice == "备选" and person["category"] in {"退伍军人", "专职网格员", "村干部"}:
        person["fallback_reason"] = None
    return Row(person | {"choice": choice}, verdict, story.name)


def structural_fault(plot: Plot, code: str) -> None:
    """Spoil the header: a column missing, twice, unsure, refused or superfluous."""
    layout = plot.layout
    match code:
        case "YC102":
            name = plot.randomness.choice(("fit", "vetting", "resident", "inspection", "phone", "education"))
            plot.layout = without(layout, name)
            plot.blocked.add(name)
            plot.missing.add(name)
        case "YC103":
            plot.layout = replace(layout, extra=(*layout.extra, ("移动电话", "略", code)))
            plot.blocked.add("phone")
        case "YC106":
            plot.layout = replace(layout, extra=(*layout.extra, ("单位", PLACEHOLDER, code)))
        case "YC105":
            header = plot.randomness.choice(("是否信教", "家庭成员情况", "前科", "银行账号", "病史"))
            plot.layout = replace(layout, extra=(*layout.extra, (header, PLACEHOLDER, code)))
        case "YC104":
            plot.layout = replace(layout, extra=(*layout.extra, ("婚姻状况", "略", code)))


def spoil(plot: Plot, codes: Sequence[str]) -> list[str]:
    """Plant one fault for each code; the codes for which this station had no room come back."""
    within = {damage.code for damage in DAMAGES}
    shared = [code for code in codes if code in CROSSED and (code not in within or plot.randomness.random() < 0.1)]
    left = [code for code in shared if not plot.randomness.choice(CROSSED[code])(plot)]
    alone = list((Counter(codes) - Counter(shared)).elements())
    return left + [code for code in alone if not _spoil_one(plot, code)]


def _spoil_one(plot: Plot, code: str) -> bool:
    ways = [damage for damage in DAMAGES if damage.code == code and _possible(damage, plot)]
    row = _ready_row(plot)
    if not ways or row is None:
        return False
    damage = plot.randomness.choice(ways)
    row.cells |= damage.spoil(row.cells, plot.randomness)
    blame(code, row, damage.field, *[(row, name) for name in damage.also if plot.layout.has(name)])
    return True


def _possible(damage: Damage, plot: Plot) -> bool:
    layout = plot.layout
    kept = {"": True, "typed": layout.suffix not in {".csv", ".ods"}, "formula": layout.suffix in {".xlsx", ".xlsm"}}
    concerned = {damage.field, *damage.also} - {"age"}
    shown = layout.has(damage.field) and all(layout.has(name) for name in concerned)
    return kept[damage.needs] and shown and not concerned & plot.blocked


def _ready_row(plot: Plot) -> Row | None:
    """A sound person through the first three steps, without discipline or decision, so that one change is one fault."""
    for _ in range(60):
        row = plot.randomness.choice(plot.rows)
        if _ready(row):
            return row
    return next(filter(_ready, plot.rows), None)


def _ready(row: Row) -> bool:
    cells = row.cells
    through = cells["inspected_on"] is not None and cells["recommended_on"] is not None
    return (
        row.sound
        and through
        and cells["decision"] is None
        and cells["discipline"] == "无"
        and cells["education"] != "初中"
    )


def hand_in(plot: Plot, root: Path, path: str, effort: int = 6) -> Station:
    """Lay a station out, write its workbook and say what is wrong with it."""
    sheets, earned = lay_out(plot.layout, plot.rows, plot.station, path)
    if plot.layout.headerless:
        village = plot.rows[0].cells
        more = [Row(clean_person(plot.population, plot.station, str(village["township"]), str(village["village"])))
                for _ in range(plot.layout.headerless)]  # fmt: skip
        sheet, unplaced = sheet_without_header(more, path)
        sheets.append(sheet)
        earned.append(unplaced)
    if plot.layout.attachment:
        scan = f"{path.rpartition('.')[0]}扫描件.pdf"
        (root / scan).write_bytes(b"%PDF-1.4\n")
        earned.append(Planted("YC115", Where(scan)))
    book = Book(sheets, plot.layout.date_1904, plot.layout.macros, plot.layout.properties, effort)
    write(book, root / path)
    earned += [Planted("YC102", Where(path)) for _ in plot.missing]
    return Station(plot.station, planted_in(plot.rows) + earned, plot.rows, [path])


def left_out(villages: Iterable[Village], rows: Iterable[Row]) -> list[Village]:
    """Villages that need somebody and are named by no row."""
    named = {(row.cells["township"], row.cells["village"]) for row in rows if row.cells["village"] is not None}
    return [
        village
        for village in villages
        if village.needs_one
        and named.isdisjoint({(village.township, village.name), (village.township, village.former_names)})
    ]


def chance(seed: int, number: int) -> random.Random:
    """The source of chance of one station, the same whoever asks in whatever order."""
    return random.Random(f"{seed}/{number}")
