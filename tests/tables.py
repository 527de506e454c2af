"""The tables of a document as a reader has them: each line as heading -> text, whatever the document is."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
from lxml import html

Line = dict[str, str]


def of_workbook(path: Path, sheet: str) -> list[Line]:
    """The lines below the head of one sheet, as text."""
    rows = cells_of_workbook(path, sheet)
    return [{label: "" if cell is None else _text(cell) for label, cell in row.items()} for row in rows]


def cells_of_workbook(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The same as the cells hold it; the head is the first row with more than two texts."""
    rows = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if sum(map(bool, row)) > 2)
    return [
        {str(label): cell for label, cell in zip(rows[head], row, strict=True) if label} for row in rows[head + 1 :]
    ]


def of_document(path: Path, number: int = 0) -> list[Line]:
    """The lines of one table of a .docx."""
    rows = [[cell.text for cell in row.cells] for row in docx.Document(str(path)).tables[number].rows]
    return list(_lines(rows[0], rows[1:]))


def of_page(path: Path) -> list[Line]:
    """Every line with a heading of its own in the tables of a page, its name under "", the words of its bar with it."""
    lines = []
    for row in html.fromstring(path.read_text("utf-8")).iter("tr"):
        named, cells = row.find("th[@scope='row']"), row.findall("td")
        if named is not None:
            shown = {
                cell.get("data-label", ""): cell.text_content().strip() for cell in cells if "data-label" in cell.attrib
            }
            bar = re.findall(r"([^\s\d，]+) (\d+)", " ".join(span.text_content() for span in row.iter("span")))
            lines.append({"": named.text_content().strip(), **shown, **dict(bar)})
    return lines


def of_screen(text: str) -> list[Line]:
    """The lines of the first table on a screen, up to the end of its last section."""
    lines = text.splitlines()
    rule = next(at for at, line in enumerate(lines) if line.startswith("──"))
    rows = [re.split(r"\s{2,}", line.strip()) for line in lines[rule + 1 :]]
    head = re.split(r"\s{2,}", lines[rule - 1].strip())
    return list(_lines(head, [row for row in rows if len(row) in {len(head), len(head) - 1}]))


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell)


def _lines(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    for row in rows:
        yield {label: text for label, text in zip(head, row, strict=False) if label}
