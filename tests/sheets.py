"""Sheets as a reader gives them, for tests of the search for tables."""

from collections.abc import Iterable, Sequence

from builders import PERSON, sample_id
from yicun.intake.grid import Cell, Cells, Grid, Merge, RawTable, Workbook
from yicun.intake.headers import find_tables
from yicun.model.findings import Finding

HEADER = (
    "序号", "派出所", "乡镇（街道）", "行政村", "姓名", "文化程度", "人员类别（现任职务）", "公民身份号码", "联系电话",
    "是否常驻本村", "能正常开展工作", "核查结论", "联合考察结论",
)  # fmt: skip
_FIELDS = (
    "station", "township", "village", "name", "education", "category", "id_number", "phone", "resident", "fit",
    "vetting", "inspection",
)  # fmt: skip
REGISTER = ("村代码", "乡镇（街道）", "行政村", "派出所", "专职辅警")
IDS = tuple(sample_id(sequence=code) for code in ("999", "998", "997", "996"))


def person(number: int = 1, village: Cell = "园内村") -> tuple[Cell, ...]:
    """One clean row under HEADER."""
    own = {**PERSON, "village": village, "name": "示例" + "甲乙丙丁戊己庚辛"[number - 1], "id_number": IDS[number % 4]}
    return (float(number), *(own[field] for field in _FIELDS))


def unit(number: int = 1) -> tuple[Cell, ...]:
    """One clean row under REGISTER."""
    return (f"3505831062{number:02d}", "省新镇", f"示例{'甲乙丙丁'[number - 1]}村", "省新派出所", None)


def sheet(
    *rows: Sequence[Cell], name: str = "名单", merges: Iterable[tuple[int, int, int, int]] = (), **about: object
) -> Grid:
    """A visible sheet from A1; `merges` as (first row, first column, last row, last column)."""
    return Grid(name, Cells.of_rows(rows), merges=tuple(Merge(*area) for area in merges), **about)


def read(*grids: Grid, **about: str) -> tuple[list[RawTable], list[Finding]]:
    """The tables and findings of a book of these sheets."""
    return find_tables(Workbook("省新所.xlsx", "0" * 64, grids, **about))


def columns(table: RawTable) -> dict[str, list[Cell]]:
    """Field -> its cells, row by row."""
    return {name: cells.to_list() for name, cells in table.cells.items()}


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes, without the notes that a 序号 column earns."""
    return sorted(one.code for one in findings if one.facts.get("header") != "序号")


def of(findings: Iterable[Finding], code: str) -> list[Finding]:
    """The findings of one code, without the note on 序号."""
    return [one for one in findings if one.code == code and one.facts.get("header") != "序号"]
