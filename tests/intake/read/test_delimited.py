"""CSV and TSV whose quotes do not pair, or stand where other programs put them: nobody is lost, the line is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.intake.read.files import codes, only_grid, opened

from yicun.intake.read.delimited import split

HEADER = ["派出所", "行政村", "姓名", "公民身份号码", "备注"]
PEOPLE = [
    ["省新派出所", f"{village}村", f"示例{name}", f"35058319750301{999 - at}8", "在家"]
    for at, (village, name) in enumerate(zip("园内西埔檀林", "甲乙丙丁戊己", strict=True))
]


def _text(people: list[list[str]], sign: str = ",") -> str:
    return "\n".join(sign.join(row) for row in [HEADER, *people]) + "\n"


def _with(changes: dict[tuple[int, int], str]) -> list[list[str]]:
    return [[changes.get((row, at), cell) for at, cell in enumerate(line)] for row, line in enumerate(PEOPLE)]


@pytest.mark.parametrize("sign", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({(1, 4): '"外出'}, "3"),
        ({(5, 4): '"外出'}, "7"),
        ({(1, 4): '外出"'}, "3"),
        ({(1, 4): '外"出'}, "3"),
        ({(1, 4): '"外出"务工'}, "3"),
        ({(1, 0): '"省新派出所'}, "3"),
        ({(1, 2): '"示例乙'}, "3"),
        ({(1, 4): '"外出', (3, 4): '"务工'}, "3、5"),
        ({(1, 4): '"外出', (3, 4): '务工"'}, "3、5"),
        ({(1, 1): '"西村', (3, 1): '林村"'}, "3、5"),
        ({(1, 4): '"外出', (3, 0): '省新派出所"'}, "3、5"),
        ({(1, 3): '"350583197503019988', (2, 3): '350583197503019978"'}, "3、4"),
    ],
)
def test_a_stray_quote_names_its_line_and_loses_nobody(
    tmp_path: Path, changes: dict[tuple[int, int], str], lines: str, encoding: str, sign: str
) -> None:
    outcome = opened(tmp_path, "名单.csv", _text(_with(changes), sign).encode(encoding))
    rows = only_grid(outcome).rows
    assert [finding.facts["lines"] for finding in outcome.findings if finding.code == "YC116"] == [lines]
    assert len(rows) == 1 + len(PEOPLE)
    untouched = {row for row in range(len(PEOPLE)) if all(row != changed for changed, _ in changes)}
    assert [rows[1 + row] for row in sorted(untouched)] == [PEOPLE[row] for row in sorted(untouched)]
    assert [row[2] for row in rows[1:]] == [person[2] for person in PEOPLE]


def test_cells_behind_a_stray_quote_that_may_be_one_cell_are_left_unknown(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.csv", _text(_with({(1, 2): '"示例乙,又名示例庚'})))
    assert only_grid(outcome).rows[2] == ["省新派出所", PEOPLE[1][1], None, None, None]
    assert "YC116" in codes(outcome)


def test_line_breaks_delimiters_and_doubled_quotes_inside_a_pair_are_text(tmp_path: Path) -> None:
    people = _with(
        {(1, 4): '"外出,务工\n六月返乡"', (2, 2): '"示例\n丙"', (3, 4): '"人称""老丁"""', (4, 4): ' "在家" '}
    )
    outcome = opened(tmp_path, "名单.csv", _text(people))
    rows = only_grid(outcome).rows
    assert codes(outcome) == []
    assert len(rows) == 1 + len(PEOPLE)
    assert (rows[2][4], rows[3][2], rows[4][4], rows[5][4]) == ("外出,务工\n六月返乡", "示例\n丙", '人称"老丁"', "在家")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_that_breaks_off_in_a_line_names_it(tmp_path: Path, encoding: str) -> None:
    whole = _text(PEOPLE)
    cut = whole.rstrip().rpartition(",")[0]
    found = opened(tmp_path, "名单.csv", cut.encode(encoding)).findings
    assert [one.facts["line"] for one in found if one.code == "YC117"] == [str(len(PEOPLE) + 1)]
    assert "YC117" not in codes(opened(tmp_path, "名单.csv", whole.rstrip().encode(encoding)))
    footnote = f"{whole.rstrip()}\n填报人：示例甲\n"
    assert "YC117" not in codes(opened(tmp_path, "名单.csv", footnote.encode(encoding)))


