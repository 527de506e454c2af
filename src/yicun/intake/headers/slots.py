"""Cells as a form has them: a merged area is one cell, and each says whether it is a label or an answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from yicun.intake.grid import Cell
from yicun.intake.headers.labels import field_of, is_refused, names_field, normalised
from yicun.intake.headers.odd_rows import is_hint, looks_like_id, squeezed
from yicun.intake.headers.sheet import Sheet
from yicun.model.fields import BY_NAME, Kind, TableKind

_WORDS = re.compile(
    r"(一寸|近期|免冠|二寸)*(照|相)片|贴照片处|籍贯|民族|婚[姻育](状况)?|(个人|工作|主要|学习)*(简历|经历|履历)|健康(状况|情况)|身体状况"
    r"|(参加工作|入党|入伍|任职|毕业|填[表报]|加入)(时间|日期)|(现|原)?工作单位(及职务)?|(现|家庭|户籍)*(住址|地址|所在地)|毕业(院校|学校)(及专业)?|专业"
    r"|(奖惩|获奖|受奖|表彰|工作|任职|公示|现实表现|基本)情况|特长|(主要)?(事迹|业绩)|推荐理由|现实表现|服务承诺|编号|序号|曾用名|邮箱|QQ号?|微信号?|户口性质|户籍|备注"
    r"|.{0,24}(意见|签[名字章]|盖章|评语|公示结果)(\(.{1,8}\))?"
)
_LONGEST = 40
_DATE = re.compile(r"(19|20)\d{2}\D.*|(19|20)\d{4,6}")
_PHONE = re.compile(r"[\d\-+、,/()]{7,40}")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·•]{2,12}")
_VILLAGE = re.compile(r".(村|社区|居委会|村委会|村民委员会)$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell, merged or not: rows `row` to `last_row`, columns `column` to `last_column` (indexes, ends included)."""

    row: int
    column: int
    last_row: int
    last_column: int
    cell: Cell

    @property
    def text(self) -> str:
        """Its text without any blanks."""
        return squeezed(self.cell)

    @property
    def is_label(self) -> bool:
        """Whether it says what stands beside or below it."""
        return type(self.cell) is str and is_label(self.cell)


@lru_cache(maxsize=4096)
def is_label(text: str) -> bool:
    """Whether a text labels an answer of a form: a field, something refused, or what no roster asks for."""
    if len(text) > _LONGEST:
        return False
    return names_field(text) or is_refused((text,)) or _WORDS.fullmatch(normalised(text)) is not None


def slots_of(sheet: Sheet, row: int) -> list[Slot]:
    """The cells of a row from left to right, with merged ones that begin above it."""
    slots: list[Slot] = []
    column = 0
    cells = sheet.row(row)
    while column < sheet.grid.width:
        area = sheet.area_at(row, column)
        if area is None:
            slots.append(Slot(row, column, row, column, cells[column]))
        else:
            top = cells if area.first_row == row else sheet.row(area.first_row)
            at = max(area.first_column, 0)
            slots.append(Slot(area.first_row, at, area.last_row, area.last_column, top[at]))
        column = slots[-1].last_column + 1 if slots[-1].last_column >= column else column + 1
    return slots


def pairs(slots: Sequence[Slot], row: int) -> Iterator[tuple[Slot, Slot | None]]:
    """Each label that begins in a row, with the cell to its right (None at the end of the row)."""
    for at, slot in enumerate(slots):
        if slot.row == row and slot.is_label:
            yield slot, slots[at + 1] if at + 1 < len(slots) else None


def is_form_row(sheet: Sheet, row: int) -> bool:
    """Whether a row is part of a form, where labels and answers take turns, and no header over a table."""
    if sum(1 for cell in sheet.row(row) if type(cell) is str and names_field(cell)) < 2:
        return False
    answered = beside = 0
    named = False
    for label, right in pairs(slots_of(sheet, row), row):
        if right is None or not names_field(str(label.cell)):
            continue
        if right.is_label:
            beside += 1
        else:
            answered += surely_answers(str(label.cell), right.cell)
            named |= field_of_label(str(label.cell)) == "name" and is_name(right.text)
    return answered > beside and (named or answered > 1)  # 联系电话 alone stands in a line of signatures


def surely_answers(label: str, cell: Cell) -> bool:
    """Whether a cell can only be the answer to a label: an ID, a date, a listed word, a village."""
    name, text = field_of_label(label), squeezed(cell)
    if name is None or not text or is_label(str(cell)):
        return False
    field = BY_NAME[TableKind.CANDIDATES][name]
    if field.choices is not None:
        return text in field.choices.values or text in field.choices.synonyms or text in field.choices.doubtful
    match field.kind:
        case Kind.ID_NUMBER:
            return looks_like_id(cell) or looks_like_id(text)
        case Kind.PHONE:
            return _PHONE.fullmatch(text) is not None
        case Kind.DATE:
            return not isinstance(cell, str | float) or _DATE.match(text) is not None
    return field.kind is Kind.VILLAGE and _VILLAGE.search(text) is not None


def is_name(text: str) -> bool:
    """Whether a text without blanks may be somebody's name."""
    return _NAME.fullmatch(text) is not None and not is_label(text) and not is_hint(text)


def field_of_label(label: str) -> str | None:
    """The field of a roster that a label names on its own."""
    return None if is_refused((label,)) else field_of((label,), TableKind.CANDIDATES)
