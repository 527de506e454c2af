"""What a reader makes of a file, whatever its kind."""

from dataclasses import dataclass, field

from yicun.intake.grid import Grid


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file in order. `macros`: it carries some. `encoding`: of a text, where it is not UTF-8."""

    grids: tuple[Grid, ...]
    macros: bool = False
    template_version: str = ""
    filled_by: str = ""
    encoding: str = field(default="")
