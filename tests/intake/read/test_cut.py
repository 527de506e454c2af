"""A worksheet taken apart and put together again says what the reader of the whole sheet says."""

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.intake.read.files import MAIN, book, cell, codes, data, opened, package, text, xlsx_parts
from tests.intake.read.test_cells import standing

import yicun
from yicun.intake.grid import ErrorCell, NoValue
from yicun.intake.read import cut as module
from yicun.intake.read import limits, xlsx
from yicun.intake.read.cut import Cut, cut
from yicun.report.json import text as as_json
from yicun.report.json import validation

ROOT = Path(__file__).parents[3]

STRINGS = "".join(f"<si><t>{word}</t></si>" for word in ("园内村", "示例甲", " ", ""))
STYLES = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="57"/></cellXfs>'


def sheet(*rows: tuple[int, str]) -> bytes:
    return f'<worksheet xmlns="{MAIN}">{data(*rows)}</worksheet>'.encode()


def row(cells: str) -> bytes:
    return sheet((1, cells))


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1"/>',
        '<c r="A1" s="3"/><c r="XFD1" t="s" s="2"><v>0</v></c>',
        '<c r="A1"><f>B1&amp;"x"</f><v>1</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="A1" t="str"><f t="shared" ref="A1:A9" si="0">B1</f><v></v></c><c r="B1"><v/></c>',
        text("A1", " 甲 ") + '<c r="B1" t="inlineStr"><is><t/></is></c>',
        '<c r="A1"><v>1</v></c>\n  <c r="B1"><v>2</v></c>\n',
    ],
)
def test_what_programs_write_is_cut(cells: str) -> None:
    assert cut(row(cells)) is not None


@pytest.mark.parametrize(
    "cells",
    [
        "<c r='A1'><v>1</v></c>",
        "<c><v>1</v></c>",
        '<x:c r="A1"><v>1</v></x:c>',
        '<c r="a1"><v>1</v></c>',
        '<c r="A01"><v>1</v></c>',
        '<c r="ABCD1"><v>1</v></c>',
        '<c r="A2"><v>1</v></c><c r="B3"><v>1</v></c>',
        '<c r="B1"><v>1</v></c><c r="A1"><v>1</v></c>',
        '<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>',
        '<c r="A1" cm="1"><v>1</v></c>',
        '<c r="A1"><v>1</v>',
        '<c r="A1"><v>1</c>',
        '<c r="A1"><v a=">1</v></c><c r="B1"><v b=">2</v></c>',
        '<c r="A1"><v>&foo;</v></c>',
        '<c r="A1" t="s"><v>-1</v></c>',
        '<c r="A1"><v><![CDATA[1]]></v></c>',
        '<c r="A1"><!-- --><v>1</v></c>',
        '<c r="A1"><c r="B1"><v>1</v></c></c>',
        '<c r="A1" t="inlineStr"><is><r><rPr><color rgb="1"/></rPr><t>1</t></r></is></c>',
    ],
)
def test_anything_else_is_not(cells: str) -> None:
    assert cut(row(cells)) is None


@pytest.mark.parametrize(
    "inside",
    [
        '<!-- <sheetData><row r="1"><c r="A1"><v>9</v></c></row></sheetData> --><sheetData/>',
        '<sheetData><row r="1"/><?x <row r="2"><c r="A2"><v>5</v></c></row>?></sheetData>',
        '<sheetData></sheetData><sheetData><row r="1"/></sheetData>',
        '<sheetData><row r="1" hidden="&#49;"/></sheetData>',
        '<sheetData></sheetData><cols><col min="1" max="1" hidden="1"/></cols>',
        "<sheetData></sheetData><!-- -->",
    ],
)
def test_a_sheet_with_anything_odd_round_its_cells_is_not_cut(inside: str) -> None:
    assert cut(f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode()) is None


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 128, 129])
def test_every_content_comes_back_in_its_place(tmp_path: Path, count: int) -> None:
    rows = [(number, cell(f"B{number}", str(number * 3))) for number in range(1, count + 1)]
    outcome = opened(tmp_path, "名单.xlsx", package(xlsx_parts(data((1, ""), *rows) if not count else data(*rows))))
    if count:
        assert standing(book(outcome).grids[0]) == {f"B{number}": number * 3.0 for number in range(1, count + 1)}
    else:
        assert codes(outcome) == ["YC008"]


def test_a_reader_that_loses_a_cell_is_caught() -> None:
    taken = cut(sheet(*((number, cell(f"A{number}", str(number))) for number in range(1, 201))))
    assert isinstance(taken, Cut)
    edge = 200.0
    cells = [float(number) for number in range(1, 201)] + [""] * 56
    whole = [[edge] * 65, *([*cells[at : at + 64], edge] for at in range(0, 256, 64)), [edge, *[""] * 64]]
    assert taken.values(whole) == cells[:200]
    shifted = [[edge] * 65, *([*cells[at : at + 63], edge, ""] for at in range(0, 256, 64)), [edge, *[""] * 64]]
    for wrong in (whole[:-1], [*whole[:2], *whole[3:]], shifted, [*whole[:-1], [1.0]]):
        assert taken.values(wrong) is None


