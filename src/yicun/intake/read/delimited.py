"""Lines of CSV and TSV to records (RFC 4180), with the lines whose quotes do not pair: each of those stands alone.

Programs that follow the quotes read on to wherever the next one stands, and the people between become part of one cell.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass, field

from yicun.intake.grid import Cell
from yicun.intake.read.limits import CELLS, COLUMNS, ROWS
from yicun.intake.read.refusal import damaged, too_large

_DELIMITERS = ",\t;"
_NAMED_DELIMITER = re.compile(r"sep=([^\"\r\n])\r?\n", re.IGNORECASE)
_AS_FORMULA = re.compile(r'=\s*"((?:[^"]|"")*+)"\s*')
_HEAD = 10_000  # characters
_SAMPLE = 1_000  # lines
_LONGEST_LINE = 1 << 17  # characters, four times those of the longest cell
_LINES_OF_A_RECORD = 500  # a cell of Excel has at most 253 line breaks
_FEWEST, _NEARLY = 3, 0.8
"""Delimiters of a row: with fewer a remark may have as many; a cell that swallowed a row holds nearly all of them."""

_PERSON = re.compile(r"\d{17}[\dXx]")


@dataclass(slots=True)
class Records:
    """The cells of each record, and the numbers (from 1) of the lines that have a stray quote."""

    rows: list[list[Cell]] = field(default_factory=list)
    stray: list[int] = field(default_factory=list)
    cells: int = 0

    def add(self, cells: list[str]) -> None:
        """Keep a record without the empty cells at its end; refuses what no sheet holds (YC005)."""
        filled = len(bytes(map(bool, cells)).rstrip(b"\0"))
        self.cells += filled
        self.rows.append([cell or None for cell in cells[:filled]])
        if self.cells > CELLS or filled > COLUMNS or len(self.rows) > ROWS:
            raise too_large(f"超过 {ROWS} 行、{COLUMNS} 列或 {CELLS} 个单元格")


def split(text: str) -> tuple[str, Records]:
    """The delimiter of a text and its records; refuses a boundless line (YC001) and too many cells (YC005)."""
    named = _NAMED_DELIMITER.match(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not lines[-1]:
        lines.pop()
    if max(map(len, lines), default=0) > _LONGEST_LINE:
        number = next(number for number, line in enumerate(lines, 1) if len(line) > _LONGEST_LINE)
        raise damaged(f"文本表格第 {number} 行无法辨认")
    delimiter = named[1] if named else _delimiter(text)
    return delimiter, _Reader(lines, delimiter).read(1 if named else 0)


def breaks_off(text: str, delimiter: str) -> int:
    """The number of a last line that nothing ends and that has fewer delimiters than the one above it; 0 for none.

    Lines with quotes may be parts of one record, and say nothing.
    """
    above, _, last = text.rpartition("\n")
    before = above[above.rfind("\n") + 1 :]
    is_cut = last.strip() and last.count(delimiter) < before.count(delimiter) and '"' not in before + last
    return above.count("\n") + 2 if is_cut else 0


def literal(text: str) -> str:
    """A text that is written as a formula, `="0123"`, so that programs do not take it for a number."""
    if not text.startswith("="):
        return text
    found = _AS_FORMULA.fullmatch(text)
    return text if found is None else found[1].replace('""', '"')


def _delimiter(text: str) -> str:
    """The one that stands in most of the first lines, and the most often in as many; a comma where none does."""
    head = text[:_HEAD]
    lines = re.split(r"[\r\n]+", head)

    def rank(delimiter: str) -> tuple[int, int, int]:
        counts = Counter(count for line in lines if (count := line.count(delimiter)))
        return sum(counts.values()), max(counts.values(), default=0), head.count(delimiter)

    return max(_DELIMITERS, key=rank)


class _Reader:
    """One pass over the lines of a text."""

    def __init__(self, lines: list[str], delimiter: str) -> None:
        self._lines, self._delimiter = lines, delimiter
        sign = re.escape(delimiter)
        quoted, formula = r' *"(?:[^"]|"")*+" *', r'=\s*"(?:[^"]|"")*+"\s*'
        plain = rf'(?! *"|=\s*")[^{sign}"]*+(?:"[^{sign}"]*+"[^{sign}"]*+)*+'
        one = rf"(?:{quoted}|{formula}|{plain})(?={sign}|\Z)"
        self._field = re.compile(one)
        self._whole = re.compile(rf"{one}(?:{sign}{one})*+")
        simple = rf'(?:"(?:[^"]|"")*+"|[^{sign}"]*+)'
        self._simple = re.compile(rf"{simple}(?:{sign}{simple})*+") if delimiter in _DELIMITERS else None
        self._blank = delimiter * max(map(len, lines), default=0)
        opened, inside = rf'(?:{one}{sign})*+ *"', r'(?:[^"]|"")*+'
        self._open = re.compile(opened + inside)
        self._still_open = re.compile(rf'(?:{inside}" *{sign}{opened})?{inside}')
        self._closed = re.compile(rf'{inside}" *(?:{sign}{one})*+')
        self._most = max(map(self._signs, lines[:_SAMPLE]), default=0)
        self._found = Records()

    def read(self, at: int) -> Records:
        """The records from a line on."""
        found = self._found
        while at < len(self._lines):
            line = self._lines[at]
            if (cells := self._simply(line)) is not None:
                found.add(cells)
                at += 1
                continue
            record = self._record(at)
            if record is None:
                found.stray.append(at + 1)
                found.add(self._alone(line))
                at += 1
            else:
                found.add(self._fields(record))
                at += record.count("\n") + 1
        return found

    def _simply(self, line: str) -> list[str] | None:
        """The cells of a line that needs no thought: an empty one, one without quotes, or with whole cells in pairs."""
        if self._blank.startswith(line):
            return []
        if '"' not in line:
            return line.rstrip(self._delimiter).split(self._delimiter)
        if self._simple is None or "=" in line or not self._simple.fullmatch(line):
            return None
        return next(csv.reader((line,), delimiter=self._delimiter))

    def _signs(self, line: str) -> int:
        """How many delimiters a line has between its cells; 0 where it is no record by itself."""
        if '"' not in line:
            return line.count(self._delimiter)
        cells = self._simply(line)
        if cells is not None:
            return len(cells) - 1
        return len(self._fields(line)) - 1 if self._whole.fullmatch(line) else 0

    def _record(self, first: int) -> str | None:
        """The record that begins with this line; None where its quotes do not pair, or hold other rows."""
        record = self._lines[first]
        if self._whole.fullmatch(record):
            return record
        if not self._open.fullmatch(record):
            return None
        for last, line in enumerate(self._lines[first + 1 : first + _LINES_OF_A_RECORD], first + 1):
            if '"' not in line or self._still_open.fullmatch(line):
                continue
            if not self._closed.fullmatch(line):
                return None
            record = "\n".join(self._lines[first : last + 1])
            return None if self._holds_rows(self._fields(record)) else record
        return None

    def _holds_rows(self, cells: list[str]) -> bool:
        """Whether a quote that opened in one row was closed by one of another: in the same column, or elsewhere."""
        inside = max((cell.count(self._delimiter) for cell in cells if "\n" in cell), default=-1)
        enough = inside >= _NEARLY * self._most
        return len(cells) > self._most + 1 or (
            enough and (self._most >= _FEWEST or bool(_PERSON.search("".join(cells))))
        )

    def _fields(self, record: str) -> list[str]:
        """The cells of a record whose quotes pair."""
        cells, at = list[str](), 0
        while (found := self._field.match(record, at)) is not None:
            cells.append(_unquoted(found.group()))
            at = found.end() + 1
            if at > len(record):
                break
        return cells

    def _alone(self, line: str) -> list[str]:
        """The cells of a line with a stray quote; those behind it are left out where it may have held delimiters."""
        cells, at, first = list[str](), 0, None
        while at <= len(line):
            found = self._field.match(line, at)
            if found is None:
                first = len(cells) if first is None else first
                text = line[at:].partition(self._delimiter)[0]
                cells.append(text.strip(' "'))
                at += len(text) + 1
            else:
                cells.append(_unquoted(found.group()))
                at = found.end() + 1
        return cells if len(cells) <= self._most + 1 else cells[:first]


def _unquoted(cell: str) -> str:
    """What a cell says whose quotes pair."""
    bare = cell.strip(" ")
    return literal(bare[1:-1].replace('""', '"') if bare.startswith('"') else cell)
