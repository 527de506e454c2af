"""A worksheet taken apart: where its cells stand, and the few different things they say.

What a cell says lies between its reference and its end, `<c r="K7" s="1" t="s"><v>12</v></c>`, and does not depend on
its place. A roster of two million cells says a few hundred thousand different things, and the reader need see no more.
Nearly every worksheet writes its cells so; one in any other form is not cut, and read the careful way.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute

from yicun.intake.grid import Cell, Codes, ErrorCell, Ints, NoValue

_PIECE = 4 << 20
"""Bytes cut at a time: few enough for the processor's cache, many enough to be worth the calls."""

_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_FARTHEST = 1 << 15  # no column of three letters has a greater number
_ABREAST = 64
"""Contents in a row of the sheet that the reader gets."""

_NUMBER_MASKS = np.array([(1 << 8 * length) - 1 for length in range(9)], dtype=np.uint64)

_ATTRIBUTES = rb'(?: [\w:.-]++="[^"<>\0]*+")*+'
_TEXT = rb"(?:[^<&\0]++|&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)*+"
_STYLE = rb'(?: s="\d++")?+'
_FORMULA = rb"<f" + _ATTRIBUTES + rb"(?:/>|>" + _TEXT + rb"</f>)"
_VALUE = rb"<v" + _ATTRIBUTES + rb"(?:/>|>(" + _TEXT + rb")</v>)"
_INLINE = rb"<is><t" + _ATTRIBUTES + rb"(?:/>|>" + _TEXT + rb"</t>)</is>"
_SHARED = _STYLE + rb' t="s"' + _STYLE + rb"(?:/>|><v>\d{1,9}+</v></c>)"
_OPENING = _STYLE + rb'(?: t="(?!s")([a-zA-Z]++)")?+' + _STYLE
_OTHER = _OPENING + rb"(?:/>|>(" + _FORMULA + rb")?+(?:" + _VALUE + rb"|" + _INLINE + rb")?+</c>)"
_STRANGE = re.compile(rb"\0(?!(?:" + _SHARED + rb"|" + _OTHER + rb")\s*+(?:\0|\Z))")
_CELL = re.compile(_OTHER)
_STRANGE_TAG = re.compile(rb":c[\s/>]|<[!?]|&|(?<!\A<)sheetData")
_STRANGE_BEFORE = re.compile(rb"(?<!\A)(?<!\A\xef\xbb\xbf)<[!?]|&|sheetData")
_STRANGE_BEHIND = re.compile(rb"<[!?]|<(?:\w+:)?cols?[\s>]|(?<!\A</)sheetData")


@dataclass(frozen=True, slots=True)
class Cut:
    """The cells of a worksheet, in order: Excel row and column (from 1) of each, and which of the `contents` it has.

    A content runs from behind the reference to the end of the cell, ` s="1" t="s"><v>12</v></c>`. `head` is what stands
    before the first row, `between` all that stands outside the cells: the tags of the rows.
    """

    rows: Codes
    columns: Codes
    codes: Codes
    contents: pa.BinaryArray
    head: bytes
    between: bytes

    def sheet(self) -> bytes:
        """A worksheet of the contents alone, in rows with an edge, so that a reader that leaves one out is caught."""
        padded = pa.concat_arrays([self.contents, pa.array([b"/>"] * (-len(self.contents) % _ABREAST), pa.binary())])
        begins = list(range(0, len(padded) + 1, _ABREAST))
        lines = compute.binary_join(pa.ListArray.from_arrays(begins, padded), b"<c")
        edge = b"><v>%d</v></c>" % len(self.contents)
        first = b"<c".join([edge] * _ABREAST)
        rows = (b"<c" + edge + b"</row><row><c").join([first, *lines.to_pylist(), edge])
        return _SHEET + b"<sheetData><row><c" + rows + b"</row></sheetData></worksheet>"

    def values(self, rows: Iterable[Sequence[Cell]]) -> list[Cell] | None:
        """What the contents say, from the rows that a reader made of `sheet`; None where it did not read them so."""
        count, values = len(self.contents), list[Cell]()
        _, *lines, last = rows
        for line in lines:
            if len(line) != _ABREAST + 1 or line[-1] != count:
                return None
            values += line[:-1]
        if last[0] != count or len(values) != count + -count % _ABREAST:
            return None
        for number, cell in self._special():
            values[number] = cell
        return values[:count]

    def _special(self) -> Iterator[tuple[int, Cell]]:
        """Contents whose value a fast reader loses: error cells, texts in <v>, formulas without a stored value."""
        marked = compute.match_substring_regex(self.contents, ' t="e"|<f| t="inlineStr"[^>]*><v')
        for number in np.flatnonzero(marked.to_numpy(zero_copy_only=False)).tolist():
            cell = _CELL.match(self.contents[number].as_py())
            if cell is None:
                continue
            kind, formula, value = cell.groups()
            if kind == b"e" and value:
                yield number, ErrorCell(unescape(value.decode("utf-8", "replace")))
            elif kind == b"inlineStr" and value:
                yield number, unescape(value.decode("utf-8", "replace"))
            elif formula is not None and not value and kind != b"str":
                yield number, NoValue()


