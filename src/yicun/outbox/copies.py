"""Copies of the senders' own workbooks: which go out, and under which name."""

import os
import re
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from yicun.disk.naming import below, distinct, joined_name, numbered
from yicun.intake.load import InputFile, limits_of
from yicun.intake.load.workers import Failure, Limits, run_each
from yicun.intake.read import open_workbook
from yicun.model.codes import Severity
from yicun.model.findings import Finding, TablePlace
from yicun.model.results import Result
from yicun.model.roster import SourceFile
from yicun.outbox.delivery import Delivery, Lines
from yicun.pipeline import Run

if TYPE_CHECKING:
    from yicun.intake.grid import Grid

WRITTEN = "已写出"
_KIND = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")


def annotate(run: Run, result: Result, folder: Path, *, force: bool) -> Lines:
    """Copies of the senders' own workbooks with what is wrong in them marked; says where each is and what it lost.

    A file of which there are only notes gets none.
    """
    files = [
        (file, found)
        for file, found in with_findings(result)
        if any(finding.severity is not Severity.NOTE for finding in found)
    ]
    yield from _deliver(run, result, folder, files, _CopyKind("（批注）", _annotated, "批注未写出"), force=force)


def mend(run: Run, result: Result, folder: Path, *, force: bool) -> Lines:
    """Copies with the safe fixes written in and a sheet that lists them; files without any are left out."""
    from yicun.report.mend import preview

    files = [(file, found) for file, found in with_findings(result) if preview(found)]
    yield from _deliver(run, result, folder, files, _CopyKind("（已整理）", _mended, "整理后的副本未写出"), force=force)


def mend_preview(result: Result) -> list[tuple[str, ...]]:
    """What `mend` would change: place, code, field, before, after (masked)."""
    from yicun.report.mend import preview

    return list(preview(result.findings.all(result.roster.places)))


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the file they are about, in the order they came."""
    files: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        files[finding.place.path].append(finding)
    return files


def with_findings(result: Result) -> Iterator[tuple[SourceFile, list[Finding]]]:
    """Files that were read and have something to say of them."""
    found = by_file(result.findings.all(result.roster.places))
    for file in result.roster.files:
        if file.tables and found.get(file.path):
            yield file, found[file.path]


def copy_names(run: Run, files: Sequence[SourceFile], ending: str) -> dict[str, str]:
    """Path -> name of its copy: `报送/省新/名单.xls` -> `省新／名单.xls（批注）.xlsx`.

    The folders below `报送` and the kind stay in the name. Raises `CannotRun` where two would still be one.
    """
    workspace = run.workspace
    actual = {file.path: workspace.actual(file.path).absolute() for file in files}
    roots = workspace.submission_folders() + ([workspace.villages.parent] if workspace.villages is not None else [])
    outside = [path.parent for path in actual.values() if not any(path.is_relative_to(root) for root in roots)]
    if outside:
        roots.append(_shared(outside))
    names = {shown: joined_name(_without_kind(below(path, roots))) for shown, path in actual.items()}
    copies = {shown: f"{name}{ending}.xlsx" for shown, name in numbered(names).items()}
    distinct(copies)
    return copies


def _shared(folders: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on two drives
        return folders[0]


def _without_kind(parts: tuple[str, ...]) -> tuple[str, ...]:
    """`名单.xlsx` -> `名单`; `名单.xls` and `名单.xls.xlsx` stay, so that no two become one."""
    name = Path(parts[-1])
    return (*parts[:-1], name.stem) if name.suffix == ".xlsx" and not _KIND.search(name.stem) else parts


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of one file: its bytes, what of the original it lacks, and how many cells were rewritten."""

    content: bytes
    lost: Sequence[str]
    changes: int = 0


@dataclass(frozen=True, slots=True)
class _CopyKind:
    """What its name ends with, how one is made, and what is said where it could not be."""

    ending: str
    make: Callable[..., _Copy]
    failed: str


def _deliver(
    run: Run,
    result: Result,
    folder: Path,
    files: Sequence[tuple[SourceFile, list[Finding]]],
    kind: _CopyKind,
    *,
    force: bool,
) -> Lines:
    with closing(_copies(run, files, kind)) as copies:
        for file, name, copy in copies:
            if isinstance(copy, str):
                yield f"{kind.failed}：{file.path}（{copy}）"
                continue
            if copy.lost:
                yield f"注意：{file.path} 的副本里没有{'、'.join(copy.lost)}"
            shown = Delivery(run, result, force=force).put(folder / name, copy.content, private=True)
            yield f"{WRITTEN} {shown}" + (f"，改写 {copy.changes} 处" if copy.changes else "")


_Job = tuple[SourceFile, Sequence[Finding], InputFile]


def _copies(
    run: Run, files: Sequence[tuple[SourceFile, list[Finding]]], kind: _CopyKind
) -> Generator[tuple[SourceFile, str, _Copy | str], None, None]:
    """Each file with the name of its copy and the copy, or why there is none.

    They are made where files are read, in other processes and under the same limits.
    """
    import yicun.report.annotate
    import yicun.report.mend  # noqa: F401 - so that other processes are born with both

    names = copy_names(run, [file for file, _ in files], kind.ending)
    jobs = [(file, found, InputFile(run.workspace.actual(file.path), file.path, "any")) for file, found in files]
    with run_each(
        partial(_make, make=kind.make, passwords=tuple(run.passwords)),
        jobs,
        processes=run.processes or os.cpu_count() or 1,
        limits=_limits,
    ) as copies:
        for (file, _), copy in zip(files, copies, strict=True):
            yield file, names[file.path], copy.value if isinstance(copy, Failure) else copy


def _limits(job: _Job) -> Limits:
    """A copy takes more than reading: every cell with its looks, read once and written once."""
    reading = limits_of(job[2])
    return Limits(5 * reading.seconds, 2 * reading.memory)


def _make(job: _Job, make: Callable[..., _Copy], passwords: Sequence[str]) -> _Copy | str:
    file, found, source = job
    try:
        sheets = open_workbook(source.path, source.shown, passwords).grids
        return make(source.path.read_bytes(), sheets, found, file.tables)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one file, whatever is in it, never keeps the others back
        full = isinstance(error, OSError) or type(error).__name__ == "SerialisationError"  # of lxml, which hides it
        return "临时文件写不下，请检查临时文件夹所在的磁盘" if full else f"写副本时出错：{type(error).__name__}"


def _annotated(
    source: bytes, sheets: Sequence["Grid"], found: Sequence[Finding], tables: Sequence[TablePlace]
) -> _Copy:
    from yicun.report.annotate import annotate as marked
    from yicun.report.original import not_kept

    return _Copy(marked(source, sheets, found, tables), not_kept(source))


def _mended(source: bytes, sheets: Sequence["Grid"], found: Sequence[Finding], _tables: Sequence[TablePlace]) -> _Copy:
    from yicun.report.mend import mend as mended
    from yicun.report.original import not_kept

    content, changes = mended(source, sheets, found)
    return _Copy(content, not_kept(source), len(changes))
