"""Which rows below the header of a register are none of it: totals, notes, signatures, headings, what is printed again on each
page, and another table further down.

Staff keep such rows wherever they like. A row is one of the register as soon as its keys are there, none of them such a word,
and what every row must say is there by half; nothing of a real list is ever to be lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duban.udfs.text import squeeze
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.registers.definitions import DEFINITIONS
from duban.workbook.reading.find_header import Header, names_again
from duban.workbook.reading.find_rows import (
    is_chinese_number,
    is_heading,
    is_note,
    is_total_or_signature,
)
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.units_of_measure import is_unit_alone, without_unit

_NUMBERS = frozenset(["whole", "amount", "about", "share", "rate", "weight", "number"])
_WORDS = frozenset(["short", "text", "person", "unit", "choice"])

_SUBTOTAL = re.compile(r".*(?:小计|合计|总计|共计)(?:[:(].*)?")
_BARE_NOTE = re.compile(r"(?:[附备]?注|(?:填[表报])?说明)")
_LABEL = re.compile(
    r"(?:联系|咨询|办公|值班)电话|联系方式|电话|传真|邮箱"
    r"|(?:填表|制表|填报|审核|审批|复核|经办|报送|统计)(?:人|单位|部门|日期|时间)?"
)
"""What stands before a value below a table, without a colon."""
_ROLE = re.compile(r"(?:单位|主要)?负责人|分管领导|联系人")
"""The same, where a row of a roster may begin so too."""
_SENTENCE = re.compile(
    r"(?:本|此|上|该)(?:表|台账|清单|登记表)|以上|上述|数据(?:来源|截[至止]|统计)|统计(?:截[至止]|口径)|资料来源|填[表报](?:说明|要求|须知)"
    r"|※|[(]注"
)
_LABELS_BELOW = 2
"""Rows below a header that may say units or number its columns."""

Cells = Sequence[tuple[int, Any]]
"""The cells of a row that hold something: column and value."""


def cells_of(grid: Grid, row: int) -> Cells:
    """The cells of a row, without those hidden under merged ones."""
    if row > len(grid.rows):
        return ()
    return [
        (column, value)
        for column, value in enumerate(grid.rows[row - 1], 1)
        if value is not None and (row, column) not in grid.covered
    ]


def label_rows(grid: Grid, bottom: int, measured: Iterable[int]) -> tuple[int, ...]:
    """The rows right below a header that say units, or number the columns. ``measured``: the columns of figures."""
    found: list[int] = []
    for row in range(bottom + 1, bottom + 1 + _LABELS_BELOW):
        cells = cells_of(grid, row)
        if not (_says_units(cells, set(measured)) or _numbers_columns(cells)):
            break
        found.append(row)
    return tuple(found)


def _says_units(cells: Cells, measured: set[int]) -> bool:
    texts = {column: squeeze(value) for column, value in cells if isinstance(value, str)}
    return (
        len(texts) == len(cells) > 0
        and all(map(is_unit_alone, texts.values()))
        and (not measured.isdisjoint(texts) or any(text[0] in "(【[" for text in texts.values()))
    )


def _numbers_columns(cells: Cells) -> bool:
    told = [squeeze(value).strip("()[]【】") for _, value in cells]
    return len(told) >= 3 and told == [str(place) for place in range(1, len(told) + 1)]


def other_table(grid: Grid, header: Header, declared: SheetFormat) -> tuple[int, int] | None:
    """Row and first column of the header of another table further down; ``None`` where there is none."""
    for row in range(header.bottom + 1, len(grid.rows) + 1):
        cells = cells_of(grid, row)
        if len(cells) < 2 or not all(isinstance(value, str) for _, value in cells):
            continue
        known = [_names(squeeze(value), declared) for _, value in cells]
        is_header = sum(known) >= 2 or (any(known) and _title_above(grid, row, header.bottom) is not None)
        if is_header and 2 * sum(known) >= len(cells) and not names_again(grid, header, row):
            return row, cells[0][0]
    return None


def _title_above(grid: Grid, row: int, bottom: int) -> int | None:
    """The first of the rows of one cell above another table, where a blank row parts them from what stands above; the row
    itself where there are none."""
    top = row
    while top - 1 > bottom and len(cells_of(grid, top - 1)) == 1:
        top -= 1
    return None if top - 1 <= bottom or cells_of(grid, top - 1) else top


def _names(text: str, declared: SheetFormat) -> bool:
    return len(text) <= 20 and any(each in declared.known for each in (text, *without_unit(text)))


def rows_aside(
    grid: Grid, header: Header, declared: SheetFormat, labels: Iterable[int] = ()
) -> frozenset[int]:
    """The rows below the header that are none of the register. ``labels``: those that say units."""
    if declared.name == DEFINITIONS:
        return frozenset(
            row
            for row in range(header.bottom + 1, len(grid.rows) + 1)
            if names_again(grid, header, row) or _is_note_of_definitions(cells_of(grid, row), header)
        )
    return frozenset(labels) | _Asides(grid, header, declared).rows


def _is_note_of_definitions(cells: Cells, header: Header) -> bool:
    """Whether a row of 登记表定义 is a note: a column that an office declares may be called so, and a register with all that a
    column has, too."""
    if not cells or cells[0][0] != header.columns.get("登记表") or not isinstance(cells[0][1], str):
        return False
    text = squeeze(cells[0][1])
    if _BARE_NOTE.fullmatch(text):
        return len(cells) <= 2
    return is_note(text) or (len(cells) == 1 and _SENTENCE.match(text) is not None)


@dataclass(frozen=True)
class _Row:
    """A row, as it is judged."""

    row: int
    cells: Cells
    told: bool
    """Whether its keys and by half what every row must say are there, and no key is a word of a total or a note."""

    @cached_property
    def first(self) -> str:
        """Its first text, squeezed."""
        return next((squeeze(value) for _, value in self.cells if isinstance(value, str)), "")

    @cached_property
    def texts(self) -> int:
        """How many of its cells are texts."""
        return sum(isinstance(value, str) for _, value in self.cells)

    @property
    def is_alone(self) -> bool:
        """Whether it is one text and nothing else."""
        return len(self.cells) == self.texts == 1


class _Asides:
    """The rows below a header, judged together."""

    def __init__(self, grid: Grid, header: Header, declared: SheetFormat) -> None:
        self.grid, self.header, self.declared = grid, header, declared
        self.keys = {name: header.columns[name] for name in declared.key if name in header.columns}
        self.titles = {
            squeeze(value) for values in grid.rows[: header.top - 1] for value in values if value is not None
        }
        self.totals = {each.area[2] for each in grid.sort_areas if each.totals}
        self.anchors = {(area[0], area[1]): area for area in grid.merges}

    @cached_property
    def rows(self) -> frozenset[int]:
        """The rows that are none."""
        found = other_table(self.grid, self.header, self.declared)
        end = len(self.grid.rows) + 1
        if found is not None:
            end = _title_above(self.grid, found[0], self.header.bottom) or found[0]
        rows = [
            _Row(row, cells, self._is_told(cells))
            for row in range(self.header.bottom + 1, end)
            if (cells := cells_of(self.grid, row))
        ]
        aside = {each.row for each in rows if self._is_aside(each)}
        left = [each for each in rows if each.row not in aside]
        aside |= self._headings(left)
        aside |= self._closing([each for each in rows if each.row not in aside or is_note(each.first)])
        return frozenset([*aside, *range(end, len(self.grid.rows) + 1)])

    @cached_property
    def _needed(self) -> Mapping[str, int]:
        """The columns besides keys that every row fills."""
        return {
            each.name: self.header.columns[each.name]
            for each in self.declared.fields
            if each.required and each.by_people and each.name in self.header.columns
            if each.name not in self.keys
        }

    def _is_told(self, cells: Cells) -> bool:
        values = dict(cells)
        told = {name: values.get(at) for name, at in self.keys.items()}
        if not told or None in told.values() or any(map(self._is_word, told.values())):
            return False
        is_text = all(
            isinstance(value, str) or self.declared[name].kind not in _WORDS for name, value in told.items()
        )
        return (len(told) > 1 and is_text) or self._is_full(cells)

    def _is_full(self, cells: Cells) -> bool:
        values = dict(cells)
        first = next((column for column, value in cells if isinstance(value, str)), 0)
        if needed := [at for at in self._needed.values() if at != first]:
            return 2 * sum(at in values for at in needed) >= len(needed)
        others = {*values} - {first, *self.keys.values()}
        return any(isinstance(values[at], str) for at in others)

    def _is_word(self, value: Any) -> bool:
        """Whether a key is a word that no row is called by."""
        text = squeeze(value) if isinstance(value, str) else ""
        return (
            is_total_or_signature([value])
            or is_note(text)
            or (len(self.keys) == 1 and _SUBTOTAL.fullmatch(text) is not None)
        )

    def _is_aside(self, each: _Row) -> bool:
        """What is told by a row itself."""
        if each.row in self.totals or names_again(self.grid, self.header, each.row):
            return True
        if all(isinstance(value, str) and squeeze(value) in self.titles for _, value in each.cells):
            return True  # a title that is printed again
        if each.is_alone and (is_note(each.first) or self._spans(each)):
            return True
        if each.told:
            return False
        if is_total_or_signature([each.first]) or (is_note(each.first) and not self._is_bare(each)):
            return True
        return self._is_subtotal(each)

    def _is_bare(self, each: _Row) -> bool:
        """Whether a row begins with 说明 as any other word, without a colon."""
        return _BARE_NOTE.fullmatch(each.first) is not None

    def _is_subtotal(self, each: _Row) -> bool:
        """综合局小计: where the rest is figures, and at most one word besides."""
        at = {column for column, value in each.cells if isinstance(value, str)}
        keys = {*self.keys.values()}
        ends = [
            squeeze(value)
            for column, value in each.cells
            if column in at and (column in keys or squeeze(value) == each.first)
        ]
        return each.texts <= 2 and any(map(_SUBTOTAL.fullmatch, ends))

    def _spans(self, each: _Row) -> bool:
        """Whether the only text of a row is merged over several columns of the register."""
        area = self.anchors.get((each.row, each.cells[0][0]))
        return area is not None and sum(area[1] <= at <= area[3] for at in self.header.columns.values()) > 1

    def _headings(self, rows: Sequence[_Row]) -> set[int]:
        """一、综合局片区（2家）, alone or with figures; 一 | 综合局片区 where rows have Arabic numbers. Where rows themselves are
        numbered so, nothing is a heading."""
        words = sum(
            each.kind in _WORDS and each.by_people and each.name in self.header.columns
            for each in self.declared.fields
        )
        marked = [each for each in rows if is_heading(each.first)]
        if any(each.told for each in marked):
            marked = []
        found = {each.row for each in marked if each.is_alone or words > 2}
        if len(found) == len(rows):
            found = set()
        for each in rows:
            column, value = each.cells[0]
            if each.texts == 2 and is_chinese_number(value) and not each.told:
                others = (squeeze(self.grid.value(other.row, column)) for other in rows)
                if any(text[:1].isdigit() for text in others):
                    found.add(each.row)
        return found

    def _closing(self, rows: Sequence[_Row]) -> set[int]:
        """Notes that only their place tells, below the last row of the register: 说明 | X, 联系电话 | 0533, 本表按月更新, and the
        lines that go on after a note."""
        found: set[int] = set()
        alone: list[int] = []
        goes_on: list[int] = []
        for each in reversed(rows):
            if is_note(each.first) and not each.told:
                found.add(each.row)
                goes_on += alone
                alone = []
            elif self._is_label(each) or (each.is_alone and _SENTENCE.match(each.first)):
                found.add(each.row)
            elif each.is_alone:
                alone.append(each.row)
            else:
                return found.union(goes_on)
        return found  # rows of one cell each are all that there is

    def _is_label(self, each: _Row) -> bool:
        """联系电话 | 0533 and 填表人 | 张三 | 联系电话 | 0533."""
        starts = [squeeze(value).rstrip(":") for _, value in each.cells[::2] if isinstance(value, str)]
        few = len(each.cells) in (2, 4) and 2 * len(starts) == len(each.cells)
        known = all(map(_LABEL.fullmatch, starts)) or (
            not each.told and all(_LABEL.fullmatch(text) or _ROLE.fullmatch(text) for text in starts)
        )
        return few and known and len(self.header.columns) + len(self.header.extra) > 3
