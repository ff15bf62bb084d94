"""The first look at a file: is it a workbook, is it safe to read, what is in it?

calamine believes what a file says of itself and ends the whole process where memory does not suffice.
So nothing is read before an ``Intake`` has seen the file, and no sheet before ``Intake.scan`` has.
"""

from __future__ import annotations

import re
import stat
import struct
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from duban.workbook.cells.addresses import LAST_COLUMN, LAST_ROW, a1, area_within
from duban.workbook.opening.archive import LIMITS, SIGNATURE, Archive, Limits
from duban.workbook.opening.book_parts import (
    CONTENT_TYPES_PART,
    BookParts,
    Oddity,
    elements,
)
from duban.workbook.opening.filters import SortArea, table_area
from duban.workbook.opening.plain_book import plain_book
from duban.workbook.opening.sheet_scan import SheetScan, check_well_formed, extent, scan
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop

WRITABLE = (".xlsx", ".xlsm")
READABLE = (*WRITABLE, ".xls", ".et", ".xlsb", ".ods")

FileKind = Literal["xlsx", "xlsb", "ods", "xls"]

_MB = 1 << 20
_HEAD = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KINDS: dict[FileKind, Say] = {
    "xls": Say("旧格式 .xls", "an old .xls workbook"),
    "xlsb": Say("二进制工作簿 .xlsb", "a binary .xlsb workbook"),
    "ods": Say("OpenDocument 表格 .ods", "an .ods spreadsheet"),
}
_SHARED = re.compile(rb't="s"[^>]*+><v>([0-9]++)<')
_NO_FORMAT = re.compile(rb'<(?:\w+:)?numFmt\s(?=[^>]*numFmtId="(?![0-9]{1,9}")[^"]*")[^>]*/>')
_FORMAT = re.compile(rb"<(?:\w+:)?xf\b")
_TEXTS = re.compile(rb"<(?:\w+:)?sst\b[^>]*>")
_CLAIM = re.compile(rb"""\s(?:count|uniqueCount)=["']([^"']*)["']""")
_STYLE_NUMBER = re.compile(rb'(numFmtId=")(?![0-9]{1,9}")[^"]*(?=")')


