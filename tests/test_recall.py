"""Every planted fault is found and nothing else is said, in an area of every shape (bench/recall.py)."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAID_OUT = {
    "YC006", "YC007", "YC102", "YC103", "YC104", "YC105", "YC106", "YC107", "YC108", "YC109", "YC110", "YC112", "YC113",
    "YC114", "YC115", "YC116", "YC296", "YC408", "YC414", "YC418", "YC601", "YC602", "YC603",
}  # fmt: skip


def test_recall_and_precision_are_whole() -> None:
    from synthetic.crossed import CROSSED
    from synthetic.damage import DAMAGES, REGISTER_DAMAGES

    command = [sys.executable, "bench/recall.py", "--areas", "1", "--seed", "3"]
    spoken = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(command, cwd=ROOT, env=spoken, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    planted = {words[0] for line in run.stdout.splitlines() if (words := line.split()) and words[1] not in {"0", "as"}}
    kinds = {damage.code for damage in (*DAMAGES, *REGISTER_DAMAGES)} | CROSSED.keys() | LAID_OUT
    assert kinds - planted == set()
