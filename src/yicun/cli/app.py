"""The command `yicun`: its groups of commands, its exit codes, and what happens when something goes wrong."""

import errno
import gc
import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from yicun import __version__
from yicun.cli import check, completion, cover, data, dropped, judge, ledger, office, serving
from yicun.cli.help import Command, CommandGroup
from yicun.cli.signals import SIGNALLED, Ended, ending_as_exceptions
from yicun.cli.streams import lasting_streams
from yicun.cli.terminal import echo
from yicun.disk import written
from yicun.model.errors import CannotRun

app = typer.Typer(
    name="yicun",
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="一村一警务助理：检查名单，按规则核对人选，找出没有落实的村，打印推选名单。\n\n例：yicun validate roster.xlsx",
)
app.command("validate", cls=Command)(check.validate)
app.command("screen", cls=Command)(judge.screen)
app.command("coverage", cls=Command)(cover.coverage)
app.command("export-list", cls=Command)(cover.export_list)
app.command("remind", cls=Command)(cover.remind)
app.command("diff", cls=Command)(check.diff)
app.command("receive", cls=Command)(ledger.receive)
app.command("ledger", cls=Command)(ledger.ledger)
app.command("appoint", cls=Command)(ledger.appoint)
app.command("service", cls=Command)(serving.service)
app.command("stipend", cls=Command)(serving.stipend)
app.command("rollup", cls=Command)(data.rollup)
app.command("export-data", cls=Command)(data.export_data)
app.command("template", cls=Command)(office.template)
app.command("init", cls=Command)(office.init)
app.add_typer(judge.rules, name="rules")
app.command("explain", cls=Command)(judge.explain)
app.command("purge", cls=Command)(office.purge)
app.command("doctor", cls=Command)(office.doctor)


def _version(wanted: bool) -> None:
    if wanted:
        echo(f"yicun {__version__}")
        raise typer.Exit


@app.callback()
def _everything(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")] = False,
) -> None:
    pass


