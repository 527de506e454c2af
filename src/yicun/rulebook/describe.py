"""A rulebook in words: a row for each rule, and the page of the manual with every reading and its reason."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from yicun.model.fields import Kind
from yicun.rulebook.conditions import DECIDING, OPERATORS, tests
from yicun.rulebook.counting import COUNTABLE, OPERATOR
from yicun.rulebook.files import shipped
from yicun.rulebook.load import load_rulebook
from yicun.rulebook.paragraphs import chapter
from yicun.rulebook.schema import Article, Deadline, Preference, Rule, Rulebook
from yicun.rulebook.wording import label, labels, meaning, phrase

_KIND = {
    "scope": "范围",
    "require": "应当具备",
    "bar": "不得选聘",
    "expect": "一般应当",
    "stage": "程序",
    "review": "需复核",
}
_BOUNDARY = {"over": "算已满", "barred": "算未满", "undetermined": "待核，由人认定"}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One line of the listing. `clause` and `quote` also name what it stands in for, where it replaces something."""

    id: str
    kind: str
    clause: str
    quote: str
    asks: str
    reading: str
    why: str


def rows(rulebook: Rulebook) -> tuple[RuleRow, ...]:
    """Every rule, preference and deadline, and the parameters, in the order of the text."""
    return (
        *(_row(rule, _KIND[rule.kind], _asks(rule)) for rule in rulebook.rules),
        *(_row(preference, f"优先第{preference.rank}位", _prefers(preference)) for preference in rulebook.prefer),
        *(_row(deadline, "期限", _due(deadline)) for deadline in rulebook.deadlines),
        *_parameters(rulebook),
    )


def row(rulebook: Rulebook, rule_id: str) -> RuleRow | None:
    """The line of one id, None where there is none."""
    return next((line for line in rows(rulebook) if line.id == rule_id), None)


def of_clause(rulebook: Rulebook, clause: str) -> tuple[RuleRow, ...]:
    """The lines that rest on a clause like 三（一） or on a part of it, and the words there that nothing asks."""
    wanted = _plain(clause)
    asked = [
        line
        for line, article in zip(rows(rulebook), (*rulebook.rules, *rulebook.prefer, *rulebook.deadlines), strict=False)
        if any(_plain(one).startswith(wanted) for one in _clauses(article))
    ]
    left = [each for each in rulebook.unasked if _plain(each.clause).startswith(wanted)]
    return (*asked, *(RuleRow("", "没有规则问到", each.clause, each.quote, "不问", "", each.why) for each in left))


def _clauses(article: Article) -> Iterator[str]:
    for clause in (
        article.clause,
        *(clause for clause, _ in article.also),
        *(clause for clause, _ in article.replaced),
    ):
        yield from clause.split("；")
    if isinstance(article, Rule):
        yield from (clause for step in article.steps for clause in step.clause.split("；"))


def _plain(clause: str) -> str:
    return clause.replace("(", "（").replace(")", "）").replace(" ", "")


