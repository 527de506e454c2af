"""How large a file may be, decided before a reader sees it.

The largest honest file is one roster of a million people.
"""

MEBIBYTE = 1 << 20

FILE_BYTES = 400 * MEBIBYTE
"""On the disk. A million people are 80 MB as .xlsx and some 250 MB as text."""

UNPACKED_BYTES = 1536 * MEBIBYTE
"""All parts of a package together. A million people in 20 columns are 700 MB of XML."""

TEXT_TABLE_BYTES = 256 * MEBIBYTE
"""The shared strings of a workbook: read whole, and every string becomes an object. A million people need 150 MB."""

TEXT_BYTES = 1024 * MEBIBYTE
"""All texts of a sheet together, a repeated one counted each time; a million people have 500 MB."""

HTML_BYTES = 64 * MEBIBYTE
"""A web page named .xls; the standard library reads some 10 MB a second."""

SPANNED_CELLS = 500_000
"""Places that merged cells of a web page cover; each is kept until the page ends."""

RATIO, RATIO_FROM = 200, 16 * MEBIBYTE
"""Unpacked to packed, for parts above the size. Worksheets reach 60; a bomb starts at 1000."""

PARTS = 10_000
"""In a package; a workbook with a picture of each of a thousand people has some three thousand."""

ROWS, COLUMNS = 1_048_576, 16_384
"""Of a sheet, by the format itself (ECMA-376 part 1, 18.3.1.73 and 18.3.1.13)."""

CELLS = 30_000_000
"""In the rectangle round all cells of a sheet; what holds each, at some 32 bytes, takes at most 1 GB."""

DIFFERENT_CELLS = 10_000_000
"""Of a sheet: each becomes an object, some 350 bytes of memory. A million people have three or four million."""

SPARSE_CELLS, SPARSE_FACTOR = 4_000_000, 4
"""A rectangle may hold the first number of cells, or the factor times the cells that really stand in it."""

SHEETS = 1_000
"""In a workbook; a county has fewer stations than this by far."""


def rectangle_fits(rows: int, columns: int, cells: int) -> bool:
    """Whether a sheet that reaches so far, with so many cells in it, is fit to be held as a rectangle."""
    return rows <= ROWS and columns <= COLUMNS and rows * columns <= places_for(cells)


def places_for(cells: int) -> int:
    """How many places may be held for so many cells that stand in them."""
    return min(CELLS, max(SPARSE_CELLS, SPARSE_FACTOR * cells))


def seconds_for(size: int) -> float:
    """How long a file of so many bytes may be read: a minute, and beyond 10 MB in proportion."""
    return max(60.0, 6.0 * size / MEBIBYTE)


def memory_for(size: int) -> int:
    """How many bytes reading it may take: 2 GiB, and beyond 40 MB in proportion up to 6 GiB (a million people)."""
    return min(max(2048 * MEBIBYTE, 50 * size), 6144 * MEBIBYTE)
