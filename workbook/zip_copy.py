"""Taking an entry of one zip file into another as it lies there: nothing is packed twice."""

from __future__ import annotations

import struct
from zipfile import ZipFile, ZipInfo

_LOCAL_HEADER = struct.Struct("<26xHH")
"""Ends with the lengths of name and extra field, which stand between it and the content."""


def copy_packed(source: bytes, old: ZipInfo, archive: ZipFile, entry: ZipInfo) -> None:
    """Write ``entry`` into ``archive`` with the packed content that ``old`` has in the zip file ``source``.

    To pack the texts of a staff workbook again takes longer than all else that is done to it.
    """
    name_length, extra_length = _LOCAL_HEADER.unpack_from(source, old.header_offset)
    start = old.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    entry.compress_type = old.compress_type
    entry.CRC, entry.compress_size, entry.file_size = old.CRC, old.compress_size, old.file_size
    stream = archive.fp
    assert stream is not None, "the archive is open"
    stream.seek(archive.start_dir)
    entry.header_offset = stream.tell()
    stream.write(entry.FileHeader())
    stream.write(memoryview(source)[start : start + old.compress_size])
    archive.filelist.append(entry)
    archive.NameToInfo[entry.filename] = entry
    archive.start_dir = stream.tell()
