"""Mutations of the zip: its bytes, headers, names and order."""

from __future__ import annotations

import random
import zipfile
from copy import copy

from zip_draft import Draft, Entry


def truncate(draft: Draft, rng: random.Random) -> str:
    share = rng.choice((0.0, 0.1, 0.5, 0.9, 0.99, 0.999))
    draft.after.append(lambda data: data[: int(len(data) * share)])
    return f"cut at {share}"


def flip_bytes(draft: Draft, rng: random.Random) -> str:
    places = [(rng.random(), rng.randrange(1, 256)) for _ in range(rng.choice((1, 2, 8)))]

    def change(data: bytes) -> bytes:
        spoilt = bytearray(data)
        for share, mask in places:
            if spoilt:
                spoilt[int(share * len(spoilt))] ^= mask
        return bytes(spoilt)

    draft.after.append(change)
    return f"bytes flipped at {[round(share, 4) for share, _ in places]}"


def flip_in_directory(draft: Draft, rng: random.Random) -> str:
    share, mask = rng.random(), rng.randrange(1, 256)

    def change(data: bytes) -> bytes:
        start = max(data.find(b"PK\1\2"), 0)
        at = start + int(share * (len(data) - start))
        return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :] if data else data

    draft.after.append(change)
    return f"a byte of the directory flipped at {share:.4f}"


def wrong_crc(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    entry.claims["crc"] = rng.choice((0, 0xDEADBEEF))
    return f"wrong CRC of {entry.name}"


def lying_size(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    which = rng.choice(("size", "packed_size"))
    off = rng.choice((0, -1, 1, -100, 1000, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF))
    entry.claims[which] = off if off == 0 or off > 1000 else max(0, len(entry.data) + off)
    return f"{which} of {entry.name} is said to be {entry.claims[which]}"


def doubled(draft: Draft, rng: random.Random) -> str:
    at = rng.randrange(len(draft.entries))
    entry = copy(draft.entries[at])
    other = rng.random() < 0.5
    if other:
        entry.data = entry.data[: len(entry.data) // 2]
    draft.entries.insert(rng.choice((at, len(draft.entries))), entry)
    return f"{entry.name} twice{', once cut' if other else ''}"


def same_place(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    draft.entries.append(Entry("xl/other.xml", entry.data, same_place_as=entry.name))
    return f"two entries at the place of {entry.name}"


def encrypted(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    entry.claims["flags"] = 1
    return f"{entry.name} is said to be encrypted"


def other_flags(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    entry.claims["flags"] = rng.choice((2, 4, 0x20, 0x40, 0x2000, 0x800, 0xFFFE & ~8))
    return f"flags of {entry.name}: {entry.claims['flags']:#x}"


def claimed_method(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    entry.claims["method"] = rng.choice((0, 1, 9, 12, 14, 99))
    return f"compression of {entry.name} is said to be {entry.claims['method']}"


def other_method(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    entry.method = rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))
    return f"{entry.name} packed by method {entry.method}"


def all_stored(draft: Draft, rng: random.Random) -> str:
    for entry in draft.entries:
        entry.method = zipfile.ZIP_STORED
    return "all parts stored"


def backslashes(draft: Draft, rng: random.Random) -> str:
    chosen = draft.entries if rng.random() < 0.5 else [rng.choice(draft.entries)]
    for entry in chosen:
        entry.name = entry.name.replace("/", "\\")
    return f"backslashes in names of {len(chosen)}, such as {chosen[-1].name}"


def other_case(draft: Draft, rng: random.Random) -> str:
    chosen = draft.entries if rng.random() < 0.4 else [rng.choice(draft.entries)]
    for entry in chosen:
        entry.name = rng.choice((str.upper, str.lower, str.title))(entry.name)
    return f"other case in names of {len(chosen)}, such as {chosen[-1].name}"


def odd_name(draft: Draft, rng: random.Random) -> str:
    entry = rng.choice(draft.entries)
    old = entry.name
    form = rng.choice(
        ("/{}", "./{}", "../{}", "{}/", "", "{} ", "{}\0x", "C:\\{}", "x/../{}", "{}é", "\udce9{}")
    )
    entry.name = form.format(old)
    return f"{old} is called {entry.name!r}"


def folder_entries(draft: Draft, rng: random.Random) -> str:
    for name in ("xl/", "xl/worksheets/", "_rels/"):
        draft.entries.insert(0, Entry(name, b"", zipfile.ZIP_STORED))
    return "entries of folders"


def other_order(draft: Draft, rng: random.Random) -> str:
    rng.shuffle(draft.entries)
    return "entries in another order"


def zip64(draft: Draft, rng: random.Random) -> str:
    chosen = draft.entries if rng.random() < 0.5 else [rng.choice(draft.entries)]
    for entry in chosen:
        entry.zip64 = True
    return f"zip64 sizes of {len(chosen)} entries"


def descriptors(draft: Draft, rng: random.Random) -> str:
    for entry in draft.entries:
        entry.descriptor = True
    return "data descriptors"


def comment(draft: Draft, rng: random.Random) -> str:
    draft.comment = rng.choice((b"a comment", b"PK\5\6" + b"\0" * 18, b"x" * 65_535))
    return f"a comment of {len(draft.comment)} bytes"


def around(draft: Draft, rng: random.Random) -> str:
    before, behind = rng.choice(
        ((b"", b"\0" * 99), (b"MZ" + b"\0" * 62, b""), (b"", b"junk"), (b"\r\n", b"\r\n"))
    )
    draft.after.append(lambda data: before + data + behind)
    return f"{len(before)} bytes before and {len(behind)} behind the zip"


ALL = (
    truncate, flip_bytes, flip_bytes, flip_in_directory, flip_in_directory, wrong_crc, wrong_crc, lying_size,
    lying_size, doubled, same_place, encrypted, other_flags, claimed_method, other_method, all_stored, backslashes,
    other_case, odd_name, folder_entries, other_order, zip64, descriptors, comment, around,
)  # fmt: skip
