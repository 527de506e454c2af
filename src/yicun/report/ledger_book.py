"""A blank ledger: a sheet for each table of the office's own, with drop-downs and notes as in the blank roster."""

from datetime import date

from yicun.model.fields import LEDGER
from yicun.model.scheme import in_force
from yicun.report.sheet import Book, page, put, put_across
from yicun.report.template import put_header, rule_of, width_of

_CHECKED = 5_000  # rows that are checked while somebody types
_HEADER_HEIGHT = 36.0  # pt
_HOW_TO = (
    "1. 这本台账归本单位所有：工具只在末尾加行，从不改动已填的格子；每次写入前的一份留作“台账.前一版.xlsx”。",
    "2. “收文”由 yicun receive 登记；要作废一件，用 yicun receive --withdraw 收文号。",
    "3. “审核”由 yicun ledger 列出人选，请填审核结论和审核日期；退出的填退出日期和退出原因，不写病名，不写案情。",
    "4. “认定”写某村是否需配；撤并的，在“并入”写并入的村，自认定日期起计入该村。",
    "5. “写法”教工具认本单位的列名和用语；yicun ledger --suggest 把不认得的列出来，请填“读作”。",
    "6. “在岗”由 yicun appoint 把已审核确定的人列入；离岗的填离岗日期和离岗原因，自那一天起该村重新成为缺口。",
    "7. “考核”“培训”一人一行，身份号码只写后四位；“补贴”一个档次一行，金额改了另加一行，写明自哪一天起。",
    "8. 可以另加工作表，工具不读也不动。",
)


def blank(as_of: date, area: str) -> bytes:
    """A ledger without a row, as .xlsx. The as-of date is the document's."""
    book = Book(as_of, f"{area}{in_force().title}台账")
    for name, fields in LEDGER.values():
        sheet = book.sheet(name)
        sheet.set_row(0, _HEADER_HEIGHT)
        for column, field in enumerate(fields):
            plain = book.style(align="center", border=0, num_format="@")
            sheet.set_column(column, column, width_of(field), plain)
            put_header(book, sheet, 0, column, field)
            if rule := rule_of(field):
                sheet.data_validation(1, column, _CHECKED, column, rule)
        page(sheet, repeat=(0, 0))
    sheet = book.sheet("填表说明")
    sheet.set_column(0, 0, 110)
    put_across(sheet, 0, (0, 0), f"{area}{in_force().title}台账", book.label)
    for row, text in enumerate(_HOW_TO, 1):
        put(sheet, row, 0, text, book.note)
    return book.content()
