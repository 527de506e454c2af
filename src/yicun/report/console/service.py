"""Who serves, and what a month is paid, on screen."""

from rich.console import Console

from yicun.model.results import Result
from yicun.model.service import Hint, Payroll, Review, ServiceReport
from yicun.report.console import print_text
from yicun.report.console.fitting import show_fitting
from yicun.report.console.stations import FEW
from yicun.report.service_book import counts

_HEADS = ("派出所", "行政村", "姓名", "聘任日期", "在岗天数", "最近考核", "培训学时")
_DROPPED_FIRST = ("培训学时", "聘任日期", "最近考核")
_MOST_NAMED = 10
_ASK_AGE = "已到本单位约定的年龄，请确认能否承担日常工作；仅凭年龄不需复核"


def show_service(out: Console, result: Result, report: ServiceReport) -> None:
    """Who is in post where, what the rules hint at, and the villages that lost theirs."""
    print_text(out, f"{result.basis.heading('在岗情况')}　基准日 {report.as_of}", "bold")
    shown = report.serving[:FEW]
    rows = [
        (
            person.station, person.post.village, person.post.name, str(person.post.appointed_on), str(person.days),
            "—" if person.last is None else f"{person.last.period} {person.last.grade}", f"{person.hours}",
        )
        for person in shown
    ]  # fmt: skip
    show_fitting(out, _HEADS, [(row, "") for row in rows], _DROPPED_FIRST, numbers=("在岗天数", "培训学时"))
    if len(report.serving) > len(shown):
        print_text(out, f"只列出最前 {FEW} 人，另有 {len(report.serving) - FEW} 人（-o 写出全部）", "dim")
    _show_hints(out, result, report)
    for lost in report.lost:
        print_text(
            out, f"已离岗待补：{lost.station} {lost.village}，{lost.left_on} 离岗，空缺 {lost.days} 天（含当日）"
        )
    print_text(out, counts(report), "bold")


def _show_hints(out: Console, result: Result, report: ServiceReport) -> None:
    """A line for each rule and answer, with whom it is about."""
    found: dict[Hint, list[str]] = {}
    for person in report.serving:
        for hint in person.hints:
            if hint.answer is not Review.CLEAR:
                found.setdefault(hint, []).append(f"{person.post.village} {person.post.name}")
    for hint, people in sorted(found.items(), key=lambda pair: (pair[0].office, pair[0].answer.value != "review")):
        nature = "，本单位应办" if hint.office else ""
        named = "、".join(people[:_MOST_NAMED]) + (f"等 {len(people)} 人" if len(people) > _MOST_NAMED else "")
        print_text(out, f"{hint.answer.label}（{hint.rule}{nature}）：{named}；{hint.clause}“{hint.quote}”")
    for person in report.serving:
        if person.aged:
            print_text(out, f"提示：{person.post.village} {person.post.name}，{_ASK_AGE}")
    if found:
        print_text(out, result.basis.scheme.hearing, "yellow")


def show_payroll(out: Console, payroll: Payroll, path: str) -> None:
    """The total, where the list is, and who is not on it and why."""
    people = len({line.post.row for line in payroll.lines})
    for one in payroll.unpaid:
        print_text(out, f"未列入：{one.station} {one.post.village} {one.post.name}，{one.why}")
    print_text(
        out, f"{payroll.month} 补贴：{people} 人，合计 {payroll.total:,.2f} 元；未列入 {len(payroll.unpaid)} 人", "bold"
    )
    print_text(out, f"已写出 {path}（内部资料）")
