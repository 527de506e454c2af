"""No document names an office, a day or a telephone that is not the workspace's own."""

import re
import sys
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.offices import codes, covered, office, person, run, send

from yicun import outbox, pipeline
from yicun.cli.app import main
from yicun.rulebook.files import shipped
from yicun.rulebook.load import load_rulebook
from yicun.workspace import CONFIG, find_workspace


def _begin(folder: Path, *options: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["init", str(folder), *options])
    assert not ended.value.code


def _change(folder: Path, old: str, new: str) -> None:
    config = folder / CONFIG
    config.write_text(config.read_text("utf-8").replace(old, new), "utf-8")


def _letter(folder: Path) -> str:
    list(outbox.write_reminders(run(folder), covered(folder), folder / "催办", force=False))
    return "\n".join(
        line.text for line in docx.Document(str(folder / "催办/2020-05-07/省新派出所/催办通知.docx")).paragraphs
    )


@pytest.mark.parametrize(
    ("area", "rulebook", "binding", "deadline"),
    [
        ("南安市", "nanan-2020", True, date(2020, 5, 10)),
        ("清源县", "nanan-2020", False, None),
        ("晋江市", "nanan-2020", False, None),
        ("泉州市", "nanan-2020", False, None),
        ("", "nanan-2020", False, date(2020, 5, 10)),
        ("南安市", "fujian-2019-294", True, date(2020, 6, 30)),
        ("霞浦县", "fujian-2019-294", True, date(2020, 12, 31)),
        ("清源县", "fujian-2019-294", False, None),
    ],
)
def test_a_text_binds_only_the_offices_below_its_issuer(area, rulebook, binding, deadline) -> None:
    book, _ = load_rulebook(shipped() / f"{rulebook}.yaml", shown="a", search=[shipped()])
    here = book.within(area)
    assert here.id.binding is binding
    assert (here.main_deadline.on if here.main_deadline else None) == deadline


def test_another_county_is_neither_named_nor_its_deadline_taken(tmp_path: Path) -> None:
    folder = office(tmp_path / "区")
    send(folder, "省新所.xlsx", [person(0)])
    _change(folder, "deadline = 2020-05-10\n", "")
    result = covered(folder)
    assert result.basis.deadline is None
    assert codes(result, "YC522") == [("YC522", CONFIG, None)]
    letter = _letter(folder)
    assert "清源县公安局" in letter
    assert "根据《" in letter
    assert not re.search("南安|福建省|5月10日", letter)
    listed = pipeline.nominations(run(folder), None)
    outbox.write_nominations(run(folder), listed, folder / "名单.xlsx", internal=False, force=False)
    cells = [
        str(cell) for sheet in openpyxl.load_workbook(folder / "名单.xlsx") for row in sheet.values for cell in row
    ]
    assert not [cell for cell in cells if "南安市公安局" in cell]
    _change(folder, 'area = "清源县"', 'area = "南安市"')
    result = covered(folder)
    assert (result.basis.deadline, codes(result, "YC522")) == (date(2020, 5, 10), [])
    assert "根据南安市公安局《" in _letter(folder)


def test_a_letter_is_signed_by_the_issuer_and_says_whom_to_call(tmp_path: Path) -> None:
    folder = office(tmp_path / "区")
    assert "联系人：　" in _letter(folder)
    _change(
        folder, "villages", 'issuer = "清源县委政法委"\noffice = "治安科"\ncontact = "示例长 0595-00000000"\nvillages'
    )
    letter = _letter(folder)
    assert "联系人及电话：示例长 0595-00000000" in letter
    assert "清源县委政法委治安科" in letter


def test_a_new_workspace_says_what_was_given_and_invents_nothing(tmp_path: Path) -> None:
    _begin(tmp_path / "新", "--area", "清源县")
    made = find_workspace(tmp_path / "新", tmp_path)
    assert (made.area, made.office, made.issuer, made.contact, made.deadline) == ("清源县", "", "", "", None)
    assert sorted(path.name for path in (tmp_path / "新/rules").iterdir()) == [
        "fujian-2019-294.cases.yaml", "fujian-2019-294.yaml",
        "service-2020.cases.yaml",
        "service-2020.yaml",
    ]  # fmt: skip
    assert "nanan" not in (tmp_path / "新" / CONFIG).read_text("utf-8")
    given = (
        "--area",
        "某县",
        "--office",
        "治安科",
        "--issuer",
        '某县"公安局',
        "--contact",
        "示例长 0595",
        "--deadline",
        "2020-09-01",
    )
    _begin(tmp_path / "全", *given, "--rulebook", "nanan-2020")
    made = find_workspace(tmp_path / "全", tmp_path)
    assert (made.area, made.office, made.issuer, made.contact) == ("某县", "治安科", '某县"公安局', "示例长 0595")
    assert (made.deadline, made.rulebook) == (date(2020, 9, 1), "rules/nanan-2020.yaml")
    _begin(tmp_path / "本地", "--area", "南安市")
    assert find_workspace(tmp_path / "本地", tmp_path).rulebook == "rules/nanan-2020.yaml"


def test_a_terminal_asks_for_what_was_not_given(tmp_path: Path, monkeypatch, capsys) -> None:
    asked, answers = [], iter(["治安科", "", "五月", "2020-09-01", "示例长"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda question, **_: (asked.append(question), next(answers))[1])
    _begin(tmp_path / "问", "--area", "清源县")
    made = find_workspace(tmp_path / "问", tmp_path)
    assert (made.office, made.issuer, made.deadline, made.contact) == ("治安科", "", date(2020, 9, 1), "示例长")
    assert len(asked) == 5
    assert "“五月”不是日期" in capsys.readouterr().out
    _begin(tmp_path / "问")  # what is there already is not asked for again
    assert len(asked) == 5
