"""Plain texts, places, codes and numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from raw_tables import check, found, read, said
from yicun.intake.grid import Cell
from yicun.model.fields import TableKind

VILLAGES = TableKind.VILLAGES


@pytest.mark.parametrize(
    "cell", ["外出务工，6 月返乡", "原为村民小组长", "拟接任治保主任", "妇女主任兼任", "2020年4月起", "村两委 12345678"]
)
def test_an_ordinary_remark_is_kept(cell: str) -> None:
    assert said("remark", cell) == (cell, [])


@pytest.mark.parametrize("field", ["remark", "exception_note"])
@pytest.mark.parametrize(
    "cell",
    [
        "曾参与上 访",
        "信教",
        "患糖尿病",
        "有前科",
        "刑满释放",
        "其妻为村医",
        "身份证350583197503019994",
        "手机138 0000 0000",
        350583197503.0,
    ],
)
def test_what_does_not_belong_there_is_withheld(field: str, cell: Cell) -> None:
    checked = check({field: cell})
    (finding,) = found(checked)
    assert finding.code == "YC223"
    assert checked.frames[TableKind.CANDIDATES][field].isna().all()
    assert all(batch.texts is None or set(batch.texts) == {None} for batch in checked.findings.cells)
    assert finding.value is None


@pytest.mark.parametrize(
    ("field", "cell", "value", "codes"),
    [
        ("village_code", "350583106201", "350583106201", []),
        ("village_code", 350583106201.0, "350583106201", []),
        ("village_code", "3505 8310 6201", "350583106201", ["YC291"]),
        ("village_code", "3505831062", None, ["YC224"]),
        ("village_code", 350583106.0, None, ["YC224"]),
        ("population", 2300.0, 2300, []),
        ("population", "2,300人", 2300, ["YC291"]),
        ("population", "两千三", None, ["YC219"]),
        ("population", -3.0, None, ["YC219"]),
        ("population", 2.5, None, ["YC219"]),
        ("village", "园 内村", "园内村", ["YC291"]),
        ("township", "康美镇\u200b", "康美镇", ["YC291"]),
        ("former_names", "示村", "示村", []),
    ],
)
def test_cells_of_the_register(field: str, cell: Cell, value: object, codes: list[str]) -> None:
    assert said(field, cell, VILLAGES) == (value, codes)


@pytest.mark.parametrize("field", ["station", "township", "village"])
def test_a_personal_number_in_a_place_is_not_kept(field: str) -> None:
    value, _ = said(field, "示例村13800000000")
    assert value == "示例村138******00"


def test_rare_characters_in_places_are_left_alone() -> None:
    names = ["墘头村", "垵\ufa11村", "\u2f00村"]
    assert read("village", names) == [(name, []) for name in names]


@given(st.lists(st.text(max_size=12), max_size=30), st.sampled_from(["village", "officer", "remark", "population"]))
@settings(deadline=None, max_examples=50)
def test_what_is_kept_would_be_kept_again(cells: list[str], field: str) -> None:
    kept = [value for value, _ in read(field, cells, VILLAGES) if value is not None]
    again = [value for value, _ in read(field, [str(value) for value in kept], VILLAGES)]
    assert again == kept