def program() -> NoReturn:
    """What a shell starts: `main` in a process that is not tidied up behind it (no `atexit`, no finalizers)."""
    gc.set_threshold(100_000)  # nearly all that a command makes it needs to its end
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy would start threads that nothing here has work for
    try:
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 0
    os._exit(status)  # to take the libraries apart again would take a tenth of a second


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 errors or gaps, 2 not checked or not run, 3 a bug, 130 interrupted."""
    completion.answer_quickly()
    typed = list(sys.argv[1:] if arguments is None else arguments)
    alone = typed[:1] == [dropped.WAIT] or dropped.owns_window()
    typed = typed[typed[:1] == [dropped.WAIT] :]
    with lasting_streams() as streams:
        try:
            status = _run(_common_options_last(typed), alone=alone)
        except SystemExit as ended:  # what answers a shell that asks what could be typed
            status = ended.code if isinstance(ended.code, int) else 0
        if alone:
            dropped.wait_for_key()
        status = streams.finish(status)
    sys.exit(status)


_INTERRUPTED = 130


def _run(arguments: list[str], *, alone: bool) -> int:
    written.files.clear()
    try:
        with ending_as_exceptions():
            status = _obey(arguments, alone=alone)
    except CannotRun as error:
        _print_error(str(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        status = _INTERRUPTED
    except Ended as ended:
        status = ended.status
    except typer.TyperException as error:
        _print_error(_usage(error))
        return getattr(error, "exit_code", 2)
    except OSError as error:
        _print_error(_too_little(error) or _bug(error))
        return 2 if error.errno in _LACKS else 3
    except Exception as error:  # noqa: BLE001 - the last line of defence: say where, never what was in a cell
        _print_error(_bug(error))
        return 3
    if status >= SIGNALLED:  # of Ctrl-C typer makes 130 without a word
        _print_error("已中断。")
    return int(status)


def _obey(arguments: list[str], *, alone: bool) -> int:
    """A command; without one, check what was dropped, or in a window of our own show where things stand."""
    if alone and not arguments:
        return dropped.show_standing()
    commands = {"rules", *(command.name or "" for command in app.registered_commands)}
    if dropped.is_drop(arguments, commands):
        return dropped.check(arguments)
    dropped.must_not_lack_command(arguments, commands)
    return int(app(arguments, prog_name="yicun", standalone_mode=False) or 0)


_COMMON = {
    "--workspace": True,
    "-w": True,
    "--format": True,
    "--rulebook": True,
    "--as-of": True,
    "-q": False,
    "--quiet": False,
}


def _common_options_last(arguments: list[str]) -> list[str]:
    """Options that mean the same everywhere may stand before the command: `yicun -w DIR coverage`."""
    moved: list[str] = []
    rest = list(arguments)
    while rest and rest[0].split("=", 1)[0] in _COMMON:
        takes_value = _COMMON[rest[0].split("=", 1)[0]] and "=" not in rest[0]
        count = 2 if takes_value else 1
        moved += rest[:count]
        rest = rest[count:]
    end = rest.index("--") if "--" in rest else len(rest)
    return [*rest[:end], *moved, *rest[end:]]


_PLAIN_MESSAGES = (
    (r"No such option: (\S+?)[. ].*|No such option: (\S+)", r"没有选项 \1\2"),
    (r"No such command '(.+?)'.*", r"没有命令 \1"),
    (r"Missing argument '(.+)'\.", r"缺少参数 \1"),
    (r"Missing option '([^']+).*'\.", r"缺少选项 \1"),
    (r"Missing command\.", "请写出命令"),
    (r"Option '(.+)' requires an argument\.", r"选项 \1 后面缺少内容"),
    (r"Got unexpected extra arguments? \((.+)\)", r"多出了 \1"),
    (r"Invalid value for '(\S+?)'.*?: (?:Value error, )?(.+)", r"\1 不对：\2"),
)


def _usage(error: typer.TyperException) -> str:
    message = error.format_message().removeprefix("Invalid value: ")
    if message.startswith("用法："):
        return message  # no command written: the help itself is the answer
    for pattern, chinese in _PLAIN_MESSAGES:
        if re.fullmatch(pattern, message, re.DOTALL):
            message = re.sub(pattern, chinese, message, flags=re.DOTALL)
            break
    message = re.sub(r"'([^']+)' is not one of (.+?)\.?$", r"“\1”不在可选范围 \2", message)
    message = re.sub(r"Input should be greater than or equal to (\d+)", r"至少为 \1", message)
    message = re.sub(r"Input should be a valid integer.*", "请写整数", message)
    return f"用法有误：{message}。→ 请看 yicun --help"


_LACKS = {
    errno.ENOSPC: "磁盘空间",
    errno.EDQUOT: "磁盘空间",
    errno.EMFILE: "能打开的文件数",
    errno.ENFILE: "能打开的文件数",
    errno.EAGAIN: "进程数",
    errno.ENOMEM: "内存",
}


def _too_little(error: OSError) -> str:
    """What this machine has too little of, where that is what ended the run."""
    lack = _LACKS.get(error.errno or 0)
    return f"本机的{lack}不够，{_what_was_written()}。→ 请关闭其他程序、清理磁盘后重试" if lack else ""


def _bug(error: BaseException) -> str:
    """Where it broke, as module:line; never the message, which might hold a cell."""
    steps, trace = [], error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("yicun."):
            steps.append(f"{module}:{trace.tb_lineno}")
        trace = trace.tb_next
    where = " → ".join(steps[-4:])
    return (
        f"程序内部错误：{type(error).__name__}（{where}），yicun {__version__}。\n"
        f"→ {_what_was_written()}。请把这两行和 yicun doctor 的输出发给维护人员；其中没有个人信息。"
    )


def _what_was_written() -> str:
    files = [path.name for path in written.files]
    if not files:
        return "没有写出任何结果"
    return f"此前已写出 {len(files)} 个文件（{'、'.join(files[:3])}{'等' * (len(files) > 3)}），其余没有写出"


def _print_error(line: str) -> None:
    echo(line, error=True)
