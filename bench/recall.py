"""How many planted faults `yicun validate` finds, and how much it says that is not so: recall and precision per code.

`python bench/recall.py [--seed 1] [--areas 3] [--show]`. A finding is right when its code was planted at its place: the
cell; for a fault of a whole row, any cell of it; for a fault of a sheet or file, anything in it. Errors and warnings
anywhere else are wrong. Notes (YC29x) are counted for recall alone, since some shapes earn them in every row.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from synthetic.areas import Plan, make_area
from synthetic.shapes import SHAPES

Report = dict[str, object]
NAMED_BY_WORDS = ("YC6",)
WHOLE_SHEET = ("YC0", "YC10", "YC11", "YC414")


@dataclass(slots=True)
class Tally:
    """Counts per code, and the lines to show."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    reported: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)
    judged: int = 0
    judged_well: int = 0


def ask(area: Path, *command: str) -> dict[str, list[Report]]:
    """What the installed tool answers about a workspace, through its JSON."""
    tool = str(Path(sys.executable).with_name("yicun"))
    run = subprocess.run([tool, *command, "--format", "json", "-q", "-w", str(area)], capture_output=True, check=False)
    if run.returncode not in {0, 1, 2} or not run.stdout:
        raise RuntimeError(f"yicun ended with {run.returncode}: {run.stderr.decode()[-2000:]}")
    return json.loads(run.stdout)


def compare(planted: list[Report], findings: list[Report], tally: Tally) -> None:
    """Match truth and findings by code and place."""
    by_place: dict[tuple[object, object], list[Report]] = defaultdict(list)
    for finding in findings:
        by_place[finding["code"], finding["path"]].append(finding)
    explained: set[int] = set()
    for fault in planted:
        code = str(fault["code"])
        tally.planted[code] += 1
        paths = {where["path"] for where in (fault["where"], *fault["also"])}
        hits = [finding for path in paths for finding in by_place[code, path] if _answers(finding, fault)]
        explained |= {id(finding) for finding in hits}
        if hits:
            tally.found[code] += 1
        else:
            where = fault["where"]
            tally.lines.append(
                f"missed {code} {where['path']}!{where['sheet']}!{where['column']}{where['row']} {fault['mentions']}"
            )
    for finding in findings:
        code = str(finding["code"])
        if finding["severity"] == "note":
            continue
        tally.reported[code] += 1
        if id(finding) not in explained:
            tally.wrong[code] += 1
            place = f"{finding['path']}!{finding['sheet']}!{finding['cell'] or finding['row'] or finding['column']}"
            tally.lines.append(f"wrong  {code} {place} {finding['message']}")


def _answers(finding: Report, fault: Report) -> bool:
    if fault["mentions"]:
        return str(fault["mentions"]) in str(finding["message"])
    code = str(fault["code"])
    return any(_at(finding, where, code) for where in (fault["where"], *fault["also"]))


def _at(finding: Report, where: dict[str, object], code: str) -> bool:
    """Whether a finding is at a place; what either of them leaves open is no difference."""
    same = {
        name: None in {finding[name], where[name]} or finding[name] == where[name]
        for name in ("sheet", "row", "column")
    }
    in_row = same["row"] or code.startswith(WHOLE_SHEET)
    return finding["path"] == where["path"] and same["sheet"] and same["column"] and in_row


def compare_verdicts(people: list[Report], judged: list[Report], tally: Tally) -> None:
    """The verdict of everybody no fault touches, against the story they were given."""
    answers = {}
    for person in judged:
        place = person["source"]
        sheet = None if place["path"].endswith(".csv") else place["sheet"]
        answers[place["path"], sheet, place["row"]] = person
    for person in people:
        found = answers.get((person["path"], person["sheet"], person["row"]))
        tally.judged += 1
        if found is not None and found["verdict"] == person["verdict"]:
            tally.judged_well += 1
        else:
            said = None if found is None else (found["verdict"], [one["rule"] for one in found["decided_by"]])
            tally.lines.append(
                f"verdict {person['path']}!{person['row']} {person['story']}: {person['verdict']}, not {said}"
            )


def main() -> None:
    """Make areas, validate them, print the table; exit 1 where anything was missed or wrong."""
    parser = argparse.ArgumentParser(description="Recall and precision of yicun validate on planted faults.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--areas", type=int, default=3)
    parser.add_argument("--people", type=int, default=1_100)
    parser.add_argument("--faults", type=float, default=0.35)
    parser.add_argument("--shapes", default=",".join(SHAPES))
    parser.add_argument("--no-verdicts", dest="verdicts", action="store_false", help="leave `screen` out")
    parser.add_argument("--show", action="store_true", help="list every miss and every wrong finding")
    chosen = parser.parse_args()
    tally = Tally()
    for seed in range(chosen.seed, chosen.seed + chosen.areas):
        with tempfile.TemporaryDirectory() as folder:
            shapes = tuple(chosen.shapes.split(","))
            plan = Plan(max(27, len(shapes)), 16 * max(27, len(shapes)), chosen.people, chosen.faults, seed, shapes)
            make_area(plan, Path(folder))
            truth = json.loads((Path(folder) / "truth.json").read_text("utf-8"))
            compare(truth["planted"], ask(Path(folder), "validate", "--all")["findings"], tally)
            if chosen.verdicts:
                compare_verdicts(truth["people"], ask(Path(folder), "screen")["people"], tally)
    show(tally, everything=chosen.show)
    sys.exit(1 if tally.wrong or tally.found != tally.planted or tally.judged_well < tally.judged else 0)


def show(tally: Tally, *, everything: bool) -> None:
    """One line a code, then the sums."""
    print(f"{'code':6} {'planted':>8} {'found':>6} {'recall':>7} {'reported':>9} {'wrong':>6} {'precision':>9}")
    for code in sorted({*tally.planted, *tally.reported}):
        print(_line(code, tally.planted[code], tally.found[code], tally.reported[code], tally.wrong[code]))
    print(_line("all", *(counts.total() for counts in (tally.planted, tally.found, tally.reported, tally.wrong))))
    print(f"verdicts as expected: {tally.judged_well} of {tally.judged}")
    for line in tally.lines if everything else tally.lines[:20]:
        print(line)


def _line(code: str, planted: int, found: int, reported: int, wrong: int) -> str:
    recall = f"{found / planted:.1%}" if planted else "—"
    precision = f"{1 - wrong / reported:.1%}" if reported else "—"
    return f"{code:6} {planted:8} {found:6} {recall:>7} {reported:9} {wrong:6} {precision:>9}"


if __name__ == "__main__":
    main()