KINDS = st.sampled_from(["n", "s", "b", "str", "e", "inline", "blank", "formula", "unsolved"])
PLACES = st.dictionaries(
    st.tuples(st.integers(1, 40), st.integers(1, 30)),
    st.tuples(KINDS, st.integers(0, 3), st.integers(0, 2)),
    max_size=40,
)


def written(reference: str, kind: str, value: int, style: int) -> str:
    start = f'<c r="{reference}" s="{style}"'
    return {
        "n": f"{start}><v>{43950 + value}</v></c>",
        "s": f'{start} t="s"><v>{value}</v></c>',
        "b": f'{start} t="b"><v>{value % 2}</v></c>',
        "str": f'{start} t="str"><f>"&amp;"</f><v>{"x" * value}</v></c>',
        "e": f'{start} t="e"><v xml:space="preserve">#N/A</v></c>',
        "inline": f'{start} t="inlineStr"><is><t>&lt;{value}</t></is></c>',
        "blank": f"{start}/>",
        "formula": f'{start}><f t="shared" si="0"/><v>{value}</v></c>',
        "unsolved": f'{start}><f>"t=""str"""</f></c>',
    }[kind]


@given(PLACES, st.sampled_from([1, 60, 300, 4 << 20]))
@settings(deadline=None)
def test_cut_or_whole_a_sheet_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, places: dict[tuple[int, int], tuple[str, int, int]], piece: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    letters = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB", "AC", "AD"]
    rows = {number: "" for number, _ in sorted(places)}
    for number, column in sorted(places):
        rows[number] += written(f"{letters[column - 1]}{number}", *places[number, column])
    content = package(xlsx_parts(data(*rows.items()), strings=STRINGS, styles=STYLES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PIECE", piece)
        apart = opened(folder, "名单.xlsx", content)
        patch.setattr(xlsx, "cut", lambda _xml: None)
        whole = opened(folder, "名单.xlsx", content)
    assert codes(apart) == codes(whole)
    if whole.grids:
        assert standing(apart.grids[0]) == standing(whole.grids[0])


def test_the_sample_area_is_the_same_with_the_quick_way_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown() -> str:
        return as_json(validation(yicun.validate(yicun.load(workspace=ROOT, today=date(2020, 5, 7)))))

    cut_apart = shown()
    monkeypatch.setattr(xlsx, "cut", lambda _xml: None)
    assert shown() == cut_apart


def test_a_sheet_of_many_pieces_ends_where_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = package(xlsx_parts(data(*((number, text(f"A{number}", "甲" * number)) for number in range(1, 40)))))
    for piece in range(1, 400, 7):
        monkeypatch.setattr(module, "_PIECE", piece)
        found = standing(book(opened(tmp_path, "名单.xlsx", content)).grids[0])
        assert found == {f"A{number}": "甲" * number for number in range(1, 40)}


def test_what_is_lost_by_a_fast_reader_is_found_by_its_content(tmp_path: Path) -> None:
    cells = (
        '<c r="A1" t="e"><v >#N/A</v></c><c r="B1" t="e"><v>&#35;REF!</v></c><c r="C1"><f>" t=""str"""</f></c>'
        '<c r="D1" s="1"><v>43957</v></c>'
    )
    outcome = opened(tmp_path, "名单.xlsx", package(xlsx_parts(data((1, cells)), styles=STYLES)))
    assert standing(book(outcome).grids[0]) == {
        "A1": ErrorCell("#N/A"), "B1": ErrorCell("#REF!"), "C1": NoValue(), "D1": date(2020, 5, 6),
    }  # fmt: skip


def test_a_long_text_in_many_spellings_is_refused_before_it_is_copied(tmp_path: Path) -> None:
    many = [
        (
            number,
            "".join(f'<c r="{chr(65 + at)}{number}" s="{number * 26 + at}" t="s"><v>0</v></c>' for at in range(26)),
        )
        for number in range(1, 201)
    ]
    strings = f"<si><t>{random.Random(1).randbytes(500_000).hex()}</t></si>"
    assert codes(opened(tmp_path, "名单.xlsx", package(xlsx_parts(data(*many), strings=strings)))) == ["YC005"]
    assert codes(opened(tmp_path, "名单.xlsx", package(xlsx_parts(data(*many), strings=STRINGS)))) == []


def test_too_many_different_cells_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = package(xlsx_parts(data((1, cell("A1", "1") + cell("B1", "2") + cell("C1", "2")))))
    monkeypatch.setattr(xlsx, "DIFFERENT_CELLS", 1)
    assert codes(opened(tmp_path, "名单.xlsx", content)) == ["YC005"]
    monkeypatch.setattr(xlsx, "DIFFERENT_CELLS", limits.DIFFERENT_CELLS)
    assert codes(opened(tmp_path, "名单.xlsx", content)) == []


def test_empty_columns_at_the_end_of_a_csv_count_for_nothing(tmp_path: Path) -> None:
    lines = "\n".join(["村" + "," * 300] * 20_000)
    grid = book(opened(tmp_path, "名单.csv", lines)).grids[0]
    assert (grid.height, grid.width) == (20_000, 1)
