"""How long rows are kept after somebody left: the office sets it, `purge` shows what is past it and takes it out."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.offices import covered, keep_ledger, person, registry, run, send, states
from tests.terminal import typed

from yicun import tenure
from yicun.inputs import open_ledger
from yicun.model.fields import TableKind
from yicun.outbox import purging
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
    found = tenure.past_keeping(run(folder, day))
    return () if found is None else tuple(purging.lines_of(found))


def test_rows_of_whoever_left_that_long_ago_are_named(folder):
    keep(folder, "6")
    assert past(folder, date(2021, 2, 14)) == ()
    assert past(folder, date(2021, 2, 15)) == (
        "台账“在岗”第 2 行：离岗已满 6 个月",
        "台账“考核”第 2、5 行：离岗已满 6 个月",
        "台账“培训”第 3 行：离岗已满 6 个月",
        "删去后，这些人在岗时的情况（coverage、service、stipend 的 --as-of）不能再还原。",
        "台账.前一版.xlsx 也换成删去后的。",
        "收文、审核和报送的文件不动，那些天收到什么、审核了谁，仍能还原。",
    )


def test_nothing_is_named_where_the_office_set_no_time(folder):
    assert past(folder, date(2090, 1, 1)) == ()
    before = (folder / "台账.xlsx").read_bytes()
    assert typed("purge", "-w", folder, "--yes").out == "没有本工具写出的文件。\n"
    assert (folder / "台账.xlsx").read_bytes() == before


def test_somebody_in_post_elsewhere_keeps_every_row(folder):
    keep(folder, "6")
    moved = post(0, "2020-09-01", None)
    moved[1] = "檗谷村"
    keep_ledger(folder, {TableKind.POSTS: [moved]})
    assert past(folder, date(2090, 1, 1)) == ()


def test_a_row_without_the_end_of_an_id_goes_with_the_only_one_of_that_name(folder):
    keep(folder, "6")
    unnumbered = [["2020-07", *short(number)[:2], None, "合格"] for number in (0, 1)]
    keep_ledger(folder, {TableKind.ASSESSMENTS: unnumbered})
    assert past(folder, date(2021, 2, 15))[1] == "台账“考核”第 2、5、6 行：离岗已满 6 个月"


def rows(folder: Path, kind: TableKind) -> list[tuple[str, ...]]:
    """What the tool reads in a sheet, the first four columns."""
    ledger, _ = open_ledger(find_workspace(folder, folder), date(2026, 1, 1))
    assert ledger is not None
    return [tuple(entry.texts.values())[:4] for entry in ledger.entries(kind)]


@pytest.mark.parametrize("saved_by", ["yicun", "openpyxl"])
def test_purge_takes_the_rows_out_and_nothing_else(folder, saved_by, monkeypatch):
    """Also out of the copy beside, and out of the texts that an office program keeps apart from its cells."""
    keep(folder, "1")
    path, gone = folder / "台账.xlsx", str(person(0)["id_number"])
    if saved_by == "openpyxl":
        book = openpyxl.load_workbook(path)
        book.create_sheet("本单位自用")["B3"] = "保留"
        book.save(path)
    (folder / "台账.前一版.xlsx").write_bytes(path.read_bytes())
    before = {kind: rows(folder, kind) for kind in (TableKind.POSTS, TableKind.ASSESSMENTS, TableKind.TRAINING)}
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    refused = typed("purge", "-w", folder)
    assert (refused.code, {kind: rows(folder, kind) for kind in before}) == (130, before)
    ended = typed("purge", "-w", folder, "--yes")
    assert ended.code == 0
    assert ended.out.endswith("台账已删去 4 行。\n")
    assert "示例" not in ended.out
    left = {kind: rows(folder, kind) for kind in before}
    assert left == {
        TableKind.POSTS: before[TableKind.POSTS][1:], TableKind.ASSESSMENTS: before[TableKind.ASSESSMENTS][1:3],
        TableKind.TRAINING: before[TableKind.TRAINING][:1],
    }  # fmt: skip
    for one in (path, folder / "台账.前一版.xlsx"):
        with zipfile.ZipFile(one) as package:
            inside = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "ignore")
        assert gone not in inside
        assert str(person(1)["id_number"]) in inside
        assert ("本单位自用" in openpyxl.load_workbook(one).sheetnames) == (saved_by == "openpyxl")
    assert typed("purge", "-w", folder, "--yes").out == "没有本工具写出的文件。\n"


def test_somebody_still_called_confirmed_would_count_again_and_stays(folder):
    keep(folder, "1")
    send(folder, "省新所.xlsx", [person(0, decision="确定", decided_on=date(2020, 5, 8))])
    day = date(2021, 2, 15)
    told = past(folder, day)
    assert told[0] == "台账“在岗”第 2 行：离岗已满 1 个月，但仍是审核确定，删去会重新算作人选，不删"
    assert len(told) == 2
    before = states(covered(folder, day))["园内村"]
    who = ["省新镇", "园内村", str(person(0)["name"]), str(person(0)["id_number"])]
    keep_ledger(folder, {TableKind.DECISIONS: [[*who, "确定", "2020-05-08", "2020-08-15", "离岗"]]})
    assert past(folder, day)[0] == "台账“在岗”第 2 行：离岗已满 1 个月"
    typed("purge", "-w", folder, "--yes")
    assert len(rows(folder, TableKind.POSTS)) == 3
    assert states(covered(folder, day))["园内村"] == before == "left"


def test_a_ledger_open_elsewhere_keeps_its_rows(folder):
    keep(folder, "1")
    (folder / ".~lock.台账.xlsx#").write_text("", "utf-8")
    before = (folder / "台账.xlsx").read_bytes()
    ended = typed("purge", "-w", folder, "--yes")
    assert ended.code == 2
    assert "台账正被打开，没有写入" in ended.err
    assert (folder / "台账.xlsx").read_bytes() == before


def test_purge_speaks_of_no_ledger_where_there_is_none(tmp_path):
    (tmp_path / "yicun.toml").write_text('area = "清源县"\n', "utf-8")
    assert typed("purge", "-w", tmp_path, "--yes").out == "没有本工具写出的文件。\n"
