"""The same workbook has the same bytes, whatever system wrote its parts."""

import io
import zipfile

import pytest

from yicun.report.package import entry, same_everywhere

PARTS = {"xl/workbook.xml": "<a/>\n<b>甲\n乙</b>", "xl/media/picture.png": "\x01\r\n\x02", "图.xml": "\n" * 900}


def written(system: int, mode: int, line: str) -> bytes:
    """A package as `zipfile` writes it on a system: its number, its file modes, its ends of lines."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in PARTS.items():
            part = zipfile.ZipInfo(name, (1980, 1, 31, 0, 0, 0))
            part.create_system, part.external_attr, part.compress_type = system, mode << 16, zipfile.ZIP_DEFLATED
            archive.writestr(part, content.replace("\n", line) if name.endswith(".xml") else content)
    return packed.getvalue()


@pytest.mark.parametrize(("system", "mode", "line"), [(0, 0o100666, "\r\n"), (0, 0o666, "\n"), (3, 0o100644, "\n")])
def test_one_package_from_every_system(system: int, mode: int, line: str) -> None:
    made = same_everywhere(written(system, mode, line), lines=line)
    assert made == same_everywhere(written(3, 0o600, "\n"), lines="\n")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name).decode() for name in archive.namelist()} == PARTS
        assert {part.create_system for part in archive.infolist()} == {3}


def test_an_entry_of_ours_says_no_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert entry("甲.xml").create_system == 3
