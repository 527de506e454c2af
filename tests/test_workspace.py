"""Where the files are, and what is said when they are not."""

import os
from datetime import date
from pathlib import Path

import pytest
from tests.systems import LINKS

from yicun.model.errors import CannotRun
from yicun.workspace import expand, find_workspace


def _workspace(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "yicun.toml").write_text(text, "utf-8")
    return folder


def test_the_nearest_one_upwards_is_taken(tmp_path: Path) -> None:
    _workspace(tmp_path, 'area = "外"\n')
    inner = _workspace(tmp_path / "内", 'area = "内"\n')
    deep = inner / "报送" / "所"
    deep.mkdir(parents=True)
    assert find_workspace(None, deep).area == "内"
    assert find_workspace(tmp_path, deep).area == "外"


def test_none_at_all_is_an_empty_one_here(tmp_path: Path) -> None:
    found = find_workspace(None, tmp_path)
    assert (found.found, found.villages, found.submitted()) == (False, None, [])


def test_dates_are_dates_however_they_are_written(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, 'deadline = 2020-05-10\nas_of = "2020-05-07"\n')
    found = find_workspace(folder, folder)
    assert (found.deadline, found.as_of) == (date(2020, 5, 10), date(2020, 5, 7))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("area = ", "末尾写法有误。→ "),
        ('area = "县"\nas_of = 2020-05-32\n', "第 2 行写法有误。→ "),
        ("holidays = [1]\n", "holidays 应为日期。→ "),
        ("area = 1\n", "area 应为一段文字"),
        ('deadline = "下周"\n', "deadline 应为日期"),
        ("submissions = [1]\n", "submissions 应为一组文件名"),
        ('vilages = "底册.xlsx"\n', "不认识的项目：vilages"),
    ],
)
def test_each_fault_is_one_line_that_says_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    folder = _workspace(tmp_path, text)
    with pytest.raises(CannotRun, match=said) as raised:
        find_workspace(folder, folder)
    assert len(str(raised.value).splitlines()) == 1


def test_a_file_that_notepad_saved_as_ansi_says_how_to_save_it(tmp_path: Path) -> None:
    (tmp_path / "yicun.toml").write_bytes('area = "南安市"\n'.encode("gbk"))
    with pytest.raises(CannotRun, match="不是 UTF-8 文本。→ 请用记事本另存"):
        find_workspace(tmp_path, tmp_path)


def test_lock_files_and_furniture_are_passed_over_and_nothing_else(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, 'submissions = ["报送/**/*"]\n')
    sent = folder / "报送" / "省新所"
    sent.mkdir(parents=True)
    for name in ("~$名单.xlsx", ".~名单.et", "._名单.xlsx", "Thumbs.db", "名单.xlsx", "名单.docx"):
        (sent / name).touch()
    assert [path.name for path in find_workspace(folder, folder).submitted()] == ["名单.docx", "名单.xlsx"]
    assert [path.name for path in expand([str(sent)])] == ["名单.docx", "名单.xlsx"]


def test_files_are_found_and_ordered_alike_on_every_system(tmp_path: Path) -> None:
    folder = _workspace(tmp_path, 'submissions = ["报送/*.xlsx"]\n')
    (folder / "报送").mkdir()
    names = ["B所.XLSX", "C所.xlsx", "a所.xlsx"]
    for name in reversed(names):
        (folder / "报送" / name).touch()
    assert [path.name for path in find_workspace(folder, folder).submitted()] == names
    assert [path.name for path in expand([str(folder / "报送")])] == names
    assert [path.name for path in expand([str(folder / "报送" / "*所.*")])] == names


def test_folders_of_a_drive_that_numbers_nothing_are_all_looked_into(tmp_path: Path, monkeypatch) -> None:
    folder = _workspace(tmp_path, 'submissions = ["报送/**/*.xlsx"]\n')
    for station in ("甲所", "乙所"):
        (folder / "报送" / station).mkdir(parents=True)
        (folder / "报送" / station / f"{station}.xlsx").touch()
    found, stat = find_workspace(folder, folder), Path.stat

    def without_number(path: Path) -> os.stat_result:
        mode, _, *others = tuple(stat(path))
        return os.stat_result((mode, 0, *others))

    monkeypatch.setattr(Path, "stat", without_number)
    assert [path.name for path in found.submitted()] == ["乙所.xlsx", "甲所.xlsx"]


def test_patterns_are_matched_and_what_does_not_exist_stays_to_be_said(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a.xlsx"):
        (tmp_path / name).touch()
    assert [path.name for path in expand([str(tmp_path / "*.xlsx"), str(tmp_path / "a.xlsx")])] == ["a.xlsx", "b.xlsx"]
    assert expand([str(tmp_path / "没有.xlsx")]) == [tmp_path / "没有.xlsx"]


def test_paths_are_shown_from_the_workspace_or_as_given(tmp_path: Path) -> None:
    folder = _workspace(tmp_path / "区", 'area = "区"\n')
    found = find_workspace(folder, folder)
    assert found.shown(folder / "报送" / "名单.xlsx") == "报送/名单.xlsx"
    assert found.shown(tmp_path / "别处.xlsx") == (tmp_path / "别处.xlsx").as_posix()


def test_a_config_nested_too_deep_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "yicun.toml").write_text("area = " + "[" * 5000 + "]" * 5000, "utf-8")
    with pytest.raises(CannotRun, match="嵌套过深"):
        find_workspace(tmp_path, tmp_path)


@LINKS
def test_a_folder_of_submissions_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "yicun.toml").write_text('submissions = ["报送/**/*"]\n', "utf-8")
    (tmp_path / "报送").symlink_to("报送")
    with pytest.raises(CannotRun, match="报送文件夹 报送 无法读取"):
        find_workspace(tmp_path, tmp_path).submitted()


def test_a_day_is_either_off_or_worked(tmp_path: Path) -> None:
    config = tmp_path / "yicun.toml"
    config.write_text('holidays = [2090-05-01, "2090-05-02"]\nworkdays = [2090-05-07]\n', "utf-8")
    assert find_workspace(tmp_path, tmp_path).own_days == ((date(2090, 5, 1), date(2090, 5, 2)), (date(2090, 5, 7),))
    config.write_text("holidays = [2090-05-01]\nworkdays = [2090-05-01]\n", "utf-8")
    with pytest.raises(CannotRun, match="都写了 2090-05-01"):
        find_workspace(tmp_path, tmp_path)
