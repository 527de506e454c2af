"""What an area reported, as data: the JSON of `coverage` or `rollup`, or the summary workbook of `coverage --summary`.

It comes from another office, so nothing in it is taken on trust: every figure is checked for its kind and against the
others, and a file that does not add up is refused by name.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from yicun.model.areas import SUMMARY_ADDED, SUMMARY_BASIS, SUMMARY_COUNTS, Area, AreaBasis
from yicun.model.masks import mask_text
from yicun.model.results import GAP_STATES, Numbers, State
from yicun.rollup.adding import COUNTS, combined, from_counts

_LABELS = tuple((state, state.value) for state in State)  # an enum takes its time to name its value
_DEEPEST = 6
_MOST = 10**8


class AreaRefused(ValueError):
    """A file that is no report, or whose figures contradict each other; the message is Chinese and fit to show."""


def area_of_json(content: bytes, source: str) -> Area:
    """The area that a JSON reports, in UTF-8, or in UTF-16 as PowerShell redirects it. Raises `AreaRefused`."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise AreaRefused("不是完整的 JSON") from None
    return _area(_mapping(value), source, 1)


def area_of_summary(sheets: Mapping[str, Sequence[Sequence[object]]], source: str) -> Area:
    """The area that a summary workbook reports: sheets 汇总 and 依据, as rows of cells. Raises `AreaRefused`."""
    if not sheets:
        raise AreaRefused("打不开，已损坏或加了密码")
    if not {"汇总", "依据"} <= set(sheets):
        raise AreaRefused("没有工作表“汇总”和“依据”")
    basis_rows = {_text(row[0]): row[1] for row in sheets["依据"] if len(row) > 1}
    labels = {_text(label): key for key, label in SUMMARY_BASIS.items()}
    basis = {labels[label]: value for label, value in basis_rows.items() if label in labels}
    rows = [list(row) for row in sheets["汇总"]]
    heads = next((place for place, row in enumerate(rows) if "应推选" in map(_text, row)), None)
    if heads is None:
        raise AreaRefused("工作表“汇总”里没有表头")
    columns = {_text(head): column for column, head in enumerate(rows[heads])}
    lost = [label for key, label in SUMMARY_COUNTS.items() if label not in columns and key not in SUMMARY_ADDED]
    if lost:
        raise AreaRefused(f"工作表“汇总”里没有列 {'、'.join(lost)}")
    parts = list[Numbers]()
    for row in rows[heads + 1 :]:
        figures = {key: row[columns[label]] for key, label in SUMMARY_COUNTS.items() if label in columns}
        if any(value not in (None, "") for value in figures.values()):  # an area that did not report has no figures
            parts.append(_numbers(_text(row[0]), figures, {state: figures[state.value] for state in State}))
        if _text(row[0]) == "合计":
            break
    else:
        raise AreaRefused("工作表“汇总”里没有合计一行")
    *parts, total = parts
    _must_add_up(total, parts)
    name = _name(basis.get("area"))
    return Area(replace(total, name=name), name, _basis(basis, basis), (), source)


def _area(value: Mapping[str, Any], source: str, depth: int) -> Area:
    if depth > _DEEPEST:
        raise AreaRefused("层级太多")
    name = _name(value.get("area"))
    parts = value.get("parts", [])
    if not isinstance(parts, list):
        raise AreaRefused("parts 不是一组地区")
    below = tuple(_area(_mapping(part), source, depth + 1) for part in parts)
    totals = value.get("totals")
    if totals is None:
        if below:
            raise AreaRefused(f"{name} 没有 totals")
        return Area(None, name, source=source)
    numbers = _numbers(name, _mapping(totals), _mapping(totals).get("states"))
    stations = value.get("stations") or []
    if not isinstance(stations, list):
        raise AreaRefused("stations 不是一组派出所")
    if below:
        _must_add_up(numbers, [part.numbers for part in below if part.numbers is not None])
        bases = {part.basis for part in below if part.numbers is not None}
        return Area(numbers, name, bases.pop() if len(bases) == 1 else None, below, source)
    if stations:
        _must_add_up(numbers, [_numbers(name, one, one.get("states")) for one in map(_mapping, stations)])
    return Area(numbers, name, _basis(value, _mapping(value.get("rulebook") or {})), (), source)


def _numbers(name: str, counts: Mapping[str, Any], states: Any) -> Numbers:
    named = {str(key): value for key, value in _mapping(states).items()}
    by_state = {state: _count(label, named.get(label, 0)) for state, label in _LABELS}
    figures = {key: _count(key, counts.get(key, 0 if key in SUMMARY_ADDED else None)) for key in COUNTS}
    done = figures["nominated"] + figures["confirmed"]
    agree = (
        figures["gap"] == sum(by_state[state] for state in GAP_STATES),
        all(figures[state.value] == by_state[state] for state in (State.AUXILIARY, State.NOMINATED, State.CONFIRMED)),
        figures["required"] == done + figures["gap"],
        figures["gap_at_least"] <= figures["gap"] <= figures["gap_at_most"],
    )
    if not all(agree):
        raise AreaRefused(f"{name} 的数字互相对不上")
    one = from_counts(name, figures, by_state)
    if one.completion_rate is not None and one.completion_rate > 1:
        raise AreaRefused(f"{name} 的数字互相对不上")
    return one


def _must_add_up(total: Numbers, parts: Sequence[Numbers]) -> None:
    if combined(total.name, parts) != total:
        raise AreaRefused(f"{total.name} 的合计与各行之和对不上")


def _basis(value: Mapping[str, Any], rulebook: Mapping[str, Any]) -> AreaBasis:
    as_of = _day(value.get("as_of"))
    if as_of is None:
        raise AreaRefused("没有一致的基准日、期限和规则；由不同口径汇总而成的，请用它的 .json")
    book, sha256 = _text(rulebook.get("id")), _text(rulebook.get("sha256"))
    if not book or not sha256 or set(sha256) - set("0123456789abcdef"):
        raise AreaRefused("没有写明按哪份规则统计")
    return AreaBasis(mask_text(book[:200]), sha256[:64], as_of, _day(value.get("deadline")))


def _day(value: Any) -> date | None:
    if value in (None, "", "未定"):
        return None
    printed = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", str(value))
    try:
        return date(*map(int, printed.groups())) if printed else date.fromisoformat(str(value)[:10])
    except ValueError:
        raise AreaRefused("日期写法有误") from None


def _name(value: Any) -> str:
    name = _text(value)
    if not name:
        raise AreaRefused("没有写明是哪个地区（area）")
    return mask_text(name[:100])


def _text(value: object) -> str:
    return "".join(value.split()) if isinstance(value, str) else ""


def _count(key: str, value: Any) -> int:
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    if type(whole) is not int or not 0 <= whole < _MOST:
        raise AreaRefused(f"{key} 不是一个村数")
    return whole


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise AreaRefused("不是 yicun coverage 或 yicun rollup 写出的数据")
    return value
