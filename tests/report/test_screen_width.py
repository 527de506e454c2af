"""The screen at 80 columns: numbers stay whole, and what had to go is named."""

import io
import itertools
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import yicun
from yicun import pipeline, tenure
from yicun.model.areas import Area
from yicun.report.console.coverage import show_coverage
from yicun.report.console.fitting import fitting
from yicun.report.console.rollup import show_rollup
from yicun.report.console.service import show_service
from yicun.report.console.stations import _DROPPED_FIRST, _HEADS, FEW
from yicun.report.console.verdicts import show_person, show_verdicts
from yicun.rollup.adding import roll_up

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def result():
    return yicun.cover(yicun.load())


def drawn(show, width: int, *given) -> list[str]:
    out = io.StringIO()
    show(Console(file=out, width=width, highlight=False), *given)
    return out.getvalue().splitlines()


def screen(result, width: int, *, everything: bool = False) -> list[str]:
    return drawn(lambda out, shown: show_coverage(out, shown, everything=everything), width, result)


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
    gone = [fitting(_HEADS, rows, width, _DROPPED_FIRST)[1] for width in range(110, 30, -1)]
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


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_roll_up_keeps_its_numbers_whole(result, width):
    totals = result.coverage.totals
    lines = drawn(show_rollup, width, roll_up("某省", [Area(totals, "东市"), Area(None, "西市")]))
    assert all(cell_len(line) <= width for line in lines[1:7])
    assert f"{totals.gap}（{totals.gap_at_least}–{totals.gap_at_most}）" in lines[3].split()
    assert lines[4].split() == ["西市", "未报"]
    gone = [line for line in lines if line.startswith("窗口较窄")]
    assert [line.split("略去 ")[1].split("（")[0] for line in gone] == {60: ["名次、完成率、待认定"]}.get(width, [])


@pytest.mark.parametrize("width", [60, 80, 120])
def test_each_in_post_has_a_line(width):
    served = tenure.service(pipeline.load(workspace=ROOT / "samples" / "service"))
    lines = drawn(show_service, width, served.result, served.report)
    for at, person in enumerate(served.report.serving, 3):
        assert lines[at].split()[0] == person.station
        assert str(person.days) in lines[at].split()
        assert cell_len(lines[at]) <= width


def test_a_verdict_is_a_paragraph_on_a_narrow_screen_and_a_line_on_a_wide_one(result):
    name = result.roster.candidates["name"].dropna().iloc[0]
    for show in (lambda out: show_verdicts(out, result, everything=False), lambda out: show_person(out, result, name)):
        narrow, wide = drawn(show, 80), drawn(show, 160)
        assert not any("───" in line for line in narrow)
        assert any("───" in line for line in wide)
    assert any("“常驻本村”" in line for line in drawn(lambda out: show_person(out, result, name), 80))
