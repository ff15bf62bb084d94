"""What ``workbook.file.safe_write`` promises of the bytes on disk.

SW1  A new file is written without a backup; an old one is replaced and its bytes go to
     `<stem>.备份-<date and time><suffix>`.
SW2  If the file holds the bytes already, nothing is written and no backup is made.
SW3  A backup is never overwritten: the next of the same second gets -2, -3 …; the newest one is used again if it holds the
     same bytes.
SW4  A file that Excel, WPS or LibreOffice has open is refused, with the lock file and who holds it; the
     sentence says what to do with a stale lock.
SW5  A read-only file or folder is refused, for the administrator too.
SW6  A link is followed: its target is replaced, the link stays, and locks are looked for at both places.
SW7  The mode bits of the old file are kept, by the backup too.
SW8  ``check`` sees old and new bytes before anything is written and may refuse.
SW9  Bytes that someone else wrote since the caller read, or during the save, are never overwritten.
SW10 If any single call to the system fails, or all from one on, the workbook is byte for byte the old one
     (Stop) or the new one (no Stop), every backup is whole, and no temporary file stays behind. Only a disk
     that dies while the file is replaced leaves open which it is, and that is said.
SW11 The same if the process dies at any call, but a temporary file may stay; the next save then works.
SW12 Bytes are forced to the disk before a name points to them, and the name after.
SW13 A name at the limit of the file system's length can still be saved and backed up.
SW14 What was saved, and with which backup, is on record, wherever an error or a Ctrl-C comes: before a call
     to the system or after it.
SW16 With ``keep``, so many of the newest backups stay after a save, and the first for good, also those that an earlier version
     named by the day alone. The rest goes when the new file is safely in place, and a failure to remove is none to save.
SW17 No other file is ever removed: none of a workbook with a like name, none whose name may be cut from another's, none that
     somebody changed later or protected, nothing that is no file, and not the backup of this very save.
SW18 On Windows a file that another program holds is refused as such, before a backup is made.
SW15 Temporary files of processes that died are removed by a later save beside them, those of live ones never.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import counted_os
import pytest
from counted_os import CountedOs, no_hard_links

from duban.workbook.file import safe_write
from duban.workbook.file.safe_write import Written, save
from duban.workbook.say.stop import Stop

OLD = b"old workbook, 24 bytes.."
NEW = b"the new workbook, some more bytes"
EARLIER = b"what was there this morning"
NOW = datetime(2020, 9, 30, 18, 30, 5)

posix_only = pytest.mark.skipif(os.name == "nt", reason="mode bits and links as POSIX has them")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "清单 a.xlsx"
    path.write_bytes(OLD)
    return path


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _refused(code: str, path: Path, **options: Any) -> Stop:
    """Save NEW, expect a Stop with this code and a folder that is as it was."""
    before = _files(path.parent)
    with pytest.raises(Stop) as caught:
        save(path, NEW, now=NOW, **options)
    assert caught.value.code == code
    assert _files(path.parent) == before
    return caught.value


# SW1


def test_new_file__ok(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    assert save(path, NEW, now=NOW) is None
    assert _files(tmp_path) == {"b.xlsx": NEW}


def test_old_file__ok(book: Path) -> None:
    made = save(book, NEW, now=NOW)
    assert made == book.parent / "清单 a.备份-2020-09-30 183005.xlsx"
    assert _files(book.parent) == {book.name: NEW, made.name: OLD}


def test_backup_of_the_real_time__ok(book: Path) -> None:
    before = datetime.now().replace(microsecond=0)
    made = save(book, NEW)
    assert made is not None
    told = datetime.strptime(made.stem, "清单 a.备份-%Y-%m-%d %H%M%S")
    assert before <= told <= datetime.now()


def test_no_backup_wanted__ok(book: Path) -> None:
    assert save(book, NEW, backup=False) is None
    assert _files(book.parent) == {book.name: NEW}


def test_no_folder__error(tmp_path: Path) -> None:
    with pytest.raises(Stop) as caught:
        save(tmp_path / "none" / "b.xlsx", NEW)
    assert (caught.value.code, caught.value.facts["path"]) == ("file_missing", tmp_path / "none")


def test_folder_in_the_way__error(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").mkdir()
    with pytest.raises(Stop) as caught:
        save(tmp_path / "b.xlsx", NEW)
    assert caught.value.code == "no_room"


# SW2


def test_equal_bytes__ok(book: Path) -> None:
    (book.parent / f"~${book.name}").touch()
    before = book.stat()
    assert save(book, OLD, now=NOW) is None
    assert set(_files(book.parent)) == {book.name, f"~${book.name}"}
    assert (book.stat().st_ino, book.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


# SW3


def test_backups_are_numbered__ok(book: Path) -> None:
    names = [save(book, text, now=NOW) for text in (b"1", b"2", b"3")]
    assert [path.name for path in names if path] == [
        "清单 a.备份-2020-09-30 183005.xlsx",
        "清单 a.备份-2020-09-30 183005-2.xlsx",
        "清单 a.备份-2020-09-30 183005-3.xlsx",
    ]
    assert [path.read_bytes() for path in names if path] == [OLD, b"1", b"2"]


def test_newest_backup_has_these_bytes__ok(book: Path) -> None:
    first = save(book, NEW, now=NOW)
    book.write_bytes(OLD)
    assert save(book, b"third", now=NOW) == first
    assert set(_files(book.parent)) == {book.name, "清单 a.备份-2020-09-30 183005.xlsx"}


def test_earlier_backup_but_not_the_newest__ok(book: Path) -> None:
    for text in (NEW, OLD, NEW):
        last = save(book, text, now=NOW)
    assert last is not None
    assert (last.name, last.read_bytes()) == ("清单 a.备份-2020-09-30 183005-3.xlsx", OLD)


@posix_only
@pytest.mark.parametrize("hard_links", [True, False])
def test_name_is_taken_by_a_dead_link__ok(
    book: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    taken = book.with_name("清单 a.备份-2020-09-30 183005.xlsx")
    taken.symlink_to("nowhere")
    if not hard_links:
        monkeypatch.setattr(safe_write, "os", CountedOs(link=no_hard_links))
    made = save(book, NEW, now=NOW)
    assert made == book.with_name("清单 a.备份-2020-09-30 183005-2.xlsx")
    assert taken.is_symlink()


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_name_is_taken_in_the_last_moment__ok(
    book: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    def late(source: Path, place: Path) -> None:
        if place.name.endswith("183005.xlsx"):
            place.write_bytes(EARLIER)
        if place.exists() and place != source:
            raise FileExistsError(errno.EEXIST, "exists", place)
        shutil.move(source, place)

    monkeypatch.setattr(
        safe_write,
        "os",
        CountedOs(name="nt", rename=late) if system == "nt" else CountedOs(name="posix", link=late),
    )
    made = save(book, NEW, now=NOW)
    assert made == book.with_name("清单 a.备份-2020-09-30 183005-2.xlsx")
    assert _files(book.parent) == {
        book.name: NEW,
        "清单 a.备份-2020-09-30 183005.xlsx": EARLIER,
        "清单 a.备份-2020-09-30 183005-2.xlsx": OLD,
    }


@pytest.mark.parametrize("call", ["rename", "replace"])
def test_held_on_windows__error(call: str, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # SW18
    def held(source: Path, place: Path) -> None:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(safe_write, "os", CountedOs(name="nt", **{call: held}))
    with pytest.raises(Stop) as stop:
        save(book, NEW, backup=call == "rename")
    assert stop.value.code == "held"
    assert _files(book.parent) == {book.name: OLD}


# SW4


def _owner_file(ansi: bytes, wide: str) -> bytes:
    """Excel's owner file: 165 bytes, the name twice."""
    narrow = bytes([len(ansi)]) + ansi.ljust(54, b" ")
    return narrow + len(wide).to_bytes(2, "little") + wide.ljust(54).encode("utf-16-le")


