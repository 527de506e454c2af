"""Coverage and the list on screen."""

import pandas as pd
from rich.console import Console

from yicun.model.results import (
    FORMULA,
    GAP_STATES,
    NO_RECEIPTS,
    Coverage,
    Nominations,
    Result,
    State,
    Submission,
    percent,
)
from yicun.report.console import MOST_ROWS, plain, print_text, table
from yicun.report.console.stations import show_gaps, show_stations
from yicun.report.listing import people_on


def show_coverage(out: Console, result: Result, *, everything: bool = False) -> None:
    """Totals and time left first and last, between them the stations and forty gap villages, or `everything`."""
    covered = result.coverage
    assert covered is not None
    print_text(out, f"{result.basis.heading('推选进度')}　基准日 {covered.as_of}", "bold")
    print_text(out, _time_left(covered))
    show_stations(out, covered, MOST_ROWS)
    _print_beyond(out, len(covered.stations), "个派出所")
    print_text(out, FORMULA, "dim")
    _show_villages(out, covered, everything=everything)
    silent = [numbers.name for numbers in covered.stations if numbers.submission is Submission.SILENT]
    if silent:
        unread = len(result.findings.unchecked())
        doubt = f"（另有 {unread} 个文件未能检查，其中可能有已报送的）" if unread else ""
        print_text(out, "未报送：" + "、".join(silent) + doubt, "yellow")
    print_text(out, covered.pace.sentence if covered.pace is not None else NO_RECEIPTS, "bold")
    print_text(out, _time_left(covered), "bold")


def _show_villages(out: Console, covered: Coverage, *, everything: bool) -> None:
    villages = covered.villages
    gaps = villages[villages["state"].isin([state.value for state in GAP_STATES])]
    if len(gaps):
        show_gaps(out, gaps, everything=everything)
    overruled = villages[villages["overruled"]]
    if len(overruled):
        print_text(out, f"已审核确定而需再核对的 {len(overruled)} 村（YC604）：{_some(overruled)}", "yellow")
    rulings = villages[villages["state"].eq(State.RULING.value)]
    if len(rulings):
        print_text(out, f"待认定 {len(rulings)} 个单位，不计入应推选和缺口：{_some(rulings)}", "dim")


def _some(villages: pd.DataFrame) -> str:
    return "、".join(map(plain, villages["village"].head(10))) + ("等" if len(villages) > 10 else "")


def _print_beyond(out: Console, rows: int, what: str) -> None:
    if rows > MOST_ROWS:
        print_text(out, f"只列出最前 {MOST_ROWS} {what}，另有 {rows - MOST_ROWS} {what}（-o 写出全部）", "dim")


def _time_left(covered: Coverage) -> str:
    totals = covered.totals
    done = totals.done
    span = (
        f"缺口 {totals.gap} 村"
        if totals.gap_at_least == totals.gap_at_most
        else f"缺口 {totals.gap} 村（至少 {totals.gap_at_least}，至多 {totals.gap_at_most}）"
    )
    totals_text = (
        f"行政村 {totals.villages}，已配专职辅警 {totals.auxiliary}，应推选 {totals.required}，"
        f"已推选 {done}（{percent(totals.nomination_rate, done, totals.required)}），"
        f"已审核确定 {totals.confirmed}，{span}"
    )
    if totals.people_required not in {None, totals.required}:
        totals_text += f"；应配 {totals.people_required} 人，已推选 {totals.people_done} 人"
    if covered.deadline is None or covered.days_left is None:
        return totals_text
    if covered.days_left < 0:
        return f"{totals_text}；期限 {covered.deadline}，逾期 {-covered.days_left} 天"
    calendar = f"（{covered.calendar_note}）" if covered.calendar_note else ""
    left = f"还有 {covered.days_left} 天、{covered.working_days_left} 个工作日"
    return f"{totals_text}；期限 {covered.deadline}，{left}{calendar}"


def show_trend(out: Console, covered: Coverage) -> None:
    """One line for each day on which something came in or was decided: how many villages were done by then."""
    if not covered.history:
        print_text(out, NO_RECEIPTS, "bold")
        return
    heads = ("应推选", "已推选", "推选率", "已确定", "缺口")
    drawn = table("基准日", *heads, numbers=heads)
    for day, totals in covered.history:
        done = totals.done
        drawn.add_row(
            day.isoformat(),
            str(totals.required),
            str(done),
            percent(totals.nomination_rate, done, totals.required),
            str(totals.confirmed),
            str(totals.gap),
        )
    out.print(drawn)


def show_nominations(out: Console, listed: Nominations, path: str) -> None:
    """What was written, and what is missing from it."""
    totals_text = f"应推选 {listed.required} 村、本名单 {listed.listed} 村{people_on(listed)}、缺 {listed.missing} 村"
    print_text(out, f"已写出 {path}：{totals_text}")
    if listed.unreadable_ids:
        print_text(out, f"其中 {listed.unreadable_ids} 人的公民身份号码待补正", "yellow")
    if listed.to_mend > listed.unreadable_ids:
        print_text(out, f"其中 {listed.to_mend - listed.unreadable_ids} 人有其他内容待补正", "yellow")
    overruled = int(listed.lines["overruled"].sum())
    if overruled:
        print_text(out, f"其中 {overruled} 人已审核确定而需再核对（YC604，备注栏标明）", "yellow")
    if listed.left_out:
        print_text(out, f"另有 {len(listed.left_out)} 名人选未列入（内部审核版 --internal 列出原因）")
    if not listed.complete:
        print_text(out, "名单不完整，不能作为定稿上报", "bold yellow")
