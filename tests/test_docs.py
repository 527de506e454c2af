"""What the handbook and both READMEs tell people to type is typed here, and answers as they say."""

import csv
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from yicun.cli.app import main

ROOT = Path(__file__).parent.parent
HANDBOOK = ROOT / "docs" / "手册.md"
NANAN = ROOT / "samples" / "nanan"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")

# Commands that are not run here, and why.
NOT_RUN = {
    "make demo": "sets up the environment this test runs in; .ci/run goes through it",
    "make test": "is what runs this test",
    "make bundle": "downloads; tests/bundle does it on a machine",
    "make executable": "builds for minutes; tests/bundle does it on a machine",
}

# Command -> its exit code and a telling part of what it says.
README_SAYS = {
    "validate samples/roster.xlsx": (1, "samples/roster.xlsx!推选名单!L6 YC202"),
    "coverage --deadline 2020-05-10": (0, "期限 2020-05-10，还有 3 天、2 个工作日"),
    "export-list": (1, "已写出 输出/全市一村一警务助理推选名单.xlsx"),
}
COME = {
    "04-29": "来件/水头所（首报）.xlsx 来件/丰州所（首报）.xlsx 来件/洪濑所（误报）.xlsx",
    "04-30": "来件/梅山所（首报）.xlsx 来件/官桥所（首报）.xlsx 来件/石井所（首报）.xlsx 来件/向阳所.xlsx",
    "05-06": "来件/溪美所.xlsx 来件/柳城所.xlsx 来件/美林所.xlsx 来件/省新所.xlsx 来件/仑苍所.xlsx 来件/蓬华所.xlsx "
    "来件/乐峰所.xlsx 来件/罗东所.xlsx 来件/洪濑所.xlsx 来件/洪梅所.xlsx 来件/康美所.xls 来件/丰州所.xlsm "
    "来件/霞美所.et 来件/眉山所.xls 来件/雪峰华侨经济开发区所.xlsx",
    "05-07": "来件/东田所.xlsx 来件/英都所.xlsx 来件/翔云所.xlsx 来件/金淘所.xlsx 来件/诗山所.xlsx 来件/码头所.xlsx "
    "来件/梅山所.xlsx 来件/官桥所.csv 来件/水头所.xlsx 来件/石井所.ods 来件/溪美所（更正）.xlsx",
}
HANDBOOK_SAYS = {
    "--version": (0, "yicun "),
    "init 南安2020 --area 南安市 --office 户政管理大队": (0, "已新建：yicun.toml"),
    "validate 底册/行政村底册.xlsx": (0, "错误 0"),
    "template -o 空白名单 --all": (0, "省新派出所.xlsx：8 村"),
    "validate 报送/省新所.xlsx": (1, "YC202"),
    "explain YC202": (0, "身份号码被存成数字"),
    "validate": (1, "YC601 警告 九都派出所没有报送"),
    "validate --statistics": (1, "YC602"),
    "validate -o 问题.xlsx --html 问题.html": (1, "检查完毕"),
    "validate --annotate 退回": (1, "已写出 退回/省新所（批注）.xlsx"),
    "validate 报送/梅山所.xlsx --fix 整理 --diff": (1, "1961-02-05"),
    "validate 报送/梅山所.xlsx --fix 整理": (1, "已写出 整理/梅山所（已整理）.xlsx，改写 1 处"),
    "diff 报送/康美所.xls 报送/康美所（补报）.xlsx": (0, "康美派出所"),
    "screen": (0, "核对提示，不代表审核结论"),
    "screen --name 示例玉": (0, "自 2020-06-03"),
    "explain resident": (0, "常驻本村"),
    "screen -o 核对表.xlsx --internal": (0, "核对提示，不代表审核结论"),
    "coverage": (0, "还有 3 天、2 个工作日"),
    "coverage -o 缺口.xlsx --html 进度.html": (0, "推选率"),
    "remind -o 催办": (0, "催办/2020-05-07/情况通报.docx"),
    "export-list -o 名单.xlsx": (1, "名单不完整，不能作为定稿上报"),
    "export-list -o 省新名单.docx --station 省新派出所": (1, "应推选 8 村"),
    "purge --yes": (0, "已删除 "),
    "init 三个星期 --area 南安市 --office 户政管理大队": (0, "已新建：台账.xlsx"),
    "template -o 空白名单0423 --as-of 2020-04-23": (0, "省新派出所.xlsx：8 村"),
    "receive 来件/溪美所（首报）.xlsx 来件/省新所（首报）.xlsx --on 2020-04-28": (0, "收文 2 号"),
    f"receive {COME['04-29']} --on 2020-04-29": (0, "收文 5 号"),
    f"receive {COME['04-30']} --on 2020-04-30": (0, "收文 9 号"),
    "receive --withdraw 5 --on 2020-04-30": (0, "作废"),
    "coverage --as-of 2020-04-30": (0, "近 5 个工作日平均每个工作日完成 2.4 村"),
    f"receive {COME['05-06']} --on 2020-05-06": (0, "收文 25 号"),
    "diff 2 14 --as-of 2020-05-06": (0, "省新派出所"),
    "template -o 空白名单0506 --as-of 2020-05-06": (0, "只列出还没有落实的村"),
    f"receive {COME['05-07']} --on 2020-05-07": (0, "溪美所（更正）.xlsx，更正"),
    "receive 来件/康美所（补报）.xlsx --station 康美派出所 --on 2020-05-07": (0, "收文 37 号"),
    "ledger --as-of 2020-05-07": (0, "待审核"),
    "coverage --as-of 2020-05-07": (0, "还有 3 天、2 个工作日"),
    "coverage --as-of 2020-04-30 -o 上周.xlsx": (0, "近 5 个工作日平均每个工作日完成 2.4 村"),
    "coverage --format json": (0, '"days_left": 3'),
    "rules check": (0, "错误 0"),
    "rules test": (0, "通过 94 个"),
    "rules diff nanan-2020 fujian-2019-294": (0, "结果不同的 0 人"),
    "doctor": (0, "报送：27 个文件（"),
    "init ../选上以后 --area 南安市 --office 户政管理大队": (0, "已新建：rules/service-2020.yaml"),
    "appoint --on 2020-12-01": (2, "1 人没有列入在岗"),
    "service": (0, "需复核是提示，不是清退决定"),
    "service -o 在岗.xlsx --internal --html 在岗.html": (0, "在岗 12 人"),
    "stipend --month 2020-07 -o 补贴2020-07.xlsx": (1, "合计 5,795.10 元"),
}
MADE = (
    "空白名单/省新派出所.xlsx",
    "退回/省新所（批注）.xlsx",
    "整理/梅山所（已整理）.xlsx",
    "催办/2020-05-07/情况通报.docx",
    "进度.html",
    "问题.xlsx",
    "问题.html",
)


