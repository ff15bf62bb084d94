"""Functions for cells in the words of LibreOffice's interfaces, which know no ``_``."""

from __future__ import annotations

import inspect
import re

from duban.workbook.addin.functions_vba import Face


def interface_name(face: Face) -> str:
    """``duban_light`` → ``dubanLight``."""
    return _joined(face.__name__)


def arguments_of(face: Face) -> list[str]:
    """The names of its arguments: ``as_of`` → ``asOf``."""
    return [_joined(name) for name in inspect.signature(face).parameters]


def _joined(name: str) -> str:
    return re.sub("_(.)", lambda found: found[1].upper(), name)
