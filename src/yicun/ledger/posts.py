"""Who is in post: the sheet 在岗. Whoever is, counts for the village, whatever the rosters say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from yicun.ledger.book import Entry, Ledger, text_of
from yicun.ledger.contesting import Settled
from yicun.ledger.decisions import Decided, written_over
from yicun.ledger.rulings import Ruled, Villages
from yicun.model.fields import BY_NAME, TableKind
from yicun.model.places import Places, TablePlace
from yicun.model.service import Post

_COPIED = ("name", "id_number", "phone")
_DECIDED = "确定"


@dataclass(frozen=True, slots=True)
class Served:
    """People with those in post among them; `places` knows the rows of those whom no roster has."""

    decided: Decided
    posts: tuple[Post, ...]
    in_post: frozenset[int]
    places: Places


def serve(decided: Decided, ledger: Ledger, ruled: Ruled, places: Places, day: date) -> Served:
    """Let everybody appointed by `day` count as decided 确定, and whoever left by then as gone.

    Somebody in post whom no roster has becomes a candidate, at the place of the row in 在岗.
    """
    posts = posts_of(ledger, ruled, day)
    if not posts:
        return Served(decided, (), frozenset(), places)
    known = _matched(posts, decided.people.candidates)
    strangers = [post for post in known if post.candidate < 0 <= post.village_row]
    new = {post.row: len(places) + at for at, post in enumerate(strangers)}
    known = tuple(replace(post, candidate=new.get(post.row, post.candidate)) for post in known)
    people = _with_strangers(decided.people, strangers, new, ruled.register)
    days = _decision_days(people.candidates)
    known = tuple(replace(post, decided_on=days.get(post.candidate)) for post in known)
    late = [post for post in known if post.candidate >= 0 and (post.decided_on or date.max) > post.appointed_on]
    people, _ = written_over(people, {post.candidate: (_DECIDED, post.appointed_on) for post in late})
    exits = _exits(known, decided.exits, day)
    in_post = frozenset(post.candidate for post in known if post.covers(day) and post.candidate not in exits) - {-1}
    spoken = decided.spoken | {post.candidate for post in known}
    settled = replace(decided, people=people, exits=exits, spoken=spoken)
    return Served(settled, known, in_post, _with_rows(places, ledger, strangers))


def posts_of(ledger: Ledger, ruled: Ruled, day: date) -> tuple[Post, ...]:
    """The rows of 在岗 as they were known on a day: without what was appointed or ended later."""
    villages = Villages(ruled.register)
    found = []
    for entry in ledger.entries(TableKind.POSTS):
        appointed = entry.day("appointed_on")
        if appointed is not None and appointed <= day and entry.text("name"):
            at = villages.row(entry.text("township"), entry.text("village"))
            found.append(_post(entry, ruled.into.get(at, at), appointed, day))
    return tuple(found)


def _post(entry: Entry, village_row: int, appointed: date, day: date) -> Post:
    left, because = entry.day("left_on"), entry.text("left_because")
    gone = left is not None and left <= day
    return Post(
        entry.row, village_row, -1, entry.text("township"), entry.text("village"), entry.text("name"),
        entry.text("id_number"), entry.text("phone"), appointed, entry.text("officer"), entry.text("office"),
        entry.text("stipend_grade"), left if gone else None, because if gone or left is None else "",
        undated=bool(because) and left is None,
    )  # fmt: skip


def _matched(posts: Sequence[Post], candidates: pd.DataFrame) -> tuple[Post, ...]:
    """Each post with the person's row for that village: the same ID, else the same name where one has no ID."""
    by_id, by_name = dict[tuple[int, str], int](), dict[tuple[int, str], list[tuple[int, str]]]()
    columns = (candidates[name].astype("object") for name in ("id_number", "name"))
    for row, village, identity, name in zip(
        candidates.index.tolist(), candidates["village_row"].tolist(), *columns, strict=True
    ):
        if text_of(identity):
            by_id.setdefault((village, text_of(identity)), row)
        by_name.setdefault((village, text_of(name)), []).append((row, text_of(identity)))
    found = []
    for post in posts:
        at = by_id.get((post.village_row, post.id_number), -1) if post.id_number else -1
        if at < 0:
            alike = by_name.get((post.village_row, post.name), [])
            alike = [(row, identity) for row, identity in alike if not (identity and post.id_number)]
            at = alike[0][0] if len(alike) == 1 else -1
        found.append(replace(post, candidate=at if post.village_row >= 0 else -1))
    return tuple(found)


def _with_strangers(
    people: Settled, strangers: Sequence[Post], rows: Mapping[int, int], register: pd.DataFrame
) -> Settled:
    if not strangers:
        return people
    before = people.candidates
    homes = register.loc[[post.village_row for post in strangers]]
    index = pd.Index([rows[post.row] for post in strangers])
    cells = {name: [getattr(post, name) or None for post in strangers] for name in _COPIED}
    cells |= {name: homes[name].astype("object").tolist() for name in ("station", "township", "village")}
    cells["village_row"] = [post.village_row for post in strangers]
    columns = {}
    for name in before.columns:
        column = before[name]
        new = pd.Series(cells.get(name, [None] * len(strangers)), index=index, dtype="object")
        if isinstance(column.dtype, pd.CategoricalDtype):
            columns[name] = pd.concat([column.astype("object"), new]).astype("category")
        else:
            columns[name] = pd.concat([column, new.astype(column.dtype)])
    return replace(people, candidates=pd.DataFrame(columns))


def _with_rows(places: Places, ledger: Ledger, strangers: Sequence[Post]) -> Places:
    """The places of the rosters, and behind them those of rows of 在岗 as rows of candidates."""
    if not strangers:
        return places
    table = ledger.places.table(strangers[0].row)
    columns = {name: at for name, at in table.columns.items() if name in BY_NAME[TableKind.CANDIDATES]}
    shown = TablePlace(table.path, table.sheet, TableKind.CANDIDATES, table.header_row, len(strangers), columns)
    rows = [ledger.places.place(post.row).row or 0 for post in strangers]
    return Places(
        (*places.tables, shown),
        [*places.table_of, *[len(places.tables)] * len(strangers)],
        [*places.row_of, *rows],
        places.elsewhere,
    )


def _decision_days(candidates: pd.DataFrame) -> dict[int, date]:
    """Since when each candidate is decided 确定."""
    decided = candidates[candidates["decision"].eq(_DECIDED) & candidates["decided_on_last"].notna()]
    return {int(row): day.date() for row, day in zip(decided.index, decided["decided_on_last"], strict=True)}


def _exits(posts: Sequence[Post], before: Mapping[int, date], day: date) -> dict[int, date]:
    """Row id -> the day the person left: by the last post, or by 审核 where that is later than the appointment."""
    exits = dict(before)
    for post in sorted(posts, key=lambda post: post.appointed_on):
        again = post.left_on is not None and post.decided_on is not None and post.decided_on > post.left_on
        if post.left_on is not None and post.left_on <= day and not again:
            exits[post.candidate] = post.left_on
        elif exits.get(post.candidate, date.max) <= post.appointed_on:
            del exits[post.candidate]
    exits.pop(-1, None)
    return exits
