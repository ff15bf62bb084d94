"""Mutations of the XML of one part, as a tree or as text; they know nothing of what the elements mean."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy

from lxml import etree
from lxml.etree import _Element as Element
from zip_draft import Draft, Nothing

IMPOSSIBLE = (
    "", " ", "-1", "0", "1", "2", "99999999999999999999", "4294967296", "2147483648", "65536", "abc", "1.5", "1e400",
    "1e9", "NaN", "INF", "true", "ZZZZ1", "A0", "A1", "A1:XFD1048576", "XFE1", "A1048577", "A1 B2", "B2:A1", "#REF!",
    "rId1", "rId99", "１", "一", "x" * 40_000, "_x000B_", "'", "&#10;", "A" * 300, "hidden", "n", "s",
)  # fmt: skip
"""Values that hardly any attribute may have."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = (
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def choose_part(draft: Draft, rng: random.Random) -> str:
    """An XML part; those that every command reads come up more often."""
    names = draft.names((".xml", ".rels", ".vml"))
    if not names:
        raise Nothing
    often = ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")  # fmt: skip
    return rng.choices(names, [4 if name in often else 1 for name in names])[0]


def _tree(draft: Draft, rng: random.Random) -> tuple[str, Element]:
    part = choose_part(draft, rng)
    try:
        return part, etree.fromstring(draft.entry(part).data, etree.XMLParser(huge_tree=True))
    except etree.XMLSyntaxError as error:  # an earlier mutation broke it
        raise Nothing from error


