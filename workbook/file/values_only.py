"""Sheets as a workbook of their own that holds values and no formulas, and nothing of the workbook that they come from.

Only what is named here goes out: what a later Excel may put into a file stays behind.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import product

from lxml import etree

from duban.workbook.cells.addresses import area_within, column_number
from duban.workbook.cells.areas import Area
from duban.workbook.cells.references import Reference
from duban.workbook.file.cells_as_values import Told, as_values, number_cells
from duban.workbook.file.charts_as_values import chart_as_values, drawing_as_values
from duban.workbook.file.going_out import GoingOut, Hidden, hidden_in
from duban.workbook.file.open_xml import REL, main
from duban.workbook.file.owned_marks import read_mark
from duban.workbook.file.package import Package
from duban.workbook.file.print_areas import block_that_prints
from duban.workbook.file.relationships import Relationship
from duban.workbook.file.sheet_xml import open_sheet
from duban.workbook.say.findings import Finding
from duban.workbook.say.sentence import Say

_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_NAMED = (
    *("worksheet", "drawing", "table", "image", "hyperlink", "vmldrawing", "chart", "chartusershapes"),
    *("diagramdata", "diagramlayout", "diagramquickstyle", "diagramcolors"),
)
"""Kinds of relationships that go out where an id is named."""
_IMPLIED = (
    *("officedocument", "styles", "theme", "sharedstrings", "chartstyle", "chartcolorstyle", "themeoverride"),
    "diagramdrawing",
)
"""Kinds that go out by themselves."""
_OF_WORKBOOK = {main(tag) for tag in ("fileVersion", "workbookPr", "bookViews", "sheets", "definedNames")}
_OF_PRINTING = ("_xlnm.print_area", "_xlnm.print_titles", "_xlnm._filterdatabase")
_WEB = ("http://", "https://", "mailto:")
_VIEW = ("xWindow", "yWindow", "windowWidth", "windowHeight", "tabRatio")
_TABLE_ROOT = ("connectionId", "tableType", "totalsRowDxfId", "insertRow", "insertRowShift")
_TABLE_COLUMN = ("totalsRowFunction", "queryTableFieldId")
_RID = f"{{{REL}}}id"
_BESIDE = 100
"""Columns beside those that print."""


def values_only(package: Package, names: Sequence[str]) -> tuple[Finding, ...]:
    """Leave of a package the sheets ``names``, in their order, with values for formulas; tell what did not go out as it is.

    Findings: E101, E102 (cells), E103 (what nobody sees), E104 (charts), E105 (rules of looks). Raises KeyError, Stop
    ``damaged``.
    """
    parts = {name: package.sheet_part(name) for name in names}
    for part in parts.values():
        number_cells(package.tree(part))
    going = GoingOut({name.casefold(): _unseen(package, name, part) for name, part in parts.items()})
    findings: list[Finding] = []
    for (
        name,
        part,
    ) in parts.items():  # all of them first: the cells of one may be what a chart on another shows
        count = _settle_drawings(package, part, going)
        findings += [Finding("E104", name, 0, 0, "", None, {"count": count})] if count else []
    for name, part in parts.items():
        tables = [_plain_table(package, rel) for rel in package.rels(part) if rel.is_a("table")]
        headers = [area for area in tables if area is not None]
        told = as_values(package.tree(part), name, going, _links(package, part), headers)
        package.changed(part)
        findings += told.findings
        if told.left_out:
            findings.append(Finding("E105", name, 0, 0, "", None, {"count": told.left_out}))
        if told.columns or told.rows:
            findings.append(Finding("E103", name, 0, 0, "", None, {"what": _counted(told)}))
    _settle_texts(package, [*parts.values()])
    _settle_workbook(package, names, going)
    _drop_the_rest(package)
    return tuple(findings)


def _unseen(package: Package, name: str, part: str) -> Hidden:
    """What of a sheet nobody is to see outside: hidden cells, and on a sheet of the program what it says beside that which
    prints, to whoever works in the workbook."""
    root = package.tree(part)
    hidden = hidden_in(root)
    block = block_that_prints(package, name)
    if block is None or read_mark(package, name) is None:
        return hidden
    first = column_number(block["column"]) + 1
    beside = range(first, first + _BESIDE)
    return replace(hidden, columns=frozenset({*hidden.columns, *beside}))


def _counted(told: Told) -> Say:
    zh = [f"{len(told.columns)} 列"] if told.columns else []
    en = [f"{len(told.columns)} columns"] if told.columns else []
    if told.rows:
        zh, en = [*zh, f"{len(told.rows)} 行"], [*en, f"{len(told.rows)} rows"]
    return Say("、".join(zh), " and ".join(en))


# drawings, charts, tables


def _settle_drawings(package: Package, sheet: str, going: GoingOut) -> int:
    """The drawings of a sheet and the charts on them. Gives how many references of charts became figures."""

    def look(at: Reference, only_visible: bool) -> list[str | None]:
        hidden = going.sheets.get((at.sheet or "").casefold()) if only_visible else None
        return _shown(package, at, hidden or Hidden())

    made = 0
    for part in _targets(package, sheet, "drawing"):
        drawing_as_values(package.tree(part), _links(package, part))
        package.changed(part)
        for chart in _targets(package, part, "chart"):
            made += chart_as_values(package.tree(chart), going, look, _links(package, chart))
            package.changed(chart)
            for shapes in _targets(package, chart, "chartUserShapes"):
                drawing_as_values(package.tree(shapes), _links(package, shapes))
                package.changed(shapes)
    return made


def _targets(package: Package, part: str, kind: str) -> list[str]:
    rels = package.rels(part)
    return [rel.target for rel in rels if rel.is_a(kind) and not rel.external and rel.target in package]


def _shown(package: Package, at: Reference, hidden: Hidden) -> list[str | None]:
    """What the cells of an area show, but for hidden ones, up to the last that shows anything; nothing of a sheet that is
    not there."""
    if at.sheet is None or not package.has_sheet(at.sheet) or not package.has_part(at.sheet):
        return []
    sheet = open_sheet(package, at.sheet)
    top, left, bottom, right = at.area
    filled = [(r, c) for r, c in sheet.filled() if top <= r <= bottom and left <= c <= right]
    if not filled:
        return []
    last, end = max(row for row, _ in filled), max(column for _, column in filled)
    cells = product(range(top, last + 1), range(left, end + 1))
    values = [sheet.value(*at) for at in cells if not hidden.holds(*at)]
    return [None if value is None else value[1] for value in values]


def _plain_table(package: Package, rel: Relationship) -> Area | None:
    """Make a table one of typed cells. Gives the area of its header."""
    if rel.external or rel.target not in package:
        return None
    root = package.tree(rel.target)
    for attribute in _TABLE_ROOT:
        root.attrib.pop(attribute, None)
    for element in list(
        root.iter(
            main("extLst"), main("calculatedColumnFormula"), main("totalsRowFormula"), main("xmlColumnPr")
        )
    ):
        element.getparent().remove(element)
    for column in root.iter(main("tableColumn")):
        for attribute in _TABLE_COLUMN:
            column.attrib.pop(attribute, None)
    package.changed(rel.target)
    area = area_within(root.get("ref", ""))
    return None if area is None or root.get("headerRowCount") == "0" else (area[0], area[1], area[0], area[3])


# texts and the workbook itself


def _settle_texts(package: Package, sheets: Sequence[str]) -> None:
    """Let the shared texts be those that go out, each in its place."""
    part = package.texts_part
    if part is None:
        return
    root = package.tree(part)
    texts = list(root.iterchildren(main("si")))
    places: dict[int, int] = {}
    for sheet in sheets:
        for cell in package.tree(sheet).iter(main("c")):
            value = cell.find(main("v"))
            if cell.get("t") != "s" or value is None:
                continue
            old = int(value.text) if (value.text or "").isdecimal() else -1
            if not 0 <= old < len(texts):  # a text that is nowhere
                cell.remove(value)
                del cell.attrib["t"]
                continue
            value.text = str(places.setdefault(old, len(places)))
    for child in list(root):
        root.remove(child)
    root.extend([texts[old] for old in places])
    for attribute in ("count", "uniqueCount"):
        root.attrib.pop(attribute, None)
    package.changed(part)
    if package.related(package.workbook_part, "sharedStrings") is None:
        package.add_rel(package.workbook_part, f"{REL}/sharedStrings", part)


def _settle_workbook(package: Package, names: Sequence[str], going: GoingOut) -> None:
    """Let the workbook part tell of nothing but the sheets ``names``, shown, and of how they print."""
    root = package.workbook
    wanted = {name.casefold() for name in names}
    entries = list(root.iterfind(f"{main('sheets')}/{main('sheet')}"))
    stay = [each for each in entries if each.get("name", "").casefold() in wanted]
    places = {str(entries.index(entry)): (place, entry.get("name", "")) for place, entry in enumerate(stay)}
    for element in list(root.iterfind(f"{main('definedNames')}/{main('definedName')}")):
        place, home = places.get(element.get("localSheetId", ""), (0, ""))
        found = going.all_of(element.text or "") if home else None
        is_own = found and all((each.sheet or "").casefold() == home.casefold() for each, _ in found)
        if is_own and element.get("name", "").lower() in _OF_PRINTING:
            element.set("localSheetId", str(place))
        else:
            element.getparent().remove(element)
    for entry in entries:
        entry.attrib.pop("state", None)
        if entry not in stay:
            entry.getparent().remove(entry)
    for child in list(root):
        is_empty = child.tag == main("definedNames") and not len(child)
        if child.tag not in _OF_WORKBOOK or is_empty:
            root.remove(child)
    for views in root.iterchildren(main("bookViews")):
        for view in list(views)[1:]:
            views.remove(view)
        for attribute in [each for view in views for each in view.attrib if each not in _VIEW]:
            views[0].attrib.pop(attribute)
    for version in root.iterchildren(main("fileVersion")):
        version.attrib.pop("codeName", None)  # of macros
    for properties in root.iterchildren(main("workbookPr")):
        for attribute in [
            each for each in properties.attrib if each not in ("date1904", "defaultThemeVersion")
        ]:
            properties.attrib.pop(attribute)
    package.changed(package.workbook_part)
    package.put(package.workbook_part, package.data(package.workbook_part), _WORKBOOK_TYPE)


# relationships


def _drop_the_rest(package: Package) -> None:
    """Drop every relationship that does not go out, then every part that nothing leads to."""
    waiting, seen = [""], set[str]()
    while waiting:
        part = waiting.pop()
        if part in seen:
            continue
        seen.add(part)
        named = _ids_in(package, part)
        for rel in package.rels(part):
            if _goes(package, rel, named):
                waiting += [] if rel.external else [rel.target]
            else:
                package.remove_rel(part, rel.id, rel.type)
    package.keep(package.reach(""))


def _ids_in(package: Package, part: str) -> Collection[str] | None:
    """The ids that a part names; None where any may be."""
    kind = (package.content_type(part) or "").rpartition(".")[2] if part else ""
    if not part or not part.lower().endswith(".xml") or kind.startswith(("diagram", "theme")):
        return None
    return {
        value
        for element in package.tree(part).iter(etree.Element)
        for key, value in element.attrib.items()
        if key.startswith(f"{{{REL}}}")
    }


def _links(package: Package, part: str) -> frozenset[str]:
    """The ids of a part's relationships that may go out."""
    return frozenset(rel.id for rel in package.rels(part) if _goes(package, rel, None))


def _goes(package: Package, rel: Relationship, named: Collection[str] | None) -> bool:
    kind = rel.type.rpartition("/")[2].lower()
    if rel.external:
        return (
            kind == "hyperlink" and rel.target.lower().startswith(_WEB) and (named is None or rel.id in named)
        )
    if kind == "hyperlink" or rel.target not in package:
        return False
    return kind in _IMPLIED or (kind in _NAMED and (named is None or rel.id in named))
