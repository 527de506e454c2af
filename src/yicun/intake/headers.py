"""Where the tables of a workbook are: header rows found by known labels, whatever stands around them."""

from yicun.intake.grid import Grid, RawTable, Workbook
from yicun.intake.labels import is_known
from yicun.intake.layout import squeezed
from yicun.intake.tables import Header, read_table
from yicun.model.findings import Finding, Place


def find_tables(book: Workbook) -> tuple[list[RawTable], list[Finding]]:
    """Every table of candidates or villages in a workbook, its columns still raw, and findings about the layout."""
    tables: list[RawTable] = []
    findings: list[Finding] = []
    for grid in book.grids:
        found, about = _read_sheet(book, grid)
        tables += found
        findings += about
    if not tables:
        findings = [Finding("YC101", Place(book.path), {"seen": _seen(book)})]
    return tables, findings


def _read_sheet(book: Workbook, grid: Grid) -> tuple[list[RawTable], list[Finding]]:
    rows = grid.rows
    for at, row in enumerate(rows):
        if sum(1 for cell in row if type(cell) is str and is_known(cell)) >= 2:
            header = Header(
                at, at, {j: (cell,) for j, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
            )
            kind = header.kind()
            if kind is not None:
                table, findings = read_table(book, grid, header, kind, len(rows))
                return [table], findings
    return [], [Finding("YC107", Place(book.path, grid.sheet), {"reason": "没有名单的表头"})]


def _seen(book: Workbook) -> str:
    return "、".join(
        text[:12] for grid in book.grids for row in grid.rows[:1] for text in map(squeezed, row)
        if text and not any(character.isdigit() for character in text)
    )  # fmt: skip
