"""The closed vocabulary a rule is written in: which operators there are, which fields each fits, how they combine.

A condition is folded over answers of any kind (columns, one person, a world of the checker) and never
executed: there are no expressions, no patterns and no code in a rulebook.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, Self, TypeVar

from yicun.model.choices import Choices
from yicun.model.fields import CANDIDATE_FIELDS, Field, Kind
from yicun.model.scheme import in_force

Operand = str | int | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one column. `parameter` names the parameter the operand was taken from, if any.

    `settled_by`: the step of the procedure whose day answers it for good, for whoever is through that step.
    """

    field: str
    operator: str
    operand: Operand
    parameter: str = ""
    settled_by: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The listed values it asks for."""
        return self.operand if isinstance(self.operand, tuple) else (str(self.operand),)

    @property
    def number(self) -> int:
        """The whole number it compares with."""
        assert isinstance(self.operand, int), self.operator
        return self.operand

    @property
    def day(self) -> date:
        """The day it compares with."""
        assert isinstance(self.operand, date), self.operator
        return self.operand


@dataclass(frozen=True, slots=True)
class Count:
    """Whether at least `number` of a person's rows of another table have one of the words in each column of `where`.

    `in_a_row`: that many must follow one another. `parameter` names the parameter the number was taken from, if any.
    """

    rows: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    number: int
    in_a_row: bool = False
    parameter: str = ""


Question = Test | Count


@dataclass(frozen=True, slots=True)
class All:
    """True where every part is true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True where some part is true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false."""

    part: "Condition"


Condition = Test | Count | All | Any | Not


class Answer(Protocol):
    """What a test may be answered with: anything with Kleene's and, or, not."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __invert__(self) -> Self: ...


A = TypeVar("A", bound=Answer)


def fold(condition: Condition, answer: Callable[[Question], A]) -> A:
    """The answer to a condition from the answers to its questions."""
    match condition:
        case Test() | Count():
            return answer(condition)
        case Not(part):
            return ~fold(part, answer)
        case All(parts):
            first, *rest = parts
            result = fold(first, answer)
            for part in rest:
                result = result & fold(part, answer)
            return result
        case Any(parts):
            first, *rest = parts
            result = fold(first, answer)
            for part in rest:
                result = result | fold(part, answer)
            return result


MOVING = frozenset(("within_years", "within_days", "age_at_most", "age_at_least"))
"""The operators whose answer changes with the day they are asked on."""


def asked_on(condition: Condition, step: str) -> Condition:
    """The same condition, with what time could turn asked on the day of a step."""
    match condition:
        case Test():
            return replace(condition, settled_by=step) if condition.operator in MOVING else condition
        case Count():
            return condition
        case Not(part):
            return Not(asked_on(part, step))
        case All(parts):
            return All(tuple(asked_on(part, step) for part in parts))
        case Any(parts):
            return Any(tuple(asked_on(part, step) for part in parts))


def questions(condition: Condition) -> Iterator[Question]:
    """Every question of a condition, in the order written."""
    match condition:
        case Test() | Count():
            yield condition
        case Not(part):
            yield from questions(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from questions(part)


def tests(condition: Condition) -> Iterator[Test]:
    """Every question about a column of the person's own, in the order written."""
    return (question for question in questions(condition) if isinstance(question, Test))


@dataclass(frozen=True, slots=True)
class Operator:
    """What may follow an operator and which fields it fits; `misfit` gives the reason it does not, "" where it does."""

    operand: str
    misfit: Callable[[Field], str]


def _listed(field: Field) -> str:
    return "" if field.kind in {Kind.CHOICE, Kind.TEXT} else "它没有单选的可填范围，也不是文字"


def _several(field: Field) -> str:
    if field.kind is Kind.CHOICES or (field.choices is not None and field.choices.marks):
        return ""
    return "它不是可填几项的项目；单选的用 one_of"


def _ordered(field: Field) -> str:
    if field.kind is Kind.WHOLE_NUMBER or (field.choices is not None and field.choices.levels):
        return ""
    return "它的可填范围没有高低顺序，也不是数字"


def _birth(field: Field) -> str:
    return "" if field.name == "birth_date" else "年龄只按 birth_date（出生年月）计算"


def _dated(field: Field) -> str:
    return "" if field.kind is Kind.DATE else "它不是日期"


OPERATORS: Mapping[str, Operator] = {
    "is": Operator("value", _listed),
    "one_of": Operator("values", _listed),
    "any_of": Operator("values", _several),
    "at_least": Operator("level", _ordered),
    "at_most": Operator("level", _ordered),
    "known": Operator("true", lambda _: ""),
    "age_at_most": Operator("number", _birth),
    "age_at_least": Operator("number", _birth),
    "within_years": Operator("number", _dated),
    "within_days": Operator("number", _dated),
    "on_or_before": Operator("day", _dated),
    "on_or_after": Operator("day", _dated),
}
PENDING = "待核"
"""The one value of a closed list that means the cell is not known yet."""


class _Deciding(Mapping[str, Field]):
    def __getitem__(self, name: str) -> Field:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> Mapping[str, Field]:
        own = in_force().fields
        return _SHIPPED | {field.name: field for field in own} if own else _SHIPPED


_SHIPPED = {field.name: field for field in CANDIDATE_FIELDS if field.decides}
DECIDING: Mapping[str, Field] = _Deciding()
"""The columns a rule may name, those of the rulebook in force among them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or word that stands once in a rulebook. `basis` marks the office's own choice, else `quote` has it."""

    name: str
    value: str
    clause: str = ""
    quote: str = ""
    basis: str = ""


def fits(text: str, test: Test, choices: Choices) -> bool:
    """Whether a listed value answers the test: once per value, never per person."""
    if test.operator == "any_of":
        parts = {part for piece in text.split("、") for part in piece.rstrip("）").split("（")}
        return not parts.isdisjoint(test.words)
    if test.operator in {"is", "one_of"}:
        return text in test.words
    level, limit = choices.level(text), choices.level(test.words[0])
    assert level is not None, text
    assert limit is not None, test
    return level >= limit if test.operator == "at_least" else level <= limit
