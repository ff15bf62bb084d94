"""Where the header of a sheet stands, and which column is which: found by its names, never by its row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from duban.udfs.periods import parse_share
from duban.udfs.text import squeeze
from duban.workbook.format.fields import SheetFormat
from duban.workbook.format.sheets.task_list import FORMAT as TASK_LIST
from duban.workbook.format.sheets.task_list import OWNER_NAMES, STAFF_COLUMNS
from duban.workbook.reading.grid import Grid
from duban.workbook.reading.match_header import folded, in_per_cent, is_by_words, meanings
from duban.workbook.say.sentence import Say

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

_SHORT = 20
"""Most are no longer than this; a row of data has longer ones."""

_SAID = 8
"""Texts of a header that are named where it is not that of a list."""

_OTHER_PROGRESS = ("投资", "资金", "经费", "产值", "税收", "用地")
"""Words of a heading over several columns, under which a 完成率 is not that of the item."""

_ENGLISH = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .,&/()'-#")
_COLUMN_NUMBERS = {
    *(str(number) for number in range(1, 100)), *(f"({number})" for number in range(1, 100)), *"甲乙丙丁戊己庚辛壬癸",
    *"ABCDEFGHIJKLMNOPQRSTUVWXYZ", *(f"({letter})" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """Where a table's header stands: ``columns`` maps standard names to Excel columns."""

    top: int
    bottom: int
    columns: Mapping[str, int]
    extra: Mapping[int, str] = field(default_factory=dict)
    """Other columns, by number: kept, never dropped."""
    by_words: Mapping[str, str] = field(default_factory=dict)
    """Standard names that are known by the words of the header only → its text."""
    percent: Mapping[str, int] = field(default_factory=dict)
    """Standard names of which a column of the staff tells parts of a hundred → that column."""

    @property
    def last_column(self) -> int:
        """The rightmost column that has a header."""
        return max((*self.columns.values(), *self.extra))

    @property
    def owner_column(self) -> int | None:
        """The separate column of owners, where a list keeps unit and owner apart."""
        owners = [column for column, text in self.extra.items() if text in OWNER_NAMES]
        return min(owners, key=lambda column: self.extra[column] == "联系人", default=None)

    @property
    def unit_column(self) -> int | None:
        """The column of the units that carry the single measures, where a row is a measure: one beside that of the
        leading units, else that one."""
        beside = (
            column
            for column, text in self.extra.items()
            if any(name == "牵头单位及负责人" for _, name in meanings(folded(text)))
        )
        return next(beside, self.columns.get("牵头单位及负责人"))


class _Column(NamedTuple):
    """One column of a header: its texts from the lowest up, without what stands over several columns."""

    texts: tuple[str, ...]
    over: str
    """What stands over it and other columns."""


def find_list_header(grid: Grid) -> Header | None:
    """The header of a task list; ``None`` when the sheet has none.

    It needs the item's name (or an area, for lists of areas and measures) and two more known columns,
    one of them about goal, problems, measures or unit. A column under the standard name goes before
    one under another name, and both before one that is known by the words of its header.
    """
    best: Header | None = None
    for row in range(1, min(len(grid.rows), _HEADER_ROWS) + 1):
        short = sum(type(value) is str and len(value) <= _SHORT for value in grid.rows[row - 1])
        if short >= (2 if best is None else len(best.columns) + 1):
            header = _header_at(grid, row)
            if header and (best is None or len(header.columns) > len(best.columns)):
                best = header
        if best and (row > best.bottom + 40 or best.columns.keys() >= _TELLING):
            break
    return best


def seen_headers(grid: Grid) -> list[str]:
    """The texts of the row that looks most like a header, for the message that none was found."""
    rows = [
        [squeeze(value) for value in values if isinstance(value, str) and len(value) <= _SHORT]
        for values in grid.rows[:_OWN_HEADER_ROWS]
    ]
    best = max(
        rows, key=lambda texts: (sum(bool(meanings(folded(text))) for text in texts), len(texts)), default=[]
    )
    return [*best[:_SAID], *["…"] * (len(best) > _SAID)] if len(best) >= 3 else []


