"""How cells of a stored workbook look: font, fill, border, how text stands."""

from __future__ import annotations

from typing import NamedTuple

from lxml.etree import _Element as Element

from duban.workbook.file.open_xml import main, parse_xml
from duban.workbook.file.package import Package


class Look(NamedTuple):
    """What a person sees of a cell beside what it holds."""

    font_name: str
    font: tuple[str, ...]
    fill: str
    border: tuple[tuple[str, str, str], ...]
    stands: tuple[str, str, bool]

    @property
    def bare(self) -> bool:
        """Whether nothing of an empty cell that looks so can be seen."""
        return not self.fill and not self.border

    def like(self, wanted: Look) -> bool:
        """Whether it looks as wanted. For Chinese texts of a file LibreOffice has a font of its own where it has not the
        named one."""
        names = {self.font_name, wanted.font_name}
        return self[1:] == wanted[1:] and (len(names) == 1 or not names <= _NAMED)


_NAMED = {"宋体", "黑体"}
"""Fonts that the program names."""


def looks(package: Package) -> list[Look]:
    """By the number that cells name."""
    tree = parse_xml(package.data(str(package.styles_part)))
    fonts, fills, borders = (
        [told(each) for each in tree.iterfind(f"{main(kind)}/*")]
        for kind, told in (("fonts", _font), ("fills", _fill), ("borders", _border))
    )
    return [
        Look(
            *fonts[int(xf.get("fontId", "0"))],
            fills[int(xf.get("fillId", "0"))],
            borders[int(xf.get("borderId", "0"))],
            _stands(xf.find(main("alignment"))),
        )
        for xf in tree.iterfind(f"{main('cellXfs')}/*")
    ]


def _font(told: Element) -> tuple[str, tuple[str, ...]]:
    on = [kind for kind in ("b", "i", "u", "strike") if _switched(told.find(main(kind)))]
    colour = _colour(told.find(main("color")))
    return _value(told, "name"), (_value(told, "sz"), "" if colour == _BLACK else colour, *on)


_BLACK = "FF000000"
"""What a colour that is not named is as well."""


def _switched(told: Element | None) -> bool:
    return told is not None and told.get("val") not in ("0", "false", "none")


def _value(told: Element, kind: str) -> str:
    found = told.find(main(kind))
    return "" if found is None else str(found.get("val"))


def _colour(told: Element | None) -> str:
    return "" if told is None else str(told.get("rgb") or sorted(told.items()))


def _fill(told: Element) -> str:
    pattern = told.find(main("patternFill"))
    if pattern is None or pattern.get("patternType") == "none":
        return ""
    return f"{pattern.get('patternType')} {_colour(pattern.find(main('fgColor')))}"


def _border(told: Element) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (side, str(line.get("style")), _colour(line.find(main("color"))))
        for side in ("left", "right", "top", "bottom")
        for line in told.iterfind(main(side))
        if line.get("style") not in (None, "none")
    )


def _stands(told: Element | None) -> tuple[str, str, bool]:
    if told is None:
        return "general", "bottom", False
    wraps = told.get("wrapText") in ("1", "true")
    return told.get("horizontal", "general"), told.get("vertical", "bottom"), wraps
