"""Damaged workbooks through the whole tool: an answer, never a crash, and never a cell in the answer."""

import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from yicun.cli.app import main

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "nanan" / "报送"
KINDS = sorted({path.suffix for path in SAMPLES.iterdir()})


def _flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(1, len(content))]


def _part_damaged(content: bytes, chance: random.Random) -> bytes:
    """One part of the package emptied, cut, repeated, or swapped with another."""
    if content[:2] != b"PK":
        return _cut(content, chance)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    one, other = chance.sample(sorted(parts), 2)
    how = chance.randrange(4)
    if how == 0:
        parts[one] = b""
    elif how == 1:
        parts[one] = parts[one][: len(parts[one]) // 2]
    elif how == 2:
        parts[one], parts[other] = parts[other], parts[one]
    else:
        del parts[one]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return written.getvalue()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("suffix", KINDS)
def test_a_damaged_workbook_is_answered(suffix: str, seed: int, tmp_path: Path, capsys) -> None:
    chance = random.Random(f"{suffix}{seed}")
    source = chance.choice(sorted(SAMPLES.glob(f"*{suffix}")))
    damage = chance.choice((_flipped, _cut, _part_damaged))
    path = tmp_path / f"坏{suffix}"
    path.write_bytes(damage(source.read_bytes(), chance))
    with pytest.raises(SystemExit) as ended:
        main(["-w", str(ROOT), "validate", str(path), "--all", "-q"])
    said = capsys.readouterr()
    assert ended.value.code in {0, 1, 2}, (source.name, damage.__name__, said.err)
    assert "Traceback" not in said.out + said.err
    assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", said.out + said.err)


def test_the_samples_themselves_are_read(capsys) -> None:
    for suffix in KINDS:
        with pytest.raises(SystemExit) as ended:
            main(["-w", str(ROOT), "validate", str(next(SAMPLES.glob(f"*{suffix}"))), "-q"])
        assert ended.value.code in {0, 1}, capsys.readouterr().err
