"""The task table of a plan: found by its header, whatever Word has made of it; tables that go on are joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from duban.macros.imports.cells import as_grid
from duban.macros.imports.found import FIRST_ROW, TaskRow, TaskTable, Told
from duban.udfs.text import item_number, split_lines, squeeze, tidy
from duban.workbook.cells.areas import Area
from duban.workbook.format.names import LIST
from duban.workbook.format.sheets.task_list import STAFF_COLUMNS
from duban.workbook.reading.find_header import Header, find_list_header, lacking, names_again, seen_headers
from duban.workbook.reading.find_list import title_year
from duban.workbook.reading.find_rows import ListRow, is_chinese_number, is_closing, is_heading, list_rows
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.items import read_items
from duban.workbook.reading.match_header import folded, meanings
from duban.workbook.reading.sheet import list_sheet
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import Document, Paragraph, Table, TableCell

_GOES_ON = re.compile(r"(?<![手后持连继延存永陆])续|^[—–\-－\s]*第?\s*\d{1,3}\s*页?[—–\-－\s]*$")
"""What stands between a table and its rest: the word that it goes on, which 手续 and 持续 are not, or the number of a page."""
_LONGEST_TITLE, _TITLES = 60, 3
"""Characters of a title, and the paragraphs above a table among which it stands."""
_TITLE = re.compile(r"清单|台账|任务|事项|一览表|分工|分解")
_ENDS = ("。", "；", ";", "：", ":", "！", "”")
_BEGINS_ANEW = re.compile(
    r"\s*(?:\d{1,3}\s*[、.．）)]|[（(]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[）)]|[一二三四五六七八九十]{1,3}\s*[是、]|[①-⑳])"
)
_APART = ("牵头领导", "牵头单位及负责人", "共同牵头单位", "配合单位")
"""Columns whose lines mean something each."""

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
_BROKEN = Say("一行被分页拆成两段，已接成一行", "a row that a page break had split was joined")
_ASIDE = Say(
    "任务表中的这一行不是事项（标题、合计、说明），没有取用",
    "this row of the task table is no item (a heading, a total, a note); it was not taken",
)
_AS_PROBLEMS = Say(
    "任务表的“{text}”一列，取作“改革针对的突出问题”", "the column {text} was taken as 改革针对的突出问题"
)
_AGAIN = re.compile(
    r"(.*?)(?:[(（](?:接上页?|上)?续(?:上页?|前页?|表)?[)）]|(?:^|(?<=\d))续(?:上页?|前页?)?|^接上页)"
)
"""What a number or a name says again at the top of a page."""
_REPEATED = ("序号", "事项名称", "改革攻坚目标", "改革针对的突出问题", "牵头领导", "备注")
"""What a flat table says again in each row of an item."""
_HEADING = Say(
    "任务表中的这一行只有一格，又没有编号，分不出是分类标题还是事项，没有取用",
    "a row of the task table with one cell and no number, a heading or an item; it was not taken",
)
_SECOND_NUMBER = Say(
    "这个序号在合并的事项名称下面，不是另一个事项，没有取用",
    "this number stands under a merged name and begins no other item; it was not taken",
)
_AS_ABOVE = Say("按上一行的“{text}”取用", "taken as what stands above: {text}")
_SEVERAL = Say(
    "“{column}”的一段里像有几条，按一条取用，要分开的请每条另起一行",
    "several numbered lines of {column} in one paragraph; they were taken as one",
)
_DITTO = frozenset({"同上", "〃", "″", "同前", '"', "”"})
_INLINE = re.compile(r"\s*[（(]?(\d{1,2})\s*[、.．）)](?!\d)")
_NEXT = re.compile(r"[；;。，,]\s*[（(]?(\d{1,2})\s*[、.．）)](?!\d)")
_LEADS = ("牵头领导", "牵头单位及负责人")
_PROBLEMS = "改革针对的突出问题"
_ALSO_PROBLEMS = ("存在问题", "存在的问题", "存在的主要问题", "主要存在问题")
"""Columns that are the problems of a plan, where it has no other: in a list that is kept up they are those of progress."""


@dataclass(frozen=True)
class _Joined:
    """Tables that are one: the first of them, the rows of all as cells, and their merged areas."""

    first: Table
    rows: tuple[tuple[TableCell | None, ...], ...]
    merges: tuple[Area, ...]

    def with_below(self, table: Table) -> _Joined:
        """The same with the rows of a table below."""
        above = len(self.rows)
        moved = ((top + above, left, bottom + above, right) for top, left, bottom, right in table.merges)
        return _Joined(self.first, (*self.rows, *table.rows), (*self.merges, *moved))

    @cached_property
    def grid(self) -> Grid:
        """As a sheet's cells."""
        return as_grid(self.rows, self.merges)


