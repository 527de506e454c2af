"""Raw tables as the search for headers hands them on, for tests of the rooms that read their cells."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from builders import PERSON as CLEAN_PERSON
from builders import VILLAGE
from yicun.intake.grid import Cell, Cells, RawTable
from yicun.intake.load.checking import CheckedRows, check_tables
from yicun.intake.parse import parse_tables
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.findings import Finding, column_letters

AS_OF = date(2020, 5, 10)
_NOTHING = ("discipline_on", "decided_on", "decision", "exception_note", "remark", "age")
PERSON: Mapping[str, Cell] = {**CLEAN_PERSON, "birth_date": "1975-03-01", **dict.fromkeys(_NOTHING)}
UNIT: Mapping[str, Cell] = {**VILLAGE, "population": 2300.0, "remark": None}
CLEAN = {TableKind.CANDIDATES: PERSON, TableKind.VILLAGES: UNIT}


def raw_table(
    rows: Sequence[Mapping[str, Cell]],
    kind: TableKind = TableKind.CANDIDATES,
    without: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    **about: object,
) -> RawTable:
    """A table of clean rows, each changed by what its mapping says, under one header in row 1; `without` columns."""
    given = dict.fromkeys(name for row in rows for name in row)
    names = [name for name in (*CLEAN[kind], *given) if name not in without or name in given]
    names = list(dict.fromkeys(names))
    cells = Cells.of_rows([[{**CLEAN[kind], **row}.get(name) for name in names] for row in rows])
    return RawTable(
        str(about.pop("path", "报送/省新所.xlsx")), "推选名单", kind, 1, np.arange(len(rows)) + 2,
        {name: cells[:, number] for number, name in enumerate(names)},
        {name: column_letters(number) for number, name in enumerate(names, 1)},
        {name: BY_NAME[kind][name].label for name in names} | dict(headers or {}),
        **about,
    )  # fmt: skip


def check(*rows: Mapping[str, Cell], **about: object) -> CheckedRows:
    """The rows of one table, parsed and validated on 2020-05-10."""
    return check_tables([raw_table(rows, **about)], [], AS_OF)


def found(checked: CheckedRows) -> list[Finding]:
    """Every finding, in reading order."""
    return checked.findings.all(checked.places)


def read(
    field: str, cells: Sequence[Cell], kind: TableKind = TableKind.CANDIDATES, headers: Mapping[str, str] | None = None
) -> list[tuple[object, list[str]]]:
    """What each cell of a column is read as (None: not known), and the codes found there; rows are not checked."""
    table = raw_table([{field: cell} for cell in cells], kind, tuple(CLEAN[kind]), headers)
    parsed = parse_tables(kind, [table], [0], AS_OF)
    values = parsed.frame[field].astype("object").where(parsed.frame[field].notna(), None).tolist()
    codes: list[list[str]] = [[] for _ in cells]
    for batch in parsed.findings:
        for row in batch.rows:
            codes[row].append(batch.code)
    return list(zip(values, codes, strict=True))


def said(
    field: str, cell: Cell, kind: TableKind = TableKind.CANDIDATES, headers: Mapping[str, str] | None = None
) -> tuple[object, list[str]]:
    """`read` for one cell; a blank one is (None, [])."""
    return read(field, [cell], kind, headers)[0]
