"""What happens after the appointment: who was in post when, and what the office knows of each (section 五)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Review(StrEnum):
    """What a review rule answers for somebody in post, best first; it is a hint, never a decision."""

    CLEAR = "clear"
    UNDETERMINED = "undetermined"
    REVIEW = "review"

    @property
    def label(self) -> str:
        """不需复核, 待核 or 需复核."""
        return {"clear": "不需复核", "undetermined": "待核", "review": "需复核"}[self.value]


@dataclass(frozen=True, slots=True)
class Rows:
    """A person's rows of another table, for a rule to count; those of one person and run stand together, in order.

    `person`: the position of whose row it is; `run`: which rows may follow one another; `cells`: column -> texts, ""
    where nothing is known.
    """

    person: Sequence[int]
    run: Sequence[int]
    cells: Mapping[str, Sequence[str]]
