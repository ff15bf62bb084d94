"""The two dialects of Open XML: the ordinary one, and Strict, which says the same under other namespaces.

Parts of a strict file are read in the ordinary dialect and written back in their own, so that nobody else
in the program need know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duban.workbook.say.stop import Stop

_ORDINARY = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_FAMILIES = ("spreadsheetml", "drawingml", "officeDocument")
ORDINARY_MAIN, STRICT_MAIN = f"{_ORDINARY}spreadsheetml/2006/main", f"{_STRICT}spreadsheetml/main"
"""The namespaces of workbooks and their sheets."""
_XML = (".xml", ".rels", ".vml")


@dataclass(frozen=True)
class Dialect:
    """How the names of one dialect are turned into those of the ordinary one, and back."""

    pairs: Sequence[tuple[bytes, bytes]] = ()
    """The beginning of a namespace here → in the ordinary dialect."""

    def read(self, part: str, data: bytes) -> bytes:
        """A part in the ordinary dialect."""
        if not part.lower().endswith(_XML):
            return data
        for own, ordinary in self.pairs:
            data = data.replace(own, ordinary)
        return data

    def write(self, part: str, data: bytes) -> bytes:
        """A part of the ordinary dialect in this one."""
        if not part.lower().endswith(_XML):
            return data
        for own, ordinary in self.pairs:
            data = data.replace(ordinary, own)
        return data


TRANSITIONAL = Dialect()
STRICT = Dialect(
    tuple((f"{_STRICT}{family}/".encode(), f"{_ORDINARY}{family}/2006/".encode()) for family in _FAMILIES)
)


def dialect_of(workbook: bytes, path: object = "") -> Dialect:
    """The dialect of a file, from its workbook part. Raises Stop ``strict_format`` where that is in the ordinary one and
    leads to its sheets in the other."""
    if STRICT.pairs[0][0] in workbook:
        return STRICT
    if STRICT.pairs[-1][0] in workbook:
        raise Stop("strict_format", path=path)
    return TRANSITIONAL


def check_pure(dialect: Dialect, path: str, part: str, data: bytes) -> None:
    """Raise Stop ``strict_format`` for a part that mixes both dialects: written back, it would not be the same."""
    if dialect.pairs and dialect.write(part, dialect.read(part, data)) != data:
        raise Stop("strict_format", path=path)
