"""How this office's stations write things: the sheet 写法, beside the shipped aliases and synonyms."""

from collections.abc import Iterator, Mapping

from yicun.ledger.book import Ledger
from yicun.model.fields import BY_NAME, FIELDS, REFUSED_WORDS, ROSTER_KINDS, Field, Kind, TableKind
from yicun.model.findings import Finding, Findings
from yicun.model.spellings import HEADER, NONE, Spellings

_HEADERS = ("YC104", "YC106")
_VALUES = ("YC216", "YC217")
_PERSONAL = frozenset((Kind.ID_NUMBER, Kind.NAME, Kind.NAMES, Kind.DATE, Kind.PHONE))


def not_understood(findings: Findings, ledger: Ledger) -> list[tuple[str, str]]:
    """Headers and values that nothing knows and no row of 写法 names: what it is about, and how it is written."""
    there = {(entry.text("about"), entry.text("written")) for entry in ledger.entries(TableKind.SPELLINGS)}
    found = dict.fromkeys((*_headers(findings), *_values(findings)))
    return [one for one in found if one not in there]


def _headers(findings: Findings) -> Iterator[tuple[str, str]]:
    for one in findings.single:
        if one.code in _HEADERS and "teach" in one.facts:
            yield HEADER, one.facts["written"]


def _values(findings: Findings) -> Iterator[tuple[str, str]]:
    for batch in findings.cells:
        if batch.code in _VALUES and batch.kind in ROSTER_KINDS:
            label = BY_NAME[batch.kind][batch.field].label
            yield from ((label, text) for text in batch.facts.get("written", ()) if text)
    for one in findings.single:
        if one.code in _VALUES:
            yield from ((one.label, text) for text in one.teachable)


def spellings_of(ledger: Ledger | None) -> tuple[Spellings, tuple[Finding, ...]]:
    """The rows of 写法 that can be used, and what is wrong with the others (YC424). Without 读作 a row says nothing."""
    if ledger is None:
        return NONE, ()
    headers, values, found = dict[str, str](), dict[str, dict[str, str]](), list[Finding]()
    for entry in ledger.entries(TableKind.SPELLINGS):
        about, written, read_as = (entry.text(name) for name in ("about", "written", "read_as"))
        if not (about and written and read_as):
            continue
        wrong = _wrong_header(written, read_as) if about == HEADER else _wrong_value(about, written, read_as)
        if wrong:
            where = "about" if wrong.startswith("没有项目") else "read_as"
            found.append(ledger.finding("YC424", TableKind.SPELLINGS, entry, where, {"reason": wrong}))
        elif about == HEADER:
            headers[written] = _labelled(read_as)[0].label
        else:
            for one in _labelled(about):
                values.setdefault(one.name, {})[written] = read_as
    return Spellings(headers, values), tuple(found)


def _labelled(label: str) -> list[Field]:
    """The fields of rosters and registers with a label, also without what stands in its brackets."""
    fields = [one for kind in ROSTER_KINDS for one in FIELDS[kind]]
    return [one for one in fields if label in {one.label, one.name, one.label.split("（")[0]}]


def _known_headers() -> Mapping[str, str]:
    return {text: one.label for kind in ROSTER_KINDS for one in FIELDS[kind] for text in (one.label, *one.aliases)}


def _wrong_header(written: str, read_as: str) -> str:
    if any(word in written for word in REFUSED_WORDS):
        return "这一列不得收集"
    if not _labelled(read_as):
        return f"没有项目“{read_as}”"
    known = _known_headers().get(written)
    if known is not None and known != _labelled(read_as)[0].label:
        return f"“{written}”本来就是“{known}”"
    return ""


def _wrong_value(label: str, written: str, read_as: str) -> str:
    fields = _labelled(label)
    if not fields:
        return f"没有项目“{label}”"
    for one in fields:
        if one.kind in _PERSONAL or one.choices is None:
            return f"“{label}”没有可填范围，不能另定写法"
        if read_as not in one.choices.values:
            return f"“{read_as}”不在“{label}”的可填范围"
        known = one.choices.synonyms.get(written) or (written if written in one.choices.values else None)
        if known is not None and known != read_as:
            return f"“{written}”本来就是“{known}”"
    return ""
