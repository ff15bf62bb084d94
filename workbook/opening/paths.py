"""The workbooks that arguments name: files, folders and patterns."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from duban.workbook.opening.first_look import READABLE, WRITABLE
from duban.workbook.say.stop import Stop


def workbook_paths(names: Iterable[str]) -> list[Path]:
    """The workbooks that arguments name: files, folders (their workbooks) and patterns, in stable order.

    Raises ``Stop`` (``file_missing``) for a name that matches nothing.
    """
    found: dict[Path, None] = {}
    for name in names:
        matches = _matches(name, deep=False)
        if not matches:
            raise Stop("file_missing", path=name)
        found.update(dict.fromkeys(matches))
    return list(found)


def all_workbooks(names: Iterable[str]) -> list[str]:
    """The same for a batch: folders with all that is in them, and a name that matches nothing as it is, for
    the report to say so. A folder without workbooks gives nothing."""
    found: dict[str, None] = {}
    for name in names:
        matches = [str(path) for path in _matches(name, deep=True)]
        found.update(dict.fromkeys(matches or ([] if Path(name).is_dir() else [name])))
    return list(found)


def is_many(name: str) -> bool:
    """Whether an argument names a folder or a pattern, and no single file."""
    path = Path(name)
    return path.is_dir() or (any(mark in name for mark in "*?[") and not path.exists())


def one_name(path: Path) -> str:
    """One spelling for all names of a place: through links, without case, for common disks know none."""
    return unicodedata.normalize("NFC", os.path.realpath(path)).casefold()


def same_file(one: Path, other: Path) -> bool:
    """Whether two names lead to one file, also by a link of either kind; or would, were it there."""
    try:
        return one.samefile(other)
    except OSError:
        return one_name(one) == one_name(other)


def place_to_write(path: Path, out: Path | None) -> Path:
    """Where a command on the file ``path`` writes: there, or to ``out``.

    Raises Stop: ``is_folder``, ``old_format`` (a workbook that can only be read), ``other_format`` (``out`` ends in
    another suffix).
    """
    for each in (path, out or path):
        if each.is_dir():
            raise Stop("is_folder", path=each)
    if path.suffix.lower() in READABLE and path.suffix.lower() not in WRITABLE and path.exists():
        raise Stop("old_format", path=path)
    target = path if out is None or same_file(path, out) else out
    if target.suffix.lower() != path.suffix.lower():
        raise Stop("other_format", path=target, suffix=path.suffix)
    return target


def _matches(name: str, *, deep: bool) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        return sorted(p for p in (path.rglob("*") if deep else path.iterdir()) if _is_workbook(p))
    if is_many(name):
        return sorted(p for p in Path(path.anchor or ".").glob(_pattern(path)) if _is_workbook(p))
    return [path]


def _pattern(path: Path) -> str:
    return str(path.relative_to(path.anchor)) if path.anchor else str(path)


def _is_workbook(path: Path) -> bool:
    """Lock files, hidden files and backups are none."""
    return (
        path.suffix.lower() in READABLE
        and not path.name.startswith(("~$", ".~", "."))
        and ".备份-" not in path.name
        and path.is_file()
    )
