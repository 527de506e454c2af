"""What is wrong with what we know: findings, each with a code, a place, facts and a way out.

Two shapes on one rail. A `Finding` is one finding as people meet it. `CellFindings` is one fault in many cells of a
field, kept as columns, so that half a million of them cost no object each; it becomes `Finding`s when somebody looks.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from yicun.model.codes import CODES, Code, Severity
from yicun.model.fields import BY_NAME, Field, Kind, TableKind
from yicun.model.masks import mask_id, mask_phone, mask_text
from yicun.model.places import Place, Places, Spot, TablePlace, column_letters, column_number

__all__ = [
    "CellFindings",
    "Finding",
    "Findings",
    "Fix",
    "Place",
    "Places",
    "Spot",
    "TablePlace",
    "column_letters",
    "column_number",
    "fix_at",
    "shown",
]


@dataclass(frozen=True, slots=True)
class Fix:
    """A better way to write a cell, unmasked. `safe`: `--fix` may apply it, otherwise it is only shown."""

    text: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `value`: what the cell held, already masked; `facts` fill the message of the code.

    `count` above one: the whole column is damaged in the same way; the place is the column, `related` its cells, and
    `fixes` (if any) the better way to write each of them, `teachable` the words in them that an office could teach.
    """

    code: str
    place: Place
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    field: str | None = None
    label: str = ""
    value: str | None = None
    fix: Fix | None = None
    related: tuple[Place, ...] = ()
    count: int = 1
    fixes: tuple[Fix | None, ...] = ()
    teachable: tuple[str, ...] = ()

    @property
    def about(self) -> Code:
        """The catalogue entry of this code."""
        return CODES[self.code]

    @property
    def severity(self) -> Severity:
        """错误, 警告 or 说明."""
        return self.about.severity

    @property
    def message(self) -> str:
        """What is wrong, in one Chinese sentence; never a full ID, phone or refused cell."""
        text = self._filled(self.about.message)
        return text if self.count == 1 else f"{text}（整列 {self.count} 处都是如此）"

    @property
    def hint(self) -> str:
        """What to do about it: what the fact `cure` says, else the same for all findings of a code."""
        return self.facts.get("cure") or self._filled(self.about.hint)

    @property
    def hint_for_office(self) -> str:
        """`hint`, and the row of 写法 by which the office could teach the tool to read this."""
        return self.hint + self.facts.get("teach", "")

    def by_cell(self) -> "tuple[Finding, ...]":
        """This finding, or of a whole column one finding for each of its cells, with the fix of that cell."""
        if self.count == 1:
            return (self,)
        fixes = self.fixes or (None,) * len(self.related)
        return tuple(
            dataclasses.replace(self, place=place, related=(), count=1, value=None, fix=fix, fixes=())
            for place, fix in zip(self.related, fixes, strict=True)
        )

    def _filled(self, template: str) -> str:
        return template.format_map(_Facts({"label": self.label, "value": self.value or "", **self.facts}))


class _Facts(dict[str, str]):
    """A fact nobody gave shows as nothing instead of failing a whole run."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class CellFindings:
    """One code in many cells of one field.

    `rows` are row ids of `Roster.places`; the other sequences run beside it. `texts` hold what the cells held, unmasked
    (they are masked when a `Finding` is made); `fixes` the better ways to write them; `related` the row ids that belong
    to each finding, pointing at `related_field` (the whole row where that is None).
    """

    code: str
    kind: TableKind
    field: str
    rows: Sequence[int]
    texts: Sequence[str | None] | None = None
    fixes: Sequence[str | None] | None = None
    facts: Mapping[str, Sequence[str]] = dataclasses.field(default_factory=dict)
    related: Sequence[Sequence[int]] | None = None
    related_field: str | None = None

    def __len__(self) -> int:
        return len(self.rows)


def shown(about: Field | None, text: str) -> str:
    """A cell's text as a message may show it, in one line: IDs and phones masked by field, long numbers anywhere."""
    text = "⏎".join(text.splitlines())
    text = text if len(text) <= 60 else text[:59] + "…"
    if about is not None and about.kind is Kind.ID_NUMBER:
        return mask_id(text)
    if about is not None and about.kind is Kind.PHONE:
        return "、".join(mask_phone(part) for part in text.split("、"))
    if about is not None and about.kind is Kind.CODE:
        return text if len(text) <= 12 else mask_text(text)
    return mask_text(text)


