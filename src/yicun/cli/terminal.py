"""What is said at the terminal: every line without a personal number in it."""

from collections.abc import Mapping
from typing import Any

import typer

from yicun.model.masks import mask_text


def echo(text: str, *, error: bool = False) -> None:
    """One text and a line break, to stdout or (`error`) to stderr."""
    typer.echo(mask_text(text), err=error)


def echo_json(value: Mapping[str, Any]) -> None:
    """A result as data, to stdout."""
    from yicun.report import json

    typer.echo(json.text(value), nl=False)
