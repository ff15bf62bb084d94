"""Sheets that the program made once and staff own: their rows show their text, all of them print, and none prints
smaller than can be read. What staff set themselves stays."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import LAST_ROW, column_number, letter
from duban.workbook.file.open_xml import main, put_in_order
from duban.workbook.file.package import Package, sheet_prefix
from duban.workbook.file.print_areas import PRINT_AREA, PRINT_TITLES, block_that_prints, print_down_to
from duban.workbook.file.row_heights import fit_rows
from duban.workbook.file.schema_order import SHEET_ORDER
from duban.workbook.file.sheet_xml import SheetXml, open_sheet
from duban.workbook.file.style_sheet import StyleSheet
from duban.workbook.file.xml_numbers import number, whole
from duban.workbook.plan.plans import Tidy
from duban.workbook.plan.ruler import MARGINS, PADDING, PRINT_SCALE, column_breaks

PAGE_ELEMENTS = tuple(main(tag) for tag in ("sheetPr", "pageMargins", "pageSetup", "rowBreaks", "colBreaks"))
"""What of a sheet may change here beside its rows."""

_OLD_MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}


def has_old_page(data: bytes) -> bool:
    """Whether a sheet may be set up to print as earlier versions did it."""
    return _OLD_PAGE.search(data) is not None


def tidy(package: Package, name: str, wanted: Tidy, styles: StyleSheet) -> None:
    """Tidy a sheet of which no cell was set just now."""
    part = package.sheet_part(name)
    if has_old_page(package.data(part)):
        sheet = open_sheet(package, name)
        tidy_rows(package, name, sheet, wanted, styles)
        if sheet.changed:
            package.put(part, sheet.to_bytes())
    tidy_printing(package, name, wanted)


def tidy_rows(
    package: Package,
    name: str,
    sheet: SheetXml,
    wanted: Tidy,
    styles: StyleSheet,
    written: Collection[int] = (),
) -> None:
    """Let the rows of a sheet show their text, those of an earlier version and those that were ``written`` just now, and
    lay out anew what an earlier version laid out."""
    old = has_old_page(package.data(package.sheet_part(name)))
    if written or old:
        fit_rows(sheet, styles, written, old=old)
    if old:
        _lay_out_anew(package, name, sheet, wanted)


def tidy_printing(package: Package, name: str, wanted: Tidy) -> None:
    """Let a sheet print down to its last row; one that nobody sees, next to nothing."""
    if wanted.unseen is None:
        print_down_to(package, name, wanted.last_row)
    elif block_that_prints(package, name):
        column = letter(wanted.unseen)
        package.set_defined_name(PRINT_AREA, f"{sheet_prefix(name)}${column}$1", name)


_OLD_PAGE = re.compile(rb'<pageMargins [^>]*left="0.5"')
"""As every sheet of earlier versions has it; whether more of the page is theirs is seen later."""


def _is_old(root: Element) -> bool:
    """Whether a page is set up as earlier versions did it, and nobody has changed it since."""
    margins, setup = root.find(main("pageMargins")), root.find(main("pageSetup"))
    fits = root.find(f"{main('sheetPr')}/{main('pageSetUpPr')}")
    if margins is None or setup is None or fits is None or fits.get("fitToPage") not in ("1", "true"):
        return False
    alike = all(number(margins, side) == inches for side, inches in _OLD_MARGINS.items())
    across = setup.get("orientation") == "landscape" and setup.get("fitToHeight") == "0"
    return alike and across and whole(setup, "fitToWidth", 1) == 1


def _lay_out_anew(package: Package, name: str, sheet: SheetXml, wanted: Tidy) -> None:
    """Once, as new sheets are: as many pages side by side as the columns need to be read, unless staff set the page up."""
    root = sheet.root
    is_ours = _is_old(root)
    margins, setup = root.find(main("pageMargins")), root.find(main("pageSetup"))
    if margins is not None:
        for side in ("left", "right"):
            margins.set(side, f"{MARGINS[side]:g}")
        sheet.changed = True
    if not is_ours:
        return
    area = block_that_prints(package, name)
    if area is None:
        return
    last = column_number(area["column"])
    widths = [sheet.width(column) - PADDING for column in range(1, last + 1)]
    breaks = column_breaks(widths, wanted.repeated)
    if not breaks:
        return
    root.find(main("sheetPr")).find(main("pageSetUpPr")).attrib.pop("fitToPage")
    setup.attrib.pop("fitToHeight")
    setup.set("scale", str(PRINT_SCALE))
    for old in root.findall(main("colBreaks")):
        root.remove(old)
    home = root.makeelement(main("colBreaks"))
    home.attrib.update({"count": str(len(breaks)), "manualBreakCount": str(len(breaks))})
    for column in breaks:
        entry = {"id": str(column), "max": str(LAST_ROW - 1), "man": "1"}
        etree.SubElement(home, main("brk"), entry)
    put_in_order(root, home, SHEET_ORDER)
    if wanted.repeated:
        prefix = sheet_prefix(name)
        titles = f"{prefix}$A:${letter(wanted.repeated)},{prefix}$1:$1"
        package.set_defined_name(PRINT_TITLES, titles, name)
