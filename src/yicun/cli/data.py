"""Commands for other programs: export-data."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from yicun.cli import options
from yicun.cli.check import exit_code
from yicun.cli.judge import stop_unless_judged, warn_unchecked


class DataFormat(StrEnum):
    """Kinds of file for other programs."""

    CSV = "csv"
    PARQUET = "parquet"


def export_data(
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="写到哪个文件夹")],
    form: Annotated[DataFormat, typer.Option("--format", help="写成哪一种文件")] = DataFormat.CSV,
    deadline: options.Deadline = None,
    password_file: options.PasswordFile = None,
    processes: options.Processes = None,
    force: options.Force = False,
    workspace: options.InWorkspace = None,
    as_of: options.AsOf = None,
    rulebook: options.Rules = "",
    quiet: options.Quiet = False,
) -> None:
    """写出整理好的人选表和村表，供其他程序使用。内部资料：含完整号码。

    例：yicun export-data -o 数据 --format parquet
    """
    with options.prepared(
        workspace=workspace, as_of=as_of, rulebook=rulebook, deadline=deadline, password_file=password_file,
        processes=processes, quiet=quiet,
    ) as run:  # fmt: skip
        from yicun import outbox, pipeline

        result = pipeline.coverage(run)
        stop_unless_judged(result)
        options.tell_written(outbox.write_data(run, result, output, form.value, force=force), options.Format.TEXT)
    warn_unchecked(result, quiet=quiet)
    raise typer.Exit(2 if exit_code(result) == 2 else 0)
