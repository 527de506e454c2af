"""How each section of a rulebook is read from its YAML into the shapes of `schema`."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict, TypeVar, cast

from yicun.model.findings import Place
from yicun.rulebook.citations import uncited
from yicun.rulebook.conditions import DECIDING, Condition, Count, Parameter, asked_on, questions, tests
from yicun.rulebook.grammar import read_condition
from yicun.rulebook.lint import check_deadline, check_inversion
from yicun.rulebook.procedure import read_steps
from yicun.rulebook.schema import (
    BOUNDARIES,
    BOUNDARY,
    JUDGING,
    REVIEW,
    WAIVERS,
    Covered,
    Deadline,
    Flag,
    Preference,
    Reasons,
    Rule,
    RuleKind,
    Unasked,
)
from yicun.rulebook.source import Entries, Node, Source, cite, number

_Shape = TypeVar("_Shape")
_CITED = ("clause", "quote", "basis", "reading", "why", "also")
_BY_KIND: Mapping[str, tuple[str, ...]] = {
    "scope": ("asks",),
    "require": ("when", "settled_by", "if_false", "covered", "waiver", "flags"),
    "bar": ("when", "covered", "denied", "flags"),
    "expect": ("when", "settled_by", "reason", "reasons", "only", "covered", "waiver", "flags"),
    "stage": ("steps",),
    "review": ("when", "concerns"),
}


class _Article(TypedDict):
    id: str
    clause: str
    quote: str
    basis: str
    reading: str
    why: str
    place: Place
    also: tuple[tuple[str, str], ...]


class Sections:
    """One file's sections, read with the parameters of the whole chain; every misfit becomes a finding of the file."""

    def __init__(self, source: Source, parameters: Mapping[str, Parameter], steps: Sequence[str]) -> None:
        """Take the file, the parameters its conditions may name, and the columns that date the steps."""
        self._source, self._parameters, self._step_fields = source, parameters, tuple(steps)

    def rule(self, node: Node) -> Rule | None:
        """One entry of `rules:`; None where its kind is not known."""
        kind = next((value.text or "" for name, value in node.pairs or () if name.text == "kind"), "")
        entries = self._source.entries(node, "rules", ("id", "kind", *_CITED, *_BY_KIND.get(kind, ("when", "flags"))))
        if node.pairs is None or not entries.needed("kind") or entries.one_of("kind", tuple(_BY_KIND)) is None:
            return None
        article = self._article(entries, entries.needed("id"), "规则")
        when = self._condition(entries, article) if kind in (*JUDGING, REVIEW) else None
        if kind == "scope":
            entries.needed("asks")
        rule = Rule(
            **article,
            kind=cast("RuleKind", kind),
            when=when,
            asks=entries.text("asks"),
            lenient=entries.one_of("if_false", ("undetermined",)) == "undetermined",
            reason=self._field(entries, "reason"),
            chosen_only=entries.one_of("only", ("chosen",)) == "chosen",
            covered=self._covered(entries),
            reasons=self._reasons(entries),
            denied=self._denied(entries),
            waiver=entries.one_of("waiver", WAIVERS, "any") or "any",
            office=entries.one_of("concerns", ("person", "office")) == "office",
            flags=self._flags(entries, article),
            steps=read_steps(entries) if kind == "stage" else (),
        )
        check_inversion(self._source, rule)
        return rule

    def preference(self, node: Node) -> Preference | None:
        """One entry of `prefer:`; without an id it is called prefer-1, prefer-2, …"""
        entries = self._source.entries(node, "prefer", ("id", "rank", *_CITED, "when", "settled_by", "flags"))
        if node.pairs is None:
            return None
        rank = number(self._source, entries["rank"], "rank", 99) if entries.require("rank") else None
        article = self._article(entries, entries.text("id") or f"prefer-{rank}", "优先顺序")
        when, flags = self._condition(entries, article), self._flags(entries, article)
        if rank is None or when is None:
            return None
        return Preference(**article, rank=rank, when=when, flags=flags)

    def deadline(self, node: Node) -> Deadline | None:
        """One entry of `deadlines:`."""
        entries = self._source.entries(node, "deadlines", ("id", "on", "what", "main", "step", "areas", *_CITED))
        if node.pairs is None:
            return None
        article = self._article(entries, entries.needed("id"), "期限")
        what, main = entries.needed("what"), entries.one_of("main", ("true", "false")) == "true"
        on = entries.day("on") if entries.require("on") else None
        step = entries.one_of("step", self._step_fields) or ""
        areas = ("",) if entries.found.get("areas", node).text == "others" else self._words(entries, "areas")
        if on is None:
            return None
        deadline = Deadline(**article, on=on, what=what, main=main, step=step, areas=areas)
        check_deadline(self._source, deadline)
        return deadline

    def areas(self, entries: Entries) -> dict[str, tuple[str, ...]]:
        """`areas:`: a city and its counties."""
        if "areas" not in entries:
            return {}
        listed = self._source.entries(entries["areas"], "areas", None)
        return {name: self._words(listed, name) for name in listed.found}

    def _words(self, entries: Entries, key: str) -> tuple[str, ...]:
        return tuple(node.text or "" for node in entries.list_of(key))

    def unasked(self, node: Node) -> Unasked | None:
        """One entry of `unasked:`."""
        entries = self._source.entries(node, "unasked", ("clause", "quote", "why"))
        if node.pairs is None:
            return None
        clause, quote, why = (entries.needed(key) for key in ("clause", "quote", "why"))
        return Unasked(clause, quote, why, self._source.place(node)) if clause and quote and why else None

    def _article(self, entries: Entries, shape_id: str, what: str) -> _Article:
        """What every entry says of itself; without clause and quote, or a basis instead, it is YC506."""
        source = self._source
        if shape_id and not all(part.isalnum() and part.isascii() for part in shape_id.split("-")):
            source.misfit(entries["id"], "id", "只能用英文字母、数字和连字符")
        clause, quote, basis = cite(source, entries, f"{what}“{shape_id}”")
        also = []
        for node in entries.list_of("also"):
            further = source.entries(node, "also", ("clause", "quote"))
            if node.pairs is not None:
                also.append(cite(source, further, f"{what}“{shape_id}”")[:2])
        return {
            "id": shape_id, "clause": clause, "quote": quote, "basis": basis, "reading": entries.text("reading"),
            "why": entries.text("why"), "place": source.place(entries.node), "also": tuple(also),
        }  # fmt: skip

    def _condition(self, entries: Entries, article: _Article) -> Condition | None:
        if not entries.require("when"):
            return None
        condition = read_condition(self._source, entries["when"], self._parameters)
        if condition is not None and not article["basis"]:
            self._check_numbers(entries["when"], condition, article)
        step = entries.one_of("settled_by", self._step_fields)
        return asked_on(condition, step) if condition is not None and step else condition

    def _check_numbers(self, node: Node, condition: Condition, article: _Article) -> None:
        """Every number asked for stands in the quote (YC508); one from a parameter is cited there."""
        quote = "".join((article["quote"], *(further for _, further in article["also"])))
        for count in questions(condition) if quote else ():
            if isinstance(count, Count) and not count.parameter and count.number > 1:  # one is any at all
                for missing in uncited(str(count.number), quote):
                    self._source.fault("YC508", node, number=missing, quote=quote)
        for test in tests(condition) if quote else ():
            if not test.parameter and not isinstance(test.operand, str | tuple):
                for missing in uncited(str(test.operand), quote):
                    self._source.fault("YC508", node, number=missing, quote=quote)

    def _flags(self, entries: Entries, article: _Article) -> tuple[Flag, ...]:
        flags = []
        for node in entries.list_of("flags"):
            flag = self._source.entries(node, "flags", ("note", "when", "before", "basis"))
            if node.pairs is None:
                continue
            cited = article.copy()
            cited["basis"] = flag.text("basis") or article["basis"]
            note, when = flag.needed("note"), self._condition(flag, cited)
            if note and when is not None:
                flags.append(Flag(note, when, flag.one_of("before", self._step_fields) or ""))
        return tuple(flags)

    def _covered(self, entries: Entries) -> Covered | None:
        if "covered" not in entries:
            return None
        covered = self._source.entries(entries["covered"], "covered", ("blank", "by"))
        blank = self._fields(covered, "blank") if covered.require("blank") else ()
        if not covered.require("by"):
            return None
        by = read_condition(self._source, covered["by"], self._parameters)
        return None if by is None or not blank else Covered(blank, by)

    def _denied(self, entries: Entries) -> Condition | None:
        if "denied" not in entries:
            return None
        return read_condition(self._source, entries["denied"], self._parameters)

    def _reasons(self, entries: Entries) -> Reasons | None:
        if "reasons" not in entries:
            return None
        given = self._source.entries(entries["reasons"], "reasons", ("named", "untrue_beside_preferred"))
        field = DECIDING.get(entries.text("reason"))
        listed = field.choices.offered if field is not None and field.choices is not None else ()
        for word in (*self._words(given, "named"), *self._words(given, "untrue_beside_preferred")):
            if word not in listed:
                self._source.misfit(given.node, "reasons", f"“{word}”不在可填的原因之中")
        return Reasons(self._words(given, "named"), self._words(given, "untrue_beside_preferred"))

    def _fields(self, entries: Entries, key: str) -> tuple[str, ...]:
        """One field or a list of them."""
        node = entries[key]
        names = [child.text or "" for child in node.items] if node.items is not None else [entries.text(key)]
        strange = [name for name in names if name not in DECIDING]
        for name in strange:
            self._source.fault("YC503", node, key=name, allowed="、".join(DECIDING))
        return () if strange else tuple(names)

    def _field(self, entries: Entries, key: str) -> str:
        name = entries.text(key)
        if name and name not in DECIDING:
            self._source.fault("YC503", entries[key], key=name, allowed="、".join(DECIDING))
            return ""
        return name


def read_parameters(source: Source, node: Node) -> dict[str, Parameter]:
    """`parameters:` as a mapping by name."""
    found: dict[str, Parameter] = {}
    for name, child in source.entries(node, "parameters", None).found.items():
        entries = source.entries(child, name, ("value", "clause", "quote", "basis"))
        if child.pairs is None or not (value := entries.needed("value")):
            continue
        clause, quote, basis = cite(source, entries, f"参数“{name}”")
        if name == BOUNDARY and value not in BOUNDARIES:
            source.misfit(entries["value"], BOUNDARY, f"应为：{'、'.join(BOUNDARIES)}")
        for missing in uncited(value, quote) if quote and not basis and name != BOUNDARY else ():
            source.fault("YC508", entries["value"], number=missing, quote=quote)
        found[name] = Parameter(name, value, clause, quote, basis)
    return found


def read_list(entries: Entries, key: str, read: Callable[[Node], _Shape | None]) -> list[_Shape]:
    """Every readable entry of a list."""
    return [shape for node in entries.list_of(key) if (shape := read(node)) is not None]
