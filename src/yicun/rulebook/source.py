"""A YAML file as nodes that know their line and column, and a reader that turns every misfit into a finding.

Nothing is constructed: every scalar stays the text it was written as, so `no` and `2020-05` mean what they say.
Aliases, tags and deep nesting are refused while reading, before anything can grow.
"""

from collections.abc import Collection, Iterator, Sized
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import yaml

from yicun.disk.plain import read_plain
from yicun.model.findings import Finding, Place
from yicun.model.masks import mask_text

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
_LARGEST = 1_000_000  # characters
_BLANK = frozenset(("", "~", "null"))


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a YAML file; `line` and `column` count from 1. Exactly one of the three contents is not None."""

    line: int
    column: int
    text: str | None = None
    items: tuple["Node", ...] | None = None
    pairs: tuple[tuple["Node", "Node"], ...] | None = None

    @property
    def blank(self) -> bool:
        """Written as nothing: empty, `~` or `null`."""
        return self.text in _BLANK


class Source:
    """One YAML file while it is read: its name as shown, its bytes, its root node and the faults found so far."""

    def __init__(self, shown_as: str) -> None:
        """Take the name that findings show."""
        self.shown = shown_as
        self.findings: list[Finding] = []
        self.content = b""
        self.root: Node | None = None

    def place(self, node: Node) -> Place:
        """Where a node stands: `规则.yaml:7:3`."""
        return Place(self.shown, None, node.line, str(node.column))

    def fault(self, code: str, node: Node, **facts: str) -> None:
        """Record one finding at a node."""
        self.findings.append(Finding(code, self.place(node), {key: mask_text(text) for key, text in facts.items()}))

    def misfit(self, node: Node, key: str, reason: str) -> None:
        """Record that the value of a key is not what may stand there (YC513)."""
        self.fault("YC513", node, key=key, reason=reason)

    def list_of(self, node: Node, key: str) -> tuple[Node, ...]:
        """The items of a list; anything else is YC513."""
        if node.items is None:
            self.misfit(node, key, "应为列表，每项以“- ”开头，或写成 [甲, 乙]")
            return ()
        return node.items

    def entries(self, node: Node, key: str, allowed: Collection[str] | None) -> "Entries":
        """The keys of a mapping: twice the same is YC505, one that is not allowed YC502 (None allows any)."""
        found: dict[str, Node] = {}
        lines: dict[str, int] = {}
        strange = []
        if node.pairs is None:
            self.misfit(node, key, "应写成“键: 值”" + (f"；可用的键：{'、'.join(allowed)}" if allowed else ""))
        for name, value in node.pairs or ():
            if name.text is None:
                self.misfit(name, key, "键应为一个词")
            elif name.text in lines:
                self.fault("YC505", name, key=name.text, line=str(lines[name.text]))
            elif allowed is not None and name.text not in allowed:
                self.fault("YC502", name, key=name.text, allowed="、".join(allowed))
                strange.append(name.text)
            else:
                found[name.text] = value
            lines.setdefault(name.text or "", name.line)
        return Entries(self, node, found, tuple(strange))


class Entries:
    """The keys of one mapping, taken with their kinds checked; what is missing or misfit becomes a finding."""

    def __init__(self, source: Source, node: Node, found: dict[str, Node], strange: tuple[str, ...] = ()) -> None:
        """Take the mapping's node, what stands at its keys, and the keys that were refused."""
        self.source, self.node, self.found, self._strange = source, node, found, strange

    def name(self, key: str) -> Node:
        """The node of the key itself."""
        return next(name for name, _ in self.node.pairs or () if name.text == key)

    def __contains__(self, key: str) -> bool:
        return key in self.found and not self.found[key].blank

    def __getitem__(self, key: str) -> Node:
        return self.found[key]

    def text(self, key: str) -> str:
        """The text of a key, "" where it is not there."""
        if key not in self:
            return ""
        node = self.found[key]
        if node.text is None:
            self.source.misfit(node, key, "应为一段文字")
        return node.text or ""

    def lacks(self, key: str) -> bool:
        """Whether a key is missing and was not, by the look of it, misspelt: one cause, one finding."""
        return key not in self and not get_close_matches(key, self._strange, n=1, cutoff=0.7)

    def require(self, key: str) -> bool:
        """Whether a key that must be there is; its absence is YC513."""
        if self.lacks(key):
            self.source.misfit(self.node, key, "没有填写")
        return key in self

    def needed(self, key: str) -> str:
        """The text of a key that must be there."""
        self.require(key)
        return self.text(key)

    def one_of(self, key: str, choices: Collection[str], default: str = "") -> str | None:
        """One of the listed words, `default` where the key is not there."""
        if key not in self:
            return default
        word = self.text(key)
        if word in choices:
            return word
        self.source.misfit(self.found[key], key, f"应为：{'、'.join(choices)}")
        return None

    def day(self, key: str) -> date | None:
        """A day written as 2020-05-10."""
        return None if key not in self else day(self.source, self.found[key], key)

    def list_of(self, key: str) -> tuple[Node, ...]:
        """The items of a list, none where the key is not there."""
        return self.source.list_of(self.found[key], key) if key in self else ()