class Intake:
    """One workbook file, read once. Raises ``Stop`` where it cannot, or should not, be read."""

    def __init__(self, path: Path, limits: Limits = LIMITS) -> None:
        self.path = path
        self.limits = limits
        self.data = self._read()
        self._scans: dict[str, SheetScan] = {}
        self._archive: Archive | None = None
        self._parts: BookParts | None = None
        self._looked_at: dict[str, bytes] = {}
        """Texts and styles as the first look unpacked them, until they are mended."""
        self.kind: FileKind = self._ole_kind() if self.data.startswith(_OLE) else self._zip_kind()
        """What the file is by its content; only ``xlsx`` has sheets and parts to look at."""
        if self.kind != "xlsx" and path.suffix.lower() in WRITABLE:
            raise self._stop("renamed", kind=_KINDS[self.kind], suffix=f".{self.kind}")

    # parts

    @property
    def archive(self) -> Archive:
        """The zip file. Only for files of the kind ``xlsx``."""
        assert self._archive is not None, "an old file has no parts"
        return self._archive

    @property
    def sheets(self) -> Mapping[str, str]:
        """The name of each worksheet → its part, in order; chart, dialog and macro sheets are none."""
        return self._parts.sheets if self._parts is not None else {}

    @property
    def visible(self) -> frozenset[str]:
        """The names of the worksheets that are not hidden."""
        return frozenset() if self._parts is None else self._parts.visible

    def sheets_with_name(self, name: str) -> frozenset[str]:
        """The sheets that have a defined name of their own."""
        if self._parts is None:
            return frozenset()
        tabs = enumerate(self._parts.tabs)
        return frozenset(tab for place, tab in tabs if (name.casefold(), place) in self._parts.local_names)

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        """What cannot be and was passed over, for no row and no figure needs it."""
        return () if self._parts is None else tuple(self._parts.oddities)

    def scan(self, sheet: str) -> SheetScan:
        """What is on a sheet; without a Stop it is safe to load. Raises KeyError for an unknown sheet."""
        if sheet not in self._scans:
            part = self.sheets[sheet]
            data = self.archive.read_xml(part)
            try:
                check_well_formed(data, self._namespaces)
                self._scans[sheet] = self._bounded(sheet, data, scan(data))
            except ValueError as error:
                raise self._stop("damaged", why=f"{part}: {error}") from error
        return self._scans[sheet]

    def sort_areas(self, sheet: str) -> tuple[SortArea, ...]:
        """The filter and the tables of a sheet; what cannot be read is none. Raises as ``scan``."""
        seen = self.scan(sheet)
        area = area_within(seen.filter)
        found = [] if area is None else [SortArea(area)]
        if seen.has_tables and self._parts is not None:
            for part in self._parts.linked(self.sheets[sheet], "table"):
                bound = bool(self._elements(part, "xmlColumnPr"))
                columns = self._elements(part, "tableColumn")
                tables = (table_area(each, columns, bound) for each in self._elements(part, "table"))
                found += [table for table in tables if table is not None]
        return tuple(found)

    def plain_book(self, mended: Mapping[str, bytes] | None = None) -> bytes:
        """The worksheets with their texts and styles as a small workbook of the plainest kind, for other readers.
        ``mended`` maps parts to what stands in their place. Raises Stop."""
        assert self._parts is not None, "an old file has no parts"
        return plain_book(self.archive, self._parts, mended or {})

    def mended(self) -> dict[str, bytes]:
        """Parts that calamine would stumble over, as it gets them: part → bytes; empty where there is none."""
        mended = {**self._mended_styles(), **self._mended_texts()}
        self._looked_at.clear()
        return mended

    def _mended_texts(self) -> dict[str, bytes]:
        """The texts without a claim to be more than there are: calamine takes memory for all of them at once, and
        ends the process where it gets none."""
        part = None if self._parts is None else self._parts.texts
        if part is None:
            return {}
        data = self._looked_at.get(part) or self.archive.read_xml(part)
        head = _TEXTS.search(data)
        claims = _CLAIM.findall(head[0]) if head else ()
        if head is None or all(claim.isdigit() and int(claim) <= data.count(b"si>") for claim in claims):
            return {}
        return {part: data[: head.start()] + _CLAIM.sub(b"", head[0]) + data[head.end() :]}

    def _mended_styles(self) -> dict[str, bytes]:
        """The styles without formats whose number is none, and with 0 where a cell asks for one."""
        part = None if self._parts is None else self._parts.styles
        if part is None:
            return {}
        data = self._looked_at.get(part) or self.archive.read_xml(part)
        mended = _STYLE_NUMBER.sub(rb"\g<1>0", _NO_FORMAT.sub(b"", data))
        if mended == data:
            return {}
        assert self._parts is not None
        self._parts.oddities.append(Oddity(part, Say("numFmtId 不是数字", "a numFmtId that is no number")))
        return {part: mended}

    @cached_property
    def macro_parts(self) -> tuple[str, ...]:
        """Parts that hold programs: VBA projects and Excel 4 macro sheets."""
        folders = ("xl/macrosheets/", "xl/intlmacrosheets/")
        sheets = () if self._parts is None else self._parts.macro_sheets
        return tuple(
            name
            for name in self._names
            if (key := name.lower()).endswith("vbaproject.bin")
            or (key.startswith(folders) and "/_rels/" not in key)
            or name in sheets
        )

    @cached_property
    def external_targets(self) -> tuple[str, ...]:
        """The other workbooks that formulas of this one refer to, as written."""
        return tuple(
            attributes.get("Target", "")
            for name in self._under("xl/externallinks/_rels/")
            for attributes in self._elements(name, "Relationship")
            if attributes.get("TargetMode") == "External"
        )

    @cached_property
    def dde(self) -> tuple[str, ...]:
        """The programs that formulas ask over DDE, as ``service|topic``."""
        return tuple(
            f"{attributes.get('ddeService', '')}|{attributes.get('ddeTopic', '')}"
            for name in self._under("xl/externallinks/")
            if "/_rels/" not in name.lower() and name.lower().endswith(".xml")
            for attributes in self._elements(name, "ddeLink")
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

    def _ole_kind(self) -> FileKind:
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

    def _zip_kind(self) -> FileKind:
        if not self.data.startswith(SIGNATURE):
            raise self._stop("not_a_workbook", why=_looks_like(self.data))
        self._archive = Archive(self.data, self.path, self.limits)
        kind = self._kind_of_parts(self._archive)
        if kind == "xlsx":
            self._parts = BookParts(self._archive)
            if self._parts.texts is not None:  # calamine gets it packed, and does not look at all of it
                self._looked_at[self._parts.texts] = self._archive.read_xml(self._parts.texts)
            if self._parts.styles is not None:
                self._check_styles(self._parts.styles)
        return kind

    def _kind_of_parts(self, archive: Archive) -> FileKind:
        if archive.find("xl/workbook.bin") is not None:
            return "xlsb"
        if archive.find("content.xml") is not None and archive.find("mimetype") is not None:
            if b"spreadsheet" in archive.read(archive.find("mimetype") or ""):
                return "ods"
            raise self._stop(
                "no_workbook_inside", why=Say("是别的 OpenDocument 文档", "another OpenDocument file")
            )
        for folder, why in _OTHER_DOCUMENTS.items():
            if any(key.startswith(folder) for key in archive.keys):
                raise self._stop("no_workbook_inside", why=why)
        if archive.find(CONTENT_TYPES_PART) is None and archive.find("xl/workbook.xml") is None:
            why = Say("是普通压缩包，缺少工作簿部件", "it is an ordinary archive without a workbook part")
            raise self._stop("no_workbook_inside", why=why)
        return "xlsx"

    # the workbook

    def _check_styles(self, part: str) -> None:
        data = self._looked_at[part] = self.archive.read_xml(part)
        count, limit = len(_FORMAT.findall(data)), self.limits.formats
        if count > limit:
            raise self._stop("too_many_formats", count=count, limit=limit)
        try:
            check_well_formed(data, self._namespaces)
        except ValueError as error:
            raise self._stop("damaged", why=f"{part}: {error}") from error

    @property
    def _namespaces(self) -> frozenset[str]:
        return frozenset() if self._parts is None else self._parts.namespaces

    def _elements(self, part: str, wanted: str) -> list[dict[str, str]]:
        """The elements of a part that no figure needs; none where it cannot be read, which is named elsewhere."""
        try:
            return elements(self.archive, part, wanted)
        except Stop:
            return []

    def _under(self, folder: str) -> list[str]:
        return [name for name in self._names if name.lower().startswith(folder)]

    @property
    def _names(self) -> tuple[str, ...]:
        return () if self._archive is None else self._archive.names

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
        if rows > LAST_ROW or columns > LAST_COLUMN:
            cell = a1(rows, columns)
            why = Say(
                f"“{sheet}”用到 {cell}，超出了工作表的范围",
                f"'{sheet}' reaches {cell}, outside of every sheet",
            )
            raise self._stop("damaged", why=why)
        self._check_text(sheet, data)
        return seen

    def _check_text(self, sheet: str, data: bytes) -> None:
        """A shared text counts in each cell that shows it: calamine copies it there."""
        part = None if self._parts is None else self._parts.texts
        most = self.limits.total_bytes
        # no cell with a text takes less than 24 bytes
        if part is None or len(data) // 24 * self.archive.size(part) <= most:
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
        part = None if self._parts is None else self._parts.texts
        return [] if part is None else [len(text) for text in self.archive.read_xml(part).split(b"</si>")]

    def _stop(self, code: str, **facts: Any) -> Stop:
        return Stop(code, path=self.path, **facts)


_OTHER_DOCUMENTS = {
    "word/": Say("是 Word 文档", "it is a Word document"),
    "ppt/": Say("是 PowerPoint 演示文稿", "it is a PowerPoint presentation"),
}


def _looks_like(data: bytes) -> Say:
    head = data[:_HEAD].lower()
    if b"<html" in head or b"<table" in head:
        return Say("内容是网页", "it is a web page")
    if b"schemas-microsoft-com:office:spreadsheet" in head:
        return Say("是 2003 版 XML 表格", "it is an XML spreadsheet of 2003")
    return Say("内容是文本或其他数据", "it is text or other data")
