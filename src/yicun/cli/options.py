"""The options that mean the same everywhere, and how they become a `Run`."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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


Files = Annotated[list[str] | None, typer.Argument(metavar="文件", help="名单或底册；不写则检查工作区的全部文件")]
InWorkspace = Annotated[
    Path | None, typer.Option("--workspace", "-w", metavar="文件夹", help="工作区（yicun.toml 所在的文件夹）")
]
AsOf = Annotated[date | None, typer.Option("--as-of", parser=day, metavar="日期", help="基准日，默认今天")]
Deadline = Annotated[date | None, typer.Option("--deadline", parser=day, metavar="日期", help="期限")]
Rules = Annotated[str, typer.Option("--rulebook", metavar="规则", help="规则文件或随附规则的名称")]
As = Annotated[Format, typer.Option("--format", help="在标准输出给出的形式")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和提示")]
Force = Annotated[bool, typer.Option("--force", help="允许覆盖别处来的同名文件")]
Internal = Annotated[bool, typer.Option("--internal", help="内部审核版：完整号码，注意保密")]
PasswordFile = Annotated[
    Path | None, typer.Option("--password-file", metavar="文件", help="打开密码，一行一个，依次试用")
]
Processes = Annotated[int | None, typer.Option("--processes", min=1, metavar="个数", help="用几个进程读取，默认自动")]


@dataclass(frozen=True, slots=True)
class Shared:
    """The options of every command that reads the files of a workspace, as they were typed."""

    deadline: Deadline = None
    password_file: PasswordFile = None
    processes: Processes = None
    force: Force = False
    workspace: InWorkspace = None
    as_of: AsOf = None
    rulebook: Rules = ""
    form: As = Format.TEXT
    quiet: Quiet = False

    @contextmanager
    def run(self, files: list[str] | None = None) -> Iterator["Run"]:
        """Options over `yicun.toml` over defaults, as a `Run` whose progress and temporary files end with the block."""
        from yicun.disk.temporary import private_folder
        from yicun.pipeline import load
        from yicun.report.console import progress

        with private_folder(), progress(not self.quiet) as advance:
            run = load(
                *expand(files or ()),
                workspace=self.workspace,
                as_of=self.as_of,
                today=today(),
                deadline=self.deadline,
                rulebook=self.rulebook,
                passwords=_passwords(self.password_file),
                processes=self.processes,
                progress=advance,
            )
            yield replace(run, password_file=self.password_file)


def sharing(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command, after its own options, those of `Shared` by these names (all without any), as `shared`."""
    offered = [one for one in fields(Shared) if not names or one.name in names]

    def with_shared(command: Callable[..., None]) -> Callable[..., None]:
        own = [one for one in signature(command).parameters.values() if one.name != "shared"]
        more = [
            Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type) for one in offered
        ]

        @wraps(command)
        def typed(*args: Any, **kwargs: Any) -> None:
            command(*args, shared=Shared(**{one.name: kwargs.pop(one.name) for one in offered}), **kwargs)

        typed.__signature__ = Signature([*own, *more])  # type: ignore[attr-defined]
        typed.__annotations__ = {one.name: one.annotation for one in (*own, *more)}
        return typed

    return with_shared


def _passwords(file: Path | None) -> tuple[str, ...]:
    return () if file is None else tuple(line for line in lines_of(file, "密码文件") if line)


def lines_of(file: Path, what: str) -> list[str]:
    """The lines of a text file that an option names, which is `what`. Raises `CannotRun` where it cannot be read."""
    from yicun.disk.plain import read_plain
    from yicun.model.errors import CannotRun

    try:
        return read_plain(file).decode("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise CannotRun(f"找不到{what} {file}。→ 请检查文件名和所在的文件夹") from None
    except (OSError, UnicodeDecodeError):
        raise CannotRun(f"{what} {file} 无法读取。→ 请存为 UTF-8 文本，一行一个，并检查权限") from None


def show_written(lines: Generator[str, None, None], form: Format) -> None:
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