def task_table(
    document: Document, others: Sequence[Table] = ()
) -> tuple[TaskTable | None, list[Told], set[int]]:
    """The task table, what is to be told of the tables of a document, and the paragraphs of those that were read. The
    first table is taken; another one that does not go on with it is told, unless it is one of the ``others``."""
    told: list[Told] = []
    joined: _Joined | None = None
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
            joined, title = _Joined(block, block.rows, block.merges), _title(above)
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
    joined: _Joined, table: Table, grid: Grid, header: Header | None, between: Sequence[str]
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


def _left(table: Table, grid: Grid, header: Header | None, joined: _Joined | None) -> Told:
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


def _understood(joined: _Joined, header: Header, before: str) -> tuple[TaskTable, list[Told]]:
    """The rows of the table under the names of our columns, and the items in them."""
    names = _names(header)
    told = [*_without_header(joined, header, names)]
    problems = next((at for at, name in names.items() if name in _ALSO_PROBLEMS), None)
    if problems is not None and _PROBLEMS not in names.values():
        told.append(
            Told("提示", joined.first.number, names[problems], _AS_PROBLEMS.format(text=names[problems]))
        )
        names[problems] = _PROBLEMS
    joined = _without_again(joined, header)
    grid = joined.grid
    order = sorted(names, key=lambda at: (_place(names[at]), at))
    rows: list[TaskRow] = []
    last = header.bottom
    for each in list_rows(grid, header):
        rows += _asides(joined, header, range(last + 1, each.row), told)
        rows += _rows_of_item(joined, header, each, names, told)
        told += _left_within(joined, each)
        last = each.rows[-1]
    rows = [*_without_ditto(rows, told)]
    told += [each for row in rows for each in _several_in_a_line(row)]
    asides = [*_asides(joined, header, range(last + 1, len(joined.rows) + 1), told)]
    told += [Told("提示", each.number, each.values["事项名称"], _ASIDE) for each in asides]
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


def _without_header(joined: _Joined, header: Header, names: Mapping[int, str]) -> Iterator[Told]:
    for column in range(1, joined.grid.width + 1):
        cells = [row[column - 1] for row in joined.rows[header.bottom :] if len(row) >= column]
        filled = [cell for cell in cells if cell is not None and cell.text]
        if column not in names and filled:
            yield Told("未识别", filled[0].number, filled[0].text, _UNNAMED.format(column=column))


def _without_again(joined: _Joined, header: Header) -> _Joined:
    """The same without numbers and names that only say that the item above goes on: 1（续）, 续, or both again before
    measures whose numbers run on."""
    at = [header.columns[name] for name in ("序号", "事项名称") if name in header.columns]
    measures = header.columns.get("改革的具体项目", 0)
    rows, above = [], [""] * len(at)
    for place, row in enumerate(joined.rows):
        texts = [squeeze(joined.grid.rows[place][column - 1] or "") for column in at]
        marks = [_AGAIN.fullmatch(text) for text in texts]
        goes_on = any(marks) and all(
            (mark[1] if mark else text) in ("", former)
            for mark, text, former in zip(marks, texts, above, strict=True)
        )
        runs_on = all(texts) and texts == above and _first_number(joined.grid, place, measures) > 1
        if place >= header.bottom and (goes_on or runs_on):
            row = tuple(None if column in at else cell for column, cell in enumerate(row, 1))
        elif place >= header.bottom and any(texts):
            above = texts
        rows.append(row)
    return _Joined(joined.first, tuple(rows), joined.merges)


