"""One worksheet part as a tree: its cells, columns and rules over areas; all the rest of it is left as it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import area_text, areas_of, parse_area
from duban.workbook.cells.areas import Area, Position, overlap
from duban.workbook.file.open_xml import REL, main, put_in_order, write_xml
from duban.workbook.file.package import Package
from duban.workbook.file.schema_order import SHEET_ORDER
from duban.workbook.file.shared_strings import shared_strings
from duban.workbook.file.sheet_cells import SheetCells
from duban.workbook.file.xml_numbers import number, whole
from duban.workbook.plan.drop_downs import drop_down_formula
from duban.workbook.plan.plans import DropDown
from duban.workbook.say.stop import Stop

_DEFAULT_WIDTH = 8.43


class SheetXml(SheetCells):
    """One worksheet part. Raises as ``SheetCells``."""

    def __init__(self, data: bytes, strings: Sequence[str] = (), date1904: bool = False) -> None:
        super().__init__(data, strings, date1904)
        self._widths: dict[int, float] = {}

    def width(self, column: int) -> float:
        """One column's width as the file has it, in characters with what stands beside the text."""
        if column not in self._widths:
            self._widths[column] = self._find_width(column)
        return self._widths[column]

    def _find_width(self, column: int) -> float:
        for col in self._root.iterfind(f"{main('cols')}/{main('col')}"):
            if whole(col, "min", 1) <= column <= whole(col, "max"):
                return number(col, "width") or 0.0
        form = self._root.find(main("sheetFormatPr"))
        usual = None if form is None else number(form, "defaultColWidth")
        return _DEFAULT_WIDTH if usual is None else usual

    def set_width(self, column: int, width: float) -> None:
        """Set one column's width in characters, as Excel's own dialog counts them."""
        col = self._col(column)
        # a cell has 5 pixels beside its text, and a character of the usual font has 7
        stored = int((width * 7 + 5) / 7 * 256) / 256 if width >= 1 else int(width * 12 / 7 * 256) / 256
        if col.get("width") != f"{stored:g}" or col.get("customWidth") != "1":
            col.set("width", f"{stored:g}")
            col.set("customWidth", "1")
            self._widths.clear()
            self.changed = True

    def hide_column(self, column: int) -> None:
        """Hide one column."""
        col = self._col(column)
        if col.get("hidden") not in ("1", "true"):
            col.set("hidden", "1")
            self.changed = True

    # rules over areas

    def add_light_rules(self, area: Area, colours: Mapping[str, int]) -> None:
        """Colour the cells of ``area`` whose text is a key of ``colours``, by its differential style.

        Earlier rules for the same lights in the same columns get the new area; rules of the staff come first.
        """
        wanted = {f'"{light}"': str(style) for light, style in colours.items()}
        for element in self._root.iterchildren(main("conditionalFormatting")):
            if _light_rules(element) == wanted and _same_columns(element.get("sqref", ""), area):
                self._set_area(element, area)
                return
            if _light_rules(element).keys() == wanted.keys() and _same_columns(
                element.get("sqref", ""), area
            ):
                for rule in element.iterchildren(main("cfRule")):
                    rule.set("dxfId", wanted[rule.findtext(main("formula"))])
                element.set("sqref", area_text(area))
                self.changed = True
                return
        used = [whole(rule, "priority") for rule in self._root.iter("{*}cfRule")]
        block = self._root.makeelement(main("conditionalFormatting"), {"sqref": area_text(area)})
        for priority, (text, style) in enumerate(wanted.items(), max(used, default=0) + 1):
            attributes = {"type": "cellIs", "dxfId": style, "priority": str(priority), "operator": "equal"}
            rule = etree.SubElement(block, main("cfRule"), attributes)
            etree.SubElement(rule, main("formula")).text = text
        put_in_order(self._root, block, SHEET_ORDER)
        self.changed = True

    def add_drop_down(self, drop_down: DropDown) -> None:
        """Offer choices in an area. An earlier list in the same columns is replaced.

        Other validations that staff have in the area stay, and win. Raises ValueError for a typed list of
        more than 255 characters or with a comma in a choice.
        """
        wanted = drop_down_formula(drop_down)
        area = drop_down.area
        home = self._root.find(main("dataValidations"))
        for element in [] if home is None else list(home):
            if element.get("type") == "list" and _same_columns(element.get("sqref", ""), area):
                if element.findtext(main("formula1")) == wanted and _is_strict(element) == drop_down.strict:
                    self._set_area(element, area)
                    return
                home.remove(element)
            elif any(overlap(other, area) for other in areas_of(element.get("sqref", ""))):
                return
        if home is None:
            home = self._root.makeelement(main("dataValidations"))
            put_in_order(self._root, home, SHEET_ORDER)
        attributes = {"type": "list", "allowBlank": "1", "showInputMessage": "1", "showErrorMessage": "1"}
        if not drop_down.strict:
            attributes["errorStyle"] = "warning"
        rule = etree.SubElement(home, main("dataValidation"), {**attributes, "sqref": area_text(area)})
        etree.SubElement(rule, main("formula1")).text = wanted
        home.set("count", str(len(home)))
        self.changed = True

    # the drawing of notes and form controls

    def set_legacy_drawing(self, rel_id: str) -> None:
        """Say which relationship leads to the VML drawing."""
        element = self._root.find(main("legacyDrawing"))
        if element is None:
            element = self._root.makeelement(main("legacyDrawing"), nsmap={"r": REL})
            put_in_order(self._root, element, SHEET_ORDER)
        element.set(f"{{{REL}}}id", rel_id)
        self.changed = True

    def to_bytes(self) -> bytes:
        """The part, with the used area (``dimension``) kept right."""
        dimension = self._root.find(main("dimension"))
        if self.changed and dimension is not None and self._cells:
            filled = {row: columns for row, columns in self._columns.items() if columns}
            left, right = min(map(min, filled.values())), max(map(max, filled.values()))
            used = min(filled), left, max(filled), right
            try:
                old = parse_area(dimension.get("ref", ""))
            except ValueError:
                old = used
            first = min(old[0], used[0]), min(old[1], used[1])
            last = max(old[2], used[2]), max(old[3], used[3])
            dimension.set("ref", area_text((*first, *last)))
        return write_xml(self._root)

    # inside

    def _col(self, column: int) -> Element:
        """The ``col`` element of one column alone, cut out of a wider one or made."""
        home = self._root.find(main("cols"))
        if home is None:
            home = self._root.makeelement(main("cols"))
            put_in_order(self._root, home, SHEET_ORDER)
        before = None
        for col in home.iterchildren(main("col")):
            first, last = whole(col, "min", 1), whole(col, "max")
            if first <= column <= last:
                return _cut(col, first, last, column)
            if last < column:
                before = col
        col = home.makeelement(main("col"), {"min": str(column), "max": str(column)})
        form = self._root.find(main("sheetFormatPr"))
        usual = None if form is None else form.get("defaultColWidth")
        col.set("width", usual or f"{int((_DEFAULT_WIDTH * 7 + 5) / 7 * 256) / 256:g}")
        if before is None:
            home.insert(0, col)
        else:
            before.addnext(col)
        return col

    def _set_area(self, element: Element, area: Area) -> None:
        if element.get("sqref") != area_text(area):
            element.set("sqref", area_text(area))
            self.changed = True


