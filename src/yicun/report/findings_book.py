"""The workbook of `validate -o`: everything that was found, to be filtered, and a sheet for each station."""

from collections.abc import Mapping, Sequence

from yicun.model.codes import Severity
from yicun.model.findings import Finding
from yicun.model.masks import mask_text
from yicun.model.results import Result
from yicun.report.colours import SEVERITY_COLOURS
from yicun.report.dates import dated, written
from yicun.report.finding_groups import Group, by_station, count, groups, spot
from yicun.report.sheet import Book, page, put, put_across, put_row
from yicun.report.table import Column, put_head, put_line

_COLUMNS = (
    Column("序号", 6, "number"),
    Column("级别", 6),
    Column("代码", 8, "text"),
    Column("派出所", 15, "text"),
    Column("文件", 18, "text"),
    Column("位置", 17, "text"),
    Column("问题", 40, "text"),
    Column("怎么改", 30, "text"),
    Column("栏目", 14, "text", printed=False),
    Column("相关位置", 30, "text", printed=False),
)
_PRINTED = sum(column.printed for column in _COLUMNS)
_COUNTS = (
    Column("派出所", 22, "name"),
    Column("文件", 44, "text"),
    *(Column(severity.label, 9, "number") for severity in Severity),
    Column("未能检查", 10),
)
_ROW, _HEADING = 22.0, 34.0  # pt
_MOST_ROWS = 1_000_000
_MOST_RELATED = 5
_LONGEST_NAME = 31
_NOT_IN_A_NAME = str.maketrans({character: chr(ord(character) + 0xFEE0) for character in "[]:*?/\\'"})

_Entry = tuple[Group, Finding]


def workbook(result: Result) -> bytes:
    """汇总, 问题清单 (errors, then warnings), 说明清单, and what each station has to mend on a sheet of its own.

    The same result gives the same bytes.
    """
    book = Book(result.basis.as_of, f"{result.basis.area}报送检查结果")
    parts = groups(result)
    stations = by_station(parts)
    _put_counts(book, result, stations)
    entries = [(part, finding) for part in parts for finding in part.findings]
    taken = ["汇总"]
    _put_list(book, "问题清单", [entry for entry in entries if entry[1].severity is not Severity.NOTE], taken)
    _put_list(book, "说明清单", [entry for entry in entries if entry[1].severity is Severity.NOTE], taken)
    for station, held in stations.items():
        own = [(part, one) for part in held for one in part.findings if one.severity is not Severity.NOTE]
        if own:
            _put_list(book, station, own, taken)
    return book.content()


def _put_counts(book: Book, result: Result, stations: Mapping[str, Sequence[Group]]) -> None:
    """How much was found, by station and file, those with most errors first."""
    sheet, last = book.sheet("汇总"), len(_COUNTS) - 1
    sheet.set_row(0, _HEADING)
    title = f"{result.basis.area}报送检查结果（基准日{written(result.basis.as_of)}，{result.basis.tool}）"
    put_across(sheet, 0, (0, last), title, book.label)
    put_head(sheet, book, 1, _COUNTS, height=_ROW)
    unchecked, row = result.findings.unchecked(), 1
    worst_first = sorted(stations.values(), key=lambda held: -count(held)[Severity.ERROR])
    for row, part in enumerate((part for held in worst_first for part in held), 2):
        fate = "未能检查" if part.path in unchecked else ""
        put_line(sheet, book, row, _COUNTS, (part.station, part.path, *count([part]).values(), fate), least=_ROW)
    sheet.autofilter(1, 0, row, last)
    put_row(sheet, row + 1, ("合计", ""), book.heading)
    put_row(sheet, row + 1, result.findings.by_severity().values(), book.number, first=2)
    put(sheet, row + 1, last, len(unchecked), book.number)
    page(sheet, repeat=(0, 1), area=(row + 1, last))


def _put_list(book: Book, name: str, entries: Sequence[_Entry], taken: list[str]) -> None:
    """One line a finding, errors first; on as many sheets as they need."""
    order = list(Severity)
    ordered = sorted(entries, key=lambda entry: order.index(entry[1].severity))
    for first in range(0, max(1, len(ordered)), _MOST_ROWS):
        taken.append(_sheet_name(name, taken))
        _put_sheet(book, taken[-1], ordered[first : first + _MOST_ROWS])


def _put_sheet(book: Book, name: str, entries: Sequence[_Entry]) -> None:
    sheet = book.sheet(name)
    put_head(sheet, book, 0, _COLUMNS, height=_HEADING)
    shades = {severity: book.style(align="center", bg_color=colour) for severity, colour in SEVERITY_COLOURS.items()}
    for row, (part, finding) in enumerate(entries, 1):
        values = (row, *_texts(part, finding))
        put_line(sheet, book, row, _COLUMNS, values, least=_ROW, shades={1: shades[finding.severity]})
    sheet.autofilter(0, 0, max(1, len(entries)), len(_COLUMNS) - 1)
    page(sheet, repeat=(0, 0), area=(max(1, len(entries)), _PRINTED - 1), margins=(15, 12, 18, 12))


def _texts(part: Group, finding: Finding) -> tuple[str, ...]:
    """A finding as the columns after the number have it."""
    related = "；".join(map(str, finding.related[:_MOST_RELATED]))
    more = len(finding.related) - _MOST_RELATED
    return (
        finding.severity.label,
        finding.code,
        part.station,
        part.path.rsplit("/", 1)[-1],
        spot(finding),
        dated(finding.message),
        finding.hint_for_office,
        finding.label,
        f"{related}等 {len(finding.related)} 处" if more > 0 else related,
    )


def _sheet_name(text: str, taken: Sequence[str]) -> str:
    """A text as Excel takes it for the name of a sheet, told apart by a number from those that are taken."""
    clean, number, ending = mask_text(text).translate(_NOT_IN_A_NAME) or "_", 1, ""
    used = {name.casefold() for name in taken}
    while (name := _cut(clean, ending)).casefold() in used:
        number += 1
        ending = f"（{number}）"
    return name


def _cut(text: str, ending: str) -> str:
    """As much of a text as fits in front of an ending; Excel counts a rare character as two."""
    while len((text + ending).encode("utf-16-le")) > 2 * _LONGEST_NAME:
        text = text[:-1]
    return text + ending
