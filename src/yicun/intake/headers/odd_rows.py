"""What a row below a header is: a person or unit, or one of the things stations write between them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import numpy as np

from yicun.intake.grid import Cell, Flags, Grid, Ints, NoValue
from yicun.intake.headers.labels import about_another, is_header_text
from yicun.intake.headers.surroundings import is_nil_report
from yicun.intake.headers.village_names import in_section, township_of_section
from yicun.model.absent import MISSING, nobody
from yicun.model.fields import BLANK_MARKS, BY_NAME, Kind, TableKind
from yicun.model.invisible import INVISIBLE


class RowKind(StrEnum):
    """A row that holds nobody, by the word the clerk reads."""

    BLANK = ""
    TOTAL = "合计行"
    NOTE = "说明行"
    SIGNATURE = "落款行"
    COLUMN_NUMBERS = "列号行"
    REPEATED_HEADER = "重复的表头"
    SAMPLE = "示例行"
    UNFILLED = "未填人选的行"
    CAPTION = "标题行"
    CONTINUED = "同一人的续行"
    NIL = "零报告行"


_BLANKS = re.compile(rf"[\s{INVISIBLE}]+")
_TOTAL = re.compile(r"(本页|本村|全所|全市|总)?(合计|小计|总计|共计|累计|总数)")
_NOTE = re.compile(r"(备?注|附注|说明|填[表报写](说明|要求|须知)|注意事项)\d*(:|$|[一二三1][、.])|[★※]|\d+[、.].{8,}")
_NUMERAL = r"[\d_〇○零一二三四五六七八九十]*"
_SIGNATURE = re.compile(
    r"(审核|填表|填报|制表|经办|联系|负责|审批|签发)(人|单位|日期|时间)?(\(?(签[字名章]|盖章)\)?)?:|(审核人|填[表报]人|制表人|经办人|负责人)"
    r"|(单位|派出所|所)?(负责人|领导|所长)(\(?签[字名章]\)?)?:|(联系)?电话:|(填[报表]|报送)?(单位|日期|时间)(\(盖章\))?:|\(?(盖章|公章|签[字章])\)?$"
    rf"|{_NUMERAL}年{_NUMERAL}月{_NUMERAL}日?$"
)
_SIGNED = re.compile(r"\((签[名字章]|亲?笔签名|盖章|公章|印章)\)$")
_OPINION = re.compile(
    r"[^:]{0,24}(意见|签[名字章]|盖章|评语|公示(情况|结果))[^:]{0,8}:"
    r"|(村|社区|镇|乡|街道|办事处|派出所|党[委总支]|政府|县|市|公安|大队|支部|联合|个人|本人|组织|推荐|考察|审核).{0,20}(意见|签[名字章]|盖章|评语)(\(.{1,6}\))?$"
)
_PROSE = re.compile(r"[:,;。，；：].{3,}")
_TITLE_LINE = re.compile(r"附件|((填报|报送|上报)?单位|填报派出所)(\(.{1,3}\))?:")
_SAMPLE = re.compile(r"[(]?(示例|样例|范例|示范|例|例如)[)]?:?\d*")
_HINT = re.compile(r"必填|选填|可不填|可留空|请|填写|^填|^如:|^例|例如|格式|下拉|\d位|文本|^[^\d/]{1,4}/[^\d/]{1,4}$")
_ID_LIKE = re.compile(r"[0-9A-Za-z*]{14,20}")
_COUNTING = {
    mark: number
    for marks in ("一二三四五六七八九十", "①②③④⑤⑥⑦⑧⑨⑩", "甲乙丙丁戊己庚辛壬癸")
    for number, mark in enumerate(marks, 1)
}
_FIRST_STRETCH = 256  # rows looked at together at first; doubled each time, for the look often ends early
_LONGEST = 2_000  # characters of a cell that tell what its row is
_FEW = 2  # fields that may be filled in a row of signatures or notes
_PLACES = frozenset(("station", "township", "village"))
_OF_PERSON = frozenset(("id_number", "phone", "birth_date"))
_WORKED_OUT = frozenset(("age", "sex", "birth_date"))  # formulas over the ID, dragged down below the last row
_REMARKS = frozenset(("remark", "exception_note", "fallback_reason"))
_NOTHING = BLANK_MARKS | {"0", "无", "FALSE", "false"}
SAMPLE_NAMES = frozenset(("示例", "样例", "范例"))
_VILLAGE_ENDINGS = frozenset("村区会居场")


def squeezed(cell: Cell) -> str:
    """A cell's text in NFKC without any blanks; numbers as digits, everything else that is no text as a mark.

    A formula that has no value yet and an unticked box say nothing of what a row is.
    """
    if cell is None or cell is False or isinstance(cell, NoValue):
        return ""
    if isinstance(cell, str):
        return _BLANKS.sub("", unicodedata.normalize("NFKC", cell[:_LONGEST]))
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else f"{cell:.0f}"
    return "?"


def odd_rows(grid: Grid, among: range, first: int, columns: Mapping[str, int], kind: TableKind) -> Iterator[int]:
    """The rows `among` these that do not look like a person or unit at first sight; no text is cleaned for it.

    `first` is the index of the table's leftmost column, `columns` field -> index. A row passes with an ID, or with a
    village (and a name, in a roster of people), unless its first cell may say that it is a sample or a total.
    """
    begin, size = among.start, _FIRST_STRETCH
    while begin < among.stop:
        stretch = np.arange(begin, min(begin + size, among.stop))
        yield from stretch[_are_odd(grid, stretch, first, columns, kind)].tolist()
        begin, size = begin + size, 2 * size


def _are_odd(grid: Grid, rows: Ints, first: int, columns: Mapping[str, int], kind: TableKind) -> Flags:
    number, village, name = (columns.get(key) for key in ("id_number", "village", "name"))
    people = kind is TableKind.CANDIDATES
    odd = grid.cells[rows, first].passing(_may_be_no_person)
    if name is not None:
        odd |= grid.cells[rows, name].passing(_names_a_sample)
    unknown = ~odd
    if people and number is not None:
        unknown &= ~grid.cells[rows, number].passing(looks_like_id)
    asked = np.flatnonzero(unknown)
    if village is None or (people and name is None):
        odd[asked] = True
        return odd
    odd[asked] = ~grid.cells[rows[asked], village].passing(_looks_like_village)
    if people and name is not None:
        odd[asked] |= ~grid.cells[rows[asked], name].passing(_looks_like_name)
    return odd


def _may_be_no_person(cell: Cell) -> bool:
    return type(cell) is str and ("例" in cell or "计" in cell)


def _names_a_sample(cell: Cell) -> bool:
    return cell in SAMPLE_NAMES


def looks_like_id(cell: Cell) -> bool:
    """Whether a cell holds something as long as an ID, at first sight."""
    if type(cell) is str:
        return len(cell) > 14 and cell[:6].isdigit()
    return type(cell) is float and cell >= 1e14


def _looks_like_village(cell: Cell) -> bool:
    return (
        type(cell) is str
        and cell[-1:] in _VILLAGE_ENDINGS
        and cell.isalnum()
        and not cell[0].isdigit()
        and not is_header_text(cell)
    )


def _looks_like_name(cell: Cell) -> bool:
    return (
        type(cell) is str
        and 2 <= len(cell) <= 4
        and cell.isalpha()
        and not is_header_text(cell)
        and nobody(cell) is None
    )


def row_kind(row: Sequence[Cell], columns: Mapping[str, int], kind: TableKind) -> RowKind | None:
    """What an odd row is; None where it may be a person or unit (the reading of its cells will say what is wrong).

    `columns` is field -> index in `row`. A row with an ID, or with a village and a name, is never skipped, save for one
    that calls itself a sample.
    """
    texts = [squeezed(cell) for cell in row]
    filled = [text for text in texts if text]
    if not filled:
        return RowKind.BLANK
    held = {name: texts[at] for name, at in columns.items() if texts[at]}
    if kind is TableKind.CANDIDATES:
        held = {name: text for name, text in held.items() if not _is_blank_mark(text)}
    if _SAMPLE.fullmatch(filled[0]) or held.get("name") in SAMPLE_NAMES:
        return RowKind.SAMPLE
    if _counts_up(filled):
        return RowKind.COLUMN_NUMBERS
    if _is_somebody(held, kind):
        return RowKind.SIGNATURE if _is_somebody_else(filled, held) else None
    if len(filled) == 1 and (alone := _alone(filled[0], held)) is not None:
        return alone
    dates = {at for name, at in columns.items() if BY_NAME[kind][name].kind is Kind.DATE}
    undated = [text for at, text in enumerate(texts) if text and at not in dates]
    return _worded(undated, held) or _without_anybody(filled, held, kind, columns)


def _is_blank_mark(text: str) -> bool:
    return text in _NOTHING or text.lower() in MISSING


def _is_unfilled(held: Mapping[str, str], *, placed: bool) -> bool:
    """Whether a row of a village names nobody: a word for none and nothing of a person, or only what Excel worked out.

    A row with a name alone, though it says that there is none, belongs to no village and is no row of one, unless the
    table is `placed`: it has no column for the village, which is named around it.
    """
    words = held.get("name")
    if words is not None:
        return (placed or "village" in held) and nobody(words) is not None and not held.keys() & _OF_PERSON
    return (
        bool(held)
        and held.keys() <= _PLACES | _REMARKS | _WORKED_OUT
        and ("village" in held or held.keys() <= _WORKED_OUT)
    )


def is_id(text: str) -> bool:
    """Whether a squeezed text may be meant as a resident ID, damaged or not."""
    return _ID_LIKE.fullmatch(text) is not None and sum(character.isdigit() for character in text) >= 10


def _is_somebody(held: Mapping[str, str], kind: TableKind) -> bool:
    if is_id(held.get("id_number", "")):
        return True
    if kind is TableKind.CANDIDATES and nobody(held.get("name", "")) is not None and not held.keys() & _OF_PERSON:
        return False
    key = ("village", "name") if kind is TableKind.CANDIDATES else ("village",)
    return all(name in held and _is_plain(held[name]) and not held[name][0].isdigit() for name in key) and (
        kind is TableKind.CANDIDATES or len(held) > 1
    )


def _alone(text: str, held: Mapping[str, str]) -> RowKind | None:
    """What the only text of a row makes of it: it heads the rows below, or is a sentence and nobody."""
    if "village" not in held and (in_section(text) is not None or township_of_section(text)):
        return RowKind.CAPTION
    if _is_blank_mark(text) and text != "无":
        return RowKind.BLANK
    if _SIGNED.search(text):
        return RowKind.SIGNATURE
    if _kind_by_words(text) is None and nobody(text) is not None:
        return RowKind.UNFILLED
    return RowKind.NOTE if "name" in held and _kind_by_words(text) is None and _PROSE.search(text) else None


def _is_somebody_else(filled: Sequence[str], held: Mapping[str, str]) -> bool:
    """Whether a row names somebody beside the candidates, with labels in it (村书记、王某、电话、1390…)."""
    labelled = any(is_header_text(text.rstrip(":")) for text in filled)
    return labelled and any(map(about_another, filled)) and not is_id(held.get("id_number", ""))


def is_title(texts: Sequence[str]) -> bool:
    """Whether a row of squeezed texts may be the title of the table below it, or its 填报单位 line."""
    filled = [text for text in texts if text]
    if len(filled) == 1:
        return not is_id(filled[0]) and (_is_plain(filled[0]) or _TITLE_LINE.match(filled[0]) is not None)
    return any(map(_TITLE_LINE.match, filled))


def is_hint(text: str) -> bool:
    """Whether a squeezed text tells how to fill in a column (请填18位, 必填, 如：13800000000, 男/女)."""
    return _HINT.search(text) is not None


def _worded(filled: Sequence[str], held: Mapping[str, str]) -> RowKind | None:
    """What the words in a row make of it, unless so much else is filled that it may be somebody all the same."""
    if any(_TOTAL.match(text) for text in filled[:3]):
        return RowKind.TOTAL
    words = next(filter(None, map(_kind_by_words, filled)), None)
    if words is not None and sum(1 for text in held.values() if _kind_by_words(text) is None) <= _FEW:
        return words
    return RowKind.NOTE if 2 * sum(map(is_hint, filled)) >= len(filled) else None


def _kind_by_words(text: str) -> RowKind | None:
    """What one text makes of its row, wherever in the row it stands."""
    if "零报告" in text or is_nil_report((text,)):
        return RowKind.NIL
    if _NOTE.match(text):
        return RowKind.NOTE
    return RowKind.SIGNATURE if _SIGNATURE.match(text) or _OPINION.match(text) else None


def _is_plain(text: str) -> bool:
    return _kind_by_words(text) is None and not _TOTAL.match(text) and not is_hint(text)


def _without_anybody(
    filled: Sequence[str], held: Mapping[str, str], kind: TableKind, columns: Mapping[str, int]
) -> RowKind | None:
    if not held:
        return RowKind.BLANK if all(text.strip(".、()").isdecimal() for text in filled) else RowKind.CAPTION
    if kind is TableKind.VILLAGES:
        return RowKind.CAPTION if len(held) == 1 and "village" not in held else None
    if held.keys() <= _PLACES:
        return RowKind.CAPTION if len(filled) == 1 and "village" not in held else RowKind.UNFILLED
    if not _is_unfilled(held, placed="village" not in columns):
        return None
    return RowKind.UNFILLED if held.keys() - _WORKED_OUT else RowKind.BLANK


def _counts_up(filled: Sequence[str]) -> bool:
    numbers = [_counted(text.strip("()第列栏")) for text in filled]
    numbers = numbers[next((at for at, number in enumerate(numbers) if number == 1 and at), 0) :] if numbers else []
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _counted(text: str) -> int | None:
    if text.isdecimal() and len(text) < 3:
        return int(text)
    if len(text) == 2 and text[0] == "十":
        return 10 + _COUNTING.get(text[1], 0)
    return _COUNTING.get(text)
