"""The rows of a task table: those of each item, what a page has split, headings, and what is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from duban.macros.imports.found import TaskRow, Told
from duban.macros.imports.joined_tables import BEGINS_ANEW, Joined
from duban.udfs.text import item_number, squeeze, tidy
from duban.workbook.reading.find_header import Header, names_again
from duban.workbook.reading.find_rows import ListRow, is_chinese_number, is_closing, is_heading
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.match_header import folded, meanings
from duban.workbook.say.sentence import Say
from duban.workbook.word.blocks import TableCell

PROBLEMS = "改革针对的突出问题"
_LONGEST_HEADING = 60
"""Characters of a heading within a table."""
_ENDS = ("。", "；", ";", "：", ":", "！", "”")
_APART = ("牵头领导", "牵头单位及负责人", "共同牵头单位", "配合单位")
"""Columns whose lines mean something each."""
_BROKEN = Say("一行被分页拆成两段，已接成一行", "a row that a page break had split was joined")
ASIDE = Say(
    "任务表中的这一行不是事项（标题、合计、说明），没有取用",
    "this row of the task table is no item (a heading, a total, a note); it was not taken",
)
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


def rows_of_item(
    joined: Joined, header: Header, item: ListRow, names: Mapping[int, str], told: list[Told]
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


def _has_measure_of_its_own(joined: Joined, header: Header, above: int, row: int) -> bool:
    """Whether a row below an item is a measure by itself: it says the name again, or who leads it, and its measure is not
    the rest of that above."""

    def text(at: int, name: str) -> str:
        column = header.columns.get(name, 0)
        return str(joined.grid.rows[at - 1][column - 1] or "") if column else ""

    measure, former = text(row, "改革的具体项目"), text(above, "改革的具体项目")
    if text(row, "事项名称"):
        return True
    anew = BEGINS_ANEW.match(measure) is not None or former.endswith(_ENDS)
    return bool(measure) and anew and any(text(row, name) for name in _LEADS)


def _shown(joined: Joined, grid: Grid, row: int, column: int, *, first: bool) -> TableCell | None:
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
    apart = name in _APART or text.endswith(_ENDS) or BEGINS_ANEW.match(added)
    rest = tuple(number for number, _ in (more if apart else more[1:]))
    return f"{text}{chr(10) if apart else ''}{added}", (*numbers, *rest)


def asides_among(joined: Joined, header: Header, rows: Iterable[int], told: list[Told]) -> Iterator[TaskRow]:
    """What stands between items: a heading with its mark stays one in the list, all else but a header is told."""
    for row in rows:
        cells = [cell for cell in joined.rows[row - 1] if cell is not None and cell.text]
        if not cells or names_again(joined.grid, header, row) or _is_column_numbers(cells):
            continue
        text = _one_line(cells)
        numbered = len(cells) == 2 and is_chinese_number(cells[0].text)
        if len(cells) <= 2 and (is_heading(squeeze(text)) or numbered) and len(text) <= _LONGEST_HEADING:
            mark = squeeze(cells[0].text)
            comma = "、" if numbered and mark[-1] not in "、.)）" else ""
            heading = f"{mark}{comma}{_one_line(cells[1:])}" if numbered else text
            yield TaskRow(cells[0].number, {"事项名称": heading}, {"事项名称": (cells[0].number,)})
        elif not all(item_number(cell.text) for cell in cells):
            closing = len(cells) > 1 or is_closing([cells[0].text])
            told.append(
                Told("提示" if closing else "未识别", cells[0].number, text, ASIDE if closing else _HEADING)
            )


def _is_column_numbers(cells: Sequence[TableCell]) -> bool:
    """Whether a row does no more than number the columns."""
    return len(cells) > 1 and all(item_number(cell.text) for cell in cells)


def left_within(joined: Joined, item: ListRow) -> Iterator[Told]:
    """Rows within an item that are no part of it."""
    for row in range(item.row, item.rows[-1] + 1):
        cells = [cell for cell in joined.rows[row - 1] if cell is not None and cell.text]
        if row not in item.rows and cells and not _is_header(cells):
            yield Told("提示", cells[0].number, _one_line(cells), ASIDE)


def _one_line(cells: Sequence[TableCell]) -> str:
    return " ".join(" ".join(cell.text.split()) for cell in cells)


def _is_header(cells: Sequence[TableCell]) -> bool:
    return 2 * sum(bool(meanings(folded(cell.text))) for cell in cells) > len(cells)


def without_ditto(rows: Sequence[TaskRow], told: list[Told]) -> Iterator[TaskRow]:
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


def several_in_a_line(row: TaskRow) -> Iterator[Told]:
    """Lines in which the next number follows: they are one to the list."""
    for name in (PROBLEMS, "改革的具体项目"):
        numbers = row.lines.get(name, ())
        for number, line in zip(numbers, row.values.get(name, "").splitlines(), strict=False):
            first = _INLINE.match(line)
            if first and any(int(each[1]) == int(first[1]) + 1 for each in _NEXT.finditer(line)):
                yield Told("未识别", number, line, _SEVERAL.format(column=name))
