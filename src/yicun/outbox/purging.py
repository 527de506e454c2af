"""What goes from the ledger once it was kept as long as the office agreed to keep it."""

from collections.abc import Iterator

from yicun.disk.lock import locked
from yicun.model.errors import CannotRun
from yicun.outbox.office_ledger import PREVIOUS, OpenLedger
from yicun.pipeline import Run
from yicun.tenure import PastKeeping


def lines_of(past: PastKeeping) -> Iterator[str]:
    """The rows that are past it, a line a sheet, and what is lost with them."""
    so_long = f"离岗已满 {past.months} 个月"
    for sheet, numbers in past.goes.items():
        yield f"台账“{sheet}”第 {_listed(numbers)} 行：{so_long}"
    for sheet, numbers in past.stay.items():
        yield f"台账“{sheet}”第 {_listed(numbers)} 行：{so_long}，但仍是审核确定，删去会重新算作人选，不删"
        yield "→ 要删的，请先在“审核”填这些人的退出日期（即离岗日期），再运行一次 yicun purge"
    if past.goes:
        yield "删去后，这些人在岗时的情况（coverage、service、stipend 的 --as-of）不能再还原。"
        yield f"{PREVIOUS} 也换成删去后的。"
        yield "收文、审核和报送的文件不动，那些天收到什么、审核了谁，仍能还原。"


def remove_rows(run: Run, past: PastKeeping) -> str:
    """Take those rows out of the ledger. Raises `CannotRun` where it was changed since they were found."""
    with locked(run.workspace.made):
        book = OpenLedger.open(run)
        if book.ledger.sha256 != past.sha256:
            raise CannotRun("台账刚刚被改动，没有写入。→ 请再运行一次")
        book.empty(past.goes)
    return f"台账已删去 {sum(map(len, past.goes.values()))} 行。"


def _listed(numbers: tuple[int, ...]) -> str:
    return "、".join(map(str, numbers))
