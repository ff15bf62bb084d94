"""A workbook of the old format, made of bytes: one BIFF8 stream in an OLE file, as small as readers take it."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def record(kind: int, body: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(body)) + body


def xls(sheets: dict[str, Sequence[Sequence[str | float | None]]]) -> bytes:
    """The sheets as an .xls file."""
    return ole(stream(sheets))


def stream(sheets: dict[str, Sequence[Sequence[str | float | None]]]) -> bytes:
    """The BIFF8 stream: globals with one text table, then each sheet."""
    texts: dict[str, int] = {}
    bodies = [_sheet(rows, texts) for rows in sheets.values()]
    bof, codepage, date_mode = (
        record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6)),
        record(0x42, b"\xb0\4"),
        record(0x22, b"\0\0"),
    )
    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\5\0Arial")
    xf = record(0xE0, struct.pack("<HHHBBBBIIH", 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    sst = _text_table(texts)
    head = bof + codepage + date_mode + font * 4 + xf * 16
    names = [_short(name) for name in sheets]
    at = len(head) + sum(4 + 6 + len(name) for name in names) + len(sst) + 4
    bounds = b""
    for name, body in zip(names, bodies, strict=True):
        bounds += record(0x85, struct.pack("<IBB", at, 0, 0) + name)
        at += len(body)
    return head + bounds + sst + record(0x0A) + b"".join(bodies)


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _text_table(texts: dict[str, int]) -> bytes:
    """SST, cut into records of at most 8,224 bytes between two texts."""
    pieces = [struct.pack("<II", len(texts), len(texts))]
    for text in texts:
        packed = struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
        if len(pieces[-1]) + len(packed) > 8224:
            pieces.append(b"")
        pieces[-1] += packed
    return b"".join(record(0xFC if not place else 0x3C, piece) for place, piece in enumerate(pieces))


def _sheet(rows: Sequence[Sequence[str | float | None]], texts: dict[str, int]) -> bytes:
    width = max(map(len, rows), default=0)
    made = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6))
    made += record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for r, cells in enumerate(rows):
        for c, value in enumerate(cells):
            if isinstance(value, str):
                made += record(0xFD, struct.pack("<HHHI", r, c, 15, texts.setdefault(value, len(texts))))
            elif value is not None:
                made += record(0x203, struct.pack("<HHHd", r, c, 15, value))
    return (
        made + record(0x23E, struct.pack("<HHHHHHHHI", 0x6B6, 0, 0, 0x40, 0, 0, 0, 0, 0)[:18]) + record(0x0A)
    )


def ole(content: bytes, name: str = "Workbook") -> bytes:
    """An OLE file with one stream; it is at least 4,096 bytes, else it would lie among the short ones."""
    content = content.ljust(4096, b"\0")
    content += b"\0" * (-len(content) % SECTOR)
    count = len(content) // SECTOR
    assert count + 2 <= SECTOR // 4, "one sector of the allocation table must do"
    table = [FAT, END, *range(3, count + 2), END]
    table += [FREE] * (SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    directory = _directory("Root Entry", 5, END, 0, 1) + _directory(name, 2, 2, len(content), FREE)
    directory += _directory("", 0, 0, 0, FREE) * 2
    return header + struct.pack(f"<{SECTOR // 4}I", *table) + directory + content


def _directory(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    title = (name + "\0").encode("utf-16-le") if name else b""
    entry = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, FREE, FREE, child)
    return entry + b"\0" * 36 + struct.pack("<IQ", start, size)
