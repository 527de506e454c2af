"""Opening what is locked with a password, through msoffcrypto."""

import io
from collections.abc import Sequence
from typing import Any

from yicun.intake.read.refusal import Refused

_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - what Excel itself uses for workbooks that open without asking


def unlock(raw: bytes, passwords: Sequence[str]) -> bytes:
    """The bytes of a locked workbook, opened by the first password that fits; refuses (YC002) where none does."""
    import msoffcrypto

    try:
        locked = msoffcrypto.OfficeFile(io.BytesIO(raw))
        for password in (_DEFAULT_PASSWORD, *passwords):
            opened = _opened(locked, password)
            if opened is not None:
                return opened
    except Exception as error:  # msoffcrypto meets damage with whatever it trips over
        raise Refused("YC002", reason="（加密方式不认识，或文件已损坏）") from error
    raise Refused("YC002", reason="（密码不对）" if passwords else "")


def _opened(locked: Any, password: str) -> bytes | None:
    """None where the password does not fit: said by an error, or by bytes that are no workbook."""
    from msoffcrypto.exceptions import DecryptionError

    opened = io.BytesIO()
    try:
        locked.load_key(password=password)
        locked.decrypt(opened)
    except DecryptionError:
        return None
    content = opened.getvalue()
    return content if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) else None