LOCKS: dict[str, tuple[str, bytes, str]] = {
    "Excel": ("~${}", _owner_file("张三".encode("gbk"), "张三"), "张三"),
    "Excel, other code page": ("~${}", _owner_file(b"??", "邵  民"), "邵 民"),
    "Excel, narrow name only": ("~${}", _owner_file("张三".encode("gbk"), "")[:60], "张三"),
    "WPS": (".~{}", _owner_file(b"wps", "李四"), "李四"),
    "LibreOffice": (
        ".~lock.{}#",
        "王五,wang,PC-01,30.09.2020 10:00,file:///D:/wang/4;".encode(),
        "王五 PC-01 30.09.2020 10:00",
    ),
    "LibreOffice without a name": (
        ".~lock.{}#",
        rb",da\,wei,PC-01,30.09.2020 10:00,file:///4;",
        "da,wei PC-01 30.09.2020 10:00",
    ),
    "empty": ("~${}", b"", ""),
    "one byte": (".~{}", b"\x05", ""),
    "cut off": (".~lock.{}#", b"wang", "wang"),
    "no text at all": ("~${}", bytes(165), ""),
}


@pytest.mark.parametrize("lock", LOCKS)
def test_open_elsewhere__error(book: Path, lock: str) -> None:
    pattern, content, holder = LOCKS[lock]
    name = pattern.format(book.name)
    (book.parent / name).write_bytes(content)
    stop = _refused("open_elsewhere", book)
    assert stop.facts == {"path": book, "lock": name, "who": f" [{holder}]" if holder else ""}


