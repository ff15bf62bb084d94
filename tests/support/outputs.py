"""What every written workbook must be, seen by readers that are not the program's own."""

from __future__ import annotations

import io
import math
import posixpath
import re
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import python_calamine
import quick_openpyxl  # noqa: F401
from lxml import etree
from openpyxl.utils import column_index_from_string

from duban.workbook.format.names import is_own_sheet
from duban.workbook.format.sheets.task_list import TRACKING_COLUMNS

_TYPES = "[content_types].xml"
_NUMBER = re.compile(r"\s*[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\s*")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_MOST_CELLS = 10_000_000
_LARGE = 8 << 20
"""Bytes of a part that is compared by its CRC and size."""


_SMALL = 1 << 20
"""Bytes of the largest part of a workbook that is held against the schemas, which takes minutes over more."""


class Wrong(Exception):
    """A written workbook is not what it must be: the kind of fault, and what it is."""

    def __init__(self, kind: str, what: str) -> None:
        super().__init__(f"{kind}: {what}")
        self.kind, self.what = kind, what


class Parts:
    """A package read plainly: parts by name in lower case, sheets, and what leads where."""

    def __init__(self, data: bytes) -> None:
        self.data: dict[str, bytes] = {}
        self.names: list[str] = []
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                self.names.append(info.filename)
                if info.file_size > _LARGE:
                    self.data[_key(info.filename)] = f"{info.CRC} {info.file_size}".encode()
                    continue
                info.flag_bits &= 0x800  # a wrong flag keeps Python from reading, and nobody else
                try:
                    self.data[_key(info.filename)] = archive.read(info)
                except Exception:  # what cannot be read cannot be compared
                    continue

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """id → last word of the type, and target, of the relations of a part (``""``: of the package)."""
        found: dict[str, tuple[str, str]] = {}
        for rid, kind, to in self.relations(part):
            found.setdefault(rid, (kind, to))
        return found

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """The same one by one, for an id may stand there twice."""
        folder, name = posixpath.split(part)
        data = self.data.get(posixpath.join(folder, "_rels", f"{name}.rels"), b"")
        for element in _elements(data, "Relationship"):
            if element.get("TargetMode") == "External":
                continue
            target = unquote(element.get("Target", "")).replace("\\", "/").lower()
            if not target.startswith("/"):
                target = posixpath.join(folder, target)
            kind = element.get("Type", "").rsplit("/", 1)[-1].lower()
            part = posixpath.normpath(target).lstrip("/")
            plain = unquote(element.get("Target", "")).lower()  # some programs forget the slash of /xl/a.xml
            yield element.get("Id", ""), kind, plain if part not in self.data and plain in self.data else part

    @cached_property
    def book(self) -> str:
        """The workbook part."""
        return next(
            (to for kind, to in self.related("").values() if kind == "officedocument"), "xl/workbook.xml"
        )

    @cached_property
    def sheets(self) -> dict[str, str]:
        """name → part."""
        related = self.related(self.book)
        found = {}
        for element in _elements(self.data.get(self.book, b""), "sheet"):
            rid = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            if rid in related:
                found[element.get("name", "")] = related[rid][1]
        return found

    def reach(self, part: str) -> set[str]:
        """A part and all that it leads to."""
        seen: set[str] = set()
        waiting = [part]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += [to for _, _, to in self.relations(here)]
        return seen | {
            posixpath.join(posixpath.dirname(each), "_rels", f"{posixpath.basename(each)}.rels")
            for each in seen
        }


def look(old: bytes, new: bytes, door: str, *, by_openpyxl: bool = True, by_schema: bool = False) -> None:
    """Look at what was written over ``old``; the two dear looks only where asked for. Raises ``Wrong``."""
    if new == old:
        return
    before, after = Parts(old), Parts(new)
    _whole(before, after)
    _foreign(before, after, door)
    _numbers(before, after)
    readers: dict[str, Callable[[bytes], object]] = {"calamine": _calamine}
    usual_place = ("styles", "xl/styles.xml")  # where openpyxl looks, whatever the file says
    leads_there = usual_place in after.related(after.book).values() and usual_place[1] in after.names
    if by_openpyxl and leads_there:
        readers["openpyxl"] = _openpyxl
    for name, read in readers.items():
        why = _fails(read, new)
        if why is not None and _fails(read, old) is None:
            raise Wrong("does not open", f"{name}: {why}")
    small = all(len(data) < _SMALL for data in after.data.values())
    if by_schema and small and _fails(schema_faults, old) is None:
        faults = schema_faults(new)
        faults = faults and faults - schema_faults(old)
        if faults:
            raise Wrong("against the schema", sorted(faults)[0])
    if door == "build":
        _staff_cells(_values(old), _values(new))


def schema_faults(data: bytes) -> set[str]:
    """What a workbook has against Microsoft's schemas and rules, without numbers; Excel would offer to repair it."""
    from openxml_audit import OpenXmlValidator

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(data)
        found = [str(error) for error in OpenXmlValidator().validate(str(path)).errors]
    # texts within cells are as good as shared ones
    return {re.sub("[0-9]+", "9", error)[:200] for error in found if "inline-string" not in error}


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _elements(data: bytes, name: str) -> Iterator[Any]:
    try:
        root = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is not None:
        for element in root.iter(etree.Element):
            if etree.QName(element).localname == name:
                yield element


