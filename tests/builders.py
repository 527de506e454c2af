"""The clean person and village that every test starts from, and typed rosters of them for the rooms behind intake."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd
from stdnum.cn import ric

from yicun.model.fields import FIELDS, Field, Kind, TableKind
from yicun.model.findings import Places, TablePlace, column_letters
from yicun.model.roster import Roster, SourceFile

VILLAGE = {
    "village_code": "350583106201", "township": "省新镇", "village": "园内村", "unit_type": "行政村",
    "station": "省新派出所", "auxiliary": "无", "auxiliary_kind": "无",
}  # fmt: skip
PERSON = {
    "station": "省新派出所", "township": "省新镇", "village": "园内村", "name": "示例甲", "sex": "男",
    "birth_date": date(1975, 3, 1), "political": "群众", "education": "高中", "category": "治保主任",
    "id_number": "350583197503019994", "phone": "13800000000", "resident": "是", "fit": "是", "vetting": "无",
    "vetted_on": date(2020, 5, 6), "inspection": "合格", "discipline": "无", "applied_on": date(2020, 4, 27),
    "recommended_on": date(2020, 4, 29), "inspected_on": date(2020, 5, 6),
}  # fmt: skip


def sample_id(born: str = "19750301", sequence: str = "999", region: str = "350583") -> str:
    """A whole ID of nobody, whose check digit is right: sequence codes 996–999 belong to people over a hundred."""
    digits = f"{region}{born}{sequence}"
    return digits + ric.calc_check_digit(digits + "0")


def numbered_person(number: int, born: date = date(1975, 3, 1)) -> dict[str, object]:
    """The clean person as somebody else: another name, ID and phone, no two of the first 80 alike."""
    own_id = sample_id(f"{born:%Y%m%d}", str(996 + number % 4), f"3505{80 + (3 + number // 4) % 20}")
    sex = "男" if int(own_id[16]) % 2 else "女"
    name = "示例" + "甲乙丙丁戊己庚辛壬癸"[number % 10]
    return {**PERSON, "name": name, "sex": sex, "birth_date": born, "id_number": own_id, "phone": f"138{number:08d}"}


def make_roster(
    people: Iterable[Mapping[str, object]] = (),
    villages: Iterable[Mapping[str, object]] | None = None,
    conflicts: Mapping[str, frozenset[int]] | None = None,
    unreadable: Mapping[str, frozenset[int]] | None = None,
) -> Roster:
    """A roster of the stated clean village and people, each changed by what the mapping says (None: not known).

    A date is a `date`, or a pair of dates for a month; `village_row` is found by (township, village).
    The register's rows have the row ids 0…, the people follow.
    """
    register = [{**VILLAGE, **row} for row in (villages if villages is not None else [{}])]
    persons = [{**PERSON, **row} for row in people]
    village_frame = _frame(TableKind.VILLAGES, register, 0)
    village_frame["stem"] = village_frame["village"].astype("str").str.replace("(村|社区)$", "", regex=True)
    candidate_frame = _frame(TableKind.CANDIDATES, persons, len(register))
    keys = {(row["township"], row["village"]): row_id for row_id, row in enumerate(register)}
    candidate_frame["village_row"] = pd.array(
        [keys.get((row["township"], row["village"]), -1) for row in persons], dtype="int64"
    )
    candidate_frame["category_text"] = pd.array([row.get("category_text") for row in persons], dtype="str")
    candidate_frame["born"], candidate_frame["born_last"] = (
        candidate_frame["birth_date"],
        candidate_frame["birth_date_last"],
    )
    tables = tuple(
        TablePlace(path, sheet, kind, 1, len(rows), {f.name: column_letters(n) for n, f in enumerate(FIELDS[kind], 1)})
        for path, sheet, kind, rows in (
            ("底册.xlsx", "底册", TableKind.VILLAGES, register),
            ("报送/省新所.xlsx", "推选名单", TableKind.CANDIDATES, persons),
        )
    )
    places = Places(
        tables,
        [0] * len(register) + [1] * len(persons),
        [n + 2 for n in range(len(register))] + [n + 2 for n in range(len(persons))],
    )
    stations = tuple(dict.fromkeys(str(row["station"]) for row in persons))
    files = (
        SourceFile("底册.xlsx", "0" * 64, tables[:1]),
        *((SourceFile("报送/省新所.xlsx", "1" * 64, tables[1:], stations),) if persons else ()),
    )
    return Roster(files, places, village_frame, candidate_frame, conflicts or {}, unreadable or {})


def _frame(kind: TableKind, rows: list[dict[str, object]], first_row: int) -> pd.DataFrame:
    columns: dict[str, object] = {}
    for field in FIELDS[kind]:
        cells = [row.get(field.name) for row in rows]
        if field.kind is Kind.DATE:
            pairs = [cell if isinstance(cell, tuple) else (cell, cell) for cell in cells]
            columns[field.name] = _days(first for first, _ in pairs)
            columns[f"{field.name}_last"] = _days(last for _, last in pairs)
        else:
            columns[field.name] = _column(field, cells)
    return pd.DataFrame(columns, index=pd.RangeIndex(first_row, first_row + len(rows)))


def _days(days: Iterable[date | None]) -> pd.arrays.DatetimeArray:
    return pd.array([None if day is None else day.isoformat() for day in days], dtype="datetime64[s]")


def _column(field: Field, cells: list[object]) -> object:
    if field.kind is Kind.WHOLE_NUMBER:
        return pd.array(cells, dtype="Int64")
    if field.choices is not None or field.kind in {Kind.STATION, Kind.TOWNSHIP, Kind.VILLAGE}:
        return pd.Categorical(cells)
    return pd.array(cells, dtype="str")
