"""`yicun doctor` says what there is and what is missing, and can be pasted anywhere."""

import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.systems import LISTED_FONTS

from yicun.cli.app import main
from yicun.diagnosis import faces_of_registry

ROOT = Path(__file__).parents[2]


@pytest.fixture
def area(tmp_path: Path) -> Path:
    """A workspace in the home of somebody, whose files bear people's names."""
    folder = tmp_path / "示例甲的文件" / "工作区"
    shutil.copytree(ROOT / "samples" / "other", folder)
    shutil.copy(folder / "报送" / "城关所.xlsx", folder / "报送" / "示例乙报.xlsx")
    return folder


@pytest.fixture
def doctor(capsys, monkeypatch, area: Path):
    monkeypatch.chdir(area)

    def look(*arguments: str) -> tuple[int, list[str], str]:
        with pytest.raises(SystemExit) as ended:
            main(["doctor", *arguments])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out.splitlines(), said.err

    return look


def about(lines: list[str], word: str) -> str:
    (line,) = [line for line in lines if line[1:].startswith(word)]
    return line


def test_it_tells_what_there_is(doctor) -> None:
    code, lines, _ = doctor()
    assert code == 0
    assert lines[0].startswith("　yicun ")
    assert f"　pandas {version('pandas')}" in lines
    assert "底册/行政村底册.xlsx" in about(lines, "底册")
    assert about(lines, "报送") == "　报送：2 个文件（.xlsx 2）"
    assert "写法无误" in about(lines, "规则")
    assert "已收录" in about(lines, "节假日安排")
    assert about(lines, "公文字体")


def test_it_names_no_file_that_was_sent_and_no_folder_outside(doctor, area: Path) -> None:
    outside = area.parent / "底册.xlsx"
    shutil.move(area / "底册" / "行政村底册.xlsx", outside)
    config = area / "yicun.toml"
    config.write_text(config.read_text("utf-8").replace("底册/行政村底册.xlsx", outside.as_posix()), "utf-8")
    code, lines, errors = doctor()
    assert code == 0
    said = "".join(lines) + errors
    assert "示例甲" not in said
    assert "示例乙" not in said
    assert about(lines, "底册") == "　底册：工作区以外的 底册.xlsx"


def break_register(area: Path) -> None:
    (area / "底册" / "行政村底册.xlsx").unlink()


def send_nothing(area: Path) -> None:
    shutil.rmtree(area / "报送")


def spoil_ledger(area: Path) -> None:
    (area / ".yicun-made.json").write_text("{", "utf-8")


def spoil_rulebook(area: Path) -> None:
    book = next((area / "rules").glob("*[0-9].yaml"))
    book.write_text("rulebook: [\n", "utf-8")


def lose_rulebook(area: Path) -> None:
    for path in (area / "rules").glob("*.yaml"):
        path.unlink()


def lose_ledger(area: Path) -> None:
    name(area, "ledger", '"台账.xlsx"')


def lose_waivers(area: Path) -> None:
    name(area, "waivers", '"例外.yaml"')


def name(area: Path, key: str, value: str) -> None:
    config = area / "yicun.toml"
    kept = [line for line in config.read_text("utf-8").splitlines() if not line.startswith(key)]
    config.write_text("\n".join([*kept, f"{key} = {value}", ""]), "utf-8")


@pytest.mark.parametrize(
    ("harm", "word", "said"),
    [
        (break_register, "底册", "找不到"),
        (send_nothing, "报送", "0 个文件；请放入"),
        (spoil_ledger, "成品", "已损坏"),
        (spoil_rulebook, "规则", "yicun rules check"),
        (lose_rulebook, "规则", "找不到"),
        (lose_ledger, "台账", "台账.xlsx（找不到）"),
        (lose_waivers, "批准事项", "例外.yaml（找不到）"),
    ],
)
def test_what_is_missing_is_marked_and_counted(doctor, area: Path, harm, word: str, said: str) -> None:
    harm(area)
    code, lines, errors = doctor()
    assert code == 2
    assert said in about(lines, word)
    assert [line for line in lines if line.startswith("！")] == [about(lines, word)]
    assert errors.startswith("1 处需要处理")


def test_a_year_without_holidays_is_said(doctor, area: Path) -> None:
    config = area / "yicun.toml"
    lines = [line for line in config.read_text("utf-8").splitlines() if not line.startswith("deadline")]
    config.write_text("\n".join(["deadline = 2099-05-10", *lines]), "utf-8")
    code, lines, _ = doctor()
    assert code == 2
    assert "2099 年未收录" in about(lines, "节假日安排")


