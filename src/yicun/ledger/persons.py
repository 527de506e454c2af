"""Which rows are about one person: the same ID, else the same name in the same village."""

import numpy as np
import pandas as pd

from yicun.ledger.facts import Ints

_BIRTHS = ("birth_date", "born")


def village_keys(candidates: pd.DataFrame) -> Ints:
    """One number a village, by the register where it is in there, else by the names as written; -1 where none is."""
    row = candidates["village_row"].to_numpy()
    written = candidates.groupby(["township", "village"], sort=False, observed=True, dropna=False).ngroup().to_numpy()
    return np.where(row >= 0, row, np.where(candidates["village"].notna(), -2 - written, -1)).astype(np.int64)


def groups(candidates: pd.DataFrame, file: Ints) -> Ints:
    """For each row the position of the first row about the same person in the same village; `file` runs beside them.

    Without the same ID it is the same name, where no file holds that name twice in the village: those are namesakes,
    unless phone and birth are the same too, for then an ID was corrected beside the wrong one. One ID with two names is
    for YC403 to say, and no group.
    """
    first = np.arange(len(candidates))
    village = village_keys(candidates)
    codes = {field: pd.factorize(candidates[field])[0] for field in ("id_number", "name")}
    frame = pd.DataFrame({"village": village, **codes, "file": file})[village != -1]
    identified, named = (_repeated(frame[frame[field] >= 0], ["village", field]) for field in codes)
    if identified.empty and named.empty:
        return first
    names = identified["name"].where(identified["name"] >= 0)
    one_name = names.groupby([identified["village"], identified["id_number"]]).transform("nunique") <= 1
    often = named.duplicated(["village", "name", "file"], keep=False)
    namesakes = often.groupby([named["village"], named["name"]]).transform("any")
    corrected = [(_alike(candidates, frame, birth), ["village", "name", "phone", birth]) for birth in _BIRTHS]
    links = ((identified[one_name], ["village", "id_number"]), (named[~namesakes], ["village", "name"]), *corrected)
    for rows, keys in links * 2:  # who is linked through a third is found the second time
        at = rows.index.to_numpy()
        first[at] = rows.assign(first=first[at]).groupby(keys, sort=False)["first"].transform("min").to_numpy()
    return first


def _alike(candidates: pd.DataFrame, frame: pd.DataFrame, birth: str) -> pd.DataFrame:
    """Rows of one village that share name, phone and birth, the last to the day or to the month as it is written."""
    rows = frame[(frame["name"] >= 0) & candidates["phone"].notna().to_numpy()[frame.index]]
    rows = _repeated(rows, ["village", "name"])
    described = candidates.iloc[rows.index]
    phone = pd.factorize(described["phone"])[0]
    ends = described[[birth, f"{birth}_last"]].groupby([birth, f"{birth}_last"]).ngroup().to_numpy()
    return _repeated(rows.assign(phone=phone, **{birth: ends})[ends >= 0], ["village", "name", "phone", birth])


def _repeated(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return frame[frame.duplicated(keys, keep=False)]