class Block(NamedTuple):
    language: str
    text: str


class Ran(NamedTuple):
    command: str
    code: int
    said: str
    promised: str | None


def blocks(page: Path) -> list[Block]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return [Block(language, text) for language, text in found]


def commands(block: Block) -> list[str]:
    lines = (line.split("  #")[0].strip() for line in block.text.splitlines())
    return [line for line in lines if line and line not in NOT_RUN]


def type_in(command: str) -> tuple[int, str]:
    """Its exit code, and what it says on both streams in the order it is said."""
    stream = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream), pytest.raises(SystemExit) as ended:
        main(shlex.split(command))
    return int(ended.value.code or 0), stream.buffer.getvalue().decode()


def differs(promised: str, said: str) -> str | None:
    """The first promised line that was not said, or said line that was not promised; ……: whatever stands there."""
    lines, gap = iter([line.rstrip() for line in said.splitlines()]), False
    for line in promised.splitlines():
        if line == "……":
            gap = True
            continue
        pattern = ".*".join(re.escape(part) for part in line.rstrip().split("……"))
        while (heard := next(lines, None)) is not None:
            if re.fullmatch(pattern, heard):
                break
            if not gap:
                return heard
        else:
            return line
        gap = False
    return None if gap else next(lines, None)


def bring_samples(*, weeks: bool) -> None:
    """What the handbook says to copy: 报送 as it is, or all that came in as 来件."""
    shutil.copy(NANAN / "waivers.yaml", ".")
    shutil.copytree(NANAN / "底册", "底册", dirs_exist_ok=True)
    for name in ("报送", "先前报送") if weeks else ("报送",):
        shutil.copytree(NANAN / name, "来件" if weeks else name, dirs_exist_ok=True)


def fill_in(path: Path, rows: list[dict[str, str]]) -> None:
    """Type rows into the ledger as a person would: in the row of that person, else below the last."""
    book = openpyxl.load_workbook(path)
    sheet = book["审核" if "姓名" in rows[0] else "认定"]
    heads = {str(cell.value).rstrip("*"): cell.column for cell in sheet[1]}
    for row in rows:
        keys = [name for name in ("行政村", "姓名") if name in row]
        there = [n for n in range(2, sheet.max_row + 1) if all(sheet.cell(n, heads[k]).value == row[k] for k in keys)]
        at = there[0] if there else 2 + sum(bool(cell.value) for cell in sheet["B"][1:])
        for name, text in row.items():
            sheet.cell(at, heads[name]).value = text or None
    book.save(path)


