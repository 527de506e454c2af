"""`fields:` of a rulebook: the columns that an office asks for beside those of every roster."""

from collections.abc import Mapping

from yicun.model.choices import Choices
from yicun.model.fields import CANDIDATE_FIELDS, REFUSED_WORDS, VILLAGE_FIELDS, Field, Kind
from yicun.rulebook.source import Entries, Node

_KEYS = ("id", "label", "kind", "aliases", "values", "class", "required", "note", "example", "show_in")
_KINDS: Mapping[str, Kind] = {
    "text": Kind.TEXT, "number": Kind.WHOLE_NUMBER, "date": Kind.DATE, "choice": Kind.CHOICE,
}  # fmt: skip
DOCUMENTS = ("list", "screen")
"""Documents that may have a column for an own field: the nomination list, 核对表."""
_TAKEN = {text for field in (*CANDIDATE_FIELDS, *VILLAGE_FIELDS) for text in (field.label, *field.aliases)}
_NAMES = {field.name for field in (*CANDIDATE_FIELDS, *VILLAGE_FIELDS)}


def read_fields(entries: Entries) -> list[Field]:
    """The fields that a file declares; what cannot be one is a finding (YC505, YC513) and left out."""
    return [field for node in entries.list_of("fields") if (field := _field(entries, node)) is not None]


def _field(of: Entries, node: Node) -> Field | None:
    source = of.source
    entries = source.entries(node, "fields", _KEYS)
    if node.pairs is None:
        return None
    name, label = entries.needed("id"), entries.needed("label")
    kind = entries.one_of("kind", tuple(_KINDS)) if entries.needed("kind") else None
    aliases = tuple(each.text or "" for each in entries.list_of("aliases"))
    values = tuple(each.text or "" for each in entries.list_of("values"))
    internal = entries.one_of("class", ("public", "internal"), "internal") == "internal"
    shown_in = tuple(each.text or "" for each in entries.list_of("show_in"))
    wrong = _wrong(name, (label, *aliases), kind, values)
    if strange := set(shown_in).difference(DOCUMENTS):
        wrong["show_in"] = f"“{'、'.join(sorted(strange))}”不是文件；可用：{'、'.join(DOCUMENTS)}"
    for key, reason in wrong.items():
        source.misfit(entries.found.get(key, node), key, reason)
    if wrong or not (name and label and kind):
        return None
    return Field(
        name,
        label,
        _KINDS[kind],
        required=entries.one_of("required", ("true", "false")) == "true",
        aliases=aliases,
        choices=Choices(values, blank_is_answer="无" in values) if values else None,
        internal=internal,
        note=entries.text("note"),
        example=entries.text("example"),
        shown_in=shown_in,
    )


def _wrong(name: str, labels: tuple[str, ...], kind: str | None, values: tuple[str, ...]) -> dict[str, str]:
    """Why a declaration cannot be used, by the key at fault."""
    wrong = {}
    if name and not (name.isascii() and name.isidentifier() and name.islower()):
        wrong["id"] = "只能用小写英文字母、数字和下划线"
    elif name in _NAMES or name.endswith(("_last", "_text", "_row")):
        wrong["id"] = f"“{name}”名单中已有，或留作他用"
    for text in labels:
        if any(word in text for word in REFUSED_WORDS):
            wrong["label"] = f"“{text}”这一列不得收集"
        elif text in _TAKEN:
            wrong["label"] = f"“{text}”是名单中已有的列"
    if kind == "choice" and len(values) < 2:
        wrong["values"] = "单选的项目至少要有两个可填的值"
    if kind is not None and kind != "choice" and values:
        wrong["values"] = "只有 kind: choice 的项目才有可填的值"
    return wrong
