"""Lists of any size to lay out, for tests of the documents: made people in made villages."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from builders import make_roster, numbered_person
from yicun.model.findings import Findings
from yicun.model.results import Basis, LeftOut, Nominations, Result
from yicun.model.verdicts import RulebookId, Verdict

AS_OF = date(2020, 5, 7)
LINE_COLUMNS = [
    "station", "township", "village", "name", "sex", "born", "born_last", "political", "education", "category",
    "category_text", "id_number", "phone", "remark",
]  # fmt: skip
_RULEBOOK = RulebookId(
    "nanan-2020",
    "关于开展“一村一警务助理”工作的指导意见",
    "闽公综〔2019〕294号",
    "福建省公安厅",
    "c0ffee" * 10 + "abcd",
)
BASIS = Basis("yicun 0.1.0", AS_OF, "南安市", "南安市公安局户政管理大队", date(2020, 5, 10), _RULEBOOK)


def made_result(
    count: int,
    *,
    missing: int = 0,
    left_out: int = 0,
    changes: Mapping[int, Mapping[str, object]] | None = None,
    waived: Iterable[int] = (),
    station: str | None = None,
) -> Result:
    """A result with a list of `count` lines, some `changes` to them by position, and what is not on it."""
    parts = [n * 5 // (count + missing) for n in range(count + missing)]
    villages = [
        {"township": f"示例{part}镇", "village": f"示例{n}村", "station": f"示例{part}派出所"}
        for n, part in enumerate(parts)
    ]
    people = [_person(n, villages[n]) | dict((changes or {}).get(n, {})) for n in range(count)]
    people += [_person(count + n, villages[count]) | {"name": f"落选{n}", "vetting": "有"} for n in range(left_out)]
    roster = make_roster(people, villages)
    rows = pd.RangeIndex(len(villages), len(villages) + count)
    lines = roster.candidates.loc[rows, LINE_COLUMNS].copy()
    lines["waived"] = [n in set(waived) for n in range(count)]
    lines["overruled"] = False
    where = tuple(str(villages[-1][name]) for name in ("station", "township", "village"))
    reason = "不符合：三（一）不得选聘1（本人受过刑事处罚的）"
    others = tuple(
        LeftOut(len(villages) + count + n, *where, f"落选{n}", Verdict.INELIGIBLE, reason) for n in range(left_out)
    )
    gone = tuple((v["station"], v["township"], v["village"], "人选待核") for v in villages[count:])
    title = (station or "全市") + "“一村一警务助理”推选名单"
    unreadable = int(lines["id_number"].isna().sum())
    listed = Nominations(title, station, lines, others, count + missing, count, missing, gone, unreadable)
    return Result(BASIS, roster, Findings(), nominations=listed)


def _person(number: int, village: Mapping[str, object]) -> dict[str, object]:
    born = date(1960 + number % 35, 1 + number % 12, 1 + number % 28)
    return {**numbered_person(number, born), **village, "remark": None}
