"""A workbook read for trial, in a process of its own, which must start fast: nothing of the figures is imported here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from duban.workbook.opening.archive import Limits
from duban.workbook.reading.grid import GridBook
from duban.workbook.reading.tables import read_tables
from duban.workbook.say.stop import Stop


def try_to_read(limits: Limits, path: str, tell: Callable[[Any], None]) -> None:
    """Read a workbook and keep nothing of it; why it cannot be read is said by the one who then reads it."""
    with suppress(Stop):
        read_tables(GridBook(Path(path), limits))
