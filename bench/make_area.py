"""Write a synthetic area of any size, with planted faults and the truth about them.

`python bench/make_area.py OUT --stations 27 --villages 430 --people 400 --faults 0.05 --seed 1 --shapes plain,xls`
gives a workspace: 底册/, 报送/, yicun.toml, and truth.json with every planted fault (code, path, sheet, row, column).
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from synthetic.areas import Plan, make_area
from synthetic.shapes import SHAPES


def main() -> None:
    """Read the options, write the area, say what was written."""
    parser = argparse.ArgumentParser(description="Write a synthetic area with planted faults.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--stations", type=int, default=27)
    parser.add_argument("--villages", type=int, default=430)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--faults", type=float, default=0.03, help="share of people with a planted fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shapes", default=",".join(SHAPES), help=f"of {', '.join(SHAPES)}")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    plan = Plan(
        chosen.stations, chosen.villages, chosen.people, chosen.faults, chosen.seed, tuple(chosen.shapes.split(","))
    )
    started = time.perf_counter()
    planted = make_area(plan, chosen.out, chosen.processes)
    took = time.perf_counter() - started
    print(f"{chosen.out}: {plan.stations} workbooks, {len(planted)} findings planted, {took:.1f} s")


if __name__ == "__main__":
    main()
