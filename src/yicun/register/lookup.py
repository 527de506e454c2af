"""Which unit of the register is meant: one question, one answer; what is not certain is asked back, never guessed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.register.spelling import (
    BARE,
    COMMUNITY,
    VILLAGE,
    Names,
    Strings,
    nearest,
    question,
    split_villages,
    station_forms,
    township_forms,
    without_county,
)

Ints = npt.NDArray[np.int64]

_KINDS = (BARE, VILLAGE, COMMUNITY)
_KIND_OF_UNIT = {"行政村": VILLAGE, "社区": COMMUNITY}
_FORMER_BREAK = re.compile("[、，,；;/]")
_NONE: Ints = np.empty(0, dtype=np.int64)
_TOWNSHIPS_NAMED = 5
_FEW = 5_000  # with neither township nor station, a misspelt name is compared with no more names than this


@dataclass(frozen=True, slots=True)
class Question:
    """A village as a row writes it: text, stem and kind; `township` and `station` are positions, -1 not known."""

    text: str
    stem: str
    kind: str
    township: int
    station: int


@dataclass(frozen=True, slots=True)
class Match:
    """The position of the unit in the register (-1 none), and a code with its facts where there is something to say."""

    position: int = -1
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class Lookup:
    """The register, ready to be asked. `stations` and `townships` hold its names; `station_of` and `township_of`
    (positions in them, -1 none) and `name_of` run along its rows.
    """

    def __init__(self, register: pd.DataFrame) -> None:
        """Take the register as `villages.register` returns it."""
        self.stations = Names(register["station"].dropna().unique(), station_forms)
        self.townships = Names(register["township"].dropna().unique(), township_forms)
        self.station_of = _positions(register["station"], self.stations)
        self.township_of = _positions(register["township"], self.townships)
        self.name_of: Strings = register["village"].to_numpy(dtype=object)
        stems, self.kind_of = units(register)
        self._by_stem = Positions(stems)
        self._former_names = register["former_names"]

    def quick(self, stems: Strings, kinds: Strings, townships: Ints) -> Ints:
        """Positions of units named outright in their township, or with it blank once in the area; -1 asks for more."""
        listed = _unit_numbers(self._by_stem.numbers, self.kind_of)
        asked = _unit_numbers(self._by_stem.keys.get_indexer(pd.Index(stems)), kinds)
        in_township = _one_to_one(listed, self.township_of, asked, townships)
        in_area = _one_to_one(listed, np.zeros_like(listed), asked, np.where(townships < 0, 0, -1))
        return np.where(in_township >= 0, in_township, in_area)

    def ask(self, asked: Question) -> Match:
        """The unit the question means, else the code that says why none is certain (YC404 to YC407)."""
        same = self._in_scope(self._named(asked), asked)
        if len(same):
            return self._one_of(same)
        bare = self._in_scope(self._by_stem.of(asked.text), asked)
        if len(bare):
            return self._bare(bare)
        former = self._in_scope(self._by_former_name.get((asked.stem, asked.kind), _NONE), asked)
        if len(former):
            answer = self._one_of(former)
            return (
                answer
                if answer.code
                else Match(answer.position, "YC415", {"listed": str(self.name_of[answer.position])})
            )
        prefixed = self._township_in_text(asked)
        if prefixed is not None:
            return prefixed
        other = self._in_scope(self._by_stem.of(asked.stem), asked)
        if len(other):
            return Match(code="YC407", facts={"listed": self._names(other)})
        return self._of_another_station(asked) or Match(code="YC404", facts={"suggestion": question(self._near(asked))})

    def _of_another_station(self, asked: Question) -> Match | None:
        """A name the register holds once, in another township and of another station (YC406); it is not matched."""
        named = self._named(asked)
        if len(named) != 1 or asked.station < 0 or self.station_of[named[0]] in {-1, asked.station}:
            return None
        return Match(code="YC406", facts={"station": self.stations.names[int(self.station_of[named[0]])]})

    def _named(self, asked: Question) -> Ints:
        positions = self._by_stem.of(asked.stem)
        named: Ints = positions[self.kind_of[positions] == asked.kind]
        return named

    def _in_scope(self, positions: Ints, asked: Question) -> Ints:
        """Those in the township asked for, all where it is blank; where the register leaves it blank, the station's."""
        township, station = self.township_of[positions], self.station_of[positions]
        in_township: Ints = positions[(township == asked.township) & (township >= 0)]
        of_station: Ints = positions[(township < 0) & (station == asked.station) & (station >= 0)]
        if len(in_township) or len(of_station):
            return in_township if len(in_township) else of_station
        return _NONE if asked.township >= 0 else positions

    def _one_of(self, positions: Ints) -> Match:
        if len(positions) == 1:
            return Match(int(positions[0]))
        numbers = pd.unique(self.township_of[positions])
        names = [self.townships.names[number] if number >= 0 else "" for number in numbers[:_TOWNSHIPS_NAMED].tolist()]
        more = f"等 {len(numbers)} 个乡镇" if len(numbers) > len(names) else ""
        return Match(code="YC405", facts={"townships": "、".join(names) + more})

    def _bare(self, positions: Ints) -> Match:
        """水头 is 水头村 only where there is no 水头社区 beside it."""
        if len(np.unique(self.township_of[positions])) == 1 and (self.kind_of[positions] == COMMUNITY).any():
            return Match(code="YC407", facts={"listed": self._names(positions)})
        return self._one_of(positions)

    def _township_in_text(self, asked: Question) -> Match | None:
        """省新镇园内村 in the village's cell, unless the township's own cell says another."""
        for text in dict.fromkeys((asked.text, without_county(asked.text))):
            for length in range(2, len(text)):
                township = self.townships.exactly(text[:length])
                if township < 0 or asked.township not in {-1, township}:
                    continue
                stems, kinds = split_villages([text[length:]])
                answer = self.ask(Question(text[length:], stems[0], kinds[0], township, asked.station))
                return answer if answer.position >= 0 else None
        return None

    def _near(self, asked: Question) -> list[str]:
        elsewhere = [self._full_name(at) for at in self._named(asked)]
        if asked.township < 0 and asked.station < 0:
            pool: Iterable[int] = range(len(self.name_of)) if len(self.name_of) <= _FEW else ()
        else:
            pool = (*self._in_township.of(asked.township), *self._in_station.of(asked.station))
        near: dict[str, int] = {}
        for at in pool:
            near.setdefault(str(self.name_of[at]), at)
        names = (self._suggested(near[name], asked) for name in nearest(asked.text, near))
        return list(dict.fromkeys((*elsewhere, *names)))[:3]

    def _suggested(self, at: int, asked: Question) -> str:
        in_township = asked.township in {-1, int(self.township_of[at])}
        return str(self.name_of[at]) if in_township else self._full_name(at)

    def _names(self, positions: Ints) -> str:
        one_township = len(np.unique(self.township_of[positions])) == 1
        return "”或“".join(
            dict.fromkeys(str(self.name_of[at]) if one_township else self._full_name(at) for at in positions.tolist())
        )

    def _township_name(self, at: int) -> str:
        number = int(self.township_of[at])
        return self.townships.names[number] if number >= 0 else ""

    def _full_name(self, at: int) -> str:
        return f"{self._township_name(at)}{self.name_of[at]}"

    @cached_property
    def _in_township(self) -> "Positions":
        return Positions(self.township_of)

    @cached_property
    def _in_station(self) -> "Positions":
        return Positions(self.station_of)

    @cached_property
    def _by_former_name(self) -> Mapping[tuple[str, str], Ints]:
        held = np.flatnonzero(self._former_names.notna().to_numpy())
        pairs = [(at, name) for at in held for name in _FORMER_BREAK.split(self._former_names.iloc[at]) if name]
        stems, kinds = split_villages([name for _, name in pairs])
        groups = defaultdict(list)
        for (at, _), stem, kind in zip(pairs, stems, kinds, strict=True):
            groups[stem, kind].append(int(at))
        return {key: np.array(positions, dtype=np.int64) for key, positions in groups.items()}


