"""Lay people out in a shape: the sheets of one workbook, every row knowing its place; and the register."""

from collections.abc import Iterator
from dataclasses import replace

from synthetic.books import Cell, Sheet, Styled
from synthetic.forms import form_sheets, village_sheets
from synthetic.pages import Page
from synthetic.rows import Planted, Row, Where
from synthetic.shapes import ALIASES, OTHER_ORDER, REGISTER_LABELS, Layout, columns_of


def lay_out(layout: Layout, rows: list[Row], station: str, path: str) -> tuple[list[Sheet], list[Planted]]:
    """People as the sheets of one workbook; every row learns its place. Also the findings the shape itself earns."""
    if layout.forms:
        return form_sheets(layout, rows, path)
    if layout.sheet_per_village:
        return village_sheets(layout, rows, station, path)
    chunk = layout.per_sheet or len(rows) or 1
    sheets, earned = [], []
    for start in range(0, len(rows) or 1, chunk):
        name = "推选名单" if not layout.per_sheet else f"第{start // chunk + 1}片"
        sheet, found = _sheet(
            layout, rows[start : start + chunk], station, path, name if layout.suffix != ".csv" else ""
        )
        sheets.append(sheet)
        earned += found
    if layout.note_sheet:
        sheets.append(Sheet("填写说明", [["请各村如实填写"], ["身份号码请用文本格式"]]))
        earned.append(Planted("YC107", Where(path, "填写说明")))
    if layout.hidden_sheet:
        sheets.append(Sheet("旧名单", [["姓名", "备注"], ["作废", "旧"]], visible=False))
        earned.append(Planted("YC107", Where(path, "旧名单")))
    if layout.macros:
        earned.append(Planted("YC006", Where(path)))
    if layout.suffix == ".csv":
        earned.append(Planted("YC007", Where(path)))
    if 0 < layout.torn_every <= len(rows):
        earned.append(Planted("YC116", Where(path)))
    return sheets, earned


def _sheet(layout: Layout, rows: list[Row], station: str, path: str, name: str) -> tuple[Sheet, list[Planted]]:
    page = Page(layout, columns_of(layout), path, name)
    page.lines += [[] for _ in range(layout.top)]
    if layout.title:
        page.titles(station)
    page.header()
    halves = [rows]
    if layout.two_tables and len(rows) > 3:
        halves = [rows[: len(rows) // 2], rows[len(rows) // 2 :]]
    for number, half in enumerate(halves):
        if number:
            page.columns = columns_of(replace(layout, fields=OTHER_ORDER, headers=ALIASES[1]))
            page.lines += [[], ["补充名单"]]
            page.header()
            page.earn("YC110")
        page.people(half)
    page.foot(len(rows))
    hidden = {n for n, column in enumerate(page.columns, 1) if column.field in layout.hidden_fields}
    if hidden:
        page.earn("YC108")
    widths = {n: 20.0 if column.field == "id_number" else 12.0 for n, column in enumerate(page.columns, 1)}
    return Sheet(name or "Sheet1", page.lines, page.merges, page.hidden, hidden, widths=widths,
                 torn_every=layout.torn_every), page.earned  # fmt: skip


def register_sheet(rows: list[Row] | Iterator[Row], path: str, *, title: bool = False) -> Sheet:
    """The register as one sheet, made line by line."""
    fields = tuple(REGISTER_LABELS)
    positions = {name: number for number, name in enumerate(fields, 1)}

    def lines() -> Iterator[list[Cell]]:
        number = 1
        if title:
            yield [Styled("行政村底册", "title")]
            number += 1
        yield [Styled(label, "header") for label in REGISTER_LABELS.values()]
        for number, row in enumerate(rows, number + 1):  # noqa: B020 - the count goes on where the head ended
            row.path, row.sheet, row.number, row.columns = path, "底册", number, positions
            yield [row.cells.get(name) for name in fields]

    return Sheet("底册", lines(), widths={1: 16, 2: 16, 3: 14, 5: 18, 6: 12})
