"""Verdicts as data."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from yicun.model.findings import Places
from yicun.model.results import Result
from yicun.model.verdicts import Decision, Verdict, Verdicts
from yicun.report.json import basis, day_of, rest


def screening(result: Result) -> dict[str, Any]:
    """`yicun screen`: the verdict on every person, worst first, with the rules that decided it."""
    verdicts = result.verdicts
    assert verdicts is not None
    counts = verdicts.people["verdict"].value_counts()
    return {
        **basis(result),
        "people": [_person(result, verdicts, row) for row in verdicts.worst_first()],
        "summary": {verdict.value: int(counts.get(verdict.value, 0)) for verdict in Verdict},
        **rest(result),
    }


def turned(by_old: Result, by_new: Result, rows: Sequence[int]) -> dict[str, Any]:
    """`yicun rules diff`: whose verdict is another by the second rulebook, with what decided it there and before."""
    old, new = by_old.verdicts, by_new.verdicts
    assert old is not None
    assert new is not None
    before = old.people.loc[list(rows), "verdict"].astype(str).tolist()
    people = []
    for row, verdict in zip(rows, before, strict=True):
        decided = [_decision(one, by_old.roster.places, row) for one in old.explain(row, False)]  # noqa: FBT003
        person = {**_person(by_new, new, row), "verdict_before": verdict, "decided_by_before": decided}
        people.append(person)
    steps = Counter(f"{person['verdict_before']}>{person['verdict']}" for person in people)
    return {
        **basis(by_new),
        "rulebook_before": basis(by_old)["rulebook"],
        "people": people,
        "summary": dict(sorted(steps.items())),
        **rest(by_new),
    }


def _person(result: Result, verdicts: Verdicts, row: int) -> dict[str, Any]:
    candidate, answer = result.roster.candidates.loc[row], verdicts.people.loc[row]
    places = result.roster.places
    place = places.place(row)
    return {
        "station": _known(candidate["station"]),
        "township": _known(candidate["township"]),
        "village": _known(candidate["village"]),
        "name": _known(candidate["name"]),
        "source": {"path": place.path, "sheet": place.sheet, "row": place.row},
        "verdict": str(answer["verdict"]),
        "rank": _whole(answer["rank"]),
        "stage": int(str(answer["stage"])),
        "chosen": bool(answer["chosen"]),
        "tied": bool(answer["tied"]),
        "decided_by": [_decision(decision, places, row) for decision in verdicts.explain(row, False)],  # noqa: FBT003
    }


def _decision(decision: Decision, places: Places, row: int) -> dict[str, Any]:
    return {
        "rule": decision.rule,
        "clause": decision.clause,
        "quote": decision.quote,
        "outcome": decision.outcome.value,
        "cells": places.cells(row, decision.fields),
        "settle": places.cells(row, decision.settle),
        "eligible_from": day_of(decision.eligible_from),
        "in_time": decision.in_time,
        "note": decision.note,
    }


def _known(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: Any) -> int | None:
    return int(value) if hasattr(value, "__index__") else None  # missing is NaN or NA
