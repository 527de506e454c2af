"""Commands around the work: init, template, purge, doctor."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yicun.cli import completion, options
from yicun.cli.terminal import at_keyboard, echo
from yicun.model.errors import CannotRun

if TYPE_CHECKING:
    from yicun.workspace import Workspace


def init(
    directory: Annotated[Path, typer.Argument(metavar="文件夹", help="新工作区的文件夹，默认当前文件夹")] = Path(),
    *,
    area: Annotated[str | None, typer.Option(metavar="地区", help="县（市、区）名称，如 南安市")] = None,
    office: Annotated[str | None, typer.Option(metavar="单位", help="承办单位，如 户政管理大队")] = None,
    issuer: Annotated[str | None, typer.Option(metavar="单位", help="发文单位，不写则为本地公安局")] = None,
    deadline: options.Deadline = None,
    contact: Annotated[str | None, typer.Option(metavar="文字", help="联系人和电话，印在通知末尾")] = None,
    rulebook: options.Rules = "",
) -> None:
    """新建工作区：配置、规则、空白底册和文件夹；已有的文件不动。

    没有写的选项，在终端中逐项询问，回车即跳过；跳过的不代填别处的。

    例：yicun init 2020年推选 --area 南安市 --office 户政管理大队
    """
    from yicun import outbox
    from yicun.workspace import CONFIG, Workspace

    asks = at_keyboard() and not (directory / CONFIG).exists()
    workspace = Workspace(
        directory,
        area=_answer("县（市、区）名称，如 南安市", area, asks=asks),
        office=_answer("承办单位，如 户政管理大队", office, asks=asks),
        issuer=_answer("发文单位，如 南安市公安局（回车：本地公安局）", issuer, asks=asks),
        deadline=_day("推选期限，如 2020-05-10（回车：不定）", deadline, asks=asks),
        contact=_answer("联系人和电话", contact, asks=asks),
        rulebook=rulebook,
    )
    for line in outbox.start_workspace(workspace, options.today()):
        echo(line)


def _answer(question: str, given: str | None, *, asks: bool) -> str:
    if given is not None or not asks:
        return given or ""
    return str(typer.prompt(question, default="", show_default=False)).strip()


def _day(question: str, given: date | None, *, asks: bool) -> date | None:
    while asks and given is None and (text := _answer(question, None, asks=True)):
        try:
            given = options.day(text)
        except typer.BadParameter as error:
            echo(error.message)
    return given


@options.sharing("force", "workspace", "as_of", "form", "quiet")
def template(
    *,
    shared: options.Shared,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件夹", help="写到哪个文件夹")],
    station: Annotated[
        list[str] | None,
        typer.Option(metavar="派出所", help="只给这些派出所，可写几次", autocompletion=completion.stations),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="需要推选的村全部列出，不论是否已有人选")] = False,
) -> None:
    """给各派出所写出空白名单，填上本所需要推选的村。

    已有报送的，只填还没有落实的村。

    例：yicun template -o 空白名单
    """
    with shared.run() as run:
        from yicun import outbox

        lines = outbox.write_templates(run, station or [], output, everything=everything, force=shared.force)
        options.show_written(lines, shared.form)


def purge(
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接删除")] = False,
    workspace: options.InWorkspace = None,
) -> None:
    """列出并删除本工具写出的文件；别人放的、改过的都不动。

    规则里设了保留期（keep-months）的，台账中过期的行也列出、删去。

    例：yicun purge
    """
    from yicun.workspace import find_workspace

    _purge_made(find_workspace(workspace, Path.cwd()), yes=yes)
    with options.Shared(workspace=workspace, as_of=options.today(), quiet=True).run() as run:
        from yicun.tenure import past_keeping

        past = past_keeping(run)
        if past is None:
            return
        from yicun.outbox import purging

        for line in purging.lines_of(past):
            echo(line)
        if not past.goes:
            return
        if not yes:
            typer.confirm(f"从台账删去以上 {sum(map(len, past.goes.values()))} 行？", abort=True)
        echo(purging.remove_rows(run, past))


def _purge_made(place: "Workspace", *, yes: bool) -> None:
    from yicun.disk import deliver, temporary

    made, abandoned = deliver.made(place.made), temporary.abandoned()
    if not made and not abandoned:
        echo("没有本工具写出的文件。")
        return
    for path in made:
        echo(place.shown(path))
    for path in abandoned:
        echo(f"{path}（中断的一次运行留下的临时文件夹）")
    if not yes:
        what = f" {len(made)} 个文件" + f"和 {len(abandoned)} 个临时文件夹" * bool(abandoned)
        typer.confirm(f"删除以上{what}？", abort=True)
    temporary.sweep(abandoned)
    echo(f"已删除 {len(deliver.remove(place.made, made))} 个文件。")


def doctor(workspace: options.InWorkspace = None) -> None:
    """报告运行环境：工作区、文件、字体、节假日年份；不含个人信息。

    例：yicun doctor
    """
    with options.Shared(workspace=workspace, as_of=None, quiet=True).run() as run:
        from yicun.diagnosis import diagnose

        missing = 0
        for fine, line in diagnose(run):
            missing += not fine
            echo(("　" if fine else "！") + line)
    if missing:
        raise CannotRun(f"{missing} 处需要处理。→ 见上面带“！”的各行")
