"""styles.xml as a list that only grows: every index that cells use keeps its meaning, equal entries are reused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.file.open_xml import MAIN, main, parse_xml, put_in_order, write_xml
from duban.workbook.file.xml_numbers import number, whole
from duban.workbook.plan.styles import Fill

STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

_ORDER = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]
_BUILT_IN = {"General": 0, "0": 1, "0.00": 2, "#,##0": 3, "0%": 9, "0.00%": 10, "@": 49}
_FIRST_OWN_FORMAT = 164
_NAMESPACE = re.compile(rb'\s+xmlns(:\w+)?="[^"]*"')
_WHITE = ({"rgb": "FFFFFFFF"}, {"theme": "0"}, {"indexed": "1"}, {"indexed": "9"})
_PARTS = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_USUAL_SIZE = 11.0
_MANY = 20_000
"""Entries of a list from which it is not searched for one that is there already; Excel takes 65,490 formats."""

EMPTY_STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/>'
    '<scheme val="minor"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()
"""The least that a workbook without styles needs before something can be appended."""


class TextStyle(NamedTuple):
    """How a cell shows a text: whether over several lines, and in what size (points)."""

    wraps: bool
    size: float


class StyleSheet:
    """The styles of one workbook. ``changed`` tells whether anything was appended. Raises ValueError (broken XML)."""

    def __init__(self, data: bytes = EMPTY_STYLES) -> None:
        self._root = parse_xml(data)
        self._known: dict[str, dict[bytes, int]] = {}
        self._lists: dict[str, list[Element]] = {}
        self._codes: dict[int, str] | None = None
        self._text_styles: dict[int, TextStyle] = {}
        for wrapper in self._root.findall("{*}AlternateContent"):
            inner = next((each for each in wrapper.iter(*map(main, _ORDER))), None)
            if (
                inner is not None and self._root.find(inner.tag) is None
            ):  # readers look for a list within as well
                self._root.replace(wrapper, inner)
        for doubled in [each for kind in _ORDER for each in self._root.findall(main(kind))[1:]]:
            self._root.remove(doubled)  # of two lists some readers take the first, others the last or both
        for least in parse_xml(EMPTY_STYLES).iterchildren():
            if not self._list(etree.QName(least).localname):
                old = self._root.find(least.tag)
                if old is not None:
                    self._root.remove(old)
                put_in_order(self._root, least, _ORDER)
                self._lists.clear()
        self.changed = False

    def merge(self, donor: StyleSheet) -> tuple[dict[int, int], dict[int, int]]:
        """Take over the styles of another workbook.

        Returns two maps from the donor's indices to ours: of cell formats (xf) and of differential formats (dxf).
        """
        maps = {kind: self._append_all(kind, donor) for _, kind in _PARTS}
        xf_map = {}
        for index, xf in enumerate(donor._list("cellXfs")):
            copy = deepcopy(xf)
            copy.set("numFmtId", str(self._number_format_id(donor.number_format(index))))
            copy.set("xfId", "0")  # the donor's named styles are not taken over
            for attribute, kind in _PARTS:
                copy.set(attribute, str(maps[kind][whole(xf, attribute)]))
                # without the named style nothing else says that this part counts
                copy.set("apply" + attribute.removesuffix("Id").capitalize(), "1")
            copy.set("applyNumberFormat", "1")
            if copy.find(main("alignment")) is not None:
                copy.set("applyAlignment", "1")
            xf_map[index] = self._append("cellXfs", copy)
        return xf_map, self._append_all("dxfs", donor)

    def variant(self, base: int, code: str) -> int:
        """The index of the cell format ``base`` with the number format ``code`` on it."""
        if self.number_format(base) == code:
            return base
        xf = deepcopy(self._xf(base))
        xf.set("numFmtId", str(self._number_format_id(code)))
        xf.set("applyNumberFormat", "1")
        xf.attrib.pop("quotePrefix", None)  # else Excel takes the value for text
        return self._append("cellXfs", xf)

    def filled(self, base: int, fill: Fill) -> int:
        """The index of the cell format ``base`` on another ground. All else stays, but white text, which no
        light ground shows, gets the usual colour."""
        xf = deepcopy(self._xf(base))
        entry = self._root.makeelement(main("fill"))
        pattern = etree.SubElement(entry, main("patternFill"), {"patternType": fill.pattern})
        etree.SubElement(pattern, main("fgColor"), {"rgb": "FF" + fill.front})
        if fill.back:
            etree.SubElement(pattern, main("bgColor"), {"rgb": "FF" + fill.back})
        xf.set("fillId", str(self._append("fills", entry)))
        xf.set("applyFill", "1")
        fonts = self._list("fonts")
        font = deepcopy(fonts[min(whole(xf, "fontId"), len(fonts) - 1)])
        colour = font.find(main("color"))
        if colour is not None and dict(colour.attrib) in _WHITE:
            font.remove(colour)
            xf.set("fontId", str(self._append("fonts", font)))
            xf.set("applyFont", "1")
        return self._append("cellXfs", xf)

    def number_format(self, xf: int) -> str:
        """The number format code of a cell format; ``#<id>`` for a built-in one that has no fixed code here."""
        number = whole(self._xf(xf), "numFmtId")
        if number in self._defined:
            return self._defined[number]
        return next((code for code, known in _BUILT_IN.items() if known == number), f"#{number}")

    def text_style(self, xf: int) -> TextStyle:
        """How a cell format shows a text."""
        if xf not in self._text_styles:
            told = self._xf(xf)
            fonts, alignment = self._list("fonts"), told.find(main("alignment"))
            font = fonts[min(whole(told, "fontId"), len(fonts) - 1)] if fonts else None
            size = None if font is None else font.find(main("sz"))
            points = (None if size is None else number(size, "val")) or _USUAL_SIZE
            wraps = alignment is not None and alignment.get("wrapText") in ("1", "true")
            self._text_styles[xf] = TextStyle(wraps, points)
        return self._text_styles[xf]

    def dxf(self, fill: str, font: str) -> int:
        """The index of the differential format with these two colours (RRGGBB)."""
        dxf = self._root.makeelement(main("dxf"))
        etree.SubElement(etree.SubElement(dxf, main("font")), main("color"), {"rgb": "FF" + font})
        pattern = etree.SubElement(etree.SubElement(dxf, main("fill")), main("patternFill"))
        etree.SubElement(pattern, main("bgColor"), {"rgb": "FF" + fill})
        return self._append("dxfs", dxf)

    def light_dxfs(self, colours: Mapping[str, tuple[str, str]]) -> dict[str, int]:
        """The differential format of each light, from its fill and font colour."""
        return {light: self.dxf(fill, font) for light, (fill, font) in colours.items()}

    def to_bytes(self) -> bytes:
        """The part."""
        return write_xml(self._root)

    def _list(self, kind: str) -> list[Element]:
        """The entries of a list; they are found once, and only grow."""
        if kind not in self._lists:
            home = self._root.find(main(kind))
            self._lists[kind] = [] if home is None else list(home.iterchildren(tag=etree.Element))
        return self._lists[kind]

    def _xf(self, index: int) -> Element:
        """A cell format; the first where a cell names one that is not there, as Excel shows it."""
        formats = self._list("cellXfs")
        return formats[index if index < len(formats) else 0]

    @property
    def _defined(self) -> dict[int, str]:
        """The number formats that the workbook defines; of two of one number the first."""
        if self._codes is None:
            self._codes = {}
            for element in self._list("numFmts"):
                self._codes.setdefault(whole(element, "numFmtId", -1), str(element.get("formatCode")))
        return self._codes

    def _append_all(self, kind: str, donor: StyleSheet) -> dict[int, int]:
        return {index: self._append(kind, deepcopy(entry)) for index, entry in enumerate(donor._list(kind))}

    def _append(self, kind: str, entry: Element) -> int:
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = {}
            there = self._list(kind)
            for index, other in enumerate(there if len(there) < _MANY else ()):
                known.setdefault(_canonical(other), index)
        key = _canonical(entry)
        if key not in known:
            home = self._root.find(main(kind))
            if home is None:
                home = self._root.makeelement(main(kind))
                put_in_order(self._root, home, _ORDER)
            entries = self._list(kind)
            known[key] = len(entries)
            home.append(entry)
            entries.append(entry)
            home.set("count", str(len(entries)))
            self.changed = True
        return known[key]

    def _number_format_id(self, code: str) -> int:
        if code.startswith("#") and code[1:].isdigit():
            return int(code[1:])
        codes = self._defined
        # a workbook may give a built-in number another meaning; then it is of no use here
        if code in _BUILT_IN and codes.get(_BUILT_IN[code], code) == code:
            return _BUILT_IN[code]
        number = next((number for number, known in codes.items() if known == code and number >= 0), None)
        if number is None:
            # a cell format may name a number that nothing defines; it must not come to mean ours
            named = (whole(xf, "numFmtId") for kind in ("cellXfs", "cellStyleXfs") for xf in self._list(kind))
            number = max([_FIRST_OWN_FORMAT - 1, *codes, *named]) + 1
            codes[number] = code
            entry = self._root.makeelement(main("numFmt"), {"numFmtId": str(number), "formatCode": code})
            self._append("numFmts", entry)
        return number


def _canonical(entry: Element) -> bytes:
    """One spelling for equal entries, whatever prefixes and attribute order the file uses."""
    return _canonical_of(etree.tostring(entry, with_tail=False))


@lru_cache(maxsize=4096)
def _canonical_of(data: bytes) -> bytes:
    copy = parse_xml(data)
    for element in copy.iter(tag=etree.Element):
        name = etree.QName(element)
        if name.namespace == MAIN:
            element.tag = name.localname
        if not (element.text or "").strip():
            element.text = None
        element.tail = None
    return _NAMESPACE.sub(b"", etree.tostring(copy, method="c14n"))
