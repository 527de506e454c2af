"""`broken/`: one small file for each finding that stops a file, a rulebook or a waiver."""

import io
from collections.abc import Callable, Iterator
from itertools import repeat
from pathlib import Path
from unittest.mock import patch

from making.ledgers import write_ledger
from making.nanan import HOME, PHONES, area_villages
from making.readme import Claim, claims_of
from making.rulebooks import RULEBOOKS
from synthetic.books import Book, Cell, Sheet
from synthetic.crossed import Plot
from synthetic.files import as_csv, write
from synthetic.layouts import lay_out, register_sheet
from synthetic.people import Population, sample_names
from synthetic.rows import Fault, Row, planted_in
from synthetic.shapes import SHAPES
from synthetic.stations import chance, someone

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
PASSWORD = "yicun"  # noqa: S105 - the password of a sample is meant to be known
VALIDATE = "yicun validate -w samples/broken"
CONFIG = """\
# 一个小工作区，装着打不开的文件、写错的底册、规则和批准事项：yicun validate -w samples/broken
area = "南安市"
office = "户政管理大队"
villages = "底册-有误.xlsx"
submissions = ["报送/*"]
rulebook = "nanan-2020"
deadline = 2020-05-10
as_of = 2020-05-07
waivers = "批准事项-不完整.yaml"
ledger = "台账.xlsx"
"""
SCREEN = "yicun screen -w samples/broken"
WAIVERS = """\
waivers:
  - person: {name: 示例甲, id_ends: "9960"}
    village: 园内村
    rule: schooling
    reason: 没有写批准人和批准日期
"""


