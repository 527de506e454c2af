"""`steps:` of a rulebook: which column dates which step, from somebody's own application to the office's decision."""

from collections.abc import Sequence

from yicun.model.fields import Kind
from yicun.model.scheme import DECIDED, PROCEDURE
from yicun.rulebook.conditions import DECIDING
from yicun.rulebook.schema import CitedStep
from yicun.rulebook.source import Entries, Node, cite

_KEYS = ("field", "what", "todo", "clause", "quote")
_NO_STEPS = frozenset(("birth_date", "discipline_on", "vetted_on"))


def read_steps(entries: Entries) -> tuple[CitedStep, ...]:
    """The steps of a rule of kind `stage`; none where they are no procedure (YC513)."""
    source, steps = entries.source, []
    for node in entries.list_of("steps") if entries.require("steps") else ():
        step = source.entries(node, "steps", _KEYS)
        if node.pairs is not None:
            clause, quote, _ = cite(source, step, f"步骤“{step.text('what')}”")
            field, what = step.needed("field"), step.needed("what")
            todo = step.text("todo") or f"派出所：完成{what}，补填日期"
            steps.append(CitedStep(field, what, todo, clause=clause, quote=quote))
    wrong = _wrong([step.field for step in steps]) if steps else ""
    if wrong:
        source.misfit(entries["steps"], "steps", wrong)
    return () if wrong else tuple(steps)


def step_fields(chain: Sequence[Entries]) -> tuple[str, ...]:
    """The columns that date the steps, by the nearest file that names any; nothing of them is checked yet."""
    for entries in chain:
        for rule in entries.found["rules"].items or () if "rules" in entries else ():
            said = {name.text: value for name, value in rule.pairs or ()}
            if "steps" in said:
                return tuple(_field(step) for step in said["steps"].items or ())
    return PROCEDURE.fields


def _field(step: Node) -> str:
    return next((value.text or "" for name, value in step.pairs or () if name.text == "field"), "")


def _wrong(fields: Sequence[str]) -> str:
    """Why these columns cannot date the steps of a procedure, in order; "" where they can."""
    dates = [name for name, field in DECIDING.items() if field.kind is Kind.DATE and name not in _NO_STEPS]
    strange = [name for name in fields if name not in dates]
    if strange:
        return f"“{'、'.join(strange)}”不是步骤的日期；可用：{'、'.join(dates)}"
    if len(set(fields)) < len(fields):
        return "同一列不能是两步的日期"
    if DECIDED in fields[:-1]:
        return f"{DECIDED} 是审核确定，只能是最后一步"
    return "" if fields[0] != DECIDED else f"{DECIDED} 之前至少要有一步"
