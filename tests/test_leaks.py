"""Numbers planted wherever a text can come from, looked for in every byte that goes out."""

import io
import json
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.offices import WITH_LEDGER, keep_ledger, office, person, send

from yicun.cli.app import main
from yicun.model.fields import TableKind

NUMBERS = {"350583196811029961": (6, 8, 4), "350583681102996": (6, 6, 3), "13900000017": (3, 4, 4)}
SEPARATORS = ("", " ", "\u00a0", "\t", "\n", ".", "/", ",", "、", "_", ":", "|", "+", "-", "–", "；", "\u200b", " - ")
SCRIPTS = (ord("0"), ord("０"), 0x1D7CE, 0x1D7EC, 0x660)
FREE = (
    "note", "reason", "resident", "fit", "vetting", "discipline", "inspection", "education", "political", "sex",
    "remark", "exception_note", "fallback_reason", "category", "decision", "choice",
)  # fmt: skip
PLACES = 80
BARE = re.compile(r"[\W_]")
RULEBOOK = """\
rulebook: own
title: {0}
issuer: {1}
extends: nanan-2020
rules:
  - id: extra
    kind: require
    basis: {2}
    reading: {3}
    why: {4}
    when: {{field: phone, known: true}}
"""


def spelled(chance: random.Random) -> str:
    """An ID or a phone with any separators between its digits, in digits of any script."""
    number = chance.choice(sorted(NUMBERS))
    separator, zero = chance.choice(SEPARATORS), chance.choice(SCRIPTS)
    pieces, at = [], 0
    for size in chance.choice([NUMBERS[number], (4, 4, 4, 4, 2), (1,) * len(number)]):
        pieces.append(number[at : at + size])
        at += size
    pieces.append(number[at:])
    return "".join(chr(zero + int(one)) if one.isdigit() else one for one in separator.join(filter(None, pieces)))


def shows(text: str) -> bool:
    """Whether a number stands in a text, its tags taken out, however its digits are written and parted."""
    plain = unicodedata.normalize("NFKC", re.sub("<[^>]*>", "\n", text))
    digits = "".join(str(unicodedata.digit(one, one)) for one in BARE.sub("", plain))
    return any(number in digits for number in NUMBERS)


def parts(path: Path, only: str = "") -> Iterator[tuple[str, str]]:
    """The parts of a file as texts; of an annotated copy `only` what was added to it."""
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        yield path.name, content.decode("utf-8", "replace")
        return
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if re.search(only, name):
                yield f"{path.name}!{name}", package.read(name).decode("utf-8", "replace")


def in_name(text: str) -> str:
    """A text as the name of a file or sheet can hold it."""
    return re.sub(r"[/\\:*?|\[\]\n\t]", " ", text)


def planted(folder: Path, numbers: Sequence[str]) -> None:
    """An office with numbers in every text: names of files, folders, sheets and stations, cells, register, config,
    rulebook, waivers and ledger.
    """
    told = iter(numbers)
    station, village = f"省新派出所{next(told)}", f"檗谷村{next(told)}"
    office(folder, [{"village": "园内村", "station": station}, {"village": village}])
    config = WITH_LEDGER.replace(
        '"清源县"', _quoted(f"清源县{next(told)}") + f"\noffice = {_quoted(f'大队{next(told)}')}"
    )
    (folder / "yicun.toml").write_text(
        config.replace('"nanan-2020"', '"own.yaml"') + 'waivers = "waivers.yaml"\n', "utf-8"
    )
    (folder / "own.yaml").write_text(RULEBOOK.format(*(_quoted(f"某{next(told)}") for _ in range(5))), "utf-8")
    waiver = {
        "person": {"name": "示例甲", "id_ends": "9970"}, "village": "园内村", "rule": "schooling",
        "reason": f"同意{next(told)}", "approver": f"领导{next(told)}", "approved_on": "2020-05-06",
        "document": f"批{next(told)}",
    }  # fmt: skip
    (folder / "waivers.yaml").write_text(json.dumps({"waivers": [waiver]}, ensure_ascii=False), "utf-8")
    inside = f"示例{in_name(next(told))}"
    people = [person(0, station=station, name=f"示例甲{next(told)}")]
    people += [person(0, **{field: f"某{next(told)}"}) for field in FREE]
    people += [person(1, village=village), person(1, village=f"村{numbers[0]}", township=f"镇{numbers[1]}")]
    path = send(folder, f"{inside}/名单{in_name(next(told))}.xlsx", people)
    book = openpyxl.load_workbook(path)
    book.active.title = f"表{in_name(numbers[2])}"[:31]
    book.active.cell(1, book.active.max_column + 1, f"列{numbers[3]}")
    book.create_sheet(f"页{in_name(numbers[4])}"[:31])["A1"] = f"说明{numbers[5]}"
    book.save(path)
    send(folder, f"乙{in_name(numbers[6])}.xlsx", [person(0, vetting="有", remark=f"某{numbers[7]}")])
    _keep(folder, numbers[8:])


