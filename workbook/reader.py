"""From a grid to rows: find the header by its names, then read the task list as it really comes.

Each row keeps its Excel row number for its whole life: it is the index of every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from duban.udfs.text import item_number, squeeze
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.names import OWN_INITIATIVE
from duban.workbook.format.task_list import FORMAT as TASK_LIST
from duban.workbook.format.task_list import OWNER_NAMES, STAFF_COLUMNS, TRACKING_COLUMNS
from duban.workbook.grid import Grid

_AREA_NAMES = {"领域", "方面", "重点领域", "改革领域", "所属领域", "工作方面", "类别"}
_CONTENT = {"改革攻坚目标", "改革针对的突出问题", "改革的具体项目", "牵头单位及负责人"}
_TELLING = {*STAFF_COLUMNS} - {"备注"}
"""Where all of these are found, no better header follows."""

_HEADER_ROWS = 200
"""A header further down is none; a long sheet of figures need not be searched to its end."""

_OWN_HEADER_ROWS = 60
"""The same for a sheet that the program made, in row 1 unless staff put something above."""

_LONGEST = 60
"""No header text is longer."""

_TOTAL = re.compile(r"(?:合计|总计|小计|累计|共计|汇总)(?:[:(\d]|$)")
_NOTE = re.compile(r"(?:[附备]?注|说明|填表说明)(?:[:\d]|$)")
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


@dataclass(frozen=True)
class Header:
    """Where a table's header stands: ``columns`` maps standard names to Excel columns."""

    top: int
    bottom: int
    columns: Mapping[str, int]
    extra: Mapping[int, str] = field(default_factory=dict)
    """Other columns, by number: kept, never dropped."""

    @property
    def last_column(self) -> int:
        """The rightmost column that has a header."""
        return max((*self.columns.values(), *self.extra))

    @property
    def owner_column(self) -> int | None:
        """The separate column of owners, where a list keeps unit and owner apart."""
        owners = [column for column, text in self.extra.items() if text in OWNER_NAMES]
        return min(owners, key=lambda column: self.extra[column] == "联系人", default=None)


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


def find_list_header(grid: Grid) -> Header | None:
    """The header of a task list, by its names and not by its row; ``None`` when the sheet has none.

    It needs the item's name (or an area, for lists of areas and measures) and two more known columns,
    one of them about goal, problems, measures or unit. A column under the standard name goes before
    one under another name.
    """
    best: Header | None = None
    for row in range(1, min(len(grid.rows), _HEADER_ROWS) + 1):
        header = _header_at(grid, row)
        if header and (best is None or len(header.columns) > len(best.columns)):
            best = header
        if best and (row > best.bottom + 40 or best.columns.keys() >= _TELLING):
            break
    return best


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST and _names(value)


@lru_cache(maxsize=4096)
def _names(text: str) -> bool:
    return list_name(squeeze(text)) is not None


def _row_names(grid: Grid, row: int) -> dict[int, str]:
    """Column → standard name, for the texts of a row that are names of columns."""
    names = {}
    for column, value in enumerate(grid.rows[row - 1], 1) if row <= len(grid.rows) else ():
        if isinstance(value, str) and len(value) <= _LONGEST and (name := list_name(squeeze(value))):
            names[column] = name
    return names


def _header_at(grid: Grid, row: int) -> Header | None:
    names = _row_names(grid, row)
    if len(names) < 2:
        return None
    bottom = max([row, *(m[2] for m in grid.merges if m[0] == row and m[1] in names and m[2] - m[0] < 3)])
    below = _row_names(grid, bottom + 1)
    values = grid.rows[bottom] if bottom < len(grid.rows) else ()
    if (
        bottom == row
        and set(below) - set(names)
        and all(isinstance(value, str | None) and len(value or "") <= 20 for value in values)
        and not any(grid.value(row + 1, c) for c, name in names.items() if name in ("序号", "事项名称"))
    ):
        bottom = row + 1  # two header rows without merged cells
    found: dict[str, tuple[int, int]] = {}
    texts: dict[int, str] = {}
    for column in range(1, grid.width + 1):
        text = _header_text(grid, row, bottom, column)
        if not text:
            continue
        texts[column] = text
        name = list_name(text)
        if name and (name not in found or _rank(name, text) < found[name][0]):
            found[name] = (_rank(name, text), column)
    columns = {name: column for name, (_, column) in sorted(found.items(), key=lambda each: each[1][1])}
    extra = {column: text for column, text in texts.items() if column not in columns.values()}
    area = next((column for column, text in extra.items() if text in _AREA_NAMES), None)
    if "事项名称" not in columns and area is not None and "改革的具体项目" in columns:
        columns["事项名称"] = area
        extra.pop(area)
    if "事项名称" not in columns or len(columns) < 3 or not _CONTENT & columns.keys():
        return None
    return Header(row, bottom, columns, extra)


