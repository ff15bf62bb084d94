"""From a grid to rows: find the header by its names, then read the task list as it really comes.

Each row keeps its Excel row number for its whole life: it is the index of every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.udfs.text import squeeze
from duban.workbook.columns import LIST_NAMES, OWNER_ALIASES, TRACKING_COLUMNS
from duban.workbook.grid import Grid

_AREA_NAMES = {"领域", "方面", "重点领域", "改革领域", "工作方面", "类别"}
_CLOSING = re.compile(
    r"^(?:合计|总计|小计|累计|共计|注[:：\d]|注$|备注[:：]|说明[:：]|填表|制表|审核|填报人|联系电话[:：])"
)
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+部分)"
)


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


@dataclass
class ListRow:
    """One item as it stands on the list: raw values by standard column name.

    An item over several rows has the texts of all of them, joined with line breaks.
    """

    row: int
    last_row: int
    values: dict[str, Any]
    owner: str = ""
    """The cell of a separate owner column, where the list has one."""


def find_list_header(grid: Grid) -> Header | None:
    """The header of a task list, by its names and not by its row; ``None`` when the sheet has none.

    It needs the item's name (or an area, for lists of areas and measures) and two more known columns,
    one of them about goal, problems, measures or unit.
    """
    best: Header | None = None
    for row in range(1, len(grid.rows) + 1):
        header = _header_at(grid, row)
        if header and (best is None or len(header.columns) > len(best.columns)):
            best = header
        if best and row > best.bottom + 40:
            break
    return best


def _header_at(grid: Grid, row: int) -> Header | None:
    texts = [squeeze(value) if isinstance(value, str) else "" for value in grid.rows[row - 1]]
    if sum(text in LIST_NAMES for text in texts) < 2:
        return None
    bottom = max([row, *(m[2] for m in grid.merges if m[0] == row and m[2] - m[0] < 3)])
    columns: dict[str, int] = {}
    extra: dict[int, str] = {}
    area: int | None = None
    for column in range(1, grid.width + 1):
        text = _header_text(grid, row, bottom, column)
        name = LIST_NAMES.get(text)
        if name and name not in columns:
            columns[name] = column
        elif text:
            extra[column] = text
            if text in _AREA_NAMES and area is None:
                area = column
    if "事项名称" not in columns and area is not None and "改革的具体项目" in columns:
        columns["事项名称"] = area
        extra.pop(area)
    content = {"改革攻坚目标", "改革针对的突出问题", "改革的具体项目", "牵头单位及负责人"}
    if "事项名称" not in columns or len(columns) < 3 or not content & columns.keys():
        return None
    return Header(row, bottom, columns, extra)


def _header_text(grid: Grid, top: int, bottom: int, column: int) -> str:
    """The most telling header text over a column: the lowest one that is a known name, else the top one."""
    texts = []
    for row in range(top, bottom + 1):
        at = grid.covered.get((row, column), (row, column))
        value = grid.value(*at)
        if value is not None:
            texts.append(squeeze(value))
    return next((text for text in reversed(texts) if text in LIST_NAMES), texts[-1] if texts else "")


def find_header(grid: Grid, names: tuple[str, ...]) -> Header | None:
    """The header of a sheet that the program made: the row that holds most of ``names``, at least half."""
    wanted = {squeeze(name): name for name in names}
    best: Header | None = None
    for row, values in enumerate(grid.rows[:60], 1):
        columns: dict[str, int] = {}
        extra: dict[int, str] = {}
        for column, value in enumerate(values, 1):
            text = squeeze(value) if value is not None else ""
            if text in wanted and wanted[text] not in columns:
                columns[wanted[text]] = column
            elif text:
                extra[column] = text
        if len(columns) * 2 >= len(names) and (best is None or len(columns) > len(best.columns)):
            best = Header(row, row, columns, extra)
    return best


def list_rows(grid: Grid, header: Header) -> Iterator[ListRow]:
    """The items below the header, in order. Blank, heading, repeated header and closing rows are left out.

    An item starts where 序号 or 事项名称 has a cell of its own; rows below without either belong to it.
    A value merged over several items counts for each of them.
    """
    owner_column = next((c for c, text in header.extra.items() if text in OWNER_ALIASES), None)
    columns = {**header.columns, **({"": owner_column} if owner_column else {})}
    current: ListRow | None = None
    for row in range(header.bottom + 1, len(grid.rows) + 1):
        own = {
            name: value
            for name, column in columns.items()
            if (value := grid.value(row, column)) is not None and str(value).strip()
        }
        if not own or _is_aside(grid, header, row, own):
            continue
        texts = [name for name in own if name not in TRACKING_COLUMNS]
        if "序号" in own or "事项名称" in own:
            if texts == ["序号"]:
                continue  # numbers typed ahead for items that do not exist yet
            if current:
                yield current
            values = {
                name: grid.value(*grid.covered.get((row, column), (row, column)))
                for name, column in columns.items()
            }
            current = ListRow(row, row, values, str(values.pop("", None) or ""))
        elif current and texts:
            current.last_row = row
            for name in texts:
                if name:
                    former = current.values[name]
                    current.values[name] = f"{former}\n{own[name]}" if former is not None else own[name]
                else:
                    current.owner = f"{current.owner}\n{own[name]}"
    if current:
        yield current


def _is_aside(grid: Grid, header: Header, row: int, own: Mapping[str, Any]) -> bool:
    """Whether a row is no part of an item: a heading over the table, a closing row, a repeated header."""
    texts = [squeeze(value) for value in grid.rows[row - 1] if value is not None and str(value).strip()]
    if _CLOSING.match(texts[0]):
        return True
    if sum(text in LIST_NAMES for text in texts) >= 3:
        return True
    if len(texts) == 1:
        width = len(header.columns) + len(header.extra)
        if any(m[0] <= row <= m[2] and m[3] - m[1] + 1 >= max(3, width * 0.6) for m in grid.merges):
            return True
        return bool(_HEADING.match(texts[0])) and next(iter(own)) == "序号"
    return False