def _keep(folder: Path, numbers: Sequence[str]) -> None:
    told = iter(numbers)
    day = "2020-05-06"
    receipt = (1, day, f"省新派出所{next(told)}", f"报送/{next(told)}.xlsx", "0123456789ab", "全量", next(told))
    keep_ledger(folder, {
        TableKind.RECEIPTS: [receipt],
        TableKind.DECISIONS: [["省新镇", "园内村", f"示例辛{next(told)}", None, "确定", day, None, None, next(told)]],
        TableKind.RULINGS: [["省新镇", f"园内村{next(told)}", "需配", day, f"檗谷村{next(told)}", next(told)]],
        TableKind.SPELLINGS: [["列名", f"村{next(told)}", f"行政村{next(told)}", next(told)]],
        TableKind.WAIVERS: [["园内村", "示例甲", "9970", "schooling", next(told), next(told), day, next(told)]],
        **_after_the_appointment(told),
    })  # fmt: skip


def _after_the_appointment(told: Iterator[str]) -> dict[TableKind, list[list[str | None]]]:
    """One person in post whose every text has a number, and rows that fit nothing."""
    day, month, who, grade = "2020-05-01", "2020-04", "示例壬", f"一档{next(told)}"
    return {
        TableKind.POSTS: [
            ["省新镇", "园内村", who, None, None, day, f"民警{next(told)}", f"室{next(told)}", grade],
            ["省新镇", f"园内村{next(told)}", f"示例癸{next(told)}", None, None, day, *(None,) * 3, day, next(told)],
        ],
        TableKind.ASSESSMENTS: [
            [month, "园内村", who, None, f"尚可{next(told)}", day, next(told), next(told)],
            [next(told), f"园内村{next(told)}", f"示例癸{next(told)}", None, "合格", day],
        ],
        TableKind.TRAINING: [
            [day, f"采集{next(told)}", next(told), "园内村", who], [day, "采集", "4", "园内村", next(told)],
        ],
        TableKind.STIPENDS: [
            [grade, day, "600", "1.2", "1", "0.5", next(told)], [f"二档{next(told)}", day, next(told), "1", "1", "1"],
        ],
    }  # fmt: skip


def _quoted(text: str) -> str:
    """A text in the quotes that JSON, YAML and TOML share."""
    return json.dumps(text, ensure_ascii=False)


COMMANDS = (
    "validate --all", "validate --format json", "validate --annotate out/annotate", "validate --fix out/fix",
    "validate -o out/问题.xlsx --html out/问题.html", "screen --format json", "screen -o out/核对.xlsx --internal",
    "coverage -o out/缺口.xlsx --html out/网页.html --summary out/汇总.xlsx", "coverage --format json",
    "export-list -o out/名单.docx --remarks", "export-list --format json", "export-data -o out/数据",
    "remind -o out/催办", "template -o out/空白", "ledger --suggest", "ledger", "receive", "appoint --on 2020-05-07",
    "service -o out/在岗.xlsx --html out/在岗.html", "service -o out/在岗内部.xlsx --internal --format json",
    "stipend --month 2020-05 -o out/补贴.xlsx", "stipend --month 2020-05 -o out/补贴.xlsx --force --format json",
    "rules check", "rules show",
    "rules diff nanan-2020", "explain extra", "diff {1} {2}", "rollup out/county.json -o out/roll.xlsx --area {0}",
    "screen --name {0}", "explain {0}", "validate {0}.xlsx", "coverage --rulebook {0}", "validate --select {0}",
    "coverage --as-of {0}", "purge --yes",
)  # fmt: skip


@settings(
    max_examples=2,
    phases=[Phase.explicit, Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0))
def test_no_planted_number_goes_out(
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chance = random.Random(seed)
    numbers = [spelled(chance) for _ in range(PLACES)]
    folder = tmp_path_factory.mktemp("office") / "office"
    planted(folder, numbers)
    monkeypatch.chdir(folder)
    sent = sorted(str(path.relative_to(folder)) for path in (folder / "报送").rglob("*.xlsx"))
    leaks, county = [], ""
    for command in COMMANDS:
        if command.startswith("purge"):
            leaks += [one for one in written(folder) if shows(one[1])]
        if command.startswith("rollup"):
            data = json.loads(county)
            data["area"] = f"清源县{numbers[0]}"
            (folder / "out" / "county.json").write_text(json.dumps(data), "utf-8")
        with pytest.raises(SystemExit) as ended:
            main([word.format(numbers[0], *sent) for word in command.split()])
        shown = capsys.readouterr()
        assert ended.value.code in {0, 1, 2}, (command, shown.err)
        if command == "coverage --format json":
            county = shown.out
        leaks += [(command, line) for line in (shown.out + shown.err).splitlines() if shows(line)]
    assert leaks == []


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything made in the office, and every name.

    Left out are the senders' own sheets in their copies, and the tables of `export-data`, which are for full numbers.
    """
    files = [path for path in (folder / "out").rglob("*") if path.is_file() and path.name != "county.json"]
    assert len(files) > 12, files
    assert {"在岗.xlsx", "在岗.html", "在岗内部.xlsx", "补贴.xlsx"} <= {path.name for path in files}
    for path in [*files, folder / ".yicun-made.json"]:
        yield "name", path.relative_to(folder).as_posix()
        if path.parent.name == "数据":
            continue
        is_copy = "（批注）" in path.name or "（已整理）" in path.name
        yield from parts(path, "comment|docProps" if is_copy else "")


@given(seed=st.integers(0))
def test_what_is_looked_for_would_be_found(seed: int) -> None:
    assert shows(f"<a>某</a><b>{spelled(random.Random(seed))}</b>")
