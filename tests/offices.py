"""A small office on the disk: a register, what stations sent, and a ledger, as real workbooks."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
from tests.builders import numbered_person

from yicun import pipeline
from yicun.ledger.receipts import Manner
from yicun.ledger.rows import with_rows
from yicun.model.fields import BY_NAME, LEDGER, Kind, TableKind
from yicun.model.places import column_letters
from yicun.model.results import Result
from yicun.outbox import office_ledger
from yicun.report.ledger_book import blank

Row = Mapping[str, object]
CONFIG = """\
area = "清源县"
villages = "底册.xlsx"
submissions = ["报送/**/*"]
rulebook = "nanan-2020"
deadline = 2020-05-10
as_of = 2020-05-07
output = "输出"
"""
WITH_LEDGER = CONFIG + 'ledger = "台账.xlsx"\n'

VILLAGES = ("园内村", "檗谷村", "油园村", "扶茂岭村")


def person(number: int, **cells: object) -> dict[str, object]:
    """Somebody clean, all steps dated, for one village each."""
    own = {
        "village": VILLAGES[number % len(VILLAGES)], "birth_date": "1975-03",
        "applied_on": date(2020, 4, 20), "recommended_on": date(2020, 4, 24), "inspected_on": date(2020, 4, 27),
        "vetted_on": date(2020, 4, 27),
    }  # fmt: skip
    return {**numbered_person(number), **own, **cells}


def office(folder: Path, villages: Iterable[str | Row] = VILLAGES) -> Path:
    """A workspace with its register; nothing has been sent yet."""
    (folder / "报送").mkdir(parents=True)
    (folder / "yicun.toml").write_text(CONFIG, "utf-8")
    given = [{"village": one} if isinstance(one, str) else one for one in villages]
    plain = {"township": "省新镇", "unit_type": "行政村", "station": "省新派出所", "auxiliary": "无"}
    write_table(folder / "底册.xlsx", TableKind.VILLAGES, [{**plain, **one} for one in given])
    return folder


def registry(folder: Path, villages: Iterable[str | Row] = VILLAGES) -> Path:
    """An office with a ledger, nothing in it."""
    office(folder, villages)
    (folder / "yicun.toml").write_text(WITH_LEDGER, "utf-8")
    keep_ledger(folder, {})
    return folder


def keep_ledger(folder: Path, rows: Mapping[TableKind, Sequence[Sequence[str | int | None]]]) -> None:
    """Write a ledger with these rows, in the order of each sheet's columns; one that is there gets them below."""
    path = folder / "台账.xlsx"
    content = path.read_bytes() if path.exists() else blank(date(2020, 4, 23), "清源县")
    for kind, listed in rows.items():
        cells = [{column_letters(at): value for at, value in enumerate(row, 1)} for row in listed]
        content = with_rows(content, LEDGER[kind][0], cells)
    path.write_bytes(content)


def receive(folder: Path, path: Path, on: date, manner: str | None = None) -> list[str]:
    """What `yicun receive FILE --on DATE --as …` says; the file comes from outside 报送."""
    wanted = office_ledger.Wanted(on, "", Manner(manner) if manner else None)
    return list(office_ledger.receive(pipeline.load(workspace=folder, as_of=on), [path], wanted))


def bring(folder: Path, name: str, people: Sequence[Row], fields: Sequence[str] | None = None) -> Path:
    """A station's workbook as it arrives, beside 报送/."""
    path = folder / "来" / name
    write_table(path, TableKind.CANDIDATES, people, fields)
    return path


def send(folder: Path, name: str, people: Sequence[Row], fields: Sequence[str] | None = None) -> Path:
    """A station's workbook in 报送/; `fields` limits its columns."""
    path = folder / "报送" / name
    write_table(path, TableKind.CANDIDATES, people, fields)
    return path


def write_table(path: Path, kind: TableKind, rows: Sequence[Row], fields: Sequence[str] | None = None) -> None:
    """One sheet under the labels of its fields; days as text."""
    about = BY_NAME[kind]
    names = list(fields or (name for name in about if name != "age"))
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([about[name].label for name in names])
    for row in rows:
        sheet.append([_cell(row.get(name), about[name].kind) for name in names])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _cell(value: object, kind: Kind) -> object:
    return value.isoformat() if isinstance(value, date) and kind is Kind.DATE else value


def run(folder: Path, as_of: date | None = None) -> pipeline.Run:
    """What a command would run with."""
    return pipeline.load(workspace=folder, as_of=as_of)


def covered(folder: Path, as_of: date | None = None) -> Result:
    """What `yicun coverage` finds out."""
    return pipeline.coverage(run(folder, as_of))


def codes(result: Result, *wanted: str) -> list[tuple[str, str, str | None]]:
    """Code, file and cell of the findings of some codes."""
    return [
        (one.code, Path(one.place.path).name, one.place.cell)
        for one in result.findings.all(result.roster.places)
        if one.code in wanted
    ]


def states(result: Result) -> dict[str, str]:
    """Village -> its state."""
    assert result.coverage is not None
    villages = result.coverage.villages
    return dict(zip(villages["village"].astype(str), villages["state"].astype(str), strict=True))
