"""The floor of a cold start: a typer app that does the same and knows nothing."""

from typing import Annotated

import typer

app = typer.Typer(name="app", no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo("app 0.1.0")
        raise typer.Exit


def _codes() -> list[str]:
    return ["YC205", "YC206"]


@app.callback()
def _everything(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    pass


@app.command()
def explain(code: Annotated[str, typer.Argument(autocompletion=_codes)]) -> None:
    """Say what a code means."""
    typer.echo(f"{code} is explained here")


@app.command()
def other() -> None:
    """Make the app one of several commands."""


if __name__ == "__main__":
    app(prog_name="app")
