"""Putting bytes on disk so that nothing of the user's is ever lost.

At any moment, even when the machine dies, the workbook on disk is whole: the old one or the new one.
A backup is whole or absent, and never takes the place of an earlier one; the first stays for good, and of the others the
newest. What was saved stands in ``WRITTEN``: nobody has to guess it when something fails later.
All access to the disk goes through ``os``, so that tests can make each single call fail.
"""

# pathlib would hide the single calls of os that the tests count and break
# ruff: noqa: PTH101, PTH104, PTH105, PTH103, PTH108, PTH116, PTH208

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import NamedTuple

from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends
NAME_BYTES = 255  # the longest file name that common file systems take
NO_HARD_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EACCES}
_LONGEST_SIGN = 4  # bytes of one character
LEFT_OVER = 24 * 3600
"""Seconds after which a temporary file is nobody's any more: a save takes seconds."""

EDITED = timedelta(hours=1)
"""Time between that in a backup's name and its last change, from which on somebody works in it."""
EDITED_DAY = timedelta(days=2)
"""The same where the name has only a day."""

_TEMPORARY = re.compile(r"\.duban-[0-9a-f]{16}\.tmp")
_BACKUP = ".备份-"
_WHEN = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d{6}))?(?:-([2-9]|[1-9]\d+))?", re.ASCII)
"""The day, the time, which earlier versions did not write, and the number among those of one time."""


class Written(NamedTuple):
    """A file that was put in its place, as its caller named it, and the backup of what was there before."""

    path: Path
    backup: Path | None = None


WRITTEN: list[Written] = []
"""Every file that this process has put in its place, in order."""


def save(
    path: Path,
    data: bytes,
    *,
    backup: bool = True,
    now: datetime | None = None,
    keep: int | None = None,
    check: Callable[[bytes, bytes], None] | None = None,
    expected: bytes | None = None,
) -> Path | None:
    """Make ``data`` the content of ``path``; return the backup that holds the bytes before, if there is one.

    A file that holds ``data`` already is left alone, whoever has it open. A link is followed.
    ``expected`` are the bytes that the caller read: if the disk holds others now, someone else saved.
    ``check(old, new)`` may raise to refuse; ``old`` is empty for a new file. It runs before anything is written.
    ``keep`` is how many of the newest backups are to stay beside the first; without it all do.

    Raises Stop: open_elsewhere, held, read_only, folder_read_only, changed_meanwhile, file_missing (the folder),
    no_room; the file on disk is then as it was. Only ``maybe_saved`` leaves that open: the disk failed while
    the file was replaced, and cannot be asked.
    """
    try:
        target = Path(os.path.realpath(path))
        old = _read(target)
        if old == data:
            return None
        if expected is not None and old != expected:
            raise Stop("changed_meanwhile", path=path)
        _refuse_if_open(path, target)
        rights = _refuse_if_read_only(path, target)
        if rights is not None:
            _refuse_if_held(path, target)
        if check is not None:
            check(old or b"", data)
        with _temporary(target, data, rights) as temporary:
            made = None
            if backup and old is not None:
                made = _back_up(target, old, rights, now or datetime.now())
            if _read(target) != old:
                raise Stop("changed_meanwhile", path=path)
            _replace(temporary, target, data, Written(path, made))
        _sync_folder(target.parent)
        remove_left_overs(target)
        if made is not None and keep is not None:
            _remove_old_backups(target, made, keep)
    except OSError as error:
        if os.name == "nt" and isinstance(error, PermissionError):
            raise Stop("held", path=path) from error
        raise Stop("no_room", path=path, why=error.strerror or error) from error
    return made


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where there is none. Raises Stop ``no_room``."""
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise Stop("no_room", path=folder, why=error.strerror or error) from error


def refuse_closed_folder(folder: Path) -> None:
    """Raise Stop where no file can be written into a folder that is there, or is to be made: ``no_folder``,
    ``folder_read_only``."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not there.is_dir():
        raise Stop("no_folder", path=folder, there=there)
    _refuse_if_read_only(there / "_", there / "_")


def temporary_beside(target: Path) -> Path:
    """A name for what is to become ``target``; ``remove_left_overs`` knows it again."""
    return target.with_name(f".duban-{os.urandom(8).hex()}.tmp")


def remove_left_overs(written: Path) -> None:
    """Remove temporary files of processes that died long ago. ``written`` was written just now: its time tells
    how old others in its folder are, whatever the clock of this machine says."""
    with suppress(OSError):
        now = os.stat(written).st_mtime
        for name in os.listdir(written.parent):
            left = written.with_name(name)
            if _TEMPORARY.fullmatch(name) and now - os.stat(left).st_mtime > LEFT_OVER:
                os.unlink(left)


