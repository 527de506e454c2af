"""The clean, typed tables of `export-data`, for other programs: everything, so 内部审核版 only."""

import io
from typing import TYPE_CHECKING

import pandas as pd

from yicun.model.masks import mask_text
from yicun.model.results import Result

if TYPE_CHECKING:
    from collections.abc import Callable

_FORMULA = r"^(?=[=+\-@\t\r])"  # what a spreadsheet would run when it opens a .csv
_NUMBERS = frozenset(("id_number", "phone", "village_code"))  # columns that are meant to hold them
_NOT_EXPORTED = ["village_row", "stem"]


def tables(result: Result) -> dict[str, pd.DataFrame]:
    """`candidates`, a row a person with verdict and place; `villages`, a row a unit of the register with its state.

    Columns are the names of fields.md; a date is two columns, the first and the last day that the cell can mean. What
    could not be read is missing. `verdict`, `stage`, `chosen` and `state` are there where `result` holds them.
    """
    people, villages = result.roster.candidates, result.roster.villages
    if result.verdicts is not None:
        people = people.join(result.verdicts.people[["verdict", "rank", "stage", "chosen"]])
    if result.coverage is not None:
        villages = villages.join(result.coverage.villages[["state", "on_time", "reason", "todo"]])
    return {"candidates": _placed(people, result), "villages": _placed(villages, result)}


def _placed(frame: pd.DataFrame, result: Result) -> pd.DataFrame:
    """The rows with the file, sheet and row each came from, kinds of text made plain."""
    places = [result.roster.places.place(int(row)) for row in frame.index]
    source = pd.DataFrame(
        {
            "source_path": pd.array([place.path for place in places], dtype="str"),
            "source_sheet": pd.array([place.sheet for place in places], dtype="str"),
            "source_row": pd.array([place.row for place in places], dtype="Int64"),
        },
        index=frame.index,
    )
    kept = frame.drop(columns=_NOT_EXPORTED, errors="ignore")
    texts = kept.select_dtypes("category").columns
    placed = source.join(kept.astype(dict.fromkeys(texts, "str"))).reset_index(drop=True)
    columns: list[str] = placed.select_dtypes("str").columns.tolist()
    for name in columns:
        if name in _NUMBERS:
            continue
        placed[name] = placed[name].map(mask_text, na_action="ignore").astype("str")
    return placed


def csv(frame: pd.DataFrame) -> bytes:
    """A table as UTF-8 .csv. Text that a spreadsheet would take for a formula is led by an apostrophe."""
    texts: list[str] = frame.select_dtypes("str").columns.tolist()
    safe = frame.assign(**{name: frame[name].str.replace(_FORMULA, "'", regex=True) for name in texts})
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def parquet(frame: pd.DataFrame) -> bytes:
    """A table as .parquet, with its types; a day is a date, not an instant."""
    content = io.BytesIO()
    days: list[str] = frame.select_dtypes("datetime").columns.tolist()
    frame.astype(dict.fromkeys(days, "date32[day][pyarrow]")).to_parquet(content, index=False)
    return content.getvalue()


WRITERS: "dict[str, Callable[[pd.DataFrame], bytes]]" = {"csv": csv, "parquet": parquet}
