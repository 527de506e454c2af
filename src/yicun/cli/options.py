"""The options that mean the same everywhere, and how they become a `Run`."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yicun.cli.terminal import echo, echo_json
from yicun.workspace import expand

if TYPE_CHECKING:
    from yicun.pipeline import Run


class Format(StrEnum):
    """How a result is given."""

    TEXT = "text"
    JSON = "json"


def day(text: str) -> date:
    """A date option: 2020-05-10."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}”不是日期，请写成 2020-05-10") from None


def today() -> date:
    """The day where the clerk sits; nothing else in yicun asks for it."""
    return date.today()  # noqa: DTZ011


Files = Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="名单或底册；不写则检查工作区的全部文件")]
InWorkspace = Annotated[
    Path | None, typer.Option("--workspace", "-w", metavar="DIR", help="工作区（yicun.toml 所在的文件夹）")
]
AsOf = Annotated[date | None, typer.Option("--as-of", parser=day, metavar="DATE", help="基准日，默认今天")]
Deadline = Annotated[date | None, typer.Option("--deadline", parser=day, metavar="DATE", help="期限")]
Rules = Annotated[str, typer.Option("--rulebook", metavar="NAME", help="规则文件或随附规则的名称")]
As = Annotated[Format, typer.Option("--format", help="在标准输出给出的形式")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和提示")]
Force = Annotated[bool, typer.Option("--force", help="允许覆盖别处来的同名文件")]
Internal = Annotated[bool, typer.Option("--internal", help="内部审核版：完整号码，注意保密")]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", metavar="FILE", help="打开密码，一行一个，依次试用")
]
Processes = Annotated[int | None, typer.Option("--processes", min=1, metavar="N", help="用几个进程读取，默认自动")]


@contextmanager
def prepared(
    *,
    workspace: Path | None,
    as_of: date | None,
    rulebook: str = "",
    deadline: date | None = None,
    files: list[str] | None = None,
    password_file: Path | None = None,
    processes: int | None = None,
    quiet: bool = False,
) -> Iterator["Run"]:
    """Options over `yicun.toml` over defaults, as a `Run` whose progress bar and temporary files end with the block."""
    from yicun.disk.temporary import private_folder
    from yicun.pipeline import load
    from yicun.report.console import progress

    with private_folder(), progress(not quiet) as advance:
        run = load(
            *expand(files or ()),
            workspace=workspace,
            as_of=as_of,
            today=today(),
            deadline=deadline,
            rulebook=rulebook,
            passwords=_passwords(password_file),
            processes=processes,
            progress=advance,
        )
        yield replace(run, password_file=password_file)


def _passwords(file: Path | None) -> tuple[str, ...]:
    from yicun.disk.plain import read_plain
    from yicun.model.errors import CannotRun

    if file is None:
        return ()
    try:
        lines = read_plain(file).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CannotRun(f"密码文件 {file} 无法读取。→ 请检查路径，并存为 UTF-8 文本") from None
    return tuple(line for line in lines if line)


def tell_written(lines: Generator[str, None, None], form: Format) -> None:
    """Say what was written as it is written, or as JSON once all of it is; what is to be noted beside it on stderr."""
    written = []
    with closing(lines):
        for line in lines:
            note = line.startswith("注意：")
            if note or form is Format.TEXT:
                echo(line, error=note)
            else:
                written.append(line)
    if form is not Format.TEXT:
        echo_json({"written": written})
