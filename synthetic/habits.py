"""Other ways of writing the same thing, none of them wrong: a reader may leave a note, never an error or a warning."""
# ruff: noqa: E501 - a table of words reads better with one entry a line

import random
from collections.abc import Callable
from datetime import date

from synthetic.books import Cell

_DAY_ZERO = date(1899, 12, 30)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DATES: tuple[Callable[[date], Cell], ...] = (
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f" {day:%Y-%m-%d} ",
    lambda day: f"{day:%Y-%m-%d} 00:00:00",
    lambda day: float((day - _DAY_ZERO).days),
    lambda day: float(f"{day:%Y%m%d}"),
)
_BIRTHS: tuple[Callable[[date], Cell], ...] = (
    *_DATES,
    lambda day: f"{day:%Y-%m}",
    lambda day: f"{day.year}年{day.month}月",
    lambda day: f"{day:%Y%m}",
    lambda day: f"{day:%Y.%m}.{day:%d}",
)
_WORDS: dict[str, tuple[str, ...]] = {
    "男": ("男性", "男 "), "女": ("女性", " 女"),
    "群众": ("普通群众", "一般群众", "普通公民", "13"), "中共党员": ("党员", "中共", "01"), "中共预备党员": ("预备党员", "02"),
    "无党派民主人士": ("无党派", "无党派人士"),
    "高中": ("普高", "高中毕业", "普通高中", "高 中"), "中专": ("中师",), "职高": ("职业高中", "职中"), "技校": ("技工学校",),
    "大专": ("专科", "大学专科", "函授大专", "电大大专"), "本科": ("大学本科", "自考本科", "党校本科"),
    "治保主任": ("治保会主任", "治安主任", "治保主任、其他"), "综治协管员": ("综治协理员", "综治专干"),
    "村干部": ("村主任", "村支书", "文书", "民兵连长"), "退伍军人": ("退役军人", "退役士兵", "复员军人"),
    "村干部、治保主任": ("村干部,治保主任", "治保主任；村干部", "村主任/治保主任"),
    "合格": ("通过", "合格 "), "确定": ("同意",), "拟推选": ("推选",), "备选": ("候补",),
}  # fmt: skip
_ANSWERS: dict[tuple[str, str], tuple[str, ...]] = {
    ("resident", "是"): ("√", "✓", "☑", "Y", "有"), ("fit", "是"): ("能", "√", "Y"), ("resident", "否"): ("×", "N"),
    ("vetting", "无"): ("没有", "无 ", "无记录"), ("discipline", "无"): ("没有", "", "无处分"),
    ("discipline", "警告"): ("党内警告",), ("discipline", "严重警告"): ("党内严重警告",),
    ("fallback_reason", "年龄较大"): ("年龄大",), ("remark", ""): ("外出务工，六月返乡", "无", "/"),
}  # fmt: skip


def another_way(name: str, value: Cell, randomness: random.Random) -> Cell:
    """The same answer as somebody else would write it; the value itself where there is only one way."""
    if isinstance(value, date):
        return randomness.choice(_BIRTHS if name == "birth_date" else _DATES)(value)
    if name == "age" and isinstance(value, float):
        return value + randomness.choice((-1, 0, 1))
    if not isinstance(value, str):
        return value
    ways = _ANSWERS.get((name, value)) or _written(name, value)
    return randomness.choice(ways) if ways else value


def _written(name: str, value: str) -> tuple[str, ...]:
    match name:
        case "station":
            stem = value.removesuffix("派出所")
            return (f"{stem}所", f"{value} ", f"示例市公安局{value}", f"{stem}镇派出所")
        case "village" if value.endswith("村"):
            stem = value.removesuffix("村")
            return (f"{stem}村委会", f"{stem}村民委员会", f" {value}", f"{stem} 村")
        case "name":
            return (value.replace("·", "•"), value.replace("·", ".") if "·" in value else f"{value} ", f"\u3000{value}")
        case "id_number":
            spaced = f"{value[:6]} {value[6:14]} {value[14:]}"
            return (value.lower(), spaced, value.translate(_WIDE), f"{value}\u200b", f"'{value}")
        case "phone" if value.isdecimal():
            spaced = f"{value[:3]} {value[3:7]} {value[7:]}"
            office = f"0595-8{value[-7:]}"
            return (
                f"+86{value}",
                f"86-{value}",
                spaced,
                f"{value}/{office}",
                f"{office}、{value}",
                value.translate(_WIDE),
            )
    return _WORDS.get(value, ())