def cut(xml: bytes) -> Cut | None:
    """Take a worksheet part apart; None where it is not in the plain form, well-formed or not."""
    start, end = xml.find(b"<sheetData"), xml.rfind(b"</sheetData>")
    if not 0 <= start < end or _STRANGE_BEFORE.search(xml[:start]) or _STRANGE_BEHIND.search(xml[end:]):
        return None
    pieces = []
    for span in _spans(xml, start, end):
        piece = _piece(xml, *span)
        if piece is None:
            return None
        pieces.append(piece)
    encoded = pa.chunked_array([piece.contents for piece in pieces]).unify_dictionaries()
    contents = encoded.chunk(0).dictionary
    between = b"".join(piece.between for piece in pieces)
    # a content is one whole cell or the reader would put others in its place; between them are tags of rows alone
    if (len(contents) and _STRANGE.search(b"\0" + b"\0".join(contents.to_pylist()))) or _STRANGE_TAG.search(between):
        return None
    rows, columns = (np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("rows", "columns"))
    if (np.diff(rows.astype(np.int64) * _FARTHEST + columns) <= 0).any():  # out of order, or two cells in one place
        return None
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in encoded.chunks])
    return Cut(rows, columns, codes, contents, xml[:start], between)


@dataclass(frozen=True, slots=True)
class _Piece:
    rows: Codes
    columns: Codes
    contents: pa.DictionaryArray
    between: bytes


_NOTHING = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32))


def _spans(xml: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of whole rows."""
    while start < end:
        close = xml.find(b"</row", min(start + _PIECE, end), end)
        stop = end if close < 0 else close + len(b"</row")
        yield start, stop
        start = stop


def _piece(xml: bytes, start: int, end: int) -> _Piece | None:
    """Cut some rows; None where a cell has no plain reference, or not the row of the cells beside it."""
    cells, closings = _places(xml, b"<c", start, end), _places(xml, b"</ro", start, end)
    row = np.searchsorted(closings, cells)
    if not len(cells):
        return _Piece(*_NOTHING, pa.array([], pa.binary()).dictionary_encode(), xml[start:end])
    if row[-1] == len(closings) or not (_at(xml, cells + 2, "V4").view("<u4") == _word(b' r="')).all():
        return None
    stops = np.minimum(np.append(cells[1:], end), closings[row])
    begins = np.flatnonzero(np.diff(row, prepend=-1))
    columns, letters = _columns(_at(xml, cells + 6, "V4").view(np.uint8).reshape(-1, 4))
    digits = cells + 6 + letters
    numbers, lengths = _numbers(_at(xml, digits[begins], "V8").view(np.uint8).reshape(-1, 8))
    written = _at(xml, digits, "V8").view("<u8")
    of_row = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(cells)))
    differs = (written ^ written[begins][of_row]) & _NUMBER_MASKS[lengths + 1][of_row]
    if not letters.all() or not lengths.all() or differs.any():
        return None
    inside = _slices(xml, digits + lengths[of_row] + 1, stops)
    outside = _slices(xml, np.append(start, stops[np.append(begins[1:] - 1, -1)]), np.append(cells[begins], end))
    return _Piece(numbers[of_row], columns, inside.dictionary_encode(), bytes(outside.buffers()[2]))


def _places(xml: bytes, word: bytes, start: int, end: int) -> Ints:
    """Where a word of two or four bytes stands."""
    size = len(word)
    found = [
        np.flatnonzero(
            np.frombuffer(xml, f"<u{size}", max(end - start - first, 0) // size, start + first) == _word(word)
        ) * size + (start + first)
        for first in range(size)
    ]  # fmt: skip
    places: Ints = np.concatenate(found)
    places.sort(kind="stable")  # it merges what is in order already
    return places


def _word(text: bytes) -> int:
    return int.from_bytes(text, "little")


def _at(xml: bytes, places: Ints, kind: str) -> npt.NDArray[np.void]:
    """As many bytes as `kind` (V4, V8) says, from each of the places on."""
    size = int(kind[1:])
    windows: npt.NDArray[np.void] = np.ndarray((len(xml) - size + 1,), kind, xml, strides=(1,))
    return windows[places]


def _columns(head: npt.NDArray[np.uint8]) -> tuple[Codes, Codes]:
    """The number of a column by its letters, and how many they are; none where they are no column of Excel's."""
    is_letter = (head >= ord("A")) & (head <= ord("Z"))
    values = head.astype(np.int32) - (ord("A") - 1)
    number, count = np.where(is_letter[:, 0], values[:, 0], 0), is_letter[:, 0].astype(np.int32)
    for at in (1, 2):
        more = is_letter[:, at] & (count == at)
        number, count = np.where(more, number * 26 + values[:, at], number), count + more
    return number, count


def _numbers(written: npt.NDArray[np.uint8]) -> tuple[Codes, Codes]:
    """A row number by its digits and how many they are; none where no quote follows, or a zero comes first."""
    is_digit = (written >= ord("0")) & (written <= ord("9"))
    length = np.where(is_digit.all(axis=1), 0, np.argmin(is_digit, axis=1))
    closed = written[np.arange(len(written)), length] == ord('"')
    length = np.where(closed & (written[:, 0] != ord("0")), length, 0)
    number = np.zeros(len(written), dtype=np.int32)
    for at in range(7):
        number = np.where(at < length, number * 10 + written[:, at] - ord("0"), number)
    return number, length


def _slices(xml: bytes, starts: Ints, stops: Ints) -> pa.BinaryArray:
    """The bytes between starts and stops, which follow each other."""
    offsets = np.empty(2 * len(starts), dtype=np.int32)
    offsets[::2], offsets[1::2] = starts, stops
    both = pa.Array.from_buffers(pa.binary(), len(offsets) - 1, [None, pa.py_buffer(offsets), pa.py_buffer(xml)])
    return both.take(pa.array(np.arange(0, len(offsets), 2)))
