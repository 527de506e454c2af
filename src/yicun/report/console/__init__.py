"""The screen: tables whose Chinese columns line up, and a progress bar that knows when to keep quiet."""

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yicun.model.masks import mask_text

if TYPE_CHECKING:
    from rich.progress import Progress

MOST_ROWS = 500
"""Rows of one table; nobody reads more on a screen, and drawing them would take longer than the work itself."""

_PAPER = 160  # columns where the output is no terminal and nobody can widen it


def console(stream: TextIO | None = None) -> Console:
    """A console on a stream (stdout unless given) that keeps tables whole when it is no terminal."""
    stream = stream or sys.stdout
    return _Screen(
        file=stream,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=None if stream.isatty() else _PAPER,
    )


class _Screen(Console):
    """A console that shows no personal number."""

    def print(self, *objects: Any, **more: Any) -> None:
        super().print(*(_masked(one) for one in objects), **more)


class _Rows(Table):
    """A table that holds no personal number."""

    def add_row(self, *cells: Any, **more: Any) -> None:
        super().add_row(*(_masked(cell) for cell in cells), **more)


def _masked(one: Any) -> Any:
    if isinstance(one, str):
        return mask_text(one)
    if isinstance(one, Text) and (shown := mask_text(one.plain)) != one.plain:
        return Text(shown, one.style)
    return one


@contextmanager
def progress(wanted: bool) -> Iterator[Callable[[int, int, int], None]]:
    """A callback `(files done, files in all, findings)` that draws a bar on stderr once the work has taken a second.

    It draws nothing where nobody wants one or stderr is no terminal.
    """
    drawn = wanted and sys.stderr.isatty()
    started, bar = time.monotonic(), list["Progress"]()

    def advance(done: int, total: int, found: int) -> None:
        if drawn and not bar and time.monotonic() - started > 1 and done < total:
            bar.append(_bar())
            bar[0].start()
            bar[0].add_task("读取", total=total, completed=done, found=found)
        if bar:
            bar[0].update(bar[0].tasks[0].id, completed=done, found=found)

    try:
        yield advance
    finally:
        if bar:
            bar[0].stop()


def _bar() -> "Progress":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("个文件，已发现 {task.fields[found]} 处，还需"),
        TimeRemainingColumn(),
        console=console(sys.stderr),
        transient=True,
    )


def table(*headers: str, numbers: tuple[str, ...] = (), title: str | None = None) -> Table:
    """An empty table; the columns named in `numbers` stand right."""
    drawn = _Rows(
        box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False
    )
    for header in headers:
        drawn.add_column(header, justify="right" if header in numbers else "left", overflow="fold")
    return drawn


def print_text(out: Console, text: str, style: str = "") -> None:
    """One line of text as it is: no markup, no wrapping."""
    out.print(Text(text, style=style), soft_wrap=True)


Line = Sequence[tuple[str, str]]
"""Pieces of text with their styles."""

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def print_lines(out: Console, lines: Iterable[Line]) -> None:
    """Many lines as they are; where nothing is coloured, rich would only take its time over them."""
    clean = [[(_CONTROL.sub(" ", text), style) for text, style in line] for line in lines]
    if out.color_system is None:
        out.file.write("".join(f"{mask_text(''.join(text for text, _ in line))}\n" for line in clean))
    else:
        out.print(
            Text("\n").join(Text.assemble(*((mask_text(text), style) for text, style in line)) for line in clean),
            soft_wrap=True,
        )


def show_table(out: Console, headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Any table of texts."""
    drawn = table(*headers)
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    out.print(drawn)


def plain(value: object) -> str:
    """A cell of a frame as text; missing is nothing."""
    return value if isinstance(value, str) else ""
