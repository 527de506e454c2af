"""What `--help` says: wholly in Chinese, commands in the order of the job."""

import re
from typing import Any
from unicodedata import east_asian_width

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
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 …"),
    (r" <(?:str|path|list\[str\])>", ""),
    (r"<([a-z]+(?:\|[a-z]+)+|[^<>a-z]+)>", r"\1"),
    (r"\{([^{}]+)\}", r"\1"),
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
        return in_chinese(super().get_help(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Its arguments and options."""
        _write_parameters(self, ctx, formatter)


class CommandGroup(TyperGroup):
    """A group whose help is Chinese, its commands under the steps of the job that they belong to."""

    def get_help(self, ctx: Any) -> str:
        """The whole help as text."""
        return in_chinese(super().get_help(ctx))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Its options, then its commands."""
        _write_parameters(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands by step; those of a group without steps stand together."""
        left = {name: command for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))}
        if ctx.parent:  # the steps are those of the job, not of a group of commands inside it
            _write_rows(formatter, "命令", [(name, left[name].get_short_help_str(200)) for name in left])
            return
        room = max(map(len, left))
        placed = {name for _, names in _STEPS for name in names}
        for step, names in (*_STEPS, ("其他", tuple(name for name in left if name not in placed))):
            rows = [(name.ljust(room), left[name].get_short_help_str(200)) for name in names if name in left]
            _write_rows(formatter, step, rows)


def _write_parameters(command: Any, ctx: Any, formatter: Any) -> None:
    rows: dict[str, list[tuple[str, str]]] = {"参数": [], "选项": []}
    for parameter in command.get_params(ctx):
        if parameter.name in _OWN_OPTIONS and hasattr(parameter, "help"):
            parameter.help = _OWN_OPTIONS[parameter.name]
        if record := parameter.get_help_record(ctx):
            rows["参数" if parameter.param_type_name == "argument" else "选项"].append(record)
    for heading, records in rows.items():
        _write_rows(formatter, heading, [(in_chinese(name), in_chinese(about)) for name, about in records])


def _write_rows(formatter: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    """Two columns in line on a terminal, where a Chinese character is two wide."""
    if not rows:
        return
    room = max(_width(name) for name, _ in rows) + 2
    formatter.write(f"\n{heading}：\n")
    for name, about in rows:
        formatter.write(f"  {name}{' ' * (room - _width(name))}{about}\n")


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "FW" else 1 for character in text)
