"""Where the files are: `yicun.toml`, the files it points to, and how their paths are shown."""

import glob
import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yicun.model.errors import CannotRun
from yicun.model.files import by_name, fits, is_system_file

if TYPE_CHECKING:
    from yicun.model.findings import Finding

CONFIG = "yicun.toml"
MADE = ".yicun-made.json"
LEDGER = "台账.xlsx"
_VOID = "作废"
_PLACES = f"""\
villages = "底册/行政村底册.xlsx"
submissions = ["报送/**/*"]
ledger = "{LEDGER}"        # 台账：收文、审核、认定
output = "输出"
"""  # what a new yicun.toml ends with
_TEXTS = {"area": "", "office": "", "issuer": "  # 发文单位", "contact": "  # 联系人和电话", "rulebook": ""}


@dataclass(frozen=True, slots=True)
class Workspace:
    """What `yicun.toml` says, paths made absolute. `root` is its folder, or the current folder where there is none.

    `issuer`: in whose name the office writes (清源县公安局); `contact`: whom the stations call. `rulebook`: a path or a
    shipped name. Dates left out are None. `holidays` and `workdays`: days off and days made up for behind the notices.
    """

    root: Path
    found: bool = False
    area: str = ""
    office: str = ""
    issuer: str = ""
    contact: str = ""
    villages: Path | None = None
    submissions: tuple[str, ...] = ()
    rulebook: str = "nanan-2020"
    deadline: date | None = None
    as_of: date | None = None
    waivers: Path | None = None
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()
    ledger: Path | None = None
    output: Path = field(default_factory=lambda: Path("输出"))

    @property
    def made(self) -> Path:
        """Where the outputs made here are recorded, so that `--force` is only needed for somebody else's file."""
        return self.root / MADE

    @property
    def own_days(self) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """The days off and the days worked that the workspace names."""
        return self.holidays, self.workdays

    def must_be_one(self) -> "Workspace":
        """Itself. Raises `CannotRun` where no `yicun.toml` was found, which is to say so before anything it lacks."""
        if not self.found:
            raise CannotRun(
                f"这里没有 {CONFIG}，不是工作区。→ 请到工作区的文件夹中运行，或加 -w 文件夹；新建用 yicun init"
            )
        return self

    def shown(self, path: Path) -> str:
        """A path as messages show it: relative to the workspace where it lies inside, else as it is."""
        absolute = path if path.is_absolute() else Path.cwd() / path
        try:
            return absolute.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def actual(self, shown: str) -> Path:
        """The file behind a path that `shown` gave."""
        inside = self.root / shown
        return inside if inside.exists() else Path(shown)

    def submission_folders(self) -> list[Path]:
        """The folders that the patterns of the submissions begin with: 报送 of `报送/**/*`."""
        return [self._split(pattern)[0] for pattern in self.submissions]

    def _split(self, pattern: str) -> tuple[Path, tuple[str, ...]]:
        """The folder a pattern begins with, and the parts of the pattern below it."""
        parts = Path(pattern).parts
        fixed = len(list(takewhile(lambda part: not glob.has_magic(part), parts)))
        fixed = min(fixed, len(parts) - 1)
        return self.root / Path(*parts[:fixed]), parts[fixed:]

    def _in_place(self) -> list[Path]:
        found = set[Path]()
        for folder, pattern in map(self._split, self.submissions):
            depth = None if "**" in pattern else len(pattern)
            try:
                found.update(path for path in _below(folder, depth) if fits(path.relative_to(folder).parts, pattern))
            except OSError as error:  # nobody in it would count as having sent
                at = self.shown(Path(error.filename))
                raise CannotRun(f"报送文件夹 {at} 无法读取。→ 请检查权限和链接") from None
        return sorted((path for path in found if not is_system_file(path)), key=by_name)

    def submitted(self) -> list[Path]:
        """The stations' files in the order of their names, each once.

        Lock files of open workbooks are passed over, and what lies in a folder 作废.
        """
        return [path for path in self._in_place() if self._void_folder(path) is None]

    def passed_over(self) -> "Iterator[Finding]":
        """A note (YC115) for each folder 作废 among the stations' files, with how many files lie in it."""
        from yicun.model.findings import Finding, Place

        folders = Counter(folder for path in self._in_place() if (folder := self._void_folder(path)) is not None)
        for folder, files in folders.items():
            what = f"文件夹“{folder.name}”中的 {files} 个文件已作废"
            yield Finding("YC115", Place(self.shown(folder)), {"what": what})

    def _void_folder(self, path: Path) -> Path | None:
        inside = path.parent.relative_to(self.root) if path.is_relative_to(self.root) else path.parent
        depth = next((at for at, part in enumerate(inside.parts, 1) if _VOID in part), 0)
        return Path(*path.parts[: len(path.parts) - 1 - len(inside.parts) + depth]) if depth else None


