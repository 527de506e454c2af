"""Conditions in plain Chinese, for the office to read beside the clause."""

from yicun.rulebook.conditions import DECIDING, All, Any, Condition, Not, Test


def phrase(condition: Condition) -> str:
    """What a condition asks, as one Chinese phrase: “文化程度”达到高中及以上."""
    match condition:
        case Test():
            return _question(condition)
        case Not(part):
            return f"不是（{phrase(part)}）"
        case All(parts):
            return "，并且".join(_inside(part) for part in parts)
        case Any(parts):
            return "，或者".join(_inside(part) for part in parts)


def label(field: str) -> str:
    """A column as it is called in a roster: “文化程度”."""
    return f"“{DECIDING[field].label}”"


def _inside(condition: Condition) -> str:
    return f"（{phrase(condition)}）" if isinstance(condition, All | Any) else phrase(condition)


def _question(test: Test) -> str:
    column = label(test.field)
    words = "、".join(test.words) + ("之一" if len(test.words) > 1 else "")
    return {
        "is": f"{column}为{words}",
        "one_of": f"{column}为{words}",
        "any_of": f"{column}有{words}",
        "at_least": f"{column}达到{words}及以上",
        "at_most": f"{column}为{words}及以下",
        "known": f"{column}明确",
        "age_at_most": f"年龄不超过{words}周岁",
        "age_at_least": f"年龄已满{words}周岁",
        "within_years": f"自{column}至基准日不满{words}年",
        "within_days": f"{column}在基准日前{words}天以内",
        "on_or_before": f"{column}不晚于{words}",
        "on_or_after": f"{column}不早于{words}",
    }[test.operator]