def _whole(before: Parts, after: Parts) -> None:
    """No part is there twice, and each changed one is sound XML, or was none before."""
    doubled = [name for name, count in Counter(map(_key, after.names)).items() if count > 1]
    if doubled:
        raise Wrong("does not open", f"twice: {doubled[0]}")
    for name, data in after.data.items():
        if name.endswith((".xml", ".rels", ".vml")) and before.data.get(name) != data:
            why = _fails(_parse, data)
            if why is not None and (name not in before.data or _fails(_parse, before.data[name]) is None):
                raise Wrong("does not open", f"{name}: broken XML: {why}")


def _parse(data: bytes) -> None:
    etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))


def changed_foreign(before: Parts, after: Parts, door: str, list_name: str | None = None) -> list[str]:
    """Parts of the staff that a command changed though it may not.

    One staff sheet may change, the list: the one of this name, or any one.
    """
    allowed = {_TYPES, before.book, _rels(before.book)}
    related = [(kind, to) for _, kind, to in before.relations(before.book)]
    allowed |= {to for kind, to in related if kind in ("styles", "calcchain")}
    allowed |= {to for _, kind, to in before.relations("") if kind == "extended-properties"}
    for name, part in before.sheets.items():
        if is_own_sheet(name):
            allowed |= before.reach(part) - {before.book}
    changed = {
        name for name, data in before.data.items() if name not in allowed and after.data.get(name) != data
    }
    staff = {part for name, part in before.sheets.items() if not is_own_sheet(name)}
    if door in ("fix", "annotate"):
        beside = {
            to
            for part in staff
            for kind, to in before.related(part).values()
            if kind in ("comments", "vmldrawing")
        }
        return sorted(changed - staff - beside - {_rels(part) for part in staff})
    if list_name is not None:
        staff &= {before.sheets[list_name]}
    for part in sorted(changed & staff)[:1]:  # the list, with the tables over it
        changed -= {part, *(to for kind, to in before.related(part).values() if kind == "table")}
    return sorted(changed)


def changed_parts(old: bytes, new: bytes) -> set[str]:
    """The names of all parts that differ."""
    before, after = Parts(old).data, Parts(new).data
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _rels(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _foreign(before: Parts, after: Parts, door: str) -> None:
    if before.book not in before.data:
        return  # the zip was spoilt so that only the program reads it
    changed = changed_foreign(before, after, door)
    if changed:
        gone = "gone" if changed[0] not in after.data else "changed"
        raise Wrong("foreign part changed", f"{re.sub('[0-9]+', '9', changed[0])} {gone}")


def _numbers(before: Parts, after: Parts) -> None:
    """Every numeric cell holds a number, but for those that came so."""
    kept = {before.data.get(part, b"") for part in before.sheets.values()}  # some under another name now
    for name, part in after.sheets.items():
        data = after.data.get(part, b"")
        bad = set() if data in kept else _no_numbers(data)
        if bad:
            bad -= _no_numbers(before.data.get(before.sheets.get(name, ""), b""))
        if bad:
            raise Wrong(
                "false number", f"{'list' if not is_own_sheet(name) else name}: {sorted(bad)[0][1][:40]}"
            )


def _no_numbers(data: bytes) -> set[tuple[str, str]]:
    found = set()
    for cell in _elements(data, "c"):
        if cell.get("t", "n") == "n":
            for child in cell:
                text = child.text or ""
                if etree.QName(child).localname == "v" and not (
                    _NUMBER.fullmatch(text) and math.isfinite(float(text))
                ):
                    found.add((cell.get("r", ""), text))
    return found


def _fails(read: Callable[[bytes], object], data: bytes) -> str | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read(data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of calamine is no Exception
        return re.sub("[0-9]+", "9", f"{type(error).__name__}: {error}")[:80]
    return None


def _calamine(data: bytes) -> dict[str, list[list[Any]]]:
    if any(map(_endless, Parts(data).data.values())):
        return {}
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def _endless(part: bytes) -> bool:
    """Whether no memory would hold the cells of a sheet from A1 to the last one, or the texts that a part claims to
    have: calamine ends the process there."""
    if re.search(rb'<(?:\w+:)?sst[^>]*ount="\d{8}', part):
        return True
    cells = _CELL.findall(part)
    columns = {letters for letters, _ in cells}
    column = max((column_index_from_string(letters.decode()) for letters in columns), default=0)
    return column * max((int(row) for _, row in cells), default=0) > _MOST_CELLS


def _openpyxl(data: bytes) -> None:
    openpyxl.load_workbook(io.BytesIO(data))


def _values(data: bytes) -> dict[str, list[list[Any]]]:
    try:
        return _calamine(data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return {}


def _staff_cells(before: dict[str, list[list[Any]]], after: dict[str, list[list[Any]]]) -> None:
    """What staff typed stands where it stood; only tracking columns are the program's to fill."""
    for name, rows in before.items():
        if is_own_sheet(name) or name not in after:
            continue
        header = next((row for row in rows[:15] if "事项名称" in row), [])
        skip = {at for at, value in enumerate(header) if value in TRACKING_COLUMNS}
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value != "" and c not in skip and value == value and value != _at(after[name], r, c):
                    raise Wrong(
                        "staff cell changed",
                        f"{name} row {r + 1}, column {c + 1}: {str(value)[:30]!r} → {str(_at(after[name], r, c))[:30]!r}",
                    )


def _at(rows: list[list[Any]], r: int, c: int) -> Any:
    return rows[r][c] if r < len(rows) and c < len(rows[r]) else ""