def anchors(sheet: Element, places: Iterable[Position]) -> dict[Position, Position]:
    """place → the cell that shows there: the first one of a merged area, else the cell itself."""
    found = {at: at for at in sorted(places)}
    ordered = list(found)
    for merge in sheet.iterfind(f"{main('mergeCells')}/{main('mergeCell')}"):
        top, left, bottom, right = parse_area(merge.get("ref", ""))
        for at in ordered[bisect_left(ordered, (top, left)) : bisect_right(ordered, (bottom, right))]:
            if left <= at[1] <= right:
                found[at] = top, left
    return found


@lru_cache(maxsize=1)
def _texts(data: bytes) -> tuple[str, ...]:
    """The shared strings, read once for all sheets of a workbook."""
    return tuple(shared_strings(data))


def open_sheet(package: Package, name: str, texts: bool = True) -> SheetXml:
    """One sheet of a package, to read or to edit; without ``texts`` shared ones read as empty.

    Raises KeyError, Stop ``damaged`` (broken XML).
    """
    strings = package.texts_part if texts else None
    try:
        known = () if strings is None else _texts(package.data(strings))
        return SheetXml(package.data(package.sheet_part(name)), known, package.date1904)
    except ValueError as error:
        raise Stop("damaged", path=package.path, why=f"{name}: {error}") from error


def _cut(col: Element, first: int, last: int, column: int) -> Element:
    if first < column:
        left = deepcopy(col)
        left.set("max", str(column - 1))
        col.addprevious(left)
    if column < last:
        right = deepcopy(col)
        right.set("min", str(column + 1))
        col.addnext(right)
    col.set("min", str(column))
    col.set("max", str(column))
    return col


def _light_rules(block: Element) -> dict[str, str]:
    """The texts and styles of a block that holds nothing but rules 'cell equals text'; else nothing."""
    found = {}
    for rule in block.iterchildren(main("cfRule")):
        if rule.get("type") != "cellIs" or rule.get("operator") != "equal":
            return {}
        found[rule.findtext(main("formula"), "")] = rule.get("dxfId", "")
    return found


def _is_strict(validation: Element) -> bool:
    return str(validation.get("errorStyle", "stop")) == "stop"


def _same_columns(sqref: str, area: Area) -> bool:
    areas = areas_of(sqref)
    return bool(areas) and all((other[1], other[3]) == (area[1], area[3]) for other in areas)
