"""One column of a workbook by its header, without working out the table: quick enough for the Tab key."""

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from yicun.intake.read.package import Package
from yicun.intake.read.refusal import Refused, guarded

_MOST_BYTES = 4 << 20  # of a register that answers before somebody has typed on


def texts_below(path: Path, headers: Collection[str]) -> list[str]:
    """The texts below the first cell that reads like one of `headers`, each once, in the order of the sheet.

    Empty where the file is no workbook or CSV of ordinary size, cannot be read, or has no such cell.
    """
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return []
        sheets = _sheets(path.read_bytes())
    except (Refused, OSError, MemoryError, UnicodeDecodeError, csv.Error):
        return []
    return next(filter(None, (_below(sheet, headers) for sheet in sheets)), [])


def _sheets(raw: bytes) -> list[Sequence[Sequence[object]]]:
    if not raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return [list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))]
    if raw.startswith(b"PK"):
        Package(raw)  # refuses what grows beyond the limits
    with guarded():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return [list(workbook.get_sheet_by_index(at).iter_rows()) for at in range(len(workbook.sheet_names))]


def _below(rows: Sequence[Sequence[object]], headers: Collection[str]) -> list[str]:
    for index, row in enumerate(rows):
        column = next((at for at, cell in enumerate(row) if isinstance(cell, str) and cell.strip() in headers), None)
        if column is not None:
            below = (line[column] for line in rows[index + 1 :] if column < len(line))
            return list(dict.fromkeys(cell.strip() for cell in below if isinstance(cell, str) and cell.strip()))
    return []
