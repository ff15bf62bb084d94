"""Where the parts of a workbook stand, as its relationships say: sheets, texts, styles; and what is odd there.

Read with the standard library's parser alone, for a batch looks at hundreds of files. What no figure needs may
be wrong: it is passed over and named. What makes rows or parts unreadable stops.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from duban.workbook.opening.archive import Archive
from duban.workbook.opening.strict_dialect import ORDINARY_MAIN, STRICT_MAIN
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

CONTENT_TYPES_PART = "[Content_Types].xml"
ROOT_RELS = "_rels/.rels"
USUAL_TEXTS, USUAL_STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
"""Where these usually stand; the texts also in a file that forgot to say so."""

_OTHER_SHEETS = ("chartsheet", "dialogsheet", "xlmacrosheet", "xlintlmacrosheet")
"""Kinds of relationship, in small letters, of sheets that hold no rows of cells."""

_WHOLE_NUMBERS = {
    "workbookview": ("activeTab", "firstSheet"),
    "sheet": ("sheetId",),
    "definedname": ("localSheetId",),
}
"""Element, in small letters → its attributes that shall be whole numbers, and that no figure needs."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_NAMESPACES = {"Types": f"{_PACKAGE}content-types", "Relationship": f"{_PACKAGE}relationships"}
"""Element → the namespace without which it says nothing to any reader, in both dialects."""

Attributes = dict[str, str]


class Link(NamedTuple):
    """One relationship: the last word of its type, and the part that it leads to (as written where external)."""

    kind: str
    target: str
    external: bool


class Oddity(NamedTuple):
    """Something in a part that cannot be, and that was passed over."""

    part: str
    what: Say


