"""People who do not exist: IDs that belong to nobody, made-up names, and a story for every verdict.

Sequence codes 996–999 are kept for people over a hundred, so with a birth year after 1930 no such ID was ever given.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from synthetic.books import Cell

AS_OF = date(2020, 5, 7)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = (
    "35", "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "36", "37", "41", "42", "43",
    "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
)  # fmt: skip
_OLDEST, _YOUNGEST = date(1961, 1, 1), date(1998, 12, 31)
_DAYS = (_YOUNGEST - _OLDEST).days + 1
_MADE_UP = ("示例", "样本", "虚拟", "假设")
_GIVEN = (
    "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥金木水火土山石田禾竹兰梅松柏春夏秋冬风云江河湖海星辰晨明清和平安宁康"
    "文武忠信仁义礼智勇刚强建国庆华丽芳玉珍秀英红燕墘垵堃喆燊㛃䶮"
)
_MINORITY = ("示例·样本江", "样本提·虚拟买买", "虚拟布·示例旺堆", "假设娜·样本尔")


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character of a resident ID (GB 11643, mod 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_seventeen, strict=True))
    return "10X98765432"[total % 11]


def id_number(region: str, born: date, sequence: int) -> str:
    """A resident ID with a good check digit; six digits of region, three of sequence."""
    start = f"{region}{born:%Y%m%d}{sequence:03d}"
    return start + check_digit(start)


def born_on(identity: str) -> date:
    """The birth date in an ID."""
    return date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))


def age_on(born: date, day: date) -> int:
    """Completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(slots=True)
