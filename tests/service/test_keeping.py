"""How long rows are kept after somebody left: the office sets it, `purge` names what is past it and deletes no row."""

from datetime import date
from pathlib import Path

import pytest
from tests.offices import keep_ledger, person, registry
from tests.terminal import typed

from yicun import tenure
from yicun.model.fields import TableKind
from yicun.workspace import find_workspace

SHIPPED = Path(__file__).parents[2] / "rules" / "service-2020.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One person who left for good on 2020-08-15, one who left and came back, one still in post."""
    folder = registry(tmp_path / "区")
    posts = [post(0, "2020-05-20", "2020-08-15"), post(1, "2020-05-20", "2020-08-15"), post(1, "2020-09-01", None),
             post(2, "2020-05-20", None)]  # fmt: skip
    assessed = [["2020-06", *short(number), "合格"] for number in (0, 1, 2, 0)]
    trained = [["2020-06-10", "示例课程", "4", *short(number)] for number in (2, 0)]
    keep_ledger(folder, {TableKind.POSTS: posts, TableKind.ASSESSMENTS: assessed, TableKind.TRAINING: trained})
    return folder


def post(number: int, since: str, left: str | None) -> list[str | None]:
    who = person(number)
    place = ["省新镇", str(who["village"]), str(who["name"]), str(who["id_number"]), None]
    return [*place, since, None, "村委会", "一档", left, "本人辞职" if left else None]


def short(number: int) -> list[str]:
    who = person(number)
    return [str(who["village"]), str(who["name"]), str(who["id_number"])[-4:]]


def keep(folder: Path, months: str) -> None:
    """The office sets its own time, in its own copy of the rules."""
    shipped = SHIPPED.read_text("utf-8")
    begin = shipped.index("  keep-months:")
    mine = shipped[:begin] + shipped[begin:].replace("value: 不设", f"value: {months}", 1)
    (folder / "rules" / "texts").mkdir(parents=True)
    for text in (SHIPPED.parent / "texts").iterdir():
        (folder / "rules" / "texts" / text.name).write_bytes(text.read_bytes())
    (folder / "rules" / "service-2020.yaml").write_text(mine, "utf-8")


def past(folder: Path, day: date) -> tuple[str, ...]:
    return tenure.past_keeping(find_workspace(folder, folder), day)


def test_rows_of_whoever_left_that_long_ago_are_named(folder):
    keep(folder, "6")
    assert past(folder, date(2021, 2, 14)) == ()
    assert past(folder, date(2021, 2, 15)) == (
        "台账“在岗”第 2 行：离岗已满 6 个月",
        "台账“考核”第 2、5 行：离岗已满 6 个月",
        "台账“培训”第 3 行：离岗已满 6 个月",
    )


def test_nothing_is_named_where_the_office_set_no_time(folder):
    assert past(folder, date(2090, 1, 1)) == ()


def test_purge_says_so_and_leaves_the_ledger_as_it_is(folder):
    keep(folder, "1")
    before = (folder / "台账.xlsx").read_bytes()
    ended = typed("purge", "-w", folder, "--yes")
    assert ended.code == 0
    assert "台账“在岗”第 2 行：离岗已满 1 个月" in ended.out
    assert "示例" not in ended.out
    assert (folder / "台账.xlsx").read_bytes() == before


def test_purge_speaks_of_no_ledger_where_there_is_none(tmp_path):
    (tmp_path / "yicun.toml").write_text('area = "清源县"\n', "utf-8")
    assert typed("purge", "-w", tmp_path, "--yes").out == "没有本工具写出的文件。\n"
