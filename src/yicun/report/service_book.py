"""在岗名册 and 考核汇总: who serves, in 内部审核版; villages and counts alone in 流转版."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from yicun.model.results import Result
from yicun.model.service import Review, ServiceReport
from yicun.model.verdicts import RulebookId
from yicun.report.circulation import MARK
from yicun.report.dates import written
from yicun.report.paper_form import begin, end
from yicun.report.sheet import Book, put_across
from yicun.report.table import Column, Columns, put_line

_ROSTER = (
    Column("序号", 6, "number"),
    Column("派出所", 13),
    Column("乡镇（街道）", 12),
    Column("行政村", 11),
    Column("姓名", 10),
    Column("公民身份号码", 21, "digits", personal=True),
    Column("联系电话", 14, "digits", personal=True),
    Column("聘任日期", 15, "day"),
    Column("在岗天数", 9, "number"),
    Column("带领民警", 10),
    Column("办公地点", 9),
    Column("补贴档次", 9),
)
_ASSESSED = (
    Column("序号", 6, "number"),
    Column("派出所", 13),
    Column("行政村", 11),
    Column("姓名", 10),
    *(Column(label, width, "number") for label, width in (("优秀", 7), ("合格", 7), ("不合格", 8), ("其他", 7))),
    Column("最近期间", 11),
    Column("最近档次", 10),
    Column("培训学时", 9),
)
_REVIEWED = (
    Column("序号", 6, "number"),
    Column("行政村", 11),
    Column("姓名", 10),
    Column("提示", 9),
    Column("性质", 13),
    Column("规则", 15),
    Column("条款和原文", 70, "text"),
)
_LOST = (
    Column("序号", 6, "number"),
    Column("派出所", 16),
    Column("乡镇（街道）", 14),
    Column("行政村", 14),
    Column("离岗日期", 15, "day"),
    Column("空缺天数（含当日）", 20, "number"),
)
_COUNTED = (Column("序号", 6, "number"), Column("派出所", 20), Column("行政村", 18), Column("状态", 24))
_ROW, _HEAD = 22.0, 30.0


def workbook(result: Result, report: ServiceReport, rulebook: RulebookId, *, internal: bool) -> bytes:
    """The workbook of `service -o`: the villages in post and those that lost theirs, and in 内部审核版 who serves."""
    book = Book(result.basis.as_of, result.basis.heading("在岗情况"))
    if internal:
        _put_roster(book, result, report)
        _put_assessments(book, result, report)
        _put_reviews(book, result, report, rulebook)
    else:
        _put_villages(book, result, report)
    _put_lost(book, result, report, internal=internal)
    return book.content()


def _put_roster(book: Book, result: Result, report: ServiceReport) -> None:
    sheet = _begin(book, "在岗名册", result.basis.heading("在岗名册"), _ROSTER, result, internal=True)
    for number, person in enumerate(report.serving, 1):
        post = person.post
        values = (
            person.station, post.township, post.village, post.name, post.id_number, post.phone, post.appointed_on,
            person.days, post.officer, post.office, post.grade,
        )  # fmt: skip
        _put_line(book, sheet, number, values, _ROSTER)
    _finish(book, sheet, 3 + len(report.serving), _ROSTER, (_signature(result), result.basis.scheme.objection))


def _put_assessments(book: Book, result: Result, report: ServiceReport) -> None:
    sheet = _begin(
        book, "考核汇总", f"{result.basis.area}{result.basis.scheme.post}考核汇总", _ASSESSED, result, internal=True
    )
    grades: dict[int, Counter[str]] = defaultdict(Counter)
    for assessment in report.duty.assessments:
        if assessment.post >= 0:
            row = report.duty.posts[assessment.post].row
            grades[row][assessment.grade if assessment.known else "其他"] += 1
    for number, person in enumerate(report.serving, 1):
        held, last = grades[person.post.row], person.last
        values = (
            person.station, person.post.village, person.post.name,
            *(held[grade] for grade in ("优秀", "合格", "不合格", "其他")),
            "" if last is None else str(last.period), "" if last is None else last.grade, person.hours,
        )  # fmt: skip
        _put_line(book, sheet, number, values, _ASSESSED)
    note = "期间 2020 为年度，2020Q3 为季度，2020-07 为月份；三档之外的照原样保留，不据以判断。按底册次序，不排名次。"
    _finish(book, sheet, 3 + len(report.serving), _ASSESSED, (note, _signature(result), result.basis.scheme.objection))


def _put_reviews(book: Book, result: Result, report: ServiceReport, rulebook: RulebookId) -> None:
    sheet = _begin(book, "需复核", "需复核和待核（提示，不是决定）", _REVIEWED, result, internal=True)
    number = 0
    for person in report.serving:
        for hint in person.hints:
            if hint.answer is Review.CLEAR:
                continue
            number += 1
            nature = "本单位应办" if hint.office else "清退提示"
            words = f"{hint.clause}“{hint.quote}”"
            values = (person.post.village, person.post.name, hint.answer.label, nature, hint.rule, words)
            _put_line(book, sheet, number, values, _REVIEWED)
    if not number:
        put_across(sheet, 4, (0, len(_REVIEWED) - 1), "没有需复核的人，也没有待核的项目。", book.note)
        number = 1
    stamp = f"{rulebook.id}，sha256：{rulebook.sha256[:12]}…"
    source = f"依据 {rulebook.source}（{stamp}）；次数、年龄等原文没有，系本单位约定。"
    _finish(book, sheet, 3 + number, _REVIEWED, (result.basis.scheme.hearing, source))


def _put_villages(book: Book, result: Result, report: ServiceReport) -> None:
    sheet = _begin(book, "在岗情况", result.basis.heading("在岗情况"), _COUNTED, result, internal=False)
    for number, person in enumerate(report.serving, 1):
        _put_line(book, sheet, number, (person.station, person.post.village, "有人在岗"), _COUNTED)
    _finish(
        book, sheet, 3 + len(report.serving), _COUNTED, (counts(report), "流转版：只列村和数字；名册见内部审核版。")
    )


def counts(report: ServiceReport) -> str:
    """The figures of the whole area in one line, fit for 流转版."""
    return (
        f"在岗 {len(report.serving)} 人；已离岗待补 {len(report.lost)} 村；"
        f"需复核 {report.number(Review.REVIEW)} 人，待核 {report.number(Review.UNDETERMINED)} 人；"
        f"本单位应办 {report.number(Review.REVIEW, office=True)} 人"
    )


def _put_lost(book: Book, result: Result, report: ServiceReport, *, internal: bool) -> None:
    sheet = _begin(book, "离岗待补", "已离岗待补的村", _LOST, result, internal=internal)
    for number, lost in enumerate(report.lost, 1):
        values = (lost.station, lost.township, lost.village, lost.left_on, lost.days)
        _put_line(book, sheet, number, values, _LOST)
    note = "自离岗日期起计为缺口，请派出所、村两委另行推荐人选。" if report.lost else "没有已离岗而未补选的村。"
    _finish(book, sheet, 3 + len(report.lost), _LOST, (note,))


def _begin(book: Book, name: str, title: str, columns: Columns, result: Result, *, internal: bool) -> Worksheet:
    sheet = book.sheet(name)
    line = f"填报单位（盖章）：{result.basis.signature}　　基准日 {written(result.basis.as_of)}"
    begin(book, sheet, MARK if internal else "", (title, line), columns, height=_HEAD)
    return sheet


def _put_line(book: Book, sheet: Worksheet, number: int, values: Sequence[object], columns: Columns) -> None:
    put_line(sheet, book, 3 + number, columns, (number, *values), least=_ROW)


def _finish(book: Book, sheet: Worksheet, row: int, columns: Columns, notes: Sequence[str]) -> None:
    end(book, sheet, row, columns, notes, height=20)


def _signature(result: Result) -> str:
    blank = "　" * 7
    return blank.join(("审核人：", "填表人：", "联系电话：", "填报日期：", f"（{result.basis.tool}）"))
