"""Mutations of an .xls file: its bytes, the records of its stream, and the tables of the OLE file around it."""

from __future__ import annotations

import random
import struct
from functools import cache

from lists import numbered
from small_xls import SECTOR, ole, record, stream

from duban.workbook.format.sheets.task_list import STAFF_COLUMNS


@cache
def _stream() -> bytes:
    items = [
        (
            n,
            f"事项{n}",
            "目标",
            "1、底数不清",
            numbered(("完成摸底", "公布流程")),
            "李明",
            "综合局\n负责人：王强",
            None,
        )
        for n in range(1, 20)
    ]
    return stream(
        {
            "任务清单": [("任务清单",), (), STAFF_COLUMNS, *items],
            "市级事项": [("序号", "事项名称", "主要内容"), (1, "事项1", "")],
        }
    )


def sound() -> bytes:
    """The base: a task list of 19 items."""
    return ole(_stream())


def _records(data: bytes) -> list[tuple[int, int, int]]:
    """Place, kind and length of each record."""
    found, at = [], 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        if not kind:
            break
        found.append((at, kind, length))
        at += 4 + length
    return found


def _flip(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    spoilt = bytearray(data)
    places = [rng.randrange(len(data)) for _ in range(rng.choice((1, 2, 8, 64)))]
    for at in places:
        spoilt[at] ^= rng.randrange(1, 256)
    return bytes(spoilt), f"bytes flipped at {places[:4]}"


def _number(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """Two or four bytes that say something impossible."""
    at = rng.randrange(0, len(data) - 4, 2)
    odd = rng.choice(
        (
            b"\0\0\0\0",
            b"\xff\xff\xff\xff",
            b"\xff\xff",
            b"\xff\xff\xff\x7f",
            b"\0\0\1\0",
            b"\1\0",
            b"\xfe\xff\xff\xff",
        )
    )
    return data[:at] + odd + data[at + len(odd) :], f"{odd.hex()} at {at}"


def _cut(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    length = rng.choice((8, 76, 511, 512, 1024, rng.randrange(len(data)), len(data) - 1))
    return data[:length], f"cut at {length}"


def _header(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """A field of the OLE header or an entry of the allocation table."""
    at = rng.choice((26, 28, 30, 32, 44, 48, 56, 60, 64, 68, 72, 76, 80, *range(SECTOR, SECTOR + 64, 4)))
    odd = rng.choice((0, 1, 2, 3, 9, 12, 31, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF))
    form = "<H" if at < 44 else "<I"
    spoilt = bytearray(data)
    struct.pack_into(form, spoilt, at, odd & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    return bytes(spoilt), f"OLE field {at} = {odd:#x}"


def _directory(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    at = 2 * SECTOR + rng.choice((64, 66, 68, 72, 76, 116, 120, 128 + 64, 128 + 66, 128 + 116, 128 + 120))
    odd = rng.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\1\0\0\0", b"\xff\xff\xff\x7f", b"\2\0\0\0"))
    return data[:at] + odd + data[at + 4 :], f"OLE directory {at - 2 * SECTOR} = {odd.hex()}"


def _record(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """A record of the stream: its kind, its length, or a number in it."""
    body = bytearray(_stream())
    at, kind, length = rng.choice(_records(bytes(body)))
    how = rng.choice(("kind", "length", "body", "body", "body"))
    odd = rng.choice((0, 1, 0xFF, 0x7FFF, 0x8000, 0xFFFF))
    place = {"kind": at, "length": at + 2}.get(how, at + 4 + (rng.randrange(0, max(length - 1, 1), 2)))
    struct.pack_into("<H", body, min(place, len(body) - 2), odd)
    return ole(bytes(body)), f"record {kind:#x} at {at}: {how} {odd:#x}"


def _dimensions(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    body = bytearray(_stream())
    at = rng.choice([at for at, kind, _ in _records(bytes(body)) if kind == 0x200])
    struct.pack_into(
        "<IIHH",
        body,
        at + 4,
        rng.choice((0, 5)),
        rng.choice((0xFFFFFFFF, 0x7FFFFFFF, 65536, 0)),
        0,
        rng.choice((0xFFFF, 256, 0)),
    )
    return ole(bytes(body)), "impossible dimensions of a sheet"


def _odd_record(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """A record more, of any kind and with any bytes."""
    body = _stream()
    at = rng.choice(_records(body))[0]
    kind = rng.choice(
        (
            0x06,
            0x18,
            0x2F,
            0x3C,
            0x85,
            0xE5,
            0xFC,
            0x1B6,
            0x203,
            0x204,
            0x205,
            0x207,
            0x27E,
            0xBD,
            0xBE,
            0x809,
            0x0A,
            0x1AE,
            0x17,
            0x41E,
            0xE0,
            0x22,
        )
    )
    made = record(kind, rng.randbytes(rng.choice((0, 2, 8, 30, 200))))
    return ole(body[:at] + made + body[at:]), f"a record {kind:#x} of {len(made)} bytes at {at}"


def _far(data: bytes, rng: random.Random) -> tuple[bytes, str]:
    """A number in the last cell of a sheet."""
    body = bytearray(_stream())
    at, _, _ = rng.choice([found for found in _records(bytes(body)) if found[1] in (0x203, 0xFD)])
    struct.pack_into("<HH", body, at + 4, rng.choice((0xFFFF, 0x7FFF)), rng.choice((0xFF, 0x3FFF, 0xFFFF)))
    return ole(bytes(body)), f"the cell at {at} is far away"


_WAYS = (
    _flip,
    _flip,
    _number,
    _number,
    _cut,
    _header,
    _directory,
    _record,
    _record,
    _dimensions,
    _odd_record,
    _odd_record,
    _far,
)


def mutated(rng: random.Random) -> tuple[bytes, str]:
    """One mutant, and what was done to it."""
    data, what = rng.choice(_WAYS)(sound(), rng)
    return data, what
