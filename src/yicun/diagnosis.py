"""What this machine and workspace offer, said without personal data: for `yicun doctor`.

The output is made to be pasted into a report, so it names no file that was sent in and no folder outside the workspace.
"""

import locale
import platform
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING

from yicun import __version__
from yicun.coverage.calendar import ARRANGED_TO, FIRST_YEAR, Calendar
from yicun.model.errors import CannotRun
from yicun.pipeline import Run, check_rulebook
from yicun.report.sheet import Fonts
from yicun.workspace import Workspace

if TYPE_CHECKING:
    from yicun.rulebook.schema import Rulebook

Line = tuple[bool, str]
# What Windows calls the faces where it does not speak Chinese.
_CHINESE = {
    "FZXiaoBiaoSong-B05S": "方正小标宋简体", "FZXiaoBiaoSong-B05": "方正小标宋_GBK", "STZhongsong": "华文中宋",
    "SimSun": "宋体", "FangSong_GB2312": "仿宋_GB2312", "FangSong": "仿宋", "FZFangSong-Z02": "方正仿宋_GBK",
    "SimHei": "黑体", "FZShuSong-Z01": "方正书宋_GBK",
}  # fmt: skip
_FONT_COST = "名单、通知、通报和报表在本机打开、打印时换成别的字体，不合公文格式，行数和分页会变；内容不受影响"
_YEAR_COST = (
    "coverage、remind 和网页中“还有几个工作日”“每个工作日完成几村”和推算的完成日可能差几天；"
    "期限、还有几天、缺口、各村状态和补贴不按工作日算，不受影响"
)


def diagnose(run: Run) -> Iterator[Line]:
    """Lines of what was found, each with whether it is as it should be."""
    system = f"{platform.system()} {platform.machine()}"
    way = "，免安装版" if Path(sys.prefix, "免安装版").exists() else ""
    yield True, f"yicun {__version__}，Python {platform.python_version()}，{system}{way}"
    yield True, f"编码：终端 {sys.stdout.encoding}，系统 {locale.getpreferredencoding()}"
    yield from _workspace(run)
    rulebook, line = _rulebook(run)
    yield line
    yield from _libraries()
    yield from _fonts(installed_fonts())
    ends = run.deadline or (rulebook and rulebook.main_deadline and rulebook.main_deadline.on) or run.as_of
    yield from _calendar(Calendar(*run.workspace.own_days), *sorted((run.as_of, ends)))


def _workspace(run: Run) -> Iterator[Line]:
    place = run.workspace
    if not place.found:
        yield False, "没有找到 yicun.toml；可用 yicun init 新建工作区"
    else:
        yield True, f"工作区：{place.area or '（未写 area）'}，期限 {run.deadline or '按规则'}，基准日 {run.as_of}"
        yield _register(place)
        yield from (
            (path.is_file(), f"{what}：{_named(place, path)}" + ("" if path.is_file() else "（找不到）"))
            for what, path in (("台账", place.ledger), ("批准事项", place.waivers))
            if path is not None
        )
        yield _submitted(place)
        yield _made(place)


def _register(place: Workspace) -> Line:
    if place.villages is None:
        return False, "底册：yicun.toml 没有写 villages"
    found = place.villages.is_file()
    return found, f"底册：{_named(place, place.villages)}" + ("" if found else "（找不到）")


def _submitted(place: Workspace) -> Line:
    """How many files of each kind; their names may be people's."""
    kinds = Counter(path.suffix.lower() or "无扩展名" for path in place.submitted())
    text = "、".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    return bool(kinds), f"报送：{kinds.total()} 个文件" + (
        f"（{text}）" if text else "；请放入 yicun.toml 的 submissions 所指处"
    )


def _made(place: Workspace) -> Line:
    from yicun.disk.deliver import made

    try:
        return True, f"成品：本工具写出的有 {len(made(place.made))} 个文件"
    except CannotRun:
        return False, f"成品：登记文件 {place.made.name} 已损坏；请删除它"


