"""How many of the planted faults a checker points at: any word about the row counts, whatever it says."""

import json
from pathlib import Path

Rows = set[tuple[str, int]]


def planted(folder: Path) -> Rows:
    """The rows of rosters with a planted fault; notes are none, and what is wrong with a column stands at no row."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    given = {path.relative_to(folder).as_posix() for path in sorted((folder / "报送").glob("*.xlsx"))}
    places = (fault["where"] for fault in truth["planted"] if fault["code"] not in _NOTES and fault["code"] > "YC2")
    return {(place["path"], place["row"]) for place in places if place["row"] and place["path"] in given}


_NOTES = frozenset(("YC291", "YC292", "YC293", "YC294", "YC295", "YC410", "YC415"))


def rows_told(output: str) -> Rows:
    """The rows a rival printed."""
    return {(path, int(row)) for path, row in (line.split("\t") for line in output.splitlines())}


def rows_found(output: str) -> Rows:
    """The rows named by the findings of `yicun validate --format json`, notes left out."""
    found = [finding for finding in json.loads(output)["findings"] if finding["severity"] != "note"]
    places = [place for finding in found for place in (finding, *finding["related"])]
    whole = {(finding["path"], int(other["cell"].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
             for finding in found for other in finding["related"] if other["cell"]}  # fmt: skip
    return {(place["path"], place["row"]) for place in places if place["row"]} | whole
