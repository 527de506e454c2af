"""A million people by the shipped rulebook, beside plain two-mask numpy code for the same conditions.

    python bench/judge.py [PEOPLE]

Prints the medians of seven runs in turn and their ratio; the target is at most 2. Both start from the same typed roster
and end with verdict, rank, stage and who counts for every person; the numbers of each verdict must agree.
"""

import statistics
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from builders import make_roster
from yicun.model.roster import Roster
from yicun.rulebook.files import shipped
from yicun.rulebook.judge import judge
from yicun.rulebook.load import load_rulebook

AS_OF = date(2020, 5, 10)
RUNS = 7
VERDICTS = ["eligible", "needs_reason", "undetermined", "ineligible"]


def make_people(number: int, seed: int = 20200510) -> Roster:
    """A roster of `number` people in half as many villages, some of every kind, a twentieth of the cells blank."""
    random = np.random.default_rng(seed)
    roster = make_roster([{}])

    def drawn(values: list[str | None]) -> pd.Categorical:
        listed = sorted({value for value in values if value is not None})
        codes = np.array([-1 if value is None else listed.index(value) for value in values], np.int8)
        return pd.Categorical.from_codes(codes[random.integers(0, len(values), number)], listed)

    def days(first: str, last: str, blank: float) -> np.ndarray:
        start, end = np.datetime64(first, "s"), np.datetime64(last, "s")
        drawn_days = start + (random.random(number) * ((end - start).astype("int64") // 86400)).astype("int64") * 86400
        drawn_days[random.random(number) < blank] = np.datetime64("NaT")
        return drawn_days

    usual = 12
    columns: dict[str, object] = {
        "village": drawn(["园内村"] * 9 + [None]),
        "education": drawn(["高中", "中专", "大专", "高中（肄业）", "初中"] * 4 + [None]),
        "category": drawn(
            ["治保主任", "综治协管员", "村干部", "退伍军人、村干部", "其他", "治保主任、村干部"] * 3 + [None]
        ),
        "resident": drawn(["是"] * usual + ["否", "待核", None]),
        "fit": drawn(["是"] * usual + ["否", "待核", None]),
        "vetting": drawn(["无"] * usual + ["有", "待核", None]),
        "inspection": drawn(["合格"] * usual + ["不合格", "待核", None]),
        "discipline": drawn(["无"] * usual + ["警告", "严重警告", "留党察看", "撤销党内职务", None, None]),
        "choice": drawn(["拟推选", "备选", None]),
        "fallback_reason": drawn(["年龄较大", "岗位空缺", None]),
        "exception_note": pd.array(random.choice(np.array(["特殊情况", None], object), number), dtype="str"),
    }
    dates = {
        "born": ("1950-01-01", "1995-01-01", 0.02), "discipline_on": ("2015-01-01", "2020-05-01", 0.2),
        "vetted_on": ("2020-03-20", "2020-05-10", 0.05), "applied_on": ("2020-04-24", "2020-05-10", 0.1),
        "recommended_on": ("2020-04-24", "2020-05-10", 0.2), "inspected_on": ("2020-04-24", "2020-05-12", 0.3),
        "decided_on": ("2020-05-01", "2020-05-20", 0.6),
    }  # fmt: skip
    for name, (first, last, blank) in dates.items():
        columns[name] = columns[f"{name}_last"] = days(first, last, blank)
    candidates = roster.candidates.iloc[np.zeros(number, np.int64)].reset_index(drop=True).assign(**columns)
    candidates["village_row"] = random.integers(0, max(1, number // 2), number)
    return Roster(roster.files, roster.places, roster.villages, candidates)


def by_hand(  # noqa: PLR0915 - written in one go on purpose, as a script would be
    roster: Roster,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The same conditions as somebody would write them once, in numpy with a true and a false mask for each."""
    people = roster.candidates
    codes = {name: people[name].cat.codes.to_numpy() for name in people.columns if people[name].dtype == "category"}
    texts = {name: list(people[name].cat.categories) for name in codes}

    def among(name: str, values: set[str], pending: str = "待核") -> tuple[np.ndarray, np.ndarray]:
        column = codes[name]
        true = np.zeros(len(column), bool)
        known = column >= 0
        for code, text in enumerate(texts[name]):
            if text in values:
                true |= column == code
            if text == pending:
                known &= column != code
        return true & known, ~true & known

    def having(name: str, values: set[str]) -> tuple[np.ndarray, np.ndarray]:
        return among(name, {text for text in texts[name] if values & set(text.split("、"))})

    def later(name: str, day: str, not_after: str) -> tuple[np.ndarray, np.ndarray]:
        first, last = (people[column].to_numpy() for column in (name, f"{name}_last"))
        return first > np.datetime64(day, "s"), last <= np.datetime64(not_after, "s")

    size = len(people)
    worst = np.zeros(size, np.int8)

    def require(true: np.ndarray, false: np.ndarray, weight: int = 3) -> None:
        np.maximum(worst, false * np.int8(weight), out=worst)
        np.maximum(worst, ~(true | false) * np.int8(2), out=worst)

    village = (codes["village"] >= 0) & (people["village_row"].to_numpy() >= 0)
    require(village, np.zeros(size, bool))
    require(*among("inspection", {"合格"}))
    require(*among("resident", {"是"}))
    require(*among("fit", {"是"}))
    true, false = among("education", {"高中", "中专", "职高", "技校", "大专", "本科", "研究生", "高中（肄业）"})
    np.maximum(worst, (false & people["exception_note"].isna().to_numpy()) * np.int8(1), out=worst)
    np.maximum(worst, ~(true | false) * np.int8(2), out=worst)
    vetted_bad, vetted_clear = among("vetting", {"有"})
    require(vetted_clear, vetted_bad)
    today, a_day = np.datetime64("2020-05-10", "s"), np.timedelta64(86400, "s")
    stage = np.zeros(size, np.int8)
    reached = np.ones(size, bool)
    through = reached
    for step in ("applied_on", "recommended_on", "inspected_on", "decided_on"):
        reached = reached & (people[f"{step}_last"].to_numpy() <= today)
        through = reached if step == "inspected_on" else through
        stage += reached
    asked_on = np.where(through, people["inspected_on_last"].to_numpy().astype("datetime64[s]"), today)
    first = people["vetted_on"].to_numpy()
    fresh = (first > asked_on - 31 * a_day) & (first <= today)
    require(fresh, np.zeros(size, bool), 2)
    covered = (codes["discipline"] < 0) & people["discipline_on"].isna().to_numpy() & vetted_clear
    is_dismissed, not_dismissed = among("discipline", {"开除公职"}, "")
    np.maximum(worst, is_dismissed * np.where(vetted_clear, np.int8(2), np.int8(3)), out=worst)
    np.maximum(worst, (~(is_dismissed | not_dismissed) & ~covered) * np.int8(2), out=worst)
    for kinds, within, over in (
        ({"警告", "严重警告"}, "2018-05-10", "2018-05-09"),
        ({"撤销党内职务", "留党察看", "开除党籍"}, "2017-05-10", "2017-05-09"),
    ):
        is_kind, is_not = among("discipline", kinds, "")
        inside, outside = later("discipline_on", within, over)
        holds, clear = is_kind & inside, is_not | outside
        np.maximum(worst, holds * np.where(vetted_clear, np.int8(2), np.int8(3)), out=worst)
        np.maximum(worst, (~(holds | clear) & ~covered) * np.int8(2), out=worst)
    priority, not_priority = having("category", {"治保主任", "综治协管员"})
    month = asked_on.astype("datetime64[M]")
    turned = (month - 61 * 12).astype("datetime64[s]") + (asked_on - month.astype("datetime64[s]"))
    young, old = people["born"].to_numpy() > turned, people["born_last"].to_numpy() <= turned
    rank_one, not_one = priority & young, not_priority | old
    listed, not_listed = having("category", {"治保主任", "综治协管员", "村干部", "退伍军人", "巡防队员"})
    other, _ = having("category", {"其他", "专职网格员"})
    rank = np.zeros(size, np.int8)
    rank[rank_one] = 1
    rank[not_one & listed] = 2
    rank[not_one & not_listed & other] = 3
    place = people["village_row"].to_numpy()
    villages = int(place.max()) + 1
    marked = codes["choice"] == texts["choice"].index("拟推选")
    marks = np.bincount(place[marked], minlength=villages)
    order = np.where(rank == 0, np.int8(127), rank)
    ahead = marks[place] == 0
    for narrower in (codes["choice"] != texts["choice"].index("备选"), through):
        some = np.bincount(place[ahead & narrower], minlength=villages)[place] > 0
        ahead &= narrower | ~some
    best = np.full(villages, 127, np.int8)
    for value in (3, 2, 1):
        best[place[ahead & (order == value)]] = value
    ahead &= order == best[place]
    alone = np.bincount(place[ahead], minlength=villages)
    tied = (ahead & (alone[place] > 1)) | (marked & (marks[place] > 1))
    chosen = (marked & (marks[place] == 1)) | (ahead & (alone[place] == 1))
    asked = chosen | tied
    unmet = not_priority & people["fallback_reason"].isna().to_numpy()
    np.maximum(worst, (asked & unmet) * np.int8(1), out=worst)
    np.maximum(worst, (asked & ~(priority | not_priority)) * np.int8(2), out=worst)
    return worst, rank, stage, chosen, tied


def main() -> None:
    """Run both in turn and print how they compare."""
    roster = make_people(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    rulebook, findings = load_rulebook(shipped() / "nanan-2020.yaml", shown="nanan-2020", search=[shipped()])
    assert rulebook is not None, findings.single
    judged, _ = judge(rulebook, roster, AS_OF, AS_OF)
    plain = by_hand(roster)
    people = judged.people
    ours = (people["verdict"].cat.codes, people["rank"].fillna(0), people["stage"], people["chosen"], people["tied"])
    for name, mine, theirs in zip(("verdict", "rank", "stage", "chosen", "tied"), ours, plain, strict=True):
        assert np.array_equal(mine.to_numpy(), theirs), f"{name} differs"
    runs = [lambda: judge(rulebook, roster, AS_OF, AS_OF), lambda: by_hand(roster)]
    times: list[list[float]] = [[], []]
    for _ in range(RUNS):
        for took, run in zip(times, runs, strict=True):
            start = time.perf_counter()
            run()
            took.append(time.perf_counter() - start)
    ours_s, plain_s = (statistics.median(took) for took in times)
    ratios = [mine / theirs for mine, theirs in zip(*times, strict=True)]
    counts = dict(zip(VERDICTS, np.bincount(plain[0], minlength=4).tolist(), strict=True))
    print(f"{len(roster.candidates):,} people: {counts}")
    ratio = f"{ours_s / plain_s:.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
    print(f"judge {ours_s:.3f} s, plain numpy {plain_s:.3f} s, ratio {ratio}")


if __name__ == "__main__":
    main()