def test_stale_lock_is_named_with_its_remedy__error(book: Path) -> None:
    """The lock is named where it is found and again where the sentence says to delete it."""
    (book.parent / f"~${book.name}").touch()
    stop = _refused("open_elsewhere", book)
    assert [stop.say.to(lang).count(f"~${book.name}") for lang in ("zh", "en")] == [2, 2]


def test_lock_cannot_be_read__error(book: Path) -> None:
    (book.parent / f"~${book.name}").mkdir()  # any reading fails
    with pytest.raises(Stop) as caught:
        save(book, NEW)
    assert (caught.value.code, caught.value.facts["who"]) == ("open_elsewhere", "")


def test_lock_of_another_workbook__ok(book: Path) -> None:
    (book.parent / "~$a.xlsx").touch()
    save(book, NEW, now=NOW)
    assert book.read_bytes() == NEW


# SW5


def test_read_only_file__error(book: Path) -> None:
    book.chmod(0o444)
    assert _refused("read_only", book).facts["path"] == book


def test_windows_read_only_attribute__error(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def windows_stat(path: Path) -> SimpleNamespace:
        flags = stat.FILE_ATTRIBUTE_READONLY if path == book else stat.FILE_ATTRIBUTE_DIRECTORY
        return SimpleNamespace(st_mode=path.stat().st_mode, st_file_attributes=flags)

    monkeypatch.setattr(safe_write, "os", CountedOs(stat=windows_stat))
    _refused("read_only", book)


@pytest.mark.parametrize("forbidden", ["file", "folder"])
def test_no_right_to_write__error(book: Path, monkeypatch: pytest.MonkeyPatch, forbidden: str) -> None:
    closed, code = (book, "read_only") if forbidden == "file" else (book.parent, "folder_read_only")
    monkeypatch.setattr(safe_write, "os", CountedOs(access=lambda path, _: path != closed))
    assert _refused(code, book).facts["path"] == closed


@posix_only
def test_read_only_folder__error(book: Path) -> None:
    book.parent.chmod(0o555)
    try:
        assert _refused("folder_read_only", book).facts["path"] == book.parent
    finally:
        book.parent.chmod(0o755)


# SW6


@posix_only
def test_link__ok(book: Path) -> None:
    desk = book.parent / "desk"
    desk.mkdir()
    link = desk / "link.xlsx"
    link.symlink_to(book)
    made = save(link, NEW, now=NOW)
    assert made == book.with_name("清单 a.备份-2020-09-30 183005.xlsx")
    assert link.is_symlink()
    assert book.read_bytes() == NEW
    assert [path.name for path in desk.iterdir()] == ["link.xlsx"]


@posix_only
@pytest.mark.parametrize("side", ["link", "target"])
def test_link_open_elsewhere__error(book: Path, side: str) -> None:
    desk = book.parent.parent / f"{book.parent.name}-desk"
    desk.mkdir()
    link = desk / "link.xlsx"
    link.symlink_to(book)
    lock = desk / "~$link.xlsx" if side == "link" else book.with_name(f".~lock.{book.name}#")
    lock.touch()
    stop = _refused("open_elsewhere", link)
    assert stop.facts["lock"] == ("~$link.xlsx" if side == "link" else lock)
    assert book.read_bytes() == OLD


# SW7


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o777])
def test_mode__ok(book: Path, mode: int) -> None:
    book.chmod(mode)
    made = save(book, NEW, now=NOW)
    assert made is not None
    assert [stat.S_IMODE(path.stat().st_mode) for path in (book, made)] == [mode, mode]


