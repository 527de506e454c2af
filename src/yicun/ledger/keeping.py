"""Rows of 在岗 考核 培训 that the office has kept as long as it agreed to keep them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from yicun.ledger.book import Entry, Ledger
from yicun.model.fields import TableKind
from yicun.model.periods import full_months

_BY_NAME = (TableKind.ASSESSMENTS, TableKind.TRAINING)


def past_keeping(
    ledger: Ledger, months: int, day: date, but: Collection[int] = ()
) -> Mapping[TableKind, tuple[int, ...]]:
    """Sheet -> its row ids about people who left all their posts at least `months` before `day`.

    A post without an exit, with one whose day nobody knows, or whose row is in `but`, keeps everything that may be of
    its person, in whichever village.
    """
    people = _People(ledger)
    over = {post.row for post in people.posts if post.row not in but and _is_over(post, months, day)}
    posts = tuple(post.row for post in people.posts if all(one.row in over for one in people.same(post)))
    found = {TableKind.POSTS: posts}
    for kind in _BY_NAME:
        named = ((entry.row, people.named(entry)) for entry in ledger.entries(kind))
        found[kind] = tuple(row for row, of in named if of and {post.row for post in of} <= set(posts))
    return {kind: rows for kind, rows in found.items() if rows}


def _is_over(post: Entry, months: int, day: date) -> bool:
    left = post.day("left_on")
    return left is not None and full_months(left, day) >= months


class _People:
    """The rows of 在岗, by whom they may be about."""

    def __init__(self, ledger: Ledger) -> None:
        self.posts = ledger.entries(TableKind.POSTS)
        self._by_id = defaultdict[str, list[Entry]](list)
        self._by_name = defaultdict[tuple[str, str], list[Entry]](list)
        for post in self.posts:
            self._by_name[_name(post)].append(post)
            if post.text("id_number"):
                self._by_id[post.text("id_number")].append(post)

    def same(self, post: Entry) -> Iterator[Entry]:
        """The posts of one person: of one ID anywhere, or of one name in one village where an ID is missing."""
        identity = post.text("id_number")
        yield from self._by_id.get(identity, ())
        yield from (one for one in self._by_name[_name(post)] if not (identity and one.text("id_number")))

    def named(self, entry: Entry) -> list[Entry]:
        """The posts of whoever a row of 考核 or 培训 names."""
        ends = entry.text("id_ends").upper()
        posts = self._by_name.get(_name(entry), [])
        return [one for one in posts if not ends or not one.text("id_number") or one.text("id_number").endswith(ends)]


def _name(entry: Entry) -> tuple[str, str]:
    return entry.text("village"), entry.text("name")