class BookParts:
    """The parts of one workbook. Raises Stop ``damaged``, ``no_workbook_inside``."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._followed: set[str | None] = set()
        """The relationships that were read, which then can be."""
        self.oddities: list[Oddity] = [Oddity(name, _BAD_NAME) for name in archive.odd_names]
        if not elements(archive, CONTENT_TYPES_PART, "Types"):
            raise self._damaged(
                Say(f"{CONTENT_TYPES_PART} 不是部件清单", f"{CONTENT_TYPES_PART} lists no parts")
            )
        self.workbook = self._workbook()
        self._all = self._links(self.workbook)
        self.links: Mapping[str, Link] = dict(reversed(self._all))
        """The relationships of the workbook by id; of two with one id the first."""
        self.sheets: dict[str, str] = {}
        """The name of each worksheet → its part, in order."""
        self.visible: frozenset[str] = frozenset()
        """The names of those that are not hidden."""
        self.tabs: list[str] = []
        """The names of all sheets, of whatever kind, in order."""
        self.local_names: set[tuple[str, int]] = set()
        """Each defined name of a sheet's own, in small letters, and the place of its tab from 0."""
        self.macro_sheets: list[str] = []
        """The parts of sheets that hold programs of Excel 4."""
        self.date1904 = False
        self.namespaces: frozenset[str] = frozenset({ORDINARY_MAIN})
        """Those of workbook, sheets and styles: a strict workbook may have parts of both dialects."""
        self._read()
        self._look_at_links()

    @property
    def texts(self) -> str | None:
        """The part of the shared strings."""
        return self._related("sharedstrings") or self._archive.find(USUAL_TEXTS)

    @property
    def styles(self) -> str | None:
        """The part of the styles; one that nothing leads to is none, to Excel either."""
        return self._related("styles")

    def linked(self, part: str, kind: str) -> list[str]:
        """The parts that a part leads to by a relationship of this kind, in small letters."""
        links = self._links(part)
        return [link.target for _, link in links if link.kind == kind and not link.external]

    # inside

    def _workbook(self) -> str:
        rels = self._archive.find(ROOT_RELS)
        if rels is None:
            raise self._damaged(Say(f"缺少 {ROOT_RELS}", f"no {ROOT_RELS}"))
        for _, link in self._links(""):
            if link.kind == "officedocument" and not link.external:
                return link.target
        raise self._damaged(Say(f"{ROOT_RELS} 没有指出工作簿", f"{ROOT_RELS} names no workbook"))

    def _links(self, source: str) -> list[tuple[str, Link]]:
        """Every relationship of a part, with its id, which may stand there twice."""
        folder, name = posixpath.split(source)
        part = self._archive.find(posixpath.join(folder, "_rels", name + ".rels"))
        found: list[tuple[str, Link]] = []
        self._followed.add(part)
        for attributes in elements(self._archive, part, "Relationship") if part is not None else ():
            external = attributes.get("TargetMode") == "External"
            target = attributes.get("Target", "")
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            target = target if external else self._archive.resolve(source, target)
            found.append((attributes.get("Id", ""), Link(kind, target, external)))
        return found

    def _related(self, kind: str) -> str | None:
        parts = (link.target for _, link in self._all if link.kind == kind and not link.external)
        return next((part for part in parts if part in self._archive), None)

    def _read(self) -> None:
        visible: set[str] = set()
        names: set[str] = set()
        path: list[str] = []
        listed: list[str] = []

        def start(name: str, attributes: Attributes) -> None:
            element = local(name).lower()
            path.append(element)
            if len(path) == 1:
                namespace = name.rpartition("}")[0]
                if element != "workbook" or namespace not in (ORDINARY_MAIN, STRICT_MAIN):
                    raise self._damaged(Say(f"{self.workbook} 不是工作簿", f"{self.workbook} is no workbook"))
                self.namespaces |= {namespace}
            if element == "sheets":
                if len(path) != 2:
                    why = f"{self.workbook}: sheets within {path[-2]}"
                    raise self._damaged(Say(why, why))
                listed.append(element)
            if path == ["workbook", "sheets", "sheet"]:
                self._sheet(attributes, names, visible)
            elif path[1:2] == ["sheets"] and len(path) == 3:
                self._odd(self.workbook, Say(f"sheets 中的 {element}", f"{element} within sheets"))
            elif path == ["workbook", "definednames", "definedname"]:
                place = attributes.get("localSheetId", "")
                if place.isascii() and place.isdigit() and len(place) < 10:
                    self.local_names.add((attributes.get("name", "").casefold(), int(place)))
            elif path == ["workbook", "workbookpr"]:
                self.date1904 = attributes.get("date1904") in ("1", "true", "on")
            self._check_numbers(element, attributes)

        def end(name: str) -> None:
            path.pop()

        def comment(text: str) -> None:
            if path[1:2] == ["sheets"]:
                self._odd(self.workbook, Say("sheets 中的注释", "a comment within sheets"))

        _parse(self._archive, self.workbook, start, end, comment)
        if not listed:
            raise self._damaged(Say(f"{self.workbook}: 没有工作表", f"{self.workbook}: no sheets"))
        self.visible = frozenset(visible)
        parts = list(self.sheets.values())
        if len(set(parts)) < len(parts):
            doubled = next(part for part in parts if parts.count(part) > 1)
            raise self._damaged(Say(f"两张工作表都指向 {doubled}", f"two sheets lead to {doubled}"))

    def _sheet(self, attributes: Attributes, names: set[str], visible: set[str]) -> None:
        name = attributes.get("name", "")
        self.tabs.append(name)
        if name.casefold() in names:
            raise self._damaged(Say(f"两张工作表都叫“{name}”", f"two sheets are called '{name}'"))
        names.add(name.casefold())
        rel = next((value for key, value in attributes.items() if key.endswith("}id")), "")
        link = self.links.get(rel)
        if not rel:  # how Excel keeps the module sheets of its fifth version
            return
        if link is None or link.external:
            raise self._damaged(Say(f"缺少工作表“{name}”的部件", f"no part of sheet '{name}'"))
        if link.kind in _OTHER_SHEETS:
            if "macro" in link.kind:
                self.macro_sheets.append(link.target)
            return
        if link.target not in self._archive:
            raise self._damaged(Say(f"缺少工作表“{name}”的部件", f"no part of sheet '{name}'"))
        if link.kind != "worksheet":
            self._odd(
                self.workbook,
                Say(f"工作表“{name}”的类型 {link.kind}", f"the kind {link.kind} of sheet '{name}'"),
            )
            return
        self.sheets[name] = link.target
        if attributes.get("state", "visible") == "visible":
            visible.add(name)

    def _check_numbers(self, element: str, attributes: Attributes) -> None:
        for name in _WHOLE_NUMBERS.get(element, ()):
            value = attributes.get(name, "0")
            if not (value.isascii() and value.isdigit() and len(value) < 10):
                self._odd(self.workbook, Say(f"{name}=“{value[:40]}”", f"{name}='{value[:40]}'"))

    def _look_at_links(self) -> None:
        """Relationships of other parts that cannot be read: these parts are kept and not looked into."""
        for key in self._archive.keys:
            if key.endswith(".rels") and self._archive.find(key) not in self._followed:
                part = self._archive.find(key)
                try:
                    elements(self._archive, part or key, "Relationship")
                except Stop as stop:
                    self._odd(part or key, stop.what)

    def _odd(self, part: str, what: Say) -> None:
        oddity = Oddity(part, what)
        if oddity not in self.oddities:
            self.oddities.append(oddity)

    def _damaged(self, why: Say) -> Stop:
        return Stop("damaged", path=self._archive.path, why=why)


_BAD_NAME = Say("部件名的写法", "the spelling of its name")


def local(name: str) -> str:
    """A name as the parser gives it, without its namespace."""
    return name.rpartition("}")[2]


def elements(archive: Archive, part: str, wanted: str) -> list[Attributes]:
    """The attributes (``namespace}name``) of each element called ``wanted`` in a part, with any prefix.

    Raises Stop ``damaged`` for a part that is not there, is broken XML, or says it in a namespace that nobody
    knows, and those of ``Archive.read``.
    """
    found: list[Attributes] = []

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == wanted:
            namespace = name.rpartition("}")[0]
            if namespace != _NAMESPACES.get(wanted, namespace):
                what = Say(f"{part}：命名空间 {namespace[:80]}", f"{part}: namespace {namespace[:80]}")
                raise Stop("damaged", path=archive.path, why=what)
            found.append(attributes)

    _parse(archive, part, start)
    return found


def _parse(
    archive: Archive,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    comment: Callable[[str], None] | None = None,
) -> None:
    stored = archive.find(part)
    if stored is None:
        raise Stop("damaged", path=archive.path, why=Say(f"缺少 {part}", f"no {part}"))
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CommentHandler = comment
    try:
        parser.Parse(archive.read_xml(stored), True)
    except expat.ExpatError as error:
        raise Stop("damaged", path=archive.path, why=f"{part}: {error}") from error
