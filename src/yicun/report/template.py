"""Blank rosters for the stations and a blank register: forms in which most of what can go wrong cannot.

Made from `model.fields` alone: columns, drop-downs, notes and the example row, which the reader knows by its 序号 示例.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from yicun.model.fields import (
    FIELDS,
    SELF_CHECK_COLUMN,
    STEPS,
    TEMPLATE_VERSION,
    VILLAGE_FIELDS,
    Field,
    Kind,
    TableKind,
)
from yicun.model.masks import mask_text
from yicun.model.scheme import DECIDED, in_force
from yicun.report import self_check
from yicun.report.sheet import MAKER, Book, page, put, put_across, put_formula
from yicun.report.table import Column, put_head, put_line

_SPARE = 20  # bordered rows below those that are filled in
_CHECKED = 2_000  # rows from the example on that are checked while typing
_WHO = 3  # the last of the columns that say whom a row is about
_GROUPS = (
    ("vetted_on", "choice"),
    ("sex", "birth_date", "political"),
    ("discipline", "discipline_on", "fallback_reason", "exception_note"),
    ("decided_on", "decision"),
    ("station", "remark"),
)
"""Columns behind the steps, which follow those that must be filled in; each group can be folded away."""
_EXAMPLE = "示例"
_EXPLAINED = (
    Column("列名", 30, "text"),
    Column("是否必填", 22, "text"),
    Column("可填内容", 50, "text"),
    Column("怎样填写", 44, "text"),
    Column("举例", 22, "text"),
)
_GREY, _NEEDED = "#808080", "#FFF2CC"
_HEADER_HEIGHT, _ROW_HEIGHT = 48.0, 24.0  # pt
_WIDTHS = {
    Kind.ID_NUMBER: 22, Kind.PHONE: 15, Kind.DATE: 13, Kind.CHOICES: 18, Kind.TEXT: 18, Kind.STATION: 14,
    Kind.TOWNSHIP: 14, Kind.VILLAGE: 14, Kind.CODE: 16, Kind.NAMES: 14,
}  # fmt: skip
_HOW_TO = (
    "1. 每村报一名的填一行；一村报几名的，在该村下面插入一行，并填“推选意见”。",
    "2. 列名带 * 的必须填写；不掌握的结论填“待核”，不要留空。",
    "3. 请从下拉框中选择；“人员类别（现任职务）”可填几项，用“、”隔开。",
    "4. 公民身份号码、联系电话和日期都是文本格式，请直接输入或“只粘贴值”；日期写成 2020-05-06。",
    "5. 不要改动列名，不要增加列；不得填写病情、信仰、信访等情况。",
    "6. 辖区没有应推选的村的，在“零报告”右边填“是”。",
    "7. “自查”一列由公式自动填写，指出缺项、身份号码校验位不符或重复等问题，不要改动；右侧各组列可折叠。",
    "8. 灰色的示例行可以保留，不会被读取。",
)


def roster(
    station: str, villages: Sequence[tuple[str, str]], as_of: date, area: str, example: Mapping[str, str] | None = None
) -> bytes:
    """A blank roster of one station as .xlsx: its villages (township, village) filled in, everything else to be filled.

    What must be filled in stands first and prints on one page; a column 自查 says while typing what is wrong in a row;
    the other columns follow in groups. `example` replaces values of the example row, by field name. The document
    properties hold `yicun-template` (the version) and `yicun-station`.
    """
    first, rest = _columns()
    book = _book(f"{station}{in_force().title}推选人选报送表", as_of)
    book.workbook.set_custom_property("yicun-station", mask_text(station)[:255], "text")
    sheet = book.sheet("推选名单")
    put_across(sheet, 0, (0, len(first)), f"{area}{in_force().title}推选人选报送表", book.title)
    put(sheet, 1, 0, f"填报单位（盖章）：{station}", book.line)
    put(sheet, 1, len(first) - 2, "填报时间：", book.line)
    put_across(sheet, 2, (0, 3), "零报告（无应推选的村请填“是”）", book.line)
    put(sheet, 2, 4, None, book.centred)
    sheet.data_validation(2, 4, 2, 4, {"validate": "list", "source": ["是"], "ignore_blank": True})
    filled = [{"station": station, "township": township, "village": village} for township, village in villages]
    shown = {"station": station, **dict(zip(("township", "village"), (*villages, ("", ""))[0], strict=True))}
    columns: list[Field | str] = [*first, SELF_CHECK_COLUMN, *(field for group in rest for field in group)]
    end = _put_form(
        book, sheet, columns, filled, 3, {**{key: text for key, text in shown.items() if text}, **(example or {})}
    )
    _put_self_check(book, sheet, columns, (5, end))
    _fold(sheet, len(first) + 2, rest)
    page(sheet, repeat=(0, 3), area=(end, len(first)))
    sheet.freeze_panes(4, _WHO + 1)
    _put_how_to(book, [*first, *(field for group in rest for field in group)])
    return book.content()


def _columns() -> tuple[list[Field], list[list[Field]]]:
    """What must be filled in, and the groups of everything else; the age is never asked for."""
    procedure = in_force().procedure
    unasked = {"age", *(step for step in STEPS if step != DECIDED and step not in procedure.fields)}
    left = {field.name: field for field in FIELDS[TableKind.CANDIDATES] if field.name not in unasked}
    first = [left.pop(name) for name in list(left) if left[name].required or name == "township"]
    dated, *others = _GROUPS
    ordered = ((*(step.field for step in procedure.nominating), *dated), *others)
    groups = [[left.pop(name) for name in group if name in left] for group in ordered]
    return first, [*groups, list(left.values())]


def _fold(sheet: Worksheet, column: int, groups: Sequence[Sequence[Field]]) -> None:
    """Every group can be folded away by itself: between two of them the level changes."""
    for number, group in enumerate(groups):
        for field in group:
            sheet.set_column(column, column, width_of(field), None, {"level": 1 + number % 2})
            column += 1


def _put_self_check(book: Book, sheet: Worksheet, columns: Sequence[Field | str], rows: tuple[int, int]) -> None:
    """The column 自查, its count above the table, and the colours that follow it; `rows` count from 0."""
    letters = {field.name: xl_col_to_name(at) for at, field in enumerate(columns, 1) if isinstance(field, Field)}
    required = [field for field in columns if isinstance(field, Field) and field.required]
    at = columns.index(SELF_CHECK_COLUMN) + 1
    check, excel_rows = xl_col_to_name(at), (rows[0] + 1, rows[1] + 1)
    sheet.set_column(at, at, 34)
    for row in range(rows[0], rows[1] + 1):
        put_formula(sheet, row, at, self_check.row_check(letters, required, row + 1, excel_rows), "", book.text)
    put_formula(sheet, 2, at, self_check.summary(check, excel_rows), "自查：待补正 0 行", book.line)
    self_check.put_formats(book, sheet, letters, required, check, excel_rows)


def register(as_of: date, area: str) -> bytes:
    """A blank 行政村底册 as .xlsx."""
    book = _book(f"{area}行政村底册", as_of)
    sheet = book.sheet("行政村底册")
    put_across(sheet, 0, (0, len(VILLAGE_FIELDS)), f"{area}行政村底册", book.title)
    _put_form(book, sheet, VILLAGE_FIELDS, [], 1, {})
    _put_how_to(book, VILLAGE_FIELDS)
    return book.content()


def _book(title: str, as_of: date) -> Book:
    book = Book(as_of, title)
    book.workbook.set_custom_property("yicun-template", TEMPLATE_VERSION, "text")
    return book


def _put_form(
    book: Book,
    sheet: Worksheet,
    columns: Sequence[Field | str],
    filled: Sequence[dict[str, str]],
    header: int,
    shown: Mapping[str, str],
) -> int:
    """序号 and the columns from row `header` on: header, example, filled rows, spare rows. Gives the last row.

    A column that is no field is a header without anything below it; `shown` replaces values of the example row.
    """
    sheet.set_row(0, 36)
    sheet.set_row(header, _HEADER_HEIGHT)
    example, end = header + 1, header + 2 + len(filled) + _SPARE
    put(sheet, header, 0, "序号", book.heading)
    grey = book.style(align="center", font_color=_GREY, italic=True)
    put(sheet, example, 0, _EXAMPLE, grey)
    sheet.set_column(0, 0, 6, book.style(align="center", border=0))
    for row in range(example, end):
        sheet.set_row(row, _ROW_HEIGHT)
        number = row - example
        if number:
            put(sheet, row, 0, number if number <= len(filled) else None, book.number)
    for column, field in enumerate(columns, 1):
        if isinstance(field, str):
            put(sheet, header, column, field, book.heading)
        else:
            _put_column(book, sheet, (header, end), column, field, filled)
            put(sheet, example, column, shown.get(field.name, field.example), grey, number=True)
    page(sheet, repeat=(0, header), area=(end - 1, len(columns)))
    return end - 1


def _put_column(
    book: Book, sheet: Worksheet, rows: tuple[int, int], column: int, field: Field, filled: Sequence[dict[str, str]]
) -> None:
    """One field: its header and what is filled in between the example row and the end of the form."""
    header, end = rows
    kept_as = "0" if field.kind is Kind.WHOLE_NUMBER else "@"
    style = book.style(face=book.fonts.names if field.kind in _NAMED else None, align="center", num_format=kept_as)
    plain = book.style(align="center", border=0, num_format=kept_as)
    sheet.set_column(column, column, width_of(field), plain)
    put_header(book, sheet, header, column, field)
    for row in range(header + 2, end):
        number = row - header - 2
        put(sheet, row, column, filled[number].get(field.name) if number < len(filled) else None, style)
    if rule := rule_of(field):
        sheet.data_validation(header + 1, column, header + 1 + _CHECKED, column, rule)


def width_of(field: Field) -> float:
    """How wide a column of this field is."""
    return _WIDTHS.get(field.kind, 9 if field.required else 11)


_NAMED = frozenset((Kind.STATION, Kind.TOWNSHIP, Kind.VILLAGE, Kind.NAME, Kind.NAMES))


def put_header(book: Book, sheet: Worksheet, row: int, column: int, field: Field) -> None:
    """The heading of a field, with a note that says how to fill it in."""
    style = book.style(face=book.fonts.label, align="center", bg_color=_NEEDED if field.required else "#FFFFFF")
    put(sheet, row, column, field.label + ("*" if field.required else ""), style)
    note = "\n".join(filter(None, (_needed(field), _what(field), field.note, _such_as(field))))
    sheet.write_comment(row, column, note, {"author": MAKER, "x_scale": 1.6, "y_scale": 1.4})


def rule_of(field: Field) -> dict[str, Any] | None:
    """What Excel checks while somebody types, or only says where a list is open."""
    prompt = {
        "input_title": field.label[:32],
        "input_message": "\n".join(filter(None, (_what(field), field.note)))[:255],
    }
    if field.choices is not None:
        open_list = field.kind is Kind.CHOICES
        marked = bool(field.choices.marks or field.choices.prefixes)
        return {
            "validate": "list", "source": list(field.choices.offered), "show_error": not open_list,
            "error_type": "warning" if marked else "stop", "error_title": field.label[:32],
            "error_message": "请从下拉框中选择。", **prompt,
        }  # fmt: skip
    length = {Kind.ID_NUMBER: (18, 18), Kind.PHONE: (7, 40), Kind.CODE: (12, 12)}.get(field.kind)
    if length is not None:
        low, high = length
        message = f"应为 {low} 位。" if low == high else "请填手机号码或带区号的电话号码。"
        return {
            "validate": "length", "criteria": "between", "minimum": low, "maximum": high,
            "error_title": field.label[:32], "error_message": message, **prompt,
        }  # fmt: skip
    return {"validate": "any", **prompt} if prompt["input_message"] else None


def _put_how_to(book: Book, fields: Sequence[Field]) -> None:
    sheet = book.sheet("填表说明")
    row = 0
    for row, text in enumerate(_HOW_TO):
        put_across(sheet, row, (0, len(_EXPLAINED) - 1), text, book.note)
        sheet.set_row(row, _ROW_HEIGHT)
    put_head(sheet, book, row + 2, _EXPLAINED, height=_ROW_HEIGHT)
    for at, field in enumerate(fields, row + 3):
        texts = (field.label, _needed(field), _what(field), field.note, field.example)
        put_line(sheet, book, at, _EXPLAINED, texts, least=_ROW_HEIGHT)
    page(sheet, area=(row + 2 + len(fields), len(_EXPLAINED) - 1))


def _needed(field: Field) -> str:
    if field.required:
        return "必填"
    return f"{field.needed_when}必填" if field.needed_when else "选填"


def _what(field: Field) -> str:
    """What may stand in a field, in one line."""
    if field.choices is not None:
        return "、".join(field.choices.offered)
    return {
        Kind.DATE: "日期，如 2020-05-06", Kind.ID_NUMBER: "18 位公民身份号码", Kind.CODE: "12 位代码",
        Kind.PHONE: "手机号码，或带区号的电话号码", Kind.WHOLE_NUMBER: "整数",
        Kind.AMOUNT: "数字，可有小数",
    }.get(field.kind, "")  # fmt: skip


def _such_as(field: Field) -> str:
    return f"例：{field.example}" if field.example else ""
