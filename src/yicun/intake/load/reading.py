"""What is in the files, file by file: their tables, and what is wrong with a file as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from yicun.intake.grid import RawTable, Workbook
from yicun.intake.headers import find_tables
from yicun.intake.headers.taught import as_taught
from yicun.intake.load.packed import packed
from yicun.intake.load.workers import Failure
from yicun.intake.read import open_workbook
from yicun.intake.read.xlsx import read_xlsx as _read_xlsx  # noqa: F401 - so that other processes are born with it
from yicun.model.errors import CannotRun
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Place
from yicun.model.scheme import SHIPPED_SCHEME, Scheme, put_in_force
from yicun.model.spellings import NONE, Spellings

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
    def placed(self) -> list[RawTable]:
        """Its tables that have any column."""
        return [table for table in self.tables if table.cells]

    def without_cells(self) -> "ReadFile":
        """What is still asked of it when its cells are read."""
        return replace(self, tables=tuple(table.without_cells() for table in self.tables))

    @property
    def filed_by(self) -> list[str]:
        """The 填报单位 of each of its rosters ("" where a sheet names none)."""
        if self.file.role == "reference":
            return []
        return [table.filed_by for table in self.tables if table.kind is TableKind.CANDIDATES]

    @property
    def nil_report(self) -> bool:
        """Whether a sheet of it declares a 零报告."""
        return any(table.nil_report for table in self.tables)

    @property
    def unplaced(self) -> int:
        """How many people stand on its sheets whom no table could place (YC113)."""
        return sum(int(finding.facts["number"]) for finding in self.findings if finding.code == "YC113")


def read_file(
    file: InputFile, passwords: Sequence[str], spellings: Spellings = NONE, scheme: Scheme = SHIPPED_SCHEME
) -> ReadFile:
    """Read a file; the workbook itself is let go at once. Whatever happens is a finding, but for want of memory.

    `scheme` is the one in force, which another process has to be told.
    """
    put_in_force(scheme)
    workbook = Workbook(file.shown)
    try:
        workbook = open_workbook(file.path, file.shown, passwords)
        tables, layout = find_tables(as_taught(workbook, spellings.headers)) if workbook.grids else ([], [])
    except MemoryError:
        raise
    except CannotRun as error:
        return _unread(file, workbook.sha256, str(error))
    except Exception as error:  # noqa: BLE001 - one file, whatever is in it, never ends the run
        return _unread(file, workbook.sha256, f"读取时出错（{type(error).__name__}）")
    return ReadFile(
        file, workbook.sha256, tuple(map(packed, tables)), (*workbook.findings, *layout, *_empty(file, tables))
    )


def failed_file(file: InputFile, failure: Failure) -> ReadFile:
    """A file that ended its process (YC001), or went past a limit (YC005)."""
    code = "YC001" if failure is Failure.DIED else "YC005"
    return ReadFile(file, "", (), (Finding(code, Place(file.shown), {"reason": failure.value}),))


def failed_check(file: ReadFile) -> ReadFile:
    """A file whose contents cannot be checked: what was found in it before, and YC001."""
    unread = _unread(file.file, file.sha256, "内容无法检查")
    return ReadFile(file.file, file.sha256, (), (*file.findings, *unread.findings))


def _unread(file: InputFile, sha256: str, reason: str) -> ReadFile:
    reason, _, cure = reason.partition("。→ ")
    return ReadFile(file, sha256, (), (Finding("YC001", Place(file.shown), {"reason": reason, "cure": cure}),))


def _empty(file: InputFile, tables: Sequence[RawTable]) -> list[Finding]:
    """A roster of headers alone is nobody's answer: neither people, nor villages without, nor a 零报告 (YC008)."""
    if not tables or any(table.nil_report or table.unfilled or len(table.rows) or not table.cells for table in tables):
        return []
    return [Finding("YC008", Place(file.shown))]
