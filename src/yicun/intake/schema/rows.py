"""A typed frame with what the rules of a row ask of it, each worked out once over whole columns."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.intake import id_number
from yicun.intake.date_range import earliest
from yicun.intake.parse import Parsed
from yicun.model.choices import PARTY_SANCTIONS
from yicun.model.fields import BY_NAME, FIELDS, ROSTER_KINDS, Kind, TableKind
from yicun.model.scheme import in_force

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

_MEMBERS = ("中共党员", "中共预备党员")
_OF_MEMBERS = tuple(kind for kind in PARTY_SANCTIONS if kind != "开除党籍")  # whoever was expelled is no member now


class Rows:
    """The parsed tables of one kind on an as-of date. Dates out of range count as missing everywhere but in YC214."""

    def __init__(self, parsed: Parsed, as_of: date) -> None:
        """Take the frame as it was parsed; it is not changed."""
        self.kind, self.frame, self.as_of = parsed.kind, parsed.frame, as_of
        self._blank, self._filled = parsed.blank, parsed.filled
        self.steps = in_force().procedure.fields

    def blank(self, name: str) -> Flags:
        """Empty cells of a column that exists."""
        return self._blank[name]

    def nothing(self, name: str) -> Flags:
        """Cells that say nothing, not even something unreadable; also where the column does not exist."""
        return ~self._filled[name] & ~self.known(name)

    def known(self, name: str) -> Flags:
        """Cells that hold a readable value."""
        return self.frame[name].notna().to_numpy()

    def equal(self, name: str, *values: str) -> Flags:
        """Cells that hold one of the values."""
        return self.frame[name].isin(values).to_numpy()

    def out_of_range(self, name: str) -> Flags:
        """Dates after the as-of date, and those earlier than the field can have."""
        first, last = self._days(name)
        latest = self.as_of if self.kind in ROSTER_KINDS else date.max  # the ledger knows days to come
        late: Flags = first > np.datetime64(latest)
        return late | (last < np.datetime64(earliest(name, self.as_of)))

    def first(self, name: str) -> Days:
        """The first day each cell of a date can mean."""
        return np.where(self.out_of_range(name), np.datetime64("NaT"), self._days(name)[0])

    def last(self, name: str) -> Days:
        """The last day each cell of a date can mean."""
        return np.where(self.out_of_range(name), np.datetime64("NaT"), self._days(name)[1])

    @cached_property
    def identified(self) -> Flags:
        """Rows with a readable ID."""
        return self.known("id_number")

    @cached_property
    def by_id(self) -> id_number.Checked:
        """What the readable IDs say, in the order of the rows that have one."""
        return id_number.check(self.frame["id_number"].dropna().tolist())

    @cached_property
    def born(self) -> Days:
        """The birth dates in the IDs, missing without a readable one."""
        days = np.full(len(self.frame), "NaT", dtype="datetime64[s]")
        days[self.identified] = self.by_id.born
        return days

    @cached_property
    def male(self) -> Flags:
        """Men by the IDs; False without a readable one."""
        flags = np.zeros(len(self.frame), dtype=bool)
        flags[self.identified] = self.by_id.male
        return flags

    @cached_property
    def age(self) -> Ints:
        """Completed years by the IDs on the as-of date, -1 without a readable one."""
        born = pd.DatetimeIndex(self.born)
        before_birthday = (born.month * 100 + born.day) > self.as_of.month * 100 + self.as_of.day
        years = self.as_of.year - born.year - before_birthday
        return np.where(self.identified, np.nan_to_num(years, nan=0), -1).astype(np.int64)

    @cached_property
    def sex_disagrees(self) -> Flags:
        """YC301: the cell against the ID."""
        is_male, is_female = self.equal("sex", "男"), self.equal("sex", "女")
        return self.identified & np.where(self.male, is_female, is_male)

    @cached_property
    def birth_disagrees(self) -> Flags:
        """YC302: the cell against the ID, at the precision of the cell."""
        return (self.born < self.first("birth_date")) | (self.born > self.last("birth_date"))

    @cached_property
    def outsider(self) -> Flags:
        """People who say that they are no party members."""
        return self.known("political") & ~self.equal("political", *_MEMBERS)

    @cached_property
    def sanctioned_outsider(self) -> Flags:
        """YC309: a sanction that only a party member can be under, beside another political status."""
        return self.equal("discipline", *_OF_MEMBERS) & self.outsider

    @cached_property
    def date_without_sanction(self) -> Flags:
        """YC307: the day of a sanction beside 无 or nothing."""
        return self.known("discipline_on") & (self.nothing("discipline") | self.equal("discipline", "无"))

    def before(self, step: int) -> tuple[Days, Ints]:
        """The first day of the nearest earlier step of the procedure with a date, and which step that is."""
        days = np.full(len(self.frame), "NaT", dtype="datetime64[s]")
        which = np.full(len(self.frame), -1, dtype=np.int64)
        for number in range(step):
            first = self.first(self.steps[number])
            dated = ~np.isnat(first)
            days[dated], which[dated] = first[dated], number
        return days, which

    def too_early(self, step: int) -> Flags:
        """YC304: certainly before the nearest earlier step that has a date."""
        return np.less(self.last(self.steps[step]), self.before(step)[0])

    def conflicts(self) -> Mapping[str, frozenset[int]]:
        """Cells that contradict the ID: field -> row ids."""
        if self.kind is not TableKind.CANDIDATES:
            return {}
        found = {
            "sex": self.sex_disagrees,
            "birth_date": self.birth_disagrees,
            "discipline": self.sanctioned_outsider | self.date_without_sanction,
            **{name: self.too_early(number) for number, name in enumerate(self.steps) if number},
        }
        return {name: frozenset(self.frame.index[flags].tolist()) for name, flags in found.items() if flags.any()}

    def settled(self) -> pd.DataFrame:
        """The frame with dates out of range missing, and the birth date to judge by in `born` and `born_last`."""
        dates = [field.name for field in FIELDS[self.kind] if field.kind is Kind.DATE]
        wrong = [name for name in dates if self.out_of_range(name).any()]
        settled = {name: self.first(name) for name in wrong} | {f"{name}_last": self.last(name) for name in wrong}
        if self.kind is TableKind.CANDIDATES:
            for name, days in (("born", self.first("birth_date")), ("born_last", self.last("birth_date"))):
                settled[name] = np.where(self.identified, self.born, days)
                settled[name][self.birth_disagrees] = np.datetime64("NaT")
        return self.frame.assign(**settled)

    def label(self, name: str) -> str:
        """What the user calls a field."""
        return BY_NAME[self.kind][name].label

    def _days(self, name: str) -> tuple[Days, Days]:
        return self.frame[name].to_numpy(), self.frame[f"{name}_last"].to_numpy()
