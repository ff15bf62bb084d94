"""A zip file put together from packed parts.

ZP001 The standard library reads every part, byte for byte, and finds nothing wrong with it.
ZP002 A part is put in as another file has it packed.
"""

from __future__ import annotations

import io
import zipfile

from duban.workbook.opening.archive import Archive
from duban.workbook.opening.packed_parts import unpacked, zip_of

SENTENCE = "推进园区，落实企业。".encode() * 50


def _packed() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("a.xml", SENTENCE)
        target.writestr("b.bin", b"", zipfile.ZIP_STORED)
    return stream.getvalue()


def test_parts_are_read_as_they_were_put_in__ok() -> None:
    """ZP001, ZP002."""
    source = Archive(_packed())
    parts = {"x/a.xml": source.as_packed("a.xml"), "b": source.as_packed("b.bin"), "c": unpacked(b"plain")}
    with zipfile.ZipFile(io.BytesIO(zip_of(parts))) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == {
            "x/a.xml": SENTENCE,
            "b": b"",
            "c": b"plain",
        }
        assert found.getinfo("x/a.xml").compress_size == len(source.packed("a.xml")) < len(SENTENCE)


def test_a_part_that_does_not_bear_out_its_checksum__error() -> None:
    """ZP001."""
    wrong = unpacked(b"plain")._replace(checksum=1)
    with zipfile.ZipFile(io.BytesIO(zip_of({"c": wrong}))) as found:
        assert found.testzip() == "c"
