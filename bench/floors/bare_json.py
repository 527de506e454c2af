"""The floor of a roll-up: parse every report with the standard library and add up one figure.

`bare_json.py FOLDER`
"""

import json
import sys
from pathlib import Path


def main() -> None:
    """Say the gap of all of them together."""
    reports = sorted(Path(sys.argv[1]).glob("*.json"))
    print(sum(json.loads(report.read_bytes())["totals"]["gap"] for report in reports))


if __name__ == "__main__":
    main()
