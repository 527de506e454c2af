"""Names for what is written: legal everywhere, in their folder, and no two alike."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yicun.disk.naming import distinct, file_name, joined_name, numbered
from yicun.model.errors import CannotRun

FORBIDDEN = set('\\/:*?"<>|') | {chr(code) for code in range(32)}
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}


@given(
    st.text(max_size=300)
    | st.sampled_from(["..", ".", "", "CON", "nul.xlsx", "COM1 .txt", "a/b", "甲" * 256, "🏘" * 99])
)
def test_any_text_becomes_one_name_that_every_system_takes(text: str) -> None:
    name = file_name(text)
    assert name
    assert not FORBIDDEN & set(name)
    assert name.strip(" .") == name.rstrip(" .") == name
    assert name.split(".")[0].strip().casefold() not in DEVICES
    assert len(name.encode()) <= 255 - len("（已整理）.xlsx".encode())
    assert (Path("out") / name).resolve().parent == Path("out").resolve()


@pytest.mark.parametrize(
    ("one", "other"), [(("a", "b"), ("ab",)), (("省新", "名单.xls"), ("康美", "名单.xls")), (("a／b",), ("a", "b"))]
)
def test_folders_stay_in_the_name(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert joined_name(one) != joined_name(other)


@pytest.mark.parametrize(("one", "other"), [("名单", "名单"), ("LIST", "list"), ("ａ", "a")])
def test_two_names_that_are_one_to_some_system_stop_the_run(one: str, other: str) -> None:
    with pytest.raises(CannotRun, match="没有写出任何文件"):
        distinct({"甲": one, "乙": other})


def test_masked_names_are_told_apart() -> None:
    sources = [f"示例甲3505831975030{number}.csv" for number in ("39978", "49978", "59978")]
    names = numbered({source: file_name(source) for source in sources})
    assert len(set(names.values())) == 3
    assert not [name for name in names.values() if "19750" in name]
