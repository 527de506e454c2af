"""How a station says that somebody is a candidate no longer (YC423): words in remarks and answers, or a struck row."""

import re
from collections.abc import Sequence

import numpy as np

from yicun.intake.grid import Flags, Ints, RawTable
from yicun.intake.parse.columns import FieldCells
from yicun.intake.parse.readings import Fault, Readings, as_text, squeezed
from yicun.intake.parse.texts import is_withheld
from yicun.model.fields import TableKind
from yicun.model.findings import CellFindings, shown

FIELDS = frozenset(("remark", "exception_note", "choice", "decision"))

_WITHDREW = re.compile(
    "放弃|作废|弃权|退出|退选|退回推荐|撤回|撤销推|撤销人选|已撤|取消|剔除|划掉|此行删|删除|删去|不参加|不参与|不参选|不再|不愿|不想|不干|"
    "不同意担任|换人|改推|改报|已更换|无效|^废$|^撤$|^删$"
)
_NOT_HIS = re.compile(
    "(?:未|不|没有|没|并未|从未|无)(?:曾)?(?:放弃|弃权|退出|退选|撤回|取消|作废)|退出(?:现役|部队|军队|军|服役)|(?:原|前|另一?|其他|原来的?)(?:人选|推荐|候选|拟推|报|村|一名|名)|"
    "不再(?:外出|外流|打工|务工|经商)|取消(?:外出|婚)|取代|顶替|代替|接替"
)


def withdrawn(column: FieldCells, readings: Readings) -> Flags:
    """Which rows say that their person withdrew; the finding takes the place of others about its cell."""
    numbers = [number for number, cell in enumerate(column.distinct) if isinstance(cell, str) and is_withdrawal(cell)]
    for number in numbers:
        written = as_text(column.distinct[number])
        hidden = is_withheld(written)
        shown_text = "（内容不予显示）" if hidden else shown(column.about, written)
        fault = Fault("YC423", {"what": f"{column.about.label}“{shown_text}”"}, withheld=hidden)
        kept = [other for other in readings.faults.get(number, ()) if other.code == "YC223"]
        readings.faults[number] = (fault, *kept)
    return np.isin(column.holds, numbers)


def struck(tables: Sequence[RawTable]) -> Flags:
    """Which rows of all tables, one after the other, are struck through."""
    parts = [np.isin(np.arange(len(table.rows)), np.array(table.struck, dtype=np.int64)) for table in tables]
    return np.concatenate([np.empty(0, dtype=bool), *parts])


def of_struck(rows: Ints) -> CellFindings:
    """The finding at the names of people whose rows are struck through."""
    facts = {"what": ["该行画有删除线，"] * len(rows)}
    return CellFindings("YC423", TableKind.CANDIDATES, "name", rows.tolist(), facts=facts)


def is_withdrawal(text: str) -> bool:
    """Whether a remark or answer says so of the person in its row, as far as its words go."""
    bare = squeezed(text)
    return _WITHDREW.search(bare) is not None and _NOT_HIS.search(bare) is None