def number(source: Source, node: Node, key: str, largest: int) -> int | None:
    """A whole number from 0 to `largest`; anything else is YC513."""
    if node.text is not None and node.text.isascii() and node.text.isdigit() and int(node.text[:9]) <= largest:
        return int(node.text)
    source.misfit(node, key, f"应为 0 至 {largest} 的整数")
    return None


def day(source: Source, node: Node, key: str) -> date | None:
    """A day written as 2020-05-10; anything else is YC513."""
    try:
        if node.text is not None and len(node.text) == len("2020-05-10"):
            return date.fromisoformat(node.text)
    except ValueError:
        pass
    source.misfit(node, key, "应为日期，如 2020-05-10")
    return None


def open_source(path: Path, shown_as: str) -> Source:
    """Read a YAML file; where that fails `root` is None and the finding (YC501) says where and why."""
    source = Source(shown_as)
    start = Node(1, 1)
    try:
        source.content = read_plain(path)
        text = source.content.decode("utf-8-sig")
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        source.fault("YC501", start, reason="找不到这个文件" if missing else "无法打开，请检查权限，或是不是文件")
        return source
    except UnicodeDecodeError:
        source.fault("YC501", start, reason="不是 UTF-8 编码的文本")
        return source
    if len(text) > _LARGEST:
        source.fault("YC501", start, reason="文件过大")
        return source
    try:
        source.root = _tree(iter(yaml.parse(text, Loader=_LOADER)))
    except _RefusedError as refused:
        source.fault("YC501", refused.node, reason=str(refused))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        node = start if mark is None else Node(mark.line + 1, mark.column + 1)
        source.fault("YC501", node, reason=_in_chinese(error.problem or ""))
    except yaml.YAMLError:
        source.fault("YC501", start, reason="含有不能使用的字符")
    if source.root is None and not source.findings:
        source.fault("YC501", start, reason="文件是空的")
    return source


_SYNTAX = {
    "mapping values are not allowed": "这里不能再写“键: 值”，请检查缩进，或给含冒号的文字加引号",
    "could not find expected ':'": "缺少冒号",
    "cannot start any token": "不能用制表符（Tab）缩进，也不能以 @、` 开头",
    "unexpected end of stream": "引号没有配对",
    "expected ',' or": "括号或逗号没有配对",
    "did not find expected": "缩进不一致",
    "expected <block end>": "缩进不一致",
}


def _in_chinese(problem: str) -> str:
    """What the YAML parser complained about, for somebody who does not know YAML."""
    return next((reason for words, reason in _SYNTAX.items() if words in problem), "写法有误，请检查缩进、冒号和引号")


class _RefusedError(Exception):
    def __init__(self, reason: str, node: Node) -> None:
        super().__init__(reason)
        self.node = node


def _tree(events: Iterator[yaml.Event]) -> Node | None:
    """The tree of the only document, built without recursion."""
    open_nodes: list[tuple[Node, list[Node]]] = []
    root: Node | None = None
    for event in events:
        node = _checked(event, open_nodes, root)
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((node, []))
            continue
        if isinstance(event, yaml.ScalarEvent):
            node = replace(node, text=str(event.value))
        elif isinstance(event, yaml.CollectionEndEvent):
            begun, inside = open_nodes.pop()
            if isinstance(event, yaml.SequenceEndEvent):
                node = replace(begun, items=tuple(inside))
            else:
                node = replace(begun, pairs=tuple(zip(inside[::2], inside[1::2], strict=True)))
        else:
            continue
        if open_nodes:
            open_nodes[-1][1].append(node)
        else:
            root = node
    return root


def _checked(event: yaml.Event, open_nodes: Sized, root: Node | None) -> Node:
    """The event's place as a node without content; what a rulebook may not hold is refused here."""
    mark = event.start_mark
    node = Node(1, 1) if mark is None else Node(mark.line + 1, mark.column + 1)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise _RefusedError("不能使用 & 和 * 引用", node)
    if getattr(event, "tag", None) is not None:
        raise _RefusedError("不能使用 ! 标记", node)
    if isinstance(event, yaml.DocumentStartEvent) and root is not None:
        raise _RefusedError("一个文件只能有一份内容（只能有一个 ---）", node)
    if isinstance(event, yaml.CollectionStartEvent) and len(open_nodes) >= _DEEPEST:
        raise _RefusedError(f"嵌套超过 {_DEEPEST} 层", node)
    return node


def cite(source: Source, entries: Entries, what: str) -> tuple[str, str, str]:
    """Clause, quote and basis; YC506 where neither the first two nor the last are there."""
    clause, quote, basis = (entries.text(key) for key in ("clause", "quote", "basis"))
    missing = [label for key, label in (("clause", "条款（clause）"), ("quote", "原文（quote）")) if entries.lacks(key)]
    if missing and not basis:
        source.fault("YC506", entries.node, what=what, missing="、".join(missing))
    return clause, quote, basis
