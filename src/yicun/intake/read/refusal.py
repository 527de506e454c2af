"""How a reader says that a file is not to be read; never leaves this package."""

from collections.abc import Iterator
from contextlib import contextmanager


class Refused(Exception):
    """Reading stops here: `code` is the finding the file gets, `facts` fill its message."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


def damaged(reason: str) -> Refused:
    """YC001: the file, or a part of it, is not what its kind must be."""
    return Refused("YC001", reason=reason)


def too_large(reason: str) -> Refused:
    """YC005: reading it would take more than a roster is worth."""
    return Refused("YC005", reason=reason)


def too_far(rows: int, columns: int, cells: int) -> Refused:
    """YC005 for a sheet whose few cells lie far apart."""
    return too_large(f"单元格排到了第 {rows} 行、第 {columns} 列，其中只有 {cells} 个单元格有内容")


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever python-calamine trips over, a panic too, as a damaged file."""
    try:
        yield
    except (MemoryError, Refused):
        raise
    except Exception as error:
        raise damaged("工作表内容损坏") from error
    except BaseException as error:  # a panic of the Rust reader does not derive from Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise damaged("工作表内容损坏") from None