def _rank(name: str, text: str) -> int:
    """How good a header text is for a column: its own name first, then the others in their order."""
    known = (name, *TASK_LIST[name].also)
    return next((at for at, each in enumerate(known) if squeeze(each) == text), len(known))


def _header_text(grid: Grid, top: int, bottom: int, column: int) -> str:
    """The most telling header text over a column: the lowest one that is a known name, else the lowest."""
    texts = []
    for row in range(top, bottom + 1):
        value = grid.shown(row, column)
        if value is not None:
            texts.append(squeeze(value))
    return next((text for text in reversed(texts) if list_name(text)), texts[-1] if texts else "")


def find_header(grid: Grid, sheet: SheetFormat, *, part: bool = False) -> Header | None:
    """The header of a sheet that the program made: the row that names most of its columns, by their own or another
    name, and at least half of those that it needs; of a ``part`` of a sheet, any."""
    best: Header | None = None
    for row, values in enumerate(grid.rows[:_OWN_HEADER_ROWS], 1):
        texts = {column: squeeze(value) for column, value in enumerate(values, 1) if value is not None}
        columns: dict[str, int] = {}
        for column, text in texts.items():
            name = sheet.known.get(text)
            # a column under its own name goes before one under another name
            if name is not None and (name not in columns or (text == squeeze(name) != texts[columns[name]])):
                columns[name] = column
        enough = columns if part else 2 * len(columns.keys() & set(sheet.needed)) >= len(sheet.needed)
        if enough and (best is None or len(columns) > len(best.columns)):
            taken = set(columns.values())
            extra = {column: text for column, text in texts.items() if text and column not in taken}
            best = Header(row, row, columns, extra)
            if len(columns) == len(sheet.names):
                break
    return best


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
    for row in range(header.bottom + 1, len(grid.rows) + 1) if rows is None else rows:
        own = own_cells(grid, row, columns)
        if not own or aside(row, own):
            continue
        texts = [name for name in own if name not in TRACKING_COLUMNS]
        within = current is not None and grid.covered.get((row, name_column), (0, 0))[0] == current.row
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
    aside = _Asides(grid, header)
    for row, (first, second) in enumerate(zip(numbers, names, strict=True), header.bottom + 1):
        known = second in TASK_LIST.known or row in aside.totals
        if type(first) is int and type(second) is str and not known:
            items.append(row)
            continue
        own = own_cells(grid, row, aside.columns)
        texts = [each for each in own if each not in TRACKING_COLUMNS]
        if not texts or aside(row, own):
            continue
        if first is None and second is None:
            if items:
                further.setdefault(items[-1], []).append(row)
        elif texts != ["序号"]:
            items.append(row)
    return items, further


def header_again(grid: Grid, header: Header) -> Iterator[tuple[int, int]]:
    """Cells further down where a header begins again: row and first column of each."""
    names = {squeeze(name): column for name, column in header.columns.items()}
    telling = {header.columns.get(name, 0) for name in ("事项名称", "序号", "事项键")} - {0}
    rows = {
        row
        for column in telling
        for row, value in enumerate(grid.column(column, header.bottom), header.bottom + 1)
        if type(value) is str and ((text := "".join(value.split())) in names or text in TASK_LIST.known)
    }
    for row in sorted(rows):
        cells = [(column, squeeze(v)) for column, v in enumerate(grid.rows[row - 1], 1) if type(v) is str]
        known = [column for column, text in cells if text in names or list_name(text)]
        same = all(squeeze(grid.value(header.bottom, column)) == text for column, text in cells)
        if len(known) >= 3 and not same:  # a header printed again on each page is none
            yield row, known[0]


def is_closing(values: Iterable[Any]) -> bool:
    """Whether a row of a sheet is a total, a note or a signature below its table."""
    first = next((value for value in values if value is not None), None)
    if not isinstance(first, str):
        return False
    text = squeeze(first)
    return any(pattern.match(text) for pattern in (_NOTE, _TOTAL, _SIGNATURE))


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
        if known >= 3 or 1 < known == len(cells):
            return True
        if any(list_name(squeeze(own.get(name))) == name for name in ("序号", "事项名称")):
            return True
        if len(cells) == 1:
            if self.noted or self._spans(row, cells[0][0]):
                return True
            return bool(_HEADING.match(first)) and own.keys() <= {"序号", "事项名称"}
        # 一 | 营商环境 and nothing else, in a list whose items have Arabic numbers
        return (
            self.arabic
            and own.keys() == {"序号", "事项名称"}
            and _CHINESE_NUMBER.fullmatch(squeeze(own["序号"])) is not None
        )

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
