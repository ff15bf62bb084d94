"""An .xlsx or .xlsm file as its OPC parts in memory: look parts up, change a few, keep the bytes of the rest."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote, unquote

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.file.attributes import whole
from duban.workbook.opening.archive import Archive, part_key
from duban.workbook.opening.book_parts import CONTENT_TYPES_PART as CONTENT_TYPES_PART
from duban.workbook.opening.book_parts import USUAL_TEXTS
from duban.workbook.opening.dialect import TRANSITIONAL, check_pure, dialect_of
from duban.workbook.say.errors import Say, Stop

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

_RELATIONSHIP = f"{{{PACKAGE_REL}}}Relationship"
_HEAD = 1024
_DEFAULT = f"{{{CONTENT_TYPES}}}Default"
_OVERRIDE = f"{{{CONTENT_TYPES}}}Override"
_RID = f"{{{REL}}}id"
_DOCTYPES = tuple("<!DOCTYPE".encode(codec) for codec in ("utf-8", "utf-16-le", "utf-16-be"))

# The schema fixes the order of children; Excel offers to repair a file that breaks it.
_WORKBOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
]


def main(tag: str) -> str:
    """The name of a SpreadsheetML element as lxml spells it."""
    return f"{{{MAIN}}}{tag}"


class HasDtd(ValueError):
    """A document type declaration, which no workbook needs and which can make a parser do anything."""


def parse_xml(data: bytes, part: str = "", recover: bool = False) -> Element:
    """The root of one XML part; ``recover`` reads what can be read of a broken one.

    Raises ValueError for broken XML, and its kind HasDtd.
    """
    if any(mark in data for mark in _DOCTYPES):
        raise HasDtd(f"DTD in {part}")
    # a parser is not shared between calls: lxml parsers must not be used by two threads at once
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover, huge_tree=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"broken XML in {part}: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise HasDtd(f"DTD in {part}")
    return root


def write_xml(root: Element) -> bytes:
    """The bytes of an XML part."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def put_in_order(parent: Element, child: Element, order: Sequence[str]) -> None:
    """Put ``child`` under ``parent`` where the schema's ``order`` of local names wants it.

    It goes after the last child that may stand before it, so that elements that the order does not
    know (``mc:AlternateContent``) stay where they are.
    """
    rank = {name: place for place, name in enumerate(order)}
    own = rank[etree.QName(child).localname]
    before = None
    for element in parent.iterchildren(tag=etree.Element):
        if rank.get(etree.QName(element).localname, len(order)) <= own:
            before = element
    if before is None:
        parent.insert(0, child)
    else:
        before.addnext(child)


def rels_part(part: str) -> str:
    """The name of the part that holds the relationships of ``part`` (``""`` is the package itself)."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relative_target(source: str, part: str) -> str:
    """How a relationship of ``source`` spells ``part``."""
    return quote(posixpath.relpath(part, posixpath.dirname(source) or "."), safe="/._-~()!$&'*+,;=@:")


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship. ``target`` is a part name, or as written where ``external``."""

    id: str
    type: str
    target: str
    external: bool

    def is_a(self, kind: str) -> bool:
        """Whether its type ends in ``/kind``, in any case (transitional and strict types differ before that)."""
        return self.type.rsplit("/", 1)[-1].lower() == kind.lower()


