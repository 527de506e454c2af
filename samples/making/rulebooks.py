"""Rulebooks with one fault each; every other line of them is sound."""

_HEAD = """\
rulebook: {name}
title: 示例规则，{what}
issuer: 示例单位
extends: nanan-2020
"""
_RULE = """\
rules:
  - id: resident
    kind: require
    clause: 三（一）条件2
    quote: 常驻本村
    when: {when}
"""


def _rulebook(name: str, what: str, rest: str) -> str:
    return _HEAD.format(name=name, what=what) + rest


def _with_condition(name: str, what: str, when: str) -> str:
    return _rulebook(name, what, _RULE.format(when=when))


_TWICE = _RULE.format(when="{field: resident, is: 是}")
_YEARS = """\
rules:
  - id: warning-2y
    kind: bar
    clause: 三（一）不得选聘3
    quote: 受党内警告、严重警告处分不满2年
    when:
      all:
        - {field: discipline, one_of: [警告, 严重警告]}
        - {field: discipline_on, within_years: 3}
"""
_UNCITED = """\
rules:
  - id: resident
    kind: require
    clause: 三（一）条件2
    when: {field: resident, is: 是}
"""
_CASES = """\
cases:
  - name: 不常驻本村的人选也符合（期望写错了）
    as_of: 2020-05-07
    person: {resident: 否}
    expect: {verdict: eligible}
"""
_UNNOTICED = """\
rules:
  - id: resident
    kind: require
    clause: 三（一）条件2
    quote: 常驻本村
    when: {all: [{field: resident, is: 是}, {field: political, known: true}]}
"""
_UNPROVED = """\
cases:
  - name: 不常驻本村的人选不符合，政治面貌空白的没有案例
    as_of: 2020-05-07
    person: {resident: 否}
    expect: {verdict: ineligible}
"""
_PREFER = """\
prefer:
  - id: first
    rank: 一
    clause: 三（一）
    quote: 优先从本村年龄在60岁以下的治保主任或综治协管员中选聘
    when: {field: category, any_of: [治保主任]}
"""

RULEBOOKS: dict[str, tuple[str, str]] = {
    "yc501.yaml": ("YC501", "rulebook: yc501\n  title: 缩进错误\n"),
    "yc502.yaml": ("YC502", _rulebook("yc502", "键写错了", _TWICE.replace("when:", "whne:"))),
    "yc503.yaml": ("YC503", _with_condition("yc503", "项目写错了", "{field: resdent, is: 是}")),
    "yc504.yaml": ("YC504", _with_condition("yc504", "运算写错了", "{field: resident, equals: 是}")),
    "yc505.yaml": ("YC505", _rulebook("yc505", "编号重复", _TWICE + _TWICE.removeprefix("rules:\n"))),
    "yc506.yaml": ("YC506", _rulebook("yc506", "没有原文", _UNCITED)),
    "yc507.yaml": ("YC507", _with_condition("yc507", "运算与项目不配", "{field: resident, at_least: 是}")),
    "yc508.yaml": ("YC508", _rulebook("yc508", "数字与原文不符", _YEARS)),
    "yc509.yaml": ("YC509", _rulebook("yc509", "案例不通过", "")),
    "yc509.cases.yaml": ("", _CASES),
    "yc510.yaml": ("YC510", _rulebook("yc510", "尚未施行", "valid: {since: 2021-01-01}\n")),
    "yc511.yaml": ("YC511", _rulebook("yc511", "引用不存在", "").replace("nanan-2020", "不存在")),
    "yc512.yaml": (
        "YC512",
        _with_condition("yc512", "自相矛盾", "{all: [{field: resident, is: 是}, {field: resident, is: 否}]}"),
    ),
    "yc514.yaml": (
        "YC514",
        _rulebook("yc514", "引文与原文不符", "text: texts/yc514.txt\n" + _TWICE.replace("常驻本村", "常住本村")),
    ),
    "texts/yc514.txt": ("", "2.常驻本村，对本村人熟、地熟、情况熟，有一定的群众基础；\n"),
    "yc515.yaml": ("YC515", _rulebook("yc515", "案例发现不了改动", _UNNOTICED)),
    "yc515.cases.yaml": ("", _UNPROVED),
    "yc513.yaml": ("YC513", _rulebook("yc513", "值不合要求", _PREFER)),
}
