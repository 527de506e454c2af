"""Whether the cases prove a rulebook: with each part of each condition dropped in turn, some case must fail."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from yicun.model.findings import Finding, Findings
from yicun.rulebook.cases import Case, differences, roster_of
from yicun.rulebook.conditions import All, Any, Condition, Count, Not, Test, tests
from yicun.rulebook.schema import Article, Preference, Rule, Rulebook
from yicun.rulebook.wording import phrase

_Shape = TypeVar("_Shape", Rule, Preference)


def unproved(rulebook: Rulebook, cases: Sequence[Case]) -> Findings:
    """YC515 for every part of a condition that could be dropped without a single case noticing."""
    found = []
    rosters = {case.name: roster_of(case) for case in cases}
    for article, part, changed in _mutants(rulebook):
        if not any(differences(changed, case, rosters[case.name]) for case in _likeliest_first(cases, article)):
            found.append(Finding("YC515", article.place, {"rule": article.id, "part": part}))
    return Findings(found)


def _likeliest_first(cases: Sequence[Case], article: Article) -> Sequence[Case]:
    when = article.when if isinstance(article, Rule | Preference) else None
    fields = {test.field for test in tests(when)} if when else set()
    return sorted(cases, key=lambda case: (article.id not in case.concerns, fields.isdisjoint(case.written)))


def _mutants(rulebook: Rulebook) -> Iterator[tuple[Article, str, Rulebook]]:
    for rule in rulebook.rules:
        for part, when in _without(rule.when):
            changed = tuple(_changed(each, when) if each is rule else each for each in rulebook.rules)
            yield rule, part, replace(rulebook, rules=tuple(each for each in changed if each is not None))
    for preference in rulebook.prefer:
        for part, when in _without(preference.when):
            ranks = tuple(_changed(each, when) if each is preference else each for each in rulebook.prefer)
            yield preference, part, replace(rulebook, prefer=tuple(each for each in ranks if each is not None))


def _changed(shape: _Shape, when: Condition | None) -> _Shape | None:
    return None if when is None else replace(shape, when=when)


def _without(condition: Condition | None) -> Iterator[tuple[str, Condition | None]]:
    """What may be dropped, in words, and what is left of the condition; None where nothing is."""
    match condition:
        case None:
            return
        case Test():
            yield phrase(condition), None
            for word in condition.words if isinstance(condition.operand, tuple) and len(condition.words) > 1 else ():
                others = tuple(other for other in condition.words if other != word)
                yield f"{phrase(condition)}中的“{word}”", replace(condition, operand=others)
        case Count():
            yield phrase(condition), None
            for pair in condition.where if len(condition.where) > 1 else ():
                rest = tuple(other for other in condition.where if other is not pair)
                yield f"{phrase(condition)}中的“{'、'.join(pair[1])}”", replace(condition, where=rest)
        case Not(part):
            for words, left in _without(part):
                yield words, None if left is None else Not(left)
        case All(parts) | Any(parts):
            for place, part in enumerate(parts):
                for words, left in _without(part):
                    kept = (*parts[:place], *(() if left is None else (left,)), *parts[place + 1 :])
                    yield words, kept[0] if len(kept) == 1 else type(condition)(kept)
