"""Work without a command: what is dropped on the program is checked, and a double click shows where things stand."""

import os
import sys
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from yicun.cli import options
from yicun.cli.check import exit_code, with_prompt
from yicun.cli.judge import print_faults
from yicun.cli.terminal import at_keyboard, echo
from yicun.model.errors import CannotRun
from yicun.model.masks import mask_text
from yicun.workspace import Workspace, expand, find_workspace

if TYPE_CHECKING:
    from yicun.model.results import Result

WAIT = "--wait"
"""The first argument that the starters give: wait for a key at the end, for the window closes with the program."""


def is_drop(arguments: Sequence[str], commands: Collection[str]) -> bool:
    """Whether the arguments are files and folders, also such as are missing, and neither a command nor an option."""
    if not arguments or arguments[0] in commands or any(one.startswith("-") for one in arguments):
        return False
    first = Path(arguments[0])
    return first.exists() or bool(first.suffix) or len(first.parts) > 1


def must_not_lack_command(arguments: Sequence[str], commands: Collection[str]) -> None:
    """Raise `CannotRun` where options stand behind a file, and no command before it."""
    if len(arguments) > 1 and arguments[0] not in commands and Path(arguments[0]).exists():
        file = mask_text(arguments[0])
        raise CannotRun(f"{file} 前面没有写命令。→ 带选项时请写 yicun validate {file} …")


def check(arguments: Sequence[str]) -> int:
    """Check files and folders; marked copies and a page go beside them, one for each folder. Gives the exit code."""
    codes, there = [0], list[Path]()
    for path in (path.absolute() for path in expand(arguments)):
        if path.is_dir() or not path.exists():
            codes.append(2)
            why = f"文件夹 {path.name} 里没有文件" if path.is_dir() else f"找不到文件 {path.name}"
            echo(f"{why}。→ 请检查名称和所在的位置", error=True)
        else:
            there.append(path)
    targets = {folder: _beside(find_workspace(None, folder), folder) for folder in {path.parent for path in there}}
    for target in sorted(set(targets.values())):
        try:
            codes.append(_check(target, [path for path in there if targets[path.parent] == target]))
        except CannotRun as error:  # the other folders are checked all the same
            codes.append(2)
            echo(str(error), error=True)
    return max(codes)


def show_standing() -> int:
    """Where the workspace stands and what comes next."""
    place = find_workspace(None, Path.cwd())
    if not place.found:
        echo("这里还没有工作区。\n→ 检查名单：把名单文件或文件夹拖到 yicun 的图标上。")
        echo("→ 建工作区：在命令行运行 yicun init 文件夹 --area 县名，再把本程序放到那个文件夹里双击。")
        return 0
    echo(f"工作区：{place.root.name}　{place.area}")
    register = place.villages
    if register is None or not register.is_file():
        echo("还没有行政村底册。\n→ 下一步：填好底册，并在 yicun.toml 写明 villages。")
        return 0
    if not place.submitted():
        echo("底册已有，还没有一个所报送。\n→ 下一步：用 yicun template -o 空白名单 发给各所，收回后放入报送文件夹。")
        return 0
    _show_numbers(place)
    return 0


def owns_window() -> bool:
    """Whether the console is this program's own and closes with it: on Windows, no shell is attached beside us."""
    if sys.platform != "win32":
        return False
    import ctypes

    processes = (ctypes.c_uint * 3)()
    # Two are ours: python.exe below the yicun.exe that pip made.
    return 0 < ctypes.windll.kernel32.GetConsoleProcessList(processes, 3) <= 2


def wait_for_key() -> None:
    """Keep the window until somebody has read it; nobody is waited for where there is no keyboard."""
    if not at_keyboard():
        return
    with suppress(KeyboardInterrupt, OSError):
        _read_key()


def _read_key() -> None:
    if sys.platform == "win32":
        import msvcrt

        _ask_for_key()
        msvcrt.getwch()
        return

    import termios
    import tty

    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    try:
        tty.setcbreak(keyboard)  # what was typed before is dropped: so first this, then the question
        _ask_for_key()
        os.read(keyboard, 1)
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)


def _ask_for_key() -> None:
    echo("\n按任意键关闭。")
    sys.stdout.flush()


def _check(target: Path, files: Sequence[Path]) -> int:
    from yicun.disk.deliver import made

    folder = files[0].parent
    place = find_workspace(None, folder)
    ours = set(made(place.made))
    asked = [path for path in files if path.parent.resolve() / path.name not in ours]
    if len(asked) < len(files):
        echo(f"{folder.name}：有 {len(files) - len(asked)} 个文件是 yicun 写出的，没有再检查。")
    if not asked:
        return 0
    from yicun.disk.temporary import private_folder
    from yicun.report.console import progress

    with private_folder(), progress(True) as advance:  # noqa: FBT003 - the bar is wanted
        from yicun import outbox, pipeline

        day = place.as_of or options.today()
        run = pipeline.Run(place, as_of=day, deadline=place.deadline, files=tuple(asked), progress=advance)
        result = with_prompt(run, pipeline.validate(run), quiet=False)
        name = f"{asked[0].name}（检查结果）.html" if len(asked) == 1 else "检查结果.html"
        copied = False
        try:
            for line in outbox.annotate(run, result, target, force=False):
                echo(line)
                copied = copied or line.startswith(outbox.WRITTEN)
            outbox.write_findings(run, result, target / name, ".html", force=False)
            echo(f"{outbox.WRITTEN} {place.shown(target / name)}")
        except CannotRun:  # what was found is said all the same
            _show(result)
            raise
    _show(result)
    marked = "带（批注）的副本里标出了要改的单元格；" if copied else ""
    echo(f"→ {marked}网页双击即可打开，逐处写明问题和改法。原文件没有改动。")
    return exit_code(result)


def _show(result: "Result") -> None:
    from yicun.report.console import console
    from yicun.report.console.findings import show_summary

    print_faults(result.findings.that_left_unchecked())
    show_summary(console(), result, notes_hidden=False)


def _beside(place: Workspace, folder: Path) -> Path:
    """The folder itself; where all in it counts as sent in, that for outputs."""
    sent = place.found and any(folder.is_relative_to(one) for one in place.submission_folders())
    return place.output if sent else folder


def _show_numbers(place: Workspace) -> None:
    from yicun import pipeline
    from yicun.disk.temporary import private_folder
    from yicun.model.codes import Severity
    from yicun.report.console import progress

    with private_folder(), progress(True) as advance:  # noqa: FBT003 - the bar is wanted
        day = place.as_of or options.today()
        result = pipeline.coverage(pipeline.Run(place, as_of=day, deadline=place.deadline, progress=advance))
    if result.coverage is None:
        raise CannotRun("规则有误，无法统计。→ 请用 yicun rules check 查看")
    totals = result.coverage.totals
    errors = result.findings.by_severity()[Severity.ERROR]
    summary = f"已推选 {totals.done}/{totals.required} 村，缺口 {totals.gap} 村，错误 {errors} 处"
    echo(f"基准日 {result.basis.as_of}：{summary}。")
    if errors:
        echo("→ 下一步：yicun validate 看问题，yicun remind -o 催办 把名单退回各所更正。")
    elif totals.gap:
        echo("→ 下一步：yicun coverage 看缺哪些村，yicun remind -o 催办 写催办通知。")
    else:
        echo("→ 下一步：yicun export-list 写出推选名单。")
