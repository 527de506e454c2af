"""`nanan/台账.xlsx`: three weeks of receipts, with first reports, a correction, a withdrawal, exits and decisions."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from making.ledgers import ledger, receipt, who
from making.nanan import FARM, NIL, RULED_LATER
from making.readme import Claim
from synthetic.books import Book, Cell
from synthetic.crossed import Plot
from synthetic.files import write
from synthetic.layouts import lay_out
from synthetic.rows import Row
from synthetic.shapes import SHAPES
from yicun.model.fields import TableKind

_STEPS = {"applied_on": None, "recommended_on": None, "inspected_on": "inspection", "vetted_on": "vetting"}
EARLIER = "先前报送"
"""Beside 报送, so that 报送 by itself is what counts without a ledger; the ledger names both."""

_LATEST = date(2020, 5, 7)
_CORRECTED, _SENT_BY_MISTAKE = "溪美街道", "洪濑镇"

# What came in on which day, in this order: the township, what its file is called, and what it was.
CAME_IN: dict[date, tuple[tuple[str, str, str], ...]] = {
    date(2020, 4, 28): (("溪美街道", "溪美所（首报）", "全量"), ("省新镇", "省新所（首报）", "全量")),
    date(2020, 4, 29): (
        ("水头镇", "水头所（首报）", "全量"),
        ("丰州镇", "丰州所（首报）", "全量"),
        (_SENT_BY_MISTAKE, "洪濑所（误报）", "全量"),
    ),
    date(2020, 4, 30): (
        ("梅山镇", "梅山所（首报）", "全量"),
        ("官桥镇", "官桥所（首报）", "全量"),
        ("石井镇", "石井所（首报）", "全量"),
        (NIL, "向阳所", "零报告"),
        (_SENT_BY_MISTAKE, "洪濑所（误报）", "作废"),
    ),
    date(2020, 5, 6): tuple(
        (township, "", "全量")
        for township in (
            _CORRECTED, "柳城街道", "美林街道", "省新镇", "仑苍镇", "蓬华镇", "乐峰镇", "罗东镇", _SENT_BY_MISTAKE,
            "洪梅镇", "康美镇", "丰州镇", "霞美镇", "眉山乡", FARM,
        )
    ),
    _LATEST: (
        *(
            (township, "", "全量")
            for township in (
                "东田镇", "英都镇", "翔云镇", "金淘镇", "诗山镇", "码头镇", "梅山镇", "官桥镇", "水头镇", "石井镇",
            )
        ),
        (_CORRECTED, "溪美所（更正）", "更正"),
        ("康美镇", "康美所（补报）", "补报"),
    ),
}  # fmt: skip


def write_weeks(plots: dict[str, Plot], into: Path) -> list[Claim]:
    """Write what stations sent before their last report, and the ledger; the codes they show come back."""
    receipts = []
    for day, came in CAME_IN.items():
        for township, name, manner in came:
            path = _sent_before(plots[township], into, name, day) if name else _last_report(plots[township], into)
            receipts.append(receipt(len(receipts) + 1, day, plots[township].station, path, into, manner))
    (into / "台账.xlsx").write_bytes(
        ledger(
            {
                TableKind.RECEIPTS: [(*row[:3], f"samples/nanan/{row[3]}", *row[4:]) for row in receipts],
                TableKind.DECISIONS: list(_decisions(plots)),
                TableKind.RULINGS: [(*RULED_LATER, "不需配", "2020-05-06", None, "示例配〔2020〕1号")],
            }
        )
    )
    return [Claim("YC417", f"nanan/{EARLIER}/溪美所（更正）.xlsx", "", "yicun validate")]


def _last_report(plot: Plot, into: Path) -> Path:
    return into / f"报送/{plot.station.removesuffix('派出所')}所{plot.layout.suffix}"


def _sent_before(plot: Plot, into: Path, name: str, day: date) -> Path:
    """The file of a name: what the station knew on a day; for a correction, one person with another schooling."""
    if name.endswith("（补报）") or plot.station.startswith(NIL[:2]):
        return into / "报送" / f"{name}.xlsx"
    path = into / EARLIER / f"{name}.xlsx"
    rows = [_as_known(row, day) for row in _untouched(plot.rows)]
    if name.endswith("（更正）"):
        before = next(row for row in rows if row.verdict == "eligible" and row.cells["education"] != "大专")
        rows = [Row({**before.cells, "education": "大专"})]
    elif name.endswith("（误报）"):
        rows = rows[:1]
    write(Book([lay_out(SHAPES["plain"], rows, plot.station, "")[0][0]]), path)
    return path


def _untouched(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.sound and row.story]


def _as_known(row: Row, day: date) -> Row:
    """A person before the steps that came later: what is not done yet is not dated, and not concluded."""
    cells: dict[str, Cell] = dict(row.cells)
    for step, conclusion in _STEPS.items():
        on = cells[step]
        if isinstance(on, date) and on > day:
            cells[step] = None
            if conclusion is not None:
                cells[conclusion] = "待核"
    if day < _LATEST:
        cells |= {"decision": None, "decided_on": None}
    return Row(cells, row.verdict)


def _decisions(plots: dict[str, Plot]) -> Iterable[tuple[str | int | None, ...]]:
    """Some whom the office confirmed, one on whom it has not decided, and all of one village, who left."""
    done = _through(plots["省新镇"]) + _through(plots["丰州镇"])
    *confirmed, waits = [row for row in done if row.cells["decision"] is None]
    confirmed += [row for row in done if row.cells["decision"] == "确定"]
    village = next(row for row in _through(plots["水头镇"]) if row.cells["choice"] is not None).cells["village"]
    for row in confirmed:
        yield *who(row.cells), "确定", "2020-05-07", None, None, "示例审〔2020〕1号"
    for row in plots["水头镇"].rows:
        if row.cells["village"] == village:
            yield *who(row.cells), None, None, "2020-05-07", "本人放弃", None
    yield (*who(waits.cells),)


def _through(plot: Plot) -> list[Row]:
    """Those who may be confirmed."""
    return [
        row
        for row in _untouched(plot.rows)
        if row.verdict == "eligible" and row.cells["inspected_on"] and row.cells["choice"] != "备选"
    ]
