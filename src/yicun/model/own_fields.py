"""The fields that the rulebook in force adds to the roster: one tuple, seen wherever fields are looked up."""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yicun.model.field import Field, TableKind

_in_force: ContextVar[tuple["Field", ...]] = ContextVar("own_fields", default=())


def put_in_force(fields: tuple["Field", ...]) -> None:
    """Let the candidates' table have these fields beside its own, in place of any before, until another rulebook."""
    _in_force.set(fields)


def own_fields() -> tuple["Field", ...]:
    """The fields of the rulebook in force."""
    return _in_force.get()


class Fields(Mapping["TableKind", tuple["Field", ...]]):
    """The fields of every kind of table, those in force among the candidates'."""

    def __init__(self, shipped: Mapping["TableKind", tuple["Field", ...]], extended: "TableKind") -> None:
        """Take the fields that are always there, and the kind that a rulebook may extend."""
        self._shipped, self._extended = shipped, extended

    def __getitem__(self, kind: "TableKind") -> tuple["Field", ...]:
        """The fields of one kind of table, in order."""
        return (*self._shipped[kind], *own_fields()) if kind == self._extended else self._shipped[kind]

    def __iter__(self) -> Iterator["TableKind"]:
        """The kinds of table."""
        return iter(self._shipped)

    def __len__(self) -> int:
        """How many kinds there are."""
        return len(self._shipped)


class ByName(Mapping["TableKind", Mapping[str, "Field"]]):
    """The same by name."""

    def __init__(self, fields: Fields, shipped: Mapping["TableKind", tuple["Field", ...]]) -> None:
        """Take the fields in force, and those that are always there."""
        self._fields = fields
        self._shipped = {kind: {each.name: each for each in of_kind} for kind, of_kind in shipped.items()}

    def __getitem__(self, kind: "TableKind") -> Mapping[str, "Field"]:
        """Name -> field of one kind of table."""
        return {each.name: each for each in self._fields[kind]} if own_fields() else self._shipped[kind]

    def __iter__(self) -> Iterator["TableKind"]:
        """The kinds of table."""
        return iter(self._shipped)

    def __len__(self) -> int:
        """How many kinds there are."""
        return len(self._shipped)
