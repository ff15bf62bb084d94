"""A workbook file as its parts: its sheets and names are listed in the workbook part, and kept right there."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.file.open_xml import REL, main, put_in_order
from duban.workbook.file.parts import Parts
from duban.workbook.file.relationships import Relationship
from duban.workbook.file.schema_order import WORKBOOK_ORDER
from duban.workbook.file.xml_numbers import whole
from duban.workbook.opening.book_parts import USUAL_TEXTS
from duban.workbook.say.stop import Stop

WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

_HEAD = 1024
_RID = f"{{{REL}}}id"


class Package(Parts):
    """The parts of one workbook file; sheets by name, and the names that formulas may use. Raises as ``Parts``."""

    @property
    def workbook(self) -> Element:
        """The root of the workbook part."""
        return self.tree(self.workbook_part)

    @property
    def texts_part(self) -> str | None:
        """The part of the shared strings, by its relationship, else at its usual place."""
        return self.related(self.workbook_part, "sharedStrings") or self.find(USUAL_TEXTS)

    @property
    def styles_part(self) -> str | None:
        """The part of the styles; one that nothing leads to is none, to Excel either."""
        return self.related(self.workbook_part, "styles")

    @property
    def date1904(self) -> bool:
        """Whether dates count from 1904."""
        properties = self.workbook.find(main("workbookPr"))
        return properties is not None and properties.get("date1904") in ("1", "true", "on")

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """All sheets in tab order, chart sheets as well."""
        return tuple(element.get("name", "") for element in self._entries())

    def has_sheet(self, name: str) -> bool:
        """Whether there is a sheet of this name; Excel compares names without case."""
        return any(other.casefold() == name.casefold() for other in self.sheet_names)

    def has_part(self, name: str) -> bool:
        """Whether a sheet stands in a part. Raises KeyError."""
        try:
            return bool(self.sheet_part(name))
        except KeyError:
            self._index(name)
            return False

    def has_part_of(self, name: str) -> bool:
        """Whether there is a sheet of this name, and it stands in a part."""
        return self.has_sheet(name) and self.has_part(name)

    def sheet_part(self, name: str) -> str:
        """The part of a sheet. Raises KeyError."""
        rel_id = self._sheet(name).get(_RID)
        for rel in self.rels(self.workbook_part):
            if rel.id == rel_id and rel.target in self:
                return rel.target
        raise KeyError(f"no part for sheet {name}")

    def sheet_id(self, name: str) -> int:
        """The sheetId of a sheet, which stays when tabs are moved. Raises KeyError."""
        return whole(self._sheet(name), "sheetId")

    def add_sheet_entry(
        self, name: str, part: str, before: str | None = None, very_hidden: bool = False
    ) -> None:
        """List the sheet ``part`` as ``name``, at the end or before another sheet. Raises ValueError if it is there."""
        if self.has_sheet(name):
            raise ValueError(f"sheet {name} exists")
        entries = self._entries()
        rel_id = self.add_rel(self.workbook_part, f"{REL}/worksheet", part)
        number = max((whole(element, "sheetId") for element in entries), default=0) + 1
        home = self.workbook.find(main("sheets"))
        state = {"state": "veryHidden"} if very_hidden else {}
        entry = home.makeelement(main("sheet"), {"name": name, "sheetId": str(number), **state, _RID: rel_id})
        index = len(entries) if before is None else self._index(before)
        if index < len(entries):
            entries[index].addprevious(entry)
        else:
            home.append(entry)
        self._shift(index, +1)
        self._sheet_list_changed()

    def remove_sheet(self, name: str) -> None:
        """Remove a sheet, its local names and every part that only it used.

        Raises KeyError, and ValueError for the only sheet. A global name that points to the sheet gets
        ``#REF!``, as in Excel: one that points to nothing makes Excel offer a repair.
        """
        entries = self._entries()
        if len(entries) == 1:
            raise ValueError("the only sheet cannot be removed")
        part = self.sheet_part(name)
        index = self._index(name)
        entry = entries[index]
        for element in list(self._defined_names()):
            if element.get("localSheetId") == str(index):
                self._remove_name(element)
            elif element.text:
                element.text = _without_sheet(element.text, entry.get("name", ""))
        self.remove_rel(self.workbook_part, entry.get(_RID))
        entry.getparent().remove(entry)
        self._shift(index, -1)
        self.drop(part)
        self._sheet_list_changed()

    def rename_sheet(self, old: str, new: str) -> None:
        """Give a sheet another name, in the workbook part only.

        Its local names (print area) follow. Formulas and global names do not: they go on pointing to the
        old name, which a new sheet may take. Raises KeyError, ValueError.
        """
        if self.has_sheet(new) and old.casefold() != new.casefold():
            raise ValueError(f"sheet {new} exists")
        index = str(self._index(old))
        entry = self._sheet(old)
        before = entry.get("name")
        for element in self._defined_names():
            if element.get("localSheetId") == index and element.text:
                element.text = rename_in_formula(element.text, before, new)
        entry.set("name", new)
        self._sheet_list_changed()

    def defined_name(self, name: str, sheet: str | None = None) -> str | None:
        """What a global name, or one local to ``sheet``, stands for. None if there is none. Raises KeyError."""
        element = self._find_name(name, sheet)
        return None if element is None else element.text or ""

    def local_names(self, sheet: str) -> dict[str, str]:
        """The names local to a sheet and what they stand for. Raises KeyError."""
        index = str(self._index(sheet))
        return {
            element.get("name", ""): element.text or ""
            for element in self._defined_names()
            if element.get("localSheetId") == index
        }

    def set_defined_name(self, name: str, text: str, sheet: str | None = None, hidden: bool = False) -> None:
        """Set a global name, or one local to ``sheet``. Raises KeyError."""
        element = self._find_name(name, sheet)
        if (
            element is not None
            and element.text == text
            and (element.get("hidden") in ("1", "true")) == hidden
        ):
            return
        if element is None:
            home = self.workbook.find(main("definedNames"))
            if home is None:
                home = self.workbook.makeelement(main("definedNames"))
                put_in_order(self.workbook, home, WORKBOOK_ORDER)
            element = etree.SubElement(home, main("definedName"), {"name": name})
            if sheet is not None:
                element.set("localSheetId", str(self._index(sheet)))
        if hidden:
            element.set("hidden", "1")
        else:
            element.attrib.pop("hidden", None)
        element.text = text
        self.changed(self.workbook_part)

    def remove_defined_name(self, name: str, sheet: str | None = None) -> None:
        """Remove a name if it is there. Raises KeyError for an unknown sheet."""
        element = self._find_name(name, sheet)
        if element is not None:
            self._remove_name(element)
            self.changed(self.workbook_part)

    def set_full_calc_on_load(self) -> None:
        """Make Excel compute everything on opening, and drop the calculation chain, which Excel rebuilds."""
        setting = next(self.workbook.iter(main("calcPr")), None)
        if setting is None:
            setting = self.workbook.makeelement(main("calcPr"))
            put_in_order(self.workbook, setting, WORKBOOK_ORDER)
        if setting.get("fullCalcOnLoad") != "1":
            setting.set("fullCalcOnLoad", "1")
            self.changed(self.workbook_part)
        for rel in self.calculation_chains:
            self.remove_rel(self.workbook_part, rel.id, rel.type)
            self.drop(rel.target)

    @property
    def calculation_chains(self) -> list[Relationship]:
        """What leads to a calculation chain, and to no sheet or other part that only calls itself one."""
        sheets = {element.get(_RID) for element in self._entries()}
        called = [
            rel for rel in self.rels(self.workbook_part) if rel.is_a("calcChain") and rel.id not in sheets
        ]
        return [rel for rel in called if rel.target in self and b"calcChain" in self.data(rel.target)[:_HEAD]]

    # inside

    def _entries(self) -> list[Element]:
        """The entry of each sheet in tab order; comments and the unknown between them are passed over."""
        return list(self.workbook.iterfind(f"{main('sheets')}/{main('sheet')}"))

    def _sheet(self, name: str) -> Element:
        return self._entries()[self._index(name)]

    def _index(self, name: str) -> int:
        for index, other in enumerate(self.sheet_names):
            if other.casefold() == name.casefold():
                return index
        raise KeyError(f"no sheet {name}")

    def _defined_names(self) -> Iterable[Element]:
        home = self.workbook.find(main("definedNames"))
        return [] if home is None else list(home.iterchildren(main("definedName")))

    def _find_name(self, name: str, sheet: str | None) -> Element | None:
        local = None if sheet is None else str(self._index(sheet))
        for element in self._defined_names():
            if element.get("localSheetId") == local and element.get("name", "").casefold() == name.casefold():
                return element
        return None

    def _remove_name(self, element: Element) -> None:
        home = element.getparent()
        home.remove(element)
        if len(home) == 0:
            home.getparent().remove(home)  # the schema does not allow an empty list

    def _shift(self, index: int, by: int) -> None:
        """Keep everything that counts tabs right when the tab ``index`` comes (+1) or has gone (-1)."""
        for element in self._defined_names():
            local = whole(element, "localSheetId", -1)
            if local >= index:
                element.set("localSheetId", str(local + by))
        last = max(len(self._entries()) - 1, 0)
        for view in self.workbook.iter(main("workbookView")):
            for attribute in ("activeTab", "firstSheet"):
                there = tab = whole(view, attribute)
                if tab >= index and (by > 0 or tab > index):
                    tab += by
                tab = tab if by > 0 else min(tab, last)
                if tab != there:
                    view.set(attribute, str(tab))
            self._show_a_visible_tab(view)

    def _show_a_visible_tab(self, view: Element) -> None:
        states = [element.get("state", "visible") for element in self._entries()]
        active = whole(view, "activeTab")
        if active < len(states) and states[active] != "visible" and "visible" in states:
            nearest = min(
                (place for place, state in enumerate(states) if state == "visible"),
                key=lambda place: abs(place - active),
            )
            view.set("activeTab", str(nearest))

    def _sheet_list_changed(self) -> None:
        self.changed(self.workbook_part)
        titles = self.related("", "extended-properties")
        try:
            root = None if titles is None else self.tree(titles)
        except Stop:  # a broken part that nobody needs stays as it is
            return
        if titles is None or root is None:
            return
        # a list of sheet titles that is not true is worse than none; Excel writes it anew
        for element in list(root.iterchildren(tag=etree.Element)):
            if etree.QName(element).localname in ("HeadingPairs", "TitlesOfParts"):
                element.getparent().remove(element)
                self.changed(titles)


def sheet_prefix(name: str) -> str:
    """A sheet name as a formula spells it, always quoted: ``'市级汇总'!``."""
    return "'" + name.replace("'", "''") + "'!"


def rename_in_formula(text: str, old: str, new: str) -> str:
    """``text`` with the sheet ``old`` in it called ``new``."""
    return _sheet_reference(old).sub(lambda match: sheet_prefix(new), text)


def _without_sheet(text: str, name: str) -> str:
    return _sheet_reference(name).sub(lambda match: "#REF!", text)


def _sheet_reference(name: str) -> re.Pattern[str]:
    quoted = re.escape("'" + name.replace("'", "''") + "'")
    return re.compile(rf"{quoted}!|(?<![\w.'\]]){re.escape(name)}!", re.IGNORECASE)
