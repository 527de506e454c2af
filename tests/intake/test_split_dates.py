"""A date written in columns for year and month, as many forms have it, is one date."""

import pytest
from tests.sheets import HEADER, codes, columns, person, read, sheet

OWN = person(1)
AT = HEADER.index("姓名") + 1


def table(above: tuple[str | None, ...], below: tuple[str, ...], *cells: tuple[object, ...]):
    """A roster with further columns behind the name: their group (None: none) and header, and a row of cells each."""
    under = len(below)
    first = (*HEADER[:AT], *above, *HEADER[AT:]) if above else (*HEADER[:AT], *below, *HEADER[AT:])
    rows = [first]
    merges = []
    if above:
        rows.append((*[None] * AT, *below, *[None] * (len(HEADER) - AT)))
        merges = [(1, at, 2, at) for at in range(1, len(HEADER) + under + 1) if not AT < at <= AT + under]
        merges.append((1, AT + 1, 1, AT + under))
    rows += [(*OWN[:AT], *given, *OWN[AT:]) for given in cells]
    return read(sheet(*rows, merges=merges))


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("出生年月", None), ("年", "月")), (("出生", None), ("年", "月")), (("出生日期", None), ("年份", "月份")),
        ((), ("出生年", "出生月")), ((), ("出生年份", "出生月份")), ((), ("出生年", "月")),
        ((), ("出生年月年", "出生年月月")),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("year", "month", "read_as"),
    [(1975.0, 6.0, "1975-06"), ("1975", "06", "1975-06"), ("1975年", "6月", "1975-06"), ("75", "6", "75年6月"),
     (1975.0, None, "1975年"), (None, 6.0, "6月"), (None, None, None), ("不详", None, "不详年")],
)  # fmt: skip
def test_year_and_month(above, below, year, month, read_as):
    (found,), findings = table(above, below, (year, month), (1980.0, 11.0))
    assert columns(found)["birth_date"] == [read_as, "1980-11"]
    assert not {"YC104", "YC106"} & set(codes(findings))
    assert [spot.column for spot in found.spots["birth_date"]] == ["F", "F"]


def test_year_month_and_day_of_a_step():
    (found,), _ = table(("自荐时间", None, None), ("年", "月", "日"), (2020.0, 4.0, 5.0), (2020.0, 4.0, None))
    assert columns(found)["applied_on"] == ["2020-04-05", "2020-04"]


def test_a_column_of_its_own_goes_before():
    (found,), findings = table((), ("出生年月", "出生年", "出生月"), ("1975-06", 1980.0, 1.0))
    assert columns(found)["birth_date"] == ["1975-06"]
    assert "YC103" not in codes(findings)


@pytest.mark.parametrize("below", [("年", "月"), ("毕业年", "毕业月"), ("出生年", "性别")])
def test_years_of_something_else(below):
    (found,), _ = table((), below, (1975.0, "男"))
    assert "birth_date" not in found.cells
