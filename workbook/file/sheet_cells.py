"""The cells of one worksheet part as a tree: read, and a few set; what shares a formula with one is freed first."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import Literal

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.cells.addresses import a1, column_number, parse_area
from duban.workbook.cells.areas import Area, Position, inside
from duban.workbook.cells.contents import date_serial, escape_text, stored, unescape_text
from duban.workbook.file.open_xml import main, parse_xml, put_in_order
from duban.workbook.file.schema_order import SHEET_ORDER
from duban.workbook.file.shared_strings import string_text
from duban.workbook.file.xml_numbers import as_number, whole
from duban.workbook.plan.plans import Scalar

ContentKind = Literal["number", "text", "bool", "error", "formula"]

_ROW, _CELL, _F, _V, _IS, _T = (main(tag) for tag in ("row", "c", "f", "v", "is", "t"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LETTERS = re.compile("[A-Za-z]{1,3}")


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The number of a column; 0 for what is none."""
    return column_number(letters) if _LETTERS.fullmatch(letters) else 0


class SheetCells:
    """The cells of one worksheet part. ``changed`` tells whether anything was set that was not so before.

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

    def rows(self) -> Iterator[tuple[int, Element]]:
        """Each row with its number."""
        yield from self._rows.items()

    def texts_of(self, row: int, shown: Callable[[int], bool]) -> Iterator[tuple[int, int, str]]:
        """The columns of a row that show a text, with their style index and the text; only where the style is ``shown``."""
        for column in self._columns.get(row, ()):
            style = self.style_at(row, column)
            if shown(style):
                found = self._constant(self._cells[row, column])
                if found is not None and found[0] == "text":
                    yield column, style, found[1]

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
