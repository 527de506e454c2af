"""Measure yicun beside its floors and its rivals, in turn, on the same files; fill in docs/performance.md.

`python bench/run.py` runs the small set, `--nation` the large one; each replaces its own part of the page.
The areas are made once, under build/bench.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from measure import YICUN, Measured, Pair, middle, pair, run, script
from page import Found, pair_table, replace_part, rival_table
from picture import Series, draw
from received import AS_OF as LAST_DAY
from received import make_received
from served import AS_OF, make_served
from synthetic.areas import Plan, make_area
from truth import planted, rows_found, rows_told

ROOT = Path(__file__).parents[1]
AREAS = ROOT / "build" / "bench"
RIVALS = ("row_by_row", "pandera_excel", "frictionless_schema")
SIZES = (6_250, 12_500, 25_000, 50_000, 100_000)
RIVAL_SIZES = (6_250, 25_000)
NATION = Plan(2_800, 487_000, 1_000_000, 0.03, shapes=("plain",))
SAMPLE = 280  # workbooks of the nation that the rivals are given


def main() -> None:
    """Run the set asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--nation", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    if chosen.nation:
        replace_part("nation", nation())
    else:
        replace_part("small", small(chosen.rounds))


def small(rounds: int) -> str:
    """Everything but the nation."""
    growth, grown = sizes(rounds)
    pairs = [
        *cold(rounds),
        *city(rounds),
        received(rounds),
        served(rounds),
        counties(rounds),
        *one_workbook(rounds),
        *grown,
        a_list(50_000, rounds),
    ]
    rivals, found = against_rivals(workbook(RIVAL_SIZES[-1]), "validate")
    for name, size, measured in rivals_by_size():
        growth.setdefault(name, {})[size] = measured
    for name, measured in rivals.items():
        growth.setdefault(name, {})[RIVAL_SIZES[-1]] = measured
    draw(growth)
    return f"{pair_table(pairs)}\n{rival_table(found)}"


def nation() -> str:
    """487,000 villages and a million people on two processes, and the list of half a million lines."""
    folder = area("nation", NATION)
    floor = script("floors/bare_reading.py", "--processes", 2, "报送", "底册")
    pairs = [
        pair(f"nation: {command}", (*YICUN, command, "-q"), floor, folder, target=2.0, rounds=1)
        for command in ("validate", "coverage")
    ]
    pairs.append(a_list(490_000, 1))
    part = area("nation-tenth", Plan(SAMPLE, 48_700, 100_000, 0.03, shapes=("plain",)))
    _, found = against_rivals(part, "validate")
    return f"{pair_table(pairs)}\n{rival_table(found)}"


def cold(rounds: int) -> Iterator[Pair]:
    """What needs no data must cost no more than an empty typer app."""
    floor = script("floors/empty_app.py")
    for ours, theirs in ((("--help",), ("--help",)), (("--version",), ("--version",)), (("explain", "YC205"),) * 2):
        yield pair(f"cold: {ours[0]}", (*YICUN, *ours), (*floor, *theirs), ROOT, target=1.5, rounds=3 * rounds)
    asked = {"_TYPER_COMPLETE_ARGS": "x explain YC2", "COMP_WORDS": "x explain YC2", "COMP_CWORD": "2"}
    both = ({"_YICUN_COMPLETE": "complete_bash", **asked}, {"_APP_COMPLETE": "complete_bash", **asked})
    yield pair("cold: completion", YICUN, floor, ROOT, target=1.5, rounds=3 * rounds, environments=both)


def city(rounds: int) -> Iterator[Pair]:
    """The sample area: 27 stations, 430 units, some 400 people."""
    nanan = ROOT / "samples" / "nanan"
    for command, *options in (("validate",), ("coverage",), ("export-list", "--force", "-o", AREAS / "list.xlsx")):
        floor = script("floors/city.py", command, nanan / "报送", nanan / "底册")
        ours = (*YICUN, command, "-q", *map(str, options))
        yield pair(f"city: {command}", ours, floor, ROOT, target=1.3, rounds=3 * rounds)


def received(rounds: int) -> Pair:
    """A city with a ledger of 300 receipts: `coverage` against itself on the same files without the ledger."""
    folder = AREAS / "received-300"
    if not (folder / "without").is_dir():
        make_received(Plan(27, 430, 400, 0.0, shapes=("plain",)), folder)
    command = (*YICUN, "coverage", "-q", "--as-of", str(LAST_DAY))
    places = (folder / "with", folder / "without")
    ours, floor = ((*command, "-w", str(place)) for place in places)
    return pair("city, 300 receipts: coverage", ours, floor, ROOT, target=1.15, rounds=3 * rounds)


