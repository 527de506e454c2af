"""What belongs to the office: put down as safely as an output, never recorded as ours, never removed by us."""

from pathlib import Path

from yicun.disk import written
from yicun.disk.deliver import OPEN_ELSEWHERE, beside, fill, flush_folder, take_place, unfinished, writing_errors
from yicun.model.errors import CannotRun


def keep(target: Path, content: bytes, *, private: bool = False, owner: Path) -> None:
    """Put `content` at `target`, the old file or the new one whatever happens. Missing folders are made.

    `owner`: the file by whose name unfinished work of several runs is told apart (the workspace's record).
    """
    with writing_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(beside(target, owner), 0o600 if private else 0o666) as temporary:
            fill(temporary, content)
            take_place(temporary, target)
        written.files.append(target)
        flush_folder(target.parent)


def must_be_closed(path: Path, name: str) -> None:
    """Raise `CannotRun` where an office program has a workbook open, or it may not be written to."""
    if any(path.with_name(lock.format(path.name)).exists() for lock in OPEN_ELSEWHERE):
        raise CannotRun(f"{name}正被打开，没有写入。→ 请在 WPS 或 Excel 中保存并关闭后重试")
    if path.exists() and not path.stat().st_mode & 0o222:
        raise CannotRun(f"{name}是只读的，没有写入。→ 请取消只读后重试")
