"""What a blank roster says of itself while somebody fills it in, by formulas alone.

Only functions that Excel 2010, WPS and LibreOffice share. The condition of a conditional format may hold no array
constant, so the formulas stand in the column 自查 and the formats look at what they say.
"""

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from yicun.model.fields import Field
from yicun.report.sheet import Book

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643, ISO 7064 MOD 11-2
_RED = "#F8CBAD"
_LAST_DAY = 100000  # a number below it is a day as Excel counts them, one above it 197503
_ID, _BIRTH = "身份号码", "出生年月"


def row_check(columns: Mapping[str, str], required: Sequence[Field], row: int, rows: tuple[int, int]) -> str:
    """The formula of one row: "" for a row that is not begun or where nothing is wrong, else what is, each with ；.

    `columns`: field name -> letters. `rows`: the first and last row of the form, as Excel counts, for repeated IDs.
    """
    cell = {name: f"{letters}{row}" for name, letters in columns.items()}
    missing = "&".join(f'IF(TRIM({cell[field.name]})="","缺{field.label}；","")' for field in required)
    number, birth, (first, last) = cell["id_number"], cell["birth_date"], rows
    places, weights = (",".join(map(str, each)) for each in (range(1, 18), _WEIGHTS))
    total = f"SUMPRODUCT(MID({number},{{{places}}},1)*{{{weights}}})"
    check = f'MID("10X98765432",MOD({total},11)+1,1)'
    every = f"${columns['id_number']}${first}:${columns['id_number']}${last}"
    month = _month_of(birth)
    differs = f"IF(ISERROR({month}),FALSE,{month}<>VALUE(MID({number},7,6)))"
    digits = (
        f'IF(ISERROR({total}),"{_ID}有不能用的字符；",'
        f'IF({check}<>UPPER(RIGHT({number},1)),"{_ID}校验位不符；","")'
        f'&IF({differs},"{_BIRTH}与{_ID}不一致；",""))'
    )
    whole = f'IF({number}="","",IF(LEN({number})<>18,"{_ID}不是18位；",{digits})'
    whole += f'&IF(SUMPRODUCT(--({every}={number}))>1,"{_ID}重复；",""))'
    return f'=IF(AND(TRIM({cell["name"]})="",{number}=""),"",{missing}&{whole})'


def _month_of(cell: str) -> str:
    """The year and month of birth that a cell holds, as 197503: of 1975-3, 1975.03, 1975年3月, 197503 or a date."""
    text = f"TRIM({cell})"
    for mark in "年月./":
        text = f'SUBSTITUTE({text},"{mark}","-")'
    month = f'SUBSTITUTE(MID({text},5+(MID({text},5,1)="-"),2),"-","")'
    written = f"VALUE(LEFT({text},4))*100+VALUE({month})"
    return f"IF(ISNUMBER({cell})*({cell}<{_LAST_DAY}),YEAR({cell})*100+MONTH({cell}),{written})"


def put_formats(
    book: Book,
    sheet: Worksheet,
    columns: Mapping[str, str],
    required: Sequence[Field],
    check: str,
    rows: tuple[int, int],
) -> None:
    """Colour the cells that the column 自查 (letters `check`) speaks of."""
    red = book.workbook.add_format({"bg_color": _RED})
    first, last = rows
    criteria = {field.name: f'AND(${check}{first}<>"",TRIM(${columns[field.name]}{first})="")' for field in required}
    criteria["id_number"] = f'ISNUMBER(SEARCH("{_ID}",${check}{first}))'
    criteria["birth_date"] = f'ISNUMBER(SEARCH("{_BIRTH}与",${check}{first}))'
    for name, condition in criteria.items():
        area = f"{columns[name]}{first}:{columns[name]}{last}"
        sheet.conditional_format(area, {"type": "formula", "criteria": f"={condition}", "format": red})


def summary(check: str, rows: tuple[int, int]) -> str:
    """How many rows are still to be put right, as the formula of one cell."""
    area = f"{check}{rows[0]}:{check}{rows[1]}"
    return f'="自查：待补正 "&SUMPRODUCT(--({area}<>""))&" 行"'
