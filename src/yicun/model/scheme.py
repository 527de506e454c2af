"""The scheme in force: what its rulebook calls it, the steps of its procedure, and the columns it adds to the roster.

One value, seen wherever fields are looked up while files are read.
"""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yicun.model.field import Field, TableKind

DECIDED = "decided_on"
"""The column that dates the office's decision, always the last step."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure: done on the date in `field`, called `what`; `todo` says who must do what for it."""

    field: str
    what: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps from somebody's own application to the office's decision, in order."""

    steps: tuple[Step, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The columns that date the steps, in order."""
        return tuple(step.field for step in self.steps)

    @property
    def nominating(self) -> tuple[Step, ...]:
        """The steps after which somebody is nominated: all but the office's decision."""
        return tuple(step for step in self.steps if step.field != DECIDED)

    @property
    def through(self) -> int:
        """How many steps that is."""
        return len(self.nominating)


PROCEDURE = Procedure(
    (
        Step("applied_on", "个人自荐", "村两委：收取个人自荐材料"),
        Step("recommended_on", "组织推荐", "村两委：向派出所推荐初步人选"),
        Step("inspected_on", "联合考察", "派出所：会同乡镇联合考察"),
        Step(DECIDED, "审核确定", "户政：审核确定"),
    )
)
"""三（二）推选程序 1–4 of 闽公综〔2019〕294号, where a rulebook names no steps of its own."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a rulebook says of the work itself.

    `name` and `post` are what documents call the work and whom it looks for, `reviewer` is who looks at an objection,
    `fields` are the columns it adds to the candidates' table.
    """

    name: str = "一村一警务助理"
    post: str = "警务助理"
    reviewer: str = "县级公安机关户政管理大队"
    procedure: Procedure = PROCEDURE
    fields: tuple["Field", ...] = ()

    @property
    def title(self) -> str:
        """The work as documents name it, in quotation marks."""
        return f"“{self.name}”"

    def shown_in(self, document: str) -> tuple["Field", ...]:
        """Its own columns that `list` (the nomination list) or `screen` (核对表) shows."""
        return tuple(field for field in self.fields if document in field.shown_in)

    @property
    def objection(self) -> str:
        """Ends every internal output that carries verdicts."""
        return f"人选对核对结果有异议的，可向推荐的派出所提出，由{self.reviewer}复核；个人信息有误的，可请求更正。"

    @property
    def hearing(self) -> str:
        """Ends every internal output that says 需复核."""
        return (
            "需复核是提示，不是清退决定。作出决定以前，应当听取本人陈述、申辩，并重新核实；"
            f"本人可向派出所或{self.reviewer}提出。"
        )


SHIPPED_SCHEME = Scheme()
_in_force: ContextVar[Scheme] = ContextVar("scheme", default=SHIPPED_SCHEME)


def put_in_force(scheme: Scheme) -> None:
    """Let rosters be read by this scheme, in place of any before, until another."""
    _in_force.set(scheme)


def in_force() -> Scheme:
    """The scheme that rosters are read by."""
    return _in_force.get()


class Fields(Mapping["TableKind", tuple["Field", ...]]):
    """The fields of every kind of table, those in force among the candidates'."""

    def __init__(self, shipped: Mapping["TableKind", tuple["Field", ...]], extended: "TableKind") -> None:
        """Take the fields that are always there, and the kind that a rulebook may extend."""
        self._shipped, self._extended = shipped, extended

    def __getitem__(self, kind: "TableKind") -> tuple["Field", ...]:
        """The fields of one kind of table, in order."""
        return (*self._shipped[kind], *in_force().fields) if kind == self._extended else self._shipped[kind]

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
        return {each.name: each for each in self._fields[kind]} if in_force().fields else self._shipped[kind]

    def __iter__(self) -> Iterator["TableKind"]:
        """The kinds of table."""
        return iter(self._shipped)

    def __len__(self) -> int:
        """How many kinds there are."""
        return len(self._shipped)
