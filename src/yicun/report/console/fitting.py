"""Tables of figures at whatever width the screen has.

Numbers never wrap: where the screen is narrow, columns are left out in a fixed order, and it is said which.
"""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console

from yicun.report.console import print_text, table

_BETWEEN = 3  # blanks between two columns
_LONGEST = 18  # columns of the screen that a name gets before it wraps

Cells = Sequence[str]


def fitting(heads: Cells, rows: Sequence[Cells], width: int, leaving: Cells) -> tuple[list[int], list[str]]:
    """Which columns fit side by side into `width`, and which of `leaving` were left out, in that order."""
    padded = [[*row, *[""] * (len(heads) - len(row))] for row in rows]
    needed = [max(map(cell_len, column)) for column in zip(heads, *padded, strict=True)]
    needed[0] = min(needed[0], _LONGEST)
    kept, dropped = list(range(len(heads))), list[str]()
    for head in leaving:
        if sum(needed[at] for at in kept) + _BETWEEN * (len(kept) - 1) <= width:
            break
        kept.remove(heads.index(head))
        dropped.append(head)
    return kept, dropped


def show_fitting(
    out: Console, heads: Cells, rows: Sequence[tuple[Cells, str]], leaving: Cells, *, numbers: Cells, total: Cells = ()
) -> None:
    """A table of rows with their styles, `total` beneath; the first column alone may wrap."""
    kept, dropped = fitting(heads, [*(cells for cells, _ in rows), total], out.width, leaving)
    drawn = table(*(heads[at] for at in kept), numbers=tuple(numbers))
    for column in drawn.columns[1:]:
        column.no_wrap = True
    for cells, style in rows:
        drawn.add_row(*(cells[at] for at in kept if at < len(cells)), style=style)
    if total:
        drawn.add_section()
        drawn.add_row(*(total[at] for at in kept), style="bold")
    out.print(drawn)
    if dropped:
        print_text(out, f"窗口较窄，略去 {'、'.join(dropped)}（-o 写出全部）", "dim")
