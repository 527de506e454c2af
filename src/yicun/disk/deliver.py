"""How an output reaches the disk: whole or not at all, never over an input, never over somebody else's file.

What was made here is known by a record, a JSON map of path -> sha256 of what yicun put there. A file that still has
such a sha256 is ours and may be replaced or purged; any other is somebody's.
"""

import errno
import hashlib
import json
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from yicun.disk import written
from yicun.disk.lock import locked
from yicun.model.errors import CannotRun
from yicun.model.files import is_bad_name
from yicun.model.masks import mask_text

_UNFINISHED = ".yicun-*.tmp"
OPEN_ELSEWHERE = ("~${}", ".~{}", ".~lock.{}#")  # left by Excel, WPS and LibreOffice beside an open workbook
_TRIES, _PAUSE = 20, 0.05  # seconds
_WHY = {
    errno.ENOSPC: "磁盘已满。→ 请腾出空间后重试",
    errno.EDQUOT: "磁盘配额已满。→ 请腾出空间后重试",
    errno.EFBIG: "文件超过了这个磁盘允许的大小。→ 请换一个位置",
    errno.EACCES: "没有写入权限，或文件正被打开。→ 请关闭该文件，或换一个文件夹",
    errno.EPERM: "没有写入权限，或文件正被打开。→ 请关闭该文件，或换一个文件夹",
    errno.EROFS: "文件夹是只读的。→ 请换一个文件夹",
    errno.ENOTDIR: "上级路径不是文件夹。→ 请换一个位置",
    errno.EEXIST: "上级路径不是文件夹。→ 请换一个位置",
    errno.ENOENT: "找不到这个位置，或完整路径太长。→ 请检查盘符和文件夹，或缩短文件名",  # Windows tells no more
    errno.ENAMETOOLONG: "文件名太长。→ 请缩短文件名",
    errno.EINVAL: "文件名里有不能用的字符。→ 请换一个文件名",
    errno.ELOOP: "路径里的链接绕成了圈。→ 请换一个位置",
}


def deliver(
    target: Path,
    content: bytes,
    *,
    record: Path,
    force: bool = False,
    private: bool = False,
    inputs: Sequence[Path] = (),
) -> None:
    """Put `content` at `target`: into a hidden file beside it, flushed, then renamed over it.

    Killed at any moment it leaves the old file or the new one. Missing folders are made. `private`: mode 0600.
    Raises `CannotRun`, with nothing left behind, where the target is one of `inputs`, a folder or read-only; where it
    is a link, open elsewhere or another hand's file and not `force`; and where the disk does not take it.
    """
    with writing_errors(target), locked(record):
        target = _whole(target)
        _refuse(target, inputs)
        entries, key = _read(record), _key(target, record)
        if mask_text(key) != key:
            raise CannotRun(f"{_shown(target)} 的路径里有公民身份号码或电话号码。→ 请换一个文件名或文件夹")
        old = _sha256(target)
        kept = [old] if old in entries.get(key, ()) else []
        if os.path.lexists(target) and not force:
            _refuse_others(target, ours=bool(kept))
        new = hashlib.sha256(content).hexdigest()
        with _folders(target.parent), unfinished(beside(target, record), 0o600 if private else 0o666) as temporary:
            fill(temporary, content)
            _write(record, {**entries, key: list(dict.fromkeys([*kept, new]))})
            try:
                take_place(temporary, target)
            except (OSError, ValueError):
                _write(record, entries)
                raise
        written.files.append(target)
        flush_folder(target.parent)


def made(record: Path) -> tuple[Path, ...]:
    """The files that yicun made and nobody changed since, and what a killed run left unfinished beside them."""
    with writing_errors(record):
        files = {record.parent.resolve() / key: shas for key, shas in _read(record).items()}
        ours = [path for path, shas in files.items() if _sha256(path) in shas]
        folders = {path.parent for path in files} | {record.parent.resolve()}
        unfinished = [path for folder in folders for path in folder.glob(_UNFINISHED)]
        return tuple(sorted({*ours, *unfinished}))


def remove(record: Path, files: Iterable[Path]) -> tuple[Path, ...]:
    """Delete those of `files` that are still ours, and forget them; returns what was deleted.

    The record goes with its last entry. Raises `CannotRun` naming the first that could not be deleted; the others are.
    """
    with writing_errors(record), locked(record):
        entries, still = _read(record), {_key(path, record) for path in made(record)}
        gone, stuck = list[Path](), list[Path]()
        for path in files:
            if _key(path, record) not in still:
                continue
            try:
                path.unlink()
            except OSError:
                stuck.append(path)
            else:
                gone.append(path)
                entries.pop(_key(path, record), None)
        _write(record, entries)
    if stuck:
        raise CannotRun(f"{_shown(stuck[0])} 无法删除。→ 请关闭该文件后再运行一次 yicun purge")
    return tuple(gone)


def hand_over(record: Path, files: Iterable[Path]) -> None:
    """Forget `files`: from now on they are the workspace's own, never to be replaced or removed."""
    with writing_errors(record), locked(record):
        given = {_key(path, record) for path in files}
        _write(record, {key: shas for key, shas in _read(record).items() if key not in given})


