"""The screen at 80 columns: numbers stay whole, and what had to go is named."""

import io
import itertools
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

import yicun
from yicun.report.console.coverage import show_coverage
from yicun.report.console.stations import FEW, fitting


@pytest.fixture(scope="module")
def result():
    return yicun.cover(yicun.load())


def screen(result, width: int, *, everything: bool = False) -> list[str]:
    out = io.StringIO()
    show_coverage(Console(file=out, width=width, highlight=False), result, everything=everything)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_number_wraps_and_no_column_goes_unnamed(result, width):
    lines = screen(result, width)
    head = next(line for line in lines if line.startswith("派出所"))
    table = lines[lines.index(head) : next(at for at, line in enumerate(lines) if line.startswith("全部")) + 1]
    assert all(cell_len(line) <= width for line in table)
    for station in result.coverage.stations:
        if cell_len(station.name) <= 14:
            (line,) = [line for line in table if line.split()[:1] == [station.name]]
            assert f"{station.done}/{station.required}" in line.split()
    left_out = [line for line in lines if line.startswith("窗口较窄")]
    named = left_out[0].split("略去 ")[1].split("（")[0].split("、") if left_out else []
    assert sorted(head.split() + named) == sorted(screen(result, 200)[2].split())
    assert bool(named) == (width < 120)


def test_columns_leave_in_a_fixed_order():
    rows = [["示例派出所", *["100"] * 10, "已报"]]
    gone = [fitting(rows, width)[1] for width in range(110, 30, -1)]
    assert gone[0] == []
    assert all(after[: len(before)] == before for before, after in itertools.pairwise(gone))


def test_the_summary_stands_first_and_last_and_the_list_is_cut(result):
    lines = screen(result, 100)
    assert lines[1] == lines[-1]
    assert lines[1].startswith("行政村 ")
    gap = result.coverage.totals.gap
    assert gap > FEW
    assert sum(bool(re.match(r" {4}\S", line)) for line in lines) == FEW
    assert f"另有 {gap - FEW} 村（--all 列出全部）" in "\n".join(lines)
    assert sum(bool(re.match(r" {4}\S", line)) for line in screen(result, 100, everything=True)) == gap
