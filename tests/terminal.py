"""What a person at a terminal gets for what they type."""

import io
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple

import pytest

from yicun.cli.app import main


class Ended(NamedTuple):
    """The exit code, and what came on the two streams."""

    code: int
    out: str
    err: str


def typed(*words: object) -> Ended:
    """`yicun WORDS`, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return Ended(int(ended.value.code or 0), out.getvalue(), err.getvalue())
