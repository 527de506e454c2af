"""From a rulebook's file, and those it extends, to a `Rulebook`, or to every fault in them at once."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path, PurePosixPath
from typing import TypeVar

from yicun.model.fields import Field
from yicun.model.findings import Finding, Findings, Place
from yicun.model.scheme import SHIPPED_SCHEME, Scheme, put_in_force
from yicun.model.verdicts import RulebookId
from yicun.rulebook import lint
from yicun.rulebook.conditions import Parameter
from yicun.rulebook.contradictions import contradictions
from yicun.rulebook.files import find_rulebook
from yicun.rulebook.own import read_fields
from yicun.rulebook.procedure import step_fields
from yicun.rulebook.schema import Article, Deadline, Preference, Rule, Rulebook, Unasked
from yicun.rulebook.sections import Sections, read_list, read_parameters
from yicun.rulebook.source import Entries, Node, Source, open_source

_HEAD = (
    "rulebook", "title", "number", "issuer", "scheme", "post", "reviewer", "extends", "text", "valid", "areas",
    "fields", "parameters", "deadlines", "rules", "prefer", "unasked",
)  # fmt: skip
_Shape = TypeVar("_Shape", bound=Article)


def load_rulebook(path: Path, *, shown: str, search: Sequence[Path]) -> tuple[Rulebook | None, Findings]:
    """Read a rulebook; `shown` is its name in findings, `search` the folders where `extends` looks after its own.

    Its scheme is in force from then on, for reading rosters by. With any fault (YC501–YC508, YC511–YC513) the
    rulebook is None: nothing may be judged by half a regulation.
    """
    put_in_force(SHIPPED_SCHEME)
    chain = _open_chain(path, shown, search)
    if any(entries.source.root is None for entries in chain):
        return None, _found(chain)
    scheme = _scheme(chain)
    put_in_force(scheme)
    steps = step_fields(chain)
    parameters: dict[str, Parameter] = {}
    for entries in reversed(chain):
        if "parameters" in entries:
            own_parameters = read_parameters(entries.source, entries["parameters"])
            lint.check_parameters(entries.source, entries, parameters.values(), own_parameters)
            parameters |= own_parameters
    rules: list[Rule] = []
    prefer: list[Preference] = []
    deadlines: list[Deadline] = []
    unasked: list[Unasked] = []
    areas: dict[str, tuple[str, ...]] = {}
    for entries in reversed(chain):
        sections = Sections(entries.source, parameters, steps)
        _add(rules, read_list(entries, "rules", sections.rule), entries.source)
        _add(prefer, read_list(entries, "prefer", sections.preference), entries.source)
        _add(deadlines, read_list(entries, "deadlines", sections.deadline), entries.source)
        areas |= sections.areas(entries)
        unasked += read_list(entries, "unasked", sections.unasked)
    _check_ids(chain[0].source, rules, prefer)
    own = chain[0]
    rulebook = replace(_assemble(chain, parameters, rules, prefer, deadlines), unasked=tuple(unasked), areas=areas)
    put_in_force(replace(scheme, procedure=rulebook.procedure))
    lint.check_procedure(own, rulebook.procedure, named=any("scheme" in entries for entries in chain))
    if not any(entries.source.findings for entries in chain):
        lint.check_emptiness(own.source, rulebook)
        own.source.findings.extend(contradictions(rulebook))
    findings = _found(chain)
    return (None if len(findings) else rulebook), findings


def _scheme(chain: Sequence[Entries]) -> Scheme:
    """What the files say of the work itself, the nearest first; its steps are read with the rules."""

    def nearest(key: str, otherwise: str) -> str:
        return next(filter(None, (entries.text(key) for entries in chain)), otherwise)

    return Scheme(
        nearest("scheme", SHIPPED_SCHEME.name),
        nearest("post", SHIPPED_SCHEME.post),
        nearest("reviewer", SHIPPED_SCHEME.reviewer),
        fields=_own_fields(chain),
    )


def _own_fields(chain: Sequence[Entries]) -> tuple[Field, ...]:
    """The fields that the files declare, the farthest first; one declared twice is YC505."""
    found: dict[str, Field] = {}
    for entries in reversed(chain):
        for field in read_fields(entries):
            labels = {each.label for each in found.values()}
            if field.name in found or field.label in labels:
                entries.source.fault("YC505", entries["fields"], key=field.label, line=str(entries["fields"].line))
            else:
                found[field.name] = field
    return tuple(found.values())


def outside(rulebook: Rulebook, as_of: date) -> Findings:
    """YC510 where the as-of date lies outside the days the rulebook says it is in force."""
    since, until = rulebook.since, rulebook.until
    if (since is None or since <= as_of) and (until is None or as_of <= until):
        return Findings()
    facts = {"since": str(since or "不限"), "until": str(until or "不限"), "as_of": str(as_of)}
    return Findings((Finding("YC510", rulebook.place, facts),))


def _found(chain: Iterable[Entries]) -> Findings:
    return Findings(finding for entries in chain for finding in entries.source.findings)


def _open_chain(path: Path, shown: str, search: Sequence[Path]) -> list[Entries]:
    """The file and those it extends, nearest first; what cannot be found is YC511 where it is asked for."""
    chain: list[Entries] = []
    seen: set[Path] = set()
    here: Path | None = path
    while here is not None:
        seen.add(here.resolve())
        source = open_source(here, shown)
        root = source.root or Node(1, 1, pairs=())
        entries = source.entries(root, "规则文件", _HEAD)
        lint.check_quotes(entries, (here.parent, *search))
        chain.append(entries)
        name = entries.text("extends")
        if not name:
            break
        base = find_rulebook(name, (here.parent, *search))
        if base is None:
            source.fault("YC511", entries["extends"], reason=f"找不到要引用的规则“{name}”")
        elif base.resolve() in seen:
            source.fault("YC511", entries["extends"], reason=f"“{name}”与本规则互相引用")
            base = None
        else:
            shown = str(PurePosixPath(shown).parent / base.name) if base.parent == here.parent else base.name
        here = base
    return chain


def _assemble(
    chain: Sequence[Entries],
    parameters: Mapping[str, Parameter],
    rules: Iterable[Rule],
    prefer: Iterable[Preference],
    deadlines: Iterable[Deadline],
) -> Rulebook:
    own = chain[0]
    digest = hashlib.sha256()
    for entries in chain:
        digest.update(entries.source.content)
    head = own.source.entries(own["valid"], "valid", ("since", "until")) if "valid" in own else None
    return Rulebook(
        RulebookId(
            own.needed("rulebook"), own.needed("title"), own.text("number"), own.needed("issuer"), digest.hexdigest()
        ),
        tuple(rules),
        tuple(sorted(prefer, key=lambda preference: preference.rank)),
        _one_main(own, deadlines),
        parameters,
        head.day("since") if head else None,
        head.day("until") if head else None,
        own.source.place(own.node),
    )


def _one_main(own: Entries, deadlines: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """The deadlines with the nearest rulebook's main one as the only main."""
    listed = tuple(deadlines)
    main = [deadline for deadline in listed if deadline.main]
    mine = [deadline for deadline in main if deadline.place.path == own.source.shown]
    if any(one.areas == other.areas for one, other in combinations(mine, 2)):
        own.source.misfit(_node(mine[1].place), "main", "只能有一个主要期限")
    kept = mine or main[:1]
    return tuple(replace(deadline, main=deadline in kept) for deadline in listed)


def _add(merged: list[_Shape], new: Iterable[_Shape], source: Source) -> None:
    """Add to what is extended, or replace it by id in its place; the same id twice in one file is YC505."""
    inherited = {shape.id: place for place, shape in enumerate(merged)}
    lines: dict[str, int] = {}
    for shape in new:
        if shape.id in lines:
            source.fault("YC505", _node(shape.place), key=shape.id, line=str(lines[shape.id]))
            continue
        lines[shape.id] = shape.place.row or 1
        if shape.id not in inherited:
            merged.append(shape)
            continue
        old = merged[inherited[shape.id]]
        lint.check_replacement(source, old, shape)
        merged[inherited[shape.id]] = replace(shape, replaced=(*old.replaced, (old.clause, old.words)))


def _check_ids(source: Source, rules: Iterable[Rule], prefer: Iterable[Preference]) -> None:
    """A rule and a preference are both called by their id, so they may not share one."""
    lines = {rule.id: rule.place.row for rule in rules}
    for preference in prefer:
        if preference.id in lines:
            source.fault("YC505", _node(preference.place), key=preference.id, line=str(lines[preference.id]))


def _node(place: Place) -> Node:
    return Node(place.row or 1, int(place.column or 1))
