"""A text as blocks: as it was pasted from Word, published on a page, or written in Markdown.

A table is told by its lines: cells that begin with a tab, one after another, as Word leaves them; lines with as many tabs
each; lines between bars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import groupby, pairwise

from duban.udfs.text import chinese_number, squeeze
from duban.workbook.say.sentence import Say
from duban.workbook.say.stop import Stop
from duban.workbook.word.blocks import Block, Document, Notice, Paragraph, Table, TableCell

_MB = 1 << 20
_MOST = 16 * _MB
_MOST_LINES = 200_000

RESIDUE = re.compile(r"\[bookmark:[^\]\n]*\]")
"""What a conversion leaves of a document's bookmarks."""

_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)|<img\b[^>\n]*>")
_HTML_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEAST_TABS, _MOST_LINES_OF_A_CELL = 2, 60
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_PIECE = re.compile(r'(?<![^\t])(?:"(?:[^"]|"")*"(?=\t|$)|[^\t]*)')
_BARS = re.compile(r"(?<!\\)\|")
_MOST_COLUMNS = 40

Lines = Sequence[tuple[int, str]]
"""Lines with their numbers."""


def read_text(data: bytes, name: str) -> Document:
    """The blocks of a text. Raises Stop: ``text_encoding``, ``word_too_large``."""
    if len(data) > _MOST:
        raise Stop("word_too_large", path=name, what=f"{len(data) // _MB} MB", limit=_MOST // _MB)
    lines, notices = [], []
    texts = re.split(r"\r\n|\r|\n", _decoded(data, name))
    if len(texts) > _MOST_LINES:
        what = Say(f"{len(texts)} 行", f"{len(texts)} lines")
        raise Stop("word_too_large", path=name, what=what, limit=_MOST // _MB)
    for number, line in enumerate(texts, 1):
        for kind, pattern in (("residue", RESIDUE), ("picture", _PICTURE)):
            if found := pattern.search(line):
                notices.append(Notice("residue" if kind == "residue" else "picture", number, found[0]))
                line = pattern.sub("", line)
        if _HTML_TABLE.search(line):
            notices.append(Notice("html_table", number))
        lines.append((number, line))
    blocks = [*_blocks(lines, notices)]
    return Document(name, tuple(blocks), tuple(sorted(notices, key=lambda each: each.number)), lines=True)


def _decoded(data: bytes, name: str) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Stop("text_encoding", path=name)


def _blocks(lines: Lines, notices: list[Notice]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        for reads in (_bars, _tabbed, _cells):
            blocks, end = reads(lines, at, notices)
            if end > at:
                yield from blocks
                at = end
                break
        else:
            yield _paragraph(*lines[at])
            at += 1


def _paragraph(number: int, line: str) -> Paragraph:
    heading = _HEADING.fullmatch(line.strip())
    if heading:
        return Paragraph(number, heading[2], len(heading[1]))
    return Paragraph(number, line.replace("**", ""))


def _cell(number: int, text: str) -> TableCell:
    return TableCell(tuple(Paragraph(number, line) for line in text.split("\n")))


# ---- lines that are rows ---------------------------------------------------------------------------


def _bars(lines: Lines, at: int, notices: list[Notice]) -> tuple[list[Block], int]:
    """A table of Markdown, from this line on."""
    end = at
    while end < len(lines) and lines[end][1].strip().startswith("|"):
        end += 1
    if end - at < 2:
        return [], at
    rows = [
        tuple(
            _cell(number, unescape(_BREAK.sub("\n", each.replace("**", "").replace("\\|", "|").strip())))
            for each in _BARS.split(line.strip().strip("|"))
        )
        for number, line in lines[at:end]
        if not _RULE.fullmatch(line.strip())
    ]
    return [_table(rows)], end


def _tabbed(lines: Lines, at: int, notices: list[Notice]) -> tuple[list[Block], int]:
    """A table as it is pasted from a sheet: each line a row, with as many tabs as the first one; blank cells at its end may
    have lost theirs. A cell of several lines stands between quotes."""
    tabs = lines[at][1].count("\t")
    if tabs < _LEAST_TABS or lines[at][1].startswith("\t"):
        return [], at
    rows: list[tuple[TableCell, ...]] = []
    end = at
    while end < len(lines):
        row, behind = _row(lines, end)
        if not _LEAST_TABS < len(row) <= tabs + 1:
            break
        rows.append(row)
        end = behind
    return ([_table(rows)], end) if len(rows) > 1 else ([], at)


def _row(lines: Lines, at: int) -> tuple[tuple[TableCell, ...], int]:
    """The cells of a line, with the lines over which a quoted cell goes on, and the line behind them."""
    cells: list[TableCell] = []
    end, quotes = at, 0
    while end < len(lines) and end - at < _MOST_LINES_OF_A_CELL and (end == at or quotes % 2):
        quotes += lines[end][1].count('"')
        end += 1
    pieces = _pieces("\n".join(line for _, line in lines[at:end])) if quotes and not quotes % 2 else []
    plain_pieces = [each for each in pieces if not _QUOTED.fullmatch(each)]
    if pieces and not any(each.startswith('"') or "\n" in each for each in plain_pieces):
        number = lines[at][0]
        for each in pieces:
            plain = each[1:-1].replace('""', '"') if _QUOTED.fullmatch(each) else each
            texts = enumerate(plain.split("\n"), number)
            cells.append(TableCell(tuple(Paragraph(place, line) for place, line in texts)))
            number += each.count("\n")
        return tuple(cells), end
    number, line = lines[at]
    return tuple(_cell(number, each) for each in line.split("\t")), at + 1


def _pieces(text: str) -> list[str]:
    """The cells of a row: between tabs that stand outside of quotes."""
    return [each[0] for each in _PIECE.finditer(text)]


def _table(rows: Sequence[tuple[TableCell, ...]]) -> Table:
    width = max(map(len, rows))
    return Table(rows[0][0].number, tuple((*row, *[None] * (width - len(row))) for row in rows))


# ---- lines that are cells --------------------------------------------------------------------------


def _cells(lines: Lines, at: int, notices: list[Notice]) -> tuple[list[Block], int]:
    """Cells that begin with a tab, one after another, down to the end of the text; lines without a tab go on with theirs.

    The first cell of each row has its number: rows end where that tells so, else where blank lines do. Texts below a whole
    last row, and those before a header that comes again, are no part of its last cell.
    """
    if not lines[at][1].startswith("\t") or not any(
        line.startswith("\t") for _, line in lines[at + 1 : at + 12]
    ):
        return [], at
    cells: list[list[tuple[int, str]]] = []
    for number, line in lines[at:]:
        if line.startswith("\t"):
            cells.append([])
        cells[-1].append((number, line.strip()))
    width = _width(cells) or _width_by_blank_lines(cells)
    if width is None:
        notices.append(Notice("loose_cells", lines[at][0], cells[0][0][1]))
        return [Paragraph(number, line) for cell in cells for number, line in cell], len(lines)
    rows = [cells[first : first + width] for first in range(0, len(cells), width)]
    blocks: list[Block] = []
    begins = 0
    for place, row in enumerate(rows):
        last = place + 1 == len(rows)
        if len(row) == width and (last or _same(rows[place + 1], rows[0])):
            row[-1], behind = _until_blank(row[-1])
            blocks.append(_of_rows(rows[begins : place + 1], width))
            blocks += [_paragraph(number, line) for number, line in behind]
            begins = place + 1
    if begins < len(rows):
        blocks.append(_of_rows(rows[begins:], width))
    return blocks, len(lines)


Cell = list[tuple[int, str]]
"""The lines of one cell."""


def _text(cell: Cell) -> str:
    return squeeze("".join(line for _, line in cell))


def _same(row: list[Cell], other: list[Cell]) -> bool:
    return [_text(each) for each in row] == [_text(each) for each in other]


def _width(cells: list[Cell]) -> int | None:
    """The columns, where the first cells of all rows below the header are 1, 2, 3 and so on."""
    texts = [_text(cell) for cell in cells]
    for width in range(2, min(_MOST_COLUMNS, len(texts) - 1) + 1):
        firsts = [each for each in texts[width::width] if each != texts[0]]
        numbers = [chinese_number(each) for each in firsts]
        if firsts and all(each in (1, (before or 0) + 1) for before, each in pairwise([0, *numbers])):
            return width
    return None


def _width_by_blank_lines(cells: list[Cell]) -> int | None:
    """The columns, where a blank line stands before each row and all rows have as many cells."""
    begins = [True, *(not before[-1][1] for before in cells[:-1])]
    rows = [len([*group]) for _, group in groupby(_running(begins))]
    return rows[0] if len(rows) > 1 and len(set(rows)) == 1 and rows[0] > 1 else None


def _running(begins: Sequence[bool]) -> Iterator[int]:
    row = 0
    for each in begins:
        row += each
        yield row


def _until_blank(cell: Cell) -> tuple[Cell, Cell]:
    """The lines of a cell down to the first blank one, and those below."""
    blank = next((place for place, (_, line) in enumerate(cell) if place and not line), len(cell))
    return cell[:blank], cell[blank:]


def _of_rows(rows: list[list[Cell]], width: int) -> Table:
    told = [
        (*(TableCell(tuple(Paragraph(*line) for line in cell)) for cell in row), *[None] * (width - len(row)))
        for row in rows
    ]
    return Table(rows[0][0][0][0], tuple(told))
