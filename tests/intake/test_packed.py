"""A table lies as bytes until its columns are read, and loses nothing by it."""

import pickle
from datetime import datetime, time, timedelta
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from builders import sample_id
from yicun.intake.grid import Cell, Cells, ErrorCell, NoValue
from yicun.intake.load.packed import PackedColumns
from yicun.intake.load.reading import InputFile, read_file

CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.just(NoValue()),
    st.just(ErrorCell("#N/A")),
    st.sampled_from([datetime(2020, 5, 7, 9, 30), time(9, 30), timedelta(hours=30)]),  # noqa: DTZ001 - cells know no zone
)


def kinds(cells: Cells) -> list[tuple[type, Cell]]:
    return [(type(cell), cell) for cell in cells.to_list()]


@given(st.lists(CELLS, max_size=30), st.lists(CELLS, max_size=30))
def test_every_cell_comes_out_as_it_went_in(one: list[Cell], other: list[Cell]) -> None:
    columns = {"name": Cells.of(one), "remark": Cells.of(other)}
    unpacked = PackedColumns(columns)
    assert list(unpacked) == list(columns)
    assert "phone" not in unpacked
    assert {name: kinds(unpacked[name]) for name in unpacked} == {name: kinds(columns[name]) for name in columns}


def test_a_column_waits_without_the_cells_of_the_others_and_small() -> None:
    texts = [None, "男", "女", *(f"示例{number}" for number in range(5000))]
    sexes, names = (Cells(np.array(numbers, dtype=np.int32), texts) for numbers in ([1, 2] * 2500, range(3, 5003)))
    unpacked = PackedColumns({"sex": sexes, "name": names})
    assert unpacked["sex"].pool == [None, "男", "女"]
    assert unpacked["name"].to_list() == names.to_list()
    assert len(pickle.dumps(unpacked)) < len(pickle.dumps({"sex": sexes, "name": names})) / 2


def test_a_file_is_read_to_tables_that_wait_so(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["姓名", "身份证号", "村名"])
    book.active.append(["示例甲", sample_id(), "园内村"])
    book.save(tmp_path / "省新所.xlsx")
    read = read_file(InputFile(tmp_path / "省新所.xlsx", "省新所.xlsx", "submission"), ())
    assert [type(table.cells) for table in read.tables] == [PackedColumns]
    assert read.tables[0].cells["name"].to_list() == ["示例甲"]
