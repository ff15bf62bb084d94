"""What ``workbook.file.safe_write`` promises of the bytes on disk.

SW1  A new file is written without a backup; an old one is replaced and its bytes go to `<stem>.备份-<date><suffix>`.
SW2  If the file holds the bytes already, nothing is written and no backup is made.
SW3  A backup is never overwritten: the next gets -2, -3 …; today's newest one is used again if it holds the same bytes.
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
from datetime import date
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
TODAY = date(2020, 9, 30)

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
        save(path, NEW, today=TODAY, **options)
    assert caught.value.code == code
    assert _files(path.parent) == before
    return caught.value


# SW1


def test_new_file__ok(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    assert save(path, NEW, today=TODAY) is None
    assert _files(tmp_path) == {"b.xlsx": NEW}


def test_old_file__ok(book: Path) -> None:
    made = save(book, NEW, today=TODAY)
    assert made == book.parent / "清单 a.备份-2020-09-30.xlsx"
    assert _files(book.parent) == {book.name: NEW, made.name: OLD}


def test_backup_of_the_real_day__ok(book: Path) -> None:
    before = date.today()
    made = save(book, NEW)
    assert made is not None
    assert made.stem.removeprefix("清单 a.备份-") in {before.isoformat(), date.today().isoformat()}


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
    assert save(book, OLD, today=TODAY) is None
    assert set(_files(book.parent)) == {book.name, f"~${book.name}"}
    assert (book.stat().st_ino, book.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


# SW3


def test_backups_are_numbered__ok(book: Path) -> None:
    names = [save(book, text, today=TODAY) for text in (b"1", b"2", b"3")]
    assert [path.name for path in names if path] == [
        "清单 a.备份-2020-09-30.xlsx",
        "清单 a.备份-2020-09-30-2.xlsx",
        "清单 a.备份-2020-09-30-3.xlsx",
    ]
    assert [path.read_bytes() for path in names if path] == [OLD, b"1", b"2"]


def test_newest_backup_has_these_bytes__ok(book: Path) -> None:
    first = save(book, NEW, today=TODAY)
    book.write_bytes(OLD)
    assert save(book, b"third", today=TODAY) == first
    assert set(_files(book.parent)) == {book.name, "清单 a.备份-2020-09-30.xlsx"}


def test_earlier_backup_but_not_the_newest__ok(book: Path) -> None:
    for text in (NEW, OLD, NEW):
        last = save(book, text, today=TODAY)
    assert last is not None
    assert (last.name, last.read_bytes()) == ("清单 a.备份-2020-09-30-3.xlsx", OLD)


@posix_only
@pytest.mark.parametrize("hard_links", [True, False])
def test_name_is_taken_by_a_dead_link__ok(
    book: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    taken = book.with_name("清单 a.备份-2020-09-30.xlsx")
    taken.symlink_to("nowhere")
    if not hard_links:
        monkeypatch.setattr(safe_write, "os", CountedOs(link=no_hard_links))
    made = save(book, NEW, today=TODAY)
    assert made == book.with_name("清单 a.备份-2020-09-30-2.xlsx")
    assert taken.is_symlink()


@pytest.mark.parametrize("system", ["posix", "nt"])
def test_name_is_taken_in_the_last_moment__ok(
    book: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    def late(source: Path, place: Path) -> None:
        if place.name.endswith("-30.xlsx"):
            place.write_bytes(EARLIER)
        if place.exists():
            raise FileExistsError(errno.EEXIST, "exists", place)
        shutil.move(source, place)

    monkeypatch.setattr(
        safe_write,
        "os",
        CountedOs(name="nt", rename=late) if system == "nt" else CountedOs(name="posix", link=late),
    )
    made = save(book, NEW, today=TODAY)
    assert made == book.with_name("清单 a.备份-2020-09-30-2.xlsx")
    assert _files(book.parent) == {
        book.name: NEW,
        "清单 a.备份-2020-09-30.xlsx": EARLIER,
        "清单 a.备份-2020-09-30-2.xlsx": OLD,
    }


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
    save(book, NEW, today=TODAY)
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
    made = save(link, NEW, today=TODAY)
    assert made == book.with_name("清单 a.备份-2020-09-30.xlsx")
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
    made = save(book, NEW, today=TODAY)
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
    assert save(book, NEW, today=TODAY, expected=OLD) is not None


def test_changed_since_read__error(book: Path) -> None:
    _refused("changed_meanwhile", book, expected=b"what the caller read")


def test_removed_since_read__error(tmp_path: Path) -> None:
    _refused("changed_meanwhile", tmp_path / "b.xlsx", expected=OLD)


def test_changed_during_the_save__error(book: Path) -> None:
    def colleague(old: bytes, new: bytes) -> None:
        book.write_bytes(b"a colleague's hour of work")

    with pytest.raises(Stop) as caught:
        save(book, NEW, today=TODAY, check=colleague)
    assert caught.value.code == "changed_meanwhile"
    assert book.read_bytes() == b"a colleague's hour of work"


# SW10, SW11: a morning's backup is there, so the backup under test is number 2

BACKUP = "清单 a.备份-2020-09-30{}.xlsx"
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
}


@pytest.fixture
def morning(book: Path) -> Path:
    book.with_name(BACKUP.format("")).write_bytes(EARLIER)
    return book


def _whole(book: Path) -> tuple[bytes, list[str]]:
    """The workbook's bytes and the temporary files; all else in the folder must be whole."""
    files = _files(book.parent)
    content = files.pop(book.name)
    assert files.pop(BACKUP.format("")) == EARLIER
    assert files.pop(BACKUP.format("-2"), OLD) == OLD
    assert all(name.startswith(".duban-") for name in files)
    return content, list(files)


