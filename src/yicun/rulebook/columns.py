"""A roster's columns as three-valued answers; the one place where missing, 待核 and conflicting cells become unknown.

pandas answers False for a comparison with NaT and True for `!=` with a missing text. Here nothing is compared
without its mask: an answer is two masks, true and false, and where neither holds it is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.model.fields import STEPS, Kind
from yicun.model.roster import Roster
from yicun.model.service import CountedRows
from yicun.register.standing import appointed_by
from yicun.rulebook.conditions import DECIDING, PENDING, Condition, Count, Question, Test, fits, fold
from yicun.rulebook.dates import day_number, last_completed

Mask = npt.NDArray[np.bool_]
Seconds = npt.NDArray[np.int64]
_DAY = 86_400
NO_DATE = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class Truth:
    """Kleene's three values for many people: true, false or, where neither mask holds, unknown."""

    true: Mask
    false: Mask

    def __and__(self, other: "Truth") -> "Truth":
        return Truth(self.true & other.true, self.false | other.false)

    def __or__(self, other: "Truth") -> "Truth":
        return Truth(self.true | other.true, self.false & other.false)

    def __invert__(self) -> "Truth":
        return Truth(self.false, self.true)

    @property
    def unknown(self) -> Mask:
        """Where neither true nor false is certain."""
        return ~(self.true | self.false)

    def at(self, position: int) -> "Truth":
        """The answer for one person, as two plain truth values."""
        return Truth(self.true[position], self.false[position])


