"""The samples are what their generator writes, hold nobody's data, and show every finding they claim to show."""

import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msoffcrypto
import pytest
import python_calamine
from stdnum.cn import ric
from tests.systems import not_on_windows

from yicun.cli.app import main
from yicun.model.codes import CODES

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
sys.path.insert(0, str(SAMPLES))

from generate import generate  # noqa: E402 - the generator is a script of the repository, not a package
from making.broken import PASSWORD  # noqa: E402
from making.readme import Claim  # noqa: E402

NOT_GENERATED = (
    "generate.py",
    "making/",
    "nanan/divisions.csv",
    "other/",
    "forest-rangers/yicun.toml",
    "forest-rangers/rules/",
)
ID_LIKE = re.compile(r"(?<![0-9])(?:\d{17}[\dXx]|\d{15})(?![0-9])")
OLE, ZIP = b"\xd0\xcf\x11\xe0", b"PK"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Claim]]:
    folder = tmp_path_factory.mktemp("samples")
    return folder, generate(folder)


def files_below(folder: Path) -> dict[str, Path]:
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path for name, path in found.items() if not name.startswith(NOT_GENERATED) and "__pycache__" not in name
    }


def parts(content: bytes) -> object:
    """What a file holds, whatever the zlib of this machine makes of it."""
    if content.startswith(ZIP) and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return {name: package.read(name) for name in package.namelist()}
    if content.startswith(OLE) and b"E\x00n\x00c\x00r\x00y\x00p\x00t" in content:
        return parts(decrypted(content))
    return content


def decrypted(content: bytes) -> bytes:
    plain = io.BytesIO()
    book = msoffcrypto.OfficeFile(io.BytesIO(content))
    book.load_key(password=PASSWORD)
    book.decrypt(plain)
    return plain.getvalue()


@not_on_windows("what other libraries pack has its line ends there, and samples are written on Linux")
def test_samples_are_what_the_generator_writes(written: tuple[Path, list[Claim]]) -> None:
    fresh, committed = files_below(written[0]), files_below(SAMPLES)
    assert fresh.keys() == committed.keys()
    stale = [name for name in fresh if parts(fresh[name].read_bytes()) != parts(committed[name].read_bytes())]
    assert not stale, "run `make samples`"


def texts_of(path: Path) -> Iterator[str]:
    """Every cell and every line of a sample, numbers written out in full."""
    content = path.read_bytes()
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
    except (python_calamine.CalamineError, python_calamine.PasswordError):
        if content.startswith(OLE):
            book = python_calamine.load_workbook(io.BytesIO(decrypted(content)))
        else:
            yield content.decode("gb18030", errors="replace")
            return
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).iter_rows():
            yield from (f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in row if cell != "")


def belongs_to_nobody(digits: str) -> bool:
    """996–999 are kept for people over a hundred: born after 1930, nobody has one; nor one with a false check digit."""
    if len(digits) == 15:
        return digits[12:] >= "996"
    if ric.calc_check_digit(digits) != digits[17].upper():
        return True
    return digits[14:17] >= "996" and digits[6:10] > "1930"


@pytest.mark.parametrize("name", sorted(name for name in files_below(SAMPLES) if "上限" not in name))
def test_no_id_in_the_samples_belongs_to_anybody(name: str) -> None:
    found = [digits for text in texts_of(SAMPLES / name) for digits in ID_LIKE.findall(text)]
    assert [digits for digits in found if not belongs_to_nobody(digits)] == []


def test_the_area_is_the_whole_of_the_county() -> None:
    book = python_calamine.load_workbook(str(SAMPLES / "nanan/底册/行政村底册.xlsx"))
    _, header, *rows = book.get_sheet_by_index(0).to_python()
    register = [dict(zip(header, row, strict=True)) for row in rows]
    assert len(register) == 430
    assert sum(row["单位类型"] == "行政村" for row in register) == 377
    assert len({row["派出所"] for row in register}) == 27
    twins = [row["乡镇（街道）"] for row in register if row["行政村"] == "园内村"]
    assert twins == ["省新镇", "康美镇"]
    assert all(str(row["村代码"]).startswith("350583") for row in register)


def test_the_readme_names_files_that_exist_and_every_code(written: tuple[Path, list[Claim]]) -> None:
    _, claims = written
    assert {claim.code for claim in claims} == set(CODES)
    assert [claim.path for claim in claims if not (SAMPLES / claim.path).is_file()] == []
    readme = (SAMPLES / "README.md").read_text("utf-8")
    assert [code for code in CODES if f"| {code} |" not in readme] == []


@pytest.fixture(scope="module")
def findings_of() -> Callable[[str], list[dict[str, object]]]:
    """What a command finds, run at the root of the repository; each command once."""
    answers: dict[str, list[dict[str, object]]] = {}

    def ask(command: str) -> list[dict[str, object]]:
        if command not in answers:
            answers[command] = run(command)
        return answers[command]

    return ask


def run(command: str) -> list[dict[str, object]]:
    name, *arguments = command.split()
    assert name == "yicun"
    options = ["--format", "json", *(["--all"] if arguments[0] == "validate" else [])]
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(ROOT)
        patched.setattr(sys, "stdout", output := io.TextIOWrapper(io.BytesIO(), "utf-8"))
        with pytest.raises(SystemExit):
            main([*arguments, *options])
        output.flush()
        return json.loads(output.buffer.getvalue())["findings"]


@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_shown_by_the_sample_that_claims_it(
    code: str, written: tuple[Path, list[Claim]], findings_of: Callable[[str], list[dict[str, object]]]
) -> None:
    claims = [claim for claim in written[1] if claim.code == code]
    assert claims
    for claim in claims:
        places = {stem(str(finding["path"])) for finding in findings_of(claim.command) if finding["code"] == code}
        assert stem(claim.path) in places, f"{claim.command} does not find {code} in {claim.path}"


def stem(path: str) -> str:
    """The name of a file up to its first dot: a case file belongs to its rulebook."""
    return Path(path).name.partition(".")[0]
