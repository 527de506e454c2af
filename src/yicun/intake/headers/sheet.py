"""A grid as the search for tables and forms needs it: rows, columns and merged areas by index."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from yicun.intake.grid import Cell, Grid, Merge
from yicun.intake.headers.odd_rows import squeezed
from yicun.model.findings import Spot, column_number

if TYPE_CHECKING:
    from yicun.intake.headers.located import VillageAround

_WIDEST = 64  # columns of a merged area that are looked at


def _first_row(area: Merge) -> int:
    return area.first_row


class Sheet:
    """A grid as the search for tables needs it: rows and columns by index, and merged areas by the row they begin in.

    `number` turns a row back into Excel's.
    """

    def __init__(self, path: str, grid: Grid, around: "VillageAround | None" = None) -> None:
        """Take a grid of the file shown as `path`; `around`: the village it is known to be about."""
        self.path, self.grid, self.around = path, grid, around

    def row(self, at: int) -> Sequence[Cell]:
        """The cells of a row."""
        return self.grid.row(at)

    @cached_property
    def merges(self) -> Mapping[int, Sequence[Merge]]:
        """Row index -> the merged areas that begin there."""
        found: dict[int, list[Merge]] = {}
        top, left = self.grid.top, self.grid.left
        for area in self.grid.merges:
            row = area.first_row - top
            moved = Merge(row, area.first_column - left, area.last_row - top, area.last_column - left)
            found.setdefault(row, []).append(moved)
        return found

    @cached_property
    def _by_column(self) -> Mapping[int, Sequence[Merge]]:
        """Column -> the merged areas that reach into it, from the top down."""
        found: dict[int, list[Merge]] = {}
        for _, areas in sorted(self.merges.items()):
            for area in areas:
                last = min(area.last_column, area.first_column + _WIDEST, self.grid.width - 1)
                for column in range(area.first_column, last + 1):
                    found.setdefault(column, []).append(area)
        return found

    def area_at(self, row: int, column: int) -> Merge | None:
        """The merged area (in row and column indexes) that a place lies in; None where it lies in none."""
        areas = self._by_column.get(column, ())
        at = bisect_right(areas, row, key=_first_row) - 1
        return areas[at] if at >= 0 and row <= areas[at].last_row else None

    def merged_from(self, row: int, column: int) -> int | None:
        """The row in which the merged cell begins that covers this place from above; None where none does."""
        area = self.area_at(row, column)
        return None if area is None or area.first_row == row else area.first_row

    def is_struck(self, spot: Spot) -> bool:
        """Whether the cell at a place is struck through."""
        row, column = (spot.row or 0) - self.grid.top, column_number(spot.column) - self.grid.left
        return self.grid.struck is not None and row >= 0 and column >= 0 and bool(self.grid.struck[row, column])

    def number(self, row: int) -> int:
        """The Excel number of a row."""
        return self.grid.top + row

    def texts(self, row: int) -> list[str]:
        """The cells of a row without any blanks, "" for an empty one."""
        return list(map(squeezed, self.row(row)))
