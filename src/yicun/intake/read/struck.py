"""What is struck through in an Excel workbook: formats by their font, shared strings by every one of their runs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from yicun.intake.grid import Ints
from yicun.intake.read.cut import Cut

_WORD = b"strike"
_STRIKE = re.compile(rb"""<(?:\w+:)?strike(?!\s[^<>]*\bval\s*=\s*["'](?:0|false)["'])[\s/>]""")
_FONT_OF = re.compile(rb"""\sfontId\s*=\s*["'](\d{1,6})["']""")
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>\s*[^<\s]")
_CONTENT = re.compile(rb'[^>]*? s="(\d{1,6})"')
_SHARED = re.compile(rb'[^>]* t="s"[^>]*><v>(\d{1,9})</v>')


@dataclass(frozen=True, slots=True)
class Struck:
    """Numbers of the cell formats and of the shared strings that are struck through."""

    formats: frozenset[int] = frozenset()
    strings: frozenset[int] = frozenset()

    def places(self, cut: Cut) -> Ints:
        """Excel row and column of each struck cell of a sheet that was cut, as rows of an array."""
        if not self.formats and not self.strings:
            return np.empty((0, 2), dtype=np.int64)
        flags = np.array([self._strikes(content) for content in cut.contents.to_pylist()], dtype=bool)
        which = np.flatnonzero(flags[cut.codes])
        return np.column_stack([cut.rows[which], cut.columns[which]]).astype(np.int64)

    def _strikes(self, content: bytes) -> bool:
        styled, shared = _CONTENT.match(content), _SHARED.match(content)
        return (styled is not None and int(styled[1]) in self.formats) or (
            shared is not None and int(shared[1]) in self.strings
        )


def struck_in(styles: bytes | None, strings: bytes | None) -> Struck:
    """What the styles and the shared strings of a workbook strike through; quick where they never do."""
    formats = _formats(styles) if styles is not None and _WORD in styles else ()
    texts = _texts(strings) if strings is not None and _WORD in strings else ()
    return Struck(frozenset(formats), frozenset(texts))


def _formats(styles: bytes) -> Iterator[int]:
    fonts = {at for at, font in enumerate(_elements(_section(styles, b"fonts"), b"font")) if _STRIKE.search(font)}
    for at, form in enumerate(_elements(_section(styles, b"cellXfs"), b"xf")):
        font = _FONT_OF.search(form)
        if font is not None and int(font[1]) in fonts:
            yield at


def _texts(strings: bytes) -> Iterator[int]:
    """Strings of which every run that says something is struck through."""
    for at, text in enumerate(_elements(strings, b"si")):
        if _WORD in text:
            runs = [run for run in _elements(text, b"r") if _TEXT.search(run)]
            if runs and all(map(_STRIKE.search, runs)):
                yield at


def _section(xml: bytes, name: bytes) -> bytes:
    begin = re.search(rb"<(?:\w+:)?%b[\s>]" % name, xml)
    end = None if begin is None else re.compile(rb"</(?:\w+:)?%b\s*>" % name).search(xml, begin.end())
    return b"" if begin is None or end is None else xml[begin.end() : end.start()]


def _elements(xml: bytes, name: bytes) -> Iterator[bytes]:
    """Each element of a name, from its tag to that of the next."""
    begins = [found.start() for found in re.finditer(rb"<(?:\w+:)?%b(?=[\s/>])" % name, xml)]
    for begin, end in pairwise([*begins, len(xml)]):
        yield xml[begin:end]
