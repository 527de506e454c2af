"""Forms about one person each: labels with their answers beside or below, one form on a sheet or several."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from yicun.intake.grid import Cell, Cells, RawTable
from yicun.intake.headers.labels import PERSONAL, about_another, is_refused, normalised
from yicun.intake.headers.located import VillageAround, note
from yicun.intake.headers.odd_rows import is_id, squeezed
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.slots import Slot, field_of_label, is_name, pairs, slots_of, surely_answers
from yicun.model.boxes import has_boxes, ticked
from yicun.model.fields import FIELDS, TableKind
from yicun.model.findings import Finding, Spot, column_letters

_LONGEST_SECTION = 12
_PLACES = frozenset(("station", "township", "village"))
_FEWEST = 3  # fields beside the name that a form answers
_OPINION = re.compile(r"意见$")
_STEPS = (
    (re.compile(r"(自荐|(个人|本人)(申请|意见))"), "applied_on"),
    (re.compile(r"(村|两委|党[委总支]|支部|组织).*(推[荐选]|意见)|^推荐意见$"), "recommended_on"),
    (re.compile(r"(联合)?考察"), "inspected_on"),
)
_NOT_GIVEN = re.compile(r"不同意|不予|不宜|不合格|不推[荐选]|暂缓|不自愿|不符合")
_GIVEN = re.compile(r"同意|自愿|合格|推荐|自荐|申请|符合")
_DAY = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?!\d)")
_KIN = re.compile(r"^(称谓|关系)$|与(本人|其|被推荐人).?关系|家庭(主要)?成员|社会关系|亲属")
_INLINE = re.compile(
    r"(?:^|(?<=[\s,;。、|]))("
    + "|".join(
        r"\s*".join(map(re.escape, normalised(text)))
        for text in sorted(
            (text for one in FIELDS[TableKind.CANDIDATES] for text in (one.label, *one.aliases)), key=len, reverse=True
        )
    )
    + r"|填[表报]日期|填[表报]时间|民\s*族|籍\s*贯|照\s*片|(?:家庭|现)?住址|健康状况|推荐单位)\s*:"
)


@dataclass(frozen=True, slots=True)
class FilledSlot:
    """What a form says of one field: the label with its row and column (indexes), the answer, and its cell."""

    name: str
    label: str
    row: int
    column: int
    cell: Cell
    spot: Spot


@dataclass(slots=True)
class Form:
    """One person's form: field -> answer, the first of each; rows of its first and last label, and of other IDs."""

    first: int
    last: int
    answers: dict[str, FilledSlot] = field(default_factory=dict)
    other_ids: list[int] = field(default_factory=list)

    @property
    def is_somebody(self) -> bool:
        """Whether it names somebody, and answers enough for a roster."""
        given = {name: squeezed(one.cell) for name, one in self.answers.items() if squeezed(one.cell)}
        named = is_name(given.get("name", "")) or ("name" in given and is_id(given.get("id_number", "")))
        return (named and len(given) > _FEWEST) or (is_id(given.get("id_number", "")) and len(given) > _FEWEST)

    @property
    def is_blank(self) -> bool:
        """Whether nobody filled it in, although it asks enough."""
        asked = "name" in self.answers and len(self.answers) > _FEWEST
        return asked and not any(
            squeezed(self.answers[name].cell) for name in ("name", "id_number") if name in self.answers
        )


def forms_in(sheet: Sheet, start: int, end: int) -> list[Form]:
    """The forms between two rows, in reading order; blank ones among them."""
    answers: list[FilledSlot] = []
    section = ""
    for row in range(start, end):
        slots = slots_of(sheet, row)
        filled = [slot.text for slot in slots if slot.text]
        if not filled:
            section = ""
        elif len(filled) == 1 and len(filled[0]) <= _LONGEST_SECTION and ":" not in filled[0]:
            section = filled[0]
        answers += _answers(sheet, slots, row, end, section)
    forms = [form for abreast in _abreast(answers) for form in _split(abreast)]
    return sorted((one for one in forms if one.is_somebody or one.is_blank), key=lambda one: one.first)


