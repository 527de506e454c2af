"""Headers as this office taught them, put under the labels that the one matcher knows."""

from collections.abc import Mapping
from dataclasses import replace

from yicun.intake.grid import Workbook
from yicun.intake.headers.labels import normalised


def as_taught(book: Workbook, headers: Mapping[str, str]) -> Workbook:
    """The workbook with every cell that says a taught header saying the label it is read as."""
    if not headers:
        return book
    known = {normalised(written): label for written, label in headers.items()}
    grids = []
    for grid in book.grids:
        cells = grid.cells.changed(lambda cell: known.get(normalised(cell), cell) if isinstance(cell, str) else cell)
        grids.append(replace(grid, cells=cells))
    return replace(book, grids=tuple(grids))
