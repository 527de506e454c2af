"""What the shell offers when Tab is pressed: quick enough not to be noticed, and silent where something is wrong."""

import os
import re
from pathlib import Path

import typer

from yicun.model.codes import BY_SLUG, CODES
from yicun.model.errors import CannotRun
from yicun.workspace import find_workspace

_ASKED = "_YICUN_COMPLETE"
_PLAIN = re.compile(r"[\w·（）—-]+")


def answer_quickly() -> None:
    """Where a shell asks, spare typer what takes longer than the answer.

    It would load rich to strip markup that our help texts do not have, and pydantic to convert words that only stand
    before the one to complete. Another version of typer that has neither is left as it is.
    """
    if _ASKED not in os.environ:
        return
    from typer import _completion_classes, core

    for owner, name, quick in (
        (_completion_classes, "_sanitize_help_text", lambda text: text),
        (getattr(core, "_TyperParameter", None), "process_value", lambda _parameter, _context, value: value),
    ):
        if hasattr(owner, name):
            setattr(owner, name, quick)


def stations(context: typer.Context, incomplete: str) -> list[str]:
    """The stations of the workspace's register that begin with what was typed.

    A name that a shell could take for anything but a word is not offered: some of them evaluate what they get.
    """
    try:
        given = context.params.get("workspace")
        register = find_workspace(Path(given) if given else None, Path.cwd()).villages
        if register is None:
            return []
        from yicun.intake.read.columns import texts_below
        from yicun.model.fields import FIELDS, TableKind

        field = next(field for field in FIELDS[TableKind.VILLAGES] if field.name == "station")
        names = texts_below(register, {field.label, *field.aliases})
    except CannotRun:
        return []
    return [name for name in names if name.startswith(incomplete) and _PLAIN.fullmatch(name)]


def codes(incomplete: str) -> list[str]:
    """Codes, or their names once a small letter was typed."""
    return [name for name in (BY_SLUG if incomplete[:1].islower() else CODES) if name.startswith(incomplete)]


def code_lists(incomplete: str) -> list[str]:
    """The same for the last of several codes separated by commas; nothing behind what is no code."""
    before, comma, last = incomplete.rpartition(",")
    if not all(code.isalnum() for code in before.split(",") if code):
        return []
    return [before + comma + code for code in CODES if code.startswith(last.upper())]
