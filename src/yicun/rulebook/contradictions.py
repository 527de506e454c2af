"""Overlaps and contradictions between rules, as far as the closed vocabulary decides them (YC512).

A cell can only matter in as many ways as the conditions tell apart, so a handful of sample cells stands for all of them
and every combination can be tried. Where that makes too many combinations it is left undecided, never guessed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

from yicun.model.fields import Kind
from yicun.model.findings import Finding
from yicun.rulebook.conditions import (
    DECIDING,
    PENDING,
    Condition,
    Count,
    Not,
    Question,
    Test,
    fits,
    fold,
    questions,
    tests,
)
from yicun.rulebook.schema import Article, Preference, Rule, Rulebook

Cell = str | float
World = Mapping[tuple[str, str], Cell]
_MOST_WORLDS = 20_000
_YEAR = 365.2425
_FAMILY = {"age_at_most": "age", "age_at_least": "age", "within_years": "elapsed", "within_days": "elapsed"}


def contradictions(rulebook: Rulebook) -> list[Finding]:
    """Rules that never or always hold, that another already implies or excludes, and gaps in the preference."""
    return [
        Finding("YC512", article.place, {"rule": article.id, "reason": reason})
        for article, reason in (*_empty(rulebook), *_pairs(rulebook.rules), *_order(rulebook.prefer))
    ]


def _empty(rulebook: Rulebook) -> Iterator[tuple[Article, str]]:
    shapes: tuple[Rule | Preference, ...] = (*rulebook.rules, *rulebook.prefer)
    for shape in shapes:
        if shape.when is None:
            continue
        if not possible([shape.when]):
            yield shape, "的条件永远不成立"
        elif isinstance(shape, Rule) and _informs(shape.when) and not possible([Not(shape.when)]):
            yield shape, "的条件永远成立，等于没有条件"
        for flag in shape.flags:
            if not possible([flag.when]):
                yield shape, f"的提示“{flag.note}”永远不会出现"


def _pairs(rules: Iterable[Rule]) -> Iterator[tuple[Article, str]]:
    """Of two rules, whether one leaves nobody the other admits, or adds nothing to it."""
    judging = [(rule, _admits(rule)) for rule in rules if rule.kind in {"require", "bar"} and rule.when is not None]
    for (one, admits_one), (other, admits_other) in combinations(judging, 2):
        if not (possible([admits_one]) and possible([admits_other])):
            continue
        if not possible([admits_one, admits_other]):
            yield other, f"与“{one.id}”相抵触：没有人能同时通过"
        elif one.kind == other.kind and _informs(admits_one) and _informs(admits_other):
            if not possible([admits_one, Not(admits_other)]):
                yield other, f"已包含在“{one.id}”之中"
            elif not possible([admits_other, Not(admits_one)]):
                yield one, f"已包含在“{other.id}”之中"


def _order(prefer: Sequence[Preference]) -> Iterator[tuple[Article, str]]:
    """Whether ranks follow one another from 1, and whether each can still be reached."""
    expected = 1
    for place, preference in enumerate(prefer):
        if preference.rank > expected:
            yield preference, f"的位次是 {preference.rank}，前面缺第 {expected} 位"
        expected = preference.rank + 1
        earlier = [Not(before.when) for before in prefer[:place]]
        if earlier and possible([preference.when]) and not possible([preference.when, *earlier]):
            yield preference, "永远轮不到：前面各位已经包括了这些人"


def _admits(rule: Rule) -> Condition:
    assert rule.when is not None, rule.id
    return Not(rule.when) if rule.kind == "bar" else rule.when


def _informs(condition: Condition) -> bool:
    """Whether it is about what a cell says; that a cell is known at all always comes true once it is filled in."""
    return not any(test.operator == "known" for test in tests(condition))


def possible(conditions: Sequence[Condition]) -> bool:
    """Whether some filled-in person meets all of them; True where that would take too many tries."""
    asked = [question for condition in conditions for question in questions(condition)]
    keys = dict.fromkeys(map(_key, asked))
    samples = [_samples([question for question in asked if _key(question) == key]) for key in keys]
    if prod(map(len, samples)) > _MOST_WORLDS:
        return True
    worlds = (dict(zip(keys, cells, strict=True)) for cells in product(*samples))
    return any(all(fold(condition, _in(world)).holds for condition in conditions) for world in worlds)


def _key(question: Question) -> tuple[str, str]:
    """What a question looks at: a measure of a column, or rows that are alike in everything asked."""
    if isinstance(question, Count):
        return question.rows, f"{question.where}{question.in_a_row}"
    return question.field, _family(question)


def _family(test: Test) -> str:
    """Which measure of a column a test reads; those of one column are taken as independent, so none is overlooked."""
    return (
        ""
        if DECIDING[test.field].choices is not None or test.operator == "known"
        else _FAMILY.get(test.operator, "day")
    )


class _Two:
    """A plain truth value with the operators a fold needs."""

    __slots__ = ("holds",)

    def __init__(self, holds: bool) -> None:
        self.holds = holds

    def __and__(self, other: "_Two") -> "_Two":
        return _Two(self.holds and other.holds)

    def __or__(self, other: "_Two") -> "_Two":
        return _Two(self.holds or other.holds)

    def __invert__(self) -> "_Two":
        return _Two(not self.holds)


def _in(world: World) -> Callable[[Question], _Two]:
    return lambda question: _Two(_holds(question, world[_key(question)]))


_OF_TEXTS = frozenset(("is", "one_of"))


def _holds(test: Question, cell: Cell) -> bool:
    if isinstance(test, Count):
        return float(cell) >= test.number
    choices = DECIDING[test.field].choices
    if test.operator == "known":
        return True
    if choices is not None:
        return fits(str(cell), test, choices)
    return cell in test.words if test.operator in _OF_TEXTS else _within(test, float(cell))


def _within(test: Test, amount: float) -> bool:
    match test.operator:
        case "age_at_most" | "within_days" | "on_or_before" | "at_most":
            return amount <= _measure(test)
        case "within_years":
            return amount < _measure(test)
        case _:
            return amount >= _measure(test)


def _measure(test: Test) -> float:
    """What a test compares with: years of age, days gone by, or the number of a day."""
    if test.operator in {"on_or_before", "on_or_after"}:
        return test.day.toordinal()
    return test.number * _YEAR if test.operator == "within_years" else test.number


def _samples(questions_: Sequence[Question]) -> list[Cell]:
    """Cells that the questions about one thing can tell apart, one of each; of rows, how many there are."""
    counts = [question.number for question in questions_ if isinstance(question, Count)]
    if counts:
        return sorted({float(number + step) for number in counts for step in (-1, 0) if number + step >= 0})
    asked = [question for question in questions_ if isinstance(question, Test)]
    field = asked[0].field
    choices = DECIDING[field].choices
    if choices is None and any(test.operator in _OF_TEXTS for test in asked):
        return [*dict.fromkeys(word for test in asked for word in test.words), ""]
    if choices is None:
        limits = {_measure(test) for test in asked if test.operator != "known"}
        return sorted({limit + step for limit in limits for step in (-1, 0, 1) if limit + step >= 0}) or [0.0]
    values = [value for value in choices.values if value != PENDING]
    if DECIDING[field].kind is Kind.CHOICES:
        return ["、".join(group) for size in range(1, len(values) + 1) for group in combinations(values, size)]
    return [*values, *(f"{value}（{mark}）" for value in values for mark in choices.marks)]
