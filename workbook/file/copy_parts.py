"""Parts of one package copied into another, with all that they relate to."""

from __future__ import annotations

from copy import deepcopy

from duban.workbook.file.open_xml import write_xml
from duban.workbook.file.parts import RELATIONSHIP, Parts
from duban.workbook.file.relationships import relative_target, rels_part


def copy_part(source: Parts, part: str, target: Parts) -> str:
    """Copy a part of ``source`` with all that it relates to into ``target`` under free names. Returns its name."""
    new = target.fresh_name(part)
    target.put(new, source.data(part), source.content_type(part))
    copy_rels(source, part, target, new)
    return new


def copy_rels(source: Parts, part: str, target: Parts, new: str) -> None:
    """Give ``new`` in ``target`` the relationships that ``part`` has in ``source``, and copy what they name."""
    home = source.find(rels_part(part))
    if home is None:
        return
    root = deepcopy(source.tree(home))
    for element, rel in zip(root.iter(RELATIONSHIP), source.rels(part), strict=True):
        if not rel.external:
            element.set("Target", relative_target(new, copy_part(source, rel.target, target)))
    target.put(rels_part(new), write_xml(root))
