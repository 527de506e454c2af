"""Waivers: what the office approved for one person under one rule, and how far that reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from yicun.ledger.book import Ledger
from yicun.model.fields import TableKind
from yicun.model.findings import Finding, Findings, Place
from yicun.model.roster import Roster
from yicun.rulebook.columns import Columns
from yicun.rulebook.outcomes import NEEDS_REASON, UNKNOWN, WAIVED, Answers
from yicun.rulebook.source import Entries, Node, Source, open_source


@dataclass(frozen=True, slots=True)
class Waiver:
    """An approval. The person is known by name, the last four characters of the ID and the village."""

    name: str
    id_ends: str
    village: str
    rule: str
    reason: str
    approver: str
    approved_on: date
    document: str
    place: Place

    @property
    def words(self) -> str:
        """Who approved it, when, by which document and why."""
        return (
            f"{self.approver} {self.approved_on} 批准{f'（{self.document}）' if self.document else ''}：{self.reason}"
        )


_PERSON = ("name", "id_ends")
_KEYS = ("person", "village", "rule", "reason", "approver", "approved_on", "document")
_TEXTS = ("village", "rule", "reason", "approver", "document")
_ENDS = 4  # characters of the ID
_NEEDED = {"village": "村", "rule": "条款（rule）", "reason": "理由", "approver": "批准人", "approved_on": "批准日期"}


def load_waivers(path: Path, *, shown: str) -> tuple[tuple[Waiver, ...], Findings]:
    """Read `waivers.yaml`: a list under `waivers:`. One that lacks something is YC521 and not used."""
    source = open_source(path, shown)
    if source.root is None:
        return (), Findings(source.findings)
    entries = source.entries(source.root, "批准文件", ("waivers",))
    read = [_read(source, node) for node in entries.list_of("waivers")]
    return tuple(waiver for waiver in read if waiver is not None), Findings(source.findings)


def waivers_of(ledger: Ledger | None, as_of: date) -> tuple[tuple[Waiver, ...], Findings]:
    """The rows of 例外 that were there on a day. One whose ID ending is not four characters is YC521 and not used.

    What a row lacks besides is said at its cell where the ledger is read; such a row is not used either.
    """
    waivers, found = list[Waiver](), list[Finding]()
    for entry in ledger.entries(TableKind.WAIVERS) if ledger is not None else ():
        approved_on, ends = entry.day("approved_on"), entry.text("id_ends").upper()
        if approved_on is None or approved_on > as_of or not all(map(entry.text, ("name", "id_ends", *_TEXTS[:-1]))):
            continue
        assert ledger is not None
        if len(ends) != _ENDS:
            facts = {"missing": "身份号码后四位"}
            found.append(ledger.finding("YC521", TableKind.WAIVERS, entry, "id_ends", facts))
            continue
        texts = {name: entry.text(name) for name in _TEXTS}
        place = ledger.places.place(entry.row, "rule")
        waivers.append(Waiver(entry.text("name"), ends, **texts, approved_on=approved_on, place=place))
    return tuple(waivers), Findings(found)


def _read(source: Source, node: Node) -> Waiver | None:
    before = len(source.findings)
    entries = source.entries(node, "waivers", _KEYS)
    if node.pairs is None:
        return None
    person = source.entries(entries["person"], "person", _PERSON) if "person" in entries else Entries(source, node, {})
    missing = [label for key, label in (("name", "姓名"), ("id_ends", "身份号码后四位")) if key not in person]
    missing += [label for key, label in _NEEDED.items() if key not in entries or not entries.text(key).strip()]
    if missing:
        source.fault("YC521", node, missing="、".join(missing))
        return None
    ends, approved_on = person.text("id_ends").upper(), entries.day("approved_on")
    if len(ends) != _ENDS:
        source.misfit(person["id_ends"], "id_ends", "应为公民身份号码的后四位，加引号")
        return None
    if approved_on is None or len(source.findings) > before:
        return None
    texts = {key: entries.text(key) for key in _TEXTS}
    return Waiver(person.text("name"), ends, **texts, approved_on=approved_on, place=source.place(node))


def grant(
    waivers: Sequence[Waiver], answers: Answers, columns: Columns, roster: Roster
) -> tuple[Mapping[tuple[str, int], Waiver], Findings]:
    """Turn the 需说明 and 待核 that were approved into `WAIVED`, in place: (rule, position of the person) -> waiver.

    A bar is never lifted, nor a failed condition, nor what the rule's own `waiver` excludes.
    A waiver that lifts nothing, or is dated later than that, is YC520.
    """
    if not waivers:
        return {}, Findings()
    granted: dict[tuple[str, int], Waiver] = {}
    stale = []
    by_id = {rule.id: outcome for rule, outcome in answers if rule.kind != "bar" and rule.waiver != "never"}
    answered = {rule.id: columns.answer_to(rule.when) for rule, _ in answers if rule.waiver == "answered" and rule.when}
    candidates = roster.candidates
    named = np.flatnonzero(candidates["name"].isin([waiver.name for waiver in waivers]).to_numpy())
    for waiver in waivers:
        lifted = False
        if waiver.rule in by_id and waiver.approved_on <= columns.as_of:
            outcome = by_id[waiver.rule]
            for position in named.tolist():
                given = waiver.rule not in answered or not answered[waiver.rule].unknown[position]
                if given and outcome[position] in (NEEDS_REASON, UNKNOWN) and _is_for(waiver, roster, position):
                    outcome[position] = WAIVED
                    granted[waiver.rule, position] = waiver
                    lifted = True
        if not lifted:
            reason = _why_nothing(waiver, answers, columns, roster, named.tolist())
            facts = {"person": waiver.name, "village": waiver.village, "rule": waiver.rule, "reason": reason}
            stale.append(Finding("YC520", waiver.place, facts))
    return granted, Findings(stale)


def _why_nothing(waiver: Waiver, answers: Answers, columns: Columns, roster: Roster, named: Sequence[int]) -> str:
    """Why a waiver lifts nothing, for the office to read."""
    rule, outcome = next(((rule, outcome) for rule, outcome in answers if rule.id == waiver.rule), (None, None))
    if rule is None or outcome is None:
        return "没有这条规则"
    found = {int(outcome[position]) for position in named if _is_for(waiver, roster, position)}
    reasons = (
        (waiver.approved_on > columns.as_of, f"批准日期在基准日 {columns.as_of} 之后"),
        (not found, "没有对应的人选"),
        (rule.kind == "bar", "不得选聘的情形不能以批准代替"),
        (rule.waiver == "never", "这一条要有结论，不能以批准代替"),
        (bool(found) and min(found) > UNKNOWN, "已经不符合的不能以批准代替"),
        (not found.isdisjoint((NEEDS_REASON, UNKNOWN)), "还没有填写的不能以批准代替"),
    )
    return next((reason for holds, reason in reasons if holds), "这一条没有需要批准的")


def _is_for(waiver: Waiver, roster: Roster, position: int) -> bool:
    person = roster.candidates.iloc[position]
    villages = {str(person["village"])}
    if person["village_row"] >= 0:
        villages.add(str(roster.villages.at[person["village_row"], "village"]))
    return (
        person["name"] == waiver.name
        and str(person["id_number"]).upper().endswith(waiver.id_ends)
        and waiver.village in villages
    )
