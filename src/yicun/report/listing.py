"""What the list says, in words, for one class of output; `nominations` lays it out as .xlsx and .docx."""

from dataclasses import dataclass, replace

import pandas as pd

from yicun.model.fields import Field
from yicun.model.results import Nominations, Result
from yicun.model.verdicts import NOT_A_DECISION
from yicun.report.circulation import MARK, shown_lines
from yicun.report.dates import dated, written
from yicun.report.own_columns import own_columns, own_texts
from yicun.report.table import Column


@dataclass(frozen=True, slots=True)
class Annex:
    """A table behind the list: the name of its sheet, its head, columns and rows, and sentences below."""

    sheet: str
    head: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """The list in words. `mark` and `draft` are "" where there is nothing to say; `texts` has every column by name."""

    title: str
    mark: str
    draft: str
    filed_by: str
    filed_on: str
    columns: tuple[Column, ...]
    texts: pd.DataFrame
    total: str
    annexes: tuple[Annex, ...]


_COLUMNS = (  # an ID, a name of four characters and a station of five fit on one line, on paper too
    Column("序号", 5, "number", "number"),
    Column("派出所", 11.8, "name", "station"),
    Column("乡镇（街道）", 10.5, "name", "township"),
    Column("行政村", 9.7, "name", "village"),
    Column("姓名", 9.7, "name", "name"),
    Column("性别", 4, "centred", "sex"),
    Column("出生年月", 12.4, "digits", "born"),
    Column("政治面貌", 8.5, "centred", "political"),
    Column("文化程度", 8, "centred", "education"),
    Column("人员类别（现任职务）", 11.0, "centred", "category"),
    Column("公民身份号码", 19.6, "digits", "id_number", personal=True),
    Column("联系电话", 13, "digits", "phone", personal=True),
    Column("备注", 6, "text", "remark"),
)
_MASKED = {
    "id_number": 19.0,
    "category": 13.0,
    "remark": 9.0,
}  # widths in 流转版: a mask is narrow, and no birth takes room
_WHERE = (
    Column("序号", 5, "number"),
    Column("派出所", 18, "name"),
    Column("乡镇（街道）", 16, "name"),
    Column("行政村", 16, "name"),
)
_WHO = (
    Column("姓名", 9, "name"),
    Column("核对结果", 8),
    Column("原因", 36, "text"),
    Column("来源文件", 22),
    Column("工作表", 10),
    Column("行", 5),
)


def listing(result: Result, *, internal: bool, remarks: bool = False) -> Listing:
    """The words of `result.nominations`, which must be there, for 内部审核版 (`internal`) or 流转版.

    `remarks`: 流转版 too holds what the stations wrote under 备注, as far as it may.
    """
    listed, basis = result.nominations, result.basis
    assert listed is not None
    texts = shown_lines(listed.lines, internal=internal, remarks=remarks)
    own = _own(result, internal=internal)
    texts = texts.join(own_texts(result.roster.candidates.loc[texts.index], own, internal=internal))
    texts["phone"] = [phones.replace("、", "\n") for phones in texts["phone"]]
    texts["number"] = pd.RangeIndex(1, len(texts) + 1).astype("str").astype("object")
    annexes = (_missing(result, listed, internal=internal), _left_out(result, listed) if internal else None)
    return Listing(
        title=listed.title,
        mark=MARK if internal else "",
        draft=_draft(listed),
        filed_by=f"填报单位（盖章）：{listed.station or basis.signature}",
        filed_on=f"填报时间：{written(basis.as_of)}",
        columns=_columns(result, internal=internal),
        texts=texts,
        total=f"应推选 {listed.required} 村、本名单 {listed.listed} 村{people_on(listed)}、缺 {listed.missing} 村",
        annexes=tuple(annex for annex in annexes if annex is not None),
    )


def people_on(listed: Nominations) -> str:
    """How many people the list names, where that is not one a village."""
    return "" if len(listed.lines) == listed.listed else f" {len(listed.lines)} 人"


def _columns(result: Result, *, internal: bool) -> tuple[Column, ...]:
    """The columns of a class of output; before 备注 those that the rulebook adds."""
    shipped = _COLUMNS if internal else _circulated()
    return (*shipped[:-1], *own_columns(_own(result, internal=internal)), shipped[-1])


def _own(result: Result, *, internal: bool) -> list[Field]:
    return [field for field in result.basis.scheme.shown_in("list") if internal or not field.internal]


def _circulated() -> tuple[Column, ...]:
    return tuple(
        replace(column, width=_MASKED.get(column.name, column.width)) for column in _COLUMNS if column.name != "born"
    )


def _draft(listed: Nominations) -> str:
    """What makes the list a draft, "" when it is fit to hand in."""
    wanting = [f"缺 {listed.missing} 村"] if listed.missing else []
    if listed.unreadable_ids:
        wanting.append(f"{listed.unreadable_ids} 人公民身份号码待补正")
    if listed.to_mend > listed.unreadable_ids:
        wanting.append(f"{listed.to_mend - listed.unreadable_ids} 人其他内容待补正")
    return "草稿 — " + "，".join(wanting) if wanting else ""


def _missing(result: Result, listed: Nominations, *, internal: bool) -> Annex | None:
    """The villages still without a line; why, which may tell how a person's check stands, in 内部审核版 only."""
    if not listed.missing_villages:
        return None
    columns = (*_WHERE, Column("原因", 30, "text")) if internal else _WHERE
    rows = tuple((str(number), *row[: len(columns) - 1]) for number, row in enumerate(listed.missing_villages, 1))
    return Annex("缺口行政村", f"尚缺{result.basis.scheme.post}人选的行政村（{listed.missing} 个）", columns, rows)


def _left_out(result: Result, listed: Nominations) -> Annex:
    """Everybody else, with the reason and where they stand."""
    rows = []
    for number, person in enumerate(listed.left_out, 1):
        place = result.roster.places.place(person.row_id)
        where = (str(number), person.station, person.township, person.village)
        why = (person.name, person.verdict.label, dated(person.reason))
        rows.append((*where, *why, place.path, place.sheet or "", str(place.row)))
    head = f"未列入名单的人选（{len(rows)} 人）　　{MARK}"
    return Annex("未列入人选", head, _WHERE + _WHO, tuple(rows), (NOT_A_DECISION, result.basis.scheme.objection))