def test_a_pair_of_quotes_inside_a_cell_is_its_text(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.csv", _text(_with({(1, 4): '人称"老乙"'})))
    assert (only_grid(outcome).rows[2][4], codes(outcome)) == ('人称"老乙"', [])


@pytest.mark.parametrize("written", ['="350583197503019978"', '"=""350583197503019978"""', '= "350583197503019978" '])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_written_as_a_formula_is_the_text(tmp_path: Path, written: str, encoding: str) -> None:
    outcome = opened(tmp_path, "名单.csv", _text(_with({(1, 3): written})).encode(encoding))
    assert only_grid(outcome).rows[2][3] == "350583197503019978"
    assert "YC116" not in codes(outcome)


def test_a_text_written_as_a_formula_in_a_web_page_is_the_text(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.html", '<html><table><tr><td>="0123"</td><td>=A1</td></tr></table></html>')
    assert only_grid(outcome).rows == [["0123", "=A1"]]


def test_tabs_stay_the_delimiter_where_remarks_are_full_of_commas(tmp_path: Path) -> None:
    people = [[*person[:4], "外出,务工,值班,巡逻,调解,登记"] for person in PEOPLE]
    assert only_grid(opened(tmp_path, "名单.txt", _text(people, "\t"))).rows == [HEADER, *people]


def test_commas_stay_the_delimiter_where_a_tab_keeps_each_number_a_text(tmp_path: Path) -> None:
    people = [[*person[:3], f"{person[3]}\t", "\t"] for person in PEOPLE]
    assert only_grid(opened(tmp_path, "名单.csv", _text(people))).rows == [HEADER, *people]


def test_a_named_delimiter_is_taken_and_lines_are_counted_from_the_top(tmp_path: Path) -> None:
    outcome = opened(tmp_path, "名单.csv", "sep=|\n" + _text(_with({(1, 4): '"外出'}), "|"))
    assert len(only_grid(outcome).rows) == 1 + len(PEOPLE)
    assert [finding.facts["lines"] for finding in outcome.findings] == ["4"]


def test_many_lines_are_counted_not_listed(tmp_path: Path) -> None:
    people = [[*PEOPLE[0][:4], '"外出'] for _ in range(50)]
    outcome = opened(tmp_path, "名单.csv", _text(people))
    assert len(only_grid(outcome).rows) == 51
    assert [finding.facts["lines"].endswith("、21 等 50") for finding in outcome.findings] == [True]


def _trimmed(row: list[str]) -> list[str]:
    return row[: max((at for at, cell in enumerate(row, 1) if cell), default=0)]


_CELLS = st.text(st.sampled_from('甲乙0 ,"\n='), max_size=6).filter(lambda text: not text.startswith(("=", " ")))


@given(st.lists(st.lists(_CELLS, min_size=5, max_size=5), min_size=1, max_size=6))
def test_whatever_is_quoted_by_the_standard_is_read_back(rows: list[list[str]]) -> None:
    header = ",".join(HEADER)
    written = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    swallowing = any(cell.count(",") >= 3 and "\n" in cell for row in rows for cell in row)
    delimiter, records = split(f"{header}\n{written}\n")
    if not swallowing and delimiter == ",":
        assert ([[cell or "" for cell in row] for row in records.rows[1:]], records.stray) == (
            list(map(_trimmed, rows)),
            [],
        )


_MIXED = st.tuples(st.text(st.sampled_from('甲0 ,"'), max_size=4).map(str.strip), st.booleans())


@given(st.lists(st.lists(_MIXED, min_size=5, max_size=5), min_size=1, max_size=6))
def test_spaces_round_quotes_change_nothing(rows: list[list[tuple[str, bool]]]) -> None:
    def written(space: str) -> str:
        cells = [
            [
                f'{space}"{text.replace(chr(34), chr(34) * 2)}"' if quoted or set(text) & set(',"') else text
                for text, quoted in row
            ]
            for row in rows
        ]
        return "\n".join(",".join(row) for row in [HEADER, *cells])

    assert split(written("")) == split(written(" "))


def test_a_line_break_behind_a_text_written_as_a_formula_is_no_damage(tmp_path: Path) -> None:
    written = '"=""350583197503019978""\n"'
    outcome = opened(tmp_path, "名单.csv", _text(_with({(1, 3): written})))
    assert (only_grid(outcome).rows[2], codes(outcome)) == ([*PEOPLE[1][:3], "350583197503019978", "在家"], [])
