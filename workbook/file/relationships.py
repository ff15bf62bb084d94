"""Relationships between parts: what one is, where they are kept, how a target is spelled."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import quote


def rels_part(part: str) -> str:
    """The name of the part that holds the relationships of ``part`` (``""`` is the package itself)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relative_target(source: str, part: str) -> str:
    """How a relationship of ``source`` spells ``part``."""
    return quote(posixpath.relpath(part, posixpath.dirname(source) or "."), safe="/._-~()!$&'*+,;=@:")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship. ``target`` is a part name, or as written where ``external``."""

    id: str
    type: str
    target: str
    external: bool

    def is_a(self, kind: str) -> bool:
        """Whether its type ends in ``/kind``, in any case (transitional and strict types differ before that)."""
        return self.type.rsplit("/", 1)[-1].lower() == kind.lower()


def source_of(rels: str) -> str:
    """The part whose relationships a part holds."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
