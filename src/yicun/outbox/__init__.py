"""What goes out, under which name, to which file: results to documents, documents to the disk."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from yicun import regulation
from yicun.disk.deliver import deliver, hand_over
from yicun.disk.naming import distinct, file_name
from yicun.model.areas import RollUp
from yicun.model.errors import CannotRun
from yicun.model.results import Result
from yicun.outbox.copies import WRITTEN, annotate, mend, mend_preview
from yicun.outbox.delivery import Delivery, Lines, must_end
from yicun.outbox.letters import write_reminders
from yicun.pipeline import TOOL, Run, villages_in_need
from yicun.tenure import villages_served
from yicun.workspace import CONFIG, LEDGER, MADE, Workspace, written

__all__ = [
    "WRITTEN",
    "annotate",
    "mend",
    "mend_preview",
    "start_workspace",
    "write_dashboard",
    "write_data",
    "write_findings",
    "write_gaps",
    "write_nominations",
    "write_reminders",
    "write_rollup",
    "write_screening",
    "write_summary",
    "write_templates",
]

_Writer = TypeVar("_Writer")
_UNQUOTED = str.maketrans("", "", "“”")


def write_nominations(
    run: Run,
    result: Result,
    output: Path | None,
    *,
    internal: bool,
    force: bool,
    remarks: bool = False,
    plain: bool = False,
) -> tuple[str, str]:
    """The list as .xlsx or .docx, by the name of `output`; gives its path as shown and its sha256.

    Beside a .docx stands its 出处 as a workbook; neither that nor any annex where it is `plain`.
    """
    from yicun.report import nominations

    assert result.nominations is not None
    ending = "（内部）" if internal else ""
    path = output or run.workspace.output / f"{file_name(result.nominations.title.translate(_UNQUOTED))}{ending}.xlsx"
    writers = {".xlsx": nominations.workbook, ".docx": nominations.document}
    content = _writer(path, writers)(result, internal=internal, remarks=remarks, plain=plain)
    delivery = Delivery(run, result, force=force)
    shown = delivery.put(path, content, private=internal)
    if path.suffix.lower() == ".docx" and not plain:
        beside = path.with_name(f"{path.stem}（出处）.xlsx")
        delivery.put(beside, nominations.sources(result, internal=internal), private=internal)
    return shown, hashlib.sha256(content).hexdigest()


def write_findings(run: Run, result: Result, path: Path, kind: str, *, force: bool) -> None:
    """The workbook (.xlsx) of `validate -o` or the page (.html) of `validate --html`."""
    from yicun.report import findings_book, findings_page

    write = {".xlsx": findings_book.workbook, ".html": findings_page.page}[kind]
    Delivery(run, result, force=force).put(path, _writer(path, {kind: write})(result), private=True)


def write_gaps(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The gap report of `coverage -o`."""
    from yicun.report import gaps

    Delivery(run, result, force=force).put(path, _writer(path, {".xlsx": gaps.workbook})(result))