def _answers(sheet: Sheet, slots: Sequence[Slot], row: int, end: int, section: str) -> Iterator[FilledSlot]:
    labels = list(pairs(slots, row))
    kin = any(_KIN.search(slot.text) for slot in slots if slot.row == row)
    beside = sum(1 for _, right in labels if right is not None and right.is_label)
    answered = sum(1 for _, right in labels if right is not None and right.text and not right.is_label)
    taken: set[int] = set()
    for label, right in labels:
        groups = [section, *_groups(slots, label, taken)]
        if right is not None and not right.is_label and (answered >= beside or answered == 0 == beside):
            taken.add(right.column)
            answer: Slot | None = right
        else:
            answer = _below(sheet, label, end) if beside else None
        if (answer is None or not answer.text) and not beside:
            below = _below(sheet, label, end)
            answer = below if below is not None and surely_answers(str(label.cell), below.cell) else answer
        if (
            answer is not None
            and not (kin and field_of_label(str(label.cell)) in PERSONAL)
            and not is_refused((*groups, str(label.cell)))
        ):
            yield from _one(sheet, slots, label, answer, groups)
    for slot in slots:
        if slot.row == row and type(slot.cell) is str and not slot.is_label:
            yield from _inline(sheet, slot)


def _groups(slots: Sequence[Slot], label: Slot, taken: Collection[int]) -> Iterator[str]:
    """What stands to the left of a label over more rows than it, or names another person without being an answer."""
    for at, slot in enumerate(slots):
        if slot.column >= label.column:
            return
        if slot.column in taken or not slot.text:
            continue
        over_more = slot.last_row - slot.row > label.last_row - label.row
        heads_labels = slots[at + 1].is_label and is_refused((slot.text,))
        if over_more or heads_labels or (not slot.is_label and about_another(slot.text)):
            yield slot.text


def _below(sheet: Sheet, label: Slot, end: int) -> Slot | None:
    row = label.last_row + 1
    if row >= end:
        return None
    below = next((slot for slot in slots_of(sheet, row) if slot.column <= label.column <= slot.last_column), None)
    return None if below is None or below.is_label else below


def _one(sheet: Sheet, slots: Sequence[Slot], label: Slot, answer: Slot, groups: Sequence[str]) -> Iterator[FilledSlot]:
    """What one label and its answer say of a roster's field; nothing where they are about somebody else."""
    text = str(label.cell)
    step = _step(text)
    day = None if step is None else _day_of(str(answer.cell))
    if step is not None and day:
        yield FilledSlot(step, text, label.row, label.column, day, _spot(sheet, answer, whole=False))
    name = field_of_label(text)
    if name is None or (name in PERSONAL and any(map(about_another, groups))):
        return
    cell, whole = _read(slots, name, answer)
    if not _OPINION.search(normalised(text)) or surely_answers(text, cell):
        yield FilledSlot(name, text, label.row, label.column, cell, _spot(sheet, answer, whole=whole))


def _spot(sheet: Sheet, slot: Slot, *, whole: bool) -> Spot:
    return Spot(sheet.number(slot.row), column_letters(sheet.grid.left + slot.column), whole)


def _read(slots: Sequence[Slot], name: str, answer: Slot) -> tuple[Cell, bool]:
    """The answer itself: those of several boxes that are ticked, or an ID written in a box for each digit."""
    text = answer.text
    if not text.strip("□☐"):
        return None, False
    if has_boxes(text) and (answers := ticked(text)):
        return "、".join(answers), False
    if name == "id_number" and len(text) == 1:
        at = next(number for number, slot in enumerate(slots) if slot.column == answer.column)
        digits = [slot.text for slot in slots[at : at + 18]]
        if len(digits) > 14 and all(len(digit) == 1 for digit in digits):
            return "".join(digits), False
    return answer.cell, True


def _step(label: str) -> str | None:
    """The step of the procedure that an opinion or signature belongs to."""
    text = normalised(label)
    if not _OPINION.search(text):
        return None
    return next((name for pattern, name in _STEPS if pattern.search(text)), None)


def _day_of(opinion: str) -> str | None:
    """The one day that is written under an opinion, unless it says no."""
    text = unicodedata.normalize("NFKC", opinion)
    days = _DAY.findall(text)
    return "".join(days[0].split()) if len(days) == 1 and _GIVEN.search(text) and not _NOT_GIVEN.search(text) else None


def _inline(sheet: Sheet, slot: Slot) -> Iterator[FilledSlot]:
    """Labels and answers in one cell: 姓名：张三　性别：男."""
    text = unicodedata.normalize("NFKC", str(slot.cell))
    found = list(_INLINE.finditer(text)) if ":" in text else []
    for one, following in zip(found, [*found[1:], None], strict=False):
        name = field_of_label(one[1])
        value = text[one.end() : following.start() if following is not None else None].strip(" \t\n,;。、|_")
        if name is not None and len(value) <= 60:
            spot = _spot(sheet, slot, whole=False)
            yield FilledSlot(name, one[1], slot.row, slot.column, value or None, spot)


