"""The columns that a rulebook adds, as a document shows them."""

from collections.abc import Callable, Sequence

import pandas as pd

from yicun.model.fields import Field, Kind
from yicun.model.masks import mask_text
from yicun.report.dates import written
from yicun.report.table import Column

_WIDTH = 10.5
_WIDTHS = {Kind.DATE: 14.3}  # 2020年12月31日


def own_columns(fields: Sequence[Field]) -> tuple[Column, ...]:
    """A column of a document for each of the fields."""
    return tuple(
        Column(
            field.label, _WIDTHS.get(field.kind, _WIDTH), "text" if field.kind is Kind.TEXT else "centred", field.name
        )
        for field in fields
    )


def own_texts(candidates: pd.DataFrame, fields: Sequence[Field], *, internal: bool) -> pd.DataFrame:
    """What candidates have in the fields, as text, blank where nothing is known; outside 内部审核版 masked."""
    mask: Callable[[str], str] = str if internal else mask_text
    texts = {field.name: [mask(text) for text in _texts(candidates, field)] for field in fields}
    return pd.DataFrame(texts, index=candidates.index, dtype="object")


def _texts(candidates: pd.DataFrame, field: Field) -> list[str]:
    cells = candidates[field.name]
    if field.kind is Kind.DATE:
        lasts = candidates[f"{field.name}_last"]
        return [_days(first, last) for first, last in zip(cells.tolist(), lasts.tolist(), strict=True)]
    return ["" if missing else str(cell) for cell, missing in zip(cells.tolist(), cells.isna().tolist(), strict=True)]


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A day, or the month it lies in; "" where nothing is known."""
    if pd.isna(first):
        return ""
    return written(first) if first == last else f"{first.year}年{first.month}月"