def write_broken(source: Path, into: Path) -> list[Claim]:
    """Write the workspace; the codes it shows come back."""
    (into / "报送").mkdir(parents=True, exist_ok=True)
    (into / "rules").mkdir(exist_ok=True)
    (into / "yicun.toml").write_text(CONFIG, "utf-8", newline="\n")
    (into / "批准事项-不完整.yaml").write_text(WAIVERS, "utf-8", newline="\n")
    claims = [Claim("YC521", "broken/批准事项-不完整.yaml", "2:5", SCREEN)]
    claims += _write_register(source, into)
    good = _good_sheet(source)
    for name, (code, make) in FILES.items():
        path = into / "报送" / name
        path.write_bytes(make(good))
        claims.append(Claim(code, f"broken/报送/{name}", "", SCREEN if code == "YC604" else VALIDATE))
    claims += write_ledger(source, into)
    two = ("旧模板.xlsx", "说法不一.xlsx")
    alone = " ".join(("yicun validate", *(f"samples/broken/报送/{name}" for name in two)))
    claims.append(Claim("YC414", f"broken/报送/{two[1]}", "", alone))
    for name, (code, text) in RULEBOOKS.items():
        (into / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
        (into / "rules" / name).write_text(text, "utf-8", newline="\n")
        if code:
            action = {"YC509": "test", "YC515": "test", "YC510": "check --as-of 2020-05-07"}.get(code, "check")
            claims.append(Claim(code, f"broken/rules/{name}", "", f"yicun rules {action} samples/broken/rules/{name}"))
    return claims


def _write_register(source: Path, into: Path) -> list[Claim]:
    rows = [Row(village.cells()) for village in area_villages(source) if village.township == "省新镇"]
    rows[2].cells["village_code"] = "3505831002"
    rows[2].faults.append(Fault("YC224", "village_code"))
    rows[4].cells["population"] = "两千三"
    rows[4].faults.append(Fault("YC219", "population"))
    again = Row(dict(rows[6].cells), faults=[Fault("YC408", "village")])
    rows.append(again)
    write(Book([register_sheet(rows, "底册-有误.xlsx")]), into / "底册-有误.xlsx")
    return claims_of(planted_in(rows), VALIDATE, "broken/")


def _good_sheet(source: Path) -> Sheet:
    """Two sound people of 省新镇."""
    population = Population(50, chance(2020, 50), 100, HOME, PHONES, (f"{name}样" for name in sample_names()))
    own = [village for village in area_villages(source) if village.township == "省新镇" and village.needs_one]
    rows = [someone(population, village, None, "三步已完成") for village in own[:2]]
    plot = Plot(SHAPES["official"], own[0].station, own, rows, population)
    return lay_out(plot.layout, plot.rows, plot.station, "")[0][0]


def _otherwise(good: Sheet) -> bytes:
    """The same people, of whom the other files say something else."""
    rows = [[{"是": "否"}.get(cell, cell) if isinstance(cell, str) else cell for cell in row] for row in good.rows]
    return _workbook([Sheet(good.name, rows)])


def _workbook(sheets: list[Sheet], effort: int = 6, template: str = "") -> bytes:
    from synthetic.xlsx import write_xlsx

    file = io.BytesIO()
    write_xlsx(Book(sheets, properties={"yicun-template": template} if template else {}, effort=effort), file)
    return file.getvalue()


def _table(good: Sheet) -> tuple[list[object], list[list[object]]]:
    """The header and the people of a sheet."""
    rows = [list(row) for row in good.rows]
    at = next(number for number, row in enumerate(rows) if sum(cell is not None for cell in row) > 9)
    return rows[at], [row for row in rows[at + 1 :] if sum(cell is not None for cell in row) > 9]


def _as_form(good: Sheet) -> Sheet:
    """Somebody on a form of their own: labels with the answers to their right, three in a row."""
    header, (person, *_) = _table(good)
    pairs = [(label, cell) for label, cell in zip(header, person, strict=False) if label and label != "序号"]
    lines = [[cell for pair in pairs[at : at + 3] for cell in pair] for at in range(0, len(pairs), 3)]
    opinions: list[list[object]] = [["村两委意见", "同意推荐"], ["填表人：示例丙"]]
    return Sheet("推荐表", [["“一村一警务助理”推荐表"], *lines, *opinions])  # type: ignore[list-item]


def _of_one_village(good: Sheet) -> Sheet:
    """Somebody under a header without 行政村: the sheet is about one village, and its title names it."""
    header, (person, *_) = _table(good)
    at = next(number for number, label in enumerate(header) if str(getattr(label, "value", label)) == "行政村")
    village = str(getattr(person[at], "value", person[at]))
    lines = [[cell for number, cell in enumerate(row) if number != at] for row in (header, person)]
    return Sheet(village, [[f"{village}警务助理推荐人选"], *lines])  # type: ignore[list-item]


def _decided_early(_good: Sheet) -> bytes:
    """Somebody decided 确定 of whom nothing is known that the rules ask."""
    header = ["派出所", "乡镇（街道）", "行政村", "姓名", "公民身份号码", "审核结论", "审核日期"]
    person = ["省新派出所", "省新镇", "檗谷村", "示例早定", "350583197503019986", "确定", "2020-05-06"]
    return _workbook([Sheet("推选名单", [header, person])])


def _truncated(good: Sheet) -> bytes:
    whole = _workbook([good], effort=0)
    return whole[: len(whole) // 2]


def _encrypted(good: Sheet) -> bytes:
    """With a salt and a time that are always the same, so that the file is too; nothing in it is a secret.

    Not compressed, since the library writes packages below 4 KiB so that nobody can open them.
    """
    from msoffcrypto.format.ooxml import OOXMLFile

    file = io.BytesIO()
    container = "msoffcrypto.method.container.ecma376_encrypted"
    with (
        patch("secrets.token_bytes", lambda size: bytes(range(size))),
        patch(f"{container}.datetime2filetime", lambda _: 0),
    ):
        OOXMLFile(io.BytesIO(_workbook([good], effort=0))).encrypt(PASSWORD, file)
    return file.getvalue()


def _torn(text: str) -> str:
    """A roster as text, with a quote before the last cell of its second person that nothing closes."""
    lines = text.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if "姓名" in line) + 2
    before, comma, last = lines[at].rpartition(",")
    lines[at] = f'{before}{comma}"{last}'
    return "".join(lines)


def _far_away(good: Sheet) -> bytes:
    """A roster with one mark in the very last cell a sheet can have."""

    def rows() -> Iterator[list[Cell]]:
        yield from good.rows
        yield from repeat([], LAST_ROW - len(list(good.rows)) - 1)
        yield [*repeat(None, LAST_COLUMN - 1), "。"]

    return _workbook([Sheet("推选名单", rows())])


FILES: dict[str, tuple[str, Callable[[Sheet], bytes]]] = {
    "损坏.xlsx": ("YC001", _truncated),
    "有打开密码.xlsx": ("YC002", _encrypted),
    "名单.rtf": ("YC003", lambda _: rb"{\rtf1 }"),
    "推荐表.xlsx": ("YC112", lambda good: _workbook([_as_form(good)])),
    "第二页没有表头.xlsx": ("YC113", lambda good: _workbook([good, Sheet("续表", list(good.rows)[4:])])),
    "一村一张表.xlsx": ("YC114", lambda good: _workbook([_of_one_village(good)])),
    "推荐表扫描件.pdf": ("YC115", lambda _: b"%PDF-1.4\n"),
    "其实是文本.xls": ("YC004", lambda good: as_csv(good).encode("utf-8-sig")),
    "引号不成对.csv": ("YC116", lambda good: _torn(as_csv(good)).encode("utf-8-sig")),
    "没有传完.csv": ("YC117", lambda good: as_csv(good).rstrip()[:-60].encode("utf-8-sig")),
    "超过上限.xlsx": ("YC005", _far_away),
    "空白.xlsx": ("YC008", lambda _: _workbook([Sheet("Sheet1", [])])),
    "没有表头.xlsx": ("YC101", lambda good: _workbook([Sheet("名单", list(good.rows)[4:])])),
    "说法不一.xlsx": ("YC418", _otherwise),
    "旧模板.xlsx": ("YC111", lambda good: _workbook([good], template="0")),
    "审核确定-材料不全.xlsx": ("YC604", _decided_early),
}
