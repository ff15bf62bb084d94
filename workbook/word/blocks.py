"""A document as a frozen stream of blocks: paragraphs and tables in their order, and what was noticed while reading.

Paragraphs are counted from 1: in a document of Word every one of them, blank ones and those in tables too; in a text its
lines. Automatic numbers are part of the text. Rows and columns of a table count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from duban.udfs.text import tidy
from duban.workbook.cells.areas import Area

NoticeKind = Literal[
    "residue",  # [bookmark: …] and its like, which a conversion left; dropped
    "inserted",  # a tracked insertion; taken
    "deleted",  # a tracked deletion; left out
    "comment",  # left out
    "hidden",  # hidden text; left out
    "picture",  # a picture or an object, which cannot be read
    "text_box",  # a text that floats beside the paragraphs; left out
    "nested",  # a table within a cell, whose texts are lines of the cell
    "number_twice",  # an automatic number before the same one that is typed; left out
    "formula",  # a formula that is more than a line of letters; left out
    "footnote",  # left out
    "html_table",  # a table written as HTML; its text is lines
    "loose_cells",  # cells of which nobody can tell where a row ends
]
"""What was noticed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What was noticed at a paragraph, with the text that it is about, if any."""

    kind: NoticeKind
    number: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its number in the document, its text (line breaks as ``\\n``), its level as a heading (1 to 9; 0 for
    text)."""

    number: int
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: its paragraphs, those of tables within it too."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def number(self) -> int:
        """The number of its first paragraph with a text, else of its first; 0 where it has none."""
        texts = [each for each in self.paragraphs if each.text.strip()] or self.paragraphs
        return texts[0].number if texts else 0

    @property
    def text(self) -> str:
        """Each paragraph a line, blank ones left out."""
        return "\n".join(filter(None, (tidy(each.text) for each in self.paragraphs)))


@dataclass(frozen=True)
class Table:
    """One table. ``rows[r - 1][c - 1]`` is the cell in row r, column c; ``None`` where it lies under a merged one, or where
    the row has no cell."""

    number: int
    """The paragraph with which it begins."""
    rows: tuple[tuple[TableCell | None, ...], ...]
    merges: tuple[Area, ...] = ()

    @cached_property
    def width(self) -> int:
        """Columns."""
        return max((len(row) for row in self.rows), default=0)

    def cells(self) -> Iterator[TableCell]:
        """All cells, row by row."""
        return (cell for row in self.rows for cell in row if cell is not None)


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """A document: the name of its file, its blocks, what was noticed; ``lines`` where its numbers are those of lines."""

    name: str
    blocks: tuple[Block, ...]
    notices: tuple[Notice, ...] = ()
    lines: bool = False
