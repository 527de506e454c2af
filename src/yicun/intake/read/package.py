"""The zip package round a workbook: what may be in it, its parts, and a clean one for the reader."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.parsers.expat import ExpatError, ParserCreate

from yicun.intake.read.limits import PARTS, RATIO, RATIO_FROM, UNPACKED_BYTES
from yicun.intake.read.refusal import damaged, too_large

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DAY = 1 << 5 | 1
_FLAG_ENCRYPTED = 0x1
_DOCTYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)


class Package:
    """A zip package in memory, checked against the limits before anything in it is unpacked.

    Part names are compared without regard to case, as the packaging standard has it (ECMA-376 part 2, 6.2.2.3), and
    with `/` for a backslash; where a name stands twice the last one counts.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                entries = archive.infolist()
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            UnicodeDecodeError,
            ValueError,
            OSError,
            struct.error,
        ) as error:
            raise damaged("压缩包目录损坏") from error
        if len(entries) > PARTS:
            raise too_large(f"文件内有 {len(entries)} 个部件")
        if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
            raise too_large(f"解压后超过 {UNPACKED_BYTES >> 20} MB")
        if any(entry.file_size > max(RATIO_FROM, RATIO * entry.compress_size) for entry in entries):
            raise too_large("压缩比异常，像是压缩炸弹")
        self._entries = {_key(entry.filename): entry for entry in entries}

    @property
    def names(self) -> Iterable[str]:
        """The names of all parts, in lower case."""
        return self._entries.keys()

    def size(self, name: str) -> int:
        """Unpacked size of a part in bytes; 0 where there is none."""
        entry = self._entries.get(_key(name))
        return 0 if entry is None else entry.file_size

    def part(self, name: str) -> bytes | None:
        """One part, unpacked; None where there is none. Never more bytes than the directory says."""
        entry = self._entries.get(_key(name))
        if entry is None:
            return None
        if entry.flag_bits & _FLAG_ENCRYPTED:
            raise damaged("压缩包内的部件带有密码")
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            content = packed
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            try:
                content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
            except zlib.error as error:
                raise damaged("压缩数据损坏") from error
        else:
            raise damaged("压缩方式不认识")
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise damaged("压缩数据不完整")
        return content

    def xml(self, name: str) -> bytes | None:
        """A part that is XML in UTF-8; one with a DOCTYPE (entities that grow or fetch) is refused."""
        content = self.part(name)
        if content is None:
            return None
        if _DOCTYPE.match(content):
            raise too_large("文件内的 XML 带有 DOCTYPE 声明，可能含有实体炸弹")
        if b"\0" in content[:4]:  # UTF-16, where a DOCTYPE could hide; every other encoding expat knows holds ASCII
            raise damaged("文件内的 XML 不是 UTF-8 编码")
        return content

    def tree(self, name: str) -> Element | None:
        """A part as an element tree; None where there is none."""
        content = self.xml(name)
        if content is None:
            return None
        try:
            return fromstring(content)  # noqa: S314 - without a DOCTYPE there are no entities to grow or fetch
        except (ParseError, ValueError, LookupError) as error:
            raise damaged("文件内的 XML 损坏") from error

    def well_formed(self, name: str) -> bytes | None:
        """A part that is XML from its beginning to its end: a reader would leave out what stands behind a fault."""
        content = self.xml(name)
        if content is not None:
            try:
                ParserCreate().Parse(content, True)  # noqa: FBT003 - it is the last piece
            except ExpatError as error:
                raise damaged("文件内的 XML 损坏") from error
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            signature, name_length, extra_length = _LOCAL_HEADER.unpack_from(self._raw, entry.header_offset)
        except struct.error as error:
            raise damaged("文件不完整") from error
        if signature != b"PK\x03\x04":
            raise damaged("压缩包目录损坏")
        start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        return self._raw[start : start + entry.compress_size]


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def pack(parts: Iterable[tuple[str, bytes]]) -> io.BytesIO:
    """A package of these parts, uncompressed: the reader sees what was checked here, and nothing else.

    Written by hand, because `zipfile` takes a tenth of the time that a small workbook may take.
    """
    contents, directory, offset = [], [], 0
    for name, content in parts:
        key, size = name.encode("ascii"), len(content)
        shared = (20, 0, 0, 0, _DAY, zlib.crc32(content), size, size, len(key), 0)
        contents += [_LOCAL.pack(b"PK\3\4", *shared), key, content]
        directory += [_CENTRAL.pack(b"PK\1\2", 20, *shared, 0, 0, 0, 0, offset), key]
        offset += _LOCAL.size + len(key) + size
    listed, count = b"".join(directory), len(directory) // 2
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), offset, 0)
    return io.BytesIO(b"".join((*contents, listed, end)))