class Population:
    """An endless supply of distinct people for one station.

    `number` keeps the stations apart, `capacity` is more than any of them has. `home` is the region of every ID (""
    gives each station a region of its own), `names` the names to use up (None: any made-up ones). Phones of the 154
    block were never given out by any carrier.
    """

    number: int
    randomness: random.Random
    capacity: int = 10_000
    home: str = ""
    phones: str = "154"
    names: Iterator[str] | None = None
    _made: int = 0
    _used: set[str] = field(default_factory=set)
    _dated: Counter[date] = field(default_factory=Counter)

    def identity(self, not_before: date | None = None, *, woman: bool = False) -> str:
        """A new ID of any working age, or born within 300 days of the given day; digit 17 says the sex."""
        if not_before is None:
            index, days, first = self._made + (self.number * self.capacity if self.home else 0), _DAYS, _OLDEST
        else:
            index, days, first = self._dated[not_before] + (self.number * 11 if self.home else 0), 300, not_before
            self._dated[not_before] += 1
        self._made += 1
        region = self.home or f"{_PROVINCES[index // (days * 2) % len(_PROVINCES)]}{self.number % 10000:04d}"
        sequence = 996 + (0 if woman else 1) + 2 * (index // days % 2)
        return id_number(region, first + timedelta(index * 7919 % days), sequence)

    def name(self) -> str:
        """A plainly made-up name; some with rare characters, some with a middle dot."""
        if self.names is not None:
            return next(self.names)
        given = "".join(self.randomness.choices(_GIVEN, k=self.randomness.choice((1, 2, 2))))
        name = self.randomness.choice(_MINORITY if self.randomness.random() < 0.03 else _MADE_UP) + given
        while name in self._used:
            name += self.randomness.choice(_GIVEN)
        self._used.add(name)
        return name

    def phone(self) -> str:
        """A mobile number nobody has, each used once."""
        width = 11 - len(self.phones)
        return f"{self.phones}{(self.number * self.capacity + self._made) % 10**width:0{width}d}"


Person = dict[str, Cell]


def clean_person(population: Population, station: str, township: str, village: str) -> Person:
    """Somebody eligible with the first three steps done; stories change what matters to them."""
    randomness = population.randomness
    woman = randomness.random() < 0.3
    identity = population.identity(woman=woman)
    applied = date(2020, 4, 24) + timedelta(randomness.randrange(5))
    recommended = applied + timedelta(randomness.randrange(1, 4))
    return {
        "station": station,
        "township": township,
        "village": village,
        "name": population.name(),
        "sex": "女" if woman else "男",
        "political": randomness.choice(("群众", "群众", "中共党员", "中共预备党员", "无党派民主人士")),
        "education": randomness.choice(("高中", "高中", "中专", "职高", "技校", "大专", "本科")),
        "category": randomness.choice(("治保主任", "治保主任", "综治协管员", "综治协管员", "村干部、治保主任")),
        "phone": population.phone(),
        "resident": "是",
        "fit": "是",
        "vetting": "无",
        "vetted_on": recommended,
        "inspection": "合格",
        "discipline": "无",
        "discipline_on": None,
        "applied_on": applied,
        "recommended_on": recommended,
        "inspected_on": recommended + timedelta(randomness.randrange(1, 4)),
        "decided_on": None,
        "decision": None,
        "choice": None,
        "fallback_reason": None,
        "exception_note": None,
        "remark": None,
    } | of_identity(identity)


def of_identity(identity: str) -> Person:
    """The cells that must agree with an ID, and the ID."""
    born = born_on(identity)
    return {"id_number": identity, "birth_date": born, "age": float(age_on(born, AS_OF))}


@dataclass(frozen=True, slots=True)
class Story:
    """One way a candidate may stand: what differs from a clean person, and the verdict the two documents give.

    `born`: born within 300 days of this day.
    """

    name: str
    weight: int
    verdict: str
    changes: dict[str, Cell]
    born: date | None = None


_DONE: dict[str, Cell] = {}
_WAITING: dict[str, Cell] = {"inspection": "待核", "inspected_on": None}
_NEW: dict[str, Cell] = {**_WAITING, "applied_on": None, "recommended_on": None}
_MEMBER: dict[str, Cell] = {"political": "中共党员"}
_SANCTIONED: dict[str, Cell] = {**_MEMBER, "vetting": "有"}  # of a running sanction, 核查 knows

STORIES: tuple[Story, ...] = (
    Story("三步已完成", 40, "eligible", _DONE),
    Story("已审核确定", 16, "eligible", {"decided_on": AS_OF, "decision": "确定"}),
    Story("退伍军人并说明原因", 8, "eligible", {"category": "退伍军人", "fallback_reason": "年龄较大"}),
    Story("专职网格员并说明原因", 4, "eligible", {"category": "专职网格员", "fallback_reason": "本人不愿意"}),
    Story("六十二岁村干部", 4, "eligible", {"category": "村干部", "fallback_reason": "岗位空缺"}, date(1957, 6, 1)),
    Story("六十一岁治保主任", 2, "eligible", {"category": "治保主任", "fallback_reason": "年龄较大"}, date(1958, 6, 1)),
    Story("六十岁治保主任", 2, "eligible", {"category": "治保主任"}, date(1959, 6, 1)),
    Story(
        "初中并说明特殊情况",
        3,
        "eligible",
        {"education": "初中", "exception_note": "长期任治保主任，熟悉村情，一般要求之外报请批准"},
    ),
    Story("处分已满两年", 2, "eligible", {**_MEMBER, "discipline": "警告", "discipline_on": date(2017, 9, 1)}),
    Story("处分已满三年", 1, "eligible", {**_MEMBER, "discipline": "撤销党内职务", "discipline_on": date(2016, 11, 8)}),
    Story("考察合格未到日期", 5, "eligible", {"inspected_on": None}),
    Story("初中未说明", 4, "needs_reason", {"education": "初中"}),
    Story("考察中", 3, "undetermined", _WAITING),
    Story("只有自荐", 2, "undetermined", {**_WAITING, "recommended_on": None}),
    Story("尚未启动", 2, "undetermined", _NEW),
    Story("常驻待核", 2, "undetermined", {"resident": "待核"}),
    Story("工作能力待核", 1, "undetermined", {"fit": "待核"}),
    Story("核查待核", 3, "undetermined", {"vetting": "待核", "vetted_on": None}),
    Story("核查过期", 2, "undetermined", {"vetted_on": date(2020, 3, 20)}),
    Story("处分满两年当日", 1, "undetermined", {**_MEMBER, "discipline": "警告", "discipline_on": date(2018, 5, 7)}),
    Story("不常驻", 2, "ineligible", {"resident": "否"}),
    Story("不能开展工作", 1, "ineligible", {"fit": "否"}),
    Story("核查有记录", 2, "ineligible", {"vetting": "有"}),
    Story("考察不合格", 1, "ineligible", {"inspection": "不合格"}),
    Story("警告不满两年", 2, "ineligible", {**_SANCTIONED, "discipline": "警告", "discipline_on": date(2018, 6, 2)}),
    Story(
        "留党察看不满三年",
        1,
        "ineligible",
        {**_SANCTIONED, "discipline": "留党察看", "discipline_on": date(2018, 1, 15)},
    ),
    Story("不予确定", 1, "ineligible", {"inspection": "不合格", "decided_on": AS_OF, "decision": "不予确定"}),
)
_CUMULATIVE = [sum(story.weight for story in STORIES[: end + 1]) for end in range(len(STORIES))]


def any_story(randomness: random.Random) -> Story:
    """A story by its weight."""
    return randomness.choices(STORIES, cum_weights=_CUMULATIVE)[0]


def story_named(name: str) -> Story:
    """The story of a name; KeyError where there is none."""
    return {story.name: story for story in STORIES}[name]


def tell(story: Story, person: Person, population: Population) -> Person:
    """A clean person as the story has them."""
    if story.born is not None:
        identity = population.identity(story.born, woman=person["sex"] == "女")
        person |= of_identity(identity)
    return person | story.changes


def sample_names() -> Iterator[str]:
    """示例甲, 示例乙 … then two characters: each once."""
    yield from (f"示例{one}" for one in _GIVEN)
    yield from (f"示例{one}{two}" for one in _GIVEN for two in _GIVEN)