def write_dashboard(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The page of `coverage --html`."""
    from yicun.report import dashboard

    writers = {".html": dashboard.page, ".htm": dashboard.page}
    Delivery(run, result, force=force).put(path, _writer(path, writers)(result))


def write_screening(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The 核对表 of `screen -o --internal`."""
    from yicun.report import screening

    Delivery(run, result, force=force).put(path, _writer(path, {".xlsx": screening.workbook})(result), private=True)


def write_data(run: Run, result: Result, folder: Path, kind: str, *, force: bool) -> Lines:
    """The tables of `export-data` as files of one kind, csv or parquet; says where each is and how long."""
    from yicun.report import data

    delivery = Delivery(run, result, force=force)
    for name, table in data.tables(result).items():
        shown = delivery.put(folder / f"{name}.{kind}", data.WRITERS[kind](table), private=True)
        yield f"{shown}：{len(table)} 行"
    yield "注意：这是内部资料，有完整号码和核查结论，注意保密"


def write_summary(run: Run, result: Result, path: Path, *, force: bool) -> None:
    """The figures of `coverage --summary`, for the office above."""
    from yicun.report import summary

    Delivery(run, result, force=force).put(path, _writer(path, {".xlsx": summary.workbook})(result))


def write_rollup(rolled: RollUp, targets: Mapping[str, Path | None], inputs: Sequence[Path], *, force: bool) -> None:
    """The table and the page of `rollup`: kind of file -> where it is wanted, if at all."""
    from yicun.report import rollup, summary

    writers = {".xlsx": summary.of_areas, ".html": rollup.page}
    for kind, path in targets.items():
        if path is not None:
            content = _writer(path, {kind: writers[kind]})(rolled, TOOL)
            deliver(path, content, record=Path.cwd() / MADE, force=force, inputs=inputs)


def write_templates(run: Run, stations: Sequence[str], folder: Path, *, everything: bool = False, force: bool) -> Lines:
    """A blank roster for each station of the register (or those named), with its villages that need somebody.

    A village with somebody in post needs nobody until they leave. Once anything was sent, with those that still need
    somebody, and none for a station that has none of them; `everything`: as before anything was sent.
    """
    from yicun.register.spelling import must_be_known
    from yicun.report import template

    first_round = everything or not run.workspace.submitted()
    served = villages_served(run) if first_round else frozenset()  # later coverage knows who serves
    needing = {
        station: [village for village in villages if village not in served]
        for station, villages in villages_in_need(run, still=not first_round).items()
    }
    for station in stations:
        must_be_known(station, list(needing))
    wanted = stations or [station for station, villages in needing.items() if villages or first_round]
    names = {station: f"{file_name(station)}.xlsx" for station in wanted}
    distinct(names)
    delivery = Delivery(run, force=force)
    for station, name in names.items():
        shown = delivery.put(folder / name, template.roster(station, needing[station], run.as_of, run.workspace.area))
        yield f"{shown}：{len(needing[station])} 村"
    if not first_round:
        yield "注意：已有报送，只列出还没有落实的村。→ 要列出需要推选的全部村，请加 --all"


def start_workspace(workspace: Workspace, as_of: date) -> Iterator[str]:
    """A new workspace: yicun.toml, its rulebook, a blank register, folders. What is there already stays.

    `workspace.rulebook` names the rulebook, "" takes the one issued for the area, else the province's.
    """
    from yicun.report import ledger_book, template

    folder = workspace.root
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} 不是文件夹。→ 请换一个位置")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CannotRun(f"文件夹 {folder} 无法新建。→ 请换一个位置") from None
    workspace = replace(workspace, area=workspace.area or folder.resolve().name)
    rulebook, *others = regulation.to_begin_with(workspace)
    record = folder / MADE
    config = written(replace(workspace, rulebook=f"rules/{rulebook.name}"))
    contents: dict[Path, bytes] = {folder / CONFIG: config.encode()}
    contents |= {folder / "rules" / path.name: path.read_bytes() for path in (rulebook, *others)}
    contents[folder / "底册" / "行政村底册.xlsx"] = template.register(as_of, workspace.area)
    contents[folder / LEDGER] = ledger_book.blank(as_of, workspace.area)
    for path, content in contents.items():
        shown = path.relative_to(folder).as_posix()
        if path.exists():
            yield f"已有，未改动：{shown}"
            continue
        deliver(path, content, record=record, private=path.name == LEDGER)
        hand_over(record, [path])
        yield f"已新建：{shown}"
    for name in ("报送", "输出"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    yield "下一步：把各村填入 底册/行政村底册.xlsx，用 yicun template -o 空白名单 给各所生成空白名单；"
    yield "　　　　收回后放入 报送/，再运行 yicun validate。"


def _writer(path: Path, writers: dict[str, _Writer]) -> _Writer:
    must_end(path, *writers)
    return writers[path.suffix.lower()]
