"""Which systems a test is for: what one of them lacks is not asked of it, and the reason stands beside it."""

import sys
from pathlib import Path

import pytest


def not_on_windows(reason: str) -> pytest.MarkDecorator:
    """For what only POSIX has."""
    return pytest.mark.skipif(sys.platform == "win32", reason=f"Windows: {reason}")


NAMES = not_on_windows('names hold neither a line break nor one of :*?"<>|, count by characters, and A is a')
MODES = not_on_windows("who may read or write is told by other means than modes")
LINKS = not_on_windows("accounts of offices may not make links")
PIPES = not_on_windows("pipes and devices are not in folders, and accounts of offices may not make links")
LIMITS = not_on_windows("a process can be neither copied nor limited, and its end says nothing of why")
SCRIPTS = not_on_windows("what starts, installs and builds there is other scripts")
TERMINALS = not_on_windows("no process can hold the other end of a terminal")
SIGNALS = not_on_windows("a process is ended without being told")
LISTED_FONTS = not_on_windows("fonts are in the registry")
ON_WINDOWS = pytest.mark.skipif(sys.platform != "win32", reason="only Windows has this")


def is_private(path: Path) -> bool:
    """Whether nobody but its owner may read a file, where modes say so."""
    return sys.platform == "win32" or path.stat().st_mode & 0o077 == 0