@posix_only
def test_mode_of_a_new_file__ok(tmp_path: Path) -> None:
    save(tmp_path / "b.xlsx", NEW)
    (tmp_path / "c.xlsx").write_bytes(NEW)
    assert (tmp_path / "b.xlsx").stat().st_mode == (tmp_path / "c.xlsx").stat().st_mode


@posix_only
def test_group_when_the_owner_cannot_be_kept__ok(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def chown(path: Path, owner: int, group: int) -> None:
        asked.append((owner, group))
        if owner != -1:
            raise PermissionError(errno.EPERM, "not the administrator")

    monkeypatch.setattr(safe_write, "os", CountedOs(chown=chown))
    save(book, NEW, backup=False)
    assert asked == [(book.stat().st_uid, book.stat().st_gid), (-1, book.stat().st_gid)]


# SW8


def test_check__ok(book: Path) -> None:
    seen = []
    save(book, NEW, check=lambda old, new: seen.append((old, new, book.read_bytes())))
    save(book.with_name("b.xlsx"), NEW, check=lambda old, new: seen.append((old, new, b"")))
    assert seen == [(OLD, NEW, OLD), (b"", NEW, b"")]


def test_check__error(book: Path) -> None:
    def check(old: bytes, new: bytes) -> None:
        raise Stop("package_check", path=book, why="a part is lost")

    _refused("package_check", book, check=check)


# SW9


def test_expected__ok(book: Path) -> None:
    assert save(book, NEW, now=NOW, expected=OLD) is not None


def test_changed_since_read__error(book: Path) -> None:
    _refused("changed_meanwhile", book, expected=b"what the caller read")


def test_removed_since_read__error(tmp_path: Path) -> None:
    _refused("changed_meanwhile", tmp_path / "b.xlsx", expected=OLD)


def test_changed_during_the_save__error(book: Path) -> None:
    def colleague(old: bytes, new: bytes) -> None:
        book.write_bytes(b"a colleague's hour of work")

    with pytest.raises(Stop) as caught:
        save(book, NEW, now=NOW, check=colleague)
    assert caught.value.code == "changed_meanwhile"
    assert book.read_bytes() == b"a colleague's hour of work"


# SW10, SW11, SW16: a backup of the same second is there, so the backup under test is number 2; of the others two are to go

BACKUP = "清单 a.备份-2020-09-30 183005{}.xlsx"
STEPS = {
    "open",
    "read",
    "close",
    "lstat",
    "stat",
    "access",
    "write",
    "fsync",
    "chmod",
    "link",
    "unlink",
    "replace",
    "listdir",
}


KEEP = 2
FIRST, STALE = (
    "清单 a.备份-2019-01-01.xlsx",
    ("清单 a.备份-2020-09-28.xlsx", "清单 a.备份-2020-09-29 070000.xlsx"),
)


def _made(path: Path, data: bytes, when: datetime) -> None:
    """A file as it was written at that time."""
    path.write_bytes(data)
    os.utime(path, (when.timestamp(), when.timestamp()))


@pytest.fixture
def morning(book: Path) -> Path:
    _start_again(book)
    return book


def _whole(book: Path) -> tuple[bytes, list[str]]:
    """The workbook's bytes and the temporary files; all else in the folder must be whole, and nothing is gone before the new
    workbook is there."""
    files = _files(book.parent)
    content = files.pop(book.name)
    assert files.pop(BACKUP.format("")) == EARLIER
    assert files.pop(BACKUP.format("-2"), OLD) == OLD
    assert files.pop(FIRST) == b"first"
    stale = [files.pop(name) for name in STALE if name in files]
    assert stale == [b"stale"] * len(stale)
    assert len(stale) == len(STALE) or content != OLD
    assert all(name.startswith(".duban-") for name in files)
    return content, list(files)


def _start_again(book: Path) -> None:
    for path in book.parent.iterdir():
        path.unlink()
    _made(book.with_name(FIRST), b"first", datetime(2019, 1, 1, 9))
    for name in STALE:
        _made(book.with_name(name), b"stale", datetime(2020, 9, 29, 7))
    _made(book.with_name(BACKUP.format("")), EARLIER, NOW)
    book.write_bytes(OLD)


def _is_tidy(book: Path) -> bool:
    """Whether what was to go is gone."""
    return not any(book.with_name(name).exists() for name in STALE)


def _fail() -> None:
    raise OSError(errno.EIO, "the disk is gone")


@pytest.mark.parametrize("hard_links", [True, False])
@pytest.mark.parametrize("lasting", [False, True])
def test_every_call_fails__error(
    morning: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool, hard_links: bool
) -> None:
    instead: dict[str, Callable[..., Any]] = {} if hard_links else {"link": no_hard_links}
    stopped = 0
    for at in range(1, 1000):
        counted = CountedOs(at, _fail, lasting=lasting, **instead)
        monkeypatch.setattr(safe_write, "os", counted)
        try:
            save(morning, NEW, now=NOW, keep=KEEP)
        except Stop as stop:
            stopped += 1
            unknown = lasting and counted.calls[at - 1] == "replace"
            assert stop.code == ("maybe_saved" if unknown else "no_room")
            expected = OLD
        else:
            expected = NEW
        content, temporary = _whole(morning)
        assert content == expected, f"call {at}, {counted.calls[at - 1 :]}"
        if len(counted.calls) < at:
            break
        # a temporary file stays only if its removal was what failed
        assert lasting or not temporary or counted.calls[at - 1] == "unlink"
        _start_again(morning)
    assert len(counted.calls) == at - 1, "the loop ended with a run that met no fault"
    assert _is_tidy(morning)
    assert morning.with_name(BACKUP.format("-2")).read_bytes() == OLD
    assert temporary == []
    assert stopped > 30
    assert set(counted.calls) >= STEPS


@pytest.mark.parametrize("hard_links", [True, False])
def test_process_dies_at_every_call__error(
    morning: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    outcomes = []
    for at in range(1, 1000):
        command = [sys.executable, counted_os.__file__, str(at), str(morning), NEW.decode()]
        done = subprocess.run([*command, NOW.isoformat(), str(KEEP), str(hard_links)], check=False)
        content, temporary = _whole(morning)
        assert content in (OLD, NEW)
        outcomes.append(content)
        if done.returncode == 0:
            break
        assert done.returncode == 9
        save(morning, NEW + b" again", now=NOW)
        assert morning.read_bytes() == NEW + b" again"
        _start_again(morning)
    assert done.returncode == 0, "the loop ended with a run that met no fault"
    assert (content, temporary) == (NEW, [])
    assert _is_tidy(morning)
    assert morning.with_name(BACKUP.format("-2")).read_bytes() == OLD
    # old up to the replacement, new from there on, and nothing in between
    assert outcomes == sorted(outcomes, key=[OLD, NEW].index)
    assert outcomes.count(OLD) > 30

    # the process that lived counted the same calls as one in which nothing is made to fail
    _start_again(morning)
    counted = CountedOs(**({} if hard_links else {"link": no_hard_links}))
    monkeypatch.setattr(safe_write, "os", counted)
    save(morning, NEW, now=NOW, keep=KEEP)
    assert len(outcomes) == len(counted.calls) + 1


# SW12


@posix_only
def test_order_of_forcing__ok(morning: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = CountedOs()
    monkeypatch.setattr(safe_write, "os", counted)
    save(morning, NEW, now=NOW, keep=KEEP)
    steps = [call for call in counted.calls if call in ("write", "fsync", "link", "replace")]
    runs = [step for step, before in zip(steps, ["", *steps], strict=False) if step != before]
    assert runs == ["write", "fsync", "write", "fsync", "link", "fsync", "replace", "fsync"]


# SW13


@posix_only
@pytest.mark.parametrize("letters", [80, 83])
def test_long_name__ok(tmp_path: Path, letters: int) -> None:
    path = tmp_path / ("清" * (letters - 2) + ".xlsx")
    path.write_bytes(OLD)
    made = save(path, NEW, now=NOW)
    assert made is not None
    assert made.name.endswith("清.备份-2020-09-30 183005.xlsx")
    assert (path.read_bytes(), made.read_bytes()) == (NEW, OLD)


# SW14


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> list[Written]:
    """The record of this test alone."""
    record: list[Written] = []
    monkeypatch.setattr(safe_write, "WRITTEN", record)
    return record


def test_what_is_saved_is_on_record__ok(book: Path, record: list[Written]) -> None:
    made = save(book, NEW, now=NOW)
    save(book, NEW, now=NOW)
    save(book.with_name("b.xlsx"), NEW)
    assert record == [Written(book, made), Written(book.with_name("b.xlsx"))]


def _interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("fault", [_fail, _interrupt])
def test_the_record_is_true_at_every_call__error(
    morning: Path,
    record: list[Written],
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[], None],
    late: bool,
) -> None:
    seen = set()
    for at in range(1, 1000):
        counted = CountedOs(at, fault, late=late)
        monkeypatch.setattr(safe_write, "os", counted)
        record.clear()
        try:
            save(morning, NEW, now=NOW, keep=KEEP)
            seen.add("saved")
        except (Stop, KeyboardInterrupt) as error:
            seen.add(f"{type(error).__name__} {bool(record)}")
            assert not (isinstance(error, Stop) and record)
        content, _ = _whole(morning)
        backup = morning.with_name(BACKUP.format("-2"))
        assert record == ([Written(morning, backup)] if content == NEW else [])
        if len(counted.calls) < at:
            break
        _start_again(morning)
    interrupted = {"KeyboardInterrupt False", "KeyboardInterrupt True", "saved"}
    assert seen == (interrupted if fault is _interrupt else {"Stop False", "saved"})


# SW15


def test_left_overs_go__ok(book: Path) -> None:
    mine = [book.with_name(f".duban-{number:016x}.tmp") for number in range(3)]
    others = [
        book.with_name(name) for name in (".duban-notes.tmp", ".other.tmp", "duban-0000000000000000.tmp")
    ]
    for path in (*mine, *others):
        path.write_bytes(b"half a file")
    old = time.time() - safe_write.LEFT_OVER - 60
    for path in (*mine[:2], *others):
        os.utime(path, (old, old))
    save(book, NEW, now=NOW)
    assert set(book.parent.glob("*.tmp")) == {mine[2], *others}


# SW16


def _saved(book: Path, count: int, keep: int | None, start: datetime) -> list[bytes]:
    """Save so many times, an hour apart; the bytes of all backups in the end, the oldest first."""
    for number in range(count):
        when = start + timedelta(hours=number)
        made = save(book, b"%d" % number, now=when, keep=keep)
        assert made is not None and made.exists()
        os.utime(made, (when.timestamp(), when.timestamp()))
    return [path.read_bytes() for path in sorted(book.parent.glob("*.备份-*"))]


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (None, [OLD, b"0", b"1", b"2", b"3", b"4"]),
        (10, [OLD, b"0", b"1", b"2", b"3", b"4"]),
        (5, [OLD, b"0", b"1", b"2", b"3", b"4"]),
        (3, [OLD, b"2", b"3", b"4"]),
        (1, [OLD, b"4"]),
    ],
)
def test_so_many_stay_and_the_first__ok(book: Path, keep: int | None, left: list[bytes]) -> None:
    assert _saved(book, 6, keep, NOW) == left
    assert book.read_bytes() == b"5"