def test_a_deadline_of_the_rulebook_is_counted_to_as_well(doctor, area: Path) -> None:
    name(area, "as_of", "2021-03-20")
    book = area / "rules" / "shili-2021.yaml"
    book.write_text(book.read_text("utf-8").replace("2021-03-31", "2091-03-31").replace("2021年3", "2091年3"), "utf-8")
    _, lines, _ = doctor()
    assert "2027、2028" in about(lines, "节假日安排")


def test_without_a_workspace_it_says_so_and_the_rest(doctor, monkeypatch, tmp_path: Path) -> None:
    empty = tmp_path / "空"
    empty.mkdir()
    monkeypatch.chdir(empty)
    code, lines, _ = doctor()
    assert code == 2
    assert "！没有找到 yicun.toml；可用 yicun init 新建工作区" in lines
    assert f"　typer {version('typer')}" in lines


def test_a_year_without_holidays_says_what_it_costs_and_can_be_named(doctor, area: Path) -> None:
    config = area / "yicun.toml"
    text = "\n".join(
        line for line in config.read_text("utf-8").splitlines() if not line.startswith(("deadline", "as_of"))
    )
    config.write_text(f"{text}\nas_of = 2090-01-01\ndeadline = 2090-05-10\n", "utf-8")
    code, lines, _ = doctor()
    assert code == 2
    cost, cure = lines[-2:]
    for touched in ("coverage、remind", "还有几个工作日", "推算的完成日"):
        assert touched in cost.split("；")[0]
    assert "期限、还有几天、缺口、各村状态和补贴不按工作日算，不受影响" in cost
    assert "yicun.toml 写明，如 holidays = [2090-01-01]" in cure
    config.write_text(f"{config.read_text('utf-8')}holidays = [2090-05-01]\nworkdays = [2090-05-07]\n", "utf-8")
    _, lines, _ = doctor()
    assert about(lines, "节假日安排").startswith("　")
    assert "按 yicun.toml" in about(lines, "节假日安排")


FACES = ("方正小标宋_GBK", "仿宋", "黑体", "宋体")


@pytest.fixture
def fonts(monkeypatch, tmp_path: Path):
    """Let the machine have these fonts and no others: `fc-list` is asked, as it is on every Linux."""

    def install(*families: str) -> None:
        programs = tmp_path / "bin"
        programs.mkdir(exist_ok=True)
        (programs / "fc-list").write_text("#!/bin/sh\n" + "".join(f"echo '{name}'\n" for name in families), "utf-8")
        (programs / "fc-list").chmod(0o755)
        monkeypatch.setenv("PATH", str(programs))

    return install


@LISTED_FONTS
@pytest.mark.parametrize("lacked", FACES[1:])
def test_a_font_that_is_missing_says_for_what_and_what_it_costs(doctor, fonts, lacked: str) -> None:
    fonts(*(face for face in FACES if face != lacked))
    code, lines, _ = doctor()
    assert code == 0
    assert lacked not in about(lines, "公文字体")
    (cost,) = (line for line in lines if line.startswith("　　　缺 "))
    role = {"仿宋": "正文", "黑体": "小标题和表头", "宋体": "姓名和村名"}[lacked]
    assert [role] == re.findall("（(.*?)）", cost)
    for word in ("名单、通知、通报", "换成别的字体", "行数和分页会变", "内容不受影响"):
        assert word in cost
    assert "请装上" in lines[lines.index(cost) + 1]


@LISTED_FONTS
def test_with_a_font_for_everything_nothing_is_lacking(doctor, fonts) -> None:
    fonts("FZXiaoBiaoSong-B05,方正小标宋_GBK", "FangSong,仿宋", "SimHei,黑体", "SimSun,宋体")
    _, lines, _ = doctor()
    assert about(lines, "公文字体") == "　公文字体：方正小标宋_GBK、宋体、仿宋、黑体"
    assert "换成别的字体" not in "".join(lines)


@LISTED_FONTS
def test_without_a_lister_the_cost_is_said_all_the_same(doctor, monkeypatch) -> None:
    monkeypatch.setenv("PATH", "")
    _, lines, _ = doctor()
    assert "无法列出" in about(lines, "公文字体")
    assert "换成别的字体" in lines[lines.index(about(lines, "公文字体")) + 1]


def test_the_registry_of_windows_lists_several_faces_in_an_entry() -> None:
    assert faces_of_registry(["SimSun & NSimSun (TrueType)", "仿宋 (TrueType)", "SimHei (TrueType)"]) == {
        "SimSun", "NSimSun", "仿宋", "SimHei",
    }  # fmt: skip