def page(rulebooks: Sequence[Rulebook], texts: Mapping[str, str] = MappingProxyType({})) -> str:
    """The manual's page on the rulebooks as markdown: what each rule asks, how it is read, and why.

    `texts`: name -> a text they quote from, shown paragraph by paragraph.
    """
    lines = [
        "# 规则",
        "",
        "本页由规则文件生成，请改 `rules/*.yaml`，不要改本页。核对提示，不代表审核结论。",
        "",
        *(line for rulebook in rulebooks for line in _chapter(rulebook)),
        *(line for name, text in texts.items() for line in chapter(name, text, rulebooks)),
        *_vocabulary(),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _chapter(rulebook: Rulebook) -> Iterator[str]:
    about = rulebook.id
    yield f"## {about.id}：{about.issuer}《{about.title}》{about.number}"
    yield ""
    yield "| 编号 | 种类 | 条款 | 问什么 |"
    yield "|---|---|---|---|"
    listed = rows(rulebook)
    for line in listed:
        yield "| " + " | ".join(_cell(text) for text in (f"`{line.id}`", line.kind, line.clause, line.asks)) + " |"
    yield ""
    for line in listed:
        yield f"### `{line.id}`　{line.clause or line.kind}"
        yield ""
        yield f"> {_cell(line.quote)}"
        yield ""
        yield f"- 问什么：{line.asks}"
        if line.reading:
            yield f"- 怎样理解：{line.reading}"
        if line.why:
            yield f"- 为什么：{line.why}"
        yield ""


def _vocabulary() -> Iterator[str]:
    """What a condition may be written with, and which columns each operator fits."""
    yield "## 条件怎样写"
    yield ""
    yield "一个条件写一列和一种运算：`{field: resident, is: 是}`；几个条件用 `all`、`any`、`not` 合起来。"
    yield "运算里的数字和词也可以取自参数：`{field: education, at_least: {parameter: schooling}}`。没有别的写法。"
    yield ""
    yield "| 运算 | 意思 | 可用的列 |"
    yield "|---|---|---|"
    for name, operator in OPERATORS.items():
        fitting = [field for field in DECIDING.values() if not operator.misfit(field)]
        named = [f"`{field.name}`" for field in fitting if field.kind is not Kind.TEXT]
        texts = ["各文字列"] if len(named) < len(fitting) else []
        columns = "各列" if len(fitting) == len(DECIDING) else "、".join((*named, *texts))
        yield f"| `{name}` | {meaning(name)} | {columns} |"
    columns = "；".join(
        f"`{name}`：{'、'.join(f'`{each}`' for each in table.columns)}" for name, table in COUNTABLE.items()
    )
    yield f"| `{OPERATOR}` | 台账中此人的行，合于 `where` 的达到…次；`in_a_row: true` 为连续 | {columns} |"


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")


def _row(article: Article, kind: str, asks: str) -> RuleRow:
    quotes = [article.words, *(f"{clause}：{quote}" for clause, quote in article.also)]
    quotes += [f"（代替 {clause}：{quote}）" for clause, quote in article.replaced]
    return RuleRow(article.id, kind, article.clause, " ".join(quotes), asks, article.reading, article.why)


def _asks(rule: Rule) -> str:
    """What a rule asks of which column, and what follows from each answer."""
    if rule.kind == "scope":
        return rule.asks
    if rule.kind == "stage":
        steps = "、".join(
            f"{place}. {step.what}看{label(step.field)}" for place, step in enumerate(rule.steps, start=1)
        )
        return f"依次看{len(rule.steps)}个日期是否都不晚于基准日：{steps}"
    assert rule.when is not None, rule.id
    asked = phrase(rule.when)
    if rule.kind == "bar":
        parts = [f"{asked}的，不得选聘；不掌握的待核"]
    elif rule.kind == "review":
        parts = [f"{asked}的，需复核；不掌握的待核。是提示，不是清退决定"]
    elif rule.kind == "expect":
        given = f"在{label(rule.reason)}写明的可以，没写的需说明" if rule.reason else "需说明"
        parts = [f"{asked}；不是的，{given}；不掌握的待核"]
    elif rule.lenient or all(test.operator == "known" for test in tests(rule.when)):
        parts = [f"{asked}；不是的或不掌握的待核"]
    else:
        parts = [f"{asked}；不是的不符合，不掌握的待核"]
    if rule.chosen_only:
        parts.insert(0, "只问每村算数的那一名")
    if rule.reasons is not None:
        parts.append(f"原文列出的原因：{'、'.join(rule.reasons.named)}；其余系本单位约定")
        parts.append(f"本村另有符合条件的优先人选，而原因填{'、'.join(rule.reasons.untrue_beside)}的，作提示")
    if rule.covered is not None:
        parts.append(f"{labels(rule.covered.blank)}没有填、{phrase(rule.covered.by)}的，不受此限")
    if rule.denied is not None:
        parts.append(f"而{phrase(rule.denied)}的，两栏矛盾，待核")
    return "。".join((*parts, *_flags(rule)))


def _flags(shape: Rule | Preference) -> Iterable[str]:
    step = next((test.settled_by for test in tests(shape.when) if test.settled_by), "") if shape.when else ""
    if step:
        yield f"已走完“{DECIDING[step].label}”这一步的，按那一天看"
    yield from (f"提示：{flag.note}" for flag in shape.flags)


def _prefers(preference: Preference) -> str:
    return "。".join((phrase(preference.when), *_flags(preference)))


def _due(deadline: Deadline) -> str:
    on = f"{deadline.on.year}年{deadline.on.month}月{deadline.on.day}日前（含当日）"
    where = deadline.where
    asked = f"；以“{DECIDING[deadline.step].label}”为准" if deadline.step else ""
    return f"{where + '：' if where else ''}{on}{deadline.what}{asked}{'；统计进度按这个期限' if deadline.main else ''}"


def _parameters(rulebook: Rulebook) -> Iterator[RuleRow]:
    for parameter in rulebook.parameters.values():
        value = _BOUNDARY.get(parameter.value, parameter.value)
        words = parameter.quote or f"（{parameter.basis}）"
        yield RuleRow(parameter.name, "参数", parameter.clause, words, f"取值：{value}", "", "")


def shipped_pages() -> str:
    """The page for the rulebooks that come with yicun, those that extend nothing first."""
    found = [
        load_rulebook(path, shown=path.name, search=[shipped()])[0]
        for path in sorted(shipped().glob("*.yaml"))
        if not path.name.endswith(".cases.yaml")
    ]
    texts = {path.name: path.read_text("utf-8") for path in sorted((shipped() / "texts").glob("*.txt"))}
    return page([rulebook for rulebook in found if rulebook is not None], texts)