def walk(page: Path, program: str, folder: Path) -> Iterator[Ran]:
    """Do what a page says, block by block, from `folder`."""
    last: list[str] = []
    ran: dict[str, Ran] = {}
    with chdir(folder):
        for block in blocks(page):
            if block.language == "sh":
                last = commands(block)
                for line in last:
                    word, _, rest = line.partition(" ")
                    if word == "cd":
                        os.chdir(rest)
                        continue
                    assert word == program, line
                    ran[line] = Ran(rest, *type_in(rest), None)
            elif block.language == "toml":
                if "samples/service" in block.text:
                    shutil.copytree(ROOT / "samples" / "service", ".", dirs_exist_ok=True)
                else:
                    bring_samples(weeks="台账.xlsx" in block.text)
                Path("yicun.toml").write_text(block.text, "utf-8")
            elif block.language == "csv":
                fill_in(Path("台账.xlsx"), list(csv.DictReader(block.text.splitlines())))
            elif block.language == "python":
                continue  # tests/test_api.py runs it
            elif block.language == "text":
                ran[last[-1]] = ran[last[-1]]._replace(promised=block.text)
            else:
                pytest.fail(f"a block of {block.language or 'nothing'} in {page.name}")
            if block.language == "sh" and "remind" in block.text:
                assert not [name for name in MADE if not Path(name).is_file()]
    yield from ran.values()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ran]:
    """The handbook from its first command to its last."""
    return {ran.command: ran for ran in walk(HANDBOOK, "yicun", tmp_path_factory.mktemp("handbook"))}


def test_the_handbook_has_the_commands_listed_here(story: dict[str, Ran]) -> None:
    assert list(story) == list(HANDBOOK_SAYS)


@pytest.mark.parametrize("command", HANDBOOK_SAYS)
def test_the_handbook_says_what_is_said(story: dict[str, Ran], command: str) -> None:
    ran = story[command]
    code, telling = HANDBOOK_SAYS[command]
    assert (ran.code, telling in ran.said) == (code, True), ran.said
    if ran.promised is not None:
        assert differs(ran.promised, ran.said) is None


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_readme_says_what_is_said(page: Path, tmp_path: Path) -> None:
    for name in ("samples", "rules"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "yicun.toml", tmp_path)
    done = {ran.command: ran for ran in walk(page, ".venv/bin/yicun", tmp_path)}
    assert set(done) == set(README_SAYS)
    for command, (code, telling) in README_SAYS.items():
        assert (done[command].code, telling in done[command].said) == (code, True), done[command].said


@pytest.mark.parametrize(
    ("promised", "said", "first"),
    [
        ("一\n二\n", "一\n二\n", None),
        ("一\n", "一\n二\n", "二"),
        ("一\n三\n", "一\n二\n三\n", "二"),
        ("一\n……\n三\n", "一\n二\n三\n", None),
        ("……\n四\n……\n", "一\n二\n三\n", "四"),
        ("缺 …… 村\n", "缺 3 村  \n", None),
        ("缺 …… 村\n", "缺 3 人\n", "缺 3 人"),
    ],
)
def test_a_promise_that_is_not_kept_is_seen(promised: str, said: str, first: str | None) -> None:
    assert differs(promised, said) == first


@pytest.mark.parametrize("page", [*READMES, HANDBOOK, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))
    assert targets
    assert not [target for target in targets if "://" not in target and not (page.parent / target).exists()]


def _checked(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, root / "docs" / "generate.py", "--check"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )


def test_generated_pages_are_fresh() -> None:
    done = _checked(ROOT)
    assert done.returncode == 0, done.stderr


def test_every_message_of_the_source_has_a_cause(tmp_path: Path) -> None:
    """A planted message stops the page until somebody writes its cause."""
    for name in ("docs", "src"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "图"))
    planted = tmp_path / "src" / "yicun" / "workspace.py"
    planted.write_text(
        planted.read_text("utf-8") + '\n\ndef _planted():\n    raise CannotRun("月亮不圆。→ 请等几天")\n', "utf-8"
    )
    done = _checked(tmp_path)
    assert done.returncode == 1
    assert "月亮不圆" in done.stderr
