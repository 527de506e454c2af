"""Dates as documents write them: 2020年5月10日 (GB/T 9704)."""

import re
from datetime import date

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")


def written(day: date | None) -> str:
    """2020年5月10日; "" where there is none."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def dated(text: str) -> str:
    """A sentence with the dates in it as documents write them."""
    return _ISO.sub(lambda found: f"{found[1]}年{int(found[2])}月{int(found[3])}日", text)