def _save(draft: Draft, part: str, root: Element) -> None:
    draft.put(part, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _element(root: Element, rng: random.Random) -> Element:
    """An element below the root, rare names as likely as frequent ones."""
    by_name: dict[str, list[Element]] = {}
    for element in root.iter(etree.Element):
        if element is not root:
            by_name.setdefault(element.tag, []).append(element)
    if not by_name:
        raise Nothing
    return rng.choice(by_name[rng.choice(sorted(by_name))])


def _said(element: Element) -> str:
    where = " ".join(f'{etree.QName(k).localname}="{v[:20]}"' for k, v in list(element.attrib.items())[:2])
    return f"<{etree.QName(element).localname} {where}>"


def _on_element(change: Callable[[Element, random.Random], str]) -> Callable[[Draft, random.Random], str]:
    def mutate(draft: Draft, rng: random.Random) -> str:
        part, root = _tree(draft, rng)
        element = _element(root, rng)
        said = _said(element)
        how = change(element, rng)
        _save(draft, part, root)
        return f"{part} {said}: {how}"

    return mutate


def _drop(element: Element, rng: random.Random) -> str:
    element.getparent().remove(element)
    return "dropped"


def _double(element: Element, rng: random.Random) -> str:
    times = rng.choice((1, 1, 1, 50))
    for _ in range(times):
        element.addnext(deepcopy(element))
    return f"doubled {times} times"


def _rename(element: Element, rng: random.Random) -> str:
    name = etree.QName(element)
    element.tag = rng.choice((f"{{{name.namespace}}}odd", f"{{urn:odd}}{name.localname}", name.localname))
    return f"renamed to {element.tag}"


def _move(element: Element, rng: random.Random) -> str:
    parent = element.getparent()
    children = list(parent)
    rng.shuffle(children)
    parent[:] = children
    return "shuffled among its siblings"


def _empty(element: Element, rng: random.Random) -> str:
    for child in list(element):
        element.remove(child)
    element.text = None
    return "emptied"


def _text(element: Element, rng: random.Random) -> str:
    odd = ("", " ", "abc", "-1", "1e400", "NaN", "99999999999999999999", "_x000B__x0007_", "\r\n", "=1+1", "𠮷", "\ufffe"[:0] + "\ufffd", "字" * 40_000)  # fmt: skip
    element.text = rng.choice(odd)
    return f"text {element.text[:24]!r}"


def _insert(element: Element, rng: random.Random) -> str:
    parent = element.getparent()
    at = parent.index(element) + rng.choice((0, 1))
    made = rng.choice(("comment", "instruction", "unknown", "unknown of main", "deep"))
    if made == "comment":
        parent.insert(at, etree.Comment(" odd "))
    elif made == "instruction":
        parent.insert(at, etree.ProcessingInstruction("odd", "x"))
    elif made == "deep":
        node = etree.Element("{urn:odd}a")
        parent.insert(at, node)
        for _ in range(rng.choice((20, 300))):
            node = etree.SubElement(node, "{urn:odd}a")
    else:
        parent.insert(
            at, etree.Element("{urn:odd}odd" if made == "unknown" else f"{{{MAIN}}}odd", {"a": "1"})
        )
    return f"{made} beside it"


def _alternate(element: Element, rng: random.Random) -> str:
    parent = element.getparent()
    at = parent.index(element)
    outer = etree.Element(f"{{{_MC}}}AlternateContent", nsmap={"mc": _MC, "x99": "urn:odd"})
    inner = etree.SubElement(outer, f"{{{_MC}}}{rng.choice(('Choice', 'Fallback'))}", {"Requires": "x99"})
    parent.insert(at, outer)
    inner.append(element)
    return "within mc:AlternateContent"


def attribute(draft: Draft, rng: random.Random) -> str:
    """An impossible value, or none; each kind of attribute of the part is as likely."""
    part, root = _tree(draft, rng)
    kinds: dict[tuple[str, str], list[Element]] = {}
    for element in root.iter(etree.Element):
        for name in element.attrib:
            kinds.setdefault((element.tag, name), []).append(element)
    if not kinds:
        raise Nothing
    tag, name = rng.choice(sorted(kinds))
    element = rng.choice(kinds[tag, name])
    said, local = _said(element), etree.QName(name).localname
    if rng.random() < 0.15:
        del element.attrib[name]
        how = f"{local} deleted"
    else:
        element.set(name, rng.choice(IMPOSSIBLE))
        how = f"{local}={element.get(name)[:24]!r}"
    _save(draft, part, root)
    return f"{part} {said}: {how}"


def extra_attribute(draft: Draft, rng: random.Random) -> str:
    part, root = _tree(draft, rng)
    element = _element(root, rng)
    said = _said(element)
    name = rng.choice(("{urn:odd}a", "{http://www.w3.org/XML/1998/namespace}space", "odd", "r", "t", "s", "ref", "id", f"{{{_MC}}}Ignorable"))  # fmt: skip
    element.set(name, rng.choice(("preserve", "x", *IMPOSSIBLE[:12])))
    _save(draft, part, root)
    return f"{part} {said}: {name}={element.get(name)[:24]!r} added"


def _on_text(
    change: Callable[[str, random.Random], tuple[str | bytes, str]],
) -> Callable[[Draft, random.Random], str]:
    def mutate(draft: Draft, rng: random.Random) -> str:
        part = choose_part(draft, rng)
        made, how = change(draft.text(part), rng)
        draft.put(part, made)
        return f"{part}: {how}"

    return mutate


def _body(text: str) -> str:
    return re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>\s*", "", text)


def _encoding(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    body = _body(text)
    name, codec, bom = rng.choice((
        ("UTF-8", "utf-8", b"\xef\xbb\xbf"), ("utf-8", "utf-8", b""), ("UTF8", "utf-8", b""), ("UTF-16", "utf-16-le", b"\xff\xfe"),
        ("UTF-16", "utf-16-be", b"\xfe\xff"), ("UTF-16", "utf-16-le", b""), ("GBK", "gbk", b""), ("gb18030", "gb18030", b""),
        ("ISO-8859-1", "utf-8", b""), ("UTF-32", "utf-32-le", b"\xff\xfe\0\0"), ("", "utf-8", b""), ("nonsense", "utf-8", b""),
    ))  # fmt: skip
    head = f'<?xml version="1.0" encoding="{name}"?>\n'
    return bom + (head + body).encode(codec, "replace"), f"encoding {name!r} written as {codec}, mark {bom!r}"


def _head(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    head = rng.choice(("", "\n", "<!-- first -->", '<?xml version="1.1"?>', "<?xml version='1.0' standalone='no'?>", "<?odd x?>", "\ufeff", "\ufeff\ufeff", " <?xml version='1.0'?>", "<?xml?>", "\0"))  # fmt: skip
    return head + _body(text), f"begins with {head!r}"


def _dtd(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    body = _body(text)
    declared = rng.choice((
        "<!DOCTYPE odd>", '<!DOCTYPE odd [<!ENTITY a "x">]>', '<!DOCTYPE odd SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE odd [<!ENTITY a SYSTEM "file:///etc/hostname">]>', "<!doctype odd>", "<!DOCTYPE\nodd []>",
    ))  # fmt: skip
    if rng.random() < 0.5:
        body = re.sub(r">([^<>]+)<", ">&a;<", body, count=1)
    return f'<?xml version="1.0"?>{declared}{body}', declared


def _entity(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    odd = rng.choice(("&odd;", "&#0;", "&#11;", "&#xFFFE;", "&#x110000;", "&", "&amp;amp;", "&lt;", "]]>", "<![CDATA[<x>]]>", "\x0b", "\x07", "\0", "\x1b", "\x7f", "\x85", "\ufffe", "\ud800"))  # fmt: skip
    inner = [match.end() - 1 for match in re.finditer(r">[^<>]+<", text)] or [text.find("</")]
    at = rng.choice(inner)
    return text[:at] + odd + text[at:], f"{odd!r} in a text"


def _cut(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    share = rng.choice((0.3, 0.7, 0.95, 0.999))
    return text[: int(len(text) * share)], f"cut at {share}"


def _junk_behind(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    junk = rng.choice(("\n\n", "<!-- end -->", "junk", "<odd/>", "\0\0"))
    return text + junk, f"{junk!r} behind"


def _prefix(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    """The default namespace under a prefix, as some other programs write it."""
    found = re.search(r'\sxmlns="([^"]*)"', text)
    if found is None:
        raise Nothing
    prefix = rng.choice(("x", "ns0", "r", "main"))
    made = text.replace(found[0], f' xmlns:{prefix}="{found[1]}"', 1)
    made = re.sub(r"<(/?)([A-Za-z][\w.-]*)(?=[\s/>])", rf"<\1{prefix}:\2", made)
    return made, f"all elements with the prefix {prefix}"


def _namespace(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    old, new = rng.choice((*_STRICT, (MAIN, "urn:odd"), (MAIN, MAIN + "/"), ("/2006/", "/2007/")))
    if old not in text:
        raise Nothing
    return text.replace(old, new), f"namespace {new}"


def _spaces(text: str, rng: random.Random) -> tuple[str | bytes, str]:
    """As a person or another serialiser would write it: spaces, single quotes, closed tags apart."""
    how = rng.choice(("single quotes", "line breaks", "spaces in tags", "open and close"))
    if how == "single quotes":
        text = re.sub(r'="([^"\']*)"', r"='\1'", text)
    elif how == "line breaks":
        text = re.sub(r"><", ">\n  <", text)
    elif how == "spaces in tags":
        text = re.sub(r"\s*(/?)>", r" \n\1>", text)
    else:
        text = re.sub(r"<([\w:]+)((?:\s[^<>]*[^/])?)/>", r"<\1\2></\1>", text)
    return text, how


def strict(draft: Draft, rng: random.Random) -> str:
    """The whole package in the namespaces of Strict Open XML."""
    for name in draft.names((".xml", ".rels")):
        text = draft.text(name)
        for old, new in _STRICT:
            text = text.replace(old, new)
        draft.put(name, text)
    return "Strict Open XML"


ALL = (
    attribute, attribute, attribute, attribute, attribute, attribute, extra_attribute, _on_element(_drop), _on_element(_drop),
    _on_element(_double), _on_element(_rename), _on_element(_move), _on_element(_empty), _on_element(_text), _on_element(_text),
    _on_element(_insert), _on_element(_insert), _on_element(_alternate), _on_text(_encoding), _on_text(_head), _on_text(_dtd),
    _on_text(_entity), _on_text(_cut), _on_text(_junk_behind), _on_text(_prefix), _on_text(_namespace), _on_text(_spaces), strict,
)  # fmt: skip
