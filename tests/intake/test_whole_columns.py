"""A column damaged all the way down is one finding at its head."""

from raw_tables import AS_OF, check, found, raw_table
from yicun.intake.load.checking import check_tables
from yicun.intake.load.whole_columns import FEWEST_CELLS
from yicun.model.fields import TableKind

DAMAGED = 3.50583197503019e17


def people(count: int, **row: object) -> list[dict[str, object]]:
    return [dict(row) for _ in range(count)]


def test_ten_damaged_ids_are_one_finding_that_names_its_cells() -> None:
    checked = check(*people(FEWEST_CELLS, id_number=DAMAGED), {"id_number": None})
    whole, blank = found(checked)
    assert (whole.code, whole.count, str(whole.place)) == ("YC202", 10, "报送/省新所.xlsx!推选名单!J列")
    assert [place.cell for place in whole.related] == [f"J{row}" for row in range(2, 12)]
    assert "整列 10 处都是如此" in whole.message
    assert (blank.code, blank.place.cell) == ("YC201", "J12")
    assert checked.unreadable["id_number"] == set(range(10))


def test_nine_are_nine() -> None:
    findings = found(check(*people(FEWEST_CELLS - 1, id_number=DAMAGED)))
    assert [finding.count for finding in findings] == [1] * 9


def test_one_good_cell_among_them_keeps_them_apart() -> None:
    findings = found(check({}, *people(FEWEST_CELLS, id_number=DAMAGED)))
    assert [finding.place.cell for finding in findings] == [f"J{row}" for row in range(3, 13)]


def test_a_required_column_that_is_blank_all_the_way_down_is_said_once() -> None:
    (finding,) = found(check(*people(12, vetting=None)))
    assert (finding.code, finding.count, finding.place.cell) == ("YC201", 12, None)
    assert len(found(check({}, *people(12, vetting=None)))) == 12


def test_a_note_on_every_cell_keeps_the_fix_of_each() -> None:
    days = [f"1975.3.{day}" for day in range(1, 12)]
    checked = check(*({"birth_date": day} for day in days), without=["id_number"])
    (note,) = found(checked)
    assert (note.code, note.count, note.value) == ("YC292", 11, "1975.3.1")
    assert [fix.text for fix in note.fixes if fix is not None] == [f"1975-03-{day:02}" for day in range(1, 12)]
    assert all(fix is not None and fix.safe for fix in note.fixes)


def test_warnings_and_faults_of_rows_stay_at_their_cells() -> None:
    findings = found(check(*people(12, education="大学", sex="女")))
    assert {(finding.code, finding.count) for finding in findings} == {("YC217", 1), ("YC301", 1)}


def test_what_an_absent_column_leaves_unsaid_is_said_once_a_table() -> None:
    rows = people(3)
    tables = [raw_table(rows, without=["applied_on"], path=path) for path in ("a.xlsx", "b.xlsx")]
    findings = found(check_tables([*tables, raw_table([{"applied_on": None}])], [], AS_OF))
    assert [(finding.code, str(finding.place), finding.count) for finding in findings] == [
        ("YC305", "a.xlsx!推选名单", 3),
        ("YC305", "b.xlsx!推选名单", 3),
        ("YC305", "报送/省新所.xlsx!推选名单!R2", 1),
    ]


def test_each_table_of_a_batch_is_judged_by_itself() -> None:
    bad = raw_table(people(10, id_number=DAMAGED), path="a.xlsx")
    mixed = raw_table([*people(3, id_number=DAMAGED), {}], path="b.xlsx")
    checked = check_tables([mixed, bad], [], AS_OF)
    assert [finding.count for finding in found(checked)] == [1, 1, 1, 10]
    assert len(checked.frames[TableKind.CANDIDATES]) == 14
