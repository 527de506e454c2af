"""What holds for every test: nothing is written beside the samples, which other tests read at the same time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(autouse=True, scope="session")
def samples_stay_as_they_are() -> Iterator[None]:
    before = set(SAMPLES.rglob("*"))
    yield
    assert {path for path in set(SAMPLES.rglob("*")) - before if "__pycache__" not in path.parts} == set()
