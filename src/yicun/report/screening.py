"""核对表: the verdict on every candidate with clause and cell, for those who review them. 内部审核版 only."""

from yicun.model.fields import BY_NAME, TableKind
from yicun.model.findings import Places
from yicun.model.results import Result
from yicun.model.verdicts import NOT_A_DECISION, Decision, Outcome, Verdict, Verdicts, reasons
from yicun.report.circulation import MARK
from yicun.report.dates import dated, written
from yicun.report.own_columns import own_columns, own_texts
from yicun.report.sheet import Book, page, put, put_across
from yicun.report.table import Column, put_head, put_line

_COLUMNS = (
    Column("序号", 6, "number"),
    Column("核对结果", 10),
    Column("派出所", 12, "name"),
    Column("乡镇（街道）", 10, "name"),
    Column("行政村", 9, "name"),
    Column("姓名", 9, "name"),
    Column("公民身份号码", 20, personal=True),
    Column("优先次序", 6, "number"),
    Column("程序", 10),
    Column("依据和原因", 56, "text"),
    Column("需补的单元格", 18, "text"),
    Column("来源", 20, "text"),
)
_OWN = 9  # where the columns of a rulebook stand
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
    columns = _columns(result)
    last = len(columns) - 1
    put(sheet, 0, 0, MARK, book.label)
    put_across(sheet, 1, (0, last), result.basis.heading("人选核对表"), book.title)
    sheet.set_row(1, 34)
    put(sheet, 2, 0, _basis(result), book.line)
    put_head(sheet, book, 3, columns, height=30)
    fills = {verdict: book.style(align="center", bg_color=colour) for verdict, colour in _FILLS.items()}
    own = own_texts(result.roster.candidates, result.basis.scheme.shown_in("screen"), internal=True)
    row = 3
    for row, person in enumerate(verdicts.worst_first(), start=4):
        fill = fills[Verdict(str(verdicts.people.loc[person, "verdict"]))]
        values = (row - 3, *_values(result, verdicts, person, own.loc[[person]].to_numpy()[0].tolist()))
        put_line(sheet, book, row, columns, values, least=22, shades={1: fill})
    sheet.autofilter(3, 0, row, last)
    for offset, words in enumerate((NOT_A_DECISION, result.basis.scheme.objection), start=2):
        put_across(sheet, row + offset, (0, last), words, book.note)
    page(sheet, repeat=(1, 3), area=(row + 3, last))
    sheet.set_paper(8)  # A3: the reasons at a size one can read
    return book.content()


def _columns(result: Result) -> tuple[Column, ...]:
    """The columns with those that the rulebook adds, before what decided."""
    return (*_COLUMNS[:_OWN], *own_columns(result.basis.scheme.shown_in("screen")), *_COLUMNS[_OWN:])


def _basis(result: Result) -> str:
    book = result.basis.rulebook
    source = "" if book is None else f"依据 {book.title}{book.number}（{book.id}，sha256：{book.sha256[:12]}…）　"
    return f"{source}基准日 {written(result.basis.as_of)}　{result.basis.tool}"


def _values(result: Result, verdicts: Verdicts, person: int, own: list[str]) -> tuple[object, ...]:
    candidate, answer = result.roster.candidates.loc[person], verdicts.people.loc[person]
    decisions = verdicts.explain(person, False)  # noqa: FBT003 - only what decided
    places = result.roster.places
    return (
        Verdict(str(answer["verdict"])).label + ("（经批准）" if bool(answer["waived"]) else ""),
        *(candidate[name] for name in ("station", "township", "village", "name", "id_number")),
        answer["rank"],
        ("未开始", *(step.what for step in verdicts.procedure.steps))[int(str(answer["stage"]))],
        *own,
        dated(reasons(decisions)) or "各项均符合",
        _to_fill(decisions, places, person),
        str(places.place(person)).rsplit("/", 1)[-1],
    )


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
