"""Commands about the regulation: screen, rules check|show|test, explain."""

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yicun.cli import completion, options
from yicun.cli.check import exit_code
from yicun.cli.help import Command, CommandGroup
from yicun.cli.terminal import echo, echo_json
from yicun.model.errors import CannotRun
from yicun.model.masks import mask_text

if TYPE_CHECKING:
    from yicun.model.findings import Findings
    from yicun.model.results import Result
    from yicun.rulebook.describe import RuleRow

rules = typer.Typer(
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="规则本身：检查写法、按条款列出、运行案例。\n\n例：yicun rules show nanan-2020",
)


@options.sharing()
def screen(
    files: options.Files = None,
    *,
    shared: options.Shared,
    name: Annotated[str | None, typer.Option(metavar="姓名", help="逐条说明这个人的结果")] = None,
    everything: Annotated[bool, typer.Option("--all", help="符合的人也列出")] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件.xlsx", help="写出核对表（要加 --internal）")
    ] = None,
    internal: options.Internal = False,
) -> None:
    """按规则核对人选，每个结果写明条款和单元格。

    例：yicun screen --name 示例甲
    """
    if output is not None and not internal:
        raise typer.BadParameter("核对表带有核对结果，只能写成内部审核版：请加 --internal")
    with shared.run(files) as run:
        from yicun import outbox, pipeline
        from yicun.report.console import console
        from yicun.report.console.verdicts import show_person, show_verdicts
        from yicun.report.json.people import screening

        result = pipeline.screen(run)
        stop_unless_judged(result)
        if output is not None:
            outbox.write_screening(run, result, output, force=shared.force)
    out = console()
    if shared.form is options.Format.JSON:
        echo_json(screening(result))
    elif name is not None:
        if not show_person(out, result, name):
            raise CannotRun(f"名单中没有“{mask_text(name)}”。→ 请核对姓名，或先看 yicun validate")
    else:
        show_verdicts(out, result, everything=everything)
    warn_unchecked(result, quiet=shared.quiet)
    raise typer.Exit(2 if exit_code(result) == 2 else 0)


def stop_unless_judged(result: "Result") -> None:
    """End with exit code 2 where the rulebook itself is at fault: nothing was judged."""
    if result.verdicts is not None:
        return
    print_faults(result.findings.only(("YC5",)))
    raise CannotRun("规则有误，没有作任何核对。→ 请先按上面所列修改规则")


def warn_unchecked(result: "Result", *, quiet: bool) -> None:
    """What could not be read, what is wrong with the office's own files (YC5…), and errors that make people unknown."""
    from yicun.model.codes import Severity

    own = result.findings.only(("YC5",))
    if len(own):
        print_faults(own)
    unread = result.findings.only((), ("YC5",))
    print_faults(unread.that_left_unchecked())
    for path in sorted(unread.unchecked()):
        echo(f"注意：{path} 未能检查，其中的人选没有计入。→ 请用 yicun validate 查看原因", error=True)
    errors = result.findings.by_severity()[Severity.ERROR]
    if errors and not quiet:
        echo(f"名单中还有 {errors} 处错误，会影响结果。→ 请用 yicun validate 查看", error=True)


def print_faults(findings: "Findings") -> None:
    """Findings about whole files, each in a line beside the result."""
    from yicun.model.findings import Places
    from yicun.report.console import console, print_lines
    from yicun.report.console.findings import finding_line

    print_lines(console(sys.stderr), map(finding_line, findings.all(Places((), (), ()))))


Book = Annotated[str, typer.Argument(metavar="规则", help="规则文件或名称，默认工作区所用的规则")]


@rules.command("check", cls=Command)
@options.sharing("workspace", "as_of", "form", "quiet")
def rules_check(
    rulebook: Book = "",
    *,
    shared: options.Shared,
) -> None:
    """检查规则文件的写法，所有问题一次列出。

    例：yicun rules check rules/nanan-2020.yaml
    """
    with replace(shared, rulebook=rulebook).run() as run:
        from yicun import pipeline
        from yicun.report import json
        from yicun.report.console import console
        from yicun.report.console.findings import show_findings

        _, result = pipeline.check_rulebook(run)
    if shared.form is options.Format.JSON:
        echo_json(json.validation(result))
    else:
        show_findings(console(), result, everything=True)
    raise typer.Exit(exit_code(result))


@rules.command("show", cls=Command)
@options.sharing("workspace", "as_of", "form", "quiet")
def rules_show(
    rulebook: Book = "",
    *,
    shared: options.Shared,
) -> None:
    """按条款列出规则：原文、种类、用哪一列问什么。

    例：yicun rules show nanan-2020
    """
    with replace(shared, rulebook=rulebook).run() as run:
        from yicun import pipeline
        from yicun.report.console import console, print_text, show_table
        from yicun.rulebook import describe

        book, result = pipeline.check_rulebook(run)
    if book is None:
        print_faults(result.findings.only(("YC5",)))
        raise CannotRun("规则有误。→ 请先用 yicun rules check 检查")
    rows = describe.rows(book)
    if shared.form is options.Format.JSON:
        echo_json({"tool": pipeline.TOOL, "rulebook": book.id.id, "rules": [asdict(row) for row in rows]})
        return
    out = console()
    print_text(out, f"{book.id.issuer}《{book.id.title}》{book.id.number}", "bold")
    show_table(
        out, ("编号", "种类", "条款", "原文", "问什么"), [(r.id, r.kind, r.clause, r.quote, r.asks) for r in rows]
    )


