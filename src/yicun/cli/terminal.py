"""What is said at the terminal, every line without a personal number in it; and whether anybody is there to answer."""

import io
import sys
from collections.abc import Mapping
from typing import Any

import typer

from yicun.model.masks import mask_text


def at_keyboard() -> bool:
    """Whether somebody can be asked. To Windows its NUL, all that a scheduled task can read from, is a terminal too."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    raw = getattr(getattr(sys.stdin, "buffer", None), "raw", None)
    return sys.platform != "win32" or not isinstance(raw, io.FileIO)  # a console has a kind of its own


def echo(text: str, *, error: bool = False) -> None:
    """One text and a line break, to stdout or (`error`) to stderr."""
    typer.echo(mask_text(text), err=error)


def echo_json(value: Mapping[str, Any]) -> None:
    """A result as data, to stdout."""
    from yicun.report import json

    typer.echo(json.text(value), nl=False)