def test_of_one_second__ok(book: Path) -> None:
    """A number whose file was removed is not given again, or the later one would count as the older."""
    made = []
    for number in range(12):
        made.append(save(book, b"%d" % number, now=NOW, keep=2))
        os.utime(made[-1] or book, (NOW.timestamp(), NOW.timestamp()))
    assert len({*made}) == len(made)
    assert [path for path in made if path and path.exists()] == [made[0], *made[-2:]]
    assert {path.read_bytes() for path in book.parent.glob("*.备份-*")} == {OLD, b"9", b"10"}


def test_those_of_an_earlier_version_count__ok(book: Path) -> None:
    """Named by the day alone, and by numbers: -10 is later than -9, and a time of that day later than all of them."""
    names = ["2020-09-30", *(f"2020-09-30-{number}" for number in range(2, 12))]
    for number, name in enumerate(names):
        _made(book.with_name(f"清单 a.备份-{name}.xlsx"), b"%d" % number, NOW)
    save(book, NEW, now=datetime(2020, 9, 30, 0, 0, 1), keep=4)
    left = {path.read_bytes() for path in book.parent.glob("*.备份-*")}
    assert left == {b"0", b"8", b"9", b"10", OLD}


def test_a_new_workbook_and_one_without_backup__ok(book: Path) -> None:
    """Nothing is removed where no backup is made."""
    for day in (1, 2, 3):
        _made(book.with_name(f"清单 a.备份-2020-09-0{day}.xlsx"), b"%d" % day, datetime(2020, 9, day))
    save(book, NEW, now=NOW, keep=1, backup=False)
    book.unlink()
    save(book, OLD, now=NOW, keep=1)
    assert len([*book.parent.glob("*.备份-*")]) == 3


