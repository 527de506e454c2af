"""Dates as documents write them: 2020年5月10日 (GB/T 9704)."""

import re
from datetime import date

_KEPT = (
    r"“[^”]*”|[^\s“”，。；：、（）]*(?:/|\.[A-Za-z])[^\s“”，。；：、（）]*"  # what a cell holds, and the name of a file
)
_ISO = re.compile(rf"({_KEPT})|(?<!\d)(\d{{4}})-(\d\d)-(\d\d)(?!\d)(?: (?=[\u4e00-\u9fff]))?")


def written(day: date | None) -> str:
    """2020年5月10日; "" where there is none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def dated(text: str) -> str:
    """A sentence with the dates in it as documents write them; what it quotes, and names of files, as they are."""
    return _ISO.sub(lambda found: found[1] or f"{found[2]}年{int(found[3])}月{int(found[4])}日", text)
