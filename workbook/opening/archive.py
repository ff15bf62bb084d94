"""The zip file of a workbook: its directory, looked at before anything is believed; its parts, unpacked one by one.

A file is believed only as far as its bytes bear out. A part that nobody asks for is never unpacked: a picture
of five hundred megabytes of zeros costs what it has on disk.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from duban.workbook.opening.packed_parts import PackedPart
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

_MB = 1 << 20
SIGNATURE = b"PK\x03\x04"
_ENCRYPTED = 0x41
"""Bits of a zip entry's flags: encrypted, and strongly so."""
_ALTOGETHER = Say("合计", "all parts together")
_PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?+\s*+(?:<\?xml\s(?:[^>]*?encoding\s*=\s*[\"']([^\"']*))?[^>]*+>)?+"
    rb"(?:\s++|<!--.*?-->|<\?.*?\?>)*+<([A-Za-z_]|!DOCTYPE)",
    re.DOTALL,
)
_UTF8 = (None, b"utf-8", b"utf8", b"us-ascii", b"ascii")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DECLARED_ENCODING = re.compile(r"""(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']""")
_XML = (".xml", ".rels", ".vml")
_NEW_ENTRY_TIME = (1980, 1, 1, 0, 0, 0)  # the zip epoch, which Excel writes as well
_LOCAL_HEADER = struct.Struct("<26xHH")
"""Ends with the lengths of name and extra field, which stand between it and the content."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read at most; bytes, unless it says otherwise."""

    file_bytes: int = 512 * _MB
    parts: int = 10_000
    part_bytes: int = 512 * _MB
    """Of one part, unpacked."""
    total_bytes: int = 2048 * _MB
    """Of all XML parts, unpacked; and of the text of one sheet."""
    ratio: int = 400
    """Unpacked ÷ packed size of a large XML part."""
    ratio_from: int = 32 * _MB
    """The size from which a part is large."""
    cells: int = 20_000_000
    """Cells of one sheet from A1 to its last row and column, blank ones too: all are held in memory."""
    formats: int = 200_000
    """Formats of cells; Excel opens no file with more than 65,490."""
    memory_bytes: int = 2048 * _MB
    """Of the process that reads a format which cannot be bounded otherwise."""
    seconds: float = 20
    """For that process."""


LIMITS = Limits()


def limits_of(megabytes: int | None = None, cells: int | None = None) -> Limits:
    """The limits with another size of an unpacked file, or another number of cells of a sheet."""
    size = (
        {}
        if megabytes is None
        else dict.fromkeys(("file_bytes", "part_bytes", "total_bytes"), megabytes * _MB)
    )
    return replace(LIMITS, **size, **({} if cells is None else {"cells": cells}))


def part_key(name: str) -> str:
    """How part names compare: without case, whichever slash."""
    return name.replace("\\", "/").lstrip("/").casefold()


class Archive:
    """The parts of one zip file by name, slashes turned the usual way. Folder entries are no parts.

    Raises Stop: ``truncated``, ``damaged``, ``too_many_parts``, ``encrypted_zip``, ``doubled_part``,
    ``unpacks_too_large``; what is wrong with one part is said when it is read.
    """

    def __init__(self, data: bytes, path: Path | str = "", limits: Limits = LIMITS) -> None:
        self.data = data
        self.path = path
        self.limits = limits
        self.odd_names: tuple[str, ...] = ()
        """Entries whose names are spelled as no package should: with backslashes, or from the root."""
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._names: dict[str, str] = {}
        self._meant: dict[tuple[str, str], str] = {}
        self._look_at(*self._directory())

    # names

    @property
    def names(self) -> tuple[str, ...]:
        """Every part in the order of the file."""
        return tuple(name for name in self._entries if not name.endswith("/"))

    @property
    def keys(self) -> tuple[str, ...]:
        """The same names as they compare."""
        return tuple(self._names)

    def __contains__(self, part: object) -> bool:
        return part in self._entries

    def find(self, part: str) -> str | None:
        """The stored name of a part: names compare without case, as OPC says. ``None`` if there is none."""
        if part in self._entries:
            return part
        found = self._names.get(part_key(part))
        return self._names.get(part_key(unquote(part))) if found is None and "%" in part else found

    def resolve(self, source: str, target: str) -> str:
        """The part that a relationship of ``source`` (``""``: the package) means by ``target``, whether it is
        there or not."""
        known = self._meant.get((source, target))
        if known is None:
            known = self._meant[source, target] = self._resolve(source, target)
        return known

    def _resolve(self, source: str, target: str) -> str:
        target = target.split("#", 1)[0].replace("\\", "/")
        joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(source), target)
        part = posixpath.normpath(joined).lstrip("/")
        # some programs forget the slash of /xl/worksheets/sheet1.xml
        return self.find(part) or self.find(target) or part

    # contents

    def read(self, part: str) -> bytes:
        """A part unpacked, of the size that it claims. Raises KeyError; Stop ``damaged``, ``false_size``,
        ``unpacks_too_large``."""
        entry = self._entries[part]
        data = self._unpack(entry)
        if zlib.crc32(data) != entry.CRC:
            raise self._damaged(part, "CRC")
        return data

    def read_xml(self, part: str) -> bytes:
        """An XML part as UTF-8; UTF-16 is allowed, and few readers know it. Raises as ``read``; Stop ``dtd``,
        ``other_encoding``."""
        return self._checked_xml(part, self.read(part))

    def packed(self, part: str) -> memoryview:
        """The bytes of a part as they lie in the file. Raises KeyError; Stop ``damaged``."""
        return self._packed(self._entries[part])

    def as_packed(self, part: str) -> PackedPart:
        """The same with all that another zip file needs to know of it."""
        entry = self._entries[part]
        return PackedPart(entry.compress_type, entry.CRC, entry.file_size, self._packed(entry))

    def size(self, part: str) -> int:
        """The size that a part claims, unpacked."""
        return self._entries[part].file_size

    def holds_the_same(self, part: str, other: Archive) -> bool:
        """Whether a part of this name has the very same content in the two files; it is not unpacked where
        that can be told without."""
        mine, its = self._entries[part], other._entries[part]
        if (mine.file_size, mine.CRC) != (its.file_size, its.CRC):
            return False
        if mine.compress_type == its.compress_type and self.packed(part) == other.packed(part):
            return True
        return self.read(part) == other.read(part)

    def is_utf16(self, part: str) -> bool:
        """Whether a part is spelled in UTF-16, so that its bytes are not those that ``read_xml`` gives."""
        entry = self._entries[part]
        try:
            packed = self._packed(entry)
            stored = entry.compress_type == zipfile.ZIP_STORED
            head = bytes(packed[:2]) if stored else zlib.decompressobj(-15).decompress(packed, 2)
        except (zlib.error, Stop):
            return False
        return head in _UTF16

    def copy(self, part: str, target: zipfile.ZipFile, name: str | None = None) -> None:
        """Put a part into another file as it lies here, for to pack it again takes longer than all else.

        Under ``name`` it is a new entry; without, everything of the old one is kept.
        """
        old = self._entries[part]
        entry = zipfile.ZipInfo(old.filename if name is None else name, old.date_time)
        entry.create_system, entry.external_attr = old.create_system, old.external_attr
        entry.compress_type = old.compress_type
        entry.CRC, entry.compress_size, entry.file_size = old.CRC, old.compress_size, old.file_size
        stream = target.fp
        assert stream is not None, "the file is open"
        stream.seek(target.start_dir)
        entry.header_offset = stream.tell()
        stream.write(entry.FileHeader())
        stream.write(self._packed(old))
        target.filelist.append(entry)
        target.NameToInfo[entry.filename] = entry
        target.start_dir = stream.tell()

    def new_entry(self, part: str) -> zipfile.ZipInfo:
        """The entry under which other content for a part is written: as the old one, if there is one."""
        old = self._entries.get(part)
        entry = zipfile.ZipInfo(part if old is None else old.filename, _NEW_ENTRY_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 0  # else the system that writes would show in the bytes
        if old is not None:
            entry.date_time, entry.external_attr = old.date_time, old.external_attr
            entry.create_system = old.create_system
            if old.compress_type == zipfile.ZIP_STORED:
                entry.compress_type = zipfile.ZIP_STORED
        return entry

    @property
    def folders(self) -> tuple[str, ...]:
        """The entries that are no parts."""
        return tuple(name for name in self._entries if name.endswith("/"))

    # inside

    def _directory(self) -> tuple[list[zipfile.ZipInfo], int]:
        if not self.data.startswith(SIGNATURE):
            raise self._damaged("zip", "PK")
        # the directory has at least 46 bytes per part; to read one of millions would take minutes
        most = self.limits.parts
        if len(self.data) > 46 * most and self.data.count(b"PK\1\2") > most:
            raise self._stop("too_many_parts", count=most, limit=most)
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return archive.infolist(), archive.start_dir
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
            if b"PK\5\6" not in self.data[-65_600:]:
                raise self._stop("truncated") from error
            raise self._damaged("zip", error) from error

    def _look_at(self, entries: list[zipfile.ZipInfo], end: int) -> None:
        limits, total = self.limits, 0
        if len(entries) > limits.parts:
            raise self._stop("too_many_parts", count=limits.parts, limit=limits.parts)
        for entry in entries:
            if entry.flag_bits & _ENCRYPTED:
                raise self._stop("encrypted_zip")
            name = entry.filename.replace("\\", "/").lstrip("/")
            if name != entry.filename:
                self.odd_names += (entry.filename,)
            if part_key(name) in self._names:
                raise self._stop("doubled_part", part=entry.filename)
            self._entries[name] = entry
            if not name.endswith("/"):
                self._names[part_key(name)] = name
            if name.lower().endswith(_XML):
                self._check_size(entry)
                total += entry.file_size
        if total > limits.total_bytes:
            raise self._stop("unpacks_too_large", part=_ALTOGETHER, limit=limits.total_bytes // _MB)
        for entry in sorted(entries, key=lambda entry: entry.header_offset, reverse=True):
            # a name is at least as long in bytes; parts that share bytes make a small file endless
            if entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size > end:
                raise self._stop("doubled_part", part=entry.filename)
            end = entry.header_offset
        for entry in entries:  # a part that cannot be copied is lost with the next change of the file
            self._packed(entry)

    def _check_size(self, entry: zipfile.ZipInfo) -> None:
        limits, size = self.limits, entry.file_size
        if size > limits.part_bytes:
            raise self._too_large(entry)
        is_xml = entry.filename.lower().endswith(_XML)
        if is_xml and size > limits.ratio_from and size > limits.ratio * entry.compress_size:
            raise self._too_large(entry)

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of an entry, exactly as many as it claims. zipfile would cut them there without a word."""
        self._check_size(entry)
        packed, size = self._packed(entry), entry.file_size
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged(entry.filename, f"zip {entry.compress_type}")
        if entry.compress_type == zipfile.ZIP_STORED:
            data = bytes(packed)
        else:
            inflate = zlib.decompressobj(-15)
            try:
                data = inflate.decompress(packed, size + 1)
            except zlib.error as error:
                raise self._damaged(entry.filename, error) from error
            if not inflate.eof and len(data) <= size:
                data += inflate.decompress(inflate.unconsumed_tail, 1)
                if not inflate.eof and len(data) <= size:
                    raise self._damaged(entry.filename, "zip")
        if len(data) != size:
            raise self._stop("false_size", part=entry.filename)
        return data

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        at = entry.header_offset
        if self.data[at : at + 4] != SIGNATURE or at + _LOCAL_HEADER.size > len(self.data):
            raise self._damaged(entry.filename, "zip")
        name, extra = _LOCAL_HEADER.unpack_from(self.data, at)
        start = at + _LOCAL_HEADER.size + name + extra
        if start + entry.compress_size > len(self.data):
            raise self._damaged(entry.filename, "zip")
        return memoryview(self.data)[start : start + entry.compress_size]

    def _checked_xml(self, name: str, data: bytes) -> bytes:
        if data[:2] in _UTF16:
            text = data.decode("utf-16", "replace")
            data = _DECLARED_ENCODING.sub(r"\1", text, count=1).encode("utf-8", "replace")
        prolog = _PROLOG.match(data)
        if prolog is None:
            if b"\0" in data[:8]:
                raise self._stop("other_encoding", part=name, encoding="UTF-16/32")
            raise self._damaged(name, "XML")
        encoding, first = prolog.groups()
        if first == b"!DOCTYPE":
            raise self._stop("dtd", part=name)
        if encoding is not None and encoding.lower() not in _UTF8:
            raise self._stop("other_encoding", part=name, encoding=encoding.decode("ascii", "replace"))
        return data

    def _damaged(self, part: str, why: object) -> Stop:
        return self._stop("damaged", why=f"{part}: {why}")

    def _too_large(self, entry: zipfile.ZipInfo) -> Stop:
        return self._stop("unpacks_too_large", part=entry.filename, limit=self.limits.part_bytes // _MB)

    def _stop(self, code: str, **facts: object) -> Stop:
        return Stop(code, path=self.path, **facts)
