"""The floor of a city: import what the command cannot avoid, validate one failing row, read the same cells.

`city.py validate|coverage|export-list FOLDER…`
"""

import io
import sys
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import typer
from bare_reading import rows_of
from rich.console import Console
from rich.table import Table


def main() -> None:
    """Do as little as the command could do."""
    command, *folders = sys.argv[1:]
    typer.Typer()
    try:
        pa.DataFrameSchema({"a": pa.Column("int64", pa.Check.ge(1))}).validate(pd.DataFrame({"a": [0]}), lazy=True)
    except pa.errors.SchemaErrors as errors:
        print(len(errors.schema_errors))
    for folder in folders:
        for file in sorted(Path(folder).iterdir()):
            print(rows_of(file))
    if command != "validate":
        import chinese_calendar
        import yaml

        print(chinese_calendar.__name__)
        for rulebook in sorted((Path(__file__).parents[2] / "rules").glob("*0.yaml")):
            print(len(yaml.load(rulebook.read_text("utf-8"), yaml.CSafeLoader)))
    if command == "export-list":
        import xlsxwriter

        with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
            book.add_worksheet().write(0, 0, "a")
    table = Table("a")
    table.add_row("b")
    Console().print(table)


if __name__ == "__main__":
    main()
