"""The shapes of a rulebook."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from yicun.model.findings import Place
from yicun.model.scheme import PROCEDURE, Procedure, Step
from yicun.model.verdicts import RulebookId
from yicun.rulebook.conditions import Condition, Parameter

RuleKind = Literal["scope", "require", "bar", "expect", "stage", "review"]
JUDGING = ("require", "bar", "expect")
"""The kinds that say whether somebody may be chosen."""

REVIEW = "review"
"""The kind that asks whether somebody in post should be looked at again; it never says more than that."""

WAIVERS = ("any", "answered", "never")
"""What an approval may lift of a rule that is no bar: whatever is open, an answer that was given only, or nothing."""

BOUNDARY = "boundary"
BOUNDARIES = ("over", "barred", "undetermined")
"""How the day counts on which a period is exactly full; the parameter of that name chooses."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person should look at where `when` is certain; it never changes a verdict.

    `before`: asked of whoever meets the rule only, and not any more after this step of the procedure; "" where that
    does not matter.
    """

    note: str
    when: Condition
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedStep(Step):
    """One step of the procedure, with the words of the text that ask for it."""

    clause: str
    quote: str


@dataclass(frozen=True, slots=True)
class Covered:
    """Where all the columns in `blank` are left empty, `by` answers in their place."""

    blank: tuple[str, ...]
    by: Condition


@dataclass(frozen=True, slots=True)
class Reasons:
    """What may be given as a reason: `named` by the text, the others are the office's own; `untrue_beside`: those that
    cannot be true while somebody eligible of a better rank stands in the village.
    """

    named: tuple[str, ...]
    untrue_beside: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What every rule, preference and deadline says of itself.

    `quote` is the text's own words at `clause`; `basis` stands instead where the office chose for itself. `reading` and
    `why`: how the words are taken, and the reason. `also` and `replaced` are pairs of clause and quote: further places
    of the text it rests on, and those of the rule it stands in for.
    """

    id: str
    clause: str
    quote: str
    basis: str
    reading: str
    why: str
    place: Place
    also: tuple[tuple[str, str], ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """The text's own words, or the office's basis in brackets."""
        return self.quote or f"（{self.basis}）"

    @property
    def all_words(self) -> str:
        """The text's own words at every place it rests on."""
        return "；".join((self.words, *(quote for _, quote in self.also)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Article):
    """One criterion, and what is asked of which column.

    `asks`: the same in words, for a scope that no person can answer. `lenient`: a failed `require` is 待核. `reason`:
    the column whose text lets an unmet `expect` pass. `chosen_only`: asked only of the one who counts for the village.
    `denied`: what another column says where this bar cannot hold too; both together are a contradiction (YC309), 待核.
    `waiver`: what an approval may lift of it, see `WAIVERS`. `office`: a review of what the office owes.
    """

    kind: RuleKind
    when: Condition | None = None
    asks: str = ""
    lenient: bool = False
    reason: str = ""
    chosen_only: bool = False
    covered: Covered | None = None
    reasons: Reasons | None = None
    denied: Condition | None = None
    waiver: str = "any"
    office: bool = False
    flags: tuple[Flag, ...] = ()
    steps: tuple[CitedStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference(Article):
    """Who comes first: a person has the first rank whose condition holds."""

    rank: int
    when: Condition
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline(Article):
    """A day by which something is to be done; that day still counts. `main`: the one coverage goes by.

    `step`: the step of the procedure that must be done by then, "" where it speaks of none. `areas`: where it holds,
    everywhere where none is named; "" among them: wherever no other deadline of a named area does.
    """

    on: date
    what: str
    main: bool = False
    step: str = ""
    areas: tuple[str, ...] = ()

    @property
    def where(self) -> str:
        """The areas in words, "" for everywhere."""
        return "、".join(name or "其他地区" for name in self.areas)


@dataclass(frozen=True, slots=True)
class Unasked:
    """Words of the text that no rule asks about, and why."""

    clause: str
    quote: str
    why: str
    place: Place


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A regulation as data, with what it extends already in it; `prefer` is in order of rank.

    `since` and `until` are the first and last day it is in force, None where the text sets no end.
    """

    id: RulebookId
    rules: tuple[Rule, ...]
    prefer: tuple[Preference, ...]
    deadlines: tuple[Deadline, ...]
    parameters: Mapping[str, Parameter]
    since: date | None
    until: date | None
    place: Place
    unasked: tuple[Unasked, ...] = ()
    areas: Mapping[str, Collection[str]] = field(default_factory=dict)

    def within(self, area: str, issuer: str = "") -> "Rulebook":
        """The rulebook as it holds in an area: 南安市, or the city 泉州 itself, whose office writes as `issuer`.

        An area that `areas` does not know keeps the deadlines of named areas; none of them is then the main one. So
        with the deadlines of a county's or a city's own text in another area.
        """
        city, seat = self._city(area), self._seat()
        here = (area.startswith(seat) or seat == city) if seat else city is not None
        binding = here or self.id.issuer == issuer or bool(area and self.id.issuer.startswith(area))
        deadlines = self.deadlines
        if area and seat and not binding:
            deadlines = tuple(
                replace(each, areas=each.areas or (seat,)) if each.place.path == self.place.path else each
                for each in deadlines
            )
        if city is not None:
            known = {name for each in deadlines for name in each.areas}
            mine = {city} if city in known else {""}
            deadlines = tuple(
                replace(each, areas=()) if mine & set(each.areas) else each
                for each in deadlines
                if not each.areas or mine & set(each.areas) or (seat and seat in each.areas)
            )
        return replace(self, id=replace(self.id, binding=binding), deadlines=deadlines)

    def _city(self, area: str) -> str | None:
        return next((name for name, counties in self.areas.items() if area.startswith((name, *counties))), None)

    def _seat(self) -> str:
        """The county or city that issued the text, "" where it was no such office."""
        places = (place for city, counties in self.areas.items() for place in (*counties, city))
        return next((place for place in places if self.id.issuer.startswith(place)), "")

    def step_by(self, day: date | None) -> str:
        """Which step a deadline asks for: that of the text's own deadline on the day, else that of the main one."""
        main = self.main_deadline
        on_the_day = next((each.step for each in self.deadlines if each.step and each.on == day), "")
        return on_the_day or (main.step if main else "")

    def rule(self, rule_id: str) -> Rule | Preference | None:
        """The rule or preference of an id, None where there is none."""
        shapes: tuple[Rule | Preference, ...] = (*self.rules, *self.prefer)
        return next((shape for shape in shapes if shape.id == rule_id), None)

    def deadline(self, deadline_id: str) -> Deadline | None:
        """The deadline of an id, None where there is none."""
        return next((deadline for deadline in self.deadlines if deadline.id == deadline_id), None)

    @property
    def main_deadline(self) -> Deadline | None:
        """The deadline coverage goes by, None where none is marked."""
        return next((deadline for deadline in self.deadlines if deadline.main and not deadline.areas), None)

    @property
    def judges(self) -> bool:
        """Whether it says anything of who may be chosen."""
        return bool(self.prefer) or any(rule.kind in JUDGING for rule in self.rules)

    @property
    def reviews(self) -> tuple[Rule, ...]:
        """What is asked of those in post, in the order written."""
        return tuple(rule for rule in self.rules if rule.kind == REVIEW)

    @property
    def procedure(self) -> Procedure:
        """The steps of the procedure, in order; the shipped ones where the text names none."""
        steps = next((rule.steps for rule in self.rules if rule.kind == "stage"), ())
        return Procedure(steps) if steps else PROCEDURE

    @property
    def boundary(self) -> str:
        """How the day counts on which a period is exactly full: over, barred or undetermined."""
        parameter = self.parameters.get(BOUNDARY)
        return "undetermined" if parameter is None else parameter.value
