"""What `--help` says: wholly in Chinese, commands in the order of the job."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_STEPS = (
    ("准备", ("init", "template", "doctor")),
    ("收件", ("receive", "ledger")),
    ("检查", ("validate", "diff", "screen")),
    ("统计和上报", ("coverage", "remind", "export-list", "rollup", "export-data")),
    ("选上以后", ("appoint", "service", "stipend")),
    ("规则", ("rules", "explain")),
    ("清理", ("purge",)),
)
_OWN_OPTIONS = {
    "install_completion": "为当前的命令行安装 Tab 补全",
    "show_completion": "显示补全脚本，以便自行安装",
    "help": "显示这段说明",
}
_WORDS = (
    (r"^Usage: ", "用法："),
    (r"\[\[FILE\]\.\.\.\]\.\.\.", "[FILE]..."),
    (r" <list\[str\]>", ""),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 …"),
    (r"^Options:$", "选项:"),
    (r"^Arguments:$", "参数:"),
    (r"^(\w+):$", r"\1："),
    (r"\[default: ([^\]]+)\]", r"［默认 \1］"),
    (r"\[x>=(\d+)\]", r"［至少 \1］"),
    (r"\[required\]", "［必填］"),
)


def in_chinese(text: str) -> str:
    """The words of the library itself, in Chinese; everything else is ours and stays."""
    for pattern, chinese in _WORDS:
        text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text


class Command(TyperCommand):
    """A command whose help is Chinese."""

    def get_help(self, ctx: Any) -> str:
        """The whole help as text."""
        _name_own_options(self, ctx)
        return in_chinese(super().get_help(ctx))


class CommandGroup(TyperGroup):
    """A group whose help is Chinese, its commands under the steps of the job that they belong to."""

    def get_help(self, ctx: Any) -> str:
        """The whole help as text."""
        _name_own_options(self, ctx)
        return in_chinese(super().get_help(ctx))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands by step; those of a group without steps stand together."""
        left = {name: command for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))}
        steps = [(step, [name for name in names if name in left]) for step, names in _STEPS]
        placed = {name for _, names in steps for name in names}
        rest = [name for name in left if name not in placed]
        width = max(map(len, left), default=0)
        for step, names in (*steps, ("命令" if not placed else "其他", rest)):
            if names:
                with formatter.section(step):
                    formatter.write_dl([(name.ljust(width), left[name].get_short_help_str(200)) for name in names])


def _name_own_options(command: Any, ctx: Any) -> None:
    for parameter in command.get_params(ctx):
        if parameter.name in _OWN_OPTIONS and hasattr(parameter, "help"):
            parameter.help = _OWN_OPTIONS[parameter.name]