def lacking(texts: Sequence[str]) -> list[Say]:
    """What a header of these texts lacks to be that of a list."""
    names = {name for text in texts for _, name in meanings(folded(text))}
    found = []
    if "事项名称" not in names:
        found.append(Say("事项名称", "事项名称"))
    if not _CONTENT & names:
        found.append(
            Say("目标、问题、措施或牵头单位", "a column of goals, problems, measures or leading units")
        )
    return found or [Say("更多的列", "further columns")]


def _names(grid: Grid, row: int) -> set[int]:
    """The columns of a row whose texts may be names of columns."""
    values = grid.rows[row - 1] if row <= len(grid.rows) else ()
    return {
        column
        for column, value in enumerate(values, 1)
        if isinstance(value, str) and len(value) <= _LONGEST and meanings(folded(value))
    }


def _header_at(grid: Grid, row: int) -> Header | None:
    names = _names(grid, row)
    if len(names) < 2:
        return None
    bottom = max([row, *(m[2] for m in grid.merges if m[0] == row and m[1] in names and m[2] - m[0] < 3)])
    if bottom == row and _has_second_row(grid, row, names):
        bottom = row + 1
    columns = {column: _column(grid, row, bottom, column) for column in range(1, grid.width + 1)}
    columns = {column: each for column, each in columns.items() if each.texts}
    found, texts = _assigned(grid, bottom, columns)
    extra = {column: each.texts[0] for column, each in columns.items() if column not in found.values()}
    area = next((column for column, text in extra.items() if text in _AREA_NAMES), None)
    if "事项名称" not in found and area is not None and "改革的具体项目" in found:
        found["事项名称"] = area
        extra.pop(area)
    if "事项名称" not in found or len(found) < 3 or not _CONTENT & found.keys():
        return None
    while _is_label_row(grid, bottom + 1, found):
        bottom += 1
    percent = {}
    at = found.get("完成进度")
    if at is not None and in_per_cent("".join(columns[at].texts)):
        percent["完成进度"] = found.pop("完成进度")
        extra[at] = columns[at].texts[0]
    elif at is not None and at > found.get("事项键", at):  # ours, beside that of the staff
        ranks = {column: _rank_in_per_cent(grid, bottom, column, columns[column]) for column in extra}
        known = {column: rank for column, rank in ranks.items() if rank is not None}
        if known:
            percent["完成进度"] = min(known, key=lambda column: (known[column], column))
    ordered = dict(sorted(found.items(), key=lambda each: each[1]))
    return Header(row, bottom, ordered, dict(sorted(extra.items())), texts, percent)


def _rank_in_per_cent(grid: Grid, bottom: int, column: int, header: _Column) -> int | None:
    """How well a column of parts of a hundred is named as the progress of items, the best first; ``None`` where it is
    none."""
    ranks = [rank for text in header.texts for rank, name in meanings(text) if name == "完成进度"]
    told = ranks and in_per_cent("".join(header.texts)) and _is_progress(grid, bottom, column, header)
    return min(ranks) if told else None


def _has_second_row(grid: Grid, row: int, names: set[int]) -> bool:
    """Whether the header goes on in the next row, without merged cells."""
    values = grid.rows[row] if row < len(grid.rows) else ()
    telling = [column for column in names if {"序号", "事项名称"} & _meant(grid, row, column)]
    return (
        bool(_names(grid, row + 1))
        and all(isinstance(value, str | None) and len(value or "") <= _SHORT for value in values)
        and not any(grid.value(row + 1, column) for column in telling)
    )


def _meant(grid: Grid, row: int, column: int) -> set[str]:
    return {name for _, name in meanings(folded(grid.value(row, column)))}


def _column(grid: Grid, top: int, bottom: int, column: int) -> _Column:
    texts: list[str] = []
    over = ""
    for row in range(bottom, top - 1, -1):
        text = folded(grid.shown(row, column))
        if not text or text in texts:
            continue
        if not texts or not _spans(grid, row, column, bottom):
            texts.append(text)
        else:
            over += text
    return _Column(tuple(texts), over)


