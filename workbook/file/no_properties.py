"""A workbook without its document properties: who made it, with what, when."""

from __future__ import annotations

from duban.workbook.file.package import Package

_PROPERTIES = ("core-properties", "extended-properties", "custom-properties", "thumbnail")


def without_properties(data: bytes) -> bytes:
    """The workbook without the parts that tell of the document as a whole."""
    package = Package.read(data)
    for rel in package.rels(""):
        if any(rel.is_a(kind) for kind in _PROPERTIES):
            package.remove_rel("", rel.id, rel.type)
    package.keep(package.reach(""))
    return package.to_bytes()