def test_one_that_is_used_again_is_the_newest__ok(book: Path) -> None:
    assert _saved(book, 4, 2, NOW)[-1] == b"2"
    book.write_bytes(b"2")
    save(book, b"again", now=NOW + timedelta(days=1), keep=2)
    assert [path.read_bytes() for path in sorted(book.parent.glob("*.备份-*"))] == [OLD, b"1", b"2"]


# SW17

LIKE_NAMES = [
    "清单.备份-2020-09-01.xlsx",
    "清单 a2.备份-2020-09-01.xlsx",
    "清单 a.备份-2020.xlsx",
    "清单 a.备份-2020-09.xlsx",
    "清单 a.备份-2020-09-31 080000.xlsx",
    "清单 a.备份-2020-09-01 250000.xlsx",
    "清单 a.备份-0000-09-01.xlsx",
    "清单 a.备份-2020-09-01 0800.xlsx",
    "清单 a.备份-2020-09-01-1.xlsx",
    "清单 a.备份-2020-09-01-02.xlsx",
    "清单 a.备份-2020-09-01_080000.xlsx",
    "清单 a.备份-2020-09-01 080000 - 副本.xlsx",
    "清单 a.备份-2020-09-01 080000.xlsm",
    "清单 a.备份-2020-09-01 080000.XLSX",
    "清单 a.备份-2020-09-01 080000.备份-2020-09-02 080000.xlsx",
    "清单 A.备份-2020-09-01.xlsx",
    "清单 a.备份-２０２０-09-01.xlsx",
    "x清单 a.备份-2020-09-01.xlsx",
    "清单 a.备份-2020-09-01.xlsx.xlsx",
]


