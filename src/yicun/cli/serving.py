"""Commands about what comes after the appointment: service, stipend."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yicun.cli import options
from yicun.cli.check import exit_code
from yicun.cli.judge import warn_unchecked
from yicun.cli.terminal import echo_json

if TYPE_CHECKING:
    from yicun.model.periods import Period

Reviews = Annotated[str, typer.Option("--reviews", metavar="规则", help="在岗管理的规则，默认 service-2020")]


@options.sharing("password_file", "processes", "force", "workspace", "as_of", "rulebook", "form", "quiet")
def service(
    *,
    shared: options.Shared,
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="文件.xlsx", help="写出在岗情况")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="文件.html", help="写出网页，只列村和数字")] = None,
    internal: options.Internal = False,
    reviews: Reviews = "",
) -> None:
    """看谁在岗、考核培训怎样，哪些人需复核，哪些村待补（内部资料）。

    例：yicun service --as-of 2020-12-01 -o 在岗.xlsx --internal
    """
    with shared.run() as run:
        from yicun import tenure
        from yicun.outbox import serving
        from yicun.report.console import console
        from yicun.report.console.service import show_service
        from yicun.report.json import service as data

        served = tenure.service(run, reviews)
        if output is not None:
            serving.write_service(run, served, output, internal=internal, force=shared.force)
        if html is not None:
            serving.write_service_page(run, served, html, force=shared.force)
    if shared.form is options.Format.JSON:
        echo_json(data.service(served.result, served.report, served.rulebook))
    else:
        show_service(console(), served.result, served.report)
    warn_unchecked(served.result, quiet=shared.quiet)
    raise typer.Exit(2 if exit_code(served.result) == 2 else 0)


def _month(text: str) -> "Period":
    from yicun.model.periods import period_of

    period = period_of(text)
    if period is None or period.months != 1:
        raise typer.BadParameter(f"{text} 不是月份，请写成 2020-07")
    return period


@options.sharing("force", "workspace", "as_of", "form", "quiet")
def stipend(
    *,
    shared: options.Shared,
    month: Annotated[str, typer.Option("--month", metavar="月份", help="哪个月，如 2020-07")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件.xlsx", help="写出补贴发放表（内部资料）")],
    reviews: Reviews = "",
) -> None:
    """按在岗天数、档次和最近考核算出一个月的补贴，写成发放表。

    例：yicun stipend --month 2020-07 -o 补贴2020-07.xlsx
    """
    wanted = _month(month)
    with replace(shared, as_of=wanted.last).run() as run:
        from yicun import tenure
        from yicun.outbox import serving
        from yicun.report.console import console
        from yicun.report.console.service import show_payroll
        from yicun.report.json import service as data

        result, payroll = tenure.stipend(run, wanted, shared.as_of, reviews)
        path = serving.write_stipend(run, result, payroll, output, force=shared.force)
    if shared.form is options.Format.JSON:
        echo_json(data.stipend(result, payroll, path))
    else:
        show_payroll(console(), payroll, path)
    warn_unchecked(result, quiet=shared.quiet)
    raise typer.Exit(2 if exit_code(result) == 2 else 1 if payroll.unpaid else 0)
