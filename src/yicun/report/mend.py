"""The mended copy: what can be written better without saying anything else, and nothing besides."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from openpyxl.cell.cell import MergedCell

from yicun.model.fields import BY_NAME, MARKS_SHEETS, Field, TableKind
from yicun.model.findings import Finding, shown
from yicun.report.original import Original, SheetValues, put_text
from yicun.report.own_sheet import finish, new_sheet, put_line
from yicun.report.table import Column

LIST = MARKS_SHEETS[1]

_COLUMNS = (
    Column("工作表", 16, "text"),
    Column("位置", 10),
    Column("栏目", 20, "text"),
    Column("原为", 28, "text"),
    Column("改为", 28, "text"),
    Column("问题代码", 12),
)

Change = tuple[str, str, str, str, str]
"""Place, code, label, text before, text after; personal numbers masked."""


def mend(source: bytes, sheets: Sequence[SheetValues], findings: Iterable[Finding]) -> tuple[bytes, list[Change]]:
    """A copy of one file as .xlsx with its safe fixes written in as text, and what was changed, also on 修改清单.

    Only fixes that change how a value is written (`Fix.safe`); a formula, or a cell inside a merged area, is left
    alone. Where a cell has several, the last reading counts, as each builds on the one before. `sheets` as for
    `annotate`.
    """
    original = Original(source, sheets)
    written = []
    for finding in _safe(findings):
        place = finding.place
        sheet = original.sheets.get(place.sheet or "")
        cell = None if sheet is None or place.cell is None else sheet[place.cell]
        if cell is None or isinstance(cell, MergedCell) or cell.data_type == "f" or finding.fix is None:
            continue
        before = finding.value or shown(_field(finding), "" if cell.value is None else str(cell.value))
        put_text(cell, finding.fix.text)
        cell.number_format = "@"
        written.append(replace(finding, value=before))
    if written:
        _add_list(original, written)
    return original.content(), [_change(finding) for finding in written]


def preview(findings: Iterable[Finding]) -> list[Change]:
    """What `mend` would write, for `--fix --diff`."""
    return [_change(finding) for finding in _safe(findings)]


def _safe(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding a cell that has a safe fix: the last; what is filled from a merged cell has no cell of its own."""
    last = {
        finding.place: finding
        for whole in findings
        for finding in whole.by_cell()
        if finding.fix is not None and finding.fix.safe and finding.place.cell and finding.code != "YC296"
    }
    yield from last.values()


def _change(finding: Finding) -> Change:
    after = shown(_field(finding), finding.fix.text) if finding.fix is not None else ""
    return str(finding.place), finding.code, finding.label, finding.value or "", after


def _field(finding: Finding) -> Field | None:
    name = finding.field or ""
    return BY_NAME[TableKind.CANDIDATES].get(name) or BY_NAME[TableKind.VILLAGES].get(name)


def _add_list(original: Original, written: Sequence[Finding]) -> None:
    sheet = new_sheet(original.workbook, LIST, _COLUMNS)
    for row, finding in enumerate(written, 2):
        _, code, label, before, after = _change(finding)
        texts = (finding.place.sheet or "", finding.place.cell or "", label, before, after, code)
        put_line(sheet, row, _COLUMNS, texts)
    finish(sheet, _COLUMNS, len(written) + 1)
