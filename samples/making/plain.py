"""Plain sheets of made-up people for the samples of other offices, which fit none of the shapes in `synthetic/`."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from stdnum.cn import ric


def id_number(number: int, born: date) -> str:
    """An ID of nobody: the sequence codes of men over a hundred with a birth of today's people."""
    body = f"350599{born:%Y%m%d}{(997, 999)[number % 2]}"
    return body + ric.calc_check_digit(body + "0")


def write_sheet(path: Path, sheet: str, title: str, rows: Sequence[Sequence[object]], created: datetime) -> None:
    """One sheet with a title above its header, everything as text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": created})
        page = book.add_worksheet(sheet)
        text = book.add_format({"num_format": "@"})
        page.write_string(0, 0, title)
        for row, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                page.write_string(row, column, str(cell), text)