def _abreast(answers: Sequence[FilledSlot]) -> list[list[FilledSlot]]:
    """The answers of forms that stand beside each other, apart: they say their first label again in the same row."""
    names = [one for one in answers if one.name == "name"]
    for row in sorted({one.row for one in names}):
        if len({one.column for one in names if one.row == row}) > 1:
            in_row = sorted((one for one in answers if one.row == row), key=lambda one: one.column)
            cuts = [one.column for one in in_row if one.name == in_row[0].name]
            return [
                [one for one in answers if (left <= one.column or at == 0) and one.column < right]
                for at, (left, right) in enumerate(pairwise([*cuts, 1 << 20]))
            ]
    return [list(answers)]


def _split(answers: Sequence[FilledSlot]) -> list[Form]:
    """One form for each name; it begins with the rows above the name that say again what the form before has said."""
    by_row: dict[int, list[FilledSlot]] = {}
    for one in answers:
        by_row.setdefault(one.row, []).append(one)
    rows = sorted(by_row)
    named = [row for row in rows if any(one.name == "name" for one in by_row[row])]
    begins: list[int] = []
    for above, row in pairwise([-1, *named]):
        between = [other for other in rows if above < other < row]
        first, own = row, {one.name for one in by_row[row]}
        for other in reversed(between):
            says = {one.name for one in by_row[other]}
            earlier = {one.name for near in rows if begins and begins[-1] <= near < other for one in by_row[near]}
            apart = first - other > 1 and not says <= _PLACES
            if begins and (apart or says & own or not says <= earlier):
                break
            first, own = other, own | says
        begins.append(first)
    return [
        _form([one for row in rows if first <= row < last for one in by_row[row]])
        for first, last in pairwise([*begins, 1 << 30])
    ]


def _form(answers: Sequence[FilledSlot]) -> Form:
    """The answers of one person: of several to one question the first that says something, a cell of its own before."""
    form = Form(answers[0].row, answers[-1].row)
    for one in answers:
        held = form.answers.get(one.name)
        has_more = bool(squeezed(one.cell)) and (
            not held or not squeezed(held.cell) or one.spot.whole > held.spot.whole
        )
        if held is None or has_more:
            form.answers[one.name] = one
        elif one.name == "id_number" and len(squeezed(one.cell)) > 9 and squeezed(one.cell) != squeezed(held.cell):
            form.other_ids.append(one.row)
    return form


def form_table(sheet: Sheet, forms: Sequence[Form]) -> RawTable:
    """The people of forms as one table: every value where it really stands."""
    names = list(dict.fromkeys(name for form in forms for name in form.answers))
    answers = {name: [form.answers.get(name) for form in forms] for name in names}
    cells = {name: Cells.of([None if one is None else one.cell for one in given]) for name, given in answers.items()}
    nowhere = Spot(None, None, whole=False)
    spots = {name: [nowhere if one is None else one.spot for one in given] for name, given in answers.items()}
    rows = [sheet.number(form.answers["name"].row if "name" in form.answers else form.first) for form in forms]
    labels = {name: next(form.answers[name].label for form in forms if name in form.answers) for name in names}
    struck = [at for at, one in enumerate(answers.get("name", ())) if one is not None and sheet.is_struck(one.spot)]
    return RawTable(
        sheet.path, sheet.grid.sheet, TableKind.CANDIDATES, sheet.number(forms[0].first),
        np.array(rows, dtype=np.int64), cells, {}, labels, spots=spots, struck=struck,
    )  # fmt: skip


def with_village(form: Form, around: VillageAround | None, sheet: Sheet, notes: list[Finding]) -> Form:
    """The form with the village that its title names, where it asks for none or none is given; noted in `notes`."""
    held = form.answers.get("village")
    if around is None or (held is not None and squeezed(held.cell)):
        return form
    answers = dict(form.answers)
    answers["village"] = FilledSlot("village", "行政村", form.first, 0, around.named.village, around.spot)
    township = answers.get("township")
    if around.named.township and (township is None or not squeezed(township.cell)):
        answers["township"] = FilledSlot("township", "乡镇（街道）", form.first, 0, around.named.township, around.spot)
    notes.append(note(sheet.path, sheet.grid.sheet, [around]))
    return replace(form, answers=answers)
