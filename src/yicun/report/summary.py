"""The figures an office reports upwards: one line a station or an area and the total, and on what they rest.

`rollup` reads the sheets 汇总 and 依据 again, so their labels stand in `model.areas` alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xlsxwriter.worksheet import Worksheet

from yicun.model.areas import SUMMARY_BASIS, SUMMARY_COUNTS, Area, AreaBasis, RollUp, ranked
from yicun.model.results import FORMULA, Numbers, Result, percent
from yicun.report.dates import dated, written
from yicun.report.sheet import Book, page, put_across, put_row
from yicun.report.table import Column, put_head, put_line, set_widths

_RATES = ("推选率", "完成率", "名次", "报送")
_NAMED, _COUNTS = (
    Column("", 24, "name"),
    [Column(label, 8.5, "number") for label in (*SUMMARY_COUNTS.values(), *_RATES)],
)
_BASIS = (Column("", 16, "heading"), Column("", 90, "text"))
_HEADING, _ROW, _TITLE = 40.0, 22.0, 36.0  # pt
_SILENT = "未报"

_Row = tuple[str, Numbers | None, int | None, str]
"""Name, figures (None: not reported), rank, and what was sent."""


def workbook(result: Result) -> bytes:
    """A county's summary for its city: a line a station, the total, and the basis. No people."""
    covered, basis = result.coverage, result.basis
    assert covered is not None
    book = Book(basis.as_of, title := basis.heading("推选工作汇总表"))
    rows = [
        (one.name, one, one.rank, "" if one.submission is None else one.submission.label) for one in covered.stations
    ]
    _put_figures(book, "汇总", title, rows, covered.totals, what="派出所")
    rulebook = basis.rulebook
    assert rulebook is not None
    of_area = AreaBasis(rulebook.id, rulebook.sha256, covered.as_of, covered.deadline)
    _put_basis(book, [*_basis_lines(basis.area, of_area), (SUMMARY_BASIS["tool"], basis.tool)])
    return book.content()


def of_areas(rolled: RollUp, tool: str) -> bytes:
    """A city's or a province's table: its areas, all counties where they stand deeper, and every basis by name."""
    area = rolled.area
    assert area.numbers is not None
    newest = max(basis.as_of for basis, _ in rolled.bases)
    book = Book(newest, title := f"{area.name}“一村一警务助理”推选工作汇总表")
    _put_figures(book, "汇总", title, _rows(area.parts), area.numbers, what="地区")
    if any(part.parts for part in area.parts):
        named = [(_full_name(part, one), one) for part in area.parts for one in part.counties()]
        ranks = ranked([one for _, one in named])
        rows = [(name, one.numbers, rank, _sent(one)) for (name, one), rank in zip(named, ranks, strict=True)]
        title = f"{area.name}各县（市、区）推选工作汇总表"
        _put_figures(book, "各县", title, rows, area.numbers, what="县（市、区）")
    _put_basis(book, [*_bases(rolled), (SUMMARY_BASIS["tool"], tool)])
    return book.content()


def _rows(areas: Sequence[Area]) -> list[_Row]:
    return [(one.name, one.numbers, rank, _sent(one)) for one, rank in zip(areas, ranked(areas), strict=True)]


def _full_name(city: Area, county: Area) -> str:
    return county.name if city is county else f"{city.name} {county.name}"


def _sent(area: Area) -> str:
    """已报, 未报, or how many of its counties reported."""
    counties = list(area.counties())
    there = sum(one.numbers is not None for one in counties)
    if there == len(counties):
        return "已报"
    return f"已报 {there}/{len(counties)}" if there else _SILENT


def _bases(rolled: RollUp) -> Iterator[tuple[str, str]]:
    if rolled.area.basis is not None:
        yield from _basis_lines(rolled.area.name, rolled.area.basis)
    else:
        yield SUMMARY_BASIS["area"], rolled.area.name
        for number, (basis, counties) in enumerate(rolled.bases, 1):
            yield f"口径 {number}", f"{dated(basis.label)}：{'、'.join(counties)}"
    if rolled.missing:
        yield _SILENT, "、".join(rolled.missing)
    for fault in rolled.faults:
        yield "未能读取", fault


def _basis_lines(area: str, basis: AreaBasis) -> list[tuple[str, str]]:
    deadline = "未定" if basis.deadline is None else written(basis.deadline)
    texts = {
        "area": area,
        "as_of": written(basis.as_of),
        "deadline": deadline,
        "id": basis.rulebook,
        "sha256": basis.sha256,
    }
    return [(SUMMARY_BASIS[key], text) for key, text in texts.items()]


def _put_figures(book: Book, name: str, title: str, rows: Iterable[_Row], total: Numbers, *, what: str) -> None:
    sheet = book.sheet(name)
    columns = (replace(_NAMED, label=what), *_COUNTS)
    last = len(columns) - 1
    sheet.set_row(0, _TITLE)
    put_across(sheet, 0, (0, last), title, book.title)
    put_head(sheet, book, 1, columns, height=_HEADING)
    row = 1
    for row, (named, numbers, rank, sent) in enumerate(rows, 2):
        put_line(sheet, book, row, columns, (named, *_figures(numbers, rank, sent)), least=_ROW)
    row += 1
    sheet.set_row(row, _ROW)
    bold = book.style(face=book.fonts.label, align="center", num_format="0", bg_color="#F2F2F2")
    put_row(sheet, row, ("合计", *_figures(total, None, "")), bold)
    put_across(sheet, row + 1, (0, last), FORMULA, book.note)
    page(sheet, repeat=(0, 1), area=(row + 1, last))
    sheet.set_paper(8)  # A3: twenty columns at a size one can read
    sheet.freeze_panes(2, 1)


def _figures(numbers: Numbers | None, rank: int | None, sent: str) -> tuple[object, ...]:
    """One line as `SUMMARY_COUNTS` and the rates have it; nothing stands where nothing was reported."""
    if numbers is None:
        return (*("" for _ in SUMMARY_COUNTS), "", "", "—", sent)
    states = {state.value: count for state, count in numbers.states.items()}
    counts = (getattr(numbers, key) if hasattr(numbers, key) else states[key] for key in SUMMARY_COUNTS)
    done = numbers.done
    return (
        *counts,
        percent(numbers.nomination_rate, done, numbers.required),
        percent(numbers.completion_rate, numbers.complete, numbers.villages),
        "—" if rank is None else rank,
        sent,
    )


def _put_basis(book: Book, basis_lines: Iterable[tuple[str, str]]) -> None:
    sheet: Worksheet = book.sheet("依据")
    set_widths(sheet, _BASIS)
    for row, pair in enumerate(basis_lines):
        put_line(sheet, book, row, _BASIS, pair, least=_ROW)
    page(sheet)
