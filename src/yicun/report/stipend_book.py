"""补贴发放表: one line a person, live formulas beside our own figures, a line to sign. 内部审核版 only."""

from xlsxwriter.worksheet import Worksheet

from yicun.model.results import Result
from yicun.model.service import Payroll
from yicun.report.circulation import MARK
from yicun.report.paper_form import Columns, begin, end
from yicun.report.sheet import Book, lines, put, put_across, put_formula, put_row

_COLUMNS: Columns = (
    ("序号", 6), ("派出所", 13), ("行政村", 11), ("姓名", 10), ("档次", 8), ("每月金额（元）", 11), ("最近考核", 9),
    ("系数", 7), ("起", 12), ("止", 12), ("天数", 7), ("应发（元）", 12), ("公式复算（元）", 12), ("签名", 14),
)  # fmt: skip
_MONTHLY, _FACTOR, _FIRST, _LAST, _DAYS, _PAID, _AGAIN = (5, 7, 8, 9, 10, 11, 12)
_UNPAID: Columns = (("序号", 6), ("派出所", 16), ("行政村", 14), ("姓名", 12), ("未列入的原因", 70))
_BEGIN = 4  # the first line below the head
_HEAD, _NOTE = 32, 22
RULE = "应发 = 每月金额 × 系数 × 天数 ÷ 当月天数，四舍五入到分；起止两日都计，离岗当日不计。金额、系数由本单位制定。"


def workbook(result: Result, payroll: Payroll) -> bytes:
    """The list to pay by, and who is not on it and why."""
    book = Book(result.basis.as_of, f"{result.basis.area}警务助理补贴发放表 {payroll.month}")
    _put_list(book, result, payroll)
    _put_unpaid(book, payroll)
    return book.content()


def _put_list(book: Book, result: Result, payroll: Payroll) -> None:
    sheet, month = book.sheet("补贴发放表"), payroll.month
    money = book.style(align="right", num_format="#,##0.00")
    factor = book.style(align="center", num_format="0.##")
    title = f"{result.basis.area}警务助理补贴发放表（{month.first.year}年{month.first.month}月）"
    over = title, f"填报单位（盖章）：{result.basis.signature}　　当月 {month.last.day} 天"
    begin(book, sheet, MARK, over, _COLUMNS, height=_HEAD)
    seen = set[int]()
    for at, line in enumerate(payroll.lines, _BEGIN):
        if line.post.row not in seen:
            seen.add(line.post.row)
            put(sheet, at, 0, len(seen), book.number)
        else:
            put(sheet, at, 0, None, book.number)
        put_row(sheet, at, (line.station, line.post.village, line.post.name, line.post.grade), book.centred, first=1)
        put(sheet, at, _MONTHLY, line.monthly, money)
        put(sheet, at, 6, line.assessed or "尚未考核", book.centred)
        put(sheet, at, _FACTOR, line.factor, factor)
        put(sheet, at, _FIRST, line.first, book.day)
        put(sheet, at, _LAST, line.last, book.day)
        put(sheet, at, _DAYS, line.days, book.number)
        put(sheet, at, _PAID, line.amount, money)
        here = at + 1
        again = f"=ROUND(F{here}*H{here}*(J{here}-I{here}+1)/{month.last.day},2)"
        put_formula(sheet, at, _AGAIN, again, float(line.amount), money)
        put(sheet, at, 13, None, book.centred)
        sheet.set_row(at, 24)
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


def _put_unpaid(book: Book, payroll: Payroll) -> None:
    sheet = book.sheet("未列入")
    begin(book, sheet, MARK, ("当月在岗而未列入的人", str(payroll.month)), _UNPAID, height=_HEAD)
    for number, one in enumerate(payroll.unpaid, 1):
        row = _BEGIN - 1 + number
        put(sheet, row, 0, number, book.number)
        put_row(sheet, row, (one.station, one.post.village, one.post.name, one.why), book.text, first=1)
        sheet.set_row(row, max(22.0, 15.0 * lines(one.why, _UNPAID[-1][1] - 4)))
    note = "补齐以后再运行一次 yicun stipend。" if payroll.unpaid else "没有未列入的人。"
    end(book, sheet, _BEGIN - 1 + len(payroll.unpaid), _UNPAID, (note,), height=_NOTE)
