"""The list of any number of lines through yicun's own writer, without an area behind it.

`our_list.py LINES OUT.xlsx`
"""

import sys
from datetime import date
from pathlib import Path

import pandas as pd

from yicun.model.fields import TableKind
from yicun.model.findings import Findings, Places, TablePlace
from yicun.model.results import Basis, Nominations, Result
from yicun.model.roster import Roster
from yicun.report.nominations import workbook

_TEXTS = {
    "station": "东安派出所", "township": "东安镇", "village": "鹤南村", "name": "示例甲", "sex": "男",
    "political": "群众", "education": "高中", "category": "治保主任", "id_number": "35058319900101997X",
    "phone": "13800000000", "remark": None, "category_text": None,
}  # fmt: skip


def main() -> None:
    """Lay out and write it."""
    lines, path = int(sys.argv[1]), Path(sys.argv[2])
    frame = pd.DataFrame({name: pd.Series([text] * lines, dtype="str") for name, text in _TEXTS.items()})
    frame["born"] = frame["born_last"] = pd.Timestamp("1990-01-01").as_unit("s")
    frame["waived"] = frame["overruled"] = False
    listed = Nominations("全市“一村一警务助理”推选名单", None, frame, (), lines, lines, 0, ())
    day = date(2020, 5, 7)
    table = TablePlace("报送/东安所.xlsx", "推选名单", TableKind.CANDIDATES, 1, lines, {})
    places = Places((table,), [0] * lines, list(range(2, lines + 2)))
    roster = Roster((), places, pd.DataFrame(), frame)
    result = Result(Basis("yicun", day, "示例市", "户政管理大队", day), roster, Findings(), nominations=listed)
    path.write_bytes(workbook(result, internal=False))


if __name__ == "__main__":
    main()
