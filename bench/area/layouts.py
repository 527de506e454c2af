"""The shapes stations give their rosters, as data, and one function that lays people out in them."""
# ruff: noqa: E501 - a table of words reads better with one entry a line

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from area.books import Cell, Formula, Sheet, Styled
from area.habits import another_way
from area.rows import Planted, Row, Where
from area.xlsx import letters

LABELS = {
    "station": "派出所", "township": "乡镇（街道）", "village": "行政村", "name": "姓名", "sex": "性别", "birth_date": "出生年月",
    "political": "政治面貌", "education": "文化程度", "category": "人员类别（现任职务）", "id_number": "公民身份号码",
    "phone": "联系电话", "resident": "是否常驻本村", "fit": "能正常开展工作", "vetting": "核查结论", "vetted_on": "核查日期",
    "inspection": "联合考察结论", "discipline": "党纪处分", "discipline_on": "处分决定生效日期", "applied_on": "个人自荐日期",
    "recommended_on": "村两委推荐日期", "inspected_on": "联合考察日期", "decided_on": "审核确定日期", "decision": "审核结论",
    "choice": "推选意见", "fallback_reason": "未从治保主任、综治协管员中选聘的原因", "exception_note": "特殊情况说明", "remark": "备注",
}  # fmt: skip
REGISTER_LABELS = {
    "village_code": "村代码", "township": "乡镇（街道）", "village": "行政村", "unit_type": "单位类型", "station": "派出所",
    "auxiliary": "专职辅警", "auxiliary_kind": "辅警类型", "population": "村民人数", "officer": "责任民警",
    "former_names": "曾用名", "ruling": "是否需配认定", "remark": "备注",
}  # fmt: skip
ALIASES = (
    {
        "station": "所属派出所", "township": "乡镇", "village": "村名", "name": "人选姓名", "birth_date": "出生日期", "political": "党派",
        "education": "学历", "category": "现任职务", "id_number": "身份证号码", "phone": "手机号码", "resident": "常驻本村",
    },
    {
        "station": "辖区派出所", "township": "镇街", "village": "村（社区）", "name": "候选人姓名", "birth_date": "出生年月日",
        "education": "最高学历", "category": "人员身份", "id_number": "居民身份证号码", "phone": "联系方式", "resident": "是否常住本村",
    },
    {
        "station": "管辖派出所", "township": "乡（镇、办事处）", "village": "所在村", "name": "警务助理姓名", "birth_date": "出生 年月",
        "education": "*文化程度（必填）", "category": "职务", "id_number": "身份证号：", "phone": "电话", "resident": "是否在村",
    },
)  # fmt: skip
GROUPS = {
    **dict.fromkeys(
        ("name", "sex", "birth_date", "political", "education", "category", "id_number", "phone"), "人选基本情况"
    ),
    **dict.fromkeys(
        ("resident", "fit", "vetting", "vetted_on", "inspection", "discipline", "discipline_on"), "条件核查"
    ),
    **dict.fromkeys(("applied_on", "recommended_on", "inspected_on", "decided_on", "decision"), "推选程序"),
}
_FORM = tuple(LABELS)
_OTHER_ORDER = (
    "name", "id_number", "sex", "birth_date", "village", "township", "category", "education", "political", "phone", "vetting",
    "vetted_on", "inspection", "resident", "fit", "applied_on", "recommended_on", "inspected_on", "decided_on", "decision",
    "discipline", "discipline_on", "choice", "fallback_reason", "exception_note", "remark", "station",
)  # fmt: skip
_SHORT = tuple(
    name for name in _FORM if name not in {"station", "discipline", "discipline_on", "exception_note", "remark"}
)
PLACEHOLDER = "占位"


