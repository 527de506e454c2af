"""Faults of one cell or one row: for each code, how a sound person's cells are spoilt."""
# ruff: noqa: E501 - a table of words reads better with one entry a line

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from synthetic.books import Cell, ErrorValue, Formula
from synthetic.people import AS_OF, Person, check_digit, of_identity

Spoil = Callable[[Person, random.Random], Person]


@dataclass(frozen=True, slots=True)
class Damage:
    """One way to earn a code: the cell that is reported, what changes, and the other cells that may be reported."""

    code: str
    field: str
    spoil: Spoil
    also: tuple[str, ...] = ()
    needs: str = ""
    """`typed`: only where cells have types; `formula`: only where formulas are kept."""


def _put(name: str, *cells: Cell) -> Spoil:
    """One of the cells in the field."""
    return lambda _, randomness: {name: randomness.choice(cells)}


def _id(change: Callable[[str, random.Random], Cell]) -> Spoil:
    return lambda person, randomness: {"id_number": change(str(person["id_number"]), randomness)}


def _day(person: Person, name: str) -> date:
    value = person[name]
    if not isinstance(value, date):
        raise TypeError(f"{name} is not a date")
    return value


def _with_check(first_seventeen: str) -> str:
    return first_seventeen + check_digit(first_seventeen)


def _wrong_check(identity: str, randomness: random.Random) -> str:
    return identity[:17] + randomness.choice([digit for digit in "0123456789" if digit != identity[17]])


def _wrong_length(identity: str, randomness: random.Random) -> str:
    old_style = identity[:6] + identity[8:17]
    return randomness.choice((identity[:17], identity[:8] + identity[9:], f"{identity[:17]}0{identity[17]}", old_style))


def _wrong_character(identity: str, randomness: random.Random) -> str:
    if "0" in identity[:17] and randomness.random() < 0.5:
        return identity.replace("0", "O", 1)
    return randomness.choice(
        (identity.replace("1", "l", 1), f"{identity[:10]}*{identity[11:]}", f"{identity[:16]}B{identity[17]}")
    )


def lost_tail(identity: str) -> str:
    """Fifteen digits and 000, on a day whose check digit does not fit, nor that of the same number as a float."""
    for day in range(1, 29):
        damaged = f"{identity[:12]}{day:02d}{identity[14]}000"
        if not any(check_digit(digits[:17]) == digits[17] for digits in (damaged, f"{float(damaged):.0f}")):
            return damaged
    raise AssertionError("some day always fails the check")


def _child(person: Person, randomness: random.Random) -> Person:
    identity = str(person["id_number"])
    return of_identity(
        _with_check(
            f"{identity[:6]}{randomness.randrange(2003, 2012)}{identity[10:12]}{randomness.randrange(10, 29)}{identity[14:17]}"
        )
    )


def _disagreeing_birth(person: Person, _: random.Random) -> Person:
    born = _day(person, "birth_date")
    return {"birth_date": born.replace(year=born.year + 1, day=1)}


_OUT_OF_ORDER: Spoil = lambda person, _: {"recommended_on": _day(person, "applied_on") - timedelta(2)}  # noqa: E731 - one of a table
_PARTY = {"political": "中共党员"}

