"""What goes out, under which name, to which file: results to documents, documents to the disk."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from yicun.model.errors import CannotRun
from yicun.model.findings import Finding
from yicun.model.results import Result
from yicun.pipeline import Run, read
from yicun.report.deliver import deliver
from yicun.workspace import CONFIG, LEDGER

_Writer = TypeVar("_Writer")


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


def write_templates(run: Run, stations: Sequence[str], folder: Path, *, force: bool) -> Iterator[str]:
    """A blank roster for each station of the register (or those named), with its villages that need somebody."""
    from yicun.report import template

    register = run.workspace.villages
    if register is None:
        raise CannotRun("没有行政村底册，不知道各所有哪些村。→ 请在 yicun.toml 写明 villages")
    roster = read(replace(run, files=(register,))).roster
    villages = template.needing(roster.villages)
    known = list(dict.fromkeys(villages["station"].dropna()))
    strange = [name for name in stations if name not in known]
    if strange:
        raise CannotRun(f"底册中没有派出所 {'、'.join(strange)}。→ 请按底册填写，如 {'、'.join(known[:3])}")
    for station in stations or known:
        path = folder / f"{_file_name(station)}.xlsx"
        content = template.roster(station, villages[villages["station"].eq(station)], run.as_of, run.workspace.area)
        deliver(path, content, ledger=run.workspace.ledger, force=force, inputs=[register])
        yield run.workspace.shown(path)


def start_workspace(folder: Path, area: str, office: str) -> Iterator[str]:
    """A new workspace: yicun.toml, the shipped rulebooks, a blank register, folders. What is there already stays."""
    from yicun.report import template
    from yicun.rulebook.load import shipped

    area = area or folder.resolve().name
    ledger = folder / LEDGER
    contents: dict[Path, bytes] = {folder / CONFIG: _config(area, office).encode()}
    contents |= {folder / "rules" / path.name: path.read_bytes() for path in sorted(shipped().glob("*.yaml"))}
    contents[folder / "底册" / "行政村底册.xlsx"] = template.register(area)
    for path, content in contents.items():
        shown = path.relative_to(folder).as_posix()
        if path.exists():
            yield f"已有，未改动：{shown}"
            continue
        deliver(path, content, ledger=ledger)
        yield f"已新建：{shown}"
    for name in ("报送", "输出"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    yield "下一步：把各村填入 底册/行政村底册.xlsx，用 yicun template -o 空白名单 生成空白名单发给各所，收回后放入 报送/，再运行 yicun validate。"


def _config(area: str, office: str) -> str:
    texts = {"area": area, "office": office}
    head = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in texts.items())
    return (
        head
        + 'villages = "底册/行政村底册.xlsx"\n'
        + 'submissions = ["报送/**/*.xls*", "报送/**/*.et", "报送/**/*.ods", "报送/**/*.csv"]\n'
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


def _writer(path: Path, writers: dict[str, _Writer]) -> _Writer:
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise CannotRun(f"不能写成 {path.name}。→ 文件名请以 {' 或 '.join(writers)} 结尾")
    return writer


def _deliver(run: Run, result: Result, path: Path, content: bytes, *, force: bool, private: bool = False) -> None:
    inputs = [run.workspace.root / file.path for file in result.roster.files]
    deliver(path, content, ledger=run.workspace.ledger, force=force, private=private, inputs=inputs)


def _file_name(title: str) -> str:
    """A title as a file name everywhere: no quotation marks or separators."""
    return "".join(character for character in title if character not in '“”"\\/:*?<>|')