def _replace(temporary: Path, target: Path, data: bytes, entry: Written) -> None:
    """Put the temporary file in its place and the entry on record.

    A disk may report an error, and a Ctrl-C may come, before it is done or after: the target tells which.
    Raises OSError where it is not done, Stop ``maybe_saved`` where the target cannot be read.
    """
    try:
        os.replace(temporary, target)
        WRITTEN.append(entry)
    except BaseException as error:
        if WRITTEN and WRITTEN[-1] is entry:
            raise
        try:
            done = _read(target) == data
        except OSError:
            there = Say("原来的内容在 {backup} 中。", "What was there before is in {backup}.")
            backup = there.format(backup=entry.backup) if entry.backup else Say("", "")
            raise Stop("maybe_saved", path=entry.path, why=error, backup=backup) from error
        if done:
            WRITTEN.append(entry)
        if not done or not isinstance(error, OSError):
            raise


def _read(path: Path) -> bytes | None:
    """The bytes of the file, None if there is none."""
    try:
        handle = os.open(path, os.O_RDONLY | BINARY)
    except FileNotFoundError:
        return None
    try:
        return b"".join(iter(lambda: os.read(handle, 1 << 20), b""))
    finally:
        os.close(handle)


def _refuse_if_open(path: Path, target: Path) -> None:
    """Excel, WPS and LibreOffice lay a lock file beside what they open, under the name it was opened by."""
    for place in dict.fromkeys((path, target)):
        for name, read_holder in (
            (f"~${place.name}", _holder_in_owner_file),
            (f".~{place.name}", _holder_in_owner_file),
            (f".~lock.{place.name}#", _holder_in_libreoffice_lock),
        ):
            lock = place.with_name(name)
            try:
                os.lstat(lock)
            except OSError as error:
                # a lock whose name would be too long was never made
                if error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
                    continue
                raise
            holder = ""
            with suppress(OSError):  # Excel may keep its own lock from being read
                holder = read_holder(_read(lock) or b"")
            shown = lock.name if lock.parent == path.parent else lock
            raise Stop("open_elsewhere", path=path, lock=shown, who=f" [{holder}]" if holder else "")


def _holder_in_owner_file(data: bytes) -> str:
    """Excel: the name's length in one byte and the name in the code page, from byte 55 the same in UTF-16."""
    if len(data) < 2:
        return ""
    length = int.from_bytes(data[55:57], "little")
    if 0 < length <= 54 and len(data) >= 57 + 2 * length:
        name = data[57 : 57 + 2 * length].decode("utf-16-le", "replace")
    else:
        name = data[1 : 1 + data[0]].decode("gbk", "replace")
    return _one_line(name)


def _holder_in_libreoffice_lock(data: bytes) -> str:
    """LibreOffice: ``name,account,machine,time,profile;`` with a backslash before a comma in a field."""
    text = data.decode("utf-8", "replace")
    fields = [re.sub(r"\\(.)", r"\1", field) for field in re.split(r"(?<!\\),", text)[:4]]
    name, account, machine, since = fields + [""] * (4 - len(fields))
    return _one_line(f"{name or account} {machine} {since}")


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _refuse_if_read_only(path: Path, target: Path) -> os.stat_result | None:
    """What the system says of the old file, None if it is new.

    The permission bits bind the administrator too: whoever took them away meant it.
    """
    try:
        folder = os.stat(target.parent)
    except FileNotFoundError:
        raise Stop("file_missing", path=target.parent) from None
    # on Windows the read-only bit of a folder says that the folder looks special, not that it is closed
    closed = os.name != "nt" and not folder.st_mode & 0o222
    if closed or not os.access(target.parent, os.W_OK | os.X_OK):
        raise Stop("folder_read_only", path=target.parent)
    try:
        old = os.stat(target)
    except FileNotFoundError:
        return None
    flagged = getattr(old, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_READONLY
    if flagged or not old.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise Stop("read_only", path=path)
    return old


def _refuse_if_held(path: Path, target: Path) -> None:
    """On Windows a program that has a file open may forbid that another takes its place.

    To give it the name that it has asks just that, and changes nothing.
    """
    if os.name == "nt":
        try:
            os.rename(target, target)
        except PermissionError as error:
            raise Stop("held", path=path) from error


@contextmanager
def _temporary(target: Path, data: bytes, like: os.stat_result | None) -> Iterator[Path]:
    """A hidden file beside ``target`` that holds ``data`` safely on the disk; gone when the block ends."""
    temporary = temporary_beside(target)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600 if like else 0o666)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        if like is not None:
            _take_over_rights(temporary, like)
        yield temporary
    finally:
        with suppress(OSError):  # it has become the target, or the disk is gone
            os.unlink(temporary)


