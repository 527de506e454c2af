"""Copies of the senders' own workbooks: which go out, and under which name."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yicun.disk.naming import below, distinct, joined_name, numbered
from yicun.model.findings import Finding
from yicun.model.results import Result
from yicun.model.roster import SourceFile
from yicun.outbox.delivery import Delivery
from yicun.pipeline import Run

if TYPE_CHECKING:
    from yicun.intake.grid import Grid

WRITTEN = "已写出"
_KIND = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")


def annotate(run: Run, result: Result, folder: Path, *, force: bool) -> Iterator[str]:
    """Copies of the senders' own workbooks with what is wrong in them marked; says where each is and what it lost."""
    from yicun.report.annotate import annotate as marked

    delivery, files = Delivery(run, result, force=force), list(with_findings(result))
    names = copy_names(run, [file for file, _ in files], "（批注）")
    for file, found in files:
        source, sheets = _original(run, file)
        yield from _lost(file, source)
        shown = delivery.put(folder / names[file.path], marked(source, sheets, found, file.tables), private=True)
        yield f"{WRITTEN} {shown}"


def mend(run: Run, result: Result, folder: Path, *, force: bool) -> Iterator[str]:
    """Copies with the safe fixes written in and a sheet that lists them; files without any are left out."""
    from yicun.report.mend import mend as mended
    from yicun.report.mend import preview

    delivery = Delivery(run, result, force=force)
    files = [(file, found) for file, found in with_findings(result) if preview(found)]
    names = copy_names(run, [file for file, _ in files], "（已整理）")
    for file, found in files:
        source, sheets = _original(run, file)
        content, changes = mended(source, sheets, found)
        yield from _lost(file, source)
        shown = delivery.put(folder / names[file.path], content, private=True)
        yield f"{WRITTEN} {shown}，改写 {len(changes)} 处"


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


def _original(run: Run, file: SourceFile) -> tuple[bytes, Sequence["Grid"]]:
    """The bytes and the sheets of a file as it was read."""
    from yicun.intake.read import open_workbook

    path = run.workspace.actual(file.path)
    opened = [open_workbook(path, file.path, password) for password in (None, *run.passwords)]
    grids = next((one.workbook.grids for one in opened if one.workbook is not None), ())
    return path.read_bytes(), grids


def _lost(file: SourceFile, source: bytes) -> Iterator[str]:
    from yicun.report.original import what_is_lost

    lost = what_is_lost(source)
    if lost:
        yield f"注意：{file.path} 的副本里没有{'、'.join(lost)}"
