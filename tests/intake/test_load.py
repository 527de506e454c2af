"""Files to a roster: what is read, by whose register, and that nothing depends on how the work was shared out."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from builders import sample_id
from raw_tables import AS_OF, PERSON, UNIT
from yicun.intake.load import InputFile, load_roster
from yicun.intake.load.checking import check_tables
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.findings import Findings
from yicun.model.roster import Roster

PEOPLE, VILLAGES = TableKind.CANDIDATES, TableKind.VILLAGES
CLEAN = {PEOPLE: PERSON, VILLAGES: UNIT}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(path: Path, *tables: tuple[TableKind, Iterable[Mapping[str, object]]], title: str = "") -> Path:
    """A workbook of one sheet a table; each row the clean one, changed by what its mapping says."""
    book = Workbook()
    for number, (kind, rows) in enumerate(tables):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = f"表{number + 1}"
        if title:
            sheet.append([title])
        names = [name for name in CLEAN[kind] if name != "age"]
        sheet.append([BY_NAME[kind][name].label for name in names])
        for row in rows:
            sheet.append([{**CLEAN[kind], **row}[name] for name in names])
    book.save(path)
    return path


def load(*files: tuple[Path, str], **options: object) -> tuple[Roster, Findings]:
    inputs = [InputFile(path, path.name, role) for path, role in files]
    return load_roster(inputs, as_of=AS_OF, **options)


def test_a_register_and_a_submission_become_a_roster(folder: Path) -> None:
    register = write(folder / "底册.xlsx", (VILLAGES, [{}, {"village": "康美村", "village_code": "350583106202"}]))
    sent = write(
        folder / "省新所.xlsx",
        (
            PEOPLE,
            [
                {},
                {
                    "name": "示例乙",
                    "village": "康美",
                    "id_number": sample_id("19800101"),
                    "birth_date": "1980-01",
                    "phone": "13900000000",
                },
            ],
        ),
    )
    roster, findings = load((register, "register"), (sent, "submission"))
    assert [finding.code for finding in findings.all(roster.places)] == ["YC293"]
    assert roster.villages["village"].tolist() == ["园内村", "康美村"]
    assert roster.candidates["name"].tolist() == ["示例甲", "示例乙"]
    assert roster.candidates["village_row"].tolist() == roster.villages.index.tolist()
    assert roster.candidates["born"].tolist() == [pd.Timestamp(1975, 3, 1), pd.Timestamp(1980, 1, 1)]
    assert [file.stations for file in roster.files] == [(), ("省新派出所",)]
    assert [str(roster.places.place(row, "name")) for row in roster.candidates.index] == [
        "省新所.xlsx!表1!D2",
        "省新所.xlsx!表1!D3",
    ]
    assert all(len(file.sha256) == 64 for file in roster.files)


def test_without_a_register_nothing_is_matched(folder: Path) -> None:
    roster, findings = load((write(folder / "a.xlsx", (PEOPLE, [{}])), "any"))
    assert len(findings) == 0
    assert roster.candidates["village_row"].tolist() == [-1]
    assert roster.villages.empty


def test_of_a_reference_nothing_is_said(folder: Path) -> None:
    register = write(folder / "底册.xlsx", (VILLAGES, [{}, {"population": "很多"}, {}]))
    sent = write(folder / "a.xlsx", (PEOPLE, [{"sex": "女"}]))
    roster, findings = load((register, "reference"), (sent, "any"))
    assert findings.by_code() == {"YC301": 1}
    assert roster.candidates["village_row"].tolist() == [0]
    assert "YC219" in load((register, "register"), (sent, "any"))[1].by_code()


def test_people_beside_a_reference_are_nobody_s_submission(folder: Path) -> None:
    register = write(folder / "底册.xlsx", (VILLAGES, [{}]), (PEOPLE, [{"name": "示例丁"}]))
    sent = write(folder / "a.xlsx", (PEOPLE, [{}]))
    assert load((register, "reference"), (sent, "any"))[0].candidates["name"].tolist() == ["示例甲"]


def test_a_reference_that_cannot_be_read_is_said(folder: Path) -> None:
    broken = folder / "底册.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    roster, findings = load((broken, "reference"), (write(folder / "a.xlsx", (PEOPLE, [{}])), "any"))
    assert findings.by_code() == {"YC001": 1}
    assert findings.unchecked() == {"底册.xlsx"}
    assert [file.path for file in roster.files] == ["底册.xlsx", "a.xlsx"]
    assert len(roster.candidates) == 1


def test_a_register_inside_a_submission_changes_nothing(folder: Path) -> None:
    register = write(folder / "底册.xlsx", (VILLAGES, [{}]))
    sent = write(folder / "a.xlsx", (PEOPLE, [{}]), (VILLAGES, [{"village": "别村", "population": "很多"}]))
    roster, findings = load((register, "register"), (sent, "submission"))
    assert findings.by_code() == {"YC107": 1, "YC219": 1}
    assert roster.villages["village"].tolist() == ["园内村"]


def test_a_register_named_on_the_command_line_is_checked_beside_the_other(folder: Path) -> None:
    ours = write(folder / "底册.xlsx", (VILLAGES, [{}]))
    new = write(folder / "新底册.xlsx", (VILLAGES, [{"village": "别村"}, {"village": "别村"}]))
    roster, findings = load((ours, "reference"), (new, "any"))
    assert roster.villages["village"].tolist() == ["园内村"]
    assert set(findings.by_code()) == {"YC408"}
    assert load((new, "any"))[0].villages["village"].tolist() == ["别村"]


@pytest.mark.parametrize("name", ["没有.xlsx", "."])
def test_a_missing_file_or_a_folder_does_not_stop_the_others(folder: Path, name: str) -> None:
    roster, findings = load((folder / name, "any"), (write(folder / "a.xlsx", (PEOPLE, [{}])), "any"))
    assert findings.by_code() == {"YC001": 1}
    assert len(roster.candidates) == 1
    assert len(roster.files) == 2


def test_headers_alone_are_no_answer(folder: Path) -> None:
    _, findings = load((write(folder / "a.xlsx", (PEOPLE, [])), "any"))
    assert findings.by_code() == {"YC008": 1}


def test_the_station_of_a_file_is_who_filed_it(folder: Path) -> None:
    register = write(folder / "底册.xlsx", (VILLAGES, [{}]))
    sent = write(folder / "a.xlsx", (PEOPLE, [{"station": None}]), title="填报单位：南安市公安局省新所")
    roster, _ = load((register, "register"), (sent, "submission"))
    assert roster.files[1].stations == ("省新派出所",)
    assert roster.candidates["station"].tolist() == ["省新派出所"]


def test_what_could_not_be_read_is_told_apart_from_what_is_blank(folder: Path) -> None:
    sent = write(
        folder / "a.xlsx",
        (PEOPLE, [{"education": "秀才"}, {"education": None}, {"applied_on": date(2021, 1, 1), "name": "示例丙"}]),
    )
    roster, _ = load((sent, "any"))
    assert roster.unreadable == {"education": {0}, "applied_on": {2}}


def described(roster: Roster, findings: Findings) -> list[object]:
    """All that a user could notice of a result."""
    frames = [
        frame.astype("object").where(frame.notna(), None).reset_index().to_dict("list")
        for frame in (roster.villages, roster.candidates)
    ]
    categories = [
        list(frame[name].cat.categories)
        for frame in (roster.villages, roster.candidates)
        for name in frame
        if frame[name].dtype == "category"
    ]
    built = [(finding, finding.message) for finding in findings.all(roster.places)]
    return [frames, categories, built, roster.files, roster.conflicts, roster.unreadable, findings.by_code()]


def test_nothing_depends_on_the_number_of_processes(folder: Path) -> None:
    faults: list[dict[str, object]] = [
        {"sex": "女"},
        {"education": "普高"},
        {"id_number": "1"},
        {"village": "康美村"},
        {"phone": None},
        {"name": "示例 丁"},
    ]
    files = [
        (
            write(folder / "底册.xlsx", (VILLAGES, [{}, {"village": "康美村", "village_code": "350583106202"}])),
            "register",
        )
    ]
    for number in range(6):
        rows = [
            {**fault, "name": f"示例{letter}", "category": "村主任"}
            for fault, letter in zip(faults, "甲乙丙丁戊己"[number:], strict=False)
        ]
        files.append((write(folder / f"{number}.xlsx", (PEOPLE, rows)), "submission"))
    together = described(*load(*files, processes=1))
    assert described(*load(*files, processes=2)) == together
    assert described(*load(*files, processes=5)) == together


def test_progress_counts_files_and_findings(folder: Path) -> None:
    heard: list[tuple[int, int, int]] = []
    files = [(write(folder / f"{number}.xlsx", (PEOPLE, [{}])), "any") for number in range(3)]
    missing = (folder / "没有.xlsx", "any")
    load(*files, missing, progress=lambda *told: heard.append(told))
    assert heard == sorted(heard)
    assert heard[-1] == (4, 4, 1)


def test_a_file_whose_check_fails_costs_only_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yicun.intake.load import assembling

    def check(tables, found, as_of, **more):
        if any(table.path == "1.xlsx" for table in tables):
            raise OverflowError
        return check_tables(tables, found, as_of, **more)

    monkeypatch.setattr(assembling, "check_tables", check)
    files = [
        (write(folder / f"{at}.xlsx", (PEOPLE, [{"phone": f"{at}{at}", "name": f"示例{name}"}])), "any")
        for at, name in enumerate("甲乙丙丁")
    ]
    roster, findings = load(*files)
    assert findings.by_code()["YC001"] == 1
    assert findings.unchecked() == {"1.xlsx"}
    assert [file.path for file in roster.files] == [path.name for path, _ in files]
    assert sorted(roster.places.place(row).path for row in roster.candidates.index) == ["0.xlsx", "2.xlsx", "3.xlsx"]


def test_a_fault_that_no_file_makes_comes_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from yicun.intake.load import assembling

    monkeypatch.setattr(assembling, "check_tables", lambda *_, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        load((write(folder / "a.xlsx", (PEOPLE, [{}])), "any"))
