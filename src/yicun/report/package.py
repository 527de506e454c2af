"""Zip packages, as .xlsx and .docx are, that have the same bytes whatever system wrote them."""

import io
import os
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3  # what `zipfile` says on Linux; on Windows it says 0
_PRIVATE = 0o600 << 16
_ENTRY = 46  # bytes of an entry of the central directory before its name


def entry(name: str) -> zipfile.ZipInfo:
    """An entry for one part, compressed, without a clock or a system in it."""
    made = zipfile.ZipInfo(name, _EPOCH)
    made.create_system, made.external_attr, made.compress_type = _UNIX, _PRIVATE, zipfile.ZIP_DEFLATED
    return made


def same_everywhere(package: bytes, *, lines: str = os.linesep) -> bytes:
    """A package of xlsxwriter with one system and one mode for its entries; `lines` is how its text parts end theirs.

    Where a system ends lines in its own way, the parts, which may have gone through files, are packed again.
    """
    if lines != "\n":
        written = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(package)) as parts, zipfile.ZipFile(written, "w") as packed:
            for part in parts.infolist():
                own = entry(part.filename)
                own.date_time = part.date_time
                content = parts.read(part)
                text = part.filename.endswith((".xml", ".rels", ".vml"))
                packed.writestr(own, content.replace(lines.encode(), b"\n") if text else content)
        return written.getvalue()
    changed = bytearray(package)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        at, entries = archive.start_dir, len(archive.infolist())
    for _ in range(entries):
        changed[at + 5] = _UNIX
        changed[at + 38 : at + 42] = _PRIVATE.to_bytes(4, "little")
        at += _ENTRY + sum(int.from_bytes(changed[at + field : at + field + 2], "little") for field in (28, 30, 32))
    return bytes(changed)
