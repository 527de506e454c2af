"""frictionless with a schema: a table resource for each workbook, every error of every row."""

import os

from frictionless import Checklist, Dialect, Resource, Schema, fields, system
from openpyxl import load_workbook
from rows import CHOICES, DATES, ID_NUMBER, PHONE, REQUIRED, files, tell


def schema(columns: list[str]) -> Schema:
    """The checks that fit into a schema: required, listed, patterned, unique, dates that are dates."""
    described = []
    for name in columns:
        constraints: dict[str, object] = {"required": True} if name in REQUIRED else {}
        if name in CHOICES:
            constraints["enum"] = list(CHOICES[name])
        if name == "公民身份号码":
            constraints |= {"pattern": ID_NUMBER, "unique": True}
        if name == "联系电话":
            constraints["pattern"] = PHONE
        kind = fields.DateField if name in DATES else fields.StringField if name in CHOICES else fields.AnyField
        if name in {"公民身份号码", "联系电话"}:
            kind = fields.StringField
        described.append(kind(name=name, constraints=constraints))
    return Schema(fields=described)


def main() -> None:
    """Validate file by file; the limit of a thousand errors is lifted."""
    folder, rosters = files()
    os.chdir(folder)
    found = []
    checks = Checklist(skip_errors=["missing-cell"])  # a row may end before its last, empty cells
    with system.use_context(trusted=True):
        for roster in rosters:
            path = roster.relative_to(folder).as_posix()
            first = next(load_workbook(roster, read_only=True).active.iter_rows(values_only=True))
            described = schema([str(name) for name in first if name])
            resource = Resource(path=path, schema=described, dialect=Dialect(header_rows=[1]))  # its guess fails
            report = resource.validate(checks, limit_errors=1_000_000)
            found += [(path, row) for (row,) in report.flatten(["rowNumber"]) if row]
    tell(found)


if __name__ == "__main__":
    main()
