"""Commands about who is missing and what is handed in: coverage, export-list, remind."""

from pathlib import Path
from typing import Annotated

import typer

from yicun.cli import completion, options
from yicun.cli.check import exit_code
from yicun.cli.judge import stop_unless_judged, warn_unchecked
from yicun.cli.terminal import echo_json
from yicun.model.errors import CannotRun


@options.sharing()
def coverage(
    *,
    shared: options.Shared,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件.xlsx", help="写出缺口报表")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="文件.html", help="写出可离线打开的网页")] = None,
    summary: Annotated[Path | None, typer.Option("--summary", metavar="文件.xlsx", help="写出报上级的汇总表")] = None,
    trend: Annotated[bool, typer.Option("--trend", help="逐日列出进度，按收文、审核和认定的日期")] = False,
    everything: Annotated[bool, typer.Option("--all", help="列出全部缺口村")] = False,
    fail_on_gap: Annotated[bool, typer.Option("--fail-on-gap", help="还有缺口时退出码为 1")] = False,
) -> None:
    """看哪些村还没有落实，离期限还有几个工作日。

    窗口窄时依次略去：名次、完成率、辅警、已确定、待认定、行政村、推选率。

    例：yicun coverage --deadline 2020-05-10
    """
    with shared.run() as run:
        from yicun import outbox, pipeline
        from yicun.report.console import console
        from yicun.report.console.coverage import show_coverage, show_trend
        from yicun.report.json import villages

        drawn = trend or output is not None or html is not None or shared.form is options.Format.JSON
        result = pipeline.coverage(run, line=drawn)
        stop_unless_judged(result)
        assert result.coverage is not None
        if output is not None:
            outbox.write_gaps(run, result, output, force=shared.force)
        if summary is not None:
            outbox.write_summary(run, result, summary, force=shared.force)
        if html is not None:
            outbox.write_dashboard(run, result, html, force=shared.force)
    if shared.form is options.Format.JSON:
        found = villages.coverage(result)
        if trend:
            found["trend"] = villages.trend(result.coverage)
        echo_json(found)
    elif trend:
        show_trend(console(), result.coverage)
    else:
        show_coverage(console(), result, everything=everything)
    warn_unchecked(result, quiet=shared.quiet)
    if exit_code(result) == 2:
        raise typer.Exit(2)
    raise typer.Exit(1 if fail_on_gap and result.coverage.totals.gap else 0)


@options.sharing()
def export_list(
    *,
    shared: options.Shared,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件.xlsx|.docx", help="写到哪里，默认工作区的输出文件夹")
    ] = None,
    station: Annotated[
        str | None, typer.Option(metavar="派出所", help="只出一个派出所的名单", autocompletion=completion.stations)
    ] = None,
    internal: options.Internal = False,
    plain: Annotated[bool, typer.Option("--plain", help="只要名单，不要附表和出处，供存档")] = False,
    remarks: Annotated[bool, typer.Option("--remarks", help="流转版也载备注（不宜载的仍略去）")] = False,
) -> None:
    """写出“一村一警务助理”推选名单（.xlsx 或 .docx）。

    例：yicun export-list -o 名单.docx --station 省新派出所
    """
    with shared.run() as run:
        from yicun import outbox, pipeline
        from yicun.report.console import console
        from yicun.report.console.coverage import show_nominations
        from yicun.report.json import villages

        result = pipeline.nominations(run, station)
        stop_unless_judged(result)
        assert result.nominations is not None
        path, sha256 = outbox.write_nominations(
            run, result, output, internal=internal, remarks=remarks, plain=plain, force=shared.force
        )
    if shared.form is options.Format.JSON:
        echo_json(villages.nominations(result, path, sha256))
    else:
        show_nominations(console(), result.nominations, path)
    warn_unchecked(result, quiet=shared.quiet)
    if exit_code(result) == 2:
        raise typer.Exit(2)
    raise typer.Exit(0 if result.nominations.complete else 1)


@options.sharing()
def remind(
    *,
    shared: options.Shared,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件夹", help="写到哪个文件夹，一个所一个子文件夹")
    ],
) -> None:
    """写出催办通知、情况通报和退回各所的批注副本。

    例：yicun remind -o 催办
    """
    if output.exists() and not output.is_dir():
        raise CannotRun(f"{output} 不是文件夹。→ 请换一个位置")
    with shared.run() as run:
        from yicun import outbox, pipeline

        result = pipeline.coverage(run, line=False)
        stop_unless_judged(result)
        options.show_written(outbox.write_reminders(run, result, output, force=shared.force), shared.form)
    warn_unchecked(result, quiet=shared.quiet)
    raise typer.Exit(2 if exit_code(result) == 2 else 0)