def _take_over_rights(path: Path, like: os.stat_result) -> None:
    """Owner and group as far as the system lets us, then the mode bits, which a change of owner may clear."""
    if hasattr(os, "chown"):
        for owner in (like.st_uid, -1):  # only the administrator may give a file away, the group most can set
            with suppress(OSError):
                os.chown(path, owner, like.st_gid)
                break
    os.chmod(path, stat.S_IMODE(like.st_mode))


def _back_up(target: Path, old: bytes, like: os.stat_result | None, now: datetime) -> Path:
    """The backup of ``old``: the newest one if it holds just these bytes, else a new one."""
    first = 1
    with suppress(OSError):  # one that cannot be read is not used again
        there = _backups(target)
        if there and there[-1].when[:2] == (now.replace(microsecond=0), True):
            first = (
                there[-1].when[2] + 1
            )  # not a number whose file was removed: that of a later one is higher
        if there and _read(there[-1].place) == old:
            return there[-1].place
    for number in count(first):
        place = _backup_name(target, now, number)
        with _temporary(target, old, like) as temporary, suppress(FileExistsError):
            _move_to_free_name(temporary, place)
            _sync_folder(target.parent)
            return place
    raise AssertionError("count() does not end")


def _backup_name(target: Path, now: datetime, number: int) -> Path:
    tail = f"{_BACKUP}{now:%Y-%m-%d %H%M%S}{f'-{number}' if number > 1 else ''}{target.suffix}"
    stem = target.stem
    while len(os.fsencode(stem + tail)) > NAME_BYTES and len(stem) > 1:
        stem = stem[:-1]
    return target.with_name(stem + tail)


class _Backup(NamedTuple):
    """A backup that is there, and when it was made by its name: the time, whether the name has more than the day, the number
    among those of one time."""

    when: tuple[datetime, bool, int]
    place: Path
    there: os.stat_result


def _backups(target: Path) -> list[_Backup]:
    """The backups of this workbook and of no other, the oldest first. Raises OSError."""
    found = []
    for name in os.listdir(target.parent):
        when = _when(target, name)
        if when is not None:
            there = os.lstat(target.with_name(name))
            if stat.S_ISREG(there.st_mode):
                found.append(_Backup(when, target.with_name(name), there))
    return sorted(found, key=lambda each: each.when)


def _when(target: Path, name: str) -> tuple[datetime, bool, int] | None:
    """When a backup of this workbook was made by its name; ``None`` for any other file.

    Of one day those without a time come first, for they are of an earlier version.
    """
    head, tail = target.stem + _BACKUP, target.suffix
    told = _WHEN.fullmatch(name[len(head) : len(name) - len(tail)])
    if told is None or name != f"{head}{told[0]}{tail}":
        return None
    # what was cut to fit may be of a workbook whose name only begins as this one's
    if len(os.fsencode(name)) > NAME_BYTES - _LONGEST_SIGN:
        return None
    try:
        day = datetime.strptime(f"{told[1]} {told[2] or '000000'}", "%Y-%m-%d %H%M%S")
    except ValueError:
        return None
    return day, told[2] is not None, int(told[3] or 1)


def _remove_old_backups(target: Path, made: Path, keep: int) -> None:
    """Remove what is neither the first backup nor among the ``keep`` newest, and that nobody changed since or protected."""
    with suppress(OSError):
        for when, old, there in _backups(target)[1:-keep]:
            with suppress(OSError, OverflowError, ValueError):  # times may be of any year
                is_as_made = datetime.fromtimestamp(there.st_mtime) - when[0] < (
                    EDITED if when[1] else EDITED_DAY
                )
                if old != made and is_as_made and there.st_mode & 0o222:
                    os.unlink(old)


def _move_to_free_name(source: Path, place: Path) -> None:
    """Rename without ever replacing: FileExistsError if the name is taken."""
    if os.name == "nt":
        os.rename(source, place)  # refuses by itself there
        return
    try:
        os.link(source, place)
    except OSError as error:
        if error.errno not in NO_HARD_LINKS:
            raise
        # memory sticks and some network folders: looking first is all that can be done
        with suppress(FileNotFoundError):
            os.lstat(place)
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), place) from None
        os.rename(source, place)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; not every system can, and the files themselves are safe already."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
