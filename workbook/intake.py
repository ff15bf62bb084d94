"""The first look at a file: is it a workbook, is it safe to read, what is in it?

calamine believes what a file says of itself and ends the whole process where memory does not suffice.
So nothing is read before an ``Intake`` has seen the file, and no sheet before ``Intake.scan`` has.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from xml.parsers import expat

from duban.workbook.errors import Say, Stop
from duban.workbook.sheet_scan import SheetScan, extent, scan

WRITABLE = (".xlsx", ".xlsm")
READABLE = (*WRITABLE, ".xls", ".et", ".xlsb", ".ods")

Kind = Literal["xlsx", "xlsb", "ods", "xls"]

_MB = 1 << 20
_MOST_DEFLATED = 1032  # no deflated byte stands for more
_HEAD = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_KINDS: dict[Kind, Say] = {
    "xls": Say("旧格式 .xls", "an old .xls workbook"),
    "xlsb": Say("二进制工作簿 .xlsb", "a binary .xlsb workbook"),
    "ods": Say("OpenDocument 表格 .ods", "an .ods spreadsheet"),
}
_ALTOGETHER = Say("合计", "all parts together")
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?+\s*+(?:<\?xml\s(?:[^>]*?encoding\s*=\s*[\"']([^\"']*))?[^>]*+>)?+"
    rb"(?:\s++|<!--.*?-->|<\?.*?\?>)*+<([A-Za-z_]|!DOCTYPE)",
    re.DOTALL,
)
_UTF8 = (None, b"utf-8", b"utf8", b"us-ascii", b"ascii")
_XML = (".xml", ".rels", ".vml")
_SHARED = re.compile(rb't="s"[^>]*+><v>([0-9]++)<')


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read at most; bytes, unless it says otherwise."""

    file_bytes: int = 512 * _MB
    parts: int = 10_000
    part_bytes: int = 512 * _MB
    """Of one part, unpacked."""
    total_bytes: int = 2048 * _MB
    """Of all parts, unpacked; and of the text of one sheet."""
    ratio: int = 400
    """Unpacked ÷ packed size of a large XML part."""
    ratio_from: int = 32 * _MB
    """The size from which a part is large."""
    cells: int = 20_000_000
    """Cells of one sheet from A1 to its last row and column, blank ones too: all are held in memory."""


LIMITS = Limits()


def limits_of(megabytes: int | None = None, cells: int | None = None) -> Limits:
    """The limits with another size of an unpacked file, or another number of cells of a sheet."""
    size = (
        {}
        if megabytes is None
        else dict.fromkeys(("file_bytes", "part_bytes", "total_bytes"), megabytes * _MB)
    )
    return replace(LIMITS, **size, **({} if cells is None else {"cells": cells}))


