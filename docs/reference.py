"""The reference pages in Chinese, generated from the fields and the catalogue of findings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from yicun.model.codes import CODES, Code
from yicun.model.fields import BLANK_MARKS, FIELDS, LEDGER, REFUSED_WORDS, VAGUE_HEADERS, Field, Kind, TableKind

_TITLES = {TableKind.VILLAGES: "行政村底册", TableKind.CANDIDATES: "推选名单"} | {
    kind: f"台账 · {sheet}" for kind, (sheet, _) in LEDGER.items()
}
_KINDS = {
    Kind.TEXT: "文字",
    Kind.NAME: "姓名",
    Kind.NAMES: "姓名、有或无",
    Kind.CHOICE: "选项",
    Kind.CHOICES: "选项（可填几项）",
    Kind.DATE: "日期（可只到月）",
    Kind.ID_NUMBER: "公民身份号码（GB 11643）",
    Kind.PHONE: "电话（可填两个）",
    Kind.STATION: "派出所",
    Kind.TOWNSHIP: "乡镇",
    Kind.VILLAGE: "村",
    Kind.CODE: "12 位代码",
    Kind.WHOLE_NUMBER: "整数",
    Kind.AMOUNT: "数字，可有小数",
}
_GROUPS = {
    "YC0": "文件",
    "YC1": "表的样子",
    "YC2": "单元格",
    "YC3": "一行之内",
    "YC4": "行与行、名单与底册",
    "YC5": "规则与批准事项",
    "YC6": "报送与认定",
    "YC7": "选上以后",
}
_FIXES = {None: "", "safe": "`--fix` 可自动改写写法", "suggest": "只给建议"}


def fields_page() -> str:
    """`docs/fields.md`: every field of every table, its aliases and what may be written in it."""
    parts = ["# 名单和底册的项目", "", "本页由 `make docs` 生成，请勿手改。", ""]
    for kind, fields in FIELDS.items():
        parts += [f"## {_TITLES[kind]}", ""]
        parts += _table(("项目", "名称", "必填", "怎么填", "也可写作"), (_field_row(field) for field in fields))
    parts += ["## 可填范围与同义写法", ""]
    for field in _chosen():
        parts += _choices(field)
    parts += [
        "## 空白与不收的列",
        "",
        "视为空白："
        + " ".join(f"`{mark}`" for mark in sorted(BLANK_MARKS) if mark)
        + "；“无”除核查结论、党纪处分、辅警外也视为空白。",
        "",
        "列名含有下列字样的不读取：" + "、".join(REFUSED_WORDS) + "。",
        "",
        "列名太笼统、只提示不采用：" + "、".join(VAGUE_HEADERS) + "。",
        "",
    ]
    return "\n".join(parts)


def codes_page() -> str:
    """`docs/codes.md`: every finding code with its severity, words, cure and a bad and a good example."""
    parts = ["# 检查代码", "", "本页由 `make docs` 生成，请勿手改。`yicun explain YC202` 在终端显示同样的内容。", ""]
    for prefix, codes in groupby(CODES.values(), key=lambda code: code.code[:3]):
        parts += [f"## {_GROUPS[prefix]}（{prefix}xx）", ""]
        parts += _table(
            ("代码", "名称", "程度", "内容", "怎么办", "不好", "好", ""), (_code_row(code) for code in codes)
        )
    return "\n".join(parts)


def faults_page(lines: Mapping[str, Sequence[tuple[str, str, str]]]) -> str:
    """`docs/错误.md`: message, cause and cure of everything; `lines` are what is no finding, by where it comes from."""
    headers = ("看到的话", "怎么回事", "怎么办")
    parts = [
        "# 出错了怎么办", "", "本页由 `make docs` 生成，请勿手改。“…”处是文件名、姓名等随情况而变的内容。", "",
        "## 命令没有完成时的话", "",
    ]  # fmt: skip
    for place, rows in lines.items():
        parts += [f"### {place}", "", *_table(headers, rows)]
    for prefix, codes in groupby(CODES.values(), key=lambda code: code.code[:3]):
        parts += [f"## {_GROUPS[prefix]}（{prefix}xx）", ""]
        rows = [
            (f"`{code.code}` {_open(code.message)}", f"{code.what}，如：{code.bad}", _open(code.hint)) for code in codes
        ]
        parts += _table(headers, rows)
    return "\n".join(parts)


def _open(template: str) -> str:
    return re.sub(r"\{\w+\}", "…", template)


def _field_row(field: Field) -> tuple[str, ...]:
    required = "是" if field.required else field.needed_when
    return f"`{field.name}`", field.label, required, field.note or _KINDS[field.kind], " ".join(field.aliases)


def _chosen() -> Iterable[Field]:
    seen: set[str] = set()
    for fields in FIELDS.values():
        for field in fields:
            if field.choices is not None and field.name not in seen:
                seen.add(field.name)
                yield field


def _choices(field: Field) -> list[str]:
    choices = field.choices
    assert choices is not None
    lines = [f"### {field.label}", "", "可填：" + "、".join(choices.offered), ""]
    if choices.synonyms:
        lines += [
            "读作：" + "；".join(f"{' '.join(words)} → {value}" for value, words in _by_value(choices.synonyms)),
            "",
        ]
    if choices.doubtful:
        doubtful = (f"{word} → {value or '待核'}" for word, value in choices.doubtful.items())
        lines += ["含义不唯一，给出警告：" + "；".join(doubtful), ""]
    if choices.marks:
        lines += ["保留的标记：" + "、".join(choices.marks), ""]
    if choices.prefixes:
        lines += ["可在前面加：" + "、".join(choices.prefixes), ""]
    return lines


def _by_value(synonyms: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    grouped: dict[str, list[str]] = {}
    for word, value in synonyms.items():
        grouped.setdefault(value, []).append(f"`{word}`")
    return list(grouped.items())


def _code_row(code: Code) -> tuple[str, ...]:
    what = code.what + ("（该文件未能检查，退出码 2）" if code.unchecked else "")
    return f"`{code.code}`", code.slug, code.severity.label, what, code.hint, code.bad, code.good, _FIXES[code.fix]


def _table(headers: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = ["| " + " | ".join(headers) + " |", "|" + "---|" * len(headers)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return [*lines, ""]
