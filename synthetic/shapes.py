"""The shapes stations give their rosters, as data: labels, aliases, orders of columns, and what stands around the table."""
# ruff: noqa: E501 - a table of words reads better with one entry a line

from dataclasses import dataclass, field, replace

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
OTHER_ORDER = (
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
    people; 0 for never. `torn_every`: in which lines of a text the last cell opens a quote and does not close it. `properties` are custom document properties.
    `headerless`: how many more people stand on a sheet without a header. `attachment`: a scan lies beside the file.
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
    torn_every: int = 0
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
    forms: bool = False
    sheet_per_village: bool = False
    headerless: int = 0
    attachment: bool = False
    properties: dict[str, str] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the shape shows a field."""
        return name in self.fields or (name == "age" and self.age)


SHAPES: dict[str, Layout] = {
    shape.name: shape
    for shape in (
        Layout("plain"),
        Layout("official", title=True, age=True, number_column=True, totals=True, signature=True),
        Layout("stacked", groups=1, title=True, number_column=True, dates="dashes"),
        Layout("three-rows", groups=2, signature=True, dates="long-date"),
        Layout("aliases", fields=OTHER_ORDER, headers=ALIASES[0], spacers=("birth_date", "phone"), dates="slashes"),
        Layout("commented", headers=ALIASES[1], comment_row=True, number_row=True, title=True, dates="dots"),
        Layout("merged", merge_places=True, title=True, totals=True),
        Layout("ditto", ditto=True, number_column=True, dates="chinese"),
        Layout("two-tables", two_tables=True),
        Layout("many-sheets", per_sheet=8, hidden_sheet=True, note_sheet=True, title=True),
        Layout(
            "extra",
            extra=(("民族", "汉族", "YC104"), ("籍贯", "福建", "YC104"), ("宗教信仰", PLACEHOLDER, "YC105")),
            age=True,
        ),
        Layout("formatted", formatted_rows=10_000, dates="month", headers=ALIASES[2]),
        Layout("numbers", numbers_as="number", dates="compact"),
        Layout("short", fields=_SHORT, title=True, signature=True),
        Layout("repeated", repeat_header=6, hide_every=7, title=True),
        Layout("gaps", age=True, blank_rows=5, totals=True, fields=OTHER_ORDER),
        Layout("formulas", by_formula=("sex", "education", "station")),
        Layout("sloppy", habits=0.15, age=True),
        Layout("offset", left=2, top=3, wrapped=True, title=True),
        Layout("wordy", subtotals=7, notes=True, number_column=True, example_row=True, title=True, totals=True),
        Layout("hidden-columns", hidden_fields=("township", "education"), title=True),
        Layout("1904", date_1904=True),
        Layout("xlsm", suffix=".xlsm", macros=True, title=True),
        Layout("xls", age=True, suffix=".xls", title=True, number_column=True),
        Layout("xls-merged", suffix=".xls", merge_places=True, hide_every=9, headers=ALIASES[0]),
        Layout("et", suffix=".et", headers=ALIASES[1], signature=True),
        Layout("csv", suffix=".csv", dates="dashes"),
        Layout("torn-csv", suffix=".csv", dates="dashes", torn_every=3),
        Layout("ods", suffix=".ods", title=True, number_column=True),
        Layout("forms", forms=True, dates="chinese"),
        Layout("forms-xls", suffix=".xls", forms=True, headers=ALIASES[0], dates="dashes", attachment=True),
        Layout("sheet-per-village", sheet_per_village=True, signature=True),
        Layout("headerless", title=True, headerless=3, attachment=True),
    )
}


@dataclass(slots=True)
class Column:
    """One column of a shape; without a field it holds a filler, and its header may earn a finding."""

    field: str
    header: str
    filler: str = ""
    code: str = ""


def columns_of(layout: Layout) -> list[Column]:
    """The columns of a shape from left to right; a spacer is a column without a header."""
    columns = [Column("", "") for _ in range(layout.left)]
    if layout.number_column:
        columns.append(Column("", "序号", code="YC104"))
    for name in layout.fields:
        columns.append(Column(name, layout.headers.get(name, LABELS.get(name, ""))))
        if name == "birth_date" and layout.age:
            columns.append(Column("age", "年龄"))
        if name in layout.spacers:
            columns.append(Column("", ""))
    return columns + [Column("", header, filler, code) for header, filler, code in layout.extra]


def without(layout: Layout, name: str) -> Layout:
    """The shape without one column."""
    return replace(layout, fields=tuple(field for field in layout.fields if field != name))
