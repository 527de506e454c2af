"""What yicun writes into the office's own ledger, and the files it takes in for it."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yicun.disk.keeping import keep, must_be_closed
from yicun.disk.lock import locked
from yicun.inputs import finish_receipt, open_ledger, pending_copy
from yicun.ledger.receipts import Manner, receipts_of
from yicun.ledger.removing import without_rows
from yicun.ledger.rows import Cells, with_rows, with_sheet
from yicun.model.errors import CannotRun
from yicun.model.fields import LEDGER, SINCE_APPOINTED, TableKind
from yicun.model.places import column_letters
from yicun.pipeline import Run

if TYPE_CHECKING:
    from yicun.ledger.book import Ledger

PREVIOUS = "台账.前一版.xlsx"
_NAME = "台账"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How files are received: the station and manner that were named ("" and None: to be found out), and the day."""

    on: date
    station: str = ""
    manner: Manner | None = None


@dataclass(slots=True)
class OpenLedger:
    """The ledger while rows are added to it."""

    run: Run
    path: Path
    content: bytes
    ledger: "Ledger"

    @classmethod
    def open(cls, run: Run) -> "OpenLedger":
        """The workspace's ledger, a new one where there is none. Raises `CannotRun` where it is open elsewhere."""
        path = run.workspace.must_be_one().ledger
        if path is None:
            raise CannotRun('工作区没有台账。→ 请在 yicun.toml 加一行 ledger = "台账.xlsx"，再运行一次')
        must_be_closed(path, _NAME)
        if not path.exists() and not path.is_symlink():  # a link to a drive that is away is no want of a ledger
            from yicun import regulation
            from yicun.report import ledger_book

            regulation.put_scheme_in_force(run.workspace, run.rulebook)

            keep(path, ledger_book.blank(run.as_of, run.workspace.area), private=True, owner=run.workspace.made)
        ledger, _ = open_ledger(
            run.workspace, run.as_of
        )  # first: it refuses a pipe, which nobody could read to its end
        content = path.read_bytes()
        assert ledger is not None
        if hashlib.sha256(content).hexdigest() != ledger.sha256:
            raise CannotRun("台账刚刚被改动，没有写入。→ 请再运行一次")
        return cls(run, path, content, ledger)

    def add(self, kind: TableKind, rows: Sequence[Mapping[str, str | int | None]]) -> None:
        """Put rows (field -> value) below those of a sheet, and save; the version before is kept beside."""
        sheet = LEDGER[kind][0]
        columns = next((table.columns for table in self.ledger.places.tables if table.kind is kind), None)
        content = self.content
        if columns is None and kind in SINCE_APPOINTED:  # a ledger from before there were these sheets
            content = with_sheet(content, sheet, [about.label for about in LEDGER[kind][1]])
            columns = {about.name: column_letters(at) for at, about in enumerate(LEDGER[kind][1], 1)}
        if columns is None:
            raise CannotRun(f"台账里没有“{sheet}”工作表，没有写入。→ 请从 {PREVIOUS} 找回这张工作表")
        cells: list[Cells] = [{columns[name]: value for name, value in row.items() if name in columns} for row in rows]
        self._save(with_rows(content, sheet, cells), before=self.content)

    def empty(self, rows: Mapping[str, Collection[int]]) -> None:
        """Take out what these rows (sheet -> numbers) hold, and save; the copy kept beside no longer has it either."""
        new = without_rows(self.content, rows)
        self._save(new, before=new)

    def _save(self, new: bytes, *, before: bytes) -> None:
        must_be_closed(self.path, _NAME)
        if self.path.read_bytes() != self.content:
            raise CannotRun("台账刚刚被改动，没有写入。→ 请再运行一次")
        keep(self.path.with_name(PREVIOUS), before, private=True, owner=self.run.workspace.made)
        keep(self.path, new, private=True, owner=self.run.workspace.made)
        self.content = new


