"""Rows before they are laid out, the faults planted in them, and where both came to stand."""

from dataclasses import dataclass, field

from synthetic.books import Cell
from synthetic.xlsx import letters


@dataclass(frozen=True, slots=True)
class Where:
    """A place as the tool reports it; None where it is a whole file, sheet, row or column."""

    path: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """`文件!工作表!K12`."""
        return "!".join(filter(None, (self.path, self.sheet, f"{self.column or '*'}{self.row or ''}")))


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted fault: the code expected, the place, and other places where a report of the same fault is right too.

    `mentions`: for findings about a station or village of the register, the name the message must hold.
    """

    code: str
    where: Where
    also: tuple[Where, ...] = ()
    mentions: str = ""


@dataclass(slots=True, eq=False)
class Row:
    """One line of a table: field -> cell. `verdict` is what the rules say of a sound row; a layout sets the place."""

    cells: dict[str, Cell]
    verdict: str = ""
    story: str = ""
    faults: list["Fault"] = field(default_factory=list)
    part_of_fault: bool = False
    path: str = ""
    sheet: str = ""
    number: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    spots: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Row and column of each cell, on a form whose cells stand in several rows."""

    def where(self, name: str = "") -> Where:
        """The cell of a field, or the row."""
        number, column = self.spots.get(name, (self.number, self.columns.get(name)))
        return Where(self.path, self.sheet or None, number, letters(column) if column else None)

    def places(self, name: str = "") -> list[Where]:
        """The cell of a field; for a row as a whole the row, which on a form is several."""
        if name or not self.spots:
            return [self.where(name)]
        return [
            Where(self.path, self.sheet or None, number) for number in sorted({row for row, _ in self.spots.values()})
        ]

    @property
    def sound(self) -> bool:
        """Whether no fault was planted in this row or leans on it."""
        return not self.faults and not self.part_of_fault


@dataclass(slots=True)
class Fault:
    """A fault of one row: its field ("" for the row as a whole), and the other cells that belong to it."""

    code: str
    field: str
    also: list[tuple[Row, str]] = field(default_factory=list)


def planted_in(rows: list[Row]) -> list[Planted]:
    """The faults of rows that are laid out, as places."""
    planted = []
    for row in rows:
        for fault in row.faults:
            first, *more = row.places(fault.field)
            also = (*more, *(place for other, name in fault.also for place in other.places(name)))
            planted.append(Planted(fault.code, first, also))
    return planted
