"""Villages that a sheet names and says to have nobody: in a row, around an empty table, or in a sentence."""

from collections.abc import Iterable, Iterator, Mapping

from yicun.intake.headers.header_rows import Header
from yicun.intake.headers.located import VillageAround, village_around
from yicun.intake.headers.odd_rows import RowKind
from yicun.intake.headers.sheet import Sheet
from yicun.intake.headers.tables import used_columns
from yicun.intake.headers.village_names import without_anybody
from yicun.model.absent import Absence, nobody
from yicun.model.fields import TableKind

Pair = tuple[str, str]
_IN_WORDS = frozenset((RowKind.NOTE, RowKind.CAPTION, RowKind.SIGNATURE, RowKind.UNFILLED, RowKind.NIL))
_LOOKED_AT = 200  # rows of a sheet without a table


def unfilled_villages(
    sheet: Sheet, header: Header, kind: TableKind, kinds: Mapping[int, RowKind], around: VillageAround | None
) -> tuple[Pair, ...]:
    """Township ("" if none) and village of what names a village and nobody for it in a table or its lines.

    A blank township is the one above; a row without a column for the village is about the one named `around`.
    """
    columns = used_columns(header, kind)
    pairs: list[Pair] = []
    for at in sorted(at for at, what in kinds.items() if what is RowKind.UNFILLED):
        texts = sheet.texts(at)
        township, village = (texts[columns[name]] if name in columns else "" for name in ("township", "village"))
        if village:
            pairs.append((township or (pairs[-1][0] if pairs else ""), village))
        elif around is not None and "village" not in columns:
            pairs.append((around.named.township, around.named.village))
    pairs += _in_words(sheet, (at for at, what in kinds.items() if what in _IN_WORDS))
    return tuple(dict.fromkeys(pairs))


def unfilled_sheet(sheet: Sheet) -> tuple[Pair, ...]:
    """The villages that a sheet without a table says to have nobody, the one it is about among them."""
    rows = range(min(_LOOKED_AT, sheet.grid.height))
    pairs = list(_in_words(sheet, rows))
    around = village_around(sheet, rows, None)
    if around is not None and any(nobody(text) is Absence.NONE for at in rows for text in sheet.texts(at) if text):
        pairs.append((around.named.township, around.named.village))
    return tuple(dict.fromkeys(pairs))


def _in_words(sheet: Sheet, rows: Iterable[int]) -> Iterator[Pair]:
    for at in rows:
        for text in sheet.texts(at):
            for named in without_anybody(text):
                yield named.township, named.village
