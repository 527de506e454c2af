"""The cases beside a rulebook: people in a sentence, and what the rulebook must say of them.

A case states only what matters; the rest is the stated clean person below, against whom no rule of any shipped rulebook
has anything: everything was done and vetted on the as-of date. A file may state its own under `clean:`.
"""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import pandas as pd

from yicun.model.fields import BY_NAME, Kind, TableKind
from yicun.model.findings import Findings
from yicun.model.roster import Roster
from yicun.model.scheme import in_force
from yicun.model.service import CountedRows, Review
from yicun.model.verdicts import Decision, Outcome, Verdict, Verdicts
from yicun.rulebook.alone import Cell, alone
from yicun.rulebook.counting import read_rows
from yicun.rulebook.judge import judge
from yicun.rulebook.review import ORDER, review
from yicun.rulebook.schema import Rulebook
from yicun.rulebook.source import Entries, Node, Source, day, number, open_source

CLEAN: Mapping[str, str] = {
    "village": "园内村", "name": "示例甲", "sex": "男", "birth_date": "1975-03-01", "political": "群众",
    "education": "高中", "category": "治保主任", "resident": "是", "fit": "是", "vetting": "无", "inspection": "合格",
    "discipline": "无",
}  # fmt: skip
"""The stated clean person; `vetted_on` and the steps before the decision are the as-of date of the case."""

