"""What this machine and workspace offer, said without personal data: for `yicun doctor`.

The output is made to be pasted into a report, so it names no file that was sent in and no folder outside the workspace.
"""

import locale
import platform
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import pairwise
from pathlib import Path

from yicun import __version__
from yicun.model.errors import CannotRun
from yicun.pipeline import Run, check_rulebook
from yicun.workspace import Workspace

Line = tuple[bool, str]
_YEARS = range(2004, 2100)  # holiday arrangements the calendar may know
_FONTS = ("方正小标宋简体", "方正小标宋_GBK", "华文中宋", "宋体", "仿宋_GB2312", "仿宋", "方正仿宋_GBK", "黑体")


def diagnose(run: Run) -> Iterator[Line]:
    """Lines of what was found, each with whether it is as it should be."""
    system = f"{platform.system()} {platform.machine()}"
    way = "，免安装版" if Path(sys.prefix, "免安装版").exists() else ""
    yield True, f"yicun {__version__}，Python {platform.python_version()}，{system}{way}"
    yield True, f"编码：终端 {sys.stdout.encoding}，系统 {locale.getpreferredencoding()}"
    yield from _workspace(run)
    yield from _libraries()
    yield from _fonts()
    yield _calendar(run.deadline or run.as_of, run.workspace)


def _workspace(run: Run) -> Iterator[Line]:
    place = run.workspace
    if not place.found:
        yield False, "没有找到 yicun.toml；可用 yicun init 新建工作区"
    else:
        yield True, f"工作区：{place.area or '（未写 area）'}，期限 {run.deadline or '按规则'}，基准日 {run.as_of}"
        yield _register(place)
        yield _submitted(place)
        yield _made(place)
    yield _rulebook(run)


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


def _rulebook(run: Run) -> Line:
    try:
        rulebook, result = check_rulebook(run)
    except CannotRun:
        return False, f"规则：找不到 {Path(run.rulebook or run.workspace.rulebook).name}"
    faults = len(result.findings)
    if rulebook is None or faults:
        return False, f"规则：有 {faults} 处问题；请用 yicun rules check 查看"
    return True, f"规则：{rulebook.id.id}（sha256 {rulebook.id.sha256[:12]}），写法无误，基准日在有效期内"


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


def _fonts() -> Iterator[Line]:
    lister = shutil.which("fc-list")
    if lister is None:
        yield True, "公文字体：本机无法列出，请在 WPS 或 Excel 中看成品"
        return
    listed = subprocess.run([lister, ":", "family"], capture_output=True, check=False).stdout.decode("utf-8", "replace")  # noqa: S603
    families = {family.strip() for line in listed.splitlines() for family in line.split(",")}
    found = [font for font in _FONTS if font in families]
    if found:
        yield True, f"公文字体：{'、'.join(found)}"
    else:
        cost = "成品的内容不受影响，只是在本机打开、打印时换成别的字体，行数和分页会变"
        yield True, f"公文字体：一种也没有；{cost}，请到装有方正小标宋、仿宋的电脑上打印"


def _calendar(day: date, place: Workspace) -> Line:
    """Whether the holidays of a day's year are known, and what it costs where they are not."""
    from yicun.coverage.calendar import NATIONAL, Calendar

    years = [year for year in _YEARS if NATIONAL.is_known(date(year, 1, 1), date(year, 1, 1))]
    known = Calendar(*place.own_days).is_known(day, day)
    text = f"{day.year} 年{'已收录' if day.year in years else '按 yicun.toml 的 holidays、workdays'}"
    if not known:
        cost = "剩余工作日和每个工作日需完成几村可能差几天，缺口和各村状态不受影响"
        text = f"{day.year} 年未收录，工作日仅按周末计算：{cost}；可在 yicun.toml 写明 holidays、workdays"
    return known, f"节假日安排：{_spans(years)} 年；{text}"


def _spans(years: list[int]) -> str:
    """`[2004, 2005, 2007]` -> `2004–2005、2007`."""
    starts = [year for before, year in pairwise([0, *years]) if year != before + 1]
    ends = [year for year, after in pairwise([*years, 0]) if after != year + 1]
    return "、".join(
        f"{first}–{last}" if first != last else str(first) for first, last in zip(starts, ends, strict=True)
    )
