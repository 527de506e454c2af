"""One sheet while it is being filled: titles, headers, people, and what stands below them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from synthetic.books import Cell, Formula, Styled
from synthetic.habits import another_way
from synthetic.rows import Planted, Row, Where
from synthetic.shapes import GROUPS, Column, Layout
from synthetic.xlsx import letters


@dataclass(slots=True)
class Page:
    """One sheet while it is being filled."""

    layout: Layout
    columns: list[Column]
    path: str
    sheet: str
    lines: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    earned: list[Planted] = field(default_factory=list)
    open_merges: dict[int, int] = field(default_factory=dict)

    def earn(self, code: str, row: int | None = None, column: str | None = None) -> None:
        """A finding that this shape deserves, once."""
        planted = Planted(code, Where(self.path, self.sheet or None, row, column))
        if row is not None or planted not in self.earned:
            self.earned.append(planted)

    def titles(self, station: str) -> None:
        """附件, the title over all columns, and who filled it in."""
        width = len(self.columns)
        self.lines += [
            [Styled("附件", "note")],
            [Styled("全市“一村一警务助理”推选名单", "title")],
            [
                Styled(f"填报单位（盖章）：{station}", "note"),
                *[None] * (width - 3),
                Styled("填报时间：2020年5月7日", "note"),
            ],
        ]
        self.merges.append((len(self.lines) - 1, 1, len(self.lines) - 1, width))

    def header(self) -> None:
        """One to three header rows, comment and column numbers; refused and harmless columns earn their finding."""
        top = len(self.lines) + 1
        for depth in range(self.layout.groups):
            self.lines.append(self._group_row(depth))
        self.lines.append(self._headers())
        if self.layout.groups:
            self._merge_header(top, len(self.lines))
            self.lines[-1] = [
                None if not GROUPS.get(column.field) else cell
                for column, cell in zip(self.columns, self.lines[-1], strict=True)
            ]
        for number, column in enumerate(self.columns, 1):
            if column.code:
                self.earn(column.code, top, letters(number))
        if self.layout.comment_row:
            comments = {
                "id_number": "18位，文本格式",
                "birth_date": "如1975-03",
                "vetting": "无/有/待核",
                "village": "填全称",
            }
            self.lines.append([comments.get(column.field) for column in self.columns])
        if self.layout.example_row:
            example = {
                "village": "示例村",
                "name": "张某",
                "sex": "男",
                "education": "高中",
                "id_number": "3505831975030199XX",
            }
            line = [example.get(column.field) for column in self.columns]
            line[self.layout.left] = "示例"
            self.lines.append(line)
            self.earn("YC109")
        if self.layout.number_row:
            self.lines.append([float(number) for number in range(1, len(self.columns) + 1)])
            self.earn("YC109")

    def _headers(self) -> list[Cell]:
        """The header of every column; a wrapped one is broken in the middle, as narrow columns are."""
        texts = [column.header for column in self.columns]
        if self.layout.wrapped:
            texts = [f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}" if len(text) > 1 else text for text in texts]
        return [Styled(text, "header") if text else None for text in texts]

    def _group_row(self, depth: int) -> list[Cell]:
        cells: list[Cell] = []
        for column in self.columns:
            group = GROUPS.get(column.field)
            if group is None:
                cells.append(Styled(column.header, "header") if depth == 0 else None)
            else:
                wide = "警务助理人选情况" if self.layout.groups == 2 and depth == 0 else group
                cells.append(Styled(wide, "header"))
        return cells

    def _merge_header(self, top: int, last: int) -> None:
        for number, column in enumerate(self.columns, 1):
            if not GROUPS.get(column.field):
                self.merges.append((top, number, last, number))
        for line in range(top, last):
            start = 0
            texts = [cell.value if isinstance(cell, Styled) and GROUPS.get(column.field) else None
                     for cell, column in zip(self.lines[line - 1], self.columns, strict=True)]  # fmt: skip
            for number in range(1, len(texts) + 1):
                if number == len(texts) or texts[number] != texts[start]:
                    if texts[start] is not None and number - start > 1:
                        self.merges.append((line, start + 1, line, number))
                        self.lines[line - 1][start + 1 : number] = [None] * (number - start - 1)
                    start = number

    def people(self, rows: list[Row]) -> None:
        """One line a person, with whatever the shape puts between them."""
        layout, positions = self.layout, {column.field: n for n, column in enumerate(self.columns, 1) if column.field}
        show, randomness = shower(layout), random.Random(self.path)
        above: Row | None = None
        for count, row in enumerate(rows):
            if layout.repeat_header and count and count % layout.repeat_header == 0:
                self.lines.append(self._headers())
                self.earn("YC109")
                above = None
            if layout.blank_rows and count and count % layout.blank_rows == 0:
                self.lines.append([])
                above = None
            if layout.subtotals and count and count % layout.subtotals == 0:
                self.lines.append(["小计", None, None, float(layout.subtotals)])
                self.earn("YC109")
                above = None
            cells = row.cells if not layout.habits else _by_habit(row, layout.habits, randomness)
            line: list[Cell] = [
                show(column.field, cells.get(column.field)) if column.field else column.filler or None
                for column in self.columns
            ]
            if layout.number_column:
                line[layout.left] = float(count + 1)
            self.lines.append(line)
            row.path, row.sheet, row.number, row.columns = self.path, self.sheet, len(self.lines), positions
            if layout.hide_every and count % layout.hide_every == layout.hide_every - 1:
                self.hidden.add(row.number)
                self.earn("YC108")
            if (layout.merge_places or layout.ditto) and above is not None:
                self._join(above, row, positions)
            above = row

    def _join(self, above: Row, row: Row, positions: dict[str, int]) -> None:
        """Fill 同上 in, or merge with the cell above, where both rows hold the same sound village."""
        places = ("station", "township", "village")
        touched = {fault.field for one in (above, row) for fault in one.faults}
        if touched & set(places) or any(above.cells.get(name) != row.cells.get(name) for name in places):
            return
        for name in places:
            column = positions.get(name)
            if column is None:
                continue
            self.lines[row.number - 1][column - 1] = "同上" if self.layout.ditto else None
            self.earn("YC295" if self.layout.ditto else "YC296", row.number, letters(column))
            if self.layout.merge_places:
                self._merge_down(row.number, column)

    def _merge_down(self, line: int, column: int) -> None:
        index = self.open_merges.get(column)
        if index is not None and self.merges[index][2] == line - 1:
            self.merges[index] = (self.merges[index][0], column, line, column)
            return
        self.open_merges[column] = len(self.merges)
        self.merges.append((line - 1, column, line, column))

    def foot(self, how_many: int) -> None:
        """Totals, signatures and rows that are formatted and empty."""
        if self.layout.totals:
            self.lines.append(["合计", None, f"{how_many}人"])
            self.earn("YC109")
        if self.layout.notes:
            self.lines += [["注：1.请各村如实填写；2.身份号码请用文本格式。"], ["填表说明：本表一式两份"]]
            self.earn("YC109")
        if self.layout.signature:
            self.lines += [[], ["审核人：", None, "填表人：", None, "联系电话：", None, "填报日期："]]
            self.earn("YC109")
        if self.layout.formatted_rows:
            self.lines += [[Styled(None, "text")] * 3 for _ in range(self.layout.formatted_rows)]


def _by_habit(row: Row, share: float, randomness: random.Random) -> dict[str, Cell]:
    """A row with some of its sound cells written another way."""
    touched = {fault.field for fault in row.faults}
    if not row.sound and "" in touched:
        return row.cells
    return {
        name: another_way(name, value, randomness) if name not in touched and randomness.random() < share else value
        for name, value in row.cells.items()
    }


_DATE_TEXTS: dict[str, Callable[[date], Cell]] = {
    "real": lambda day: day,
    "dashes": lambda day: day.isoformat(),
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "compact": lambda day: f"{day:%Y%m%d}",
    "long-date": lambda day: Styled(day, "long-date"),
    "month": lambda day: f"{day:%Y-%m}",
}


def shower(layout: Layout) -> Callable[[str, Cell], Cell]:
    """How this shape writes a value; what a fault put there is never rewritten."""
    as_date = _DATE_TEXTS[layout.dates]
    in_full = _DATE_TEXTS["dashes" if layout.dates == "month" else layout.dates]
    phone_as_number = layout.numbers_as == "number"

    def show(name: str, value: Cell) -> Cell:
        if type(value) is date:
            return as_date(value) if name == "birth_date" else in_full(value)
        if name in layout.by_formula and isinstance(value, str):
            return Formula(f'"{value}"', value)
        if phone_as_number and name == "phone" and isinstance(value, str) and value.isdecimal():
            return float(value)
        return value

    return show
