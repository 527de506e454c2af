"""The closed vocabulary a rule is written in: which operators there are, which fields each fits, how they combine.

A condition is read from YAML, folded over answers of any kind (columns, one person, a world of the checker) and never
executed: there are no expressions, no patterns and no code in a rulebook.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self, TypeVar

from yicun.model.fields import BY_NAME, Field, Kind, TableKind
from yicun.rulebook.source import Entries, Node, Source, day, number

Operand = str | int | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one column. `parameter` names the parameter the operand was taken from, if any."""

    field: str
    operator: str
    operand: Operand
    parameter: str = ""

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


Condition = Test | All | Any | Not


class Answer(Protocol):
    """What a test may be answered with: anything with Kleene's and, or, not."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __invert__(self) -> Self: ...


A = TypeVar("A", bound=Answer)


def fold(condition: Condition, answer: Callable[[Test], A]) -> A:
    """The answer to a condition from the answers to its tests."""
    match condition:
        case Test():
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


def tests(condition: Condition) -> Iterator[Test]:
    """Every test of a condition, in the order written."""
    match condition:
        case Test():
            yield condition
        case Not(part):
            yield from tests(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from tests(part)


@dataclass(frozen=True, slots=True)
class Operator:
    """What may follow an operator and which fields it fits; `misfit` gives the reason it does not, "" where it does."""

    operand: str
    misfit: Callable[[Field], str]


def _listed(field: Field) -> str:
    return "" if field.kind is Kind.CHOICE else "它没有单选的可填范围"


def _several(field: Field) -> str:
    if field.kind is Kind.CHOICES or (field.choices is not None and field.choices.marks):
        return ""
    return "它不是可填几项的项目；单选的用 one_of"


def _ordered(field: Field) -> str:
    return "" if field.choices is not None and field.choices.levels else "它的可填范围没有高低顺序"


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
_LARGEST = {"age_at_most": 150, "age_at_least": 150, "within_years": 100, "within_days": 36500}
_JOINTS = ("all", "any", "not")
PENDING = "待核"
"""The one value of a closed list that means the cell is not known yet."""

DECIDING: Mapping[str, Field] = {name: field for name, field in BY_NAME[TableKind.CANDIDATES].items() if field.decides}
"""The columns a rule may name."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number or word that stands once in a rulebook. `basis` marks the office's own choice, else `quote` has it."""

    name: str
    value: str
    clause: str = ""
    quote: str = ""
    basis: str = ""


def read_condition(source: Source, node: Node, parameters: Mapping[str, Parameter]) -> Condition | None:
    """The condition at a node; None with findings (YC502–YC507, YC513) where it cannot be understood."""
    if any(name.text == "field" or name.text in OPERATORS for name, _ in node.pairs or ()):
        return _read_test(source, source.entries(node, "条件", None), parameters)
    entries = source.entries(node, "条件", ("field", *_JOINTS))
    if len(entries.found) != 1:
        if node.pairs is not None and len(node.pairs) == len(entries.found):
            source.misfit(node, "条件", "应写 field 和一个运算，或 all、any、not 之一")
        return None
    (joint,) = entries.found
    if joint == "not":
        part = read_condition(source, entries["not"], parameters)
        return None if part is None else Not(part)
    nodes = entries.list_of(joint)
    if not nodes and entries[joint].items is not None:
        source.misfit(entries[joint], joint, "至少要有一个条件")
    parts = tuple(read_condition(source, child, parameters) for child in nodes)
    understood = tuple(part for part in parts if part is not None)
    if not parts or len(understood) < len(parts):
        return None
    return All(understood) if joint == "all" else Any(understood)


def _read_test(source: Source, entries: Entries, parameters: Mapping[str, Parameter]) -> Test | None:
    written = [key for key in entries.found if key != "field"]
    strange = [key for key in written if key not in OPERATORS]
    for key in strange:
        if "field" in entries:
            source.fault("YC504", entries.name(key), key=key, allowed="、".join(OPERATORS))
        else:
            source.fault("YC502", entries.name(key), key=key, allowed="、".join(("field", *OPERATORS)))
    name = entries.text("field")
    field = DECIDING.get(name)
    if name and field is None:
        source.fault("YC503", entries["field"], key=name, allowed="、".join(DECIDING))
    if strange or field is None:
        if not (strange or name):
            source.misfit(entries.node, "field", "没有填写")
        return None
    if len(written) != 1:
        source.misfit(entries.node, "条件", "一个 field 配一个运算；几个条件请用 all 合起来")
        return None
    operator, node = written[0], entries[written[0]]
    reason = OPERATORS[operator].misfit(field)
    if reason:
        source.fault("YC507", entries.name(operator), field=name, operator=operator, reason=reason)
        return None
    parameter = ""
    if node.pairs is not None:
        given = source.entries(node, operator, ("parameter",))
        parameter = given.text("parameter")
        if parameter not in parameters:
            if "parameter" in given or not given.found:
                source.misfit(node, operator, f"没有参数“{parameter}”；可用：{'、'.join(parameters) or '无'}")
            return None
        node = Node(node.line, node.column, text=parameters[parameter].value)
    operand = _read_operand(source, node, field, operator)
    return None if operand is None else Test(name, operator, operand, parameter)


def _read_operand(source: Source, node: Node, field: Field, operator: str) -> Operand | None:
    match OPERATORS[operator].operand:
        case "number":
            return number(source, node, operator, _LARGEST[operator])
        case "day":
            return day(source, node, operator)
        case "true":
            if node.text == "true":
                return "true"
            source.misfit(node, operator, "只能写 true；“不掌握”本身不作判定依据")
            return None
        case "values":
            return _read_values(source, node, field, operator)
        case _:
            return node.text if _is_listed(source, node, field, operator, marks=False) else None


def _read_values(source: Source, node: Node, field: Field, operator: str) -> tuple[str, ...] | None:
    nodes = source.list_of(node, operator)
    if not nodes and node.items is not None:
        source.misfit(node, operator, "列表是空的")
    fitting = [
        child.text or "" for child in nodes if _is_listed(source, child, field, operator, marks=operator == "any_of")
    ]
    for place, child in enumerate(nodes):
        if child.text is not None and any(child.text == other.text for other in nodes[:place]):
            source.fault("YC505", child, key=child.text, line=str(nodes[0].line))
    return tuple(fitting) if nodes and len(fitting) == len(nodes) else None


def _is_listed(source: Source, node: Node, field: Field, operator: str, *, marks: bool) -> bool:
    choices = field.choices
    assert choices is not None, "an operator with listed values fits fields with choices only"
    listed: Sequence[str] = (*choices.values, *(choices.marks if marks else ()))
    if PENDING in listed and node.text == PENDING:
        source.fault("YC507", node, field=field.name, operator=operator, reason="“待核”就是不掌握，不能作为判定依据")
        return False
    if node.text in listed:
        return True
    source.fault(
        "YC507",
        node,
        field=field.name,
        operator=operator,
        reason=f"“{node.text or ''}”不在可填范围：{'、'.join(listed)}",
    )
    return False