def _rulebook(run: Run) -> "tuple[Rulebook | None, Line]":
    try:
        rulebook, result = check_rulebook(run)
    except CannotRun:
        return None, (False, f"规则：找不到 {Path(run.rulebook or run.workspace.rulebook).name}")
    faults = len(result.findings)
    if rulebook is None or faults:
        return rulebook, (False, f"规则：有 {faults} 处问题；请用 yicun rules check 查看")
    return rulebook, (True, f"规则：{rulebook.id.id}（sha256 {rulebook.id.sha256[:12]}），写法无误，基准日在有效期内")


def _named(place: Workspace, path: Path) -> str:
    return place.shown(path) if path.is_relative_to(place.root) else f"工作区以外的 {path.name}"


def _libraries() -> Iterator[Line]:
    try:
        needed = requires("yicun") or []
    except PackageNotFoundError:
        yield False, "各库：yicun 没有装成软件包，无从核对"
        return
    for requirement in needed:
        name = requirement.split(">", 1)[0].split("[", 1)[0].split(";", 1)[0].strip()
        try:
            yield True, f"{name} {version(name)}"
        except PackageNotFoundError:
            yield False, f"缺少 {name}"


def installed_fonts() -> frozenset[str] | None:
    """The faces of this machine; None where it cannot list them."""
    if sys.platform == "win32":
        return _by_chinese_names(faces_of_registry(_registered()))
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    listed = subprocess.run([lister, ":", "family"], capture_output=True, check=False).stdout.decode("utf-8", "replace")  # noqa: S603
    return _by_chinese_names({face.strip() for line in listed.splitlines() for face in line.split(",")})


def _registered() -> Iterator[str]:
    if sys.platform != "win32":
        return
    import winreg

    for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
        try:
            with winreg.OpenKey(root, r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts") as key:
                yield from (winreg.EnumValue(key, place)[0] for place in range(winreg.QueryInfoKey(key)[1]))
        except OSError:  # nobody installed any there
            continue


def faces_of_registry(entries: Iterable[str]) -> set[str]:
    """The faces that Windows lists as `SimSun & NSimSun (TrueType)`."""
    return {face.strip() for entry in entries for face in entry.rsplit(" (", 1)[0].split("&")}


def _by_chinese_names(faces: set[str]) -> frozenset[str]:
    return frozenset(_CHINESE.get(face, face) for face in faces)


def _fonts(families: Collection[str] | None) -> Iterator[Line]:
    """Which faces of the documents there are; for what is lacking what it costs, and what to install."""
    if families is None:
        yield True, "公文字体：本机无法列出，请在 WPS 或 Excel 中看成品"
        yield True, f"　　缺小标宋、仿宋或黑体时，{_FONT_COST}"
        return
    faces = Fonts()
    roles = {"标题": faces.title, "正文": faces.body, "小标题和表头": faces.label, "姓名和村名": faces.names}
    there = dict.fromkeys(face for role in roles.values() for face in role if face in families)
    yield True, f"公文字体：{'、'.join(there) or '一种也没有'}"
    lacks = [f"{wanted[0]}（{role}）" for role, wanted in roles.items() if not there.keys() & {*wanted}]
    if lacks:
        yield True, f"　　缺 {'、'.join(lacks)}，也没有可代替的：{_FONT_COST}"
        yield True, "　　请装上这几种字体（WPS、方正字库有），或到装有它们的电脑上打印"


def _calendar(calendar: Calendar, first: date, last: date) -> Iterator[Line]:
    """Whether the holidays of the days that are counted are known, and what it costs where they are not."""
    known = f"节假日安排：已收录 {FIRST_YEAR}–{ARRANGED_TO.year} 年（到 {ARRANGED_TO} 止）"
    unknown = "、".join(map(str, calendar.unknown_years(first, last)))
    if not unknown:
        note = calendar.note(first, last)
        yield True, f"{known}；{note}" if note else known
        return
    yield False, f"{known}；{unknown} 年未收录，工作日仅按周末计算"
    yield True, f"　　{_YEAR_COST}"
    example = f"holidays = [{last.year}-01-01]、workdays = [{last.year}-02-07]"
    yield True, f"　　放假通知公布后，请在 yicun.toml 写明，如 {example}"
