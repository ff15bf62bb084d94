"""What a look at the bytes of one worksheet tells: its formulas, errors, drop-downs, filter and how far it reaches.

A few regular expressions read what Excel, WPS, LibreOffice and their kin write. Whatever they cannot be
sure of (prefixes, comments, other spellings of a cell) is left to an XML parser, ten times slower.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from xml.parsers import expat

from duban.workbook.cells.addresses import a1, column_number

_CHUNK = 1 << 20
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SheetScan:
    """One worksheet. Cells are A1 addresses; ``last_row`` and ``last_column`` are never too low."""

    formulas: frozenset[bytes]
    """Every cell that holds a formula."""
    errors: Mapping[str, str]
    """cell → the error it shows (``#REF!``)."""
    drop_downs: tuple[str, ...]
    """The areas (``A2:A9 C2``) of each list validation."""
    dde: Mapping[str, str]
    """cell → formula text that asks another program (``cmd|'/c calc'!A0``)."""
    last_row: int
    last_column: int
    filter: str = ""
    """The area of the sheet's filter (``A1:E7``); empty where it has none."""
    has_tables: bool = False
    """Whether Excel tables belong to it."""
    _data: bytes = field(repr=False, default=b"", compare=False)
    _texts: Mapping[str, str] | None = field(repr=False, default=None, compare=False)

    def formula_text(self, cell: bytes) -> str | None:
        """The formula of a cell as stored, without ``=``; ``None`` where there is none.

        Cells that follow a shared formula have the empty text.
        """
        if cell not in self.formulas:
            return None
        if self._texts is not None:
            return self._texts[cell.decode()]
        found = re.search(rb'<c r="%s"[^>]*+>\s*+<f([^>]*+)>([^<]*+)' % cell, self._data)
        return "" if found is None or found[1].endswith(b"/") else _text(found[2])

    def plain_formulas(self) -> Mapping[tuple[int, int], str] | None:
        """(row, column) → its formula with ``=``; ``None`` where one of them is more than its own text: shared, an array."""
        if self._texts is not None or _SPECIAL.search(self._data) or b"\r" in self._data:
            return None
        found = _PLAIN.findall(self._data)
        if len(found) != len(self.formulas):
            return None
        numbers = {letters: column_number(letters.decode()) for letters in {cell[0] for cell in found}}
        return {(int(row), numbers[letters]): "=" + _text(text) for letters, row, text in found if text}


@lru_cache
def _spelling(letters: int, digits: int) -> re.Pattern[bytes]:
    """Finds each formula cell; and the empty text for a cell that is not spelled ``<c r="A1"`` within this size."""
    # possessive, because going back would find nothing new and doubles the time
    cell = rb"[A-Z]{1,%d}+[1-9][0-9]{0,%d}+" % (letters, digits - 1)
    return re.compile(rb'<c(?: r="(%s)")?+(?(1)[^>]*+>\s*+<f[\s/>]|[\s/>])' % cell)


# one pass proves that a sheet is small; only a large one is asked for its size
_SPELLINGS = (((1, 5), 99_999, 26), ((2, 4), 9_999, 702), ((3, 7), 0, 0))
_ODD_ROW = re.compile(rb'<row(?:\s[^>]*?)?\sr="(?![1-9][0-9]{0,6}")')
_PREFIXED = re.compile(rb":[cf][\s/>]")
_DECLARED = re.compile(rb"<[!?]")
_REFERENCE = re.compile(rb'<c r="([A-Z]++)([0-9]++)"')
_ERROR_TYPE = re.compile(rb't="e"')
_ERROR = re.compile(
    rb'<c r="([A-Z]++[0-9]++)"[^>]*? t="e"[^>]*+>(?:<f[^>]*+(?:(?<=/)>|>[^<]*+</f>))?+(?:<v/>|<v>([^<]*+)</v>)'
)
_SPECIAL = re.compile(rb"<f[^>]")
_PLAIN = re.compile(rb'<c r="([A-Z]++)([0-9]++)"[^>]*+>\s*+<f>([^<]*+)</f>')
_PIPED = re.compile(rb'<c r="([A-Z]++[0-9]++)"[^>]*+>\s*+<f(?:\s[^>]*+)?+(?<!/)>([^<]*+)')
_FILTER = re.compile(rb"""<(?:\w+:)?autoFilter\s((?:[^"'>]|"[^"]*"|'[^']*')*+)>""")
_LIST = re.compile(rb"""<(?:\w+:)?dataValidation\s((?:[^"'>]|"[^"]*"|'[^']*')*+)>""")
_LIST_END = re.compile(rb"</(?:\w+:)?dataValidation\s*>")
_SQREF = re.compile(rb"<(?:\w+:)?sqref[^>]*+>([^<]*+)<")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS = re.compile(r"([A-Za-z]+)([0-9]+)")
_QUOTED = re.compile(r'"[^"]*"')
_DDE = re.compile(r"[\w']\|.*!", re.DOTALL)
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(\w+));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