def _without_ditto(rows: Sequence[TaskRow], told: list[Told]) -> Iterator[TaskRow]:
    """The same with what 同上 stands for, which is lost as soon as somebody sorts."""
    above: dict[str, str] = {}
    for row in rows:
        same = {
            name: above[name]
            for name, text in row.values.items()
            if squeeze(text).strip("。.") in _DITTO and name in above
        }
        for name, text in same.items():
            told.append(Told("提示", row.lines[name][0], row.values[name], _AS_ABOVE.format(text=text)))
        lines = {name: row.lines[name][:1] * len(text.splitlines()) for name, text in same.items()}
        made = replace(row, values={**row.values, **same}, lines={**row.lines, **lines})
        above |= made.values
        yield made


def _several_in_a_line(row: TaskRow) -> Iterator[Told]:
    """Lines in which the next number follows: they are one to the list."""
    for name in (_PROBLEMS, "改革的具体项目"):
        numbers = row.lines.get(name, ())
        for number, line in zip(numbers, row.values.get(name, "").splitlines(), strict=False):
            first = _INLINE.match(line)
            if first and any(int(each[1]) == int(first[1]) + 1 for each in _NEXT.finditer(line)):
                yield Told("未识别", number, line, _SEVERAL.format(column=name))


def _first_number(grid: Grid, place: int, column: int) -> int:
    """The number of the first line of a cell; 0 where it has none."""
    text = grid.rows[place][column - 1] if column else None
    lines = split_lines(text) if text and _BEGINS_ANEW.match(str(text)) else ()
    return lines[0].number if lines else 0


def _asides(joined: _Joined, header: Header, rows: Iterable[int], told: list[Told]) -> Iterator[TaskRow]:
    """What stands between items: a heading with its mark stays one in the list, all else but a header is told."""
    for row in rows:
        cells = [cell for cell in joined.rows[row - 1] if cell is not None and cell.text]
        if not cells or names_again(joined.grid, header, row) or _is_column_numbers(cells):
            continue
        text = _one_line(cells)
        numbered = len(cells) == 2 and is_chinese_number(cells[0].text)
        if len(cells) <= 2 and (is_heading(squeeze(text)) or numbered) and len(text) <= _LONGEST_TITLE:
            mark = squeeze(cells[0].text)
            comma = "、" if numbered and mark[-1] not in "、.)）" else ""
            heading = f"{mark}{comma}{_one_line(cells[1:])}" if numbered else text
            yield TaskRow(cells[0].number, {"事项名称": heading}, {"事项名称": (cells[0].number,)})
        elif not all(item_number(cell.text) for cell in cells):
            closing = len(cells) > 1 or is_closing([cells[0].text])
            told.append(
                Told("提示" if closing else "未识别", cells[0].number, text, _ASIDE if closing else _HEADING)
            )


def _is_column_numbers(cells: Sequence[TableCell]) -> bool:
    """Whether a row does no more than number the columns."""
    return len(cells) > 1 and all(item_number(cell.text) for cell in cells)


def _left_within(joined: _Joined, item: ListRow) -> Iterator[Told]:
    """Rows within an item that are no part of it."""
    for row in range(item.row, item.rows[-1] + 1):
        cells = [cell for cell in joined.rows[row - 1] if cell is not None and cell.text]
        if row not in item.rows and cells and not _is_header(cells):
            yield Told("提示", cells[0].number, _one_line(cells), _ASIDE)


