"""Whatever happens to a file on its way, it is a workbook or a finding: never an exception, never a crash."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from tests.intake.read.files import cell, data, opened, package, text, xlsx_parts
from tests.intake.read.test_kinds import PASSWORD, workbook_of

from yicun.intake.grid import Workbook
from yicun.model.codes import CODES

ROUNDS = 60
REFUSALS = {code for code in CODES if code.startswith("YC0") and CODES[code].unchecked}


def _is_settled(outcome: Workbook) -> None:
    found = [finding.code for finding in outcome.findings]
    assert (not outcome.grids) == bool(REFUSALS & set(found)), found
    assert len(REFUSALS & set(found)) <= 1
    for finding in outcome.findings:
        assert finding.message
    for grid in outcome.grids:
        assert grid.top >= 1
        assert grid.left >= 1


def _damaged(content: bytes, chance: random.Random) -> bytes:
    match chance.randrange(5):
        case 0:
            return content[: chance.randrange(len(content))]
        case 1:
            at = chance.randrange(len(content))
            return content[:at] + content[at + chance.randrange(1, 40) :]
        case 2:
            at = chance.randrange(len(content))
            return content[:at] + chance.randbytes(chance.randrange(1, 9)) + content[at:]
        case _:
            changed = bytearray(content)
            for _ in range(chance.randrange(1, 12)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            return bytes(changed)


@pytest.mark.parametrize("kind", [".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".html", "locked"])
def test_bytes_changed_anywhere(tmp_path: Path, kind: str) -> None:
    chance = random.Random(kind)
    content = workbook_of(kind)
    for _ in range(ROUNDS if kind != "locked" else 8):  # a password takes half a second by design
        _is_settled(opened(tmp_path, f"名单{kind}", _damaged(content, chance), PASSWORD if kind == "locked" else None))


@pytest.mark.parametrize("kind", [".xlsx", ".xlsb", ".ods", "marks"])
def test_parts_changed_anywhere(tmp_path: Path, kind: str) -> None:
    """The package stays sound, so the damage reaches the readers behind it."""
    chance = random.Random(kind)
    with zipfile.ZipFile(io.BytesIO(_with_marks() if kind == "marks" else workbook_of(kind))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, sound in parts.items():
        for _ in range(ROUNDS // 4):
            content = _damaged(sound, chance) if sound else b"?"
            _is_settled(opened(tmp_path, "名单.xlsx", package({**parts, name: content})))
        for content in (b"", b"\x00" * 50, b"<a/>", parts[chance.choice(list(parts))]):
            _is_settled(opened(tmp_path, "名单.xlsx", package({**parts, name: content})))
        _is_settled(opened(tmp_path, "名单.xlsx", package({other: parts[other] for other in parts if other != name})))


def _with_marks() -> bytes:
    rows = data(
        (1, text("A1", "村") + cell("B1", "#N/A", "e") + '<c r="C1"><f>A1</f></c>'),
        (2, cell("A2", "0", "s") + cell("B2", "1", "b")),
        attributes={2: 'hidden="1"'},
    )
    body = f'<cols><col min="2" max="3" hidden="1"/></cols>{rows}<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    return package(xlsx_parts(body, strings="<si><t>甲</t></si>", styles='<cellXfs><xf numFmtId="14"/></cellXfs>'))
