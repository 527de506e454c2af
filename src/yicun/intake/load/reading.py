"""What is in the files, file by file: their tables, and what is wrong with a file as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from yicun.intake.grid import Opened, RawTable
from yicun.intake.headers import find_tables
from yicun.intake.read import open_workbook
from yicun.intake.read.xlsx import read_xlsx as _read_xlsx  # noqa: F401 - so that other processes are born with it
from yicun.model.errors import CannotRun
from yicun.model.findings import Finding, Place

Role = Literal["register", "submission", "any", "reference"]
"""register: the workspace's own; submission: a station's; any: named on the command line, both kinds of table welcome;
reference: the register, only to check against."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read. `shown` is its path in results."""

    path: Path
    shown: str
    role: Role


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with its tables, 零报告 among them, and the findings about the file and its layout."""

    file: InputFile
    sha256: str
    tables: tuple[RawTable, ...]
    findings: tuple[Finding, ...]

    @property
    def found(self) -> int:
        """How many findings."""
        return len(self.findings)


def read_files(files: Sequence[InputFile], passwords: Sequence[str]) -> list[ReadFile]:
    """Read files; each workbook itself is let go at once. What cannot be read is a finding."""
    return [_read(file, passwords) for file in files]


def _read(file: InputFile, passwords: Sequence[str]) -> ReadFile:
    opened = _open(file, passwords)
    if opened.workbook is None:
        return ReadFile(file, opened.sha256, (), opened.findings)
    tables, layout = find_tables(opened.workbook)
    return ReadFile(file, opened.sha256, tuple(tables), (*opened.findings, *layout, *_empty(file, tables)))


def _open(file: InputFile, passwords: Sequence[str]) -> Opened:
    """Try the passwords one after the other, where there is something to open with them."""
    try:
        opened = open_workbook(file.path, file.shown)
    except CannotRun as error:
        return Opened(file.shown, "", None, (Finding("YC001", Place(file.shown), {"reason": str(error)}),))
    for password in passwords:
        if not any(finding.code == "YC002" for finding in opened.findings):
            break
        opened = open_workbook(file.path, file.shown, password)
    return opened


def _empty(file: InputFile, tables: Sequence[RawTable]) -> list[Finding]:
    """A roster of headers alone is nobody's answer: neither people nor a 零报告 (YC008)."""
    if not tables or any(table.nil_report or len(table.rows) or not table.codes for table in tables):
        return []
    return [Finding("YC008", Place(file.shown))]
