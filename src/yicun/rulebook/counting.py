"""Which rows of other tables a review may count, and how that is written: `rows:`, `where:`, `count_at_least:`."""

from collections.abc import Mapping
from dataclasses import dataclass

from yicun.model.service import CountedRows
from yicun.rulebook.conditions import Count, Parameter
from yicun.rulebook.source import Entries, Node, Source, number

OPERATOR = "count_at_least"
_LARGEST = 1000
_YES = ("是", "否")


@dataclass(frozen=True, slots=True)
class Countable:
    """One table whose rows may be counted: what a row is called, and each column with its label and words."""

    label: str
    columns: Mapping[str, tuple[str, tuple[str, ...]]]


COUNTABLE: Mapping[str, Countable] = {
    "assessments": Countable("考核", {
        "grade": ("档次", ("优秀", "合格", "不合格")), "annual": ("年度考核", _YES), "township": ("乡镇参与", _YES),
    }),
    "years": Countable("在岗满一年的年份", {"assessed": ("已作年度考核", _YES)}),
    "vettings": Countable("核查", {"answer": ("结论", ("无", "有")), "after": ("聘任后作出", _YES)}),
    "stipends": Countable("补贴", {"amount": ("当日有金额", _YES)}),
}  # fmt: skip
"""What the ledger says of somebody in post, as far as a rule may ask."""


def read_count(source: Source, entries: Entries, parameters: Mapping[str, Parameter]) -> Count | None:
    """The count at a node; None with findings (YC502, YC503, YC507, YC513) where it cannot be understood."""
    entries = source.entries(entries.node, "条件", ("rows", "where", "in_a_row", OPERATOR))
    table = COUNTABLE.get(entries.needed("rows"))
    if table is None:
        if entries.text("rows"):
            source.fault("YC503", entries["rows"], key=entries.text("rows"), allowed="、".join(COUNTABLE))
        return None
    where = _where(source, entries, table)
    amount, parameter = _amount(source, entries, parameters)
    if where is None or amount is None:
        return None
    in_a_row = entries.one_of("in_a_row", ("true", "false")) == "true"
    return Count(entries.text("rows"), where, amount, in_a_row, parameter)


def phrase(count: Count) -> str:
    """What a count asks, as one Chinese phrase: 连续 2 次“考核”的档次为不合格."""
    table = COUNTABLE[count.rows]
    asked = "、".join(f"{table.columns[name][0]}为{'或'.join(words)}" for name, words in count.where)
    if count.number == 1:
        return f"有{asked}的{table.label}"
    return f"{asked}的{table.label}{'连续' if count.in_a_row else ''}达到 {count.number} 次"


def _where(source: Source, entries: Entries, table: Countable) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    if not entries.require("where"):
        return None
    found, whole = list[tuple[str, tuple[str, ...]]](), True
    for name, node in source.entries(entries["where"], "where", None).found.items():
        if name not in table.columns:
            source.fault("YC503", node, key=name, allowed="、".join(table.columns))
            whole = False
            continue
        listed = table.columns[name][1]
        nodes = (node,) if node.items is None else node.items
        words = tuple(each.text or "" for each in nodes)
        for word in words:
            if word not in listed:
                reason = f"“{word}”不在可填范围：{'、'.join(listed)}"
                source.fault("YC507", node, field=name, operator=OPERATOR, reason=reason)
                whole = False
        found.append((name, words))
    if not found and whole:
        source.misfit(entries["where"], "where", "至少要有一个条件")
    return tuple(found) if whole and found else None


def _amount(source: Source, entries: Entries, parameters: Mapping[str, Parameter]) -> tuple[int | None, str]:
    if not entries.require(OPERATOR):
        return None, ""
    node = entries[OPERATOR]
    if node.pairs is None:
        return number(source, node, OPERATOR, _LARGEST), ""
    given = source.entries(node, OPERATOR, ("parameter",))
    name = given.text("parameter")
    if name not in parameters:
        source.misfit(node, OPERATOR, f"没有参数“{name}”；可用：{'、'.join(parameters) or '无'}")
        return None, ""
    return number(source, Node(node.line, node.column, text=parameters[name].value), OPERATOR, _LARGEST), name


def read_rows(source: Source, entries: Entries) -> dict[str, CountedRows]:
    """`rows:` of a case: a table -> the person's rows in it, in their order; a misspelt name is a finding."""
    if "rows" not in entries:
        return {}
    found = dict[str, CountedRows]()
    listed = source.entries(entries["rows"], "rows", tuple(COUNTABLE))
    for table in listed.found:
        columns = COUNTABLE[table].columns
        lines = [source.entries(node, table, tuple(columns)) for node in listed.list_of(table)]
        for name, (_, words) in columns.items():
            for line in lines:
                line.one_of(name, words)
        cells = {name: [line.text(name) for line in lines] for name in columns}
        found[table] = CountedRows([0] * len(lines), [0] * len(lines), cells)
    return found
