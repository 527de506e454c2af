"""What goes out, under which name, to which file: results to documents, documents to the disk."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from yicun.disk.deliver import deliver, hand_over
from yicun.model.areas import RollUp
from yicun.model.errors import CannotRun
from yicun.model.findings import Finding, Findings
from yicun.model.results import Result
from yicun.model.roster import SourceFile
from yicun.pipeline import TOOL, Run, must_be_known, villages_in_need
from yicun.workspace import CONFIG, MADE

if TYPE_CHECKING:
    from yicun.intake.grid import Grid

_Writer = TypeVar("_Writer")
_WRITTEN = "已写出"


def write_nominations(run: Run, result: Result, output: Path | None, *, internal: bool, force: bool) -> tuple[str, str]:
    """The list as .xlsx or .docx, by the name of `output`; gives its path as shown and its sha256."""
    from yicun.report import nominations

    assert result.nominations is not None
    ending = "（内部）" if internal else ""
    path = output or run.workspace.output / f"{_file_name(result.nominations.title)}{ending}.xlsx"
    writers = {".xlsx": nominations.workbook, ".docx": nominations.document}
    content = _writer(path, writers)(result, internal=internal)
    _deliver(run, result, path, content, force=force, private=internal)
    return run.workspace.shown(path), hashlib.sha256(content).hexdigest()


def write_gaps(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The gap report of `coverage -o`."""
    from yicun.report import gaps

    _deliver(run, result, path, _writer(path, {".xlsx": gaps.workbook})(result), force=force)


