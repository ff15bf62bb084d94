"""A package that is being spoilt: its parts, and how each lies in the zip, down to what its headers claim."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")


class Nothing(Exception):
    """There is nothing of the kind that a mutation wants to change."""


@dataclass
class Entry:
    """One entry of the zip. ``claims`` are header fields that lie: crc, size, packed_size, method, flags."""

    name: str
    data: bytes
    method: int = zipfile.ZIP_DEFLATED
    packed: bytes | None = None
    claims: dict[str, int] = field(default_factory=dict)
    zip64: bool = False
    descriptor: bool = False
    same_place_as: str | None = None
    """Another entry, whose bytes this one claims as its own."""


@dataclass
class Draft:
    """A package in the making. ``after`` changes the finished bytes."""

    entries: list[Entry]
    comment: bytes = b""
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)

    @classmethod
    def read(cls, data: bytes) -> Draft:
        """The draft of a sound package."""
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return cls([Entry(info.filename, archive.read(info)) for info in archive.infolist()])

    def entry(self, name: str) -> Entry:
        """The first entry of a name. Raises ``Nothing``."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        raise Nothing

    def text(self, name: str) -> str:
        """An XML part as text. Raises ``Nothing``."""
        return self.entry(name).data.decode("utf-8", "replace")

    def put(self, name: str, text: str | bytes) -> None:
        """Replace a part, or add it."""
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        try:
            entry = self.entry(name)
        except Nothing:
            self.entries.append(Entry(name, data))
        else:
            entry.data, entry.packed = data, None

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text in a part. Raises ``Nothing`` where it is not there."""
        text = self.text(name)
        if old not in text:
            raise Nothing
        self.put(name, text.replace(old, new, 1))

    def names(self, ending: tuple[str, ...] | str = "") -> list[str]:
        """The names of the parts that end so."""
        return [entry.name for entry in self.entries if entry.name.endswith(ending)]

    def to_bytes(self) -> bytes:
        """The package as its entries and claims say."""
        out = BytesIO()
        directory, places = [], {}
        for entry in self.entries:
            places[entry.name] = place = places.get(entry.same_place_as or "", out.tell())
            local, central = _headers(entry, place)
            if entry.same_place_as is None:
                out.write(local)
            directory.append(central)
        start = out.tell()
        for central in directory:
            out.write(central)
        count = len(directory)
        out.write(_END.pack(b"PK\5\6", 0, 0, count, count, out.tell() - start, start, len(self.comment)))
        out.write(self.comment)
        data = out.getvalue()
        for change in self.after:
            data = change(data)
        return data


def _headers(entry: Entry, place: int) -> tuple[bytes, bytes]:
    """The local header with the packed bytes, and the entry of the directory."""
    name = entry.name.encode("utf-8", "surrogatepass")
    flags = entry.claims.get("flags", 0 if name.isascii() else 0x800) | (8 if entry.descriptor else 0)
    packed = _pack(entry) if entry.packed is None else entry.packed
    method = entry.claims.get("method", entry.method)
    crc = entry.claims.get("crc", zlib.crc32(entry.data)) & 0xFFFFFFFF
    size = entry.claims.get("size", len(entry.data)) & 0xFFFFFFFF
    packed_size = entry.claims.get("packed_size", len(packed)) & 0xFFFFFFFF
    extra, sizes = b"", (packed_size, size)
    if entry.zip64:
        extra, sizes = struct.pack("<HHQQ", 1, 16, size, packed_size), (0xFFFFFFFF, 0xFFFFFFFF)
    here = (0, 0, 0) if entry.descriptor else (crc, *sizes)
    local = _LOCAL.pack(b"PK\3\4", 20, flags, method, 0, 0x21, *here, len(name), len(extra)) + name + extra
    tail = struct.pack("<4sIII", b"PK\7\x08", crc, packed_size, size) if entry.descriptor else b""
    central = _CENTRAL.pack(
        b"PK\1\2", 20, 20, flags, method, 0, 0x21, crc, *sizes, len(name), len(extra), 0, 0, 0, 0, place
    )
    return local + packed + tail, central + name + extra


def _pack(entry: Entry) -> bytes:
    if entry.method == zipfile.ZIP_BZIP2:
        import bz2

        return bz2.compress(entry.data)
    if entry.method != zipfile.ZIP_DEFLATED:
        return entry.data
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    return deflate.compress(entry.data) + deflate.flush()


def zeros(megabytes: int) -> Entry:
    """A picture of so many MB of zeros, packed without holding them."""
    block = b"\0" * (1 << 20)
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = deflate.compress(block) + deflate.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    crc = 0
    for _ in range(megabytes):
        crc = zlib.crc32(block, crc)
    claims = {"crc": crc, "size": megabytes << 20}
    return Entry("xl/media/image99.png", b"", packed=one * megabytes + end, claims=claims)
