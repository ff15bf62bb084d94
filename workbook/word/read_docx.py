"""A .docx as blocks: read from its parts, which are looked at before anything is believed; nothing else is unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.parser import parse_xml
from lxml import etree

from duban.udfs.text import squeeze
from duban.workbook.cells.areas import Area
from duban.workbook.opening.archive import SIGNATURE, Archive, Limits
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop
from duban.workbook.word.automatic_numbers import AutomaticNumbers
from duban.workbook.word.blocks import Block, Document, Notice, NoticeKind, Paragraph, Table, TableCell
from duban.workbook.word.word_xml import child, is_on, local, value

_MB = 1 << 20
LIMITS = Limits(file_bytes=128 * _MB, part_bytes=16 * _MB, total_bytes=64 * _MB, ratio_from=4 * _MB)
"""A plan of a hundred pages has some hundred kilobytes of text."""

_MOST_PARAGRAPHS = 100_000
_MOST_CELLS = 1_000_000
"""Of one table, those under merged ones too."""
_MOST_COLUMNS = 63
"""Word's tables have no more."""

_WRAPPERS = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "bdo", "dir", "ruby", "rubyBase"}
)
_TRACKED: dict[str, NoticeKind] = {
    "ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted",
}  # fmt: skip
_PICTURES = frozenset({"drawing", "pict", "object"})
_PLAIN_FORMULA = frozenset(
    {"oMathPara", "oMathParaPr", "oMath", "r", "rPr", "t", "jc", "rFonts", "sz", "sty", "lang"}
)
_CIRCLED = re.compile(r"eq\s*\\o\s*\\ac\s*\(.*?[,，;]\s*(\d{1,2})\s*\)", re.IGNORECASE | re.DOTALL)
"""A number in a circle, as Word's menu makes it."""
_SYMBOLS = {f"F0{0x81 + place:02X}": chr(ord("①") + place) for place in range(10)}
"""Wingdings: numbers in circles; its other signs say nothing."""
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(data: bytes, name: str) -> Document:
    """The blocks of a document of Word. Raises Stop: ``word_password``, ``word_damaged``, ``word_too_large``."""
    if not data.startswith(SIGNATURE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Stop("word_password", path=name)
        why = Say("内容不是 Word 文档", "it holds no Word document")
        raise Stop("word_damaged", path=name, why=why if data else Say("空文件", "it is empty"))
    try:
        parts = _Parts(Archive(data, name, LIMITS))
        body = child(parts.main, "body")
        if body is None:
            raise Stop("word_damaged", path=name, why=Say("没有正文", "it has no body"))
        walk = _Walk(AutomaticNumbers(parts.root("numbering"), parts.root("styles")))
        return Document(name, tuple(walk.blocks(body)), tuple(walk.notices))
    except _TooMany as error:
        what = Say(f"超过 {error} 段或格", f"more than {error} paragraphs or cells")
        raise Stop("word_too_large", path=name, what=what, limit=LIMITS.part_bytes // _MB) from error
    except Stop as stop:
        raise _of_word(stop, name) from stop
    except (etree.XMLSyntaxError, KeyError, ValueError, RecursionError) as error:
        raise Stop("word_damaged", path=name, why=str(error)[:120]) from error


def _of_word(stop: Stop, name: str) -> Stop:
    """What stops the reading of an archive, as it is said of a plan."""
    if stop.code.startswith("word_"):
        return stop
    if stop.code == "encrypted_zip":
        return Stop("word_password", path=name)
    if stop.code == "unpacks_too_large":
        return Stop("word_too_large", path=name, what=stop.facts["part"], limit=stop.facts["limit"])
    return Stop("word_damaged", path=name, why=_WHY.get(stop.code) or stop.facts.get("why", stop.code))


_WHY = {
    "truncated": Say("文件不完整，后面一部分丢失了", "its end is missing"),
    "too_many_parts": Say("内部的部件过多", "it has too many parts"),
    "doubled_part": Say("有部件出现两次或相互重叠", "a part is there twice or overlaps another one"),
    "false_size": Say("有部件与其标明的大小不符", "a part is not of the size that it claims"),
    "dtd": Say("带有文档类型声明（DTD）", "it has a document type declaration"),
    "other_encoding": Say("有部件的编码不是 UTF-8", "a part is not encoded as UTF-8"),
}


class _TooMany(Exception):
    """More paragraphs or cells than are read."""


class _Parts:
    """The parts that hold text, numbers and styles, by what they are for."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._main = self._target("", "officeDocument") or "word/document.xml"
        if self._main not in archive:
            raise Stop("word_damaged", path=archive.path, why=Say("不是 Word 文档", "it is no Word document"))
        self.main = parse_xml(archive.read_xml(self._main))

    def root(self, kind: str) -> Any:
        """The root of the part of this kind; ``None`` where there is none."""
        part = self._target(self._main, kind)
        return parse_xml(self.archive.read_xml(part)) if part is not None and part in self.archive else None

    def _target(self, source: str, kind: str) -> str | None:
        folder, _, file = source.rpartition("/")
        rels = self.archive.find(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        if rels is None:
            return None
        for each in parse_xml(self.archive.read_xml(rels)):
            if (value(each, "Type") or "").rpartition("/")[2] == kind and value(
                each, "TargetMode"
            ) != "External":
                return self.archive.resolve(source, value(each, "Target") or "")
        return None


class _Walk:
    """Goes through a document in its order, and counts its paragraphs."""

    def __init__(self, numbers: AutomaticNumbers) -> None:
        self._numbers = numbers
        self._count = 0
        self._held = ""
        """The text of a paragraph whose mark was deleted: it goes on in the next one."""
        self._covered = False
        """Whether a cell is gone through that lies under a merged one."""
        self._bare: dict[int, str] = {}
        """The numbers of paragraphs that have nothing else."""
        self._fields: list[_Field] = []
        """Those that have begun, the innermost last."""
        self.notices: list[Notice] = []

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks below a body, a cell or a wrapper."""
        for each in parent:
            name = local(each)
            if name == "p":
                told = self._paragraph(each)
                if told is not None:
                    yield told
            elif name == "tbl":
                frame = _frame(each)
                if frame is None:
                    yield self._table(each)
                else:
                    yield from self.blocks(frame)
            elif name in _WRAPPERS or name in ("ins", "moveTo"):
                yield from self.blocks(each)

    # paragraphs

    def _paragraph(self, element: Any) -> Paragraph | None:
        self._count += 1
        if self._count > _MOST_PARAGRAPHS:
            raise _TooMany(_MOST_PARAGRAPHS)
        properties = child(element, "pPr")
        marks = child(properties, "rPr")
        text = self._held + self._text(element)
        self._held = ""
        if child(marks, "del") is not None or child(marks, "moveFrom") is not None:
            self._notice("deleted")
            self._held = text
            return None
        if child(marks, "ins") is not None:
            self._notice("inserted")
        label = self._numbers.label(properties) if not self._covered else ""
        self._end_of_instructions()
        level = self._numbers.heading(properties)
        if not text.strip():
            self._bare[self._count] = label
            return Paragraph(self._count, text, level)
        number, typed = squeeze(label), squeeze(text)
        if number and typed.startswith(number) and not typed[len(number) :][:1].isdigit():
            self._notice("number_twice", text)
            label = ""
        return Paragraph(self._count, label + text, level)

    def _text(self, parent: Any) -> str:
        """The accepted text below a paragraph, a run or a wrapper."""
        told = ""
        for each in parent:
            name = local(each)
            if name == "t":
                told += "" if any(field.instructs for field in self._fields) else each.text or ""
            elif name == "fldChar":
                told += self._field(value(each, "fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1].text += each.text or ""
            elif name == "sym":
                told += _SYMBOLS.get((value(each, "char") or "").upper(), "")
            elif name in ("oMath", "oMathPara"):
                told += self._formula(each)
            elif name in ("footnoteReference", "endnoteReference"):
                self._notice("footnote")
            elif name == "r":
                told += self._run(each)
            elif name in _BREAKS:
                told += "" if value(each, "type") in ("page", "column") else _BREAKS[name]
            elif name in _TRACKED:
                self._notice(_TRACKED[name], _letters(each))
                told += self._text(each) if _TRACKED[name] == "inserted" else ""
            elif name in _PICTURES:
                self._picture(each)
            elif name == "AlternateContent":
                told += self._text(child(each, "Choice") if child(each, "Choice") is not None else ())
            elif name == "commentReference":
                self._notice("comment")
            elif name in _WRAPPERS:
                told += self._text(each)
        return told

    def _run(self, run: Any) -> str:
        if is_on(child(child(run, "rPr"), "vanish")):
            self._notice("hidden", _letters(run))
            return ""
        return self._text(run)

    def _field(self, told: str | None) -> str:
        """Begin, divide or end a field, of which only the result counts; a number in a circle has none and is told."""
        if told == "begin":
            self._fields.append(_Field())
        elif told == "separate" and self._fields:
            self._fields[-1].instructs = False
        elif told == "end" and self._fields:
            field = self._fields.pop()
            circled = _CIRCLED.search(field.text) if field.instructs else None
            if circled:
                return chr(ord("①") + int(circled[1]) - 1) if 0 < int(circled[1]) <= 20 else circled[1]
        return ""

    def _end_of_instructions(self) -> None:
        """What tells a field what to do ends with its paragraph, whatever is missing."""
        for field in self._fields:
            field.instructs = False

    def _formula(self, element: Any) -> str:
        """A formula in one line is its letters; one with fractions and powers cannot be read."""
        if all(local(each) in _PLAIN_FORMULA for each in element.iter()):
            return _letters(element)
        self._notice("formula", _letters(element))
        return ""

    def _picture(self, element: Any) -> None:
        """A drawing: a text box where there is text in it, else a picture."""
        boxes = [each for each in element.iter() if local(each) == "txbxContent"]
        text = "".join(map(_letters, boxes[:1]))
        if boxes:
            self._notice("text_box", text)
        elif any(
            local(each) in ("blip", "imagedata", "OLEObject", "chart", "relIds") for each in element.iter()
        ):
            self._notice("picture")

    def _notice(self, kind: NoticeKind, text: str = "") -> None:
        """Notice something at the paragraph at hand; the same kind once, with the texts together."""
        last = self.notices[-1] if self.notices else None
        if last is not None and (last.kind, last.number) == (kind, self._count):
            self.notices[-1] = Notice(kind, self._count, last.text + text)
        else:
            self.notices.append(Notice(kind, self._count, text))

    # tables

    def _table(self, element: Any) -> Table:
        begins, count = self._count + 1, 0
        rows: list[list[TableCell | None]] = []
        open_at: dict[int, tuple[int, int]] = {}
        """Left column of cells that may go on below → their top row and last column."""
        merges: dict[tuple[int, int], Area] = {}
        for row in _rows(element):
            properties = child(row, "trPr")
            if child(properties, "del") is not None:
                self._notice("deleted", _letters(row))
                continue
            before = value(child(properties, "gridBefore"), "val") or "0"
            cells: list[TableCell | None] = [None] * min(int(before), _MOST_COLUMNS)
            still_open: dict[int, tuple[int, int]] = {}
            for each in _cells(row):
                told = child(each, "tcPr")
                left, span = (
                    len(cells) + 1,
                    min(int(value(child(told, "gridSpan"), "val") or "1"), _MOST_COLUMNS),
                )
                right, goes_on = left + max(1, span) - 1, child(told, "vMerge")
                top = len(rows) + 1
                under = goes_on is not None and value(goes_on, "val") != "restart" and left in open_at
                cell: TableCell | None = self._cell(each, covered=under)
                if under:
                    top, right = open_at[left]
                    cell = None
                if goes_on is not None:
                    still_open[left] = top, right
                if (top, left) != (len(rows) + 1, right):
                    merges[top, left] = (top, left, len(rows) + 1, right)
                cells += [cell, *[None] * (right - left)]
            open_at = still_open
            rows.append(cells)
            count += len(cells)
            if count > _MOST_CELLS:
                raise _TooMany(_MOST_CELLS)
        width = max(map(len, rows), default=0)
        filled = tuple((*row, *[None] * (width - len(row))) for row in rows)
        return Table(begins, filled, tuple(merges.values()))

    def _cell(self, element: Any, *, covered: bool) -> TableCell:
        """A cell; one that lies under a merged one shows no numbers. One with an automatic number alone has it as its text."""
        before, self._covered = self._covered, self._covered or covered
        blocks = [*self.blocks(element)]
        self._covered = before
        paragraphs: list[Paragraph] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                paragraphs.append(block)
                continue
            self.notices.append(Notice("nested", block.number))
            for row in block.rows:
                texts = [each.text.replace("\n", " ") for each in row if each is not None]
                numbers = [each.number for each in row if each is not None]
                if any(texts):
                    paragraphs.append(Paragraph(max(numbers), " ".join(filter(None, texts))))
        if not any(each.text.strip() for each in paragraphs):
            bare = [each for each in paragraphs if self._bare.get(each.number)]
            paragraphs = [replace(each, text=self._bare[each.number].strip()) for each in bare] or paragraphs
        return TableCell(tuple(paragraphs))


@dataclass
class _Field:
    """A field that has begun: what it is told to do, and whether its result is yet to come."""

    text: str = ""
    instructs: bool = True


def _frame(table: Any) -> Any:
    """The only cell of a table that is no more than a frame around another one; ``None`` where it is a table proper."""
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    return cells[0] if len(cells) == 1 and child(cells[0], "tbl") is not None else None


def _letters(element: Any) -> str:
    """All text below an element, deleted text too, as no more than its letters."""
    return "".join(each.text or "" for each in element.iter() if local(each) in ("t", "delText"))


def _rows(table: Any) -> Iterator[Any]:
    return _within(table, "tr")


def _cells(row: Any) -> Iterator[Any]:
    return _within(row, "tc")


def _within(parent: Any, name: str) -> Iterator[Any]:
    """The children of a name, also in content controls and tracked insertions around them."""
    for each in parent:
        if local(each) == name:
            yield each
        elif local(each) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _within(each, name)
