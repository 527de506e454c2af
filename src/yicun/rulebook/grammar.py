"""How a condition is written in YAML; everything else there is a finding at its line and column."""

from collections.abc import Mapping, Sequence

from yicun.model.fields import Field, Kind
from yicun.rulebook.conditions import DECIDING, OPERATORS, PENDING, All, Any, Condition, Not, Operand, Parameter, Test
from yicun.rulebook.counting import OPERATOR, read_count
from yicun.rulebook.source import Entries, Node, Source, day, number

_LARGEST = {
    "at_least": 1_000_000,
    "at_most": 1_000_000,
    "age_at_most": 150,
    "age_at_least": 150,
    "within_years": 100,
    "within_days": 36500,
}
_JOINTS = ("all", "any", "not")


def read_condition(source: Source, node: Node, parameters: Mapping[str, Parameter]) -> Condition | None:
    """The condition at a node; None with findings (YC502–YC507, YC513) where it cannot be understood."""
    if any(name.text == "field" or name.text in OPERATORS for name, _ in node.pairs or ()):
        return _read_test(source, source.entries(node, "条件", None), parameters)
    if any(name.text in {"rows", OPERATOR} for name, _ in node.pairs or ()):
        return read_count(source, source.entries(node, "条件", None), parameters)
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
        parameter, value = _parameter(source, node, operator, parameters)
        if not value:
            return None
        node = Node(node.line, node.column, text=value)
    operand = _read_operand(source, node, field, operator)
    return None if operand is None else Test(name, operator, operand, parameter)


def _parameter(source: Source, node: Node, operator: str, parameters: Mapping[str, Parameter]) -> tuple[str, str]:
    """The name and the value of `{parameter: NAME}`, with `plus: NAME` the sum of two; no value where it is a fault."""
    given = source.entries(node, operator, ("parameter", "plus"))
    names = [given.text(key) for key in ("parameter", "plus") if key in given or key == "parameter"]
    strange = [name for name in names if name not in parameters]
    if strange:
        if "parameter" in given or not given.found:
            source.misfit(node, operator, f"没有参数“{strange[0]}”；可用：{'、'.join(parameters) or '无'}")
        return "", ""
    values = [parameters[name].value for name in names]
    if len(values) == 1:
        return names[0], values[0]
    if not all(value.isdecimal() for value in values):
        source.misfit(node, "plus", "相加的两个参数都应为数字")
        return "", ""
    return "+".join(names), str(sum(map(int, values)))


def _read_operand(source: Source, node: Node, field: Field, operator: str) -> Operand | None:
    counted = field.kind is Kind.WHOLE_NUMBER and operator in {"at_least", "at_most"}
    match "number" if counted else OPERATORS[operator].operand:
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
            return node.text if _is_listed(source, node, field, operator) else None


def _read_values(source: Source, node: Node, field: Field, operator: str) -> tuple[str, ...] | None:
    nodes = source.list_of(node, operator)
    if not nodes and node.items is not None:
        source.misfit(node, operator, "列表是空的")
    fitting = [child.text or "" for child in nodes if _is_listed(source, child, field, operator)]
    for place, child in enumerate(nodes):
        if child.text is not None and any(child.text == other.text for other in nodes[:place]):
            source.fault("YC505", child, key=child.text, line=str(nodes[0].line))
    return tuple(fitting) if nodes and len(fitting) == len(nodes) else None


def _is_listed(source: Source, node: Node, field: Field, operator: str) -> bool:
    choices = field.choices
    if choices is None:
        if not node.text:
            source.misfit(node, operator, "没有填写")
        return bool(node.text)
    further = {"any_of": choices.marks, "at_least": choices.levels, "at_most": choices.levels}.get(operator, ())
    listed: Sequence[str] = tuple(dict.fromkeys((*choices.values, *further)))
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
