"""Memory that was let go goes back to the system, where the C library can be told so (mallopt and malloc_trim)."""

import sys
from contextlib import suppress
from typing import Any

_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def let_columns_go() -> None:
    """From now on a column that is let go goes back at once, instead of lying between others until the end."""
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    _of_glibc("mallopt", _M_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """What was let go in many small pieces goes back now."""
    _of_glibc("malloc_trim", 0)


def _of_glibc(name: str, *arguments: Any) -> None:
    if sys.platform == "linux":
        import ctypes

        with suppress(AttributeError):  # another C library
            getattr(ctypes.CDLL(None), name)(*arguments)