@rules.command("test", cls=Command)
@options.sharing("workspace", "as_of", "form", "quiet")
def rules_test(
    rulebook: Book = "",
    *,
    shared: options.Shared,
) -> None:
    """运行规则旁边的案例（*.cases.yaml）。

    例：yicun rules test nanan-2020
    """
    with replace(shared, rulebook=rulebook).run() as run:
        from yicun import pipeline
        from yicun.report import json
        from yicun.report.console import console
        from yicun.report.console.findings import show_findings

        result, passed, total = pipeline.test_rulebook(run)
    if shared.form is options.Format.JSON:
        echo_json({**json.validation(result), "cases": {"passed": passed, "total": total}})
    else:
        if len(result.findings):
            show_findings(console(), result, everything=True)
        echo(f"案例 {total} 个，通过 {passed} 个")
    raise typer.Exit(exit_code(result))


@rules.command("diff", cls=Command)
@options.sharing("workspace", "as_of", "form", "quiet")
def rules_diff(
    old: Annotated[str, typer.Argument(metavar="原来的", help="原来的规则，文件或名称")],
    new: Annotated[str, typer.Argument(metavar="新的", help="另一份规则，文件或名称")],
    *,
    shared: options.Shared,
) -> None:
    """本工作区的人选，换一份规则后谁的结果不同（内部资料）。

    例：yicun rules diff nanan-2020 rules/新规则.yaml
    """
    with replace(shared, rulebook=new).run() as run:
        from yicun import pipeline
        from yicun.report.console import console
        from yicun.report.console.verdicts import show_turned
        from yicun.report.json.people import turned

        by_old, by_new, rows = pipeline.compare_rulebooks(run, old, new)
    for result in (by_old, by_new):
        stop_unless_judged(result)
    if shared.form is options.Format.JSON:
        echo_json(turned(by_old, by_new, rows))
    else:
        show_turned(console(), by_old, by_new, rows)
    warn_unchecked(by_new, quiet=shared.quiet)
    raise typer.Exit(2 if exit_code(by_new) == 2 else 0)


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="代码或编号",
            help="代码如 YC202、规则如 resident 或条款如 三（一）",
            autocompletion=completion.codes,
        ),
    ],
    workspace: options.InWorkspace = None,
    rulebook: options.Rules = "",
    form: options.As = options.Format.TEXT,
) -> None:
    """说明一个代码、一条规则或一个条款。

    例：yicun explain YC202
    """
    from yicun.model.codes import BY_SLUG, CODES

    about = CODES.get(what.upper()) or BY_SLUG.get(what.lower())
    if about is None:
        _explain_rule(what, workspace, rulebook, form)
        return
    if form is options.Format.JSON:
        echo_json(asdict(about))
        return
    kinds = {None: "", "safe": "\n可用 --fix 自动改写写法。", "suggest": "\n只给建议，不会自动改。"}
    echo(
        f"{about.code} {about.slug}　{about.severity.label}：{about.what}\n"
        f"怎么办：{about.hint.split('{', 1)[0]}。\n不好：{about.bad}\n好：{about.good}"
        + kinds[about.fix]
        + ("\n出现时该文件未能检查，退出码为 2。" if about.unchecked else "")
    )


def _explain_rule(what: str, workspace: Path | None, rulebook: str, form: options.Format) -> None:
    with options.Shared(workspace=workspace, as_of=None, rulebook=rulebook, quiet=True).run() as run:
        from yicun import pipeline
        from yicun.rulebook import describe

        book, _ = pipeline.check_rulebook(run)
    row = None if book is None else describe.row(book, what)
    rows = (row,) if row is not None else () if book is None else describe.of_clause(book, what)
    if not rows:
        raise CannotRun(f"没有代码、规则或条款“{what}”。→ 代码见 yicun validate 的输出，规则和条款见 yicun rules show")
    if form is options.Format.JSON:
        echo_json(asdict(row) if row is not None else {"clause": what, "rules": [asdict(each) for each in rows]})
        return
    echo("\n\n".join(_in_lines(each) for each in rows))


def _in_lines(row: "RuleRow") -> str:
    labels = {
        "编号": row.id,
        "种类": row.kind,
        "条款": row.clause,
        "原文": row.quote,
        "问什么": row.asks,
        "读法": row.reading,
        "理由": row.why,
    }
    return "\n".join(f"{label}：{value}" for label, value in labels.items() if value)