def _below(folder: Path, depth: int | None) -> "Iterator[Path]":
    """What is no folder in a folder and those below it, to a depth; each folder once, whatever links lead to it.

    Raises `OSError` where one cannot be read.
    """
    waiting, seen = [(folder, 1)], set[object]()
    for at, level in waiting:
        if not os.path.lexists(at):
            continue
        about = at.stat()
        same = (about.st_dev, about.st_ino) if about.st_ino else at  # some drives of Windows number nothing
        if same in seen:
            continue
        seen.add(same)
        for entry in sorted(os.scandir(at), key=lambda entry: entry.name):
            if not _is_folder(entry):
                yield at / entry.name
            elif level != depth and not entry.name.startswith("."):
                waiting.append((at / entry.name, level + 1))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def expand(arguments: Iterable[str]) -> list[Path]:
    """The files that arguments name: files as they are, folders as all files below them, patterns as their matches.

    What does not exist, and a folder without a file, is returned as it is; whoever reads it says so.
    """
    files: list[Path] = []
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            files.extend(_inside(path) or [path])
        elif not path.exists() and glob.has_magic(argument):
            matches = map(Path, glob.glob(argument, recursive=True))  # noqa: PTH207
            files.extend(sorted(matches, key=by_name) or [path])
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def _inside(folder: Path) -> list[Path]:
    """All files in a folder and below it, without what lies in a folder 作废 in it."""
    try:
        inside = [path for path in _below(folder, None) if not is_system_file(path)]
    except OSError as error:
        raise CannotRun(f"文件夹 {error.filename} 无法读取。→ 请检查权限") from None
    return sorted((path for path in inside if _VOID not in str(path.relative_to(folder).parent)), key=by_name)


def find_workspace(given: Path | None, start: Path) -> Workspace:
    """The workspace of the folder `given`, else of the nearest `yicun.toml` upwards from `start`, else an empty one.

    Raises `CannotRun` where `given` holds no `yicun.toml` or the file says something it may not.
    """
    if given is not None:
        config = given if given.is_file() else given / CONFIG
        if not config.is_file():
            raise CannotRun(f"{given} 里没有 {CONFIG}。→ 请用 yicun init {given} 新建工作区，或检查 --workspace")
        return _load(config.absolute())
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return _load(folder / CONFIG)
    return Workspace(start, output=start / "输出")


def _load(config: Path) -> Workspace:
    try:
        values = tomllib.loads(config.read_text("utf-8-sig"))
    except RecursionError:
        raise CannotRun(f"{config.name} 嵌套过深。→ 请按手册中的样子修改") from None
    except UnicodeDecodeError:
        raise CannotRun(f"{config.name} 不是 UTF-8 文本。→ 请用记事本另存，编码选 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = "".join(f"第 {line} 行" for line in re.findall(r"line (\d+)", str(error))) or "末尾"
        raise CannotRun(f"{config.name} 的{at}写法有误。→ 请看引号、方括号、等号和日期，按手册中的样子修改") from None
    except OSError:
        raise CannotRun(f"{config.name} 打不开。→ 请检查文件权限") from None
    root = config.parent
    reader = _Values(values, config.name)
    workspace = Workspace(
        root,
        found=True,
        area=reader.text("area"),
        office=reader.text("office"),
        issuer=reader.text("issuer"),
        contact=reader.text("contact"),
        villages=reader.path("villages", root),
        submissions=reader.texts("submissions"),
        rulebook=reader.text("rulebook") or "nanan-2020",
        deadline=reader.day("deadline"),
        as_of=reader.day("as_of"),
        waivers=reader.path("waivers", root),
        holidays=reader.days("holidays"),
        workdays=reader.days("workdays"),
        ledger=reader.path("ledger", root),
        output=reader.path("output", root) or root / "输出",
    )
    reader.nothing_else()
    both = sorted({*workspace.holidays} & {*workspace.workdays})
    if both:
        raise CannotRun(f"{config.name} 的 holidays 和 workdays 都写了 {both[0]}。→ 请只留一处")
    return workspace


def written(workspace: Workspace) -> str:
    """A new `yicun.toml` that says what `workspace` says, relative to its root; nothing is filled in for it."""
    texts = [(name, json.dumps(getattr(workspace, name), ensure_ascii=False)) for name in _TEXTS]
    lines = [f"{name} = {text}{_TEXTS[name]}" for name, text in texts]
    return "\n".join((*lines, *([f"deadline = {workspace.deadline}"] if workspace.deadline else ()), _PLACES))


class _Values:
    """Values of `yicun.toml`, taken one by one with their types checked; each fault is one Chinese line."""

    def __init__(self, values: dict[str, Any], name: str) -> None:
        self._left, self._name, self._known = dict(values), name, list[str]()

    def _take(self, key: str, kinds: type | tuple[type, ...], wanted: str) -> Any:
        self._known.append(key)
        value = self._left.pop(key, None)
        if value is not None and not isinstance(value, kinds):
            raise CannotRun(f"{self._name} 的 {key} 应为{wanted}。→ 请按手册中的样子修改")
        return value

    def text(self, key: str) -> str:
        return str(self._take(key, str, "一段文字") or "")

    def texts(self, key: str) -> tuple[str, ...]:
        value: str | Sequence[object] = self._take(key, (str, list), "一组文件名") or ()
        names = (value,) if isinstance(value, str) else tuple(value)
        if not all(isinstance(name, str) for name in names):
            raise CannotRun(f"{self._name} 的 {key} 应为一组文件名。→ 请按手册中的样子修改")
        return tuple(str(name) for name in names)

    def day(self, key: str) -> date | None:
        value = self._take(key, (date, str), "日期，如 2020-05-10")
        return None if value is None else self._day(key, value)

    def days(self, key: str) -> tuple[date, ...]:
        listed: list[object] = self._take(key, list, "一组日期，如 [2027-01-01, 2027-02-05]") or []
        return tuple(self._day(key, value) for value in listed)

    def _day(self, key: str, value: object) -> date:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            raise CannotRun(f"{self._name} 的 {key} 应为日期。→ 请写成 2020-05-10 的样子") from None
        return day.date() if isinstance(day, datetime) else day

    def path(self, key: str, root: Path) -> Path | None:
        value = self.text(key)
        return root / value if value else None

    def nothing_else(self) -> None:
        if self._left:
            strange = "、".join(self._left)
            raise CannotRun(f"{self._name} 有不认识的项目：{strange}。→ 可用：{'、'.join(self._known)}")