def _spans(grid: Grid, row: int, column: int, bottom: int) -> bool:
    """Whether a text of an upper row of a header stands over several columns."""
    if row == bottom:
        return False
    at = grid.covered.get((row, column), (row, column))
    area = next((m for m in grid.merges if (m[0], m[1]) == at), None)
    if area is not None:
        return area[3] > area[1]
    # without merged cells, what follows to the right is blank and has a text below
    return grid.value(row, column + 1) is None and grid.value(bottom, column + 1) is not None


def _assigned(
    grid: Grid, bottom: int, columns: Mapping[int, _Column]
) -> tuple[dict[str, int], dict[str, str]]:
    """Standard name → column, the best text first; and the texts of those known by their words only."""
    candidates = sorted(
        (rank, place, column, name, text)
        for column, each in columns.items()
        for text in each.texts
        for place, (rank, name) in enumerate(meanings(text))
        if not (column > 1 and grid.covered.get((bottom, column), (0, column))[1] < column)
    )
    found: dict[str, int] = {}
    by_words: dict[str, str] = {}
    for rank, _, column, name, text in candidates:
        if name in found or column in found.values():
            continue
        if name == "完成进度" and rank and not _is_progress(grid, bottom, column, columns[column]):
            continue
        found[name] = column
        if is_by_words(rank):
            by_words[name] = text
    return found, by_words


def _is_progress(grid: Grid, bottom: int, column: int, header: _Column) -> bool:
    """Whether a column of another name holds the progress of items: shares, if anything, and not those of money."""
    if any(word in header.over for word in _OTHER_PROGRESS):
        return False
    values = [value for value in grid.column(column, bottom) if value is not None]
    shares = sum(not isinstance(value, str) or parse_share(value) is not None for value in values)
    return 2 * shares >= len(values)


def _is_label_row(grid: Grid, row: int, found: Mapping[str, int]) -> bool:
    """Whether a row below a header says the same in English, or numbers the columns."""
    values = [
        squeeze(value) for value in (grid.rows[row - 1] if row <= len(grid.rows) else ()) if value is not None
    ]
    name = squeeze(grid.value(row, found["事项名称"]))
    if len(values) < 3 or not name:
        return False
    if name in _COLUMN_NUMBERS:
        return all(value in _COLUMN_NUMBERS for value in values)
    numbered = "序号" in found and squeeze(grid.value(row, found["序号"])).strip("().").isdigit()
    return not numbered and all(set(value) <= _ENGLISH for value in values)


def header_again(grid: Grid, header: Header) -> Iterator[tuple[int, int]]:
    """Cells further down where another header begins, with the columns in another order: row and first column of each.
    One that names the same columns, as it is printed again on each page, is none."""
    rows = set()
    for name in ("事项名称", "序号"):
        column = header.columns.get(name, 0)
        for row, value in enumerate(grid.column(column, header.bottom) if column else (), header.bottom + 1):
            if type(value) is str and len(value) <= _SHORT:
                # of the many names only the declared ones are looked for
                text = "".join(value.split())
                if text in TASK_LIST.known or (name == "序号" and meanings(folded(text))):
                    rows.add(row)
    for row in sorted(rows):
        cells = {
            column: folded(value)
            for column, value in enumerate(grid.rows[row - 1], 1)
            if type(value) is str and (row, column) not in grid.covered
        }
        known = {column: told[0][1] for column, text in cells.items() if (told := meanings(text))}
        other = any(header.columns.get(name, column) != column for column, name in known.items())
        if other and len(known) >= 3 and 2 * len(known) > len(cells) and not names_again(grid, header, row):
            yield row, min(known)


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


def names_again(grid: Grid, header: Header, row: int) -> bool:
    """Whether a row repeats the header, as it is printed again at the top of each page."""
    values = grid.rows[row - 1]
    if not all(value is None or type(value) is str for value in values):
        return False
    texts = {column: value for column, value in enumerate(values, 1) if value is not None}
    return len(texts) >= 2 and all(
        folded(text) in (folded(grid.shown(header.bottom, column)), folded(grid.shown(header.top, column)))
        for column, text in texts.items()
    )
