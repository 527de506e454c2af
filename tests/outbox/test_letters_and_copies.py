"""Whose roster goes to whom, and under which name: read from the disk as the stations would find it."""

from pathlib import Path

import openpyxl
import pytest
from tests import offices
from tests.systems import NAMES

from yicun.cli.app import main

HEAD = "派出所,乡镇（街道）,行政村,姓名,性别,出生年月,政治面貌,文化程度,公民身份号码,联系电话\n"
PEOPLE = {
    "省新": "省新派出所,省新镇,园内村,示例甲,男,1975-03-01,群众,夜校,350583197503019978,13800000000\n",
    "康美": "康美派出所,康美镇,兰田村,示例丙,男,1975-03-01,群众,夜校,350583197503029973,13800000002\n",
}
REGISTER = (
    "村代码,乡镇（街道）,行政村,派出所,专职辅警\n"
    "350583106201,省新镇,园内村,省新派出所,无\n"
    "350583107201,康美镇,兰田村,康美派出所,无\n"
)
CONFIG = 'area="南安市"\nvillages="底册.csv"\nsubmissions=["报送/**/*"]\nas_of=2020-05-07\ndeadline=2020-05-10\n'

INPUTS = (
    "底册.csv", "yicun.toml", "报送/省新所.csv", "报送/别的.csv", "密码.txt", "台账.xlsx", "waivers.yaml", "r.yaml",
    "基.yaml", "texts/文.txt",
)  # fmt: skip


@pytest.fixture
def area(tmp_path: Path) -> Path:
    (tmp_path / "yicun.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "底册.csv").write_text(REGISTER, "utf-8")
    (tmp_path / "报送").mkdir()
    return tmp_path


def send(area: Path, name: str, *stations: str, head: str = "") -> Path:
    path = area / "报送" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + HEAD + "".join(PEOPLE[station] for station in stations), "utf-8")
    return path


