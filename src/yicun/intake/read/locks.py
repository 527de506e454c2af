"""Opening what is locked with a password, through msoffcrypto."""

import io

from yicun.intake.read.refusal import Refused

_DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105 - what Excel itself uses for workbooks that open without asking


def unlock(raw: bytes, password: str | None) -> bytes:
    """The bytes of a locked workbook, opened; refuses (YC002) without a password that fits."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError

    wrong = False
    for candidate in (password, _DEFAULT_PASSWORD):
        if candidate is None:
            continue
        opened = io.BytesIO()
        try:
            locked = msoffcrypto.OfficeFile(io.BytesIO(raw))
            locked.load_key(password=candidate)
            locked.decrypt(opened)
        except DecryptionError:
            wrong = candidate == password
            continue
        except Exception as error:  # msoffcrypto meets damage with whatever it trips over
            raise Refused("YC002", reason="（加密方式不认识，或文件已损坏）") from error
        content = opened.getvalue()
        if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            return content
        wrong = candidate == password
    raise Refused("YC002", reason="（密码不对）" if wrong or password is not None else "")
