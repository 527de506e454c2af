"""What holds for every column: blanks, error values, 同上, merged cells, tables of a batch one after the other."""

import pytest

from raw_tables import AS_OF, check, found, raw_table, read
from yicun.intake.grid import Cell, ErrorCell, NoValue
from yicun.intake.load.checking import check_tables
from yicun.model.fields import CANDIDATE_FIELDS, ROSTER_KINDS, TableKind

PEOPLE = TableKind.CANDIDATES


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "\u3000", "/", "\\", "-", "—", "——", "－－", "、", "nil", " - ", "无", "\u200b"]
)
@pytest.mark.parametrize("field", ["name", "education", "id_number", "phone", "birth_date", "village", "remark", "age"])
def test_marks_for_a_blank_are_blank(field: str, cell: Cell) -> None:
    assert read(field, [cell]) == [(None, [])]


def test_a_blank_where_something_is_required_is_said_once_at_its_cell() -> None:
    required = [field.name for field in CANDIDATE_FIELDS if field.required]
    findings = found(check(dict.fromkeys(required)))
    assert {(finding.code, finding.field) for finding in findings} == {("YC201", name) for name in required}
    assert len(findings) == len(required)
    assert all(finding.place.row == 2 and finding.place.column for finding in findings)


def test_a_column_that_is_not_there_is_not_blank() -> None:
    assert found(check({}, {}, without=["vetting", "phone"])) == []


@pytest.mark.parametrize("field", ["name", "education", "id_number", "phone", "applied_on", "village", "remark", "age"])
@pytest.mark.parametrize(("cell", "code"), [(ErrorCell("#N/A"), "YC220"), (NoValue(), "YC222")])
def test_a_cell_without_a_value_is_one_finding_whatever_the_column(field: str, cell: Cell, code: str) -> None:
    findings = [finding for finding in found(check({field: cell})) if finding.field == field]
    assert [finding.code for finding in findings] == [code]


@pytest.mark.parametrize("mark", ["同上", "〃", '"', "同 上"])
def test_ditto_takes_the_place_above_and_nothing_else(mark: str) -> None:
    rows = [{}, {"village": mark, "station": mark, "township": mark}, {"village": mark, "name": mark}]
    checked = check(*rows)
    codes = [(finding.code, finding.place.cell) for finding in found(checked)]
    assert codes == [("YC295", "A3"), ("YC295", "B3"), ("YC295", "C3"), ("YC295", "C4"), ("YC221", "D4")]
    assert checked.frames[PEOPLE]["village"].tolist() == ["园内村"] * 3
    assert checked.frames[PEOPLE]["name"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("above", [None, "—"])
def test_ditto_under_nothing_is_refused(above: Cell) -> None:
    codes = [(finding.code, finding.place.cell) for finding in found(check({"village": above}, {"village": "同上"}))]
    assert codes == [("YC201", "C2"), ("YC221", "C3")]
    assert [finding.code for finding in found(check({"village": "同上"}))] == ["YC221"]


def test_ditto_under_a_damaged_cell_is_not_a_second_fault() -> None:
    checked = check({"village": ErrorCell("#REF!")}, {"village": "〃"})
    assert [finding.code for finding in found(checked)] == ["YC220"]
    assert checked.unreadable["village"] == {0, 1}


def test_a_merged_cell_fills_its_own_area_only() -> None:
    rows = [{}, {"village": None}, {"village": None}, {"village": "康美村"}]
    checked = check(*rows, merged={"village": [1]})
    assert [(finding.code, finding.place.cell) for finding in found(checked)] == [("YC296", "C3"), ("YC201", "C4")]
    assert checked.frames[PEOPLE]["village"].astype("object").fillna("").tolist() == ["园内村", "园内村", "", "康美村"]


def test_a_blank_merged_cell_is_blank_once() -> None:
    checked = check({"village": None}, {"village": None}, merged={"village": [1]})
    assert [(finding.code, finding.place.cell) for finding in found(checked)] == [("YC201", "C2")]


def test_nothing_is_filled_across_tables() -> None:
    tables = [raw_table([{}], path="a.xlsx"), raw_table([{"village": "同上"}], path="b.xlsx")]
    checked = check_tables(tables, [], AS_OF)
    assert [(finding.code, str(finding.place)) for finding in found(checked)] == [("YC221", "b.xlsx!推选名单!C2")]


def test_tables_of_different_columns_share_a_frame() -> None:
    tables = [
        raw_table([{}, {}], without=["sex", "remark"]),
        raw_table([{"population": 12.0}], TableKind.VILLAGES),
        raw_table([{"remark": "外出务工"}], without=["phone"]),
    ]
    checked = check_tables(tables, [], AS_OF)
    people = checked.frames[PEOPLE]
    assert people.index.tolist() == [0, 1, 3]
    assert people["phone"].fillna("").tolist() == ["13800000000", "13800000000", ""]
    assert people["remark"].fillna("").tolist() == ["", "", "外出务工"]
    assert checked.frames[TableKind.VILLAGES].index.tolist() == [2]
    assert found(checked) == []


def test_a_frame_has_its_types_even_without_a_row() -> None:
    full, empty = check({}).frames, check_tables([], [], AS_OF).frames
    for kind in ROSTER_KINDS:
        assert list(empty[kind].columns) == list(full[kind].columns)
        same = [name for name in full[kind] if str(full[kind][name].dtype) != "category"]
        assert [str(empty[kind][name].dtype) for name in same] == [str(full[kind][name].dtype) for name in same]
