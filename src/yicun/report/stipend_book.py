"""补贴发放表: one line a person, live formulas beside our own figures, a line to sign. 内部审核版 only."""

from xlsxwriter.worksheet import Worksheet

from yicun.model.results import Result
from yicun.model.service import Payroll
from yicun.report.circulation import MARK
from yicun.report.paper_form import begin, end
from yicun.report.sheet import Book, put, put_across, put_formula
from yicun.report.table import Column, put_line

_COLUMNS = (
    Column("序号", 6, "number"),
    Column("派出所", 13),
    Column("行政村", 11),
    Column("姓名", 10),
    Column("档次", 8),
    Column("每月金额（元）", 11, "money"),
    Column("最近考核", 9),
    Column("系数", 7, "factor"),
    Column("起", 15, "day"),
    Column("止", 15, "day"),
    Column("天数", 7, "number"),
    Column("应发（元）", 12, "money"),
    Column("公式复算（元）", 12, "money"),
    Column("签名", 14),
)
_DAYS, _PAID, _AGAIN = 10, 11, 12
_UNPAID = (
    Column("序号", 6, "number"),
    Column("派出所", 16, "text"),
    Column("行政村", 14, "text"),
    Column("姓名", 12, "text"),
    Column("未列入的原因", 70, "text"),
)
_BEGIN = 4  # the first line below the head
_HEAD, _NOTE = 32, 22
RULE = "应发 = 每月金额 × 系数 × 天数 ÷ 当月天数，四舍五入到分；起止两日都计，离岗当日不计。金额、系数由本单位制定。"


def workbook(result: Result, payroll: Payroll) -> bytes:
    """The list to pay by, and who is not on it and why."""
    book = Book(result.basis.as_of, f"{result.basis.area}{result.basis.scheme.post}补贴发放表 {payroll.month}")
    _put_list(book, result, payroll)
    _put_unpaid(book, payroll)
    return book.content()


def _put_list(book: Book, result: Result, payroll: Payroll) -> None:
    sheet, month = book.sheet("补贴发放表"), payroll.month
    title = f"{result.basis.area}{result.basis.scheme.post}补贴发放表（{_month(payroll)}）"
    over = title, f"填报单位（盖章）：{result.basis.signature}　　当月 {month.last.day} 天"
    begin(book, sheet, MARK, over, _COLUMNS, height=_HEAD)
    seen = set[int]()
    for at, line in enumerate(payroll.lines, _BEGIN):
        number = None if line.post.row in seen else len(seen) + 1
        seen.add(line.post.row)
        values = (
            number, line.station, line.post.village, line.post.name, line.post.grade, line.monthly,
            line.assessed or "尚未考核", line.factor, line.first, line.last, line.days, line.amount, None, None,
        )  # fmt: skip
        put_line(sheet, book, at, _COLUMNS, values, least=24)
        here = at + 1
        again = f"=ROUND(F{here}*H{here}*(J{here}-I{here}+1)/{month.last.day},2)"
        put_formula(sheet, at, _AGAIN, again, float(line.amount), book.money)
    total = _BEGIN + len(payroll.lines)
    _put_total(book, sheet, total, payroll)
    notes = (
        RULE,
        f"未列入 {len(payroll.unpaid)} 人，见“未列入”。",
        ("　" * 7).join(("审核人：", "复核人：", "经办人：", "日期：", f"（{result.basis.tool}）")),
    )
    end(book, sheet, total, _COLUMNS, notes, height=_NOTE)


def _put_total(book: Book, sheet: Worksheet, row: int, payroll: Payroll) -> None:
    money = book.style(align="right", num_format="#,##0.00", bold=True)
    put_across(sheet, row, (0, _DAYS), "合计", book.heading)
    put(sheet, row, _PAID, payroll.total, money)
    total = f"=SUM(M{_BEGIN + 1}:M{row})" if payroll.lines else "=0"
    put_formula(sheet, row, _AGAIN, total, float(payroll.total), money)
    agree = f'=IF(ROUND(L{row + 1}-M{row + 1},2)=0,"两栏一致","两栏不符")'
    put_formula(sheet, row, 13, agree, "两栏一致", book.heading)
    sheet.set_row(row, 26)


def _month(payroll: Payroll) -> str:
    return f"{payroll.month.first.year}年{payroll.month.first.month}月"


def _put_unpaid(book: Book, payroll: Payroll) -> None:
    sheet = book.sheet("未列入")
    begin(book, sheet, MARK, ("当月在岗而未列入的人", _month(payroll)), _UNPAID, height=_HEAD)
    for number, one in enumerate(payroll.unpaid, 1):
        row = _BEGIN - 1 + number
        put_line(sheet, book, row, _UNPAID, (number, one.station, one.post.village, one.post.name, one.why), least=22)
    note = "补齐以后再运行一次 yicun stipend。" if payroll.unpaid else "没有未列入的人。"
    end(book, sheet, _BEGIN - 1 + len(payroll.unpaid), _UNPAID, (note,), height=_NOTE)
