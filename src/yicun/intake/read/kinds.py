"""Which kind a file is, by what it holds; the name only decides whether that is worth a remark."""

import codecs
import io
import re
from enum import Enum

import olefile

from yicun.intake.read.package import Package
from yicun.intake.read.refusal import Refused, damaged


class FileKind(Enum):
    """A kind that can be read: its Chinese name and the extensions that go with it."""

    XLSX = ("Excel 工作簿（.xlsx）", (".xlsx", ".xlsm", ".xltx", ".xltm", ".et"))
    XLSB = ("Excel 二进制工作簿（.xlsb）", (".xlsb",))
    XLS = ("Excel 97-2003 工作簿（.xls）", (".xls", ".xlt", ".et", ".ett"))
    ODS = ("OpenDocument 表格（.ods）", (".ods", ".ots"))
    DOCX = ("Word 文档（.docx）", (".docx", ".docm", ".dotx"))
    TEXT = ("文本表格（CSV）", (".csv", ".tsv", ".txt"))
    HTML = ("网页表格（HTML）", (".html", ".htm"))
    XML = ("XML 表格 2003", (".xml",))
    LOCKED = ("加密的工作簿", (".xlsx", ".xlsm", ".xlsb"))

    def __init__(self, label: str, extensions: tuple[str, ...]) -> None:
        self.label, self.extensions = label, extensions


_HEAD = 4096  # bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或音像文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)
_HTML = re.compile(
    r"<\s*(?:html|table|!doctype\s+html)\b|\A\s*<(?:!--|(?:head|meta|link|style|script|title|body|div|center|font|tr)\b)",
    re.IGNORECASE,
)
_SPREADSHEETML = re.compile(r"\A(?:\s|<\?.*?\?>|<!--.*?-->)*<(?:\w+:)?Workbook[\s>]", re.DOTALL)
_WEB_ARCHIVE = re.compile(
    r"\A\s*(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}(?:MIME-Version:|Content-Type:\s*multipart/)",
    re.IGNORECASE,
)
_FRAMES, _CELL = re.compile(rb"<\s*frameset\b", re.IGNORECASE), re.compile(rb"<\s*t[dh]\b", re.IGNORECASE)
_STREAMS = (
    ("EncryptedPackage", FileKind.LOCKED),
    ("Workbook", FileKind.XLS),
    ("Book", FileKind.XLS),
    ("WordDocument", "Word 文档"),
    ("PowerPoint Document", "PowerPoint 演示文稿"),
)
_PARTS = (
    ("xl/workbook.xml", FileKind.XLSX),
    ("xl/workbook.bin", FileKind.XLSB),
    ("word/document.xml", FileKind.DOCX),
    ("ppt/presentation.xml", "PowerPoint 演示文稿"),
    ("ofd.xml", "OFD 版式文件"),
)


def recognise(raw: bytes) -> tuple[FileKind, Package | None]:
    """The kind of a file's bytes, and its package where it is one.

    Refuses other kinds (YC003) and what is no kind at all (YC001).
    """
    if not raw:
        raise damaged("文件是空的（0 字节）")
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        package = Package(raw)
        return _in_package(package), package
    if raw.startswith(_OLE):
        return _in_compound(raw), None
    if raw.startswith(_OLD_BIFF):
        return FileKind.XLS, None
    for signature, kind in _FOREIGN:
        if raw.startswith(signature):
            raise _foreign(kind)
    return _in_text(raw), None


def _in_text(raw: bytes) -> FileKind:
    head = raw[:_HEAD].decode(utf_16(raw) or "latin-1", "ignore").removeprefix("\xef\xbb\xbf").removeprefix("\ufeff")
    if _WEB_ARCHIVE.search(head):
        raise _foreign("网页存档（MHTML）")
    if _SPREADSHEETML.match(head):
        return FileKind.XML
    if _HTML.search(head):
        bare = raw.replace(b"\0", b"") if utf_16(raw) else raw
        if _FRAMES.search(bare) and not _CELL.search(bare):
            raise _foreign("网页框架，名单在旁边 .files 文件夹里的另一个文件中")
        return FileKind.HTML
    if head.lstrip().startswith("<?xml"):
        raise _foreign("XML 文件")
    return FileKind.TEXT


def utf_16(raw: bytes) -> str:
    """The name of the encoding of a text in UTF-16, with a mark at its beginning or not; "" for any other."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if raw[1:2] == raw[3:4] == b"\0" != raw[:1]:
        return "utf-16-le"
    return "utf-16-be" if raw[:1] == raw[2:3] == b"\0" != raw[1:2] else ""


def _in_package(package: Package) -> FileKind:
    for name, kind in _PARTS:
        if package.size(name):
            if isinstance(kind, FileKind):
                return kind
            raise _foreign(kind)
    if b"opendocument.spreadsheet" in (package.part("mimetype") or b"")[:100]:
        return FileKind.ODS
    if package.size("[Content_Types].xml"):
        return FileKind.XLSX
    raise _foreign("压缩包")


def _in_compound(raw: bytes) -> FileKind:
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as compound:
            found = next((kind for stream, kind in _STREAMS if compound.exists(stream)), None)
    except Exception as error:  # olefile meets damage with whatever it trips over
        raise damaged("文件结构损坏") from error
    if isinstance(found, FileKind):
        return found
    raise _foreign(found) if found else damaged("文件结构损坏")


def _foreign(kind: str) -> Refused:
    return Refused("YC003", kind=kind)
