"""Whether a rulebook says what its text says: its quotes, deadlines and kinds, and what it makes of one it extends."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from yicun.disk.plain import read_plain
from yicun.model.findings import Place
from yicun.model.scheme import PROCEDURE, Procedure
from yicun.rulebook.citations import uncited
from yicun.rulebook.conditions import Not, Parameter
from yicun.rulebook.contradictions import possible
from yicun.rulebook.schema import JUDGING, Article, Deadline, Rule, Rulebook
from yicun.rulebook.source import Entries, Node, Source

_FORBIDS = ("不得", "不能", "不予", "禁止", "严禁")
_DEMANDS = ("应当具备", "应具备", "必须具备", "应具有", "应当具有")
_LARGEST_TEXT = 2_000_000  # bytes
_QUOTED = frozenset(("quote",))


def check_quotes(entries: Entries, folders: Sequence[Path]) -> None:
    """YC514 for every quote of a file that does not stand in the text it names (`text: texts/….txt`).

    The text is looked for in the folders in turn: the rulebook's own, then those of other rulebooks.
    """
    source, name = entries.source, entries.text("text")
    if not name:
        return
    content = next((text for folder in folders if (text := _text_in(folder, name)) is not None), None)
    if content is None and not (folders[0] / name).parent.is_dir():
        return  # copied without its texts: nothing to hold it against
    if content is None:
        source.fault("YC514", entries["text"], quote=name, reason="读不到这个文件；应为规则旁边的 UTF-8 文本")
        return
    whole = _bare(content)
    for node in _quotes(entries.node):
        if node.text and _bare(node.text) not in whole:
            source.fault("YC514", node, quote=node.text, reason=f"{name} 中没有这句话")


def _text_in(folder: Path, name: str) -> str | None:
    file = Path(os.path.realpath(folder / name))
    if not file.is_relative_to(os.path.realpath(folder)):
        return None
    try:
        return read_plain(file)[:_LARGEST_TEXT].decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None


def _quotes(node: Node) -> Iterator[Node]:
    for name, value in node.pairs or ():
        if name.text in _QUOTED:
            yield value
        yield from _quotes(value)
    for item in node.items or ():
        yield from _quotes(item)


def _bare(text: str) -> str:
    return "".join(text.split())


def check_deadline(source: Source, deadline: Deadline) -> None:
    """YC508 where the day of a deadline does not stand in its quote."""
    for missing in uncited(deadline.on.isoformat(), deadline.quote) if deadline.quote and not deadline.basis else ():
        source.fault("YC508", _node(deadline.place), number=missing, quote=deadline.quote)


def check_inversion(source: Source, rule: Rule) -> None:
    """YC512 where a bar quotes what is demanded, or a demand what is forbidden."""
    forbids, demands = (any(word in rule.quote for word in words) for words in (_FORBIDS, _DEMANDS))
    if rule.kind == "bar" and demands and not forbids:
        source.fault("YC512", _node(rule.place), rule=rule.id, reason="写成不得选聘，原文说的却是应当具备")
    if rule.kind == "require" and forbids and not rule.lenient and not rule.basis:
        source.fault("YC512", _node(rule.place), rule=rule.id, reason="写成应当具备，原文说的却是不得")


def check_parameters(source: Source, entries: Entries, old: Iterable[Parameter], new: dict[str, Parameter]) -> None:
    """YC511 where an extension puts the office's own choice in the place of a value the text gives."""
    for before in old:
        after = new.get(before.name)
        if after is not None and before.quote and not before.basis and after.basis and after.value != before.value:
            reason = f"参数“{before.name}”引自原文“{before.quote}”，不能改为本单位约定的“{after.value}”"
            source.fault("YC511", entries["parameters"], reason=reason)


def check_replacement(source: Source, old: Article, new: Article) -> None:
    """YC511 where a rule is put in the place of another that is stricter than it."""
    if not (isinstance(old, Rule) and isinstance(new, Rule)):
        return
    if left := [step.what for step in old.steps if step.field not in {each.field for each in new.steps}]:
        source.fault("YC511", _node(new.place), reason=f"“{new.id}”少了原有的步骤：{'、'.join(left)}")
    if old.kind in JUDGING and new.kind not in JUDGING:
        source.fault("YC511", _node(new.place), reason=f"“{new.id}”改了种类，原条款就不再判定")
    elif old.kind == "bar" and new.kind != "bar":
        source.fault("YC511", _node(new.place), reason=f"“{new.id}”原是不得选聘，不能改成较轻的种类")
    elif old.kind == "bar" and old.when and new.when and possible([old.when, Not(new.when)]):
        source.fault("YC511", _node(new.place), reason=f"“{new.id}”放过了原条款不得选聘的人")
    elif old.kind == "require" and new.kind == "expect":
        source.fault("YC511", _node(new.place), reason=f"“{new.id}”原是应当具备，不能改成一般应当")


def check_procedure(own: Entries, procedure: Procedure, *, named: bool) -> None:
    """YC513 where the steps are others than the shipped ones and nothing says what the work is called."""
    if procedure.fields != PROCEDURE.fields and not named:
        own.source.misfit(Node(1, 1), "scheme", "步骤与“一村一警务助理”的四步不同，请写明工作的名称")


def check_emptiness(source: Source, rulebook: Rulebook) -> None:
    """YC513 where nothing in a rulebook judges, ranks or reviews anybody."""
    if not rulebook.judges and not rulebook.reviews:
        source.misfit(Node(1, 1), "rules", "一条核对人选的规则也没有，谁都会“符合”")


def _node(place: Place) -> Node:
    return Node(place.row or 1, int(place.column or 1))
