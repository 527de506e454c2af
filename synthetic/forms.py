"""Rosters that are no one table: a form a person, a sheet a village, people on a sheet without a header."""

from collections.abc import Iterator
from dataclasses import replace

from synthetic.books import Cell, Sheet, plain
from synthetic.pages import Page, shower
from synthetic.rows import Planted, Row, Where
from synthetic.shapes import LABELS, Layout, columns_of

_ABREAST = 3  # labels with their answers in one row of a form
_ON_A_SHEET = 5  # forms
_OPINIONS: tuple[list[Cell], ...] = (["村两委意见", "同意推荐"], ["填表人：示例丙", None, "审核人：示例丁"], [])
_WITHOUT_VILLAGE = ("station", "township", "village")


def form_sheets(layout: Layout, rows: list[Row], path: str) -> tuple[list[Sheet], list[Planted]]:
    """Several forms on each sheet, each value of a row in a cell of its own; each sheet earns YC112."""
    sheets, earned = [], []
    for start in range(0, len(rows), _ON_A_SHEET):
        name, lines = f"推荐表{start // _ON_A_SHEET + 1}", list[list[Cell]]()
        for row in rows[start : start + _ON_A_SHEET]:
            lines.append(["“一村一警务助理”推荐表"])
            _form(layout, row, lines)
            row.path, row.sheet, row.number = path, name, row.spots["name"][0]
            lines += [list(line) for line in _OPINIONS]
        sheets.append(Sheet(name, lines))
        earned.append(Planted("YC112", Where(path, name)))
    return sheets, earned


def _form(layout: Layout, row: Row, lines: list[list[Cell]]) -> None:
    show = shower(layout)
    for start in range(0, len(layout.fields), _ABREAST):
        line: list[Cell] = []
        for name in layout.fields[start : start + _ABREAST]:
            line += [layout.headers.get(name, LABELS[name]), show(name, row.cells.get(name))]
            row.spots[name] = (len(lines) + 1, len(line))
        lines.append(line)


def village_sheets(layout: Layout, rows: list[Row], station: str, path: str) -> tuple[list[Sheet], list[Planted]]:
    """A sheet for each village, whose name is the sheet's and in the title, and in no column (YC114)."""
    layout = replace(layout, fields=tuple(name for name in layout.fields if name not in _WITHOUT_VILLAGE))
    sheets, earned = [], []
    for (township, village), own in _by_village(rows):
        name = f"{township}{village}"
        page = Page(layout, columns_of(layout), path, name)
        page.lines += [[f"{name}警务助理推荐人选"], [f"填报单位（盖章）：{station}"]]
        page.header()
        page.people(own)
        page.foot(len(own))
        page.earn("YC114")
        sheets.append(Sheet(name, page.lines, page.merges))
        earned += page.earned
    return sheets, earned


def _by_village(rows: list[Row]) -> Iterator[tuple[tuple[str, str], list[Row]]]:
    places: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        places.setdefault((str(row.cells["township"]), str(row.cells["village"])), []).append(row)
    yield from places.items()


def sheet_without_header(rows: list[Row], path: str) -> tuple[Sheet, Planted]:
    """People who go on, on a sheet that begins without a header (YC113)."""
    lines: list[list[Cell]] = [["续表"]]
    lines += [[plain(row.cells[name]) for name in ("village", "name", "id_number", "phone")] for row in rows]
    return Sheet("续表", lines), Planted("YC113", Where(path, "续表"), mentions=f"有 {len(rows)} 名")
