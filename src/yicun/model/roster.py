"""What was sent in, as typed tables, and where every row of it stood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from yicun.model.findings import Places, TablePlace
from yicun.model.service import Post

if TYPE_CHECKING:
    import pandas as pd


class FileStatus(StrEnum):
    """Whether a file was checked, and with what result."""

    OK = "ok"
    ERRORS = "errors"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input file. `path` as it is shown (relative to the workspace, or as typed), `sha256` of its bytes ("" if it
    could not be opened), the tables found in it, and whether the sheet declares a 零报告 (nothing to nominate).
    `unplaced`: how many people stand on its sheets whom no table could place (YC113). `sender`: the one station that
    sent it ("" where it speaks for several, or for none that can be told).
    """

    path: str
    sha256: str
    tables: tuple[TablePlace, ...] = ()
    stations: tuple[str, ...] = ()
    nil_report: bool = False
    unplaced: int = 0
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything that was read, in two typed tables whose index is the row id into `places`.

    `villages` (the register, first occurrence of each unit) has the columns of `fields.VILLAGE_FIELDS`, with
    `unit_type` filled from code or name where blank, plus `stem` (the name without 村 or 社区).

    `candidates` (each person and village once) has those of `fields.CANDIDATE_FIELDS` plus `category_text` (str: what
    the station wrote where it differs from `category`, fit to be shown), `village_row` (int64: row id of the village in
    `villages`, -1 where none was found) and `born`, `born_last`.

    Types: choices and places are categories (category `category` holds joined values, 村干部、治保主任); dates are
    datetime64[s] in two columns, `x` the first and `x_last` the last day the cell can mean (equal when given to the
    day); names, IDs and phones are str; numbers Int64. Missing means not known: blank, unreadable, or no such column.
    `born`/`born_last` is the birth date to judge by: from the ID, else from `birth_date`, missing where they conflict.

    `conflicts` field -> row ids of candidates whose cell contradicts another (one person in two villages, sex against
    ID): a rule takes them as unknown. `unreadable` field -> row ids whose cell held something that could not be read.
    `withdrawn`: row ids of candidates whose row says that they withdrew (YC423); `struck`: those of them of whom only a
    line through the row says it. `unfilled`: row ids of `villages` that rosters name without anybody (无合适人选).
    `exits`: row id of a candidate -> the day on which the person left, by the office's own ledger.
    `posts`: who was in post by then, gone since or not. `in_post`: row ids of the candidates who are in post.
    `received`: row id of a candidate -> the day on which the office first received that person for that village; nobody
    without a receipt.
    """

    files: tuple[SourceFile, ...]
    places: Places
    villages: "pd.DataFrame"
    candidates: "pd.DataFrame"
    conflicts: Mapping[str, frozenset[int]] = field(default_factory=dict)
    unreadable: Mapping[str, frozenset[int]] = field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    unfilled: frozenset[int] = frozenset()
    exits: Mapping[int, date] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    in_post: frozenset[int] = frozenset()
    received: Mapping[int, date] = field(default_factory=dict)
