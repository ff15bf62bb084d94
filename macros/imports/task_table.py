"""The task table of a plan: found by its header, whatever Word has made of it; tables that go on are joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from duban.macros.imports.cells import as_grid
from duban.macros.imports.found import TaskRow, TaskTable, Told
from duban.macros.imports.joined_tables import Joined, without_again
from duban.macros.imports.table_rows import (
    ASIDE,
    PROBLEMS,
    asides_among,
    left_within,
    rows_of_item,
    several_in_a_line,
    without_ditto,
)
from duban.udfs.text import item_number, squeeze, tidy
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.reading.find_header import Header, find_list_header, lacking, seen_headers
from duban.workbook.reading.find_list import title_year
from duban.workbook.reading.find_rows import list_rows
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.items import read_items
from duban.workbook.reading.sheet import list_sheet
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph, Table

_GOES_ON = re.compile(r"(?<![手后持连继延存永陆])续|^[—–\-－\s]*第?\s*\d{1,3}\s*页?[—–\-－\s]*$")
"""What stands between a table and its rest: the word that it goes on, which 手续 and 持续 are not, or the number of a page."""
_LONGEST_TITLE, _TITLES = 60, 3
"""Characters of a title, and the paragraphs above a table among which it stands."""
_TITLE = re.compile(r"清单|台账|任务|事项|一览表|分工|分解")

_SECOND = Say(
    "与第 {first} 段的任务表表头相同、序号重新开始，是另一张表，没有取用；要用的请另存成单独的方案再导入",
    "a second task table with the header of that at {first} and numbers that begin again; it was not taken",
)
_OTHER_TABLE = Say(
    "表格没有取用：不是任务表（表头：{seen}；缺少{lacks}）",
    "no task table (header: {seen}; it lacks {lacks})",
)
_NO_HEADER = Say(
    "表格没有取用：没有认出表头（{rows} 行）", "a table without a header that is known ({rows} rows)"
)
_JOINED = Say("续表，接在第 {first} 段的任务表后面", "goes on with the task table at {first}")
_UNNAMED = Say(
    "任务表第 {column} 列没有表头，内容没有取用", "column {column} of the task table has no header"
)

_AS_PROBLEMS = Say(
    "任务表的“{text}”一列，取作“改革针对的突出问题”", "the column {text} was taken as 改革针对的突出问题"
)

_ALSO_PROBLEMS = ("存在问题", "存在的问题", "存在的主要问题", "主要存在问题")
"""Columns that are the problems of a plan, where it has no other: in a list that is kept up they are those of progress."""


def task_table(
    document: Document, others: Sequence[Table] = ()
) -> tuple[TaskTable | None, list[Told], set[int]]:
    """The task table, what is to be told of the tables of a document, and the paragraphs of those that were read. The
    first table is taken; another one that does not go on with it is told, unless it is one of the ``others``."""
    told: list[Told] = []
    joined: Joined | None = None
    between: list[str] = []
    title = ""
    above: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if text := tidy(block.text):
                between.append(text)
                above = [*above[1 - _TITLES :], text]
            continue
        if any(block is each for each in others):
            continue
        grid = as_grid(block.rows, block.merges)
        header = find_list_header(grid)
        if joined is None and header is not None:
            joined, title = Joined(block, block.rows, block.merges), _title(above)
        elif joined is not None and _continues(joined, block, grid, header, between):
            joined = joined.with_below(block)
            told.append(
                Told("提示", block.number, _first_text(block), _JOINED.format(first=joined.first.number))
            )
        else:
            told.append(_left(block, grid, header, joined))
            continue
        between = []
    if joined is None:
        return None, told, set()
    header = find_list_header(joined.grid)
    assert header is not None, "it has been found in the first of them"
    table, more = _understood(joined, header, title)
    used = {
        each.number for row in joined.rows for cell in row if cell is not None for each in cell.paragraphs
    }
    return table, [*told, *more], used


def _title(above: Sequence[str]) -> str:
    """Which of the paragraphs above a table is its title: the nearest that sounds like one; none, if none does."""
    titles = (each for each in reversed(above) if len(each) <= _LONGEST_TITLE and not each.endswith("。"))
    return next((each for each in titles if _TITLE.search(each)), "")


def _first_text(table: Table) -> str:
    return next((each.text for each in table.cells() if each.text), "")


def _continues(
    joined: Joined, table: Table, grid: Grid, header: Header | None, between: Sequence[str]
) -> bool:
    """Whether a table goes on with the one above: nothing stands between but the word that it does, the columns are the
    same, and the numbers run on."""
    if not all(_GOES_ON.search(text) for text in between):
        return False
    if table.width != joined.first.width:
        return False
    if header is None:
        return True
    above = find_list_header(joined.grid)
    assert above is not None
    if above.columns != header.columns:
        return False
    numbers, further = _numbers(joined.grid, above), _numbers(grid, header)
    return not (numbers and further) or further[0] > numbers[-1]


def _numbers(grid: Grid, header: Header) -> list[int]:
    column = header.columns.get("序号", 0)
    told = (item_number(value) for value in grid.column(column, header.bottom)) if column else ()
    return [each for each in told if each is not None]


def _left(table: Table, grid: Grid, header: Header | None, joined: Joined | None) -> Told:
    """What is told of a table that was not taken."""
    text = _first_text(table)
    if header is not None and joined is not None:
        return Told("未识别", table.number, text, _SECOND.format(first=joined.first.number))
    seen = seen_headers(grid)
    if not seen:
        return Told("未识别", table.number, text, _NO_HEADER.format(rows=len(table.rows)))
    lacks = lacking(seen)
    zh, en = "、".join(each.zh for each in lacks), ", ".join(each.en for each in lacks)
    return Told("未识别", table.number, text, _OTHER_TABLE.format(seen="、".join(seen), lacks=Say(zh, en)))


def _understood(joined: Joined, header: Header, before: str) -> tuple[TaskTable, list[Told]]:
    """The rows of the table under the names of our columns, and the items in them."""
    names = _names(header)
    told = [*_without_header(joined, header, names)]
    problems = next((at for at, name in names.items() if name in _ALSO_PROBLEMS), None)
    if problems is not None and PROBLEMS not in names.values():
        told.append(
            Told("提示", joined.first.number, names[problems], _AS_PROBLEMS.format(text=names[problems]))
        )
        names[problems] = PROBLEMS
    joined = without_again(joined, header)
    grid = joined.grid
    order = sorted(names, key=lambda at: (_place(names[at]), at))
    rows: list[TaskRow] = []
    last = header.bottom
    for each in list_rows(grid, header):
        rows += asides_among(joined, header, range(last + 1, each.row), told)
        rows += rows_of_item(joined, header, each, names, told)
        told += left_within(joined, each)
        last = each.rows[-1]
    rows = [*without_ditto(rows, told)]
    told += [each for row in rows for each in several_in_a_line(row)]
    asides = [*asides_among(joined, header, range(last + 1, len(joined.rows) + 1), told)]
    told += [Told("提示", each.number, each.values["事项名称"], ASIDE) for each in asides]
    missing = [name for name in STAFF_COLUMNS if name not in names.values()]
    columns = tuple(sorted({*missing, *(names[at] for at in order)}, key=_order([names[at] for at in order])))
    above = ["".join(filter(None, row)) for row in grid.rows[: header.top - 1]]
    title = next((squeeze(text) for text in reversed(above) if text), before)
    title = title if 0 < len(title) <= _LONGEST_TITLE else "任务清单"
    cells = tuple(tuple(row.values.get(name) or None for name in columns) for row in rows)
    made = Grid(LIST, ((title,), columns, *cells))
    found = find_list_header(made)
    assert found is not None, "it has the columns that were found"
    items = read_items(list_sheet(made, found))
    return TaskTable(title, columns, tuple(rows), made, items, title_year((made, found))), told


def _names(header: Header) -> dict[int, str]:
    """Column → what it is called on the sheet; of two that are called the same, the later one with its place."""
    names = {at: name for name, at in header.columns.items()}
    for at, name in header.extra.items():
        names[at] = name if name not in names.values() else f"{name}（第{at}列）"
    return names


def _place(name: str) -> int:
    """Our columns of the staff first, in their order; then the others as they stand."""
    return STAFF_COLUMNS.index(name) if name in STAFF_COLUMNS else len(STAFF_COLUMNS)


def _order(names: Sequence[str]) -> Callable[[str], tuple[int, int]]:
    def key(name: str) -> tuple[int, int]:
        return _place(name), names.index(name) if name in names else 0

    return key


def _without_header(joined: Joined, header: Header, names: Mapping[int, str]) -> Iterator[Told]:
    for column in range(1, joined.grid.width + 1):
        cells = [row[column - 1] for row in joined.rows[header.bottom :] if len(row) >= column]
        filled = [cell for cell in cells if cell is not None and cell.text]
        if column not in names and filled:
            yield Told("未识别", filled[0].number, filled[0].text, _UNNAMED.format(column=column))