class Columns:
    """The candidates of a roster on one as-of date. Every test is answered once and kept for the explanations."""

    def __init__(
        self,
        roster: Roster,
        as_of: date,
        boundary: str,
        steps: tuple[str, ...] = STEPS,
        rows: Mapping[str, CountedRows] = MappingProxyType({}),
    ) -> None:
        """Take the roster, the as-of date, how the boundary day counts (over, barred or undetermined), the columns
        that date the steps of the procedure, in order, and the rows of other tables that a rule may count.
        """
        self.people, self.as_of, self.boundary, self.steps = roster.candidates, as_of, boundary, steps
        self._roster, self._rows_of = roster, rows
        self._appointed = appointed_by(roster, day_number(as_of))
        self._fields = dict(DECIDING)  # another rulebook may be in force when somebody asks for the reasons
        self.forget()

    def forget(self) -> None:
        """Keep no answer: few people are ever asked about again, and it is worked out anew for them."""
        self._answers: dict[Question, Truth] = {}
        self._whole: dict[Condition, Truth] = {}
        self._known: dict[str, Mask] = {}
        self._days: dict[str, tuple[Seconds, Seconds]] = {}
        self._blank: dict[str, Mask] = {}
        self._conflict: dict[str, Mask] = {}

    def __len__(self) -> int:
        return len(self.people)

    def answer(self, question: Question) -> Truth:
        """The answer to one question for everybody."""
        if question not in self._answers:
            found = self._counted(question) if isinstance(question, Count) else self._answered(question)
            self._answers[question] = found
        return self._answers[question]

    def answer_to(self, condition: Condition) -> Truth:
        """The answer to a whole condition for everybody, kept too."""
        if condition not in self._whole:
            self._whole[condition] = fold(condition, self.answer)
        return self._whole[condition]

    def done(self, field: str) -> Mask:
        """Where something is dated, and certainly not after the as-of date."""
        return (self.days(field)[1] <= day_number(self.as_of) * _DAY) & self.known(field)

    def through(self, step: str) -> Mask:
        """Where a step of the procedure and all before it are done."""
        before = self.steps[: self.steps.index(step) + 1]
        return np.asarray(np.logical_and.reduce([self.done(field) for field in before]), bool)

    def known(self, field: str) -> Mask:
        """Where a cell says something that can be relied on."""
        if field not in self._known:
            self._known[field] = self._is_known(field)
        return self._known[field]

    def blank(self, field: str) -> Mask:
        """Where a cell was left empty, which is not the same as unreadable or in conflict."""
        if field not in self._blank:
            doubtful = self._roster.unreadable.get(field, frozenset())
            empty = self.people[_column(field)].isna().to_numpy() & ~self._rows(doubtful)
            self._blank[field] = empty & ~self.in_conflict(field)
        return self._blank[field]

    def unreadable(self, field: str) -> Mask:
        """Where a cell holds something that could not be read."""
        return self._rows(self._roster.unreadable.get(field, frozenset()))

    def in_conflict(self, field: str) -> Mask:
        """Where a cell contradicts another."""
        if field not in self._conflict:
            self._conflict[field] = self._rows(self._roster.conflicts.get(field, frozenset()))
        return self._conflict[field]

    def days(self, field: str) -> tuple[Seconds, Seconds]:
        """The first and the last day each cell can mean, in seconds since 1970 (`NO_DATE`: none written)."""
        if field not in self._days:
            self._days[field] = self._seconds(_column(field)), self._seconds(f"{_column(field)}_last")
        return self._days[field]

    def choices(self, field: str) -> tuple[npt.NDArray[np.int8], list[str]]:
        """A closed list's column as codes (-1: none written) and the texts they stand for."""
        column = self.people[field]
        cells = column.array if isinstance(column.dtype, pd.CategoricalDtype) else pd.Categorical(column)
        return np.asarray(cells.codes), [str(text) for text in cells.categories]

    def _counted(self, count: Count) -> Truth:
        """How many of a person's rows fit; one that may or may not fit leaves it open, unless enough others do."""
        rows = self._rows_of.get(count.rows, CountedRows((), (), {}))
        person, run = np.asarray(rows.person, np.int64), np.asarray(rows.run, np.int64)
        fitting, open_ = np.ones(len(person), bool), np.zeros(len(person), bool)
        for name, words in count.where:
            cells = np.asarray(rows.cells[name], object) if len(person) else np.empty(0, object)
            open_ |= cells == ""
            fitting &= np.isin(cells, words) | (cells == "")
        unsure = fitting & open_
        found = np.zeros(len(self), np.int64)
        np.maximum.at(found, person, _streaks(person, run, fitting & ~open_) if count.in_a_row else 0)
        if not count.in_a_row:
            found = np.bincount(person[fitting & ~open_], minlength=len(self))
        enough = found >= count.number
        return Truth(enough, ~enough & (np.bincount(person[unsure], minlength=len(self)) == 0))

    def _answered(self, test: Test) -> Truth:
        if test.operator == "known":
            return Truth(self.known(test.field), np.zeros(len(self), bool))
        if self._fields[test.field].choices is not None:
            return self._chosen(test)
        if self._fields[test.field].kind is not Kind.DATE:
            return self._compared(test)
        first, last = self.days(test.field)
        earliest_true, latest_false = self._limits(test)
        known = self.known(test.field)
        later = Truth((first > earliest_true) & known, (last <= latest_false) & known)
        if test.operator == "within_days":  # an answer dated after the as-of date is not there yet
            later = Truth(later.true & (last <= self._asked()), later.false)
        return ~later if test.operator in _HOLDS_BEFORE else later

    def _limits(self, test: Test) -> tuple[Seconds | int, Seconds | int]:
        """The limits of a test of dates: one pair for all, or each person's own.

        Whoever was decided 确定 is asked as of that day, and where a step settles it as of that step.
        """
        through = self.through(test.settled_by) if test.settled_by in self.steps else np.zeros(len(self), bool)
        if not through.any() and not self._appointed.any():
            return _limits(test, self.as_of, self.boundary)
        asked = np.where(through, self.days(test.settled_by)[1], self._asked()) if through.any() else self._asked()
        days, which = np.unique(asked, return_inverse=True)
        limits = [_limits(test, date(1970, 1, 1) + timedelta(seconds=int(day)), self.boundary) for day in days]
        return tuple(np.array(ends, np.int64)[which] for ends in zip(*limits, strict=True))  # type: ignore[return-value]

    def _asked(self) -> Seconds:
        """The day as of which each person is judged: the decision's where there was one, else the as-of date."""
        return np.where(self._appointed, self._seconds("decided_on_last"), day_number(self.as_of) * _DAY)

    def _chosen(self, test: Test) -> Truth:
        codes, texts = self.choices(test.field)
        choices = self._fields[test.field].choices
        assert choices is not None
        fitting = [fits(text, test, choices) for text in texts]
        true = _among(codes, [code for code, fits in enumerate(fitting) if fits])
        known = self.known(test.field)
        return Truth(true & known, ~true & known)

    def _compared(self, test: Test) -> Truth:
        """A text that is one of those asked for, or a number within a limit."""
        cells, known = self.people[test.field], self.known(test.field)
        if isinstance(test.operand, int):
            numbers = cells.fillna(0).to_numpy(dtype=np.int64)
            true = numbers >= test.operand if test.operator == "at_least" else numbers <= test.operand
        else:
            true = cells.isin(test.words).to_numpy()
        return Truth(true & known, ~true & known)

    def _is_known(self, field: str) -> Mask:
        if self._fields[field].kind in {Kind.CHOICE, Kind.CHOICES}:
            codes, texts = self.choices(field)
            known = codes >= 0
            if PENDING in texts:
                known &= codes != texts.index(PENDING)
        elif self._fields[field].kind is Kind.DATE:
            known = self.days(field)[0] != NO_DATE
        else:
            known = self.people[field].notna().to_numpy()
        if field == "village" and len(self._roster.villages):
            known = known & (self.people["village_row"].to_numpy() >= 0)
        return known & ~self.in_conflict(field) if self._roster.conflicts.get(field) else known

    def _rows(self, row_ids: frozenset[int]) -> Mask:
        return self.people.index.isin(list(row_ids)) if row_ids else np.zeros(len(self), bool)

    def _seconds(self, column: str) -> Seconds:
        return self.people[column].to_numpy().astype("datetime64[s]", copy=False).view(np.int64)


