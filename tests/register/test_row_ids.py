"""Row ids are found by their order, as pandas finds them by a table of them all."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from yicun.register.need import at_rows, places_of

OWN = st.one_of(NUMBERS := st.lists(st.integers(0, 40), unique=True), NUMBERS.map(sorted))
ASKED = st.lists(st.integers(-1, 45))


@given(OWN, ASKED)
def test_row_ids_stand_where_pandas_finds_them(own: list[int], asked: list[int]) -> None:
    index = pd.Index(own, dtype=np.int64)
    assert places_of(index, asked).tolist() == index.get_indexer(pd.Index(asked, dtype=np.int64)).tolist()


@given(OWN, ASKED)
def test_the_rows_asked_for_are_those_that_pandas_gives(own: list[int], asked: list[int]) -> None:
    index = pd.Index(own, dtype=np.int64)
    words = pd.array([f"词{row}" for row in own], dtype="str")
    frame = pd.DataFrame(
        {"number": np.array(own, dtype=np.int64), "even": [row % 2 == 0 for row in own], "word": words}, index=index
    )
    expected = frame.reindex(pd.Index(asked, dtype=np.int64)).set_axis(range(len(asked)))
    pd.testing.assert_frame_equal(at_rows(frame, asked), expected, check_index_type=False)
    pd.testing.assert_series_equal(at_rows(frame["even"], asked), expected["even"], check_index_type=False)