def write_dashboard(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The page of `coverage --html`."""
    from yicun.report import dashboard

    _deliver(run, result, path, _writer(path, {".html": dashboard.page, ".htm": dashboard.page})(result), force=force)


def write_screening(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The 核对表 of `screen -o --internal`."""
    from yicun.report import screening

    _deliver(run, result, path, _writer(path, {".xlsx": screening.workbook})(result), force=force, private=True)


def write_data(run: Run, result: Result, folder: Path, kind: str, *, force: bool) -> Iterator[str]:
    """The tables of `export-data` as files of one kind, csv or parquet; says where each is and how long."""
    from yicun.report import data

    for name, table in data.tables(result).items():
        path = folder / f"{name}.{kind}"
        _deliver(run, result, path, data.WRITERS[kind](table), force=force, private=True)
        yield f"{run.workspace.shown(path)}：{len(table)} 行"


def write_summary(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The figures of `coverage --summary`, for the office above."""
    from yicun.report import summary

    _deliver(run, result, path, _writer(path, {".xlsx": summary.workbook})(result), force=force)


def write_rollup(rolled: RollUp, targets: Mapping[str, Path | None], inputs: Sequence[Path], *, force: bool) -> None:
    """The table and the page of `rollup`: kind of file -> where it is wanted, if at all."""
    from yicun.report import rollup, summary

    writers = {".xlsx": summary.of_areas, ".html": rollup.page}
    for kind, path in targets.items():
        if path is not None:
            content = _writer(path, {kind: writers[kind]})(rolled, TOOL)
            deliver(path, content, record=Path.cwd() / MADE, force=force, inputs=inputs)


def write_templates(run: Run, stations: Sequence[str], folder: Path, *, force: bool) -> Iterator[str]:
    """A blank roster for each station of the register (or those named), with its villages that need somebody."""
    from yicun.report import template

    needing = villages_in_need(run)
    for station in stations:
        must_be_known(station, list(needing))
    for station in stations or needing:
        path = folder / f"{_file_name(station)}.xlsx"
        content = template.roster(station, needing[station], run.as_of, run.workspace.area)
        deliver(path, content, record=run.workspace.made, force=force)
        yield f"{run.workspace.shown(path)}：{len(needing[station])} 村"


def annotate(run: Run, result: Result, folder: Path, *, force: bool) -> Iterator[str]:
    """Copies of the senders' own workbooks with what is wrong in them marked; says where each is and what it lost."""
    from yicun.report.annotate import annotate as marked

    for file, found in _with_findings(result):
        source, sheets = _original(run, file)
        path = folder / _copy_name(file.path, "（批注）")
        yield from _lost(file, source)
        _deliver(run, result, path, marked(source, sheets, found, file.tables), force=force, private=True)
        yield f"{_WRITTEN} {run.workspace.shown(path)}"


def mend(run: Run, result: Result, folder: Path, *, force: bool) -> Iterator[str]:
    """Copies with the safe fixes written in and a sheet that lists them; files without any are left out."""
    from yicun.report.mend import mend as mended
    from yicun.report.mend import preview

    for file, found in _with_findings(result):
        if not preview(found):
            continue
        source, sheets = _original(run, file)
        content, changes = mended(source, sheets, found)
        path = folder / _copy_name(file.path, "（已整理）")
        yield from _lost(file, source)
        _deliver(run, result, path, content, force=force, private=True)
        yield f"{_WRITTEN} {run.workspace.shown(path)}，改写 {len(changes)} 处"


def mend_preview(result: Result) -> list[tuple[str, ...]]:
    """What `mend` would change: place, code, field, before, after (masked)."""
    from yicun.report.mend import preview

    return list(preview(result.findings.all(result.roster.places)))


def write_reminders(run: Run, result: Result, folder: Path, *, force: bool) -> Iterator[str]:
    """A folder for each station with something left to do (letter and marked copies), and the bulletin for all."""
    from yicun.report import notices

    covered = result.coverage
    assert covered is not None
    by_path = by_file(result.findings.all(result.roster.places))
    for station in covered.stations:
        files = [file for file in result.roster.files if station.name in file.stations]
        found = [finding for file in files for finding in by_path.get(file.path, ())]
        if not notices.due(covered, found, station.name):
            continue
        own = folder / _file_name(station.name)
        letter = own / "催办通知.docx"
        _deliver(run, result, letter, notices.reminder(result, station, found), force=force)
        paths = {file.path for file in files}
        roster = replace(result.roster, files=tuple(files))
        theirs = Findings(found_one for path in paths for found_one in by_path.get(path, ()))
        told = annotate(run, replace(result, roster=roster, findings=theirs), own, force=force)
        copies = sum(line.startswith(_WRITTEN) for line in told)
        yield f"{run.workspace.shown(letter)}：缺 {station.gap} 村，退回副本 {copies} 份"
    bulletin = folder / "情况通报.docx"
    _deliver(run, result, bulletin, notices.bulletin(result), force=force)
    yield run.workspace.shown(bulletin)


def start_workspace(folder: Path, area: str, office: str, as_of: date) -> Iterator[str]:
    """A new workspace: yicun.toml, the shipped rulebooks, a blank register, folders. What is there already stays."""
    from yicun.report import template
    from yicun.rulebook.load import shipped

    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} 不是文件夹。→ 请换一个位置")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CannotRun(f"文件夹 {folder} 无法新建。→ 请换一个位置") from None
    area = area or folder.resolve().name
    record = folder / MADE
    contents: dict[Path, bytes] = {folder / CONFIG: _config(area, office).encode()}
    contents |= {folder / "rules" / path.name: path.read_bytes() for path in sorted(shipped().glob("*.yaml"))}
    contents[folder / "底册" / "行政村底册.xlsx"] = template.register(as_of, area)
    for path, content in contents.items():
        shown = path.relative_to(folder).as_posix()
        if path.exists():
            yield f"已有，未改动：{shown}"
            continue
        deliver(path, content, record=record)
        hand_over(record, [path])
        yield f"已新建：{shown}"
    for name in ("报送", "输出"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    yield "下一步：把各村填入 底册/行政村底册.xlsx，用 yicun template -o 空白名单 给各所生成空白名单；"
    yield "　　　　收回后放入 报送/，再运行 yicun validate。"


def _config(area: str, office: str) -> str:
    texts = {"area": area, "office": office}
    head = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in texts.items())
    return (
        head
        + 'villages = "底册/行政村底册.xlsx"\n'
        + 'submissions = ["报送/**/*"]\n'
        + 'rulebook = "rules/nanan-2020.yaml"\n'
        + "# deadline = 2020-05-10   # 期限；不写则用规则中的期限\n"
        + "# as_of = 2020-05-07      # 基准日；不写则为当天\n"
        + '# waivers = "waivers.yaml"  # 批准事项\n'
        + 'output = "输出"\n'
    )


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings by the file they are about, in the order they came."""
    files: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        files[finding.place.path].append(finding)
    return files


def _with_findings(result: Result) -> Iterator[tuple[SourceFile, list[Finding]]]:
    """Files that were read and have something to say of them."""
    found = by_file(result.findings.all(result.roster.places))
    for file in result.roster.files:
        if file.tables and found.get(file.path):
            yield file, found[file.path]


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


def _copy_name(path: str, ending: str) -> str:
    """`报送/省新所.xls` -> `省新所.xls（批注）.xlsx`: the kind stays in the name, so two files never meet."""
    name = Path(path)
    return f"{name.stem if name.suffix == '.xlsx' else name.name}{ending}.xlsx"


def _writer(path: Path, writers: dict[str, _Writer]) -> _Writer:
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise CannotRun(f"不能写成 {path.name}。→ 文件名请以 {' 或 '.join(writers)} 结尾")
    return writer


def _deliver(run: Run, result: Result, path: Path, content: bytes, *, force: bool, private: bool = False) -> None:
    workspace = run.workspace
    inputs = [workspace.actual(file.path) for file in result.roster.files]
    inputs += [path for path in (workspace.villages, workspace.waivers, workspace.root / CONFIG) if path is not None]
    deliver(path, content, record=run.workspace.made, force=force, private=private, inputs=inputs)


def _file_name(title: str) -> str:
    """A title as a file name everywhere: no quotation marks or separators."""
    return "".join(character for character in title if character not in '“”"\\/:*?<>|')
