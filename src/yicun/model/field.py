"""What a field of a table is."""

from dataclasses import dataclass
from enum import StrEnum

from yicun.model.choices import Choices


class Kind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    NAME = "name"
    NAMES = "names"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    STATION = "station"
    TOWNSHIP = "township"
    VILLAGE = "village"
    CODE = "code"
    WHOLE_NUMBER = "whole_number"
    AMOUNT = "amount"


class TableKind(StrEnum):
    """The kinds of table: two that stations and offices send, and the sheets of the office's own ledger."""

    VILLAGES = "villages"
    CANDIDATES = "candidates"
    RECEIPTS = "receipts"
    DECISIONS = "decisions"
    RULINGS = "rulings"
    SPELLINGS = "spellings"
    WAIVERS = "waivers"
    POSTS = "posts"
    ASSESSMENTS = "assessments"
    TRAINING = "training"
    STIPENDS = "stipends"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table.

    `required`: the column must be there and no cell of it blank. `needed_when`: when a blank cell is a fault although
    the column is optional. `inherits`: 同上 and a merged cell may fill it. `decides`: a rule may name it.
    `internal`: shown in 内部审核版 only. `note` and `example`: for the blank roster. `shown_in`: the documents that
    have a column for a field of a rulebook's own, `list` and `screen`.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: Choices | None = None
    needed_when: str = ""
    inherits: bool = False
    decides: bool = True
    internal: bool = False
    note: str = ""
    example: str = ""
    shown_in: tuple[str, ...] = ()