class Package:
    """The parts of one workbook file. Raises Stop ``damaged``, and those of ``Archive``.

    A part is unpacked when somebody asks for it; those that nobody changes are written back as they lie in the
    file. XML parts that are looked into are parsed once: ``tree`` gives the root, and ``changed`` says that it
    was altered. Parts of a Strict Open XML file read and are put in the ordinary dialect, and stay strict in
    the file.
    """

    def __init__(self, archive: Archive) -> None:
        self.path = str(archive.path)
        """What messages call the file."""
        self._archive = archive
        self._dialect = TRANSITIONAL
        self._new: dict[str, bytes] = {}
        self._gone: set[str] = set()
        self._trees: dict[str, Element] = {}
        self._changed: set[str] = set()
        self._added: dict[str, str] = {}
        types = self.find(CONTENT_TYPES_PART)
        if types is None:
            raise self._damaged(Say(f"缺少 {CONTENT_TYPES_PART}", f"no {CONTENT_TYPES_PART}"))
        self.types_part = types
        self.workbook_part = self._find_workbook_part()

    @classmethod
    def read(cls, data: bytes, path: str = "") -> Package:
        """The package in ``data``; ``path`` is only for messages."""
        return cls(Archive(data, path))

    # parts

    @property
    def parts(self) -> tuple[str, ...]:
        """All part names, those that were read first in their old order. Folder entries are no parts."""
        return tuple(self._ordered())

    @property
    def touched(self) -> frozenset[str]:
        """Parts whose bytes differ from those read, with new and dropped ones."""
        self._flush()
        return frozenset(name for name in self._new if not self._is_as_read(name)) | self._gone

    def __contains__(self, part: object) -> bool:
        return part in self._new or (part in self._archive and part not in self._gone)

    def find(self, part: str) -> str | None:
        """The stored name of ``part``; names compare without case, as OPC says. None if there is no such part."""
        if part in self:
            return part
        added = self._added.get(part_key(part)) or self._added.get(part_key(unquote(part)))
        if added is not None:
            return added
        there = self._archive.find(part)
        return None if there in self._gone else there

    def data(self, part: str) -> bytes:
        """The bytes of a part. Raises KeyError; Stop for a part that cannot be unpacked."""
        if part in self._changed:
            self._serialise(part)
        if part in self._new:
            return self._new[part]
        if part in self._gone:
            raise KeyError(part)
        return self._dialect.read(part, self._archive.read(part))

    def same_as(self, part: str, other: Package) -> bool:
        """Whether the files of two packages, as they were read, hold the same bytes under a name."""
        return self._archive.holds_the_same(part, other._archive)

    def size(self, part: str) -> int:
        """How many bytes a part has."""
        return len(self._new[part]) if part in self._new else self._archive.size(part)

    def tree(self, part: str) -> Element:
        """The root of an XML part, the same object on each call.

        Raises KeyError, Stop ``damaged`` (broken XML), ``dtd``.
        """
        if part not in self._trees:
            try:
                self._trees[part] = parse_xml(self.data(part), part)
            except HasDtd as error:
                raise Stop("dtd", path=self.path, part=part) from error
            except ValueError as error:
                raise Stop("damaged", path=self.path, why=str(error)) from error
        return self._trees[part]

    def changed(self, part: str) -> None:
        """Say that the tree of ``part`` was altered."""
        self._changed.add(part)

    def put(self, part: str, data: bytes, content_type: str | None = None) -> None:
        """Add or replace a part; a new one needs its content type unless its extension has a default."""
        if part.endswith(".rels") and self.content_type(part) is None:
            # some programs give each of these parts a type of its own, and none to their kind
            self.put_default_type("rels", RELS_TYPE)
        self._trees.pop(part, None)
        self._changed.discard(part)
        self._new[part] = data
        self._gone.discard(part)
        if part not in self._archive:
            self._added[part_key(part)] = part
        if content_type is not None:
            self._set_content_type(part, content_type)

    def drop(self, part: str) -> None:
        """Remove a part, its relationships, and every part that only it referred to. What tells of other parts stays,
        whatever refers to it."""
        if part not in self or part == self.types_part or part.lower().endswith(".rels"):
            return
        self._forget(part)
        self.drop_rels(part)

    def drop_rels(self, part: str) -> None:
        """Remove all relationships of a part, and every part that only it referred to."""
        targets = [rel.target for rel in self.rels(part) if not rel.external]
        home = self.find(rels_part(part))
        if home is not None:
            self._forget(home)
        for target in targets:
            if target in self and target not in self._referred():
                self.drop(target)

    def fresh_name(self, like: str) -> str:
        """A free part name in the folder of ``like``, with its stem and the lowest free number. Relationships that a
        lost part left behind are somebody's, and none for a new part."""
        stem, extension = posixpath.splitext(like)
        stem = stem.rstrip("0123456789")
        names = (f"{stem}{number}{extension}" for number in count(1))
        return next(name for name in names if not self.find(name) and not self.find(rels_part(name)))

    # relationships

    def rels(self, part: str) -> list[Relationship]:
        """The relationships of ``part`` (``""``: of the package); none where they cannot be read."""
        home = self.find(rels_part(part))
        if home is None:
            return []
        try:
            root = self.tree(home)
        except Stop:  # no row needs it; the look at the file has named it
            return []
        found = []
        for element in root.iter(_RELATIONSHIP):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = self._resolve(part, target)
            found.append(Relationship(element.get("Id", ""), element.get("Type", ""), target, external))
        return found

    def add_rel(self, part: str, kind: str, target: str) -> str:
        """Relate ``part`` to the part ``target``; ``kind`` is a full relationship type. Returns the new id."""
        home = self.find(rels_part(part)) or rels_part(part)
        if home not in self:
            root = etree.Element(f"{{{PACKAGE_REL}}}Relationships", nsmap={None: PACKAGE_REL})
            self.put(home, write_xml(root))
        root = self.tree(home)
        used = {element.get("Id") for element in root.iter(_RELATIONSHIP)}
        number = 1
        while f"rId{number}" in used:
            number += 1
        attributes = {"Id": f"rId{number}", "Type": kind, "Target": relative_target(part, target)}
        etree.SubElement(root, _RELATIONSHIP, attributes)
        self.changed(home)
        return f"rId{number}"

    def remove_rel(self, part: str, rel_id: str, kind: str | None = None) -> None:
        """Remove one relationship, by its full type too where its id may be lacking or another's; its target stays."""
        home = self.find(rels_part(part))
        if home is None:
            return
        for element in list(self.tree(home).iter(_RELATIONSHIP)):
            if element.get("Id", "") == rel_id and kind in (None, element.get("Type", "")):
                element.getparent().remove(element)
                self.changed(home)

    def related(self, part: str, kind: str) -> str | None:
        """The first existing part that ``part`` relates to by a type that ends in ``/kind``."""
        for rel in self.rels(part):
            if rel.is_a(kind) and not rel.external and rel.target in self:
                return rel.target
        return None

    def reach(self, part: str, without: Collection[str] = ()) -> set[str]:
        """``part`` (``""``: the package), what it relates to, and so on, with the parts that hold the relationships.

        Nothing is followed through the parts in ``without``.
        """
        seen: set[str] = set()
        waiting = [part]
        while waiting:
            name = waiting.pop()
            if name in seen or name in without or not (name in self or name == ""):
                continue
            seen.add(name)
            home = self.find(rels_part(name))
            if home is not None:
                seen.add(home)
            waiting += [rel.target for rel in self.rels(name) if not rel.external]
        return seen - {""}

    # content types

    def content_type(self, part: str) -> str | None:
        """The content type of a part, by its own entry or by its extension."""
        extension = part.rpartition(".")[2].lower()  # splitext finds none in ".rels"
        default = None
        for element in self.tree(self.types_part):
            if element.tag == _OVERRIDE and part_key(unquote(element.get("PartName", ""))) == part_key(part):
                return str(element.get("ContentType"))
            if element.tag == _DEFAULT and element.get("Extension", "").lower() == extension:
                default = element.get("ContentType")
        return default

    def put_default_type(self, extension: str, content_type: str) -> None:
        """Give all parts of an extension their content type, unless the extension has one."""
        root = self.tree(self.types_part)
        known = [
            element
            for element in root.iterchildren(_DEFAULT)
            if element.get("Extension", "").lower() == extension
        ]
        for element in known:
            if not element.get("ContentType"):
                element.set("ContentType", content_type)
                self.changed(self.types_part)
        if not known:
            root.insert(0, root.makeelement(_DEFAULT, {"Extension": extension, "ContentType": content_type}))
            self.changed(self.types_part)

    def _set_content_type(self, part: str, content_type: str) -> None:
        if self.content_type(part) == content_type:
            return
        root = self.tree(self.types_part)
        etree.SubElement(root, _OVERRIDE, {"PartName": "/" + quote(part), "ContentType": content_type})
        self.changed(self.types_part)

    # the workbook part

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
        self._shift(index, +1)
        if index < len(entries):
            entries[index].addprevious(entry)
        else:
            home.append(entry)
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
                put_in_order(self.workbook, home, _WORKBOOK_ORDER)
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
            put_in_order(self.workbook, setting, _WORKBOOK_ORDER)
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

    def to_bytes(self) -> bytes:
        """The file. The same parts give the same bytes; old entries keep order, time and kind of compression.

        Parts that nobody touched are not packed again.
        """
        self._flush()
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
            for name in self._archive.folders:
                self._archive.copy(name, target)
            for name in self._ordered():
                if name in self._new and not self._is_as_read(name):
                    if self._dialect.pairs and name in self._archive:
                        check_pure(self._dialect, self.path, name, self._archive.read(name))
                    data = self._dialect.write(name, self._new[name])
                    target.writestr(self._archive.new_entry(name), data)
                else:
                    self._archive.copy(name, target)
        return stream.getvalue()

    # inside

    def _find_workbook_part(self) -> str:
        self.tree(self.types_part)
        for rel in self.rels(""):
            if rel.is_a("officeDocument") and not rel.external and rel.target in self:
                self._dialect = dialect_of(self.data(rel.target), self.path)
                # a Word or PowerPoint file, or .xlsb, has another root
                if etree.QName(self.tree(rel.target)).localname == "workbook":
                    return rel.target
        raise self._damaged(Say("没有工作簿部件", "no workbook part"))

    def _resolve(self, part: str, target: str) -> str:
        named = self._archive.resolve(part, target)
        return self.find(named) or named

    def _is_as_read(self, part: str) -> bool:
        try:
            return part in self._archive and self._new[part] == self._dialect.read(
                part, self._archive.read(part)
            )
        except Stop:  # what cannot be read is not the same
            return False

    def _ordered(self) -> Iterator[str]:
        yield from (name for name in self._archive.names if name not in self._gone)
        yield from (name for name in self._new if name not in self._archive)

    def _referred(self) -> set[str]:
        sources = [_source_of(name) for name in self._ordered() if name.lower().endswith(".rels")]
        return {rel.target for source in sources for rel in self.rels(source) if not rel.external}

    def _forget(self, part: str) -> None:
        self._new.pop(part, None)
        self._trees.pop(part, None)
        self._changed.discard(part)
        self._added.pop(part_key(part), None)
        if part in self._archive:
            self._gone.add(part)

    def _damaged(self, why: Say) -> Stop:
        return Stop("damaged", path=self.path, why=why)

    def _flush(self) -> None:
        # content types of dropped parts go last, so that a part dropped and put again keeps its entry's place
        root = self.tree(self.types_part)
        for element in list(root.iter(_OVERRIDE)):
            name = element.get("PartName", "").lstrip("/")
            if self.find(name) is None and name in self._dropped_keys():
                root.remove(element)
                self.changed(self.types_part)
        for part in list(self._changed):
            self._serialise(part)

    def _dropped_keys(self) -> set[str]:
        return {spelling for name in self._gone for spelling in (name, quote(name))}

    def _serialise(self, part: str) -> None:
        self._new[part] = write_xml(self._trees[part])
        self._changed.discard(part)

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


def copy_part(source: Package, part: str, target: Package) -> str:
    """Copy a part of ``source`` with all that it relates to into ``target`` under free names. Returns its name."""
    new = target.fresh_name(part)
    target.put(new, source.data(part), source.content_type(part))
    copy_rels(source, part, target, new)
    return new


def copy_rels(source: Package, part: str, target: Package, new: str) -> None:
    """Give ``new`` in ``target`` the relationships that ``part`` has in ``source``, and copy what they name."""
    home = source.find(rels_part(part))
    if home is None:
        return
    root = deepcopy(source.tree(home))
    for element, rel in zip(root.iter(_RELATIONSHIP), source.rels(part), strict=True):
        if not rel.external:
            element.set("Target", relative_target(new, copy_part(source, rel.target, target)))
    target.put(rels_part(new), write_xml(root))


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


def _source_of(rels: str) -> str:
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
