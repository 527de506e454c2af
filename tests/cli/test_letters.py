"""What `remind` and `screen -o` write for the sample area, read back as their readers would."""

import json
import re
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.table import Table
from tests.systems import is_private
from tests.terminal import typed

ROOT = Path(__file__).parents[2]
VETTING = ("立案", "刑", "严重警告", "撤销", "留党察看", "开除", "不合格", "结论为")


def _text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("催办")
    assert typed("-w", ROOT, "remind", "-o", folder, "-q").code == 0
    (folder,) = folder.iterdir()
    return folder


@pytest.fixture(scope="module")
def covered() -> dict:
    return json.loads(typed("-w", ROOT, "--format", "json", "coverage", "-q").out)


def test_every_station_with_a_gap_gets_a_letter_with_its_numbers(sent: Path, covered: dict) -> None:
    due = [station for station in covered["stations"] if station["gap"] or station["submission"] == "silent"]
    assert due
    for station in due:
        text = _text(sent / station["station"] / "催办通知.docx")
        done = station["nominated"] + station["confirmed"]
        assert f"{station['station']}：" in text
        assert f"应推选 {station['required']} 村，已推选 {done} 村" in text
        assert f"缺 {station['gap']} 村" in text
        assert "2020年5月10日" in text
        assert "南安市公安局户政管理大队" in text


def test_a_letter_names_the_villages_and_only_its_own(sent: Path, covered: dict) -> None:
    gaps = ("in_progress", "undetermined", "ineligible", "vacant")
    station = max(covered["stations"], key=lambda one: one["gap"])["station"]
    text = _text(sent / station / "催办通知.docx")
    for village in covered["villages"]:
        if village["station"] == station and village["state"] in gaps:
            assert village["village"] in text
    others = {
        village["village"]
        for village in covered["villages"]
        if village["station"] != station and len(village["village"]) > 3
    }
    assert not [name for name in others if name in text]


def test_the_silent_station_is_told_so(sent: Path, covered: dict) -> None:
    silent = [station["station"] for station in covered["stations"] if station["submission"] == "silent"]
    assert silent
    assert "尚未报送名单" in _text(sent / silent[0] / "催办通知.docx")


def test_letters_and_bulletin_carry_no_person_and_no_result_of_a_check(sent: Path, covered: dict) -> None:
    names = {village["candidate"] for village in covered["villages"] if village["candidate"]}
    letters = list(sent.rglob("*.docx"))
    assert len(letters) > 10
    for letter in letters:
        text = _text(letter)
        assert not [word for word in VETTING if word in text], letter.name
        assert not [name for name in names if name in text], letter.name
        assert not re.search(r"\d{7,}", text), letter.name


def test_cells_to_mend_say_what_is_wrong_and_what_to_do(sent: Path) -> None:
    lines = []
    for letter in sent.rglob("催办通知.docx"):
        for table in docx.Document(str(letter)).tables:
            rows = [[cell.text for cell in row.cells] for row in table.rows]
            lines += rows[1:] if rows[0] == ["文件和工作表", "单元格", "问题", "怎么改"] else []
    assert len(lines) > 20
    for _, cells, what, cure in lines:
        assert what
        assert cure
        for reference in cells.split():
            assert re.fullmatch(r"[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?|第\d+行(:第\d+行)?|[A-Z]{1,3}列|整表", reference), (
                cells
            )
    assert any(what.startswith("公民身份号码：") for _, _, what, _ in lines)


def test_a_village_stands_with_its_state_why_and_the_next_step(sent: Path, covered: dict) -> None:
    station = max(covered["stations"], key=lambda one: one["gap"])["station"]
    rows = [
        [cell.text for cell in row.cells] for row in docx.Document(str(sent / station / "催办通知.docx")).tables[0].rows
    ]
    assert rows[0] == ["序号", "乡镇（街道）", "行政村", "状态", "原因", "下一步"]
    by_village = {(one["township"], one["village"]): one for one in covered["villages"]}
    for _, township, village, state, why, step in rows[1:]:
        told = by_village[township, village]
        assert state
        assert (why, step.split("；")[0]) == (told["reason"], told["todo"].split("；")[0])


def test_a_heading_stands_on_the_page_where_its_table_begins(sent: Path) -> None:
    for letter in (next(sent.rglob("催办通知.docx")), *sent.rglob("情况通报.docx")):
        content = list(docx.Document(str(letter)).iter_inner_content())
        heads = [before for before, after in pairwise(content) if isinstance(after, Table)]
        assert heads
        assert all(head.text and head.paragraph_format.keep_with_next for head in heads), letter.name


def test_marked_copies_go_with_the_letter(sent: Path) -> None:
    copies = list(sent.rglob("*（批注）.xlsx"))
    assert copies
    book = openpyxl.load_workbook(copies[0])
    assert "问题清单" in book.sheetnames


def test_the_bulletin_ranks_with_ties_and_sums_up(sent: Path, covered: dict) -> None:
    document = docx.Document(str(sent / "情况通报.docx"))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    ranks = [int(row[0]) for row in rows[1:] if row[0] != "—"]
    assert ranks == sorted(ranks)
    expected = {station["station"]: station["rank"] for station in covered["stations"]}
    assert {row[1]: int(row[0]) if row[0] != "—" else None for row in rows[1:-1]} == expected
    totals = covered["totals"]
    assert rows[-1][3] == str(totals["required"])
    assert rows[-1][7] == str(totals["gap"])


def test_the_same_letters_twice_are_the_same_bytes(sent: Path, tmp_path: Path) -> None:
    assert typed("-w", ROOT, "remind", "-o", tmp_path, "-q").code == 0
    first = {path.relative_to(sent): path.read_bytes() for path in sent.rglob("*") if path.is_file()}
    (again,) = tmp_path.iterdir()
    second = {path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert first == second


def test_the_screening_table_has_everybody_worst_first_and_says_how_to_object(tmp_path: Path) -> None:
    path = tmp_path / "核对表.xlsx"
    assert typed("-w", ROOT, "screen", "-o", path, "--internal", "-q").code == 0
    sheet = openpyxl.load_workbook(path)["核对表"]
    assert re.search(r"sha256：[0-9a-f]{12}…）　基准日 2020年5月7日　", str(sheet["A3"].value))
    assert not [cell for cell in sheet["J"] if re.search(r"\d{4}-\d\d-\d\d", str(cell.value))]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "内部资料 注意保密" in texts
    assert any("可向推荐的派出所提出" in text for text in texts)
    assert any("不代表审核结论" in text for text in texts)
    order = ("不符合", "待核", "需说明", "符合")
    verdicts = [
        str(row[1].value).split("（")[0] for row in sheet.iter_rows(min_row=5) if str(row[1].value).startswith(order)
    ]
    assert len(verdicts) > 300
    assert [order.index(one) for one in verdicts] == sorted(order.index(one) for one in verdicts)
    assert is_private(path)
