"""Who is moved into 在岗: everybody decided 确定 who is not there yet."""

from collections.abc import Iterator, Mapping
from datetime import date

from yicun.disk.lock import locked
from yicun.ledger.book import text_of
from yicun.model.errors import CannotRun
from yicun.model.fields import TableKind
from yicun.model.results import Result
from yicun.model.verdicts import doubt_of
from yicun.outbox.office_ledger import OpenLedger
from yicun.pipeline import Run
from yicun.tenure import covered

_COPIED = ("township", "village", "name", "id_number", "phone")


def appoint(run: Run) -> Iterator[str]:
    """Rows of 在岗, from the as-of date on, for everybody decided 确定 by then who is not in post; says who they are.

    Whoever is contested is named and left. `CannotRun` at the end says how many.
    """
    with locked(run.workspace.made):
        book = OpenLedger.open(run)
        result = covered(run)
        refused, new = _sorted(result)
        rows = [_row(result, row, run.as_of) for row in new]
        if rows:
            book.add(TableKind.POSTS, rows)
    for row in rows:
        yield f"列入在岗：{row['township']}{row['village']} {row['name']}，{run.as_of} 聘任"
    yield f"在岗：新列入 {len(rows)} 人，现有 {len(result.roster.in_post) + len(rows)} 人在岗。"
    for at, why in refused.items():
        place = result.roster.candidates.loc[at]
        yield f"未列入 {text_of(place['township'])}{text_of(place['village'])} {text_of(place['name'])}：{why}"
    if refused:
        raise CannotRun(f"{len(refused)} 人没有列入在岗。→ 见上面各行")


def _sorted(result: Result) -> tuple[dict[int, str], list[int]]:
    """Of those decided 确定 and not in post: who is not to be appointed yet, and why; and who is."""
    assert result.coverage is not None
    people, roster = result.coverage.people, result.roster
    decided = people[people["appointed"] & ~people["gone"] & people["stands"]]
    waiting = decided[~decided.index.isin(list(roster.in_post))]
    held = decided.groupby("village_row")["village_row"].transform("size")
    quota = result.coverage.villages["quota"].reindex(decided["village_row"]).set_axis(decided.index)
    refused = {int(row): doubt_of(doubt) for row, doubt in zip(waiting.index, waiting["doubt"], strict=True) if doubt}
    refused |= _contested(result)
    crowded = (held > quota).reindex(waiting.index, fill_value=False)
    for row in waiting.index[crowded].tolist():
        refused.setdefault(row, "该村审核确定和在岗的超过了需要的人数，请先定下一人")
    return refused, [int(row) for row in waiting.index.tolist() if row not in refused]


def _contested(result: Result) -> Mapping[int, str]:
    """Whose decision rosters tell in two ways, and the office's own ledger does not settle."""
    rows = result.roster.conflicts.get("decision", frozenset()) | result.roster.conflicts.get("decided_on", frozenset())
    people = result.roster.candidates
    return {row: "审核结论在两处说法不一" for row in sorted(rows - result.roster.in_post) if row in people.index}


def _row(result: Result, at: int, on: date) -> dict[str, str | int | None]:
    register = result.roster.villages
    (village,) = result.roster.candidates.loc[[at], "village_row"].tolist()
    (officer,) = register.loc[[village], "officer"].tolist()
    (person,) = result.roster.candidates.loc[[at], list(_COPIED)].astype("object").to_numpy().tolist()
    texts: dict[str, str | int | None] = dict(zip(_COPIED, map(text_of, person), strict=True))
    return {**texts, "appointed_on": on.isoformat(), "officer": text_of(officer)}
