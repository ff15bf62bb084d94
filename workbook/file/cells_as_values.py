"""One sheet that leaves its workbook: values for formulas, nothing that nobody sees, nothing that leads elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import a1, column_number
from duban.workbook.cells.areas import Area, inside
from duban.workbook.file.going_out import GoingOut, Hidden
from duban.workbook.file.open_xml import REL, main
from duban.workbook.file.xml_numbers import whole
from duban.workbook.say.findings import Finding

_ROW, _CELL, _F, _V = (main(tag) for tag in ("row", "c", "f", "v"))
_RID = f"{{{REL}}}id"

_STAYS = {
    main(tag)
    for tag in (
        *(
            "sheetPr",
            "dimension",
            "sheetViews",
            "sheetFormatPr",
            "cols",
            "sheetData",
            "autoFilter",
            "mergeCells",
        ),
        *("phoneticPr", "conditionalFormatting", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
        *("headerFooter", "rowBreaks", "colBreaks", "ignoredErrors", "drawing", "legacyDrawingHF", "picture"),
        *("tableParts", "extLst"),
    )
}
"""What a sheet keeps. Protection, drop-downs, notes, controls, scenarios and views of others stay behind."""

_NEEDS_RULE = (
    "conditionalFormatting",
    "sparklineGroup",
    "conditionalFormattings",
    "sparklineGroups",
    "ext",
    "extLst",
)
"""What is nothing without its rules or lines, from within."""


@dataclass
class Told:
    """What came of one sheet."""

    findings: list[Finding] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)
    rows: set[int] = field(default_factory=set)
    """Hidden ones that held something."""
    left_out: int = 0
    """Rules of looks and lines in cells that need what does not go out."""


def number_cells(sheet: Element) -> None:
    """Give each row and cell its place, which a file may leave out: then they count on."""
    row_number = 0
    for row in sheet.iterfind(f"{main('sheetData')}/{_ROW}"):
        row_number = whole(row, "r", row_number + 1)
        row.set("r", str(row_number))
        column = 0
        for cell in row.iterchildren(_CELL):
            column = column_number(cell.get("r", "").rstrip("0123456789").replace("$", "")) or column + 1
            cell.set("r", a1(row_number, column))


def as_values(
    sheet: Element, name: str, going: GoingOut, links: Collection[str], headers: Sequence[Area] = ()
) -> Told:
    """Make the tree of a sheet ready to go out. ``links`` are the ids of the relationships that it keeps, ``headers`` the
    header cells of its tables, which must say what the table says."""
    told = Told()
    for child in list(sheet):
        if child.tag not in _STAYS or child.get(_RID, "") not in ("", *links):
            if child.tag == main("pageSetup"):
                del child.attrib[_RID]
            else:
                sheet.remove(child)
    _settle_cells(sheet, name, going.sheets[name.casefold()], headers, told)
    _settle_rules(sheet, name, going, told)
    _settle_links(sheet, name, going, links)
    for view in sheet.iter(main("sheetView")):
        for attribute in ("showFormulas", "tabSelected"):
            view.attrib.pop(attribute, None)
        for part in [*view.iterchildren(main("pivotSelection")), *view.iterchildren(main("extLst"))]:
            view.remove(part)
    for properties in sheet.iterchildren(main("sheetPr")):
        properties.attrib.pop("codeName", None)
    return told


def _settle_cells(sheet: Element, name: str, hidden: Hidden, headers: Sequence[Area], told: Told) -> None:
    for row in sheet.iterfind(f"{main('sheetData')}/{_ROW}"):
        at = whole(row, "r")
        for cell in row.iterchildren(_CELL):
            column = column_number(cell.get("r").rstrip("0123456789"))
            for attribute in ("cm", "vm"):  # how to show what stays behind
                cell.attrib.pop(attribute, None)
            if hidden.holds(at, column) and not any(inside(area, at, column) for area in headers):
                if len(cell):
                    (told.columns if column in hidden.columns else told.rows).add(
                        column if column in hidden.columns else at
                    )
                    _empty(cell)
                continue
            code = _settle(cell)
            if code is not None:
                told.findings.append(Finding(code, name, at, column, "", cell.findtext(_V)))


def _settle(cell: Element) -> str | None:
    """Let a cell hold what it shows and nothing else. Gives the code of what is to be said of that."""
    formula, value = cell.find(_F), cell.find(_V)
    for child in list(cell):
        if child.tag in (_F, main("extLst")):
            cell.remove(child)
    is_text = cell.get("t") == "str" and value is not None
    if formula is not None and not is_text and (value is None or not value.text):
        _empty(cell)
        return "E101"
    return "E102" if cell.get("t") == "e" else None


def _empty(cell: Element) -> None:
    """Leave nothing but the look."""
    cell.attrib.pop("t", None)
    for child in list(cell):
        cell.remove(child)


def _settle_rules(sheet: Element, name: str, going: GoingOut, told: Told) -> None:
    """Keep the rules of looks and the lines in cells whose cells go out, of both generations."""
    for ext in list(sheet.iterfind(f"{main('extLst')}/{main('ext')}")):
        if not any(_local(child) in ("conditionalFormattings", "sparklineGroups") for child in ext):
            ext.getparent().remove(ext)
    for formula in [*_formulas_of_rules(sheet)]:
        if going.rule_holds(formula.get("val") or formula.text or "", name):
            continue
        rule = next(
            (each for each in formula.iterancestors() if _local(each) in ("cfRule", "sparkline")), None
        )
        group = formula.getparent() if rule is None else rule
        if group.getparent() is not None:
            group.getparent().remove(group)
            told.left_out += 1
    for kind in _NEEDS_RULE:
        for each in [each for each in sheet.iter(f"{{*}}{kind}") if each.getparent() is not None]:
            inner = {"conditionalFormatting": "cfRule", "sparklineGroup": "sparkline"}.get(kind)
            if not len(each) or (inner and next(each.iter(f"{{*}}{inner}"), None) is None):
                each.getparent().remove(each)


def _formulas_of_rules(sheet: Element) -> Iterator[Element]:
    """Each element that holds a formula of a rule: its text, or its ``val``."""
    yield from sheet.iterfind(f"{main('conditionalFormatting')}/{main('cfRule')}/{main('formula')}")
    for bound in sheet.iterfind(f"{main('conditionalFormatting')}/{main('cfRule')}//{main('cfvo')}"):
        if bound.get("val"):
            yield bound
    for ext in sheet.iterfind(f"{main('extLst')}/{main('ext')}"):
        yield from ext.iter("{http://schemas.microsoft.com/office/excel/2006/main}f")


def _settle_links(sheet: Element, name: str, going: GoingOut, links: Collection[str]) -> None:
    """Keep the links of cells to sheets that go out and to the web."""
    for link in list(sheet.iterfind(f"{main('hyperlinks')}/{main('hyperlink')}")):
        inner = link.get("location", "").removeprefix("#")
        leads_in = inner and not link.get(_RID) and going.all_of(inner, name) is not None
        if link.get(_RID) not in links and not leads_in:
            link.getparent().remove(link)
    for table in list(sheet.iterfind(f"{main('tableParts')}/{main('tablePart')}")):
        if table.get(_RID) not in links:
            table.getparent().remove(table)
    for kind in ("hyperlinks", "tableParts"):
        for home in list(sheet.iterchildren(main(kind))):
            if not len(home):
                sheet.remove(home)
            elif home.get("count"):
                home.set("count", str(len(home)))


def _local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
