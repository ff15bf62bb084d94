"""What a workbook carries along beside its cells: programs, and ways to other files."""

from __future__ import annotations

import re

from duban.workbook.opening.archive import Archive
from duban.workbook.opening.first_look import Intake

_PROGRAMS = re.compile(r"(?:^|/)(?:vbaproject\.bin|macrosheets/.*|basic/.*|scripts/.*)$")
_LINKS = re.compile(r"(?:^|/)externallinks/")
_NOTES = re.compile(r"(?:^|/)(?:comments[^/]*\.xml|comments/[^/]+|threadedcomments/[^/]+)$")
_OLD_PROGRAMS = ("_VBA_PROJECT_CUR", "VBA_PROJECT_CUR", "Macros")


def has_programs(intake: Intake) -> bool:
    """Whether macros are in the file."""
    if intake.kind == "xls":
        return any((name + "\0").encode("utf-16-le") in intake.data for name in _OLD_PROGRAMS)
    return any(_PROGRAMS.search(name) for name in _parts(intake))


def has_notes(intake: Intake) -> bool:
    """Whether somebody left notes at cells; of old formats nobody knows."""
    return intake.kind == "xlsx" and any(_NOTES.search(name) for name in _parts(intake))


def has_links(intake: Intake) -> bool:
    """Whether the file has links to other workbooks; of old formats nobody knows."""
    return intake.kind != "xls" and any(_LINKS.search(name) for name in _parts(intake))


def _parts(intake: Intake) -> tuple[str, ...]:
    archive = intake.archive if intake.kind == "xlsx" else Archive(intake.data, intake.path, intake.limits)
    return archive.keys