def _refuse(target: Path, inputs: Sequence[Path]) -> None:
    """Targets that may never be written to, `force` or not."""
    if target.is_dir():
        raise CannotRun(f"{_shown(target)} 是一个文件夹。→ 请写出文件名")
    if not os.path.lexists(target):
        return
    if any(_same(target, source) for source in inputs):
        raise CannotRun(f"{_shown(target)} 是工作区读入的文件，不能被覆盖。→ 请换一个文件名")
    if target.is_symlink():
        return
    mode = target.stat().st_mode
    if not stat.S_ISREG(mode):
        raise CannotRun(f"{_shown(target)} 不是普通文件。→ 请换一个文件名")
    if not mode & 0o222:
        raise CannotRun(f"{_shown(target)} 是只读的。→ 请取消只读，或换一个文件名")


def _refuse_others(target: Path, *, ours: bool) -> None:
    """Targets that only `force` may replace; of a link, the link and never what it points to."""
    if target.is_symlink():
        raise CannotRun(f"{_shown(target)} 是一个链接。→ 请换一个文件名；确要替换这个链接，请加 --force")
    if any(target.with_name(lock.format(target.name)).exists() for lock in OPEN_ELSEWHERE):
        raise CannotRun(f"{_shown(target)} 正被打开。→ 请关闭后重试；确认没有打开，请加 --force")
    if not ours:
        raise CannotRun(
            f"{_shown(target)} 已存在，且不是 yicun 生成的（或生成后被改过）。→ 请换一个文件名，或加 --force"
        )


def _same(target: Path, source: Path) -> bool:
    try:
        return target == _whole(source) or target.samefile(source)
    except OSError:
        return False


@contextmanager
def _folders(folder: Path) -> Iterator[None]:
    """Make the folders that are missing; when what follows fails, they go again."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise


def beside(target: Path, record: Path) -> Path:
    """The unfinished file of a target. One name for a record, whose runs wait for each other: what a killed run left
    is replaced by the next.
    """
    owner = hashlib.sha256(os.fsencode(record.absolute())).hexdigest()[:12]
    return target.with_name(_UNFINISHED.replace("*", owner))


@contextmanager
def unfinished(path: Path, mode: int) -> Iterator[Path]:
    """A new empty file, gone afterwards unless it was renamed."""
    path.unlink(missing_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))
        yield path
    finally:
        path.unlink(missing_ok=True)


def fill(path: Path, content: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("r+b") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def take_place(temporary: Path, target: Path) -> None:
    """Rename a file over another. On Windows neither may be open, and scanners open what is new for a moment."""
    for _ in range(_TRIES if sys.platform == "win32" else 0):
        try:
            temporary.replace(target)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    temporary.replace(target)


def flush_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where folders can be flushed."""
    with suppress(OSError):  # Windows and some network disks cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(record: Path) -> dict[str, list[str]]:
    try:
        entries = json.loads(record.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        entries = None
    if not isinstance(entries, dict) or not all(isinstance(shas, list) for shas in entries.values()):
        raise CannotRun(f"{_shown(record)} 已损坏。→ 请删除它后重试；已有的输出文件将需要 --force 才能覆盖")
    return entries


def _write(record: Path, entries: Mapping[str, Sequence[str]]) -> None:
    """The record in the same safe way; without entries there is none."""
    with writing_errors(record):
        if not entries:
            record.unlink(missing_ok=True)
            return
        with unfinished(record.with_name(_UNFINISHED.replace("*", "made")), 0o666) as temporary:
            fill(temporary, (json.dumps(entries, indent=1, sort_keys=True) + "\n").encode())
            take_place(temporary, record)
        flush_folder(record.parent)


def _key(path: Path, record: Path) -> str:
    """A path as the record writes it: relative to its folder where it lies inside, else whole."""
    whole, root = _whole(path), record.parent.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()


def _whole(path: Path) -> Path:
    """A path from the root on, links in its folders followed, itself not."""
    return Path(os.path.realpath(path.parent)) / path.name  # `resolve` gives up on a link that leads to itself


def _sha256(path: Path) -> str:
    """The sha256 of a file; "" where there is none, or only a link to one."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """What the system refuses, in one line."""
    try:
        yield
    except OSError as error:
        why = _WHY.get(_number(error), "写入失败。→ 请换一个文件夹重试")
        _refuse_with(path, why)
    except ValueError:  # a path with a null character never reaches the system
        _refuse_with(path, _WHY[errno.EINVAL])


def _number(error: OSError) -> int:
    """Why it was refused. What only Windows has a number for (a stick that was pulled out) passes there as EINVAL."""
    alone = getattr(error, "winerror", None) is not None and error.errno == errno.EINVAL and not is_bad_name(error)
    return 0 if alone else error.errno or 0


def _refuse_with(path: Path, why: str) -> NoReturn:
    raise CannotRun(f"{_shown(path)} 无法写入：{why}") from None


def _shown(path: Path) -> str:
    """A path in a message: one line, no personal number."""
    return "".join(character if character.isprintable() else "\ufffd" for character in mask_text(str(path)))
