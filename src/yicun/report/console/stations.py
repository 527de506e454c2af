"""The stations and their gap villages on screen."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from rich.console import Console

from yicun.model.results import Coverage, Numbers, State, percent
from yicun.report.console import plain, print_text
from yicun.report.console.fitting import show_fitting

_HEADS = (
    "派出所",
    "行政村",
    "辅警",
    "应推选",
    "已推选",
    "推选率",
    "已确定",
    "完成率",
    "缺口",
    "待认定",
    "名次",
    "报送",
)
_DROPPED_FIRST = ("名次", "完成率", "辅警", "已确定", "待认定", "行政村", "推选率")
FEW = 40
"""Gap villages that are listed without `--all`."""


def show_stations(out: Console, covered: Coverage, most: int) -> None:
    """One line a station, the widest gap first, and the total beneath."""
    stations = sorted(covered.stations, key=lambda one: -one.gap)[:most]
    rows = [(_row(numbers), "" if numbers.gap else "dim") for numbers in stations]
    show_fitting(out, _HEADS, rows, _DROPPED_FIRST, numbers=_HEADS[1:-1], total=_row(covered.totals))


def _row(numbers: Numbers) -> tuple[str, ...]:
    gap = str(numbers.gap)
    if numbers.gap_at_least != numbers.gap_at_most:
        gap += f"（{numbers.gap_at_least}–{numbers.gap_at_most}）"
    return (
        numbers.name,
        str(numbers.villages),
        str(numbers.auxiliary),
        str(numbers.required),
        f"{numbers.done}/{numbers.required}",
        percent(numbers.nomination_rate, numbers.done, numbers.required),
        str(numbers.confirmed),
        percent(numbers.completion_rate, numbers.complete, numbers.villages),
        gap,
        str(numbers.ruling),
        "—" if numbers.rank is None else str(numbers.rank),
        "" if numbers.submission is None else numbers.submission.label,
    )


def show_gaps(out: Console, gaps: pd.DataFrame, *, everything: bool) -> None:
    """The gap villages by station: state, and who must do what next; the first forty unless `everything`."""
    print_text(out, f"缺口 {len(gaps)} 村", "bold")
    shown = gaps if everything else gaps.head(FEW)
    for station, villages in _by_station(shown):
        print_text(out, f"  {station}", "bold")
        several = len(villages["township"].drop_duplicates()) > 1
        for row in villages.itertuples():
            where = f"{plain(row.township)}　{plain(row.village)}" if several else plain(row.village)
            print_text(out, f"    {where}　{State(str(row.state)).label}{_since(row)}：{plain(row.todo)}")
    if len(shown) < len(gaps):
        print_text(out, f"  另有 {len(gaps) - len(shown)} 村（--all 列出全部）", "dim")


def _since(row: Any) -> str:
    """Since when a village is vacant whose person left."""
    return "" if pd.isna(row.left_on) else f"（{row.left_on:%Y-%m-%d} 离岗，空缺 {row.days_vacant} 天）"


def _by_station(villages: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    names = villages["station"].astype("object").where(villages["station"].notna(), "（未填）")
    return [(str(name), of_station) for name, of_station in villages.groupby(names, sort=False)]