def units(register: pd.DataFrame) -> tuple[Strings, Strings]:
    """Stem and kind of every row of a register; a name that tells no kind has that of its `unit_type`."""
    villages = register["village"].astype("category").cat
    stems, kinds = split_villages(villages.categories)
    stem, kind = stems[villages.codes], kinds[villages.codes]
    by_unit = register["unit_type"].astype("object").map(_KIND_OF_UNIT).fillna(BARE).to_numpy(dtype=object)
    return stem, np.where(kind == BARE, by_unit, kind)


def _positions(column: "pd.Series[str]", names: Names) -> Ints:
    whole = column.astype("category").cat
    return np.append(names.find_all(whole.categories), -1)[whole.codes]


def _one_to_one(listed: Ints, listed_in: Ints, asked: Ints, asked_in: Ints) -> Ints:
    """Where each unit asked for stands among those listed in the same place, -1 unless exactly once."""
    width = int(listed.max(initial=0)) + 1
    keys = pd.Index(np.where(listed_in < 0, -1, listed_in * width + listed))
    once = np.flatnonzero(~keys.duplicated(keep=False) & (keys.to_numpy() >= 0))
    found = keys[once].get_indexer(pd.Index(np.where((asked < 0) | (asked_in < 0), -1, asked_in * width + asked)))
    return np.append(once, -1)[found]


def _unit_numbers(stems: Ints, kinds: Strings) -> Ints:
    kind = np.select([kinds == name for name in _KINDS], range(len(_KINDS)))
    return np.where(stems < 0, -1, stems * len(_KINDS) + kind)


class Positions:
    """Where each key stands in a column; `numbers` are the positions of its entries in the unique `keys`."""

    def __init__(self, column: npt.NDArray[Any]) -> None:
        self.numbers, keys = pd.factorize(column)
        self.keys = pd.Index(keys)
        self._order = np.argsort(self.numbers, kind="stable")
        self._starts = np.searchsorted(self.numbers[self._order], np.arange(len(keys) + 1))
        self._number_of = {key: number for number, key in enumerate(keys.tolist())}

    def of(self, key: object) -> Ints:
        """The positions of a key, in order."""
        number = self._number_of.get(key)
        return _NONE if number is None else self._order[self._starts[number] : self._starts[number + 1]]
