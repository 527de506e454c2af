"""Commands that look at what was sent in: validate, diff."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yicun.cli import completion, options
from yicun.cli.terminal import at_keyboard, echo, echo_json
from yicun.model.codes import CODES, Severity
from yicun.model.errors import CannotRun
from yicun.model.masks import mask_text

if TYPE_CHECKING:
    from yicun.model.results import Result
    from yicun.pipeline import Run


@options.sharing("password_file", "processes", "force", "workspace", "as_of", "rulebook", "form", "quiet")
def validate(
    files: options.Files = None,
    *,
    shared: options.Shared,
    select: Annotated[
        str, typer.Option(metavar="YC2,YC401", help="只看这些代码（按开头）", autocompletion=completion.code_lists)
    ] = "",
    ignore: Annotated[
        str, typer.Option(metavar="YC104", help="不看这些代码（按开头）", autocompletion=completion.code_lists)
    ] = "",
    statistics: Annotated[bool, typer.Option("--statistics", help="只按代码统计")] = False,
    everything: Annotated[bool, typer.Option("--all", help="全部列出，包括说明")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件.xlsx", help="写出全部问题，可筛选，一所一页")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="文件.html", help="写出可离线打开的网页")] = None,
    annotate: Annotated[Path | None, typer.Option(metavar="文件夹", help="写出加批注的副本，便于退回")] = None,
    fix: Annotated[Path | None, typer.Option(metavar="文件夹", help="写出只改写法（不改内容）的副本")] = None,
    diff_only: Annotated[bool, typer.Option("--diff", help="与 --fix 同用：只显示会改什么，不写")] = False,
) -> None:
    """检查名单和底册，每处问题指到单元格。

    例：yicun validate roster.xlsx
    """
    if diff_only and fix is None:
        raise typer.BadParameter("--diff 要与 --fix 同用")
    wanted, unwanted = _prefixes(select), _prefixes(ignore)
    with shared.run(files) as run:
        from dataclasses import replace

        from yicun import outbox, pipeline
        from yicun.report import json
        from yicun.report.console import console, show_table
        from yicun.report.console.findings import show_findings, show_statistics

        result = with_prompt(run, pipeline.validate(run), quiet=shared.quiet)
        chosen = replace(result, findings=result.findings.only(wanted, unwanted))
        for path, kind in ((output, ".xlsx"), (html, ".html")):
            if path is not None:
                outbox.write_findings(run, chosen, path, kind, force=shared.force)
        if annotate is not None:
            _print_written(outbox.annotate(run, chosen, annotate, force=shared.force), quiet=shared.quiet)
        if fix is not None and not diff_only:
            _print_written(outbox.mend(run, chosen, fix, force=shared.force), quiet=shared.quiet)
    out = console()
    if shared.form is options.Format.JSON:
        echo_json(json.validation(chosen))
    elif diff_only:
        show_table(out, ("位置", "代码", "项目", "原为", "改为"), outbox.mend_preview(chosen))
    elif statistics:
        show_statistics(out, chosen)
    else:
        show_findings(out, chosen, everything=everything)
    raise typer.Exit(exit_code(result, chosen))


@options.sharing("password_file", "workspace", "as_of", "form", "quiet")
def diff(
    old: Annotated[Path, typer.Argument(metavar="原来的", help="原来的报送：文件，或收文号")],
    new: Annotated[Path, typer.Argument(metavar="新的", help="新的报送：文件，或收文号")],
    *,
    shared: options.Shared,
) -> None:
    """比较两份报送：增加、减少、变更的人和村。

    新的只报了一部分的，只比较这一部分。

    例：yicun diff 省新所.xlsx 省新所（新）.xlsx
    """
    with shared.run() as run:
        from yicun import pipeline
        from yicun.report.console import console
        from yicun.report.console.findings import show_changes
        from yicun.report.json.villages import changes as as_data

        compared, findings = pipeline.diff(run, old, new)
    if shared.form is options.Format.JSON:
        echo_json(as_data(pipeline.TOOL, str(old), str(new), compared))
    else:
        show_changes(console(), compared)
    unchecked = findings.unchecked()
    if unchecked:
        raise CannotRun("未能检查：" + "、".join(sorted(unchecked)) + "。→ 请用 yicun validate 查看原因")


def exit_code(result: "Result", shown: "Result | None" = None) -> int:
    """2 where something was not checked, whatever was selected to be shown; else 1 where errors are shown; else 0."""
    if result.findings.unchecked():
        return 2
    return 1 if (shown or result).findings.by_severity()[Severity.ERROR] else 0


def _prefixes(text: str) -> tuple[str, ...]:
    """The beginnings of codes that an option lists; one that no code has would pass for a file without a fault."""
    listed = tuple(part.strip().upper() for part in text.replace("，", ",").split(",") if part.strip())
    for part in listed:
        if not any(code.startswith(part) for code in CODES):
            raise typer.BadParameter(f"没有以“{mask_text(part)}”开头的代码，请写成 YC2 或 YC401")
    return listed


def with_prompt(run: "Run", result: "Result", *, quiet: bool) -> "Result":
    """Ask for passwords at a terminal, once a file, and look again."""
    from dataclasses import replace

    from yicun import pipeline

    locked = [finding.place.path for finding in result.findings.single if finding.code == "YC002"]
    if not locked or run.passwords or quiet or not at_keyboard():
        return result
    typed = tuple(
        dict.fromkeys(
            word
            for path in locked
            if (
                word := typer.prompt(
                    f"{mask_text(path)} 的打开密码（回车跳过）", "", hide_input=True, show_default=False, err=True
                )
            )
        )
    )
    return pipeline.validate(replace(run, passwords=typed)) if typed else result


def _print_written(lines: Generator[str, None, None], *, quiet: bool) -> None:
    with closing(lines):
        for line in lines:
            if not quiet:
                echo(line, error=True)
