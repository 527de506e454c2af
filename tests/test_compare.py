"""What changed is told by person and village, wherever the rows went."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import make_roster

from yicun.compare import compare
from yicun.model.fields import CANDIDATE_FIELDS
from yicun.model.results import Change
from yicun.model.roster import Roster

Row = Mapping[str, object]

YUANNEI: Row = {}
BOGU: Row = {"village": "檗谷村", "village_code": "350583106202"}
KANGMEI: Row = {"township": "康美镇", "station": "康美派出所", "village_code": "350583107201"}
VILLAGES = (YUANNEI, BOGU, KANGMEI)
SECOND: Row = {"name": "示例乙", "id_number": "350583198001019973", "phone": "13800000001"}
THIRD: Row = {"name": "示例丙", "id_number": "350583198002029987", "phone": "13800000002"}


def roster(*people: Row) -> Roster:
    return make_roster(people, VILLAGES)


def changes_of(old: Roster, new: Roster) -> tuple[Change, ...]:
    """What differs where both are the whole of what a station sends."""
    return compare(old, new, partial=False).changes


def told(changes: Sequence[Change]) -> list[tuple[str, ...]]:
    return [(change.kind, change.what, change.township + change.village, change.name) for change in changes]


def test_the_same_submission_in_another_order_changed_nothing():
    assert changes_of(roster({}, {**BOGU, **SECOND}), roster({**BOGU, **SECOND}, {})) == ()


def test_people_and_villages_that_came_and_went():
    changes = changes_of(roster({}, {**SECOND}, {**BOGU, **THIRD}), roster({}, {**KANGMEI, **THIRD}))
    assert told(changes) == [
        ("removed", "person", "省新镇园内村", "示例乙"),
        ("removed", "village", "省新镇檗谷村", ""),
        ("removed", "person", "省新镇檗谷村", "示例丙"),
        ("added", "village", "康美镇园内村", ""),
        ("added", "person", "康美镇园内村", "示例丙"),
    ]
    assert [str(change.place) for change in changes[:1]] == ["报送/省新所.xlsx!推选名单!D3"]


def test_namesakes_of_two_villages_are_two_people():
    changes = changes_of(roster({"id_number": None}), roster({**KANGMEI, "id_number": None}))
    assert [change.kind for change in changes if change.what == "person"] == ["removed", "added"]


def test_a_changed_cell_is_told_with_both_texts_and_its_place():
    (change,) = changes_of(roster({}), roster({"education": "大专"}))
    assert (change.kind, change.field, change.before, change.after) == ("changed", "education", "高中", "大专")
    assert change.place is not None
    assert change.place.cell == "H2"


def test_a_cell_filled_in_had_nothing_before():
    (change,) = changes_of(roster({"choice": None}), roster({"choice": "拟推选"}))
    assert (change.before, change.after) == (None, "拟推选")


def test_a_corrected_id_is_a_change_and_shows_no_number():
    (change,) = changes_of(roster({}), roster({"id_number": SECOND["id_number"]}))
    assert change.field == "id_number"
    assert (change.before, change.after) == ("350583" + "*" * 10 + "94", "350583" + "*" * 10 + "73")
    (change,) = changes_of(roster({"id_number": None}), roster({}))
    assert (change.field, change.before) == ("id_number", None)


def test_a_corrected_name_under_the_same_id_is_a_change():
    (change,) = changes_of(roster({}), roster({"name": "示例假"}))
    assert (change.field, change.before, change.after, change.name) == ("name", "示例甲", "示例假", "示例假")


def test_phones_are_masked():
    (change,) = changes_of(roster({}), roster({"phone": "13800000009"}))
    assert (change.before, change.after) == ("138******00", "138******09")


def test_dates_are_told_as_precisely_as_they_were_given():
    month = (date(1975, 3, 1), date(1975, 3, 31))
    (change,) = changes_of(roster({"birth_date": month}), roster({"birth_date": date(1975, 3, 1)}))
    assert (change.before, change.after) == ("1975-03", "1975-03-01")


def test_what_the_vetting_found_is_never_told():
    settled: Row = {
        "vetting": "有",
        "inspection": "不合格",
        "fit": "否",
        "discipline": "警告",
        "vetted_on": date(2020, 1, 2),
    }
    changes = changes_of(roster({}), roster(settled))
    assert [change.field for change in changes] == ["fit", "vetting", "vetted_on", "inspection", "discipline"]
    assert {(change.before, change.after) for change in changes} == {(None, None)}


def test_a_prefilled_row_names_nobody():
    nobody: Row = {**BOGU, "name": None, "id_number": None}
    assert changes_of(roster({}), roster({}, nobody)) == ()
    assert [change.what for change in changes_of(roster(nobody), roster({**BOGU}))] == ["village", "person"]


def test_stations_come_in_the_order_of_the_register():
    changes = changes_of(roster(), roster({**KANGMEI, **SECOND}, {**BOGU, **THIRD}, {}))
    assert [change.village + change.township for change in changes if change.what == "village"] == [
        "园内村省新镇", "檗谷村省新镇", "园内村康美镇",
    ]  # fmt: skip


PEOPLE = st.lists(
    st.builds(
        lambda person, village, education: {**person, **village, "education": education},
        st.sampled_from([{}, SECOND, THIRD, {"id_number": None}]),
        st.sampled_from([YUANNEI, BOGU, KANGMEI]),
        st.sampled_from(["高中", "初中"]),
    ),
    max_size=5,
)


@settings(deadline=None, max_examples=10)
@given(PEOPLE, PEOPLE)
def test_the_way_back_undoes_the_way_there(old: list[Row], new: list[Row]):
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}

    def facts(changes: Sequence[Change]) -> list[tuple[str, ...]]:
        return [tuple(map(str, (c.kind, c.what, c.township, c.village, c.field, c.before, c.after))) for c in changes]

    there, back = facts(changes_of(roster(*old), roster(*new))), facts(changes_of(roster(*new), roster(*old)))
    undone = [(opposite[kind], *who, after, before) for kind, *who, before, after in back]
    assert sorted(there) == sorted(undone)


@pytest.mark.parametrize("partial", [False, True, None])
def test_what_is_blank_in_both_did_not_change(partial: bool | None) -> None:
    nothing: Row = {field.name: None for field in CANDIDATE_FIELDS if field.name not in {"village", "name", "township"}}
    assert compare(roster(nothing), roster(nothing), partial=partial).changes == ()


@settings(deadline=None, max_examples=20)
@given(st.data())
def test_no_change_goes_from_blank_to_blank(data: st.DataObject) -> None:
    names = [field.name for field in CANDIDATE_FIELDS if field.name not in {"village", "name", "township", "id_number"}]
    emptied = [dict.fromkeys(data.draw(st.lists(st.sampled_from(names), max_size=5))) for _ in range(2)]
    for change in changes_of(roster(emptied[0]), roster(emptied[1])):
        assert change.field is not None
        assert (change.field in emptied[0]) != (change.field in emptied[1])
