"""The careful way through the XML of a worksheet, for sheets in a form that `cut` does not take apart."""

import re
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from yicun.intake.grid import Cell, ErrorCell, NoValue
from yicun.intake.read.refusal import damaged, too_large
from yicun.intake.read.struck import Struck
from yicun.model.findings import column_number

_TRUE = ("1", "true")
_INSIDE_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>[^<]*<[!?]")


class Walk(ContentHandler):
    """Where cells stand and what is special about them, gathered while the sheet streams by.

    A row or cell without a reference follows the one before it. `reach` is the far corner of the filled cells.
    """

    def __init__(self, styled: Struck) -> None:
        super().__init__()
        self._styled = styled
        self.struck: list[tuple[int, int]] = []
        self.special: dict[tuple[int, int], Cell] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: list[tuple[int, int]] = []
        self.cells = 0
        self.reach = (0, 0)
        self._row = self._column = 0
        self._type = ""
        self._formula = self._in_value = self._rows_hidden = self._inline = False
        self._value: list[str] = []
        self._run_struck = False
        self._texts_struck: set[bool] = set()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - named by the SAX interface
        """Take note of a row, a cell, or what is in it."""
        given = dict(attrs.items())
        match name.rpartition(":")[2]:
            case "row":
                self._row = int(given["r"]) if "r" in given else self._row + 1
                self._column = 0
                by_default = self._rows_hidden and "ht" not in given and "hidden" not in given
                if given.get("hidden") in _TRUE or _is_nothing(given.get("ht")) or by_default:
                    self.hidden_rows.add(self._row)
            case "sheetFormatPr":
                self._rows_hidden = given.get("zeroHeight") in _TRUE
            case "c":
                self._start_cell(given.get("r"), given.get("t", ""), given.get("s", ""))
            case "f":
                self._formula = True
            case "is":
                self._inline = True
            case "v":
                self._in_value = True
            case "r":
                self._run_struck = False
            case "strike":
                self._run_struck = given.get("val", "1") in _TRUE
            case "col" if given.get("hidden") in _TRUE or _is_nothing(given.get("width")):
                self.hidden_columns.append((int(given["min"]), int(given["max"])))

    def _start_cell(self, reference: str | None, kind: str, form: str) -> None:
        self._column += 1
        if reference is not None:
            letters = reference.rstrip("0123456789")
            self._row, self._column = int(reference[len(letters) :]), column_number(letters.upper())
        self._type, self._formula, self._inline, self._value = kind, False, False, []
        self._run_struck, self._texts_struck = False, set()
        if form.isdecimal() and int(form) in self._styled.formats:
            self.struck.append((self._row, self._column))
        self.cells += 1
        self.reach = max(self.reach[0], self._row), max(self.reach[1], self._column)

    def characters(self, content: str) -> None:
        """Keep the text of a value."""
        if self._in_value:
            self._value.append(content)
        elif self._inline and content.strip():
            self._texts_struck.add(self._run_struck)

    def endElement(self, name: str) -> None:  # noqa: N802 - named by the SAX interface
        """Settle a cell when it closes."""
        match name.rpartition(":")[2]:
            case "v":
                self._in_value = False
            case "c":
                value = "".join(self._value)
                if self._texts_struck == {True}:
                    self.struck.append((self._row, self._column))
                if self._type == "e" and value:
                    self.special[self._row, self._column] = ErrorCell(value)
                elif self._type == "s" and value and not (value.isascii() and value.isdecimal()):
                    raise ValueError("an index of a shared string that is no number")
                elif self._type == "s" and value and int(value) in self._styled.strings:
                    self.struck.append((self._row, self._column))
                elif self._type == "inlineStr" and value and not self._inline:
                    self.special[self._row, self._column] = value
                elif self._formula and not value and self._type != "str":
                    self.special[self._row, self._column] = NoValue()


def _is_nothing(size: str | None) -> bool:
    """Whether a height or width is given, and is none."""
    return size is not None and not size.strip("0. ")


def walk(xml: bytes, styled: Struck) -> Walk:
    """Walk through a worksheet of a workbook that strikes out `styled`.

    Refuses what is no XML (YC001) and what declares entities (YC005).
    """
    found = Walk(styled)
    if _INSIDE_VALUE.search(xml):  # a reader that streams takes such a value for none
        raise damaged("单元格的值里夹有注释或其他标记")
    try:
        sax.parseString(xml, found, forbid_dtd=True)
    except DefusedXmlException as error:
        raise too_large("文件内的 XML 带有 DOCTYPE 声明，可能含有实体炸弹") from error
    except (SAXException, ValueError, LookupError) as error:
        raise damaged("工作表内容损坏") from error
    return found
