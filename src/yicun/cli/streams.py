"""stdout and stderr that may go away: what cannot be shown never keeps a file from being written."""

import errno
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_READER_LEFT = {errno.EPIPE, errno.EINVAL} if sys.platform == "win32" else {errno.EPIPE}


class Streams:
    """Both streams of a run, and whether anything that was to be shown got lost."""

    def __init__(self) -> None:
        """Take the place of `sys.stdout` and `sys.stderr` where they are streams of the system, or none at all."""
        self.out, self.errors = _Ending.of(sys.stdout), _Ending.of(sys.stderr)

    def finish(self, status: int) -> int:
        """Show what is still to be shown; gives the exit code, 2 where some of it could not be."""
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        closed = [stream for stream in (self.out, self.errors) if stream is not None and stream.lost]
        if self.out in closed:
            sys.stderr.write("标准输出已关闭或写不下，结果没有全部显示。→ 请检查输出的去处和磁盘空间后重试\n")
            sys.stderr.flush()
        return 2 if closed and status <= 2 else status


@contextmanager
def lasting_streams() -> Iterator[Streams]:
    """Streams that take whatever is written: after the reader has left (`| head`) they drop it, closed or full they
    drop it and remember.
    """
    _occupy_descriptors()
    before = sys.stdin, sys.stdout, sys.stderr
    streams = Streams()
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process
    if streams.out is not None:
        sys.stdout = streams.out.text(before[1])
    if streams.errors is not None:
        sys.stderr = streams.errors.text(before[2])
    try:
        yield streams
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def _occupy_descriptors() -> None:
    """Let no file that is opened later take the number of a stream that is closed."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)


class _Ending(io.RawIOBase):
    """The system's end of a stream; `lost` once something could not be written though somebody may have waited."""

    def __init__(self, raw: io.RawIOBase | None) -> None:
        self._raw, self._gone = raw, False
        self.lost = False

    @classmethod
    def of(cls, stream: TextIO | None) -> "_Ending | None":
        """The end of a stream of the system, or of none; None for a stream of another program."""
        if stream is None:
            return cls(None)
        buffer = getattr(stream, "buffer", None)
        raw = getattr(buffer, "raw", buffer)
        is_system = isinstance(raw, io.FileIO) or type(raw).__name__ == "_WindowsConsoleIO"
        return cls(raw) if isinstance(stream, io.TextIOWrapper) and is_system else None

    def text(self, like: TextIO | None) -> io.TextIOWrapper:
        """A stream of text that ends here: a file or a pipe gets UTF-8, whatever the code page of the console.

        What the encoding of a terminal lacks is replaced, so that one of GBK still gets its lines.
        """
        return io.TextIOWrapper(
            io.BufferedWriter(self),
            encoding=like.encoding if like is not None and self.isatty() else "utf-8",
            errors="replace",
            line_buffering=isinstance(like, io.TextIOWrapper) and like.line_buffering,
        )

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw is not None and self._raw.isatty()

    def fileno(self) -> int:
        if self._raw is None:
            raise io.UnsupportedOperation
        return self._raw.fileno()

    def write(self, content: "ReadableBuffer") -> int | None:
        size = memoryview(content).nbytes
        if self._gone or not size:
            return size
        if self._raw is not None:
            try:
                return self._raw.write(content)
            except OSError as error:
                self.lost = error.errno not in _READER_LEFT
        else:
            self.lost = True
        self._gone = True
        return size