def served(rounds: int) -> Pair:
    """400 people in post over three years of monthly assessments: `service` against `coverage` on the same files."""
    folder = AREAS / "served-400"
    if not (folder / "台账.xlsx").is_file():
        make_served(Plan(27, 1000, 500, 0.0, shapes=("plain",), silent=False), folder)
    ours, floor = ((*YICUN, command, "-q", "--as-of", str(AS_OF)) for command in ("service", "coverage"))
    return pair("city, three years on: service", ours, floor, folder, target=1.3, rounds=3 * rounds)


def counties(rounds: int) -> Pair:
    """The reports of 2,800 counties of 174 villages each, added up, against parsing them."""
    folder, reports = area("county", Plan(10, 174, 150, 0.03, shapes=("plain",))), AREAS / "counties"
    if not reports.is_dir():
        reports.mkdir()
        report = json.loads(run((*YICUN, "coverage", "-q", "--format", "json"), folder).output)
        for number in range(2_800):
            named = json.dumps({**report, "area": f"示例{number}县"}, ensure_ascii=False)
            (reports / f"{number}.json").write_text(named, "utf-8")
    files = sorted(map(str, reports.iterdir()))
    return pair(
        "2,800 counties: rollup",
        (*YICUN, "rollup", *files),
        script("floors/bare_json.py", reports),
        AREAS,
        rounds=rounds,
    )


def one_workbook(rounds: int) -> Iterator[Pair]:
    """100,000 people in one workbook against reading its cells and nothing else."""
    folder, floor = workbook(SIZES[-1]), script("floors/bare_reading.py", "报送", "底册")
    yield pair("100,000 people: validate", (*YICUN, "validate", "-q"), floor, folder, target=2.5, rounds=rounds)
    yield pair("100,000 people: screen", (*YICUN, "screen", "-q"), floor, folder, target=3.0, rounds=rounds)
    held = script("floors/bare_reading.py", "--keep", "报送")
    yield pair("100,000 people: validate, beside a list", (*YICUN, "validate", "-q"), held, folder, rounds=rounds)


def sizes(rounds: int) -> tuple[Series, list[Pair]]:
    """Time and memory over size, and what each doubling costs."""
    floor, ours = script("floors/bare_reading.py", "报送", "底册"), (*YICUN, "validate", "-q")
    runs: dict[int, list[Measured]] = {size: [] for size in SIZES}
    series: Series = {"yicun validate": {}, "bare reading": {}}
    for _ in range(rounds):
        for size in SIZES:
            runs[size].append(run(ours, workbook(size)))
    for size in SIZES:
        series["yicun validate"][size] = middle(runs[size])
        series["bare reading"][size] = run(floor, workbook(size))
    pairs = [Pair(f"doubling {size:,} to {2 * size:,} people", runs[2 * size], runs[size], 2.2) for size in SIZES[:-1]]
    return series, pairs


def a_list(lines: int, rounds: int) -> Pair:
    """The list through our writer and through bare xlsxwriter."""
    ours, floor = (script(name, lines, AREAS / "list.xlsx") for name in ("our_list.py", "floors/styled_list.py"))
    return pair(f"export-list: {lines:,} lines", ours, floor, AREAS, target=1.5, rounds=rounds)


def against_rivals(folder: Path, command: str) -> tuple[dict[str, Measured], list[Found]]:
    """Each rival on the same files after yicun, and what each of them found of what was planted."""
    wanted = planted(folder)
    ours = run((*YICUN, command, "--format", "json", "-q"), folder)
    told = {row for row in rows_found(ours.output) if row[0].startswith("报送")}
    found = [Found("yicun", ours, len(told & wanted), len(wanted), len(told - wanted))]
    rivals = {}
    for name in RIVALS:
        rivals[name] = run(script(f"rivals/{name}.py", folder), folder)
        told = rows_told(rivals[name].output)
        found.append(Found(name, rivals[name], len(told & wanted), len(wanted), len(told - wanted)))
        print(f"{name}: {rivals[name].seconds:.1f} s", flush=True)
    return rivals, found


def rivals_by_size() -> Iterator[tuple[str, int, Measured]]:
    """The rivals on the smaller workbooks, for the picture."""
    for size in RIVAL_SIZES[:-1]:
        for name in RIVALS:
            yield name, size, run(script(f"rivals/{name}.py", workbook(size)), workbook(size))


def workbook(people: int) -> Path:
    """An area of one station that sent one workbook."""
    return area(f"people-{people}", Plan(1, 430, people, 0.03, shapes=("plain",)))


def area(name: str, plan: Plan) -> Path:
    """An area under build/bench, made where it is not there yet."""
    folder = AREAS / name
    if not (folder / "truth.json").is_file():
        print(f"making {name}", flush=True)
        make_area(plan, folder, 2)
    return folder


if __name__ == "__main__":
    main()