@dataclass(frozen=True, slots=True)
class Layout:
    """One shape. `extra` columns are (header, what every cell holds, the code the column earns).

    `habits`: the share of sound cells that are written some other way.
    `per_sheet`: how many people a sheet takes, 0 for all. `hide_every`, `repeat_header`, `blank_rows`: after how many
    people; 0 for never. `properties` are custom document properties.
    """

    name: str
    suffix: str = ".xlsx"
    fields: tuple[str, ...] = _FORM
    headers: dict[str, str] = field(default_factory=dict)
    title: bool = False
    groups: int = 0
    spacers: tuple[str, ...] = ()
    extra: tuple[tuple[str, str, str], ...] = ()
    number_column: bool = False
    comment_row: bool = False
    number_row: bool = False
    merge_places: bool = False
    ditto: bool = False
    totals: bool = False
    signature: bool = False
    repeat_header: int = 0
    blank_rows: int = 0
    formatted_rows: int = 0
    hide_every: int = 0
    hidden_fields: tuple[str, ...] = ()
    per_sheet: int = 0
    two_tables: bool = False
    hidden_sheet: bool = False
    note_sheet: bool = False
    age: bool = False
    dates: str = "real"
    numbers_as: str = "text"
    by_formula: tuple[str, ...] = ()
    left: int = 0
    top: int = 0
    wrapped: bool = False
    subtotals: int = 0
    notes: bool = False
    example_row: bool = False
    habits: float = 0.0
    date_1904: bool = False
    macros: bool = False
    properties: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the shape shows a field."""
        return name in self.fields or (name == "age" and self.age)


def _headers(number: int) -> dict[str, str]:
    return ALIASES[number]


SHAPES: dict[str, Layout] = {
    shape.name: shape
    for shape in (
        Layout("plain"),
        Layout("official", title=True, age=True, number_column=True, totals=True, signature=True),
        Layout("stacked", groups=1, title=True, number_column=True, dates="dashes"),
        Layout("three-rows", groups=2, signature=True, dates="long-date"),
        Layout("aliases", fields=_OTHER_ORDER, headers=_headers(0), spacers=("birth_date", "phone"), dates="slashes"),
        Layout("commented", headers=_headers(1), comment_row=True, number_row=True, title=True, dates="dots"),
        Layout("merged", merge_places=True, title=True, totals=True),
        Layout("ditto", ditto=True, number_column=True, dates="chinese"),
        Layout("two-tables", two_tables=True),
        Layout("many-sheets", per_sheet=8, hidden_sheet=True, note_sheet=True, title=True),
        Layout(
            "extra",
            extra=(("民族", "汉族", "YC104"), ("籍贯", "福建", "YC104"), ("宗教信仰", PLACEHOLDER, "YC105")),
            age=True,
        ),
        Layout("formatted", formatted_rows=10_000, dates="month", headers=_headers(2)),
        Layout("numbers", numbers_as="number", dates="compact"),
        Layout("short", fields=_SHORT, title=True, signature=True),
        Layout("repeated", repeat_header=6, hide_every=7, title=True),
        Layout("gaps", age=True, blank_rows=5, totals=True, fields=_OTHER_ORDER),
        Layout("formulas", by_formula=("sex", "education", "station")),
        Layout("sloppy", habits=0.15, age=True),
        Layout("offset", left=2, top=3, wrapped=True, title=True),
        Layout("wordy", subtotals=7, notes=True, number_column=True, example_row=True, title=True, totals=True),
        Layout("hidden-columns", hidden_fields=("township", "education"), title=True),
        Layout("1904", date_1904=True),
        Layout("xlsm", suffix=".xlsm", macros=True, title=True),
        Layout("xls", age=True, suffix=".xls", title=True, number_column=True),
        Layout("xls-merged", suffix=".xls", merge_places=True, hide_every=9, headers=_headers(0)),
        Layout("et", suffix=".et", headers=_headers(1), signature=True),
        Layout("csv", suffix=".csv", dates="dashes"),
        Layout("ods", suffix=".ods", title=True, number_column=True),
    )
}


@dataclass(slots=True)
class _Column:
    field: str
    header: str
    filler: str = ""
    code: str = ""


def lay_out(layout: Layout, rows: list[Row], station: str, path: str) -> tuple[list[Sheet], list[Planted]]:
    """People as the sheets of one workbook; every row learns its place. Also the findings the shape itself earns."""
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
    return sheets, earned


def columns_of(layout: Layout) -> list[_Column]:
    """The columns of a shape from left to right; a spacer is a column without a header."""
    columns = [_Column("", "") for _ in range(layout.left)]
    if layout.number_column:
        columns.append(_Column("", "序号", code="YC104"))
    for name in layout.fields:
        columns.append(_Column(name, layout.headers.get(name, LABELS.get(name, ""))))
        if name == "birth_date" and layout.age:
            columns.append(_Column("age", "年龄"))
        if name in layout.spacers:
            columns.append(_Column("", ""))
    return columns + [_Column("", header, filler, code) for header, filler, code in layout.extra]


def _sheet(layout: Layout, rows: list[Row], station: str, path: str, name: str) -> tuple[Sheet, list[Planted]]:
    page = _Page(layout, columns_of(layout), path, name)
    page.lines += [[] for _ in range(layout.top)]
    if layout.title:
        page.titles(station)
    page.header()
    halves = [rows]
    if layout.two_tables and len(rows) > 3:
        halves = [rows[: len(rows) // 2], rows[len(rows) // 2 :]]
    for number, half in enumerate(halves):
        if number:
            page.columns = columns_of(replace(layout, fields=_OTHER_ORDER, headers=ALIASES[1]))
            page.lines += [[], ["补充名单"]]
            page.header()
            page.earn("YC110")
        page.people(half)
    page.foot(len(rows))
    hidden = {n for n, column in enumerate(page.columns, 1) if column.field in layout.hidden_fields}
    if hidden:
        page.earn("YC108")
    widths = {n: 20.0 if column.field == "id_number" else 12.0 for n, column in enumerate(page.columns, 1)}
    return Sheet(name or "Sheet1", page.lines, page.merges, page.hidden, hidden, widths=widths), page.earned


@dataclass(slots=True)
class _Page:
    """One sheet while it is being filled."""

    layout: Layout
    columns: list[_Column]
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
        self.merges.append((2, 1, 2, width))

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
        show, randomness = _shower(layout), random.Random(self.path)
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


def _shower(layout: Layout) -> Callable[[str, Cell], Cell]:
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


def without(layout: Layout, name: str) -> Layout:
    """The shape without one column."""
    return replace(layout, fields=tuple(field for field in layout.fields if field != name))
