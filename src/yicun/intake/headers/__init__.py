"""Where the people and villages of a workbook are: tables by known labels, forms, lists on their side."""

import re
from collections.abc import Iterable

from yicun.intake.grid import Grid, RawTable, Workbook
from yicun.intake.headers.odd_rows import squeezed
from yicun.intake.headers.passed_over import of_copy, of_template
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.sheets import read_sheet
from yicun.model.findings import Finding, Place

_LOOKED_AT = 200  # rows of a sheet that are searched for what looks like a header
_CELLS_SHOWN = 12  # cells of a row, and characters of a cell, that a message shows
_PERSONAL = re.compile(r"\d{7}")  # a number that makes its row somebody's


def find_tables(book: Workbook) -> tuple[list[RawTable], list[Finding]]:
    """Every table of people or villages in a workbook, its cells as read, and the findings about the layout.

    Hidden sheets are not read (YC107). A book without any table is YC101, unless a sheet declares a 零报告: that comes
    as a table of candidates without rows or columns. Nothing is said of a book without any cell (that is YC008).
    """
    tables: list[RawTable] = []
    findings: list[Finding] = []
    without: list[Finding] = []
    for grid in book.grids:
        place = Place(book.path, grid.sheet)
        if not grid.visible:
            findings.append(Finding("YC107", place, {"reason": "工作表是隐藏的"}))
        elif _holds_anything(grid):
            found, about = read_sheet(Sheet(book.path, grid), book.filled_by)
            tables += found
            findings += about
            if not found and not about:
                without.append(Finding("YC107", place, {"reason": "没有找到名单的列名"}))
    if any(table.cells or table.nil_report for table in tables):
        findings += without
    elif without or findings:
        findings.append(Finding("YC101", Place(book.path), {"seen": _seen(book.grids)}))
    reported = (one for one in findings if not of_copy(one) and not (book.template_version and of_template(one)))
    return tables, _once(reported)


def _holds_anything(grid: Grid) -> bool:
    return any(map(squeezed, grid.cells.different()))


def _seen(grids: Iterable[Grid]) -> str:
    """The row with the most texts above the first that may be somebody's; of that row no cell with a digit."""
    best: list[str] = []
    for grid in grids:
        for at in range(min(_LOOKED_AT, grid.height)) if grid.visible else ():
            texts = [text for cell in grid.row(at) if (text := squeezed(cell))]
            if any(map(_PERSONAL.search, texts)):
                break
            best = max(best, texts, key=len)
    shown = [text for text in best if not any(map(str.isdigit, text))][:_CELLS_SHOWN]
    cut = (text if len(text) <= _CELLS_SHOWN else f"{text[: _CELLS_SHOWN - 1]}…" for text in shown)
    return "、".join(cut) or "没有像列名的一行"


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Two tables of a sheet may share a column, of which everything is said once."""
    return list({(one.code, one.place, one.field, *one.facts.values()): one for one in findings}.values())
