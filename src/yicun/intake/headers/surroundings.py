"""What stands around a table: who filed it, and whether it says that there is nothing to report.

Rows come as their texts without any blanks ("" for an empty cell), in NFKC.
"""

import re
from collections.abc import Iterable, Sequence

_STAMP = r"(?:\((?:盖章|公章|签章|章)\))?"
_FILED_BY = re.compile(
    rf"(?:(?:填报|报送|上报|填表|呈报)(?:单位|派出所)|单位){_STAMP}(?::|$)(.*)"
    rf"|(?:填报|报送|上报)(?:单位|派出所){_STAMP}(.{{2,20}}[所队局])$"
)
_NEXT_LABEL = re.compile(r"(填[报表]|报送|上报|制表)?(时间|日期|人)(:|$)|审核|联系|单位负责|\d{4}年|\(?盖章\)?$")
_UNFILLED = frozenset(("", "派出所", "所"))
_NIL_LABEL = re.compile(r"零报告(?:\((.*?)\))?:?(.*)")
_NIL_ANSWER = re.compile(r"是|√|✓|☑|✔|对|零报告|[Yy]|[Yy][Ee][Ss]")
_NIL_REPORT = re.compile(r"零报告|(?:无需|不需|不用|无须)推选|(?:无|没有|没)(?:应|需|需要)推选|无推选(?:任务|对象)")
_INSTRUCTION = re.compile(r"请|填|须|如|应当|务必|要求|说明|^注|[?？□]|是否|:$|非零报告|不是零报告")
_LONGEST_STATEMENT = 40


def filed_by(rows: Iterable[Sequence[str]]) -> str:
    """The 填报单位 in these rows: behind the label, or in the next filled cell; "" where none is given."""
    for row in rows:
        for at, text in enumerate(row):
            label = _FILED_BY.match(text)
            if label is None:
                continue
            behind = (label[1] or label[2] or "", *row[at + 1 :])
            filled_in = next((part.strip("_") for part in behind if part.strip("_")), "")
            cut = _NEXT_LABEL.search(filled_in)
            filled_in = filled_in[: cut.start()].strip("_") if cut is not None else filled_in
            if filled_in not in _UNFILLED:
                return filled_in
    return ""


def answers_nil(row: Sequence[str]) -> bool:
    """Whether a 零报告 label is answered with 是, √ or the like: behind it, or in the next filled cell."""
    for at, text in enumerate(row):
        label = _NIL_LABEL.fullmatch(text)
        if label is not None:
            given = label[2] or next((cell for cell in row[at + 1 :] if cell), "") or label[1] or ""
            if _NIL_ANSWER.fullmatch(given.strip("()")):
                return True
    return False


def is_nil_report(row: Sequence[str]) -> bool:
    """Whether a row plainly says that nobody is to be nominated (零报告, 无需推选, 本所无应推选村).

    A 零报告 label with something beside it is a question with an answer, for `answers_nil` to read.
    """
    if any(_NIL_LABEL.fullmatch(text) and any(row[at + 1 :]) for at, text in enumerate(row)):
        return False
    return any(
        len(text) <= _LONGEST_STATEMENT and _NIL_REPORT.search(text) and not _INSTRUCTION.search(text) for text in row
    )
