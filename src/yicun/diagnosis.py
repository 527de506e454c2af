"""What this machine and workspace offer, said without personal data: for `yicun doctor`."""

import locale
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib.metadata import PackageNotFoundError, requires, version

from yicun import __version__
from yicun.model.errors import CannotRun
from yicun.pipeline import Run, find_rulebook

Line = tuple[bool, str]
_FONTS = ("方正小标宋简体", "方正小标宋_GBK", "华文中宋", "宋体", "仿宋_GB2312", "仿宋", "方正仿宋_GBK", "黑体")


def diagnose(run: Run) -> Iterator[Line]:
    """Lines of what was found, each with whether it is as it should be."""
    yield True, f"yicun {__version__}，Python {platform.python_version()}，{platform.system()} {platform.machine()}"
    yield True, f"编码：终端 {sys.stdout.encoding}，系统 {locale.getpreferredencoding()}"
    yield from _workspace(run)
    yield from _libraries()
    yield from _fonts()
    yield _calendar(run.deadline or run.as_of)


def _workspace(run: Run) -> Iterator[Line]:
    place = run.workspace
    if not place.found:
        yield False, "没有找到 yicun.toml；可用 yicun init 新建工作区"
        return
    yield True, f"工作区：{place.area or '（未写 area）'}，期限 {place.deadline or '未定'}，基准日 {run.as_of}"
    if place.villages is None:
        yield False, "yicun.toml 没有写 villages（行政村底册）"
    else:
        yield (
            place.villages.is_file(),
            f"底册：{place.shown(place.villages)}" + ("" if place.villages.is_file() else "（找不到）"),
        )
    submitted = place.submitted()
    yield bool(submitted), f"报送：{len(submitted)} 个文件"
    try:
        yield True, f"规则：{place.shown(find_rulebook(place, run.rulebook))}"
    except CannotRun as error:
        yield False, str(error)


def _libraries() -> Iterator[Line]:
    for requirement in requires("yicun") or ():
        name = requirement.split(">", 1)[0].split("[", 1)[0].split(";", 1)[0].strip()
        try:
            yield True, f"{name} {version(name)}"
        except PackageNotFoundError:
            yield False, f"缺少 {name}"


def _fonts() -> Iterator[Line]:
    lister = shutil.which("fc-list")
    if lister is None:
        yield True, "字体：本机无法列出，请在 WPS 或 Excel 中看成品"
        return
    listed = subprocess.run([lister, ":", "family"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = [font for font in _FONTS if font in listed]
    yield True, f"公文字体：{'、'.join(found) or '一种也没有，打印前请换到装有方正小标宋、仿宋的电脑'}"


def _calendar(day: date) -> Line:
    from yicun.coverage.calendar import is_known

    known = is_known(day, day)
    return known, f"{day.year} 年节假日安排：{'已收录' if known else '未收录，工作日仅按周末计算'}"
