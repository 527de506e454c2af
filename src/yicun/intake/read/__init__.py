"""What is in this file? The only door to the readers of workbooks."""

import hashlib
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from yicun.intake.read.kinds import FileKind, recognise
from yicun.intake.read.limits import FILE_BYTES
from yicun.intake.read.package import Package
from yicun.intake.read.refusal import Refused, damaged, too_large
from yicun.model.errors import CannotRun
from yicun.model.fields import TEMPLATE_VERSION
from yicun.model.files import is_bad_name
from yicun.model.findings import Finding, Place

if TYPE_CHECKING:
    from yicun.intake.grid import Workbook


__all__ = ["ATTACHMENTS", "open_workbook"]

ATTACHMENTS = frozenset(("PDF 文件", "图片", "图片或音像文件", "压缩包", "OFD 版式文件"))
"""Kinds (fact `kind` of YC003) that stations send beside their rosters."""

_SHOWN_LINES = 20
_ONLY_PICTURES = "图片（工作簿里只有图片，没有一个单元格有内容）"


def open_workbook(path: Path, shown: str, passwords: Sequence[str] = ()) -> "Workbook":
    """Read a file by what it holds, not by its name; `shown` is its path in findings.
    `passwords` are tried in turn where it is locked.

    A workbook without sheets could not be read, and one of its findings says why (YC001–YC003, YC005, YC008); notes and
    warnings about the file itself (YC004, YC006, YC007, YC111) come with those that could. No macro, formula or link is
    ever evaluated. Raises `CannotRun` where the path is no file that can be opened, and `MemoryError`.
    """
    from yicun.intake.grid import Workbook

    place = Place(shown)
    sha256, raw = _content(path, shown)
    try:
        kind, read = _read(raw, path, passwords)
    except Refused as refused:
        return Workbook(shown, sha256, findings=(Finding(refused.code, place, refused.facts),))
    if not any(grid.height for grid in read.grids):
        if read.pictures:
            return Workbook(shown, sha256, findings=(Finding("YC003", place, {"kind": _ONLY_PICTURES}),))
        return Workbook(shown, sha256, findings=(Finding("YC008", place),))
    return replace(read, path=shown, sha256=sha256, findings=tuple(_remarks(kind, read, path, place)))


def _read(raw: bytes | None, path: Path, passwords: Sequence[str]) -> "tuple[FileKind, Workbook]":
    """Each reader is loaded when a file needs it."""
    if raw is None:
        raise too_large(f"文件超过 {FILE_BYTES >> 20} MB")
    kind, package = recognise(raw)
    if kind is FileKind.LOCKED:
        from yicun.intake.read.locks import unlock

        raw = unlock(raw, passwords)
        kind, package = recognise(raw)
    if package is not None:
        pictures = any("media/" in name or name.startswith("pictures/") for name in package.names)
        return kind, replace(_in_package(kind, package), pictures=pictures)
    if kind is FileKind.XLS:
        from yicun.intake.read.xls import read_xls

        return kind, read_xls(raw, passwords)
    if kind is FileKind.LOCKED:
        raise damaged("文件结构损坏")
    if kind is FileKind.XML:
        from yicun.intake.read.spreadsheetml import read_spreadsheetml

        return kind, read_spreadsheetml(raw)
    from yicun.intake.read.text import read_html, read_text

    if kind is FileKind.HTML:
        return kind, read_html(raw, path.stem)
    return kind, read_text(raw, path.stem, is_named_text=path.suffix.lower() in FileKind.TEXT.extensions)


def _in_package(kind: FileKind, package: Package) -> "Workbook":
    if kind is FileKind.XLSB:
        from yicun.intake.read.xlsb import read_xlsb

        return read_xlsb(package)
    if kind is FileKind.DOCX:
        from yicun.intake.read.docx import read_docx

        return read_docx(package)
    if kind is FileKind.ODS:
        from yicun.intake.read.ods import read_ods

        return read_ods(package)
    from yicun.intake.read.xlsx import read_xlsx

    return read_xlsx(package)


def _remarks(kind: FileKind, book: "Workbook", path: Path, place: Place) -> Iterator[Finding]:
    """What is worth saying about a file that was read."""
    extension = path.suffix.lower()
    if extension not in kind.extensions:
        yield Finding("YC004", place, {"extension": extension or "（无）", "kind": kind.label})
    if book.macros:
        yield Finding("YC006", place)
    if book.encoding:
        yield Finding("YC007", place)
    if book.stray_quotes:
        lines = "、".join(map(str, book.stray_quotes[:_SHOWN_LINES]))
        more = f" 等 {len(book.stray_quotes)}" if len(book.stray_quotes) > _SHOWN_LINES else ""
        yield Finding("YC116", place, {"lines": f"{lines}{more}"})
    if book.cut_off:
        yield Finding("YC117", place, {"line": str(book.cut_off)})
    if book.unlisted:
        reason = f"文件中另有 {book.unlisted} 张没有列在工作簿里，请用 WPS 或 Excel 打开，核对有没有少"
        yield Finding("YC107", place, {"reason": reason})
    if book.template_version not in {"", TEMPLATE_VERSION}:
        yield Finding("YC111", place, {"version": book.template_version, "current": TEMPLATE_VERSION})


def _content(path: Path, shown: str) -> tuple[str, bytes | None]:
    """The digest of a file and its bytes; None for the bytes of one past the limit."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CannotRun(f"文件夹里没有文件：{shown}。→ 请检查文件夹，或写出文件名")
        if not stat.S_ISREG(status.st_mode):  # a device that never ends
            raise CannotRun(f"这是设备，不是文件：{shown}。→ 请写出文件名")
        with path.open("rb") as file:
            if status.st_size > FILE_BYTES:
                return hashlib.file_digest(file, "sha256").hexdigest(), None
            raw = file.read()
    except PermissionError as error:
        raise CannotRun(f"没有权限读取，或文件正被其他程序占用：{shown}。→ 请关闭该文件后重试") from error
    except OSError as error:
        if isinstance(error, FileNotFoundError) or is_bad_name(error):
            raise CannotRun(f"找不到文件：{shown}。→ 请检查文件名和所在的文件夹") from error
        raise CannotRun(f"无法读取文件：{shown}。→ 请把文件复制到本机后重试") from error
    return hashlib.sha256(raw).hexdigest(), raw
