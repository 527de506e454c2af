"""The native charts of the gap report; they draw what stands in its sheets 各派出所明细 and 逐日进度."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from yicun.model.results import GAP_STATES, Coverage, State
from yicun.report.colours import STATE_COLOURS
from yicun.report.sheet import Book

_MOST_BARS = 40
_SIZE = {"width": 1230, "height": 330}  # px


def series(covered: Coverage) -> tuple[tuple[date, int, int], ...]:
    """How many villages were done by each day, and how many were required."""
    return covered.pace.series if covered.pace is not None else ()


def put_charts(sheet: Worksheet, book: Book, covered: Coverage, row: int, labels: Sequence[str]) -> int:
    """The stations with the widest gaps as stacked columns and what remained day by day, from `row` on.

    `labels` are the column heads of the sheet 各派出所明细, whose cells the columns draw. Gives the first row below.
    """
    if covered.stations:
        bars = book.workbook.add_chart({"type": "column", "subtype": "stacked"})
        shown = 1 + min(len(covered.stations), _MOST_BARS)
        for state in (State.CONFIRMED, State.NOMINATED, *GAP_STATES):
            column = labels.index(state.label)
            bars.add_series(
                {
                    "name": ["各派出所明细", 1, column],
                    "categories": ["各派出所明细", 2, 1, shown, 1],
                    "values": ["各派出所明细", 2, column, shown, column],
                    "fill": {"color": STATE_COLOURS[state]},
                    "gap": 40,
                }
            )
        many = len(covered.stations) > _MOST_BARS
        _dress(bars, f"缺口最大的 {_MOST_BARS} 个派出所（村数）" if many else "各派出所应推选的村（村数）")
        sheet.insert_chart(row, 0, bars, {"object_position": 1})
        row += 17
    days = len(series(covered))
    if days > 1:
        line = book.workbook.add_chart({"type": "line"})
        for column, state, dash in ((2, State.VACANT, "solid"), (1, State.CONFIRMED, "dash")):
            line.add_series(
                {
                    "name": ["逐日进度", 1, column],
                    "categories": ["逐日进度", 2, 0, days + 1, 0],
                    "values": ["逐日进度", 2, column, days + 1, column],
                    "line": {"color": STATE_COLOURS[state], "width": 2.25, "dash_type": dash},
                }
            )
        _dress(line, "逐日进度（村数）")
        sheet.insert_chart(row, 0, line, {"object_position": 1})
        row += 17
    return row


def _dress(chart: Any, title: str) -> None:
    font = {"name": "宋体", "size": 10}
    chart.set_title({"name": title, "name_font": {"name": "黑体", "size": 12, "bold": False}})
    chart.set_x_axis({"num_font": font, "label_position": "low"})
    chart.set_y_axis({"num_font": font, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size(_SIZE)