def test_files_with_like_names_stay__ok(book: Path) -> None:
    for name in LIKE_NAMES:
        _made(book.with_name(name), b"mine", datetime(2020, 9, 1, 8))
    before = {path.name for path in book.parent.iterdir()}
    assert len(_saved(book, 5, 1, NOW)) == 2 + len(LIKE_NAMES)
    assert before <= {path.name for path in book.parent.iterdir()}


def test_a_workbook_called_as_a_backup__ok(tmp_path: Path) -> None:
    """What is built in a backup has backups of its own, and they are told apart."""
    plain, odd = tmp_path / "清单.xlsx", tmp_path / "清单.备份-2020-09-30 070000.xlsx"
    plain.write_bytes(OLD)
    _made(odd, b"odd", datetime(2020, 9, 30, 7))
    _saved(odd, 4, 1, NOW)
    assert len([*tmp_path.glob("*070000.备份-*")]) == 2
    _saved(plain, 4, 1, NOW + timedelta(days=1))
    assert len([*tmp_path.glob("*070000.备份-*")]) == 2


@posix_only
def test_names_that_may_be_cut_from_anothers_stay__ok(tmp_path: Path) -> None:
    """Two workbooks whose names differ behind the place where they are cut."""
    one, other = (tmp_path / ("清" * 79 + sign + ".xlsx") for sign in "甲乙")
    for path in (one, other):
        path.write_bytes(OLD)
        _saved(path, 3, 1, NOW)
    made = [path for path in tmp_path.iterdir() if ".备份-" in path.name]
    assert len({path.name[:60] for path in made}) == 1
    assert len(made) >= 5
    short = tmp_path / ("清" * 74 + ".xlsx")
    tail = 255 - len(os.fsencode(short.stem + ".备份-2020-09-30 183005.xlsx"))
    assert 0 <= tail < 4
    short.write_bytes(OLD)
    _saved(short, 4, 1, NOW + timedelta(days=1))
    assert len([*tmp_path.glob("*.备份-*")]) == len(made) + 4