class Intake:
    """One workbook file, read once. Raises ``Stop`` where it cannot, or should not, be read."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        self.path = path
        self.limits = limits
        self.data = self._read()
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._scans: dict[str, SheetScan] = {}
        self.kind: Kind = self._ole_kind() if self.data.startswith(_OLE) else self._zip_kind()
        """What the file is by its content; only ``xlsx`` has sheets and parts to look at."""
        if self.kind != "xlsx" and path.suffix.lower() in WRITABLE:
            raise self._stop("renamed", kind=_KINDS[self.kind], suffix=f".{self.kind}")
        self.sheets: Mapping[str, str] = {}
        """sheet name → part, in order."""
        self.visible: frozenset[str] = frozenset()
        """The names of the sheets that are not hidden."""
        if self.kind == "xlsx":
            self._read_workbook()

    # parts

    def part(self, name: str) -> bytes:
        """A part unpacked, of the size that it claims. Raises Stop; KeyError if there is no such part."""
        entry = self._entries[_key(name)]
        data = self._unpack(entry, entry.file_size)
        if zlib.crc32(data) != entry.CRC:
            raise self._stop("damaged", why=f"{name}: CRC")
        if name.lower().endswith(_XML):
            self._check_xml(name, data)
        return data

    def scan(self, sheet: str) -> SheetScan:
        """What is on a sheet; without a Stop it is safe to load. Raises KeyError for an unknown sheet."""
        if sheet not in self._scans:
            part = self.sheets[sheet]
            if _key(part) not in self._entries:
                raise self._stop(
                    "damaged", why=Say(f"缺少工作表“{sheet}”的部件", f"no part of sheet '{sheet}'")
                )
            entry = self._entries[_key(part)]
            data = self._unpack(entry, entry.file_size)  # calamine checks the CRC
            self._check_xml(part, data)
            try:
                self._scans[sheet] = self._bounded(sheet, data, scan(data))
            except ValueError as error:
                raise self._stop("damaged", why=f"{part}: {error}") from error
        return self._scans[sheet]

    @cached_property
    def macro_parts(self) -> tuple[str, ...]:
        """Parts that hold programs: VBA projects and Excel 4 macro sheets."""
        folders = ("xl/macrosheets/", "xl/intlmacrosheets/")
        names = ((key, entry.filename) for key, entry in self._entries.items())
        return tuple(
            name
            for key, name in names
            if key.endswith("vbaproject.bin") or (key.startswith(folders) and "/_rels/" not in key)
        )

    @cached_property
    def external_targets(self) -> tuple[str, ...]:
        """The other workbooks that formulas of this one refer to, as written."""
        found = []
        for name in self._under("xl/externallinks/_rels/"):
            for _, attributes in self._elements(name, "Relationship"):
                if attributes.get("TargetMode") == "External":
                    found.append(attributes.get("Target", ""))
        return tuple(found)

    @cached_property
    def dde(self) -> tuple[str, ...]:
        """The programs that formulas ask over DDE, as ``service|topic``."""
        return tuple(
            f"{attributes.get('ddeService', '')}|{attributes.get('ddeTopic', '')}"
            for name in self._under("xl/externallinks/")
            if "/_rels/" not in name.lower() and name.lower().endswith(".xml")
            for _, attributes in self._elements(name, "ddeLink")
        )

    # the file

    def _read(self) -> bytes:
        if self.path.suffix.lower() not in READABLE:
            if not self.path.exists():
                raise self._stop("file_missing")
            if self.path.is_dir():
                raise self._stop("is_folder")
            raise self._stop("wrong_extension", known=" ".join(READABLE))
        try:
            status = self.path.stat()
            if stat.S_ISDIR(status.st_mode):
                raise self._stop("is_folder")
            if not stat.S_ISREG(status.st_mode):  # to read a pipe may never end
                raise self._stop("not_a_workbook", why=Say("不是普通文件", "it is no ordinary file"))
            self._check_size(status.st_size)
            data = self.path.read_bytes()
        except FileNotFoundError as error:
            raise Stop("file_missing", path=self.path) from error
        except PermissionError as error:
            raise Stop("no_permission", path=self.path) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise Stop("not_read", path=self.path, why=why) from error
        self._check_size(len(data))
        return data

    def _check_size(self, size: int) -> None:
        if not size:
            raise self._stop("empty_file")
        if size > self.limits.file_bytes:
            raise self._stop("file_too_large", size=-(-size // _MB), limit=self.limits.file_bytes // _MB)

    def _ole_kind(self) -> Kind:
        if self._has_stream("EncryptedPackage"):
            raise self._stop("has_password")
        if self._has_stream("Workbook") or self._has_stream("Book"):
            return "xls"
        why = Say("是 Word 等其他程序的文档", "it is a document of another program, such as Word")
        raise self._stop("not_a_workbook", why=why)

    def _has_stream(self, name: str) -> bool:
        """Whether an OLE file's directory has an entry of this name (128 bytes, length at 64)."""
        wanted = (name + "\0").encode("utf-16-le")
        at = self.data.find(wanted)
        while at >= 0:
            if at % 128 == 0 and self.data[at + 64 : at + 66] == struct.pack("<H", len(wanted)):
                return True
            at = self.data.find(wanted, at + 1)
        return False

    def _zip_kind(self) -> Kind:
        if not self.data.startswith(_ZIP):
            raise self._stop("not_a_workbook", why=_looks_like(self.data))
        # the directory has at least 46 bytes per part; to read one of millions would take minutes
        if len(self.data) > 46 * self.limits.parts and self.data.count(b"PK\1\2") > self.limits.parts:
            raise self._stop("too_many_parts", count=self.limits.parts, limit=self.limits.parts)
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                entries, end = archive.infolist(), archive.start_dir
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
            if b"PK\5\6" not in self.data[-65_600:]:
                raise Stop("truncated", path=self.path) from error
            raise Stop("damaged", path=self.path, why=f"zip: {error}") from error
        self._check_entries(entries, end)
        kind = self._kind_of_parts()
        for key, entry in self._entries.items():
            if kind != "xlsx" or key in ("xl/sharedstrings.xml", "xl/styles.xml"):
                self._check_unseen(entry)
        return kind

    def _check_entries(self, entries: list[zipfile.ZipInfo], end: int) -> None:
        limits = self.limits
        if len(entries) > limits.parts:
            raise self._stop("too_many_parts", count=limits.parts, limit=limits.parts)
        total = 0
        for entry in entries:
            size, name = entry.file_size, entry.filename
            if entry.flag_bits & 1:
                raise self._stop("encrypted_zip")
            key = _key(name)
            if key in self._entries:
                raise self._stop("doubled_part", part=name)
            self._entries[key] = entry
            total += size
            if size > limits.part_bytes:
                raise self._too_large(name)
            if size > limits.ratio_from and size > limits.ratio * entry.compress_size and key.endswith(_XML):
                raise self._too_large(name)
        if total > limits.total_bytes:
            raise self._stop("unpacks_too_large", part=_ALTOGETHER, limit=limits.total_bytes // _MB)
        for entry in sorted(entries, key=lambda entry: entry.header_offset, reverse=True):
            # a name is at least as long in bytes; parts that share bytes make a small file endless
            if entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size > end:
                raise self._stop("doubled_part", part=entry.filename)
            end = entry.header_offset

    def _kind_of_parts(self) -> Kind:
        keys = self._entries
        if "xl/workbook.xml" in keys:
            return "xlsx"
        if "xl/workbook.bin" in keys:
            return "xlsb"
        if "content.xml" in keys and "mimetype" in keys:
            if b"spreadsheet" in self.part("mimetype"):
                return "ods"
            raise self._stop(
                "no_workbook_inside", why=Say("是别的 OpenDocument 文档", "another OpenDocument file")
            )
        for folder, why in _OTHER_DOCUMENTS.items():
            if any(key.startswith(folder) for key in keys):
                raise self._stop("no_workbook_inside", why=why)
        raise self._stop(
            "no_workbook_inside", why=Say("是普通压缩包，缺少 xl/workbook.xml", "no xl/workbook.xml")
        )

    # unpacking

    def _unpack(self, entry: zipfile.ZipInfo, size: int) -> bytes:
        """The bytes of an entry, exactly ``size``. zipfile would cut them there without a word."""
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            data = bytes(packed)
        else:
            inflate = zlib.decompressobj(-15)
            try:
                data = inflate.decompress(packed, size + 1)
            except zlib.error as error:
                raise Stop("damaged", path=self.path, why=f"{entry.filename}: {error}") from error
            if not inflate.eof and len(data) <= size:
                data += inflate.decompress(inflate.unconsumed_tail, 1)
                if not inflate.eof and len(data) <= size:
                    raise self._stop("damaged", why=f"{entry.filename}: zip")
        if len(data) != size:
            raise self._stop("false_size", part=entry.filename)
        return data

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        at = entry.header_offset
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._stop("damaged", why=f"{entry.filename}: zip {entry.compress_type}")
        if self.data[at : at + 4] != _ZIP or at + 30 > len(self.data):
            raise self._stop("damaged", why=f"{entry.filename}: zip")
        name, extra = struct.unpack_from("<HH", self.data, at + 26)
        start = at + 30 + name + extra
        return memoryview(self.data)[start : start + entry.compress_size]

    def _check_unseen(self, entry: zipfile.ZipInfo) -> None:
        """A part that only calamine reads: bounded whatever size it claims, and without a DTD."""
        most = self.limits.part_bytes
        stored = entry.compress_type != zipfile.ZIP_DEFLATED
        if not stored and entry.compress_size * _MOST_DEFLATED > most:
            self._prove(entry, most)
        if not entry.filename.lower().endswith(_XML):
            return
        packed = self._packed(entry)
        try:
            head = bytes(packed[:_HEAD]) if stored else zlib.decompressobj(-15).decompress(packed, _HEAD)
        except zlib.error as error:
            raise Stop("damaged", path=self.path, why=f"{entry.filename}: {error}") from error
        if _PROLOG.match(head) is None and entry.file_size > _HEAD:
            head = self._unpack(entry, entry.file_size)
        self._check_xml(entry.filename, head)

    def _prove(self, entry: zipfile.ZipInfo, most: int) -> None:
        inflate = zlib.decompressobj(-15)
        rest: memoryview | bytes = self._packed(entry)
        size = 0
        try:
            while rest and not inflate.eof:
                size += len(inflate.decompress(rest, _MB))
                rest = inflate.unconsumed_tail
                if size > most:
                    raise self._too_large(entry.filename)
        except zlib.error as error:
            raise Stop("damaged", path=self.path, why=f"{entry.filename}: {error}") from error
        if size != entry.file_size:
            raise self._stop("false_size", part=entry.filename)

    def _check_xml(self, name: str, data: bytes) -> None:
        prolog = _PROLOG.match(data)
        if prolog is None:
            if b"\0" in data[:8]:  # UTF-16 or UTF-32, which calamine takes for a blank sheet
                if b"<!DOCTYPE" in data.replace(b"\0", b""):
                    raise self._stop("dtd", part=name)
                raise self._stop("other_encoding", part=name, encoding="UTF-16")
            raise self._stop("damaged", why=f"{name}: XML")
        encoding, first = prolog.groups()
        if first == b"!DOCTYPE":
            raise self._stop("dtd", part=name)
        if encoding is not None and encoding.lower() not in _UTF8:
            raise self._stop("other_encoding", part=name, encoding=encoding.decode("ascii", "replace"))

    # the workbook

    def _read_workbook(self) -> None:
        targets = {
            attributes.get("Id", ""): attributes.get("Target", "")
            for _, attributes in self._elements("xl/_rels/workbook.xml.rels", "Relationship")
        }
        sheets: dict[str, str] = {}
        visible = []
        for _, attributes in self._elements("xl/workbook.xml", "sheet"):
            name = attributes.get("name", "")
            if name in sheets:
                raise self._stop(
                    "damaged", why=Say(f"两张工作表都叫“{name}”", f"two sheets are called '{name}'")
                )
            rel = next((value for key, value in attributes.items() if key.endswith("}id")), "")
            sheets[name] = self._target(targets.get(rel, ""))
            if attributes.get("state", "visible") == "visible":
                visible.append(name)
        self.sheets, self.visible = sheets, frozenset(visible)

    def _target(self, target: str) -> str:
        """The part that a relationship of the workbook means; where calamine looks first comes first."""
        plain = target.removeprefix("/")
        part = plain if plain.startswith("xl/") else "xl/" + target
        if _key(part) in self._entries:
            return part
        if "%" in target:
            from urllib.parse import unquote

            target = unquote(target)
        return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")

    def _elements(self, part: str, wanted: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The elements of a part called ``wanted``, with any prefix: name and attributes (``namespace}name``)."""
        if _key(part) not in self._entries:
            raise self._stop("damaged", why=Say(f"缺少 {part}", f"no {part}"))
        found: list[tuple[str, dict[str, str]]] = []
        ending = "}" + wanted

        def start(name: str, attributes: dict[str, str]) -> None:
            if name.endswith(ending) or name == wanted:
                found.append((name, attributes))

        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = start
        data = self.part(part)
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Stop("damaged", path=self.path, why=f"{part}: {error}") from error
        return iter(found)

    def _under(self, folder: str) -> list[str]:
        return [entry.filename for key, entry in self._entries.items() if key.startswith(folder)]

    # limits

    def _bounded(self, sheet: str, data: bytes, seen: SheetScan) -> SheetScan:
        most = self.limits.cells
        if seen.last_row * seen.last_column > most:
            row, column = extent(data)
            seen = replace(seen, last_row=row, last_column=column)
        rows, columns = seen.last_row, seen.last_column
        if rows * columns > most:
            facts = {"rows": rows, "columns": columns, "count": rows * columns, "limit": most}
            raise self._stop("too_many_cells", sheet=sheet, **facts)
        self._check_text(sheet, data)
        return seen

    def _check_text(self, sheet: str, data: bytes) -> None:
        """A shared text counts in each cell that shows it: calamine copies it there."""
        strings = self._entries.get("xl/sharedstrings.xml")
        most = self.limits.total_bytes
        # no cell with a text takes less than 24 bytes
        if strings is None or len(data) // 24 * strings.file_size <= most:
            return
        lengths = self._text_lengths
        if len(data) // 24 * max(lengths) <= most:
            return
        last = len(lengths) - 1
        size = sum(lengths[min(int(match[1][:10]), last)] for match in _SHARED.finditer(data))
        if size > most:
            raise self._stop("too_much_text", sheet=sheet, size=size // _MB, limit=most // _MB)

    @cached_property
    def _text_lengths(self) -> list[int]:
        return [len(text) for text in self.part("xl/sharedStrings.xml").split(b"</si>")]

    def _too_large(self, name: str) -> Stop:
        return self._stop("unpacks_too_large", part=name, limit=self.limits.part_bytes // _MB)

    def _stop(self, code: str, **facts: Any) -> Stop:
        return Stop(code, path=self.path, **facts)


_OTHER_DOCUMENTS = {
    "word/": Say("是 Word 文档", "it is a Word document"),
    "ppt/": Say("是 PowerPoint 演示文稿", "it is a PowerPoint presentation"),
    "xl/": Say("工作簿部件不在 xl/workbook.xml", "its workbook part is not xl/workbook.xml"),
}


def _key(name: str) -> str:
    """How part names compare: without case, whichever slash."""
    return name.replace("\\", "/").lstrip("/").lower()


def _looks_like(data: bytes) -> Say:
    head = data[:_HEAD].lower()
    if b"<html" in head or b"<table" in head:
        return Say("内容是网页", "it is a web page")
    if b"schemas-microsoft-com:office:spreadsheet" in head:
        return Say("是 2003 版 XML 表格", "it is an XML spreadsheet of 2003")
    return Say("内容是文本或其他数据", "it is text or other data")
