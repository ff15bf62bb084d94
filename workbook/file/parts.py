"""An .xlsx or .xlsm file as its OPC parts in memory: look parts up, change a few, keep the bytes of the rest."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import count
from typing import Self
from urllib.parse import quote, unquote

from lxml import etree
from lxml.etree import _Element as Element

from duban.workbook.file.open_xml import HasDtd, head_of, parse_xml, write_xml
from duban.workbook.file.relationships import Relationship, relative_target, rels_part, source_of
from duban.workbook.opening.archive import Archive, part_key
from duban.workbook.opening.book_parts import CONTENT_TYPES_PART
from duban.workbook.opening.strict_dialect import TRANSITIONAL, check_pure, dialect_of
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
RELATIONSHIP = f"{{{PACKAGE_REL}}}Relationship"
_DEFAULT = f"{{{CONTENT_TYPES}}}Default"
_OVERRIDE = f"{{{CONTENT_TYPES}}}Override"


class Parts:
    """The parts of one workbook file, with their relationships and content types. Raises Stop ``damaged``, and those of ``Archive``.

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
        self._rels: dict[str, tuple[Relationship, ...]] = {}
        self._changed: set[str] = set()
        self._added: dict[str, str] = {}
        types = self.find(CONTENT_TYPES_PART)
        if types is None:
            raise self._damaged(Say(f"缺少 {CONTENT_TYPES_PART}", f"no {CONTENT_TYPES_PART}"))
        self.types_part = types
        self.workbook_part = self._find_workbook_part()

    @classmethod
    def read(cls, data: bytes, path: str = "") -> Self:
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

    def same_as(self, part: str, other: Parts) -> bool:
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
            self._trees[part] = self._parsed(part, parse_xml)
        return self._trees[part]

    def head(self, part: str, tag: str) -> Element:
        """The root of a part with all that stands before its first ``tag``, to read. Raises as ``tree``."""
        return self._parsed(part, partial(head_of, tag=tag))

    def _parsed(self, part: str, parse: Callable[[bytes, str], Element]) -> Element:
        try:
            return parse(self.data(part), part)
        except HasDtd as error:
            raise Stop("dtd", path=self.path, part=part) from error
        except ValueError as error:
            raise Stop("damaged", path=self.path, why=str(error)) from error

    def changed(self, part: str) -> None:
        """Say that the tree of ``part`` was altered."""
        self._changed.add(part)
        if part.lower().endswith(".rels"):
            self._rels.clear()

    def put(self, part: str, data: bytes, content_type: str | None = None) -> None:
        """Add or replace a part; a new one needs its content type unless its extension has a default."""
        if part.endswith(".rels") and self.content_type(part) is None:
            # some programs give each of these parts a type of its own, and none to their kind
            self.put_default_type("rels", RELS_TYPE)
        if part.lower().endswith(".rels") or part not in self:  # what was lost may be found by now
            self._rels.clear()
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

    def keep(self, parts: Collection[str]) -> None:
        """Remove every part but these, whatever refers to them, and the relationships of those removed."""
        homes = {home for part in ("", *parts) if (home := self.find(rels_part(part)))}
        for part in self.parts:
            if part not in parts and part not in homes and part != self.types_part:
                self._forget(part)

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
        if part not in self._rels:
            self._rels[part] = tuple(self._read_rels(part))
        return list(self._rels[part])

    def _read_rels(self, part: str) -> list[Relationship]:
        home = self.find(rels_part(part))
        if home is None:
            return []
        try:
            root = self.tree(home)
        except Stop:  # no row needs it; the look at the file has named it
            return []
        found = []
        for element in root.iter(RELATIONSHIP):
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
        used = {element.get("Id") for element in root.iter(RELATIONSHIP)}
        number = 1
        while f"rId{number}" in used:
            number += 1
        attributes = {"Id": f"rId{number}", "Type": kind, "Target": relative_target(part, target)}
        etree.SubElement(root, RELATIONSHIP, attributes)
        self.changed(home)
        return f"rId{number}"

    def remove_rel(self, part: str, rel_id: str, kind: str | None = None) -> None:
        """Remove one relationship, by its full type too where its id may be lacking or another's; its target stays."""
        home = self.find(rels_part(part))
        if home is None:
            return
        for element in list(self.tree(home).iter(RELATIONSHIP)):
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
        for element in root.iterchildren(_OVERRIDE):
            if part_key(unquote(element.get("PartName", ""))) == part_key(part):
                element.set("ContentType", content_type)
                break
        else:
            etree.SubElement(root, _OVERRIDE, {"PartName": "/" + quote(part), "ContentType": content_type})
        self.changed(self.types_part)

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
        sources = [source_of(name) for name in self._ordered() if name.lower().endswith(".rels")]
        return {rel.target for source in sources for rel in self.rels(source) if not rel.external}

    def _forget(self, part: str) -> None:
        self._rels.clear()
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
        dropped = self._dropped_keys()
        for element in list(root.iter(_OVERRIDE)):
            name = element.get("PartName", "").lstrip("/")
            if self.find(name) is None and name in dropped:
                root.remove(element)
                self.changed(self.types_part)
        for part in list(self._changed):
            self._serialise(part)

    def _dropped_keys(self) -> set[str]:
        return {spelling for name in self._gone for spelling in (name, quote(name))}

    def _serialise(self, part: str) -> None:
        self._new[part] = write_xml(self._trees[part])
        self._changed.discard(part)
