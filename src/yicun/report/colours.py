"""One colour for each state, the same in workbooks and on the page; a colour never stands without the state's name."""

from collections.abc import Mapping
from types import MappingProxyType

from yicun.model.codes import Severity
from yicun.model.results import State

STATE_COLOURS: Mapping[State, str] = MappingProxyType(
    {
        State.CONFIRMED: "#1B7F4B",
        State.NOMINATED: "#62B98C",
        State.AUXILIARY: "#7C8FA6",
        State.IN_PROGRESS: "#F2C14E",
        State.UNDETERMINED: "#E8893A",
        State.INELIGIBLE: "#8E5AA8",
        State.LEFT: "#A8553A",
        State.VACANT: "#C8403A",
        State.RULING: "#A8A29A",
    }
)
"""In the order they are stacked and listed: done first, then the gap from nearly done to nobody, then what is open."""

SEVERITY_COLOURS: Mapping[Severity, str] = MappingProxyType(
    {Severity.ERROR: "#FF9F9F", Severity.WARNING: "#FFD98C", Severity.NOTE: "#CFE2F3"}
)
"""Behind the word for how bad a finding is; of a copy's cells, red and amber."""


def tint(colour: str, strength: float, towards: int = 255) -> str:
    """A colour mixed with white (or with `towards`, 0–255): `strength` 1 is the colour itself."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * strength + towards * (1 - strength)):02X}" for part in parts)
