"""Drawings and charts of sheets that leave their workbook: what they show of cells that stay behind is theirs from then on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.contents import escape_text
from duban.workbook.cells.references import Reference, references
from duban.workbook.file.going_out import GoingOut
from duban.workbook.file.open_xml import REL

Look = Callable[[Reference, bool], Sequence[str | None]]
"""What the cells of an area hold, row by row; only those that can be seen, or all."""

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FRAMES = (_CHART, "http://schemas.openxmlformats.org/drawingml/2006/diagram")
"""What a frame may hold that goes out: no slicer, time line or chart of a later kind, which need what stays behind."""


def drawing_as_values(drawing: Element, links: Collection[str]) -> None:
    """Make the tree of a drawing ready to go out: no shape shows a cell or runs a macro, none leads to what is not there.
    ``links`` are the ids of the relationships that it keeps."""
    for anchor in list(drawing):
        frames = [each.get("uri", "") for each in anchor.iter(f"{{{_TEXT}}}graphicData")]
        controls = next(anchor.iter("{*}compatExt"), None) is not None
        if controls or any(uri not in _FRAMES for uri in frames):
            drawing.remove(anchor)
    for element in list(drawing.iter(etree.Element)):
        element.attrib.pop("textlink", None)
        if element.get("macro"):
            element.set("macro", "")
        if _local(element) == "cameraTool" and element.getparent() is not None:
            _remove(element.getparent())
        for attribute, target in element.attrib.items():
            if attribute.startswith(f"{{{REL}}}") and target and target not in links:
                _cut(drawing, element, attribute)


def _cut(drawing: Element, element: Element, attribute: str) -> None:
    """Take away what needs a relationship that is gone: the link of a shape, else all that hangs on its anchor."""
    if _local(element).startswith("hlink"):
        _remove(element)
    elif _local(element) == "blip" and attribute.endswith("}link") and len(element.attrib) > 1:
        del element.attrib[attribute]
    else:
        anchor = next(
            (each for each in (element, *element.iterancestors()) if each.getparent() is drawing), None
        )
        if anchor is not None:
            drawing.remove(anchor)


def chart_as_values(chart: Element, going: GoingOut, look: Look, links: Collection[str]) -> int:
    """Make the tree of a chart ready to go out: figures of cells that stay behind become its own. ``look`` tells those that
    the chart has not stored. Gives how many were."""
    for name in ("externalData", "pivotSource", "printSettings"):
        for element in list(chart.iter(f"{{{_CHART}}}{name}")):
            _remove(element)
    for ext in [each for each in chart.iter(f"{{{_CHART}}}ext") if not _stays(each, going)]:
        _remove(ext)
    for element in list(chart.iter(etree.Element)):
        if any(key.startswith(f"{{{REL}}}") and id and id not in links for key, id in element.attrib.items()):
            _remove(element)
    visible = next(chart.iter(f"{{{_CHART}}}plotVisOnly"), None)
    only_visible = visible is not None and visible.get("val", "1") in ("1", "true")
    formulas = list(chart.iter(f"{{{_CHART}}}f"))
    found = {formula: going.all_of(formula.text or "") for formula in formulas}
    unseen = {
        formula: any(hidden.touches(each.area) for each, hidden in cells)
        for formula, cells in found.items()
        if cells is not None
    }
    for formula in formulas:
        if unseen.get(formula) and only_visible:  # it may have stored what it does not show
            for store in list(formula.itersiblings(f"{{{_CHART}}}numCache", f"{{{_CHART}}}strCache")):
                _remove(store)
    lost = [each for each in formulas if found[each] is None or (unseen[each] and not only_visible)]
    if any(_local(each.getparent().getparent()) != "tx" for each in lost):
        lost = formulas  # LibreOffice shows no series with figures beside one with references
    for formula in lost:
        _make_literal(formula.getparent(), _look(formula.text or "", look, only_visible))
    return len(lost)


def _stays(ext: Element, going: GoingOut) -> bool:
    """Whether an extension of a chart refers to nothing but what goes out; the series that a filter hides do not go."""
    parts = [each for each in ext.iter(etree.Element) if each is not ext]
    if any(_local(each).startswith("filtered") for each in parts):
        return False
    texts = [each.text or "" for each in parts if _local(each) in ("f", "sqref")]
    return all(going.all_of(text) is not None for text in texts)


def _look(formula: str, look: Look, only_visible: bool) -> Callable[[], list[str | None]]:
    return lambda: [value for each in references(formula) or () for value in look(each, only_visible)]


def _make_literal(holder: Element, cells: Callable[[], list[str | None]]) -> None:
    """Put what a reference (``strRef`` and the like) shows in its place."""
    store = next((each for each in holder if _local(each).endswith("Cache")), None)
    parent = holder.getparent()
    if _local(parent) == "tx":
        texts = [point.findtext(f"{{{_CHART}}}v") or "" for point in _points(store)] or [
            v or "" for v in cells()
        ]
        text = " ".join(filter(None, texts))
        parent.replace(holder, _caption(parent, text))
        return
    numbers = _local(holder) == "numRef"
    literal = holder.makeelement(f"{{{_CHART}}}{'numLit' if numbers else 'strLit'}")
    if store is None:
        _fill(literal, cells())
    else:
        inner = next(store.iter(f"{{{_CHART}}}lvl"), None)  # of several levels that next to the axis
        kept = [each for each in store if _local(each) in ("formatCode", "ptCount")]
        points = list(store if inner is None else inner)
        literal.extend([*kept, *(each for each in points if _local(each) == "pt")])
    parent.replace(holder, literal)


def _points(store: Element | None) -> Iterator[Element]:
    if store is not None:
        yield from store.iter(f"{{{_CHART}}}pt")


def _caption(parent: Element, text: str) -> Element:
    """The name of a series; for a title, text of its own."""
    if _local(parent.getparent()) == "ser":
        name = parent.makeelement(f"{{{_CHART}}}v")
        name.text = text
        return name
    look = next(parent.itersiblings(f"{{{_CHART}}}txPr"), None)
    rich = parent.makeelement(f"{{{_CHART}}}rich")
    if look is None:
        etree.SubElement(rich, f"{{{_TEXT}}}bodyPr")
        etree.SubElement(rich, f"{{{_TEXT}}}p")
    else:  # how text of a cell looks is how text of its own does
        rich.extend(list(look))
        _remove(look)
    paragraph = next(rich.iter(f"{{{_TEXT}}}p"))
    run = paragraph.makeelement(f"{{{_TEXT}}}r")
    etree.SubElement(run, f"{{{_TEXT}}}t").text = text
    end = paragraph.find(f"{{{_TEXT}}}endParaRPr")
    paragraph.append(run) if end is None else end.addprevious(run)
    return rich


def _fill(literal: Element, values: Sequence[str | None]) -> None:
    etree.SubElement(literal, f"{{{_CHART}}}ptCount", val=str(len(values)))
    for place, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(literal, f"{{{_CHART}}}pt", idx=str(place))
            etree.SubElement(point, f"{{{_CHART}}}v").text = escape_text(value)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
