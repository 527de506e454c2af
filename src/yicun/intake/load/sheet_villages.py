"""One sheet a village, named without 村 (桥头): that village, where the register knows one of the name.

A name that is a township's or station's too says nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import PurePath

from yicun.intake.grid import Cells, RawTable
from yicun.intake.headers.odd_rows import squeezed
from yicun.intake.load.reading import ReadFile
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Place, Spot
from yicun.register.spelling import split_villages, station_forms, township_forms

_DECORATION = re.compile(r"^[(\[]?\d{1,3}[)\]、.,_-]?|[(\[].{0,12}[)\]]$|\d{1,2}人?$")


def with_sheet_villages(files: Sequence[ReadFile]) -> list[ReadFile]:
    """The files with the village of every roster that has none but in the name of its sheet."""
    known = _known(files)
    return [_placed(file, known) if known and file.file.role in {"submission", "any"} else file for file in files]


def _known(files: Sequence[ReadFile]) -> dict[str, str]:
    """Name without 村 -> the one name that the register has for it, else the name without 村 itself."""
    tables = [
        table
        for file in files
        if file.file.role != "submission"
        for table in file.tables
        if table.kind is TableKind.VILLAGES and "village" in table.cells
    ]
    listed = _texts(tables, "village")
    known: dict[str, str] = {}
    for name, stem in zip(listed, split_villages(listed)[0], strict=True):
        known[str(stem)] = str(stem) if str(stem) in known else name
    others = [form for name in _texts(tables, "township") for form in township_forms(name)]
    others += [form for name in _texts(tables, "station") for form in station_forms(name)]
    return {stem: name for stem, name in known.items() if stem not in others}


def _texts(tables: Sequence[RawTable], field: str) -> list[str]:
    """The different texts of a field."""
    given = (table.cells[field].different() for table in tables if field in table.cells)
    return sorted(set(map(squeezed, chain.from_iterable(given))) - {""})


def _placed(file: ReadFile, known: Mapping[str, str]) -> ReadFile:
    tables: list[RawTable] = []
    findings = list(file.findings)
    for table in file.tables:
        village = _named(table, known) if _asks(table) else None
        if village is None:
            tables.append(table)
            continue
        tables.append(_with(table, village))
        findings = [one for one in findings if not _misses_village(one, table.sheet)]
        facts = {"where": "工作表名称", "village": village}
        findings.append(Finding("YC114", Place(table.path, table.sheet), facts))
    return replace(file, tables=tuple(tables), findings=tuple(findings))


def _asks(table: RawTable) -> bool:
    return table.kind is TableKind.CANDIDATES and len(table.rows) > 0 and "village" not in table.cells


def _named(table: RawTable, known: Mapping[str, str]) -> str | None:
    name = squeezed(table.sheet)
    if name == squeezed(PurePath(table.path).stem[: len(table.sheet)]):
        return None  # a text has no sheets, and its file is named after a station
    return known.get(name) or known.get(_DECORATION.sub("", name))


def _with(table: RawTable, village: str) -> RawTable:
    return replace(
        table,
        cells={**table.cells, "village": Cells.of([village] * len(table.rows))},
        spots={**table.spots, "village": [Spot(None, None, whole=False)] * len(table.rows)},
    )


def _misses_village(finding: Finding, sheet: str) -> bool:
    return finding.code == "YC102" and finding.field == "village" and finding.place.sheet == sheet
