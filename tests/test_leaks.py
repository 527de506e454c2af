"""Numbers planted wherever a text can come from, looked for in every byte that goes out."""

import io
import json
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterator
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


def twice(chance: random.Random) -> str:
    """Two of them with a word between."""
    return f"{spelled(chance)}又{spelled(chance)}"


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


def planted(folder: Path, chance: random.Random) -> None:
    """An office with numbers in every text: names of files, folders, sheets and stations, cells, register, config,
    rulebook, waivers and ledger. Two spellings a place, and one where a name may only be so long.
    """
    told, numbers = iter(lambda: twice(chance), ""), [spelled(chance) for _ in range(8)]
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
    inside = f"示例{in_name(numbers[3])}"
    people = [person(0, station=station, name=f"示例甲{next(told)}")]
    people += [person(0, **{field: f"某{next(told)}"}) for field in FREE]
    people += [person(1, village=village), person(1, village=f"村{next(told)}", township=f"镇{next(told)}")]
    path = send(folder, f"{inside}/名单{in_name(numbers[4])}.xlsx", people)
    book = openpyxl.load_workbook(path)
    book.active.title = f"表{in_name(numbers[2])}"[:31]
    book.active.cell(1, book.active.max_column + 1, f"列{next(told)}")
    book.create_sheet(f"页{in_name(numbers[4])}"[:31])["A1"] = f"说明{next(told)}"
    book.save(path)
    send(folder, f"乙{in_name(numbers[6])}.xlsx", [person(0, vetting="有", remark=f"某{next(told)}")])
    _keep(folder, told)


def _keep(folder: Path, told: Iterator[str]) -> None:
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
            [f"镇{next(told)}", f"村{next(told)}", f"示例{next(told)}", None, None, day, *(None,) * 3, day, next(told)],
            ["省新镇", next(told), next(told), next(told), next(told), next(told), None, None, None, next(told)],
        ],
        TableKind.ASSESSMENTS: [
            [month, "园内村", who, None, f"尚可{next(told)}", day, next(told), next(told)],
            [next(told), f"园内村{next(told)}", f"示例癸{next(told)}", next(told), "合格", next(told)],
        ],
        TableKind.TRAINING: [
            [day, f"采集{next(told)}", next(told), "园内村", who], [day, "采集", "4", "园内村", next(told)],
            [next(told), next(told), "4", next(told), who, next(told)],
        ],
        TableKind.STIPENDS: [
            [grade, day, "600", "1.2", "1", "0.5", next(told)],
            [f"二档{next(told)}", next(told), next(told), next(told), next(told), next(told)],
        ],
    }  # fmt: skip


def _quoted(text: str) -> str:
    """A text in the quotes that JSON, YAML and TOML share."""
    return json.dumps(text, ensure_ascii=False)


COMMANDS = (
    "validate --all --annotate out/annotate --fix out/fix -o out/问题.xlsx --html out/问题.html",
    "validate --format json", "screen --internal -o out/核对.xlsx --format json", "screen --name {0}",
    "coverage -o out/缺口.xlsx --html out/网页.html --summary out/汇总.xlsx", "coverage --format json",
    "export-list -o out/名单.docx --remarks", "export-list --format json", "export-data -o out/数据",
    "remind -o out/催办", "template --all -o out/空白", "ledger --suggest", "ledger", "receive",
    "receive {1} --station {0}", "appoint --on 2020-05-07", "service -o out/在岗.xlsx --html out/在岗.html",
    "service -o out/在岗内部.xlsx --internal --format json", "stipend --month 2020-05 -o out/补贴.xlsx",
    "stipend --month 2020-05 -o out/补贴.xlsx --force --format json", "rules check", "rules show", "explain extra",
    "diff {1} {2}", "rollup out/county.json out/汇总.xlsx -o out/roll.xlsx --html out/roll.html --area {0}",
    "rollup out/odd.json out/county.json --expect out/expected.txt --format json", "explain {0}",
    "validate {0}.xlsx --select {0}", "coverage --rulebook {0}", "coverage --as-of {0}", "receive --withdraw {0}",
    "rules diff nanan-2020", "purge --yes",
)  # fmt: skip


@settings(
    max_examples=1,
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
    folder = tmp_path_factory.mktemp("office") / "office"
    planted(folder, chance)
    monkeypatch.chdir(folder)
    sent = sorted(str(path.relative_to(folder)) for path in (folder / "报送").rglob("*.xlsx"))
    leaks, said = [], dict[str, str]()
    for command in COMMANDS:
        if command.startswith("purge"):
            leaks += [one for one in written(folder) if shows(one[1])]
        if command.startswith("rollup"):
            _reports(folder / "out", json.loads(said["coverage --format json"]), chance)
        with pytest.raises(SystemExit) as ended:
            main([word.format(spelled(chance), *sent) for word in command.split()])
        shown = capsys.readouterr()
        assert ended.value.code in {0, 1, 2}, (command, shown.err)
        said[command] = shown.out
        leaks += [(command, line) for line in (shown.out + shown.err).splitlines() if shows(line)]
    assert leaks == []


def _reports(out: Path, county: dict[str, object], chance: random.Random) -> None:
    """What counties sent, with numbers where an area, and where any text stands."""
    (out / "expected.txt").write_text(f"清源县\n{twice(chance)}\n", "utf-8")
    (out / "county.json").write_text(json.dumps({**county, "area": f"清源县{twice(chance)}"}), "utf-8")
    (out / "odd.json").write_text(json.dumps(_everywhere(county, chance)), "utf-8")


def _everywhere(value: object, chance: random.Random) -> object:
    """The same data with a number behind every text of it."""
    if isinstance(value, dict):
        return {key: _everywhere(one, chance) for key, one in value.items()}
    if isinstance(value, list):
        return [_everywhere(one, chance) for one in value]
    return f"{value}{spelled(chance)}" if isinstance(value, str) else value


MADE = (
    "*（批注）.xlsx", "*（已整理）.xlsx", "问题.xlsx", "问题.html", "核对.xlsx", "缺口.xlsx", "网页.html", "汇总.xlsx",
    "名单.docx", "名单（出处）.xlsx", "candidates.csv", "催办通知.docx", "情况通报.docx", "空白/*.xlsx", "在岗.xlsx",
    "在岗.html", "在岗内部.xlsx", "补贴.xlsx", "roll.xlsx", "roll.html",
)  # fmt: skip
_SENT = {"county.json", "odd.json", "expected.txt"}


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Everything made in the office, and every name.

    Left out are the senders' own sheets in their copies, and the tables of `export-data`, which are for full numbers.
    """
    files = [path for path in (folder / "out").rglob("*") if path.is_file() and path.name not in _SENT]
    missing = [name for name in MADE if not any(path.match(name) for path in files)]
    assert not missing, missing
    for path in [*files, folder / ".yicun-made.json"]:
        yield "name", path.relative_to(folder).as_posix()
        if path.parent.name == "数据":
            continue
        is_copy = "（批注）" in path.name or "（已整理）" in path.name
        yield from parts(path, "comment|docProps" if is_copy else "")


@given(seed=st.integers(0))
def test_what_is_looked_for_would_be_found(seed: int) -> None:
    assert shows(f"<a>某</a><b>{spelled(random.Random(seed))}</b>")
