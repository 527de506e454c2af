"""A date in columns of its own for year, month and day (出生 over 年 and 月; 出生年份, 月份), read as one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from yicun.intake.grid import RawTable
from yicun.intake.headers.header_rows import Header
from yicun.intake.headers.labels import field_of, is_refused, normalised
from yicun.intake.headers.odd_rows import squeezed
from yicun.intake.headers.sheet import Sheet
from yicun.model.fields import BY_NAME, Kind, TableKind
from yicun.model.findings import Spot, column_letters

_UNITS = "年月日"
_PART = re.compile(r"(.*?)([年月日])份?")
_ENDINGS = ("", "年月", "年月日", "日期", "时间")


def split_dates(header: Header, kind: TableKind) -> dict[str, tuple[int, ...]]:
    """Field -> its columns of year, month and maybe day, for fields that no column names on its own."""
    named = set(header.fields(kind).values())
    found: dict[str, tuple[int, ...]] = {}
    for column, parts in header.parts.items():
        stem, unit = _part(parts)
        field = _date_field(stem, kind) if unit == "年" and not is_refused(parts) else None
        if field is None or field in named or field in found:
            continue
        columns = [column]
        for following in _UNITS[1:]:
            stem, unit = _part(header.parts.get(columns[-1] + 1, ()))
            if unit != following or (stem and _date_field(stem, kind) != field):
                break
            columns.append(columns[-1] + 1)
        if len(columns) > 1:
            found[field] = tuple(columns)
    return found


def _part(parts: Sequence[str]) -> tuple[str, str]:
    """What a header says before 年, 月 or 日, and which of them it ends with ("" for none)."""
    part = _PART.fullmatch(normalised("".join(parts)))
    return ("", "") if part is None else (part[1], part[2])


def _date_field(stem: str, kind: TableKind) -> str | None:
    names = (field_of((stem + ending,), kind) for ending in _ENDINGS)
    return next((name for name in names if name is not None and BY_NAME[kind][name].kind is Kind.DATE), None)


def with_split_dates(table: RawTable, sheet: Sheet, header: Header) -> RawTable:
    """The table with each date whose parts stand in columns of their own, in the place of its year."""
    for field, columns in split_dates(header, table.kind).items():
        table = _with(table, sheet, field, columns)
    return table


def _with(table: RawTable, sheet: Sheet, field: str, columns: Sequence[int]) -> RawTable:
    grid = sheet.grid
    parts = grid.cells[table.rows - grid.top][:, list(columns)]
    dates = parts.by_row(lambda cells: _joined(list(map(squeezed, cells))) or None)
    year = column_letters(grid.left + columns[0])
    labels: Mapping[str, str] = {**table.headers, field: BY_NAME[table.kind][field].label}
    return replace(
        table,
        cells={**table.cells, field: dates},
        headers=labels,
        columns={**table.columns, field: year},
        spots={**table.spots, field: [Spot(None, year, whole=False)] * len(table.rows)},
    )


def _joined(texts: Sequence[str]) -> str:
    """1975, 6 -> 1975-06; what is no plain number stays as it was written, with its unit behind."""
    bare = [text.removesuffix(unit) for text, unit in zip(texts, _UNITS, strict=False)]
    while len(bare) > 1 and not bare[-1]:
        bare.pop()
    if len(bare[0]) == 4 and len(bare) > 1 and all(text.isascii() and text.isdecimal() for text in bare):
        return "-".join(text.zfill(2) for text in bare)
    return "".join(text + unit for text, unit in zip(bare, _UNITS, strict=False) if text)
