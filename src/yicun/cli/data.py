"""Commands for other programs and other offices: export-data, rollup."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from yicun.cli import options
from yicun.cli.check import exit_code
from yicun.cli.judge import stop_unless_judged, warn_unchecked
from yicun.cli.terminal import echo, echo_json
from yicun.workspace import expand


class DataFormat(StrEnum):
    """Kinds of file for other programs."""

    CSV = "csv"
    PARQUET = "parquet"


@options.sharing("deadline", "password_file", "processes", "force", "workspace", "as_of", "rulebook", "quiet")
def export_data(
    *,
    shared: options.Shared,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件夹", help="写到哪个文件夹")],
    form: Annotated[DataFormat, typer.Option("--format", help="写成哪一种文件")] = DataFormat.CSV,
) -> None:
    """写出整理好的人选表和村表，供其他程序使用。内部资料：含完整号码。

    例：yicun export-data -o 数据 --format parquet
    """
    with shared.run() as run:
        from yicun import outbox, pipeline

        result = pipeline.coverage(run)
        stop_unless_judged(result)
        options.show_written(
            outbox.write_data(run, result, output, form.value, force=shared.force), options.Format.TEXT
        )
    warn_unchecked(result, quiet=shared.quiet)
    raise typer.Exit(2 if exit_code(result) == 2 else 0)


def rollup(
    files: Annotated[list[str], typer.Argument(metavar="文件", help="各县的 .json（coverage、rollup）或汇总表 .xlsx")],
    *,
    area: Annotated[str, typer.Option("--area", metavar="地区", help="汇总成哪个市或省")] = "合计",
    expect: Annotated[
        Path | None, typer.Option("--expect", metavar="文件", help="应报的地区，一行一个；没有报的列为未报")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件.xlsx", help="写出汇总表")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="文件.html", help="写出可离线打开的网页")] = None,
    force: options.Force = False,
    form: options.As = options.Format.TEXT,
) -> None:
    """把各县的结果汇总成一个市或一个省，数字不变。

    例：yicun rollup 各县/*.json --area 泉州市 -o 汇总.xlsx
    """
    from yicun import outbox, pipeline
    from yicun.report.console import console
    from yicun.report.console.rollup import show_rollup
    from yicun.report.json.areas import rolled_up

    rolled = pipeline.roll_up(area, expand(files), _expected(expect))
    if rolled.bases:
        outbox.write_rollup(rolled, {".xlsx": output, ".html": html}, expand(files), force=force)
    if form is options.Format.JSON:
        echo_json(rolled_up(rolled, pipeline.TOOL))
    elif rolled.area.parts:
        show_rollup(console(), rolled)
    for fault in rolled.faults:
        echo(f"未能汇总 {fault}", error=True)
    if rolled.faults:
        raise typer.Exit(2)
    raise typer.Exit(0 if rolled.whole else 1)


def _expected(file: Path | None) -> list[str]:
    lines = [] if file is None else options.lines_of(file, "应报地区的文件")
    return [line.strip() for line in lines if line.strip()]