@posix_only
def test_what_is_no_file_stays__ok(book: Path) -> None:
    (folder := book.with_name("清单 a.备份-2018-01-01.xlsx")).mkdir()
    (link := book.with_name("清单 a.备份-2018-01-02.xlsx")).symlink_to(book)
    (dead := book.with_name("清单 a.备份-2018-01-03.xlsx")).symlink_to("nowhere")
    (late := book.with_name("清单 a.备份-2030-01-03.xlsx")).symlink_to(book)
    left = _saved_beside(book, folder, link, dead, late)
    assert left == [OLD, b"3"]
    assert folder.is_dir() and link.is_symlink() and dead.is_symlink() and late.is_symlink()


def _saved_beside(book: Path, *others: Path) -> list[bytes]:
    """As ``_saved``, of five saves, the two that stay; no first one is taken from among the others."""
    names = {path.name for path in others}
    for number in range(5):
        when = NOW + timedelta(hours=number)
        made = save(book, b"%d" % number, now=when, keep=1)
        assert made is not None and made not in others
        os.utime(made, (when.timestamp(), when.timestamp()))
    return [path.read_bytes() for path in sorted(book.parent.glob("*.备份-*")) if path.name not in names]


def test_what_somebody_works_in_stays__ok(book: Path) -> None:
    worked_in = book.with_name("清单 a.备份-2020-09-02 080000.xlsx")
    _made(book.with_name("清单 a.备份-2020-09-01 080000.xlsx"), b"first", datetime(2020, 9, 1, 8))
    _made(worked_in, b"a week of work", datetime(2020, 9, 9, 8))
    assert _saved(book, 5, 1, NOW) == [b"first", b"a week of work", b"3"]


@posix_only
def test_what_somebody_protected_stays__ok(book: Path) -> None:
    protected = book.with_name("清单 a.备份-2020-09-02 080000.xlsx")
    _made(book.with_name("清单 a.备份-2020-09-01 080000.xlsx"), b"first", datetime(2020, 9, 1, 8))
    _made(protected, b"signed", datetime(2020, 9, 2, 8))
    protected.chmod(0o444)
    assert _saved(book, 5, 1, NOW) == [b"first", b"signed", b"3"]


def test_the_clock_went_back__ok(book: Path) -> None:
    """A machine that lost its time: what it saves now bears an older time than all others, and stays all the same."""
    assert len(_saved(book, 4, 2, NOW)) == 3
    for number in range(3):
        made = save(book, b"later %d" % number, now=datetime(2009, 1, 1, 0, number), keep=2)
        assert made is not None and made.exists()


def test_times_of_any_year__ok(book: Path) -> None:
    for number, name in enumerate(("0001-01-01", "1601-01-01 000000", "9999-12-31 235959")):
        _made(book.with_name(f"清单 a.备份-{name}.xlsx"), b"%d" % number, datetime(2020, 1, 1))
    assert save(book, NEW, now=NOW, keep=1) is not None
    assert book.read_bytes() == NEW
