"""Which villages of the register rosters name without anybody for them."""

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from yicun.register.spelling import split_villages, township_forms


def named_without_people(pairs: Iterable[tuple[str, str]], register: pd.DataFrame) -> frozenset[int]:
    """Row ids of the villages that pairs of township ("" if none) and village name; what fits two fits none."""
    asked = list(dict.fromkeys(pairs))
    if not asked or register.empty:
        return frozenset()
    by_stem: dict[str, list[int]] = defaultdict(list)
    for row, stem in zip(register.index.tolist(), register["stem"].tolist(), strict=True):
        by_stem[stem].append(row)
    stems, _ = split_villages(village for _, village in asked)
    townships = register["township"].astype("object")
    found = set()
    for (township, _), stem in zip(asked, stems, strict=True):
        rows = by_stem.get(stem, [])
        if len(rows) > 1 and township:
            forms = set(township_forms(township))
            rows = [row for row in rows if forms.intersection(township_forms(str(townships[row])))]
        found.update(rows if len(rows) == 1 else [])
    return frozenset(found)
