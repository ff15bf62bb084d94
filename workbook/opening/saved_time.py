"""When a workbook was saved, by what stands inside the file: its name and the disk's own times change on every way."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

from duban.workbook.opening.archive import Archive
from duban.workbook.opening.first_look import Intake
from duban.workbook.say.stop import Stop

BEIJING = timezone(timedelta(hours=8))
AS_MADE = datetime(2020, 1, 1, 8)
"""The time that files of this program bear while nobody has saved them since (``file.new_sheets``)."""

_MODIFIED = re.compile(rb"<(?:\w+:)?modified\b[^>]*>\s*([^<]+?)\s*</")
_ODS_DATE = re.compile(rb"<dc:date>\s*([^<]+?)\s*</")
_FRACTION = re.compile(r"\.\d+")


def saved_time(intake: Intake) -> datetime | None:
    """The time at which the file was saved, to the second and in Beijing; ``None`` where it does not say so. That of a file
    as this program made it is ``AS_MADE``."""
    if intake.kind == "xls":
        return _of_old_file(intake.data)
    try:
        archive = (
            intake.archive if intake.kind == "xlsx" else Archive(intake.data, intake.path, intake.limits)
        )
        found = None
        for part, wanted in (("docProps/core.xml", _MODIFIED), ("meta.xml", _ODS_DATE)):
            name = archive.find(part)
            match = wanted.search(archive.read_xml(name)) if name is not None else None
            found = found or (match and match[1].decode("ascii", "replace"))
    except Stop:  # nothing that is read for its values
        return None
    return _moment(found) if found else None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(_FRACTION.sub("", text))
    except ValueError:
        return None
    return _in_beijing(found)


def _in_beijing(found: datetime) -> datetime | None:
    try:
        # a time without a zone is that of the office where it was saved
        found = found.astimezone(BEIJING).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None
    found = found.replace(microsecond=0)
    return None if found.year < 1990 else found


def _of_old_file(data: bytes) -> datetime | None:
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            told = file.get_metadata().last_saved_time
    except Exception:  # what a broken file raises there is not declared
        return None
    return _in_beijing(told.replace(tzinfo=UTC)) if isinstance(told, datetime) else None
