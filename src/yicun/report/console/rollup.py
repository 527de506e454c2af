"""A roll-up on screen."""

from rich.console import Console

from yicun.model.areas import RollUp, ranked
from yicun.model.results import FORMULA, Numbers, percent
from yicun.report.console import MOST_ROWS, print_text
from yicun.report.console.fitting import show_fitting

_HEADS = ("地区", "行政村", "应推选", "已推选", "推选率", "完成率", "缺口", "待认定", "名次")
_DROPPED_FIRST = ("名次", "完成率", "待认定", "行政村", "推选率")
_SILENT = ("", "未报")  # under 应推选, which is never left out


def show_rollup(out: Console, rolled: RollUp) -> None:
    """The areas with the widest gap first, the total, who is missing, and where figures were counted differently."""
    area = rolled.area
    assert area.numbers is not None
    print_text(out, f"{area.name}“一村一警务助理”推选进度汇总", "bold")
    lines = list(zip(area.parts, ranked(area.parts), strict=True))
    lines.sort(key=lambda line: line[0].numbers.gap if line[0].numbers is not None else -1, reverse=True)
    rows = [
        ((part.name, *(_figures(part.numbers, rank) if part.numbers is not None else _SILENT)), "")
        for part, rank in lines[:MOST_ROWS]
    ]
    total = ("合计", *_figures(area.numbers, None))
    show_fitting(out, _HEADS, rows, _DROPPED_FIRST, numbers=_HEADS[1:], total=total)
    print_text(out, FORMULA, "dim")
    if area.numbers.overruled:
        whose = "、".join(
            f"{part.name} {part.numbers.overruled}" for part in area.parts if part.numbers and part.numbers.overruled
        )
        print_text(out, f"已审核确定而需再核对的 {area.numbers.overruled} 村（YC604）：{whose}", "yellow")
    if rolled.missing:
        print_text(out, f"未报 {len(rolled.missing)} 个，不在合计之内：{'、'.join(rolled.missing)}", "yellow")
    if len(rolled.bases) > 1:
        print_text(out, "各地口径不同，数字不能直接相比：", "bold yellow")
        for basis, counties in rolled.bases:
            print_text(out, f"　{basis.label}：{'、'.join(counties)}", "yellow")
    elif rolled.bases:
        print_text(out, rolled.bases[0][0].label, "dim")


def _figures(numbers: Numbers, rank: int | None) -> tuple[str, ...]:
    done = numbers.done
    gap = str(numbers.gap)
    if numbers.gap_at_least != numbers.gap_at_most:
        gap += f"（{numbers.gap_at_least}–{numbers.gap_at_most}）"
    return (
        str(numbers.villages),
        str(numbers.required),
        f"{done}/{numbers.required}",
        percent(numbers.nomination_rate, done, numbers.required),
        percent(numbers.completion_rate, numbers.complete, numbers.villages),
        gap,
        str(numbers.ruling),
        "—" if rank is None else str(rank),
    )
