"""What an office taught beside the shipped aliases and synonyms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from yicun.model.fields import Field

HEADER = "列名"
"""What a row of 写法 is about that teaches a header."""


def teaching(about: str, written: str, fill_in: str) -> str:
    """What a hint says of the row of 写法 that would teach a spelling; `fill_in`: what goes under 读作, as an order."""
    return f"；也可在台账“写法”加一行：类别“{about}”，写法“{written}”，读作一栏{fill_in}"


@dataclass(frozen=True, slots=True)
class Spellings:
    """What the office taught: a header -> the label it is read as; a field's name -> text -> the listed value."""

    headers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, about: Field) -> Field:
        """A field with the synonyms that were taught for it."""
        taught = self.values.get(about.name)
        if not taught or about.choices is None:
            return about
        return replace(about, choices=replace(about.choices, synonyms={**about.choices.synonyms, **taught}))


NONE = Spellings()
