"""Conditions in plain Chinese, for the office to read beside the clause."""

from collections.abc import Sequence

from yicun.rulebook import counting
from yicun.rulebook.conditions import DECIDING, All, Any, Condition, Count, Not, Test


def phrase(condition: Condition) -> str:
    """What a condition asks, as one Chinese phrase: “文化程度”达到高中及以上."""
    match condition:
        case Test():
            return _question(condition)
        case Count():
            return counting.phrase(condition)
        case Not(part):
            return f"不是（{phrase(part)}）"
        case All(parts):
            return "，并且".join(_inside(part) for part in parts)
        case Any(parts):
            return "，或者".join(_inside(part) for part in parts)


def label(field: str) -> str:
    """A column as it is called in a roster: “文化程度”."""
    about = DECIDING.get(field)
    return f"“{field if about is None else about.label}”"


def labels(fields: Sequence[str]) -> str:
    """Several columns, as they are called in a roster."""
    return "、".join(label(field) for field in fields)


def _inside(condition: Condition) -> str:
    return f"（{phrase(condition)}）" if isinstance(condition, All | Any) else phrase(condition)


_MEANING = {
    "is": "{column}为{words}",
    "one_of": "{column}为{words}",
    "any_of": "{column}有{words}",
    "at_least": "{column}达到{words}及以上",
    "at_most": "{column}为{words}及以下",
    "known": "{column}明确",
    "age_at_most": "年龄不超过{words}周岁",
    "age_at_least": "年龄已满{words}周岁",
    "within_years": "自{column}至基准日不满{words}年",
    "within_days": "{column}在基准日前{words}天以内",
    "on_or_before": "{column}不晚于{words}",
    "on_or_after": "{column}不早于{words}",
}
"""What each operator asks, to be filled with the column and the operand."""


_NUMBERS = {"at_least": "{column}不少于{words}", "at_most": "{column}不多于{words}"}
"""What two of them ask of a number."""


def meaning(operator: str) -> str:
    """What an operator asks of whatever column: 该列达到…及以上."""
    words = "…之一" if operator in {"one_of", "any_of"} else "…"
    return _MEANING[operator].format(column="该列", words=words)


def _question(test: Test) -> str:
    if isinstance(test.operand, int) and test.operator in _NUMBERS:
        return _NUMBERS[test.operator].format(column=label(test.field), words=test.operand)
    words = "、".join(test.words) + ("之一" if len(test.words) > 1 else "")
    return _MEANING[test.operator].format(column=label(test.field), words=words)
