"""The ledgers of the samples, written by yicun's own hand: a blank one, then rows below each heading."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from making.nanan import HOME, PHONES, area_villages
from making.readme import Claim
from synthetic.books import Book
from synthetic.crossed import Plot
from synthetic.files import write
from synthetic.layouts import lay_out
from synthetic.people import Population, sample_names
from synthetic.rows import Row
from synthetic.shapes import SHAPES
from synthetic.stations import chance, someone
from yicun.ledger.rows import with_rows
from yicun.model.fields import LEDGER, TableKind
from yicun.model.places import column_letters
from yicun.report.ledger_book import blank

AREA, MADE_ON = "南安市", date(2020, 4, 23)
VALIDATE = "yicun validate -w samples/broken"


def ledger(rows: Mapping[TableKind, Iterable[Sequence[str | int | None]]]) -> bytes:
    """A ledger with these rows, each in the order of its sheet's columns."""
    content = blank(MADE_ON, AREA)
    for kind, listed in rows.items():
        cells = [{column_letters(at): value for at, value in enumerate(row, 1)} for row in listed]
        content = with_rows(content, LEDGER[kind][0], cells)
    return content


def receipt(number: int, on: date, station: str, path: Path, below: Path, manner: str) -> tuple[str | int | None, ...]:
    """The row of 收文 for a file."""
    digits = sha256(path.read_bytes()).hexdigest()[:12]
    return number, on.isoformat(), station, path.relative_to(below).as_posix(), digits, manner


def who(cells: Mapping[str, object]) -> tuple[str, ...]:
    """The columns by which a row of the ledger names a person, from the cells of their row."""
    return tuple(str(cells[name]) for name in ("township", "village", "name", "id_number"))


def write_ledger(source: Path, into: Path) -> list[Claim]:
    """A ledger in which something is wrong on every sheet, and the two files it has receipts of."""
    own = [village for village in area_villages(source) if village.township == "省新镇" and village.needs_one]
    population = Population(51, chance(2020, 51), 100, HOME, PHONES, (f"{name}册" for name in sample_names()))
    person = someone(population, own[2], None, "三步已完成")
    person.cells |= {"decision": "确定", "decided_on": date(2020, 5, 6)}
    again = Row({**person.cells, "phone": "13800009999"})
    files = [into / "报送" / name for name in ("有先有后.xlsx", "有先有后（更正）.xlsx")]
    for path, row in zip(files, (person, again), strict=True):
        plot = Plot(SHAPES["plain"], own[0].station, own, [row], population)
        write(Book([lay_out(plot.layout, plot.rows, plot.station, "")[0][0]]), path)
    receipts = [
        receipt(number, on, own[0].station, path, into, manner)
        for number, on, path, manner in zip(
            (1, 2), (date(2020, 5, 4), date(2020, 5, 6)), files, ("全量", "更正"), strict=True
        )
    ]
    content = ledger({
        TableKind.RECEIPTS: [*receipts, (3, "2020-05-06", own[0].station, "报送/不见了.xlsx", None, "补报")],
        TableKind.DECISIONS: [
            (*who(person.cells), "不予确定", "2020-05-07"),
            ("省新镇", own[0].name, "示例无人", None, "确定", "2020-05-07"),
        ],
        TableKind.SPELLINGS: [("列名", "拼写", "没有的项目")],
    })  # fmt: skip
    (into / "台账.xlsx").write_bytes(content)
    sent = "broken/报送/有先有后（更正）.xlsx"
    return [
        Claim("YC417", sent, "", VALIDATE),
        Claim("YC419", sent, "", VALIDATE),
        Claim("YC420", "broken/台账.xlsx", "审核", VALIDATE),
        Claim("YC421", "broken/报送/说法不一.xlsx", "", VALIDATE),
        Claim("YC422", "broken/台账.xlsx", "收文", VALIDATE),
        Claim("YC424", "broken/台账.xlsx", "写法", VALIDATE),
    ]
