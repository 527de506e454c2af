"""What a handy colleague writes: pandas reads with openpyxl, a loop looks at every row."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pandas as pd
from rows import CHOICES, DATES, ID_NUMBER, PHONE, REQUIRED, STEPS, files, frame_of, tell

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
AS_OF = date(2020, 5, 7)


def check_digit_is_right(number: str) -> bool:
    """GB 11643."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(number, WEIGHTS, strict=False)) % 11] == number[17]


def day_of(value: Any) -> date | None:
    """A date however it was written; None where it is none."""
    if isinstance(value, datetime):
        return value.date()
    numbers = [int(part) for part in re.findall(r"\d+", str(value))]
    try:
        return date(*([*numbers, 1])[:3]) if len(numbers) >= 2 else None
    except ValueError:
        return None


def wrong_within(row: Any, villages: set[tuple[str, str]], stations: set[str]) -> Iterator[str]:
    """What is wrong with one row by itself."""
    blank = {name for name in row.index if pd.isna(row[name]) or not str(row[name]).strip()}
    yield from (name for name in REQUIRED if name in blank)
    yield from (name for name, among in CHOICES.items() if name not in blank and row[name] not in among)
    number = str(row["公民身份号码"])
    if "公民身份号码" not in blank:
        born = day_of(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
        if not re.fullmatch(ID_NUMBER, number) or not check_digit_is_right(number) or born is None:
            yield "公民身份号码"
        else:
            if not 18 <= AS_OF.year - born.year <= 75:
                yield "年龄"
            if "性别" not in blank and row["性别"] != "女男"[int(number[16]) % 2]:
                yield "性别"
            written = day_of(row["出生年月"])
            if "出生年月" not in blank and (
                written is None or (written.year, written.month) != (born.year, born.month)
            ):
                yield "出生年月"
    if "联系电话" not in blank and not re.fullmatch(PHONE, str(row["联系电话"])):
        yield "联系电话"
    days = {name: day_of(row[name]) for name in DATES if name not in blank}
    yield from (name for name, day in days.items() if day is None or day > AS_OF)
    steps = [day for name in STEPS if (day := days.get(name)) is not None]
    if steps != sorted(steps) or any(later in days for earlier, later in itertools.pairwise(STEPS) if earlier in blank):
        yield "程序"
    if ("党纪处分" in blank or row["党纪处分"] == "无") != ("处分决定生效日期" in blank):
        yield "党纪处分"
    if "姓名" not in blank and re.search(r"\d|[?？()（）]", str(row["姓名"])):
        yield "姓名"
    if (row["乡镇（街道）"], row["行政村"]) not in villages or row["派出所"] not in stations:
        yield "行政村"


def main() -> None:
    """Look at every row, then at every ID, phone and village."""
    folder, rosters = files()
    register = pd.read_excel(folder / "底册" / "行政村底册.xlsx", dtype=str, engine="openpyxl")
    register.columns = [str(name) for name in register.columns]
    if "行政村" not in register:
        register = pd.read_excel(folder / "底册" / "行政村底册.xlsx", dtype=str, header=1, engine="openpyxl")
    villages = set(zip(register["乡镇（街道）"], register["行政村"], strict=True))
    stations = set(register["派出所"])
    found = []
    by_id, by_phone, by_village = defaultdict(list), defaultdict(list), defaultdict(list)
    for roster in rosters:
        path = roster.relative_to(folder).as_posix()
        frame = frame_of(roster)
        for number, row in frame.iterrows():
            place = (path, int(number) + 2)
            if any(True for _ in wrong_within(row, villages, stations)):
                found.append(place)
            by_id[row["公民身份号码"]].append((place, row["姓名"], row["行政村"]))
            by_phone[row["联系电话"]].append((place, row["公民身份号码"]))
            if row["推选意见"] == "拟推选":
                by_village[row["乡镇（街道）"], row["行政村"]].append(place)
    for same in by_id.values():
        if len(same) > 1:
            found += [place for place, _, _ in same]
    for people in by_phone.values():
        if len({person for _, person in people}) > 2:
            found += [place for place, _ in people]
    for chosen in by_village.values():
        if len(chosen) > 1:
            found += chosen
    tell(found)


if __name__ == "__main__":
    main()
