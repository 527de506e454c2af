"""The law of layout: what stands around, between and beside the rows, and the order of columns, change places only."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sheets import HEADER, REGISTER, columns, person, read, sheet, unit

ABOVE = [
    (),
    ("附件",),
    ("全市“一村一警务助理”推选名单",),
    ("填报单位（盖章）：省新派出所", None, None, "填报时间：2020年5月6日"),
    (None, None, "（内部资料）"),
]
BETWEEN = [
    (),
    (None, "", " "),
    ("小计", None, None, "3个村"),
    ("注：以上人员均已公示。",),
    ("审核人：", None, "填表人："),
]
NUMBERS = tuple(f"（{number}）" for number in range(1, 14))


def rows_and_cells(rows):
    tables, _ = read(sheet(*rows))
    (table,) = tables
    return columns(table), [rows[number - 1] for number in table.rows], rows[table.header_row - 1]


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        ((HEADER, [person(number) for number in range(1, 7)]), (REGISTER, [unit(number) for number in range(1, 5)]))
    ),
    st.lists(st.sampled_from(ABOVE), max_size=6),
    st.data(),
)
def test_what_stands_around_and_in_between_changes_places_only(table, above, data):
    header, people = table
    between = st.lists(st.sampled_from(BETWEEN), max_size=3)
    rows = [*above, header, *data.draw(st.sampled_from(([], [NUMBERS[: len(header)]], [header])))]
    for one in people:
        rows += [*data.draw(between), one]
    rows += data.draw(between)
    cells, held, found = rows_and_cells(rows)
    assert cells == rows_and_cells([header, *people])[0]
    assert held == people
    assert found == header


@settings(deadline=None, max_examples=60)
@given(st.permutations(range(len(HEADER) + 3)), st.sets(st.integers(1, 6), min_size=1))
def test_the_order_of_columns_and_blank_ones_between_change_letters_only(order, numbers):
    people = [person(number) for number in sorted(numbers)]
    wide = [(*one, None, None, None) for one in (HEADER, *people)]
    cells, held, _ = rows_and_cells([tuple(one[at] for at in order) for one in wide])
    assert cells == rows_and_cells([HEADER, *people])[0]
    assert len(held) == len(people)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.none() | st.text(max_size=8) | st.floats() | st.sampled_from(HEADER + REGISTER), max_size=8),
        max_size=12,
    )
)
def test_no_sheet_is_too_odd_to_read(rows):
    tables, findings = read(sheet(*rows))
    for table in tables:
        assert all(len(column) == len(table.rows) for column in columns(table).values())
        assert set(table.rows) <= set(range(1, len(rows) + 1))
    assert all(finding.message for finding in findings)
