"""From a grid to rows: the task list as it really comes, below its header.

Each row keeps its Excel row number for its whole life: it is the index of every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from duban.udfs.text import item_number, split_lines, squeeze
from duban.workbook.format.names import OWN_INITIATIVE
from duban.workbook.format.sheets.task_list import FORMAT as TASK_LIST
from duban.workbook.format.sheets.task_list import OWN_COLUMNS
from duban.workbook.reading.find_header import Header, header_again, names_again
from duban.workbook.reading.grid import Grid

_LONGEST = 60
"""No header text is longer."""

_TOTAL = re.compile(r"(?:合计|总计|小计|累计|共计|汇总)(?:[:(\d]|$)")
_NOTE = re.compile(r"(?:[附备]?注|说明|填[表报]说明)(?:[:\d]|$)")
_SIGNATURE = re.compile(
    r"(?:(?:单位|部门)?(?:填表|制表|填报|审核|审批|复核|经办|联系|负责|主管|分管)"
    r"(?:人|单位|部门|领导|日期|时间|电话)?(?:[(]?(?:签[字名章]|盖章|公章)[)]?)?:)"
    r"|单位[(](?:盖章|公章)[)]"
)
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+部分"
)
_CHINESE_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?[、.]?")
_TRIMMINGS = re.compile(r"\([^()]*\)|[*:]")

_OWN_NOTE = re.compile(rf"\W*{OWN_INITIATIVE}(?:\W|推出|事项|实施|$)")


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and list_name(squeeze(value)) is not None


@dataclass
class ListRow:
    """One item as it stands on the list: raw values by standard column name.

    An item over several rows has the texts of all of them, joined with line breaks.
    """

    rows: list[int]
    values: dict[str, Any]
    owner: str = ""
    """The cell of a separate owner column, where the list has one."""

    @property
    def row(self) -> int:
        """Its first row, by which everybody knows it."""
        return self.rows[0]


def list_name(text: str) -> str | None:
    """The standard name of a squeezed header text: ``责任单位(盖章)`` and ``*序号`` count too."""
    name = TASK_LIST.known.get(text)
    if name is None and ("(" in text or "*" in text or ":" in text):
        return TASK_LIST.known.get(_TRIMMINGS.sub("", text))
    return name


def last_row(grid: Grid, header: Header) -> int:
    """The last row that belongs to the list: where another header begins below, its table is another one."""
    again = next(header_again(grid, header), None)
    return len(grid.rows) if again is None else again[0] - 1


def list_rows(grid: Grid, header: Header, rows: Iterable[int] | None = None) -> Iterator[ListRow]:
    """The items below the header, in order. Blank, heading, repeated header and closing rows are left out.

    An item starts where 序号 or 事项名称 has a cell of its own, unless its 事项名称 is merged with the
    row above; rows below without either belong to it. A value merged over several items counts for each
    of them. What lies hidden under a merged area counts for nothing. ``rows`` are those to look at, if not all.
    """
    aside = _Asides(grid, header)
    columns = aside.columns
    name_column = header.columns["事项名称"]
    current: ListRow | None = None
    for row in range(header.bottom + 1, last_row(grid, header) + 1) if rows is None else rows:
        own = own_cells(grid, row, columns)
        if not own or aside(row, own):
            continue
        texts = [name for name in own if name not in OWN_COLUMNS]
        within = current is not None and grid.covered.get((row, name_column), (0, 0))[0] == current.row
        if current is not None and not within and _goes_on(current, own):
            own = {
                name: value
                for name, value in own.items()
                if name not in _REPEATED or value != current.values[name]
            }
            texts = [name for name in own if name not in OWN_COLUMNS]
            within = True
        if ("序号" in own or "事项名称" in own) and not within:
            if texts == ["序号"]:
                continue  # numbers typed ahead for items that do not exist yet
            if current:
                yield current
            values = {
                name: grid.shown(row, column) if (row, column) in grid.covered else own.get(name)
                for name, column in columns.items()
            }
            owner = str(values.pop("", None) or "")
            current = ListRow([row], values, owner)
        elif current and texts:
            current.rows.append(row)
            for name in texts:
                if not name:
                    current.owner = f"{current.owner}\n{own[name]}"
                elif name != "序号":
                    former = current.values[name]
                    current.values[name] = f"{former}\n{own[name]}" if former is not None else own[name]
    if current:
        yield current


_REPEATED = ("序号", "事项名称", "改革攻坚目标", "改革针对的突出问题", "牵头领导", "备注")
"""What a flat table says again in each row of an item."""


def _goes_on(current: ListRow, own: Mapping[str, Any]) -> bool:
    """Whether a row is a further measure of the item above, with its number and name said again: the flat table that
    dissolving merged cells leaves. A copied row has the same measures, or several."""
    measure = own.get("改革的具体项目")
    if measure is None or own.get("事项键") is not None or own.get("事项名称") is None:
        return False
    there = current.values.get("改革的具体项目")
    same = all(squeeze(own.get(name)) == squeeze(current.values.get(name)) for name in ("序号", "事项名称"))
    return same and squeeze(measure) != squeeze(there) and len(split_lines(measure)) == 1


def own_cells(grid: Grid, row: int, columns: Mapping[str, int]) -> dict[str, Any]:
    """What stands in a row itself, by name of column: no blanks, nothing hidden under merged cells."""
    values = grid.rows[row - 1]
    return {
        name: values[column - 1]
        for name, column in columns.items()
        if column <= len(values)
        and values[column - 1] is not None
        and not (grid.merges and (row, column) in grid.covered)
    }


def rows_of_items(grid: Grid, header: Header) -> tuple[list[int], dict[int, list[int]]] | None:
    """The row of each item, and the further rows of those few that have some; ``None`` where only
    ``list_rows`` can tell.

    The same as ``list_rows`` says, in a tenth of the time, where nothing is merged: a row with a number and
    a name is an item, and only the others need a closer look.
    """
    number, name = header.columns.get("序号", 0), header.columns["事项名称"]
    if not 0 < number < name or any(merge[2] > header.bottom for merge in grid.merges):
        return None
    numbers, names = grid.column(number, header.bottom), grid.column(name, header.bottom)
    items: list[int] = []
    further: dict[int, list[int]] = {}
    said: tuple[Any, Any] = (None, None)
    aside = _Asides(grid, header)
    end = last_row(grid, header)
    for row, (first, second) in enumerate(zip(numbers, names, strict=True), header.bottom + 1):
        if row > end:
            break
        known = second in TASK_LIST.known or row in aside.totals
        again = bool(items) and second is not None and (first, second) == said
        said = first, second
        if type(first) is int and type(second) is str and not known and not again:
            items.append(row)
            continue
        own = own_cells(grid, row, aside.columns)
        texts = [each for each in own if each not in OWN_COLUMNS]
        if not texts or aside(row, own):
            continue
        if again:
            return None  # a flat table: a closer look at all of it
        if first is None and second is None:
            if items:
                further.setdefault(items[-1], []).append(row)
        elif texts != ["序号"]:
            items.append(row)
    return items, further


def is_closing(values: Iterable[Any]) -> bool:
    """Whether a row of a sheet is a total, a note or a signature below its table."""
    first = next((value for value in values if value is not None), None)
    if not isinstance(first, str):
        return False
    text = squeeze(first)
    return any(pattern.match(text) for pattern in (_NOTE, _TOTAL, _SIGNATURE))


def is_total_or_signature(values: Iterable[Any]) -> bool:
    """The same without notes, which may say something."""
    first = next((value for value in values if value is not None), None)
    text = squeeze(first) if isinstance(first, str) else ""
    return any(pattern.match(text) for pattern in (_TOTAL, _SIGNATURE))


def is_note(text: str) -> bool:
    """Whether a squeezed text begins as a note does."""
    return _NOTE.match(text) is not None


def is_heading(text: str) -> bool:
    """Whether a squeezed text has the mark of a heading: 一、 or （一）."""
    return _HEADING.match(text) is not None


def is_chinese_number(value: Any) -> bool:
    """Whether a value is nothing but a Chinese number, as that of a part: 一, （二）."""
    return isinstance(value, str) and _CHINESE_NUMBER.fullmatch(squeeze(value)) is not None


class _Asides:
    """Tells the rows that are no part of an item: headings, repeated headers, totals, notes, signatures."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self.grid, self.header = grid, header
        owners = header.owner_column
        self.columns = {**header.columns, **({} if owners is None else {"": owners})}
        self.number_first = 0 < header.columns.get("序号", 0) < header.columns["事项名称"]
        self.anchors = {(m[0], m[1]): m for m in grid.merges}
        self.totals = {each.area[2] for each in grid.sort_areas if each.totals}
        self.noted = False

    @cached_property
    def arabic(self) -> bool:
        """Whether items of this list have Arabic numbers."""
        at = self.header.columns.get("序号")
        numbers = () if at is None else self.grid.column(at, self.header.bottom)
        return any(type(each) is int or squeeze(each)[:1].isdigit() for each in numbers)

    def __call__(self, row: int, own: Mapping[str, Any]) -> bool:
        if row in self.totals:
            return True
        name = own.get("事项名称")
        if (
            self.number_first
            and type(own.get("序号")) is int
            and type(name) is str
            and name not in TASK_LIST.known
        ):
            return False  # most rows, told at a glance
        cells = [
            (column, value)
            for column, value in enumerate(self.grid.rows[row - 1], 1)
            if value is not None and (row, column) not in self.grid.covered
        ]
        first = squeeze(cells[0][1])
        note = _NOTE.match(first) is not None
        if (note or _TOTAL.match(first) or _SIGNATURE.match(first)) and not self._numbered(cells[0][0], own):
            self.noted = self.noted or note
            return True
        known = sum(_is_name(value) for _, value in cells)
        if known >= 3 or 1 < known == len(cells) or names_again(self.grid, self.header, row):
            return True
        if any(list_name(squeeze(own.get(name))) == name for name in ("序号", "事项名称")):
            return True
        if len(cells) == 1:
            if self.noted or self._spans(row, cells[0][0]):
                return True
            return bool(_HEADING.match(first)) and own.keys() <= {"序号", "事项名称"}
        # 一 | 营商环境 and nothing else, in a list whose items have Arabic numbers
        return self.arabic and own.keys() == {"序号", "事项名称"} and is_chinese_number(own["序号"])

    def _numbered(self, column: int, own: Mapping[str, Any]) -> bool:
        """Whether a row is surely an item although its first cell, another one, reads like a note or a total."""
        naming = [self.header.columns.get(name) for name in ("序号", "事项名称")]
        return column not in naming and "事项名称" in own and item_number(own.get("序号")) is not None

    def _spans(self, row: int, column: int) -> bool:
        """Whether the row's only text is merged over 事项名称 and a further column of the list."""
        area = self.anchors.get((row, column))
        if area is None:
            return False
        over = [at for at in self.header.columns.values() if area[1] <= at <= area[3]]
        return self.header.columns["事项名称"] in over and len(over) >= 2


def own_initiative(parent: object, note: object) -> bool:
    """Whether an item serves no city item because its list says 自主: as 对应市级事项, or at the start of
    备注 (``自主``, ``自主推出``, ``自主事项，…``; but not ``坚持自主创新``)."""
    return squeeze(parent) == OWN_INITIATIVE or _OWN_NOTE.match(squeeze(note)) is not None
