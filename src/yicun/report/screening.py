"""核对表: the verdict on every candidate with clause and cell, for those who review them. 内部审核版 only."""

from xlsxwriter.worksheet import Worksheet

from yicun.model.fields import BY_NAME, STEPS, TableKind
from yicun.model.findings import Places
from yicun.model.results import Result
from yicun.model.verdicts import NOT_A_DECISION, OBJECTION, Decision, Outcome, Verdict, Verdicts, reasons
from yicun.report.circulation import MARK
from yicun.report.sheet import Book, lines, page, put, put_across

_COLUMNS = (
    ("序号", 6), ("核对结果", 10), ("派出所", 12), ("乡镇（街道）", 10), ("行政村", 9), ("姓名", 9),
    ("公民身份号码", 20),
    ("优先次序", 6), ("程序", 10), ("依据和原因", 56), ("需补的单元格", 18), ("来源", 20),
)  # fmt: skip
_ID_AT = 6
_STAGES = ("未开始", *(BY_NAME[TableKind.CANDIDATES][step].label.removesuffix("日期") for step in STEPS))
_FILLS = {
    Verdict.INELIGIBLE: "#F8CBAD",
    Verdict.UNDETERMINED: "#FFE699",
    Verdict.NEEDS_REASON: "#E4DFEC",
    Verdict.ELIGIBLE: "#E2EFDA",
}


def workbook(result: Result) -> bytes:
    """One row a person, worst verdict first, ending in the words about objection and correction."""
    verdicts = result.verdicts
    assert verdicts is not None
    book = Book(result.basis.as_of, "人选核对表")
    sheet = book.sheet("核对表")
    last = len(_COLUMNS) - 1
    put(sheet, 0, 0, MARK, book.label)
    put_across(sheet, 1, (0, last), f"{result.basis.area}“一村一警务助理”人选核对表", book.title)
    sheet.set_row(1, 34)
    put(sheet, 2, 0, _basis(result), book.line)
    for column, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        put(sheet, 3, column, heading, book.heading)
    sheet.set_row(3, 30)
    row = 3
    for row, person in enumerate(verdicts.worst_first(), start=4):
        _person(book, sheet, row, _values(result, verdicts, person))
    sheet.autofilter(3, 0, row, last)
    for offset, words in enumerate((NOT_A_DECISION, OBJECTION), start=2):
        put_across(sheet, row + offset, (0, last), words, book.note)
    page(sheet, repeat=(1, 3), area=(row + 3, last))
    sheet.set_paper(8)  # A3: the reasons at a size one can read
    return book.content()


def _basis(result: Result) -> str:
    book = result.basis.rulebook
    source = "" if book is None else f"依据 {book.title}{book.number}（{book.id}，sha256 {book.sha256[:12]}…）　"
    return f"{source}基准日 {result.basis.as_of}　{result.basis.tool}"


def _values(result: Result, verdicts: Verdicts, person: int) -> tuple[object, ...]:
    candidate, answer = result.roster.candidates.loc[person], verdicts.people.loc[person]
    decisions = verdicts.explain(person, False)  # noqa: FBT003 - only what decided
    places = result.roster.places
    return (
        Verdict(str(answer["verdict"])).label + ("（经批准）" if bool(answer["waived"]) else ""),
        *(candidate[name] for name in ("station", "township", "village", "name", "id_number")),
        answer["rank"],
        _STAGES[int(str(answer["stage"]))],
        reasons(decisions) or "各项均符合",
        _to_fill(decisions, places, person),
        str(places.place(person)).rsplit("/", 1)[-1],
    )


def _person(book: Book, sheet: Worksheet, row: int, values: tuple[object, ...]) -> None:
    fill = next(colour for verdict, colour in _FILLS.items() if str(values[0]).split("（")[0] == verdict.label)
    styles = (
        book.style(align="center", bg_color=fill), *[book.name] * 4, book.centred, book.number, book.centred,
        *[book.text] * 3,
    )  # fmt: skip
    put(sheet, row, 0, row - 3, book.number)
    for column, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
        put(sheet, row, column, value, style, number=column == _ID_AT)
    tallest = max(lines(str(text), width - 2) for text, (_, width) in zip(values[8:], _COLUMNS[9:], strict=True))
    sheet.set_row(row, max(22, 15 * tallest))


def _to_fill(decisions: tuple[Decision, ...], places: Places, person: int) -> str:
    cells = [
        f"{cell} {BY_NAME[TableKind.CANDIDATES][name].label}"
        for decision in decisions
        if decision.outcome is Outcome.UNKNOWN
        for name in decision.settle
        if name in BY_NAME[TableKind.CANDIDATES]
        for cell in places.cells(person, (name,)) or ["（无此列）"]
    ]
    return "\n".join(dict.fromkeys(cells))