def run(area: Path, *arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-w", str(area), *map(str, arguments)])
    return int(ended.value.code or 0)


def copies(folder: Path) -> set[str]:
    """The copies in a folder, or in that of the one day whose letters are in it."""
    days = [path for path in folder.glob("20*") if path.is_dir()] or [folder]
    return {path.relative_to(day).as_posix() for day in days for path in day.rglob("*（批注）.xlsx")}


def test_one_row_of_another_station_sends_a_roster_to_nobody(area: Path, capsys) -> None:
    send(area, "省新所.csv", "省新", "省新", "康美")
    assert run(area, "remind", "-o", area / "催办") == 0
    assert copies(area / "催办") == set()
    said = capsys.readouterr().err
    assert "报送/省新所.csv 含有省新派出所、康美派出所的人选，没有退回给任何一个所" in said
    import docx

    (path,) = (area / "催办").rglob("情况通报.docx")
    bulletin = "\n".join(one.text for one in docx.Document(str(path)).paragraphs)
    assert "报送/省新所.csv" in bulletin


def test_a_roster_goes_back_to_whom_all_its_rows_belong(area: Path) -> None:
    send(area, "一.csv", "省新", "省新")
    assert run(area, "remind", "-o", area / "催办") == 0
    assert copies(area / "催办") == {"省新派出所/一（批注）.xlsx".replace("一（", "一.csv（")}


def test_who_filed_it_gets_it_back_also_with_a_row_of_another(area: Path) -> None:
    send(area, "一.csv", "省新", "省新", "康美", head="填报单位：省新派出所,,,,,,,,,\n")
    assert run(area, "remind", "-o", area / "催办") == 0
    assert copies(area / "催办") == {"省新派出所/一.csv（批注）.xlsx"}


def test_a_form_of_one_station_filled_in_by_another_goes_to_neither(area: Path, capsys) -> None:
    send(area, "一.csv", "康美", "康美", head="填报单位：省新派出所,,,,,,,,,\n")
    assert run(area, "remind", "-o", area / "催办") == 0
    assert copies(area / "催办") == set()
    assert "报送/一.csv" in capsys.readouterr().err


def test_rosters_of_one_name_in_two_folders_have_two_copies(area: Path) -> None:
    send(area, "省新/名单.csv", "省新")
    send(area, "康美/名单.csv", "康美")
    assert run(area, "validate", "--annotate", area / "退回", "-q") == 1
    assert copies(area / "退回") == {"省新／名单.csv（批注）.xlsx", "康美／名单.csv（批注）.xlsx"}


def test_a_name_with_two_kinds_is_not_that_with_one(area: Path) -> None:
    send(area, "名单.csv", "省新")
    book = openpyxl.Workbook()
    for line in (HEAD + PEOPLE["康美"]).splitlines():
        book.active.append(line.split(","))
    book.save(area / "报送" / "名单.csv.xlsx")
    assert run(area, "validate", "--annotate", area / "退回", "-q") == 1
    assert len(copies(area / "退回")) == 2


@NAMES
def test_a_clash_of_names_is_said_before_anything_is_written(area: Path, capsys) -> None:
    send(area, "省新／名单.csv", "省新")
    send(area, "省新／／名单.csv", "省新")
    send(area, "A.csv", "省新")
    send(area, "a.csv", "康美")
    assert run(area, "validate", "--annotate", area / "退回", "-q") == 2
    assert "没有写出任何文件" in capsys.readouterr().err
    assert not (area / "退回").exists()


def test_a_number_in_a_file_name_does_not_go_on(area: Path) -> None:
    send(area, "示例甲350583197503019978.csv", "省新")
    run(area, "validate", "--annotate", area / "退回")
    assert len(copies(area / "退回")) == 2
    assert not [copy for copy in copies(area / "退回") if "197503" in copy]


@pytest.mark.parametrize("station", ["..", "a/b", "NUL", "长" * 256, "con.派出所"])
def test_no_station_leaves_the_folder(area: Path, station: str) -> None:
    (area / "底册.csv").write_text(REGISTER + f"350583107202,某镇,第一村,{station},无\n", "utf-8")
    before = {path for path in area.rglob("*") if path.is_file()}
    assert run(area, "remind", "-o", area / "催办", "-q") == 0
    assert run(area, "template", "--all", "-o", area / "空白", "-q") == 0
    written = {path for path in area.parent.rglob("*") if path.is_file() and path.is_relative_to(area)} - before
    assert {path.relative_to(area).parts[0] for path in written} == {"催办", "空白", ".yicun-made.json"}
    assert len(list((area / "空白").iterdir())) == 3


@pytest.mark.parametrize("name", INPUTS)
def test_force_never_replaces_an_input(area: Path, name: str, capsys) -> None:
    send(area, "省新所.csv", "省新")
    send(area, "别的.csv", "康美")
    (area / "密码.txt").write_text("秘密\n", "utf-8")
    (area / "waivers.yaml").write_text("[]\n", "utf-8")
    (area / "台账.xlsx").write_bytes(b"PK")
    (area / "r.yaml").write_text("rulebook: r\ntitle: t\nissuer: i\nextends: 基\nvalid: {since: 2020-01-01}\n", "utf-8")
    (area / "基.yaml").write_text("rulebook: 基\ntitle: t\nissuer: i\nextends: nanan-2020\n", "utf-8")
    (area / "texts").mkdir()
    (area / "texts" / "文.txt").write_text("原文\n", "utf-8")
    with (area / "yicun.toml").open("a", encoding="utf-8") as config:
        config.write('waivers="waivers.yaml"\nrulebook="r.yaml"\n')
    before = (area / name).read_bytes()
    target = area / "别名.xlsx"
    target.hardlink_to(area / name)  # whatever the ending asks for: the same file under a name that fits
    common = ("--password-file", area / "密码.txt", "--force", "-q")
    assert run(area, "export-list", "-o", target, *common) == 2
    assert (area / name).read_bytes() == before
    assert "不能被覆盖" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["validate", "--annotate", "退回"], ["remind", "-o", "退回"]])
def test_a_roster_with_notes_only_goes_back_to_nobody(tmp_path: Path, given: list[str]) -> None:
    """One that has a fault beside the same notes does."""
    people = [offices.person(number) | {"name": f"示 例{name}"} for number, name in enumerate("甲乙丙丁")]
    offices.send(offices.office(tmp_path), "省新所.xlsx", people)
    run(tmp_path, *given[:-1], tmp_path / given[-1])
    assert copies(tmp_path / given[-1]) == set()
    offices.send(tmp_path, "省新所.xlsx", [people[0] | {"phone": "1"}, *people[1:]])
    run(tmp_path, *given[:-1], tmp_path / given[-1])
    assert [Path(name).name for name in copies(tmp_path / given[-1])] == ["省新所（批注）.xlsx"]