def _streaks(person: npt.NDArray[np.int64], run: npt.NDArray[np.int64], fitting: Mask) -> npt.NDArray[np.int64]:
    """For each row how many up to it fit one after another, within one run of one person."""
    at = np.arange(len(person))
    begins = np.ones(len(person), bool)
    begins[1:] = (person[1:] != person[:-1]) | (run[1:] != run[:-1])
    before = np.maximum.accumulate(np.where(~fitting, at, np.where(begins, at - 1, -1))) if len(at) else at
    return np.where(fitting, at - before, 0)


def _column(field: str) -> str:
    return "born" if field == "birth_date" else field  # from the ID where it is readable


def _among(codes: npt.NDArray[np.int8], wanted: list[int]) -> Mask:
    """Where a code is one of the wanted; comparing whole columns a few times beats looking every code up."""
    if len(wanted) > 12:
        answers = np.zeros(codes.max(initial=-1) + 2, bool)
        answers[wanted] = True
        return answers[codes]
    found = np.zeros(len(codes), bool)
    for code in wanted:
        found |= codes == code
    return found


_HOLDS_BEFORE = frozenset(("age_at_least", "on_or_before"))


def _limits(test: Test, as_of: date, boundary: str) -> tuple[int, int]:
    """A test of dates as two limits in seconds: certainly later than the first, certainly not later than the second."""
    match test.operator:
        case "age_at_most":  # 民法典 1259: 以下包括本数
            limits = (last_completed(as_of, test.number + 1),) * 2
        case "age_at_least":
            limits = (last_completed(as_of, test.number),) * 2
        case "within_days":
            limits = (as_of - timedelta(days=test.number + 1),) * 2
        case "on_or_before":
            limits = (test.day,) * 2
        case "on_or_after":
            limits = (test.day - timedelta(days=1),) * 2
        case _:
            over = last_completed(as_of - timedelta(days=1), test.number)
            reached = last_completed(as_of, test.number)
            limits = {"over": (reached, reached), "barred": (over, over)}.get(boundary, (reached, over))
    return day_number(limits[0]) * _DAY, day_number(limits[1]) * _DAY