DAMAGES: tuple[Damage, ...] = (
    *(Damage("YC201", name, _put(name, None, "/", "—", "  "))
      for name in ("name", "education", "category", "phone", "resident", "fit", "vetting", "inspection", "id_number")),
    Damage("YC201", "education", _put("education", "无")),
    Damage("YC202", "id_number", _id(lambda identity, _: float(lost_tail(identity))), needs="typed"),
    Damage("YC203", "id_number", _id(_wrong_length)),
    Damage("YC203", "id_number", _id(lambda identity, _: float(identity[:6] + identity[8:17])), needs="typed"),
    Damage("YC204", "id_number", _id(_wrong_character)),
    Damage("YC205", "id_number", _id(_wrong_check)),
    Damage("YC206", "id_number", _id(lambda identity, randomness: _with_check(
        f"{identity[:10]}{randomness.choice(('0230', '1301', '0431', '0000'))}{identity[14:17]}"))),
    Damage("YC206", "id_number", _id(lambda identity, _: _with_check(f"{identity[:6]}20350101{identity[14:17]}"))),
    Damage("YC207", "id_number", _id(lambda identity, randomness: _with_check(randomness.choice(("00", "99", "17")) + identity[2:17]))),
    Damage("YC208", "id_number", _child, ("birth_date", "age")),
    Damage("YC209", "id_number", _id(lambda identity, _: lost_tail(identity))),
    *(Damage("YC211", name, _put(name, "节后", "四月底", "已完成", "2020年", "四月二十七日", "5月6日"))
      for name in ("applied_on", "inspected_on")),
    Damage("YC211", "birth_date", _put("birth_date", "七五年春", "属龙", "约五十岁")),
    Damage("YC212", "birth_date", _put("birth_date", 1975.1, 1968.1, 1980.1), needs="typed"),
    Damage("YC212", "applied_on", _put("applied_on", "04/05/20", "05-04-20", "4/5/20")),
    Damage("YC213", "birth_date", _put("birth_date", "1975-02-30", "1975/13/1", "19750631", "1975年4月31日")),
    Damage("YC213", "applied_on", _put("applied_on", "2020-04-31", "2020.4.31", "20200431")),
    Damage("YC214", "inspected_on", lambda _, __: {"inspected_on": AS_OF + timedelta(11)}),
    Damage("YC214", "birth_date", _put("birth_date", "2035-01", "1875-03-01")),
    Damage("YC214", "vetted_on", _put("vetted_on", "1019-05-06", "1900-01-01", "1899-12-31")),
    Damage("YC214", "decided_on", lambda _, __: {"decision": "确定", "decided_on": AS_OF + timedelta(9)}, ("decision",)),
    Damage("YC215", "phone", _put("phone", "1380000", "12345678901", "138000000000", "见村委会", "13800O00000", "0")),
    Damage("YC215", "phone", _put("phone", 1380000.0, 23800000000.0), needs="typed"),
    Damage("YC216", "education", _put("education", "秀才", "识字")),
    Damage("YC216", "political", _put("political", "爱国人士", "村民")),
    Damage("YC216", "resident", _put("resident", "看情况", "半年")),
    Damage("YC216", "vetting", _put("vetting", "良好")),
    Damage("YC216", "inspection", _put("inspection", "一般")),
    Damage("YC216", "sex", _put("sex", "未知", "两可")),
    Damage("YC216", "fit", _put("fit", "基本能", "?")),
    Damage("YC216", "discipline", _put("discipline", "诫勉谈话", "通报批评")),
    Damage("YC217", "education", _put("education", "大学", "50", "90")),
    Damage("YC217", "sex", _put("sex", "男/女", "M/F")),
    Damage("YC217", "resident", _put("resident", "否（周末回村）", "是（长期在外）")),
    Damage("YC217", "category", lambda _, __: {"category": "网格员", "fallback_reason": "年龄较大"}),
    Damage("YC218", "name", lambda person, randomness: {"name": str(person["name"]) + randomness.choice(
        ("（主任）", "1", "13800000000", "□", "\ufffd", "\ue123", "?", "主任", "(女)", "①"))}),
    Damage("YC218", "name", lambda person, randomness: {"name": str(person["name"])[:1] + randomness.choice(("某某", "××", "○○", "*"))}),
    Damage("YC218", "name", lambda person, randomness: {"name": str(person["name"]) + randomness.choice(("\n示例乙", "或示例乙", "-", "…"))}),
    Damage("YC218", "name", _put("name", "待定", "见附件", "正在物色", "尚未确定", "暂无合适人选")),
    Damage("YC219", "age", _put("age", "四十多", "不详")),
    *(Damage("YC220", name, _put(name, ErrorValue("#N/A"), ErrorValue("#REF!"), ErrorValue("#VALUE!")), needs="typed")
      for name in ("education", "phone", "sex", "birth_date", "name")),
    *(Damage("YC221", name, _put(name, "同上", "〃")) for name in ("name", "phone", "education", "id_number", "resident", "vetting", "sex", "category", "applied_on")),
    *(Damage("YC222", name, _put(name, Formula("VLOOKUP(D2,旧表!A:F,3,0)")), needs="formula") for name in ("education", "phone", "vetting")),
    Damage("YC223", "remark", _put("remark", "信访情况（占位）", "家庭成员（占位）", "前科（占位）")),
    Damage("YC291", "name", lambda person, _: {"name": f" {str(person['name'])[:1]}　{str(person['name'])[1:]}"}),
    Damage("YC291", "education", lambda person, _: {"education": f"\u200b{person['education']} "}),
    Damage("YC292", "birth_date", lambda person, _: {"birth_date": f"{_day(person, 'birth_date'):%Y.%m.%d}"}),
    Damage("YC293", "education", lambda _, randomness: {"education": randomness.choice(("普高", "中师", "职中", "专科", "大学本科"))}),
    Damage("YC293", "political", _put("political", "普通群众", "无党派")),
    Damage("YC293", "category", _put("category", "治保会主任", "综治专干", "村支书、治保主任")),
    Damage("YC293", "resident", _put("resident", "常年在村", "长期居住")),
    Damage("YC293", "inspection", _put("inspection", "同意推荐", "符合条件")),
    Damage("YC294", "phone", lambda person, _: {"phone": f"+86 {str(person['phone'])[:3]}-{str(person['phone'])[3:7]}-{str(person['phone'])[7:]}"}),
    Damage("YC423", "remark", _put("remark", "本人已放弃", "作废", "自愿退出")),
    Damage("YC301", "sex", lambda person, _: {"sex": "女" if person["sex"] == "男" else "男"}, ("id_number",)),
    Damage("YC302", "birth_date", _disagreeing_birth, ("id_number",)),
    Damage("YC302", "birth_date", lambda person, _: {"birth_date": f"{_day(person, 'birth_date').year - 2}-03"}, ("id_number",)),
    Damage("YC303", "age", lambda person, randomness: {"age": float(str(person["age"])) + randomness.choice((-6, 5, 9))}, ("id_number",)),
    Damage("YC304", "recommended_on", _OUT_OF_ORDER, ("applied_on",)),
    Damage("YC304", "inspected_on", lambda person, _: {"inspected_on": _day(person, "recommended_on") - timedelta(1)}, ("recommended_on",)),
    Damage("YC305", "applied_on", _put("applied_on", None, "/"), ("recommended_on",)),
    Damage("YC305", "recommended_on", _put("recommended_on", None), ("inspected_on",)),
    Damage("YC306", "discipline", lambda _, __: {"political": "群众", "discipline": "开除党籍", "discipline_on": date(2016, 3, 1)}, ("political",)),
    Damage("YC309", "discipline", lambda _, __: {"political": "群众", "discipline": "严重警告", "discipline_on": date(2016, 3, 1)}, ("political",)),
    Damage("YC309", "vetting", lambda _, __: {**_PARTY, "vetting": "无", "discipline": "警告", "discipline_on": date(2018, 6, 2)}, ("discipline",)),
    Damage("YC307", "discipline_on", lambda _, __: {**_PARTY, "discipline": "严重警告", "discipline_on": None}, ("discipline",)),
    Damage("YC307", "discipline", lambda _, __: {**_PARTY, "discipline": None, "discipline_on": date(2016, 3, 1)}, ("discipline_on",)),
    Damage("YC308", "decided_on", _put("decision", "确定"), ("decision",)),
    Damage("YC308", "decision", _put("decided_on", AS_OF), ("decided_on",)),
)  # fmt: skip
REGISTER_DAMAGES: tuple[Damage, ...] = (
    Damage("YC219", "population", _put("population", "两千三", "约800")),
    Damage("YC224", "village_code", lambda cells, randomness: {
        "village_code": randomness.choice((str(cells["village_code"])[:10], f"{str(cells['village_code'])[:11]}A"))}),
    Damage("YC216", "auxiliary_kind", lambda _, __: {"auxiliary_kind": "临时"}),
    Damage("YC216", "ruling", lambda _, __: {"ruling": "再议"}),
)  # fmt: skip
