"""Verdicts on screen: everybody, or one person step by step."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from yicun.model.fields import BY_NAME, TableKind
from yicun.model.results import Result
from yicun.model.verdicts import NOT_A_DECISION, Decision, Verdict, reasons
from yicun.report.circulation import MARK
from yicun.report.console import MOST_ROWS, plain, print_text, table

_WIDE = 110
"""Columns of the screen from which verdicts stand in a table."""

_VERDICT_COLOURS = {
    Verdict.INELIGIBLE: "red",
    Verdict.UNDETERMINED: "yellow",
    Verdict.NEEDS_REASON: "magenta",
    Verdict.ELIGIBLE: "green",
}


def show_verdicts(out: Console, result: Result, *, everything: bool) -> None:
    """Everybody who is not plainly 符合, worst first, with clause and cell; then the counts.

    Only so many as fit a screen unless `everything`; how many were not looked at is said.
    """
    verdicts = result.verdicts
    assert verdicts is not None
    counts = verdicts.people["verdict"].value_counts()
    shown = list[_Row]()
    worst_first = verdicts.worst_first()
    beyond = 0
    for seen, row in enumerate(worst_first):
        if len(shown) >= MOST_ROWS and not everything:
            beyond = len(worst_first) - seen
            break
        verdict = Verdict(str(verdicts.people.at[row, "verdict"]))
        decisions = verdicts.explain(row, False)  # noqa: FBT003
        if verdict is Verdict.ELIGIBLE and not decisions and not everything:
            continue
        person = result.roster.candidates.loc[row]
        place = result.roster.places.place(row)
        label = verdict.label + ("（经批准）" if bool(verdicts.people.at[row, "waived"]) else "")
        who = tuple(plain(person[column]) for column in ("station", "township", "village", "name"))
        where = [f"{place.path}!{place.sheet}!第{place.row}行"]
        where += [" ".join(result.roster.places.cells(row, one.settle or one.fields)) for one in decisions[:1]]
        shown.append((Text(label, _VERDICT_COLOURS[verdict]), who, reasons(decisions), where))
    _print_rows(out, shown)
    if beyond:
        print_text(out, f"只列出最前 {MOST_ROWS} 人，其后 {beyond} 人没有列出（--all 全部列出）", "dim")
    out.print(
        Text("；".join(f"{verdict.label} {int(counts.get(verdict.value, 0))}" for verdict in Verdict), style="bold"),
        soft_wrap=True,
    )
    _verdict_footer(out, result)


_Row = tuple[Text, tuple[str, ...], str, list[str]]
"""Verdict; station, township, village and name; the reasons; file and row, then the cells."""


def _print_rows(out: Console, rows: Sequence[_Row]) -> None:
    """A table, or where it would not fit a paragraph for each person."""
    if out.width < _WIDE:
        for verdict, who, why, where in rows:
            out.print(Text.assemble(verdict, "　", " ".join(filter(None, who))), soft_wrap=True)
            print_text(out, "  " + " ".join(where))
            for reason in why.splitlines():
                print_text(out, f"  {reason}")
    elif rows:
        drawn = table("结论", "派出所", "乡镇", "行政村", "姓名", "依据", "单元格")
        for verdict, who, why, where in rows:
            drawn.add_row(verdict, *who, why or "—", "\n".join(where))
        out.print(drawn)


def show_person(out: Console, result: Result, name: str) -> bool:
    """Every rule for everybody of this name, step by step. False where there is nobody of the name."""
    verdicts = result.verdicts
    assert verdicts is not None
    people = result.roster.candidates
    rows = [int(row) for row in people.index[people["name"].eq(name).fillna(value=False)]]
    for row in rows:
        person, place = people.loc[row], result.roster.places.place(row)
        answer = verdicts.people.loc[row]
        verdict = Verdict(str(answer["verdict"]))
        where = "".join(plain(person[column]) for column in ("station", "township", "village"))
        out.print(Text.assemble((name, "bold"), f"　{where}　{place}"), soft_wrap=True)
        out.print(Text.assemble("核对结果：", (verdict.label, _VERDICT_COLOURS[verdict])), soft_wrap=True)
        _print_steps(out, result, row, verdicts.explain(row, True))  # noqa: FBT003
    if rows:
        _verdict_footer(out, result)
    return bool(rows)


def _print_steps(out: Console, result: Result, row: int, decisions: Sequence[Decision]) -> None:
    """A line of a table for every rule, or where it would not fit a paragraph."""
    heads = ("答案", "规则", "条款", "原文", "用到的单元格", "需补的单元格", "说明")
    drawn = table(*heads)
    for decision in decisions:
        used = " ".join(result.roster.places.cells(row, decision.fields))
        missing = _to_fill(decision, result.roster.places.cells(row, decision.settle))
        note = "；".join(part for part in (decision.note, decision.until) if part)
        cells = (decision.outcome.label, decision.rule, decision.clause, decision.quote, used, missing, note)
        if out.width >= _WIDE:
            drawn.add_row(*cells)
            continue
        print_text(out, f"  {cells[0]}　{cells[2]}“{cells[3]}”（{cells[1]}）")
        named = [f"{head} {cell}" for head, cell in zip(heads[4:], cells[4:], strict=True) if cell]
        if named:
            print_text(out, "    " + "；".join(named))
    if drawn.row_count:
        out.print(drawn)


def _to_fill(decision: Decision, cells: list[str]) -> str:
    labels = (
        BY_NAME[TableKind.CANDIDATES][name].label for name in decision.settle if name in BY_NAME[TableKind.CANDIDATES]
    )
    return " ".join([*cells, *(f"（{label}）" for label in labels)])


def _verdict_footer(out: Console, result: Result) -> None:
    book = result.basis.rulebook
    if book is not None:
        print_text(out, f"依据：{book.title}{book.number}　基准日 {result.basis.as_of}", "dim")
    print_text(out, NOT_A_DECISION + result.basis.scheme.objection, "dim")


def show_turned(out: Console, by_old: Result, by_new: Result, rows: Sequence[int]) -> None:
    """Whose verdict is another by a second rulebook: before, after, and what decides it now, or did before."""
    old, new = by_old.verdicts, by_new.verdicts
    assert old is not None
    assert new is not None
    drawn = table("派出所", "乡镇", "行政村", "姓名", "原结果", "新结果", "依据")
    for row in rows:
        person = by_new.roster.candidates.loc[row]
        before, after = (Verdict(str(each.people.at[row, "verdict"])) for each in (old, new))
        now = [decision.sentence for decision in new.explain(row, False)]  # noqa: FBT003
        once = [f"原：{decision.sentence}" for decision in old.explain(row, False)]  # noqa: FBT003
        drawn.add_row(
            *(plain(person[column]) for column in ("station", "township", "village", "name")),
            before.label,
            Text(after.label, _VERDICT_COLOURS[after]),
            "\n".join(now or once) or "—",
        )
    if rows:
        out.print(drawn)
    out.print(Text(f"结果不同的 {len(rows)} 人（共 {len(new.people)} 人）　{MARK}", style="bold"), soft_wrap=True)
    _verdict_footer(out, by_new)
