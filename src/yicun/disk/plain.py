"""Small files that are read whole, and only where they are files."""

import errno
import stat
from pathlib import Path


def read_plain(path: Path) -> bytes:
    """The bytes of a regular file. Raises `OSError` also for a pipe or a device: nobody knows when they end."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "不是普通文件")
    return path.read_bytes()