def receive(run: Run, files: Sequence[Path], wanted: Wanted) -> Iterator[str]:
    """Take files in, one receipt each, in the order given; without files, everything sent that has none.

    Says what was received as what. What cannot be received is said and left; `CannotRun` at the end names how many.
    """
    from yicun.outbox.proposing import Office, Refusal

    with locked(run.workspace.made):
        book = OpenLedger.open(run)
        office = Office(run, book.ledger, wanted.on)
        paths = list(files) or office.unregistered()
        if not paths:
            yield "报送中的文件都已登记。"
            return
        refused = 0
        number = max((receipt.number for receipt in receipts_of(book.ledger)), default=0)
        nil = wanted.manner is Manner.NIL
        for incoming in office.look_at(paths, wanted.station, ordered=bool(files), nil=nil):
            if isinstance(incoming, Refusal):
                refused += 1
                yield f"未登记 {incoming.shown}：{incoming.why}"
                continue
            number += 1
            manner, proposal = office.propose(incoming, wanted.manner)
            _take_in(book, incoming.path, incoming.target, incoming.content, {
                "number": number, "received_on": wanted.on.isoformat(), "station": incoming.station,
                "file": run.workspace.shown(incoming.target), "sha256": incoming.sha256[:12], "manner": manner.value,
            })  # fmt: skip
            office.remember(incoming, manner)
            shown = run.workspace.shown(incoming.target)
            yield f"收文 {number} 号：{incoming.station}，{shown}，{manner.value}（{proposal}）"
    if refused:
        raise CannotRun(f"{refused} 份文件没有登记。→ 见上面各行")


def _take_in(book: OpenLedger, source: Path, target: Path, content: bytes, row: Mapping[str, str | int | None]) -> None:
    """The file under a hidden name, the receipt, then the file under its own: killed between, the next run ends it."""
    owner = book.run.workspace.made
    if source.resolve() != target.resolve():
        pending = pending_copy(target, str(row["sha256"]))
        keep(pending, content, private=True, owner=owner)
        try:
            book.add(TableKind.RECEIPTS, [row])
        except BaseException:
            if book.path.read_bytes() == book.content:
                pending.unlink(missing_ok=True)
            raise
        finish_receipt(target, str(row["sha256"]))
        return
    book.add(TableKind.RECEIPTS, [row])


def withdraw(run: Run, number: int, on: date) -> str:
    """Void a receipt from a day on, by a row of its own; the file stays where it is."""
    with locked(run.workspace.made):
        book = OpenLedger.open(run)
        receipts = receipts_of(book.ledger)
        meant = next((receipt for receipt in receipts if receipt.number == number), None)
        if meant is None:
            raise CannotRun(f"台账中没有收文 {number} 号。→ 请看台账的“收文”")
        if any(receipt.file == meant.file and receipt.manner is Manner.VOID for receipt in receipts):
            raise CannotRun(f"收文 {number} 号已经作废。→ 不用处理")
        book.add(TableKind.RECEIPTS, [{
            "number": max(receipt.number for receipt in receipts) + 1, "received_on": on.isoformat(),
            "station": meant.station, "file": meant.file, "sha256": meant.sha256, "manner": Manner.VOID.value,
            "remark": f"作废收文 {number} 号",
        }])  # fmt: skip
    return f"收文 {number} 号（{meant.station}，{meant.file}）自 {on} 起作废；文件没有删除。"


def add_candidates(run: Run) -> Iterator[str]:
    """Rows of 审核 for candidates who have none; how many wait for a decision."""
    from yicun.ledger.book import text_of
    from yicun.ledger.decisions import waiting
    from yicun.pipeline import read

    with locked(run.workspace.made):
        book = OpenLedger.open(run)
        candidates = read(run).roster.candidates
        new, still = waiting(book.ledger, candidates)
        fields = ("township", "village", "name", "id_number")
        rows = [{name: text_of(candidates.loc[row, name]) for name in fields} for row in new]
        if rows:
            book.add(TableKind.DECISIONS, rows)
    yield f"审核：新列入 {len(rows)} 人，共 {len(rows) + still} 人待审核。"
    if rows or still:
        yield "→ 请在台账“审核”中填审核结论和审核日期；退出的填退出日期和退出原因。"


def add_spellings(run: Run) -> Iterator[str]:
    """Rows of 写法, to be filled in, for the headers and values that were not understood."""
    from yicun.ledger.spellings import not_understood
    from yicun.pipeline import read

    with locked(run.workspace.made):
        book = OpenLedger.open(run)
        rows = not_understood(read(run).findings, book.ledger)
        if rows:
            book.add(TableKind.SPELLINGS, [{"about": about, "written": written} for about, written in rows])
    yield f"写法：新列入 {len(rows)} 条。"
    if rows:
        yield "→ 请在台账“写法”中填“读作”；不必认的留空。"
