"""XML of a package: parsed so that it can do no harm, written, and its children put where the schema wants them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))


def main(tag: str) -> str:
    """The name of a SpreadsheetML element as lxml spells it."""
    return f"{{{MAIN}}}{tag}"


class HasDtd(ValueError):
    """A document type declaration, which no workbook needs and which can make a parser do anything."""


def parse_xml(data: bytes, part: str = "", recover: bool = False) -> Element:
    """The root of one XML part; ``recover`` reads what can be read of a broken one.

    Raises ValueError for broken XML, and its kind HasDtd.
    """
    try:
        root: Element = etree.fromstring(_without_dtd(data, part), _parser(recover=recover))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"broken XML in {part}: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise HasDtd(f"DTD in {part}")
    return root


def head_of(data: bytes, part: str = "", *, tag: str) -> Element:
    """The root of a part with all that stands before its first ``tag``; the whole part where there is none.

    Raises as ``parse_xml`` for what it has to read.
    """
    root = None
    events = etree.iterparse(
        BytesIO(_without_dtd(data, part)),
        events=("start",),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
    )
    try:
        for _, element in events:
            root = element if root is None else root
            if element.tag == tag:
                break
    except etree.XMLSyntaxError as error:
        raise ValueError(f"broken XML in {part}: {error}") from error
    assert root is not None, "a part without a root is broken"
    return root


def check_xml(data: bytes, part: str = "") -> None:
    """Refuse what ``parse_xml`` refuses, without a tree, which of a large sheet takes ten times its bytes."""
    try:
        etree.fromstring(_without_dtd(data, part), _parser(target=_Nothing()))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"broken XML in {part}: {error}") from error


def _without_dtd(data: bytes, part: str) -> bytes:
    if any(mark in data for mark in _DOCTYPES):
        raise HasDtd(f"DTD in {part}")
    return data


def _parser(**more: Any) -> etree.XMLParser:
    # not shared between calls: lxml parsers must not be used by two threads at once
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, **more)


class _Nothing:
    """What a parser makes that only checks."""

    def doctype(self, *_: object) -> None:
        """A part has none. Raises HasDtd."""
        raise HasDtd("DTD")

    def close(self) -> None:
        """Nothing is made."""


def write_xml(root: Element) -> bytes:
    """The bytes of an XML part."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def put_in_order(parent: Element, child: Element, order: Sequence[str]) -> None:
    """Put ``child`` under ``parent`` where the schema's ``order`` of local names wants it.

    It goes after the last child that may stand before it, so that elements that the order does not
    know (``mc:AlternateContent``) stay where they are.
    """
    rank = {name: place for place, name in enumerate(order)}
    own = rank[etree.QName(child).localname]
    before = None
    for element in parent.iterchildren(tag=etree.Element):
        if rank.get(etree.QName(element).localname, len(order)) <= own:
            before = element
    if before is None:
        parent.insert(0, child)
    else:
        before.addnext(child)