_HEAD = ("rulebook", "as_of", "clean", "cases")
_KEYS = ("name", "as_of", "person", "rows", "unreadable", "conflicts", "expect")
_EXPECT = ("verdict", "decided_by", "flags", "eligible_from", "rank", "stage")
_SETTLED = {
    "verdict": "判定", "decided_by": "作出判定的规则", "flags": "提示", "eligible_from": "可推选日期", "rank": "位次",
    "stage": "步骤",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case and how it went.

    `differs` names each expectation that was not met, in Chinese; `outcomes` is what each rule answered.
    """

    name: str
    outcomes: Mapping[str, Outcome]
    differs: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the rulebook said what the case expects."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Case:
    """One case: the person, the day, what the rulebook must say, and the fields that were written."""

    node: Node
    name: str
    as_of: date
    person: Mapping[str, Cell]
    unreadable: tuple[str, ...]
    conflicts: tuple[str, ...]
    expect: Mapping[str, object]
    written: frozenset[str]
    rows: Mapping[str, CountedRows]

    @property
    def concerns(self) -> frozenset[str]:
        """The rules it names as deciding or flagged."""
        named = (self.expect.get(key) for key in ("decided_by", "flags"))
        return frozenset(rule for rules in named if isinstance(rules, frozenset) for rule in rules)


def cases_beside(path: Path) -> Path:
    """Where the cases of a rulebook's file are looked for."""
    return path.with_name(f"{path.stem}.cases.yaml")


def run_cases(rulebook: Rulebook, path: Path, *, shown: str = "") -> tuple[list[CaseResult], Findings]:
    """Judge every case of a file. What is misspelt is YC501–YC513, a case that fails YC509; no case goes unseen."""
    cases, source = read_cases(path, shown=shown or path.name, about=rulebook.id.id)
    results = []
    for case in cases:
        result = _run(rulebook, case)
        results.append(result)
        if not result.passed:
            source.fault("YC509", case.node, case=case.name, reason="；".join(result.differs))
    return results, Findings(source.findings)


def prove(rulebook: Rulebook, files: Sequence[tuple[Path, str]]) -> tuple[list[CaseResult], list[Case], Findings]:
    """Judge the cases of a rulebook and of those it extends, nearest first; `files` with their names as shown.

    A case of a farther file that a nearer one states again under the same name is left to the nearer.
    """
    results, sources = list[CaseResult](), list[Source]()
    everyone: dict[str, tuple[Case, Source]] = {}
    for path, shown in files:
        cases, source = read_cases(path, shown=shown, about="")
        sources.append(source)
        for case in cases:
            if (nearer := everyone.setdefault(case.name, (case, source)))[0] is not case:
                _prove_no_less(*nearer, case)
                continue
            results.append(_run(rulebook, case))
            if not results[-1].passed:
                source.fault("YC509", case.node, case=case.name, reason="；".join(results[-1].differs))
    findings = Findings(finding for source in sources for finding in source.findings)
    return results, [case for case, _ in everyone.values()], findings


def _prove_no_less(nearer: Case, source: Source, farther: Case) -> None:
    """YC509 where a case stated again expects less than that of the rulebook which is extended."""
    left = [what for key, what in _SETTLED.items() if key in farther.expect and key not in nearer.expect]
    if left:
        source.fault("YC509", nearer.node, case=nearer.name, reason=f"比上级规则的同名案例少写了{'、'.join(left)}")


def read_cases(path: Path, *, shown: str, about: str) -> tuple[list[Case], Source]:
    """The cases of a file, and its source with what is wrong with it; `about`: the rulebook they must be of, if any."""
    source = open_source(path, shown)
    if source.root is None:
        return [], source
    entries = source.entries(source.root, "案例文件", _HEAD)
    if about and entries.text("rulebook") not in ("", about):
        source.misfit(entries["rulebook"], "rulebook", f"这些案例不是“{about}”的")
    reader = _CaseReader(source, entries)
    return [case for node in entries.list_of("cases") if (case := reader.case(node)) is not None], source


class _CaseReader:
    """Reads cases with the file's own defaults."""

    def __init__(self, source: Source, entries: Entries) -> None:
        self._source = source
        self._as_of = entries.day("as_of")
        self._clean: dict[str, Cell] = {name: _cell(name, text) for name, text in CLEAN.items()}
        if "clean" in entries:
            self._clean |= self._person(entries["clean"], "clean")

    def case(self, node: Node) -> Case | None:
        source = self._source
        before = len(source.findings)
        entries = source.entries(node, "cases", _KEYS)
        name = entries.needed("name")
        as_of = entries.day("as_of") or self._as_of
        if as_of is None:
            source.misfit(node, "as_of", "没有填写")
        person = self._person(entries["person"], "person") if "person" in entries else {}
        rows = read_rows(source, entries)
        unreadable, conflicts = (self._fields(entries, key) for key in ("unreadable", "conflicts"))
        expect = self._expect(source.entries(entries["expect"], "expect", _EXPECT)) if entries.require("expect") else {}
        if as_of is None or len(source.findings) > before:
            return None
        on_the_day = dict.fromkeys((*_steps(), "vetted_on"), (as_of, as_of))
        known = {**on_the_day, **self._clean, **person}
        return Case(node, name, as_of, known, unreadable, conflicts, expect, frozenset(person), rows)

    def _person(self, node: Node, key: str) -> dict[str, Cell]:
        person: dict[str, Cell] = {}
        for name, value in self._source.entries(node, key, tuple(BY_NAME[TableKind.CANDIDATES])).found.items():
            try:
                person[name] = None if value.blank else _cell(name, value.text)
            except ValueError as error:
                self._source.misfit(value, name, str(error))
        return person

    def _fields(self, entries: Entries, key: str) -> tuple[str, ...]:
        nodes = entries.list_of(key)
        for node in nodes:
            if node.text not in (columns := BY_NAME[TableKind.CANDIDATES]):
                self._source.fault("YC503", node, key=node.text or "", allowed="、".join(columns))
        return tuple(node.text or "" for node in nodes)

    def _expect(self, entries: Entries) -> dict[str, object]:
        source = self._source
        expect: dict[str, object] = {}
        answers: tuple[Verdict | Review, ...] = (*Verdict, *(answer for answer in Review if answer.label != "待核"))
        words = {word: answer for answer in answers for word in (answer.value, answer.label)}
        if entries.needed("verdict"):
            expect["verdict"] = words.get(entries.one_of("verdict", tuple(words)) or "")
        for key in ("decided_by", "flags"):
            if key in entries.found:
                expect[key] = frozenset(node.text or "" for node in entries.list_of(key))
        if "eligible_from" in entries.found:
            node = entries["eligible_from"]
            expect["eligible_from"] = None if node.blank else day(source, node, "eligible_from")
        for key in ("rank", "stage"):
            if key in entries.found:
                expect[key] = None if entries[key].blank else number(source, entries[key], key, 99)
        return expect


def _steps() -> tuple[str, ...]:
    """The columns that date the steps of the rulebook in force up to the office's decision."""
    return tuple(step.field for step in in_force().procedure.nominating)


def _cell(name: str, text: str | None) -> Cell:
    """A cell as a roster would hold it. Raises ValueError with the Chinese reason where it could not."""
    field = BY_NAME[TableKind.CANDIDATES][name]
    if text is None:
        raise ValueError("应为一段文字")
    if field.kind is Kind.DATE:
        return _days(text)
    if field.kind is Kind.WHOLE_NUMBER and not (text.isascii() and text.isdigit()):
        raise ValueError("应为整数")
    if field.choices is not None:
        listed, marks = field.choices.values, ("", *field.choices.marks)  # noqa: PD011 - a closed list, not a frame
        for part in text.split("、") if field.kind is Kind.CHOICES else [text]:
            plain, _, mark = part.rstrip("）").partition("（")
            if plain not in listed or mark not in marks:
                raise ValueError(f"“{part}”不在可填范围：{'、'.join(listed)}")
    return text


def _days(text: str) -> tuple[date, date]:
    """The first and the last day that 2020-05 or 2020-05-10 can mean."""
    try:
        if len(text) == len("2020-05"):
            first = date.fromisoformat(f"{text}-01")
            return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
        only = date.fromisoformat(text)
    except ValueError:
        raise ValueError("应为日期，如 2020-05-10，或只到月，如 2020-05") from None
    return only, only


def differences(rulebook: Rulebook, case: Case, roster: Roster) -> tuple[str, ...]:
    """Each expectation of a case that is not met, in Chinese; `roster` as `roster_of` gives it."""
    if rulebook.reviews:
        return _unlike(case, _reviewed(rulebook, case, roster)[1])
    return _compared(judge(rulebook, roster, case.as_of, None)[0], case)


def _reviewed(rulebook: Rulebook, case: Case, roster: Roster) -> tuple[dict[str, Outcome], dict[str, object]]:
    """What each review rule answers, and what they come to; 待核 is called alike in both kinds of rulebook."""
    answers = {rule.id: ORDER[codes[0]] for rule, codes in review(rulebook, roster, case.as_of, case.rows)}
    worst = max(answers.values(), key=ORDER.index)
    deciding = frozenset(rule for rule, answer in answers.items() if answer is worst is not Review.CLEAR)
    outcomes = {Review.CLEAR: Outcome.MET, Review.UNDETERMINED: Outcome.UNKNOWN, Review.REVIEW: Outcome.REVIEW}
    verdict = Verdict.UNDETERMINED if worst is Review.UNDETERMINED else worst
    return {rule: outcomes[answer] for rule, answer in answers.items()}, {"verdict": verdict, "decided_by": deciding}


def _run(rulebook: Rulebook, case: Case) -> CaseResult:
    if rulebook.reviews:
        outcomes, got = _reviewed(rulebook, case, roster_of(case))
        return CaseResult(case.name, outcomes, _unlike(case, got))
    verdicts, _ = judge(rulebook, roster_of(case), case.as_of, None)
    everything = {decision.rule: decision.outcome for decision in reversed(verdicts.explain(0, True))}  # noqa: FBT003
    return CaseResult(case.name, everything, _compared(verdicts, case))


def _compared(verdicts: Verdicts, case: Case) -> tuple[str, ...]:
    person = cast("dict[str, Any]", verdicts.people.iloc[0].to_dict())
    decisions = verdicts.explain(0, False)  # noqa: FBT003 - only what decided
    got: dict[str, object] = {
        "verdict": Verdict(person["verdict"]),
        "decided_by": _named(decisions, flags=False),
        "flags": _named(decisions, flags=True),
        "eligible_from": None if pd.isna(person["eligible_from"]) else person["eligible_from"].date(),
        "rank": None if pd.isna(person["rank"]) else int(person["rank"]),
        "stage": int(person["stage"]),
    }
    return _unlike(case, got)


def _unlike(case: Case, got: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(
        f"{_SETTLED[key]}应为 {_written(wanted)}，实为 {_written(got.get(key))}"
        for key, wanted in case.expect.items()
        if got.get(key) != wanted
    )


def _named(decisions: tuple[Decision, ...], *, flags: bool) -> frozenset[str]:
    return frozenset(decision.rule for decision in decisions if (decision.outcome is Outcome.FLAG) == flags)


def _written(value: object) -> str:
    if isinstance(value, Verdict | Review):
        return value.label
    if isinstance(value, frozenset):
        return "、".join(sorted(value)) or "无"
    return "无" if value is None else str(value)


def roster_of(case: Case) -> Roster:
    """The one person of a case, the only candidate of a village that is in the register."""
    return alone(case.person, case.conflicts, case.unreadable)
