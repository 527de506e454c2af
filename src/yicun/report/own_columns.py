"""The columns that a rulebook adds, as a document shows them."""

from collections.abc import Callable, Sequence

import pandas as pd

from yicun.model.fields import Field, Kind
from yicun.model.masks import mask_text
from yicun.report.table import Column

_WIDTH = 10.5


def own_columns(fields: Sequence[Field]) -> tuple[Column, ...]:
    """A column of a document for each of the fields."""
    return tuple(
        Column(field.label, _WIDTH, "text" if field.kind is Kind.TEXT else "centred", field.name) for field in fields
    )


def own_texts(candidates: pd.DataFrame, fields: Sequence[Field], *, internal: bool) -> pd.DataFrame:
    """What candidates have in the fields, as text, blank where nothing is known; outside 内部审核版 masked."""
    mask: Callable[[str], str] = str if internal else mask_text
    texts = {field.name: [mask(text) for text in _texts(candidates, field)] for field in fields}
    return pd.DataFrame(texts, index=candidates.index, dtype="object")


def _texts(candidates: pd.DataFrame, field: Field) -> list[str]:
    cells = candidates[field.name]
    if field.kind is Kind.DATE:
        days = cells.dt.strftime("%Y-%m-%d").where(
            cells.eq(candidates[f"{field.name}_last"]), cells.dt.strftime("%Y-%m")
        )
        return [text if isinstance(text, str) else "" for text in days.tolist()]
    return ["" if missing else str(cell) for cell, missing in zip(cells.tolist(), cells.isna().tolist(), strict=True)]