def _one_line(cells: Sequence[TableCell]) -> str:
    return " ".join(" ".join(cell.text.split()) for cell in cells)


def _is_header(cells: Sequence[TableCell]) -> bool:
    return 2 * sum(bool(meanings(folded(cell.text))) for cell in cells) > len(cells)


def _rows_of_item(
    joined: _Joined, header: Header, item: ListRow, names: Mapping[int, str], told: list[Told]
) -> Iterator[TaskRow]:
    """The rows of one item: one, or as many as the table has under its merged name, or with its name again, or with
    leaders of their own; what a page break has split is one."""
    grid, name_column = joined.grid, header.columns["事项名称"]
    groups: list[list[int]] = []
    for row in item.rows:
        under_name = row == item.row or grid.covered.get((row, name_column), (0, 0))[0] == item.row
        if under_name or not groups or _has_measure_of_its_own(joined, header, groups[-1][-1], row):
            groups.append([row])
        else:
            groups[-1].append(row)
            first = next((cell for cell in joined.rows[row - 1] if cell is not None and cell.text), None)
            if first is not None:
                told.append(Told("提示", first.number, first.text, _BROKEN))
    above: dict[str, str] = {}
    for group in groups:
        values: dict[str, str] = {}
        lines: dict[str, tuple[int, ...]] = {}
        numbers = []
        for row in group:
            for column, name in names.items():
                cell = _shown(joined, grid, row, column, first=row == item.row)
                if cell is None or not cell.text or (name in _REPEATED and cell.text == above.get(name)):
                    continue
                if name == "序号" and row != item.row:
                    told.append(Told("未识别", cell.number, cell.text, _SECOND_NUMBER))
                    continue
                numbers.append(cell.number)
                values[name], lines[name] = _with(values.get(name, ""), lines.get(name, ()), cell, name)
        above = {**values, **above}
        if values:
            yield TaskRow(min(numbers), values, lines)


def _has_measure_of_its_own(joined: _Joined, header: Header, above: int, row: int) -> bool:
    """Whether a row below an item is a measure by itself: it says the name again, or who leads it, and its measure is not
    the rest of that above."""

    def text(at: int, name: str) -> str:
        column = header.columns.get(name, 0)
        return str(joined.grid.rows[at - 1][column - 1] or "") if column else ""

    measure, former = text(row, "改革的具体项目"), text(above, "改革的具体项目")
    if text(row, "事项名称"):
        return True
    anew = _BEGINS_ANEW.match(measure) is not None or former.endswith(_ENDS)
    return bool(measure) and anew and any(text(row, name) for name in _LEADS)


def _shown(joined: _Joined, grid: Grid, row: int, column: int, *, first: bool) -> TableCell | None:
    """The cell of a row; in the first row of an item also one that is merged from above."""
    if first:
        row, column = grid.covered.get((row, column), (row, column))
    cells = joined.rows[row - 1]
    return cells[column - 1] if column <= len(cells) else None


def _with(text: str, numbers: tuple[int, ...], cell: TableCell, name: str) -> tuple[str, tuple[int, ...]]:
    """A cell's text with that of its rest on the next page."""
    more = [(each.number, line) for each in cell.paragraphs for line in tidy(each.text).splitlines() if line]
    added = "\n".join(line for _, line in more)
    if not text:
        return added, tuple(number for number, _ in more)
    if name in _APART and {*added.splitlines()} <= {*text.splitlines()}:
        return text, numbers
    apart = name in _APART or text.endswith(_ENDS) or _BEGINS_ANEW.match(added)
    rest = tuple(number for number, _ in (more if apart else more[1:]))
    return f"{text}{chr(10) if apart else ''}{added}", (*numbers, *rest)


def rows_of(table: TaskTable) -> Iterator[tuple[int, TaskRow]]:
    """Each row with its row on the sheet."""
    return enumerate(table.rows, FIRST_ROW)
