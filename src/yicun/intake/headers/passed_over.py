"""What is said of rows that hold nobody, and of rows and columns that Excel hides."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from yicun.intake.grid import RawTable
from yicun.intake.headers.odd_rows import RowKind
from yicun.intake.headers.sheet import Sheet
from yicun.model.fields import MARKS_COLUMN, MARKS_SHEETS, SELF_CHECK_COLUMN
from yicun.model.findings import Finding, Place, column_letters

_MOST_RANGES = 60
_OWN_ROWS = frozenset((RowKind.SAMPLE, RowKind.NIL, RowKind.NOTE))


def rows_skipped(sheet: Sheet, skipped: Mapping[RowKind, set[int]]) -> Iterator[Finding]:
    """One YC109 for each kind of row that was skipped; whole blank rows are nothing to speak of."""
    place = Place(sheet.path, sheet.grid.sheet)
    for what, rows in skipped.items():
        if what is not RowKind.BLANK and rows:
            yield Finding("YC109", place, {"what": what.value, "rows": ranges(map(sheet.number, rows))})


def hidden_parts(sheet: Sheet, tables: Sequence[RawTable]) -> Iterator[Finding]:
    """YC108 for hidden rows and for hidden columns that were read."""
    grid = sheet.grid
    place = Place(sheet.path, grid.sheet)
    numbers = (number for table in tables for number in table.rows) if grid.hidden_rows else ()
    rows = grid.hidden_rows.intersection(numbers)
    if rows:
        yield Finding("YC108", place, {"what": "行", "rows": ranges(rows)})
    used = {letters for table in tables for letters in table.columns.values()}
    columns = [number for number in grid.hidden_columns if column_letters(number) in used]
    if columns:
        yield Finding("YC108", place, {"what": "列", "rows": ranges(columns, column_letters)})


def of_template(finding: Finding) -> bool:
    """Whether a note is about what the blank roster itself brings along: 序号, the example row, its other sheets."""
    return (
        (finding.code == "YC104" and finding.facts["header"] in {"序号", SELF_CHECK_COLUMN})
        or (finding.code == "YC109" and finding.facts["what"] in _OWN_ROWS)
        or (finding.code == "YC107" and finding.place.sheet == "填表说明")
    )


def of_copy(finding: Finding) -> bool:
    """Whether a note is about what an annotated or mended copy brought along."""
    return (finding.code == "YC104" and finding.facts["header"] == MARKS_COLUMN) or (
        finding.code == "YC107" and finding.place.sheet in MARKS_SHEETS
    )


def ranges(numbers: Iterable[int], name: Callable[[int], str] = str) -> str:
    """Numbers as people write them: 5–7、9; past sixty stretches, how many more there are."""
    ordered = sorted(set(numbers))
    stretches = [
        [number for _, number in run] for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0])
    ]
    written = [name(run[0]) if len(run) == 1 else f"{name(run[0])}–{name(run[-1])}" for run in stretches[:_MOST_RANGES]]
    rest = sum(map(len, stretches[_MOST_RANGES:]))
    return "、".join(written) + (f" 等，另有 {rest} 处" if rest else "")
