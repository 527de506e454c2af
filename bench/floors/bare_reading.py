"""The floor of reading: every cell of every file through python-calamine, and nothing done with it.

`bare_reading.py [--processes N] [--keep] FILE…`; a folder stands for the files in it. `--keep` holds each workbook as
the list of rows that python-calamine makes of it, which is what a program in Python has to work on.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from python_calamine import CalamineWorkbook


def rows_of(path: Path) -> int:
    """How many rows a workbook has; each is read."""
    if path.suffix == ".csv":
        return len(path.read_text("utf-8", "replace").splitlines())
    book = CalamineWorkbook.from_path(path)
    return sum(1 for number in range(len(book.sheet_names)) for _ in book.get_sheet_by_index(number).iter_rows())


def list_of(path: Path) -> int:
    """How many rows a workbook has, all of them held at once."""
    book = CalamineWorkbook.from_path(path)
    return sum(map(len, [book.get_sheet_by_index(number).to_python() for number in range(len(book.sheet_names))]))


def main() -> None:
    """Read the files named, in as many processes as asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("paths", type=Path, nargs="+")
    chosen = parser.parse_args()
    files = [file for path in chosen.paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    if chosen.processes > 1:
        with ProcessPoolExecutor(chosen.processes) as pool:
            print(sum(pool.map(rows_of, files, chunksize=16)))
    else:
        print(sum(map(list_of if chosen.keep else rows_of, files)))


if __name__ == "__main__":
    main()
