"""One worksheet part as a tree: read its cells, set a few, and leave all the rest of it as it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from typing import Literal

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import a1, area_text, areas_of, column_number, parse_area
from duban.workbook.cells.areas import Area, Position, inside, overlap
from duban.workbook.cells.contents import date_serial as date_serial
from duban.workbook.cells.contents import escape_text as escape_text
from duban.workbook.cells.contents import stored
from duban.workbook.cells.contents import unescape_text as unescape_text
from duban.workbook.file.attributes import as_number, number, whole
from duban.workbook.file.package import REL, Package, main, parse_xml, put_in_order, write_xml
from duban.workbook.plan.plans import DropDown, Scalar
from duban.workbook.say.errors import Stop

ContentKind = Literal["number", "text", "bool", "error", "formula"]

SHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
"""The order of children that the schema (CT_Worksheet) demands."""

DROP_DOWN_LIMIT = 255
"""Characters that Excel takes for a list typed into a validation."""

_ROW, _CELL, _F, _V, _IS, _T, _R = (main(tag) for tag in ("row", "c", "f", "v", "is", "t", "r"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DEFAULT_WIDTH = 8.43
_LETTERS = re.compile("[A-Za-z]{1,3}")


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The number of a column; 0 for what is none."""
    return column_number(letters) if _LETTERS.fullmatch(letters) else 0


def string_text(item: Element) -> str:
    """The text of a shared or inline string: rich runs joined, phonetic runs left out."""
    parts = []
    for child in item:
        if child.tag == _T:
            parts.append(child.text or "")
        elif child.tag == _R:
            parts += [run.text or "" for run in child.iterchildren(_T)]
    return unescape_text("".join(parts))


def shared_strings(data: bytes | None) -> list[str]:
    """The texts of a sharedStrings part; none for a workbook without one. Raises ValueError for broken XML."""
    if data is None:
        return []
    # these are only read, and other readers let characters pass that no XML may hold
    return [string_text(item) for item in parse_xml(data, recover=True).iterchildren(main("si"))]