def _start_again(book: Path) -> None:
    for path in book.parent.iterdir():
        if path.name != BACKUP.format(""):
            path.unlink()
    book.write_bytes(OLD)


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
            save(morning, NEW, today=TODAY)
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
        done = subprocess.run([*command, TODAY.isoformat(), str(hard_links)], check=False)
        content, temporary = _whole(morning)
        assert content in (OLD, NEW)
        outcomes.append(content)
        if done.returncode == 0:
            break
        assert done.returncode == 9
        save(morning, NEW + b" again", today=TODAY)
        assert morning.read_bytes() == NEW + b" again"
        _start_again(morning)
    assert done.returncode == 0, "the loop ended with a run that met no fault"
    assert (content, temporary) == (NEW, [])
    assert morning.with_name(BACKUP.format("-2")).read_bytes() == OLD
    # old up to the replacement, new from there on, and nothing in between
    assert outcomes == sorted(outcomes, key=[OLD, NEW].index)
    assert outcomes.count(OLD) > 30

    # the process that lived counted the same calls as one in which nothing is made to fail
    _start_again(morning)
    counted = CountedOs(**({} if hard_links else {"link": no_hard_links}))
    monkeypatch.setattr(safe_write, "os", counted)
    save(morning, NEW, today=TODAY)
    assert len(outcomes) == len(counted.calls) + 1


# SW12


@posix_only
def test_order_of_forcing__ok(morning: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = CountedOs()
    monkeypatch.setattr(safe_write, "os", counted)
    save(morning, NEW, today=TODAY)
    steps = [call for call in counted.calls if call in ("write", "fsync", "link", "replace")]
    runs = [step for step, before in zip(steps, ["", *steps], strict=False) if step != before]
    assert runs == ["write", "fsync", "write", "fsync", "link", "fsync", "replace", "fsync"]


# SW13


@posix_only
@pytest.mark.parametrize("letters", [80, 83])
def test_long_name__ok(tmp_path: Path, letters: int) -> None:
    path = tmp_path / ("清" * (letters - 2) + ".xlsx")
    path.write_bytes(OLD)
    made = save(path, NEW, today=TODAY)
    assert made is not None
    assert made.name.endswith("清.备份-2020-09-30.xlsx")
    assert (path.read_bytes(), made.read_bytes()) == (NEW, OLD)


# SW14


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> list[Written]:
    """The record of this test alone."""
    record: list[Written] = []
    monkeypatch.setattr(safe_write, "WRITTEN", record)
    return record


def test_what_is_saved_is_on_record__ok(book: Path, record: list[Written]) -> None:
    made = save(book, NEW, today=TODAY)
    save(book, NEW, today=TODAY)
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
            save(morning, NEW, today=TODAY)
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
    save(book, NEW, today=TODAY)
    assert set(book.parent.glob("*.tmp")) == {mine[2], *others}