NOTHING = SheetScan(frozenset(), _NONE, (), _NONE, 0, 0)
"""The scan of a sheet without bytes to look at."""


def scan(data: bytes) -> SheetScan:
    """Look at a worksheet part. Raises ValueError for XML that only a parser could read, and cannot."""
    close = data.rfind(b"</sheetData>")
    if _ODD_ROW.search(data):
        return _Walk(data).result()
    end, rest = (len(data), 0) if close < 0 else (close, close)  # a blank sheet may have <sheetData/>
    found = None if _odd(data, end) else _formulas(data, end)
    if found is None:
        return _Walk(data).result()
    formulas, last_row, last_column = found
    errors = _errors(data, end)
    lists = data.find(b"dataValidation", rest) >= 0
    filters, tables = data.find(b"autoFilter", rest) >= 0, data.find(b"tablePart", rest) >= 0
    if errors is None or ((lists or filters or tables) and _DECLARED.search(data, rest + 8)):
        return _Walk(data).result()
    dde = _NONE
    if formulas and (b"|" in data or (b"&" in data and b"&#" in data)):
        cells = ((match[1], _text(match[2])) for match in _PIPED.finditer(data, 0, end))
        dde = {cell.decode(): text for cell, text in cells if _asks_program(text)}
    drop_downs = tuple(_drop_downs(data, rest)) if lists else ()
    area = _filter(data, rest) if filters else ""
    kept = data if formulas else b""
    return SheetScan(formulas, errors, drop_downs, dde, last_row, last_column, area, tables, kept)


def check_well_formed(data: bytes, namespaces: Collection[str]) -> None:
    """Raise ValueError for a part that is no XML, is in none of the ``namespaces``, or has its cells where only some
    would find them: readers differ in what they let pass, and all must agree."""
    parser = expat.ParserCreate(namespace_separator="}")
    path: list[str] = []

    def first(name: str, attributes: dict[str, str]) -> None:
        namespace = name.rpartition("}")[0]
        if namespace not in namespaces:
            raise ValueError(f"namespace {namespace[:80]}")
        parser.StartElementHandler = None
        if b"AlternateContent" in data:
            path.append(name)
            parser.StartElementHandler = start
            parser.EndElementHandler = lambda name: path.pop()

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition("}")[2])
        if path[-1] == "sheetData" and len(path) != 2:
            raise ValueError(f"sheetData within {path[-2]}")

    parser.StartElementHandler = first
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"broken XML: {error}") from error


def extent(data: bytes) -> tuple[int, int]:
    """The last row and the last column with a value, exactly; (0, 0) for a blank sheet. Raises ValueError."""
    walk = _Walk(data)
    return walk.last_row, walk.last_column


def _odd(data: bytes, end: int) -> bool:
    """Whether the cells may be hidden from, or faked for, a regular expression."""
    if _PREFIXED.search(data, 0, end):
        return True
    start = data.find(b"?>", 0, 200) + 2 if data.find(b"<?xml", 0, 8) >= 0 else 0
    # single bytes are found much faster than pairs, and most sheets have neither
    if data.find(b"!", start, end) >= 0 or data.find(b"?", start, end) >= 0:
        return _DECLARED.search(data, start, end) is not None
    return False


def _formulas(data: bytes, end: int) -> tuple[frozenset[bytes], int, int] | None:
    """The formula cells with bounds of the sheet; ``None`` where cells are spelled in another way."""
    for size, last_row, last_column in _SPELLINGS:
        cells = frozenset(_spelling(*size).findall(data, 0, end))
        if b"" in cells:
            continue
        if not last_row:
            last_row, last_column = _reach(data, end)
        return cells, last_row, last_column
    return None


def _reach(data: bytes, end: int) -> tuple[int, int]:
    """The last row and column of any cell, with or without a value."""
    columns: set[bytes] = set()
    last_row = start = 0
    while start < end:
        stop = data.find(b"<c ", start + _CHUNK, end)
        stop = end if stop < 0 else stop
        # in chunks, because millions of pairs would need more memory than the sheet
        pairs = _REFERENCE.findall(data, start, stop)
        columns.update(letters for letters, _ in pairs)
        last_row = max(last_row, max((int(row) for _, row in pairs), default=0))
        start = stop
    return last_row, max((column_number(letters.decode()) for letters in columns), default=0)


def _errors(data: bytes, end: int) -> Mapping[str, str] | None:
    """cell → error; ``None`` where one is spelled in another way."""
    # every error starts with #, which most sheets do not have
    if data.find(b"#", 0, end) < 0 or data.find(b't="e"', 0, end) < 0:
        return _NONE
    cells = _ERROR.findall(data, 0, end)
    if len(cells) != len(_ERROR_TYPE.findall(data, 0, end)):
        return None
    return {cell.decode(): _text(shown) for cell, shown in cells}


