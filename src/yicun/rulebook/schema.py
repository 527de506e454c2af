"""The shapes of a rulebook, and how each is read from its YAML."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from yicun.model.fields import STEPS
from yicun.model.findings import Place
from yicun.model.results import RulebookId
from yicun.rulebook.citations import uncited
from yicun.rulebook.conditions import DECIDING, Condition, Parameter, read_condition, tests
from yicun.rulebook.source import Entries, Node, Source, number

RuleKind = Literal["scope", "require", "bar", "expect", "stage"]
JUDGING = ("require", "bar", "expect")
BOUNDARY = "boundary"
_Shape = TypeVar("_Shape")
BOUNDARIES = ("over", "barred", "undetermined")


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person should look at where `when` is certain; it never changes a verdict."""

    note: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the procedure, done on the date in `field`."""

    field: str
    what: str
    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Covered:
    """Where the column `blank` is left empty, `by` answers in its place."""

    blank: str
    by: Condition


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion as the text has it, and what is asked of which column.

    `quote` is the text's own words; `basis` stands instead where the office chose for itself. `reading` and `why`: how
    the words are taken and the reason. `lenient`: a failed `require` is 待核. `reason`: the column whose text lets an
    unmet `expect` pass. `chosen_only`: asked only of the one who counts for the village. `replaced`: the clauses and
    quotes this rule stands in for.
    """

    id: str
    kind: RuleKind
    clause: str
    quote: str
    basis: str
    reading: str
    why: str
    place: Place
    when: Condition | None = None
    asks: str = ""
    lenient: bool = False
    reason: str = ""
    chosen_only: bool = False
    covered: Covered | None = None
    flags: tuple[Flag, ...] = ()
    steps: tuple[Step, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preference:
    """Who comes first: rank 1 before rank 2; a person has the first rank whose condition holds."""

    id: str
    rank: int
    clause: str
    quote: str
    basis: str
    reading: str
    why: str
    place: Place
    when: Condition
    flags: tuple[Flag, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is to be done; that day still counts. `main`: the one coverage goes by."""

    id: str
    on: date
    what: str
    clause: str
    quote: str
    basis: str
    reading: str
    why: str
    place: Place
    main: bool = False
    replaced: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A regulation as data, with what it extends already in it. `since` and `until` are None where the text sets no end."""

    id: RulebookId
    rules: tuple[Rule, ...]
    prefer: tuple[Preference, ...]
    deadlines: tuple[Deadline, ...]
    parameters: Mapping[str, Parameter]
    since: date | None
    until: date | None
    place: Place

    def rule(self, rule_id: str) -> Rule | Preference | None:
        """The rule or preference of an id, None where there is none."""
        return next((rule for rule in (*self.rules, *self.prefer) if rule.id == rule_id), None)

    def deadline(self, deadline_id: str) -> Deadline | None:
        """The deadline of an id, None where there is none."""
        return next((deadline for deadline in self.deadlines if deadline.id == deadline_id), None)

    @property
    def main_deadline(self) -> Deadline | None:
        """The deadline coverage goes by, None where none is marked."""
        return next((deadline for deadline in self.deadlines if deadline.main), None)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the procedure, in order."""
        return next((rule.steps for rule in self.rules if rule.kind == "stage"), ())

    @property
    def boundary(self) -> str:
        """How the day counts on which a period is exactly full: over, barred or undetermined."""
        parameter = self.parameters.get(BOUNDARY)
        return "undetermined" if parameter is None else parameter.value


_CITED = ("clause", "quote", "basis", "reading", "why")
_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "scope": ("asks",),
    "require": ("when", "if_false", "covered", "flags"),
    "bar": ("when", "covered", "flags"),
    "expect": ("when", "reason", "only", "covered", "flags"),
    "stage": ("steps",),
}


def read_parameters(source: Source, node: Node) -> dict[str, Parameter]:
    """`parameters:` as a mapping by name."""
    found: dict[str, Parameter] = {}
    for name, child in source.entries(node, "parameters", None).found.items():
        entries = source.entries(child, name, ("value", "clause", "quote", "basis"))
        if child.pairs is None:
            continue
        value = entries.needed("value")
        cited = _cited(source, entries, f"参数“{name}”")
        if not value:
            continue
        if name == BOUNDARY and value not in BOUNDARIES:
            source.misfit(entries["value"], BOUNDARY, f"应为：{'、'.join(BOUNDARIES)}")
        parameter = Parameter(name, value, entries["value"], cited["clause"], cited["quote"], cited["basis"])
        if parameter.quote and not parameter.basis:
            for missing in uncited(value, parameter.quote):
                source.fault("YC508", entries["value"], number=missing, quote=parameter.quote)
        found[name] = parameter
    return found


def read_rule(source: Source, node: Node, parameters: Mapping[str, Parameter]) -> Rule | None:
    """One entry of `rules:`; None where it has no usable id or kind."""
    kind = next((value.text or "" for name, value in node.pairs or () if name.text == "kind"), "")
    entries = source.entries(node, "rules", ("id", "kind", *_CITED, *_BY_KIND.get(kind, ("when", "flags"))))
    if node.pairs is None:
        return None
    rule_id = _id(source, entries)
    if not entries.needed("kind") or entries.one_of("kind", tuple(_BY_KIND)) is None:
        return None
    cited = _cited(source, entries, f"规则“{rule_id}”")
    when = _condition(source, entries, parameters, cited, needed=kind in JUDGING)
    if kind == "scope":
        entries.needed("asks")
    return Rule(
        rule_id,
        kind,  # type: ignore[arg-type]  # one of the five, as just checked
        **cited,
        place=source.place(node),
        when=when,
        asks=entries.text("asks"),
        lenient=entries.one_of("if_false", ("undetermined",)) == "undetermined",
        reason=_field(source, entries, "reason"),
        chosen_only=entries.one_of("only", ("chosen",)) == "chosen",
        covered=_covered(source, entries, parameters),
        flags=_flags(source, entries, parameters, cited),
        steps=_steps(source, entries) if kind == "stage" else (),
    )


def read_preference(source: Source, node: Node, parameters: Mapping[str, Parameter]) -> Preference | None:
    """One entry of `prefer:`; without an id it is called prefer-1, prefer-2, …"""
    entries = source.entries(node, "prefer", ("id", "rank", *_CITED, "when", "flags"))
    if node.pairs is None:
        return None
    rank = _number(source, entries, "rank", 99)
    rule_id = _id(source, entries) if "id" in entries else f"prefer-{rank}"
    cited = _cited(source, entries, f"优先顺序“{rule_id}”")
    when = _condition(source, entries, parameters, cited, needed=True)
    flags = _flags(source, entries, parameters, cited)
    if rank is None or when is None:
        return None
    return Preference(rule_id, rank, **cited, place=source.place(node), when=when, flags=flags)


def read_deadline(source: Source, node: Node) -> Deadline | None:
    """One entry of `deadlines:`."""
    entries = source.entries(node, "deadlines", ("id", "on", "what", "main", *_CITED))
    if node.pairs is None:
        return None
    deadline_id = _id(source, entries)
    cited = _cited(source, entries, f"期限“{deadline_id}”")
    entries.needed("on")
    on, what, main = entries.day("on"), entries.needed("what"), entries.one_of("main", ("true", "false")) == "true"
    return None if on is None else Deadline(deadline_id, on, what, **cited, place=source.place(node), main=main)


def read_list(entries: Entries, key: str, read: Callable[[Node], _Shape | None]) -> list[_Shape]:
    """Every readable entry of a list."""
    return [shape for node in entries.list_of(key) if (shape := read(node)) is not None]


def _id(source: Source, entries: Entries) -> str:
    text = entries.needed("id")
    if text and not all(part.isalnum() and part.isascii() for part in text.split("-")):
        source.misfit(entries["id"], "id", "只能用英文字母、数字和连字符")
    return text


def _cited(source: Source, entries: Entries, what: str) -> dict[str, str]:
    """Clause and quote, or the office's own basis instead (YC506)."""
    cited = {key: entries.text(key) for key in _CITED}
    if not cited["basis"]:
        missing = [label for key, label in (("clause", "条款（clause）"), ("quote", "原文（quote）")) if not cited[key]]
        if missing:
            source.fault("YC506", entries.node, what=what, missing="、".join(missing))
    return cited


def _condition(
    source: Source, entries: Entries, parameters: Mapping[str, Parameter], cited: Mapping[str, str], *, needed: bool
) -> Condition | None:
    if "when" not in entries:
        if needed:
            source.misfit(entries.node, "when", "没有填写")
        return None
    condition = read_condition(source, entries["when"], parameters)
    if condition is not None:
        _check_numbers(source, entries["when"], condition, cited)
    return condition


def _check_numbers(source: Source, node: Node, condition: Condition, cited: Mapping[str, str]) -> None:
    """Every number asked for stands in the quote (YC508); one from a parameter is cited there."""
    if cited["basis"] or not cited["quote"]:
        return
    for test in tests(condition):
        if not test.parameter and not isinstance(test.operand, str | tuple):
            for missing in uncited(str(test.operand), cited["quote"]):
                source.fault("YC508", node, number=missing, quote=cited["quote"])


def _flags(
    source: Source, entries: Entries, parameters: Mapping[str, Parameter], cited: Mapping[str, str]
) -> tuple[Flag, ...]:
    flags = []
    for node in entries.list_of("flags"):
        flag = source.entries(node, "flags", ("note", "when", "basis"))
        if node.pairs is None:
            continue
        own = {**cited, "basis": flag.text("basis") or cited["basis"]}
        note, when = flag.needed("note"), _condition(source, flag, parameters, own, needed=True)
        if note and when is not None:
            flags.append(Flag(note, when))
    return tuple(flags)


def _covered(source: Source, entries: Entries, parameters: Mapping[str, Parameter]) -> Covered | None:
    if "covered" not in entries:
        return None
    covered = source.entries(entries["covered"], "covered", ("blank", "by"))
    blank = _field(source, covered, "blank")
    if "by" not in covered:
        source.misfit(entries["covered"], "by", "没有填写")
        return None
    by = read_condition(source, covered["by"], parameters)
    return None if by is None or not blank else Covered(blank, by)


def _field(source: Source, entries: Entries, key: str) -> str:
    name = entries.text(key)
    if name and name not in DECIDING:
        source.fault("YC503", entries[key], key=name, allowed="、".join(DECIDING))
        return ""
    return name


def _steps(source: Source, entries: Entries) -> tuple[Step, ...]:
    steps = []
    if "steps" not in entries:
        source.misfit(entries.node, "steps", "没有填写")
    for node in entries.list_of("steps"):
        step = source.entries(node, "steps", ("field", "what", "clause", "quote"))
        if node.pairs is None:
            continue
        if step.needed("field") not in ("", *STEPS):
            source.fault("YC503", step["field"], key=step.text("field"), allowed="、".join(STEPS))
        cited = _cited(source, step, f"步骤“{step.text('what')}”")
        steps.append(Step(step.text("field"), step.needed("what"), cited["clause"], cited["quote"]))
    if tuple(step.field for step in steps) != STEPS[: len(steps)]:
        source.misfit(
            entries["steps"] if "steps" in entries else entries.node, "steps", f"应依次为：{'、'.join(STEPS)}"
        )
    return tuple(steps)


def _number(source: Source, entries: Entries, key: str, largest: int) -> int | None:
    return number(source, entries[key], key, largest) if entries.needed(key) else None


def not_lost(old: Iterable[Rule], new: Rule) -> str:
    """Why a rule may not replace the one of its id: a criterion must not vanish behind a remark. "" where it may."""
    for rule in old:
        if rule.id == new.id and (rule.kind in JUDGING) != (new.kind in JUDGING):
            return f"规则“{new.id}”原为 {rule.kind}，不能改成 {new.kind}：改后原条款就不再判定"
    return ""