class SheetXml:
    """One worksheet part. ``changed`` tells whether anything was set that was not so before.

    ``strings`` are the workbook's shared strings; without them such cells read as empty text.
    Raises ValueError for broken XML.
    """

    def __init__(self, data: bytes, strings: Sequence[str] = (), date1904: bool = False) -> None:
        self._root = parse_xml(data)
        found = self._root.find(main("sheetData"))
        if found is None:
            found = self._root.makeelement(main("sheetData"))
            put_in_order(self._root, found, SHEET_ORDER)
        self._sheet_data = found
        self._strings = strings
        self._date1904 = date1904
        self._rows: dict[int, Element] = {}
        self._row_numbers: list[int] = []
        self._cells: dict[Position, Element] = {}
        self._columns: dict[int, list[int]] = {}
        self._shared: dict[str, list[Position]] = {}
        self._arrays: list[tuple[Area, Position]] = []
        self.changed = False
        self._index()

    # reading

    def __contains__(self, at: object) -> bool:
        return at in self._cells

    def contents(self) -> Iterator[tuple[int, int, ContentKind, str]]:
        """Each constant and formula as (row, column, kind, text), in no fixed order.

        Numbers come as the file spells them, booleans as ``0``/``1``, formulas with ``=`` and without their
        value. Blank cells are left out.
        """
        formulas = self.formulas()
        for (row, column), cell in self._cells.items():
            if (row, column) in formulas:
                yield row, column, "formula", formulas[row, column]
                continue
            constant = self._constant(cell)
            if constant is not None:
                yield row, column, *constant

    def formulas(self) -> dict[Position, str]:
        """Each formula with its ``=``; members of a shared formula get their own text."""
        found = {}
        for at, cell in self._cells.items():
            f = cell.find(_F)
            if f is not None and f.text:
                found[at] = "=" + f.text
        for group in self._shared.values():
            found.update(self._group_formulas(group))
        return found

    def value(self, row: int, column: int) -> tuple[ContentKind, str] | None:
        """What a cell shows: a constant, or the stored value of its formula; None for a blank."""
        cell = self._cells.get((row, column))
        return None if cell is None else self._constant(cell)

    def filled(self) -> Iterator[Position]:
        """Each cell that holds something."""
        return (at for at, cell in self._cells.items() if len(cell))

    def is_blank(self, row: int, column: int) -> bool:
        """Whether there is a cell with neither constant nor formula."""
        cell = self._cells.get((row, column))
        return cell is not None and len(cell) == 0

    def style_of(self, row: int, column: int) -> int | None:
        """The style index of a cell, None if there is no such cell."""
        cell = self._cells.get((row, column))
        return None if cell is None else whole(cell, "s")

    @property
    def arrays(self) -> tuple[Area, ...]:
        """The area of each array formula."""
        return tuple(area for area, _ in self._arrays)

    @property
    def root(self) -> Element:
        """The whole sheet, to look at."""
        return self._root

    def spell_out(self) -> Element:
        """The whole sheet with each row and cell named by where it stands, also those that the file names wrongly."""
        for place, row in self._rows.items():
            row.set("r", str(place))
        for at, cell in self._cells.items():
            cell.set("r", a1(*at))
        return self._root

    # cells

    def set_style(self, row: int, column: int, style: int) -> None:
        """Set how a cell looks, and nothing else of it; a cell that is not there is made, blank."""
        cell = self._cells.get((row, column))
        if cell is None:
            cell = self._new_cell(row, column)
            self._rows[row].attrib.pop("spans", None)
        if cell.get("s", "0") != str(style):
            cell.set("s", str(style))
            self.changed = True

    def style_at(self, row: int, column: int) -> int:
        """The style index that shows at this place: the cell's own, else that of its row or column."""
        own = self.style_of(row, column)
        if own is not None:
            return own
        home = self._rows.get(row)
        if home is not None and home.get("customFormat") in ("1", "true"):
            return whole(home, "s")
        for col in self._root.iterfind(f"{main('cols')}/{main('col')}"):
            if whole(col, "min", 1) <= column <= whole(col, "max"):
                return whole(col, "style")
        return 0

    def set_cell(
        self, row: int, column: int, value: Scalar, formula: str | None = None, style: int | None = None
    ) -> None:
        """Set a constant, or a formula (with ``=``) and the value it has now; None and no formula clears the cell.

        A formula whose value is None gets empty text. A cell that holds this already is not touched. A ``style``
        of None keeps the style. Raises ValueError for a number or date that a cell cannot hold.
        """
        kind, text = self._encode(value, formula is not None)
        formula_text = None if formula is None else formula.removeprefix("=")
        cell = self._cells.get((row, column))
        if cell is None:
            if kind is None and formula is None and style is None:
                return
            cell = self._new_cell(row, column)
        elif self._holds(cell, kind, text, formula_text):
            if style is not None and whole(cell, "s") != style:
                cell.set("s", str(style))
                self.changed = True
            return
        self._release(row, column, cell)
        for child in list(cell):
            cell.remove(child)
        for name in ("t", "cm", "vm"):  # the last two say how to show the old value
            cell.attrib.pop(name, None)
        if style is not None:
            cell.set("s", str(style))
        if formula_text is not None:
            etree.SubElement(cell, _F).text = formula_text
        if kind is not None:
            self._store(cell, kind, text, formula_text is not None)
        self._rows[row].attrib.pop("spans", None)
        self.changed = True

    # columns

    def width(self, column: int) -> float:
        """One column's width as the file has it, in characters with what stands beside the text."""
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

    def _index(self) -> None:
        """Find every row and cell once. Positions may be left out in the file: then they count on."""
        row_number = 0
        for row in self._sheet_data.iterchildren(_ROW):
            row_number = whole(row, "r", row_number + 1)
            if row.get("r") is None:
                row.set("r", str(row_number))
            self._rows[row_number] = row
            column = 0
            columns = self._columns[row_number] = []
            for cell in row.iterchildren(_CELL):
                spelled = cell.get("r")
                if spelled is None:
                    column += 1
                    cell.set("r", a1(row_number, column))
                else:
                    column = _column(spelled.rstrip("0123456789")) or column + 1
                columns.append(column)
                self._cells[row_number, column] = cell
        places = {cell: at for at, cell in self._cells.items()} if self._has_groups() else {}
        self._row_numbers = sorted(self._rows)
        for f in self._sheet_data.iter(_F):
            if f.get("t") is not None and f.getparent() in places:
                cell = f.getparent()
                self._index_group(f, places[cell])

    def _has_groups(self) -> bool:
        return any(f.get("t") is not None for f in self._sheet_data.iter(_F))

    def _index_group(self, f: Element, at: Position) -> None:
        if f.get("t") == "shared":
            self._shared.setdefault(f.get("si", ""), []).append(at)
        elif f.get("t") == "array" and f.get("ref"):
            with suppress(ValueError):  # an area that is none holds no other cells
                area = parse_area(f.get("ref"))
                if area[:2] == area[2:] or not self._has_typed_text(area):
                    self._arrays.append((area, at))

    def _has_typed_text(self, area: Area) -> bool:
        """Whether a text that somebody typed stands in an area: then no array fills it, whatever the file says."""
        return any(
            cell.get("t") in ("s", "inlineStr") and inside(area, *at) for at, cell in self._cells.items()
        )

    def _constant(self, cell: Element) -> tuple[ContentKind, str] | None:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            item = cell.find(_IS)
            text = "" if item is None else string_text(item)
            return ("text", text) if text else None
        v = cell.find(_V)
        text = "" if v is None else v.text or ""
        if not text:
            return None
        if kind == "s":
            text = self._strings[int(text)] if text.isdecimal() and int(text) < len(self._strings) else ""
            return ("text", text) if text else None
        if kind == "str":
            return "text", unescape_text(text)
        if kind == "d":
            try:
                moment = datetime.fromisoformat(text.removesuffix("Z"))
                return "number", repr(date_serial(moment, self._date1904))
            except ValueError:
                return "text", text
        if kind == "b":
            return "bool", "1" if text in ("1", "true") else "0"
        return ("error", text) if kind == "e" else ("number", text)

    def _encode(self, value: Scalar, of_formula: bool) -> tuple[ContentKind | None, str]:
        held = stored(value, self._date1904)
        if held is None:
            return ("text", "") if of_formula else (None, "")
        if isinstance(held, bool):
            return "bool", "1" if held else "0"
        return ("text", held) if isinstance(held, str) else ("number", repr(held))

    def _store(self, cell: Element, kind: ContentKind, text: str, of_formula: bool) -> None:
        if kind == "text" and not of_formula:
            cell.set("t", "inlineStr")
            holder = etree.SubElement(etree.SubElement(cell, _IS), _T)
            holder.set(_SPACE, "preserve")
            holder.text = escape_text(text)
            return
        holder = etree.SubElement(cell, _V)
        if kind == "text":
            cell.set("t", "str")
            text = escape_text(text)
            if text != text.strip():
                holder.set(_SPACE, "preserve")
        elif kind == "bool":
            cell.set("t", "b")
        holder.text = text

    def _holds(self, cell: Element, kind: ContentKind | None, text: str, formula: str | None) -> bool:
        """Whether a cell has this content already, so that a second run changes no byte."""
        f = cell.find(_F)
        if (f is None) != (formula is None):
            return False
        if f is not None and (f.get("t") is not None or f.text != formula):
            return False
        constant = self._constant(cell)
        if constant is None:
            return kind is None or (kind == "text" and not text and cell.get("t") == "str")
        if kind == "number" and constant[0] == "number":
            return as_number(constant[1]) == float(text)
        if kind == "text" and constant[0] == "text":
            # what was written is what counts: line breaks are made one kind on the way
            return escape_text(constant[1]) == escape_text(text)
        return constant == (kind, text)

    def _new_cell(self, row: int, column: int) -> Element:
        home = self._rows.get(row)
        if home is None:
            home = self._new_row(row)
        columns = self._columns[row]
        cell = home.makeelement(_CELL, {"r": a1(row, column)})
        place = bisect_left(columns, column)
        if place == 0:
            home.insert(0, cell)
        else:
            self._cells[row, columns[place - 1]].addnext(cell)
        insort(columns, column)
        self._cells[row, column] = cell
        return cell

    def _new_row(self, row: int) -> Element:
        element = self._sheet_data.makeelement(_ROW, {"r": str(row)})
        place = bisect_left(self._row_numbers, row)
        if place == 0:
            self._sheet_data.insert(0, element)
        else:
            self._rows[self._row_numbers[place - 1]].addnext(element)
        self._row_numbers.insert(place, row)
        self._rows[row] = element
        self._columns[row] = []
        return element

    def _release(self, row: int, column: int, cell: Element) -> None:
        """Before a cell is overwritten: free the others that share its formula."""
        f = cell.find(_F)
        if f is not None and f.get("t") == "shared":
            number = f.get("si", "")
            if f.text:
                for at, text in self._group_formulas(self._shared.pop(number)).items():
                    self._make_plain(at, text)
            else:
                self._shared[number].remove((row, column))
        for entry in [entry for entry in self._arrays if inside(entry[0], row, column)]:
            self._arrays.remove(entry)
            self._split_array(*entry)

    def _group_formulas(self, group: Sequence[Position]) -> dict[Position, str]:
        from openpyxl.formula.translate import Translator  # slow to import, and few sheets need it

        masters = [at for at in group if self._cells[at].find(_F).text]
        if not masters:
            return {}
        origin = masters[0]
        text = "=" + self._cells[origin].find(_F).text
        translator = Translator(text, origin=a1(*origin))
        found = {}
        for at in group:
            own = self._cells[at].find(_F).text
            found[at] = "=" + own if own else str(translator.translate_formula(a1(*at)))
        return found

    def _make_plain(self, at: Position, formula: str) -> None:
        f = self._cells[at].find(_F)
        for name in ("t", "si", "ref"):
            f.attrib.pop(name, None)
        f.text = formula.removeprefix("=")

    def _split_array(self, area: Area, master: Position) -> None:
        """Give each cell of an array formula its own part of the array, so that one can be overwritten."""
        formula = self._cells[master].find(_F).text
        # a file may say that an array fills the whole sheet; only cells that are there show a part of it
        for (row, column), cell in self._cells.items():
            if not inside(area, row, column):
                continue
            f = cell.find(_F)
            if f is None:
                f = cell.makeelement(_F)
                cell.insert(0, f)
            f.attrib.update({"t": "array", "ref": a1(row, column)})
            if area[:2] != area[2:]:
                down, right = row - area[0] + 1, column - area[1] + 1
                # an array of one row or column fills the whole area, as in Excel
                f.text = f"INDEX({formula},IF(ROWS({formula})=1,1,{down}),IF(COLUMNS({formula})=1,1,{right}))"

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


def drop_down_formula(drop_down: DropDown) -> str:
    """What a list validation refers to: ``"甲,乙"``, or a reference without ``=``.

    Raises ValueError for a typed list of more than 255 characters or with a comma in a choice.
    """
    if isinstance(drop_down.choices, str):
        return drop_down.choices.removeprefix("=")
    joined = ",".join(drop_down.choices)
    if len(joined) > DROP_DOWN_LIMIT:
        raise ValueError(f"a drop-down list holds {DROP_DOWN_LIMIT} characters at most, not {len(joined)}")
    if any("," in choice for choice in drop_down.choices):
        raise ValueError("a comma separates the choices of a drop-down list")
    return '"' + joined.replace('"', '""') + '"'


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
