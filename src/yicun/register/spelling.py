"""How villages, townships and stations may be written, reduced to what tells one from another (fields.md, Values)."""

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from yicun.model.errors import CannotRun

VILLAGE, COMMUNITY, BARE = "村", "社区", ""
"""What the ending of a name says of the unit; `BARE` says nothing."""

Strings = npt.NDArray[np.object_]

_VILLAGE_ENDING = "(?:村?(?:村民委员会|村委会)|村)$"
_VILLAGE_TWICE = "村(?:村民委员会|村委会)$"
_COMMUNITY_ENDING = "(?:(?:社区)?(?:居民委员会|居委会)|社区)$"
_TOWNSHIP_ENDING = re.compile("(?<=.)(?:镇|乡|街道办事处|街道|办事处)(?:人民政府)?$")
_BUREAU = re.compile("^.*公安(?:局|分局)")
_COUNTY = re.compile("^.{1,6}?[市县区]")
_ASIDE = re.compile(r"[（(][^（(）)]*[）)]|\s")
_STATION = re.compile("(.+?)(?:派出)?所")
_AT_TOWNSHIP = re.compile("(?<=.)(?:镇|乡|街道)$")
_LONGEST = 60  # characters of a name that is looked for
_CLOSE = 0.6  # two of three characters agree


def split_villages(names: Iterable[str]) -> tuple[Strings, Strings]:
    """Each name without its ending, and the kind the ending tells: 园内村委会 -> 园内, 村; 水头社区 -> 水头, 社区."""
    text = pd.Series(list(names), dtype="str")
    community = text.str.contains(_COMMUNITY_ENDING).to_numpy(dtype=bool)
    village = text.str.contains(_VILLAGE_ENDING).to_numpy(dtype=bool) & ~community
    stems = text.str.replace(_COMMUNITY_ENDING, "", regex=True).str.replace(_VILLAGE_ENDING, "", regex=True)
    stems = stems.where(village | community, text).where(stems != "", text)
    kinds = np.select([community, village], [COMMUNITY, VILLAGE], BARE).astype(object)
    return stems.to_numpy(dtype=object), kinds


def with_village(names: Iterable[str], stems: Strings) -> Strings:
    """The stems, but 新村 for 新村村委会, which is 新村村 where there is one, and 新村 only where there is none."""
    text = pd.Series(list(names), dtype="str")
    longer = text.str.contains(_VILLAGE_TWICE).to_numpy(dtype=bool)
    return np.where(longer, stems + "村", stems).astype(object)


def township_forms(text: str) -> tuple[str, ...]:
    """What a township may be compared by, surest first: 省新镇 -> 省新; 南安市省新镇 -> 南安市省新, then 省新."""
    bare = _ASIDE.sub("", text)
    return tuple(_TOWNSHIP_ENDING.sub("", form) for form in (bare, without_county(bare)))


def station_forms(text: str) -> tuple[str, ...]:
    """What a station may be compared by, surest first: 南安市公安局省新镇派出所 -> 省新镇, 省新; 省新所 -> 省新."""
    bare = _BUREAU.sub("", _ASIDE.sub("", text))
    forms: list[str] = []
    for form in (bare, without_county(bare)):
        whole = _STATION.fullmatch(form)
        forms += [whole.group(1), _AT_TOWNSHIP.sub("", whole.group(1))] if whole else [form]
    return tuple(dict.fromkeys(forms))


def without_county(text: str) -> str:
    """南安市省新镇 -> 省新镇; a text that names no county stays."""
    return _COUNTY.sub("", text)


class Names:
    """Names that count, found by any accepted way of writing them; what fits two names fits none."""

    def __init__(self, names: Iterable[str], forms: Callable[[str], Sequence[str]]) -> None:
        """Take the names as they stand in the register and how one is reduced for comparison."""
        self.names = tuple(dict.fromkeys(names))
        self._forms = forms
        self._numbers = {name: number for number, name in enumerate(self.names)}
        self._by_form: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self.names):
            for form in dict.fromkeys(forms(name)):
                self._by_form[form].append(number)

    def exactly(self, text: str) -> int:
        """The position of a name written out in full, or -1."""
        return self._numbers.get(text, -1)

    def find(self, text: str) -> int:
        """The position in `names` of what the text means, or -1."""
        if text in self._numbers:
            return self._numbers[text]
        if len(text) > _LONGEST:
            return -1
        for form in self._forms(text):
            numbers = self._by_form.get(form, ())
            if numbers:
                return numbers[0] if len(numbers) == 1 else -1
        return -1

    def find_all(self, texts: Iterable[str]) -> npt.NDArray[np.int64]:
        """`find` for each text."""
        return np.array([self.find(text) for text in texts], dtype=np.int64)

    def near(self, text: str) -> str:
        """A question naming at most three similar names, or nothing."""
        if len(text) > _LONGEST:
            return ""
        letters = set(self._forms(text)[-1])
        return question(nearest(text, (name for name, own in self._letters if letters & own)))

    @cached_property
    def _letters(self) -> Sequence[tuple[str, frozenset[str]]]:
        """Each name with the letters of its shortest form."""
        return [(name, frozenset(self._forms(name)[-1])) for name in self.names]


def nearest(text: str, names: Iterable[str]) -> list[str]:
    """At most three names that differ little from the text, nearest first. Shown to people, never taken for them."""
    letters = set(text)
    likely = [
        name for name in dict.fromkeys(names) if 2 * len(letters.intersection(name)) >= _CLOSE * (len(text) + len(name))
    ]
    return difflib.get_close_matches(text, likely, n=3, cutoff=_CLOSE) if likely else []


def question(names: Sequence[str]) -> str:
    """The suggestion behind a message: `，是否为“甲”“乙”？`; nothing without names."""
    return f"，是否为{''.join(f'“{name}”' for name in names)}？" if names else ""


def must_be_known(station: str, known: Sequence[str]) -> None:
    """Raise `CannotRun` where the register has no such station, naming the nearest."""
    if station not in known:
        near = difflib.get_close_matches(station, known, 3, 0.5) or known[:3]
        raise CannotRun(f"底册中没有派出所“{station}”。→ 请按底册填写，如 {'、'.join(near)}")