class Findings:
    """A collection of findings; `+` joins two, `all` builds them in reading order."""

    def __init__(self, single: Iterable[Finding] = (), cells: Iterable[CellFindings] = ()) -> None:
        """Take findings one by one and column by column."""
        self.single = tuple(single)
        self.cells = tuple(batch for batch in cells if len(batch))

    def __add__(self, other: "Findings") -> "Findings":
        return Findings(self.single + other.single, self.cells + other.cells)

    def __len__(self) -> int:
        return len(self.single) + sum(map(len, self.cells))

    def only(self, keep: Iterable[str] = (), drop: Iterable[str] = ()) -> "Findings":
        """Those whose code begins with one of `keep` (none given: all) and with none of `drop`."""
        wanted, unwanted = tuple(keep), tuple(drop)

        def stays(code: str) -> bool:
            return (not wanted or code.startswith(wanted)) and not (unwanted and code.startswith(unwanted))

        return Findings(
            (finding for finding in self.single if stays(finding.code)),
            (batch for batch in self.cells if stays(batch.code)),
        )

    def by_code(self) -> dict[str, int]:
        """How many of each code, in code order; no finding is built for it."""
        counts = Counter(finding.code for finding in self.single)
        for batch in self.cells:
            counts[batch.code] += len(batch)
        return dict(sorted(counts.items()))

    def by_severity(self) -> dict[Severity, int]:
        """How many errors, warnings and notes."""
        counts = dict.fromkeys(Severity, 0)
        for code, count in self.by_code().items():
            counts[CODES[code].severity] += count
        return counts

    def unchecked(self) -> frozenset[str]:
        """Paths that could not be checked at all."""
        return frozenset(finding.place.path for finding in self.single if finding.about.unchecked)

    def that_left_unchecked(self) -> "Findings":
        """Why these paths could not be checked."""
        return Findings(tuple(finding for finding in self.single if finding.about.unchecked))

    def rows_with(self, field_name: str, kind: TableKind, severity: Severity = Severity.ERROR) -> frozenset[int]:
        """Row ids whose cell in this field has a finding of the severity: the cell was not blank but is not known."""
        return frozenset(
            int(row)
            for batch in self.cells
            if batch.field == field_name and batch.kind is kind and CODES[batch.code].severity is severity
            for row in batch.rows
        )

    def all(self, places: Places) -> list[Finding]:
        """Every finding built, in the order a reader expects: as the files were read, then sheet, row, column, code."""
        ranks: dict[tuple[str, str | None], int] = {}
        for rank, table in enumerate(places.tables):
            ranks.setdefault((table.path, None), rank)
            ranks.setdefault((table.path, table.sheet), rank)
        built = [_built(batch, index, places) for batch in self.cells for index in range(len(batch))]

        def order(finding: Finding) -> tuple[int, int, int, int, str]:
            place = finding.place
            in_file = ranks.get((place.path, None), -1)
            in_sheet = ranks.get((place.path, place.sheet), -1)
            return in_file, in_sheet, place.row or 0, column_number(place.column), finding.code

        return sorted((*self.single, *built), key=order)


def fix_at(places: Places, batch: CellFindings, index: int, text: str) -> Fix:
    """A better way to write one cell; only shown where that cell says something else beside the value."""
    safe = CODES[batch.code].fix == "safe" and places.is_whole(int(batch.rows[index]), batch.field)
    return Fix(text, safe)


def _built(batch: CellFindings, index: int, places: Places) -> Finding:
    about = BY_NAME[batch.kind].get(batch.field)
    text = batch.texts[index] if batch.texts is not None else None
    fix = batch.fixes[index] if batch.fixes is not None else None
    related = batch.related[index] if batch.related is not None else ()
    return Finding(
        batch.code,
        places.place(int(batch.rows[index]), batch.field),
        {name: values[index] for name, values in batch.facts.items()},
        batch.field,
        about.label if about is not None else batch.field,
        None if text is None else shown(about, text),
        None if fix is None else fix_at(places, batch, index, fix),
        tuple(places.place(int(row), batch.related_field) for row in related),
    )
