"""What is in this file? The only door to the readers of workbooks."""

import hashlib
from pathlib import Path

from yicun.intake.grid import Opened, Workbook
from yicun.intake.read.limits import FILE_BYTES
from yicun.intake.read.package import Package
from yicun.intake.read.refusal import Refused, too_large
from yicun.intake.read.xlsx import read_xlsx
from yicun.model.errors import CannotRun
from yicun.model.findings import Finding, Place


def open_workbook(path: Path, shown: str, password: str | None = None) -> Opened:
    """Read a file by what it holds, not by its name; `shown` is its path in findings.

    Gives the workbook, or None and the finding that says why not (YC001–YC003, YC005, YC008); notes and warnings
    about the file itself (YC004, YC006, YC007, YC111) come beside the workbook. No macro, formula or link is ever
    evaluated. Raises `CannotRun` where the path is no file that can be opened.
    """
    raw = _bytes(path, shown)
    sha256 = hashlib.sha256(raw).hexdigest()
    place = Place(shown)
    try:
        book = read_xlsx(Package(raw))
    except Refused as refused:
        return Opened(shown, sha256, None, (Finding(refused.code, place, refused.facts),))
    workbook = Workbook(shown, sha256, book.grids, book.template_version, book.filled_by)
    return Opened(shown, sha256, workbook, ())


def _bytes(path: Path, shown: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRun(f"打不开 {shown}") from error