def _drop_downs(data: bytes, start: int) -> Iterator[str]:
    for match in _LIST.finditer(data, start):
        attributes = {name: one or other for name, one, other in _ATTRIBUTE.findall(match[1])}
        if attributes.get(b"type") != b"list":
            continue
        if b"sqref" in attributes:
            yield _text(attributes[b"sqref"])
        elif not match[1].endswith(b"/"):  # an x14 validation has its area as an element
            over = _LIST_END.search(data, match.end())
            area = _SQREF.search(data, match.end(), over.start() if over else len(data))
            if area is not None:
                yield _text(area[1])


def _filter(data: bytes, start: int) -> str:
    """The area of the sheet's own filter; those of views that somebody saved stand further down."""
    views = data.find(b"customSheetViews", start)
    match = _FILTER.search(data, start, len(data) if views < 0 else views)
    if match is None:
        return ""
    attributes = {name: one or other for name, one, other in _ATTRIBUTE.findall(match[1])}
    return _text(attributes.get(b"ref", b""))


def _asks_program(formula: str) -> bool:
    return "|" in formula and _DDE.search(_QUOTED.sub("", formula)) is not None


def _text(data: bytes) -> str:
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name, match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if code <= 0x10FFFF else match[0]


class _Walk:
    """The same by an XML parser. Names count without their prefix, as calamine takes them."""

    def __init__(self, data: bytes) -> None:
        self.last_row = self.last_column = 0
        self._formulas: dict[str, str] = {}
        self._errors: dict[str, str] = {}
        self._drop_downs: list[str] = []
        self._filter = ""
        self._has_tables = False
        self._row = self._column = 0
        self._next_row, self._next_column = 1, 1
        self._kind = ""
        self._in_cell = self._in_list = self._in_views = False
        self._buffer: list[str] | None = None
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise ValueError(f"broken XML: {error}") from error

    def result(self) -> SheetScan:
        """What was found."""
        return SheetScan(
            frozenset(cell.encode() for cell in self._formulas),
            self._errors,
            tuple(self._drop_downs),
            {cell: text for cell, text in self._formulas.items() if _asks_program(text)},
            self.last_row,
            self.last_column,
            self._filter,
            self._has_tables,
            _texts=self._formulas,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name[name.rfind(":") + 1 :]
        if name == "c":
            self._open_cell(attributes.get("r"), attributes.get("t", ""))
        elif self._in_cell:
            if name in ("f", "v", "is"):
                self._buffer = []
        elif name == "row":
            self._next_row = self._row_number(attributes)
            self._next_column = 1
        elif name == "dataValidation" and attributes.get("type") == "list":
            self._in_list = True
            if "sqref" in attributes:
                self._drop_downs.append(attributes["sqref"])
        elif name == "sqref" and self._in_list:
            self._buffer = []
        elif name == "customSheetViews":
            self._in_views = True
        elif name == "autoFilter" and not self._in_views:
            self._filter = attributes.get("ref", "")
        elif name == "tablePart":
            self._has_tables = True

    def _end(self, name: str) -> None:
        name = name[name.rfind(":") + 1 :]
        text = "".join(self._buffer or ())
        if name == "c":
            self._in_cell = False
            self._next_column = self._column + 1
        elif name == "row":
            self._next_row += 1
        elif name == "dataValidation":
            self._in_list = False
        elif name == "customSheetViews":
            self._in_views = False
        elif self._buffer is None:
            return
        elif self._in_cell and name in ("v", "is"):
            self.last_row = max(self.last_row, self._row)
            self.last_column = max(self.last_column, self._column)
            if name == "v" and self._kind == "e":
                self._errors[self._cell] = text
        elif self._in_cell and name == "f":
            self._formulas[self._cell] = text
        elif name == "sqref" and self._in_list:
            self._drop_downs.append(text)
        else:
            return
        self._buffer = None

    def _characters(self, text: str) -> None:
        if self._buffer is not None:
            self._buffer.append(text)

    def _doctype(self, *_: object) -> None:
        raise ValueError("document type declaration")

    def _open_cell(self, spelled: str | None, kind: str) -> None:
        self._in_cell, self._kind = True, kind
        self._row, self._column = self._next_row, self._next_column
        if spelled is None:
            return
        match = _ADDRESS.fullmatch(spelled)
        if match is None or int(match[2]) == 0:
            raise ValueError(f"there is no cell {spelled[:40]!r}")
        self._row, self._column = int(match[2]), column_number(match[1])

    def _row_number(self, attributes: dict[str, str]) -> int:
        spelled = attributes.get("r")
        if spelled is None:
            return self._next_row
        if _number(spelled) == 0:
            raise ValueError(f"there is no row {spelled[:40]!r}")
        return _number(spelled)

    @property
    def _cell(self) -> str:
        return a1(self._row, self._column)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0
